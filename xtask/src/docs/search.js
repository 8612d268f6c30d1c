// The search of the docs: every word must be in a section; words in a title count most.
"use strict";
const root = document.currentScript.dataset.root;
const form = document.getElementById("search");
const input = document.getElementById("words");
const found = document.getElementById("found");

function rank(section, words) {
  const [, page, title, text] = section.map((part) => part.toLowerCase());
  let points = 0;
  for (const word of words) {
    if (title.includes(word)) points += 10;
    else if (page.includes(word)) points += 3;
    else if (text.includes(word)) points += 1;
    else return 0;
  }
  return points;
}

function show() {
  const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const ranked = SECTIONS.map((section) => [rank(section, words), section]).filter(([points]) => points > 0);
  ranked.sort((a, b) => b[0] - a[0]);
  found.hidden = words.length === 0;
  const links = ranked.slice(0, 20).map(([, [href, page, title]]) => {
    const link = document.createElement("a");
    link.href = root + href;
    link.textContent = title;
    if (page !== title) {
      const where = document.createElement("small");
      where.textContent = " · " + page;
      link.append(where);
    }
    return link;
  });
  found.replaceChildren(...(links.length > 0 ? links : ["Nothing found."]));
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  found.querySelector("a")?.click();
});
input.addEventListener("input", show);
