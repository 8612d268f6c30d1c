//! What the YAML says, as data: one struct for each kind of mapping, without any logic.
//!
//! Each part keeps its [`Node`]: `part.node.key_span("required")` is where a key of it stands. Values are
//! written text; what a rule says stays a node, which the next stage reads.

mod behaviour;
mod operation;
mod parameter;
mod rule;
mod service;

pub use behaviour::*;
pub use operation::*;
pub use parameter::*;
pub use rule::*;
pub use service::*;

use super::scalars::{Count, Flag, OneOrMany};
use super::tree::Node;
use super::{SourceFile, Span};

/// A text with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}
