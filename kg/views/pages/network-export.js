// What is shown, as files to hand on: PNG, SVG and CSV; and the page for paper.

const slug = () => (state.focus.length ? NODES[state.focus[0]].name : DATA.title).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "network";

function save(parts, type, suffix) {
  const link = el("a"), blob = parts instanceof Blob ? parts : new Blob(parts, { type });
  link.href = URL.createObjectURL(blob);
  link.download = `${slug()}.${suffix}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** What the drawing's window shows. */
function shownWindow() {
  const { width, height } = net.body.container.getBoundingClientRect(), { x, y } = net.getViewPosition();
  return { width, height, x, y, scale: net.getScale() };
}

/** All of the drawing, on a sheet. */
function sheetWindow(width = 1000, height = 700) {
  const [l, t, r, b] = scene.nodes.length ? scene.box : [0, 0, 1, 1];
  const scale = Math.min(1.35, (width - 2 * MARGIN[0]) / Math.max(1, r - l), (height - 2 * MARGIN[1]) / Math.max(1, b - t));
  return { width, height, x: (l + r) / 2, y: (t + b) / 2, scale };
}

/** A window of the drawing as SVG. */
function svg(box = shownWindow()) {
  const { scale } = box, ns = "http://www.w3.org/2000/svg";
  const at = ([x, y]) => [(x - box.x) * scale + box.width / 2, (y - box.y) * scale + box.height / 2];
  const root = document.createElementNS(ns, "svg"), round = v => String(Math.round(v * 10) / 10);
  const add = (tag, attributes, text) => {
    const made = document.createElementNS(ns, tag);
    for (const [k, v] of Object.entries(attributes)) if (v !== null) made.setAttribute(k, typeof v === "number" ? round(v) : v);
    if (text !== undefined) made.textContent = text;
    root.append(made);
    return made;
  };
  root.setAttribute("viewBox", `0 0 ${round(box.width)} ${round(box.height)}`);
  root.setAttribute("width", round(box.width));
  root.setAttribute("height", round(box.height));
  root.setAttribute("font-family", FONT);
  add("rect", { width: box.width, height: box.height, fill: theme.back });
  for (const hull of hulls(scale)) {
    const [l, t] = at([hull.box[0], hull.box[1]]), [r, b] = at([hull.box[2], hull.box[3]]);
    add("rect", { x: l, y: t, width: r - l, height: b - t, rx: 12, fill: theme.hull });
    if (hull.text) add("text", { x: l + 6, y: t - 4, "font-size": 11, "font-weight": 600, fill: theme.soft }, hull.text);
  }
  for (const link of scene.links) {
    const look = edgeOptions(link, 1.3), a = at(places.get(link.a)), b = at(places.get(link.b)), length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    add("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1], stroke: look.color.color, "stroke-opacity": String(look.color.opacity), "stroke-width": look.width * Math.min(1.2, Math.max(scale, .6)), "stroke-dasharray": look.dashes ? look.dashes.join(" ") : null });
    for (const [on, from, end, id] of [[look.arrows.to?.enabled, a, b, link.b], [look.arrows.from?.enabled, b, a, link.a]]) {
      if (!on) continue;
      const ux = (end[0] - from[0]) / length, uy = (end[1] - from[1]) / length, gap = sizeAt(id, scale) * scale + 1, tip = [end[0] - ux * gap, end[1] - uy * gap], s = 7;
      add("path", { d: `M${round(tip[0])} ${round(tip[1])}L${round(tip[0] - s * ux - s * .45 * uy)} ${round(tip[1] - s * uy + s * .45 * ux)}L${round(tip[0] - s * ux + s * .45 * uy)} ${round(tip[1] - s * uy - s * .45 * ux)}Z`, fill: look.color.color });
    }
  }
  for (const id of scene.nodes) {
    const [x, y] = at(places.get(id)), r = sizeAt(id, scale) * scale, look = lookOf(id), colour = tint(look.colour);
    if (x < -r || y < -r || x > box.width + r || y > box.height + r) continue;
    const place = { transform: `translate(${round(x)} ${round(y)}) scale(${r.toFixed(2)})` };
    if (!isCommunity(id) && newNode(id)) add("circle", { cx: x, cy: y, r: r + 4, fill: "none", stroke: theme.fresh, "stroke-width": 2.5 });
    if (!isCommunity(id) && NODES[id].type === "drug") {
      add("path", { ...place, d: SHAPES.dot, fill: theme.paper, stroke: colour, "stroke-width": ".18" });
      if (wedge(id)) add("path", { ...place, d: wedge(id), fill: colour });
    } else add("path", { ...place, d: SHAPES[look.shape], fill: colour, "fill-rule": "evenodd" });
    const inside = insideOf(id, r);
    if (inside) add("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central", "font-size": 1.15 * r, "font-weight": "600", fill: theme.dark ? "#000" : "#fff" }, inside);
  }
  for (const n of setNames(scale)) {
    const [x, y] = at([n.x, n.y]);
    add("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central", "font-size": n.size, "font-weight": n.bold ? "600" : null, fill: n.colour, stroke: theme.back, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, n.text);
  }
  return root;
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(svg()).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");
  save([text], "image/svg+xml", "svg");
}

/** The drawing's window at twice its size, from the SVG. */
function savePng() {
  const canvas = document.createElement("canvas"), image = new Image(), box = shownWindow();
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg())], { type: "image/svg+xml" }));
  image.onload = () => {
    canvas.width = 2 * box.width;
    canvas.height = 2 * box.height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob(blob => save(blob, "image/png", "png"), "image/png");
  };
  image.src = url;
}

/** The statements behind the lines that are drawn, one a row; cells that a spreadsheet would run are defused. */
function csv() {
  const cell = value => {
    let text = String(value ?? "");
    if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = [["subject", "relation", "object", "kind", "phase", "modality", "first said", "documents", "document", "date", "source", "sentence"]];
  for (const link of scene.links) for (const s of link.statements) {
    const proof = s.evidence || s.follows.flatMap(i => STATEMENTS[i].evidence || []), doc = proof.length ? DATA.documents[proof[0][0]] : {};
    rows.push([NODES[s.subject].name, s.label, NODES[s.object].name, s.kind, s.phase === undefined ? "" : DATA.phases[s.phase], s.modality || "follows", s.first, s.sources, doc.id, doc.date, doc.source, proof.map(p => p[1]).join(" … ").slice(0, 3000)]);
  }
  return rows.map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

const saveCsv = () => save(["\ufeff" + csv()], "text/csv;charset=utf-8", "csv");

/** For paper: the drawing as SVG in its light colours, and the lines as a table. */
function preparePrint() {
  readTheme();
  const sheet = byId("sheet"), table = el("table"), body = el("tbody");
  const light = { ink: "#000", soft: "#444", paper: "#fff", back: "#fff", accent: "#000", edge: "#777", fresh: "#c2410c", hull: "#f3f3f3", dark: false };
  theme = light;
  const head = el("tr");
  for (const h of ["", "", "", "first said", "documents"]) head.append(el("th", "", h));
  body.append(head);
  const said = scene.links.flatMap(l => l.statements).sort((a, b) => (b.first || "").localeCompare(a.first || ""));
  for (const s of said.slice(0, 80)) {
    const row = el("tr");
    for (const t of [NODES[s.subject].name, s.label, NODES[s.object].name, shownDay(s.first), String(s.sources)]) row.append(el("td", "", t));
    body.append(row);
  }
  table.append(body);
  const key = el("p", "key");
  for (const type of scene.types) {
    if (!scene.nodes.some(n => !isCommunity(n) && NODES[n].type === type)) continue;
    const item = el("span");
    item.append(icon(type), TYPES.get(type).label);
    key.append(item);
  }
  sheet.replaceChildren(el("p", "soft", byId("trail").textContent.replaceAll("×", "")), svg(sheetWindow()), key, table);
  if (said.length > 80) sheet.append(el("p", "soft", `and ${said.length - 80} more statements; the CSV has all`));
}

function endPrint() { byId("sheet").replaceChildren(); readTheme(); show({ keep: true }); }
