//! The workshop as a crate that its build script generates.
#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/workshop/mod.rs"));

/// Calls the service; see [`client::Client`].
#[rustfmt::skip]
pub mod client {
    include!(concat!(env!("OUT_DIR"), "/workshop/client.rs"));
}

/// The service as data, for the emulator.
pub const SERVICE: &str = include_str!(concat!(env!("OUT_DIR"), "/workshop/service.json"));
