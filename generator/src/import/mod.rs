//! Descriptions in other languages, as specs of ours.
//!
//! An import is a pure function from the text of a file to the files of a spec. It depends on the tree with positions,
//! the table of diagnostics and the names that generated code will have; nothing depends on it but the command and
//! build scripts. What it does not understand it reports with its place: it never drops a part without a word.

pub mod aliyun;
mod definition;
mod idl;
mod json;
pub mod merge;
mod names;
pub mod openapi;
pub mod proposals;
pub mod prose;
mod text;
mod yaml;
