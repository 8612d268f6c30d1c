// The built-in checks: everything that is wrong with values themselves, at every depth, in words.

import { decimalToText } from "./decimal.js";
import { escapeText, JsonNumber } from "./json.js";
import { exists } from "./definitions.js";
import { isAbsentValue, readContent, WARNING_FAULTS } from "./reading.js";
import { nearestName } from "./suggest.js";

/** How many values a message lists before it is cut. */
const MANY_VALUES = 12;

/** The way to a value, for ids (`Restore[].Name`) and for people (`Restore[0].Name`). */
export function trailTo(name) {
  return { id: name, shown: name };
}

/** Reports a parameter or field that is not given. */
export function reportAbsent(verdict, def, trail, lenient) {
  if (def.required && def.constant === null && exists(def)) reportFault(verdict, "required", def, undefined, trail, lenient);
}

/**
 * The content of a value that is given; reports what is wrong with it and with everything inside it. `lenient` tells
 * that something around it belongs to only some editions, so that nothing about it is more than a warning.
 */
export function reportValue(verdict, def, value, trail, lenient, emptyIsAbsent) {
  const partly = Array.isArray(def.presence);
  if (partly) reportFault(verdict, "edition", def, undefined, trail, true);
  const softly = lenient || partly;
  const fault = (name) => reportFault(verdict, name, def, value, trail, softly);
  const content = readContent(def, value, emptyIsAbsent, fault);
  if (content?.container !== undefined) reportInside(verdict, def, content.container, trail, softly, emptyIsAbsent);
  return content;
}

function reportInside(verdict, def, container, trail, lenient, emptyIsAbsent) {
  const given = (value) => !isAbsentValue(value, emptyIsAbsent);
  const isList = Array.isArray(container);
  if (!isList && !(container instanceof Map)) return;
  if (def.item) {
    for (const [key, value] of container.entries()) {
      const inner = { id: `${trail.id}[]`, shown: `${trail.shown}[${key}]` };
      if (given(value)) reportValue(verdict, def.item, value, inner, lenient, emptyIsAbsent);
    }
  } else if (!isList && def.fields.length > 0) {
    const fields = def.fields.filter(exists);
    const to = (name) => ({ id: `${trail.id}.${name}`, shown: `${trail.shown}.${name}` });
    for (const field of fields) {
      const value = container.get(field.name);
      if (given(value)) reportValue(verdict, field, value, to(field.name), lenient, emptyIsAbsent);
      else reportAbsent(verdict, field, to(field.name), lenient);
    }
    const known = fields.map(({ name }) => name);
    for (const [name, value] of container) {
      if (given(value) && !known.includes(name)) reportUnknown(verdict, name, known, to(name));
    }
  }
}

/** Reports a name that the operation does not have. */
export function reportUnknown(verdict, name, known, trail) {
  // Comparing each of thousands of unknown names with all known ones would take long.
  const near = verdict.warnings.length < 100 ? nearestName(name, known) : null;
  const hint = near === null ? "" : `; did you mean \`${near}\`?`;
  const message = `the operation has no parameter \`${escapeText(trail.shown)}\`${hint}`;
  verdict.warnings.push(newFinding("unknown-parameter", [trail.shown], message));
}

/** The content of a fact; whatever is wrong with it is a warning. */
export function reportFact(verdict, def, value) {
  const fault = (name) => reportFault(verdict, name, def, value, trailTo(`$${def.name}`), true);
  const content = readContent(def, value, false, fault);
  // A value outside the list is known all the same: it equals none of the listed ones.
  return content === null && def.kind === "enum" && typeof value === "string" ? { unlisted: value } : content;
}

/** Reports a fact that the operation does not have. */
export function reportUnknownFact(verdict, name, known) {
  const near = nearestName(name, known);
  const hint = near === null ? "" : `; did you mean \`$${near}\`?`;
  const message = `the operation has no fact \`$${escapeText(name)}\`${hint}`;
  verdict.warnings.push(newFinding("unknown-fact", [`$${name}`], message));
}

