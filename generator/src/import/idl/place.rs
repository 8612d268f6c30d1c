//! From a byte of a text to its place in the file: through quotes, escapes, blocks and folded lines.

use crate::diagnostic::{Mark, Span};
use std::ops::Range;

/// Where the characters of a scalar stand.
pub(crate) struct Places {
    /// For each byte of the text the byte behind the start of the scalar at which it is written; empty if the two
    /// could not be put side by side.
    written: Vec<usize>,
    /// What is written, from the start of the scalar.
    raw: String,
    span: Span,
}

impl Places {
    /// Puts a text beside what is written in the file from the start of its scalar on.
    pub(crate) fn new(file: &str, span: Span, text: &str) -> Self {
        let raw = file.get(span.start.offset..span.end.offset).unwrap_or_default().to_owned();
        let written = align(&raw, text).unwrap_or_default();
        Self { written, raw, span }
    }

    /// The place of a part of the text; the whole scalar if it is not known.
    pub(crate) fn span(&self, part: &Range<usize>) -> Span {
        let Some(start) = self.written.get(part.start).or(self.written.last().filter(|_| part.start > 0)) else {
            return self.span;
        };
        let last = part.end.checked_sub(1).filter(|last| *last >= part.start).and_then(|last| self.written.get(last));
        let end = last.map_or(*start, |last| last + self.raw.get(*last..).map_or(0, width));
        Span { start: self.mark(*start), end: self.mark(end.max(*start)) }
    }

    fn mark(&self, at: usize) -> Mark {
        let before = self.raw.get(..at).unwrap_or_default();
        let start = self.span.start;
        match before.rfind('\n') {
            None => Mark { offset: start.offset + at, line: start.line, column: start.column + before.chars().count() },
            Some(feed) => Mark {
                offset: start.offset + at,
                line: start.line + before.matches('\n').count(),
                column: before.get(feed + 1..).unwrap_or_default().chars().count() + 1,
            },
        }
    }
}

/// How many bytes the character that begins here takes.
fn width(rest: &str) -> usize {
    rest.chars().next().map_or(0, char::len_utf8)
}

/// Walks through both texts: blanks match blanks in any number, everything else matches itself or its escape.
fn align(raw: &str, text: &str) -> Option<Vec<usize>> {
    let quote = raw.chars().next().filter(|it| matches!(it, '\'' | '"'));
    let mut at = match (quote, raw.starts_with(['|', '>'])) {
        (Some(_), _) => 1,
        (None, true) => raw.find('\n')? + 1,
        (None, false) => 0,
    };
    let mut written = Vec::with_capacity(text.len());
    for character in text.chars() {
        let mut rest = raw.get(at..)?;
        if !character.is_whitespace() {
            // Indentation, folded line ends, and escaped ones.
            loop {
                let trimmed = rest.trim_start();
                at += rest.len() - trimmed.len();
                rest = match trimmed.strip_prefix('\\').filter(|it| quote == Some('"') && it.starts_with(['\n', '\r']))
                {
                    Some(more) => {
                        at += 1;
                        more
                    }
                    None => {
                        rest = trimmed;
                        break;
                    }
                };
            }
        }
        let length = if quote == Some('"') && rest.starts_with('\\') {
            escape(rest)
        } else if character.is_whitespace() {
            if rest.starts_with(char::is_whitespace) { width(rest) } else { 0 }
        } else if !rest.starts_with(character) {
            return None;
        } else if quote == Some('\'') && character == '\'' {
            2
        } else {
            character.len_utf8()
        };
        written.extend(std::iter::repeat_n(at, character.len_utf8()));
        at += length;
    }
    Some(written)
}

/// How long an escape is that a double quoted text begins with.
fn escape(rest: &str) -> usize {
    match rest.chars().nth(1) {
        Some('x') => 4,
        // A pair of halves is one character.
        Some('u') if rest.get(2..4).is_some_and(is_first_half) => 12,
        Some('u') => 6,
        Some('U') => 10,
        Some(other) => 1 + other.len_utf8(),
        None => 1,
    }
}

fn is_first_half(digits: &str) -> bool {
    matches!(digits.to_ascii_lowercase().as_str(), "d8" | "d9" | "da" | "db")
}
