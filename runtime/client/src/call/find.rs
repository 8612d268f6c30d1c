//! Things in replies: the one with an id, and the lists on a page.

use contingent_rules::Value;

use super::Find;

/// The thing with the id.
pub(crate) fn thing(reply: &Value, find: &Find, id: &str) -> Option<Value> {
    let has_id = |thing: &&Value| thing.get(find.id).and_then(scalar) == Some(id);
    if find.list.is_empty() {
        // A reply that does not repeat the id answers what was asked.
        return Some(reply).filter(|reply| reply.get(find.id).is_none() || has_id(reply)).cloned();
    }
    items(reply, find.list).iter().find(has_id).cloned()
}

/// The items at the end of a way: in XML a single one is not in a list.
pub(crate) fn items<'a>(reply: &'a Value, way: &[&str]) -> &'a [Value] {
    match way.iter().try_fold(reply, |value, name| value.get(name)) {
        Some(Value::List(items)) => items,
        Some(single @ Value::Object(_)) => std::slice::from_ref(single),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_)) | None => &[],
    }
}

/// A field with a number, as a number or in a text.
pub(crate) fn number(reply: &Value, name: &str) -> Option<u64> {
    scalar(reply.get(name)?)?.parse().ok()
}

/// The text of a single value.
pub(crate) fn scalar(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => None,
    }
}
