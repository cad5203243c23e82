// The panel on the right: what is said of a node or a line, with its sentences; else what the drawing holds.

const el = (tag, cls, text) => {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (text !== undefined) made.textContent = text;
  return made;
};
const byId = id => document.getElementById(id);

function button(text, act, cls = "") {
  const made = el("button", cls, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** A name that can be gone to. */
const nameButton = (n, act = () => pick(n)) => {
  const made = button("", act, "name");
  made.append(icon(NODES[n].type, n), el("span", "", NODES[n].name));
  return made;
};

function icon(type, n) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), look = TYPES.get(type);
  svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const part = (d, fill, stroke) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", fill);
    path.setAttribute("fill-rule", "evenodd");
    if (stroke) { path.setAttribute("stroke", stroke); path.setAttribute("stroke-width", ".2"); }
    svg.append(path);
  };
  const colour = tint(look.colour);
  if (type === "drug" && n !== undefined) { part(wedge(n), colour); part(SHAPES.dot, "none", colour); }
  else part(SHAPES[look.shape], colour);
  return svg;
}

/** A line as the page draws it, for the key. */
function sample(relation) {
  const look = DATA.relations[relation], svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 34 10");
  svg.setAttribute("class", "sample");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", "M0 5H34");
  line.setAttribute("stroke", look.colour ? tint(look.colour) : theme.edge);
  line.setAttribute("stroke-width", "2.2");
  if (look.dashes.length) line.setAttribute("stroke-dasharray", look.dashes.join(" "));
  svg.append(line);
  return svg;
}

function pairsList(pairs) {
  const list = el("dl");
  for (const [k, v] of pairs) list.append(el("dt", "", k), el("dd", "", v));
  return list;
}

const shownDay = iso => iso ? new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }) : "no date";

/** A statement in words, and on opening its sentences with their documents. */
function statementBox(s, open = false, from = null) {
  const box = el("details", isNew(s) ? "statement fresh" : "statement"), head = el("summary");
  box.open = open;
  const words = el("span", "words");
  if (from !== s.subject) words.append(el("b", "", NODES[s.subject].name), " ");
  words.append(el("i", "", s.label), " ");
  if (s.object === null) words.append(el("b", "", s.value));
  else if (from !== s.object) words.append(el("b", "", NODES[s.object].name));
  else if (from === s.subject) words.append(el("b", "", "itself"));
  else words.append(el("span", "soft", "this"));
  const attributes = s.attributes || [], brief = attributes.filter(([k]) => ["phase", "kind", "amount", "title", "date", "about"].includes(k)).map(([, v]) => v);
  if (brief.length) words.append(el("span", "soft", ` · ${brief.join(" · ")}`));
  if (isNew(s)) words.append(el("span", "flag", "new"));
  if (s.planned) words.append(el("span", "soft", " (planned)"));
  if (s.conflicts) words.append(el("span", "flag", "disputed"));
  head.append(words, el("span", "soft times", timesOf(s)));
  box.append(head);
  const fill = () => {
    if (box.dataset.filled) return;
    box.dataset.filled = "yes";
    if (attributes.length) box.append(pairsList(attributes));
    if (s.follows) {
      box.append(el("p", "soft", "This follows from:"));
      for (const i of s.follows) box.append(statementBox(STATEMENTS[i], true));
    }
    for (const [d, quote] of s.evidence || []) box.append(sentence(d, quote));
    const rest = s.sources - (s.evidence || []).length;
    if (!s.follows && rest > 0) box.append(el("p", "soft", `and ${rest} more ${rest === 1 ? "document" : "documents"}`));
  };
  box.addEventListener("toggle", fill);
  if (open) fill();
  return box;
}

function timesOf(s) {
  const said = s.sentences > 1 ? `${s.sentences} sentences, ` : "";
  return `${said}${s.sources} ${s.sources === 1 ? "document" : "documents"}`;
}

function sentence(d, quote) {
  const box = el("div"), source = el("div", "source"), doc = DATA.documents[d];
  box.append(el("blockquote", "", quote));
  const title = doc.title || doc.id;
  if (doc.link) {
    const link = el("a", "", title);
    link.href = doc.link;
    link.rel = "noreferrer noopener";
    link.target = "_blank";
    source.append(link);
  } else source.append(el("span", "", title));
  source.append(el("span", "", [doc.date || "no date", doc.source || doc.id].map(t => ` · ${t}`).join("")));
  box.append(source);
  return box;
}

