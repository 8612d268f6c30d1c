//! Requests and files without their secrets.

use std::ops::Range;

use crate::aliyun::MASK;
use contingent_rules::{Kind, Operation, Parameter, Value};

use crate::document::{Document, Node, NodeKind};

/// The request with a mask in the place of each secret, and of each value that the operation does not have: it may be a
/// secret with a slip in its name.
pub(crate) fn masked(operation: &Operation, request: &Value) -> Value {
    fields(&operation.parameters, request)
}

fn fields(known: &[Parameter], object: &Value) -> Value {
    let Value::Object(entries) = object else { return all(object) };
    let entry = |(name, value): &(String, Value)| {
        let field = known.iter().find(|field| field.name == *name);
        (name.clone(), field.map_or_else(|| all(value), |field| one(field, value)))
    };
    Value::Object(entries.iter().map(entry).collect())
}

fn one(parameter: &Parameter, value: &Value) -> Value {
    if parameter.secret {
        return all(value);
    }
    match (&parameter.kind, value) {
        (kind @ (Kind::JsonList(_) | Kind::JsonObject(_)), Value::Text(text)) => match Value::parse(text) {
            Ok(inside) => within(kind, &inside),
            Err(_) => all(value),
        },
        (kind, value) => within(kind, value),
    }
}

fn within(kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Object(known) | Kind::JsonObject(known), Value::Object(_)) if !known.is_empty() => fields(known, value),
        (Kind::List(Some(item)) | Kind::JsonList(item), Value::List(items)) => {
            Value::List(items.iter().map(|value| one(item, value)).collect())
        }
        (Kind::Map(Some(item)), Value::Object(entries)) => {
            Value::Object(entries.iter().map(|(name, value)| (name.clone(), one(item, value))).collect())
        }
        (_, value) => value.clone(),
    }
}

/// Everything in something secret is secret; how much there is of it as well.
fn all(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => MASK.into(),
    }
}

/// The text of a file with stars in the place of each secret. Positions stay, and so do lines.
pub(crate) fn shown(operation: &Operation, document: &Document) -> String {
    let mut hidden = Vec::new();
    for (key, node) in document.root.entries() {
        match operation.parameters.iter().find(|parameter| parameter.name == key.text) {
            Some(parameter) => hide(parameter, node, &mut hidden),
            None if key.text.starts_with('$') => {}
            None => hidden.push(node.span.clone()),
        }
    }
    starred(&document.text, &hidden)
}

fn hide(parameter: &Parameter, node: &Node, hidden: &mut Vec<Range<usize>>) {
    if parameter.secret {
        return hidden.push(node.span.clone());
    }
    match &node.kind {
        // JSON in a text: nobody looks for the place of a secret in it.
        NodeKind::Scalar(..) if crate::described::holds_secret(parameter) => hidden.push(node.span.clone()),
        NodeKind::Scalar(..) => {}
        NodeKind::List(items) => {
            items.iter().zip(std::iter::repeat(parameter.kind.item())).for_each(|(node, item)| match item {
                Some(item) => hide(item, node, hidden),
                None => {}
            });
        }
        NodeKind::Map(entries) => {
            for (key, node) in entries {
                let field = parameter.kind.fields().iter().find(|field| field.name == key.text);
                match field.or(parameter.kind.item()) {
                    Some(field) => hide(field, node, hidden),
                    None => hidden.push(node.span.clone()),
                }
            }
        }
    }
}

/// A text without secrets, in which nothing drives a terminal.
pub(crate) fn plain(text: &str) -> String {
    starred(text, &[])
}

fn starred(text: &str, hidden: &[Range<usize>]) -> String {
    let is_hidden = |at: usize| hidden.iter().any(|range| range.contains(&at));
    let star = |(at, character): (usize, char)| match character {
        '\n' | '\r' => character.to_string(),
        _ if is_hidden(at) => "*".repeat(character.len_utf8()),
        it if crate::world::is_control(it) && it != '\t' => "?".repeat(it.len_utf8()),
        it => it.to_string(),
    };
    text.char_indices().map(star).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read;

    fn operation() -> Operation {
        Operation::from_json(
            r#"{"name":"Op","parameters":[
                {"name":"Password","kind":"string","secret":true},{"name":"Open","kind":"string"},
                {"name":"Users","kind":{"json_list":{"kind":{"object":[
                    {"name":"Name","kind":"string"},{"name":"Key","kind":"string","secret":true}]}}}},
                {"name":"Keys","kind":{"list":{"kind":"string"}},"secret":true}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn no_secret_of_a_request_is_left() {
        let request = r#"{"Password":"hunter2","Open":"visible","Users":"[{\"Name\":\"me\",\"Key\":\"hunter3\"}]",
            "Keys":["hunter4",5],"Pasword":"hunter5"}"#;
        let text = masked(&operation(), &Value::parse(request).unwrap()).to_string();
        assert!(!text.contains("hunter") && text.contains("visible") && text.contains("me"), "{text}");
        assert_eq!(text.matches(MASK).count(), 4, "{text}");
    }

    #[test]
    fn no_secret_of_a_file_is_left_and_everything_keeps_its_place() {
        let text = "Password: hünter2\nOpen: visible\nUsers:\n  - Name: me\n    Key: hunter3\nKeys: [hunter4,\n  hunter5]\nPasword: |\n  hunter6\n  hunter7\n$Fact: x\n";
        let document = read("x", text.to_owned()).map_err(|(problem, _)| problem).unwrap();
        let shown = shown(&operation(), &document);
        assert!(!shown.contains("unter") && shown.contains("visible") && shown.contains("me"), "{shown}");
        assert_eq!((shown.len(), shown.lines().count()), (text.len(), text.lines().count()));
        assert!(shown.ends_with("$Fact: x\n"), "{shown}");
        let text = "Users: '[{\"Key\":\"hunter3\"}]'\n";
        let document = read("x", text.to_owned()).map_err(|(problem, _)| problem).unwrap();
        assert!(!super::shown(&operation(), &document).contains("hunter"));
    }
}
