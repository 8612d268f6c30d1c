// The evaluator of the page: verdicts on requests, with the rule ids, words and order of `contingent validate`.
//
// The interface, for whatever shows it. Nothing here touches a document, the network or a clock.
//
// - `operation` is the data of an operation as the generator embeds it in a crate (`Operation::to_json`), after
//   `JSON.parse`. Readied rules are kept for each operation object and edition, so hand in the same object each time.
// - `request` and `facts` are objects or `Map`s from wire names to values: strings, booleans, `null` (absent), arrays,
//   objects or `Map`s, and numbers as `JsonNumber` (every digit kept), BigInt or number. What a person typed into a form
//   becomes a value with `valueOfText`; JSON that a person pasted with `readJson` of json.js.
// - `edition` is the name of an edition, or `null` for none.
// - `emptyIsAbsent` may be left out: then the operation says it.
//
// `check(operation, request, facts, edition, emptyIsAbsent)` returns
//   `{ verdict: "valid" | "invalid" | "undecided", violations, warnings, undecided }`, three lists of
//   `{ rule, parameters, message, reason, source }`, in `undecided` also `needs` (`["$DatabaseType"]`). `parameters` are
//   paths for people (`RestoreObjects[0].DBName`).
// `requirements(operation, request, facts, edition, emptyIsAbsent)` returns a `Map` from the name of each parameter to
//   `{ status, marks }`. `status` is "required", "forbidden", "ignored", "perhaps" (whether it is required or forbidden is
//   not known, mostly for want of a fact), "optional", or "missing" (not in this edition). Each mark is
//   `{ kind: "required" | "forbidden" | "ignored", rule, certain, warning, text, reason, sentence, source, needs }`:
//   `text` is ready to show ("required because DestinationEndpointInstanceType is Agent"), `reason` the condition alone,
//   `sentence` the rule in words (empty for a built-in check), `warning` whether it only warns. Paths that rules name inside
//   a parameter (`Objects[].Name`) have entries of their own, under that path, if there is something to say.
// `valueOfText(parameter, text)` is the value of a text typed for a parameter (its data in `operation.parameters`).
// `ruleSentence(rule, operation.facts)` of sentence.js writes a rule in words.

import { defineParameter, ANY_EDITION, COMMON_EDITION, exists, isWhole, kindOf, presenceOf } from "./definitions.js";
import { isAbsentValue, parsedJson, unfoldValue } from "./reading.js";
import { newFinding, reportAbsent, reportFact, reportUnknown, reportUnknownFact, reportValue, trailTo } from "./builtin.js";
import { compileRule } from "./compile.js";
import { absentNode, formTruth, hiddenNode, makeNode, ruleApplies } from "./judge.js";
import { brokenFinding, ignoredFinding, undecidedFinding } from "./explain.js";
import { toJsonValue } from "./json.js";
import { NO, UNKNOWN, YES } from "./truth.js";

/** Checks a request: everything is found at once. See the head of this file. */
export function check(operation, request, facts, edition = null, emptyIsAbsent = operation.empty_is_absent ?? false) {
  const verdict = { verdict: "valid", violations: [], warnings: [], undecided: [] };
  const values = toJsonValue(request);
  if (values instanceof Map) {
    const checker = checkerOf(operation, edition);
    const scene = readScene(checker, values, knownFacts(facts), emptyIsAbsent, verdict);
    checker.rules.forEach((rule) => judgeRule(operation, scene, rule, verdict));
  } else {
    const message = "a request is a JSON object from parameter names to values";
    verdict.violations.push(newFinding("request.type", [], message));
  }
  if (verdict.violations.length > 0) verdict.verdict = "invalid";
  else if (verdict.undecided.length > 0) verdict.verdict = "undecided";
  return verdict;
}

/** The value of a text that somebody typed for a parameter: structures are read, everything else stays text. */
export function valueOfText(parameter, text) {
  const [kind] = kindOf(parameter);
  return ["list", "object", "map"].includes(kind) ? (parsedJson(text) ?? text) : text;
}

