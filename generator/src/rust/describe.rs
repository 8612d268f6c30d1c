//! What a spec says about a parameter, a value or a rule, as Markdown for rustdoc.

use contingent_rules::{Kind, Rule, Severity, sentence};

use super::doc;
use crate::model::{ErrorCode, Operation, Parameter, Position};

/// Everything about a parameter or field; `rules` are indices into those of the operation. Inside of something `secret`
/// no value is shown.
pub(super) fn parameter(operation: &Operation, parameter: &Parameter, secret: bool, rules: &[usize]) -> String {
    let facts = facts(operation, parameter, secret || parameter.def.secret);
    doc::paragraphs([meaning(&parameter.doc), facts.join(" "), rule_list(operation, rules)])
}

/// The text of a spec, or words for its absence: every item is documented.
pub(super) fn meaning(text: &str) -> String {
    let text = doc::escaped(text);
    if text.is_empty() { "The spec does not say what this is.".to_owned() } else { text }
}

/// The rules that demand something of whatever lies at the path, such as `Plants[].Pot`.
pub(super) fn rules_at(operation: &Operation, path: &str) -> Vec<usize> {
    let is_inside =
        |text: &str| text.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    let about = |rule: &Rule| rule.subjects().iter().any(|reference| is_inside(&reference.text));
    (0..operation.check.rules.len()).filter(|index| operation.check.rules.get(*index).is_some_and(about)).collect()
}

/// The rules as a list under a heading; empty if there are none.
pub(super) fn rule_list(operation: &Operation, rules: &[usize]) -> String {
    let items =
        doc::list(rules.iter().filter_map(|index| Some(rule_line(operation, operation.check.rules.get(*index)?))));
    if items.is_empty() { items } else { format!("Rules:\n\n{items}") }
}

/// The id of a rule, its sentence and where it comes from.
pub(super) fn rule_line(operation: &Operation, rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Error => None,
        Severity::Warning => Some("a warning".to_owned()),
    };
    let source = (!rule.source.is_empty()).then(|| doc::code(&rule.source));
    let editions = only_in(&rule.editions).map(|text| format!("only in {text}"));
    let notes: Vec<String> = [severity, editions, source].into_iter().flatten().collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let sentence = doc::sentence(&sentence::rule(rule, &operation.check.facts));
    format!("{}: {sentence}{notes}.", doc::code(&rule.id))
}

/// "edition `a`" or "editions `a` and `b`"; `None` for what belongs to all of them.
pub(super) fn only_in(editions: &[String]) -> Option<String> {
    match editions {
        [] => None,
        [only] => Some(format!("edition {}", doc::code(only))),
        several => Some(format!("editions {}", joined(several.iter().map(|name| doc::code(name)).collect(), "and"))),
    }
}

/// "`Code` (HTTP 400, may succeed later, only in edition `a`): what it means".
pub(super) fn error(error: &ErrorCode) -> String {
    let notes = [
        error.status.map(|status| format!("HTTP {status}")),
        error.retryable.then(|| "may succeed later".to_owned()),
        only_in(&error.editions).map(|text| format!("only in {text}")),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("{}{notes}: {}", doc::code(&error.code), doc::line(&error.doc))
}

/// "a", "a and b", "a, b and c".
pub(super) fn joined(mut parts: Vec<String>, word: &str) -> String {
    match parts.pop() {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} {word} {last}", parts.join(", ")),
        None => String::new(),
    }
}

/// One short sentence for each thing that the spec states.
fn facts(operation: &Operation, parameter: &Parameter, secret: bool) -> Vec<String> {
    let def = &parameter.def;
    let mut facts = Vec::new();
    if !def.name.is_empty() {
        let place = match parameter.position {
            Position::Query => "",
            Position::Body => " in the body",
            Position::Header => " in a header",
            Position::Path => " in the path",
            Position::Host => " in the host name",
        };
        facts.push(format!("Named {} on the wire{place}.", doc::code(&def.name)));
    }
    if let Some(unit) = &parameter.unit {
        facts.push(format!("Unit: {}.", doc::plain(unit)));
    }
    facts.extend(bounds(parameter));
    facts.extend(def.pattern.as_ref().map(|pattern| format!("The whole text matches {}.", doc::code(pattern))));
    if !def.one_of.is_empty() {
        facts.push(format!("One of {}.", joined(def.one_of.iter().map(|value| doc::code(value)).collect(), "or")));
    }
    if matches!(def.kind, Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_)) {
        facts.push("Sent as one text of JSON.".to_owned());
    }
    if secret {
        facts.push("Secret: it is never shown.".to_owned());
    } else {
        let default = parameter.default.as_ref();
        facts.extend(default.map(|value| {
            let editions: Vec<String> = parameter.value_editions(value).iter().map(|name| doc::code(name)).collect();
            let only =
                if editions.is_empty() { String::new() } else { format!(" in edition {} only", editions.join(", ")) };
            format!("Default: {}, which the service assumes{only}; it is not sent.", doc::code(value))
        }));
        facts.extend(parameter.example.as_ref().map(|value| format!("Example: {}.", doc::code(value))));
    }
    facts.extend(
        parameter.refers_to.as_ref().map(|other| format!("The operation {} lists the values.", doc::code(other))),
    );
    let token = operation.idempotency_token.and_then(|token| operation.parameters.get(token));
    if token.is_some_and(|token| std::ptr::eq(token, parameter)) {
        facts.push("With the same value a repeated call has no second effect.".to_owned());
    }
    facts.extend(only_in(&def.editions).map(|text| format!("Only in {text}.")));
    if def.required && !def.editions.is_empty() {
        facts.push("Required there.".to_owned());
    }
    if parameter.undocumented {
        facts.push("Undocumented.".to_owned());
    }
    if !def.source.is_empty() {
        facts.push(format!("Source: {}.", doc::code(&def.source)));
    }
    facts
}

fn bounds(parameter: &Parameter) -> Vec<String> {
    let def = &parameter.def;
    let what = match def.kind {
        Kind::List(_) | Kind::JsonList(_) | Kind::Json => ("item", "items"),
        Kind::Map(_) => ("entry", "entries"),
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Object(_)
        | Kind::JsonObject(_) => ("character", "characters"),
    };
    let counted = |length: u64| if length == 1 { what.0 } else { what.1 };
    let length = match (def.min_length, def.max_length) {
        (None, None) => None,
        (Some(least), None) => Some(format!("At least {least} {}.", counted(least))),
        (None, Some(most)) => Some(format!("At most {most} {}.", counted(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}.", counted(most))),
    };
    let range = match (&def.min, &def.max) {
        (None, None) => None,
        (Some(least), None) => Some(format!("At least {}.", doc::plain(least))),
        (None, Some(most)) => Some(format!("At most {}.", doc::plain(most))),
        (Some(least), Some(most)) => Some(format!("{} to {}.", doc::plain(least), doc::plain(most))),
    };
    range.into_iter().chain(length).collect()
}
