//! Examples: the request, what the check says of it, and the replies. No secret is ever shown.

use contingent_rules::{Checker, Finding, Outcome, Subject, Value, sentence};

use super::escape::{self, anchor, blocks, code, fenced, piece, plain};
use super::parameters::holds_secret;
use super::scope::Scope;
use super::view;
use crate::model::{Example, Parameter};

/// What stands in the place of a secret.
const MASK: &str = "********";

/// The examples of an operation, checked.
pub(super) fn examples(scope: &Scope<'_>) -> Vec<view::Example> {
    let examples = &scope.operation.examples;
    // A checker serves all examples of its edition.
    let mut views: Vec<Option<&str>> = Vec::new();
    for view in examples.iter().flat_map(views_of) {
        if !views.contains(&view) {
            views.push(view);
        }
    }
    let checkers: Vec<(Option<&str>, Checker)> =
        views.into_iter().map(|view| (view, Checker::new(&scope.operation.check, view))).collect();
    examples.iter().map(|example| show(scope, example, &checkers)).collect()
}

fn views_of(example: &Example) -> Vec<Option<&str>> {
    if example.editions.is_empty() {
        vec![None]
    } else {
        example.editions.iter().map(|name| Some(name.as_str())).collect()
    }
}

fn show(scope: &Scope<'_>, example: &Example, checkers: &[(Option<&str>, Checker)]) -> view::Example {
    let mut checks: Vec<(Vec<&str>, Vec<String>, String)> = Vec::new();
    for view in views_of(example) {
        let Some((_, checker)) = checkers.iter().find(|(known, _)| *known == view) else {
            continue;
        };
        let verdict = checker.check(&example.request, &example.facts);
        let word = match verdict.outcome() {
            Outcome::Valid => "valid",
            Outcome::Invalid => "invalid",
            Outcome::Undecided => "undecided",
        };
        let mut lines: Vec<String> = verdict.violations.iter().map(|it| finding(scope, "", it)).collect();
        lines.extend(verdict.undecided.iter().map(|it| finding(scope, "Undecided: ", it)));
        lines.extend(verdict.warnings.iter().map(|it| finding(scope, "Warning: ", it)));
        match checks.iter_mut().find(|(_, same, verdict)| *same == lines && verdict == word) {
            Some((editions, ..)) => editions.extend(view),
            None => checks.push((view.into_iter().collect(), lines, word.to_owned())),
        }
    }
    let check = |(editions, findings, word): (Vec<&str>, Vec<String>, String)| {
        let names: Vec<String> = editions.iter().map(|name| code(name)).collect();
        let place = match names.len() {
            0 if scope.editions.is_empty() => "The check says".to_owned(),
            0 => "With no edition chosen, the check says".to_owned(),
            1 => format!("In edition {}, the check says", sentence::join(&names, "and")),
            _ => format!("In editions {}, the check says", sentence::join(&names, "and")),
        };
        view::Check { verdict: format!("{place}: **{word}**{}", if findings.is_empty() { "." } else { ":" }), findings }
    };
    let json = example.json.as_ref().map(|text| ("JSON", "json", mask_json(scope, text)));
    let xml = example.xml.as_ref().map(|text| ("XML", "xml", mask_xml(scope, text)));
    let body = |(format, language, text): (&str, &str, String)| view::Body {
        format: format.to_owned(),
        text: fenced(language, &text),
    };
    view::Example {
        anchor: format!("example-{}", anchor(&example.name)),
        name: plain(&example.name),
        doc: blocks(&example.doc),
        facts: facts(scope, example).into_iter().collect(),
        request: fenced("json", &pretty(&masked(&scope.operation.parameters, &example.request), 0)),
        checks: checks.into_iter().map(check).collect(),
        replies: json.into_iter().chain(xml).map(body).collect(),
    }
}

fn finding(scope: &Scope<'_>, kind: &str, finding: &Finding) -> String {
    let rules = &scope.operation.check.rules;
    let id = match rules.iter().position(|rule| rule.id == finding.rule) {
        Some(index) => scope.rule_link(index),
        None => code(&finding.rule),
    };
    let message = escape::sentence(&finding.message);
    let dot = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    let needs: Vec<String> = finding.needs.iter().map(|need| code(need)).collect();
    let needs =
        if needs.is_empty() { String::new() } else { format!(" It needs to know {}.", sentence::join(&needs, "and")) };
    format!("{kind}{id}: {message}{dot}{needs}")
}

