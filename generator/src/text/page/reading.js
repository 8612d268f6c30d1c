// Reading one value by its definition: what it holds for rules, and what is wrong with the value by itself.

import { compareDecimals, decimalToInteger, fitsBits, readDecimal } from "./decimal.js";
import { JsonNumber, readJson } from "./json.js";
import { readLiteral } from "./definitions.js";

/** What is always a warning. */
export const WARNING_FAULTS = new Set(["open-value", "value-edition", "edition"]);
/** What leaves rules without a value to read. */
const HIDING_FAULTS = new Set(["type", "value", "const", "range", "pattern"]);

/** Whether a value means the same as leaving it out. */
export function isAbsentValue(value, emptyIsAbsent) {
  return value === undefined || value === null || (emptyIsAbsent && value === "");
}

/**
 * The content of a value: `{ text }`, `{ listed }` (the index of an enum value), `{ unlisted }`, `{ flag }`,
 * `{ integer }`, `{ decimal }`, `{ container }`, or `null` where nothing can be said of it. What is wrong goes to
 * `fault`. `isOwn` tells that the value is the constant of the definition itself.
 */
export function readContent(def, value, emptyIsAbsent, fault, isOwn = false) {
  const content = readType(def, value);
  if (content === null) {
    fault("type");
    return null;
  }
  let hidden = false;
  const found = (name) => {
    hidden ||= HIDING_FAULTS.has(name);
    fault(name);
  };
  if (content.listed !== undefined && def.values[content.listed].presence !== "here") found("value-edition");
  if (content.unlisted !== undefined) found(def.open ? "open-value" : "value");
  if (def.oneOf.length > 0 && !def.oneOf.some((literal) => equalsLiteral(def, content, literal))) found("value");
  if (def.constant !== null && !isOwn) {
    const literal = readLiteral(def, def.constant);
    if (literal === null || !equalsLiteral(def, content, literal)) found("const");
  }
  const number = def.min || def.max ? contentNumber(content) : null;
  if (number && ((def.min && compareDecimals(number, def.min) < 0) || (def.max && compareDecimals(number, def.max) > 0))) {
    found("range");
  }
  const length = def.minLength !== null || def.maxLength !== null ? contentLength(content, emptyIsAbsent) : null;
  if (length !== null && (length < (def.minLength ?? 0) || length > (def.maxLength ?? Infinity))) found("length");
  if (def.pattern && content.text !== undefined && !def.pattern.test(content.text)) found("pattern");
  return hidden ? null : content;
}

function readType(def, value) {
  const isText = typeof value === "string";
  switch (def.kind) {
    case "string": return isText ? { text: value } : null;
    case "enum": {
      if (!isText) return null;
      const listed = def.values.findIndex(({ text, presence }) => presence !== "missing" && text === value);
      return listed < 0 ? { unlisted: value } : { listed };
    }
    case "integer": return readInteger(value, 32);
    case "long": return readInteger(value, 64);
    case "number": {
      const text = value instanceof JsonNumber ? value.text : isText && !/[eE]/.test(value) ? value : null;
      const decimal = text === null ? null : readDecimal(text);
      return decimal && { decimal };
    }
    case "boolean": {
      if (value === true || value === "true") return { flag: true };
      return value === false || value === "false" ? { flag: false } : null;
    }
    case "list": return Array.isArray(value) ? { container: value } : null;
    case "object":
    case "map": return value instanceof Map ? { container: value } : null;
    default: return !isText || parsedJson(value) !== undefined ? { container: value } : null;
  }
}

function readInteger(value, bits) {
  let integer = null;
  if (value instanceof JsonNumber) {
    const decimal = readDecimal(value.text);
    integer = decimal && decimalToInteger(decimal);
  } else if (typeof value === "string" && /^-?[0-9]+$/.test(value)) {
    const digits = value.replace(/^-?0*/, "");
    if (digits.length <= 19) integer = fitsBits(BigInt((value[0] === "-" ? "-" : "") + (digits || "0")), 64);
  }
  if (integer !== null) integer = fitsBits(integer, bits);
  return integer === null ? null : { integer };
}

/** What a text says as JSON; `undefined` if it is none. */
export function parsedJson(text) {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is the same as a literal of the spec. */
export function equalsLiteral(def, content, literal) {
  if (content === null) return false;
  if (typeof literal === "string") return contentText(def, content) === literal;
  const number = contentNumber(content);
  return number !== null && compareDecimals(number, literal) === 0;
}

/** The text of a string, enum value or boolean; else `null`. */
export function contentText(def, content) {
  if (content === null) return null;
  if (content.flag !== undefined) return String(content.flag);
  if (content.listed !== undefined) return def.values[content.listed]?.text ?? null;
  return content.text ?? content.unlisted ?? null;
}

/** The decimal of a number; else `null`. */
export function contentNumber(content) {
  if (content === null) return null;
  if (content.integer !== undefined) return { units: content.integer, scale: 0 };
  return content.decimal ?? null;
}

function contentLength(content, emptyIsAbsent) {
  const text = content.text ?? content.unlisted;
  if (text !== undefined) return [...text].length;
  const { container } = content;
  const given = (value) => !isAbsentValue(value, emptyIsAbsent);
  if (Array.isArray(container)) return container.filter(given).length;
  return container instanceof Map ? [...container.values()].filter(given).length : null;
}

/** A value in which JSON texts are replaced by what they say; the same value if there are none. */
export function unfoldValue(def, value) {
  if (!def?.holdsJson) return value;
  if (typeof value === "string") {
    if (!def.jsonText) return value;
    const parsed = parsedJson(value);
    if (parsed === undefined) return value;
    // A text in the text is a text, not JSON once more.
    return typeof parsed === "string" ? parsed : unfoldValue(def, parsed);
  }
  if (Array.isArray(value)) return value.map((item) => unfoldValue(def.item, item));
  if (!(value instanceof Map)) return value;
  const inner = (name) => def.item ?? def.fields.find((field) => field.name === name);
  return new Map([...value].map(([name, held]) => [name, unfoldValue(inner(name), held)]));
}
