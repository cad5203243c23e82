// What the page knows, what of it the filters let through, and ways through the graph. Nothing here draws.

const DATA = JSON.parse(document.getElementById("data").textContent);
const NODES = DATA.nodes, STATEMENTS = DATA.statements;
const TYPES = new Map(DATA.types.map(t => [t.type, t]));
const ORGANIZATIONS = new Set(DATA.shows.organizations);
const NUMBER = new Map(NODES.map((n, i) => [n.id, i]));
const AT = NODES.map(() => []);  // of each node, the statements that it stands in
const MANY = 60;  // entities around a focus: with more, people, places and the like wait until asked for
const NEAR_LIMIT = 400;  // entities around a focus at most

STATEMENTS.forEach((s, i) => {
  s.index = i;
  AT[s.subject].push(i);
  if (s.object !== null && s.object !== s.subject) AT[s.object].push(i);
});

const FIRST = {
  show: DATA.show, focus: DATA.focus, depth: DATA.depth, through: [], path: [], open: [], look: null, types: null,
  relations: [], kinds: [], phase: 0, sources: 1, until: "", since: "", pick: "",
};
let state = structuredClone(FIRST);

const other = (s, n) => s.subject === n ? s.object : s.subject;
const joins = s => s.object !== null && s.object !== s.subject;
const degree = n => (joined.get(n) || 0);
let joined = new Map();  // of each node drawn, how many lines end at it

function furthest(n) {
  const node = NODES[n];
  return node.phase ?? node.programs?.phase ?? -1;
}

/** Whether the filters let a statement through. */
function accepted(s) {
  if (state.relations.includes(s.relation) || (s.sources || 0) < state.sources) return false;
  if (s.kind ? state.kinds.includes(s.kind) : s.relation === "partnersWith" && state.kinds.includes("none")) return false;
  if (state.until && s.first && s.first > state.until) return false;
  if (state.phase && joins(s)) {
    const ends = [s.subject, s.object].map(n => ({ drug: NODES[n].type === "drug", far: furthest(n) >= state.phase }));
    if (ends.some(e => e.drug) ? ends.some(e => e.drug && !e.far) : !ends.some(e => e.far)) return false;
  }
  return true;
}

const isNew = s => Boolean(state.since && s.first && s.first >= state.since);

/** A node known before `since` is not new, whatever is said of it later. */
function newNode(n) {
  return Boolean(state.since) && AT[n].some(i => isNew(STATEMENTS[i])) && !AT[n].some(i => !isNew(STATEMENTS[i]));
}

/** Whether a focus goes on through a node: not through funders, regulators, places and common diseases, unless asked. */
function passes(n) {
  const hub = NODES[n].hub;
  return !hub || [DATA.through, state.through].flat().some(t => t === "all" || t === hub);
}

/** What is near some nodes, nearest first, and whether there was more. */
function near(starts, depth) {
  const reached = new Map(starts.map(n => [n, 0]));
  let edge = [...starts], cut = false;
  for (let step = 0; step < depth; step++) {
    const next = [];
    for (const n of edge) {
      if (step && !passes(n)) continue;
      for (const i of AT[n]) {
        const s = STATEMENTS[i];
        if (!joins(s) || s.follows || !accepted(s)) continue;
        const m = other(s, n);
        if (reached.has(m)) continue;
        if (reached.size >= NEAR_LIMIT) { cut = true; continue; }
        reached.set(m, step + 1);
        next.push(m);
      }
    }
    edge = next;
  }
  return { reached, cut };
}

/** The shortest way between two nodes: around funders, places and common diseases where there is one, else through. */
function shortest(from, to) {
  return search(from, to, passes) || search(from, to, () => true);
}

function search(from, to, allowed) {
  const before = new Map([[from, null]]);
  let edge = [from];
  while (edge.length && !before.has(to)) {
    const next = [];
    for (const n of edge) {
      if (n !== from && !allowed(n)) continue;
      for (const i of AT[n]) {
        const s = STATEMENTS[i];
        if (!joins(s) || s.follows || !accepted(s)) continue;
        const m = other(s, n);
        if (!before.has(m)) { before.set(m, n); next.push(m); }
      }
    }
    edge = next;
  }
  if (!before.has(to)) return null;
  const way = [];
  for (let n = to; n !== null; n = before.get(n)) way.unshift(n);
  return way;
}

/** The types of entities that show: as chosen, else those of the view; around a focus all, or the main ones of many. */
function shownTypes(around) {
  if (state.types) return new Set(state.types);
  if (!around) return new Set(DATA.shows[state.show]);
  return new Set(around.length <= MANY || state.show === "all" ? DATA.shows.all : [...DATA.shows.programs, NODES[state.focus[0]].type]);
}

/**
 * What is to be drawn now.
 *
 * nodes: numbers, or "c3" for a community that is not looked into; links: one for each two nodes, with all statements
 * between them; groups: communities among the nodes; cut: whether something near the focus was left out.
 */
