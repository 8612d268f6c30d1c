//! The command `contingent` as it is built for its users.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The program, built if need be.
///
/// # Panics
/// It cannot be built.
pub fn contingent() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut build = Command::new(cargo());
        build.args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "contingent",
            "--bin",
            "contingent",
            "--features",
            "cli",
        ]);
        build.arg("--target-dir").arg(target()).current_dir(workspace());
        let status = build.status().unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
        assert!(status.success(), "the command cannot be built");
        target().join("debug/contingent").with_extension(std::env::consts::EXE_EXTENSION)
    })
}

/// The Cargo that runs the tests.
pub fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder that everything is built in: the running test lies in `<target>/<profile>/deps`.
///
/// # Panics
/// The running program does not say where it lies.
pub fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_else(|error| panic!("no path of the test: {error}"));
    program.ancestors().nth(3).unwrap_or(Path::new("target")).to_owned()
}
