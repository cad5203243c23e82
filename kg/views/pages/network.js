// State, its address, controls and keys. The state is all that the page shows; the address holds what differs from the start.

const LISTS = ["through", "relations", "kinds", "types"], MANY_NODES = ["focus", "path", "open"], COUNTS = ["depth", "phase", "sources"];
const DATES = [...new Set(STATEMENTS.map(s => s.first).filter(Boolean))].sort();
let written = null;  // the address that we wrote last

function address() {
  const parts = [];
  for (const key of Object.keys(FIRST)) {
    const value = state[key];
    if (JSON.stringify(value) === JSON.stringify(FIRST[key])) continue;
    const text = MANY_NODES.includes(key) ? value.map(n => NODES[n].id).join("~") : Array.isArray(value) ? value.join("~") : key === "pick" ? pickName(value) : String(value ?? "");
    parts.push(`${key}=${encodeURIComponent(text)}`);
  }
  return parts.length ? `#${parts.join("&")}` : "#";
}

const pickName = value => value.split("-").map(n => isCommunity(n) ? n : NODES[n]?.id ?? "").join("~");

/** Read an address; what names nothing here is passed over. */
function readAddress() {
  const found = structuredClone(FIRST);
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("="), key = part.slice(0, at);
    if (at < 0 || !(key in FIRST)) continue;
    let text;
    try { text = decodeURIComponent(part.slice(at + 1)); } catch { continue; }
    const parts = text.split("~").filter(Boolean), nodes = parts.map(id => NUMBER.get(id)).filter(n => n !== undefined);
    if (MANY_NODES.includes(key)) found[key] = nodes;
    else if (LISTS.includes(key)) found[key] = parts;
    else if (COUNTS.includes(key)) found[key] = Math.max(0, parseInt(text, 10) || 0);
    else if (key === "show") found.show = text in DATA.shows ? text : FIRST.show;
    else if (key === "look") found.look = DATA.views[found.show].groups[parseInt(text, 10)] ? parseInt(text, 10) : null;
    else if (key === "pick") found.pick = parts.every(isCommunity) ? text.replace("~", "-") : nodes.join("-");
    else if (/^(\d{4}-\d\d-\d\d)?$/.test(text)) found[key] = text;
  }
  if (found.path.length !== 2) found.path = [];
  found.depth = Math.min(6, Math.max(1, found.depth));
  state = found;
}

/** Change the state: a step of the trail, or (for filters) in place of the present one. */
function change(values, { step = true, keep = false } = {}) {
  Object.assign(state, values);
  written = address();
  if (step && written !== (location.hash || "#")) location.hash = written;
  else history.replaceState(null, "", written);
  show({ keep });
}

function show({ keep = false } = {}) {
  const position = net.getViewPosition(), scale = net.getScale();
  draw(visible(), keep ? scale : null);
  if (keep) net.moveTo({ position, scale, animation: false });
  else fit();
  weigh();
  controls();
  panel();
  redraw();
}

function panel() {
  const [a, b] = state.pick.split("-");
  if (state.pick && b !== undefined && scene.byId.has(state.pick)) { net.setSelection({ nodes: [], edges: [state.pick] }, { highlightEdges: false }); linkPanel(scene.byId.get(state.pick)); }
  else if (state.pick && b === undefined && isCommunity(a)) communityPanel(a);
  else if (state.pick && b === undefined) { if (places.has(Number(a))) net.setSelection({ nodes: [Number(a)], edges: [] }, { highlightEdges: false }); nodePanel(Number(a)); }
  else if (state.focus.length === 1 && !state.path.length) nodePanel(state.focus[0]);
  else overview();
  byId("about").scrollTop = 0;
}

/** Pick a node; one that is not in the drawing becomes the focus. */
function pick(n) {
  if (!isCommunity(n) && !places.has(n)) return focusOn([n]);
  change({ pick: String(n) }, { step: false, keep: true });
  const { x, y } = net.canvasToDOM({ x: places.get(n)[0], y: places.get(n)[1] }), box = net.body.container.getBoundingClientRect();
  if (x < 20 || y < 20 || x > box.width - 20 || y > box.height - 20) net.moveTo({ position: { x: places.get(n)[0], y: places.get(n)[1] }, animation: false });
  byId("live").textContent = `${nameOf(n)}, ${isCommunity(n) ? "community" : NODES[n].type}, ${count(degree(n), "line")}`;
}

