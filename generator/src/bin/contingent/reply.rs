//! What a command answers, and how it reaches the terminal.

use crate::args::{Format, Shared};
use contingent::diagnostic::{Command, Diagnostic, Diagnostics, Severity, render, to_json};
use contingent::files::Sources;
use serde_json::{Value, json};
use std::io::{self, Write as _};
use std::process::ExitCode;

/// The texts of a command, and how it ended.
pub(crate) struct Reply {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) exit: Exit,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Fine,
    /// Findings, or a spec that cannot be read.
    Findings,
    /// Usage or I/O.
    Usage,
    /// A request that is invalid.
    Invalid,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Invalid => 3,
        }
    }
}

impl Reply {
    pub(crate) fn out(out: impl Into<String>, exit: Exit) -> Self {
        Self { out: out.into(), err: String::new(), exit }
    }

    pub(crate) fn json(value: &Value, exit: Exit) -> Self {
        Self::out(format!("{value}\n"), exit)
    }

    /// The object that every command prints when it has no answer.
    pub(crate) fn json_errors(found: &Diagnostics, exit: Exit) -> Self {
        Self::json(&errors(found, Command::Generate), exit)
    }

    /// Prints the texts. A reader that has gone away is no failure: it has seen what it wanted.
    pub(crate) fn print(self) -> ExitCode {
        // What cannot be said on the standard error cannot be said at all.
        let _ = io::stderr().write_all(self.err.as_bytes());
        let mut out = io::stdout().lock();
        match out.write_all(self.out.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let _ = writeln!(io::stderr(), "error: cannot write to the standard output: {error}");
                ExitCode::from(Exit::Usage.code())
            }
            Ok(()) | Err(_) => ExitCode::from(self.exit.code()),
        }
    }
}

/// Why a command has no answer.
pub(crate) enum Failure {
    /// Usage or I/O.
    Usage(Diagnostics),
    /// The spec has errors, or what it would make has.
    Spec(Box<Broken>),
}

/// A spec with errors.
pub(crate) struct Broken {
    pub(crate) found: Diagnostics,
    pub(crate) command: Command,
    pub(crate) sources: Sources,
}

impl Failure {
    pub(crate) fn usage(diagnostic: Diagnostic) -> Self {
        Self::Usage(only(diagnostic))
    }

    pub(crate) fn reply(&self, shared: &Shared) -> Reply {
        let nothing = Sources::default();
        let (found, command, sources, exit) = match self {
            Self::Usage(found) => (found, Command::Generate, &nothing, Exit::Usage),
            Self::Spec(broken) => (&broken.found, broken.command, &broken.sources, Exit::Findings),
        };
        match shared.format {
            Format::Json => Reply::json(&errors(found, command), exit),
            // The other formats are about places in a spec, and there is none here.
            Format::Human | Format::Github | Format::Sarif => {
                let err = human(found, command, sources, shared.color_on_stderr());
                Reply { err, ..Reply::out(String::new(), exit) }
            }
        }
    }
}

/// The diagnostics with excerpts. What has no place in a file is one line, and its help.
pub(crate) fn human(found: &Diagnostics, command: Command, sources: &Sources, color: bool) -> String {
    let mut text = String::new();
    for diagnostic in found.iter() {
        if diagnostic.span.is_none() && diagnostic.file.is_empty() {
            text.push_str(&without_place(diagnostic, command));
        } else {
            text.push_str(&render(&only(diagnostic.clone()), command, |path| sources.text(path), color));
        }
    }
    text
}

fn without_place(diagnostic: &Diagnostic, command: Command) -> String {
    let plain = contingent::diagnostic::render_plain(diagnostic, command);
    plain.replacen("\n  --> \n", "\n", 1) + "\n"
}

/// The object of a command that has no answer. Warnings are in it only if they are all there is: denied ones.
fn errors(found: &Diagnostics, command: Command) -> Value {
    let errors = entries(found, command, Severity::Error);
    if errors.is_empty() {
        return json!({ "errors": [], "warnings": entries(found, command, Severity::Warning) });
    }
    json!({ "errors": errors })
}

/// A list of one.
pub(crate) fn only(diagnostic: Diagnostic) -> Diagnostics {
    let mut list = Diagnostics::new();
    list.push(diagnostic);
    list
}

/// The diagnostics of one weight as JSON.
pub(crate) fn entries(found: &Diagnostics, command: Command, severity: Severity) -> Vec<Value> {
    found.iter().filter(|it| it.severity(command) == severity).map(to_json).collect()
}

/// How many errors and warnings there are.
pub(crate) fn count(found: &Diagnostics, command: Command) -> (usize, usize) {
    let errors = found.iter().filter(|it| it.severity(command) == Severity::Error).count();
    (errors, found.len() - errors)
}

/// `1 file`, `2 files`.
pub(crate) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
