// Whether conditions and forms hold, in Kleene's three values, connective by connective.

import { addDecimals, compareDecimals, negateDecimal, ZERO } from "./decimal.js";
import { exists } from "./definitions.js";
import { allOf, judgeCount, NO, relationHolds, UNKNOWN, YES } from "./truth.js";
import { contentNumber, contentText, equalsLiteral, isAbsentValue, readContent } from "./reading.js";
import { ITEMS } from "./compile.js";

// A node is a parameter, field or item of the request, or a fact: `{ def, given, content }`.
// A scene is what rules are judged by: `{ parameters, facts, emptyIsAbsent, folding }`, the first two lists of nodes.
// `folding` asks what could ever hold: then a literal that no value equals has the benefit of the doubt.

export function absentNode(def) {
  return { def, given: NO, content: null };
}

/** Something inside a value that could not be read, or anything at all. */
export function hiddenNode(def) {
  return { def, given: UNKNOWN, content: null };
}

/** What `value` is for a definition. A constant that was left out has its value, unless only some editions have it. */
export function makeNode(def, value, emptyIsAbsent) {
  if (!exists(def)) return absentNode(def);
  if (!isAbsentValue(value, emptyIsAbsent)) {
    return { def, given: YES, content: readContent(def, value, emptyIsAbsent, () => {}) };
  }
  if (def.constant === null || def.presence !== "here") return absentNode(def);
  return { def, given: YES, content: readContent(def, def.constant, emptyIsAbsent, () => {}, true) };
}

/** Whether a rule applies. */
export function ruleApplies(scene, ready) {
  const when = ready.when ? condTruth(scene, ready.when, null) : YES;
  if (when === NO) return NO;
  const unless = ready.unless ? condTruth(scene, ready.unless, null) : NO;
  return Math.min(when, YES - unless);
}

/** Whether what a rule demands holds. */
export function formTruth(scene, form) {
  switch (form.tag) {
    case "require": return allOf(form.demands, (demand) => requiredTruth(scene, demand));
    case "allow": return allOf(form.demands, (demand) => allowedTruth(scene, demand));
    case "forbid": return allOf(form.members, (member) => YES - condTruth(scene, member, null));
    case "count": return countTruth(scene, form.count, form.members, null);
    case "compare": return comparisonTruth(scene, form.comparison, null, YES);
    case "ensure": return condTruth(scene, form.cond, null);
    default: return YES;
  }
}

/** Whether everything that a demand names is given and passes. */
export function requiredTruth(scene, { who, tests }) {
  return everyTruth(scene, who, (node) => nodeRequired(scene, node, tests));
}

/** Whether everything that a demand names is absent or passes. */
export function allowedTruth(scene, { who, tests }) {
  return everyTruth(scene, who, (node) => nodeAllowed(scene, node, tests));
}

/** Whether a node is given and passes. */
export function nodeRequired(scene, node, tests) {
  return Math.min(node.given, tests ? passesTests(scene, node, tests) : YES);
}

/** Whether a node is absent or passes. */
export function nodeAllowed(scene, node, tests) {
  return Math.max(YES - node.given, tests ? passesTests(scene, node, tests) : YES);
}

/** Whether some of the things that a place stands for is given. */
export function givenTruth(scene, place, item) {
  return someTruth(scene, place, item, (node) => node.given);
}

/** Whether a condition holds; `item` is where references inside an item start, or `null`. */
export function condTruth(scene, cond, item) {
  switch (cond.tag) {
    case "given": return givenTruth(scene, cond.place, item);
    case "test": {
      const test = (node) => nodeRequired(scene, node, cond.tests);
      return cond.who.place ? someTruth(scene, cond.who.place, item, test) : test(scene.facts[cond.who.fact]);
    }
    case "some_item":
      return someTruth(scene, cond.place, item, (node) => allOf(cond.conds, (part) => condTruth(scene, part, node)));
    case "all": return allOf(cond.conds, (part) => condTruth(scene, part, item));
    case "any": return YES - allOf(cond.conds, (part) => YES - condTruth(scene, part, item));
    case "not": return YES - condTruth(scene, cond.cond, item);
    case "absent": return allOf(cond.places, (place) => YES - givenTruth(scene, place, item));
    case "count": return countTruth(scene, cond.count, cond.conds, item);
    default: return comparisonTruth(scene, cond.comparison, item, NO);
  }
}

function countTruth(scene, count, members, item) {
  let [surely, possibly] = [0, 0];
  for (const member of members) {
    const truth = condTruth(scene, member, item);
    if (truth === YES) surely += 1;
    if (truth !== NO) possibly += 1;
  }
  return judgeCount(count, members.length, surely, possibly);
}

/** The comparison, or `missing` when an operand is absent. */
function comparisonTruth(scene, comparison, item, missing) {
  const { left, right, relation, equal } = comparison;
  let [given, outcome] = [YES, UNKNOWN];
  if (relation === undefined) {
    const [one, other] = [nodeOf(scene, left, item), nodeOf(scene, right, item)];
    const text = (node) => (node.def ? contentText(node.def, node.content) : null);
    const [a, b] = [text(one), text(other)];
    given = Math.min(one.given, other.given);
    if (a !== null && b !== null) outcome = (a === b) === equal ? YES : NO;
  } else {
    const [one, other] = [sumOf(scene, left, item), sumOf(scene, right, item)];
    given = Math.min(one.given, other.given);
    if (one.total && other.total) {
      outcome = relationHolds(relation, compareDecimals(one.total, other.total)) ? YES : NO;
    }
  }
  if (given === NO) return missing;
  if (given === YES) return outcome;
  return missing === YES ? Math.max(UNKNOWN, outcome) : Math.min(UNKNOWN, outcome);
}

