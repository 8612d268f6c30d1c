//! OpenAPI 3.0 and 3.1, with dependencies between parameters in `x-dependencies`, as a spec of ours.
//!
//! Parameters, bodies, their schemas and the dependencies become operations with rules; responses, security and
//! callbacks are not read. Everything else that has no counterpart is reported.

mod constraints;
mod content;

mod dependencies;
mod document;

mod numbers;
mod operations;
mod parameters;
mod pattern;
mod schema;
mod service;

use crate::diagnostic::{Command, Diagnostic, Diagnostics, Severity, code};
use crate::output::Output;
use crate::spec::SourceFile;
use contingent_rules::nearest;
use document::Document;

/// What each imported file says in its first line; a file that says something else there is somebody's own.
pub const HEADER: &str = "# Imported from OpenAPI by contingent. Take this line out to keep your own changes.";

/// What an import makes.
#[derive(Debug, Clone)]
pub struct Imported {
    /// `service.yaml` and `operations/*.yaml`.
    pub output: Output,
    /// What is not in them, or is there in another way.
    pub warnings: Diagnostics,
}

/// Why there is no import.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The document has errors.
    Document(Diagnostics),
    /// An operation that was asked for is not in it.
    NoOperation(Box<Diagnostic>),
}

/// Imports a document: all its operations, or those whose `operationId` (or name in the spec) is listed.
///
/// # Errors
/// It is not an OpenAPI 3 document, a reference leads nowhere, a dependency cannot be read or names an unknown
/// parameter, or an operation that is asked for does not exist.
pub fn import(file: &SourceFile, wanted: &[String]) -> Result<Imported, Failure> {
    let mut found = Diagnostics::new();
    let Some(root) = document::root(file, &mut found) else {
        return Err(Failure::Document(found));
    };
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let mut document = Document::new(&file.path, text, &root);
    document.out = found;
    let operations = operations::read(&mut document, wanted);
    let service = service::read(&mut document);
    let known: Vec<&str> = operations.names.iter().map(String::as_str).collect();
    if let Some(name) = wanted.iter().find(|name| !known.contains(&name.as_str())) {
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "operations are called by their `operationId`, or by method and path".to_owned(),
        };
        let message = format!("the document has no operation `{name}`");
        return Err(Failure::NoOperation(Box::new(Diagnostic::of_file(code::NO_OPERATION, "", message).help(help))));
    }
    let found = document.out;
    if found.has_errors(Command::Generate) {
        let errors = found.into_iter().filter(|it| it.severity(Command::Generate) == Severity::Error);
        let mut only = Diagnostics::new();
        only.extend(errors);
        return Err(Failure::Document(only));
    }
    let mut output = Output::beside_others();
    output.insert("service.yaml", format!("{HEADER}\n{service}"));
    for (stem, text) in operations.files {
        output.insert(format!("operations/{stem}.yaml"), format!("{HEADER}\n{text}"));
    }
    Ok(Imported { output, warnings: found })
}
