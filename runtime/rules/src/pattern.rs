//! Patterns: the part of regular expressions that means the same in Rust and in JavaScript.

use std::fmt;

/// A regular expression that matches whole texts.
///
/// No look-around, no `\b`, no flags, no Unicode classes; `\d`, `\w` and `\s` are ASCII and `.`
/// is any character but a line feed. Matching takes linear time.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: regex_lite::Regex,
}

/// Why a text is not a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Checks and compiles a pattern.
    ///
    /// # Errors
    /// It is not a regular expression, too large, or outside the common part of both languages.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        check_dialect(text).map_err(|message| PatternError { message })?;
        let compile =
            |text: &str| regex_lite::Regex::new(text).map_err(|error| PatternError { message: error.to_string() });
        // Alone first: `a)|(b` would become something else inside the group that anchors it.
        compile(text)?;
        compile(&format!("^(?:{text})$")).map(|regex| Self { regex })
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

fn check_dialect(text: &str) -> Result<(), String> {
    let mut chars = text.chars().peekable();
    // Whether the last thing read can be repeated.
    let mut repeatable = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                escape(&mut chars, false)?;
                repeatable = true;
            }
            '[' => {
                class(&mut chars)?;
                repeatable = true;
            }
            '(' => {
                if chars.peek() == Some(&'?') {
                    chars.next();
                    group(&mut chars)?;
                }
                repeatable = false;
            }
            ')' => repeatable = true,
            '|' | '^' | '$' => repeatable = false,
            '*' | '+' | '?' | '{' => {
                if !repeatable {
                    return Err(format!("`{c}` has nothing to repeat; write `\\{c}` for the character"));
                }
                if c == '{' {
                    counts(&mut chars)?;
                }
                if chars.peek() == Some(&'?') {
                    chars.next();
                }
                repeatable = false;
            }
            ']' | '}' => return Err(format!("write `\\{c}` for the character `{c}`")),
            _ => repeatable = true,
        }
    }
    Ok(())
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn escape(chars: &mut Chars<'_>, in_class: bool) -> Result<(), String> {
    let Some(c) = chars.next() else {
        return Err("it ends with a lone `\\`".into());
    };
    match c {
        'd' | 'D' | 'w' | 'W' | 's' | 'S' | 't' | 'n' | 'r' | 'f' | 'v' => Ok(()),
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => Ok(()),
        '-' if in_class => Ok(()),
        'x' => hex(chars, 2),
        'u' if chars.peek() == Some(&'{') => {
            chars.next();
            let digits: String = chars.by_ref().take_while(|c| *c != '}').collect();
            match u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32) {
                Some(_) => Ok(()),
                None => Err("`\\u{…}` wants the number of a character".into()),
            }
        }
        'u' => hex(chars, 4),
        'b' | 'B' => Err("`\\b` does not mean the same everywhere and is not allowed".into()),
        'p' | 'P' => Err("Unicode classes are not allowed; list the characters".into()),
        _ => Err(format!("`\\{c}` is not an escape that every dialect knows")),
    }
}

/// What follows `(?`: a colon, or a name in angle brackets.
fn group(chars: &mut Chars<'_>) -> Result<(), String> {
    let name: String = match chars.next() {
        Some(':') => return Ok(()),
        Some('<') => chars.by_ref().take_while(|c| *c != '>').collect(),
        Some(_) | None => String::new(),
    };
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if plain {
        Ok(())
    } else {
        Err("of the groups that begin with `(?` only `(?:…)` and `(?<name>…)` are allowed".into())
    }
}

fn hex(chars: &mut Chars<'_>, count: usize) -> Result<(), String> {
    let digits: Vec<char> = chars.by_ref().take(count).collect();
    if digits.len() == count && digits.iter().all(char::is_ascii_hexdigit) {
        Ok(())
    } else {
        Err(format!("a numeric escape wants {count} hexadecimal digits"))
    }
}

fn class(chars: &mut Chars<'_>) -> Result<(), String> {
    if chars.peek() == Some(&'^') {
        chars.next();
    }
    if chars.peek() == Some(&']') {
        return Err("a class cannot be empty; write `\\]` for the character".into());
    }
    while let Some(c) = chars.next() {
        match c {
            ']' => return Ok(()),
            '\\' => escape(chars, true)?,
            '[' => return Err("write `\\[` for the character `[` in a class".into()),
            '&' | '~' | '-' if chars.peek() == Some(&c) => {
                return Err(format!("`{c}{c}` in a class does not mean the same everywhere"));
            }
            _ => {}
        }
    }
    Err("a class `[…]` is not closed".into())
}

fn counts(chars: &mut Chars<'_>) -> Result<(), String> {
    let body: String = chars.by_ref().take_while(|c| *c != '}').collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fine = match body.split_once(',') {
        Some((least, most)) => number(least) && (most.is_empty() || number(most)),
        None => number(&body),
    };
    if fine { Ok(()) } else { Err("`{…}` wants a count such as `{3}`, `{1,}` or `{1,3}`".into()) }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn the_whole_text_must_match() {
        let pattern = Pattern::new("[a-z0-9-]{3,63}|x").unwrap();
        for (text, matches) in [("abc", true), ("ab", false), ("abc\n", false), ("x", true), ("xabc!", false)] {
            assert_eq!(pattern.matches(text), matches, "{text:?}");
        }
    }

    #[test]
    fn classes_are_ascii_and_a_dot_stops_at_a_line_feed() {
        assert!(!Pattern::new(r"\d").unwrap().matches("٣"));
        assert!(!Pattern::new(r"\w").unwrap().matches("é"));
        assert!(!Pattern::new(r"\s").unwrap().matches("\u{a0}"));
        assert!(Pattern::new(".").unwrap().matches("\u{2028}"));
        assert!(!Pattern::new(".").unwrap().matches("\n"));
    }

    #[test]
    fn what_differs_between_dialects_is_refused() {
        for text in [
            r"\bx",
            r"(?=x)",
            r"(?<!x)y",
            r"\p{L}",
            r"(?i)x",
            r"(?P<n>x)",
            r"(?<1>x)",
            r"(?<=x)y",
            r"(?<n>x)(?<n>y)",
            "[[:alpha:]]",
            r"\A",
            r"\z",
            r"\1",
            "x{,3}",
            "{",
            "}",
            "]",
            "*x",
            "x**",
            "^*",
            "[]x]",
            "[a&&b]",
            "[a",
            "(",
            ")",
            r"\",
            "x{3}{2}",
            r"\-",
            "x{2,1}",
            "[z-a]",
            r"\u{110000}",
            r"\xg0",
            "a)|(b",
        ] {
            assert!(Pattern::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_all_dialects_share_is_accepted() {
        for text in [
            "",
            "a|b",
            r"\x41\u0042\u{43}",
            "[^a-z]",
            r"[\d\-x]",
            "(?:ab)+?",
            "x{1,}",
            r"a\.b",
            r"(?<n>x)",
            "é+",
            "(a)(b)",
        ] {
            assert!(Pattern::new(text).is_ok(), "{text}");
        }
    }
}