/** A violation, warning or undecided rule. It never carries a value of the request. */
export function newFinding(rule, parameters, message, reason = "", source = "") {
  return { rule, parameters, message, reason, source };
}

function reportFault(verdict, fault, def, value, trail, lenient) {
  const id = { "open-value": "value", "value-edition": "edition" }[fault] ?? fault;
  const editions = Array.isArray(def.presence) ? def.presence : null;
  const message = faultMessage(fault, def, value, escapeText(trail.shown), editions);
  const finding = newFinding(`${trail.id}.${id}`, [trail.shown], message, "", def.source);
  const warns = lenient || editions !== null || WARNING_FAULTS.has(fault);
  (warns ? verdict.warnings : verdict.violations).push(finding);
}

function faultMessage(fault, def, value, shown, editions) {
  const only = editions === null ? "" : ` (in edition ${editions.join(", ")} only)`;
  const isText = def.kind === "string" || def.kind === "enum";
  switch (fault) {
    case "required": return `${shown} is required${only}: give it`;
    case "type": {
      const quote = isText && (value instanceof JsonNumber || typeof value === "boolean") ? ": put the value in quotes" : "";
      return `${shown} must be ${wantedType(def)}${foundType(value)}${quote}${only}`;
    }
    case "value":
    case "open-value": {
      const listed = listedTexts(def);
      // Of two numbers none is a slip of the pen, and a number means the same as its text.
      const near = isText && typeof value === "string" && !def.secret ? nearestName(value, listed) : null;
      const hint = near === null ? "" : `; did you mean ${near}?`;
      return `${shown} ${fault === "value" ? "must be" : "is usually"} ${oneOfWords(listed)}${hint}${only}`;
    }
    case "const": return `${shown} is always ${def.constant}: leave it out or set it to that${only}`;
    case "range": {
      const bound = (number) => (number ? decimalToText(number) : null);
      return `${shown} must be ${betweenWords(bound(def.min), bound(def.max), "")}${only}`;
    }
    case "length": {
      const unit = { list: " items", map: " entries", object: " entries" }[def.kind] ?? " characters";
      return `${shown} must have ${betweenWords(def.minLength, def.maxLength, unit)}${only}`;
    }
    case "pattern": return `${shown} must match the documented pattern as a whole${only}`;
    case "value-edition": {
      const found = def.values.find(({ text }) => text === value)?.presence;
      return `the value of ${shown} exists in edition ${Array.isArray(found) ? found.join(", ") : ""} only`;
    }
    default: return `${shown} exists in edition ${(editions ?? []).join(", ")} only`;
  }
}

function wantedType(def) {
  return {
    string: "a string",
    enum: "the text of a value",
    integer: "an integer of 32 bits",
    long: "an integer of 64 bits",
    number: "a decimal number",
    boolean: "true or false",
    list: def.jsonText ? "a list, or its JSON text" : "a list",
    object: def.jsonText ? "an object, or its JSON text" : "an object",
    map: "an object",
    anything: "JSON, or its text",
  }[def.kind];
}

function foundType(value) {
  if (value === undefined) return "";
  if (value === null) return ", not null";
  if (typeof value === "boolean") return ", not a boolean";
  if (value instanceof JsonNumber) return ", not this number";
  if (typeof value === "string") return ", not this text";
  return Array.isArray(value) ? ", not a list" : ", not an object";
}

function listedTexts(def) {
  if (def.kind === "enum") return def.values.filter(exists).map(({ text }) => text);
  return def.oneOf.map((literal) => (typeof literal === "string" ? literal : decimalToText(literal)));
}

function oneOfWords(values) {
  if (values.length === 0) return "a listed value";
  if (values.length === 1) return values[0];
  if (values.length <= MANY_VALUES) return `one of ${values.join(", ")}`;
  return `one of ${values.slice(0, MANY_VALUES).join(", ")} and ${values.length - MANY_VALUES} more`;
}

function betweenWords(least, most, unit) {
  if (least !== null && most !== null) return `${least} to ${most}${unit}`;
  return least !== null ? `at least ${least}${unit}` : `at most ${most}${unit}`;
}
