//! `x-dependencies`: texts in IDL, as rules.

use super::document::Document;
use crate::diagnostic::{Diagnostic, Span};
use crate::import::idl::{self, Fault, Places, Targets};
use crate::import::yaml::Yaml;
use crate::spec::{Node, NodeKind};
use heck::ToKebabCase as _;

/// The most characters that the names in an id have.
const NAMES: usize = 40;

impl Document<'_> {
    /// The rules of an operation.
    pub(super) fn dependencies(&mut self, node: &Node, pointer: &str, targets: &Targets) -> Vec<Yaml> {
        if let (NodeKind::Map(_), _) | (_, true) = (&node.kind, node.is_null()) {
            self.left_out(node.span, format!("`x-dependencies` is a list of texts, found {}", node.describe()));
            return Vec::new();
        }
        let mut rules = Vec::new();
        let mut number = 0;
        let alone = node.list().is_empty();
        for (index, item) in node.one_or_many().iter().enumerate() {
            let Some(text) = item.text() else {
                self.left_out(item.span, format!("a dependency is a text, found {}", item.describe()));
                continue;
            };
            let source = if alone { pointer.to_owned() } else { format!("{pointer}/{index}") };
            let places = Places::new(self.text, item.span, text);
            let parsed = idl::parse(text, targets);
            let mut said = parsed.faults;
            for (at, dependency) in parsed.dependencies {
                number += 1;
                match idl::translate(&dependency, targets) {
                    Ok(mut translated) => {
                        said.append(&mut translated.notes);
                        let written = text.get(at).unwrap_or_default();
                        rules.extend(drafts(&translated, number, written, &source));
                    }
                    Err(fault) => said.push(fault),
                }
            }
            for fault in said {
                let Fault { code, at, message, help } = fault;
                let span = self.visible(places.span(&at));
                self.out.push(Diagnostic::new(code, self.path, span, message).help(help));
            }
        }
        rules
    }

    /// A span on one line, so that its excerpt is short.
    fn visible(&self, span: Span) -> Span {
        if span.start.line == span.end.line { span } else { Span { start: span.start, end: span.start } }
    }
}

fn drafts(translated: &idl::Translated, number: usize, text: &str, source: &str) -> Vec<Yaml> {
    let mut id = format!("dep-{number}");
    for name in &translated.names {
        let name: String = name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
        let name = name.to_kebab_case();
        if !name.is_empty() && id.len() + name.len() < NAMES {
            id = format!("{id}-{name}");
        }
    }
    let several = translated.drafts.len() > 1;
    let rule = |(index, draft): (usize, &idl::Draft)| {
        let id = if several { format!("{id}-part-{}", index + 1) } else { id.clone() };
        let mut entries = vec![("id".to_owned(), Yaml::text(id))];
        entries.extend(draft.entries.iter().cloned());
        entries.push(("source".to_owned(), Yaml::text(format!("openapi#{source}"))));
        let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = said.trim_end_matches(';').trim_end();
        entries.extend(
            crate::import::text::line(said).map(|it| ("doc".to_owned(), Yaml::text(format!("In IDL: `{it}`")))),
        );
        Yaml::Block(entries)
    };
    translated.drafts.iter().enumerate().map(rule).collect()
}
