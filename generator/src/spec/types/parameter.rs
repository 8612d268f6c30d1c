//! Parameters, fields, items, enum values and facts as data.

use super::{Count, Flag, Name, Node, OneOrMany};
use serde::Deserialize;

/// A parameter, a field of an object, or (without a name) the items of a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameter {
    /// The exact name; empty for items, with the place of the key `items`.
    #[serde(skip)]
    pub name: Name,
    /// The type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What it is for.
    pub doc: Option<String>,
    /// Whether it is always required.
    pub required: Option<Flag>,
    /// The value that is always sent.
    #[serde(rename = "const")]
    pub constant: Option<String>,
    /// What the service does without it.
    pub default: Option<String>,
    /// A value as it may occur.
    pub example: Option<String>,
    /// Whether the value must never be shown.
    pub secret: Option<Flag>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The least number.
    pub min: Option<String>,
    /// The greatest number.
    pub max: Option<String>,
    /// The values that are accepted.
    pub one_of: Option<Vec<String>>,
    /// The least length.
    pub min_length: Option<Count>,
    /// The greatest length.
    pub max_length: Option<Count>,
    /// What the whole text must match.
    pub pattern: Option<String>,
    /// The values of an enum in order.
    #[serde(skip)]
    pub values: Vec<EnumValue>,
    /// Whether an enum accepts other values.
    pub open: Option<Flag>,
    /// What the items of a list are.
    #[serde(skip)]
    pub items: Option<Box<Parameter>>,
    /// The fields of an object in order.
    #[serde(skip)]
    pub fields: Vec<Parameter>,
    /// The editions that know it; none named means all.
    pub edition: OneOrMany,
    /// Where in the HTTP request it is sent.
    pub position: Option<Position>,
    /// Whether the documentation does not name it.
    pub undocumented: Option<Flag>,
    /// Names that replace the derived ones.
    #[serde(rename = "override")]
    pub overrides: Override,
    /// What the value identifies.
    pub refers_to: Option<String>,
    /// The document and the place in it.
    pub source: Option<String>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A text.
    #[default]
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// An exact decimal number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of listed texts.
    Enum,
    /// Milliseconds since 1970.
    TimestampMs,
    /// A list.
    List,
    /// An object with known fields.
    Object,
    /// An object with any names.
    Map,
    /// A list or object that is one JSON text on the wire.
    Json,
}

/// Where in the HTTP request a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// In the query of the address.
    Query,
    /// In the body.
    Body,
    /// As a header.
    Header,
    /// In the path of the address.
    Path,
    /// In the name of the host.
    Host,
}

/// Names that replace the derived ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Override {
    /// The name in Rust.
    pub rust: Option<String>,
    /// The name on the command line.
    pub cli: Option<String>,
}

/// A value of an enum.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EnumValue {
    /// The value.
    #[serde(skip)]
    pub name: Name,
    /// What it means.
    pub doc: Option<String>,
    /// The editions that know it; none named means all.
    pub edition: OneOrMany,
    /// Names that replace the derived ones.
    #[serde(rename = "override")]
    pub overrides: Override,
    /// The document and the place in it.
    pub source: Option<String>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// What the service knows and the request does not carry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fact {
    /// The name, without the dollar sign.
    #[serde(skip)]
    pub name: Name,
    /// The type: enum, boolean or string.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The values of an enum in order.
    #[serde(skip)]
    pub values: Vec<EnumValue>,
    /// Whether there are values that are not listed.
    pub open: Option<Flag>,
    /// How a sentence names it.
    pub says: Option<String>,
    /// What it is.
    pub doc: Option<String>,
    /// Where the service has it from.
    pub from: Option<Origin>,
    /// The document and the place in it.
    pub source: Option<String>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// Where the service has a fact from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Origin {
    /// The kind of resource.
    pub resource: Option<String>,
    /// The parameter that identifies it.
    pub by: Option<String>,
    /// The field of the resource.
    pub field: Option<String>,
}
