//! Reads and writes `proposals.yaml`.

use super::{Entry, State};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code, is_control};
use crate::import::prose::Confidence;
use crate::import::yaml::{self, Yaml, inline};
use crate::spec::{Node, NodeKind, SourceFile, load_tree};

const HEADER: &str = "\
# Rules that sentences of descriptions seem to state, written by `contingent import`. Nothing here is active.
# `contingent import --review` shows the open ones, and writes one that is accepted into the file of its operation.
";

const KEYS: [&str; 8] = ["id", "operation", "rule", "sentence", "source", "confidence", "state", "notes"];

/// The text of the file.
pub fn write(entries: &[Entry]) -> String {
    let items = entries.iter().map(|entry| {
        // A spec holds no control characters, and none of those that turn the direction.
        let text = |text: &str| Yaml::text(text.chars().filter(|it| !is_control(*it)).collect::<String>());
        let rule = super::node(&entry.rule).map_or_else(|| text(&entry.rule), |it| tree(&it));
        let mut fields = vec![
            ("id".to_owned(), text(&entry.id)),
            ("operation".to_owned(), text(&entry.operation)),
            ("rule".to_owned(), rule),
            ("sentence".to_owned(), text(&entry.sentence)),
            ("source".to_owned(), text(&entry.source)),
            ("confidence".to_owned(), text(entry.confidence.as_str())),
            ("state".to_owned(), text(entry.state.as_str())),
        ];
        if !entry.notes.is_empty() {
            fields.push(("notes".to_owned(), Yaml::Items(entry.notes.iter().map(|it| text(it)).collect())));
        }
        Yaml::Block(fields)
    });
    HEADER.to_owned() + &yaml::file(&[("proposals".to_owned(), Yaml::Items(items.collect()))])
}

/// The entries of the file.
///
/// # Errors
/// It is no YAML, or an entry has an unknown key, lacks one, or has a word that the key does not know.
pub fn read(file: &SourceFile) -> Result<Vec<Entry>, Diagnostics> {
    let mut out = Diagnostics::new();
    let mut entries = Vec::new();
    if let Some(root) = load_tree(file, &mut out) {
        for entry in root.map().iter().filter(|it| it.key != "proposals") {
            out.push(fault(file, code::UNKNOWN_KEY, &root, &entry.key, format!("unknown key `{}`", entry.key)));
        }
        let list = root.get("proposals");
        if list.is_none() {
            let message = "the key `proposals` is missing".to_owned();
            out.push(Diagnostic::new(code::MISSING_KEY, &file.path, root.span, message).help("write `proposals: []`"));
        }
        for node in list.map(Node::list).unwrap_or_default() {
            entries.extend(entry(file, node, &mut out));
        }
    }
    if out.is_empty() { Ok(entries) } else { Err(out) }
}

fn entry(file: &SourceFile, node: &Node, out: &mut Diagnostics) -> Option<Entry> {
    let before = out.len();
    for entry in node.map().iter().filter(|it| !KEYS.contains(&it.key.as_str())) {
        out.push(fault(file, code::UNKNOWN_KEY, node, &entry.key, format!("unknown key `{}`", entry.key)));
    }
    let mut text = |key: &str| {
        let text = node.get(key).and_then(Node::text).map(str::to_owned);
        if text.is_none() {
            let message = format!("a proposal needs a text under `{key}`");
            out.push(fault(file, code::MISSING_KEY, node, key, message));
        }
        text
    };
    let (id, operation, sentence, source) = (text("id"), text("operation"), text("sentence"), text("source"));
    let (confidence, state) = (text("confidence"), text("state"));
    let confidence = confidence.and_then(|word| {
        let found = Confidence::ALL.into_iter().find(|it| it.as_str() == word);
        if found.is_none() {
            let words = Confidence::ALL.map(Confidence::as_str).join(", ");
            out.push(fault(file, code::UNKNOWN_WORD, node, "confidence", format!("`{word}` is not one of {words}")));
        }
        found
    });
    let state = state.and_then(|word| {
        let found = State::ALL.into_iter().find(|it| it.as_str() == word);
        if found.is_none() {
            let words = State::ALL.map(State::as_str).join(", ");
            out.push(fault(file, code::UNKNOWN_WORD, node, "state", format!("`{word}` is not one of {words}")));
        }
        found
    });
    let rule = node.get("rule").filter(|it| !it.map().is_empty()).map(|it| inline(&tree(it)));
    if rule.is_none() {
        out.push(fault(file, code::WRONG_SHAPE, node, "rule", "a proposal needs a map under `rule`".to_owned()));
    }
    let notes = node.get("notes").map(Node::one_or_many).unwrap_or_default();
    let notes = notes.iter().filter_map(Node::text).map(str::to_owned).collect();
    if out.len() > before {
        return None;
    }
    Some(Entry {
        id: id?,
        operation: operation?,
        rule: rule?,
        sentence: sentence?,
        source: source?,
        confidence: confidence?,
        state: state?,
        notes,
    })
}

fn fault(file: &SourceFile, code: Code, node: &Node, key: &str, message: String) -> Diagnostic {
    Diagnostic::new(code, &file.path, node.key_span(key), message)
        .help("`contingent import` writes this file; correct the entry, or delete it and import again")
}

/// What was read, to be written again.
pub(super) fn tree(node: &Node) -> Yaml {
    match &node.kind {
        NodeKind::Scalar(scalar) => Yaml::text(&scalar.text),
        NodeKind::List(list) => Yaml::List(list.iter().map(tree).collect()),
        NodeKind::Map(entries) => Yaml::Map(entries.iter().map(|it| (it.key.clone(), tree(&it.value))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { path: "proposals.yaml".to_owned(), bytes: text.into() }
    }

    fn sample() -> Entry {
        Entry {
            id: "Dig/require-depth".to_owned(),
            operation: "Dig".to_owned(),
            rule: "{require: Depth, when: {Tool: [Spade, 'L[].a']}}".to_owned(),
            sentence: "It's required: if **Tool** # is".to_owned(),
            source: "guide#Depth".to_owned(),
            confidence: Confidence::Inferred,
            state: State::Open,
            notes: vec!["\"tool\" is read as `Tool`.".to_owned()],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let entries =
            [sample(), Entry { id: "Dig/b".to_owned(), notes: Vec::new(), state: State::Rejected, ..sample() }];
        let text = write(&entries);
        assert_eq!(read(&file(&text)).unwrap(), entries, "{text}");
        assert_eq!(write(&read(&file(&text)).unwrap()), text);
        let odd = Entry { sentence: format!("\u{202e}\u{7}{}", sample().sentence), ..sample() };
        assert_eq!(read(&file(&write(&[odd]))).unwrap(), [sample()]);
        assert!(read(&file(&write(&[]))).unwrap().is_empty());
    }

    #[test]
    fn faults_have_their_place() {
        let good = write(&[sample()]);
        for (from, to, code) in [
            ("state: open", "state: maybe", "C0204"),
            ("confidence: inferred", "confidence: high", "C0204"),
            ("    source: guide#Depth\n", "", "C0203"),
            ("    operation: Dig\n", "    operaton: Dig\n", "C0201"),
            ("rule: {", "rule: a\n    rul: {", "C0202"),
            ("proposals:", "proposal:", "C0203"),
        ] {
            let found = read(&file(&good.replacen(from, to, 1))).unwrap_err();
            assert!(found.iter().any(|it| it.code.number() == code), "{from}: {found:?}");
            assert!(found.iter().all(|it| it.span.is_some()));
        }
        assert!(read(&file("[")).is_err());
    }
}
