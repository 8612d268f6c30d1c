//! `contingent table`: what becomes of each parameter under each value of one parameter or fact.

use crate::args::{Markup, Shared, Table};
use crate::operation::{about, operation_name};
use crate::open::{list, open};
use crate::reply::{Exit, Failure, Reply};
use contingent::diagnostic::{Command, Diagnostic, Severity, code};
use contingent::model::Operation;
use contingent::text::Requirements;
use contingent_rules::nearest;
use serde_json::{Map, Value, json};

const COMMAND: Command = Command::Other;

pub(crate) fn run(task: &Table, shared: &Shared) -> Result<Reply, Failure> {
    if shared.json() && task.markup.is_some() {
        let help = "leave out `--format json`, or `--as`";
        let message = "`--as` is about text for people, and JSON was asked for";
        return Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help)));
    }
    let mut opened = open(&task.spec, shared)?;
    let only = match &task.operation {
        Some(name) => {
            let name = operation_name(Some(name), &opened)?;
            opened = about(&name, opened)?;
            Some(name)
        }
        None if opened.found.iter().any(|it| it.severity(COMMAND) == Severity::Error) => {
            return Err(opened.broken(COMMAND));
        }
        None => None,
    };
    let wanted = opened.model.operations.iter().filter(|it| only.as_ref().is_none_or(|name| *name == it.name));
    let mut tables = Vec::new();
    for operation in wanted {
        let made = Requirements::new(operation, shared.edition(), task.by.as_deref());
        let made = made.map_err(|_| no_columns(operation, task.by.as_deref().unwrap_or_default()))?;
        tables.push((operation.name.as_str(), made));
    }
    if shared.json() {
        let operations: Map<String, Value> =
            tables.iter().map(|(name, table)| ((*name).to_owned(), table.to_json())).collect();
        return Ok(Reply::json(&json!({ "operations": operations }), Exit::Fine));
    }
    let show = |(_, table): &(&str, Requirements<'_>)| match task.markup {
        Some(Markup::Text) | None => table.terminal(),
        Some(Markup::Markdown) => table.markdown(),
        Some(Markup::Html) => table.html(),
    };
    Ok(Reply::out(tables.iter().map(show).collect::<Vec<_>>().join("\n"), Exit::Fine))
}

fn no_columns(operation: &Operation, wanted: &str) -> Failure {
    let facts: Vec<String> = operation.check.facts.iter().map(|it| format!("${}", it.name)).collect();
    let names = || operation.check.parameters.iter().map(|it| it.name.as_str()).chain(facts.iter().map(String::as_str));
    let help = match nearest(wanted, names()) {
        Some(near) if near == wanted => "another edition has it: choose that one with `--edition`".to_owned(),
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", list(names())),
    };
    let message = format!("the operation `{}` has no parameter or fact `{wanted}`", operation.name);
    Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help))
}
