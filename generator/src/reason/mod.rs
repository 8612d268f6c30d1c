//! Questions about the rules of an operation, answered exactly: what no request can have, which rules say nothing
//! new, how many requests are valid, what changed between two specs.
//!
//! There is one encoding of the rules ([`universe`](self), private) that every question shares: whether each parameter
//! is given, which of its values or which interval of numbers it has, the value of each fact, comparisons between
//! parameters. SAT with one selector for each rule is the engine of record; a decision diagram counts, behind the
//! feature `questions`. Past a limit an answer is "unknown", never wrong. This room reads the model (what
//! each parameter must be under a condition, even only the `Operation` that a check has: variants are decided with
//! it), and must never print, or know a position in a file.

#[cfg(feature = "questions")]
mod allow;
mod analysis;
#[cfg(feature = "questions")]
mod bdd;
#[cfg(feature = "questions")]
mod boundary;
#[cfg(feature = "questions")]
mod count;
mod derive;
#[cfg(feature = "questions")]
mod difference;
mod explain;
mod flip;
mod formula;
mod json;
mod linear;
mod missing;
mod nearby;
mod number;
#[cfg(feature = "questions")]
mod partial;
mod presence;
mod question;
#[cfg(feature = "questions")]
mod questions;
#[cfg(feature = "questions")]
mod sample;
#[cfg(feature = "questions")]
mod search;
mod shown;
mod solver;
mod table;
#[cfg(test)]
mod tests;
mod universe;
#[cfg(feature = "questions")]
mod witness;

#[cfg(feature = "questions")]
pub use allow::allowing;
pub use analysis::{Analysis, Contradiction, Expected, Redundant, Unknown, analyze, problems};
#[cfg(feature = "questions")]
pub(crate) use boundary::cases_shown;
#[cfg(feature = "questions")]
pub use boundary::{Case, cases, cases_json};
pub(crate) use derive::{Derived, derive};
#[cfg(feature = "questions")]
pub use difference::{Difference, difference};
pub use json::analyze_json;
#[cfg(feature = "questions")]
pub use partial::{Completion, complete};
#[cfg(feature = "questions")]
pub use questions::{random, smallest_invalid, smallest_valid, smallest_valid_by};
pub use shown::Shown;
#[cfg(feature = "questions")]
pub use shown::shown;
pub(crate) use table::{Axis, By, Cell, Head, Row, Status, Table, listed, table};
#[cfg(feature = "questions")]
pub use witness::Witness;
