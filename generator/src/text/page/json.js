// Reading and writing JSON with every digit of its numbers: objects are Maps, numbers keep their text.

/** How deep lists and objects may lie in each other. */
const MOST_DEPTH = 128;

/** A number as it was written: `5`, `5.0` and `1e3` stay apart. */
export class JsonNumber {
  constructor(text) {
    this.text = text;
  }
}

/** What is wrong with a text that should be JSON: one sentence with line and column. */
export class JsonFault extends Error {}

/**
 * Reads one JSON text: `null`, booleans, strings, `JsonNumber`s, arrays and `Map`s.
 * Throws a `JsonFault` for a syntax error, a name given twice in an object, or nesting that is too deep.
 */
export function readJson(text) {
  let at = 0;

  function fail(message) {
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    const column = [...before.slice(before.lastIndexOf("\n") + 1)].length + 1;
    throw new JsonFault(`${message} at line ${line} column ${column}`);
  }

  function peek() {
    while (at < text.length && " \t\n\r".includes(text[at])) at += 1;
    return text[at];
  }

  function eat(character) {
    const eaten = peek() === character;
    if (eaten) at += 1;
    return eaten;
  }

  function value(depth) {
    const next = peek();
    if (next === undefined) fail("the text ends where a value is expected");
    if (next === "{" || next === "[") {
      if (depth >= MOST_DEPTH) fail(`nested deeper than ${MOST_DEPTH} levels`);
      at += 1;
      return next === "{" ? object(depth) : list(depth);
    }
    if (next === '"') return string();
    if (next === "-" || (next >= "0" && next <= "9")) return number();
    for (const [word, meaning] of [["null", null], ["true", true], ["false", false]]) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    return fail("expected a value");
  }

  function object(depth) {
    const entries = new Map();
    if (eat("}")) return entries;
    for (;;) {
      if (peek() !== '"') fail("expected a name in quotes");
      const begin = at;
      const name = string();
      if (entries.has(name)) {
        at = begin;
        fail(`the name "${escapeText(name, /["\\]/, true)}" is given twice`);
      }
      if (!eat(":")) fail("expected `:`");
      entries.set(name, value(depth + 1));
      if (eat("}")) return entries;
      if (!eat(",")) fail("expected `,` or `}`");
    }
  }

  function list(depth) {
    const items = [];
    if (eat("]")) return items;
    for (;;) {
      items.push(value(depth + 1));
      if (eat("]")) return items;
      if (!eat(",")) fail("expected `,` or `]`");
    }
  }

  function string() {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    if (end >= text.length) fail("a string is not closed");
    let meaning = null;
    try {
      meaning = JSON.parse(text.slice(at, end + 1));
    } catch {
      // What is wrong is said below.
    }
    if (meaning === null || !meaning.isWellFormed()) {
      fail("a string has an escape or a character that JSON does not allow");
    }
    at = end + 1;
    return meaning;
  }

  function number() {
    const [token] = /^[-+.eE0-9]+/.exec(text.slice(at, at + 20)) ?? [""];
    const whole = token.length < 20 ? token : /^[-+.eE0-9]+/.exec(text.slice(at))[0];
    if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(whole)) fail("a number is not as JSON writes it");
    at += whole.length;
    return new JsonNumber(whole);
  }

  const read = value(0);
  if (peek() !== undefined) fail("something follows after the end of the value");
  return read;
}

/** The text of a value as one line of JSON. */
export function writeJson(value) {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([name, inner]) => `${JSON.stringify(name)}:${writeJson(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Plain JavaScript as a value: objects become `Map`s, numbers and BigInts `JsonNumber`s; values stay what they are. */
export function toJsonValue(plain) {
  if (plain === undefined || plain === null) return null;
  if (typeof plain === "number" || typeof plain === "bigint") return new JsonNumber(String(plain));
  if (Array.isArray(plain)) return plain.map(toJsonValue);
  if (plain instanceof Map) return new Map([...plain].map(([name, value]) => [name, toJsonValue(value)]));
  if (typeof plain !== "object" || plain instanceof JsonNumber) return plain;
  return new Map(Object.entries(plain).map(([name, value]) => [name, toJsonValue(value)]));
}

/** A text for people, with escapes for what does not print; `also` are visible characters that get a backslash. */
export function escapeText(text, also = /["'\\]/, accents = false) {
  const names = { "\0": "\\0", "\t": "\\t", "\r": "\\r", "\n": "\\n" };
  const escaped = (character, index) => {
    if (names[character]) return names[character];
    if (also.test(character)) return `\\${character}`;
    const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}]/u.test(character) && character !== " ";
    // At the beginning an accent would sit on what stands before it.
    return hidden || ((accents || index === 0) && /\p{Grapheme_Extend}/u.test(character))
      ? `\\u{${character.codePointAt(0).toString(16)}}`
      : character;
  };
  return [...text].map(escaped).join("");
}
