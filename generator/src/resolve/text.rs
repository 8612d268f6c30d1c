//! What parts have besides their meaning: documentation and names, from the spec to the model.

use std::collections::{HashMap, HashSet};

use contingent_rules::service::Assignment;
use contingent_rules::{Kind, Parameter};

use super::naming;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::{model, spec};

/// The service around its operations.
pub(super) fn service(
    service: &spec::Service,
    resources: Vec<model::Resource>,
    reply: Vec<Assignment>,
    operations: Vec<model::Operation>,
) -> model::Service {
    let pair = |(a, b): &(spec::Name, spec::Name)| (a.text.clone(), b.text.clone());
    let edition = |edition: &spec::Edition| model::Edition {
        name: edition.name.text.clone(),
        doc: edition.doc.clone().unwrap_or_default(),
        variant: naming::edition(&edition.name.text),
    };
    model::Service {
        name: service.service.clone(),
        version: service.version.clone().unwrap_or_default(),
        title: service.title.clone().unwrap_or_else(|| service.service.clone()),
        doc: service.doc.clone().unwrap_or_default(),
        docs: service.docs.iter().map(pair).collect(),
        editions: service.editions.iter().map(edition).collect(),
        endpoints: model::Endpoints {
            default: service.endpoints.default.as_ref().map(|host| host.text.clone()),
            pattern: service.endpoints.pattern.as_ref().map(|host| host.text.clone()),
            regions: service.endpoints.regions.iter().map(pair).collect(),
        },
        errors: service.common_errors.iter().map(error).collect(),
        resources,
        reply,
        operations,
    }
}

/// An error code.
pub(super) fn error(error: &spec::ErrorCode) -> model::ErrorCode {
    model::ErrorCode {
        code: error.name.text.clone(),
        status: error.status.map(|count| count.0),
        message: error.message.clone().unwrap_or_default(),
        retryable: error.retryable.is_some_and(|flag| flag.0),
        doc: error.doc.clone().unwrap_or_default(),
        editions: error.edition.0.clone(),
    }
}

/// Names of one operation that must differ.
pub(super) struct Names<'o> {
    pub(super) file: &'o str,
    pub(super) out: &'o mut Diagnostics,
    types: HashMap<String, Span>,
}

impl<'o> Names<'o> {
    pub(super) fn new(file: &'o str, out: &'o mut Diagnostics) -> Self {
        Names { file, out, types: HashMap::new() }
    }

    /// A type name that nothing else has: as preferred, or with its parent's name in front.
    pub(super) fn claim_type(&mut self, preferred: &str, parent: &str, span: Span) -> String {
        let names = [naming::type_name(preferred), naming::type_name(&format!("{parent} {preferred}"))];
        let free = names.iter().find(|name| !self.types.contains_key(*name));
        if let Some(name) = free {
            self.types.insert(name.clone(), span);
            return name.clone();
        }
        let first = self.types.get(&names[0]).copied();
        self.clash(&names[0], span, first);
        names[0].clone()
    }