function visible() {
  const view = DATA.views[state.show], found = { nodes: [], links: [], groups: [], cut: false, free: false, types: null };
  let set;
  if (state.path.length === 2) {
    const way = shortest(...state.path);
    found.way = way;
    found.free = true;
    set = new Set(way || state.path);
    found.types = new Set(DATA.shows.all);
  } else if (state.focus.length) {
    const around = near(state.focus, state.depth), all = [...around.reached.keys()];
    found.cut = around.cut;
    found.free = true;
    found.types = shownTypes(all);
    set = new Set(all.filter(n => state.focus.includes(n) || found.types.has(NODES[n].type)));
  } else if (view.centres.length && state.look === null) {
    return communities(view, found);
  } else {
    found.types = shownTypes(null);
    const nodes = view.centres.length ? view.groups[state.look] || [] : view.nodes;
    set = new Set(nodes.filter(n => found.types.has(NODES[n].type)));
    found.groups = view.centres.length ? [] : view.groups;
  }
  found.opened = new Map();
  for (const n of state.open) {
    if (!set.has(n)) continue;
    const drugs = (NODES[n].programs?.drugs || []).filter(d => !set.has(d));
    if (drugs.length) found.opened.set(n, drugs);
  }
  for (const drugs of found.opened.values()) drugs.forEach(d => set.add(d));
  const derived = state.show === "organizations" && !found.free;
  const pairs = new Map();
  for (const s of STATEMENTS) {
    if (!joins(s) || (s.follows && !derived) || !set.has(s.subject) || !set.has(s.object) || !accepted(s)) continue;
    const a = Math.min(s.subject, s.object), b = Math.max(s.subject, s.object), key = `${a}-${b}`;
    if (!pairs.has(key)) pairs.set(key, { id: key, a, b, statements: [] });
    pairs.get(key).statements.push(s);
  }
  found.links = [...pairs.values()];
  joined = new Map();
  for (const l of found.links) for (const n of [l.a, l.b]) joined.set(n, (joined.get(n) || 0) + 1);
  const kept = new Set([...state.focus, ...state.path, ...[...found.opened.values()].flat()]);
  found.nodes = [...set].filter(n => joined.has(n) || kept.has(n));
  return found;
}

/** Communities in place of their members, for a view that has too many. */
function communities(view, found) {
  const of = new Map();
  view.groups.forEach((group, g) => group.forEach(n => of.set(n, g)));
  const pairs = new Map();
  joined = new Map();
  for (const s of STATEMENTS) {
    if (!joins(s) || !accepted(s) || (s.follows && state.show !== "organizations")) continue;
    const a = of.get(s.subject), b = of.get(s.object);
    if (a === undefined || b === undefined || a === b) continue;
    const key = `c${Math.min(a, b)}-c${Math.max(a, b)}`;
    if (!pairs.has(key)) pairs.set(key, { id: key, a: `c${Math.min(a, b)}`, b: `c${Math.max(a, b)}`, statements: [] });
    pairs.get(key).statements.push(s);
  }
  found.links = [...pairs.values()];
  for (const l of found.links) for (const n of [l.a, l.b]) joined.set(n, (joined.get(n) || 0) + 1);
  found.types = new Set(DATA.shows[state.show]);
  found.nodes = view.groups.map((_, g) => `c${g}`);
  found.opened = new Map();
  return found;
}

const isCommunity = id => typeof id === "string" && id.startsWith("c");
const membersOf = id => DATA.views[state.show].groups[Number(id.slice(1))];

function nameOf(id) {
  if (!isCommunity(id)) return NODES[id].name;
  const members = membersOf(id);
  return NODES[members[0]].name + (members.length > 1 ? ` + ${members.length - 1}` : "");
}

function shorten(name, letters) {
  const signs = Array.from(name);
  return signs.length <= letters ? name : signs.slice(0, letters - 1).join("").trimEnd() + "…";
}

/** "3 programs · Phase 2 · multiple myeloma" */
function programsLine(n) {
  const p = NODES[n].programs;
  if (!p) return "";
  const disease = p.disease === null ? "" : shorten(NODES[p.disease].name, 26);
  return [p.count === 1 ? "1 program" : `${p.count} programs`, p.phase === null ? "" : DATA.phases[p.phase], disease].filter(Boolean).join(" · ");
}

/** One line for what is said between two nodes: "partners with (research)", "funds + 2". */
function linkLabel(link) {
  const words = new Map();
  for (const s of link.statements) {
    const label = DATA.relations[s.relation].label + (s.kind ? ` (${s.kind})` : "");
    words.set(label, (words.get(label) || 0) + 1);
  }
  const [first] = [...words].sort((a, b) => b[1] - a[1])[0];
  return link.statements.length > 1 ? `${first} + ${link.statements.length - 1}` : first;
}

/** What finds by name: starts of names first, then of words, then anywhere. */
function named(text, limit = 10) {
  const asked = text.trim().toLowerCase(), found = [];
  if (!asked) return found;
  NODES.forEach((node, n) => {
    let best = 9;
    for (const name of [node.name, ...(node.aliases || []), ...(node.kinds || [])]) {
      const at = name.toLowerCase().indexOf(asked);
      if (at >= 0) best = Math.min(best, name.length === asked.length ? 0 : at === 0 ? 1 : name[at - 1] === " " ? 2 : 3);
    }
    if (best < 9) found.push([best, -AT[n].length, node.name.length, n]);
  });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, limit).map(f => f[3]);
}
