//! What belongs to some editions only, side by side.

use contingent_rules::{EnumValue, Kind};

use super::escape::{code, line};
use super::scope::{Scope, mark};
use super::view;
use crate::model::{ErrorCode, Parameter};

/// Something of some editions: its kind, its editions, its text.
struct Item {
    kind: &'static str,
    editions: Vec<String>,
    text: String,
}

const KINDS: [&str; 6] = ["Parameters", "Values", "Values of facts", "Rules", "Fields of the reply", "Errors"];

/// The editions with what only some of them have; nothing if they do not differ.
pub(super) fn editions(scope: &Scope<'_>) -> Option<view::Editions> {
    let items: Vec<Item> =
        items(scope).into_iter().filter(|item| mark(&item.editions, &scope.service.editions).is_some()).collect();
    if items.is_empty() || scope.editions.is_empty() {
        return None;
    }
    let row = |kind: &str| {
        let cell = |edition: &String| {
            let here = items.iter().filter(|item| item.kind == kind && item.editions.contains(edition));
            let lines: Vec<&str> = here.map(|item| item.text.as_str()).collect();
            if lines.is_empty() { "–".to_owned() } else { lines.join("<br>") }
        };
        view::EditionRow { name: kind.to_owned(), cells: scope.editions.iter().map(cell).collect() }
    };
    let doc = |edition: &crate::model::Edition| view::Named {
        anchor: String::new(),
        name: code(&edition.name),
        doc: line(&edition.doc),
    };
    Some(view::Editions {
        docs: view::Section::of(scope.service.editions.iter().map(doc).collect()),
        columns: scope.editions.iter().map(|edition| format!("Only in {}", code(edition))).collect(),
        rows: KINDS.iter().filter(|kind| items.iter().any(|item| item.kind == **kind)).map(|kind| row(kind)).collect(),
    })
}

fn items(scope: &Scope<'_>) -> Vec<Item> {
    let operation = scope.operation;
    let mut items = Vec::new();
    parameters(&operation.parameters, "", "Parameters", "Values", &mut items);
    for fact in &operation.check.facts {
        values(&fact.kind, &format!("${}", fact.name), "Values of facts", &mut items);
    }
    for (index, rule) in operation.check.rules.iter().enumerate() {
        let text = format!("{}: {}", scope.rule_link(index), scope.sentence(rule));
        items.push(Item { kind: "Rules", editions: rule.editions.clone(), text });
    }
    if let Some(response) = &operation.response {
        parameters(&response.fields, "", "Fields of the reply", "Fields of the reply", &mut items);
    }
    let error = |error: &ErrorCode| Item { kind: "Errors", editions: error.editions.clone(), text: code(&error.code) };
    items.extend(operation.errors.iter().map(error));
    items
}

fn parameters(all: &[Parameter], at: &str, kind: &'static str, value_kind: &'static str, items: &mut Vec<Item>) {
    for parameter in all {
        let path = if at.is_empty() || parameter.def.name.is_empty() {
            format!("{at}{}", parameter.def.name)
        } else {
            format!("{at}.{}", parameter.def.name)
        };
        let undocumented = if parameter.undocumented { " (undocumented)" } else { "" };
        let text = format!("{}{undocumented}", code(&path));
        items.push(Item { kind, editions: parameter.def.editions.clone(), text });
        values(&parameter.def.kind, &path, value_kind, items);
        parameters(&parameter.fields, &path, kind, value_kind, items);
        if let Some(item) = &parameter.item {
            parameters(std::slice::from_ref(&**item), &format!("{path}[]"), kind, value_kind, items);
        }
    }
}

fn values(of: &Kind, path: &str, kind: &'static str, items: &mut Vec<Item>) {
    if let Kind::Enum { values, .. } = of {
        let item = |value: &EnumValue| Item {
            kind,
            editions: value.editions.clone(),
            text: format!("{} of {}", code(&value.value), code(path)),
        };
        items.extend(values.iter().map(item));
    }
}
