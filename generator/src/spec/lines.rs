//! Positions in a text: from the parser's character index to byte, line and column.

use crate::diagnostic::{Mark, Span};

/// Every how many characters a byte offset is remembered.
const STEP: usize = 64;

/// The index of one text.
///
/// The parser's own lines and columns are not used: at the end of a file without a line feed they name a
/// line that does not exist.
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// Bytes before the text: a byte order mark.
    skipped: usize,
    /// The byte offset of every `STEP`th character.
    steps: Vec<usize>,
    /// The byte offset of the start of each line.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str, skipped: usize) -> Self {
        let mut steps = Vec::with_capacity(text.len() / STEP + 1);
        let mut starts = vec![0];
        for (index, (offset, character)) in text.char_indices().enumerate() {
            if index % STEP == 0 {
                steps.push(offset);
            }
            let next = text.as_bytes().get(offset + 1);
            if character == '\n' || (character == '\r' && next != Some(&b'\n')) {
                starts.push(offset + 1);
            }
        }
        Self { text, skipped, steps, starts }
    }

    /// The text from a mark on.
    pub(crate) fn rest(&self, mark: Mark) -> &'t str {
        let offset = mark.offset.saturating_sub(self.skipped);
        self.text.get(offset..).unwrap_or_default()
    }

    /// The text of a line, and of the line before it.
    pub(crate) fn line_and_before(&self, line: usize) -> &'t str {
        let start = self.starts.get(line.saturating_sub(2)).copied();
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start.unwrap_or(0)..end).unwrap_or_default()
    }

    /// The mark of the nth character.
    pub(crate) fn mark(&self, index: usize) -> Mark {
        let Some(&step) = self.steps.get(index / STEP) else {
            return self.mark_of_byte(self.text.len());
        };
        let within = self.text.get(step..).unwrap_or_default();
        let offset = within.char_indices().nth(index % STEP).map_or(self.text.len(), |(offset, _)| step + offset);
        self.mark_of_byte(offset)
    }

    /// The mark of a byte of the text.
    pub(crate) fn mark_of_byte(&self, offset: usize) -> Mark {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|it| self.starts.get(it)).copied().unwrap_or(0);
        Mark { offset: offset + self.skipped, line: line.max(1), column: self.column(start, offset) }
    }

    /// The column, from 1. In a very long line the characters are counted from the remembered steps.
    fn column(&self, start: usize, offset: usize) -> usize {
        self.index(offset).saturating_sub(self.index(start)) + 1
    }

    /// The index of the character at a byte.
    fn index(&self, offset: usize) -> usize {
        let steps = self.steps.partition_point(|&step| step <= offset);
        let Some(last) = steps.checked_sub(1) else {
            return 0;
        };
        let step = self.steps.get(last).copied().unwrap_or(0);
        let within = self.text.get(step..offset).unwrap_or_default();
        last * STEP + within.chars().count()
    }

    /// A span of the parser, without blanks and line feeds at its end.
    pub(crate) fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.mark(span.start.index());
        let end = self.mark(span.end.index().max(span.start.index()));
        let covered = self.text.get(start.offset - self.skipped..end.offset - self.skipped).unwrap_or_default();
        let kept = covered.trim_end().len();
        Span { start, end: self.mark_of_byte(start.offset - self.skipped + kept) }
    }

    /// The span from a mark to the next blank, comma or bracket.
    pub(crate) fn word(&self, start: Mark) -> Span {
        let rest = self.rest(start);
        let ends = |it: char| it.is_whitespace() || matches!(it, ',' | '[' | ']' | '{' | '}');
        let length = rest.find(ends).unwrap_or(rest.len());
        Span { start, end: self.mark_of_byte(start.offset - self.skipped + length) }
    }

    /// The span of the one character at a mark; empty at the end of the text.
    pub(crate) fn character(&self, start: Mark) -> Span {
        let length = self.rest(start).chars().next().map_or(0, char::len_utf8);
        Span { start, end: self.mark_of_byte(start.offset - self.skipped + length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_bytes_and_lines() {
        let text = format!("é{}\nb\r\nc\rd", "x".repeat(200));
        let lines = Lines::new(&text, 3);
        let at = |index| {
            let mark = lines.mark(index);
            (mark.offset, mark.line, mark.column)
        };
        assert_eq!(at(0), (3, 1, 1));
        assert_eq!(at(1), (5, 1, 2));
        assert_eq!(at(150), (154, 1, 151));
        assert_eq!(at(202), (206, 2, 1));
        assert_eq!(at(205), (209, 3, 1));
        assert_eq!(at(207), (211, 4, 1));
        assert_eq!(at(9999), (212, 4, 2));
        assert_eq!(lines.line_and_before(3), "b\r\nc\r");
    }
}
