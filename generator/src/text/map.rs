//! The map of the first page: which operation does what to which kind of thing that the service keeps.

use contingent_rules::service::Effect;

use super::escape::{anchor, code, line};
use super::view::{self, Section};
use crate::model::{Operation, Resource, Service};

/// What can be done to something that is kept, in the order of the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Create,
    Read,
    List,
    Change,
    Delete,
}

const COLUMNS: [Verb; 5] = [Verb::Create, Verb::Read, Verb::List, Verb::Change, Verb::Delete];

/// The map, for a service that keeps something.
pub(super) fn of(service: &Service) -> Vec<view::Map> {
    if service.resources.is_empty() {
        return Vec::new();
    }
    let apart = service.operations.iter().filter(|it| effect(it).is_none()).map(without_effect).collect();
    vec![view::Map {
        kinds: service.resources.iter().map(|kind| row(service, kind)).collect(),
        apart: Section::of(apart),
    }]
}

fn row(service: &Service, kind: &Resource) -> view::KindRow {
    let cell = |column: Verb| {
        let does = |it: &&Operation| effect(it) == Some((column, kind.def.name.as_str()));
        let links: Vec<String> = service.operations.iter().filter(does).map(link).collect();
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

/// What an operation does, and to which kind.
fn effect(operation: &Operation) -> Option<(Verb, &str)> {
    Some(match operation.behaviour.as_ref()?.effect.as_ref()? {
        Effect::Create { resource, .. } => (Verb::Create, resource.as_str()),
        Effect::Read { resource, .. } => (Verb::Read, resource),
        Effect::List { resource, .. } => (Verb::List, resource),
        Effect::Change { resource, .. } => (Verb::Change, resource),
        Effect::Delete { resource, .. } => (Verb::Delete, resource),
    })
}

fn link(operation: &Operation) -> String {
    format!("[{}]({}.md)", code(&operation.name), operation.module)
}
