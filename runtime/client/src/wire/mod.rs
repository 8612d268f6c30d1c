//! Requests as pairs of names and texts, the form in which RPC-style services take them.
//!
//! - A scalar is one pair. Booleans are `true` and `false`, numbers are in plain notation.
//! - A list is `Key.1`, `Key.2`, …; a list of objects `Key.1.Sub`; an object `Key.Sub`; a map
//!   `Key.name`.
//! - A JSON parameter is one pair with one JSON text; JSON inside of it is a text in the text.
//! - A constant is sent whether or not it is given.
//! - `null` and what is absent is not sent. An empty list or object is given, and is sent as its
//!   own name with an empty text: `Key=`.
//!
//! What pairs cannot say, so that reading them gives something else than was written:
//!
//! - numbers, booleans and JSON structures come back as texts (checks take them as such);
//! - a `null` in a list is left out, and the items after it move up;
//! - where nothing describes the inner structure (an unknown name, items without a definition)
//!   it stays flat: `{"a":{"b":1}}` comes back as `{"a.b":"1"}`, and an empty structure as `""`;
//! - a name with a dot, in a map whose values are lists or objects, ends at its first dot;
//! - a name that can be read in two ways is read as the exact one;
//! - with `empty_is_absent`, `Key=` says that `Key` is absent, so an empty list cannot be sent.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::from_pairs;
#[cfg(feature = "client")]
pub(crate) use write::completed;
pub use write::to_pairs;

use contingent_rules::Kind;

/// Whether a parameter of this kind spreads over several pairs.
fn is_container(kind: &Kind) -> bool {
    match kind {
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) => true,
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => false,
    }
}
