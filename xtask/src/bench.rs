//! `cargo xtask bench`: builds what is measured in release and runs it.

use crate::Outcome;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the parts of the benchmark that are asked for; all of them if none is.
pub(crate) fn run(root: &Path, parts: &[&str]) -> Outcome {
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // Together, so that they lie beside each other: the command, the benchmark, and its counter of allocations.
    build.args(["build", "--release", "--package", "contingent", "--package", "contingent-bench"]);
    succeed(&mut build)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let program = target.join("release/contingent-bench").with_extension(std::env::consts::EXE_EXTENSION);
    succeed(Command::new(program).args(parts))
}

fn succeed(command: &mut Command) -> Outcome {
    let shown = command.get_program().display().to_string();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) => Err(format!("`{shown}` cannot be run: {error}")),
    }
}
