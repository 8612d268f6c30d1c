//! The files of a spec, from what was read.

use super::HEADER;
use super::define::{Side, definition};
use super::nested::gathered;
use super::source::{Operation, Parameter, Product, Word};
use crate::diagnostic::{Diagnostic, Diagnostics, Related, code};
use crate::import::definition::{Definition, Kind};
use crate::import::merge::Places;
use crate::import::names::keep_all_apart;
use crate::import::text;
use crate::import::yaml::{Yaml, file};
use crate::resolve::naming;
use std::collections::BTreeSet;

type Entries = Vec<(String, Yaml)>;

fn put(entries: &mut Entries, key: &str, value: Option<impl Into<String>>) {
    entries.extend(value.map(|value| (key.to_owned(), Yaml::text(value))));
}

/// `service.yaml`.
pub(super) fn service(product: &Product, name: &str, is_rest: bool) -> String {
    let mut entries = vec![("service".to_owned(), Yaml::text(name))];
    put(&mut entries, "version", product.version.as_ref().map(|it| it.text.as_str()));
    put(&mut entries, "title", Some(name));
    put(&mut entries, "style", Some(if is_rest { "rest" } else { "rpc" }));
    put(&mut entries, "doc", Some(format!("The operations of {name}, as the published metadata describes them.")));
    format!("{HEADER}\n{}", file(&entries))
}

/// The file of an operation.
pub(super) fn operation(it: &Operation, path: &str, places: &mut Places, out: &mut Diagnostics) -> String {
    let parameters = gathered(it.parameters.clone(), out);
    let mut named = Vec::new();
    for parameter in unique(&parameters, out) {
        let key = (path.to_owned(), parameter.name.clone());
        let (file, span) = (parameter.place.file.to_string(), parameter.place.span);
        places.insert(key, Related { file, span, label: "what the source says".to_owned() });
        named.push(definition(parameter, Side::Request, 0, out));
    }
    let mut fields: Vec<Definition> =
        unique(&it.reply, out).into_iter().map(|field| flat(definition(field, Side::Reply, 0, out))).collect();
    let route = route(it, &mut named, out);
    keep_all_apart(&mut named, &mut fields, &it.name);
    let mut entries = vec![("operation".to_owned(), Yaml::text(&it.name))];
    let titled = it.title.as_ref().filter(|title| **title != it.name);
    let summary = it.summary.as_ref().or(titled).cloned().unwrap_or_else(|| format!("The operation `{}`.", it.name));
    let mut doc: Vec<String> = Vec::new();
    doc.extend(it.deprecated.then(|| "Deprecated.".to_owned()));
    doc.extend(titled.filter(|title| **title != summary).cloned());
    doc.extend(it.doc.clone());
    put(&mut entries, "summary", Some(summary));
    put(&mut entries, "doc", (!doc.is_empty()).then(|| doc.join("\n\n")));
    if let Some((method, path)) = route {
        put(&mut entries, "readonly", (method == "GET").then_some("true"));
        put(&mut entries, "method", Some(method));
        put(&mut entries, "path", Some(path));
    }
    let block =
        |definitions: &[Definition]| Yaml::Block(definitions.iter().map(|it| (it.key(), it.yaml(false))).collect());
    if !named.is_empty() {
        entries.push(("parameters".to_owned(), block(&named)));
    }
    if !fields.is_empty() {
        entries.push(("response".to_owned(), Yaml::Block(vec![("fields".to_owned(), block(&fields))])));
    }
    if !it.errors.is_empty() {
        let errors = it.errors.iter().map(|error| {
            let mut entries = Entries::new();
            put(&mut entries, "status", error.status.as_ref());
            put(&mut entries, "message", error.message.as_ref());
            put(&mut entries, "doc", Some(error.doc.as_deref().unwrap_or("No document describes this error.")));
            (error.code.clone(), Yaml::Block(entries))
        });
        entries.push(("errors".to_owned(), Yaml::Block(errors.collect())));
    }
    // The parts of a file stand apart, as in files that are written by hand.
    let text = file(&entries);
    let text = ["parameters:\n", "response:\n", "errors:\n"]
        .iter()
        .fold(text, |text, part| text.replacen(&format!("\n{part}"), &format!("\n\n{part}"), 1));
    format!("{HEADER}\n{text}")
}

