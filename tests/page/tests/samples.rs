//! Sample code of the page, in every language: real parsers read it, the compiler checks the Rust, and no secret is in it.

use contingent_page::{folder, node, parsers};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", root.display()))
}

#[test]
fn every_sample_is_read_by_its_language() {
    let page = root().join("generated/dbs/docs/explorer.html");
    let folder = folder("samples");
    let folder = folder.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let said = node("samples.mjs", &[&page, &folder, &parsers()]);
    println!("{said}");
    compile(&folder);
}

/// All samples in Rust as the modules of one crate, which is compiled as it would be for somebody else.
fn compile(folder: &Path) {
    let client = root().join("generated/dbs");
    let manifest = format!(
        "[package]\nname = \"samples\"\nedition = \"2024\"\n\n[dependencies]\naliyun-dbs = {{ path = {client:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n[workspace]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    // The versions of everything are those of the workspace.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--quiet", "--message-format", "short"]).current_dir(folder);
    // Where the client was built already with the same profile, and the C that it leans on.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    cargo.arg("--target-dir").arg(target);
    let output = cargo.output().expect("cargo");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{}", said.chars().take(6000).collect::<String>());
}
