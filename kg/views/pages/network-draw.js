// The drawing: vis-network draws nodes and lines and moves the picture; names are set here, so that none lies on another.

const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", Arial, sans-serif';
const SHAPES = {  // within a circle of radius 1, for canvas, key and SVG alike
  square: "M-.88-.88H.88V.88H-.88Z",
  dot: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  diamond: "M0-1.15 1.15 0 0 1.15-1.15 0Z",
  star: "M0-1.2 .29-.4 1.14-.37 .47 .15 .71 .97 0 .5-.71 .97-.47 .15-1.14-.37-.29-.4Z",
  hexagon: "M-.55-.95H.55L1.1 0 .55.95H-.55L-1.1 0Z",
  triangle: "M0-1.1 1.1.85H-1.1Z",
  triangleDown: "M0 1.1 1.1-.85H-1.1Z",
  ring: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0ZM.5 0A.5 .5 0 1 0-.5 0A.5 .5 0 1 0 .5 0Z",
  bar: "M-1.1-.55H1.1V.55H-1.1Z",
  person: "M.48-.55A.48 .48 0 1 1-.48-.55A.48 .48 0 1 1 .48-.55ZM-.95 1A.95 .95 0 0 1 .95 1Z",
  pin: "M0 1.2-.75-.1A.85 .85 0 1 1 .75-.1Z",
};
const PATHS = Object.fromEntries(Object.entries(SHAPES).map(([name, d]) => [name, new Path2D(d)]));

const MARGIN = [64, 34];  // around the whole drawing, in pixels

const WEIGHT = ["acquires", "subsidiaryOf", "licensesTo", "partnersWith", "funds", "manufactures"];  // which of several gives a line its look

let theme = {}, scene = null, places = new Map(), names = null, hovered = null;
const pen = document.createElement("canvas").getContext("2d");
const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
const net = new vis.Network(document.getElementById("graph"), { nodes: nodeSet, edges: edgeSet }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: true, hideEdgesOnDrag: false, multiselect: false, keyboard: false, tooltipDelay: 150, zoomSpeed: .7 },
  nodes: { shape: "dot", label: undefined, chosen: false, borderWidth: 0, color: { background: "rgba(0,0,0,0)", border: "rgba(0,0,0,0)" } },
  edges: { chosen: false, smooth: false, arrowStrikethrough: false, hoverWidth: .8, selectionWidth: 1.5, arrows: { to: { scaleFactor: .5 }, from: { scaleFactor: .5 } } },
});

function readTheme() {
  const css = getComputedStyle(document.documentElement), get = name => css.getPropertyValue(name).trim();
  theme = { ink: get("--ink"), soft: get("--soft"), line: get("--line"), paper: get("--paper"), back: get("--back"), accent: get("--accent"), edge: get("--edge"), fresh: get("--fresh"), hull: get("--hull"), dark: get("--dark") === "1" };
}

/** A colour as it shows on the present ground: lighter on a dark one. */
function tint(colour) {
  if (!theme.dark || !/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const parts = [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16));
  return `rgb(${parts.map(p => Math.round(p + (255 - p) * .28)).join(",")})`;
}

function radiusOf(id) {
  if (isCommunity(id)) return 8 + 2.2 * Math.sqrt(membersOf(id).length);
  return (7 + 1.6 * Math.sqrt(Math.min(degree(id), 36))) * (state.focus.includes(id) || state.path.includes(id) ? 1.25 : 1);
}

/** Never too small to see, however far away. */
const sizeAt = (id, scale) => Math.max(radiusOf(id), (scene.least + Math.min(degree(id), 12) * .3) / scale);
const lookOf = id => isCommunity(id) ? { shape: "dot", colour: "#0072B2" } : TYPES.get(NODES[id].type);

