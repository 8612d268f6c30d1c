//! A service as an OpenAPI 3.1 document.
//!
//! The wire of an rpc service is one address and an `Action`, which OpenAPI cannot tell apart. So every operation gets a
//! path of its own, a note says so, and the request is the body with the schema of the operation.

use super::edition::{Presence, View};
use super::json::{entry, object, pretty, texts};
use super::{Export, Unsaid, idl, json_schema};
use crate::model::{ErrorCode, Example, Operation, Parameter, Service};
use contingent_rules::{Checker, Form, Kind, Mode, Value};
use std::collections::BTreeSet;

const WIRE: &str = "The service itself takes every operation at one address, as name and value pairs with the name of \
                    the operation among them. The paths of this document tell the operations apart.";

/// The document of a service in one edition, or of what is enforced when none is chosen.
pub(super) fn document(service: &Service, operations: &[&Operation], edition: Option<&str>) -> Export {
    let mut paths = Vec::new();
    let mut schemas = Vec::new();
    let mut unsaid = Vec::new();
    let mut keys = BTreeSet::new();
    for operation in operations {
        let key = unique_key(&operation.name, &mut keys);
        let (schema, not_said) = json_schema::of_request(operation, edition);
        schemas.push((key.clone(), schema));
        unsaid.push((operation.name.clone(), not_said));
        let reply = operation.response.as_ref().map(|response| {
            let key = unique_key(&format!("{}Response", operation.name), &mut keys);
            schemas.push((key.clone(), json_schema::of_reply(operation, &response.fields, edition)));
            key
        });
        let post = post(service, operation, edition, &key, reply.as_deref());
        paths.push((format!("/{}", escaped(&operation.name)), object([("post", post)])));
    }
    let mut entries = vec![entry("openapi", "3.1.0"), entry("info", info(service, operations))];
    entries.push(entry("jsonSchemaDialect", super::DIALECT));
    entries.extend(external(service));
    let servers = servers(service);
    if !servers.is_empty() {
        entries.push(entry("servers", Value::List(servers)));
    }
    entries.push(entry("paths", Value::Object(paths)));
    entries.push(entry("components", object([("schemas", Value::Object(schemas))])));
    entries.push(entry("x-wire", WIRE));
    entries.extend(edition.map(|name| entry("x-contingent-edition", name)));
    Export { text: pretty(&Value::Object(entries)), unsaid }
}

fn info(service: &Service, operations: &[&Operation]) -> Value {
    let alone = operations.first().map_or("", |operation| operation.name.as_str());
    let title = [&service.title, &service.name].into_iter().find(|it| !it.is_empty());
    let version = if service.version.is_empty() { "0" } else { &service.version };
    let mut entries = vec![entry("title", title.map_or(alone, String::as_str)), entry("version", version)];
    if !service.doc.is_empty() {
        entries.push(entry("description", service.doc.trim_end()));
    }
    Value::Object(entries)
}

fn external(service: &Service) -> Vec<(String, Value)> {
    let doc = |(title, address): &(String, String)| {
        object([("description", title.as_str().into()), ("url", address.as_str().into())])
    };
    let mut docs = service.docs.iter().map(doc);
    let mut entries: Vec<_> = docs.next().map(|first| entry("externalDocs", first)).into_iter().collect();
    let rest: Vec<Value> = docs.collect();
    if !rest.is_empty() {
        entries.push(entry("x-docs", Value::List(rest)));
    }
    entries
}

fn servers(service: &Service) -> Vec<Value> {
    let endpoints = &service.endpoints;
    let server =
        |host: &str, doc: &str| object([("url", format!("https://{host}").into()), ("description", doc.into())]);
    let mut servers: Vec<Value> =
        endpoints.default.iter().map(|host| server(host, "when no region is chosen")).collect();
    servers.extend(endpoints.regions.iter().map(|(region, host)| server(host, region)));
    if let Some(pattern) = &endpoints.pattern {
        let region = object([
            ("default", "region".into()),
            ("description", "a region that has no server of its own above".into()),
        ]);
        servers.push(object([
            ("url", format!("https://{pattern}").into()),
            ("description", "any other region".into()),
            ("variables", object([("region", region)])),
        ]));
    }
    servers
}

