//! Specs as data, by the way that the generator itself takes.

use contingent::diagnostic::{Command, Diagnostics, render_plain};
use contingent::model::{Operation, Service};
use contingent::spec::SourceFile;
use contingent_runtime::rules;
use std::path::Path;

/// The service of a folder, named from this package. Its spec must be without a fault.
pub fn folder(path: &str) -> Service {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let sources = contingent::files::read(&path).unwrap_or_else(|found| panic!("{}", text(&found)));
    let (service, found) = resolve(&sources.files);
    assert!(!found.has_errors(Command::Check), "{}", text(&found));
    service
}

/// The service that some files describe, and what is wrong with them.
pub fn resolve(sources: &[SourceFile]) -> (Service, Diagnostics) {
    let mut found = Diagnostics::new();
    let loaded = contingent::load(sources, &mut found);
    (contingent::resolve::resolve(&loaded, &mut found), found)
}

/// The files of an operation, with or without a service.
pub fn sources(operation: &str, service: Option<&str>) -> Vec<SourceFile> {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
    let service = service.map(|text| file("service.yaml", text));
    service.into_iter().chain([file("operations/op.yaml", operation)]).collect()
}

/// An operation of a service.
pub fn operation<'a>(service: &'a Service, name: &str) -> &'a Operation {
    let found = service.operations.iter().find(|operation| operation.name == name);
    found.unwrap_or_else(|| panic!("there is no {name}"))
}

/// No edition, and each that an operation declares.
pub fn editions(operation: &rules::Operation) -> Vec<Option<&str>> {
    std::iter::once(None).chain(operation.editions.iter().map(|name| Some(name.as_str()))).collect()
}

fn text(found: &Diagnostics) -> String {
    found.iter().map(|diagnostic| render_plain(diagnostic, Command::Check)).collect()
}
