// Why a rule is broken or undecided, in words and parameter names.

import { equalsLiteral } from "./reading.js";
import { readLiteral } from "./definitions.js";
import { newFinding } from "./builtin.js";
import { ITEMS } from "./compile.js";
import { NO, UNKNOWN, YES } from "./truth.js";
import { absentNode, allowedTruth, condTruth, formTruth, givenTruth, nodeAllowed, nodeRequired, requiredTruth } from "./judge.js";
import { fieldOf, itemsOf, listOf, nodeAt, nodeOf } from "./judge.js";
import { conditionClause, joinWords, ruleSentence, subjectWords, variantOf, wantedWords } from "./sentence.js";

// A case is one rule in one scene: `{ operation, scene, rule, ready }`, the rule as data and made ready.

/** The finding of a broken rule. */
export function brokenFinding(one) {
  const { names, fix } = failingParts(one);
  const what = ruleWords(one);
  return ruleFinding(one, names, fix === "" ? what : `${what}: ${fix}`, ruleReason(one));
}

/** The finding of a rule that depends on something unknown. */
export function undecidedFinding(one) {
  const { scene, rule, ready } = one;
  const needs = new Set();
  if (rule.when) addNeeds(scene, rule.when, ready.when, null, needs);
  if (rule.unless) addNeeds(scene, rule.unless, ready.unless, null, needs);
  if (formTruth(scene, ready.form) === UNKNOWN) addFormNeeds(scene, rule.form, ready.form, needs);
  const message = `not decided: ${cachedSentence(one)}; it depends on ${joinWords([...needs], "and")}`;
  return { ...ruleFinding(one, formTexts(rule.form), message, ""), needs: [...needs] };
}

/** One finding for the given parameters that have no effect; `null` if none is given. */
export function ignoredFinding(one) {
  const { scene, rule, ready } = one;
  const names = [];
  rule.form.ignored.forEach((reference, index) => {
    walkPlace(scene, ready.form.places[index], reference, (name, node) => {
      if (node.given === YES) names.push(name);
    });
  });
  return names.length > 0 ? ruleFinding(one, names, ruleWords(one), ruleReason(one)) : null;
}

function ruleFinding({ operation, rule }, names, message, reason) {
  const editions = rule.editions ?? [];
  const all = editions.length === 0 || (operation.editions ?? []).every((name) => editions.includes(name));
  const only = all ? "" : ` (edition ${editions.join(", ")})`;
  return newFinding(rule.id, [...new Set(names)], message + only, reason, rule.source ?? "");
}

/** What the author says of a broken rule, or else the rule itself. */
function ruleWords(one) {
  return (one.rule.message ?? "").replace(/\.+$/, "") || cachedSentence(one);
}

function cachedSentence({ operation, rule, ready }) {
  ready.sentence ??= ruleSentence(rule, operation.facts ?? []);
  return ready.sentence;
}

/** The conditions because of which a rule applies. */
export function ruleReason({ operation, scene, rule, ready }) {
  const facts = operation.facts ?? [];
  const parts = [];
  if (rule.when) addHolding(scene, facts, rule.when, ready.when, parts);
  if (rule.unless) {
    ready.exempt ??= conditionClause({ not: rule.unless }, facts);
    parts.push(ready.exempt);
  }
  return parts.join(" and ");
}

/** The parts of a condition that hold; of a list of values the one that does. */
function addHolding(scene, facts, cond, ready, parts) {
  const [tag, data] = variantOf(cond);
  if (tag === "all" || tag === "any") {
    data.forEach((part, index) => {
      if (condTruth(scene, ready.conds[index], null) === YES) addHolding(scene, facts, part, ready.conds[index], parts);
    });
  } else if (tag === "test" && data[1].one_of?.length > 1) {
    const node = topNode(scene, ready.who);
    const literal = node ? heldLiteral(node, data[1].one_of) : undefined;
    parts.push(conditionClause({ test: [data[0], { one_of: literal === undefined ? data[1].one_of : [literal] }] }, facts));
  } else {
    parts.push(conditionClause(cond, facts));
  }
}

/** The parameter itself or the fact, where nothing lies on the way. */
function topNode(scene, who) {
  if (!who.place) return scene.facts[who.fact];
  return who.place.top !== null && who.place.hops?.length === 0 ? scene.parameters[who.place.top] : null;
}

