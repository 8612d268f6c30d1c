//! Types: what they are called, which one takes what another takes, and the values of enums.

use contingent_rules::{EnumValue, Kind};

use super::Category;
use super::pass::{At, Pass};
use super::words;
use crate::model::{EnumText, Parameter};

/// Tells of another type, without what nests in one; whether there was something to tell.
pub(super) fn compare(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter, rust_differs: bool) -> bool {
    let (before, after) = (&old.def.kind, &new.def.kind);
    if !at.wire || is_same(before, after) {
        return false;
    }
    let harmless = if pass.reply { understands(before, after) } else { takes(after, before) };
    let category = match (harmless, rust_differs && pass.whole) {
        (false, _) => Category::Breaking,
        (true, true) => Category::RustBreaking,
        (true, false) => Category::Compatible,
    };
    pass.about(category, at, &format!("{}, was {}", name(after), name(before)));
    true
}

/// Whether two types are one, save for what nests in them and for the values of an enum.
fn is_same(a: &Kind, b: &Kind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b) && is_described(a) == is_described(b)
}

fn is_described(kind: &Kind) -> bool {
    match kind {
        Kind::List(item) | Kind::Map(item) => item.is_some(),
        Kind::Object(fields) | Kind::JsonObject(fields) => !fields.is_empty(),
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json
        | Kind::JsonList(_) => true,
    }
}

/// Whether a type takes every value that another one takes, with the same text on the wire.
fn takes(wide: &Kind, narrow: &Kind) -> bool {
    let same = std::mem::discriminant(wide) == std::mem::discriminant(narrow);
    match wide {
        Kind::String => matches!(narrow, Kind::Enum { .. }),
        Kind::Long | Kind::TimestampMs => matches!(narrow, Kind::Integer | Kind::Long | Kind::TimestampMs),
        Kind::Number => matches!(narrow, Kind::Integer | Kind::Long | Kind::TimestampMs),
        Kind::Enum { open, .. } => *open && matches!(narrow, Kind::String),
        Kind::List(None) | Kind::Map(None) => same,
        Kind::Object(fields) | Kind::JsonObject(fields) => same && fields.is_empty(),
        Kind::Json => matches!(narrow, Kind::JsonList(_) | Kind::JsonObject(_)),
        Kind::Integer | Kind::Boolean | Kind::List(Some(_)) | Kind::Map(Some(_)) | Kind::JsonList(_) => false,
    }
}

/// Whether whoever reads a reply as of one type can read it as well now that it is of another one.
fn understands(before: &Kind, after: &Kind) -> bool {
    // Every enum of a reply is open.
    let texts = |kind: &Kind| matches!(kind, Kind::String | Kind::Enum { .. });
    (texts(before) && texts(after)) || takes(before, after)
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Long => "long",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::TimestampMs => "timestamp_ms",
        Kind::Enum { open: false, .. } => "enum",
        Kind::Enum { open: true, .. } => "open enum",
        Kind::List(Some(_)) => "list with described items",
        Kind::List(None) => "list of anything",
        Kind::Object(fields) if fields.is_empty() => "object of anything",
        Kind::Object(_) => "object with fields",
        Kind::Map(Some(_)) => "map with described values",
        Kind::Map(None) => "map of anything",
        Kind::Json => "json of anything",
        Kind::JsonList(_) => "json list",
        Kind::JsonObject(fields) if fields.is_empty() => "json object of anything",
        Kind::JsonObject(_) => "json object with fields",
    }
}

/// The values of an enum, and whether others are welcome.
fn enumeration(kind: &Kind) -> Option<(&[EnumValue], bool)> {
    match kind {
        Kind::Enum { values, open } => Some((values, *open)),
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => None,
    }
}

/// The values of an enum; of anything else none.
pub(super) fn values(kind: &Kind) -> &[EnumValue] {
    enumeration(kind).map_or(&[], |(values, _)| values)
}

/// An enum with the words for its values.
pub(super) struct Listed<'a> {
    pub(super) kind: &'a Kind,
    pub(super) texts: &'a [EnumText],
}

