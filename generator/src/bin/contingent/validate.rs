//! `contingent validate`: one request against one operation.
//!
//! Nothing here prints a value of the request: findings name parameters only, and errors of the JSON text name
//! places.

use crate::args::{Shared, Validate};
use crate::open::open;
use crate::operation::{about, operation_name};
use crate::reply::{Exit, Failure, Reply, plural};
use contingent::diagnostic::{Code, Command, Diagnostic, code, visible};
use contingent::files::read_limited;
use contingent::model::Operation;
use contingent::reason::{allowing, complete};
use contingent_rules::{Checker, Facts, Finding, Outcome, Value, Verdict};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

/// The most bytes of a request or a file of facts: 64 MiB.
const MAX_JSON: u64 = 64 << 20;

const COMMAND: Command = Command::Other;

pub(crate) fn run(task: &Validate, shared: &Shared) -> Result<Reply, Failure> {
    let opened = open(&task.spec, shared)?;
    let name = operation_name(task.operation.as_deref(), &opened)?;
    let opened = about(&name, opened)?;
    let Some(operation) = opened.model.operations.iter().find(|it| it.name == name) else {
        return Err(opened.broken(COMMAND));
    };
    let (request, facts) = read_input(task)?;
    let edition = shared.edition();
    let verdict = if task.partial {
        completed(task, operation, edition, &request, &facts)
    } else {
        Checker::new(&operation.check, edition).check(&request, &facts).allowing(&task.allow)
    };
    let exit = match verdict.outcome() {
        Outcome::Invalid => Exit::Invalid,
        _ if shared.deny_warnings() && !verdict.warnings.is_empty() => Exit::Findings,
        Outcome::Valid | Outcome::Undecided => Exit::Fine,
    };
    if shared.json() {
        return Ok(Reply::out(format!("{}\n", verdict.to_json()), exit));
    }
    let mut reply = Reply::out(human(operation, &verdict, shared), exit);
    if !opened.found.is_empty() {
        let spec = visible(&task.spec.display().to_string());
        reply.err =
            format!("note: {} in the spec; see `contingent check {spec}`\n", plural(opened.found.len(), "problem"));
    }
    Ok(reply)
}

/// Whether the request can be completed; what is allowed is in nobody's way.
fn completed(task: &Validate, operation: &Operation, edition: Option<&str>, request: &Value, facts: &Facts) -> Verdict {
    let relaxed = allowing(&operation.check, &task.allow);
    let found = complete(&relaxed, edition, request, facts).verdict;
    let unreadable = found.is_invalid();
    let mut verdict = found.allowing(&task.allow);
    if unreadable && !verdict.is_invalid() {
        let mut finding = Finding::default();
        finding.rule.push_str("request");
        finding.message.push_str("not decided: a value that is allowed cannot be read");
        verdict.undecided.push(finding);
    }
    verdict
}

fn read_input(task: &Validate) -> Result<(Value, Facts), Failure> {
    read_request(&task.request, task.facts.as_deref())
}

/// A request and what is known beside it.
pub(crate) fn read_request(request: &Path, facts: Option<&Path>) -> Result<(Value, Facts), Failure> {
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    if is_stdin(request) && facts.is_some_and(is_stdin) {
        let message = "`--request` and `--facts` cannot both be read from the standard input";
        return Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help("write one of them to a file")));
    }
    let request = read_object(request, "request")?;
    let facts = match facts {
        None => Facts::new(),
        Some(path) => {
            let value = read_object(path, "file of facts")?;
            Facts::from_json(&value).map_err(|why| bad_json(&shown(path), why))?
        }
    };
    Ok((request, facts))
}

fn read_object(path: &Path, what: &str) -> Result<Value, Failure> {
    let shown = shown(path);
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().take(MAX_JSON + 1).read_to_end(&mut bytes);
        read.map_err(|error| input_fault(code::UNREADABLE, format!("cannot read the standard input: {error}")))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_JSON) {
            return Err(input_fault(code::TOO_LARGE, "the standard input has more than 64 MiB"));
        }
        bytes
    } else {
        read_limited(path, MAX_JSON).map_err(|diagnostic| Failure::usage(*diagnostic))?
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| bad_json(&shown, format!("the {what} is not UTF-8")))?;
    // Some systems begin every text file with a byte order mark.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match Value::parse(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_)) => {
            Err(bad_json(&shown, format!("the {what} is not a JSON object")))
        }
        Err(error) => Err(bad_json(&shown, format!("the {what} is not JSON: {error}"))),
    }
}

fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn input_fault(code: Code, message: impl Into<String>) -> Failure {
    Failure::usage(Diagnostic::of_file(code, "<stdin>", message))
}

fn bad_json(file: &str, message: impl Into<String>) -> Failure {
    let help = "write an object such as `{\"Name\": \"value\"}`, each name once";
    Failure::usage(Diagnostic::of_file(code::BAD_JSON, file, message).help(help))
}

fn human(operation: &Operation, verdict: &Verdict, shared: &Shared) -> String {
    let edition = shared.edition().map_or_else(String::new, |it| format!(", edition {}", visible(it)));
    let counts =
        [(&verdict.violations, "violation"), (&verdict.undecided, "undecided rule"), (&verdict.warnings, "warning")];
    let counts: Vec<String> =
        counts.iter().filter(|(it, _)| !it.is_empty()).map(|(it, what)| plural(it.len(), what)).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    let mut text = format!("{} ({}{edition}){counts}\n", verdict.outcome().as_str(), visible(&operation.name));
    for (findings, word) in
        [(&verdict.violations, "violation"), (&verdict.undecided, "undecided"), (&verdict.warnings, "warning")]
    {
        for finding in findings {
            put(&mut text, word, finding);
        }
    }
    text
}

fn put(text: &mut String, word: &str, finding: &Finding) {
    // Writing to a String never fails.
    let _ = write!(text, "\n{word}[{}]: {}\n", visible(&finding.rule), visible(&finding.message));
    let parameters = finding.parameters.join(", ");
    let needs = finding.needs.join(", ");
    let lines =
        [("parameters", &parameters), ("because", &finding.reason), ("needs", &needs), ("source", &finding.source)];
    for (label, content) in lines {
        if !content.is_empty() {
            let _ = writeln!(text, "  {label:<11} {}", visible(content));
        }
    }
}