fn facts(scope: &Scope<'_>, example: &Example) -> Option<String> {
    let all = &scope.operation.check.facts;
    let known = all.iter().filter_map(|fact| {
        let value = example.facts.get(&fact.name)?;
        let says = piece(&sentence::subject(&Subject::Fact(fact.name.clone()), all));
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some(format!("{says} is {}", code(&value)))
    });
    let known: Vec<String> = known.collect();
    match (all.is_empty(), known.is_empty()) {
        (true, _) => None,
        (false, true) => Some("No fact is known.".into()),
        (false, false) => Some(format!("Known: {}.", known.join("; "))),
    }
}

/// A request without its secrets.
pub(super) fn masked(parameters: &[Parameter], request: &Value) -> Value {
    match request {
        Value::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(name, value)| match parameters.iter().find(|it| it.def.name == *name) {
                    Some(parameter) => (name.clone(), mask(parameter, value)),
                    None => (name.clone(), value.clone()),
                })
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => request.clone(),
    }
}

fn mask(parameter: &Parameter, value: &Value) -> Value {
    if !holds_secret(parameter) {
        return value.clone();
    }
    match value {
        _ if parameter.def.secret => Value::Text(MASK.into()),
        Value::List(items) => match &parameter.item {
            Some(item) => Value::List(items.iter().map(|value| mask(item, value)).collect()),
            None => Value::Text(MASK.into()),
        },
        // The items of a map are told apart from the fields of an object by what the parameter has.
        Value::Object(entries) => match &parameter.item {
            Some(item) => {
                Value::Object(entries.iter().map(|(name, value)| (name.clone(), mask(item, value))).collect())
            }
            None => masked(&parameter.fields, value),
        },
        // JSON text with a secret somewhere inside, or what does not fit its type.
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => Value::Text(MASK.into()),
        Value::Null => Value::Null,
    }
}

/// JSON over several lines; what is short stays on one.
fn pretty(value: &Value, depth: usize) -> String {
    let line = value.to_string();
    let indent = "  ".repeat(depth + 1);
    let close = "  ".repeat(depth);
    match value {
        Value::List(items) if line.len() > 80 => {
            let items: Vec<String> = items.iter().map(|item| format!("{indent}{}", pretty(item, depth + 1))).collect();
            format!("[\n{}\n{close}]", items.join(",\n"))
        }
        Value::Object(entries) if !entries.is_empty() && (depth == 0 || line.len() > 80) => {
            let entry = |(name, value): &(String, Value)| {
                format!("{indent}{}: {}", Value::Text(name.clone()), pretty(value, depth + 1))
            };
            format!("{{\n{}\n{close}}}", entries.iter().map(entry).collect::<Vec<_>>().join(",\n"))
        }
        Value::List(items) => {
            format!("[{}]", items.iter().map(|it| pretty(it, depth + 1)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) if !entries.is_empty() => {
            let entry = |(name, value): &(String, Value)| {
                format!("{}: {}", Value::Text(name.clone()), pretty(value, depth + 1))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => line,
    }
}

fn reply_fields<'m>(scope: &Scope<'m>) -> &'m [Parameter] {
    scope.operation.response.as_ref().map_or(&[], |response| response.fields.as_slice())
}

/// A reply as it is written, unless one of its fields is a secret.
fn mask_json(scope: &Scope<'_>, text: &str) -> String {
    let fields = reply_fields(scope);
    if !fields.iter().any(holds_secret) {
        return text.to_owned();
    }
    match Value::parse(text) {
        Ok(value) => pretty(&masked(fields, &value), 0),
        // What cannot be read cannot be masked.
        Err(_) => MASK.to_owned(),
    }
}

fn mask_xml(scope: &Scope<'_>, text: &str) -> String {
    let mut secret = Vec::new();
    secret_names(reply_fields(scope), &mut secret);
    let mut out = text.to_owned();
    for name in secret {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        if out.matches(name).count() != out.matches(&open).count() + out.matches(&close).count() {
            // Written in another way, with an attribute or a prefix: nothing is shown rather than too much.
            return MASK.to_owned();
        }
        let mut parts = out.split(&open);
        let mut masked = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.find(&close).and_then(|end| part.get(end..)).unwrap_or_default();
            masked.push_str(&format!("{open}{MASK}{rest}"));
        }
        out = masked;
    }
    out
}

fn secret_names<'m>(fields: &'m [Parameter], found: &mut Vec<&'m str>) {
    for field in fields {
        if field.def.secret {
            found.push(&field.def.name);
        }
        secret_names(&field.fields, found);
        if let Some(item) = &field.item {
            secret_names(std::slice::from_ref(&**item), found);
        }
    }
}
