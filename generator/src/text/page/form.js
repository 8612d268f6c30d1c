// The form of one operation: a row for each parameter, marks that change with what is given, and what means nothing now
// folded away.

import { el, freshId, paragraphs, put, say, visible } from "./dom.js";
import { control } from "./field.js";

const MARKS = {
  required: "required",
  optional: "optional",
  forbidden: "must not be given now",
  ignored: "has no effect now",
  perhaps: "perhaps required, perhaps not",
  missing: "not in this edition",
};

// Makes the form. `source` turns the source of a rule into an element; `changed` is told when something was typed.
export function makeForm(data, source, changed) {
  const { check } = data;
  const rows = check.parameters.map((definition, index) => makeRow(data, definition, data.parameters[index], index, source));
  const facts = (check.facts ?? []).map((fact, index) => makeFact(fact, data.facts[index]));
  const element = el("form", { class: "operation", tabIndex: -1, noValidate: true, autocomplete: "off", on: {
    input: changed,
    submit: (event) => event.preventDefault(),
  } });
  if (facts.length) {
    put(element, el("fieldset", { class: "facts" },
      el("legend", {}, "What the service knows"),
      el("p", { class: "hint" }, "The request does not carry this. What you leave unknown makes rules undecided."),
      facts.map((fact) => fact.element)));
  }
  const groups = data.groups.filter((group) => group.parameters.length).map((group) => {
    const made = group.parameters.map((index) => rows[index]).filter(Boolean);
    const summary = el("summary", {});
    const folded = el("details", { class: "folded", hidden: true }, summary);
    const box = el("fieldset", {}, el("legend", {}, group.title || "Parameters"), made.map((row) => row.element), folded);
    put(element, box);
    return { rows: made, box, folded, summary };
  });

  return {
    element,
    // The request by wire names; only what is given.
    request() {
      const given = rows.map((row) => [row.definition.name, row.get()]).filter(([, value]) => value !== undefined);
      return Object.fromEntries(given);
    },
    facts() {
      return Object.fromEntries(facts.map((fact) => [fact.name, fact.get()]).filter(([, value]) => value !== undefined));
    },
    set(request, known) {
      for (const row of rows) row.set(Object.hasOwn(request, row.definition.name) ? request[row.definition.name] : undefined);
      for (const fact of facts) fact.set(Object.hasOwn(known, fact.name) ? known[fact.name] : undefined);
    },
    // Shows what the check and the requirements say.
    show(requirements, verdict) {
      for (const row of rows) row.show(requirements, findingsOf(verdict, row.definition.name));
      for (const group of groups) foldGroup(group);
    },
    // Brings the input of a path, or of a fact, to the user.
    focus(path) {
      const fact = path.startsWith("$") ? facts.find((it) => it.name === path.slice(1)) : undefined;
      const row = fact ? undefined : rowOf(rows, path);
      const target = fact?.input ?? row?.locate(path.slice(row.definition.name.length).replace(/^\./, ""));
      if (!target) return;
      target.closest("details.folded")?.setAttribute("open", "");
      target.focus({ preventScroll: true });
      target.closest(".field")?.scrollIntoView({ block: "center" });
    },
    labelOf: (path) => (path.startsWith("$") ? (facts.find((it) => it.name === path.slice(1))?.says ?? path) : path),
  };
}

// The row of a path: the parameter with the longest name that the path begins with.
function rowOf(rows, path) {
  const found = rows.filter(({ definition: { name } }) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`));
  return found.sort((a, b) => b.definition.name.length - a.definition.name.length)[0];
}

function findingsOf(verdict, name) {
  const about = (path) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
  return verdict.violations.filter((finding) => finding.parameters.some(about));
}

// The inputs that findings are about; a button that adds something cannot be wrong.
function invalidInputs(made, name, findings) {
  const paths = findings.flatMap((finding) => finding.parameters).filter((path) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`));
  const inputs = paths.map((path) => made.locate(path.slice(name.length).replace(/^\./, "")));
  return inputs.filter((it) => it.matches("input, select, textarea"));
}

function makeFact(fact, words) {
  const definition = { name: fact.name, kind: fact.kind };
  const made = control(definition, words, fact.name);
  const unknown = made.input.querySelector?.("option[value='']");
  if (unknown) say(unknown, "unknown");
  const doc = el("div", { class: "doc", id: freshId() }, paragraphs(words.doc));
  made.input.setAttribute("aria-describedby", doc.id);
  made.input.dataset.name = `$${fact.name}`;
  const label = el("label", { htmlFor: made.input.id }, words.says, " ", el("code", {}, `$${fact.name}`));
  return { name: fact.name, says: words.says, element: el("div", { class: "field" }, label, made.element, doc), ...controlParts(made) };
}

function controlParts({ get, set, input, locate }) {
  return { get, set, input, locate };
}

