// Rules made ready for checking: references as indices, literals typed, patterns compiled.

import { compareDecimals, readDecimal, ZERO } from "./decimal.js";
import { compilePattern } from "./pattern.js";
import { readLiteral } from "./definitions.js";
import { variantOf } from "./sentence.js";

/** The step of a place to all items of a list; other steps are the index of a field. */
export const ITEMS = -1;

/** A reference that leads nowhere, and so to nothing that is ever given. */
const NOWHERE = { top: null, hops: null };

/** A rule whose parts stand in the same order as those of its data. `names` are `{ parameters, facts }`. */
export function compileRule(names, rule) {
  return {
    when: rule.when ? compileCond(names, rule.when, null) : null,
    unless: rule.unless ? compileCond(names, rule.unless, null) : null,
    form: compileForm(names, rule.form),
  };
}

function compileForm(names, form) {
  const [tag, data] = variantOf(form);
  const cond = (inner) => compileCond(names, inner, null);
  switch (tag) {
    case "require":
    case "allow": {
      const demand = ({ of, test }) => {
        const { who, def } = findSubject(names, of, null);
        return { who, tests: test ? compileTest(test, def) : null };
      };
      return { tag, demands: data.map(demand) };
    }
    case "forbid": return { tag, members: data.map(cond) };
    case "count": return { tag, count: data[0], members: data[1].map(cond) };
    case "compare": return { tag, comparison: compileComparison(names, data, null) };
    case "ensure": return { tag, cond: cond(data) };
    case "ignored": return { tag, places: data.map((reference) => findPlace(names, reference, null).place) };
    default: return { tag };
  }
}

function compileCond(names, cond, item) {
  const [tag, data] = variantOf(cond);
  const inner = (part) => compileCond(names, part, item);
  const place = (reference) => findPlace(names, reference, item).place;
  switch (tag) {
    case "given": return { tag, place: place(data) };
    case "test": {
      const { who, def } = findSubject(names, data[0], item);
      return { tag, who, tests: compileTest(data[1], def) };
    }
    case "some_item": {
      const list = findPlace(names, data[0], item);
      return { tag, place: list.place, conds: data[1].map((part) => compileCond(names, part, list.def)) };
    }
    case "all":
    case "any": return { tag, conds: data.map(inner) };
    case "not": return { tag, cond: inner(data) };
    case "absent": return { tag, places: data.map(place) };
    case "count": return { tag, count: data[0], conds: data[1].map(inner) };
    default: return { tag, comparison: compileComparison(names, data, item) };
  }
}

function compileComparison(names, comparison, item) {
  if (comparison.texts) {
    const [left, equal, right] = comparison.texts;
    return { left: findSubject(names, left, item).who, equal, right: findSubject(names, right, item).who };
  }
  const [left, relation, right] = comparison.numbers;
  const term = ({ minus = false, operand }) =>
    operand.parameter
      ? { minus, place: findPlace(names, operand.parameter, item).place }
      : { minus, number: readDecimal(operand.number) ?? ZERO };
  return { left: left.map(term), relation, right: right.map(term) };
}

/** A parameter or fact as `{ place }` or `{ fact }`, with its definition. */
function findSubject(names, of, item) {
  if (of.parameter) {
    const { place, def } = findPlace(names, of.parameter, item);
    return { who: { place }, def };
  }
  const fact = names.facts.findIndex(({ name }) => name === of.fact);
  return fact < 0 ? { who: { place: NOWHERE }, def: null } : { who: { fact }, def: names.facts[fact] };
}

function findPlace(names, reference, item) {
  let steps = reference.steps;
  let top = null;
  let def = item;
  if (item === null) {
    const name = steps[0]?.field;
    if (name === undefined) return { place: NOWHERE, def: null };
    steps = steps.slice(1);
    const index = names.parameters.findIndex((parameter) => parameter.name === name);
    top = index < 0 ? null : index;
    def = names.parameters[index] ?? null;
  }
  const hops = [];
  for (const step of steps) {
    if (def === null) return { place: NOWHERE, def: null };
    if (step === "items") {
      hops.push(ITEMS);
      def = def.item;
    } else {
      const index = def.fields.findIndex(({ name }) => name === step.field);
      if (index < 0) return { place: NOWHERE, def: null };
      hops.push(index);
      def = def.fields[index];
    }
  }
  return { place: { top, hops: item !== null || top !== null ? hops : null }, def };
}

function compileTest(test, def) {
  if (def === null) return [{ tag: "never", gone: false }];
  if (test.one_of) return [testOfValues(def, test.one_of, true)];
  return test.each.map(([operator, value]) => {
    if (operator === "eq" || operator === "ne") return testOfValues(def, [value], operator === "eq");
    if (operator === "matches") {
      const regexp = compilePattern(value);
      return regexp ? { tag: "matches", regexp } : { tag: "never", gone: false };
    }
    const number = readDecimal(value);
    return number ? { tag: "number", relation: operator, number } : { tag: "never", gone: false };
  });
}

function testOfValues(def, texts, wanted) {
  const none = (gone) => (wanted ? { tag: "never", gone } : { tag: "always" });
  if (def.kind !== "enum") {
    const listed = (literal) => def.oneOf.length === 0 || def.oneOf.some((other) => isSameLiteral(literal, other));
    const literals = texts.map((text) => readLiteral(def, text)).filter((it) => it !== null && listed(it));
    return literals.length > 0 ? { tag: "equal", literals, wanted } : none(false);
  }
  let gone = false;
  const indices = def.values.map(() => false);
  const others = [];
  for (const text of texts) {
    const index = def.values.findIndex((value) => value.text === text);
    if (index >= 0 && def.values[index].presence !== "missing") indices[index] = true;
    else if (def.open) others.push(text);
    else if (index >= 0) gone = true;
  }
  return indices.includes(true) || others.length > 0 ? { tag: "listed", indices, others, wanted } : none(gone);
}

function isSameLiteral(left, right) {
  if (typeof left === "string" || typeof right === "string") return left === right;
  return compareDecimals(left, right) === 0;
}
