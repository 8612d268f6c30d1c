//! Builds the tree from the parser's events, and refuses what specs do not use.

use super::Span;
use super::lines::Lines;
use super::refusals::{alias, control_character, too_deep};
use super::tree::{Entry, Node, NodeKind, Scalar, is_null_text};
use crate::diagnostic::{Code, Diagnostic, code, is_control};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};
use std::collections::HashMap;

/// How deep lists and maps may be nested.
pub(super) const DEPTH: usize = 64;

/// Builds the tree from events, with its own stack: the depth of a file cannot overflow the program's.
pub(super) struct Builder<'a> {
    path: &'a str,
    lines: &'a Lines<'a>,
    pub(super) found: Vec<Diagnostic>,
    open: Vec<Open>,
    pub(super) root: Option<Node>,
    documents: usize,
    /// The tree lacks something that was written: nothing may be concluded from it.
    pub(super) stopped: bool,
}

/// A list or map whose end has not come yet.
struct Open {
    span: Span,
    /// Written with brackets or braces: its end is a character, not the end of its last value.
    flow: bool,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// Where each key stands.
        seen: HashMap<String, Span>,
        key: Awaited,
    },
}

/// Which half of an entry comes next.
enum Awaited {
    Key,
    /// The value of a key.
    ValueOf(String, Span),
    /// The value of a key that was refused.
    Skipped,
    /// The value of a merge key: its alias needs no diagnostic of its own.
    Merged,
}

impl<'a> Builder<'a> {
    pub(super) fn new(path: &'a str, lines: &'a Lines<'a>) -> Self {
        Self { path, lines, found: Vec::new(), open: Vec::new(), root: None, documents: 0, stopped: false }
    }

