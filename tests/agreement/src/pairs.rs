//! What survives the way through pairs, and what the format says that it does not.

use contingent_runtime::rules::{Kind, Operation, Parameter};
use contingent_runtime::{Decimal, Value, Verdict, from_pairs, to_pairs};

use crate::Typed;

/// Whether pairs can say the whole request: see the list in `contingent_runtime::wire`.
pub fn can_say(operation: &Operation, request: &Value) -> bool {
    let Value::Object(entries) = request else { return false };
    fields_can(operation, &operation.parameters, request) && !entries.iter().any(|entry| is_ambiguous(operation, entry))
}

/// Whether a part of a value has the name of another parameter: then it is read as that.
fn is_ambiguous(operation: &Operation, entry: &(String, Value)) -> bool {
    let names = operation.parameters.iter().filter(|parameter| parameter.name.len() > entry.0.len());
    let others: Vec<&str> = names.map(|parameter| parameter.name.as_str()).collect();
    let pairs = to_pairs(operation, &Value::Object(vec![entry.clone()]));
    pairs
        .iter()
        .any(|(name, _)| name.starts_with(&format!("{}.", entry.0)) && others.iter().any(|it| name.starts_with(it)))
}

fn fields_can(operation: &Operation, fields: &[Parameter], object: &Value) -> bool {
    let Value::Object(entries) = object else { return false };
    entries.iter().all(|(name, value)| match fields.iter().find(|field| field.name == *name) {
        Some(field) => value_can(operation, &field.kind, value),
        None => false,
    })
}

fn value_can(operation: &Operation, kind: &Kind, value: &Value) -> bool {
    let is_empty = matches!(value, Value::List(items) if items.is_empty())
        || matches!(value, Value::Object(all) if all.is_empty());
    match (kind, value) {
        (_, Value::Null) => false,
        (Kind::List(_) | Kind::Object(_) | Kind::Map(_), Value::Text(_)) => false,
        // An empty text is absent where the service says so.
        (_, Value::Text(text)) => !(operation.empty_is_absent && text.is_empty()),
        // Whatever JSON says, a text says.
        (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_), _) => true,
        (_, Value::Bool(_) | Value::Number(_)) => true,
        (Kind::List(_) | Kind::Object(_) | Kind::Map(_), _) if is_empty => !operation.empty_is_absent,
        (Kind::List(Some(item)), Value::List(items)) => {
            items.iter().all(|value| value_can(operation, &item.kind, value))
        }
        (Kind::Map(Some(item)), Value::Object(entries)) => {
            let is_flat = !matches!(item.kind, Kind::List(_) | Kind::Object(_) | Kind::Map(_));
            entries
                .iter()
                .all(|(name, value)| (is_flat || !name.contains('.')) && value_can(operation, &item.kind, value))
        }
        (Kind::Object(fields), _) => fields_can(operation, fields, value),
        // Nothing describes what is inside.
        (_, Value::List(_) | Value::Object(_)) => false,
    }
}

/// What is read of the pairs is what was written, up to its form, and gets the same verdict. Of a value of the wrong type
/// only the words differ: "not this text" of what was a number.
///
/// # Panics
/// It is not.
pub fn assert_survives(operation: &Operation, typed: &Typed, expected: &Verdict) {
    let texts: Vec<(&str, &str)> = typed.pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let read = text_form(operation, &from_pairs(operation, &texts));
    let written = text_form(operation, &typed.value);
    assert!(read == written, "{read} is read of\n{written}\n{texts:?}");
    if !expected.violations.iter().any(|finding| finding.rule.ends_with(".type")) {
        assert_eq!(typed.by_pairs, *expected, "{written}\n{texts:?}");
    }
}

/// The request in the one form that both sides of the wire share: scalars as plain texts, the names in order, and
/// without the constants.
pub fn text_form(operation: &Operation, request: &Value) -> Value {
    fields_form(&operation.parameters, request)
}

fn fields_form(fields: &[Parameter], object: &Value) -> Value {
    let Value::Object(entries) = object else { return object.clone() };
    let form = |(name, value): &(String, Value)| match fields.iter().find(|field| field.name == *name) {
        Some(field) if field.constant.is_some() => None,
        Some(field) => Some((name.clone(), value_form(&field.kind, value))),
        None => Some((name.clone(), value.clone())),
    };
    let mut entries: Vec<(String, Value)> = entries.iter().filter_map(form).collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Object(entries)
}

fn value_form(kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_), Value::Text(text)) => {
            Value::parse(text).map_or_else(|_| value.clone(), |parsed| inside_json(kind, &parsed))
        }
        (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_), _) => inside_json(kind, value),
        (Kind::List(Some(item)), Value::List(items)) => {
            Value::List(items.iter().map(|value| value_form(&item.kind, value)).collect())
        }
        (Kind::Map(Some(item)), Value::Object(entries)) => {
            let mut entries: Vec<(String, Value)> =
                entries.iter().map(|(name, value)| (name.clone(), value_form(&item.kind, value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries)
        }
        (Kind::Object(fields), Value::Object(_)) => fields_form(fields, value),
        (_, Value::Bool(flag)) => Value::from(flag.to_string()),
        (_, Value::Number(text)) => {
            Value::from(text.parse::<Decimal>().map_or_else(|_| text.clone(), |it| it.to_string()))
        }
        (_, value) => value.clone(),
    }
}

/// The structure in JSON keeps its scalars; JSON inside of it is a text in the text.
fn inside_json(kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::JsonList(item) | Kind::List(Some(item)), Value::List(items)) => {
            let one = |value: &Value| match (&item.kind, value) {
                (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_), value) => value_form(&item.kind, value),
                (kind, value) => inside_json(kind, value),
            };
            Value::List(items.iter().map(one).collect())
        }
        (Kind::JsonObject(fields) | Kind::Object(fields), Value::Object(entries)) => {
            let one = |(name, value): &(String, Value)| match fields.iter().find(|field| field.name == *name) {
                Some(field) if field.constant.is_some() => None,
                Some(field) if matches!(field.kind, Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_)) => {
                    Some((name.clone(), value_form(&field.kind, value)))
                }
                Some(field) => Some((name.clone(), inside_json(&field.kind, value))),
                None => Some((name.clone(), value.clone())),
            };
            Value::Object(entries.iter().filter_map(one).collect())
        }
        (_, value) => value.clone(),
    }
}
