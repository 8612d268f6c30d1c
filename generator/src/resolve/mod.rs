//! Stage 2: from what the YAML says to what it means.
//!
//! It resolves names, types values, reads conditions, decides every Rust name and reports what
//! does not fit, at its place in the YAML. It reads only `spec` and makes the `model`; it must
//! never touch a file or print anything.

mod behaviour;
mod compare;
mod cond;
mod edition;
mod example;
pub(crate) mod naming;
mod operation;
mod parameter;
mod response;
mod route;
mod rule;
mod scope;
mod text;
mod value;
mod variants;

pub(crate) use naming::edition as edition_variant;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, code};
use crate::{Spec, model, parallel, spec};

/// Makes the model of a service, or of an operation file on its own.
///
/// An operation with errors is left out; what is wrong goes to `out`.
pub fn resolve(spec: &Spec, out: &mut Diagnostics) -> model::Service {
    let mut operations: Vec<&spec::Operation> = spec.operations.iter().collect();
    operations.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let service = spec.service.as_ref();
    let editions = service.map(edition::declared);
    if let Some(service) = service {
        edition::check_service(service, out);
    }
    let empty_is_absent = service.is_some_and(|service| service.empty_is_absent.is_some_and(|flag| flag.0));
    check_names(&operations, out);
    let resources = service.map(|service| behaviour::resources(service, out));
    // Of a service with errors nobody knows what it keeps.
    let known = resources.as_deref().filter(|_| service.is_some_and(|service| !service.failed));
    let shared = Shared { editions: editions.as_deref(), empty_is_absent, resources: known };
    let resolved = parallel::map(&operations, |it| Diagnostics::of(|out| operation::resolve(it, &shared, out)));
    let resolved = out.collect(resolved);
    match service {
        Some(service) => {
            let reply = behaviour::common_reply(service, out);
            text::service(service, resources.unwrap_or_default(), reply, resolved)
        }
        None => model::Service { operations: resolved, ..model::Service::default() },
    }
}

fn check_names(operations: &[&spec::Operation], out: &mut Diagnostics) {
    let mut seen: HashMap<String, &spec::Operation> = HashMap::new();
    for operation in operations {
        let Some(first) = seen.get(&naming::module(&operation.operation)) else {
            seen.insert(naming::module(&operation.operation), operation);
            continue;
        };
        let message = format!(
            "`{}` and `{}` are the same operation, or have the same Rust name",
            first.operation, operation.operation
        );
        let mut diagnostic = Diagnostic::new(
            code::DUPLICATE_OPERATION,
            &operation.source.path,
            operation.node.value_span("operation"),
            message,
        )
        .help("rename one of them, or delete one of the files");
        diagnostic.related.push(crate::diagnostic::Related {
            file: first.source.path.clone(),
            span: first.node.value_span("operation"),
            label: "the first".to_owned(),
        });
        out.push(diagnostic);
    }
}

/// What all operations of a service share; nothing for a file on its own.
struct Shared<'s> {
    editions: Option<&'s [String]>,
    empty_is_absent: bool,
    resources: Option<&'s [model::Resource]>,
}

/// What is needed to read the rules of one file.
struct Reader<'a> {
    file: &'a str,
    scope: scope::Scope<'a>,
    /// Parameters that no request can leave out.
    always_given: HashSet<&'a str>,
    /// The id of the rule being read.
    rule: Option<String>,
    out: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// Reports a problem when the returned value goes.
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) -> Pending<'_> {
        let message = match &self.rule {
            Some(rule) => format!("rule `{rule}`: {}", message.into()),
            None => message.into(),
        };
        Pending { diagnostic: Some(Diagnostic::new(code, self.file, span, message)), out: self.out }
    }
}

/// A diagnostic that can still be given help and other places.
struct Pending<'o> {
    diagnostic: Option<Diagnostic>,
    out: &'o mut Diagnostics,
}

impl Pending<'_> {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.take().map(|diagnostic| diagnostic.help(help));
        self
    }

    fn related(mut self, span: Span, label: &str) -> Self {
        self.diagnostic = self.diagnostic.take().map(|diagnostic| diagnostic.related(span, label));
        self
    }
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        if let Some(diagnostic) = self.diagnostic.take() {
            self.out.push(diagnostic);
        }
    }
}
