//! The pieces of a map that is written in lines: each key with the lines that belong to it.

use crate::import::yaml::{Yaml, file};
use crate::spec::{Entry, Node, NodeKind};
use std::ops::Range;

/// A key with its lines.
pub(super) struct Piece<'t> {
    whole: &'t str,
    pub(super) entry: &'t Entry,
    /// How many blanks stand before the key.
    pub(super) indent: usize,
    /// Where the line of the key begins.
    pub(super) line: usize,
    /// The comments and empty lines above the key.
    lead: Range<usize>,
    /// From the line of the key to behind the last line of its value.
    pub(super) body: Range<usize>,
}

/// The pieces of a map; `None` if some key does not begin its line.
pub(super) fn of<'t>(text: &'t str, map: &'t Node) -> Option<Vec<Piece<'t>>> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    for entry in map.map() {
        let key = entry.key_span.start.offset;
        let line = text.get(..key)?.rfind('\n').map_or(0, |it| it + 1);
        let before = text.get(line..key)?.trim_start_matches('\u{FEFF}');
        let last = pieces.last().map_or(0, |it| it.body.end);
        if !before.bytes().all(|it| it == b' ') || line < last {
            return None;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.body.end = piece.body.end.min(line);
        }
        let end = end_of(text, entry.span().end.offset.max(entry.key_span.end.offset))?;
        let lead = lead(text, line, last);
        pieces.push(Piece { whole: text, entry, indent: before.len(), line, lead, body: line..end });
    }
    Some(pieces)
}

/// Behind the line in which a value ends.
fn end_of(text: &str, end: usize) -> Option<usize> {
    let before = text.get(..end)?;
    let line = before.rfind('\n').map_or(0, |it| it + 1);
    // The value of a block ends where the next line begins, or in the blanks before what follows.
    if line > 0 && text.get(line..end)?.bytes().all(|it| it == b' ') {
        // Empty lines behind a value belong to what follows.
        let full = text.get(..line)?.trim_end().len();
        return Some(text.get(full..)?.find('\n').map_or(text.len(), |it| full + it + 1));
    }
    Some(text.get(end..)?.find('\n').map_or(text.len(), |it| end + it + 1))
}

/// The comments and empty lines directly above a line.
fn lead(text: &str, line: usize, last: usize) -> Range<usize> {
    let mut start = line;
    while let Some(above) = text.get(last..start).and_then(|it| it.strip_suffix('\n')) {
        let begin = last + above.rfind('\n').map_or(0, |it| it + 1);
        let content = text.get(begin..start).unwrap_or_default().trim();
        if !content.is_empty() && !content.starts_with('#') {
            break;
        }
        start = begin;
    }
    start..line
}

impl Piece<'_> {
    /// Its lines.
    pub(super) fn text(&self) -> &str {
        self.whole.get(self.body.clone()).unwrap_or_default().trim_end()
    }

    /// What stands above it.
    pub(super) fn lead(&self) -> &str {
        self.whole.get(self.lead.clone()).unwrap_or_default().trim()
    }

    /// Its lines as they are written behind so many blanks.
    pub(super) fn text_at(&self, indent: usize) -> String {
        let lines = self.whole.get(self.body.clone()).unwrap_or_default();
        let mut out = String::new();
        for line in lines.lines() {
            let line = line.strip_prefix(&" ".repeat(self.indent)).unwrap_or(line);
            if !line.is_empty() {
                out.push_str(&" ".repeat(indent));
            }
            out.push_str(line);
            out.push('\n');
        }
        out
    }

    /// Whether something may be a comment in its lines.
    pub(super) fn has_comment(&self) -> bool {
        self.text().contains(" #")
    }

    /// A map on one line, laid out in lines from the margin on; `None` if that would lose something.
    pub(super) fn in_lines(&self) -> Option<String> {
        if self.has_comment() {
            return None;
        }
        let entries = self.entry.value.map().iter().map(|it| Some((it.key.clone(), yaml(&it.value)?)));
        let value = Yaml::Block(entries.collect::<Option<_>>()?);
        Some(file(&[(self.entry.key.clone(), value)]))
    }
}

/// Lines, further in.
pub(super) fn moved(text: &str, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{blanks}{line}\n") }).collect()
}

fn yaml(node: &Node) -> Option<Yaml> {
    Some(match &node.kind {
        NodeKind::Scalar(_) if node.is_null() => return None,
        NodeKind::Scalar(scalar) => Yaml::text(&scalar.text),
        NodeKind::List(items) => Yaml::List(items.iter().map(yaml).collect::<Option<_>>()?),
        NodeKind::Map(entries) => {
            let pairs = entries.iter().map(|it| Some((it.key.clone(), yaml(&it.value)?)));
            Yaml::Map(pairs.collect::<Option<_>>()?)
        }
    })
}

/// Whether two values say the same, wherever they stand and however they are written.
pub(super) fn same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Scalar(a), NodeKind::Scalar(b)) => {
            one.is_null() == other.is_null() && (one.is_null() || a.text == b.text)
        }
        (NodeKind::List(a), NodeKind::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(one, other)| same(one, other))
        }
        (NodeKind::Map(a), NodeKind::Map(b)) => {
            a.len() == b.len()
                && a.iter().all(|one| b.iter().any(|other| other.key == one.key && same(&one.value, &other.value)))
        }
        (NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_), _) => false,
    }
}
