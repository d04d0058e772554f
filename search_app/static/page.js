// Comfort only: suggestions while typing, copy buttons, stepping through marks. Every page is complete without it.
"use strict";

document.documentElement.classList.add("scripted");
const status = document.createElement("p");
status.className = "hidden";
status.setAttribute("role", "status");
document.body.append(status);

const box = document.querySelector("input[data-suggest]");
if (box) {
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(box), 150);
  });
}

async function suggest(input) {
  const typed = input.value.trim();
  if (!typed || typed.length > 60) return;
  try {
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (!answer.ok || input.value.trim() !== typed) return;
    const { suggestions } = await answer.json();
    input.list.replaceChildren(...suggestions.map((text) => Object.assign(document.createElement("option"), { value: text })));
  } catch { /* no suggestions then */ }
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copies);
    await copy(source);
    status.textContent = button.textContent = "已复制";
    setTimeout(() => { button.textContent = "复制"; status.textContent = ""; }, 2000);
  });
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
  } catch {
    getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("button[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// One menu at a time; a click beside it or Escape closes it.
const menus = [...document.querySelectorAll("details.menu")];
const closeBut = (kept) => menus.forEach((menu) => { if (menu !== kept) menu.open = false; });
for (const menu of menus) menu.addEventListener("toggle", () => { if (menu.open) closeBut(menu); });
if (menus.length) {
  addEventListener("click", (event) => closeBut(event.target.closest("details.menu")));
  addEventListener("keydown", (event) => { if (event.key === "Escape") closeBut(null); });
}

// The section that is being read is marked in the outline.
const entries = new Map([...document.querySelectorAll(".outline a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const sections = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
if (sections.length) {
  const follow = () => {
    const passed = sections.filter((section) => section.getBoundingClientRect().top < 90);
    const now = passed.length ? entries.get(passed.at(-1).id) : null;
    for (const link of entries.values()) if (link === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}

for (const bar of document.querySelectorAll(".marks[data-count]")) {
  const { before, after } = bar.dataset;
  const [count, first, last] = [bar.dataset.count, bar.dataset.first, bar.dataset.last].map(Number);
  const current = () => {
    const number = Number((location.hash.match(/^#mark-(\d+)$/) || [0, 0])[1]);
    return first <= number && number <= last ? number : 0;
  };
  // Marks on other parts of a long text have addresses of their own; past either end it begins anew.
  const step = (by) => {
    const to = current() ? current() + by : by > 0 ? first : last;
    if (to > last && after) location.href = after;
    else if (to < first && before) location.href = before;
    else if (first > last) location.href = before || after;
    else location.hash = `mark-${to > last ? first : to < first ? last : to}`;
    show();
  };
  const button = (label, by) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    element.addEventListener("click", () => step(by));
    return element;
  };
  const place = Object.assign(document.createElement("span"), { className: "at" });
  const show = () => { place.textContent = current() ? `第${current()}处` : ""; };
  if (first <= last) bar.querySelector(".first").remove();
  bar.append(button("上一处", -1), button("下一处", 1), place);
  addEventListener("hashchange", show);
  show();
}
