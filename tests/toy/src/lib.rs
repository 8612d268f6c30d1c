//! The toy service as a crate that its build script generates: nothing in here is written by hand.
#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/greenhouse/mod.rs"));

/// What the generated code leans on, for those who name its types.
pub use contingent_runtime as runtime;
