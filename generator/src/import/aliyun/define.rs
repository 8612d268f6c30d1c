//! From a parameter of the source to a definition of ours.

use super::source::{Parameter, Place, Word};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::import::definition::{Definition, Kind, Shape};
use crate::import::json;
use crate::spec::SourceFile;

/// How deep definitions may be nested: spec files have a limit of their own.
const DEPTH: usize = 20;

/// Where a definition will stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    /// Without `required` and `position`, which say nothing there.
    Reply,
}

/// The definition of a parameter, or of a field.
pub(super) fn definition(it: &Parameter, side: Side, depth: usize, out: &mut Diagnostics) -> Definition {
    let what = if side == Side::Request && depth == 0 { "parameter" } else { "field" };
    let mut definition = Definition { name: it.name.clone(), span: it.place.span, ..Definition::default() };
    match it.docs.first().map(|it| &it.text) {
        Some(doc) if it.deprecated => definition.doc = format!("Deprecated. {doc}"),
        Some(doc) => definition.doc = doc.clone(),
        None => {
            definition.undocumented = true;
            let deprecated = if it.deprecated { "Deprecated. " } else { "" };
            definition.doc = format!("{deprecated}No document describes this {what}.");
        }
    }
    definition.shape = shape(it, side, depth, out);
    if side == Side::Request {
        definition.required = it.required.as_ref().is_some_and(|(it, _)| *it);
        if depth == 0 {
            definition.position = position(it, out);
            if definition.position == Some("path") {
                definition.required = true;
            }
        }
        definition.secret = definition.shape.kind == Kind::Text && !definition.shape.json && is_secret(&it.name);
    }
    if !definition.secret {
        definition.example = it.example.as_ref().and_then(|example| sample(example, &definition, out));
    }
    definition
}

/// Names of texts that nobody must see. A value that is hidden for nothing does no harm.
fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    ["password", "passwd", "privatekey", "accesskeysecret", "securitytoken"].iter().any(|end| name.ends_with(end))
}

fn say(place: &Place, message: String, help: &str, out: &mut Diagnostics) {
    out.push(Diagnostic::new(code::IMPORTED_OTHERWISE, &place.file, place.span, message).help(help));
}

fn position(it: &Parameter, out: &mut Diagnostics) -> Option<&'static str> {
    let word = it.position.as_ref()?;
    match word.text.to_lowercase().as_str() {
        // Where every parameter is that says nothing.
        "query" => None,
        "body" | "formdata" | "form" => Some("body"),
        "header" => Some("header"),
        "path" => Some("path"),
        "host" | "domain" => Some("host"),
        _ => {
            let message = format!("`{}` is no position of `{}` that is known", word.text.escape_debug(), it.name);
            say(&word.place, message, "it is imported as a parameter of the query", out);
            None
        }
    }
}

/// The type that a word of the source names.
fn kind(word: &str) -> Option<(Kind, bool)> {
    Some(match word.to_lowercase().as_str() {
        "string" | "text" => (Kind::Text, false),
        "integer" | "int" | "int32" => (Kind::Integer, false),
        "long" | "int64" => (Kind::Long, false),
        "boolean" | "bool" => (Kind::Boolean, false),
        "float" | "double" | "number" | "decimal" => (Kind::Number, false),
        "repeatlist" | "list" | "array" => (Kind::List, false),
        "struct" | "object" => (Kind::Object, false),
        "map" => (Kind::Map, false),
        "json" => (Kind::Text, true),
        _ => return None,
    })
}

