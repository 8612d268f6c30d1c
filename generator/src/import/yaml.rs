//! Writes spec files: maps and lists in blocks or on one line, and quotes only where YAML needs them.

use crate::diagnostic::is_control;
use crate::spec::is_null_text;

/// How long a map may be on one line.
const WIDTH: usize = 110;

/// A value of a spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Yaml {
    Text(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
    /// Each entry on lines of its own.
    Block(Vec<(String, Yaml)>),
    /// Each item on lines of its own.
    Items(Vec<Yaml>),
}

impl Yaml {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A map with one key.
    pub(super) fn pair(key: impl Into<String>, value: Self) -> Self {
        Self::Map(vec![(key.into(), value)])
    }

    /// Texts in a list.
    pub(super) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }
}

/// A file that holds a map.
pub(super) fn file(entries: &[(String, Yaml)]) -> String {
    let mut out = String::new();
    block(&mut out, entries, 0);
    out
}

fn block(out: &mut String, entries: &[(String, Yaml)], indent: usize) {
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 || !out.ends_with("- ") {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&scalar(key, true));
        out.push(':');
        below(out, value, indent);
    }
}

/// The value behind a key, and the end of its line.
fn below(out: &mut String, value: &Yaml, indent: usize) {
    match value {
        Yaml::Text(text) => {
            out.push(' ');
            match lines(text) {
                Some(lines) => {
                    out.push_str("|-\n");
                    for line in lines {
                        if !line.is_empty() {
                            out.push_str(&" ".repeat(indent + 2));
                        }
                        out.push_str(line);
                        out.push('\n');
                    }
                }
                None => {
                    out.push_str(&scalar(text, false));
                    out.push('\n');
                }
            }
        }
        Yaml::Block(entries) if !entries.is_empty() => {
            out.push('\n');
            block(out, entries, indent + 2);
        }
        Yaml::Items(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                out.push_str(&" ".repeat(indent + 2));
                out.push_str("- ");
                match item {
                    Yaml::Block(entries) => block(out, entries, indent + 4),
                    Yaml::Text(_) | Yaml::List(_) | Yaml::Map(_) | Yaml::Items(_) => {
                        out.push_str(&inline(item));
                        out.push('\n');
                    }
                }
            }
        }
        Yaml::Map(entries) if entries.len() > 1 && inline(value).len() > WIDTH => {
            out.push('\n');
            block(out, entries, indent + 2);
        }
        Yaml::List(_) | Yaml::Map(_) | Yaml::Block(_) | Yaml::Items(_) => {
            out.push(' ');
            out.push_str(&inline(value));
            out.push('\n');
        }
    }
}

/// A value on one line.
pub(super) fn inline(value: &Yaml) -> String {
    match value {
        Yaml::Text(text) => scalar(text, true),
        Yaml::List(items) | Yaml::Items(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Yaml::Map(entries) | Yaml::Block(entries) => {
            let pairs = entries.iter().map(|(key, value)| format!("{}: {}", scalar(key, true), inline(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The lines of a text that a literal block can hold.
fn lines(text: &str) -> Option<std::str::Lines<'_>> {
    let sound = |line: &str| line.trim_end() == line && !line.contains(is_control);
    let fits = text.contains('\n') && !text.starts_with(char::is_whitespace) && !text.ends_with('\n');
    (fits && text.split('\n').all(sound)).then(|| text.lines())
}

/// A text on one line; `tight` inside braces and brackets, and as a key.
fn scalar(text: &str, tight: bool) -> String {
    if is_plain(text, tight) {
        return text.to_owned();
    }
    if !text.contains(is_control) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            it if is_control(it) => out.push_str(&format!("\\U{:08x}", u32::from(it))),
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

/// Whether a text reads as itself without quotes.
fn is_plain(text: &str, tight: bool) -> bool {
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '/' | '.' | '(');
    let number = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (text.starts_with(begins) || number)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(is_control)
        && !(tight && text.contains(['[', ']', '{', '}', ',', ':', '#', '\'', '"', '`']))
        && !is_null_text(text)
        && !text.starts_with("...")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::spec::{SourceFile, load_tree};

    #[test]
    fn every_text_is_read_as_it_was_written() {
        let texts = [
            "a",
            "no",
            "null",
            "~",
            "",
            " a",
            "a ",
            "a: b",
            "a:",
            "a:b",
            "a #b",
            "#a",
            "-",
            "- a",
            "-5",
            "5.10",
            "[a]",
            "a[]",
            "b, c",
            "{a}",
            "it's",
            "\"q\"",
            "`all`",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "|",
            ">",
            "? a",
            "---",
            "...",
            "one\ntwo",
            "one\n\ntwo\n",
            "\tx",
            "é名",
            "a\\b",
            "<<",
            "=",
            "one\n  two",
            "\\n",
            "a\n b\n",
            "(?:a)",
        ];
        for text in texts {
            let nested = Yaml::List(vec![Yaml::text(text), Yaml::pair(text, Yaml::text(text))]);
            let items = Yaml::Items(vec![Yaml::text(text), Yaml::Block(vec![(text.to_owned(), Yaml::text(text))])]);
            let entries = [
                ("k".to_owned(), Yaml::text(text)),
                ("l".to_owned(), nested),
                (format!("{text}x"), Yaml::text(text)),
                ("m".to_owned(), items),
            ];
            let written = file(&entries);
            let source = SourceFile { path: "a".to_owned(), bytes: written.clone().into() };
            let mut found = Diagnostics::new();
            let root = load_tree(&source, &mut found).unwrap_or_else(|| panic!("{text:?}\n{written}\n{found:?}"));
            let read = |node: &crate::spec::Node| node.scalar().map(|it| it.text.clone());
            assert_eq!(root.get("k").and_then(read).as_deref(), Some(text), "{written}");
            for list in ["l", "m"] {
                let list = root.get(list).unwrap().list();
                assert_eq!(read(&list[0]).as_deref(), Some(text), "{written}");
                let entry = &list[1].map()[0];
                assert_eq!((entry.key.as_str(), read(&entry.value).as_deref()), (text, Some(text)), "{written}");
            }
            assert_eq!(root.map()[2].key, format!("{text}x"), "{written}");
        }
    }
}
