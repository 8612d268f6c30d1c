// The page: operations to choose from, the form of the one chosen, what the rules say, and what can be done with the request.

import { button, copyButton, documentLink, el, paragraphs, put, say, section, visible } from "./dom.js";
import { check } from "./evaluator.js";
import { makeForm } from "./form.js";
import { fromLink, readLink, writeLink } from "./link.js";
import { requirements } from "./requirements.js";
import { drawSmallest, drawTable, ofEdition } from "./tables.js";
import { makeVerdict } from "./verdict.js";

function dataBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// Starts the page. A panel is a title and a function that makes `{ element, refresh(situation) }`; a situation is the service,
// the data of the operation, what is given, and the verdict.
export function start(panels) {
  const service = dataBlock("service");
  const loaded = new Map();
  const data = (index) => {
    if (!loaded.has(index)) loaded.set(index, dataBlock(`operation-${index}`));
    return loaded.get(index);
  };
  const source = (text) => sourceOf(service, text ?? "");
  const main = el("main", { id: "main", tabIndex: -1 });
  const nav = makeNav(service, (index) => show(index));
  // Whoever comes back to an operation finds it as it was left.
  const made = new Map();
  let current;

  // Shows an operation, as it was left, or as a link says.
  function show(index, given) {
    if (current?.index !== index) {
      current?.leave();
      if (!made.has(index)) made.set(index, makeOperation({ service, data: data(index), index, panels, source }));
      current = made.get(index);
      main.replaceChildren(current.element);
      document.title = visible(`${service.operations[index].name}: ${service.title}`);
      nav.mark(index);
    }
    current.fill(given);
  }

  function follow() {
    const link = readLink(location.hash);
    if (!link) return undefined;
    const index = service.operations.findIndex((it) => it.name === link.name);
    if (index < 0) return undefined;
    show(index, link);
    return index;
  }

  window.addEventListener("hashchange", follow);
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  put(document.getElementById("tools"), themeButton());
  const app = document.getElementById("app");
  put(app, nav.element, main);
  app.hidden = false;
  if (follow() === undefined && service.operations.length) show(0);
  // For the console of the browser: the same check that the page makes.
  globalThis.contingent = Object.freeze({
    operations: () => service.operations.map((it) => it.name),
    check: (name, request, facts = {}, edition = null) => {
      const index = service.operations.findIndex((it) => it.name === name);
      return check(data(index).check, request, facts, edition);
    },
  });
}

// A source, with a link to its document if the service has the address.
function sourceOf(service, text) {
  const [name, ...rest] = text.split("#");
  const address = service.documents.find(([title]) => title === name)?.[1];
  return address ? documentLink(text, address) : el("span", {}, rest.length || text ? text : "no source");
}

function makeNav(service, choose) {
  const filter = el("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: false });
  const count = el("p", { class: "hint", role: "status" });
  const items = service.operations.map((operation, index) => {
    const made = button(operation.name, () => {
      box.open = wideEnough.matches;
      choose(index);
      document.getElementById("main").focus();
    });
    return { made, item: el("li", {}, made), text: `${operation.name} ${operation.summary}`.toLowerCase() };
  });
  const list = el("ul", {}, items.map((it) => it.item));
  const summary = el("summary", {}, `Operations (${service.operations.length})`);
  const box = el("details", { class: "box" }, summary, el("label", { htmlFor: "filter" }, "Find an operation"), filter, count, list);
  const wideEnough = window.matchMedia("(min-width: 60rem)");
  const fit = () => (box.open = wideEnough.matches);
  wideEnough.addEventListener("change", fit);
  fit();
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    let shown = 0;
    for (const { item, text } of items) {
      item.hidden = !text.includes(wanted);
      shown += item.hidden ? 0 : 1;
    }
    say(count, wanted ? `${shown} found` : "");
  });
  const element = el("nav", { "aria-label": "Operations" }, box);
  return {
    element,
    mark(index) {
      items.forEach((it, at) => (at === index ? it.made.setAttribute("aria-current", "page") : it.made.removeAttribute("aria-current")));
      // Not by `scrollIntoView`: the next Tab would then go on from there.
      const place = items[index]?.item.offsetTop ?? 0;
      if (place < element.scrollTop || place > element.scrollTop + element.clientHeight) element.scrollTop = place - 100;
    },
  };
}