function makeRow(data, definition, words, index, source) {
  const constant = definition.const !== undefined;
  const made = constant ? undefined : control(definition, words, definition.name);
  const name = el("code", { class: "name" }, definition.name);
  const mark = el("span", { class: "mark" });
  const why = el("p", { class: "why", id: freshId() });
  const faults = el("ul", { class: "faults", id: freshId() });
  const doc = el("div", { class: "doc", id: freshId() }, describeParameter(definition, words), rulesOf(data, definition.name, source));
  const simple = made && made.input === made.element;
  const element = el("div", { class: "field", "data-name": visible(definition.name) });
  if (constant) {
    put(element, el("p", { class: "label" }, name, " ", el("span", { class: "mark" }, `always sent as ${definition.const}`)), doc);
    return { definition, element, get: () => undefined, set() {}, show() {}, locate: () => undefined, isFolded: () => false };
  }
  made.input.dataset.name = definition.name;
  const label = simple || made.input.matches("input, select, textarea")
    ? el("label", { class: "label", htmlFor: made.input.id }, name)
    : el("span", { class: "label", id: freshId() }, name);
  if (label.tagName === "SPAN" && made.element.id) made.element.setAttribute("aria-labelledby", label.id);
  const described = simple ? made.input : made.element;
  described.setAttribute("aria-describedby", `${why.id} ${faults.id} ${doc.id}`);
  put(element, el("div", { class: "head" }, label, mark), why, made.element, faults, doc);
  let folded = false;
  let invalid = [];
  return {
    definition,
    element,
    ...controlParts(made),
    index,
    isFolded: () => folded,
    show(requirements, findings) {
      const { status, marks } = requirements.get(definition.name) ?? { status: "optional", marks: [] };
      const given = made.get() !== undefined;
      say(mark, MARKS[status]);
      mark.className = `mark ${status}`;
      say(why, whyOf(status, marks));
      why.hidden = why.textContent === "";
      folded = (status === "forbidden" || status === "ignored" || status === "missing") && !given;
      invalid.forEach((it) => it.removeAttribute("aria-invalid"));
      invalid = findings.length ? invalidInputs(made, definition.name, findings) : [];
      invalid.forEach((it) => it.setAttribute("aria-invalid", "true"));
      made.show?.(requirements, definition.name);
      if (simple) made.input.required = status === "required";
      element.classList.toggle("broken", findings.length > 0);
      faults.replaceChildren(...findings.map((finding) => el("li", {}, finding.message)));
      faults.hidden = findings.length === 0;
    },
  };
}

// The reasons for a mark, each as a sentence; that a parameter is always required needs none.
function whyOf(status, marks) {
  const told = marks.filter((it) => (it.kind === status || status === "perhaps" || it.warning) && it.sentence);
  const texts = told.map((it) => `${capitalized(it.text)}${it.warning ? " (by some editions only)" : ""}.`);
  return [...new Set(texts)].join(" ");
}

function capitalized(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function describeParameter(definition, words) {
  const more = [words.kind];
  if (words.example !== undefined && !definition.secret) more.push(`example: ${words.example}`);
  if (words.default !== undefined) more.push(`the service assumes ${words.default}`);
  if (words.refers_to !== undefined) more.push(`values come from ${words.refers_to}`);
  if (definition.secret) more.push("secret: never in a link");
  if (words.undocumented) more.push("undocumented");
  if (definition.editions?.length) more.push(`only in edition ${definition.editions.join(", ")}`);
  return [paragraphs(words.doc), el("p", { class: "type" }, more.join(" · "))];
}

// The rules that name a parameter, to be opened.
function rulesOf(data, name, source) {
  const about = (data.check.rules ?? []).map((rule, index) => [rule, index]).filter(([rule]) => ruleMentions(rule, name));
  if (!about.length) return undefined;
  const details = el("details", { class: "rules" }, el("summary", {}, about.length === 1 ? "1 rule" : `${about.length} rules`));
  details.addEventListener("toggle", () => {
    if (details.children.length > 1) return;
    put(details, el("ul", {}, about.map(([rule, index]) => el("li", {},
      `${data.rules[index].sentence}. `,
      el("span", { class: "source" }, el("code", {}, rule.id), " ", source(rule.source)),
      rule.editions?.length ? ` Only in edition ${rule.editions.join(", ")}.` : "",
      paragraphs(data.rules[index].doc)))));
  });
  return details;
}

// Whether a rule names a parameter anywhere: references are objects with steps, and the first step is the parameter.
function ruleMentions(part, name) {
  if (Array.isArray(part)) return part.some((it) => ruleMentions(it, name));
  if (part === null || typeof part !== "object") return false;
  if (Array.isArray(part.steps)) return part.steps[0]?.field === name;
  return Object.values(part).some((it) => ruleMentions(it, name));
}

// Moves rows that mean nothing now into the part that can be opened. The row that is being typed in stays where it is.
function foldGroup({ rows, box, folded, summary }) {
  let next = folded;
  let count = 0;
  for (const row of rows.toReversed()) {
    const away = row.isFolded() && !row.element.contains(document.activeElement);
    count += away ? 1 : 0;
    const home = away ? folded : box;
    if (row.element.parentElement !== home) {
      if (!away) box.insertBefore(row.element, next);
      else folded.insertBefore(row.element, nextFolded(folded, rows, row));
    }
    if (!away) next = row.element;
  }
  folded.hidden = count === 0;
  say(summary, count === 1 ? "1 parameter means nothing now" : `${count} parameters mean nothing now`);
}

function nextFolded(folded, rows, row) {
  const later = rows.slice(rows.indexOf(row) + 1).find((it) => it.element.parentElement === folded);
  return later?.element ?? null;
}

