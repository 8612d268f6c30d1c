// Patterns: the part of regular expressions that Rust and JavaScript share, which matches whole texts.

/** What JavaScript reads more widely than the patterns of a spec do: inside a class and outside of one. */
const ASCII_BLANKS = "\\t\\n\\v\\f\\r ";
const NO_ASCII_BLANKS = "\\u{0}-\\u{8}\\u{e}-\\u{1f}\\u{21}-\\u{10ffff}";

/** The regular expression of a pattern; `null` for what is none. */
export function compilePattern(text) {
  let source = "";
  let inClass = false;
  for (let at = 0; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (two === "\\s") source += inClass ? ASCII_BLANKS : `[${ASCII_BLANKS}]`;
    else if (two === "\\S") source += inClass ? NO_ASCII_BLANKS : `[${NO_ASCII_BLANKS}]`;
    else if (two[0] === "\\") source += two;
    else if (two[0] === "." && !inClass) source += "[^\\n]";
    else source += two[0];
    if (two[0] === "\\") at += 1;
    else if (two[0] === "[") inClass = true;
    else if (two[0] === "]") inClass = false;
  }
  try {
    // Alone first: `a)|(b` would become something else inside the group that anchors it.
    new RegExp(source, "u");
    return new RegExp(`^(?:${source})$`, "u");
  } catch {
    return null;
  }
}