/// Tells of other values. What a request loses with a value depends on `closed`: whether unlisted ones are refused.
pub(super) fn enums(pass: &mut Pass<'_>, at: &At, old: &Listed<'_>, new: &Listed<'_>, refuses: bool) {
    let (Some((before, was_open)), Some((after, is_open))) = (enumeration(old.kind), enumeration(new.kind)) else {
        return;
    };
    let closed = refuses && !pass.reply;
    if at.wire && was_open != is_open {
        let (category, what) = match (is_open, closed) {
            (true, true) => (Category::Compatible, "open, was closed: an unlisted value is a warning"),
            (false, true) => (Category::Breaking, "closed, was open: an unlisted value is refused"),
            (true, false) => (Category::Docs, "open, was closed"),
            (false, false) => (Category::Docs, "closed, was open"),
        };
        pass.about(category, at, what);
    }
    let hidden = at.secret;
    let told = |what: &str, values: &[&str]| {
        let word = if values.len() == 1 { "value" } else { "values" };
        if hidden { format!("{what} {} {word}", values.len()) } else { format!("{what} {}", words::values(values)) }
    };
    let listed = |values: &[EnumValue], text: &str| values.iter().any(|value| value.value == text);
    let here = |pass: &Pass<'_>, value: &EnumValue, new: bool| {
        let view = if new { &pass.new } else { &pass.old };
        view.has(&value.editions)
    };
    let has = |pass: &Pass<'_>, values: &[EnumValue], text: &str, new: bool| {
        values.iter().any(|value| value.value == text && here(pass, value, new))
    };
    let gone: Vec<&EnumValue> =
        before.iter().filter(|it| here(pass, it, false) && !has(pass, after, &it.value, true)).collect();
    if at.wire && !gone.is_empty() {
        // A value of some editions keeps its variant.
        let (kept, lost): (Vec<&EnumValue>, Vec<&EnumValue>) = gone.iter().partition(|it| listed(after, &it.value));
        for (values, in_rust) in [(lost, pass.whole), (kept, false)] {
            let texts: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            let category = match (closed && !is_open, in_rust) {
                (true, _) => Category::Breaking,
                (false, true) => Category::RustBreaking,
                (false, false) => Category::Compatible,
            };
            if !texts.is_empty() {
                pass.about(category, at, &told("no longer", &texts));
            }
        }
    }
    let added: Vec<&str> = after
        .iter()
        .filter(|it| here(pass, it, true) && !has(pass, before, &it.value, false))
        .map(|it| it.value.as_str())
        .collect();
    if at.wire && !added.is_empty() {
        pass.about(Category::Compatible, at, &told("new", &added));
    }
    let unseen: Vec<&str> = before
        .iter()
        .filter(|it| !(listed(after, &it.value) || at.wire && here(pass, it, false)))
        .map(|it| it.value.as_str())
        .collect();
    if !unseen.is_empty() {
        pass.rust(at, &told("no Rust variant any more for", &unseen));
    }
    texts(pass, at, (before, old.texts), (after, new.texts));
}

/// The words for values, their order and their Rust names.
fn texts(pass: &mut Pass<'_>, at: &At, old: (&[EnumValue], &[EnumText]), new: (&[EnumValue], &[EnumText])) {
    for (value, text) in new.0.iter().zip(new.1) {
        let Some((_, was)) = old.0.iter().zip(old.1).find(|(before, _)| before.value == value.value) else { continue };
        let of = if at.secret { "a value".to_owned() } else { format!("value {}", words::short(&value.value)) };
        if was.variant != text.variant {
            let names = (words::rust(&text.variant), words::rust(&was.variant));
            let what = if at.secret {
                "another Rust variant".into()
            } else {
                format!("Rust variant {}, was {}", names.0, names.1)
            };
            pass.rust(at, &format!("{of}: {what}"));
        }
        if was.doc != text.doc {
            pass.docs(at, &format!("{of}: other words"));
        }
    }
    let order = |values: &[EnumValue]| values.iter().map(|value| value.value.clone()).collect::<Vec<_>>();
    if super::order::differs(&order(old.0), &order(new.0)) {
        pass.docs(at, "the values are in another order");
    }
    for value in new.0 {
        let before = old.0.iter().find(|before| before.value == value.value);
        let what = before.and_then(|before| super::order::editions(&before.editions, &value.editions));
        if let Some(what) = what.filter(|_| !pass.is_chosen()) {
            let of = if at.secret { "a value".to_owned() } else { format!("value {}", words::short(&value.value)) };
            pass.docs(at, &format!("{of}: {what}"));
        }
    }
}

impl<'a> Listed<'a> {
    /// The enum that a parameter is.
    pub(super) fn of(parameter: &'a Parameter) -> Self {
        Listed { kind: &parameter.def.kind, texts: &parameter.values }
    }
}
