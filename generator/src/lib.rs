//! Contingent turns the YAML description of a service into Rust code and docs that know when a parameter is
//! required.
//!
//! The whole of it is [`generate`]: texts in, files out. It is a pure function, and everything else in this room is a
//! stage of it ([`spec`], [`resolve`], [`model`], `rust`, [`text`]), what the stages share ([`diagnostic`],
//! [`output`]), or a way to the disk ([`files`], [`build`]). It may depend on `contingent-rules`, and must never know
//! a service by name, or read the clock, the environment or a file anywhere but in those ways to the disk.
//!
//! ```
//! use contingent::spec::SourceFile;
//!
//! let text = "operation: Ping\nsummary: Answers.\ndoc: Answers.\n";
//! let file = SourceFile { path: "ping.yaml".to_owned(), bytes: text.into() };
//! let generated = contingent::generate(&[file], &contingent::Options::default());
//! assert!(generated.is_ok_and(|it| it.output.get("docs/README.md").is_some()));
//! ```

pub mod build;
pub mod diagnostic;
pub mod differ;
pub mod editor;
#[cfg(feature = "render")]
pub mod explain;
pub mod export;
pub mod files;
pub mod findings;
pub mod import;
pub mod model;
pub mod output;
mod parallel;
pub mod reason;
pub mod resolve;
mod rust;
#[cfg(feature = "cli")]
pub mod scaffold;
pub mod spec;
pub mod text;

use diagnostic::{Command, Diagnostic, Diagnostics, code};
use output::Output;
use spec::SourceFile;
use text::Templates;

/// What a generation can be told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Templates that replace those of the docs.
    pub templates: Templates,
    /// Whether to make, for each operation, a file of requests on which its rules turn.
    #[cfg(feature = "questions")]
    pub cases: bool,
    /// Whether to make the explorer page.
    #[cfg(feature = "page")]
    pub explorer: bool,
}

/// What a generation makes.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files.
    pub output: Output,
    /// Problems that do not stop it.
    pub warnings: Diagnostics,
}

/// Makes the Rust code and the docs of a service, or of one operation: equal bytes for equal files, in any order.
///
/// # Errors
/// All that is wrong with the spec, and with the templates.
pub fn generate(sources: &[SourceFile], options: &Options) -> Result<Generated, Diagnostics> {
    generate_observed(sources, options, &mut |_| ())
}

/// The same, and says when a stage is over: nothing in here has a clock.
///
/// # Errors
/// As for [`generate`].
pub fn generate_observed(
    sources: &[SourceFile],
    options: &Options,
    over: &mut dyn FnMut(&'static str),
) -> Result<Generated, Diagnostics> {
    let mut found = Diagnostics::new();
    let spec = load(sources, &mut found);
    over("load");
    let service = resolve::resolve(&spec, &mut found);
    over("resolve");
    findings::report(&spec, &service, &mut found);
    over("reason");
    if found.has_errors(Command::Generate) {
        return Err(found);
    }
    let mut output = Output::new();
    rust::render(&service, &mut output);
    over("rust");
