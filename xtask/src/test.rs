//! `cargo xtask test`: everything that must pass.

use crate::{Outcome, clients, codegen, page, system, tidy};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Runs all tests, the quick ones first.
pub(crate) fn run(root: &Path) -> Outcome {
    rust(root)?;
    clients::run(root)?;
    scripts(root)?;
    page::run(root, false)?;
    println!("test: everything passed");
    Ok(())
}

/// Runs all tests that need nothing but Rust, and says what it leaves out.
pub(crate) fn run_rust(root: &Path) -> Outcome {
    rust(root)?;
    println!("test: everything in Rust passed; left out: {}; {}", clients::left_out(), page::LEFT_OUT);
    Ok(())
}

/// The scripts of the page against the Rust that they stand beside. `clients` saw to it that Node, npm and Python are there.
fn scripts(root: &Path) -> Outcome {
    cargo(root, &["test", "--package", "contingent-page"])
}

fn rust(root: &Path) -> Outcome {
    tidy::run(root)?;
    codegen::check(root)?;
    // The default members: all but the benchmarks. Without `--all-targets`, so that doc tests are part of it.
    cargo(root, &["test", "--all-features"])?;
    // What a build script pays for, and what a crate gets that wants types and checks alone.
    cargo(root, &["test", "--package", "contingent", "--no-default-features"])?;
    cargo(root, &["test", "--package", "contingent-runtime", "--no-default-features"])?;
    cargo(root, &["test", "--package", "aliyun-dbs", "--no-default-features"])?;
    for manifest in consumers(root)? {
        let manifest = manifest.display().to_string();
        // In a workspace of their own: in ours Cargo would switch on features that they do not ask for.
        let target = ["--target-dir", "target/consumers"];
        cargo(root, &[&["test", "--manifest-path", &manifest], &target[..]].concat())?;
    }
    Ok(())
}

/// Packages below `tests` that are a workspace of their own.
fn consumers(root: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = root.join("tests");
    let entries = fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut manifests: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path().join("Cargo.toml"))
        .filter(|path| fs::read_to_string(path).is_ok_and(|text| text.lines().any(|line| line == "[workspace]")))
        .collect();
    manifests.sort();
    Ok(manifests)
}

fn cargo(root: &Path, arguments: &[&str]) -> Outcome {
    let shown = format!("cargo {}", arguments.join(" "));
    println!("\n$ {shown}");
    let mut command = system::cargo();
    command.args(arguments);
    if !root.as_os_str().is_empty() {
        command.current_dir(root);
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(format!("`{}` is not installed; get Rust from https://rustup.rs", command.get_program().display()))
        }
        Err(error) => Err(format!("`{shown}` cannot be run: {error}")),
    }
}
