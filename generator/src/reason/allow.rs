//! An operation without what a user allows by its id: rules, and what parameters demand of their values.

use contingent_rules::{Kind, Operation, Parameter};

/// The operation without these rules and built-in checks. A type stays: what cannot be read cannot be reasoned about.
pub fn allowing(operation: &Operation, ids: &[String]) -> Operation {
    let mut operation = operation.clone();
    operation.rules.retain(|rule| !ids.contains(&rule.id));
    for parameter in &mut operation.parameters {
        let path = parameter.name.clone();
        relax(parameter, &path, ids);
    }
    operation
}

fn relax(parameter: &mut Parameter, path: &str, ids: &[String]) {
    for check in ids.iter().filter_map(|id| id.strip_prefix(path)?.strip_prefix('.')) {
        match check {
            "required" => parameter.required = false,
            "const" => parameter.constant = None,
            "range" => (parameter.min, parameter.max) = (None, None),
            "length" => (parameter.min_length, parameter.max_length) = (None, None),
            "pattern" => parameter.pattern = None,
            "value" => {
                parameter.one_of.clear();
                if let Kind::Enum { open, .. } = &mut parameter.kind {
                    *open = true;
                }
            }
            _other => {}
        }
    }
    match &mut parameter.kind {
        Kind::Object(fields) | Kind::JsonObject(fields) => {
            for field in fields {
                let path = format!("{path}.{}", field.name);
                relax(field, &path, ids);
            }
        }
        Kind::List(Some(item)) | Kind::Map(Some(item)) => relax(item, &format!("{path}[]"), ids),
        Kind::JsonList(item) => relax(item, &format!("{path}[]"), ids),
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::List(None)
        | Kind::Map(None)
        | Kind::Json => {}
    }
}
