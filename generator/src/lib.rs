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
    let shown = cases(&service, options, &mut output);
    if !shown.is_empty() {
        over("cases");
    }
    text::render_showing(&service, &shown, &options.templates, &mut output)?;
    text::add_played(&service, &mut output);
    over("text");
    #[cfg(feature = "page")]
    if options.explorer {
        text::add_explorer(&service, &options.templates, &mut output)?;
        over("page");
    }
    possible(output).map(|output| Generated { output, warnings: found })
}

/// Adds the requests on which the rules turn, if they are asked for; what of them shows each rule, by operation.
#[cfg(feature = "questions")]
fn cases(service: &model::Service, options: &Options, output: &mut Output) -> Vec<Vec<reason::Shown>> {
    if !options.cases {
        return Vec::new();
    }
    let mut shown = Vec::new();
    let cases = parallel::map(&service.operations, reason::cases_shown);
    for (operation, (text, of_operation)) in service.operations.iter().zip(cases) {
        let module = operation.module.trim_start_matches("r#");
        output.insert(format!("cases/{module}.json"), text);
        shown.push(of_operation);
    }
    shown
}

/// A build script asks for none.
#[cfg(not(feature = "questions"))]
fn cases(_: &model::Service, _: &Options, _: &mut Output) -> Vec<Vec<reason::Shown>> {
    Vec::new()
}

/// The files of a spec as data.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    /// `service.yaml`; none for an operation on its own, and if it cannot be read.
    pub service: Option<spec::Service>,
    /// The operations that can be read, sorted by path.
    pub operations: Vec<spec::Operation>,
}

/// Reads every file as what it is: the outermost `service.yaml` as the service, all others as operations.
pub fn load(sources: &[SourceFile], out: &mut Diagnostics) -> Spec {
    let service = service_file(sources);
    let mut operations: Vec<&SourceFile> = sources.iter().filter(|file| Some(*file) != service).collect();
    operations.sort_by(|a, b| a.path.cmp(&b.path));
    Spec {
        service: service.and_then(|file| spec::load_service(file, out)),
        operations: out
            .collect(parallel::map(&operations, |file| Diagnostics::of(|out| spec::load_operation(file, out)))),
    }
}

/// The outermost `service.yaml`: one deeper down is an operation with an unlucky name.
fn service_file(sources: &[SourceFile]) -> Option<&SourceFile> {
    let parts = |file: &SourceFile| file.path.split(['/', '\\']).count();
    let named = |file: &&SourceFile| file.path.rsplit(['/', '\\']).next() == Some(files::SERVICE_FILE);
    sources.iter().filter(named).min_by(|a, b| (parts(a), &a.path).cmp(&(parts(b), &b.path)))
}

/// The output, unless it has paths that no file can have.
fn possible(output: Output) -> Result<Output, Diagnostics> {
    let mut found = Diagnostics::new();
    found.extend(output.refused().iter().map(|it| {
        Diagnostic::of_file(code::OUTPUT_PATH, &it.path, it.to_string())
            .help("two names in the spec may become the same file name: rename one of them")
    }));
    if found.is_empty() { Ok(output) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), bytes: text.into() }
    }

    fn garden() -> Vec<SourceFile> {
        let operation = |name: &str| {
            format!(
                "operation: {name}\nsummary: Does it.\ndoc: Does it.\nparameters:\n  \
                 Bed: {{ type: string, required: true, doc: The bed. }}\n"
            )
        };
        vec![
            file("garden/service.yaml", "service: Garden\nversion: \"1\"\ntitle: Garden\ndoc: A garden.\nstyle: rpc\n"),
            file("garden/operations/b.yaml", &operation("Dig")),
            file("garden/operations/a/c.yaml", &operation("Water")),
            file("garden/operations/service.yaml", &operation("Rake")),
        ]
    }

    #[test]
    fn the_order_of_the_files_does_not_matter() {
        let mut files = garden();
        let first = generate(&files, &Options::default()).unwrap();
        assert!(first.output.get("src/generated/mod.rs").is_some());
        for _ in 0..files.len() {
            files.rotate_left(1);
            assert_eq!(generate(&files, &Options::default()).unwrap().output, first.output);
            files.swap(0, 1);
            assert_eq!(generate(&files, &Options::default()).unwrap().output, first.output);
        }
    }

    #[test]
    fn a_service_file_further_down_is_an_operation() {
        let spec = load(&garden(), &mut Diagnostics::new());
        let names: Vec<_> = spec.operations.iter().map(|it| it.operation.as_str()).collect();
        assert_eq!(names, ["Water", "Dig", "Rake"]);
        assert!(spec.service.is_some_and(|it| it.service == "Garden"));
    }

    #[test]
    fn all_problems_of_all_files_are_reported_at_once() {
        let files = [file("a.yaml", "operation: [\n"), file("b.yaml", "operaton: B\n"), file("c.yaml", "")];
        let found = generate(&files, &Options::default()).unwrap_err();
        let files: Vec<_> = found.iter().map(|it| it.file.as_str()).collect();
        assert!(["a.yaml", "b.yaml", "c.yaml"].iter().all(|it| files.contains(it)), "{files:?}");
    }
}
