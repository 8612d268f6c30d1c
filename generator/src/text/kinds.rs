//! The type of a parameter in words, with everything that bounds its value.

use contingent_rules::{Kind, sentence};

use super::escape::{anchor, code, plain};
use crate::model::Parameter;

/// How the words of a type are written.
pub(super) struct Marks {
    /// Text from the spec.
    pub(super) text: fn(&str) -> String,
    /// A value or a pattern.
    pub(super) code: fn(&str) -> String,
    /// Words that lead to a table.
    pub(super) link: fn(&str, &str) -> String,
}

const MARKDOWN: Marks = Marks { text: plain, code, link: |words, target| format!("[{words}](#{target})") };

/// A type as it stands in a table: "integer, 5 to 80 cm". Enums and objects lead to their tables.
pub(super) fn words(parameter: &Parameter, prefix: &str, path: &str) -> String {
    written(&MARKDOWN, parameter, prefix, path)
}

/// The same, written in another way.
pub(super) fn written(marks: &Marks, parameter: &Parameter, prefix: &str, path: &str) -> String {
    let def = &parameter.def;
    let mut parts = vec![base(marks, parameter, prefix, path)];
    let unit = parameter.unit.as_ref().map(|unit| format!(" {}", (marks.text)(unit))).unwrap_or_default();
    let range = span(marks, def.min.as_deref(), def.max.as_deref());
    if !def.one_of.is_empty() {
        let values: Vec<String> = def.one_of.iter().map(|value| (marks.code)(value)).collect();
        parts.push(format!("one of {}{unit}", sentence::join(&values, "or")));
    }
    match range {
        Some(range) => parts.push(format!("{range}{unit}")),
        None if def.one_of.is_empty() && !unit.is_empty() => parts.push(format!("in{unit}")),
        None => {}
    }
    let text = |number: u64| number.to_string();
    if let Some(length) = span(marks, def.min_length.map(text).as_deref(), def.max_length.map(text).as_deref()) {
        let one = def.max_length.or(def.min_length) == Some(1);
        parts.push(format!("{length} {}", counted(&def.kind, one)));
    }
    if let Some(pattern) = &def.pattern {
        parts.push(format!("matches {}", (marks.code)(pattern)));
    }
    parts.join(", ")
}

/// Where the items of a list or the values of a map are; the wrapper of a list in a reply ends in brackets already.
pub(super) fn item_path(parameter: &Parameter, path: &str) -> String {
    match (&parameter.def.kind, &parameter.wrapper) {
        (_, Some(_)) => path.to_owned(),
        (Kind::Map(_), None) => format!("{path}.*"),
        (_, None) => format!("{path}[]"),
    }
}

fn base(marks: &Marks, parameter: &Parameter, prefix: &str, path: &str) -> String {
    let item = |many: &str| match &parameter.item {
        Some(item) => format!("{many} of {}", plural(marks, item, prefix, &item_path(parameter, path))),
        None => format!("{many} of anything"),
    };
    let fields = |word: &str| {
        if parameter.fields.is_empty() {
            word.to_owned()
        } else {
            (marks.link)(word, &format!("{prefix}fields-{}", anchor(path)))
        }
    };
    match &parameter.def.kind {
        Kind::String => "string".into(),
        Kind::Integer => "integer".into(),
        Kind::Long => "integer of 64 bits".into(),
        Kind::Number => "decimal number".into(),
        Kind::Boolean => "boolean".into(),
        Kind::TimestampMs => "time, in milliseconds since 1970".into(),
        Kind::Enum { values, open } => {
            let more = if *open { " or another" } else { "" };
            let one =
                if values.len() == 1 { "the value".to_owned() } else { format!("one of {} values", values.len()) };
            format!("{}{more}", (marks.link)(&one, &format!("{prefix}values-{}", anchor(path))))
        }
        Kind::List(_) => item("list"),
        Kind::Object(_) => fields("object"),
        Kind::Map(_) => item("map"),
        Kind::Json => "JSON text".into(),
        Kind::JsonList(_) => format!("JSON text: {}", item("list")),
        Kind::JsonObject(_) => format!("JSON text: {}", fields("object")),
    }
}

/// The type of items: "strings (each 1 to 10 characters)".
fn plural(marks: &Marks, item: &Parameter, prefix: &str, path: &str) -> String {
    let all = written(marks, item, prefix, path);
    let (first, rest) = all.split_once(", ").unwrap_or((&all, ""));
    let (many, rest) = match &item.def.kind {
        Kind::Enum { .. } => return format!("strings, each {all}"),
        Kind::TimestampMs => ("times".to_owned(), rest),
        Kind::Object(_) if !item.fields.is_empty() => {
            ((marks.link)("objects", &format!("{prefix}fields-{}", anchor(path))), rest)
        }
        Kind::Long => ("integers of 64 bits".to_owned(), rest),
        Kind::List(_) | Kind::Map(_) => return all.replacen("list", "lists", 1).replacen("map", "maps", 1),
        Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => return all.replacen("JSON text", "JSON texts", 1),
        Kind::String | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Object(_) => (format!("{first}s"), rest),
    };
    if rest.is_empty() { many } else { format!("{many} (each {rest})") }
}

fn counted(kind: &Kind, one: bool) -> &'static str {
    match kind {
        Kind::List(_) | Kind::JsonList(_) if one => "item",
        Kind::List(_) | Kind::JsonList(_) => "items",
        Kind::Map(_) | Kind::Object(_) | Kind::JsonObject(_) if one => "entry",
        Kind::Map(_) | Kind::Object(_) | Kind::JsonObject(_) => "entries",
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json => {
            if one {
                "character"
            } else {
                "characters"
            }
        }
    }
}

/// "5 to 80", "at least 5", "at most 80".
fn span(marks: &Marks, min: Option<&str>, max: Option<&str>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(format!("exactly {}", (marks.text)(min))),
        (Some(min), Some(max)) => Some(format!("{} to {}", (marks.text)(min), (marks.text)(max))),
        (Some(min), None) => Some(format!("at least {}", (marks.text)(min))),
        (None, Some(max)) => Some(format!("at most {}", (marks.text)(max))),
        (None, None) => None,
    }
}
