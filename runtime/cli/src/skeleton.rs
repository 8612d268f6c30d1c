//! A file for `--file`: what a request needs, and why, with what is given already.

use contingent_rules::guide::Entry;
use contingent_rules::{Finding, Form, Kind, Parameter, Value};

use crate::Program;
use crate::described::{Described, first_sentence, only_in};
use crate::given::Given;
use crate::output::{quoted, scalar};

/// The text of the file, YAML. What is needed stands open, what can be left out is a comment.
pub(crate) fn text(program: &Program, described: &Described, given: &Given) -> String {
    let needs = needs(described, given);
    let mut out = String::new();
    comment(&mut out, &format!("{}: {}", described.operation.name, described.command.summary));
    comment(&mut out, &format!("Fill in what stands open, then: {} {} -f FILE", program.name, described.command.name));
    comment(&mut out, "What is commented out can be left out. A name without a value counts as left out.");
    if let Some(edition) = given.edition {
        comment(&mut out, &format!("By the edition {edition} of the documentation: add --edition {edition}"));
    }
    facts(&mut out, described, given);
    for group in &described.guide.groups {
        let mut is_first = true;
        for (parameter, entry) in described.parameters().filter(|(it, _)| group.parameters.contains(&it.name)) {
            if !exists(parameter, given) {
                continue;
            }
            out.push('\n');
            if std::mem::take(&mut is_first) {
                heading(&mut out, &group.title);
            }
            one(&mut out, described, given, (parameter, entry), &needs);
        }
    }
    out
}

fn heading(out: &mut String, title: &str) {
    if !title.is_empty() {
        out.push_str(&format!("# ---- {title} ----\n"));
    }
}

/// Whether the chosen edition has a parameter.
fn exists(parameter: &Parameter, given: &Given) -> bool {
    parameter.editions.is_empty()
        || given.edition.is_none_or(|edition| parameter.editions.iter().any(|known| known == edition))
}

/// What is needed, with the reason; and what may be, with what that depends on.
#[derive(Default)]
struct Needs {
    needed: Vec<(String, String)>,
    perhaps: Vec<(String, String)>,
}

/// Adds what is missing until nothing is: what one parameter demands may demand another. Values that nobody knows are of
/// a wrong type on purpose, so that a rule which tests them is undecided instead of decided by chance.
fn needs(described: &Described, given: &Given) -> Needs {
    let mut needs = Needs::default();
    let mut request = match &given.request {
        Value::Object(entries) => entries.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => Vec::new(),
    };
    let definition = described.descriptor.definition();
    // Each round adds a parameter, so there are no more rounds than parameters.
    for _ in 0..=described.operation.parameters.len() {
        let verdict = definition.check(&Value::Object(request.clone()), &given.facts, given.edition);
        let mut added = false;
        // What every request needs comes first: whether something is given decides rules as well.
        let is_plain = |finding: &&Finding| finding.rule.ends_with(".required");
        let has_plain =
            verdict.violations.iter().any(|it| is_plain(&it) && !missing(described, &request, it).is_empty());
        for finding in verdict.violations.iter().filter(|it| !has_plain || is_plain(it)) {
            for name in missing(described, &request, finding) {
                needs.needed.push((name.clone(), finding.rule.clone()));
                let kind = described.parameter(&name).map(|parameter| &parameter.kind);
                request.push((name, kind.map_or(Value::Null, unknown)));
                added = true;
            }
        }
        if !added {
            for finding in verdict.undecided {
                for name in missing(described, &request, &finding) {
                    needs.perhaps.push((name, finding.rule.clone()));
                }
            }
            break;
        }
    }
    needs
}

/// The parameters that a finding asks for. Of several that could be given, the first is taken.
fn missing(described: &Described, request: &[(String, Value)], finding: &Finding) -> Vec<String> {
    let is_absent = |name: &str| request.iter().all(|(given, _)| given != name);
    let rule = described.operation.rules.iter().find(|rule| rule.id == finding.rule);
    let mut names: Vec<String> = match rule.map(|rule| &rule.form) {
        Some(Form::Forbid(_) | Form::Allow(_) | Form::Compare(_) | Form::Ignored(_) | Form::Default(_)) => Vec::new(),
        Some(Form::Require(_) | Form::Count(..) | Form::Ensure(_)) => {
            let subjects = rule.map(|rule| rule.subjects()).unwrap_or_default();
            subjects.into_iter().filter_map(|it| it.top().map(str::to_owned)).collect()
        }
        None if finding.rule.ends_with(".required") => finding.parameters.clone(),
        None => Vec::new(),
    };
    names.retain(|name| described.parameter(name).is_some() && is_absent(name));
    names.dedup();
    let takes_one = matches!(
        rule.map(|rule| &rule.form),
        Some(
            Form::Count(contingent_rules::Count::ExactlyOne | contingent_rules::Count::AtLeastOne, _) | Form::Ensure(_)
        )
    );
    let is_filled = matches!(rule.map(|rule| &rule.form), Some(Form::Count(contingent_rules::Count::ExactlyOne, _)))
        && rule.is_some_and(|rule| rule.subjects().iter().any(|it| it.top().is_some_and(|name| !is_absent(name))));
    if is_filled {
        names.clear();
    } else if takes_one {
        names.truncate(1);
    }
    names
}

