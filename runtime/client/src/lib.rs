//! What generated crates lean on: everything about calling a service that is the same for all of
//! its operations.
//!
//! - Typed fields: [`Secret`], [`EpochMillis`], and from `rules` [`Decimal`] and [`Value`].
//! - Requests: [`ToValue`] and [`Entries`] make a [`Value`], [`to_pairs`] writes it and
//!   [`from_pairs`] reads it again, for whoever stands at the other end.
//! - Replies: [`reply`] reads bytes, [`Decode`] and [`Node`] make typed fields.
//! - [`Definition`] embeds an operation's rules, [`Judgement`] is what their compiled form finds;
//!   [`Error`] is everything that goes wrong.
//! - Calls: [`call`] says what there is to call; with the feature `client`, it checks, signs, sends
//!   and repeats, over any transport, for generated clients.
//!
//! This room may depend on `contingent-rules` and on crates that read formats. It must never
//! contain the name of an operation or a rule, judge a request by itself, open a file (but for
//! access keys) or, without a feature that says so, a connection, or show a value of a request in
//! an error. What one vendor does stays in its folder.

pub mod aliyun;
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod command;
mod decode;
mod definition;
mod encode;
mod endpoints;
mod error;
mod judgement;
pub mod reply;
mod secret;
mod time;
#[cfg(feature = "transport")]
pub mod transport;
pub mod wire;
mod xml;

pub use contingent_rules as rules;
pub use contingent_rules::{Checker, Decimal, Facts, Finding, Operation, Outcome, Value, Verdict};

pub use decode::{Decode, DecodeError, Node};
pub use definition::Definition;
pub use encode::{Entries, ToValue};
pub use endpoints::Endpoints;
pub use error::Error;
pub use judgement::{Judgement, LazyPattern, count, decimal, fact};
pub use secret::Secret;
pub use time::EpochMillis;
pub use wire::{from_pairs, to_pairs};

/// The format of the generated code that this crate fits.
pub const FORMAT: u32 = 1;

/// Fails to compile if generated code has another format than [`FORMAT`]:
/// `const _: () = contingent_runtime::format(1);`
///
/// # Panics
/// The format is another one. Evaluated in a constant, that is an error of the compiler.
///
/// ```
/// const _: () = contingent_runtime::format(contingent_runtime::FORMAT);
/// ```
/// ```compile_fail
/// const _: () = contingent_runtime::format(0);
/// ```
pub const fn format(version: u32) {
    assert!(version == FORMAT, "regenerate with the contingent version of your contingent-runtime");
}
