//! `contingent export`: an operation as JSON Schema, a service as OpenAPI.

use crate::args::{Export, ExportKind, Shared};
use crate::open::{Opened, open};
use crate::operation::{about, operation_name};
use crate::reply::{Exit, Failure, Reply, plural};
use contingent::diagnostic::{Command, Diagnostic, Severity, code, visible};
use contingent::export::{self, Unsaid};
use contingent::model;
use contingent::output::Output;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

const COMMAND: Command = Command::Other;

pub(crate) fn run(task: &Export, shared: &Shared) -> Result<Reply, Failure> {
    let opened = open(&task.spec, shared)?;
    let edition = shared.edition();
    // A schema is about one operation, a document about a service or what is asked for of it.
    let name = match (task.to, &task.operation) {
        (ExportKind::Openapi, None) => None,
        (ExportKind::JsonSchema, _) | (ExportKind::Openapi, Some(_)) => {
            Some(operation_name(task.operation.as_deref(), &opened)?)
        }
    };
    let opened = match &name {
        Some(name) => about(name, opened)?,
        None => opened,
    };
    let is_error = opened.found.iter().any(|it| it.severity(COMMAND) == Severity::Error);
    if is_error || (shared.deny_warnings() && !opened.found.is_empty()) {
        return Err(opened.broken(COMMAND));
    }
    let all = &opened.model.operations;
    let wanted: Vec<&model::Operation> =
        all.iter().filter(|it| name.as_ref().is_none_or(|name| it.name == *name)).collect();
    let made = match (task.to, wanted.as_slice()) {
        (ExportKind::JsonSchema, [operation]) => export::json_schema(operation, edition),
        (ExportKind::JsonSchema, _) => return Err(opened.broken(COMMAND)),
        (ExportKind::Openapi, wanted) => export::openapi(&opened.model, wanted, edition),
    };
    let mut reply = match &task.out {
        None => Reply::out(made.text, Exit::Fine),
        Some(path) => write(path, made.text, shared)?,
    };
    if !shared.json() {
        reply.err = remarks(task, &opened, &made.unsaid);
    }
    Ok(reply)
}

/// What a reader must know who sees nothing but the document.
fn remarks(task: &Export, opened: &Opened, unsaid: &[(String, Vec<Unsaid>)]) -> String {
    let mut text = String::new();
    for (operation, unsaid) in unsaid {
        let rules = || unsaid.iter().filter(|it| !it.sentence.is_empty());
        let (wholly, partly) = (rules().filter(|it| !it.partly).count(), rules().filter(|it| it.partly).count());
        let checks = unsaid.len() - wholly - partly;
        let counts = [(wholly, "rule", ""), (partly, "rule", " in part"), (checks, "built-in check", "")];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _, _)| *count > 0)
            .map(|(count, what, how)| format!("{}{how}", plural(*count, what)))
            .collect();
        if !counts.is_empty() {
            // Writing to a String never fails.
            let _ = writeln!(
                text,
                "note: {}: {} cannot be said, see `x-contingent-unsaid`",
                visible(operation),
                counts.join(", ")
            );
        }
    }
    if !opened.found.is_empty() {
        let spec = visible(&task.spec.display().to_string());
        let problems = plural(opened.found.len(), "problem");
        let _ = writeln!(text, "note: {problems} in the spec; see `contingent check {spec}`");
    }
    text
}

/// Puts the text in a file, which changes at once or not at all.
fn write(path: &Path, text: String, shared: &Shared) -> Result<Reply, Failure> {
    let shown = path.display().to_string();
    let fault = |message: String| {
        let help = "name a file in a folder that can be written to";
        Failure::usage(Diagnostic::of_file(code::UNWRITABLE, &shown, message).help(help))
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| fault("the path has no file name, or one that is not UTF-8".to_owned()))?;
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut output = Output::beside_others();
    output.insert(name, text);
    let changes = output.write_to(folder).map_err(|error| fault(error.to_string()))?;
    let word = match (changes.created.is_empty(), changes.changed.is_empty()) {
        (false, _) => "created",
        (true, false) => "changed",
        (true, true) => "unchanged",
    };
    Ok(if shared.json() {
        Reply::json(&json!({ "out": shown, "state": word }), Exit::Fine)
    } else {
        Reply::out(format!("{word} {}\n", visible(&shown)), Exit::Fine)
    })
}
