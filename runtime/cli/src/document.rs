//! A file with parameters, YAML or JSON, in which everything has its place.

use std::ops::Range;

use contingent_rules::{Kind, Parameter, Value};
use saphyr_parser::{Event, Parser, ScalarStyle};

/// A file that was read.
pub(crate) struct Document {
    /// Its name for people.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) root: Node,
}

/// A value and where it stands, in bytes of the text.
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) kind: NodeKind,
}

/// What a node is.
pub(crate) enum NodeKind {
    /// A text as it is written, and whether without quotes.
    Scalar(String, bool),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// The name of an entry and where it stands.
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

/// Why a file cannot be read: where, and what helps. It never repeats what is in the file.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

/// How deep lists and maps may lie in each other.
const DEPTH: usize = 64;

/// Reads a file whose root is a map.
pub(crate) fn read(path: &str, text: String) -> Result<Document, (Problem, String)> {
    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
    match parse(&text) {
        Ok(root) => Ok(Document { path: path.to_owned(), text, root }),
        // JSON has forms that YAML has not: tabs, pairs of surrogates. Its values are read without their places.
        Err(problem) => match Value::parse(&text) {
            Ok(value @ Value::Object(_)) => Ok(Document { path: path.to_owned(), text, root: placeless(value) }),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_)) | Err(_) => {
                Err((problem, text))
            }
        },
    }
}

fn placeless(value: Value) -> Node {
    let kind = match value {
        Value::Null => NodeKind::Scalar(String::new(), true),
        Value::Bool(flag) => NodeKind::Scalar(flag.to_string(), true),
        Value::Number(text) => NodeKind::Scalar(text, true),
        Value::Text(text) => NodeKind::Scalar(text, false),
        Value::List(items) => NodeKind::List(items.into_iter().map(placeless).collect()),
        Value::Object(entries) => {
            let entry = |(text, value)| (Key { text, span: 0..0 }, placeless(value));
            NodeKind::Map(entries.into_iter().map(entry).collect())
        }
    };
    Node { span: 0..0, kind }
}

fn parse(text: &str) -> Result<Node, Problem> {
    // The parser takes a zero for the end of the text and would drop the rest.
    if let Some(at) = text.find('\0') {
        return Err(problem(at..at + 1, "the file has a zero byte in it"));
    }
    let mut builder = Builder { bytes: byte_offsets(text), open: Vec::new(), root: None };
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = builder.byte(error.marker().index());
            problem(at..at, error.info())
        })?;
        let span = builder.byte(span.start.index())..builder.byte(span.end.index());
        match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    return Err(problem(span, "a second document begins here; a file holds one request"));
                }
            }
            Event::Alias(_) => return Err(problem(span, "aliases are not read: write the value out")),
            Event::Scalar(text, style, ..) => {
                builder.value(span.clone(), NodeKind::Scalar(text.into_owned(), style == ScalarStyle::Plain))?;
            }
            Event::SequenceStart(..) => builder.start(span, NodeKind::List(Vec::new()))?,
            Event::MappingStart(..) => builder.start(span, NodeKind::Map(Vec::new()))?,
            Event::SequenceEnd | Event::MappingEnd => builder.end(span)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }
    match builder.root {
        // A skeleton in which everything is still a comment.
        None => Ok(Node { span: 0..0, kind: NodeKind::Map(Vec::new()) }),
        Some(root) if root.is_null() => Ok(Node { kind: NodeKind::Map(Vec::new()), ..root }),
        Some(root) => match root.kind {
            NodeKind::Map(_) => Ok(root),
            NodeKind::Scalar(..) | NodeKind::List(_) => {
                Err(problem(root.span, "the file is no map from the names of parameters to their values"))
            }
        },
    }
}

fn problem(span: Range<usize>, message: &str) -> Problem {
    Problem { span, message: message.to_owned() }
}

/// The byte at which each character begins, and the end.
fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(offset, _)| offset).chain(std::iter::once(text.len())).collect()
}

/// Builds the tree with a stack of its own: the depth of a file cannot overflow the program's.
struct Builder {
    bytes: Vec<usize>,
    open: Vec<Open>,
    root: Option<Node>,
}

struct Open {
    node: Node,
    /// The key whose value comes next.
    key: Option<Key>,
}