function paintNode(ctx, id, r, strong, pixel) {
  const look = lookOf(id), colour = tint(look.colour), path = PATHS[look.shape];
  if (strong || (!isCommunity(id) && newNode(id))) {
    ctx.beginPath();
    ctx.arc(0, 0, r + 4 * pixel, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5 * pixel;
    ctx.strokeStyle = strong ? theme.ink : theme.fresh;
    ctx.stroke();
  }
  ctx.scale(r, r);
  ctx.lineWidth = 1.4 * pixel / r;
  if (!isCommunity(id) && NODES[id].type === "drug") {  // filled like a clock: how far it has come
    ctx.fillStyle = theme.paper;
    ctx.fill(path);
    ctx.fillStyle = colour;
    ctx.fill(new Path2D(wedge(id)));
    ctx.lineWidth = Math.max(.16, ctx.lineWidth);
    ctx.strokeStyle = colour;
    ctx.stroke(path);
    return;
  }
  ctx.fillStyle = colour;
  ctx.fill(path, "evenodd");
  ctx.strokeStyle = theme.paper;
  ctx.stroke(path);
  const inside = insideOf(id, r / pixel);
  if (!inside) return;
  ctx.font = `600 1.15px ${FONT}`;
  ctx.fillStyle = theme.dark ? "#000" : "#fff";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(inside, 0, .06);
}

/** How many programs a company has, where its node is large enough to hold the number. */
const insideOf = (id, pixels) => pixels >= 6.5 && !isCommunity(id) && NODES[id].type === "company" && NODES[id].programs?.count < 100 ? String(NODES[id].programs.count) : "";

/** The part of a drug's disc that is filled: an eighth for each phase, all of it once approved. */
function wedge(id) {
  const share = (NODES[id].phase ?? -1) / (DATA.phases.length - 1);
  if (share <= 0) return "";
  if (share >= 1) return SHAPES.dot;
  const turn = 2 * Math.PI * share;
  return `M0 0V-1A1 1 0 ${share > .5 ? 1 : 0} 1 ${Math.sin(turn).toFixed(3)} ${(-Math.cos(turn)).toFixed(3)}Z`;
}

/** Put what is to be drawn into the picture; nodes that stay keep their places. */
function draw(found, scale = null) {
  scene = found;
  places = placesOf(found);
  names = null;
  found.least = found.nodes.length > 500 ? 2.2 : found.nodes.length > 200 ? 3.2 : 4.5;
  found.box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const id of found.nodes) {
    const [x, y] = places.get(id), [l, t, r, b] = found.box;
    found.box = [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)];
  }
  for (const hull of hulls(1)) found.box = found.box.map((v, k) => k < 2 ? Math.min(v, hull.box[k] + 20) : Math.max(v, hull.box[k] - 20));
  found.painted = [...found.nodes].sort((a, b) => degree(a) - degree(b));
  found.colours = new Map(found.nodes.map(id => [id, tint(lookOf(id).colour)]));
  found.scale = scale ?? fitted();
  found.weight = weightAt(found.scale);
  const picked = net.getSelection();
  net.setOptions({ interaction: { hideEdgesOnDrag: found.links.length > 1200 } });
  nodeSet.clear();
  edgeSet.clear();
  nodeSet.add(found.nodes.map(id => ({ id, x: places.get(id)[0], y: places.get(id)[1], size: sizeAt(id, found.scale) })));
  edgeSet.add(found.links.map(l => {
    const options = edgeOptions(l, found.links.length > 1500 ? .8 : 1.3);
    return { id: l.id, ...options, width: options.width * found.weight };
  }));
  scene.byId = new Map(found.links.map(l => [l.id, l]));
  net.setSelection({ nodes: picked.nodes.filter(n => places.has(n)), edges: picked.edges.filter(e => scene.byId.has(e)) }, { highlightEdges: false });
}

