// Compares the parts of the evaluator with what Rust says: numbers, patterns, JSON, suggestions.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addDecimals, compareDecimals, decimalToInteger, decimalToText, negateDecimal, readDecimal } from "../../../generator/src/text/page/decimal.js";
import { readJson, writeJson } from "../../../generator/src/text/page/json.js";
import { compilePattern } from "../../../generator/src/text/page/pattern.js";
import { nearestName } from "../../../generator/src/text/page/suggest.js";

const vectors = JSON.parse(readFileSync(join(process.argv[2], "parts.json"), "utf8"));

for (const [left, right, said] of vectors.numbers) {
  const [a, b] = [readDecimal(left), readDecimal(right)];
  let found = null;
  if (a && b) {
    const integer = decimalToInteger(a);
    const difference = addDecimals(a, negateDecimal(b));
    found = [compareDecimals(a, b), decimalToText(difference), decimalToText(a), integer === null ? null : String(integer)];
  }
  assert.deepEqual(found, said, `${left} and ${right}`);
}
for (const [pattern, said] of vectors.patterns) {
  const found = vectors.texts.map((text) => compilePattern(pattern).test(text));
  assert.deepEqual(found, said, `${pattern}: ${JSON.stringify(vectors.texts)}`);
}
for (const [text, value, fault] of vectors.json) {
  let found = [null, null];
  try {
    found[0] = writeJson(readJson(text));
  } catch (error) {
    found[1] = error.message;
  }
  assert.deepEqual(found, [value, fault], text);
}
for (const [name, near] of vectors.names) assert.equal(nearestName(name, vectors.candidates), near, name);
console.log(`${vectors.numbers.length} numbers, ${vectors.patterns.length} patterns, ${vectors.json.length} JSON texts`);
