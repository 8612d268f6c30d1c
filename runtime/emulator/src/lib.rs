//! Plays a service from its specification: requests are checked by its rules, what they do is kept, and refusals name
//! every broken rule.
//!
//! - [`Emulator`] is all of it, started by a [`Builder`] and stopped when it is dropped.
//! - [`engine`] executes: a call, what is kept and the time give a reply or a refusal. It does no input or output.
//! - [`store`] keeps what was done, in memory or in a file that survives a killed process.
//! - `server` reads requests from sockets and answers, and has the admin; `aliyun` is what one vendor's gateway does around
//!   a call: signatures, formats, envelopes.
//!
//! This room depends on `contingent-rules` and on the signatures of `contingent-runtime`. It must never know a service
//! by name, or have a line of code for one operation.

mod aliyun;
mod builder;
mod emulator;
pub mod engine;
mod server;
pub mod store;

pub use builder::{Builder, StartError};
pub use emulator::Emulator;
pub use server::faults::{Fault, FaultKind, InvalidOption, Latency};
pub use server::journal::Entry;
pub use server::shared::Placement;
