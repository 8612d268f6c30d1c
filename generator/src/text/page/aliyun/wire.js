// From a request to the pairs that travel, as `contingent_runtime::wire` writes them.

import { decimalToText, readDecimal } from "../decimal.js";
import { kindOf } from "../definitions.js";
import { JsonNumber, readJson, toJsonValue, writeJson } from "../json.js";

const WIRE_NUMBERS = new Set(["integer", "long", "number", "timestamp_ms"]);

// The pairs of a request: parameters in the order of the operation, then unknown names. Nothing is checked here.
export function requestPairs(operation, request) {
  const pairs = [];
  writeFieldPairs(operation.empty_is_absent ?? false, null, operation.parameters, toJsonValue(request), pairs);
  return pairs;
}

function isLeftOut(emptyIsAbsent, value) {
  return value === undefined || value === null || (emptyIsAbsent && value === "");
}

function writeFieldPairs(emptyIsAbsent, prefix, fields, object, pairs) {
  const key = (name) => (prefix === null ? name : `${prefix}.${name}`);
  for (const field of fields) {
    const value = object.get(field.name);
    if (field.const !== undefined) pairs.push([key(field.name), field.const]);
    else if (!isLeftOut(emptyIsAbsent, value)) writePair(emptyIsAbsent, key(field.name), field, value, pairs);
  }
  for (const [name, value] of object) {
    if (!fields.some((field) => field.name === name)) writePair(emptyIsAbsent, key(name), null, value, pairs);
  }
}

function writePair(emptyIsAbsent, key, definition, value, pairs) {
  const [kind, content] = definition === null ? [null, null] : kindOf(definition);
  if (value === null) return;
  if (kind?.startsWith("json")) {
    pairs.push([key, jsonPairText(definition, value)]);
  } else if (typeof value === "string" || typeof value === "boolean") {
    pairs.push([key, String(value)]);
  } else if (value instanceof JsonNumber) {
    const number = WIRE_NUMBERS.has(kind) ? readDecimal(value.text) : null;
    pairs.push([key, number === null ? value.text : decimalToText(number)]);
  } else {
    const before = pairs.length;
    if (Array.isArray(value)) {
      const given = value.filter((item) => item !== null);
      given.forEach((item, index) => writePair(emptyIsAbsent, `${key}.${index + 1}`, kind === "list" ? content : null, item, pairs));
    } else if (kind === "map" && content) {
      for (const [name, inner] of value) writePair(emptyIsAbsent, `${key}.${name}`, content, inner, pairs);
    } else {
      writeFieldPairs(emptyIsAbsent, key, kind === "object" ? content : [], value, pairs);
    }
    // What is given and empty still travels.
    if (pairs.length === before) pairs.push([key, ""]);
  }
}

// The one text of a JSON parameter: with its constants, and with JSON inside it as text.
function jsonPairText(definition, value) {
  if (typeof value !== "string") return writeJson(completedJson(definition, value));
  if (!holdsConstant(definition)) return value;
  try {
    return writeJson(completedJson(definition, readJson(value)));
  } catch {
    return value;
  }
}

function completedJson(definition, value) {
  const [kind, content] = kindOf(definition);
  if ((kind === "object" || kind === "json_object") && value instanceof Map) {
    const missing = content.filter((field) => field.const !== undefined && isLeftOut(false, value.get(field.name)));
    const given = [...value].filter(([name]) => !missing.some((field) => field.name === name));
    const entry = ([name, inner]) => [name, innerJson(content.find((field) => field.name === name), inner)];
    return new Map([...given.map(entry), ...missing.map((field) => [field.name, constantValue(field)])]);
  }
  if ((kind === "list" || kind === "json_list") && content && Array.isArray(value)) return value.map((item) => innerJson(content, item));
  if (kind === "map" && content && value instanceof Map) return new Map([...value].map(([name, inner]) => [name, innerJson(content, inner)]));
  return value;
}

function innerJson(definition, value) {
  if (definition === undefined || value === null) return value;
  return kindOf(definition)[0].startsWith("json") ? jsonPairText(definition, value) : completedJson(definition, value);
}

function constantValue(field) {
  const [kind] = kindOf(field);
  const number = WIRE_NUMBERS.has(kind) ? readDecimal(field.const) : null;
  if (number !== null) return new JsonNumber(decimalToText(number));
  return kind === "boolean" ? field.const === "true" : field.const;
}

function holdsConstant(definition) {
  const [, content] = kindOf(definition);
  const inner = Array.isArray(content) ? content : content?.kind ? [content] : [];
  return inner.some((it) => it.const !== undefined || holdsConstant(it));
}
