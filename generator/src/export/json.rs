//! JSON text in the order in which it is made.
//!
//! The tree is that of `contingent-rules`: its objects keep their order whatever features `serde_json` has in a build,
//! and its numbers keep every digit, so a bound is never rounded.

use contingent_rules::Value;

/// An object from its entries.
pub(super) fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// An entry of an object.
pub(super) fn entry(key: &str, value: impl Into<Value>) -> (String, Value) {
    (key.to_owned(), value.into())
}

/// A list of texts.
pub(super) fn texts<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Value {
    Value::List(texts.into_iter().map(|text| text.as_ref().into()).collect())
}

/// A whole number that is no negative one.
pub(super) fn count(number: u64) -> Value {
    Value::Number(number.to_string())
}

/// The text on several lines, with a line end at its end; a short list of plain values stays on one.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value, 0);
    out.push('\n');
    out
}

fn put(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::List(items) if !fits_a_line(items) => {
            lines(out, ('[', ']'), depth, items.len(), |out, index| {
                if let Some(item) = items.get(index) {
                    put(out, item, depth + 1);
                }
            });
        }
        Value::Object(entries) if !entries.is_empty() => {
            lines(out, ('{', '}'), depth, entries.len(), |out, index| {
                if let Some((key, value)) = entries.get(index) {
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push_str(": ");
                    put(out, value, depth + 1);
                }
            });
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            out.push_str(&format!("[{}]", items.join(", ")));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Object(_) => {
            out.push_str(&value.to_string());
        }
    }
}

fn lines(
    out: &mut String,
    (open, close): (char, char),
    depth: usize,
    count: usize,
    mut one: impl FnMut(&mut String, usize),
) {
    out.push(open);
    for index in 0..count {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        one(out, index);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(close);
}

/// The most characters of a list on one line.
const MAX_LINE: usize = 120;

fn fits_a_line(items: &[Value]) -> bool {
    items.iter().all(is_plain)
        && items.iter().map(|item| item.to_string().chars().count() + 2).sum::<usize>() < MAX_LINE
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => true,
        Value::List(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_digits_survive() {
        let text = r#"{"b":[1,"x",null],"a":[{"c":0.10000000000000000000001}],"e":{},"d":[]}"#;
        let shown = pretty(&Value::parse(text).unwrap());
        assert_eq!(
            shown,
            "{\n  \"b\": [1, \"x\", null],\n  \"a\": [\n    {\n      \"c\": 0.10000000000000000000001\n    }\n  ],\n  \
             \"e\": {},\n  \"d\": []\n}\n"
        );
        assert_eq!(Value::parse(&shown).unwrap().to_string(), text);
    }
}