function edgeOptions(link, base) {
  const relations = new Set(link.statements.map(s => s.relation)), first = WEIGHT.find(r => relations.has(r));
  const look = first ? DATA.relations[first] : { colour: "", dashes: [] };
  const fresh = link.statements.some(isNew), sources = Math.max(...link.statements.map(s => s.sources || 1));
  const forth = link.statements.some(s => !DATA.relations[s.relation].symmetric && s.subject === link.a);
  const back = link.statements.some(s => !DATA.relations[s.relation].symmetric && s.subject === link.b);
  const planned = link.statements.every(s => s.planned);
  const colour = fresh ? theme.fresh : look.colour ? tint(look.colour) : theme.edge;
  if (isCommunity(link.a)) return { from: link.a, to: link.b, color: { color: fresh ? theme.fresh : theme.edge, hover: theme.accent, highlight: theme.accent, opacity: .4 }, width: base * Math.sqrt(link.statements.length) / 2, dashes: false, arrows: "" };
  return {
    from: link.a, to: link.b,
    color: { color: colour, hover: theme.accent, highlight: theme.accent, opacity: planned ? .55 : .85 },
    width: base + Math.min(sources - 1, 4) * .5 + (fresh ? 1.2 : 0),
    dashes: look.dashes.length ? look.dashes : planned ? [5, 5] : false,
    arrows: { to: { enabled: forth && !isCommunity(link.a) }, from: { enabled: back && !isCommunity(link.a) } },
  };
}

const extent = id => [Math.max(7.2 * Math.min(nameOf(id).length, 26), 2 * radiusOf(id)) + 14, 2 * radiusOf(id) + 34];

function placesOf(found) {
  const view = DATA.views[state.show], at = new Map();
  if (found.way) {  // from left to right, names of neighbours at different heights
    found.way.forEach((n, i) => at.set(n, [i * 150, i % 2 * 46]));
    return at;
  }
  if (found.free) {
    const number = new Map(found.nodes.map((id, i) => [id, i]));
    const pairs = found.links.map(l => [number.get(l.a), number.get(l.b)]);
    place(found.nodes.map(extent), pairs, found.nodes.length > 60 ? 80 : 110).forEach((p, i) => at.set(found.nodes[i], p));
    return at;
  }
  if (found.nodes.some(isCommunity)) {
    view.centres.forEach((p, g) => at.set(`c${g}`, p));
    return at;
  }
  view.nodes.forEach((n, i) => at.set(n, view.points[i]));
  if (!found.opened.size) return at;
  const loose = [];
  for (const [owner, drugs] of found.opened) ring(at.get(owner), drugs.length).forEach((p, i) => { at.set(drugs[i], p); loose.push(drugs[i]); });
  const ids = found.nodes, still = new Set(ids.map((id, i) => found.opened.has(id) ? i : -1));
  spread(ids.map(id => at.get(id)), ids.map(extent), still, 60).forEach((p, i) => at.set(ids[i], p));
  return at;
}

/** Rectangles that are taken, found by squares of a grid. */
class Taken {
  constructor(cell) { this.cell = cell; this.cells = new Map(); }
  *squares([l, t, r, b]) {
    for (let x = Math.floor(l / this.cell); x <= Math.floor(r / this.cell); x++)
      for (let y = Math.floor(t / this.cell); y <= Math.floor(b / this.cell); y++) yield `${x},${y}`;
  }
  free(box) {
    for (const key of this.squares(box))
      for (const o of this.cells.get(key) || []) if (box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]) return false;
    return true;
  }
  add(box) {
    for (const key of this.squares(box)) { if (!this.cells.has(key)) this.cells.set(key, []); this.cells.get(key).push(box); }
  }
}

const measured = new Map();
function measure(text, font) {
  const key = font + text;
  if (!measured.has(key)) { pen.font = font; measured.set(key, pen.measureText(text).width); }
  return measured.get(key);
}

/**
 * The names that fit at a scale, the most joined first, then words on lines; in coordinates of the drawing.
 *
 * It depends on the scale alone, so nothing flickers while the picture moves.
 */