fn post(service: &Service, operation: &Operation, edition: Option<&str>, key: &str, reply: Option<&str>) -> Value {
    let mut entries = vec![entry("operationId", operation.name.as_str())];
    if !operation.summary.is_empty() {
        entries.push(entry("summary", operation.summary.as_str()));
    }
    if !operation.doc.is_empty() {
        entries.push(entry("description", operation.doc.trim_end()));
    }
    entries.push(entry("requestBody", body(operation, edition, key)));
    entries.push(entry("responses", responses(service, operation, edition, reply)));
    if operation.readonly {
        entries.push(entry("x-readonly", true));
    }
    entries.extend(operation.route.as_ref().map(|it| entry("x-route", format!("{} {}", it.method, it.path).as_str())));
    let token = operation.idempotency_token.and_then(|index| operation.parameters.get(index));
    entries.extend(token.map(|it| entry("x-idempotency-token", it.def.name.as_str())));
    entries.extend(dependencies(operation, edition));
    Value::Object(entries)
}

fn reference(key: &str) -> Value {
    object([("$ref", format!("#/components/schemas/{key}").into())])
}

fn body(operation: &Operation, edition: Option<&str>, key: &str) -> Value {
    let mut media = vec![entry("schema", reference(key))];
    let examples: Vec<_> = operation
        .examples
        .iter()
        .filter(|it| it.violations.is_empty() && is_of(it, edition))
        .map(|it| (slug(&it.name), example(operation, it)))
        .collect();
    if !examples.is_empty() {
        media.push(entry("examples", Value::Object(examples)));
    }
    let mut content = vec![entry("application/json", Value::Object(media))];
    // A form holds texts, and a schema that takes texts for all its properties says what a form may hold.
    if operation.parameters.iter().all(|it| is_text(&it.def.kind)) {
        content.push(entry("application/x-www-form-urlencoded", object([("schema", reference(key))])));
    }
    object([("required", true.into()), ("content", Value::Object(content))])
}

fn is_text(kind: &Kind) -> bool {
    match kind {
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => true,
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) => false,
    }
}

/// An example is shown where it is meant: in its editions, or when none is chosen.
fn is_of(example: &Example, edition: Option<&str>) -> bool {
    match edition {
        None => example.editions.is_empty(),
        Some(edition) => example.editions.iter().any(|it| it == edition),
    }
}

fn example(operation: &Operation, example: &Example) -> Value {
    let mut entries = Vec::new();
    if !example.doc.is_empty() {
        entries.push(entry("summary", example.doc.trim_end()));
    }
    entries.push(entry("value", masked_fields(&operation.parameters, &example.request)));
    Value::Object(entries)
}

/// The value without secrets, at every depth; what is secret and JSON in a text goes as a whole.
fn masked(parameter: &Parameter, value: &Value) -> Value {
    if parameter.def.secret && *value != Value::Null {
        return "********".into();
    }
    match (value, &parameter.item) {
        (Value::List(items), Some(item)) => Value::List(items.iter().map(|value| masked(item, value)).collect()),
        (Value::Object(entries), Some(item)) => {
            Value::Object(entries.iter().map(|(name, value)| (name.clone(), masked(item, value))).collect())
        }
        (Value::Text(_), _) if !is_plain(&parameter.def.kind) && has_secret(parameter) => "********".into(),
        (value, _) => masked_fields(&parameter.fields, value),
    }
}

fn masked_fields(fields: &[Parameter], value: &Value) -> Value {
    let Value::Object(entries) = value else { return value.clone() };
    let mask = |(name, value): &(String, Value)| {
        let field = fields.iter().find(|field| field.def.name == *name);
        (name.clone(), field.map_or_else(|| value.clone(), |field| masked(field, value)))
    };
    Value::Object(entries.iter().map(mask).collect())
}