const focusOn = nodes => change({ focus: [...new Set(nodes)], path: [], open: [], pick: "", types: null });
const lookInto = g => change({ look: g, focus: [], path: [], pick: "" });
const unfocus = () => change({ focus: [], path: [], pick: "", open: [], types: null, look: null });
const toggleOpen = n => change({ open: state.open.includes(n) ? state.open.filter(m => m !== n) : [...state.open, n], pick: String(n) }, { keep: true });

// Controls -------------------------------------------------------------------------------------------------------------

function check(parent, text, on, act, mark, number) {
  const row = el("label", "row"), box = el("input");
  box.type = "checkbox";
  box.checked = on;
  box.addEventListener("change", () => act(box.checked));
  row.append(box);
  if (mark) row.append(mark);
  row.append(el("span", "", text));
  if (number !== undefined) row.append(el("span", "soft times", number.toLocaleString("en")));
  row.dataset.key = text;
  parent.append(row);
}

const without = (list, value, off) => off ? [...list, value] : list.filter(v => v !== value);

function controls() {
  const held = document.activeElement?.closest?.("#left label")?.dataset.key;
  for (const b of document.querySelectorAll("#shows button")) b.setAttribute("aria-pressed", String(b.dataset.show === state.show));
  const types = byId("types"), relations = byId("relations"), kinds = byId("kinds");
  for (const box of [types, relations, kinds]) box.replaceChildren();
  const drawn = new Map();
  for (const n of scene.nodes) for (const m of isCommunity(n) ? membersOf(n) : [n]) drawn.set(NODES[m].type, (drawn.get(NODES[m].type) || 0) + 1);
  const offered = scene.free ? DATA.shows.all : DATA.shows[state.show];
  for (const t of DATA.types) {
    if (!offered.includes(t.type) || !NODES.some(n => n.type === t.type)) continue;
    check(types, t.label, scene.types.has(t.type), on => change({ types: on ? [...scene.types, t.type] : [...scene.types].filter(x => x !== t.type) }, { step: false, keep: !scene.free }), icon(t.type), drawn.get(t.type) || 0);
  }
  const uses = new Map(), deals = new Map();
  for (const l of scene.links) for (const s of l.statements) { uses.set(s.relation, (uses.get(s.relation) || 0) + 1); if (s.relation === "partnersWith") deals.set(s.kind || "none", (deals.get(s.kind || "none") || 0) + 1); }
  for (const r of Object.keys(DATA.relations)) if (uses.has(r) || state.relations.includes(r))
    check(relations, DATA.relations[r].label, !state.relations.includes(r), on => change({ relations: without(state.relations, r, !on) }, { step: false, keep: !scene.free }), sample(r), uses.get(r) || 0);
  for (const k of [...DATA.kinds, "none"]) if (deals.has(k) || state.kinds.includes(k))
    check(kinds, k === "none" ? "not said" : k, !state.kinds.includes(k), on => change({ kinds: without(state.kinds, k, !on) }, { step: false, keep: !scene.free }), null, deals.get(k) || 0);
  byId("deals").hidden = !kinds.childElementCount;
  byId("phase").value = state.phase;
  byId("sources").value = state.sources;
  byId("depth").value = state.depth;
  byId("through").checked = state.through.length > 0;
  byId("around").hidden = !state.focus.length;
  byId("until").value = state.until ? upTo(state.until) : DATES.length;
  byId("since").value = state.since ? upTo(state.since, true) : DATES.length;
  byId("untilText").textContent = state.until ? shownDay(state.until) : "all";
  byId("sinceText").textContent = state.since ? shownDay(state.since) : "off";
  trail();
  if (held) [...document.querySelectorAll("#left label")].find(l => l.dataset.key === held)?.querySelector("input").focus();
  const said = scene.links.reduce((sum, l) => sum + l.statements.length, 0);
  byId("count").textContent = `${count(scene.nodes.length, scene.nodes.some(isCommunity) ? "community" : "node")} · ${count(scene.links.length, "line")} · ${count(said, "statement")}`;
}

/** How many dates come before one, or up to it. */
function upTo(date, before = false) {
  const found = DATES.findIndex(d => before ? d >= date : d > date);
  return found < 0 ? DATES.length : found;
}

