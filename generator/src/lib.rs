//! The generator.

pub mod diagnostic;
pub mod spec;
