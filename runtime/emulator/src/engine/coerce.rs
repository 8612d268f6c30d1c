//! Values as the fields of a reply hold them.

use contingent_rules::service::{ReplyField, ReplyKind};
use contingent_rules::{Decimal, EnumValue, Kind, Value};

use super::values::{as_text, structure};

/// A value as a field of this kind holds it. What does not fit is its text. `exists`: whether something with editions is
/// in the reply.
pub(super) fn coerce(value: Value, kind: &ReplyKind, exists: &dyn Fn(&[String]) -> bool) -> Value {
    if value == Value::Null {
        return value;
    }
    match kind {
        ReplyKind::Any => value,
        ReplyKind::Scalar(kind) => scalar(value, kind),
        ReplyKind::List(wrapper, inner) => match (opened(value), wrapper) {
            (Value::List(items), _) => {
                let items = items.into_iter().filter(|item| *item != Value::Null);
                wrapped(items.map(|item| coerce(item, inner, exists)).collect(), wrapper.as_deref())
            }
            (Value::Object(mut entries), Some(name)) if entries.len() == 1 => match entries.pop() {
                Some((key, list @ Value::List(_))) if key == *name => coerce(list, kind, exists),
                entry => Value::Text(Value::Object(entry.into_iter().collect()).to_string()),
            },
            (other, _) => Value::Text(as_text(&other)),
        },
        ReplyKind::Object(fields) => match opened(value) {
            Value::Object(entries) if fields.is_empty() => Value::Object(entries),
            Value::Object(entries) => object(entries, fields, exists),
            other => Value::Text(as_text(&other)),
        },
        ReplyKind::Map(inner) => match opened(value) {
            Value::Object(entries) => {
                let entries = entries.into_iter().filter(|(_, value)| *value != Value::Null);
                Value::Object(entries.map(|(name, value)| (name, coerce(value, inner, exists))).collect())
            }
            other => Value::Text(as_text(&other)),
        },
    }
}

/// A list, in one more object if it has a wrapper.
pub(super) fn wrapped(items: Vec<Value>, wrapper: Option<&str>) -> Value {
    match wrapper {
        Some(name) => Value::Object(vec![(name.to_owned(), Value::List(items))]),
        None => Value::List(items),
    }
}

/// The structure that a text says, if it says one.
fn opened(value: Value) -> Value {
    match &value {
        Value::Text(text) => structure(text).unwrap_or(value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => value,
    }
}

fn object(mut entries: Vec<(String, Value)>, fields: &[ReplyField], exists: &dyn Fn(&[String]) -> bool) -> Value {
    let field = |field: &ReplyField| {
        let place = entries.iter().position(|(name, value)| *name == field.name && *value != Value::Null)?;
        let (name, value) = entries.swap_remove(place);
        Some((name, coerce(value, &field.kind, exists)))
    };
    // What is taken is gone, so no name is there twice.
    Value::Object(fields.iter().filter(|field| exists(&field.editions)).filter_map(field).collect())
}

fn scalar(value: Value, kind: &Kind) -> Value {
    let text = as_text(&value);
    match kind {
        Kind::Integer => number(text, |number| number.to_i64().is_some_and(|number| i32::try_from(number).is_ok())),
        Kind::Long | Kind::TimestampMs => number(text, |number| number.to_i64().is_some()),
        Kind::Number => number(text, |_| true),
        Kind::Boolean => match text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Text(text),
        },
        // What is kept as a request wrote it is answered as the reply writes it.
        Kind::Enum { values, .. } => {
            let listed = |value: &&EnumValue| value.value.eq_ignore_ascii_case(&text);
            let is_listed = values.iter().any(|value| value.value == text);
            let near = values.iter().find(listed).filter(|_| !is_listed);
            Value::Text(near.map_or(text, |value| value.value.clone()))
        }
        Kind::String
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_)
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_) => Value::Text(text),
    }
}