/** What a request says, as nodes for rules; reports what is wrong with the values themselves. */
export function readScene(checker, values, facts, emptyIsAbsent, verdict) {
  const given = (value) => !isAbsentValue(value, emptyIsAbsent);
  const parameters = checker.parameters.map((def) => {
    const value = exists(def) ? unfoldValue(def, values.get(def.name)) : undefined;
    const trail = trailTo(def.name);
    if (given(value)) {
      return { def, given: YES, content: reportValue(verdict, def, value, trail, false, emptyIsAbsent) };
    }
    reportAbsent(verdict, def, trail, false);
    return makeNode(def, undefined, emptyIsAbsent);
  });
  for (const [name, value] of values) {
    if (!checker.names.has(name) && given(value)) reportUnknown(verdict, name, checker.names, trailTo(name));
  }
  for (const name of facts.keys()) {
    if (!checker.factNames.has(name)) reportUnknownFact(verdict, name, checker.factNames);
  }
  const fact = (def) => ({
    def,
    given: YES,
    content: facts.has(def.name) ? reportFact(verdict, def, facts.get(def.name)) : null,
  });
  return { parameters, facts: checker.facts.map(fact), emptyIsAbsent, folding: false };
}

/** Facts by name, without `$` and without those that are unknown. */
export function knownFacts(facts) {
  const known = new Map();
  for (const [name, value] of toJsonValue(facts) ?? []) {
    const bare = name.startsWith("$") ? name.slice(1) : name;
    known.delete(bare);
    if (value !== null) known.set(bare, value);
  }
  return known;
}

function judgeRule(operation, scene, { mode, rule, ready }, verdict) {
  if (mode === "off") return;
  const one = { operation, scene, rule, ready };
  if (ready.form.tag === "ignored") {
    const finding = ruleApplies(scene, ready) === YES ? ignoredFinding(one) : null;
    if (finding) verdict.warnings.push(finding);
    return;
  }
  const truth = ruleTruth(scene, ready);
  if (truth === NO) (mode === "error" ? verdict.violations : verdict.warnings).push(brokenFinding(one));
  else if (truth === UNKNOWN && mode === "error") verdict.undecided.push(undecidedFinding(one));
}

function ruleTruth(scene, ready) {
  // What is given is quickly seen, and then it does not matter whether it was demanded.
  if (ready.form.tag === "require" && formTruth(scene, ready.form) === YES) return YES;
  const applies = ruleApplies(scene, ready);
  return applies === NO ? YES : Math.max(YES - applies, formTruth(scene, ready.form));
}

const KNOWN_CHECKERS = new WeakMap();

/** An operation made ready for one edition, or for none: `{ parameters, facts, rules }` and sets of names. */
export function checkerOf(operation, edition) {
  const known = KNOWN_CHECKERS.get(operation) ?? new Map();
  KNOWN_CHECKERS.set(operation, known);
  if (!known.has(edition)) known.set(edition, makeChecker(operation, edition));
  return known.get(edition);
}

function makeChecker(operation, edition) {
  const view = edition === null ? ANY_EDITION : { chosen: edition, common: false };
  const defs = definitionsOf(operation, view);
  const mode = ruleModes(operation, view, defs);
  const rules = (operation.rules ?? []).map((rule) => ({ mode: mode(rule), rule, ready: compileRule(defs, rule) }));
  const names = new Set(defs.parameters.filter(exists).map(({ name }) => name));
  return { ...defs, names, factNames: new Set(defs.facts.map(({ name }) => name)), rules };
}

function definitionsOf(operation, view) {
  const define = (parameter) => defineParameter(parameter, view, operation.editions ?? []);
  const fact = ({ name, kind }) => define({ name, kind });
  return { parameters: operation.parameters.map(define), facts: (operation.facts ?? []).map(fact) };
}

/** What a rule does in a view: "error", "warning", or "off" if it does not exist or demands what does not exist. */
function ruleModes(operation, view, defs) {
  const declared = operation.editions ?? [];
  const common = definitionsOf(operation, COMMON_EDITION);
  const same = [...common.parameters, ...common.facts].every(isWhole);
  const universe = definitionsOf(operation, ANY_EDITION);
  let others = [];
  if (view.chosen === null) {
    const one = (name) => definitionsOf(operation, { chosen: name, common: false });
    others = declared.length === 0 ? [common] : declared.map(one);
  }
  const lacks = (rule, some) => !same && !canHold(some, rule) && canHold(universe, rule);
  return (rule) => {
    const presence = presenceOf(view, rule.editions ?? [], declared);
    if (presence === "missing" || lacks(rule, defs)) return "off";
    if (presence !== "here" || rule.severity === "warning") return "warning";
    return others.some((some) => lacks(rule, some)) ? "warning" : "error";
  };
}

/** Whether a form can hold when everything that exists may be given or not, with any value. */
function canHold(defs, rule) {
  const parameters = defs.parameters.map((def) => (exists(def) ? hiddenNode(def) : absentNode(def)));
  const facts = defs.facts.map((def) => ({ ...hiddenNode(def), given: YES }));
  return formTruth({ parameters, facts, emptyIsAbsent: false, folding: true }, compileRule(defs, rule).form) !== NO;
}
