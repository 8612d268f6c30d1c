//! What a call does: rules, needs, effect, reply.

use contingent_rules::{Facts, Value, Verdict};

/// A request whose signature is good.
#[derive(Clone, Debug)]
pub struct Call<'c> {
    /// The name of the operation.
    pub operation: &'c str,
    /// The parameters by their names on the wire, as [`contingent_runtime::from_pairs`] makes them.
    pub request: &'c Value,
    /// Whose key signed it.
    pub account: &'c str,
    /// The id under which the call is answered.
    pub request_id: &'c str,
    /// The time of the service, in milliseconds since 1970.
    pub now: i64,
}

/// What comes of a call.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The reply as an object in the order of the response's fields, lists wrapped as on the wire; or why there is none.
    pub answer: Result<Value, Refusal>,
    /// What the rules say: its violations are what a refusal was made of. No secret is in it.
    pub verdict: Verdict,
    /// The facts under which they said it.
    pub facts: Facts,
    /// Whether the answer was given before to the same idempotency token.
    pub repeated: bool,
}

/// Why a call is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error code.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// One line; of several broken rules it names all.
    pub message: String,
}
