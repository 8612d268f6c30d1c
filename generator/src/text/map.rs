//! The map of the first page: which operation does what to which kind of thing that the service keeps.

use contingent_rules::service::{Effect, Verb};

use super::escape::{anchor, code, line};
use super::view::{self, Section};
use crate::model::{Operation, Resource, Service};

/// What can be done to something that is kept, in the order of the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Create,
    Read,
    List,
    Change,
    Delete,
}

const COLUMNS: [Column; 5] = [Column::Create, Column::Read, Column::List, Column::Change, Column::Delete];

/// The map, for a service that keeps something.
pub(super) fn of(service: &Service) -> Vec<view::Map> {
    if service.resources.is_empty() {
        return Vec::new();
    }
    let apart = service.operations.iter().filter(|it| effects(it).is_empty()).map(without_effect).collect();
    vec![view::Map {
        kinds: service.resources.iter().map(|kind| row(service, kind)).collect(),
        apart: Section::of(apart),
    }]
}

fn row(service: &Service, kind: &Resource) -> view::KindRow {
    let cell = |column: Column| {
        let links: Vec<String> = service.operations.iter().filter_map(|it| place(it, column, &kind.def.name)).collect();
        if links.is_empty() { "–".to_owned() } else { links.join("<br>") }
    };
    view::KindRow {
        anchor: format!("resource-{}", anchor(&kind.def.name)),
        name: code(&kind.def.name),
        doc: line(&kind.doc),
        cells: COLUMNS.map(cell).to_vec(),
    }
}

/// An operation that changes nothing and tells nothing of what is kept, with the kinds that it needs all the same.
fn without_effect(operation: &Operation) -> String {
    let mut needs: Vec<String> = Vec::new();
    for need in operation.behaviour.iter().flat_map(|it| &it.needs) {
        let name = code(&need.resource);
        if !needs.contains(&name) {
            needs.push(name);
        }
    }
    let needs = if needs.is_empty() { String::new() } else { format!(" Needs {}.", needs.join(" and ")) };
    let summary = line(&operation.summary);
    format!("{}: {}{needs}", link(operation), if summary.is_empty() { "–" } else { &summary })
}

/// An operation as it stands in a cell, if it does.
fn place(operation: &Operation, column: Column, kind: &str) -> Option<String> {
    let mut here =
        effects(operation).into_iter().filter(|(it, resource, _)| *it == column && *resource == kind).peekable();
    here.peek()?;
    // What is only a consequence is set apart from what the operation is for.
    let is_meant = here.any(|(_, _, is_meant)| is_meant);
    Some(if is_meant { link(operation) } else { format!("*also* {}", link(operation)) })
}

/// What an operation does, to which kind, and whether that is what it is for.
fn effects(operation: &Operation) -> Vec<(Column, &str, bool)> {
    let Some(behaviour) = &operation.behaviour else { return Vec::new() };
    let meant = behaviour.effect.iter().map(|effect| match effect {
        Effect::Create { resource, .. } => (Column::Create, resource.as_str(), true),
        Effect::Read { resource, .. } => (Column::Read, resource.as_str(), true),
        Effect::List { resource, .. } => (Column::List, resource.as_str(), true),
        Effect::Change { resource, .. } => (Column::Change, resource.as_str(), true),
        Effect::Delete { resource, .. } => (Column::Delete, resource.as_str(), true),
    });
    let also = behaviour.also.iter().map(|it| {
        let column = match it.verb {
            Verb::Create => Column::Create,
            Verb::Change => Column::Change,
            Verb::Delete => Column::Delete,
        };
        (column, it.resource.as_str(), false)
    });
    meant.chain(also).collect()
}

fn link(operation: &Operation) -> String {
    format!("[{}]({}.md)", code(&operation.name), operation.module)
}
