//! IDL, the language of dependencies between parameters: its texts, and what they are as rules of ours.
//!
//! ```text
//! IF type=='video' THEN Or(embed, data);
//! OnlyOne(id, name);
//! minprice <= maxprice;
//! ```
//!
//! A name alone means that the parameter is given; a test means that it is given and has the value. A relation on its
//! own holds when an operand is absent; inside a predicate all operands must be given.

mod cond;
mod forms;
mod parse;
mod place;
mod syntax;
mod targets;
mod token;
mod translate;

pub(super) use parse::parse;
pub(super) use place::Places;
pub(super) use syntax::Fault;
pub(super) use targets::{Target, TargetKind, Targets};
pub(super) use translate::{Draft, Translated, translate, written};