impl Builder {
    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).or(self.bytes.last()).copied().unwrap_or_default()
    }

    fn start(&mut self, span: Range<usize>, kind: NodeKind) -> Result<(), Problem> {
        if self.open.len() >= DEPTH {
            return Err(problem(span, "lists and maps lie too deep in each other"));
        }
        if self.awaits_key() {
            return Err(problem(span, "a name is a text, and no list or map"));
        }
        self.open.push(Open { node: Node { span, kind }, key: None });
        Ok(())
    }

    fn end(&mut self, span: Range<usize>) -> Result<(), Problem> {
        let Some(Open { mut node, .. }) = self.open.pop() else { return Ok(()) };
        // A block ends where its last value does; the parser names the place where the next thing begins.
        let last = match &node.kind {
            NodeKind::Scalar(..) => None,
            NodeKind::List(items) => items.last().map(|item| item.span.end),
            NodeKind::Map(entries) => entries.last().map(|(_, value)| value.span.end),
        };
        node.span.end = last.filter(|_| span.is_empty()).unwrap_or(span.end).max(node.span.start);
        self.put(node)
    }

    fn awaits_key(&self) -> bool {
        let awaits = |open: &Open| open.key.is_none() && matches!(open.node.kind, NodeKind::Map(_));
        self.open.last().is_some_and(awaits)
    }

    fn value(&mut self, span: Range<usize>, kind: NodeKind) -> Result<(), Problem> {
        match kind {
            NodeKind::Scalar(text, _) if self.awaits_key() => self.key(Key { text, span }),
            kind => self.put(Node { span, kind }),
        }
    }

    fn key(&mut self, key: Key) -> Result<(), Problem> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        if let NodeKind::Map(entries) = &open.node.kind
            && entries.iter().any(|(known, _)| known.text == key.text)
        {
            return Err(problem(key.span, "this name is given twice"));
        }
        open.key = Some(key);
        Ok(())
    }

    fn put(&mut self, node: Node) -> Result<(), Problem> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.node.kind, open.key.take()) {
            (NodeKind::List(items), _) => items.push(node),
            (NodeKind::Map(entries), Some(key)) => entries.push((key, node)),
            (NodeKind::Map(_) | NodeKind::Scalar(..), _) => {
                return Err(problem(node.span, "a name is a text, and no list or map"));
            }
        }
        Ok(())
    }
}

impl Node {
    /// The entries of a map.
    pub(crate) fn entries(&self) -> &[(Key, Node)] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Scalar(..) | NodeKind::List(_) => &[],
        }
    }

    /// Nothing, `~` or `null` without quotes: the name might as well not be there.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar(text, true) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The value, by the type that it should have: `5.10` for a text is the text `5.10`. Without a type as YAML has it.
    pub(crate) fn to_value(&self, kind: Option<&Kind>) -> Value {
        match &self.kind {
            NodeKind::Scalar(..) if self.is_null() => Value::Null,
            NodeKind::Scalar(text, false) => Value::Text(text.clone()),
            NodeKind::Scalar(text, true) => plain(text, kind),
            NodeKind::List(items) => {
                let item = kind.and_then(Kind::item).map(|item| &item.kind);
                Value::List(items.iter().map(|node| node.to_value(item)).collect())
            }
            NodeKind::Map(entries) => {
                let of = |name: &str| {
                    let field = |field: &&Parameter| field.name == name;
                    let named = kind.and_then(|kind| kind.fields().iter().find(field));
                    named.or(kind.and_then(Kind::item)).map(|parameter| &parameter.kind)
                };
                let entry = |(key, node): &(Key, Node)| (key.text.clone(), node.to_value(of(&key.text)));
                Value::Object(entries.iter().map(entry).collect())
            }
        }
    }
}

/// A scalar without quotes.
fn plain(text: &str, kind: Option<&Kind>) -> Value {
    let number = || match Value::parse(text) {
        Ok(number @ Value::Number(_)) => Some(number),
        Ok(Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Object(_)) | Err(_) => None,
    };
    let flag = || match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => None,
    };
    let typed = match kind {
        Some(Kind::String | Kind::Enum { .. }) => None,
        Some(Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs) => number(),
        Some(Kind::Boolean) => flag(),
        Some(Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_))
        | None => flag().or_else(number),
    };
    typed.unwrap_or_else(|| Value::Text(text.to_owned()))
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