    /// Reports fields, variants or constants that have one name.
    pub(super) fn differ<'n>(&mut self, names: impl IntoIterator<Item = (&'n str, Span)>) {
        self.differ_or(names, "the Rust name", "give one of them `override: {rust: another_name}`");
    }

    fn differ_or<'n>(&mut self, names: impl IntoIterator<Item = (&'n str, Span)>, what: &str, help: &str) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for (name, span) in names {
            match seen.get(name) {
                Some(first) => self.report((what, name), span, Some(*first), help),
                None => {
                    seen.insert(name, span);
                }
            }
        }
    }

    /// Reports constants of rules that have one name.
    pub(super) fn rules_differ<'n>(&mut self, names: impl IntoIterator<Item = (&'n str, Span)>) {
        self.differ_or(names, "the name of the constant", "rename one of the rules");
    }

    /// Reports flags of parameters that have one name; one Rust name has been reported already.
    fn flags_differ(&mut self, parameters: &[(model::Parameter, Span)]) {
        let mut fields = HashSet::new();
        let fresh: Vec<_> = parameters.iter().filter(|(it, _)| fields.insert(it.field.as_str())).collect();
        let help = "give one of them `override: {cli: another-name}`";
        self.differ_or(fresh.iter().map(|(it, span)| (it.flag.as_str(), *span)), "the name on the command line", help);
    }

    fn clash(&mut self, name: &str, span: Span, first: Option<Span>) {
        self.report(("the Rust name", name), span, first, "give one of them `override: {rust: another_name}`");
    }

    fn report(&mut self, (what, name): (&str, &str), span: Span, first: Option<Span>, help: &str) {
        let message = format!("{what} `{name}` is taken");
        let mut diagnostic = Diagnostic::new(code::RUST_NAME, self.file, span, message).help(help);
        if let Some(first) = first {
            diagnostic = diagnostic.related(first, "taken by this");
        }
        self.out.push(diagnostic);
    }

    /// The parameters of a request, the fields of an object or of a reply.
    pub(super) fn parameters(
        &mut self,
        parameters: &[(&spec::Parameter, Parameter)],
        parent: &str,
    ) -> Vec<model::Parameter> {
        let resolved: Vec<model::Parameter> =
            parameters.iter().map(|(spec, def)| self.parameter(spec, def, &spec.name.text, parent)).collect();
        self.differ(
            resolved.iter().zip(parameters).map(|(parameter, (spec, _))| (parameter.field.as_str(), spec.name.span)),
        );
        let placed: Vec<_> = resolved.into_iter().zip(parameters).map(|(it, (spec, _))| (it, spec.name.span)).collect();
        self.flags_differ(&placed);
        placed.into_iter().map(|(parameter, _)| parameter).collect()
    }

    fn parameter(&mut self, spec: &spec::Parameter, def: &Parameter, name: &str, parent: &str) -> model::Parameter {
        let (name, wrapper) = wrapped(name);
        self.check_override(&spec.node);
        let base = spec.overrides.rust.as_deref().unwrap_or(name);
        let span = if spec.name.text.is_empty() { spec.node.span } else { spec.name.span };
        let (values, fields, item) = match &def.kind {
            Kind::Enum { .. } => (self.values(&spec.values), [].as_slice(), None),
            Kind::Object(inner) | Kind::JsonObject(inner) => (Vec::new(), inner.as_slice(), None),
            Kind::List(Some(inner)) | Kind::JsonList(inner) | Kind::Map(Some(inner)) => {
                (Vec::new(), [].as_slice(), Some(inner))
            }
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::List(None)
            | Kind::Map(None)
            | Kind::Json => (Vec::new(), [].as_slice(), None),
        };
        let defines = matches!(def.kind, Kind::Enum { .. }) || !fields.is_empty();
        let type_name = defines.then(|| self.claim_type(base, parent, span));
        let below = type_name.clone().unwrap_or_else(|| parent.to_owned());
        let pairs: Vec<_> = spec.fields.iter().zip(fields.iter().cloned()).collect();
        let fields = self.parameters(&pairs, &below);
        let item = item
            .zip(spec.items.as_deref())
            .map(|(def, spec)| Box::new(self.parameter(spec, def, &naming::singular(base), parent)));
        model::Parameter {
            def: Parameter {
                name: if spec.name.text.is_empty() { String::new() } else { name.to_owned() },
                ..def.clone()
            },
            doc: spec.doc.clone().unwrap_or_default(),
            default: spec.default.clone(),
            example: spec.example.clone(),
            unit: spec.unit.clone(),
            position: position(spec.position),
            undocumented: spec.undocumented.is_some_and(|flag| flag.0),
            refers_to: spec.refers_to.clone(),
            field: naming::field(base),
            flag: naming::flag(spec.overrides.cli.as_deref().unwrap_or(base)),
            type_name,
            values,
            fields,
            item,
            wrapper: wrapper.map(str::to_owned),
        }
    }

    /// Reports a Rust name that is none: it would be changed into another one without a word.
    fn check_override(&mut self, node: &spec::Node) {
        let Some(at) = node.get("override").and_then(|it| it.get("rust")) else { return };
        let Some(name) = at.text().filter(|name| !naming::is_identifier(name)) else { return };
        self.out.push(
            Diagnostic::new(code::BAD_NAME, self.file, at.span, format!("`{name}` cannot be a Rust name"))
                .help("a Rust name is made of letters, digits and `_`, and does not begin with a digit"),
        );
    }

    fn values(&mut self, values: &[spec::EnumValue]) -> Vec<model::EnumText> {
        values.iter().for_each(|value| self.check_override(&value.node));
        let texts: Vec<model::EnumText> = values
            .iter()
            .map(|value| model::EnumText {
                doc: value.doc.clone().unwrap_or_default(),
                variant: naming::variant(value.overrides.rust.as_deref().unwrap_or(&value.name.text)),
            })
            .collect();
        self.differ(texts.iter().zip(values).map(|(text, value)| (text.variant.as_str(), value.name.span)));
        texts
    }

    /// The facts of an operation.
    pub(super) fn facts(
        &mut self,
        facts: &[(&spec::Fact, contingent_rules::Fact)],
        parameters: &[model::Parameter],
        parent: &str,
    ) -> Vec<model::Fact> {
        let mut resolved = Vec::new();
        for (spec, def) in facts {
            let name = &spec.name.text;
            let type_name =
                matches!(def.kind, Kind::Enum { .. }).then(|| self.claim_type(name, parent, spec.name.span));
            resolved.push(model::Fact {
                def: def.clone(),
                doc: spec.doc.clone().unwrap_or_default(),
                source: spec.source.clone().unwrap_or_default(),
                from: spec.from.as_ref().map(|from| model::Origin {
                    resource: from.resource.clone().unwrap_or_default(),
                    by: from.by.clone().unwrap_or_default(),
                    field: from.field.clone().unwrap_or_default(),
                }),
                field: naming::field(name),
                flag: naming::fact_flag(name, parameters.iter().map(|parameter| parameter.flag.as_str())),
                type_name,
                values: self.values(&spec.values),
            });
        }
        self.differ(resolved.iter().zip(facts).map(|(fact, (spec, _))| (fact.field.as_str(), spec.name.span)));
        resolved
    }
}

/// `Regions.RegionCode[]` is the list `Regions` whose items are wrapped in `RegionCode`.
pub(super) fn wrapped(name: &str) -> (&str, Option<&str>) {
    match name.strip_suffix("[]").and_then(|path| path.split_once('.')) {
        Some((list, wrapper)) if !list.is_empty() && !wrapper.is_empty() => (list, Some(wrapper)),
        Some(_) | None => (name, None),
    }
}

fn position(position: Option<spec::Position>) -> model::Position {
    match position {
        Some(spec::Position::Query) | None => model::Position::Query,
        Some(spec::Position::Body) => model::Position::Body,
        Some(spec::Position::Header) => model::Position::Header,
        Some(spec::Position::Path) => model::Position::Path,
        Some(spec::Position::Host) => model::Position::Host,
    }
}
