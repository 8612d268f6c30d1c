//! The JSON Schema of a request.

use super::Unsaid;
use super::condition::Reader;
use super::definition::{inner_checks, own};
use super::edition::{Presence, View, is_json_text};
use super::json::{entry, object, texts};
use super::logic::{ALWAYS, Absence};
use super::rules;
use crate::model::{Operation, Parameter};
use contingent_rules::{Decimal, Kind, Value};
use std::cell::Cell;

/// The schema of a request, without `$schema`, and what it does not say.
pub(super) fn of_request(operation: &Operation, edition: Option<&str>) -> (Value, Vec<Unsaid>) {
    let view = View { operation: &operation.check, edition };
    let absence = Absence { empty_is_absent: operation.check.empty_is_absent };
    let mut writer = Writer { view, absence, unsaid: Vec::new(), checked: true };
    let (properties, required) = writer.properties(&operation.parameters, "", false);
    let said = rules::read(&Reader { view, absence, met_text: Cell::new(false) });
    let mut unsaid = writer.unsaid;
    unsaid.extend(said.unsaid);
    let mut entries = vec![entry("title", operation.name.as_str())];
    let doc = if operation.doc.is_empty() { &operation.summary } else { &operation.doc };
    if !doc.is_empty() {
        entries.push(entry("description", doc.trim_end()));
    }
    entries.push(entry("type", "object"));
    entries.push(entry("properties", properties));
    if !required.is_empty() {
        entries.push(entry("required", texts(required)));
    }
    if !said.schemas.is_empty() {
        entries.push(entry("allOf", Value::List(said.schemas)));
    }
    entries.extend(edition.map(|name| entry("x-contingent-edition", name)));
    if !said.notes.is_empty() {
        entries.push(entry("x-contingent-notes", Value::List(said.notes)));
    }
    if !unsaid.is_empty() {
        let list = unsaid.iter().map(Unsaid::to_json).collect();
        entries.push(entry("x-contingent-unsaid", Value::List(list)));
    }
    (Value::Object(entries), unsaid)
}

/// The schema of the fields of a reply: what they are, and no bounds.
pub(super) fn of_reply(operation: &Operation, fields: &[Parameter], edition: Option<&str>) -> Value {
    let view = View { operation: &operation.check, edition };
    let absence = Absence { empty_is_absent: false };
    let mut writer = Writer { view, absence, unsaid: Vec::new(), checked: false };
    let (properties, _) = writer.properties(fields, "", false);
    object([("type", "object".into()), ("properties", properties)])
}

struct Writer<'a> {
    view: View<'a>,
    absence: Absence,
    unsaid: Vec<Unsaid>,
    /// Whether the values are checked at all: those of a reply are only described.
    checked: bool,
}

const TEXT: &str = "what is inside of JSON that is given as text cannot be looked into";

