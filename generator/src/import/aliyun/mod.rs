//! The metadata that Alibaba Cloud publishes of its products, as specs of ours.
//!
//! A source is a folder with one JSON file for each operation and one that lists them, or one richer file for all
//! operations, with replies and examples. `spec/README.md` has both formats. Descriptions are taken over as they are: they
//! are the vendor's, and whoever imports decides what becomes of them.

mod define;
mod join;
mod metadata;
mod nested;
mod propose;
mod read;
mod reader;
mod rich;
mod source;
#[cfg(test)]
mod tests;
mod write;

pub use propose::proposals;

use super::merge::Places;
use crate::diagnostic::{Command, Diagnostic, Diagnostics, Severity, code};
use crate::output::Output;
use crate::spec::SourceFile;
use contingent_rules::nearest;
use heck::ToPascalCase as _;
use std::collections::BTreeMap;
use write::unique;

/// What each imported file says in its first line.
pub const HEADER: &str =
    "# Imported by contingent. Change it as you like: another import keeps what hands have changed.";

/// What is imported.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sources<'a> {
    /// The files of the first source.
    pub files: &'a [SourceFile],
    /// Further sources: another language, or one with replies. They add what the first one leaves open.
    pub more: &'a [Vec<SourceFile>],
    /// The name of the service, if the source does not tell it, or tells another one.
    pub name: Option<&'a str>,
    /// What the service is called if nothing tells it.
    pub fallback: &'a str,
    /// The operations that are wanted; all of them if none is named.
    pub operations: &'a [String],
}

/// What an import makes.
#[derive(Debug, Clone)]
pub struct Imported {
    /// `service.yaml` and `operations/*.yaml`, before anything is merged.
    pub output: Output,
    /// Where in the sources each parameter stands.
    pub places: Places,
    /// The descriptions that rules may be in, by path: the operation, and the texts.
    said: BTreeMap<String, (String, Vec<propose::Said>)>,
    /// What is not in the spec, or is there in another way.
    pub warnings: Diagnostics,
    /// How many operations, and how many parameters with everything in them.
    pub counts: (usize, usize),
}

/// Imports a product.
///
/// # Errors
/// A file is not JSON, or not what the formats say; the names of operations cannot be names of files; an operation that
/// is asked for does not exist.
pub fn import(sources: &Sources<'_>) -> Result<Imported, Diagnostics> {
    let mut found = Diagnostics::new();
    let first = read::product(sources.files, &mut found);
    let more = sources.more.iter().map(|files| read::product(files, &mut found)).collect();
    let mut product = read::joined(first, more, &mut found);
    asked_for(&mut product, sources.operations, &mut found);
    let is_rest = is_rest(&product, &mut found);
    let (mut output, mut places, mut stems) = (Output::beside_others(), Places::new(), BTreeMap::new());
    let name = sources.name.or_else(|| Some(product.name.as_ref()?.text.as_str())).unwrap_or(sources.fallback);
    output.insert("service.yaml", write::service(&product, &service_name(name), is_rest));
    let mut said = BTreeMap::new();
    let all: Vec<&str> = sources.files.iter().chain(sources.more.iter().flatten()).map(|it| it.path.as_str()).collect();
    for operation in product.operations.values() {
        if let Some(stem) = write::stem(operation, &mut stems, &mut found) {
            let path = format!("operations/{stem}.yaml");
            let text = write::operation(operation, &path, &mut places, &mut found);
            let mut texts = propose::said(
                &operation.name,
                &nested::gathered(operation.parameters.clone(), &mut Diagnostics::new()),
            );
            for it in &mut texts {
                if let Some((file, place)) = it.source.rsplit_once('#') {
                    it.source = format!("{}#{place}", propose::shortened(file, &all));
                }
            }
            said.insert(path.clone(), (operation.name.clone(), texts));
            output.insert(path, text);
        }
    }
    if found.has_errors(Command::Other) {
        let mut only = Diagnostics::new();
        only.extend(found.into_iter().filter(|it| it.severity(Command::Other) == Severity::Error));
        return Err(only);
    }
    let parameters = product.operations.values().map(|it| counted(&it.parameters)).sum();
    Ok(Imported { output, places, said, warnings: found, counts: (product.operations.len(), parameters) })
}

fn counted(parameters: &[source::Parameter]) -> usize {
    parameters.iter().map(|it| 1 + counted(&it.parts)).sum()
}

/// Leaves the operations that are wanted.
fn asked_for(product: &mut source::Product, wanted: &[String], out: &mut Diagnostics) {
    if wanted.is_empty() {
        return;
    }
    for name in wanted.iter().filter(|name| !product.operations.contains_key(*name)) {
        let message = format!("the source has no operation `{}`", name.escape_debug());
        let help = match nearest(name, product.operations.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "operations are called as in the metadata".to_owned(),
        };
        out.push(Diagnostic::of_file(code::NO_OPERATION, "", message).help(help));
    }
    product.operations.retain(|name, _| wanted.contains(name));
}

/// Whether operations have addresses of their own.
fn is_rest(product: &source::Product, out: &mut Diagnostics) -> bool {
    let has_path = |it: &source::Operation| it.path.as_ref().is_some_and(|path| path.text != "/");
    let Some(style) = &product.style else { return product.operations.values().any(has_path) };
    match style.text.to_lowercase().as_str() {
        "rpc" => product.operations.values().any(has_path),
        "restful" | "rest" | "roa" => true,
        _ => {
            let message = format!("`{}` is no style that is known", style.text.escape_debug());
            out.push(
                Diagnostic::new(code::IMPORTED_OTHERWISE, &style.place.file, style.place.span, message)
                    .help("it is imported as `rest` if an operation has a path, and as `rpc` otherwise"),
            );
            product.operations.values().any(has_path)
        }
    }
}

/// A name that packages and commands can be called after.
fn service_name(name: &str) -> String {
    let plain: String = name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
    let name = plain.chars().take(100).collect::<String>().to_pascal_case();
    if name.starts_with(|it: char| it.is_ascii_alphabetic()) { name } else { format!("Service{name}") }
}
