// Asks the evaluator of the page about each request in a folder of vectors, and compares with what Rust says.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../../generator/src/text/page/evaluator.js";
import { requirements } from "../../../generator/src/text/page/requirements.js";
import { requestPairs } from "../../../generator/src/text/page/aliyun/wire.js";
import { readJson, toJsonValue, writeJson } from "../../../generator/src/text/page/json.js";

const folder = process.argv[2];
const operations = JSON.parse(readFileSync(join(folder, "operations.json"), "utf8"));
let count = 0;
for (const line of readFileSync(join(folder, "requests.jsonl"), "utf8").split("\n")) {
  if (line === "") continue;
  const [index, edition, request, facts, expected, pairs] = readJson(line);
  const operation = operations[Number(index.text)];
  const found = writeJson(toJsonValue(check(operation, request, facts, edition)));
  if (found !== writeJson(expected)) {
    console.error(`${line}\n\n${operation.name}, edition ${edition}\nRust: ${writeJson(expected)}\npage: ${found}`);
    process.exit(1);
  }
  if (request instanceof Map && writeJson(requestPairs(operation, request)) !== writeJson(pairs)) {
    console.error(`${line}\n\npage: ${writeJson(requestPairs(operation, request))}`);
    process.exit(1);
  }
  if (request instanceof Map) compareMarks(operation, request, facts, edition, expected);
  count += 1;
}
console.log(`${count} verdicts are the same`);

/** The marks of a form must say what the verdict says: whoever breaks a rule breaks a mark of it, and the reverse. */
function compareMarks(operation, request, facts, edition, expected) {
  const marks = requirements(operation, request, facts, edition);
  const ids = (list) => new Set(expected.get(list).map((finding) => finding.get("rule")));
  const [violations, warnings] = [ids("violations"), ids("warnings")];
  const complain = (what) => {
    console.error(`${operation.name}, edition ${edition}: ${what}\n${writeJson(request)}\n${writeJson(facts)}`);
    process.exit(1);
  };
  const isGiven = (name) => (request.get(name) ?? null) !== null && !(operation.empty_is_absent && request.get(name) === "");
  // The JSON text of nothing is nothing, and the same text is something where a text is wanted.
  const isUnclear = (name) => ["null", '""'].includes(request.get(name));
  for (const parameter of operation.parameters) {
    if (isUnclear(parameter.name)) continue;
    const { marks: found, status } = marks.get(parameter.name);
    for (const { kind, rule, certain, warning } of found) {
      const isBroken = { required: !isGiven(parameter.name), forbidden: isGiven(parameter.name), ignored: false }[kind];
      const isTold = warning ? warnings.has(rule) : violations.has(rule);
      if (certain && isBroken && !isTold) complain(`${parameter.name} is ${kind} by ${rule}, and nobody complains`);
      if (status === "missing") complain(`${parameter.name} does not exist, and has a mark of ${rule}`);
    }
  }
  // A constant has its value, and no field in a form.
  const constants = new Set(operation.parameters.filter((it) => it.const !== undefined).map((it) => it.name));
  const isField = ({ of }) => of.parameter?.steps.length === 1 && !constants.has(of.parameter.text);
  const simple = (rule) => rule.form.require?.every(isField);
  const demanding = new Set(operation.rules?.filter(simple).map((rule) => rule.id));
  for (const finding of expected.get("violations")) {
    const rule = finding.get("rule");
    if (!demanding.has(rule)) continue;
    for (const name of finding.get("parameters")) {
      const marked = marks.get(name).marks.some((mark) => mark.rule === rule && mark.kind === "required" && mark.certain);
      if (!isGiven(name) && !isUnclear(name) && !marked && marks.get(name).status !== "missing") complain(`${name} is not marked by ${rule}`);
    }
  }
}