impl Writer<'_> {
    /// The schemas of properties, and which of them must be given. `lenient`: something around them belongs to only
    /// some editions and none is chosen, so that nothing about them is refused.
    fn properties<'p>(&mut self, parameters: &'p [Parameter], before: &str, lenient: bool) -> (Value, Vec<&'p str>) {
        let mut properties = Vec::new();
        let mut required = Vec::new();
        for parameter in parameters {
            let presence = self.view.presence(&parameter.def.editions);
            if presence == Presence::Missing {
                continue;
            }
            let def = &parameter.def;
            let lenient = lenient || presence == Presence::Partly;
            let must = self.checked && def.required && def.constant.is_none() && !lenient;
            if must {
                required.push(def.name.as_str());
            }
            let id = if before.is_empty() { def.name.clone() } else { format!("{before}.{}", def.name) };
            properties.push((def.name.clone(), self.place(parameter, &id, must, lenient)));
        }
        (Value::Object(properties), required)
    }

    /// The schema of a property or item, which may be absent unless it must be given.
    fn place(&mut self, parameter: &Parameter, id: &str, must: bool, lenient: bool) -> Value {
        let mut entries = described(parameter, self.view);
        let value = if lenient { Vec::new() } else { self.value(parameter, id) };
        entries.extend(if must { self.given(value) } else { self.or_absent(value) });
        if entries.is_empty() { ALWAYS } else { Value::Object(entries) }
    }

    /// The keywords about a value that is given.
    fn value(&mut self, parameter: &Parameter, id: &str) -> Vec<(String, Value)> {
        let def = &parameter.def;
        if !self.checked {
            return self.described_value(parameter, id);
        }
        let own = own(self.view, self.absence, def, true);
        for (check, why) in own.unsaid {
            self.unsay(format!("{id}.{check}"), why, false);
        }
        let mut entries = own.entries;
        if is_json_text(def) {
            let mut ids = vec![format!("{id}.type")];
            if def.min_length.is_some() || def.max_length.is_some() {
                ids.push(format!("{id}.length"));
            }
            inner_checks(self.view, def, id, &mut ids);
            for id in ids {
                self.unsay(id, TEXT, true);
            }
        } else if def.kind == Kind::Json {
            self.unsay(format!("{id}.type"), "whether a text is JSON cannot be said", false);
        }
        entries.extend(self.inside(parameter, id));
        entries
    }

    fn unsay(&mut self, rule: String, why: &str, partly: bool) {
        if let Some(known) = self.unsaid.iter_mut().find(|it| it.rule == rule) {
            // What cannot be said at all is listed as that.
            if known.partly && !partly {
                (known.why, known.partly) = (why.to_owned(), false);
            }
            return;
        }
        self.unsaid.push(Unsaid { rule, why: why.to_owned(), sentence: String::new(), partly });
    }

    /// The keywords about what lies in a container.
    fn inside(&mut self, parameter: &Parameter, id: &str) -> Vec<(String, Value)> {
        let item = |writer: &mut Self, keyword: &str| match &parameter.item {
            Some(item) => {
                let presence = writer.view.presence(&item.def.editions);
                vec![entry(keyword, writer.place(item, &format!("{id}[]"), false, presence == Presence::Partly))]
            }
            None => Vec::new(),
        };
        match &parameter.def.kind {
            Kind::List(_) | Kind::JsonList(_) => item(self, "items"),
            Kind::Map(_) => item(self, "additionalProperties"),
            Kind::Object(_) | Kind::JsonObject(_) if parameter.fields.is_empty() => Vec::new(),
            Kind::Object(_) | Kind::JsonObject(_) => {
                let (properties, required) = self.properties(&parameter.fields, id, false);
                let mut entries = vec![entry("properties", properties)];
                if !required.is_empty() {
                    entries.push(entry("required", texts(required)));
                }
                entries
            }
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Enum { .. }
            | Kind::Json => Vec::new(),
        }
    }

    fn described_value(&mut self, parameter: &Parameter, id: &str) -> Vec<(String, Value)> {
        let mut entries = match &parameter.def.kind {
            Kind::String => vec![entry("type", "string")],
            Kind::Integer | Kind::Long | Kind::TimestampMs => vec![entry("type", texts(["integer", "string"]))],
            Kind::Number => vec![entry("type", texts(["number", "string"]))],
            Kind::Boolean => vec![entry("type", texts(["boolean", "string"]))],
            Kind::Enum { .. } => {
                let values = self.view.values(&parameter.def);
                vec![entry("type", "string"), entry("x-extensible-enum", texts(values))]
            }
            Kind::List(_) => vec![entry("type", "array")],
            Kind::JsonList(_) => vec![entry("type", texts(["array", "string"]))],
            Kind::Object(_) | Kind::Map(_) => vec![entry("type", "object")],
            Kind::JsonObject(_) => vec![entry("type", texts(["object", "string"]))],
            Kind::Json => Vec::new(),
        };
        entries.extend(self.inside(parameter, id));
        entries
    }

    /// A given value: an empty text is none where it counts as absent.
    fn given(&self, mut entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
        let absent = [Value::Null, Value::from("")];
        let absent = if self.absence.empty_is_absent { &absent[..] } else { &absent[..1] };
        for (key, value) in &mut entries {
            if let ("enum", Value::List(values)) = (key.as_str(), value) {
                values.retain(|value| !absent.contains(value));
            }
        }
        let has = |key: &str| entries.iter().any(|(it, _)| it == key);
        if has("enum") {
            return entries;
        }
        if !has("type") {
            entries.push(entry("not", self.absence.schema()));
            return entries;
        }
        let takes_text = entries.iter().any(|(key, value)| key == "type" && names(value, "string"));
        if self.absence.empty_is_absent && takes_text {
            match entries.iter_mut().find(|(key, _)| key == "minLength") {
                Some((_, Value::Number(least))) if least == "0" => *least = "1".to_owned(),
                Some(_) => {}
                None => entries.push(entry("minLength", Value::Number("1".to_owned()))),
            }
        }
        entries
    }

    /// The same, or absent.
    fn or_absent(&self, mut entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
        if entries.is_empty() || !self.checked && !entries.iter().any(|(key, _)| key == "type") {
            return entries;
        }
        let is_plain = |key: &str| matches!(key, "type" | "enum" | "contentMediaType" | "x-extensible-enum");
        let plain = entries.iter().all(|(key, _)| is_plain(key));
        let has_enum = entries.iter().any(|(key, _)| key == "enum");
        let takes_text = entries.iter().any(|(key, value)| key == "type" && names(value, "string"));
        let nests = entries.iter().any(|(key, value)| key == "allOf" && !is_about_texts(value));
        let empty = self.absence.empty_is_absent;
        // No keyword but these looks at null; an empty text must pass all of them.
        if nests || (empty && !(plain && (takes_text || has_enum))) {
            if !entries.iter().any(|(key, _)| key == "type" || key == "enum") {
                return entries;
            }
            return vec![entry("anyOf", Value::List(vec![self.absence.schema(), Value::Object(entries)]))];
        }
        for (key, value) in &mut entries {
            match (key.as_str(), value) {
                ("type", Value::List(kinds)) => kinds.push("null".into()),
                ("type", kind) => *kind = Value::List(vec![kind.clone(), "null".into()]),
                ("enum", Value::List(values)) => {
                    let more = [Value::Null, Value::from("")];
                    let more = if empty { &more[..] } else { &more[..1] };
                    values.extend(more.iter().filter(|value| !values.contains(value)).cloned().collect::<Vec<_>>());
                }
                (_, _) => {}
            }
        }
        entries
    }
}

