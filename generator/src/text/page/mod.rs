//! The explorer page: a service as one HTML file that needs nothing else, with a form for each operation that knows the rules.
//!
//! The page holds the data of the service, the scripts beside this file joined into one, and the docs of every operation as
//! plain HTML for readers without scripts. It loads nothing, and its policy names its script and style by their hashes. The
//! evaluator among the scripts is the only other place outside `tests/` that judges a rule; it is tested against the one in
//! `contingent-rules`. What a script shows of a spec goes through `textContent`, what the template shows is escaped.

mod aliyun;
mod data;
mod script;
mod smallest;
#[cfg(test)]
mod tests;
mod view;
mod words;

use serde::Serialize;

use self::aliyun::SCRIPTS as VENDOR_SCRIPTS;
use super::templates::Pages;
use super::{FOLDER, Templates, header};
use crate::diagnostic::{Diagnostics, code};
use crate::model::Service;
use crate::output::Output;

const STYLE: &str = include_str!("style.css");

/// A script by its name.
macro_rules! scripts {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!($name))),*] };
}

/// In the order in which they depend on each other.
const SCRIPTS: &[(&str, &str)] = scripts![
    "json.js",
    "decimal.js",
    "pattern.js",
    "suggest.js",
    "truth.js",
    "definitions.js",
    "reading.js",
    "builtin.js",
    "sentence.js",
    "compile.js",
    "judge.js",
    "explain.js",
    "evaluator.js",
    "requirements.js",
    "dom.js",
    "field.js",
    "link.js",
    "form.js",
    "verdict.js",
    "tables.js",
    "app.js",
];

/// Adds the page of a service: `docs/explorer.html`.
///
/// # Errors
/// A template that cannot be rendered; then no page is added.
pub fn add_explorer(service: &Service, templates: &Templates, output: &mut Output) -> Result<(), Diagnostics> {
    let pages = Pages::new(templates)?;
    let fault = |diagnostic| {
        let mut wrong = Diagnostics::new();
        wrong.push(diagnostic);
        wrong
    };
    let page = view(service).map_err(fault)?;
    let text = pages.page("explorer.html.j2", &page).map_err(|it| fault(*it))?;
    output.insert(format!("{FOLDER}/explorer.html"), text);
    Ok(())
}

fn view(service: &Service) -> Result<view::Page, crate::diagnostic::Diagnostic> {
    let scripts: Vec<&str> = SCRIPTS.iter().chain(VENDOR_SCRIPTS).map(|(_, text)| *text).collect();
    let script = script::joined(&scripts);
    let mut blocks = vec![block("service".to_owned(), &data::service(service))?];
    for (index, operation) in service.operations.iter().enumerate() {
        blocks.push(block(format!("operation-{index}"), &data::operation(service, operation))?);
    }
    let (title, about) = view::about(service);
    Ok(view::Page {
        header: header(service),
        title,
        policy: script::policy(&script, STYLE),
        style: STYLE.to_owned(),
        script,
        about,
        blocks,
        operations: service.operations.iter().map(view::section).collect(),
    })
}

fn block<D: Serialize>(id: String, data: &D) -> Result<view::Block, crate::diagnostic::Diagnostic> {
    match serde_json::to_string(data) {
        Ok(json) => Ok(view::Block { id, json: script::inert(&json) }),
        // Names are texts and every value can be written; nobody has seen this.
        Err(error) => Err(crate::diagnostic::Diagnostic::of_file(
            code::TEMPLATE,
            "explorer.html.j2",
            format!("the data of the page cannot be written: {error}"),
        )),
    }
}
