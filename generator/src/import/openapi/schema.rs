//! Schemas: from JSON Schema, in the dialects of both versions, to definitions of ours.

use super::document::Document;
use super::numbers::decimal;
use crate::diagnostic::{Span, is_control};
use crate::import::definition::{Definition, Kind, Shape};
use crate::import::text;
use crate::spec::{Node, NodeKind};
use std::collections::HashSet;

/// How deep definitions may be nested: spec files have a limit of their own.
const DEPTH: usize = 20;

/// Keys that are read, and keys that say nothing about values.
const KNOWN: [&str; 43] = [
    "type",
    "format",
    "enum",
    "const",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "pattern",
    "nullable",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
    "readOnly",
    "writeOnly",
    "deprecated",
    "description",
    "title",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "discriminator",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$defs",
    "definitions",
    "contentMediaType",
    "contentEncoding",
];

/// The schemas that hold together: the schema itself, what it refers to, and the parts of `allOf`.
pub(super) struct Layers<'d>(Vec<&'d Node>);

impl<'d> Layers<'d> {
    pub(super) fn get(&self, key: &str) -> Option<&'d Node> {
        self.0.iter().find_map(|node| node.get(key)).filter(|node| !node.is_null() || key == "enum")
    }

    pub(super) fn all(&self, key: &'static str) -> impl Iterator<Item = &'d Node> {
        self.0.iter().filter_map(move |node| node.get(key)).filter(|node| !node.is_null())
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Node::text) == Some("true")
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key).and_then(Node::text)
    }
}

impl<'d> Document<'d> {
    /// The definition that a schema gives a name. `what` is a neutral sentence in place of a missing description.
    pub(super) fn definition(&mut self, name: &str, node: &'d Node, what: &str) -> Definition {
        let mut it =
            Definition { name: name.to_owned(), span: node.span, doc: what.to_owned(), ..Definition::default() };
        self.budget = self.budget.saturating_sub(1);
        let hint = "it is imported as an object with any content";
        let cut = Shape { kind: Kind::Map, ..Shape::default() };
        if self.open.len() >= DEPTH || self.budget == 0 {
            self.otherwise(node.span, "the schemas are nested too deep, or are too many, from here on", hint);
            it.shape = cut;
            return it;
        }
        let mut layers = Layers(Vec::new());
        let mut around = Vec::new();
        self.layers(node, &mut layers, &mut around);
        let recursive = layers.0.iter().any(|layer| self.open.iter().any(|open| std::ptr::eq(*open, *layer)));
        if recursive {
            self.otherwise(node.span, format!("{} contains itself", called("the schema", name)), hint);
            it.shape = cut;
            return it;
        }
        let before = self.open.len();
        // One entry for each level, so that the depth is their number.
        self.open.extend(layers.0.iter().copied().take(1));
        self.alternatives(&mut layers, &mut it);
        self.fill(&layers, &mut it);
        self.open.truncate(before);
        it
    }

    /// Whether the schema is only about replies.
    pub(super) fn is_read_only(&mut self, node: &'d Node) -> bool {
        let mut layers = Layers(Vec::new());
        self.layers(node, &mut layers, &mut Vec::new());
        layers.flag("readOnly")
    }

    fn layers(&mut self, node: &'d Node, layers: &mut Layers<'d>, around: &mut Vec<&'d Node>) {
        if around.iter().any(|it| std::ptr::eq(*it, node)) || around.len() > 64 || layers.0.len() > 500 {
            let help = "break the circle: a schema cannot be a part of itself";
            self.say(crate::diagnostic::code::BAD_REFERENCE, node.span, "the schema leads back to itself", help);
            return;
        }
        around.push(node);
        match &node.kind {
            NodeKind::Map(entries) => {
                let reference = node.get("$ref");
                if !(reference.is_some() && (self.old || entries.len() == 1)) {
                    layers.0.push(node);
                }
                if let Some(target) = reference.and_then(|it| self.follow(it)) {
                    self.layers(target, layers, around);
                }
                if !(reference.is_some() && self.old) {
                    for part in node.get("allOf").map(Node::list).unwrap_or_default() {
                        self.layers(part, layers, around);
                    }
                }
            }
            // A schema that is `true` takes anything.
            NodeKind::Scalar(scalar) if scalar.plain && scalar.text == "true" => {}
            NodeKind::Scalar(_) | NodeKind::List(_) => {
                self.left_out(node.span, format!("a schema is a map of keys, found {}", node.describe()));
            }
        }
        around.pop();
    }