/// Whether schemas are nothing but patterns, which null passes.
fn is_about_texts(schemas: &Value) -> bool {
    match schemas {
        Value::List(parts) => parts.iter().all(|part| part.get("pattern").is_some()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Object(_) => false,
    }
}

fn names(types: &Value, kind: &str) -> bool {
    match types {
        Value::Text(only) => only == kind,
        Value::List(kinds) => kinds.contains(&kind.into()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// What is worth knowing and refuses nothing.
fn described(parameter: &Parameter, view: View<'_>) -> Vec<(String, Value)> {
    let def = &parameter.def;
    let mut entries = Vec::new();
    if !parameter.doc.is_empty() {
        entries.push(entry("description", parameter.doc.trim_end()));
    }
    if !def.secret {
        entries.extend(parameter.default.as_ref().map(|text| entry("default", typed(&def.kind, text))));
        let example = parameter.example.as_ref().map(|text| Value::List(vec![typed(&def.kind, text)]));
        entries.extend(example.map(|list| entry("examples", list)));
    } else {
        entries.push(entry("writeOnly", true));
    }
    entries.extend(parameter.unit.as_ref().map(|unit| entry("x-unit", unit.as_str())));
    if parameter.undocumented {
        entries.push(entry("x-undocumented", true));
    }
    if !def.editions.is_empty() {
        entries.push(entry("x-editions", texts(&def.editions)));
    }
    if !def.source.is_empty() {
        entries.push(entry("x-source", def.source.as_str()));
    }
    if let Kind::Enum { values, .. } = &def.kind {
        let pairs = values.iter().zip(&parameter.values);
        let here =
            pairs.filter(|(value, text)| view.presence(&value.editions) != Presence::Missing && !text.doc.is_empty());
        let docs: Vec<_> = here.map(|(value, text)| (value.value.clone(), text.doc.trim_end().into())).collect();
        if !docs.is_empty() {
            entries.push(entry("x-enum-descriptions", Value::Object(docs)));
        }
    }
    entries
}

/// A value of the spec as JSON.
fn typed(kind: &Kind, text: &str) -> Value {
    match kind {
        Kind::Integer | Kind::Long | Kind::TimestampMs | Kind::Number => {
            text.parse::<Decimal>().map_or_else(|_| text.into(), |number| Value::from(&number))
        }
        Kind::Boolean if text == "true" || text == "false" => Value::Bool(text == "true"),
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
            Value::parse(text).unwrap_or_else(|_| text.into())
        }
        Kind::String | Kind::Boolean | Kind::Enum { .. } => text.into(),
    }
}
