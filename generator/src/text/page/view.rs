//! What the template of the page sees: finished strings, in lists.

use contingent_rules::{Form, Rule, sentence};
use serde::Serialize;

use super::words::{kind, paragraphs};
use crate::diagnostic::visible;
use crate::model::{Operation, Parameter, Service};
use crate::text::operation::title;
use crate::text::table::Requirements;

/// What `explorer.html.j2` sees. What is called `html`, `json`, `script` or `style` is safe as it is.
#[derive(Serialize)]
pub(super) struct Page {
    pub(super) header: String,
    pub(super) title: String,
    pub(super) policy: String,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) about: Vec<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) operations: Vec<Section>,
}

/// A block of data for the scripts.
#[derive(Serialize)]
pub(super) struct Block {
    pub(super) id: String,
    pub(super) json: String,
}

/// The docs of one operation, for readers without scripts.
#[derive(Serialize)]
pub(super) struct Section {
    id: String,
    name: String,
    summary: String,
    doc: Vec<String>,
    table_html: String,
    groups: Vec<Group>,
    /// Rules, facts and errors, as far as there are some.
    more: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    title: String,
    rows: Vec<Row>,
}

/// A name and what there is to say.
#[derive(Serialize)]
struct Row {
    name: String,
    lines: Vec<String>,
}

/// The name of a service, and what it is.
pub(super) fn about(service: &Service) -> (String, Vec<String>) {
    (visible(title(service)), paragraphs(&service.doc))
}

/// The docs of one operation.
pub(super) fn section(operation: &Operation) -> Section {
    let group = |group: &crate::model::Group| Group {
        title: if group.title.is_empty() { "Parameters".to_owned() } else { visible(&group.title) },
        rows: group
            .parameters
            .iter()
            .filter_map(|index| operation.parameters.get(*index))
            .map(|it| parameter(operation, it))
            .collect(),
    };
    let rule = |rule: &Rule| Row { name: visible(&rule.id), lines: vec![said(operation, rule)] };
    let fact = |fact: &crate::model::Fact| Row {
        name: visible(&fact.def.name),
        lines: [visible(&fact.def.says)].into_iter().chain(paragraphs(&fact.doc)).filter(|it| !it.is_empty()).collect(),
    };
    let error = |error: &crate::model::ErrorCode| Row { name: visible(&error.code), lines: paragraphs(&error.doc) };
    Section {
        id: visible(&operation.module),
        name: visible(&operation.name),
        summary: visible(&operation.summary),
        doc: paragraphs(&operation.doc),
        table_html: Requirements::new(operation, None, None).map(|it| it.html()).unwrap_or_default(),
        groups: operation.groups.iter().filter(|it| !it.parameters.is_empty()).map(group).collect(),
        more: [
            ("Rules", operation.check.rules.iter().map(rule).collect::<Vec<_>>()),
            ("What the service knows", operation.facts.iter().map(fact).collect()),
            ("Errors", operation.errors.iter().map(error).collect()),
        ]
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(title, rows)| Group { title: title.to_owned(), rows })
        .collect(),
    }
}

fn parameter(operation: &Operation, parameter: &Parameter) -> Row {
    let def = &parameter.def;
    let mut kind = visible(&kind(parameter));
    if def.required && def.constant.is_none() {
        kind.push_str(", required");
    }
    if let Some(constant) = &def.constant {
        kind.push_str(&format!(", always sent as {}", visible(constant)));
    }
    if !def.editions.is_empty() {
        kind.push_str(&format!(", only in edition {}", visible(&sentence::join(&def.editions, "and"))));
    }
    let about = |rule: &&Rule| {
        let presence = matches!(rule.form, Form::Require(_) | Form::Forbid(_) | Form::Count(..) | Form::Ignored(_));
        presence && rule.subjects().iter().any(|it| it.top() == Some(def.name.as_str()))
    };
    let rules = operation.check.rules.iter().filter(about).map(|rule| said(operation, rule));
    let values = parameter.values.iter().zip(names(parameter)).map(|(text, name)| {
        let doc = paragraphs(&text.doc).join(" ");
        format!("{}: {doc}", visible(name))
    });
    let lines = [kind].into_iter().chain(paragraphs(&parameter.doc)).chain(values).chain(rules).collect();
    Row { name: visible(&def.name), lines }
}

fn names(parameter: &Parameter) -> impl Iterator<Item = &str> {
    let values = match &parameter.def.kind {
        contingent_rules::Kind::Enum { values, .. } => values.as_slice(),
        _ => &[],
    };
    values.iter().map(|it| it.value.as_str())
}

/// A rule as a sentence with its source.
fn said(operation: &Operation, rule: &Rule) -> String {
    let text = sentence::rule(rule, &operation.check.facts);
    let edition = match rule.editions.as_slice() {
        [] => String::new(),
        some => format!(", edition {}", sentence::join(some, "and")),
    };
    let source = if rule.source.is_empty() { "no source" } else { rule.source.as_str() };
    visible(&format!("{text} ({source}{edition})."))
}
