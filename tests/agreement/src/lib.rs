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

use contingent_runtime::{DecodeError, Facts, Value, Verdict};

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
