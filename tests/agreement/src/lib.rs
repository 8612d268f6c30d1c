//! What the tests of this package share: specs as data, random requests, and the answers that must agree.
//!
//! The build script writes the glue that makes a typed request of a [`Value`], for every
//! operation of the two services and for random operations whose code it generates as well.

pub mod command;
pub mod mutate;
pub mod pairs;
pub mod random;
pub mod requests;
pub mod spec;

use contingent_runtime::{DecodeError, Error, Facts, Value, Verdict};
use std::fmt::Debug;

/// A request that has a typed form, and everything that the generated code says about it.
pub struct Typed {
    /// What the typed request sends.
    pub value: Value,
    /// What the typed facts say.
    pub facts: Facts,
    /// The pairs that are sent.
    pub pairs: Vec<(String, String)>,
    /// The typed check.
    pub checked: Verdict,
    /// The check of the value.
    pub by_json: Verdict,
    /// The check of the pairs.
    pub by_pairs: Verdict,
    /// The request and the facts as `Debug` shows them.
    pub shown: String,
}

/// Makes a typed request and typed facts of a request, facts and an edition, and asks the generated code.
///
/// An error says that there is no typed form: a wrong type, or something required that is missing.
pub type Run = fn(&Value, &Value, Option<&str>) -> Result<Typed, DecodeError>;

/// A reply of an example as the generated code reads it, in both forms.
pub struct Replies {
    /// What became of the JSON, shown by `Debug`.
    pub json: Option<Result<String, Error>>,
    /// What became of the XML.
    pub xml: Option<Result<String, Error>>,
    /// Whether both were read, and as the same.
    pub are_equal: bool,
}

/// Reads the JSON and the XML of an example.
pub type Read = fn(Option<&str>, Option<&str>) -> Replies;

/// What a [`Read`] of one operation does: its bodies come with status 200.
pub fn read<T: PartialEq + Debug>(
    from_reply: fn(u16, &[u8]) -> Result<T, Error>,
    json: Option<&str>,
    xml: Option<&str>,
) -> Replies {
    let [json, xml] = [json, xml].map(|body| body.map(|body| from_reply(200, body.as_bytes())));
    let are_equal = matches!((&json, &xml), (Some(Ok(json)), Some(Ok(xml))) if json == xml);
    let [json, xml] = [json, xml].map(|read| read.map(|read| read.map(|reply| format!("{reply:?}"))));
    Replies { json, xml, are_equal }
}
