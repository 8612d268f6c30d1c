//! Requests as they may be shown: without secrets, without what nothing is known about, and not too long.

use contingent_rules::{Kind, Operation, Parameter, Value};

/// What stands for a value that is not shown.
pub(crate) const MASK: &str = "***";

/// The most characters of one text, and the most names or items of one structure, that are shown.
const SHOWN: usize = 1_000;

/// How many values of one request are shown, at all depths together.
const VALUES: usize = 2_000;

/// The request with a mask in place of the values of secret parameters and of names that the operation does not have: a
/// misspelt password is a password.
pub(crate) fn masked(operation: &Operation, request: &Value) -> Value {
    object(&operation.parameters, request, &mut VALUES.clone())
}

/// A text of others, short and on one line.
pub(crate) fn shown(text: &str) -> String {
    let mut line: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        line.push('…');
    }
    line
}

fn object(fields: &[Parameter], value: &Value, left: &mut usize) -> Value {
    let Value::Object(entries) = value else { return mask() };
    let entry = |(name, value): &(String, Value)| {
        let field = fields.iter().find(|field| field.name == *name);
        let value = field.map_or_else(mask, |field| parameter(field, value, left));
        (shown(name), value)
    };
    Value::Object(entries.iter().take(SHOWN).map(entry).collect())
}

fn parameter(of: &Parameter, value: &Value, left: &mut usize) -> Value {
    if of.secret || *left == 0 {
        return mask();
    }
    *left -= 1;
    match (&of.kind, value) {
        (Kind::JsonList(_) | Kind::JsonObject(_), Value::Text(text)) => match Value::parse(text) {
            // JSON in a text stays a text.
            Ok(inner) => Value::Text(shown(&structure(&of.kind, &inner, left).to_string())),
            // What it would have been, nobody knows.
            Err(_) => mask(),
        },
        (kind, value) => structure(kind, value, left),
    }
}

fn structure(kind: &Kind, value: &Value, left: &mut usize) -> Value {
    match kind {
        Kind::List(Some(item)) | Kind::Map(Some(item)) => each(item, value, left),
        Kind::JsonList(item) => each(item, value, left),
        Kind::Object(fields) | Kind::JsonObject(fields) if !fields.is_empty() => object(fields, value, left),
        Kind::List(None) | Kind::Map(None) | Kind::Object(_) | Kind::JsonObject(_) | Kind::Json => cut(value, left),
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. } => cut(value, left),
    }
}

fn each(item: &Parameter, value: &Value, left: &mut usize) -> Value {
    match value {
        Value::List(items) => Value::List(items.iter().take(SHOWN).map(|value| parameter(item, value, left)).collect()),
        Value::Object(entries) => {
            let entry = |(name, value): &(String, Value)| (shown(name), parameter(item, value, left));
            Value::Object(entries.iter().take(SHOWN).map(entry).collect())
        }
        // No list, but perhaps what should have been in one.
        value => parameter(item, value, left),
    }
}

/// A value that is no secret.
fn cut(value: &Value, left: &mut usize) -> Value {
    if *left == 0 {
        return mask();
    }
    *left -= 1;
    match value {
        Value::Text(text) => Value::Text(shown(text)),
        Value::List(items) => Value::List(items.iter().take(SHOWN).map(|item| cut(item, left)).collect()),
        Value::Object(entries) => {
            Value::Object(entries.iter().take(SHOWN).map(|(name, value)| (shown(name), cut(value, left))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn mask() -> Value {
    Value::from(MASK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journalled(request: &str) -> String {
        let operation = Operation::from_json(
            r#"{"name":"Op","parameters":[
                {"name":"Name","kind":"string"},{"name":"Password","kind":"string","secret":true},
                {"name":"Many","kind":{"list":{"kind":"string","secret":true}}},
                {"name":"Users","kind":{"list":{"kind":{"object":[
                    {"name":"Name","kind":"string"},{"name":"Key","kind":"string","secret":true}]}}}},
                {"name":"Objects","kind":{"json_object":[
                    {"name":"N","kind":"string"},{"name":"S","kind":"string","secret":true}]}},
                {"name":"Keys","kind":{"map":{"kind":"string","secret":true}}},
                {"name":"Free","kind":"json"}]}"#,
        );
        masked(&operation.unwrap(), &Value::parse(request).unwrap()).to_string()
    }

    #[test]
    fn secrets_are_masked_at_every_depth() {
        for (request, expected) in [
            (r#"{"Name":"n","Password":"hunter2"}"#, r#"{"Name":"n","Password":"***"}"#),
            (r#"{"Password":["hunter2","hunter2"]}"#, r#"{"Password":"***"}"#),
            (r#"{"Many":["hunter2"]}"#, r#"{"Many":["***"]}"#),
            (r#"{"Many":"hunter2"}"#, r#"{"Many":"***"}"#),
            (r#"{"Users":[{"Name":"n","Key":"hunter2"}]}"#, r#"{"Users":[{"Name":"n","Key":"***"}]}"#),
            (r#"{"Users":["hunter2"]}"#, r#"{"Users":["***"]}"#),
            (r#"{"Keys":{"a":"hunter2"}}"#, r#"{"Keys":{"a":"***"}}"#),
            (
                r#"{"Objects":"{\"N\":\"n\",\"S\":\"hunter2\",\"T\":\"hunter2\"}"}"#,
                r#"{"Objects":"{\"N\":\"n\",\"S\":\"***\",\"T\":\"***\"}"}"#,
            ),
            (r#"{"Objects":"{\"S\":\"hunter2\""}"#, r#"{"Objects":"***"}"#),
            (r#"{"Free":"{\"a\":1}"}"#, r#"{"Free":"{\"a\":1}"}"#),
        ] {
            assert_eq!(journalled(request), expected);
        }
    }

    #[test]
    fn what_the_operation_does_not_have_is_masked() {
        let shown = journalled(r#"{"Pasword":"hunter2","Users":[{"Kye":"hunter2"}],"password.1":["hunter2"]}"#);
        assert_eq!(shown, r#"{"Pasword":"***","Users":[{"Kye":"***"}],"password.1":"***"}"#);
    }

    #[test]
    fn long_requests_are_cut() {
        let long = "é".repeat(100_000);
        assert!(journalled(&format!(r#"{{"Name":"{long}","{long}":"x"}}"#)).chars().count() < 2_200);
        let items = vec!["\"x\""; 100_000].join(",");
        assert!(journalled(&format!(r#"{{"Free":[{items}],"Many":[{items}]}}"#)).len() < 20_000);
        assert_eq!(shown("a\r\nb\u{7}"), "a  b ");
    }
}