function trail() {
  const box = byId("trail");
  box.replaceChildren();
  const start = button({ organizations: "Organizations", programs: "Programs", all: "Everything" }[state.show], unfocus, "crumb");
  box.append(start);
  const view = DATA.views[state.show];
  if (state.look !== null && view.centres.length) box.append(" › ", el("span", "", nameOf(`c${state.look}`)));
  if (state.path.length) box.append(" › ", el("span", "", `${NODES[state.path[0]].name} to ${NODES[state.path[1]].name}`));
  state.focus.forEach((n, i) => {
    box.append(i ? " + " : " › ", el("span", "", NODES[n].name));
    const away = button("×", () => state.focus.length > 1 ? focusOn(state.focus.filter(m => m !== n)) : unfocus(), "crumb screen");
    away.setAttribute("aria-label", `Without ${NODES[n].name}`);
    box.append(away);
  });
  const until = state.until ? [`as of ${shownDay(state.until)}`] : [], since = state.since ? [`new since ${shownDay(state.since)}`] : [];
  const extra = [DATA.asked, ...until, ...since].filter(Boolean).join(", ");
  if (extra) box.append(el("span", "soft", ` (${extra})`));
}

/** A field that finds entities by name: type, go with the arrows, take with Enter. */
function finder(input, take) {
  const list = el("div", "hits");
  let found = [], at = 0;
  list.setAttribute("role", "listbox");
  list.id = `${input.id}-hits`;
  for (const [k, v] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["autocomplete", "off"]]) input.setAttribute(k, v);
  input.parentElement.append(list);
  const close = () => { list.replaceChildren(); input.setAttribute("aria-expanded", "false"); };
  const choose = n => { close(); take(n); };
  const fill = () => {
    list.replaceChildren();
    found.forEach((n, i) => {
      const row = el("div", i === at ? "hit on" : "hit");
      row.id = `${list.id}-${i}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(i === at));
      row.append(icon(NODES[n].type, n), el("span", "", NODES[n].name), el("span", "soft", NODES[n].type));
      row.addEventListener("mousedown", event => { event.preventDefault(); choose(n); });
      list.append(row);
    });
    if (input.value.trim() && !found.length) list.append(el("div", "hit soft", "nothing of this name"));
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", () => { delete input.dataset.node; found = named(input.value); at = 0; fill(); });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(1, found.length); fill(); event.preventDefault(); }
    else if (event.key === "Enter" && found.length && list.childElementCount) { choose(found[at]); event.preventDefault(); }
    else if (event.key === "Escape") { close(); event.stopPropagation(); }
  });
  input.addEventListener("blur", close);
}

// Keys -----------------------------------------------------------------------------------------------------------------

/** The drawn node that lies next in a direction: near, and not far off the way. */
function nextNode(from, dx, dy) {
  const here = from === null ? Object.values(net.getViewPosition()) : places.get(from);
  let best = null, least = Infinity;
  for (const id of scene.nodes) {
    if (id === from) continue;
    const [x, y] = places.get(id), along = (x - here[0]) * dx + (y - here[1]) * dy, off = Math.abs((x - here[0]) * dy) + Math.abs((y - here[1]) * dx);
    const far = from === null ? Math.hypot(x - here[0], y - here[1]) : along > 4 ? along + 2.2 * off : Infinity;
    if (far < least) { least = far; best = id; }
  }
  return best;
}

const picked = () => state.pick && !state.pick.includes("-") ? isCommunity(state.pick) ? state.pick : Number(state.pick) : null;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = {
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(.8), "0": () => { fit(); redraw(); },
  f: () => picked() !== null && !isCommunity(picked()) && focusOn([picked()]),
  o: () => picked() !== null && NODES[picked()]?.programs && toggleOpen(picked()),
  Enter: () => isCommunity(picked()) ? lookInto(Number(picked().slice(1))) : byId("about").focus(),
  Escape: () => state.pick ? change({ pick: "" }, { step: false, keep: true }) : unfocus(),
};

function zoom(factor) { net.moveTo({ scale: Math.min(6, Math.max(.02, net.getScale() * factor)), animation: false }); weigh(); redraw(); }

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "/" && !typing) { byId("search").focus(); event.preventDefault(); return; }
  if (event.key === "?" && !typing) { byId("help").showModal(); return; }
  if (event.target !== byId("graph") && !byId("graph").contains(event.target) && !(event.key === "Escape" && !typing && !byId("help").open)) return;
  if (event.key in ARROWS) {
    if (event.shiftKey) { const p = net.getViewPosition(), [dx, dy] = ARROWS[event.key], far = 120 / net.getScale(); net.moveTo({ position: { x: p.x + dx * far, y: p.y + dy * far }, animation: false }); }
    else { const next = nextNode(picked(), ...ARROWS[event.key]); if (next !== null) pick(next); }
    event.preventDefault();
  } else if (KEYS[event.key]) { KEYS[event.key](); event.preventDefault(); }
}

// Start ----------------------------------------------------------------------------------------------------------------

function listen() {
  const later = act => { let waiting = 0; return () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(act); }; };
  for (const b of document.querySelectorAll("#shows button")) b.addEventListener("click", () => change({ show: b.dataset.show, focus: [], path: [], open: [], look: null, types: null, pick: "" }));
  DATA.phases.forEach((p, i) => { const o = el("option", "", i ? `${p} or further` : "any"); o.value = i; byId("phase").append(o); });
  for (const key of ["until", "since"]) {
    const slider = byId(key);
    slider.max = DATES.length;
    slider.disabled = DATES.length < 2;
    slider.addEventListener("input", later(() => {
      const at = Number(slider.value), off = at >= DATES.length;
      change({ [key]: off ? "" : key === "until" ? DATES[Math.max(0, at - 1)] : DATES[at] }, { step: false, keep: !scene.free });
    }));
  }
  for (const key of COUNTS) byId(key).addEventListener("change", () => change({ [key]: Math.max(key === "phase" ? 0 : 1, Math.min(999, parseInt(byId(key).value, 10) || 0)) }, { step: false, keep: key !== "depth" && !scene.free }));
  byId("through").addEventListener("change", () => change({ through: byId("through").checked ? ["all"] : [] }, { step: false }));
  finder(byId("search"), n => { byId("search").value = ""; focusOn([n]); });
  for (const key of ["from", "to"]) finder(byId(key), n => { byId(key).value = NODES[n].name; byId(key).dataset.node = n; findPath(); });
  for (const [id, act] of [["fit", () => { fit(); redraw(); }], ["in", () => zoom(1.25)], ["out", () => zoom(.8)], ["png", savePng], ["svg", saveSvg], ["csv", saveCsv], ["print", () => window.print()], ["back", () => history.back()], ["forward", () => history.forward()], ["keys", () => byId("help").showModal()], ["close", () => byId("help").close()]]) byId(id).addEventListener("click", act);
  let zoomed = 0;
  net.on("zoom", () => { clearTimeout(zoomed); zoomed = setTimeout(weigh, 200); });
  net.on("click", p => {
    if (p.nodes.length) return pick(p.nodes[0]);
    change({ pick: p.edges.length ? p.edges[0] : "" }, { step: false, keep: true });
  });
  net.on("doubleClick", p => { if (p.nodes.length) isCommunity(p.nodes[0]) ? lookInto(Number(p.nodes[0].slice(1))) : focusOn([p.nodes[0]]); });
  net.on("hoverNode", p => { hovered = p.node; byId("graph").title = hint(p.node); redraw(); });
  net.on("blurNode", () => { hovered = null; byId("graph").title = ""; redraw(); });
  net.on("hoverEdge", p => { const l = scene.byId.get(p.edge); byId("graph").title = l ? `${nameOf(l.a)} — ${linkLabel(l)} — ${nameOf(l.b)}` : ""; });
  net.on("blurEdge", () => { byId("graph").title = ""; });
  addEventListener("hashchange", () => { if ((location.hash || "#") !== written) { written = location.hash || "#"; readAddress(); show(); } });
  addEventListener("keydown", onKey);
  addEventListener("beforeprint", preparePrint);
  addEventListener("afterprint", endPrint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readTheme(); show({ keep: true }); });
}

const hint = id => isCommunity(id) ? nameOf(id) : [NODES[id].name, NODES[id].type, programsLine(id)].filter(Boolean).join(" · ");

function findPath() {
  const ends = ["from", "to"].map(key => byId(key).dataset.node).map(n => n === undefined ? null : Number(n));
  if (ends.includes(null)) return;
  change({ path: ends[0] === ends[1] ? [] : ends, focus: ends[0] === ends[1] ? [ends[0]] : [], pick: "" });
}

readTheme();
listen();
readAddress();
written = location.hash || "#";
show();
window.page = { net, get state() { return state; }, get scene() { return scene; }, get places() { return places; }, get names() { return names; }, pick, focusOn, change, csv, svg, NODES, STATEMENTS, NUMBER, setNames };
