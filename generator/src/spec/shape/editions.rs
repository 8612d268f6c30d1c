//! The shape of `editions`, which may be written in three ways.

use super::Check;
use crate::diagnostic::{Diagnostic, code};
use crate::spec::Span;
use crate::spec::language::Key;
use crate::spec::tree::{Entry, NodeKind};
use std::collections::HashMap;

impl Check<'_> {
    pub(super) fn editions(&mut self, key: &Key, entry: &Entry) {
        let node = &entry.value;
        let wants = "a list of `name: doc`";
        let mut names: Vec<(&str, Span)> = Vec::new();
        match &node.kind {
            NodeKind::Map(entries) => {
                for inner in entries {
                    names.push((&inner.key, inner.key_span));
                    self.edition_doc(inner);
                }
            }
            NodeKind::List(list) => {
                for item in list {
                    match (&item.kind, item.text(), item.map()) {
                        (NodeKind::Scalar(_), Some(text), _) => names.push((text, item.span)),
                        (NodeKind::Map(_), _, [inner]) => {
                            names.push((&inner.key, inner.key_span));
                            self.edition_doc(inner);
                        }
                        (NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_), _, _) => {
                            let found = match &item.kind {
                                NodeKind::Map(_) => "a map without exactly one key".to_owned(),
                                NodeKind::Scalar(_) | NodeKind::List(_) => {
                                    format!("{} in it", item.describe())
                                }
                            };
                            let help = "write `editions: [first: What it is., second: What it is.]`";
                            self.wrong(key, item.span, wants, &found, Some(help));
                        }
                    }
                }
            }
            NodeKind::Scalar(_) if node.is_null() => {}
            NodeKind::Scalar(_) => self.wrong(key, node.span, wants, "a text", None),
        }
        self.edition_names(&names);
    }

    /// An edition may be declared without a word on what it is.
    fn edition_doc(&mut self, entry: &Entry) {
        if !entry.value.is_null() {
            self.text_of(entry);
        }
    }

    fn edition_names(&mut self, names: &[(&str, Span)]) {
        let mut seen = HashMap::new();
        for &(name, span) in names {
            self.name(name, span);
            if let Some(first) = seen.insert(name, span) {
                let message = format!("the edition `{name}` is declared twice");
                self.out.push(
                    Diagnostic::new(code::DUPLICATE_EDITION, self.path, span, message)
                        .label("declared again here")
                        .related(first, "first declared here")
                        .help("remove one of the two"),
                );
            }
        }
    }
}
