//! The parameters of an operation: its own, those of its path, and what its body holds.

use super::document::Document;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::import::definition::{Definition, Kind};
use crate::import::idl::{Targets, written};
use crate::import::text;
use crate::import::yaml::Yaml;
use crate::spec::Node;
use std::collections::HashMap;

/// What the request of an operation holds.
#[derive(Default)]
pub(super) struct Request {
    pub(super) parameters: Vec<Definition>,
    /// Where each of them stands in the document.
    named: HashMap<String, Span>,
    pub(super) targets: Targets,
    /// Rules that come from schemas.
    pub(super) rules: Vec<Yaml>,
}

const POSITIONS: [(&str, &str); 4] = [("query", "query"), ("path", "path"), ("header", "header"), ("cookie", "header")];

/// Keys of a parameter that are read, and those that are documentation.
const KNOWN: [&str; 13] = [
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "schema",
    "content",
    "example",
    "examples",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
];

impl<'d> Document<'d> {
    /// The parameters of a path and one of its operations.
    pub(super) fn request(&mut self, item: &'d Node, operation: &'d Node, pointer: &str) -> Request {
        let mut request = Request::default();
        let mut list: Vec<&'d Node> = Vec::new();
        let mut places: HashMap<(Option<&str>, &str), usize> = HashMap::new();
        for owner in [item, operation] {
            let Some(nodes) = owner.get("parameters") else { continue };
            if nodes.list().is_empty() && nodes.text().is_some() || !nodes.map().is_empty() {
                self.left_out(nodes.span, format!("`parameters` is a list, found {}", nodes.describe()));
            }
            let of_path = list.len();
            for node in nodes.list() {
                let Some(node) = self.resolve(node) else { continue };
                let key = (node.get("name").and_then(Node::text), place(node));
                let first = places.get(&key).copied();
                // One of the operation takes the place of one of the path.
                match first.filter(|index| *index < of_path).and_then(|index| list.get_mut(index)) {
                    Some(other) if std::ptr::eq(owner, operation) => *other = node,
                    _ if first.is_some() => self.left_out(node.span, "this parameter is described twice"),
                    _ => {
                        places.insert(key, list.len());
                        list.push(node);
                    }
                }
            }
        }
        for node in list {
            self.parameter(node, &mut request);
        }
        if let Some(body) = operation.get("requestBody") {
            self.body(body, pointer, &mut request);
        }
        for it in &request.parameters {
            let bare = it.name.split_once('@').map_or(it.name.as_str(), |(bare, _)| bare);
            let renamed = bare != it.name && request.named.contains_key(bare);
            if !renamed {
                it.targets(&it.name, &it.name, &mut request.targets);
            }
            self.beyond(it, &written(&it.name), pointer, &mut request.rules);
        }
        request
    }

    /// The rules of bounds that are not included themselves.
    fn beyond(&mut self, it: &Definition, path: &str, pointer: &str, rules: &mut Vec<Yaml>) {
        for (operator, bound) in &it.beyond {
            let word = if *operator == "gt" { "above" } else { "below" };
            rules.push(Yaml::Block(vec![
                ("id".to_owned(), Yaml::text(format!("{word}-{path}"))),
                ("allow".to_owned(), Yaml::pair(path, Yaml::pair(*operator, Yaml::text(bound)))),
                ("source".to_owned(), Yaml::text(format!("openapi#{pointer}"))),
            ]));
        }
        for field in &it.shape.fields {
            self.beyond(field, &format!("{path}.{}", field.name), pointer, rules);
        }
        match (&it.shape.items, &it.shape.kind) {
            (Some(item), Kind::List) => self.beyond(item, &format!("{path}[]"), pointer, rules),
            (Some(item), _) if !item.beyond.is_empty() => {
                self.left_out(item.span, "a bound of the values of a map that is not included itself");
            }
            _ => {}
        }
    }

    fn parameter(&mut self, node: &'d Node, request: &mut Request) {
        let Some(name) = node.get("name").and_then(Node::text) else {
            self.left_out(node.span, "a parameter without `name`");
            return;
        };
        let at = node.value_span("name");
        let written = place(node);
        let Some((_, position)) = POSITIONS.into_iter().find(|(word, _)| *word == written) else {
            self.left_out(
                node.value_span("in"),
                format!("`{name}` has no place: `in` is query, path, header or cookie"),
            );
            request.targets.leave_out(name);
            return;
        };
        if !text::is_name(name) {
            self.left_out(at, "the name of this parameter cannot be written in a spec");
            request.targets.leave_out(name);
            return;
        }
        for entry in node.map() {
            let key = entry.key.as_str();
            if !KNOWN.contains(&key) && (!key.starts_with("x-") || key == "x-dependencies") {
                self.left_out(entry.key_span, format!("`{key}` of a parameter is not imported"));
            }
        }
        let what = format!("The {written} parameter `{name}`.");
        let media = node.get("content").and_then(|it| it.map().first());
        let schema = node.get("schema").or_else(|| media.and_then(|entry| entry.value.get("schema")));
        let mut it = match schema {
            Some(schema) => self.definition(name, schema, &what),
            None => self.undescribed(name, at, &what),
        };
        if media.is_some() && it.is_container() {
            it.shape.json = true;
            if it.shape.kind == Kind::Object {
                (it.min_length, it.max_length) = (None, None);
            }
        }
        if let Some(style) = node.get("style").filter(|it| !matches!(it.text(), Some("form" | "simple"))) {
            self.left_out(style.span, format!("how `{name}` is written on the wire is not imported"));
        }
        if let Some(doc) = node.get("description").and_then(Node::text).and_then(text::doc) {
            it.doc = doc;
        }
        if node.get("deprecated").and_then(Node::text) == Some("true") && !it.doc.starts_with("Deprecated.") {
            it.doc = format!("Deprecated. {}", it.doc);
        }
        let required = position == "path" || node.get("required").and_then(Node::text) == Some("true");
        it.required = required && !schema.is_some_and(|schema| self.is_nullable(name, schema));
        if written == "cookie" {
            self.otherwise(at, format!("`{name}` is a cookie"), "it is imported as a header: specs know no cookies");
        }
        let named = node.get("examples").and_then(|it| it.map().first()).and_then(|entry| entry.value.get("value"));
        if let Some(example) = node.get("example").or(named).and_then(|node| self.sample(node, &it)) {
            it.example = Some(example);
        }
        (it.span, it.position) = (at, Some(position));
        self.add(it, written, request);
    }

    /// Adds a parameter; one whose name is taken gets another one.
    pub(super) fn add(&mut self, mut it: Definition, place: &str, request: &mut Request) -> String {
        if let Some(first) = request.named.get(&it.name) {
            let mut name = format!("{}@{place}", it.name);
            while request.named.contains_key(&name) {
                name.push('_');
            }
            let message = format!("two parameters are called `{}`: this one is imported as `{name}`", it.name);
            let help = "rules and requests know it by the new name; the first one keeps the name";
            self.out.push(
                Diagnostic::new(code::IMPORTED_OTHERWISE, self.path, it.span, message)
                    .related(*first, "the first one")
                    .help(help),
            );
            it.name = name;
        }
        let name = it.name.clone();
        request.named.insert(name.clone(), it.span);
        request.parameters.push(it);
        name
    }
}

fn place(node: &Node) -> &str {
    node.get("in").and_then(Node::text).unwrap_or_default()
}
