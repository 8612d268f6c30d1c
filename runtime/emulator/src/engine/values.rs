//! Values of requests as the service keeps and compares them.

use std::borrow::Cow;

use contingent_rules::{MAX_DEPTH, Value};
use sha2::{Digest, Sha256};

/// Whether a value means the same as leaving it out.
pub(crate) fn is_absent(value: &Value, empty_is_absent: bool) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => empty_is_absent && text.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => false,
    }
}

/// The text of a scalar.
pub(crate) fn scalar_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(Cow::Borrowed(text)),
        Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

/// Any value as a text: a structure as JSON.
pub(crate) fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        value => scalar_text(value).map_or_else(|| value.to_string(), Cow::into_owned),
    }
}

/// The value, if it can be written as JSON and read again with everything that is put around it; else its text.
pub(crate) fn bounded(value: Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Text(_) => value,
        Value::Number(_) | Value::List(_) | Value::Object(_) => {
            let text = value.to_string();
            let same = Value::parse(&text).is_ok_and(|read| read == value);
            if same && is_shallow(&value, MAX_DEPTH / 2) { value } else { Value::Text(text) }
        }
    }
}

/// The list or object that a JSON text says.
pub(crate) fn structure(text: &str) -> Option<Value> {
    let opens = text.trim_start().starts_with(['[', '{']);
    Value::parse(text).ok().filter(|value| opens && is_shallow(value, MAX_DEPTH / 2))
}

fn is_shallow(value: &Value, depth: usize) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => true,
        Value::List(items) => depth > 0 && items.iter().all(|item| is_shallow(item, depth - 1)),
        Value::Object(entries) => depth > 0 && entries.iter().all(|(_, value)| is_shallow(value, depth - 1)),
    }
}

/// Adds a value to a hash so that equal ones, and no others, give the same: numbers and flags as their texts, names in
/// their order, without what is absent.
pub(crate) fn digest(value: &Value, empty_is_absent: bool, hash: &mut Sha256) {
    match value {
        Value::Null => hash.update(b"0"),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
            hash.update(b"s");
            digest_text(&scalar_text(value).unwrap_or_default(), hash);
        }
        Value::List(items) => {
            let items: Vec<&Value> = items.iter().filter(|item| **item != Value::Null).collect();
            hash.update(b"l");
            hash.update((items.len() as u64).to_le_bytes());
            items.into_iter().for_each(|item| digest(item, empty_is_absent, hash));
        }
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().filter(|(_, value)| !is_absent(value, empty_is_absent)).collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            hash.update(b"o");
            hash.update((entries.len() as u64).to_le_bytes());
            for (name, value) in entries {
                digest_text(name, hash);
                digest(value, empty_is_absent, hash);
            }
        }
    }
}

/// Adds a text to a hash, with its length before it.
pub(crate) fn digest_text(text: &str, hash: &mut Sha256) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(json: &str) -> Vec<u8> {
        let mut hash = Sha256::new();
        digest(&Value::parse(json).unwrap(), true, &mut hash);
        hash.finalize().to_vec()
    }

    #[test]
    fn equal_requests_have_one_hash() {
        for (left, right, same) in [
            (r#"{"a":1,"b":"x"}"#, r#"{"b":"x","a":"1"}"#, true),
            (r#"{"a":true}"#, r#"{"a":"true","b":null,"c":""}"#, true),
            (r#"{"a":[1,null,2]}"#, r#"{"a":["1","2"]}"#, true),
            (r#"{"a":["1","2"]}"#, r#"{"a":["2","1"]}"#, false),
            (r#"{"a":["12"]}"#, r#"{"a":["1","2"]}"#, false),
            (r#"{"a":"b"}"#, r#"{"ab":""}"#, false),
            (r#"{"a":{"b":1}}"#, r#"{"a":[{"b":1}]}"#, false),
            (r#"{"a":"[]"}"#, r#"{"a":[]}"#, false),
        ] {
            assert_eq!(hash(left) == hash(right), same, "{left} {right}");
        }
    }

    #[test]
    fn what_could_not_be_read_again_is_kept_as_a_text() {
        let deep = |n: usize| Value::parse(&format!("{}{}", "[".repeat(n), "]".repeat(n))).unwrap();
        assert!(matches!(bounded(deep(60)), Value::List(_)));
        assert!(matches!(bounded(deep(100)), Value::Text(_)));
        let twice = Value::Object(vec![("a".into(), true.into()), ("a".into(), false.into())]);
        assert_eq!(bounded(twice).as_str(), Some(r#"{"a":true,"a":false}"#));
        assert_eq!(bounded(Value::Number("what".into())).as_str(), Some("what"));
        assert!(structure(&"[".repeat(100)).is_none());
        assert!(structure(" [1]").is_some() && structure("5").is_none());
    }
}
