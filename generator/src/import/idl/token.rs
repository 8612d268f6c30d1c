//! The words and signs of a text in IDL.

use super::syntax::Fault;
use super::targets::Targets;
use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword, or a name without brackets.
    Word(String),
    /// A name that cannot be a keyword: in brackets, or with characters that no keyword has.
    Name(String),
    /// What stands between quotes, as it is written.
    Quoted(String),
    Number(String),
    Sign(&'static str),
}

impl Token {
    /// How a message calls it.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Word(text) | Self::Number(text) => format!("`{text}`"),
            Self::Name(text) => format!("`[{text}]`"),
            Self::Quoted(text) => format!("`'{text}'`"),
            Self::Sign(sign) => format!("`{sign}`"),
        }
    }
}

/// The signs, the longer ones first.
const SIGNS: [&str; 16] = ["<=", ">=", "==", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",", ";", "|"];

/// The tokens with their places. Where a parameter stands as it is, it is a name, whatever characters it has.
pub(super) fn tokens(text: &str, names: &Targets) -> Result<Vec<(Token, Range<usize>)>, Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (token, length) = token(rest, first, names)
            .map_err(|(length, message, help)| Fault::syntax(at..(at + length).min(text.len()), message, help))?;
        found.push((token, at..at + length));
        at += length;
    }
    Ok(found)
}

type Wrong = (usize, String, &'static str);

fn token(rest: &str, first: char, names: &Targets) -> Result<(Token, usize), Wrong> {
    if is_word(first)
        && let Some(name) = names.begins(rest)
    {
        return Ok((Token::Name(name.to_owned()), name.len()));
    }
    if first.is_ascii_digit() {
        return Ok(number_or_word(rest));
    }
    if is_word(first) {
        return Ok(word(rest));
    }
    match first {
        '[' => match bracketed(rest) {
            Some(end) => {
                let name = rest.get(1..end).unwrap_or_default().trim();
                Ok((Token::Name(name.to_owned()), end + 1))
            }
            None => Err((1, "a bracket is not closed".to_owned(), "write an odd name as `[the name]`")),
        },
        '\'' | '"' => match quoted(rest, first) {
            Some(end) => Ok((Token::Quoted(rest.get(1..end).unwrap_or_default().to_owned()), end + 1)),
            None => Err((1, "a quote is not closed".to_owned(), "write a value as `'the value'`")),
        },
        other => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => Ok((Token::Sign(sign), sign.len())),
            None => Err((
                other.len_utf8(),
                format!("`{other}` has no meaning here"),
                "put a value in quotes, and a name with unusual characters in brackets: `[Accept-Language]`",
            )),
        },
    }
}

/// A character of a name without brackets.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | ':' | '$' | '@')
}

fn number_or_word(rest: &str) -> (Token, usize) {
    let end = rest.find(|it| !is_word(it)).unwrap_or(rest.len());
    let text = rest.get(..end).unwrap_or(rest);
    let parts = text.split_once('.').map_or((text, "0"), |parts| parts);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    if digits(parts.0) && digits(parts.1) { (Token::Number(text.to_owned()), end) } else { word(rest) }
}

/// A word, and brackets that stand right behind it: `images[]`.
fn word(rest: &str) -> (Token, usize) {
    let mut end = rest.find(|it| !is_word(it)).unwrap_or(rest.len());
    let plain = end;
    while let Some(behind) = rest.get(end..).filter(|it| it.starts_with('[')) {
        let Some(length) = bracketed(behind) else { break };
        end += length + 1;
        let more = rest.get(end..).unwrap_or_default();
        end += more.find(|it| !is_word(it)).unwrap_or(more.len());
    }
    let text = rest.get(..end).unwrap_or(rest).to_owned();
    (if end == plain { Token::Word(text) } else { Token::Name(text) }, end)
}

/// Where the bracket that opens the text is closed; brackets may hold brackets.
fn bracketed(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (index, character) in text.char_indices() {
        match character {
            '[' => open += 1,
            ']' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(index);
                }
            }
            '\n' | ';' => return None,
            _ => {}
        }
    }
    None
}

/// Where the quote that opens the text is closed.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            it if it == quote => return Some(index),
            _ => {}
        }
    }
    None
}

/// The value that a quoted text stands for: a backslash takes a quote or a backslash as it is.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some(next @ ('\\' | '\'' | '"'))) => {
                out.push(*next);
                characters.next();
            }
            _ => out.push(character),
        }
    }
    out
}

/// The regular expression of a pattern: `*` is any text, `?` any character, and a backslash takes the next one as it is.
pub(super) fn like(text: &str) -> String {
    const SYNTAX: &str = r"^$\.*+?()[]{}|/";
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let literal = match character {
            '*' => {
                out.push_str(r"[\s\S]*");
                continue;
            }
            '?' => {
                out.push_str(r"[\s\S]");
                continue;
            }
            '\\' => characters.next().unwrap_or('\\'),
            other => other,
        };
        if SYNTAX.contains(literal) {
            out.push('\\');
        }
        out.push(literal);
    }
    out
}
