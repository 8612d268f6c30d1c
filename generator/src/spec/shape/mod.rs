//! The shape check: every key and value of a file against the table of the language, everything at once.

mod editions;
mod words;

use words::{describe, kind_and_name, listed, map_help, word_list};

use super::language::{Key, Mapping, Shape, Word};
use super::tree::{Entry, Node, NodeKind};
use super::{Span, form, scalars};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code};
use contingent_rules::nearest;

/// Checks the map of a file against its kind.
pub(super) fn check(path: &str, node: &Node, mapping: &'static Mapping, out: &mut Diagnostics) {
    let first = node.map().first().map_or(node.span, |entry| entry.key_span);
    Check { path, out }.mapping(node, mapping, None, first);
}

struct Check<'a> {
    path: &'a str,
    out: &'a mut Diagnostics,
}

impl Check<'_> {
    fn push(&mut self, code: Code, span: Span, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code, self.path, span, message);
        diagnostic.help = help;
        self.out.push(diagnostic);
    }

    /// A definition; nothing at all counts as one without keys.
    fn mapping(&mut self, node: &Node, mapping: &'static Mapping, name: Option<&str>, named_at: Span) {
        let entries = match &node.kind {
            NodeKind::Map(entries) => entries.as_slice(),
            NodeKind::Scalar(_) if node.is_null() => &[],
            NodeKind::Scalar(_) | NodeKind::List(_) => {
                let what = describe(mapping, name);
                let message = format!("{what} wants a map of keys, found {}", node.describe());
                self.push(code::WRONG_SHAPE, node.span, message, map_help(node, mapping));
                return;
            }
        };
        for entry in entries {
            match mapping.key(&entry.key) {
                Some(key) => self.value(key, entry),
                None => self.unknown_key(entry, mapping, name),
            }
        }
        for key in mapping.keys.iter().filter(|key| key.mandatory) {
            if !has(entries, key.name) {
                let message = format!("{} has no `{}`", describe(mapping, name), key.name);
                let help = format!("add `{}`: {}", key.name, word_list(key).unwrap_or_else(|| key.doc.to_owned()));
                self.push(code::MISSING_KEY, named_at, message, Some(help));
            }
        }
        self.documentation(entries, mapping, name, named_at);
        form::check(self.path, node, mapping, named_at, self.out);
    }

    fn documentation(&mut self, entries: &[Entry], mapping: &'static Mapping, name: Option<&str>, named_at: Span) {
        let wants = mapping.wants;
        if wants.is_empty() || wants.iter().any(|key| has(entries, key)) {
            return;
        }
        let code = if wants == ["source"] { code::MISSING_SOURCE } else { code::MISSING_DOC };
        let message = format!("{} has no {}", self.called(entries, mapping, name), listed(wants.iter().copied(), "or"));
        let help = wants.first().and_then(|key| mapping.key(key)).map(|key| format!("add `{}`: {}", key.name, key.doc));
        self.push(code, named_at, message, help);
    }

    /// A definition in a list has no name of its own, a rule its id.
    fn called(&self, entries: &[Entry], mapping: &'static Mapping, name: Option<&str>) -> String {
        let id = entries
            .iter()
            .find(|entry| entry.key == "id" || entry.key == mapping.what)
            .and_then(|entry| entry.value.text());
        describe(mapping, name.or(id))
    }

    fn unknown_key(&mut self, entry: &Entry, mapping: &'static Mapping, name: Option<&str>) {
        let names = || mapping.keys.iter().map(|key| key.name);
        let help = match nearest(&entry.key, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", names().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("{} has no key `{}`", kind_and_name(mapping, name), entry.key);
        self.push(code::UNKNOWN_KEY, entry.key_span, message, Some(help));
    }

    fn value(&mut self, key: &'static Key, entry: &Entry) {
        let node = &entry.value;
        match key.shape {
            Shape::Text => {
                self.scalar(key, entry, "a text");
            }
            Shape::Value => {
                self.scalar(key, entry, "a value");
            }
            Shape::Name => {
                if let Some(text) = self.scalar(key, entry, "a name") {
                    self.name(text, node.span);
                }
            }
            Shape::Flag => {
                if let Some(text) = self.scalar(key, entry, "true or false")
                    && scalars::flag(text).is_none()
                {
                    let help = match text.to_lowercase().as_str() {
                        "yes" | "on" | "true" | "y" => "write `true`",
                        "no" | "off" | "false" | "n" => "write `false`",
                        _other => "write `true` or `false`",
                    };
                    self.wrong(key, node.span, "true or false", &format!("`{text}`"), Some(help));
                }
            }
            Shape::Count => {
                if let Some(text) = self.scalar(key, entry, "a whole number")
                    && scalars::count(text).is_none()
                {
                    let help = Some("write digits alone, such as `64`");
                    self.wrong(key, node.span, "a whole number", &format!("`{text}`"), help);
                }
            }
            Shape::Values => {
                self.list(key, entry, "a list of values", true, false, &mut |_, _| {});
            }
            Shape::Names => {
                self.list(key, entry, "a list of names", false, false, &mut |this, item| {
                    this.name(item.text().unwrap_or_default(), item.span);
                });
            }
            Shape::NameOrNames => {
                self.list(key, entry, "a name or a list of names", true, true, &mut |this, item| {
                    this.name(item.text().unwrap_or_default(), item.span);
                });
            }
            Shape::Word(words) => {
                if self.scalar(key, entry, "a word").is_some() {
                    self.word(key, words, node);
                }
            }
            Shape::Words(words) => {
                self.list(key, entry, "a list of words", true, true, &mut |this, item| {
                    this.word(key, words, item);
                });
            }
            Shape::Texts => {
                for inner in self.entries(key, entry, "a map from names to texts") {
                    self.name(&inner.key, inner.key_span);
                    self.text_of(inner);
                }
            }
            Shape::Editions => self.editions(key, entry),
            Shape::One(mapping) => self.mapping(node, mapping, None, entry.key_span),
            Shape::Named(mapping) => {
                for inner in self.entries(key, entry, "a map from names to definitions") {
                    self.name(&inner.key, inner.key_span);
                    self.mapping(&inner.value, mapping, Some(&inner.key), inner.key_span);
                }
            }
            Shape::Valued(mapping) => {
                for inner in self.entries(key, entry, "a map from values to definitions") {
                    self.mapping(&inner.value, mapping, Some(&inner.key), inner.key_span);
                }
            }
            Shape::Each(mapping) => self.each(key, entry, mapping),
            Shape::Condition => self.something(key, entry, "a condition"),
            Shape::Form => self.something(key, entry, "a parameter, a list or a map"),
            Shape::Opaque => {
                self.entries(key, entry, "a map");
            }
        }
    }

    /// What the next stage reads may be anything but nothing.
    fn something(&mut self, key: &Key, entry: &Entry, wants: &str) {
        if entry.value.is_null() {
            let help = Some("leave the key out if it says nothing");
            self.wrong(key, entry.key_span, wants, "nothing", help);
        }
    }

    fn wrong(&mut self, key: &Key, span: Span, wants: &str, found: &str, help: Option<&str>) {
        let message = format!("`{}` wants {wants}, found {found}", key.name);
        self.push(code::WRONG_SHAPE, span, message, help.map(str::to_owned));
    }

    /// The text of a scalar that says something.
    fn scalar<'e>(&mut self, key: &Key, entry: &'e Entry, wants: &str) -> Option<&'e str> {
        let node = &entry.value;
        let text = node.text();
        if text.is_none() {
            let words = word_list(key).map(|words| format!("write {words}"));
            let (span, help) = if let (true, Some(words)) = (node.is_null(), &words) {
                (entry.key_span, Some(words.as_str()))
            } else if node.is_null() {
                (entry.key_span, Some("leave the key out, or put `null` in quotes if that is the text"))
            } else if matches!(key.shape, Shape::Text) {
                (node.span, Some("put a text that begins with a bracket or a brace in quotes"))
            } else {
                (node.span, None)
            };
            self.wrong(key, span, wants, node.describe(), help);
        }
        text
    }

    /// The entries of a map; nothing at all counts as an empty one.
    fn entries<'e>(&mut self, key: &Key, entry: &'e Entry, wants: &str) -> &'e [Entry] {
        let node = &entry.value;
        if let NodeKind::Map(entries) = &node.kind {
            return entries;
        }
        if !node.is_null() {
            let help = if !matches!(node.kind, NodeKind::List(_)) {
                None
            } else if matches!(key.shape, Shape::Valued(_)) {
                Some("write `values: { Name: { doc: What it means. } }`")
            } else if matches!(key.shape, Shape::Named(_) | Shape::Texts) {
                Some("write `Name: …` for each, without the dashes")
            } else {
                None
            };
            self.wrong(key, node.span, wants, node.describe(), help);
        }
        &[]
    }

    /// A list of scalars, or one scalar where `single` allows it.
    fn list(
        &mut self,
        key: &Key,
        entry: &Entry,
        wants: &str,
        not_empty: bool,
        single: bool,
        item: &mut dyn FnMut(&mut Self, &Node),
    ) {
        let node = &entry.value;
        match &node.kind {
            NodeKind::List(list) if list.is_empty() && not_empty => {
                let message = format!("`{}` is an empty list", key.name);
                let help = "leave the key out if there is nothing to list".to_owned();
                self.push(code::EMPTY_LIST, node.span, message, Some(help));
            }
            NodeKind::Scalar(_) if node.is_null() => {
                self.wrong(
                    key,
                    entry.key_span,
                    wants,
                    "nothing",
                    Some("leave the key out if there is nothing to list"),
                );
            }
            NodeKind::Scalar(_) if single => item(self, node),
            NodeKind::List(list) => {
                for inner in list {
                    if inner.text().is_some() {
                        item(self, inner);
                    } else {
                        let found = format!("{} in it", inner.describe());
                        self.wrong(key, inner.span, wants, &found, None);
                    }
                }
            }
            NodeKind::Scalar(scalar) => {
                let help = format!("write `{}: [{}]`", key.name, scalar.text);
                self.wrong(key, node.span, wants, "a text", Some(&help));
            }
            NodeKind::Map(_) => self.wrong(key, node.span, wants, "a map", None),
        }
    }

    fn each(&mut self, key: &Key, entry: &Entry, mapping: &'static Mapping) {
        let node = &entry.value;
        match &node.kind {
            NodeKind::List(list) => {
                for inner in list {
                    let id = inner.get("id").and_then(Node::text);
                    let first = inner.map().first().map_or(inner.span, |first| first.key_span);
                    self.mapping(inner, mapping, id, first);
                }
            }
            NodeKind::Scalar(_) if node.is_null() => {}
            NodeKind::Scalar(_) | NodeKind::Map(_) => {
                let help = format!("write `- {{ … }}` for each {}", mapping.what);
                self.wrong(key, node.span, "a list of maps", node.describe(), Some(&help));
            }
        }
    }

    fn word(&mut self, key: &Key, words: &'static [Word], node: &Node) {
        let text = node.text().unwrap_or_default();
        if words.iter().any(|word| word.name == text) {
            return;
        }
        let names = || words.iter().map(|word| word.name);
        let help = match nearest(text, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", listed(names(), "or")),
        };
        let message = format!("`{}` does not know `{text}`", key.name);
        self.push(code::UNKNOWN_WORD, node.span, message, Some(help));
    }

    fn name(&mut self, name: &str, span: Span) {
        let message = if name.is_empty() {
            "a name is empty".to_owned()
        } else if name.contains(['\n', '\r', '\t']) {
            format!("the name `{name}` has a line feed or a tab in it")
        } else if name.trim() != name {
            format!("the name `{name}` begins or ends with a blank")
        } else {
            return;
        };
        let help = "write the exact name, on one line and without blanks around it".to_owned();
        self.push(code::BAD_NAME, span, message, Some(help));
    }

    /// The text of an entry whose key is a name and not one of the language.
    fn text_of(&mut self, entry: &Entry) {
        if entry.value.text().is_none() {
            let (span, found) = if entry.value.is_null() {
                (entry.key_span, "nothing")
            } else {
                (entry.value.span, entry.value.describe())
            };
            let message = format!("`{}` wants a text, found {found}", entry.key);
            self.push(code::WRONG_SHAPE, span, message, None);
        }
    }
}

fn has(entries: &[Entry], key: &str) -> bool {
    entries.iter().any(|entry| entry.key == key)
}
