// Definitions made ready for checking in one edition: bounds as numbers, patterns compiled, what is missing marked.

import { readDecimal } from "./decimal.js";
import { compilePattern } from "./pattern.js";

/** No edition is chosen: everything exists, what is not common to all editions only warns. */
export const ANY_EDITION = { chosen: null, common: false };
/** What is common to all editions, and nothing else. */
export const COMMON_EDITION = { chosen: null, common: true };

/** How something that belongs to `editions` stands: "here", "missing", or the names of the editions that have it. */
export function presenceOf(view, editions, declared) {
  const all = declared.length > 0 && declared.every((name) => editions.includes(name));
  if (editions.length === 0 || all) return "here";
  if (view.chosen !== null) return editions.includes(view.chosen) ? "here" : "missing";
  return view.common ? "missing" : editions;
}

/** The kind of a parameter in the data of an operation: its name, and what comes with it. */
export function kindOf(parameter) {
  if (typeof parameter.kind === "string") return [parameter.kind, null];
  return Object.entries(parameter.kind)[0];
}

/** The definition of a parameter, field, item or fact in a view. */
export function defineParameter(parameter, view, declared) {
  const nested = (inner) => (inner ? defineParameter(inner, view, declared) : null);
  const [name, inner] = kindOf(parameter);
  const def = {
    name: parameter.name ?? "",
    presence: presenceOf(view, parameter.editions ?? [], declared),
    kind: { timestamp_ms: "long", json_list: "list", json_object: "object", json: "anything" }[name] ?? name,
    values: [],
    open: false,
    item: null,
    fields: [],
    /** Whether a text stands for a structure. */
    jsonText: name === "json_list" || name === "json_object",
    required: parameter.required ?? false,
    constant: parameter.const ?? null,
    min: parameter.min === undefined ? null : readDecimal(parameter.min),
    max: parameter.max === undefined ? null : readDecimal(parameter.max),
    minLength: parameter.min_length ?? null,
    maxLength: parameter.max_length ?? null,
    pattern: parameter.pattern === undefined ? null : compilePattern(parameter.pattern),
    secret: parameter.secret ?? false,
    source: parameter.source ?? "",
  };
  if (name === "enum") {
    const value = ({ value, editions }) => ({ text: value, presence: presenceOf(view, editions ?? [], declared) });
    def.values = inner.values.map(value);
    def.open = inner.open ?? false;
  } else if (name === "list" || name === "map" || name === "json_list") {
    def.item = nested(inner);
  } else if (name === "object" || name === "json_object") {
    def.fields = inner.map(nested);
  }
  def.oneOf = (parameter.one_of ?? []).map((text) => readLiteral(def, text)).filter((literal) => literal !== null);
  /** Whether it or something inside it is a text that stands for a structure. */
  def.holdsJson = def.jsonText || (def.item?.holdsJson ?? false) || def.fields.some((field) => field.holdsJson);
  return def;
}

/** Whether a request can have it. */
export function exists(def) {
  return def.presence !== "missing";
}

/** Whether it and everything inside it exists. */
export function isWhole(def) {
  return exists(def) && def.values.every(exists) && def.fields.every(isWhole) && (def.item === null || isWhole(def.item));
}

/** A value of the spec as the type compares it, a text or a decimal; `null` for what the type cannot have. */
export function readLiteral(def, text) {
  switch (def.kind) {
    case "integer":
    case "long":
    case "number":
      return readDecimal(text);
    case "string":
    case "boolean":
    case "enum":
      return text;
    default:
      return null;
  }
}
