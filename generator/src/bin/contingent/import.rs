//! `contingent import`: a spec from a description in another language.

use crate::aliyun::run as vendor;
use crate::args::{From, Import, Openapi, Shared};
use crate::reply::{Broken, Exit, Failure, Reply, entries, human, plural};
use contingent::diagnostic::{Command, Diagnostic, Diagnostics, Severity, code, visible};
use contingent::files::{MAX_FILE, Sources, read_limited};
use contingent::import::openapi::{self, HEADER, Imported};
use contingent::output::Output;
use contingent::spec::SourceFile;
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

pub(crate) fn run(task: &Import, shared: &Shared) -> Result<Reply, Failure> {
    match (&task.from, &task.review.review) {
        (Some(From::Openapi(task)), _) => from_openapi(task, shared),
        (Some(From::Vendor(task)), _) => vendor(task, shared),
        (None, Some(spec)) => crate::review::run(spec, &task.review, shared),
        (None, None) => {
            let help = "name what to import: `contingent import openapi FILE --out DIR`, or pass `--review SPEC`";
            Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", "nothing to import").help(help)))
        }
    }
}

fn from_openapi(task: &Openapi, shared: &Shared) -> Result<Reply, Failure> {
    let path = task.file.display().to_string();
    let bytes = read_limited(&task.file, MAX_FILE).map_err(|fault| Failure::usage(*fault))?;
    let file = SourceFile { path, bytes };
    let imported = openapi::import(&file, &task.operation);
    let sources = Sources { files: vec![file], folders: Vec::new() };
    let Imported { output, warnings } = imported.map_err(|failure| match failure {
        openapi::Failure::Document(found) => broken(found, &sources),
        openapi::Failure::NoOperation(fault) => Failure::usage(*fault),
    })?;
    if !task.force {
        check_foreign(&task.out, &output, Some(HEADER))?;
    }
    report(Written { out: &task.out, output: &output, warnings, sources: &sources, summary: String::new() }, shared)
}

/// What an import has made, before it is on disk.
pub(crate) struct Written<'a> {
    pub(crate) out: &'a Path,
    pub(crate) output: &'a Output,
    pub(crate) warnings: Diagnostics,
    pub(crate) sources: &'a Sources,
    /// What was read, in a few words; may be empty.
    pub(crate) summary: String,
}

/// Writes the files of an import, and says so.
pub(crate) fn report(made: Written<'_>, shared: &Shared) -> Result<Reply, Failure> {
    let Written { out: to, output, warnings, sources, summary } = made;
    if shared.deny_warnings() && !warnings.is_empty() {
        return Err(broken(warnings, sources));
    }
    let changes = output.write_to(to).map_err(|error| {
        let path = error.path().display().to_string();
        Failure::usage(Diagnostic::of_file(code::UNWRITABLE, &path, error.to_string()))
    })?;
    if shared.json() {
        let written: Vec<&str> = output.iter().map(|(path, _)| path).collect();
        let warnings = entries(&warnings, Command::Other, Severity::Warning);
        return Ok(Reply::json(&json!({ "written": written, "warnings": warnings }), Exit::Fine));
    }
    let mut out = String::new();
    for (word, paths) in [("created", &changes.created), ("changed", &changes.changed)] {
        for path in paths {
            // Writing to a String never fails.
            let _ = writeln!(out, "{word} {}", visible(&to.join(path).display().to_string()));
        }
    }
    let folder = visible(&to.display().to_string());
    let (files, found) = (plural(output.len(), "file"), plural(warnings.len(), "warning"));
    let summary = if summary.is_empty() { summary } else { format!("{summary}, ") };
    let _ = writeln!(out, "{folder}: {summary}{files}, {} unchanged, {found}", changes.unchanged);
    let err = human(&warnings, Command::Other, sources, shared.color_on_stderr());
    Ok(Reply { err, ..Reply::out(out, Exit::Fine) })
}

/// Nothing is written over a file that somebody wrote, or keeps.
pub(crate) fn check_foreign(out: &Path, output: &Output, header: Option<&str>) -> Result<(), Failure> {
    let mut found = Diagnostics::new();
    for (path, text) in output.iter() {
        let full = out.join(path);
        let Ok(old) = fs::read(&full) else { continue };
        if old != text.as_bytes() && !header.is_some_and(|it| old.starts_with(it.as_bytes())) {
            let message = format!("`{}` is there and was not imported, or is kept by hand", full.display());
            found.push(
                Diagnostic::of_file(code::FOREIGN_FILE, &full.display().to_string(), message)
                    .help("choose another folder, move the file away, or pass `--force` to overwrite it"),
            );
        }
    }
    if found.is_empty() { Ok(()) } else { Err(Failure::Usage(found)) }
}

pub(crate) fn broken(found: Diagnostics, sources: &Sources) -> Failure {
    Failure::Spec(Box::new(Broken { found, command: Command::Other, sources: sources.clone() }))
}
