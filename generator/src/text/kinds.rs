//! The type of a parameter in words, with everything that bounds its value.

use contingent_rules::{Kind, sentence};

use super::escape::{anchor, code, plain};
use crate::model::Parameter;

/// A type as it stands in a table: "integer, 5 to 80 cm". Enums and objects lead to their tables.
pub(super) fn words(parameter: &Parameter, prefix: &str, path: &str) -> String {
    let def = &parameter.def;
    let mut parts = vec![base(parameter, prefix, path)];
    let unit = parameter.unit.as_ref().map(|unit| format!(" {}", plain(unit))).unwrap_or_default();
    let range = span(def.min.as_deref(), def.max.as_deref());
    if !def.one_of.is_empty() {
        let values: Vec<String> = def.one_of.iter().map(|value| code(value)).collect();
        parts.push(format!("one of {}{unit}", sentence::join(&values, "or")));
    }
    match range {
        Some(range) => parts.push(format!("{range}{unit}")),
        None if def.one_of.is_empty() && !unit.is_empty() => parts.push(format!("in{unit}")),
        None => {}
    }
    let text = |number: u64| number.to_string();
    if let Some(length) = span(def.min_length.map(text).as_deref(), def.max_length.map(text).as_deref()) {
        parts.push(format!("{length} {}", counted(&def.kind)));
    }
    if let Some(pattern) = &def.pattern {
        parts.push(format!("matches {}", code(pattern)));
    }
    parts.join(", ")
}

fn base(parameter: &Parameter, prefix: &str, path: &str) -> String {
    let item = |many: &str, one: &str| match &parameter.item {
        Some(item) => format!("{many} of {}", plural(item, prefix, &format!("{path}{one}"))),
        None => format!("{many} of anything"),
    };
    let fields = |word: &str| {
        if parameter.fields.is_empty() { word.to_owned() } else { format!("[{word}](#{prefix}fields-{})", anchor(path)) }
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
            let one = if values.len() == 1 { "the value".to_owned() } else { format!("one of {} values", values.len()) };
            format!("[{one}](#{prefix}values-{}){more}", anchor(path))
        }
        Kind::List(_) => item("list", "[]"),
        Kind::Object(_) => fields("object"),
        Kind::Map(_) => item("map", ".*"),
        Kind::Json => "JSON text".into(),
        Kind::JsonList(_) => format!("JSON text: {}", item("list", "[]")),
        Kind::JsonObject(_) => format!("JSON text: {}", fields("object")),
    }
}

/// The type of items: "strings, 1 to 10 characters".
fn plural(item: &Parameter, prefix: &str, path: &str) -> String {
    match &item.def.kind {
        Kind::Enum { .. } | Kind::List(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
            format!("({})", words(item, prefix, path))
        }
        Kind::Object(_) if !item.fields.is_empty() => format!("[objects](#{prefix}fields-{})", anchor(path)),
        Kind::TimestampMs => "times, in milliseconds since 1970".into(),
        Kind::Long => words(item, prefix, path).replacen("integer", "integers", 1),
        Kind::String | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Object(_) => {
            let all = words(item, prefix, path);
            let (first, rest) = all.split_once(',').map_or((all.as_str(), String::new()), |(a, b)| (a, format!(",{b}")));
            if rest.is_empty() { format!("{first}s") } else { format!("{first}s (each{})", rest.trim_start_matches(',')) }
        }
    }
}

fn counted(kind: &Kind) -> &'static str {
    match kind {
        Kind::List(_) | Kind::JsonList(_) => "items",
        Kind::Map(_) | Kind::Object(_) | Kind::JsonObject(_) => "entries",
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json => "characters",
    }
}

/// "5 to 80", "at least 5", "at most 80".
fn span(min: Option<&str>, max: Option<&str>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(format!("exactly {}", plain(min))),
        (Some(min), Some(max)) => Some(format!("{} to {}", plain(min), plain(max))),
        (Some(min), None) => Some(format!("at least {}", plain(min))),
        (None, Some(max)) => Some(format!("at most {}", plain(max))),
        (None, None) => None,
    }
}
