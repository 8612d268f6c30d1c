// The filled form as the fragment of a link: `#/Operation?edition@=name&$Fact=value&Name=value`. No secret is ever in it.

import { kindOf } from "./definitions.js";
import { readJson, toJsonValue, writeJson } from "./json.js";

const EDITION = "edition@";

// What is given, without the values that the spec calls secret, at any depth.
export function withoutSecrets(definition, value) {
  if (definition.secret || value === undefined || value === null) return undefined;
  const [word, content] = kindOf(definition);
  if (word === "object" || word === "json_object") {
    const parts = readStructure(value);
    if (!(parts instanceof Map)) return hasSecret(content) ? undefined : value;
    return keptParts(parts, (name) => content.find((it) => it.name === name));
  }
  if ((word === "list" || word === "json_list") && content) {
    const items = readStructure(value);
    if (!Array.isArray(items)) return hasSecret([content]) ? undefined : value;
    return items.map((item) => withoutSecrets(content, item)).filter((item) => item !== undefined);
  }
  if (word === "map" && content) {
    const parts = readStructure(value);
    if (!(parts instanceof Map)) return hasSecret([content]) ? undefined : value;
    return keptParts(parts, () => content);
  }
  return value;
}

function keptParts(parts, definitionOf) {
  const entries = [...parts].map(([name, part]) => [name, definitionOf(name) ? withoutSecrets(definitionOf(name), part) : part]);
  return new Map(entries.filter(([, part]) => part !== undefined));
}

function readStructure(value) {
  if (typeof value !== "string") return toJsonValue(value);
  try {
    return readJson(value);
  } catch {
    return value;
  }
}

function hasSecret(definitions) {
  return (definitions ?? []).some((it) => {
    const [, content] = kindOf(it);
    const inner = Array.isArray(content) ? content : content && typeof content === "object" && content.kind ? [content] : [];
    return it.secret || hasSecret(inner);
  });
}

// The fragment of a filled form.
export function writeLink({ name, parameters }, { edition, facts, request }) {
  const pairs = [];
  if (edition !== null) pairs.push([EDITION, edition]);
  for (const [fact, value] of Object.entries(facts)) pairs.push([`$${fact}`, value]);
  for (const definition of parameters) {
    if (!Object.hasOwn(request, definition.name)) continue;
    const value = withoutSecrets(definition, request[definition.name]);
    if (value !== undefined) pairs.push([definition.name, typeof value === "object" ? writeJson(toJsonValue(value)) : String(value)]);
  }
  const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  return `#/${encodeURIComponent(name)}${query ? `?${query}` : ""}`;
}

// What a fragment says: the operation, the edition, facts and values as texts. Nothing for one that says nothing.
export function readLink(fragment) {
  const [, name, query] = /^#\/([^?]*)(?:\?(.*))?$/s.exec(fragment) ?? [];
  if (name === undefined) return undefined;
  const found = { name: decodedText(name), edition: null, facts: Object.create(null), request: Object.create(null) };
  for (const pair of (query ?? "").split("&").filter(Boolean)) {
    const [key, value] = [pair.split("=", 1)[0], pair.slice(pair.split("=", 1)[0].length + 1)].map(decodedText);
    if (key === EDITION) found.edition = value;
    else if (key.startsWith("$")) found.facts[key.slice(1)] = value;
    else found.request[key] = value;
  }
  return found;
}

function decodedText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The value of a link as the control of a definition takes it.
export function fromLink(definition, text) {
  const [word, content] = kindOf(definition);
  const structured = ["list", "object", "map"].includes(word) || (["json_list", "json_object"].includes(word) && content);
  return structured ? readStructure(text) : text;
}
