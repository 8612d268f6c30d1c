//! The entry for build scripts: Rust code below `OUT_DIR`, made anew when the spec changes.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), contingent::build::Error> {
//!     contingent::build::Config::new().spec("spec/garden").compile()
//! }
//! ```
//!
//! The crate then takes the code in with one line, here for a service that is called `Garden`:
//!
//! ```text
//! include!(concat!(env!("OUT_DIR"), "/garden/mod.rs"));
//! ```
//!
//! It needs no feature of this crate. It writes nothing outside the output folder, and leaves a file whose text is
//! right already untouched, so that nothing is compiled again without need.

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Command, Diagnostic, Diagnostics, code, render_plain, visible};
use crate::files::{self, Sources};
use crate::output::Output;
use crate::{load, model, possible, resolve, rust, text};
use heck::ToSnakeCase as _;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder of the Rust files in the output of a generation.
const RUST: &str = "src/generated";

/// What a build script wants.
#[derive(Debug, Clone)]
pub struct Config {
    specs: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
    rerun_if_changed: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// No spec yet; writes below `OUT_DIR` and tells Cargo what was read.
    pub fn new() -> Self {
        Self { specs: Vec::new(), out_dir: None, rerun_if_changed: true }
    }

    /// Adds a spec: the folder of a service, or one operation file. A relative path begins at the package.
    #[must_use]
    pub fn spec(mut self, path: impl Into<PathBuf>) -> Self {
        self.specs.push(path.into());
        self
    }

    /// Where to write instead of `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// Whether to print `cargo::rerun-if-changed` for every file and folder that is read; it is on at first. Without
    /// it Cargo runs the script when any file of the package changes.
    #[must_use]
    pub fn emit_rerun_if_changed(mut self, emit: bool) -> Self {
        self.rerun_if_changed = emit;
        self
    }

    /// Generates: the files of each service go below a folder with its name in snake case. Warnings of the spec
    /// become warnings of the build.
    ///
    /// # Errors
    /// Nothing to generate from, everything that is wrong with a spec, and files that cannot be written. Then the
    /// files of that service are as they were.
    pub fn compile(&self) -> Result<(), Error> {
        self.run(&|name| std::env::var_os(name), &mut io::stdout().lock())
    }

    fn run(&self, environment: &dyn Fn(&str) -> Option<OsString>, out: &mut dyn Write) -> Result<(), Error> {
        if self.specs.is_empty() {
            return Err(Error::new(code::USAGE, "", "no spec is named", "call `.spec(\"path\")` before `.compile()`"));
        }
        let Some(dir) = self.out_dir.clone().or_else(|| environment("OUT_DIR").map(PathBuf::from)) else {
            let help = "call it from a build script, or name a folder with `.out_dir(\"path\")`";
            return Err(Error::new(code::USAGE, "", "there is no `OUT_DIR` in the environment", help));
        };
        let mut outputs: BTreeMap<String, Output> = BTreeMap::new();
        for spec in &self.specs {
            let (folder, output) = self.generate(spec, out)?;
            if outputs.insert(folder.clone(), output).is_some() {
                let message = format!("two specs would both make the folder `{folder}`");
                return Err(Error::new(code::OUTPUT_PATH, &folder, message, "give each an output folder of its own"));
            }
        }
        for output in outputs.values() {
            output.write_to(&dir).map_err(|error| {
                let path = error.path().display().to_string();
                Error::new(code::UNWRITABLE, &path, error.to_string(), "a build script can write below `OUT_DIR`")
            })?;
        }
        Ok(())
    }

    /// The files of one spec, and the folder that they go to.
    fn generate(&self, spec: &Path, out: &mut dyn Write) -> Result<(String, Output), Error> {
        // Before anything can fail: a spec that was wrong is read again once it has changed.
        self.rerun_if(spec, out);
        let sources = files::read(spec).map_err(Error)?;
        let Sources { files, folders } = &sources;
        folders.iter().for_each(|folder| self.rerun_if(folder, out));
        files.iter().for_each(|file| self.rerun_if(Path::new(&file.path), out));
        let mut found = Diagnostics::new();
        let loaded = load(files, &mut found);
        let service = resolve::resolve(&loaded, &mut found);
        if found.has_errors(Command::Generate) {
            return Err(Error(found));
        }
        for warning in found.iter() {
            let place = warning.span.map_or_else(String::new, |it| format!(":{}:{}", it.start.line, it.start.column));
            let (number, message) = (warning.code.number(), visible(&warning.message));
            say(out, format_args!("cargo::warning={}{place}: {message} [{number}]", visible(&warning.file)));
        }
        let mut output = Output::new();
        rust::render(&service, &mut output);
        text::add_played(&service, &mut output);
        let folder = folder(&service);
        let output = possible(output.moved(RUST, &folder)).map_err(Error)?;
        Ok((folder, output))
    }

    fn rerun_if(&self, path: &Path, out: &mut dyn Write) {
        // A line feed in a path would begin another instruction to Cargo.
        let path = path.display().to_string();
        if self.rerun_if_changed && !path.contains('\n') {
            say(out, format_args!("cargo::rerun-if-changed={path}"));
        }
    }
}

/// The folder of a service. An operation on its own has no service, so it lends its name.
fn folder(service: &model::Service) -> String {
    let first = service.operations.first().map(|it| it.name.as_str());
    let names = [service.name.as_str(), first.unwrap_or_default(), "service"];
    names.iter().map(|name| name.to_snake_case()).find(|name| !name.is_empty()).unwrap_or_default()
}

fn say(out: &mut dyn Write, line: fmt::Arguments<'_>) {
    // Cargo reads to the end; if it does not, the build is over anyway.
    let _ = writeln!(out, "{line}");
}

/// Why nothing could be generated: all problems, with their places and codes.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Diagnostics);

impl Error {
    fn new(code: Code, file: &str, message: impl Into<String>, help: &str) -> Self {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::of_file(code, file, message).help(help));
        Self(found)
    }

    /// The problems.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in self.0.iter() {
            write!(out, "\n{}", render_plain(diagnostic, Command::Generate))?;
        }
        Ok(())
    }
}

/// As text for people: a build script that returns an error from `main` shows it in this form.
impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl std::error::Error for Error {}