fn has_secret(parameter: &Parameter) -> bool {
    parameter.def.secret || parameter.fields.iter().chain(parameter.item.as_deref()).any(has_secret)
}

fn is_plain(kind: &Kind) -> bool {
    match kind {
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. } => true,
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => false,
    }
}

fn responses(service: &Service, operation: &Operation, edition: Option<&str>, reply: Option<&str>) -> Value {
    let mut good = vec![entry("description", "What the service answers.")];
    if let Some(key) = reply {
        let media = object([("schema", reference(key))]);
        good.push(entry("content", object([("application/json", media)])));
    }
    let mut responses = vec![entry("200", Value::Object(good))];
    let view = View { operation: &operation.check, edition };
    let here = |error: &&ErrorCode| view.presence(&error.editions) != Presence::Missing;
    let errors: Vec<&ErrorCode> = operation.errors.iter().chain(&service.errors).filter(here).collect();
    let status = |error: &ErrorCode| error.status.filter(|status| (100..600).contains(status) && *status != 200);
    let statuses: BTreeSet<Option<u64>> = errors.iter().map(|error| status(error)).collect();
    for wanted in statuses {
        let of_status: Vec<&&ErrorCode> = errors.iter().filter(|error| status(error) == wanted).collect();
        let codes: Vec<&str> = of_status.iter().map(|error| error.code.as_str()).collect();
        let details = of_status.iter().map(|error| error_entry(error)).collect();
        let response = object([("description", codes.join(", ").into()), ("x-errors", Value::List(details))]);
        responses.push((wanted.map_or_else(|| "default".to_owned(), |status| status.to_string()), response));
    }
    Value::Object(responses)
}

fn error_entry(error: &ErrorCode) -> Value {
    let mut entries = vec![entry("code", error.code.as_str())];
    for (key, text) in [("message", &error.message), ("description", &error.doc)] {
        if !text.is_empty() {
            entries.push(entry(key, text.trim_end()));
        }
    }
    entries.push(entry("retryable", error.retryable));
    if !error.editions.is_empty() {
        entries.push(entry("x-editions", texts(&error.editions)));
    }
    Value::Object(entries)
}

/// The rules as IDL, and those that it has no line for.
fn dependencies(operation: &Operation, edition: Option<&str>) -> Vec<(String, Value)> {
    let view = View { operation: &operation.check, edition };
    let checker = Checker::new(&operation.check, edition);
    let (mut lines, mut missing) = (Vec::new(), Vec::new());
    for (rule, mode) in operation.check.rules.iter().zip(checker.modes()) {
        let demands = match &rule.form {
            Form::Require(_)
            | Form::Forbid(_)
            | Form::Count(..)
            | Form::Allow(_)
            | Form::Compare(_)
            | Form::Ensure(_) => true,
            Form::Ignored(_) | Form::Default(_) => false,
        };
        if mode != Mode::Error || !demands {
            continue;
        }
        match idl::line(view, rule) {
            Ok(line) => lines.push(line),
            Err(why) => {
                missing.push(Unsaid { rule: rule.id.clone(), why, sentence: String::new(), partly: false }.to_json());
            }
        }
    }
    let mut entries = Vec::new();
    if !lines.is_empty() {
        entries.push(entry("x-dependencies", texts(lines)));
    }
    if !missing.is_empty() {
        entries.push(entry("x-dependencies-unsaid", Value::List(missing)));
    }
    entries
}

/// A component key has few characters; two names must not become one.
fn unique_key(name: &str, taken: &mut BTreeSet<String>) -> String {
    let base = slug(name);
    let mut key = base.clone();
    let mut number = 2;
    while !taken.insert(key.clone()) {
        key = format!("{base}_{number}");
        number += 1;
    }
    key
}

fn slug(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let slug: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    if slug.is_empty() { "_".to_owned() } else { slug }
}

fn escaped(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
