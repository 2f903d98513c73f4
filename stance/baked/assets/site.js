// What a page gains by a script: pictures that answer, the search, and a choice of ground. Without it all is there to read.
"use strict";
const page = document.documentElement, root = document.body.dataset.root;

function loadScript(name) {
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: `${root}assets/${name}`, onload: done, onerror: fail });
    document.head.append(script);
  });
}

// Pictures: colours are those of the ground, as the properties of the style sheet have them.
function paint(text) {
  const style = getComputedStyle(page);
  const find = (hex) => style.getPropertyValue(`--${hex.toLowerCase()}`).trim() || `#${hex}`;
  const read = (hex) => [1, 3, 5].map((at) => parseInt(find(hex).slice(at, at + 2), 16));
  const write = (parts) => parts.map((part) => (+part).toString(16).padStart(2, "0")).join("");
  return JSON.parse(text
    .replace(/"#([0-9A-Fa-f]{6})"/g, (_, hex) => `"${find(hex)}"`)
    .replace(/rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)/g, (_, r, g, b, a) => `rgba(${read(write([r, g, b])).join()},${a})`));
}

async function draw(figure) {
  const place = figure.querySelector(".plot"), still = figure.querySelector(".still");
  const { data, layout } = paint(figure.querySelector("script").textContent);
  place.hidden = false;
  await window.Plotly.react(place, data, layout, { displayModeBar: false, responsive: true });
  still?.remove();
  figure.dataset.drawn = "";
}

function watchFigures() {
  const figures = [...document.querySelectorAll("figure:has(script)")];
  if (!figures.length) return;
  let loading;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      seen.unobserve(entry.target);
      loading ??= loadScript("plotly-basic.min.js");
      loading.then(() => draw(entry.target)).catch(() => {}); // the still picture stays
    }
  }, { rootMargin: "200px" });
  figures.forEach((figure) => seen.observe(figure));
}

function choose() {
  const dark = getComputedStyle(page).colorScheme === "dark";
  page.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", page.dataset.theme); } catch { /* for this page alone */ }
  redraw();
}

function redraw() {
  document.querySelectorAll("figure[data-drawn]").forEach((figure) => draw(figure));
}

// The search: MiniSearch over every statement, loaded with the first question.
let ready;
async function load() {
  const [statements] = await Promise.all([fetch(`${root}assets/search.json`).then((one) => one.json()), loadScript("minisearch.js")]);
  const index = new window.MiniSearch({ fields: ["text", "name", "id", "when"], storeFields: ["page", "when", "name", "text"] });
  index.addAll(statements);
  return index;
}

async function search(words) {
  const said = document.getElementById("found"), list = document.getElementById("results");
  list.replaceChildren();
  if (!words.trim()) { said.textContent = ""; return; }
  said.textContent = "Searching …";
  try { ready ??= load(); await ready; } catch { ready = undefined; said.textContent = "The search could not be loaded. Every statement is in the lists by year."; return; }
  const found = (await ready).search(words, { prefix: true, combineWith: "AND", boost: { name: 2 } });
  said.textContent = `${found.length} found${found.length > 50 ? ", the nearest 50 are shown" : ""}.`;
  for (const one of found.slice(0, 50)) {
    const item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
    link.href = root + one.page;
    link.textContent = `${one.when}, ${one.name} (${one.id})`;
    text.textContent = one.text;
    item.append(link, text);
    list.append(item);
  }
}

function watchSearch() {
  const form = document.getElementById("search");
  if (!form) return;
  const box = form.elements.q;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?${new URLSearchParams({ q: box.value })}`);
    search(box.value);
  });
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  search(box.value);
}

const button = document.getElementById("theme");
button.hidden = false;
button.addEventListener("click", choose);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
watchSearch();
addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(watchFigures));
