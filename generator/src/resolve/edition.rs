//! Editions: whether they are declared, and rules that demand what an edition does not have.

use contingent_rules::{Checker, Mode, Operation, nearest};

use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::spec::{self, Node, NodeKind};

/// The editions that a service declares, in order.
pub(super) fn declared(service: &spec::Service) -> Vec<String> {
    service.editions.iter().map(|edition| edition.name.text.clone()).collect()
}

/// Reports editions of a service file's errors that it does not declare.
pub(super) fn check_service(service: &spec::Service, out: &mut Diagnostics) {
    check_declared(&service.source.path, &service.node, &declared(service), out);
}

/// Reports every `edition:` below a node that names one the service does not declare.
pub(super) fn check_declared(file: &str, node: &Node, declared: &[String], out: &mut Diagnostics) {
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::List(nodes) => nodes.iter().for_each(|node| check_declared(file, node, declared, out)),
        NodeKind::Map(entries) => {
            for entry in entries {
                match entry.key.as_str() {
                    "edition" if !matches!(entry.value.kind, NodeKind::Map(_)) => {
                        entry.value.one_or_many().iter().for_each(|name| check_name(file, name, declared, out));
                    }
                    // What is in here is somebody else's data, or names of the service's own.
                    "request" | "facts" | "reply" | "when" | "unless" => {}
                    _other => check_declared(file, &entry.value, declared, out),
                }
            }
        }
    }
}

fn check_name(file: &str, node: &Node, declared: &[String], out: &mut Diagnostics) {
    let Some(name) = node.text() else { return };
    if declared.iter().any(|known| known == name) {
        return;
    }
    let help = match nearest(name, declared.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if declared.is_empty() => "declare it in service.yaml: `editions: [{name: what it is}]`".to_owned(),
        None => format!("service.yaml declares {}", declared.join(", ")),
    };
    let message = format!("the service does not declare the edition `{name}`");
    out.push(Diagnostic::new(code::UNDECLARED_EDITION, file, node.span, message).help(help));
}

/// Reports rules that, in an edition they belong to, demand what the edition does not have.
pub(super) fn check_demands(operation: &spec::Operation, check: &Operation, out: &mut Diagnostics) {
    for edition in &check.editions {
        let checker = Checker::new(check, Some(edition));
        for (rule, mode) in check.rules.iter().zip(checker.modes()) {
            let belongs = rule.editions.is_empty() || rule.editions.contains(edition);
            let Some(place) = operation.rules.iter().find(|spec| spec.id == rule.id) else { continue };
            if belongs && mode == Mode::Off {
                let message = format!(
                    "rule `{}` demands what edition `{edition}` does not have, so it is left out there",
                    rule.id
                );
                out.push(
                    Diagnostic::new(code::DEMANDS_MISSING, &operation.source.path, place.form.key_span, message)
                        .help("give the rule an `edition`, or take the edition off what it demands"),
                );
            }
        }
    }
}
