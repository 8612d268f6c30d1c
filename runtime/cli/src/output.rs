//! How a reply is shown: JSON, YAML, a table, or bare values.

use std::fmt::Write as _;

use clap::ArgMatches;
use contingent_rules::Value;

use crate::common;
use crate::exit::Failure;
use crate::query::Query;
use crate::table;
use crate::world::is_control;

/// What is shown of a reply, and how.
#[derive(Debug)]
pub(crate) struct Output {
    format: Format,
    query: Option<Query>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Format {
    Json,
    Yaml,
    Table,
    Text,
}

impl Output {
    /// As the flags say.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let format = match common::given(matches, "output") {
            Some("yaml") => Format::Yaml,
            Some("table") => Format::Table,
            Some("text") => Format::Text,
            Some(_) | None => Format::Json,
        };
        let query = common::given(matches, "query").map(Query::parse).transpose().map_err(Failure::usage)?;
        Ok(Self { format, query })
    }

    /// The text of a reply, with a line break at its end.
    pub(crate) fn text(&self, reply: &Value) -> String {
        let part = self.query.as_ref().map(|query| query.apply(reply));
        let value = part.as_ref().unwrap_or(reply);
        match self.format {
            Format::Json => json(value) + "\n",
            Format::Yaml => yaml(value),
            Format::Table => table::text(value),
            Format::Text => bare(value),
        }
    }

    /// Whether programs read it.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }
}

/// JSON over several lines. Every digit is kept; what would drive a terminal is escaped.
pub(crate) fn json(value: &Value) -> String {
    let mut out = String::new();
    write_json(value, 0, &mut out);
    out
}

fn write_json(value: &Value, depth: usize, out: &mut String) {
    let indent = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    match value {
        Value::List(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                indent(out, depth + 1);
                write_json(item, depth + 1, out);
            }
            indent(out, depth);
            out.push(']');
        }
        Value::Object(entries) if !entries.is_empty() => {
            out.push('{');
            for (index, (name, value)) in entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                indent(out, depth + 1);
                out.push_str(&quoted(name));
                out.push_str(": ");
                write_json(value, depth + 1, out);
            }
            indent(out, depth);
            out.push('}');
        }
        Value::Text(text) => out.push_str(&quoted(text)),
        value => out.push_str(&value.to_string()),
    }
}

/// A JSON string, which YAML reads as well.
pub(crate) fn quoted(text: &str) -> String {
    let plain = Value::from(text).to_string();
    if !plain.contains(is_control) {
        return plain;
    }
    let mut out = String::new();
    for character in plain.chars() {
        if is_control(character) {
            let mut units = [0; 2];
            character.encode_utf16(&mut units).iter().for_each(|unit| {
                let _ = write!(out, "\\u{unit:04x}");
            });
        } else {
            out.push(character);
        }
    }
    out
}

/// Block YAML; texts stand in quotes wherever they could be read as something else.
pub(crate) fn yaml(value: &Value) -> String {
    let mut out = String::new();
    write_yaml(value, 0, &mut out);
    out
}

fn write_yaml(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (index, (name, value)) in entries.iter().enumerate() {
                if index > 0 || depth == 0 {
                    out.push_str(&"  ".repeat(depth));
                }
                out.push_str(&scalar(name));
                out.push(':');
                write_inside(value, depth, out);
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 || depth == 0 {
                    out.push_str(&"  ".repeat(depth));
                }
                out.push('-');
                match item {
                    Value::Object(entries) if !entries.is_empty() => {
                        out.push(' ');
                        write_yaml(item, depth + 1, out);
                    }
                    item => write_inside(item, depth, out),
                }
            }
        }
        value => {
            out.push_str(&leaf(value));
            out.push('\n');
        }
    }
}

/// What stands behind a name or a dash.
fn write_inside(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(entries) if !entries.is_empty() => below(value, depth, out),
        Value::List(items) if !items.is_empty() => below(value, depth, out),
        value => {
            out.push(' ');
            out.push_str(&leaf(value));
            out.push('\n');
        }
    }
}

fn below(value: &Value, depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth + 1));
    write_yaml(value, depth + 1, out);
}

fn leaf(value: &Value) -> String {
    match value {
        Value::Text(text) => scalar(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => value.to_string(),
    }
}

/// A text as YAML has it: without quotes where it is a word that cannot be anything else.
pub(crate) fn scalar(text: &str) -> String {
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$' || c == '/');
    let is_word = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$'));
    let is_other = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    if begins && is_word && !is_other { text.to_owned() } else { quoted(text) }
}

/// Bare values, one on a line: for shells.
fn bare(value: &Value) -> String {
    match value {
        Value::List(items) => items.iter().map(|item| bare_line(item) + "\n").collect(),
        value => bare_line(value) + "\n",
    }
}

fn bare_line(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => crate::world::visible(text),
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => {
            crate::world::visible(&value.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply() -> Value {
        Value::parse(
            r#"{"Id":9007199254740993,"On":true,"Say":"no","Odd":"a\u001b[1mb\u202e","None":null,"Empty":[],
            "Items":[{"A":"x: y","B":{"C":1.50}},"z",[1,2]]}"#,
        )
        .unwrap()
    }

    #[test]
    fn json_keeps_digits_and_drives_no_terminal() {
        let text = json(&reply());
        assert!(text.contains("9007199254740993") && text.contains("1.50"), "{text}");
        assert!(text.contains(r#""a\u001b[1mb\u202e""#), "{text}");
        assert_eq!(Value::parse(&text).unwrap(), reply());
    }

    #[test]
    fn yaml_reads_as_what_was_written() {
        let text = yaml(&reply());
        let expected = "Id: 9007199254740993\nOn: true\nSay: \"no\"\nOdd: \"a\\u001b[1mb\\u202e\"\nNone: null\nEmpty: []\n\
                        Items:\n  - A: \"x: y\"\n    B:\n      C: 1.50\n  - z\n  -\n    - 1\n    - 2\n";
        // A name that is a word of YAML stands in quotes as well.
        assert_eq!(text, expected.replace("On:", "\"On\":").replace("None: null", "None: null"));
        let document = crate::document::read("x", text).map_err(|(problem, _)| problem).unwrap();
        assert_eq!(document.root.entries().len(), 7);
    }

    #[test]
    fn bare_values_are_one_on_a_line() {
        assert_eq!(bare(&Value::parse(r#"["a",1,null,{"b":2}]"#).unwrap()), "a\n1\n\n{\"b\":2}\n");
        assert_eq!(bare(&Value::from("a\nb")), "a\\u{a}b\n");
    }
}
