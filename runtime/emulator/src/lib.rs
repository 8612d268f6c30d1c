//! Plays a service from its specification: requests are checked by its rules, what they do is kept, and refusals name
//! every broken rule.
//!
//! - [`Emulator`] is all of it, started by a [`Builder`] and stopped when it is dropped.
//! - [`engine`] executes: a call, what is kept and the time give a reply or a refusal. It does no input or output.
//! - [`store`] keeps what was done, in memory or in a file that survives a killed process.
//! - `server` reads requests from sockets and answers, and has the admin; a folder with the name of a vendor is what
//!   its gateway does around a call: signatures, formats, envelopes.
//!
//! This room depends on `contingent-rules` and on the signatures of `contingent-runtime`. It must never know a service
//! by name, or have a line of code for one operation.
//!
//! # Admin
//!
//! What [`Emulator`] can be asked in a program, others ask over HTTP, in JSON and without a key:
//!
//! | path | `GET` | `POST` |
//! |---|---|---|
//! | `/_emulator/health` | service, version, edition, number of requests | |
//! | `/_emulator/reset` | | everything as it was at the start |
//! | `/_emulator/journal` | the last requests; `?operation=Name`, `?limit=5` | |
//! | `/_emulator/clock` | `now_ms`, `offset_ms` | `{"offset_ms": 0}` sets, `{"advance_seconds": 60}` adds |
//! | `/_emulator/faults` | what will go wrong, and the latency | see below |
//!
//! `{"fail": "Operation:Code:2"}`, or a list of such texts, adds faults; `{"latency": "50ms..200ms"}` sets the
//! latency and `{"latency": null}` ends it; `{"clear": true}` ends all that was there before. See [`Fault`] and
//! [`Latency`]. A refusal is `{"error": "…"}`. Pages in a browser are kept out by their marks (`Origin`,
//! `Sec-Fetch-Site`), and by the name of the host as long as the emulator listens on loopback.
//!
//! # The explorer page
//!
//! With [`Builder::page`], a browser that asks for `/` as a document gets the page. A copy of it that was opened from a disk has
//! the origin `null`; its calls are answered with `access-control-allow-origin: null`, but only on loopback, by a name of this
//! machine, and never under `/_emulator/`. Any other document without an origin could then call as well, so do not serve a
//! page and keep what must stay secret under the well-known key `testid`.

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
