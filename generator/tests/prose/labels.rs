//! Reads `tests/prose/labelled.yaml`.

use contingent::diagnostic::Diagnostics;
use contingent::import::prose::{Choice, Language, Named, Scope, meaning};
use contingent::spec::{Node, SourceFile, Type, load_tree};
use std::collections::HashMap;
use std::path::Path;

/// A labelled sentence.
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) sentence: String,
    /// The parameter; the field of a reply is in no scope.
    pub(crate) subject: String,
    pub(crate) language: Language,
    pub(crate) scope: Scope,
    /// What the rules demand: a rule about two parameters is two demands.
    pub(crate) rules: Vec<String>,
}

pub(crate) fn read() -> Vec<Entry> {
    let docs = value_docs();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // A spec file is a map; the labels are a list.
    let text = std::fs::read_to_string(root.join("tests/prose/labelled.yaml")).unwrap();
    tree(format!("entries:\n{text}").into()).get("entries").unwrap().list().iter().map(|it| entry(it, &docs)).collect()
}

fn tree(bytes: Vec<u8>) -> Node {
    let mut found = Diagnostics::new();
    let file = SourceFile { path: "labelled.yaml".to_owned(), bytes };
    load_tree(&file, &mut found).unwrap_or_else(|| panic!("{found:?}"))
}

/// The demands of a rule in YAML.
pub(crate) fn meaning_of(rule: &str) -> Vec<String> {
    meaning(&tree(rule.into()))
}

/// The form of a meaning.
pub(crate) fn form(meaning: &str) -> &str {
    meaning.split(' ').next().unwrap_or_default()
}

fn entry(node: &Node, docs: &HashMap<(String, String), String>) -> Entry {
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    let from = node.get("from").unwrap();
    let language = if text(from, "language") == "zh" { Language::Chinese } else { Language::English };
    let names = node.get("context").unwrap().map().iter().map(|it| named(&it.key, &it.value, docs)).collect();
    Entry {
        id: text(node, "id"),
        sentence: text(node, "sentence"),
        subject: text(from, "parameter"),
        language,
        scope: Scope { names },
        rules: node.get("rules").unwrap().list().iter().flat_map(meaning).collect(),
    }
}

/// `says` is what the thing is called, and behind a semicolon what a value of it is: "Agent is a database ...".
fn named(name: &str, node: &Node, docs: &HashMap<(String, String), String>) -> Named {
    let says = node.get("says").and_then(Node::text).unwrap_or_default();
    let (says, about) = says.split_once(';').unwrap_or((says, ""));
    let choice = |value: &Node| {
        let value = value.text().unwrap().to_owned();
        let doc = docs.get(&(name.trim_start_matches('$').to_owned(), value.clone())).cloned();
        let described = about.trim().strip_prefix(&value).and_then(|it| it.strip_prefix(" is ")).map(str::to_owned);
        Choice { value, says: doc.into_iter().chain(described).collect() }
    };
    let values: Vec<Choice> = node.get("values").map(Node::list).unwrap_or_default().iter().map(choice).collect();
    let kind = match node.get("type").and_then(Node::text) {
        _ if !values.is_empty() => Type::Enum,
        Some("integer") => Type::Integer,
        Some("long") => Type::Long,
        Some("number") => Type::Number,
        Some("boolean") => Type::Boolean,
        Some("list") => Type::List,
        Some("json") => Type::Json,
        Some("object") => Type::Object,
        _ => Type::String,
    };
    Named {
        name: name.to_owned(),
        kind,
        required: false,
        values,
        says: Some(says.to_owned()).into_iter().filter(|it| !it.is_empty()).collect(),
    }
}

/// What the spec of the service says of its values: an importer has it in its scope.
fn value_docs() -> HashMap<(String, String), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/dbs");
    let sources = contingent::files::read(&root).unwrap();
    let spec = contingent::load(&sources.files, &mut Diagnostics::new());
    let mut docs = HashMap::new();
    for operation in &spec.operations {
        let parameters = operation.parameters.iter().map(|it| (&it.name.text, &it.values));
        for (name, values) in parameters.chain(operation.facts.iter().map(|it| (&it.name.text, &it.values))) {
            for value in values {
                let doc = value.doc.clone().unwrap_or_default();
                docs.entry((name.clone(), value.name.text.clone())).or_insert(doc);
            }
        }
    }
    docs
}
