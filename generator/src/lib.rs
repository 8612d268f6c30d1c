//! The generator.

pub mod diagnostic;
pub mod files;
pub mod model;
pub mod output;
pub mod resolve;
mod rust;
pub mod spec;
