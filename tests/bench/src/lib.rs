//! How fast the project is, beside others, in one run: `cargo xtask bench` prints it.
//!
//! Ratios are what counts. A time is that of this machine in this run, and stands there to say what a ratio is made of.
//! Everything that is compared gives the same answers first, and runs in turns, so that a busy machine is busy for all.

pub mod by_hand;
pub mod calls;
pub mod command;
pub mod compile;
pub mod copies;
pub mod growth;
pub mod guarded;
pub mod invented;
pub mod judge;
pub mod measure;
pub mod minizinc;
pub mod openapi;
pub mod package;
pub mod random;
pub mod reason;
pub mod report;
pub mod requests;
pub mod schema;
pub mod serve;
pub mod sign;
pub mod size;
pub mod structs;

use std::path::{Path, PathBuf};

/// What a part of the benchmark says when it cannot be run.
pub type Failure = String;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder for what only this run needs: the target folder that this program was built into.
///
/// # Errors
/// It cannot be made.
pub fn scratch() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe().map_err(|error| format!("this program has no path: {error}"))?;
    let target = program.parent().and_then(Path::parent).ok_or("this program lies in no target folder")?;
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    Ok(folder)
}

/// A program that was built into the same folder as this one.
///
/// # Errors
/// It is not there.
pub fn beside(name: &str) -> Result<PathBuf, Failure> {
    let program = std::env::current_exe().map_err(|error| format!("this program has no path: {error}"))?;
    let path = program.with_file_name(name).with_extension(std::env::consts::EXE_EXTENSION);
    if path.is_file() { Ok(path) } else { Err(format!("{} is not built; run `cargo xtask bench`", path.display())) }
}
