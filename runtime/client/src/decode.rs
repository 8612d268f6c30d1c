//! From the [`Value`] of a reply to typed fields, with the path of what does not fit.

use std::collections::BTreeMap;
use std::fmt;

use contingent_rules::{Decimal, Value};

use crate::{EpochMillis, Secret};

/// Why a reply could not be read: where, what was wanted and what kind was found; never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

impl DecodeError {
    /// The body as a whole cannot be read: "is empty", "is not well-formed XML".
    pub fn body(problem: impl Into<String>) -> Self {
        Self { path: String::new(), problem: problem.into() }
    }

    /// What could not be read, as `Items.Item[2]`; empty if it is the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the body" } else { self.path.as_str() };
        write!(f, "{path} {}", self.problem)
    }
}

impl std::error::Error for DecodeError {}

/// What can be read from a reply.
pub trait Decode: Sized {
    /// Whether an empty text is a value of this type. If not, an empty XML element is the same
    /// as none, because XML has no other way to write `null`, an empty list or an empty object.
    const EMPTY_TEXT: bool = false;

    /// Reads one value.
    ///
    /// # Errors
    /// The value has another type, or does not fit into this one.
    fn decode(node: Node<'_>) -> Result<Self, DecodeError>;
}

/// A value of a reply, and the way to it.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    value: &'a Value,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Name(&'a Node<'a>, &'a str),
    /// Of an item; or of an entry of a map, whose name came with the reply and is not repeated.
    Index(&'a Node<'a>, usize),
}

const ABSENT: Value = Value::Null;

impl<'a> Node<'a> {
    /// The reply itself.
    pub fn root(value: &'a Value) -> Self {
        Self { value, step: Step::Root }
    }

    /// The value.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The way from the root, as `Items.Item[2]`.
    pub fn path(&self) -> String {
        match self.step {
            Step::Root => String::new(),
            Step::Name(Node { step: Step::Root, .. }, name) => name.to_owned(),
            Step::Name(parent, name) => format!("{}.{name}", parent.path()),
            Step::Index(parent, index) => format!("{}[{index}]", parent.path()),
        }
    }

    /// The error for a value that is not `wanted`, as in "an integer".
    pub fn error(&self, wanted: &str) -> DecodeError {
        let found = match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(text) if text.is_empty() => "an empty text",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        };
        DecodeError { path: self.path(), problem: format!("should be {wanted} and is {found}") }
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// It is absent or `null`, does not fit, or this is no object.
    pub fn required<T: Decode>(&self, name: &str) -> Result<T, DecodeError> {
        T::decode(self.field(name, self.lookup(name)?))
    }