    pub(super) fn read(&mut self, mut parser: Parser<'_, StrInput<'_>>) -> Result<(), ScanError> {
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) if self.merging() && error.info().contains("unknown anchor") => {
                    self.stopped = true;
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            let span = self.lines.span(span);
            match event {
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                Event::DocumentStart(_) => {
                    self.documents += 1;
                    if self.documents > 1 {
                        self.refuse(
                            code::SECOND_DOCUMENT,
                            span,
                            "a second document begins here; a file holds one",
                            "move it to a file of its own",
                        );
                        return Ok(());
                    }
                }
                Event::Alias(_) => {
                    if !self.merging() {
                        self.found.push(alias(self.path, span));
                    }
                    self.stopped = true;
                    self.value(Node { span, kind: NodeKind::default() });
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.anchor_and_tag(span, anchor != 0, tag.is_some());
                    self.scalar(text.into_owned(), style == ScalarStyle::Plain, span);
                }
                Event::SequenceStart(anchor, tag) => {
                    self.anchor_and_tag(span, anchor != 0, tag.is_some());
                    self.start(span, Content::List(Vec::new()));
                }
                Event::MappingStart(anchor, tag) => {
                    self.anchor_and_tag(span, anchor != 0, tag.is_some());
                    let content = Content::Map { entries: Vec::new(), seen: HashMap::new(), key: Awaited::Key };
                    self.start(span, content);
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span),
            }
            if self.open.len() > DEPTH {
                self.found.push(too_deep(self.path, span));
                self.stopped = true;
                return Ok(());
            }
        }
        Ok(())
    }

    fn refuse(&mut self, code: Code, span: Span, message: &str, help: &str) {
        self.found.push(Diagnostic::new(code, self.path, span, message).help(help));
    }

    fn anchor_and_tag(&mut self, span: Span, anchor: bool, tag: bool) {
        let span = self.lines.word(span.start);
        if anchor {
            self.refuse(
                code::ANCHOR,
                span,
                "anchors (`&name`) are not part of the language",
                "write the part out where it is needed; a text that begins with `&` needs quotes",
            );
        }
        if tag {
            self.refuse(
                code::TAG,
                span,
                "tags (`!name`) are not part of the language",
                "leave the tag out: values are kept as written; a text that begins with `!` needs quotes",
            );
        }
    }

    /// Whether the next node is the value of a merge key.
    fn merging(&self) -> bool {
        match self.open.last().map(|open| &open.content) {
            Some(Content::Map { key, .. }) => matches!(key, Awaited::Merged),
            Some(Content::List(_)) | None => false,
        }
    }

    /// Whether the next node is a key.
    fn awaits_key(&self) -> bool {
        match self.open.last().map(|open| &open.content) {
            Some(Content::Map { key, .. }) => matches!(key, Awaited::Key),
            Some(Content::List(_)) | None => false,
        }
    }

    fn scalar(&mut self, text: String, plain: bool, span: Span) {
        // Those that stand in the file as they are have been reported already: here it is about escapes.
        let refused = |text: &str| text.chars().find(|&it| is_control(it) && !matches!(it, '\n' | '\r' | '\t'));
        let length = span.end.offset - span.start.offset;
        let is_raw = self.lines.rest(span.start).get(..length).and_then(refused).is_some();
        let carriage_return = || text.contains('\r').then_some('\r');
        if !is_raw && let Some(character) = refused(&text).or_else(carriage_return) {
            self.found.push(control_character(self.path, span, character));
        }
        if self.awaits_key() {
            self.key(text, plain, span);
        } else {
            self.value(Node { span, kind: NodeKind::Scalar(Scalar { text, plain }) });
        }
    }

    fn key(&mut self, text: String, plain: bool, span: Span) {
        let next = if plain && is_null_text(&text) {
            self.refuse(
                code::NULL_KEY,
                span,
                "a key without a name",
                "a name that is spelled `null` or `~` needs quotes",
            );
            Awaited::Skipped
        } else if plain && text == "<<" {
            self.refuse(
                code::MERGE_KEY,
                span,
                "merge keys (`<<`) are not part of the language",
                "write the keys out; a name that is spelled `<<` needs quotes",
            );
            self.stopped = true;
            Awaited::Merged
        } else if let Some(first) = self.seen(&text) {
            let message = format!("the key `{text}` is written twice in this map");
            self.found.push(
                Diagnostic::new(code::DUPLICATE_KEY, self.path, span, message)
                    .label("written again here")
                    .related(first, "first written here")
                    .help("join the two, or rename one"),
            );
            Awaited::Skipped
        } else {
            Awaited::ValueOf(text, span)
        };
        if let Some(Content::Map { seen, key, .. }) = self.open.last_mut().map(|open| &mut open.content) {
            if let Awaited::ValueOf(text, span) = &next {
                seen.insert(text.clone(), *span);
            }
            *key = next;
        }
    }

    fn seen(&self, name: &str) -> Option<Span> {
        match self.open.last().map(|open| &open.content) {
            Some(Content::Map { seen, .. }) => seen.get(name).copied(),
            Some(Content::List(_)) | None => None,
        }
    }

    fn start(&mut self, span: Span, content: Content) {
        let flow = self.lines.rest(span.start).starts_with(['[', '{']);
        self.open.push(Open { span, flow, content });
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let last = match &open.content {
            Content::List(list) => list.last().map(|node| node.span.end),
            Content::Map { entries, .. } => entries.last().map(|entry| entry.span().end),
        };
        let end = if open.flow { self.lines.character(end.start).end } else { last.unwrap_or(open.span.start) };
        let span = Span { start: open.span.start, end: end.max(open.span.start) };
        let kind = match open.content {
            Content::List(list) => NodeKind::List(list),
            Content::Map { entries, .. } => NodeKind::Map(entries),
        };
        self.value(Node { span, kind });
    }

    /// Puts a finished node where it belongs.
    fn value(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.content {
            Content::List(list) => list.push(node),
            Content::Map { entries, key, .. } => {
                match std::mem::replace(key, Awaited::Key) {
                    Awaited::ValueOf(name, key_span) => entries.push(Entry { key: name, key_span, value: node }),
                    Awaited::Skipped | Awaited::Merged => {}
                    Awaited::Key => {
                        *key = Awaited::Skipped;
                        let span = node.span;
                        // An alias as a key has its own diagnostic already.
                        if !node.is_null() {
                            self.refuse(
                                code::KEY_NOT_TEXT,
                                span,
                                &format!("a key is a name, found {}", node.describe()),
                                "put a name that begins with a bracket or a brace in quotes",
                            );
                        }
                    }
                }
            }
        }
    }
}
