//! Plays a service from its specification: requests are checked by its rules, what they do is kept, and refusals name
//! every broken rule.
//!
//! - [`engine`] executes: a call, what is kept and the time give a reply or a refusal. It does no input or output.
//! - [`store`] keeps what was done, in memory or in a file that survives a killed process.
//! - `server` reads requests from sockets and answers; `aliyun` is what one vendor's gateway does around a call:
//!   signatures, formats, envelopes.
//!
//! This room depends on `contingent-rules` and on the signatures of `contingent-runtime`. It must never know a service
//! by name, or have a line of code for one operation.

pub mod engine;
pub mod store;
