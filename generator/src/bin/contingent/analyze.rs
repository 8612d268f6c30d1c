//! `contingent analyze`: what the rules of each operation come to.

use crate::args::{Analyze, Shared};
use crate::ask;
use crate::open::open;
use crate::operation::{about, operation_name};
use crate::reply::{Exit, Failure, Reply};
use contingent::diagnostic::{Command, Severity, visible};
use contingent::reason::{Analysis, analyze};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

const COMMAND: Command = Command::Other;

pub(crate) fn run(task: &Analyze, shared: &Shared) -> Result<Reply, Failure> {
    if ask::is_asked(&task.ask) {
        return ask::run(task, shared);
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
    let answers: Vec<(&str, Analysis)> = wanted.map(|it| (it.name.as_str(), analyze(it, shared.edition()))).collect();
    let findings = answers.iter().any(|(_, it)| it.has_findings());
    let exit = if findings { Exit::Findings } else { Exit::Fine };
    if shared.json() {
        let operations: Map<String, Value> =
            answers.iter().map(|(name, it)| ((*name).to_owned(), it.to_json())).collect();
        return Ok(Reply::json(&json!({ "operations": operations }), exit));
    }
    let mut text = String::new();
    for (name, analysis) in &answers {
        put(&mut text, name, analysis, shared.edition());
    }
    Ok(Reply::out(text, exit))
}

fn put(text: &mut String, name: &str, analysis: &Analysis, edition: Option<&str>) {
    let edition = edition.map_or_else(String::new, |it| format!(" ({})", visible(it)));
    let shapes = match &analysis.valid_shapes {
        Some(count) => format!("{} valid shapes", grouped(count)),
        None => "shapes not counted".to_owned(),
    };
    let state = if !analysis.has_findings() {
        "sound"
    } else if analysis.consistent {
        "has findings"
    } else {
        "contradictory"
    };
    let mut lines: Vec<(&str, String)> = Vec::new();
    for name in &analysis.dead {
        lines.push(("never given", name.clone()));
    }
    for (name, values) in &analysis.dead_values {
        lines.push(("never possible", format!("{name}: {}", values.join(", "))));
    }
    for name in &analysis.false_optional {
        lines.push(("always given", format!("{name}, though it is not marked as required")));
    }
    for it in &analysis.contradictions {
        lines.push(("why", it.message.clone()));
    }
    for it in &analysis.redundant_rules {
        let by = if it.implied_by.is_empty() { "the definitions".to_owned() } else { it.implied_by.join(", ") };
        lines.push(("redundant", format!("rule {}: already said by {by}", it.rule)));
    }
    for it in &analysis.never_fires {
        lines.push(("never fires", format!("rule {it}: its condition cannot hold")));
    }
    for it in &analysis.unmet {
        let otherwise = if it.finding == "redundant" { "it is not redundant" } else { "it can fire" };
        lines.push(("not as expected", format!("rule {}: {otherwise}", it.rule)));
    }
    for it in &analysis.expected {
        lines.push(("as expected", format!("rule {}: {}", it.rule, it.finding.replace('_', " "))));
    }
    for it in &analysis.unknown {
        lines.push(("not known", format!("{} {}: {}", it.question, it.subject, it.reason)));
    }
    let heading = format!("{}{edition}: {state}, {shapes}", visible(name));
    // Writing to a String never fails.
    let _ = writeln!(text, "{heading}");
    for (label, content) in lines {
        let _ = writeln!(text, "  {label:<16} {}", visible(&content));
    }
}

/// `282240` as `282,240`.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
