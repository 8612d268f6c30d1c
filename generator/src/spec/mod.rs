//! Stage 1: the text of a spec as types that say exactly what the YAML says.
//!
//! It reads bytes and reports positions; it depends on diagnostics, and on `contingent-rules` for the nearest of
//! some names. It must never resolve a name, judge a rule, or touch the file system: what a spec means is the
//! business of the next stage.

mod build;
mod form;
pub mod language;
mod lines;
mod load;
mod parts;
mod refusals;
mod scalars;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod tree;
mod types;

pub use crate::diagnostic::{Mark, Span};
pub use load::load_tree;
pub use parts::{load_operation, load_service};
pub use scalars::{Count, Flag, OneOrMany};
pub use schema::json_schema;
pub(crate) use tree::is_null_text;
pub use tree::{Entry, Node, NodeKind, Scalar};
pub use types::*;

/// One file of a spec, read by whoever calls the library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceFile {
    /// The path as it is shown to the user.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}