function sumOf(scene, terms, item) {
  let [given, total] = [YES, ZERO];
  for (const { minus, number, place } of terms) {
    let amount = number;
    if (place) {
      const node = nodeAt(scene, place, item);
      given = Math.min(given, node.given);
      amount = contentNumber(node.content);
    }
    total = total && amount ? addDecimals(total, minus ? negateDecimal(amount) : amount) : null;
  }
  return { given, total };
}

/** Whether a value that is given passes; presence is asked apart. */
function passesTests(scene, node, tests) {
  return allOf(tests, (test) => passesTest(scene, node, test));
}

function passesTest(scene, node, test) {
  if (test.tag === "never") return !test.gone && scene.folding ? UNKNOWN : NO;
  if (test.tag === "always") return YES;
  const { def, content } = node;
  if (def === null || content === null) return UNKNOWN;
  switch (test.tag) {
    case "listed":
      if (content.listed !== undefined) return test.indices[content.listed] === test.wanted ? YES : NO;
      if (content.unlisted !== undefined) return test.others.includes(content.unlisted) === test.wanted ? YES : NO;
      return UNKNOWN;
    case "equal": {
      const equal = test.literals.some((literal) => equalsLiteral(def, content, literal));
      return equal === test.wanted ? YES : NO;
    }
    case "number": {
      const number = contentNumber(content);
      return number === null ? UNKNOWN : relationHolds(test.relation, compareDecimals(number, test.number)) ? YES : NO;
    }
    default: {
      const text = contentText(def, content);
      return text === null ? UNKNOWN : test.regexp.test(text) ? YES : NO;
    }
  }
}

/** Whether a statement holds of some of the things that a place stands for. */
function someTruth(scene, place, item, statement) {
  if (place.hops === null) return NO;
  const node = place.top === null ? item : scene.parameters[place.top];
  if (!node) return NO;
  if (place.hops.length === 0) return statement(node);
  return YES - eachTruth(scene, node, place.hops, 0, (inner) => YES - statement(inner));
}

/** Whether a statement holds of everything that it is asked of. */
function everyTruth(scene, who, statement) {
  if (!who.place) return statement(scene.facts[who.fact]);
  const { top, hops } = who.place;
  if (top === null || hops === null) return statement(absentNode(null));
  return eachTruth(scene, scene.parameters[top], hops, 0, statement);
}

function eachTruth(scene, node, hops, at, statement) {
  if (at === hops.length) return statement(node);
  if (hops[at] !== ITEMS) return eachTruth(scene, fieldOf(scene, node, hops[at]), hops, at + 1, statement);
  const items = itemsOf(scene, node);
  if (items) {
    return items.reduce((truth, { node: inner }) => Math.min(truth, eachTruth(scene, inner, hops, at + 1, statement)), YES);
  }
  const truth = eachTruth(scene, hiddenNode(node.def?.item ?? null), hops, at + 1, statement);
  // The list may be empty; but what could ever hold is asked of one with an item.
  return scene.folding ? truth : Math.max(truth, UNKNOWN);
}

/** A field of an object. */
export function fieldOf(scene, node, index) {
  const def = node.def?.fields[index] ?? null;
  if (node.given === NO) return absentNode(def);
  const container = node.content?.container;
  if (container !== undefined && def) {
    return makeNode(def, container instanceof Map ? container.get(def.name) : undefined, scene.emptyIsAbsent);
  }
  return def && !exists(def) ? absentNode(def) : hiddenNode(def);
}

/** The items of a list that are given, as `{ index, node }`; `null` if they cannot be known. */
export function itemsOf(scene, node) {
  if (node.given === NO) return [];
  const container = node.content?.container;
  if (!Array.isArray(container)) return null;
  const def = node.def?.item ?? null;
  const found = [];
  container.forEach((value, index) => {
    if (isAbsentValue(value, scene.emptyIsAbsent)) return;
    const inner = def ? makeNode(def, value, scene.emptyIsAbsent) : { def, given: YES, content: { container: value } };
    found.push({ index, node: inner });
  });
  return found;
}

/** The list whose items a place stands for, where no other list lies on the way; `null` if there is none. */
export function listOf(scene, place, item) {
  if (!place.hops || place.hops.length === 0) return null;
  const start = place.top === null ? item : scene.parameters[place.top];
  return start ? followHops(scene, start, place.hops.slice(0, -1)) : null;
}

/** The one thing that an operand of a comparison stands for. */
export function nodeAt(scene, place, item) {
  const start = place.top === null ? item : scene.parameters[place.top];
  return place.hops && start ? followHops(scene, start, place.hops) : absentNode(null);
}

/** The one thing that a parameter or fact stands for. */
export function nodeOf(scene, who, item) {
  return who.place ? nodeAt(scene, who.place, item) : scene.facts[who.fact];
}

function followHops(scene, start, hops) {
  return hops.reduce((node, hop) => (hop === ITEMS ? hiddenNode(null) : fieldOf(scene, node, hop)), start);
}