/// A field of a reply that is an object around one list is written as one: `Items.Item[]`.
fn flat(mut it: Definition) -> Definition {
    it.shape.fields = it.shape.fields.into_iter().map(flat).collect();
    it.shape.items = it.shape.items.map(|mut item| {
        item.shape.fields = item.shape.fields.into_iter().map(flat).collect();
        item
    });
    if it.shape.kind != Kind::Object || it.shape.json || it.name.contains('.') {
        return it;
    }
    let is_list = |inner: &Definition| inner.wrapper.is_none() && inner.shape.kind == Kind::List && !inner.shape.json;
    let [inner] = it.shape.fields.as_slice() else { return it };
    if !is_list(inner) || inner.name.contains(['.', '[']) {
        return it;
    }
    let Some(inner) = it.shape.fields.pop() else { return it };
    let documented = if it.undocumented { (inner.doc, inner.undocumented) } else { (it.doc, false) };
    it.wrapper = Some(inner.name);
    (it.doc, it.undocumented) = documented;
    it.shape = inner.shape;
    it
}

/// Method and path of an operation that has an address of its own.
fn route(it: &Operation, named: &mut [Definition], out: &mut Diagnostics) -> Option<(String, String)> {
    let path = it.path.as_ref().filter(|it| it.text != "/")?;
    let mut say = |word: &Word, code, message: String, help: &str| {
        out.push(Diagnostic::new(code, &word.place.file, word.place.span, message).help(help));
    };
    let written = path.text.replace('[', "{").replace(']', "}");
    let holes: BTreeSet<&str> = written.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0).collect();
    for definition in named.iter_mut() {
        let in_path = definition.position == Some("path");
        if in_path && !holes.contains(definition.name.as_str()) {
            let message = format!("`{}` is sent in the path, and the path has no place for it", definition.name);
            say(path, code::IMPORTED_OTHERWISE, message, "it is imported as a parameter of the query");
            definition.position = None;
        } else if !in_path && holes.contains(definition.name.as_str()) {
            let message = format!("the path has a place for `{}`, which is sent elsewhere", definition.name);
            say(path, code::IMPORTED_OTHERWISE, message, "it is imported as a part of the path");
            (definition.position, definition.required) = (Some("path"), true);
        }
    }
    if let Some(hole) = holes.iter().find(|hole| !named.iter().any(|it| it.name == **hole)) {
        let message = format!("the path has a place for `{}`, and no parameter has this name", hole.escape_debug());
        say(path, code::NOT_METADATA, message, "a path names parameters of the operation in brackets");
        return None;
    }
    let Some(methods) = &it.method else {
        say(path, code::NOT_METADATA, "an operation with a path has a method".to_owned(), "name one, such as `GET`");
        return None;
    };
    let mut all = methods.text.split('|').map(|it| it.trim().to_uppercase());
    let method = all.next().unwrap_or_default();
    if !METHODS.contains(&method.as_str()) {
        let message = format!("`{}` is no method of HTTP", method.escape_debug());
        say(methods, code::NOT_METADATA, message, "known are `GET`, `POST`, `PUT`, `DELETE`, `PATCH` and `HEAD`");
        return None;
    }
    if all.next().is_some() {
        let message = format!("`{}` can be called with `{}`", it.name, methods.text.escape_debug());
        say(methods, code::IMPORTED_OTHERWISE, message, "the spec has the first of these methods");
    }
    Some((method, written))
}

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];

/// The first parameter of each name; the others are reported.
pub(super) fn unique<'p>(parameters: &'p [Parameter], out: &mut Diagnostics) -> Vec<&'p Parameter> {
    let mut kept: Vec<&Parameter> = Vec::new();
    for it in parameters {
        match kept.iter().find(|other| other.name == it.name) {
            None => kept.push(it),
            Some(first) => {
                let message = format!("`{}` is described twice; this description is not imported", it.name);
                let mut found = Diagnostic::new(code::NOT_IMPORTED, &it.place.file, it.place.span, message)
                    .help("a parameter has one name; rename one of them in the source, or add it to the spec by hand");
                let (file, span) = (first.place.file.to_string(), first.place.span);
                found.related.push(Related { file, span, label: "the first one".to_owned() });
                out.push(found);
            }
        }
    }
    kept
}

/// The stem of the file of an operation; `None`, and an error, if the name is none that a spec can have.
pub(super) fn stem(
    it: &Operation,
    taken: &mut std::collections::BTreeMap<String, String>,
    out: &mut Diagnostics,
) -> Option<String> {
    let name = it.name.as_str();
    let mut refuse = |message: String| {
        let help = "names of operations are letters, digits, `_`, `-` and `.`, and no two become one file";
        out.push(Diagnostic::new(code::NOT_METADATA, &it.place.file, it.place.span, message).help(help));
    };
    let legal = name.len() <= 100
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'));
    let module = naming::module(name);
    if !legal || matches!(module.as_str(), "readme" | "service" | "mod_" | "root" | "schema") {
        refuse(format!("`{}` cannot be the name of an operation", text::line(name).unwrap_or_default().escape_debug()));
        return None;
    }
    if let Some(other) = taken.insert(module.clone(), name.to_owned()) {
        refuse(format!("`{name}` and `{other}` would be one file, `{module}.yaml`"));
        return None;
    }
    Some(module)
}
