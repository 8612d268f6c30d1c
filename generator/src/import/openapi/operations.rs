//! The operations of a document, one file each.

use super::document::{BUDGET, Document};
use crate::import::names::keep_apart;
use crate::import::text;
use crate::import::yaml::{Yaml, file};
use crate::resolve::naming;
use crate::spec::Node;
use heck::ToPascalCase as _;
use std::collections::{BTreeMap, HashSet};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Keys of an operation that are read, or say nothing about requests.
const KNOWN: [&str; 14] = [
    "operationId",
    "summary",
    "description",
    "parameters",
    "requestBody",
    "x-dependencies",
    "deprecated",
    "tags",
    "externalDocs",
    "responses",
    "security",
    "callbacks",
    "servers",
    "$ref",
];

/// What was read.
#[derive(Default)]
pub(super) struct Operations {
    /// The stem of each file, and its text.
    pub(super) files: BTreeMap<String, String>,
    /// How each operation can be asked for: its name, and its id in the document.
    pub(super) names: Vec<String>,
}

/// Reads the operations that are wanted; all of them if none is.
pub(super) fn read(document: &mut Document<'_>, wanted: &[String]) -> Operations {
    let mut read = Operations::default();
    let mut taken = HashSet::new();
    let root = document.root;
    let Some(paths) = root.get("paths") else {
        document.left_out(root.key_span("openapi"), "the document has no `paths`, and so no operations");
        return read;
    };
    if !document.is_map(paths, "`paths`") {
        return read;
    }
    for entry in paths.map().iter().filter(|entry| !entry.key.starts_with("x-")) {
        let Some(item) = document.resolve(&entry.value) else { continue };
        if !document.is_map(item, "a path") {
            continue;
        }
        for inner in item.map() {
            let key = inner.key.as_str();
            if METHODS.contains(&key) {
                if !document.is_map(&inner.value, "an operation") {
                    continue;
                }
                let place = Place { path: &entry.key, method: key, item, node: &inner.value };
                let (name, given) = name(document, &place, &mut taken);
                let asked = wanted.is_empty()
                    || wanted.contains(&name)
                    || given.is_some_and(|it| wanted.contains(&it.to_owned()));
                read.names.extend(given.filter(|it| *it != name).map(str::to_owned));
                read.names.push(name.clone());
                if asked {
                    let text = operation(document, &place, &name);
                    read.files.insert(naming::module(&name), text);
                }
            } else if key == "x-dependencies" {
                document.left_out(inner.key_span, "`x-dependencies` belongs to an operation");
            } else if !matches!(key, "parameters" | "summary" | "description" | "servers" | "$ref")
                && !key.starts_with("x-")
            {
                document.left_out(inner.key_span, format!("`{key}` of a path is not imported"));
            }
        }
    }
    read
}

/// An operation in the document.
struct Place<'a, 'd> {
    path: &'a str,
    method: &'a str,
    item: &'d Node,
    node: &'d Node,
}

/// A name that is legal and no other operation has, and the id that the document gives.
fn name<'d>(
    document: &mut Document<'d>,
    place: &Place<'_, 'd>,
    taken: &mut HashSet<String>,
) -> (String, Option<&'d str>) {
    let given = place.node.get("operationId").and_then(Node::text);
    let legal = |name: &&str| {
        name.len() <= 100
            && name.starts_with(|it: char| it.is_ascii_alphabetic())
            && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))
    };
    let words = |text: &str| {
        let plain: String = text.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
        plain.chars().take(100).collect::<String>().to_pascal_case()
    };
    let stem = match given {
        Some(id) if legal(&id) => id.to_owned(),
        Some(id) if words(id).starts_with(|it: char| it.is_ascii_alphabetic()) => words(id),
        Some(_) | None => format!("{}{}", words(place.method), words(place.path)),
    };
    // Modules, files and pages are called after it, and some of these names have a meaning.
    let mut free = |name: &str| {
        let module = naming::module(name);
        !matches!(module.as_str(), "readme" | "service" | "mod_" | "root" | "schema") && taken.insert(module)
    };
    let numbered = (2..).map(|count| format!("{stem}{count}"));
    let name = std::iter::once(stem.clone()).chain(numbered).find(|name| free(name)).unwrap_or(stem);
    if let Some(id) = given.filter(|id| *id != name) {
        let message = format!("the operation `{id}` is imported as `{name}`");
        let help = "names of operations are letters, digits, `_`, `-` and `.`, and no two become one module";
        document.otherwise(place.node.value_span("operationId"), message, help);
    }
    (name, given)
}