function makeOperation({ service, data, index, panels, source }) {
  const name = data.check.name;
  let situation;
  let frame;
  const later = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      update();
    });
  };
  const form = makeForm(data, source, later);
  const edition = el("select", { id: "edition", on: { change: later } },
    el("option", { value: "" }, service.editions.length ? "what all editions share" : "the only one"),
    service.editions.map(([it]) => el("option", { value: it }, it)));
  const editionDoc = el("p", { class: "hint" });
  const smallest = el("div", { class: "smallest" });
  const told = el("p", { class: "outside", role: "status" });
  const table = section("Requirement table", (body) => drawTable(body, ofEdition(data, situation.edition).table, situation.request, situation.facts));
  const errors = section(`Errors that the service can answer (${data.errors.length})`, (body) => drawErrors(body, data.errors));
  const made = panels.map((panel) => ({ title: panel.title, ...panel.make({ service, data }) }));
  const opened = made.map(({ title, element, refresh }) => section(title, (body) => {
    if (!body.contains(element)) body.replaceChildren(element);
    refresh(situation);
  }));
  const next = made.map(({ title }, index) => [title, () => opened[index].show()]);
  const verdict = makeVerdict((path) => form.focus(path), source, next);
  let taken = () => {};
  const undo = button("Undo", () => {
    taken();
    undo.hidden = true;
    form.element.focus();
  }, { hidden: true });
  let needed;
  let smallestFor;

  function update() {
    const request = form.request();
    const facts = form.facts();
    const chosen = edition.value === "" ? null : edition.value;
    const result = check(data.check, request, facts, chosen);
    const needs = requirements(data.check, request, facts, chosen);
    situation = { service, data, request, facts, edition: chosen, verdict: result };
    form.show(needs, result);
    verdict.show(result);
    say(editionDoc, service.editions.find(([it]) => it === chosen)?.[1] ?? (service.editions.length ? "Where editions of the documents differ, their rules are warnings." : ""));
    if (smallestFor !== chosen) {
      smallestFor = chosen;
      drawSmallest(smallest, ofEdition(data, chosen), (it) => replace({ edition: chosen, request: it.request, facts: it.facts }));
    }
    announce(needs);
    for (const it of [table, ...opened]) it.refresh();
    const link = writeLink(data.check, situation);
    if (location.hash === link) return;
    // Going back leads to the operation before, and not through every letter that was typed.
    const before = readLink(location.hash);
    if (before && before.name !== name) history.pushState(null, "", link);
    else history.replaceState(null, "", link);
  }

  // Tells those who do not see the marks what has become required.
  function announce(needs) {
    const now = new Set([...needs.keys()].filter((it) => needs.get(it).status === "required"));
    if (needed) {
      const fresh = [...now].filter((it) => !needed.has(it));
      if (fresh.length) say(told, `Now required: ${fresh.join(", ")}`);
    }
    needed = now;
  }

  // Fills in something else, and offers to take it back.
  function replace(given) {
    const { edition: chosen, request, facts } = situation;
    const before = { edition: chosen, request, facts };
    taken = () => fill(before);
    fill(given);
    undo.hidden = false;
    say(told, "Filled in. Undo takes it back.");
  }

  function fill(given) {
    if (given) {
      const known = data.check.parameters.filter((it) => Object.hasOwn(given.request, it.name));
      const request = known.map((it) => [it.name, typeof given.request[it.name] === "string" ? fromLink(it, given.request[it.name]) : given.request[it.name]]);
      form.set(Object.fromEntries(request), given.facts);
      edition.value = service.editions.some(([it]) => it === given.edition) ? given.edition : "";
    }
    update();
  }

  const element = el("article", {},
    el("div", { class: "intro" },
      el("h2", {}, name),
      el("p", { class: "summary" }, data.summary),
      paragraphs(data.doc),
      el("p", { class: "hint" }, data.readonly ? "This operation changes nothing. " : "", data.token ? ["Repeating it with the same ", el("code", {}, data.token), " has no second effect."] : "")),
    el("div", { class: "columns" },
      el("div", {},
        el("div", { class: "bar" },
          service.editions.length ? el("div", {}, el("label", { htmlFor: "edition" }, "Edition of the documents"), edition, editionDoc) : undefined,
          smallest,
          el("div", { class: "row" },
            copyButton("Copy a link to this form", () => location.href),
            button("Clear the form", () => replace({ edition: situation.edition, request: {}, facts: {} })),
            undo)),
        form.element),
      el("div", { class: "right" }, verdict.element)),
    el("div", { class: "after" }, [...opened, table, errors].map((it) => it.element)),
    verdict.sum,
    told);
  return {
    index,
    element,
    fill,
    leave() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
    },
  };
}

function drawErrors(body, errors) {
  body.replaceChildren(el("dl", {}, errors.map((it) => [
    el("dt", {}, el("code", {}, it.code), it.status ? ` (${it.status})` : ""),
    el("dd", {}, paragraphs(it.doc), it.message ? el("p", { class: "hint" }, it.message) : undefined),
  ])));
}

// Light, dark, or as the system says.
function themeButton() {
  const names = ["auto", "light", "dark"];
  const kept = () => {
    try {
      return localStorage.getItem("theme") ?? "auto";
    } catch {
      return "auto";
    }
  };
  let theme = names.includes(kept()) ? kept() : "auto";
  const made = button("", () => {
    theme = names[(names.indexOf(theme) + 1) % names.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
    apply();
  });
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    say(made, `Colours: ${theme}`);
  };
  apply();
  return made;
}