    /// A field that may be absent or `null`, or in XML an empty element (see
    /// [`Decode::EMPTY_TEXT`]).
    ///
    /// # Errors
    /// It is there and does not fit, or this is no object.
    pub fn optional<T: Decode>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        let value = self.lookup(name)?;
        if matches!(value, Value::Null) || (!T::EMPTY_TEXT && is_blank(value)) {
            return Ok(None);
        }
        T::decode(self.field(name, value)).map(Some)
    }

    /// A list, in an object of its own if `wrapper` names its field there: `Items.Item[]`.
    ///
    /// A single value is a list of one, as XML writes it, and a list that is not wrapped
    /// although it should be is a list. What is absent, `null` or blank is an empty list.
    ///
    /// # Errors
    /// An item does not fit, or this is no object.
    pub fn list<T: Decode>(&self, name: &str, wrapper: Option<&str>) -> Result<Vec<T>, DecodeError> {
        let outer = self.field(name, self.lookup(name)?);
        match (wrapper, outer.value) {
            (None, _) | (_, Value::Null | Value::List(_)) => Vec::decode(outer),
            (Some(inner), _) => Vec::decode(outer.field(inner, outer.lookup(inner)?)),
        }
    }

    /// A field whose value is JSON in a text, or the structure itself; absent, `null` or blank is
    /// `None`.
    ///
    /// # Errors
    /// It is there and no JSON, or does not fit, or this is no object.
    pub fn optional_json<T: Decode>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        let value = self.lookup(name)?;
        let field = self.field(name, value);
        match value {
            Value::Null => Ok(None),
            value if is_blank(value) => Ok(None),
            Value::Text(text) => {
                let parsed = Value::parse(text).map_err(|_| field.error("JSON"))?;
                T::decode(self.field(name, &parsed)).map(Some)
            }
            Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => T::decode(field).map(Some),
        }
    }

    /// A field that must be there, whose value is JSON in a text or the structure itself.
    ///
    /// # Errors
    /// It is absent, no JSON or does not fit, or this is no object.
    pub fn required_json<T: Decode>(&self, name: &str) -> Result<T, DecodeError> {
        match self.optional_json(name)? {
            Some(value) => Ok(value),
            None => Err(self.field(name, &ABSENT).error("JSON")),
        }
    }

    /// The fields that are not `known`, in their order: nothing that a service sends is lost.
    pub fn rest(&self, known: &[&str]) -> Vec<(String, Value)> {
        match self.value {
            Value::Object(entries) => {
                entries.iter().filter(|(name, _)| !known.contains(&name.as_str())).cloned().collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => Vec::new(),
        }
    }

    /// The text of a scalar, for types that are written as text. Numbers and booleans are taken
    /// as they are written.
    ///
    /// # Errors
    /// This is no scalar.
    pub fn text(&self) -> Result<&'a str, DecodeError> {
        match self.value {
            Value::Text(text) | Value::Number(text) => Ok(text),
            Value::Bool(true) => Ok("true"),
            Value::Bool(false) => Ok("false"),
            Value::Null | Value::List(_) | Value::Object(_) => Err(self.error("a text")),
        }
    }

    fn field<'n>(&'n self, name: &'n str, value: &'n Value) -> Node<'n> {
        Node { value, step: Step::Name(self, name) }
    }

    /// `null` for what is absent. An empty element is an object without fields.
    fn lookup(&self, name: &str) -> Result<&'a Value, DecodeError> {
        match self.value {
            Value::Object(_) => Ok(self.value.get(name).unwrap_or(&ABSENT)),
            value if is_blank(value) => Ok(&ABSENT),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                Err(self.error("an object"))
            }
        }
    }

    fn number(&self, wanted: &str) -> Result<Decimal, DecodeError> {
        let text = match self.value {
            Value::Number(text) => text.as_str(),
            Value::Text(text) => trimmed(text),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => return Err(self.error(wanted)),
        };
        text.parse().map_err(|_| self.error(wanted))
    }

    fn integer(&self, wanted: &str) -> Result<i64, DecodeError> {
        self.number(wanted)?.to_i64().ok_or_else(|| self.error(wanted))
    }
}

/// The blanks that pretty-printed XML puts around a value.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

fn trimmed(text: &str) -> &str {
    text.trim_matches(BLANKS)
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| trimmed(text).is_empty())
}

impl Decode for String {
    const EMPTY_TEXT: bool = true;

    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.text().map(str::to_owned)
    }
}

impl Decode for Secret {
    const EMPTY_TEXT: bool = true;

    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.text().map(Secret::from)
    }
}

impl Decode for Value {
    const EMPTY_TEXT: bool = true;

    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(node.value.clone())
    }
}

impl Decode for i32 {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        const WANTED: &str = "an integer of 32 bits";
        i32::try_from(node.integer(WANTED)?).map_err(|_| node.error(WANTED))
    }
}

impl Decode for i64 {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.integer("an integer of 64 bits")
    }
}

impl Decode for EpochMillis {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.integer("a time in milliseconds").map(EpochMillis)
    }
}

impl Decode for Decimal {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.number("a number")
    }
}

impl Decode for bool {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.value {
            Value::Bool(flag) => Ok(*flag),
            Value::Text(text) if trimmed(text) == "true" => Ok(true),
            Value::Text(text) if trimmed(text) == "false" => Ok(false),
            Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => {
                Err(node.error("a boolean"))
            }
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.value {
            Value::List(items) => {
                let read = |(index, value)| T::decode(Node { value, step: Step::Index(&node, index) });
                items.iter().enumerate().map(read).collect()
            }
            Value::Null => Ok(Vec::new()),
            value if is_blank(value) => Ok(Vec::new()),
            Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Object(_) => Ok(vec![T::decode(node)?]),
        }
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.value {
            Value::Object(entries) => entries
                .iter()
                .enumerate()
                .filter(|(_, (_, value))| !matches!(value, Value::Null))
                .map(|(index, (name, value))| {
                    Ok((name.clone(), T::decode(Node { value, step: Step::Index(&node, index) })?))
                })
                .collect(),
            value if is_blank(value) => Ok(BTreeMap::new()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                Err(node.error("an object"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
