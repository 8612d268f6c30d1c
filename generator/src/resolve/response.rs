//! Replies: their fields, and when one is a failure.

use std::collections::HashSet;

use contingent_rules::{Cond, Form, Kind, Operation, Parameter, Rule, Severity};

use super::text::{Names, wrapped};
use super::{Reader, scope};
use crate::{model, spec};

/// The field that stands for the HTTP status in conditions.
const HTTP_STATUS: &str = "HttpStatus";

/// The reply of an operation.
pub(super) fn resolve(
    operation: &spec::Operation,
    response: &spec::Response,
    names: &mut Names<'_>,
) -> model::Response {
    let mut fields = Vec::new();
    {
        let mut reader = Reader {
            file: names.file,
            scope: scope::Scope::new(&[], &[], &[]),
            always_given: HashSet::new(),
            rule: None,
            out: names.out,
        };
        for spec in &response.fields {
            if let Some(parameter) = reader.parameter(spec) {
                fields.push((spec, parameter));
            }
        }
    }
    let mut parameters = vec![plain(HTTP_STATUS, Kind::Integer)];
    let lenient = fields.iter().map(|(spec, parameter)| lenient(wrapped(&spec.name.text), parameter));
    parameters.extend(lenient.filter(|parameter| parameter.name != HTTP_STATUS));
    let rules = conditions(operation, response, &parameters, names);
    let check = Operation {
        name: format!("{}Response", operation.operation),
        empty_is_absent: true,
        parameters,
        rules,
        ..Operation::default()
    };
    model::Response { fields: names.parameters(&fields, "Response"), check }
}

fn conditions(
    operation: &spec::Operation,
    response: &spec::Response,
    parameters: &[Parameter],
    names: &mut Names<'_>,
) -> Vec<Rule> {
    let scope = scope::Scope::of_reply(parameters, &operation.left_out);
    let mut reader = Reader { file: names.file, scope, always_given: HashSet::new(), rule: None, out: names.out };
    let mut rules = Vec::new();
    if let Some(cond) = response.failure_when.as_ref().and_then(|node| reader.cond(node)) {
        rules.push(rule("failure", Form::Forbid(vec![cond])));
    }
    if let Some(cond) = response.success_when.as_ref().and_then(|node| reader.cond(node)) {
        rules.push(rule("success", Form::Ensure(Cond::All(vec![cond]))));
    }
    rules
}

fn rule(id: &str, form: Form) -> Rule {
    Rule {
        id: id.to_owned(),
        form,
        when: None,
        unless: None,
        editions: Vec::new(),
        severity: Severity::Error,
        source: String::new(),
        message: String::new(),
    }
}

/// A field as a reply is judged by: nothing is required, every list of values is open, and what
/// only some editions have may come at any time.
fn lenient((name, wrapper): (&str, Option<&str>), parameter: &Parameter) -> Parameter {
    let kind = match &parameter.kind {
        Kind::Enum { values, .. } => Kind::Enum {
            values: values
                .iter()
                .map(|value| contingent_rules::EnumValue { editions: Vec::new(), ..value.clone() })
                .collect(),
            open: true,
        },
        kind => kind.clone(),
    };
    match wrapper {
        Some(wrapper) => plain(name, Kind::Object(vec![plain(wrapper, kind)])),
        None => plain(name, kind),
    }
}

fn plain(name: &str, kind: Kind) -> Parameter {
    Parameter {
        name: name.to_owned(),
        kind,
        required: false,
        constant: None,
        one_of: Vec::new(),
        min: None,
        max: None,
        min_length: None,
        max_length: None,
        pattern: None,
        secret: false,
        editions: Vec::new(),
        source: String::new(),
    }
}
