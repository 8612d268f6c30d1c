// A request as pairs of names and texts, the form in which it travels: `Key.1.Sub`, and JSON parameters as one text.

import { decimalToText, readDecimal } from "../decimal.js";
import { kindOf } from "../definitions.js";
import { JsonNumber, toJsonValue, writeJson } from "../json.js";
import { isAbsentValue, parsedJson } from "../reading.js";

/** Types whose numbers are written plainly. */
const NUMERIC_KINDS = new Set(["integer", "long", "number", "timestamp_ms"]);
/** Types that travel as one JSON text. */
const JSON_KINDS = new Set(["json", "json_list", "json_object"]);

/**
 * The pairs of a request: parameters in the order of the operation, constants whether or not they are given, then unknown
 * names. Nothing is checked: a value of the wrong type is written by its own shape.
 */
export function requestPairs(operation, request) {
  const pairs = [];
  pushFields(operation, null, operation.parameters, toJsonValue(request) ?? new Map(), pairs);
  return pairs;
}

function pushFields(operation, prefix, fields, object, pairs) {
  const key = (name) => (prefix === null ? name : `${prefix}.${name}`);
  for (const field of fields) {
    const value = object.get(field.name);
    if (value !== undefined && (field.const === undefined || !isAbsentValue(value, operation.empty_is_absent))) {
      pushValue(operation, key(field.name), kindOf(field), value, pairs);
    } else if (field.const !== undefined) {
      pairs.push([key(field.name), field.const]);
    }
  }
  for (const [name, value] of object) {
    if (!fields.some((field) => field.name === name)) pushValue(operation, key(name), ["", null], value, pairs);
  }
}

function pushValue(operation, key, kind, value, pairs) {
  if (value === null) return;
  if (JSON_KINDS.has(kind[0])) {
    pairs.push([key, jsonTextOf(operation, kind, value)]);
  } else if (value instanceof JsonNumber) {
    const decimal = NUMERIC_KINDS.has(kind[0]) ? readDecimal(value.text) : null;
    pairs.push([key, decimal ? decimalToText(decimal) : value.text]);
  } else if (Array.isArray(value) || value instanceof Map) {
    const before = pairs.length;
    pushInside(operation, key, kind, value, pairs);
    if (pairs.length === before) pairs.push([key, ""]);
  } else {
    pairs.push([key, String(value)]);
  }
}

function pushInside(operation, key, [kind, inner], value, pairs) {
  const of = (definition) => (definition ? kindOf(definition) : ["", null]);
  if (Array.isArray(value)) {
    const item = of(kind === "list" ? inner : null);
    value.filter((it) => it !== null).forEach((it, index) => pushValue(operation, `${key}.${index + 1}`, item, it, pairs));
  } else if (kind === "map" && inner) {
    for (const [name, it] of value) pushValue(operation, `${key}.${name}`, of(inner), it, pairs);
  } else {
    pushFields(operation, key, kind === "object" ? inner : [], value, pairs);
  }
}

/** The one text of a JSON parameter. A text is JSON already; it is left alone unless a constant may be missing in it. */
function jsonTextOf(operation, kind, value) {
  if (typeof value !== "string") return writeJson(completedValue(operation, kind, value));
  const parsed = holdsConstant(kind) ? parsedJson(value) : undefined;
  return parsed === undefined ? value : writeJson(completedValue(operation, kind, parsed));
}

/** The structure as it stands in the JSON text: with its constants, and with JSON in it as text. */
function completedValue(operation, [kind, content], value) {
  const inner = (definition, held) => {
    if (held === null) return null;
    const its = kindOf(definition);
    return JSON_KINDS.has(its[0]) ? jsonTextOf(operation, its, held) : completedValue(operation, its, held);
  };
  if ((kind === "object" || kind === "json_object") && value instanceof Map) {
    const isMissing = ({ name, const: own }) => own !== undefined && isAbsentValue(value.get(name), operation.empty_is_absent);
    const missing = content.filter(isMissing);
    const all = new Map();
    for (const [name, held] of value) {
      const field = content.find((it) => it.name === name);
      if (!missing.includes(field)) all.set(name, field ? inner(field, held) : held);
    }
    for (const field of missing) all.set(field.name, constantValue(field));
    return all;
  }
  if ((kind === "list" || kind === "json_list") && content && Array.isArray(value)) {
    return value.map((held) => inner(content, held));
  }
  if (kind === "map" && content && value instanceof Map) {
    return new Map([...value].map(([name, held]) => [name, inner(content, held)]));
  }
  return value;
}

function constantValue(field) {
  const [kind] = kindOf(field);
  const decimal = NUMERIC_KINDS.has(kind) ? readDecimal(field.const) : null;
  if (decimal) return new JsonNumber(decimalToText(decimal));
  return kind === "boolean" && ["true", "false"].includes(field.const) ? field.const === "true" : field.const;
}

function holdsConstant([kind, content]) {
  if (kind === "object" || kind === "json_object") {
    return content.some((field) => field.const !== undefined || holdsConstant(kindOf(field)));
  }
  return ["list", "map", "json_list"].includes(kind) && content !== null && holdsConstant(kindOf(content));
}
