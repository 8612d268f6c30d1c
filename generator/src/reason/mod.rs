//! Questions about the rules of an operation, answered exactly: what no request can have, which rules say nothing
//! new, how many requests are valid, what changed between two specs.
//!
//! There is one encoding of the rules ([`universe`](self), private) that every question shares: whether each parameter
//! is given, which of its values or which interval of numbers it has, the value of each fact, comparisons between
//! parameters. SAT with one selector for each rule is the engine of record; a decision diagram counts, behind the
//! feature `count`. Past a limit an answer is "unknown", never wrong. This room reads the model (what
//! each parameter must be under a condition, even only the `Operation` that a check has: variants are decided with
//! it), and must never print, or know a position in a file.

mod analysis;
#[cfg(feature = "count")]
mod bdd;
#[cfg(feature = "count")]
mod count;
mod derive;
mod explain;
mod flip;
mod formula;
mod json;
mod linear;
mod missing;
mod number;
mod presence;
mod question;
mod solver;
mod table;
#[cfg(test)]
mod tests;
mod universe;

pub use analysis::{Analysis, Contradiction, Expected, Redundant, Unknown, analyze};
pub(crate) use derive::{Derived, derive};
pub use json::analyze_json;
pub(crate) use table::{Axis, By, Cell, Head, Row, Status, Table, listed, table};
