//! What fields are set to: texts, parameters, fields, times and sums of them.

use serde::{Deserialize, Serialize};

/// A field, and what it is set to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The field.
    pub field: String,
    /// Its value. A single piece keeps the type of what it names; several are one text. It is absent if what one of
    /// the pieces names is.
    pub value: Vec<Piece>,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// The value of a parameter.
    Parameter(String),
    /// The field of what is needed, created, read or changed, or of the last one on a page: its kind and the name.
    Field(String, String),
    /// A value, else a text.
    Or(Box<Piece>, String),
    /// A sum of whole numbers; absent if one of them is.
    Sum(Vec<Addend>),
    /// The time, in milliseconds since 1970.
    Now,
    /// The id of the call.
    RequestId,
    /// The place in a row of new things, from 0.
    Number,
}

/// A part of a [`Piece::Sum`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addend {
    /// A whole number.
    pub times: i64,
    /// What it is multiplied with; 1 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Piece>,
}

impl Piece {
    /// The pieces that it is made of; of most kinds itself alone.
    pub fn parts(&self) -> Vec<&Piece> {
        match self {
            Self::Or(piece, _) => piece.parts(),
            Self::Sum(addends) => {
                addends.iter().filter_map(|addend| addend.of.as_ref()).flat_map(Self::parts).collect()
            }
            Self::Text(_) | Self::Parameter(_) | Self::Field(..) | Self::Now | Self::RequestId | Self::Number => {
                vec![self]
            }
        }
    }
}
