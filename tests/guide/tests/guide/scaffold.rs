//! What `contingent new` writes: it builds without a warning, and its tests pass.

use crate::console::printed;
use crate::page::workspace;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Makes a package below `target`, and runs its tests without network.
fn builds(name: &str, options: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold");
    let package = folder.join(name);
    if package.exists() {
        fs::remove_dir_all(&package).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    let root = workspace();
    let line = format!("contingent new '{name}' {options} --path-dependencies '{}' --format json", root.display());
    let made: Value = serde_json::from_str(&printed(&folder, &line)).unwrap();
    for path in made["files"].as_array().unwrap() {
        assert!(package.join(path.as_str().unwrap()).is_file(), "{path}");
    }
    // The versions of this workspace are there without network.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("consumers");
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args(["test", "--offline", "--target-dir"]).arg(target).current_dir(&package);
    let output = cargo.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !said.contains("warning:"), "{said}");
    assert!(said.contains("a_plane_does_not_and_says_why ... ok"), "{said}");
    let checked = printed(&package, "contingent check spec --deny warnings");
    assert_eq!(checked, "spec: 1 operation, nothing wrong\n");
}

#[test]
fn a_new_package_builds_and_its_tests_pass() {
    builds("Garden Shop", "");
    builds("parcels", "--committed");
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold/parcels");
    let stale = printed(&package, "contingent generate spec --out . --check");
    assert!(stale.contains("up to date"), "{stale}");
    // A second time it would overwrite something.
    let again = printed(package.parent().unwrap(), "contingent new parcels");
    assert!(again.contains("[C0914]"), "{again}");
}
