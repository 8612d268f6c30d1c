//! Rules about the parameters of a request: what they are, whether they hold, and how they read.
//!
//! - [`Operation`] is plain data: parameters, facts and rules.
//! - [`Checker`] is the one evaluator: a request and [`Facts`] give a [`Verdict`].
//! - [`sentence`] writes each rule as one English sentence.
//! - [`guide`] is what people need to know of an operation beside its rules.
//! - [`service`] is what executes: what a service keeps, and what its operations do to that.
//!
//! This crate depends on nothing that does input or output, and must never do any: it judges
//! values that others read.

mod check;
mod decimal;
pub mod guide;
mod json;
mod lines;
mod mention;
mod operation;
mod pattern;
pub mod sentence;
pub mod service;
mod structure;
mod suggest;
mod truth;
mod value;
mod verdict;

pub use check::{Checker, Mode, Presence, View, modes};
pub use decimal::{Decimal, MAX_DIGITS, NotANumber};
pub use operation::*;
pub use pattern::{Pattern, PatternError};
pub use suggest::nearest;
pub use truth::Truth;
pub use value::{JsonError, MAX_DEPTH, Value};
pub use verdict::{Facts, Finding, Outcome, Verdict};
