//! The vendor's published metadata: a file for each operation, and one that lists them.

use super::reader::Reader;
use super::source::{Operation, Parameter, Place, Product, Word};
use crate::diagnostic::code;
use crate::import::text::is_name;
use crate::spec::Node;

const KNOWN: [&str; 7] = ["name", "deprecated", "protocol", "method", "pathPattern", "parameters", "description"];

const KNOWN_PARAMETER: [&str; 9] =
    ["name", "description", "position", "type", "required", "sub_parameters", "deprecated", "example", "items"];

/// A file that describes one operation.
pub(super) fn operation(reader: &mut Reader<'_>, root: &Node) -> Option<Operation> {
    reader.known(root, "an operation", &KNOWN);
    let name = name(reader, root, "an operation")?;
    let mut operation = Operation { name: name.text, place: name.place, ..Operation::default() };
    operation.deprecated = reader.flag(root, "deprecated", "an operation").is_some_and(|(it, _)| it);
    operation.doc = reader.doc(root, "description", "an operation");
    operation.method = reader.word(root, "method", "an operation");
    operation.path = reader.word(root, "pathPattern", "an operation");
    operation.protocol = reader.word(root, "protocol", "an operation");
    match root.get("parameters") {
        Some(list) => operation.parameters = parameters(reader, list),
        None => {
            let message = format!("the operation `{}` has no `parameters`", operation.name);
            let help = "an operation without parameters has an empty list";
            reader.say(code::NOT_METADATA, operation.place.span, message, help);
        }
    }
    Some(operation)
}

/// A list of parameters.
fn parameters(reader: &mut Reader<'_>, list: &Node) -> Vec<Parameter> {
    let mut found = Vec::new();
    for node in reader.list(list, "`parameters`") {
        if reader.is_map(node, "a parameter") {
            found.extend(parameter(reader, node));
        }
    }
    found
}

fn parameter(reader: &mut Reader<'_>, node: &Node) -> Option<Parameter> {
    const WHAT: &str = "a parameter";
    reader.known(node, WHAT, &KNOWN_PARAMETER);
    let name = name(reader, node, WHAT)?;
    let parts = node.get("sub_parameters").map(|list| parameters(reader, list)).unwrap_or_default();
    Some(Parameter {
        name: name.text,
        place: name.place,
        kind: reader.word(node, "type", WHAT),
        items: reader.word(node, "items", WHAT),
        position: reader.word(node, "position", WHAT),
        required: reader.flag(node, "required", WHAT),
        deprecated: reader.flag(node, "deprecated", WHAT).is_some_and(|(it, _)| it),
        docs: reader.said(node, "description", WHAT).into_iter().collect(),
        example: reader.word(node, "example", WHAT),
        parts,
        ..Parameter::default()
    })
}

/// A name that a spec can have.
pub(super) fn name(reader: &mut Reader<'_>, map: &Node, what: &str) -> Option<Word> {
    let Some(word) = reader.word(map, "name", what) else {
        if map.get("name").is_none_or(|it| it.is_null() || it.text() == Some("")) {
            reader.say(code::NOT_METADATA, map.value_span("name"), format!("{what} has no `name`"), "give it a name");
        }
        return None;
    };
    legal(reader, word, what)
}

/// The name itself, if a spec can have it; otherwise that is an error.
pub(super) fn legal(reader: &mut Reader<'_>, word: Word, what: &str) -> Option<Word> {
    if is_name(&word.text) {
        return Some(word);
    }
    let shown: String = word.text.chars().take(40).collect();
    let message = format!("`{}` cannot be the name of {what}", shown.escape_debug());
    let help = "a name has at most 200 bytes, no control characters, and no blanks around it";
    reader.say(code::NOT_METADATA, word.place.span, message, help);
    None
}

/// What the list of operations says of each: summary, title, and that it is deprecated.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) deprecated: bool,
}

/// The file that lists the operations.
pub(super) fn version(reader: &mut Reader<'_>, root: &Node, product: &mut Product) -> Vec<Listed> {
    const WHAT: &str = "the list of operations";
    reader.known(root, WHAT, &["version", "style", "apis", "product"]);
    product.name = reader.word(root, "product", WHAT);
    product.version = reader.word(root, "version", WHAT);
    product.style = reader.word(root, "style", WHAT);
    let mut listed = Vec::new();
    let Some(apis) = root.get("apis").filter(|apis| reader.is_map(apis, "`apis`")) else { return listed };
    for entry in apis.map() {
        if !reader.is_map(&entry.value, "an entry of `apis`") {
            continue;
        }
        const ENTRY: &str = "an entry of `apis`";
        reader.known(&entry.value, ENTRY, &["title", "summary", "deprecated"]);
        listed.push(Listed {
            name: entry.key.clone(),
            place: reader.place(entry.key_span),
            title: reader.line(&entry.value, "title", ENTRY),
            summary: reader.line(&entry.value, "summary", ENTRY),
            deprecated: reader.flag(&entry.value, "deprecated", ENTRY).is_some_and(|(it, _)| it),
        });
    }
    listed
}