/** The literal of the rule that the value equals; never for a secret. */
function heldLiteral(node, values) {
  if (!node.def || node.def.secret) return undefined;
  return values.find((text) => {
    const literal = readLiteral(node.def, text);
    return literal !== null && equalsLiteral(node.def, node.content, literal);
  });
}

/** The parameters of the failing part, and what would satisfy the rule. */
function failingParts({ operation, scene, rule, ready }) {
  const [tag, data] = variantOf(rule.form);
  const { form } = ready;
  const names = [];
  switch (tag) {
    case "require": {
      const fixes = [];
      data.forEach((demand, index) => {
        const { who, tests } = form.demands[index];
        const failing = failingPlaces(scene, demand, who, (node) => nodeRequired(scene, node, tests));
        if (failing.length === 0 && requiredTruth(scene, form.demands[index]) !== NO) return;
        fixes.push(demandFix(demand, failing, operation.facts ?? []));
        names.push(...failing);
      });
      return { names, fix: fixes.join(", and ") };
    }
    case "allow": {
      data.forEach((demand, index) => {
        const { who, tests } = form.demands[index];
        names.push(...failingPlaces(scene, demand, who, (node) => nodeAllowed(scene, node, tests)));
      });
      return { names, fix: "change or leave out what is given" };
    }
    case "forbid": {
      data.forEach((member, index) => {
        const held = form.members[index];
        if (condTruth(scene, held, null) === YES) addHolders(scene, member, held, names);
      });
      return { names, fix: names.length === 0 ? "" : `leave out or change ${joinWords(names, "and")}` };
    }
    case "count": {
      const [count, members] = data;
      const holding = form.members.filter((member) => condTruth(scene, member, null) === YES).length;
      const fix = {
        all_or_none: "give all of them or none",
        at_least_one: "give one",
        exactly_one: holding === 0 ? "give one" : "keep one and leave out the others",
        at_most_one: "keep one and leave out the others",
      }[count];
      return { names: members.flatMap(condTexts), fix };
    }
    case "compare": {
      const texts = comparisonTexts(data);
      return { names: texts, fix: `change ${joinWords(texts, "or")}` };
    }
    default: return { names: formTexts(rule.form), fix: "" };
  }
}

function demandFix({ of, test }, failing, facts) {
  const words = failing.length === 0 ? subjectWords(of, facts) : joinWords(failing, "and");
  return test ? `set ${words} to ${wantedWords(test)}` : `give ${words}`;
}

/** The concrete places, with their index, of which a statement does not hold. */
function failingPlaces(scene, { of }, who, statement) {
  const failing = [];
  if (of.parameter && who.place) {
    walkPlace(scene, who.place, of.parameter, (name, node) => {
      if (statement(node) === NO) failing.push(name);
    });
  }
  return failing;
}

/** The parameters that make a member of `forbid` hold, with their index. */
function addHolders(scene, cond, ready, names) {
  const [tag, data] = variantOf(cond);
  if (tag === "given") {
    walkPlace(scene, ready.place, data, (name, node) => {
      if (node.given === YES) names.push(name);
    });
  } else if (tag === "test" && data[0].parameter && ready.who.place) {
    walkPlace(scene, ready.who.place, data[0].parameter, (name, node) => {
      if (nodeRequired(scene, node, ready.tests) === YES) names.push(name);
    });
  } else if (tag === "some_item") {
    const [list, conds] = data;
    walkPlace(scene, ready.place, list, (name, item) => {
      if (!ready.conds.every((part) => condTruth(scene, part, item) === YES)) return;
      names.push(...conds.flatMap(condTexts).map((text) => text.replace(list.text, () => name)));
    });
  } else {
    names.push(...condTexts(cond));
  }
}

function walkPlace(scene, place, reference, visit) {
  if (place.top === null || place.hops === null) return visit(reference.text, absentNode(null));
  const node = scene.parameters[place.top];
  return walkHops(scene, node, place.hops, 0, node.def.name, visit);
}

function walkHops(scene, node, hops, at, name, visit) {
  if (at === hops.length) {
    visit(name, node);
  } else if (hops[at] === ITEMS) {
    for (const { index, node: item } of itemsOf(scene, node) ?? []) {
      walkHops(scene, item, hops, at + 1, `${name}[${index}]`, visit);
    }
  } else {
    const field = fieldOf(scene, node, hops[at]);
    walkHops(scene, field, hops, at + 1, `${name}.${field.def?.name ?? ""}`, visit);
  }
}

