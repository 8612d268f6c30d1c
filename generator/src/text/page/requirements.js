// What a request has to give now, must not give, and gives in vain: marks for the fields of a form, with reasons.

import { checkerOf, knownFacts, readScene } from "./evaluator.js";
import { exists } from "./definitions.js";
import { absentNode, allowedTruth, condTruth, formTruth, requiredTruth, ruleApplies } from "./judge.js";
import { addNeeds, condTexts, formTexts, ruleReason } from "./explain.js";
import { conditionClause, ruleSentence } from "./sentence.js";
import { toJsonValue } from "./json.js";
import { NO, UNKNOWN, YES } from "./truth.js";

/** What is required, forbidden or ignored now, by the name of the parameter. See the head of evaluator.js. */
export function requirements(operation, request, facts, edition = null, emptyIsAbsent = operation.empty_is_absent ?? false) {
  const checker = checkerOf(operation, edition);
  const nobody = { violations: [], warnings: [] };
  const scene = readScene(checker, toJsonValue(request) ?? new Map(), knownFacts(facts), emptyIsAbsent, nobody);
  const missing = checker.parameters.filter((def) => !exists(def)).map(({ name }) => name);
  const found = new Map(checker.parameters.map((def) => [def.name, builtInMarks(def)]));
  for (const { mode, rule, ready } of checker.rules) {
    if (mode === "off") continue;
    const applies = ruleApplies(scene, ready);
    if (applies === NO) continue;
    for (const { name, kind, certain } of rulePulls(scene, rule, ready)) {
      if (!checker.names.has(name) && missing.some((gone) => isWithin(name, gone))) continue;
      const mark = ruleMark({ operation, scene, rule, ready }, kind, applies === YES && certain);
      if (!found.has(name)) found.set(name, []);
      found.get(name).push({ ...mark, warning: mode === "warning" });
    }
  }
  return new Map([...found].map(([name, marks]) => [name, { status: missing.includes(name) ? "missing" : statusOf(marks), marks }]));
}

function statusOf(marks) {
  const counted = marks.filter((mark) => !mark.warning || mark.kind === "ignored");
  const certain = ["required", "forbidden", "ignored"].find((kind) => counted.some((mark) => mark.certain && mark.kind === kind));
  return certain ?? (counted.length > 0 ? "perhaps" : "optional");
}

function builtInMarks(def) {
  if (!def.required || def.constant !== null || !exists(def)) return [];
  const { name, source } = def;
  const warning = def.presence !== "here";
  const mark = { kind: "required", rule: `${name}.required`, certain: true, warning, text: "required", reason: "" };
  return [{ ...mark, sentence: "", source, needs: [] }];
}

/** Where the form of a rule that applies pulls, as things are: what has to be given, or left out, for it to hold. */
function rulePulls(scene, rule, ready) {
  const names = formTexts(rule.form);
  if (ready.form.tag === "ignored") return names.map((name) => ({ name, kind: "ignored", certain: true }));
  const pulls = new Map();
  for (const { texts, truth, inside, wanted } of formParts(rule, ready)) {
    if (inside) pulls.set(`${inside.kind} ${inside.name}`, { ...inside, certain: true });
    scene.parameters.forEach(({ def }, index) => {
      if (!exists(def) || def.constant !== null || !texts.some((text) => isWithin(text, def.name))) return;
      const truthOf = (node) => truth({ ...scene, parameters: scene.parameters.with(index, node) });
      const absent = truthOf(absentNode(def));
      const given = truthOf({ def, given: YES, content: null });
      const add = (kind, certain) => {
        const known = pulls.get(`${kind} ${def.name}`);
        pulls.set(`${kind} ${def.name}`, { name: def.name, kind, certain: certain || known?.certain === true });
      };
      if (absent === NO && (wanted || given !== NO)) add("required", true);
      else if (absent === UNKNOWN && given === YES) add("required", false);
      else if (given === NO && absent !== NO) add("forbidden", absent === YES);
    });
  }
  return [...pulls.values()];
}

/** What must all hold for a form to hold, each with the paths that it names; `inside` is one that leads into a parameter. */
function formParts(rule, { form }) {
  const within = (place, name, kind) => (place?.hops?.length > 0 ? { name, kind } : null);
  const demand = ({ of }, index, truth, kind) => {
    const texts = of.parameter ? [of.parameter.text] : [];
    const inside = kind && of.parameter ? within(form.demands[index].who.place, of.parameter.text, kind) : null;
    // What is demanded is demanded even if no value will do.
    return { texts, truth: (scene) => truth(scene, form.demands[index]), inside, wanted: form.tag === "require" };
  };
  switch (form.tag) {
    case "require": return rule.form.require.map((it, index) => demand(it, index, requiredTruth, "required"));
    case "allow": return rule.form.allow.map((it, index) => demand(it, index, allowedTruth, null));
    case "forbid":
      return rule.form.forbid.map((cond, index) => {
        const ready = form.members[index];
        const inside = cond.given ? within(ready.place, cond.given.text, "forbidden") : null;
        return { texts: condTexts(cond), truth: (scene) => YES - condTruth(scene, ready, null), inside };
      });
    default: return [{ texts: formTexts(rule.form), truth: (scene) => formTruth(scene, form), inside: null }];
  }
}

/** Whether a path is a name or leads into it. */
function isWithin(path, name) {
  return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
}

function ruleMark(one, kind, certain) {
  const { operation, scene, rule, ready } = one;
  const facts = operation.facts ?? [];
  const sentence = ruleSentence(rule, facts);
  const needs = new Set();
  if (rule.when) addNeeds(scene, rule.when, ready.when, null, needs);
  if (rule.unless) addNeeds(scene, rule.unless, ready.unless, null, needs);
  const conditions = [];
  if (rule.when) conditions.push(`when ${conditionClause(rule.when, facts)}`);
  if (rule.unless) conditions.push(`unless ${conditionClause(rule.unless, facts)}`);
  const reason = needs.size === 0 ? ruleReason(one) : "";
  const what = { required: "required", forbidden: "must not be given", ignored: "has no effect" }[kind];
  const plain = { require: "required", forbid: "forbidden", ignored: "ignored" }[ready.form.tag] === kind;
  let text = `${what}: ${sentence}`;
  if (plain && needs.size > 0) text = `${what} ${conditions.join(" ")}`;
  else if (plain) text = reason === "" ? what : `${what} because ${reason}`;
  return { kind, rule: rule.id, certain, text, reason, sentence, source: rule.source ?? "", needs: [...needs] };
}