fn shape(it: &Parameter, side: Side, depth: usize, out: &mut Diagnostics) -> Shape {
    let word = it.kind.as_ref();
    let known = word.and_then(|word| kind(&word.text));
    let (kind, json) = known.unwrap_or_else(|| match word {
        // A reply names the types of its objects.
        Some(_) if !it.parts.is_empty() => (Kind::Object, false),
        Some(word) => {
            let message = format!("`{}` is no type of `{}` that is known", word.text.escape_debug(), it.name);
            say(&word.place, message, "it is imported as a text", out);
            (Kind::Text, false)
        }
        None => {
            say(&it.place, format!("`{}` has no type", it.name), "it is imported as a text", out);
            (Kind::Text, false)
        }
    });
    let sharper = it.sharper.as_deref().and_then(self::kind).filter(|(it, _)| *it == Kind::Long);
    let kind = sharper.filter(|_| kind == Kind::Integer).map_or(kind, |(it, _)| it);
    let mut shape = Shape { kind, json, ..Shape::default() };
    if depth >= DEPTH && !it.parts.is_empty() {
        let message = format!("what is in `{}` lies too deep, and is not imported", it.name);
        out.push(Diagnostic::new(code::NOT_IMPORTED, &it.place.file, it.place.span, message));
        return shape;
    }
    let fields = |out: &mut Diagnostics| -> Vec<Definition> {
        super::unique(&it.parts, out).into_iter().map(|part| definition(part, side, depth + 1, out)).collect()
    };
    match shape.kind {
        Kind::Object => shape.fields = fields(out),
        Kind::List => shape.items = Some(Box::new(item(it, fields(out), out))),
        Kind::Text if json && !it.parts.is_empty() => {
            let message = format!("the source does not say whether `{}` is a list of objects or one object", it.name);
            say(&it.place, message, "it is imported as a list, which is what this has been in all products seen", out);
            shape.kind = Kind::List;
            shape.items = Some(Box::new(item(it, fields(out), out)));
        }
        Kind::Map => shape.items = it.items.as_ref().map(|_| Box::new(item(it, fields(out), out))),
        Kind::Text | Kind::Integer | Kind::Long | Kind::Number | Kind::Boolean | Kind::Enum => {
            if !it.parts.is_empty() {
                let message = format!("`{}` has parts, but its type has none", it.name);
                out.push(
                    Diagnostic::new(code::NOT_IMPORTED, &it.place.file, it.place.span, message)
                        .help("the parts are left out of the spec"),
                );
            }
        }
    }
    shape
}

/// The items of a list. One that nothing is said about is a text: that is how every item travels.
fn item(it: &Parameter, fields: Vec<Definition>, out: &mut Diagnostics) -> Definition {
    let mut item = Definition { span: it.place.span, ..Definition::default() };
    if !fields.is_empty() {
        item.shape = Shape { kind: Kind::Object, fields, ..Shape::default() };
        return item;
    }
    let Some(word) = &it.items else { return item };
    match kind(&word.text) {
        Some((kind @ (Kind::Text | Kind::Integer | Kind::Long | Kind::Number | Kind::Boolean), json)) => {
            item.shape.kind = kind;
            item.shape.json = json;
        }
        Some(_) | None => {
            let message = format!("`{}` is no type for the items of `{}`", word.text.escape_debug(), it.name);
            say(&word.place, message, "they are imported as objects of which nothing is known", out);
            item.shape.kind = Kind::Object;
        }
    }
    item
}

/// An example, if the definition accepts it.
fn sample(example: &Word, definition: &Definition, out: &mut Diagnostics) -> Option<String> {
    let text = crate::import::text::doc(&example.text)?;
    let fits = if definition.shape.json {
        let file = SourceFile { path: String::new(), bytes: text.clone().into_bytes() };
        let wanted = |node: crate::spec::Node| match definition.shape.kind {
            Kind::List => matches!(node.kind, crate::spec::NodeKind::List(_)),
            _ => true,
        };
        json::tree(&file, code::NOT_METADATA).is_ok_and(wanted)
    } else {
        definition.accepts(&text)
    };
    if !fits {
        let message = format!("the example of `{}` is no value of its type", definition.name);
        out.push(
            Diagnostic::new(code::NOT_IMPORTED, &example.place.file, example.place.span, message)
                .help("the example is left out of the spec"),
        );
    }
    fits.then_some(text)
}
