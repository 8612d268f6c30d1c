//! What the commands share about the system around them: programs, packages, and where Cargo builds.

use crate::Outcome;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package of the system, and whether what is wanted of it is there.
pub(crate) type Package = (&'static str, fn() -> bool);

/// Where Cargo builds.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// A program that Cargo built with this profile.
pub(crate) fn built(root: &Path, profile: &str, program: &str) -> PathBuf {
    target(root).join(profile).join(program).with_extension(std::env::consts::EXE_EXTENSION)
}

/// The Cargo that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Runs a command to its end.
///
/// # Errors
/// It cannot be run, or fails.
pub(crate) fn succeed(command: &mut Command) -> Outcome {
    let shown = command.get_program().display().to_string();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) => Err(format!("`{shown}` cannot be run: {error}")),
    }
}

/// What a program prints when it succeeds.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|it| it.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Sees to it that packages are there that only the package manager of the system can give: installs what is missing if it
/// may, else names the one command that does.
///
/// # Errors
/// Something is missing, and is so still.
pub(crate) fn packages(wanted: &[Package]) -> Outcome {
    let missing = || wanted.iter().filter(|(_, is_there)| !is_there()).map(|(name, _)| *name).collect::<Vec<_>>();
    let names = missing();
    if names.is_empty() {
        return Ok(());
    }
    let by_hand = || Err(format!("missing: {}; install with: sudo apt-get install --yes {0}", missing().join(" ")));
    let is_root = answer("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if !is_root || answer("apt-get", &["--version"]).is_none() {
        return by_hand();
    }
    println!("installing packages of the system: {}", names.join(" "));
    let apt = |arguments: &[&str]| {
        succeed(Command::new("apt-get").arg("--quiet").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    // A new machine may know no package, or old versions that are gone.
    apt(&["update"])?;
    apt(&[&["install", "--yes"], names.as_slice()].concat())?;
    if missing().is_empty() { Ok(()) } else { by_hand() }
}
