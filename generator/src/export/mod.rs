//! Interchange: an operation as JSON Schema, a service as OpenAPI.
//!
//! Pure functions from the model and an edition to JSON text. A schema says exactly what a check of the request without any
//! facts would find, or it says nothing: what JSON Schema cannot say stands in `x-contingent-unsaid`, and is never
//! approximated.

mod condition;
mod definition;
mod edition;
mod idl;
mod json;
mod json_schema;
mod logic;
mod number;
mod openapi;
mod pattern;
mod rules;
mod test;

pub use rules::Unsaid;

use crate::model::{Operation, Service};
use contingent_rules::Value;

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A text, and what it does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// JSON with a line end at its end; equal bytes for an equal model.
    pub text: String,
    /// For each operation by name, the rules and built-in checks that it does not say.
    pub unsaid: Vec<(String, Vec<Unsaid>)>,
}

/// The JSON Schema (draft 2020-12) of the request of one operation, in one edition. Without an edition it says what
/// is enforced when none is chosen.
pub fn json_schema(operation: &Operation, edition: Option<&str>) -> Export {
    let (schema, unsaid) = json_schema::of_request(operation, edition);
    let mut entries = vec![json::entry("$schema", DIALECT)];
    if let Value::Object(rest) = schema {
        entries.extend(rest);
    }
    Export { text: json::pretty(&Value::Object(entries)), unsaid: vec![(operation.name.clone(), unsaid)] }
}

/// The OpenAPI 3.1 document of a service, or of some of its operations, in one edition.
pub fn openapi(service: &Service, operations: &[&Operation], edition: Option<&str>) -> Export {
    openapi::document(service, operations, edition)
}
