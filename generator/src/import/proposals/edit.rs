//! Appends a rule to the file of an operation and leaves every other byte as it is.

use super::Entry;
use crate::diagnostic::Diagnostics;
use crate::import::yaml::{self, Yaml, inline};
use crate::spec::{Node, NodeKind, Operation, SourceFile, load_operation};

/// The file of an operation with the rule of an entry at the end of its `rules`; none if the file or the rule cannot be
/// read, or the file has no place for it. Whether the rule resolves is for the caller to check.
pub fn with_rule(file: &SourceFile, entry: &Entry) -> Option<SourceFile> {
    let operation = load_operation(file, &mut Diagnostics::new())?;
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let rule = super::node(&entry.rule)?;
    let id = free_id(&operation, entry);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (at, new) = match operation.node.get("rules") {
        Some(rules) if is_flow(text, rules) => {
            (rules.span.end.offset.checked_sub(1)?, in_flow(rules, &id, &rule, entry))
        }
        Some(rules) if !rules.list().is_empty() => behind(text, rules, &id, &rule, entry, end)?,
        // `rules:` without a value: its items go below it.
        Some(_) => {
            let key = operation.node.key_span("rules").end.offset;
            let line = line_end(text, key);
            (line, format!("{end}{}", block("  ", &id, &rule, entry, end)))
        }
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            (text.len(), format!("{gap}rules:{end}{}{end}", block("  ", &id, &rule, entry, end)))
        }
    };
    let mut out = text.get(..at)?.to_owned();
    out.push_str(&new);
    out.push_str(text.get(at..)?);
    Some(SourceFile { path: file.path.clone(), bytes: out.into_bytes() })
}

/// The id of the entry, with a number if the operation has one like it.
fn free_id(operation: &Operation, entry: &Entry) -> String {
    let plain = entry.id.rsplit('/').next().unwrap_or(&entry.id).to_owned();
    let taken = |id: &str| operation.rules.iter().any(|it| it.id == id);
    let numbered = (2..).map(|count| format!("{plain}-{count}"));
    std::iter::once(plain.clone()).chain(numbered).find(|it| !taken(it)).unwrap_or(plain)
}

fn is_flow(text: &str, rules: &Node) -> bool {
    matches!(rules.kind, NodeKind::List(_)) && text.get(rules.span.start.offset..).is_some_and(|it| it.starts_with('['))
}

fn fields(id: &str, rule: &Node, entry: &Entry) -> Vec<(String, Yaml)> {
    let mut out = vec![("id".to_owned(), Yaml::text(id))];
    out.extend(rule.map().iter().map(|it| (it.key.clone(), super::file::tree(&it.value))));
    out.push(("source".to_owned(), Yaml::text(&entry.source)));
    out
}

fn in_flow(rules: &Node, id: &str, rule: &Node, entry: &Entry) -> String {
    let gap = if rules.list().is_empty() { "" } else { ", " };
    format!("{gap}{}", inline(&Yaml::Map(fields(id, rule, entry))))
}

/// Behind the last item, with the indent of the first.
fn behind(text: &str, rules: &Node, id: &str, rule: &Node, entry: &Entry, end: &str) -> Option<(usize, String)> {
    let first = rules.list().first()?.span.start.offset;
    let line = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let indent: String = text.get(line..first)?.chars().take_while(|it| *it == ' ').collect();
    let new = block(&indent, id, rule, entry, end);
    let last = rules.list().last()?.span.end.offset;
    // A block of text ends at the start of the next line; anything else on its own line, maybe before a comment.
    if text.get(..last)?.ends_with('\n') {
        return Some((last, format!("{new}{end}")));
    }
    Some((line_end(text, last), format!("{end}{new}")))
}

/// Where the line ends, before its line feed.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .find('\n')
        .map_or(rest.len(), |end| if rest.get(..end).is_some_and(|it| it.ends_with('\r')) { end - 1 } else { end })
}

fn block(indent: &str, id: &str, rule: &Node, entry: &Entry, end: &str) -> String {
    let text = yaml::file(&fields(id, rule, entry));
    let lines = text.lines().enumerate();
    let lines = lines.map(|(index, line)| format!("{indent}{}{line}", if index == 0 { "- " } else { "  " }));
    lines.collect::<Vec<_>>().join(end)
}

#[cfg(test)]
mod tests {
    use super::super::{Confidence, State};
    use super::*;

    fn accepted(text: &str) -> (String, Vec<String>) {
        let entry = Entry {
            id: "Dig/tool".to_owned(),
            operation: "Dig".to_owned(),
            rule: "{require: 'L[].a', when: {Tool: [Spade, Fork]}}".to_owned(),
            sentence: String::new(),
            source: "guide: Depth".to_owned(),
            confidence: Confidence::Exact,
            state: State::Open,
            notes: Vec::new(),
        };
        let file = SourceFile { path: "dig.yaml".to_owned(), bytes: text.into() };
        let edited = with_rule(&file, &entry).unwrap();
        let mut found = Diagnostics::new();
        let operation = load_operation(&edited, &mut found).unwrap();
        assert!(
            !found.has_errors(crate::diagnostic::Command::Other),
            "{found:?}\n{}",
            String::from_utf8_lossy(&edited.bytes)
        );
        (String::from_utf8(edited.bytes).unwrap(), operation.rules.iter().map(|it| it.id.clone()).collect())
    }

    #[test]
    fn everything_else_stays_byte_for_byte() {
        let head = "# head\noperation: Dig # name\nsummary: Digs.\ndoc: Digs.\n";
        for (rules, ids) in [
            ("", vec!["tool"]),
            ("rules:\n", vec!["tool"]),
            ("rules: []\n", vec!["tool"]),
            ("rules: [] # none\nerrors: {}\n", vec!["tool"]),
            ("rules:\n  - id: a # first\n    require: B # end\n\n# errors\nerrors: {}\n", vec!["a", "tool"]),
            ("rules:\n- {id: tool, require: B}\nerrors: {}\n", vec!["tool", "tool-2"]),
            (
                "rules:\n    -   id: a\n        require: B\n        doc: |\n          Text.\n\nerrors: {}\n",
                vec!["a", "tool"],
            ),
            ("rules: [{id: a, require: B}] # one\n", vec!["a", "tool"]),
            ("rules:\n  - {id: a, require: B}", vec!["a", "tool"]),
        ] {
            for text in [format!("{head}{rules}"), format!("{head}{rules}").replace('\n', "\r\n")] {
                let (edited, found) = accepted(&text);
                assert_eq!(found, ids, "{edited}");
                // What was there before is there in the same order.
                let mut rest = edited.as_str();
                for line in text.split_inclusive('\n').filter(|it| !it.contains("[")) {
                    let line = line.trim_end_matches(['\r', '\n']);
                    let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is gone:\n{edited}"));
                    rest = &rest[at + line.len()..];
                }
                assert_eq!(text.contains("\r\n"), edited.contains("\r\n"));
            }
        }
    }
}