function setNames(scale) {
  const taken = new Taken(90 / scale), found = [], below = [], px = 1 / scale;
  const chosen = new Set([...state.focus, ...state.path, ...net.getSelectedNodes(), ...(hovered === null ? [] : [hovered])]);
  const order = [...scene.nodes].sort((a, b) => chosen.has(b) - chosen.has(a) || degree(b) - degree(a) || nameOf(a).length - nameOf(b).length);
  const box = (x, y, w, h) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
  const solid = id => { const [x, y] = places.get(id), r = sizeAt(id, scale); taken.add(box(x, y, 1.7 * r, 1.7 * r)); };
  const room = MARGIN.map((m, k) => ((k === 0 && scene.nodes.some(isCommunity) ? 2 * m : m) - 4) / Math.min(scale, scene.fitted || scale));
  const framed = ([l, t, r, b]) => l >= scene.box[0] - room[0] && t >= scene.box[1] - room[1] && r <= scene.box[2] + room[0] && b <= scene.box[3] + room[1];
  for (const hull of hulls(scale)) if (hull.text) taken.add(hull.title);
  const small = `400 10.5px ${FONT}`;
  const add = (text, x, y, more) => {
    const width = (measure(text, small) + 4) * px, height = 13 * px;
    if (!taken.free(box(x, y, width, height))) return false;
    taken.add(box(x, y, width, height));
    return found.push({ text, x, y, width, height, size: 10.5, colour: theme.soft, ...more });
  };
  const told = name => {
    const line = state.show !== "organizations" || scene.free || name.told || isCommunity(name.id) ? "" : programsLine(name.id);
    if (line) name.told = add(line, name.x, name.y + name.height / 2 + 7 * px);
  };
  // The best joined are named whatever small nodes lie there; all others keep off nodes too.
  const sure = Math.max(chosen.size, Math.min(30, Math.ceil(order.length / 8))), first = order.length <= 60 ? order.length : sure;
  order.slice(0, first).forEach(solid);
  order.forEach((id, i) => {
    if (i === first) order.slice(first, 900).forEach(solid);
    const whole = chosen.has(id), size = 12 + Math.min(degree(id), 12) * .25 + (whole ? 1 : 0), bold = whole || degree(id) >= 8;
    const font = `${bold ? 600 : 400} ${size}px ${FONT}`, text = shorten(nameOf(id), whole ? 80 : 28);
    const width = (measure(text, font) + 6) * px, height = (size + 4) * px, [x, y] = places.get(id), r = sizeAt(id, scale);
    const spots = [[x, y + r + height / 2 + px], [x + r + width / 2 + px, y], [x - r - width / 2 - px, y], [x, y - r - height / 2 - px]];
    const spot = spots.find(([sx, sy]) => framed(box(sx, sy, width, height)) && taken.free(box(sx, sy, width, height))) || (i < sure ? spots.find(([sx, sy]) => taken.free(box(sx, sy, width, height))) || (i === 0 ? spots[0] : null) : null);
    if (!spot) return;
    taken.add(box(...spot, width, height));
    const name = { id, text, x: spot[0], y: spot[1], width, height, size, bold, colour: theme.ink };
    found.push(name);
    if (spot === spots[0]) below.push(name);
    if (i < first) told(name);
  });
  below.forEach(told);
  if (scale > .45 && scene.links.length <= 1500) for (const link of scene.links) {
    const [ax, ay] = places.get(link.a), [bx, by] = places.get(link.b), text = linkLabel(link);
    if (Math.hypot(bx - ax, by - ay) * scale < measure(text, small) * .55 + 30) continue;
    const more = { link: link.id, colour: link.statements.some(isNew) ? theme.fresh : theme.soft };
    [.5, .38, .62].some(share => add(text, ax + (bx - ax) * share, ay + (by - ay) * share, more));
  }
  return found;
}

/** Grounds of communities with their names. */
function hulls(scale) {
  const found = [];
  if (scene.groups.length > 1) for (const group of scene.groups) {
    const inside = group.filter(n => places.has(n) && (joined.has(n) || state.focus.includes(n)) && scene.types.has(NODES[n].type));
    if (inside.length < 5) continue;
    const xs = inside.map(n => places.get(n)[0]), ys = inside.map(n => places.get(n)[1]), pad = 34;
    const box = [Math.min(...xs) - pad, Math.min(...ys) - pad, Math.max(...xs) + pad, Math.max(...ys) + pad + 6];
    const text = `${NODES[inside[0]].name} + ${inside.length - 1}`, font = `600 11px ${FONT}`;
    const width = measure(text, font) / scale, left = box[0] + 6 / scale, top = box[1] - 17 / scale;
    found.push({ box, text: width + 10 / scale < box[2] - box[0] ? text : "", title: [left, top, left + width, box[1]] });
  }
  return found;
}

