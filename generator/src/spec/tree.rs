//! The tree of a YAML file: scalars with their written text, and the position of everything.

use crate::diagnostic::Span;

/// A scalar, list or map with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// From the first to behind the last character; of a block map or list, to the end of its last value.
    pub span: Span,
    /// What is written there.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A single text.
    Scalar(Scalar),
    /// Values in order.
    List(Vec<Node>),
    /// Keys and values in order; each key once.
    Map(Vec<Entry>),
}

impl Default for NodeKind {
    fn default() -> Self {
        Self::Scalar(Scalar::default())
    }
}

/// A scalar as it is written: `5.10` stays `5.10`, `no` stays `no`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text, without quotes and with escapes replaced.
    pub text: String,
    /// Written without quotes and not as a block.
    pub plain: bool,
}

impl Default for Scalar {
    fn default() -> Self {
        Self { text: String::new(), plain: true }
    }
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The text of the key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Entry {
    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.key_span.to(self.value.span)
    }
}

impl Node {
    /// Nothing, `~` or `null` without quotes.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(|it| it.plain && is_null_text(&it.text))
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// The text of a scalar that is not null.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(scalar) if !self.is_null() => Some(&scalar.text),
            NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// The values of a list; none of anything else.
    pub fn list(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(list) => list,
            NodeKind::Scalar(_) | NodeKind::Map(_) => &[],
        }
    }

    /// The entries of a map; none of anything else.
    pub fn map(&self) -> &[Entry] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Scalar(_) | NodeKind::List(_) => &[],
        }
    }

    /// The values of a list, or the node itself where one value may stand without a list.
    pub fn one_or_many(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(list) => list,
            NodeKind::Scalar(_) | NodeKind::Map(_) => std::slice::from_ref(self),
        }
    }

    /// The entry of a key. It walks the entries: meant for the few keys of a definition.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.map().iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Where a key stands; the node itself if it has no such key.
    pub fn key_span(&self, key: &str) -> Span {
        self.entry(key).map_or(self.span, |entry| entry.key_span)
    }

    /// Where the value of a key stands; the key if the value is nothing, the node itself without such a key.
    pub fn value_span(&self, key: &str) -> Span {
        self.entry(key).map_or(self.span, |entry| if entry.value.is_null() { entry.key_span } else { entry.value.span })
    }

    /// What it is, for a person.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar(_) if self.is_null() => "nothing",
            NodeKind::Scalar(_) => "a text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
        }
    }
}

/// Whether YAML reads a plain text as null.
pub(crate) fn is_null_text(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
