//! A crate that is made to be compiled: on disk, in a workspace of its own, below the target folder.

use crate::command::output;
use crate::{Failure, copies, root};
use contingent::Options;
use contingent::spec::SourceFile;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Code that stands in a crate of ours: what was generated, and nothing else.
pub const GENERATED: &str = "mod generated;\npub use generated::*;\n";

/// A crate on disk.
pub struct Package {
    folder: PathBuf,
}

impl Package {
    /// A crate with these lines under `[dependencies]`, the versions of a lock file, and this `src/lib.rs`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(all: &Path, name: &str, dependencies: &str, lock: &Path, code: &str) -> Result<Self, Failure> {
        let folder = all.join(name);
        // What an earlier run generated may have other names.
        let _ = fs::remove_dir_all(&folder);
        let this = Self { folder };
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"bench-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}"
        );
        this.write("Cargo.toml", &manifest)?;
        let lock = fs::read_to_string(lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
        this.write("Cargo.lock", &lock)?;
        this.write("src/lib.rs", code)?;
        Ok(this)
    }

    /// Adds what is generated of a spec.
    ///
    /// # Errors
    /// What is wrong with the spec, or it cannot be written.
    pub fn generate(self, sources: &[SourceFile]) -> Result<Self, Failure> {
        let generated = contingent::generate(sources, &Options::default());
        let generated = generated.map_err(|found| copies::problems(&found))?;
        generated.output.write_to(&self.folder).map_err(|error| error.to_string())?;
        Ok(self)
    }

    /// A path in the crate.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        let path = self.path(path);
        let folder = path.parent().unwrap_or(&self.folder);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    /// Builds what it depends on, from the network if it must be.
    ///
    /// # Errors
    /// It does not compile.
    pub fn prepare(&self) -> Result<(), Failure> {
        self.run(&["check", "--quiet"])
    }

    /// `cargo check` as if the crate had changed.
    ///
    /// # Errors
    /// It does not compile.
    pub fn check(&self) -> Result<(), Failure> {
        let code = self.path("src/lib.rs");
        let touched = fs::File::options().append(true).open(&code);
        let touched = touched.and_then(|file| file.set_modified(std::time::SystemTime::now()));
        touched.map_err(|error| format!("cannot touch {}: {error}", code.display()))?;
        self.run(&["check", "--quiet", "--offline"])
    }

    fn run(&self, arguments: &[&str]) -> Result<(), Failure> {
        let mut cargo = cargo();
        cargo.args(arguments).current_dir(&self.folder);
        // An incremental check would find that nothing has changed.
        cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", self.folder.with_file_name("target"));
        output(&mut cargo).map(drop)
    }
}

/// The Cargo that runs this.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// The line under `[dependencies]` that stands for our runtime, with these features.
///
/// # Errors
/// It is not where it should be.
pub fn runtime(features: &[&str]) -> Result<String, Failure> {
    let runtime = root().join("runtime/client").canonicalize().map_err(|error| error.to_string())?;
    Ok(format!("contingent-runtime = {{ path = {runtime:?}, features = {features:?} }}\n"))
}
