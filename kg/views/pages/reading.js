const $ = id => document.getElementById(id);
const pieces = [...document.querySelectorAll("#text [data-a]")];
const starts = pieces.map(piece => +piece.dataset.a);
const cards = [...document.querySelectorAll(".fact")];
const numbers = new Map();
for (const link of document.querySelectorAll("#text .number")) {
  numbers.set(link.dataset.fact, [...(numbers.get(link.dataset.fact) ?? []), link]);
}
const KINDS = ["sentence", "value", "trigger", "end"];
let chosen = null, about = null, painted = [];

function within([start, end]) {
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] < start) low = middle + 1; else high = middle;
  }
  const found = [];
  for (; low < starts.length && starts[low] < end; low++) found.push(pieces[low]);
  return found;
}

function paint(range, kind) {
  const found = range ? within(range) : [];
  for (const piece of found) piece.classList.add(kind);
  painted.push(...found);
  return found;
}

function choose(number, { scroll = true, keep = false } = {}) {
  for (const piece of painted) piece.classList.remove(...KINDS);
  painted = [];
  if (chosen) {
    const card = cards[chosen - 1];
    card.classList.remove("now");
    card.querySelector(".said").setAttribute("aria-expanded", "false");
    for (const link of numbers.get(String(chosen)) ?? []) link.classList.remove("now");
  }
  chosen = number;
  if (!keep) history.replaceState(null, "", number ? `#fact-${number}` : location.pathname + location.search);
  if (!number) return;
  const card = cards[number - 1], ranges = DATA.facts[number - 1], ends = new Set(ranges.ends);
  card.hidden = false;
  card.classList.add("now");
  card.querySelector(".said").setAttribute("aria-expanded", "true");
  for (const link of numbers.get(String(number)) ?? []) link.classList.add("now");
  const sentence = paint(ranges.sentence, "sentence");
  for (const piece of sentence) if (ends.has(piece.dataset.e)) piece.classList.add("end");
  for (const range of ranges.values) paint(range, "value");
  paint(ranges.trigger, "trigger");
  if (scroll) {
    sentence[0]?.scrollIntoView({ block: "center" });
    card.scrollIntoView({ block: "nearest" });
  }
}

function filter() {
  const relation = $("relation").value, least = +$("least").value, news = $("only-news").checked;
  $("least-shown").value = least.toFixed(2);
  let shown = 0;
  cards.forEach((card, i) => {
    const of = card.dataset;
    const fits = (!relation || of.relation === relation) && +of.confidence >= least && (!news || of.news === "yes")
      && (!about || DATA.facts[i].ends.includes(about) || DATA.facts[i].beside.includes(about));
    card.hidden = !fits;
    for (const link of numbers.get(of.fact) ?? []) link.hidden = !fits;
    shown += fits;
  });
  $("count").textContent = shown === cards.length ? shown : `${shown} of ${cards.length}`;
  if (chosen && cards[chosen - 1].hidden) choose(null);
}

function follow(id, scroll) {
  for (const piece of pieces) if (piece.dataset.e) piece.classList.toggle("chosen", piece.dataset.e === id);
  about = id;
  const name = [...document.querySelectorAll("#entities button")].find(b => b.dataset.e === id)?.querySelector(".name");
  if ($("about")) {
    $("about").hidden = !id;
    $("about").replaceChildren();
    if (name) $("about").append("Only facts with ", name.cloneNode(true));
    filter();
  }
  if (id && scroll) pieces.find(piece => piece.dataset.e === id)?.scrollIntoView({ block: "center" });
}

document.addEventListener("click", event => {
  const number = event.target.closest(".number[data-fact]"), said = event.target.closest(".said");
  const of = event.target.closest("#text mark:not(.off), #entities button");
  if (number) {
    event.preventDefault();
    choose(+number.dataset.fact);
  } else if (said) {
    const fact = +said.parentElement.dataset.fact;
    choose(fact === chosen ? null : fact);
  } else if (of) {
    follow(of.dataset.e === about ? null : of.dataset.e, of.matches("button"));
  }
});
$("legend").addEventListener("change", event => {
  const type = event.target.dataset.type;
  for (const piece of document.querySelectorAll(`#text mark.${type}`)) piece.classList.toggle("off", !event.target.checked);
});
$("filters")?.addEventListener("input", filter);
$("filters")?.addEventListener("submit", event => event.preventDefault());
$("filters")?.addEventListener("reset", () => setTimeout(() => follow(null))); // once the fields are empty
document.addEventListener("keydown", event => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    choose(null);
    follow(null);
  } else if (step && (event.key.length === 1 || event.target.closest(".said"))) {
    event.preventDefault();
    const seen = cards.filter(card => !card.hidden);
    const at = seen.findIndex(card => +card.dataset.fact === chosen);
    const next = seen[at < 0 ? (step > 0 ? 0 : seen.length - 1) : at + step];
    if (next) {
      choose(+next.dataset.fact);
      next.querySelector(".said").focus({ preventScroll: true });
    }
  }
});
addEventListener("hashchange", () => open_());
function open_() {
  const number = +(/^#fact-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  if (number >= 1 && number <= cards.length) choose(number, { keep: true });
}
open_();
if (!chosen) document.querySelector(".asked")?.scrollIntoView({ block: "center" });
window.page = { choose, follow, filter };