function nodePanel(n) {
  const node = NODES[n], right = byId("about"), list = [];
  right.replaceChildren();
  const title = el("h2", "title");
  title.append(icon(node.type, n), el("span", "", node.name));
  right.append(title);
  const phases = node.type === "drug" && node.phase !== undefined ? ` · ${DATA.phases[node.phase]}` : "";
  right.append(el("p", "soft", `${node.type}${phases}`));
  const acts = el("p", "acts");
  const focused = state.focus.includes(n);
  if (!(focused && state.focus.length === 1)) acts.append(button("Focus", () => focusOn([n])));
  if (state.focus.length && !focused) acts.append(button("Add to focus", () => focusOn([...state.focus, n])));
  if (node.programs?.drugs.length && !state.focus.length && state.show === "organizations") {
    const open = state.open.includes(n);
    acts.append(button(open ? "Close programs" : "Open programs", () => toggleOpen(n)));
  }
  acts.append(button("Path from here …", () => { byId("from").value = node.name; byId("from").dataset.node = n; byId("path").open = true; byId("to").focus(); }));
  right.append(acts);
  if (node.aliases?.length) list.push(["also", node.aliases.join(", ")]);
  if (node.kinds?.length) list.push(["kinds", node.kinds.join(", ")]);
  if (node.identifiers?.length) list.push(["ids", node.identifiers.join(", ")]);
  if (list.length) right.append(pairsList(list));
  if (node.programs) {
    right.append(el("h3", "", programsLine(n)));
    const rows = el("div", "rows");
    for (const d of node.programs.drugs.slice(0, 60)) rows.append(nameButton(d));
    if (node.programs.drugs.length > 60) rows.append(el("p", "soft", `and ${node.programs.drugs.length - 60} more`));
    right.append(rows);
  }
  const groups = new Map();
  for (const i of AT[n]) {
    const s = STATEMENTS[i];
    if (!accepted(s)) continue;
    const key = s.follows ? "through its drugs" : DATA.relations[s.relation].label;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(s);
  }
  if (!groups.size) right.append(el("p", "soft", "Nothing is said of it that the filters let through."));
  for (const [label, said] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    right.append(el("h3", "", `${label} (${said.length})`));
    said.sort((a, b) => (b.first || "").localeCompare(a.first || ""));
    for (const s of said.slice(0, 60)) right.append(statementBox(s, false, n));
    if (said.length > 60) right.append(el("p", "soft", `and ${said.length - 60} more; the CSV has all`));
  }
}

function linkPanel(link) {
  const right = byId("about");
  right.replaceChildren();
  if (isCommunity(link.a)) {
    right.append(el("h2", "title", `${nameOf(link.a)} — ${nameOf(link.b)}`), el("p", "soft", count(link.statements.length, "statement") + " between the two communities"));
  } else {
    const title = el("h2", "title");
    title.append(nameButton(link.a), nameButton(link.b));
    right.append(title, el("p", "soft", count(link.statements.length, "statement")));
  }
  const said = [...link.statements].sort((a, b) => (b.sources || 0) - (a.sources || 0));
  for (const s of said.slice(0, 80)) right.append(statementBox(s, said.length <= 3));
}

function communityPanel(id) {
  const right = byId("about"), members = membersOf(id);
  right.replaceChildren(el("h2", "title", nameOf(id)), el("p", "soft", count(members.length, "member") + ", named by its best joined one"));
  const acts = el("p", "acts");
  acts.append(button("Look into it", () => lookInto(Number(id.slice(1)))));
  right.append(acts);
  const rows = el("div", "rows");
  for (const n of members.slice(0, 100)) rows.append(nameButton(n));
  right.append(rows);
  if (members.length > 100) right.append(el("p", "soft", `and ${members.length - 100} more`));
}

const count = (n, word) => `${n.toLocaleString("en")} ${n === 1 ? word : word.endsWith("y") ? word.slice(0, -1) + "ies" : word + "s"}`;

