//! `cargo xtask bench`: builds what is measured in release and runs it.

use crate::{Outcome, system};
use std::path::Path;
use std::process::Command;

/// Runs the parts of the benchmark that are asked for; all of them if none is.
pub(crate) fn run(root: &Path, parts: &[&str]) -> Outcome {
    if parts.is_empty() || parts.contains(&"reason") {
        // What the analysis is compared with.
        system::packages(&[("minizinc", has_minizinc)])?;
    }
    // Together, so that they lie beside each other: the command, the benchmark, and its counter of allocations.
    let together = ["build", "--release", "--package", "contingent", "--package", "contingent-bench"];
    system::succeed(system::cargo().args(together))?;
    system::succeed(Command::new(system::built(root, "release", "contingent-bench")).args(parts))
}

/// Whether MiniZinc is there with its solver Gecode.
fn has_minizinc() -> bool {
    system::answer("minizinc", &["--solvers"]).is_some_and(|solvers| solvers.contains("org.gecode.gecode"))
}
