//! The first page: the service and its operations.

use super::escape::{anchor, blocks, capital, code, line, link, plain};
use super::map;
use super::operation::title;
use super::scope::mark;
use super::view::{self, Section};
use crate::model::{Edition, ErrorCode, Operation, Service};

/// Makes the view of a service.
pub(super) fn index(service: &Service) -> view::Index {
    let edition = |edition: &Edition| view::Named {
        anchor: format!("edition-{}", anchor(&edition.name)),
        name: code(&edition.name),
        doc: line(&edition.doc),
    };
    let document = |(title, address): &(String, String)| link(&plain(title), address);
    view::Index {
        title: plain(title(service)),
        about: about(service),
        operations: service.operations.iter().map(operation).collect(),
        map: map::of(service),
        editions: Section::of(service.editions.iter().map(edition).collect()),
        documents: Section::of(service.docs.iter().map(document).collect()),
        endpoints: endpoints(service).into_iter().collect(),
        errors: Section::of(error_rows(service, &service.errors)),
    }
}

fn about(service: &Service) -> Vec<String> {
    let known = |word: &str, text: &str| (!text.is_empty()).then(|| format!("{word} {}", code(text)));
    // An operation file on its own has no service.
    let parts: Vec<String> =
        known("service", &service.name).into_iter().chain(known("version", &service.version)).collect();
    let named = (!parts.is_empty()).then(|| capital(&format!("{}.", parts.join(", "))));
    let doc = blocks(&service.doc);
    named.into_iter().chain((!doc.is_empty()).then_some(doc)).collect()
}

fn operation(operation: &Operation) -> view::OperationLine {
    let mut remarks = Vec::new();
    if operation.readonly {
        remarks.push("read-only".to_owned());
    }
    if operation.idempotency_token.is_some() {
        remarks.push("safe to repeat with a token".to_owned());
    }
    view::OperationLine {
        name: code(&operation.name),
        page: format!("{}.md", operation.module),
        summary: line(&operation.summary),
        remarks: capital(&remarks.join(", ")),
    }
}

fn endpoints(service: &Service) -> Option<view::Endpoints> {
    let endpoints = &service.endpoints;
    let mut remarks = Vec::new();
    remarks.extend(endpoints.default.as_ref().map(|host| format!("Without a region: {}.", code(host))));
    remarks.extend(endpoints.pattern.as_ref().map(|host| format!("A region that is not listed: {}.", code(host))));
    let row =
        |(region, host): &(String, String)| view::Named { anchor: String::new(), name: code(region), doc: code(host) };
    let regions = Section::of(endpoints.regions.iter().map(row).collect());
    (!(remarks.is_empty() && regions.is_empty())).then_some(view::Endpoints { remarks, regions })
}

/// Errors as rows of a table.
pub(super) fn error_rows(service: &Service, errors: &[ErrorCode]) -> Vec<view::ErrorRow> {
    let row = |error: &ErrorCode| {
        let edition = mark(&error.editions, &service.editions).map(|mark| format!("Only in {mark}."));
        let parts: Vec<String> = [line(&error.doc)].into_iter().chain(edition).filter(|it| !it.is_empty()).collect();
        view::ErrorRow {
            anchor: format!("error-{}", anchor(&error.code)),
            code: code(&error.code),
            status: error.status.map_or_else(|| "–".to_owned(), |status| status.to_string()),
            message: if error.message.is_empty() { "–".to_owned() } else { plain(&error.message) },
            retry: if error.retryable { "yes" } else { "no" }.to_owned(),
            doc: parts.join(" "),
        }
    };
    errors.iter().map(row).collect()
}
