// What the rules say of the request: one word, then every finding with its reason, its source and the way to its field.

import { button, el, keyed, say } from "./dom.js";

// Makes the panel. `focus` brings a parameter or fact to the user; `source` turns a source into an element; `next` are titles
// of what can be done then, each with a function that leads there.
export function makeVerdict(focus, source, next) {
  const word = el("p", { class: "word" });
  const told = el("p", { class: "told" });
  const lists = {
    violations: findingList("Broken rules", "What the service is documented to refuse."),
    undecided: findingList("Undecided", "Whether these rules hold depends on something that is not known."),
    warnings: findingList("Warnings", "They refuse nothing."),
  };
  const element = el("section", { class: "verdict", "aria-labelledby": "verdict-title", id: "verdict", tabIndex: -1 },
    el("h3", { id: "verdict-title" }, "What the rules say"),
    el("div", { role: "status", class: "status" }, word, told),
    el("div", { class: "row next" }, next.map(([title, go]) => button(title, go))),
    Object.values(lists).map((it) => it.element));
  // On a narrow page the panel is far away from the field that is typed in; this stays in sight, and is not read aloud again.
  const short = el("span", { class: "word", "aria-hidden": "true" });
  const sum = el("div", { class: "sum" }, short, button("See why", () => {
    element.focus();
    element.scrollIntoView();
  }));
  return {
    element,
    sum,
    show(verdict) {
      element.dataset.verdict = verdict.verdict;
      sum.dataset.verdict = verdict.verdict;
      const name = { valid: "Valid", invalid: "Refused", undecided: "Undecided" }[verdict.verdict];
      say(word, name);
      say(short, verdict.violations.length ? `${name}: ${verdict.violations.length}` : name);
      say(told, verdictSummary(verdict));
      for (const [name, part] of Object.entries(lists)) {
        const findings = verdict[name];
        part.element.hidden = findings.length === 0;
        say(part.count, String(findings.length));
        keyed(part.items, findings.map((it) => [JSON.stringify(it), it]), (it) => findingItem(it, focus, source));
      }
    },
  };
}

function verdictSummary({ verdict, violations, undecided, warnings }) {
  const warned = warnings.length ? ` ${countedWords(warnings.length, "warning")}.` : "";
  const open = undecided.length ? ` ${countedWords(undecided.length, "rule")} undecided.` : "";
  if (verdict === "invalid") return `The service is documented to refuse this request: ${countedWords(violations.length, "problem")}.${open}${warned}`;
  if (verdict === "undecided") return `Nothing is known to be wrong, but ${countedWords(undecided.length, "rule")} cannot be decided.${warned}`;
  return `No rule is broken.${warned}`;
}

function countedWords(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function findingList(title, hint) {
  const count = el("span", { class: "count" });
  const items = el("ul", { "aria-live": "polite", "aria-relevant": "additions" });
  return { element: el("div", { class: "findings", hidden: true }, el("h4", {}, title, " ", count), el("p", { class: "hint" }, hint), items), count, items };
}

function findingItem(finding, focus, source) {
  const targets = finding.needs?.length ? finding.needs : finding.parameters;
  const goes = targets.map((path) => button(path, () => focus(path), { class: "go", "aria-label": `Go to ${path}` }));
  return el("li", { "data-rule": finding.rule },
    el("p", { class: "message" }, finding.message),
    finding.reason ? el("p", { class: "because" }, `Because ${finding.reason}.`) : undefined,
    goes.length ? el("p", { class: "row" }, finding.needs?.length ? "Needs: " : "Field: ", goes) : undefined,
    el("p", { class: "source" }, "Rule ", el("code", {}, finding.rule), finding.source ? [", ", source(finding.source)] : undefined));
}
