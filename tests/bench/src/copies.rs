//! The spec of CreateRestoreTask again and again, under different names.

use crate::{Failure, root};
use contingent::diagnostic::{Command, Diagnostics, render_plain};
use contingent::model::Service;
use contingent::spec::SourceFile;
use std::fs;
use std::path::Path;

const NAME: &str = "CreateRestoreTask";

/// The service with so many copies of the operation and nothing else.
///
/// # Errors
/// The spec cannot be read.
pub fn sources(count: usize) -> Result<Vec<SourceFile>, Failure> {
    let folder = root().join("spec/dbs");
    let service = read(&folder.join("service.yaml"))?;
    let operation = read(&folder.join("operations/create_restore_task.yaml"))?;
    // The other operation is not there to be referred to.
    let lines = operation.lines().filter(|line| !line.trim_start().starts_with("refers_to:"));
    let operation = lines.map(|line| format!("{line}\n")).collect::<String>();
    let file = |path: String, text: String| SourceFile { path, bytes: text.into_bytes() };
    let copies = (0..count).map(|index| {
        let name = format!("{NAME}{index:04}");
        file(format!("operations/{name}.yaml"), operation.replace(NAME, &name))
    });
    Ok(std::iter::once(file("service.yaml".to_owned(), service)).chain(copies).collect())
}

/// The model of the sources.
///
/// # Errors
/// What is wrong with them.
pub fn model(sources: &[SourceFile]) -> Result<Service, Failure> {
    let mut found = Diagnostics::new();
    let spec = contingent::load(sources, &mut found);
    let service = contingent::resolve::resolve(&spec, &mut found);
    if found.has_errors(Command::Generate) { Err(problems(&found)) } else { Ok(service) }
}

/// What is wrong with a spec, as one text.
pub fn problems(found: &Diagnostics) -> Failure {
    found.iter().map(|it| render_plain(it, Command::Generate)).collect::<Vec<_>>().join("\n")
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
