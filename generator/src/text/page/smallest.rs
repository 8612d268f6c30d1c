//! The smallest valid requests that the page can fill in, one for each value of what the requirement table is about.

use contingent_rules::{Checker, Kind, Value};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::model::{Operation, Parameter};
use crate::reason::{Witness, smallest_valid, smallest_valid_by};

/// More values than this get no request of their own: nobody chooses among them.
const MOST_VALUES: usize = 64;

/// One request. Its numbers are texts, because JavaScript would round long ones.
#[derive(Debug, Serialize)]
pub(super) struct Smallest {
    /// The value that it is for; empty if it is the smallest of all.
    value: String,
    request: Json,
    facts: Json,
}

/// The smallest valid requests of an operation in an edition, or in what all editions share.
pub(super) fn requests(operation: &Operation, edition: Option<&str>, by: Option<&str>) -> Vec<Smallest> {
    let checker = Checker::new(&operation.check, edition);
    let listed = by.and_then(|name| smallest_valid_by(operation, edition, name));
    let found: Vec<(String, Option<Witness>)> = match listed {
        Some(listed) if listed.len() <= MOST_VALUES => listed,
        Some(_) | None => vec![(String::new(), smallest_valid(operation, edition))],
    };
    let shown = |(value, witness): (String, Option<Witness>)| {
        let witness = with_examples(operation, &checker, by, witness?);
        let facts = witness.facts.iter().map(|(name, value)| (name.clone(), json(value))).collect();
        Some(Smallest { value, request: json(&witness.request), facts: Json::Object(facts) })
    };
    found.into_iter().filter_map(shown).collect()
}

/// The same request with the examples of the spec instead of invented values, wherever it stays valid.
fn with_examples(operation: &Operation, checker: &Checker, by: Option<&str>, mut witness: Witness) -> Witness {
    let facts = witness.known_facts();
    let sound = |request: &Value| checker.check(request, &facts);
    let before = sound(&witness.request);
    for parameter in &operation.parameters {
        let name = &parameter.def.name;
        let Some(example) = example(parameter).filter(|_| by != Some(name)) else { continue };
        let Value::Object(mut entries) = witness.request.clone() else { continue };
        let Some((_, value)) = entries.iter_mut().find(|(known, _)| known == name) else { continue };
        *value = example;
        let request = Value::Object(entries);
        let after = sound(&request);
        if after.violations.is_empty()
            && after.undecided.len() <= before.undecided.len()
            && after.warnings.len() <= before.warnings.len()
        {
            witness.request = request;
        }
    }
    witness
}

/// The example of a parameter, if it may be shown and is made up by nobody but the author.
fn example(parameter: &Parameter) -> Option<Value> {
    let text = parameter.example.as_ref().filter(|_| !parameter.def.secret)?;
    match &parameter.def.kind {
        Kind::Enum { .. } | Kind::Boolean => None,
        Kind::String => Some(Value::Text(text.clone())),
        Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs => Some(Value::Text(text.clone())),
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
            Value::parse(text).ok()
        }
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(text) | Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(entries) => {
            Json::Object(entries.iter().map(|(name, value)| (name.clone(), json(value))).collect::<Map<_, _>>())
        }
    }
}