function addFormNeeds(scene, form, ready, needs) {
  const [tag, data] = variantOf(form);
  if (tag === "require" || tag === "allow") {
    const truth = tag === "require" ? requiredTruth : allowedTruth;
    data.forEach(({ of }, index) => {
      if (truth(scene, ready.demands[index]) === UNKNOWN) needs.add(neededName(of));
    });
  } else if (tag === "forbid" || tag === "count") {
    const members = tag === "forbid" ? data : data[1];
    members.forEach((member, index) => addNeeds(scene, member, ready.members[index], null, needs));
  } else if (tag === "compare") {
    addComparisonNeeds(scene, data, ready.comparison, null, needs);
  } else if (tag === "ensure") {
    addNeeds(scene, data, ready.cond, null, needs);
  }
}

/** The facts and parameters whose unknown value leaves a condition unknown. */
export function addNeeds(scene, cond, ready, item, needs) {
  if (condTruth(scene, ready, item) !== UNKNOWN) return;
  const [tag, data] = variantOf(cond);
  const add = (parts, among) => parts.forEach((part, index) => addNeeds(scene, part, ready.conds[index], among, needs));
  switch (tag) {
    case "all":
    case "any": return add(data, item);
    case "count": return add(data[1], item);
    case "not": return addNeeds(scene, data, ready.cond, item, needs);
    case "test": return void needs.add(neededName(data[0]));
    case "given": return void needs.add(data.text);
    case "some_item": {
      const list = listOf(scene, ready.place, item);
      const items = list && itemsOf(scene, list);
      if (!items) return condTexts(cond).forEach((name) => needs.add(name));
      const open = items.filter(({ node }) => ready.conds.every((part) => condTruth(scene, part, node) !== NO));
      return open.forEach(({ node }) => add(data[1], node));
    }
    case "absent":
      return data.forEach((reference, index) => {
        if (givenTruth(scene, ready.places[index], null) === UNKNOWN) needs.add(reference.text);
      });
    default: return addComparisonNeeds(scene, data, ready.comparison, item, needs);
  }
}

/** Of the operands those whose value is hidden. */
function addComparisonNeeds(scene, comparison, ready, item, needs) {
  const isUnknown = (node) => node.given !== NO && node.content === null;
  if (comparison.texts) {
    const [left, , right] = comparison.texts;
    for (const [of, who] of [[left, ready.left], [right, ready.right]]) {
      if (isUnknown(nodeOf(scene, who, item))) needs.add(neededName(of));
    }
    return;
  }
  const [left, , right] = comparison.numbers;
  const terms = [...ready.left, ...ready.right];
  [...left, ...right].forEach(({ operand }, index) => {
    const { place } = terms[index];
    if (operand.parameter && place && isUnknown(nodeAt(scene, place, item))) needs.add(operand.parameter.text);
  });
}

function neededName(of) {
  return of.parameter ? of.parameter.text : `$${of.fact}`;
}

/** The whole paths that a form names, as they read for people. */
export function formTexts(form) {
  const [tag, data] = variantOf(form);
  switch (tag) {
    case "require":
    case "allow": return data.flatMap(({ of }) => subjectTexts(of));
    case "forbid": return data.flatMap(condTexts);
    case "count": return data[1].flatMap(condTexts);
    case "compare": return comparisonTexts(data);
    case "ensure": return condTexts(data);
    case "ignored": return data.map(({ text }) => text);
    default: return data.map(([reference]) => reference.text);
  }
}

/** The whole paths that a condition names. */
export function condTexts(cond) {
  const [tag, data] = variantOf(cond);
  switch (tag) {
    case "given": return [data.text];
    case "test": return subjectTexts(data[0]);
    case "some_item":
    case "count": return data[1].flatMap(condTexts);
    case "all":
    case "any": return data.flatMap(condTexts);
    case "not": return condTexts(data);
    case "absent": return data.map(({ text }) => text);
    default: return comparisonTexts(data);
  }
}

function comparisonTexts(comparison) {
  if (comparison.texts) return [comparison.texts[0], comparison.texts[2]].flatMap(subjectTexts);
  const [left, , right] = comparison.numbers;
  return [...left, ...right].flatMap(({ operand }) => (operand.parameter ? [operand.parameter.text] : []));
}

function subjectTexts(of) {
  return of.parameter ? [of.parameter.text] : [];
}
