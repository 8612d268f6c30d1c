//! What the table cannot say about rules: exactly one form each, and ids that are unique.

use super::language::{FORMS, Mapping};
use super::tree::{Entry, Node};
use super::types::FormKind;
use super::{Span, language};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use contingent_rules::nearest;
use serde::Deserialize;
use serde::de::{IntoDeserializer, value::StrDeserializer};
use std::collections::HashMap;

/// Checks the form and the id of a rule; other mappings have none.
pub(super) fn check(path: &str, node: &Node, mapping: &'static Mapping, named_at: Span, out: &mut Diagnostics) {
    if !std::ptr::eq(mapping, &raw const language::RULE) {
        return;
    }
    let forms: Vec<&Entry> = node.map().iter().filter(|entry| FORMS.contains(&entry.key.as_str())).collect();
    let what = match node.get("id").and_then(Node::text) {
        Some(id) => format!("the rule `{id}`"),
        None => "the rule".to_owned(),
    };
    match forms.as_slice() {
        // A misspelled form is an unknown key, and that has been said.
        [] if node
            .map()
            .iter()
            .any(|it| mapping.key(&it.key).is_none() && nearest(&it.key, FORMS.iter().copied()).is_some()) => {}
        [] => out.push(
            Diagnostic::new(code::NO_FORM, path, named_at, format!("{what} has no form"))
                .help(format!("add one of {}", FORMS.join(", "))),
        ),
        [_one] => {}
        [first, second, rest @ ..] => {
            let message = format!("{what} has several forms: `{}` and `{}`", first.key, second.key);
            let mut diagnostic = Diagnostic::new(code::SEVERAL_FORMS, path, second.key_span, message)
                .label("another form")
                .related(first.key_span, "the first form")
                .help("write one rule for each form; the `when` may be repeated");
            for more in rest {
                diagnostic = diagnostic.related(more.key_span, "and another form");
            }
            out.push(diagnostic);
        }
    }
}

/// Reports ids that two rules share.
pub(super) fn check_ids(path: &str, rules: &[Node], out: &mut Diagnostics) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for rule in rules {
        let Some(value) = rule.get("id") else {
            continue;
        };
        let Some(id) = value.text() else { continue };
        match seen.get(id) {
            Some(&first) => out.push(
                Diagnostic::new(code::DUPLICATE_RULE_ID, path, value.span, format!("two rules have the id `{id}`"))
                    .label("used again here")
                    .related(first, "first used here")
                    .help("rename one of the two"),
            ),
            None => {
                seen.insert(id, value.span);
            }
        }
    }
}

impl FormKind {
    /// The form that a key of a rule stands for.
    pub fn from_key(key: &str) -> Option<Self> {
        let word: StrDeserializer<'_, serde::de::value::Error> = key.into_deserializer();
        Self::deserialize(word).ok()
    }
}
