//! Questions about the rules of an operation, answered exactly: what no request can have, which rules say nothing
//! new, how many requests are valid, what changed between two specs.
//!
//! There is one encoding of the rules ([`universe`](self), private) that every question shares: whether each parameter
//! is given, which of its values or which interval of numbers it has, the value of each fact, comparisons between
//! parameters. SAT with one selector for each rule is the engine of record; a decision diagram counts, behind the
//! feature `questions`. Past a limit an answer is "unknown", never wrong. This room reads the model, and must never
//! print, or know a position in a file.

#[cfg(feature = "questions")]
mod allow;
mod analysis;
#[cfg(feature = "questions")]
mod bdd;
#[cfg(feature = "questions")]
mod count;
#[cfg(feature = "questions")]
mod difference;
mod explain;
mod formula;
mod json;
mod linear;
mod missing;
mod number;
#[cfg(feature = "questions")]
mod partial;
#[cfg(feature = "questions")]
mod questions;
#[cfg(feature = "questions")]
mod sample;
#[cfg(feature = "questions")]
mod search;
mod solver;
mod universe;
#[cfg(feature = "questions")]
mod witness;

#[cfg(feature = "questions")]
pub use allow::allowing;
pub(crate) use analysis::problems;
pub use analysis::{Analysis, Contradiction, Expected, Redundant, Unknown, analyze};
#[cfg(feature = "questions")]
pub use difference::{Difference, difference};
pub use json::analyze_json;
#[cfg(feature = "questions")]
pub use partial::{Completion, complete};
#[cfg(feature = "questions")]
pub use questions::{random, smallest_invalid, smallest_valid, smallest_valid_by};
#[cfg(feature = "questions")]
pub use witness::Witness;