function pathPanel(right) {
  const [from, to] = state.path, way = scene.way;
  right.append(el("h2", "title", `${NODES[from].name} to ${NODES[to].name}`));
  if (!way) { right.append(el("p", "", "Nothing that the filters let through joins the two.")); return; }
  right.append(el("p", "soft", count(way.length - 1, "step")));
  for (let i = 0; i + 1 < way.length; i++) {
    right.append(nameButton(way[i]));
    const said = AT[way[i]].map(k => STATEMENTS[k]).filter(s => joins(s) && !s.follows && other(s, way[i]) === way[i + 1] && accepted(s));
    said.sort((a, b) => (b.sources || 0) - (a.sources || 0)).slice(0, 3).forEach((s, k) => right.append(statementBox(s, k === 0)));
  }
  right.append(nameButton(way.at(-1)));
}

function overview() {
  const right = byId("about");
  right.replaceChildren();
  if (state.path.length === 2) return pathPanel(right);
  if (scene.cut) right.append(el("p", "", `The ${NEAR_LIMIT} nearest are drawn; filters or a smaller depth show the rest.`));
  const fresh = scene.links.flatMap(l => l.statements).filter(isNew);
  if (state.since) {
    right.append(el("h2", "", `New since ${shownDay(state.since)}: ${count(fresh.length, "statement")}`));
    fresh.sort((a, b) => b.first.localeCompare(a.first)).slice(0, 40).forEach(s => right.append(statementBox(s)));
    if (fresh.length > 40) right.append(el("p", "soft", `and ${fresh.length - 40} more`));
  }
  if (!scene.nodes.length) right.append(el("p", "", STATEMENTS.some(joins) ? "Nothing here passes the filters. Other kinds of entities may be joined: try Programs or Everything." : "There is nothing to draw: no statement joins two entities."));
  const best = scene.nodes.filter(n => !isCommunity(n)).sort((a, b) => degree(b) - degree(a)).slice(0, 12);
  if (best.length > 4 && !scene.free) {
    right.append(el("h2", "", "Best joined"));
    const rows = el("div", "rows");
    for (const n of best) { const row = nameButton(n); row.append(el("span", "soft times", String(degree(n)))); rows.append(row); }
    right.append(rows);
  }
  const wide = scene.nodes.filter(isCommunity);
  if (wide.length) {
    right.append(el("p", "", "There is too much to draw at once: each disc is a community. Click one to look into it, or find a name."));
    const rows = el("div", "rows");
    for (const id of wide.slice(0, 100)) rows.append(button(`${nameOf(id)}`, () => lookInto(Number(id.slice(1))), "name"));
    right.append(el("h2", "", "Communities"), rows);
  }
  const groups = scene.groups.filter(g => g.filter(n => joined.has(n)).length >= 5);
  if (groups.length > 1) {
    right.append(el("h2", "", "Communities"));
    const rows = el("div", "rows");
    for (const g of groups.slice(0, 30)) rows.append(button(`${NODES[g[0]].name} + ${g.length - 1}`, () => { net.fit({ nodes: g.filter(n => places.has(n) && joined.has(n)), animation: false }); weigh(); redraw(); }, "name"));
    right.append(rows);
  }
  if (!scene.free) unjoined(right);
  right.append(el("p", "soft", "Click a node for what is said of it, or a line for the sentences that say so. Press ? for keys."));
}

/** What is joined to nothing stands in a list: who has programs first. */
function unjoined(right) {
  const view = DATA.views[state.show], inside = new Set(view.nodes), rest = [];
  NODES.forEach((node, n) => { if (!inside.has(n) && DATA.shows[state.show].includes(node.type)) rest.push(n); });
  if (!rest.length) return;
  const active = rest.filter(n => NODES[n].programs || NODES[n].type === "drug" && AT[n].length), silent = rest.filter(n => !active.includes(n));
  for (const [label, nodes] of [["Joined to nothing, with programs", active], ["Named only", silent]]) {
    if (!nodes.length) continue;
    nodes.sort((a, b) => AT[b].length - AT[a].length || NODES[a].name.localeCompare(NODES[b].name));
    const box = el("details", "list"), rows = el("div", "rows");
    box.append(el("summary", "", `${label} (${nodes.length.toLocaleString("en")})`), rows);
    box.addEventListener("toggle", () => {
      if (rows.childElementCount) return;
      for (const n of nodes.slice(0, 500)) { const row = nameButton(n, () => focusOn([n])); const line = programsLine(n); if (line) row.append(el("span", "soft line", line)); rows.append(row); }
      if (nodes.length > 500) rows.append(el("p", "soft", `and ${nodes.length - 500} more: find them by name`));
    });
    right.append(box);
  }
}