    /// `oneOf` and `anyOf`: constants become an enum, one alternative beside `null` counts as the schema itself.
    fn alternatives(&mut self, layers: &mut Layers<'d>, it: &mut Definition) {
        for key in ["oneOf", "anyOf"] {
            let Some(list) = layers.get(key) else { continue };
            let is_null = |node: &&Node| node.get("type").and_then(Node::text) != Some("null");
            let parts: Vec<&Node> = list.list().iter().filter(is_null).collect();
            let constants: Vec<Option<(&str, &Node)>> =
                parts.iter().map(|part| Some((part.get("const")?.text()?, *part))).collect();
            if let (false, Some(constants)) = (parts.is_empty(), constants.into_iter().collect::<Option<Vec<_>>>()) {
                let doc = |text: &str, part: &Node| {
                    let said = part.get("description").or_else(|| part.get("title")).and_then(Node::text);
                    said.and_then(text::doc).unwrap_or_else(|| format!("The value `{text}`."))
                };
                let values = constants.into_iter().map(|(text, part)| (text.to_owned(), doc(text, part), None));
                it.shape.values = values.collect();
            } else if let [only] = parts.as_slice() {
                let at = layers.0.len();
                let mut more = Layers(Vec::new());
                self.layers(only, &mut more, &mut Vec::new());
                let recursive = more.0.iter().any(|layer| self.open.iter().any(|open| std::ptr::eq(*open, *layer)));
                if !recursive {
                    layers.0.splice(at..at, more.0);
                }
            } else {
                let message = format!("the alternatives of `{}` are not imported", it.name);
                self.left_out(list.span, message);
            }
        }
    }

    fn fill(&mut self, layers: &Layers<'d>, it: &mut Definition) {
        self.unknown_keys(layers);
        if let Some(doc) = layers.text("description").or_else(|| layers.text("title")).and_then(text::doc) {
            it.doc = doc;
        }
        if layers.flag("deprecated") {
            it.doc = format!("Deprecated. {}", it.doc);
        }
        it.shape.kind = self.kind(layers, it);
        if it.shape.kind == Kind::List {
            it.shape.items = layers.get("items").map(|node| {
                let mut item = self.definition("", node, "");
                // Of a list in a list only the outer one has a name.
                item.required = false;
                Box::new(item)
            });
            (it.min_length, it.max_length) = (self.count(layers, "minItems"), self.count(layers, "maxItems"));
        }
        match it.shape.kind {
            Kind::Object => self.fields(layers, it),
            Kind::Map => {
                let inner = layers.get("additionalProperties").filter(|node| !node.map().is_empty());
                it.shape.items = inner.map(|node| Box::new(self.definition("", node, "")));
                let counts = (self.count(layers, "minProperties"), self.count(layers, "maxProperties"));
                (it.min_length, it.max_length) = counts;
            }
            Kind::Text => {
                (it.min_length, it.max_length) = (self.count(layers, "minLength"), self.count(layers, "maxLength"));
                self.pattern(layers, it);
            }
            Kind::Enum | Kind::Boolean | Kind::List => {}
            Kind::Integer | Kind::Long | Kind::Number => {}
        }
        self.values(layers, it);
        if it.is_number() {
            self.bounds(layers, it);
        }
        if it.min_length.zip(it.max_length).is_some_and(|(low, high)| low > high) {
            self.left_out(it.span, format!("no value of `{}` is within its lengths", it.name));
            (it.min_length, it.max_length) = (None, None);
        }
        it.secret = layers.text("format") == Some("password");
        self.samples(layers, it);
    }

    fn unknown_keys(&mut self, layers: &Layers<'d>) {
        for layer in &layers.0 {
            for entry in layer.map() {
                let key = entry.key.as_str();
                if !KNOWN.contains(&key) && (!key.starts_with("x-") || key == "x-dependencies") {
                    self.left_out(entry.key_span, format!("`{key}` of a schema is not imported"));
                }
            }
        }
    }

