//! From a request to pairs.

use contingent_rules::{Decimal, Kind, Operation, Parameter, Value};

/// The pairs of a request: parameters in the order of the operation, then unknown names in the
/// order of the request. The [module](crate::wire) says how each type is written.
///
/// Nothing is checked here: a value of the wrong type is written by its own shape, so that a
/// request that was sent unchecked arrives as its author meant it.
pub fn to_pairs(operation: &Operation, request: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    write_fields(operation, None, &operation.parameters, request, &mut pairs);
    pairs
}

type Pairs = Vec<(String, String)>;

fn write_fields(operation: &Operation, prefix: Option<&str>, fields: &[Parameter], object: &Value, pairs: &mut Pairs) {
    let key = |name: &str| prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}.{name}"));
    for field in fields {
        match (object.get(&field.name), &field.constant) {
            (Some(value), constant) if constant.is_none() || !counts_as_absent(operation, value) => {
                write_value(operation, key(&field.name), Some(&field.kind), value, pairs);
            }
            (_, Some(constant)) => pairs.push((key(&field.name), constant.clone())),
            (_, None) => {}
        }
    }
    for (name, value) in entries(object) {
        if !fields.iter().any(|field| field.name == *name) {
            write_value(operation, key(name), None, value, pairs);
        }
    }
}

fn write_value(operation: &Operation, key: String, kind: Option<&Kind>, value: &Value, pairs: &mut Pairs) {
    match (kind, value) {
        (_, Value::Null) => {}
        (Some(kind @ (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_))), value) => {
            pairs.push((key, json_text(operation, kind, value)));
        }
        (_, Value::Text(text)) => pairs.push((key, text.clone())),
        (_, Value::Bool(flag)) => pairs.push((key, flag.to_string())),
        (kind, Value::Number(text)) => pairs.push((key, plain(kind, text))),
        (kind, Value::List(_) | Value::Object(_)) => {
            let before = pairs.len();
            write_inside(operation, &key, kind, value, pairs);
            if pairs.len() == before {
                pairs.push((key, String::new()));
            }
        }
    }
}

fn write_inside(operation: &Operation, key: &str, kind: Option<&Kind>, value: &Value, pairs: &mut Pairs) {
    match (kind, value) {
        (kind, Value::List(items)) => {
            let item_kind = match kind {
                Some(Kind::List(Some(item))) => Some(&item.kind),
                _ => None,
            };
            let given = items.iter().filter(|item| !matches!(item, Value::Null));
            for (index, item) in given.enumerate() {
                write_value(operation, format!("{key}.{}", index + 1), item_kind, item, pairs);
            }
        }
        (Some(Kind::Map(Some(item))), value) => {
            for (name, value) in entries(value) {
                write_value(operation, format!("{key}.{name}"), Some(&item.kind), value, pairs);
            }
        }
        (Some(Kind::Object(fields)), value) => write_fields(operation, Some(key), fields, value, pairs),
        (_, value) => write_fields(operation, Some(key), &[], value, pairs),
    }
}

fn entries(object: &Value) -> &[(String, Value)] {
    match object {
        Value::Object(entries) => entries,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => &[],
    }
}

fn counts_as_absent(operation: &Operation, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => operation.empty_is_absent && text.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => false,
    }
}

/// Only what is a number by its type: `5.10` given for a text is the text `5.10`.
fn plain(kind: Option<&Kind>, text: &str) -> String {
    match kind {
        Some(Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs) => {
            text.parse::<Decimal>().map_or_else(|_| text.to_owned(), |number| number.to_string())
        }
        _ => text.to_owned(),
    }
}

/// The one text of a JSON parameter. A text is taken for JSON already; it is left alone unless
/// a constant may be missing in it.
fn json_text(operation: &Operation, kind: &Kind, value: &Value) -> String {
    match value {
        Value::Text(text) if !has_constant(kind) => text.clone(),
        Value::Text(text) => {
            Value::parse(text).map_or_else(|_| text.clone(), |value| completed(operation, kind, &value).to_string())
        }
        value => completed(operation, kind, value).to_string(),
    }
}

/// The structure as it stands in the JSON text: with its constants, and with JSON in it as text.
pub(crate) fn completed(operation: &Operation, kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Object(fields) | Kind::JsonObject(fields), Value::Object(entries)) => {
            let absent =
                |field: &&Parameter| value.get(&field.name).is_none_or(|value| counts_as_absent(operation, value));
            let missing: Vec<(String, Value)> =
                fields.iter().filter(absent).filter_map(|field| Some((field.name.clone(), constant(field)?))).collect();
            let given = entries.iter().filter(|(name, _)| missing.iter().all(|(other, _)| other != name)).map(
                |(name, value)| {
                    let field = fields.iter().find(|field| field.name == *name);
                    let value = field.map_or_else(|| value.clone(), |field| inner(operation, &field.kind, value));
                    (name.clone(), value)
                },
            );
            let mut all: Vec<(String, Value)> = given.collect();
            all.extend(missing);
            Value::Object(all)
        }
        (Kind::List(Some(item)) | Kind::JsonList(item), Value::List(items)) => {
            Value::List(items.iter().map(|value| inner(operation, &item.kind, value)).collect())
        }
        (Kind::Map(Some(item)), Value::Object(entries)) => {
            let complete = |(name, value): &(String, Value)| (name.clone(), inner(operation, &item.kind, value));
            Value::Object(entries.iter().map(complete).collect())
        }
        (_, value) => value.clone(),
    }
}

fn inner(operation: &Operation, kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (_, Value::Null) => Value::Null,
        (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_), value) => Value::Text(json_text(operation, kind, value)),
        (kind, value) => completed(operation, kind, value),
    }
}

fn constant(field: &Parameter) -> Option<Value> {
    let text = field.constant.as_ref()?;
    Some(match (&field.kind, text.as_str(), text.parse::<Decimal>()) {
        // Through Decimal: `05` is a number for people and none in JSON.
        (Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs, _, Ok(number)) => Value::from(&number),
        (Kind::Boolean, "true", _) => Value::Bool(true),
        (Kind::Boolean, "false", _) => Value::Bool(false),
        (_, text, _) => Value::from(text),
    })
}

fn has_constant(kind: &Kind) -> bool {
    match kind {
        Kind::Object(fields) | Kind::JsonObject(fields) => {
            fields.iter().any(|field| field.constant.is_some() || has_constant(&field.kind))
        }
        Kind::List(Some(item)) | Kind::Map(Some(item)) | Kind::JsonList(item) => has_constant(&item.kind),
        Kind::List(None)
        | Kind::Map(None)
        | Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json => false,
    }
}