net.on("beforeDrawing", ctx => {
  if (!scene) return;
  const scale = net.getScale();
  for (const hull of hulls(scale)) {
    const [l, t, r, b] = hull.box;
    ctx.fillStyle = theme.hull;
    ctx.beginPath();
    ctx.roundRect(l, t, r - l, b - t, 14);
    ctx.fill();
    if (!hull.text) continue;
    ctx.font = `600 ${11 / scale}px ${FONT}`;
    ctx.fillStyle = theme.soft;
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.fillText(hull.text, l + 6 / scale, t - 3 / scale);
  }
});

net.on("afterDrawing", ctx => {
  if (!scene || nodeSet.length !== scene.nodes.length) return;
  const scale = net.getScale();
  if (!names || names.scale !== scale) names = { scale, list: setNames(scale) };
  const size = net.body.container.getBoundingClientRect(), a = net.DOMtoCanvas({ x: 0, y: 0 }), b = net.DOMtoCanvas({ x: size.width, y: size.height });
  ctx.lineJoin = "round";
  const margin = 200 / scale;
  const chosen = new Set([...net.getSelectedNodes(), hovered]);
  for (const id of scene.painted) {
    const [x, y] = places.get(id), r = sizeAt(id, scale);
    if (x + r < a.x || x - r > b.x || y + r < a.y || y - r > b.y) continue;
    if (r * scale < 3.2 && !state.since && !chosen.has(id)) {  // too small for a shape, and there may be thousands
      ctx.fillStyle = scene.colours.get(id);
      ctx.fillRect(x - r, y - r, 2 * r, 2 * r);
      continue;
    }
    ctx.save();
    ctx.translate(x, y);
    paintNode(ctx, id, r, chosen.has(id), 1 / scale);
    ctx.restore();
  }
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const n of names.list) {
    if (n.x < a.x - margin || n.x > b.x + margin || n.y < a.y - margin || n.y > b.y + margin) continue;
    ctx.font = `${n.bold ? 600 : 400} ${n.size / scale}px ${FONT}`;
    ctx.lineWidth = 3.5 / scale;
    ctx.strokeStyle = theme.back;
    ctx.strokeText(n.text, n.x, n.y);
    ctx.fillStyle = n.colour;
    ctx.fillText(n.text, n.x, n.y);
  }
});

function redraw() { names = null; net.redraw(); }

/** The scale at which all of the drawing shows, with a margin in which names stand. */
function fitted() {
  const window = net.body.container.getBoundingClientRect(), { box } = scene;
  return Math.min(1.35, ...[[window.width, scene.nodes.some(isCommunity) ? 2 * MARGIN[0] : MARGIN[0], 0], [window.height, MARGIN[1], 1]].map(([room, margin, k]) => Math.max(40, room - 2 * margin) / Math.max(1, box[k + 2] - box[k])));
}

function fit() {
  if (!scene || !scene.nodes.length) return;
  const { box } = scene;
  scene.fitted = fitted();
  net.moveTo({ position: { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }, scale: scene.fitted, animation: false });
}

const weightAt = scale => Math.min(3, Math.max(1, .8 / scale));

/** Lines keep a width that shows, and nodes a size that can be hit, however far away. */
function weigh() {
  const scale = net.getScale(), factor = weightAt(scale);
  if (!scene || scene.links.length > 3000 || Math.abs(factor - scene.weight) < .15) return;
  scene.weight = factor;
  nodeSet.update(scene.nodes.map(id => ({ id, size: sizeAt(id, scale) })));
  edgeSet.update(scene.links.map(l => ({ id: l.id, width: edgeOptions(l, 1.3).width * factor })));
}
