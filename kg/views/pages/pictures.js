"use strict";
// A link to a sentence opens it in the panel; without this script it leads to the same sentence below the picture.
const panel = document.getElementById("panel");
let origin = null;

function show(id) {
  const target = document.getElementById(id);
  const article = target && target.closest("article");
  if (!article) return;
  const copy = article.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) {
    if (element.id === id && element !== copy) element.classList.add("here");
    element.removeAttribute("id");
  }
  const close = document.createElement("button");
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", hide);
  panel.replaceChildren(close, copy);
  panel.hidden = false;
  document.body.classList.add("opened");
  panel.scrollTop = 0;
  const here = panel.querySelector(".here");
  if (here) here.scrollIntoView({ block: "nearest" });
  panel.focus({ preventScroll: true });
  history.replaceState(null, "", "#" + id);
}

function hide() {
  panel.hidden = true;
  document.body.classList.remove("opened");
  history.replaceState(null, "", location.pathname + location.search);
  if (origin) origin.focus();
  origin = null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.opens");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!panel.contains(link)) origin = link;
  show((link.getAttribute("href") || link.getAttribute("xlink:href")).slice(1));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden) hide();
});

function narrow() {
  const wanted = (document.getElementById("find") || { value: "" }).value.trim().toLowerCase();
  const changed = (document.getElementById("changed") || { checked: false }).checked;
  let count = 0;
  for (const group of document.querySelectorAll("[data-group]")) {
    const head = group.querySelector(".head");
    const whole = wanted && head && head.textContent.toLowerCase().includes(wanted);
    let any = false;
    for (const row of group.querySelectorAll("[data-row]")) {
      const fits = (!wanted || whole || row.textContent.toLowerCase().includes(wanted)) && (!changed || row.dataset.row === "changed");
      row.toggleAttribute("hidden", !fits); // of SVG too
      any = any || fits;
      count += fits ? 1 : 0;
    }
    group.toggleAttribute("hidden", !any);
  }
  const said = document.getElementById("found");
  if (said) said.textContent = wanted || changed ? count + " shown" : "";
}
for (const id of ["find", "changed"]) {
  const field = document.getElementById(id);
  if (field) field.addEventListener("input", narrow);
}
narrow();
if (location.hash.length > 1) show(location.hash.slice(1));
