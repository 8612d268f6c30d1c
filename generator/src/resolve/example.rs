//! Examples: requests as values, and whether a check says of them what the spec says.

use contingent_rules::{Checker, Facts, Kind, Operation, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::model;
use crate::spec::{self, Node, NodeKind};

/// The examples of an operation, checked against its rules.
pub(super) fn resolve(operation: &spec::Operation, check: &Operation, out: &mut Diagnostics) -> Vec<model::Example> {
    let examples: Vec<model::Example> = operation.examples.iter().map(|example| read(example, check)).collect();
    // A parameter or rule with errors would make sound examples look wrong.
    if !operation.failed && operation.rules.len() == check.rules.len() {
        for (example, spec) in examples.iter().zip(&operation.examples) {
            judge(&operation.source.path, example, spec, check, out);
        }
    }
    examples
}

fn read(example: &spec::Example, check: &Operation) -> model::Example {
    let mut facts = Facts::new();
    for entry in example.facts.iter().flat_map(Node::map) {
        let name = entry.key.strip_prefix('$').unwrap_or(&entry.key);
        let kind = check.facts.iter().find(|fact| fact.name == name).map(|fact| &fact.kind);
        facts.set(name, value(&entry.value, kind));
    }
    let named = |name: &str| check.parameters.iter().find(|parameter| parameter.name == name);
    let entries = example.request.iter().flat_map(Node::map);
    let request = entries
        .map(|entry| (entry.key.clone(), value(&entry.value, named(&entry.key).map(|parameter| &parameter.kind))));
    let reply = example.reply.as_ref();
    model::Example {
        name: example.name.text.clone(),
        doc: example.doc.clone().unwrap_or_default(),
        editions: example.edition.0.clone(),
        request: Value::Object(request.collect()),
        facts,
        violations: example.violations.clone(),
        json: reply.and_then(|reply| reply.json.clone()),
        xml: reply.and_then(|reply| reply.xml.clone()),
    }
}

fn judge(file: &str, example: &model::Example, spec: &spec::Example, check: &Operation, out: &mut Diagnostics) {
    if spec.request.is_some() {
        let editions: Vec<Option<&str>> = match example.editions.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some(name.as_str())).collect(),
        };
        for edition in editions {
            let verdict = Checker::new(check, edition).check(&example.request, &example.facts);
            let ids: Vec<&str> = verdict.violations.iter().map(|finding| finding.rule.as_str()).collect();
            if ids != example.violations {
                let found = if ids.is_empty() { "no violation".to_owned() } else { ids.join(", ") };
                let message =
                    format!("a check of the example `{}` finds {found}, which is not what it says", example.name);
                let wanted =
                    spec.node.key_span(if spec.node.get("violations").is_some() { "violations" } else { "request" });
                out.push(
                    Diagnostic::new(code::EXAMPLE_DISAGREES, file, wanted, message)
                        .help(format!("correct the request, or write `violations: [{}]`", ids.join(", "))),
                );
            }
        }
    }
    if let Some(Err(fault)) = example.json.as_deref().map(Value::parse) {
        let span = spec.node.get("reply").map_or(spec.node.span, |reply| reply.value_span("json"));
        out.push(
            Diagnostic::new(
                code::BAD_REPLY,
                file,
                span,
                format!("the reply of the example `{}` is not JSON: {fault}", example.name),
            )
            .help("write one JSON object, over several lines after `json: |`"),
        );
    }
}

/// A value of an example: plain words are typed by what they are given to.
fn value(node: &Node, kind: Option<&Kind>) -> Value {
    match &node.kind {
        NodeKind::Scalar(_) if node.is_null() => Value::Null,
        NodeKind::Scalar(scalar) => {
            let is_text = matches!(kind, Some(Kind::String | Kind::Enum { .. }));
            match scalar.text.as_str() {
                "true" if scalar.plain && !is_text => Value::Bool(true),
                "false" if scalar.plain && !is_text => Value::Bool(false),
                text if scalar.plain && !is_text && is_json_number(text) => Value::Number(text.to_owned()),
                text => Value::Text(text.to_owned()),
            }
        }
        NodeKind::List(nodes) => {
            let item = kind.and_then(Kind::item).map(|item| &item.kind);
            Value::List(nodes.iter().map(|node| value(node, item)).collect())
        }
        NodeKind::Map(entries) => {
            let inner = |name: &str| {
                let field = kind.map_or([].as_slice(), Kind::fields).iter().find(|field| field.name == name);
                field.or_else(|| kind.and_then(Kind::item)).map(|parameter| &parameter.kind)
            };
            Value::Object(
                entries.iter().map(|entry| (entry.key.clone(), value(&entry.value, inner(&entry.key)))).collect(),
            )
        }
    }
}

fn is_json_number(text: &str) -> bool {
    Value::parse(text).is_ok_and(|value| matches!(value, Value::Number(_)))
}
