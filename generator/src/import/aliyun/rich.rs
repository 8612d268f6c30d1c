//! A richer source: one file for all operations of a product, with replies, examples and texts of several documents.

use super::metadata::legal;
use super::reader::Reader;
use super::source::{Fault, Operation, Parameter, Product, Word};
use crate::import::text;
use crate::spec::{Entry, Node};

const KNOWN: [&str; 10] =
    ["title", "summary", "deprecated", "protocol", "http_methods", "method", "path", "request", "response", "errors"];

const KNOWN_PARAMETER: [&str; 11] = [
    "name",
    "type",
    "tea_type",
    "position",
    "required",
    "deprecated",
    "example",
    "items",
    "fields",
    "doc",
    "description",
];

/// The file.
pub(super) fn product(reader: &mut Reader<'_>, root: &Node, product: &mut Product) {
    const WHAT: &str = "the product";
    reader.known(root, WHAT, &["service", "version", "style", "operations", "sources"]);
    product.name = reader.word(root, "service", WHAT);
    product.version = reader.word(root, "version", WHAT);
    product.style = reader.word(root, "style", WHAT);
    let Some(operations) = root.get("operations").filter(|it| reader.is_map(it, "`operations`")) else { return };
    for entry in operations.map() {
        if let Some(operation) = operation(reader, entry) {
            product.operations.insert(operation.name.clone(), operation);
        }
    }
}

fn operation(reader: &mut Reader<'_>, entry: &Entry) -> Option<Operation> {
    const WHAT: &str = "an operation";
    let node = &entry.value;
    let name = key(reader, entry, WHAT)?;
    if !reader.is_map(node, WHAT) {
        return None;
    }
    known(reader, node, WHAT, &KNOWN, &["title", "summary", "doc", "description"]);
    let mut operation = Operation { name: name.text, place: name.place, ..Operation::default() };
    operation.title = said(reader, node, "title").and_then(|it| text::line(&it));
    operation.summary = said(reader, node, "summary").and_then(|it| text::line(&it));
    operation.doc = said(reader, node, "doc");
    operation.deprecated = reader.flag(node, "deprecated", WHAT).is_some_and(|(it, _)| it);
    operation.protocol = reader.word(node, "protocol", WHAT);
    operation.method = reader.word(node, "http_methods", WHAT).or_else(|| reader.word(node, "method", WHAT));
    operation.path = reader.word(node, "path", WHAT);
    if let Some(request) = node.get("request").filter(|it| reader.is_map(it, "`request`") && reader.is_within(it)) {
        for entry in request.map() {
            const PARAMETER: &str = "a parameter";
            if let Some(name) = key(reader, entry, PARAMETER)
                && reader.is_map(&entry.value, PARAMETER)
            {
                operation.parameters.push(parameter(reader, &entry.value, name, PARAMETER));
            }
        }
    }
    if let Some(list) = node.get("response") {
        operation.reply = fields(reader, list);
    }
    if let Some(errors) = node.get("errors").filter(|it| reader.is_map(it, "`errors`")) {
        operation.errors = errors.map().iter().filter_map(|entry| fault(reader, entry)).collect();
    }
    Some(operation)
}

fn fields(reader: &mut Reader<'_>, list: &Node) -> Vec<Parameter> {
    const WHAT: &str = "a field";
    let mut found = Vec::new();
    for node in reader.list(list, "a list of fields") {
        if reader.is_map(node, WHAT)
            && let Some(name) = super::metadata::name(reader, node, WHAT)
        {
            found.push(parameter(reader, node, name, WHAT));
        }
    }
    found
}

fn parameter(reader: &mut Reader<'_>, node: &Node, name: Word, what: &'static str) -> Parameter {
    known(reader, node, what, &KNOWN_PARAMETER, &["doc", "description"]);
    let parts = node.get("fields").map(|list| fields(reader, list)).unwrap_or_default();
    Parameter {
        name: name.text,
        place: name.place,
        kind: reader.word(node, "type", what),
        sharper: reader.word(node, "tea_type", what).map(|it| it.text),
        items: reader.word(node, "items", what),
        position: reader.word(node, "position", what),
        required: reader.flag(node, "required", what),
        deprecated: reader.flag(node, "deprecated", what).is_some_and(|(it, _)| it),
        docs: texts(reader, node, "doc"),
        example: reader.word(node, "example", what),
        parts,
    }
}

fn fault(reader: &mut Reader<'_>, entry: &Entry) -> Option<Fault> {
    const WHAT: &str = "an error";
    let code = key(reader, entry, WHAT)?;
    if !reader.is_map(&entry.value, WHAT) {
        return None;
    }
    known(reader, &entry.value, WHAT, &["status", "message", "doc"], &["doc", "description"]);
    let status = entry.value.get("status").and_then(Node::text);
    let status = status.filter(|it| it.len() == 3 && it.bytes().all(|it| it.is_ascii_digit()));
    Some(Fault {
        code: code.text,
        status: status.map(str::to_owned),
        message: reader.line(&entry.value, "message", WHAT),
        doc: said(reader, &entry.value, "doc"),
    })
}

fn key(reader: &mut Reader<'_>, entry: &Entry, what: &str) -> Option<Word> {
    let word = Word { text: entry.key.clone(), place: reader.place(entry.key_span) };
    legal(reader, word, what)
}

/// The texts that several documents may have: `doc`, then `doc_en`, then all that begin with `doc_`. `doc` itself may
/// also be called `description`.
fn texts(reader: &mut Reader<'_>, node: &Node, key: &str) -> Vec<Word> {
    let english = format!("{key}_en");
    let others = format!("{key}_");
    let mut keys = vec![key, english.as_str()];
    if key == "doc" {
        keys.insert(1, "description");
    }
    let more = node.map().iter().map(|it| it.key.as_str()).filter(|it| it.starts_with(&others) && *it != english);
    keys.extend(more);
    let mut found: Vec<Word> = Vec::new();
    for key in keys {
        if let Some(word) =
            reader.said(node, key, "a description").filter(|word| !found.iter().any(|it| it.text == word.text))
        {
            found.push(word);
        }
    }
    found
}

/// The first of them.
fn said(reader: &mut Reader<'_>, node: &Node, key: &str) -> Option<String> {
    texts(reader, node, key).into_iter().next().map(|it| it.text)
}

fn known(reader: &mut Reader<'_>, node: &Node, what: &'static str, known: &[&str], texts: &[&str]) {
    let is_text = |key: &str| texts.iter().any(|it| key.strip_prefix(it).is_some_and(|rest| rest.starts_with('_')));
    let mut all = known.to_vec();
    all.extend(node.map().iter().map(|it| it.key.as_str()).filter(|it| is_text(it)));
    reader.known(node, what, &all);
}
