//! What may stand on the command line.

use crate::aliyun::Vendor;
use crate::reply::{Exit, Failure, Reply, only};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use contingent::diagnostic::{Diagnostic, code};
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// Checks specs, generates from them, and checks requests against them.
///
/// A SPEC is the folder of a service, or one operation file. Exit codes: 0 fine, 1 findings or a spec that cannot be
/// read, 2 usage or I/O, 3 a request that is invalid.
#[derive(Parser)]
#[command(name = "contingent", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

#[derive(Subcommand)]
pub(crate) enum Task {
    Check(Check),
    Analyze(Analyze),
    Diff(Diff),
    Table(Table),
    Validate(Validate),
    Generate(Generate),
    Import(Import),
    Explain(Explain),
    Export(Export),
    Schema(Schema),
    New(New),
}

/// Reports everything that is wrong in a spec
#[derive(Args)]
pub(crate) struct Check {
    /// The folder of a service, or one operation file
    pub(crate) spec: PathBuf,
}

/// Answers what the rules of a spec come to: contradictions, what no request can have, rules that say nothing new
#[derive(Args)]
pub(crate) struct Analyze {
    /// The folder of a service, or one operation file
    pub(crate) spec: PathBuf,
    /// Only this operation
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,
    /// A JSON object of what is known beside the request of `--complete`
    #[arg(long, value_name = "FILE", requires = "complete")]
    pub(crate) facts: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

/// Asks the rules of one operation for requests that show something
#[derive(Args)]
#[group(multiple = false)]
pub(crate) struct Ask {
    /// The smallest valid request
    #[arg(long)]
    pub(crate) smallest: bool,
    /// The smallest valid request for each value of a parameter, or of a fact with `$`
    #[arg(long, value_name = "PARAMETER")]
    pub(crate) smallest_by: Option<String>,
    /// For each rule, the smallest request that breaks it, and nothing else if that is possible
    #[arg(long)]
    pub(crate) smallest_invalid: bool,
    /// A valid request, each shape as likely as the other; the same for the same seed
    #[arg(long, value_name = "SEED")]
    pub(crate) random_valid: Option<u64>,
    /// An invalid request, each shape as likely as the other; the same for the same seed
    #[arg(long, value_name = "SEED")]
    pub(crate) random_invalid: Option<u64>,
    /// Whether the request in this file can be completed, what is still needed, and the smallest completion
    #[arg(long, value_name = "FILE")]
    pub(crate) complete: Option<PathBuf>,
}

/// Says what changed between two specs, or between two editions of one: exit code 1 if it breaks callers
#[derive(Args)]
pub(crate) struct Diff {
    /// The old spec: the folder of a service, or one operation file
    pub(crate) old: PathBuf,
    /// The new spec; left out to compare two editions of one
    pub(crate) new: Option<PathBuf>,
    /// Only this operation
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,
    /// Print the section of a changelog, in Markdown
    #[arg(long)]
    pub(crate) changelog: bool,
}

/// Shows what must and may be sent: each parameter under each value of one parameter or fact
#[derive(Args)]
pub(crate) struct Table {
    /// The folder of a service, or one operation file
    pub(crate) spec: PathBuf,
    /// Only this operation
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,
    /// The parameter, or the fact with `$`, whose values are the columns; without it, the one that rules ask about
    #[arg(long, value_name = "PARAMETER")]
    pub(crate) by: Option<String>,
    /// How to show it to people
    #[arg(long = "as", value_enum, value_name = "MARKUP")]
    pub(crate) markup: Option<Markup>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Markup {
    /// Aligned for a terminal of 100 columns
    Text,
    Markdown,
    /// A part of a page
    Html,
}

/// Writes the Rust code and the docs of a spec
#[derive(Args)]
pub(crate) struct Generate {
    /// The folder of a service, or one operation file
    pub(crate) spec: PathBuf,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write nothing; fail if a file is not as it would be written
    #[arg(long)]
    pub(crate) check: bool,
    /// A folder with templates that replace those of the docs
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Also write requests on which each rule turns, with what the check says of them, to `cases`
    #[arg(long)]
    pub(crate) cases: bool,
    /// Leave out the explorer page, `docs/explorer.html`
    #[arg(long)]
    pub(crate) no_explorer: bool,
    /// Show where the time goes
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Checks a request: exit code 0 for valid and undecided, 3 for invalid
#[derive(Args)]
pub(crate) struct Validate {
    /// The folder of a service, or one operation file
    pub(crate) spec: PathBuf,
    /// The operation; may be left out if the spec has only one
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,
    /// A JSON object by wire names; `-` reads the standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) request: PathBuf,
    /// A JSON object of what is known beside the request; `null` means unknown
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
    /// Ask whether the request can be completed: what is given stays, everything else may be chosen
    #[arg(long)]
    pub(crate) partial: bool,
    /// A rule or built-in check whose findings do not count; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) allow: Vec<String>,
}

/// Makes a spec from a description in another language
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) from: Option<From>,
    #[command(flatten)]
    pub(crate) review: Review,
}

/// What was proposed from descriptions
#[derive(Args)]
pub(crate) struct Review {
    /// Shows the rules that an import proposed and nobody accepted or rejected yet
    #[arg(long, value_name = "SPEC")]
    pub(crate) review: Option<PathBuf>,
    /// Writes a proposed rule into the file of its operation: an id, or a confidence for all open ones of it
    /// (exact, inferred, doubtful); may be repeated
    #[arg(long, value_name = "ID", requires = "review")]
    pub(crate) accept: Vec<String>,
    /// Never proposes a rule again: an id; may be repeated
    #[arg(long, value_name = "ID", requires = "review")]
    pub(crate) reject: Vec<String>,
    /// Shows all proposals, also those that are accepted, rejected or known
    #[arg(long, requires = "review")]
    pub(crate) all: bool,
}

#[derive(Subcommand)]
pub(crate) enum From {
    Openapi(Openapi),
    #[command(flatten)]
    Vendor(Vendor),
}

/// Reads OpenAPI 3.0 or 3.1, as YAML or JSON, with dependencies in `x-dependencies`
#[derive(Args)]
pub(crate) struct Openapi {
    /// The document
    pub(crate) file: PathBuf,
    /// The folder of the spec: `service.yaml` and `operations` are written into it
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// An operation to import, by its `operationId`; may be repeated. Without it, all of them
    #[arg(long, value_name = "ID")]
    pub(crate) operation: Vec<String>,
    /// Overwrite files that an import did not write
    #[arg(long)]
    pub(crate) force: bool,
}

/// Explains a diagnostic code, a form of rule or a built-in check, or lists all of them
#[derive(Args)]
pub(crate) struct Explain {
    /// A code such as C0112, a form such as `at_most_one`, or the id of a violation such as `Region.required`
    pub(crate) code: Option<String>,
}

/// Says a spec in another language: JSON Schema of a request, OpenAPI of a service
#[derive(Args)]
pub(crate) struct Export {
    /// The folder of a service, or one operation file
    pub(crate) spec: PathBuf,
    /// What to make
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) to: ExportKind,
    /// The operation; of a service with several, `json-schema` needs one
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,
    /// The file to write instead of the standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportKind {
    /// JSON Schema (draft 2020-12) of the request of one operation
    JsonSchema,
    /// An OpenAPI 3.1 document of the service, or of one operation
    Openapi,
}

