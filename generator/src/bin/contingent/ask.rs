//! `contingent analyze --smallest` and the like: requests that show what the rules of one operation come to.

use crate::args::{Analyze, Ask, Shared};
use crate::open::open;
use crate::operation::{about, operation_name};
use crate::reply::{Exit, Failure, Reply};
use crate::validate::read_request;
use contingent::diagnostic::{Command, Diagnostic, code, visible};
use contingent::model::Operation;
use contingent::reason::{Witness, complete, random, smallest_invalid, smallest_valid, smallest_valid_by};
use contingent_rules::Value;

const COMMAND: Command = Command::Other;

/// Whether a request is asked for, and not the analysis.
pub(crate) fn is_asked(ask: &Ask) -> bool {
    let Ask { smallest, smallest_by, smallest_invalid, random_valid, random_invalid, complete } = ask;
    *smallest
        || *smallest_invalid
        || smallest_by.is_some()
        || random_valid.is_some()
        || random_invalid.is_some()
        || complete.is_some()
}

pub(crate) fn run(task: &Analyze, shared: &Shared) -> Result<Reply, Failure> {
    let opened = open(&task.spec, shared)?;
    let name = operation_name(task.operation.as_deref(), &opened)?;
    let opened = about(&name, opened)?;
    let Some(operation) = opened.model.operations.iter().find(|it| it.name == name) else {
        return Err(opened.broken(COMMAND));
    };
    let (answer, exit) = answer(task, shared.edition(), operation)?;
    let text = if shared.json() { format!("{answer}\n") } else { human(&answer) };
    Ok(Reply::out(text, exit))
}

/// One JSON object, whatever was asked.
fn answer(task: &Analyze, edition: Option<&str>, operation: &Operation) -> Result<(Value, Exit), Failure> {
    let one = |name: &str, found: Option<Witness>| {
        let exit = if found.is_some() { Exit::Fine } else { Exit::Findings };
        (object([(name, request(found))]), exit)
    };
    let ask = &task.ask;
    if let Some(parameter) = &ask.smallest_by {
        let Some(found) = smallest_valid_by(operation, edition, parameter) else {
            let message = format!("`{parameter}` is no parameter or fact with listed values");
            return Err(usage(message, "name an enum, a boolean or a fact such as `$Engine`"));
        };
        return Ok((object([("smallest", by_name(found))]), Exit::Fine));
    }
    if ask.smallest_invalid {
        return Ok((object([("smallest_invalid", by_name(smallest_invalid(operation, edition)))]), Exit::Fine));
    }
    for (name, valid, seed) in [("valid", true, ask.random_valid), ("invalid", false, ask.random_invalid)] {
        let Some(seed) = seed else { continue };
        return match random(operation, edition, valid, seed) {
            Ok(found) => Ok(one(name, Some(found))),
            Err(why) => Err(usage(format!("there is no such request: {why}"), "`contingent analyze` says more")),
        };
    }
    if let Some(file) = &ask.complete {
        let (partial, facts) = read_request(file, task.facts.as_deref())?;
        let completion = complete(&operation.check, edition, &partial, &facts);
        let verdict = completion.verdict.outcome();
        let exit = if completion.verdict.is_invalid() { Exit::Invalid } else { Exit::Fine };
        let needed = Value::List(completion.needed.into_iter().map(Value::Text).collect());
        let parts = [
            ("verdict", Value::Text(verdict.as_str().to_owned())),
            ("needed", needed),
            ("smallest", request(completion.smallest)),
        ];
        return Ok((object(parts), exit));
    }
    Ok(one("smallest", smallest_valid(operation, edition)))
}

fn usage(message: String, help: &str) -> Failure {
    Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help))
}

fn request(witness: Option<Witness>) -> Value {
    witness.map_or(Value::Null, |witness| witness.to_value())
}

fn by_name(found: Vec<(String, Option<Witness>)>) -> Value {
    Value::Object(found.into_iter().map(|(name, witness)| (name, request(witness))).collect())
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The same, one request in a line.
fn human(answer: &Value) -> String {
    let Value::Object(entries) = answer else { return String::new() };
    let mut lines = Vec::new();
    for (name, value) in entries {
        match value {
            Value::Object(inner)
                if inner.iter().all(|(_, it)| matches!(it, Value::Object(_) | Value::Null)) && !inner.is_empty() =>
            {
                lines.extend(inner.iter().map(|(name, value)| format!("{name:<20} {value}")));
            }
            value => lines.push(format!("{name:<20} {value}")),
        }
    }
    lines.iter().map(|line| visible(line) + "\n").collect()
}