/// A value of a wrong type.
fn unknown(kind: &Kind) -> Value {
    match kind {
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. } => Value::Object(Vec::new()),
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
            Value::Bool(true)
        }
    }
}

fn facts(out: &mut String, described: &Described, given: &Given) {
    if described.operation.facts.is_empty() {
        return;
    }
    out.push('\n');
    heading(out, "Facts: what the service knows. They decide rules and are not sent");
    for (fact, entry) in described.operation.facts.iter().zip(&described.guide.facts) {
        comment(out, first_sentence(&entry.doc));
        comment(out, &kind_text(&fact.kind, entry, given));
        let name = format!("${}", fact.name);
        match given.facts.get(&fact.name) {
            Some(value) => out.push_str(&format!("{}: {}\n", scalar(&name), flow(value))),
            None => out.push_str(&format!("# {}:\n", scalar(&name))),
        }
    }
}

fn one(
    out: &mut String,
    described: &Described,
    given: &Given,
    (parameter, entry): (&Parameter, &Entry),
    needs: &Needs,
) {
    let name = &parameter.name;
    comment(out, first_sentence(&entry.doc));
    comment(out, &kind_text(&parameter.kind, entry, given));
    let needed: Vec<&String> = needs.needed.iter().filter(|(it, _)| it == name).map(|(_, rule)| rule).collect();
    let perhaps: Vec<&String> = needs.perhaps.iter().filter(|(it, _)| it == name).map(|(_, rule)| rule).collect();
    if parameter.required {
        comment(out, &format!("Required{}.", only_in(&parameter.editions, &described.operation.editions)));
    }
    for rule in described.rules_about(name) {
        let word = match (needed.iter().any(|id| **id == rule.id), perhaps.iter().any(|id| **id == rule.id)) {
            (true, _) => "Needed here",
            (false, true) => "Perhaps needed",
            (false, false) => "Rule",
        };
        comment(out, &format!("{word}: {} [{}]", described.sentence_at(rule, name), rule.source));
    }
    let value = given.request.get(name).filter(|value| **value != Value::Null);
    let written = match value {
        Some(_) if crate::described::holds_secret(parameter) => {
            comment(out, &format!("Given, and not written down here: use --{}-from.", entry.flag));
            format!("# {}:\n", scalar(name))
        }
        Some(value) => format!("{}: {}\n", scalar(name), flow(value)),
        None if parameter.secret && !needed.is_empty() => {
            comment(out, &format!("A secret: better left out of this file and given with --{}-from.", entry.flag));
            format!("{}:\n", scalar(name))
        }
        None if !needed.is_empty() => format!("{}:\n", scalar(name)),
        None => format!("# {}:\n", scalar(name)),
    };
    out.push_str(&written);
}

/// What a value is, and an example of one.
fn kind_text(kind: &Kind, entry: &Entry, given: &Given) -> String {
    let in_edition = |editions: &[String]| {
        editions.is_empty() || given.edition.is_none_or(|edition| editions.iter().any(|known| known == edition))
    };
    let mut text = match kind {
        Kind::Enum { values, .. } => {
            let known = values.iter().filter(|value| in_edition(&value.editions)).map(|value| value.value.as_str());
            format!("One of {}", contingent_rules::sentence::join(&known.collect::<Vec<_>>(), "or"))
        }
        Kind::Boolean => "true or false".to_owned(),
        Kind::Integer | Kind::Long => "An integer".to_owned(),
        Kind::Number => "A number".to_owned(),
        Kind::TimestampMs => "Milliseconds since 1970".to_owned(),
        Kind::String => "A text".to_owned(),
        Kind::List(_) | Kind::JsonList(_) => "A list".to_owned(),
        Kind::Object(_) | Kind::JsonObject(_) => "An object".to_owned(),
        Kind::Map(_) => "A map".to_owned(),
        Kind::Json => "JSON in a text".to_owned(),
    };
    let fields = kind.item().map_or(kind, |item| &item.kind).fields();
    if !fields.is_empty() {
        let names: Vec<String> = fields
            .iter()
            .map(|field| if field.required { format!("{} (required)", field.name) } else { field.name.clone() })
            .collect();
        text.push_str(&format!(" with {}", contingent_rules::sentence::join(&names, "and")));
    }
    for (word, value) in [("in", &entry.unit), ("by default", &entry.default), ("for example", &entry.example)] {
        text.extend(value.as_ref().map(|value| format!("; {word} {value}")));
    }
    text
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Text(text) if is_number(text) => text.clone(),
        Value::Text(text) => scalar(text),
        Value::List(_) | Value::Object(_) => quoted_inside(value),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Flags give numbers as texts; a file has them as they are written.
fn is_number(text: &str) -> bool {
    matches!(Value::parse(text), Ok(Value::Number(_) | Value::Bool(_)))
}

/// JSON, which is YAML as long as its texts drive no terminal.
fn quoted_inside(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::List(items) => {
            format!("[{}]", items.iter().map(quoted_inside).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) => {
            let entry = |(name, value): &(String, Value)| format!("{}: {}", quoted(name), quoted_inside(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A comment on one line, whatever the text.
fn comment(out: &mut String, text: &str) {
    let line: Vec<&str> = text.split_whitespace().collect();
    if !line.is_empty() {
        out.push_str(&format!("# {}\n", crate::world::visible(&line.join(" "))));
    }
}