/// Makes a package with a small spec, the code from it, and a test that uses the check
#[derive(Args)]
pub(crate) struct New {
    /// The folder of the package, which must not exist or be empty; its name becomes the name of the package
    pub(crate) folder: PathBuf,
    /// The name of the package, if it is not that of the folder
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Write the generated code now, to be committed, instead of a build script that makes it at every build
    #[arg(long)]
    pub(crate) committed: bool,
    /// Take the crates of Contingent from this checkout of its repository instead of a registry
    #[arg(long, value_name = "DIR")]
    pub(crate) path_dependencies: Option<PathBuf>,
}

/// Prints the JSON Schema of spec files, for editors
#[derive(Args)]
pub(crate) struct Schema {
    /// The kind of file; without it, a schema for both
    pub(crate) kind: Option<SchemaKind>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaKind {
    Service,
    Operation,
}

#[derive(Args)]
pub(crate) struct Shared {
    /// How to answer; `github` and `sarif` are for `check`
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// The edition of the service's documentation; without it, what all editions share
    #[arg(long = "edition", global = true, value_name = "NAME")]
    editions: Vec<String>,
    /// Fail on warnings
    #[arg(long, global = true, value_enum, value_name = "WHAT")]
    pub(crate) deny: Vec<Deny>,
    /// When to use colors; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    Human,
    /// One JSON object
    Json,
    /// Lines that a GitHub workflow shows beside the code
    Github,
    /// A log that code scanners read
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    Warnings,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Shared {
    /// Only `check` has the formats that name places in files.
    pub(crate) fn check_format(&self, task: &Task) -> Result<(), Failure> {
        match (self.format, task) {
            (Format::Human | Format::Json, _) | (Format::Github | Format::Sarif, Task::Check(_)) => Ok(()),
            (Format::Github | Format::Sarif, _) => {
                let message = "only `check` has the formats `github` and `sarif`";
                let help = "use `--format json`, or `--format human`";
                Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help)))
            }
        }
    }

    /// The edition; only `diff` takes two.
    pub(crate) fn edition(&self) -> Option<&str> {
        self.editions.first().map(String::as_str)
    }

    /// The editions in the order in which they were named.
    pub(crate) fn editions(&self) -> &[String] {
        &self.editions
    }

    /// Every other command than `diff` looks at one edition.
    pub(crate) fn check_editions(&self, task: &Task) -> Result<(), Failure> {
        let most = if matches!(task, Task::Diff(_)) { 2 } else { 1 };
        if self.editions.len() <= most {
            return Ok(());
        }
        let message = format!("`--edition` is given {} times", self.editions.len());
        let help = "name one edition; only `contingent diff` takes two, the old and the new one";
        Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help)))
    }

    pub(crate) fn json(&self) -> bool {
        self.format == Format::Json
    }

    pub(crate) fn deny_warnings(&self) -> bool {
        self.deny.contains(&Deny::Warnings)
    }

    pub(crate) fn color_on_stdout(&self) -> bool {
        self.color(std::io::stdout().is_terminal())
    }

    pub(crate) fn color_on_stderr(&self) -> bool {
        self.color(std::io::stderr().is_terminal())
    }

    fn color(&self, terminal: bool) -> bool {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// What to answer when the arguments could not be read: help and version are no failures.
pub(crate) fn refuse(error: &clap::Error, given: &[OsString]) -> Reply {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Reply::out(error.to_string(), Exit::Fine),
        _ if wants_json(given) => Reply::json_errors(&only(usage(error)), Exit::Usage),
        _ => Reply { err: error.to_string(), ..Reply::out(String::new(), Exit::Usage) },
    }
}

/// Whether JSON was asked for, as far as arguments that could not be read tell.
fn wants_json(given: &[OsString]) -> bool {
    let mut given = given.iter().take_while(|it| *it != "--").peekable();
    while let Some(it) = given.next() {
        if it == "--format=json" || (it == "--format" && given.peek().is_some_and(|next| *next == "json")) {
            return true;
        }
    }
    false
}

fn usage(error: &clap::Error) -> Diagnostic {
    // The parser's text is paragraphs: what is wrong, tips, the usage line, and where to get help.
    let text = error.to_string();
    let mut paragraphs = text.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = paragraphs.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(&message).to_owned();
    let tip = paragraphs.find_map(|it| it.strip_prefix("tip: ").map(str::to_owned));
    let help = tip.unwrap_or_else(|| "`contingent help` lists the commands and what they take".to_owned());
    Diagnostic::of_file(code::USAGE, "", message).help(help)
}
