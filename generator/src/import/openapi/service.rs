//! `service.yaml`, from what the document says about itself.

use super::document::Document;
use crate::import::text;
use crate::import::yaml::{Yaml, file};
use crate::spec::Node;
use heck::ToPascalCase as _;

/// Keys at the top of a document that are read, or say nothing about requests.
const KNOWN: [&str; 9] =
    ["openapi", "info", "paths", "servers", "tags", "components", "externalDocs", "jsonSchemaDialect", "$self"];

/// The text of `service.yaml`.
pub(super) fn read(document: &mut Document<'_>) -> String {
    let root = document.root;
    for entry in root.map() {
        match entry.key.as_str() {
            "security" => document.once(entry.key_span, "requirements of security"),
            "webhooks" => document.once(entry.key_span, "webhooks"),
            key if KNOWN.contains(&key) => {}
            key if key.starts_with("x-") && key != "x-dependencies" => {}
            key => document.left_out(entry.key_span, format!("`{key}` of the document is not imported")),
        }
    }
    let info = |key: &str| root.get("info").and_then(|it| it.get(key)).and_then(Node::text);
    let title = info("title").and_then(text::line).unwrap_or_else(|| "Service".to_owned());
    let plain: String = title.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
    let name = plain.to_pascal_case();
    let name = if name.starts_with(|it: char| it.is_ascii_alphabetic()) { name } else { format!("Service{name}") };
    let mut entries = vec![("service".to_owned(), Yaml::text(name))];
    let mut put = |key: &str, value: Option<String>| {
        entries.extend(value.map(|value| (key.to_owned(), Yaml::text(value))));
    };
    put("version", info("version").and_then(text::line));
    put("title", Some(title.clone()));
    put("doc", Some(info("description").and_then(text::doc).unwrap_or(title)));
    if let Some(host) = host(document) {
        entries.push(("endpoints".to_owned(), Yaml::Block(vec![("default".to_owned(), Yaml::text(host))])));
    }
    file(&entries)
}

/// The host of the first server.
fn host(document: &mut Document<'_>) -> Option<String> {
    let servers = document.root.get("servers")?;
    let url = servers.list().first()?.get("url")?;
    let rest = url.text()?.split_once("://").map(|(_, rest)| rest);
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let is_host = |host: &&str| {
        let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':');
        !host.is_empty() && host.chars().all(plain)
    };
    let found = host.filter(is_host).map(str::to_owned);
    if found.is_none() {
        document.left_out(url.span, "this address of a server has no host that can be used as it is");
    }
    found
}