fn number(text: String, fits: impl Fn(&Decimal) -> bool) -> Value {
    match text.parse::<Decimal>() {
        Ok(number) if fits(&number) => Value::Number(number.to_string()),
        Ok(_) | Err(_) => Value::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(json: &str) -> ReplyKind {
        // What a description of a service has in this place.
        let text = format!(
            r#"{{"name":"","version":"","operations":[{{"request":{{"name":"","parameters":[]}},
            "response":[{{"name":"F","kind":{json}}}]}}]}}"#
        );
        let service = contingent_rules::service::Service::from_json(&text).unwrap();
        service.operations[0].response[0].kind.clone()
    }

    fn cases(json: &str, cases: &[(&str, &str)]) {
        let kind = kind(json);
        for (value, expected) in cases {
            let value = Value::parse(value).unwrap();
            let exists = |editions: &[String]| editions.is_empty();
            assert_eq!(coerce(value.clone(), &kind, &exists).to_string(), *expected, "{json} {value}");
        }
    }

    #[test]
    fn scalars_fit_or_are_texts() {
        cases(
            r#"{"scalar":"integer"}"#,
            &[("\"5\"", "5"), ("5.0", "5"), ("\"x\"", "\"x\""), ("3000000000", "\"3000000000\"")],
        );
        cases(
            r#"{"scalar":"integer"}"#,
            &[("[1]", "\"[1]\""), ("true", "\"true\""), ("null", "null"), ("\"\"", "\"\"")],
        );
        cases(r#"{"scalar":"long"}"#, &[("\"9223372036854775807\"", "9223372036854775807"), ("1.5", "\"1.5\"")]);
        cases(r#"{"scalar":"timestamp_ms"}"#, &[("\"1554560477000\"", "1554560477000"), ("1e3", "1000")]);
        cases(r#"{"scalar":"number"}"#, &[("\"0.30\"", "0.3"), ("1e400000", "\"1e400000\""), ("\"007\"", "7")]);
        cases(
            r#"{"scalar":"boolean"}"#,
            &[("\"true\"", "true"), ("false", "false"), ("\"True\"", "\"True\""), ("1", "\"1\"")],
        );
        cases(r#"{"scalar":"string"}"#, &[("5.10", "\"5.10\""), ("true", "\"true\""), ("{\"a\":1}", r#""{\"a\":1}""#)]);
        cases(
            r#"{"scalar":{"enum":{"values":[{"value":"PREPAY"},{"value":"ab"},{"value":"AB"}]}}}"#,
            &[("\"prepay\"", "\"PREPAY\""), ("\"AB\"", "\"AB\""), ("\"aB\"", "\"ab\""), ("\"x\"", "\"x\"")],
        );
        cases(r#"{"scalar":"json"}"#, &[("[1]", "\"[1]\""), ("\"[ 1 ]\"", "\"[ 1 ]\"")]);
    }

    #[test]
    fn structures_fit_or_are_texts() {
        let list = r#"{"list":["Item",{"scalar":"integer"}]}"#;
        cases(list, &[("[\"1\",null,2]", r#"{"Item":[1,2]}"#), (r#"{"Item":["1"]}"#, r#"{"Item":[1]}"#)]);
        cases(list, &[("\"[1]\"", r#"{"Item":[1]}"#), ("5", "\"5\""), (r#"{"Other":[1]}"#, r#""{\"Other\":[1]}""#)]);
        cases(r#"{"list":[null,"any"]}"#, &[("[1,[2]]", "[1,[2]]"), ("{}", "\"{}\""), ("\"x\"", "\"x\"")]);
        let fields = r#"{"object":[{"name":"B","kind":{"scalar":"boolean"}},{"name":"A","kind":{"scalar":"integer"}},
            {"name":"E","kind":"any","editions":["old"]}]}"#;
        cases(
            fields,
            &[(r#"{"A":"1","B":"true","C":1,"E":1}"#, r#"{"B":true,"A":1}"#), ("\"{}\"", "{}"), ("7", "\"7\"")],
        );
        cases(r#"{"map":{"scalar":"integer"}}"#, &[(r#"{"x":"1","y":null}"#, r#"{"x":1}"#), ("[]", "\"[]\"")]);
        cases(r#"{"object":[]}"#, &[(r#"{"x":[1]}"#, r#"{"x":[1]}"#)]);
    }
}
