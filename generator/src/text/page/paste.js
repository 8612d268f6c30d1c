// A request that somebody has already, as text: JSON, an address, the body of a form, a command with one of them.

import { kindOf } from "./definitions.js";
import { readJson } from "./json.js";

// What a text says: `{ action, facts, request, unknown }`; nothing for a text without a request. `parametersOf` gives the
// parameters of an operation by its name, or of the one that is shown if there is no such operation.
export function readPasted(text, parametersOf) {
  const json = pastedJson(text);
  const pairs = json ? undefined : pastedPairs(text);
  if (!json && pairs.size === 0) return undefined;
  const action = json ? json.get("Action") : (pairs.get("Action") ?? /x-acs-action:\s*(\w+)/i.exec(text)?.[1]);
  const parameters = parametersOf(action);
  const facts = Object.create(null);
  const request = Object.create(null);
  const known = new Set();
  for (const definition of parameters) {
    const value = json ? json.get(definition.name) : fromPairs(definition, definition.name, pairs);
    known.add(definition.name);
    if (definition.const === undefined && value !== undefined && value !== null) request[definition.name] = value;
  }
  for (const [name, value] of json ?? []) {
    if (name.startsWith("$")) facts[name.slice(1)] = value;
  }
  const isKnown = (name) => name.startsWith("$") || [...known].some((it) => name === it || name.startsWith(`${it}.`));
  return { action, facts, request, unknown: [...(json ?? pairs).keys()].filter((name) => !isKnown(name)) };
}

// The first thing in a text that is a JSON object.
function pastedJson(text) {
  const begin = text.indexOf("{");
  const end = text.lastIndexOf("}");
  // In an address or a form a brace is a part of a value.
  if (begin < 0 || end < begin || /[\w.]=/.test(text.slice(0, begin))) return undefined;
  try {
    const value = readJson(text.slice(begin, end + 1));
    return value instanceof Map ? value : undefined;
  } catch {
    return undefined;
  }
}

// Everything that looks like `name=value&name=value`, decoded as a form.
function pastedPairs(text) {
  const pairs = new Map();
  const found = text.match(/[\w.%$-]+=[^&\s"'\\]*(?:&[\w.%$-]+=[^&\s"'\\]*)*/g) ?? [];
  for (const [name, value] of found.flatMap((it) => [...new URLSearchParams(it)])) {
    if (!pairs.has(name)) pairs.set(name, value);
  }
  return pairs;
}

// The value of a definition in pairs: lists are numbered from one, fields stand behind dots.
function fromPairs(definition, key, pairs) {
  const [kind, content] = kindOf(definition);
  const below = [...pairs.keys()].filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1));
  if (kind === "list" && below.length) {
    const numbers = [...new Set(below.map((rest) => /^\d+/.exec(rest)?.[0]).filter(Boolean))].sort((a, b) => a - b);
    return numbers.map((number) => (content ? fromPairs(content, `${key}.${number}`, pairs) : pairs.get(`${key}.${number}`)) ?? "");
  }
  if (kind === "object" && below.length) {
    const fields = content.map((field) => [field.name, fromPairs(field, `${key}.${field.name}`, pairs)]);
    return new Map(fields.filter(([, value]) => value !== undefined));
  }
  if (kind === "map" && below.length) return new Map(below.map((name) => [name, pairs.get(`${key}.${name}`)]));
  return pairs.get(key);
}