fn operation<'d>(document: &mut Document<'d>, place: &Place<'_, 'd>, name: &str) -> String {
    let node = place.node;
    for entry in node.map() {
        match entry.key.as_str() {
            "responses" => document.once(entry.key_span, "responses"),
            "security" => document.once(entry.key_span, "requirements of security"),
            "callbacks" => document.once(entry.key_span, "callbacks"),
            key if KNOWN.contains(&key) || key.starts_with("x-") => {}
            key => document.left_out(entry.key_span, format!("`{key}` of an operation is not imported")),
        }
    }
    document.budget = BUDGET;
    let pointer = format!("/paths/{}/{}", place.path.replace('~', "~0").replace('/', "~1"), place.method);
    let pointer = text::line(&pointer).unwrap_or_default();
    let mut request = document.request(place.item, node, &pointer);
    let mut rules = std::mem::take(&mut request.rules);
    if let Some(list) = node.get("x-dependencies") {
        rules.extend(document.dependencies(list, &format!("{pointer}/x-dependencies"), &request.targets));
    }
    unique_ids(&mut rules);
    keep_apart(&mut request.parameters, name);
    let said = |key: &str| node.get(key).or_else(|| place.item.get(key)).and_then(Node::text);
    let sent = text::line(&format!("{} {}", place.method.to_uppercase(), place.path)).unwrap_or_default();
    let mut doc = vec![format!("Sent as `{}`.", sent.replace('`', "'"))];
    if node.get("deprecated").and_then(Node::text) == Some("true") {
        doc.insert(0, "Deprecated.".to_owned());
    }
    let doc = doc.join(" ");
    let doc = said("description").and_then(text::doc).map_or_else(|| doc.clone(), |text| format!("{text}\n\n{doc}"));
    let summary = said("summary").and_then(text::line).unwrap_or_else(|| format!("The operation `{name}`."));
    let mut entries = vec![
        ("operation".to_owned(), Yaml::text(name)),
        ("summary".to_owned(), Yaml::text(summary)),
        ("doc".to_owned(), Yaml::text(doc)),
    ];
    if matches!(place.method, "get" | "head" | "options" | "trace") {
        entries.push(("readonly".to_owned(), Yaml::text("true")));
    }
    let parameters: Vec<_> = request.parameters.iter().map(|it| (it.name.clone(), it.yaml(false))).collect();
    if !parameters.is_empty() {
        entries.push(("parameters".to_owned(), Yaml::Block(parameters)));
    }
    if !rules.is_empty() {
        entries.push(("rules".to_owned(), Yaml::Items(rules)));
    }
    file(&entries)
}

/// Ids become constants: each has to be another one.
fn unique_ids(rules: &mut [Yaml]) {
    let mut taken = HashSet::new();
    for rule in rules {
        let Yaml::Block(entries) = rule else { continue };
        let Some((_, Yaml::Text(id))) = entries.iter_mut().find(|(key, _)| key == "id") else { continue };
        let plain: String = id.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
        let plain = plain.trim_matches('-').to_owned();
        let plain = if plain.is_empty() { "rule".to_owned() } else { plain };
        let numbered = (2..).map(|count| format!("{plain}-{count}"));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|it| taken.insert(naming::constant(it)));
        *id = free.unwrap_or(plain);
    }
}