    fn kind(&mut self, layers: &Layers<'d>, it: &Definition) -> Kind {
        let types: Vec<&str> = match layers.get("type") {
            Some(node) => node.one_or_many().iter().filter_map(Node::text).filter(|it| *it != "null").collect(),
            None => Vec::new(),
        };
        let at = layers.get("type").map_or(it.span, |node| node.span);
        let listed = !it.shape.values.is_empty()
            || layers.get("const").is_some()
            || layers.get("enum").is_some_and(|node| !node.list().is_empty());
        match types.as_slice() {
            ["string"] if listed => Kind::Enum,
            ["string"] => Kind::Text,
            ["integer"] if layers.text("format") == Some("int32") => Kind::Integer,
            ["integer"] => Kind::Long,
            ["number"] => Kind::Number,
            ["boolean"] => Kind::Boolean,
            ["array"] => Kind::List,
            ["object"] if layers.get("properties").is_some_and(|it| !it.map().is_empty()) => Kind::Object,
            ["object"] => Kind::Map,
            [] if layers.get("properties").is_some_and(|it| !it.map().is_empty()) => Kind::Object,
            [] if layers.get("items").is_some() => Kind::List,
            [] if layers.get("additionalProperties").is_some() => Kind::Map,
            // Texts in quotes leave no doubt.
            [] if listed && quoted(layers) => Kind::Enum,
            [] => {
                let message = format!("`{}` has no type", it.name);
                self.otherwise(at, message, "it is taken for a text; write `type: string`, or what it is");
                if listed { Kind::Enum } else { Kind::Text }
            }
            [other] => {
                self.otherwise(at, format!("`{other}` is not a type"), "it is taken for a text");
                if listed { Kind::Enum } else { Kind::Text }
            }
            _several => {
                let message = format!("`{}` has several types", it.name);
                self.otherwise(at, message, "it is taken for a text");
                if listed { Kind::Enum } else { Kind::Text }
            }
        }
    }

    fn fields(&mut self, layers: &Layers<'d>, it: &mut Definition) {
        let required: HashSet<&str> = layers.all("required").flat_map(Node::list).filter_map(Node::text).collect();
        let mut seen = HashSet::new();
        for properties in layers.all("properties") {
            for entry in properties.map() {
                let name = entry.key.as_str();
                if !seen.insert(name) || self.is_read_only(&entry.value) {
                    continue;
                }
                if !text::is_name(name) {
                    self.left_out(entry.key_span, "the name of this property cannot be written in a spec");
                    continue;
                }
                let mut field = self.definition(name, &entry.value, &format!("The property `{name}`."));
                field.required = required.contains(name) && !self.is_nullable(name, &entry.value);
                field.span = entry.key_span;
                it.shape.fields.push(field);
            }
        }
        if it.shape.fields.is_empty() {
            it.shape.kind = Kind::Map;
        }
    }

    /// Whether a required value may be null, which is as good as absent; that is reported.
    pub(super) fn is_nullable(&mut self, name: &str, node: &'d Node) -> bool {
        let mut layers = Layers(Vec::new());
        self.layers(node, &mut layers, &mut Vec::new());
        let listed = layers.get("type").is_some_and(|it| it.list().iter().any(|it| it.text() == Some("null")));
        let nullable = layers.flag("nullable") || listed;
        if nullable {
            let message = format!("`{name}` is required and may be null, which is the same as absent here");
            self.otherwise(node.span, message, "it is imported as optional");
        }
        nullable
    }

    /// A value that the type can have.
    pub(super) fn sample(&self, node: &Node, it: &Definition) -> Option<String> {
        let text = node.text()?;
        let text = if it.is_number() { decimal(text)?.to_string() } else { text.to_owned() };
        (!text.contains(is_control) && it.accepts(&text)).then_some(text)
    }

    /// A definition of something that is not described.
    pub(super) fn undescribed(&mut self, name: &str, span: Span, doc: &str) -> Definition {
        self.otherwise(span, format!("`{name}` has no schema"), "it is taken for a text");
        Definition { name: name.to_owned(), span, doc: doc.to_owned(), ..Definition::default() }
    }
}

/// A thing and whose it is; items have no name.
fn called(what: &str, name: &str) -> String {
    if name.is_empty() { format!("{what} of these items") } else { format!("{what} of `{name}`") }
}

/// Whether all values that a schema lists are written as texts.
fn quoted(layers: &Layers<'_>) -> bool {
    let alternatives = ["oneOf", "anyOf"].into_iter().filter_map(|key| layers.get(key)).flat_map(Node::list);
    let constants = alternatives.filter_map(|part| part.get("const")).chain(layers.get("const"));
    let listed = layers.get("enum").map(Node::list).unwrap_or_default();
    constants.chain(listed).all(|node| node.scalar().is_some_and(|it| !it.plain))
}
