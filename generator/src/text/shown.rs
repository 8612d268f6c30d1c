//! For each rule a request that keeps it and one that breaks it. No secret is ever shown.

use contingent_rules::Value;

use super::escape::code;
use super::examples::masked;
use super::scope::Scope;
use super::view;
use crate::reason::Shown;

/// The rows of the table.
pub(super) fn rows(scope: &Scope<'_>, shown: &[Shown]) -> Vec<view::ShownRow> {
    let request = |request: &Option<Value>| match request {
        Some(request) => code(&masked(&scope.operation.parameters, request).to_string()),
        None => "–".to_owned(),
    };
    let row = |it: &Shown| view::ShownRow {
        rule: match &it.edition {
            Some(edition) => format!("{}, in {}", scope.rule_link(it.rule), code(edition)),
            None => scope.rule_link(it.rule),
        },
        kept: request(&it.kept),
        broken: request(&it.broken),
    };
    shown.iter().map(row).collect()
}
