//! `cargo xtask bench`: builds what is measured in release and runs it.

use crate::Outcome;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the parts of the benchmark that are asked for; all of them if none is.
pub(crate) fn run(root: &Path, parts: &[&str]) -> Outcome {
    if parts.is_empty() || parts.contains(&"reason") {
        minizinc()?;
    }
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // Together, so that they lie beside each other: the command, the benchmark, and its counter of allocations.
    build.args(["build", "--release", "--package", "contingent", "--package", "contingent-bench"]);
    succeed(&mut build)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let program = target.join("release/contingent-bench").with_extension(std::env::consts::EXE_EXTENSION);
    succeed(Command::new(program).args(parts))
}

/// Sees to it that MiniZinc is there with its solver Gecode: what the analysis is compared with.
fn minizinc() -> Outcome {
    const COMMAND: [&str; 4] = ["apt-get", "install", "--yes", "minizinc"];
    let answer = |program: &str, argument: &str| {
        let output = Command::new(program).arg(argument).output().ok().filter(|it| it.status.success());
        output.map(|it| String::from_utf8_lossy(&it.stdout).into_owned())
    };
    let is_there = || answer("minizinc", "--solvers").is_some_and(|solvers| solvers.contains("org.gecode.gecode"));
    if is_there() {
        return Ok(());
    }
    let by_hand = format!("MiniZinc with Gecode is missing; install it with: sudo {}", COMMAND.join(" "));
    let is_root = answer("id", "-u").is_some_and(|id| id.trim() == "0");
    if !is_root || answer("apt-get", "--version").is_none() {
        return Err(by_hand);
    }
    println!("installing MiniZinc with Gecode: {}", COMMAND.join(" "));
    succeed(Command::new(COMMAND[0]).args(&COMMAND[1..]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    if is_there() { Ok(()) } else { Err(by_hand) }
}

fn succeed(command: &mut Command) -> Outcome {
    let shown = command.get_program().display().to_string();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) => Err(format!("`{shown}` cannot be run: {error}")),
    }
}
