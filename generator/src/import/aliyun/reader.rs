//! Reads values of a JSON source, and reports what they should not be.

use super::source::{Place, Word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, code};
use crate::import::text;
use crate::spec::{Node, NodeKind};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many parameters a list of them may have. Real ones have some hundred.
const MOST: usize = 10_000;

/// A file while it is read.
pub(super) struct Reader<'o> {
    pub(super) file: Rc<str>,
    pub(super) out: &'o mut Diagnostics,
    /// Keys that are not known, by what has them: the first place, and how often.
    unknown: BTreeMap<(&'static str, String), (Span, usize)>,
}

impl<'o> Reader<'o> {
    pub(super) fn new(file: &str, out: &'o mut Diagnostics) -> Self {
        Self { file: file.into(), out, unknown: BTreeMap::new() }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place { file: Rc::clone(&self.file), span }
    }

    pub(super) fn say(&mut self, code: Code, span: Span, message: impl Into<String>, help: &str) {
        self.out.push(Diagnostic::new(code, &self.file, span, message).help(help));
    }

    fn wrong(&mut self, node: &Node, what: &str, wanted: &str) {
        let found = match &node.kind {
            NodeKind::Scalar(_) if node.is_null() => "nothing",
            NodeKind::Scalar(it) if it.plain => "a number or a truth value",
            NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_) => node.describe(),
        };
        let message = format!("{what} is {wanted}, found {found}");
        self.say(code::NOT_METADATA, node.span, message, "nothing is written until the file is as it should be");
    }

    /// Whether it is a map; otherwise that is an error.
    pub(super) fn is_map(&mut self, node: &Node, what: &str) -> bool {
        let map = matches!(node.kind, NodeKind::Map(_));
        if !map {
            self.wrong(node, what, "a map");
        }
        map
    }

    /// Whether there are not too many parameters; otherwise that is an error.
    pub(super) fn is_within(&mut self, node: &Node) -> bool {
        let within = node.list().len().max(node.map().len()) <= MOST;
        if !within {
            let span = Span { start: node.span.start, end: node.span.start };
            let message = format!("there are more than {MOST} parameters or fields in one list");
            self.say(code::NOT_METADATA, span, message, "no operation has so many: look whether the file is whole");
        }
        within
    }

    /// The items of a list; `null` is an empty one.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        if !matches!(node.kind, NodeKind::List(_)) && !node.is_null() {
            self.wrong(node, what, "a list");
        }
        if self.is_within(node) { node.list() } else { &[] }
    }

    /// A text that is there and not empty, exactly as it stands.
    pub(super) fn word(&mut self, map: &Node, key: &str, what: &str) -> Option<Word> {
        let node = map.get(key).filter(|node| !node.is_null())?;
        match &node.kind {
            NodeKind::Scalar(it) if !it.plain => {
                let place = self.place(node.span);
                Some(Word { text: it.text.clone(), place }).filter(|it| !it.text.is_empty())
            }
            NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_) => {
                self.wrong(node, &format!("`{key}` of {what}"), "a text");
                None
            }
        }
    }

    /// A description.
    pub(super) fn doc(&mut self, map: &Node, key: &str, what: &str) -> Option<String> {
        self.said(map, key, what).map(|it| it.text)
    }

    /// A description, and where it stands.
    pub(super) fn said(&mut self, map: &Node, key: &str, what: &str) -> Option<Word> {
        let word = self.word(map, key, what)?;
        Some(Word { text: text::doc(&word.text)?, ..word })
    }

    /// A description on one line.
    pub(super) fn line(&mut self, map: &Node, key: &str, what: &str) -> Option<String> {
        text::line(&self.word(map, key, what)?.text)
    }

    /// `true` or `false`, or these words as text.
    pub(super) fn flag(&mut self, map: &Node, key: &str, what: &str) -> Option<(bool, Place)> {
        let node = map.get(key).filter(|node| !node.is_null())?;
        match node.text() {
            Some("true") => Some((true, self.place(node.span))),
            Some("false") => Some((false, self.place(node.span))),
            Some(_) | None => {
                self.wrong(node, &format!("`{key}` of {what}"), "`true` or `false`");
                None
            }
        }
    }

    /// Notes the keys that nobody reads.
    pub(super) fn known(&mut self, map: &Node, what: &'static str, known: &[&str]) {
        for entry in map.map().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let note = self.unknown.entry((what, entry.key.clone())).or_insert((entry.key_span, 0));
            note.1 += 1;
        }
    }

    /// Reports the keys that nobody read, each once.
    pub(super) fn finish(mut self) {
        for ((what, key), (span, count)) in std::mem::take(&mut self.unknown) {
            let times = if count > 1 { format!(", here and {} more times", count - 1) } else { String::new() };
            let message = format!("`{}` of {what} is not imported{times}", key.escape_debug());
            self.say(code::NOT_IMPORTED, span, message, "it is left out of the spec");
        }
    }
}
