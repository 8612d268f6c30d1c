//! What one operation does: its verb, what it needs, and where its reply comes from.

use contingent_rules::service::{Effect, Filter, Need, Page, Resource};
use contingent_rules::{Kind, Operation};

use super::also;
use super::template::{Known, assignments, kept};
use super::{among, not_settable, unknown_state};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::{model, spec};

/// The verbs, each with the keys that go with it.
const VERBS: [(&str, &[&str]); 5] = [
    ("create", &["set", "to", "also"]),
    ("read", &["by"]),
    ("list", &["into", "where", "page"]),
    ("change", &["by", "set", "from", "to", "also"]),
    ("delete", &["by", "from", "also"]),
];

/// The behaviour of an operation; `None` if its file does not say.
pub(in crate::resolve) fn resolve(
    operation: &spec::Operation,
    check: &Operation,
    response: Option<&model::Response>,
    resources: &[model::Resource],
    out: &mut Diagnostics,
) -> Option<model::Behaviour> {
    let mut read = Read { file: &operation.source.path, check, response, resources, out };
    for fact in &operation.facts {
        read.origin(fact);
    }
    let spec = operation.effect.as_ref()?;
    let needs = read.needs(spec);
    let mut at_hand: Vec<&Resource> = needs.iter().filter_map(|need| find(resources, &need.resource)).collect();
    let (effect, resource) = read.effect(spec, &at_hand).unzip();
    at_hand.extend(resource);
    let also = spec.also.iter().filter_map(|it| also::resolve(&mut read, it, &mut at_hand)).collect();
    for (field, _) in &spec.reply {
        read.reply_field(&field.text, field.span);
    }
    let known = Known { parameters: &check.parameters, resources: &at_hand, is_row: false };
    let reply = assignments(read.file, &spec.reply, &known, read.out);
    Some(model::Behaviour { needs, effect, also, reply })
}

pub(super) fn find<'r>(resources: &'r [model::Resource], name: &str) -> Option<&'r Resource> {
    resources.iter().map(|resource| &resource.def).find(|resource| resource.name == name)
}

/// What is read of one operation.
pub(super) struct Read<'r, 'o> {
    pub(super) file: &'r str,
    pub(super) check: &'r Operation,
    response: Option<&'r model::Response>,
    resources: &'r [model::Resource],
    pub(super) out: &'o mut Diagnostics,
}

impl<'r> Read<'r, '_> {
    /// Where a fact is said to be kept must exist, in a service that says what it keeps.
    fn origin(&mut self, fact: &spec::Fact) {
        let (Some(from), Some(node)) = (&fact.from, fact.node.get("from")) else { return };
        if self.resources.is_empty() {
            return;
        }
        for (key, given) in [("resource", &from.resource), ("by", &from.by), ("field", &from.field)] {
            if given.is_none() {
                let message = format!("the origin of the fact `{}` has no `{key}`", fact.name.text);
                let help = "write all three: `from: {resource: Plan, by: PlanId, field: Type}`";
                let span = fact.node.key_span("from");
                self.out.push(Diagnostic::new(code::BAD_EFFECT, self.file, span, message).help(help));
            }
        }
        let Some(resource) = from.resource.as_ref().and_then(|it| self.resource(it, node.value_span("resource")))
        else {
            return;
        };
        if let Some(field) = &from.field {
            self.kept(resource, field, node.value_span("field"));
        }
        if let Some(by) = &from.by {
            self.parameter(by, node.value_span("by"));
        }
    }

    fn needs(&mut self, spec: &spec::Effect) -> Vec<Need> {
        let mut needs = Vec::new();
        for need in &spec.needs {
            let Some(resource) = self.resource(&need.name.text, need.name.span) else { continue };
            let by = need.by.as_ref().unwrap_or(&resource.id);
            let span = if need.by.is_some() { need.node.value_span("by") } else { need.name.span };
            self.states(resource, &need.node, "in");
            if self.parameter(by, span) {
                needs.push(Need { resource: resource.name.clone(), by: by.clone(), states: need.states.0.clone() });
            }
        }
        needs
    }

    fn effect(&mut self, spec: &spec::Effect, needed: &[&'r Resource]) -> Option<(Effect, &'r Resource)> {
        let (verb, allowed) = self.verb(spec)?;
        let node = &spec.node;
        for entry in node.map() {
            let general = [verb, "needs", "reply"].contains(&entry.key.as_str());
            if !general && !allowed.contains(&entry.key.as_str()) {
                let message = format!("`{}` says nothing beside `{verb}`", entry.key);
                let help = format!("beside `{verb}`: {}, needs, reply", allowed.join(", "));
                self.out.push(Diagnostic::new(code::BAD_EFFECT, self.file, entry.key_span, message).help(help));
            }
        }
        let resource = self.resource(node.get(verb)?.text()?, node.value_span(verb))?;
        let name = resource.name.clone();
        let effect = match verb {
            "create" => {
                Effect::Create { resource: name, set: self.set(spec, resource, needed), to: self.to(node, resource) }
            }
            "read" => Effect::Read { resource: name, by: self.by(node, resource)? },
            "list" => self.list(spec, resource)?,
            "change" => Effect::Change {
                resource: name,
                by: self.by(node, resource)?,
                set: self.set(spec, resource, needed),
                from: self.states(resource, node, "from"),
                to: self.to(node, resource),
            },
            _delete => Effect::Delete {
                resource: name,
                by: self.by(node, resource)?,
                from: self.states(resource, node, "from"),
            },
        };
        Some((effect, resource))
    }

    /// The one verb; none is fine for an operation that only answers.
    fn verb(&mut self, spec: &spec::Effect) -> Option<(&'static str, &'static [&'static str])> {
        let given: Vec<_> = VERBS.iter().filter(|(verb, _)| spec.node.get(verb).is_some()).copied().collect();
        match given.as_slice() {
            [one] => Some(*one),
            [] => {
                for entry in
                    spec.node.map().iter().filter(|entry| !["needs", "also", "reply"].contains(&entry.key.as_str()))
                {
                    let message =
                        format!("`{}` says nothing without one of create, read, list, change and delete", entry.key);
                    let help = "say with one of them what the operation does";
                    self.out.push(Diagnostic::new(code::BAD_EFFECT, self.file, entry.key_span, message).help(help));
                }
                None
            }
            [_, (second, _), ..] => {
                let message = "an operation does one of create, read, list, change and delete";
                let help = "keep the one that its reply is about";
                self.out
                    .push(Diagnostic::new(code::BAD_EFFECT, self.file, spec.node.key_span(second), message).help(help));
                None
            }
        }
    }

    fn list(&mut self, spec: &spec::Effect, resource: &'r Resource) -> Option<Effect> {
        let node = &spec.node;
        let mut filters = Vec::new();
        for filter in &spec.filters {
            let field = filter.field.as_ref().unwrap_or(&filter.name.text);
            let span = if filter.field.is_some() { filter.node.value_span("field") } else { filter.name.span };
            let known = self.kept(resource, field, span);
            if self.parameter(&filter.name.text, filter.name.span) && known {
                filters.push(Filter {
                    parameter: filter.name.text.clone(),
                    field: field.clone(),
                    test: filter.test.unwrap_or_default(),
                    separator: filter.separator.clone(),
                });
            }
        }
        let page = spec.page.as_ref().zip(node.get("page")).and_then(|(page, at)| self.page(page, at));
        let Some(into) = node.get("into").and_then(spec::Node::text) else {
            let message = "a list has no field of the reply to go into";
            let help = "add `into`: the field of the reply that holds the list";
            self.out.push(Diagnostic::new(code::BAD_EFFECT, self.file, node.key_span("list"), message).help(help));
            return None;
        };
        let span = node.value_span("into");
        let known = self.reply_field(into, span) && self.reply_list(into, span);
        known.then(|| Effect::List { resource: resource.name.clone(), into: into.to_owned(), filters, page })
    }

    fn page(&mut self, page: &spec::Page, node: &spec::Node) -> Option<Page> {
        let number = self.parameter(&page.number, node.value_span("number"));
        let size = self.parameter(&page.size, node.value_span("size"));
        for (key, field) in [("total", &page.total), ("pages", &page.pages)] {
            if let Some(field) = field {
                self.reply_field(field, node.value_span(key));
            }
        }
        if page.default_size.0 == 0 {
            let help = "write `default_size: 1` or more";
            let span = node.value_span("default_size");
            self.out.push(Diagnostic::new(code::BAD_EFFECT, self.file, span, "a page has no item").help(help));
        }
        (number && size).then(|| Page {
            number: page.number.clone(),
            size: page.size.clone(),
            first: page.first.map_or(1, |count| count.0),
            default_size: page.default_size.0,
            total: page.total.clone(),
            pages: page.pages.clone(),
        })
    }

    fn set(
        &mut self,
        spec: &spec::Effect,
        resource: &'r Resource,
        needed: &[&'r Resource],
    ) -> Vec<contingent_rules::service::Assignment> {
        for (field, _) in &spec.set {
            let own = field.text == resource.id || Some(&field.text) == resource.state.as_ref();
            if self.kept(resource, &field.text, field.span) && own {
                not_settable(self.file, &resource.name, &field.text, field.span, self.out);
            }
        }
        let at_hand: Vec<&Resource> = needed.iter().copied().chain([resource]).collect();
        let known = Known { parameters: &self.check.parameters, resources: &at_hand, is_row: false };
        assignments(self.file, &spec.set, &known, self.out)
    }

    fn by(&mut self, node: &spec::Node, resource: &Resource) -> Option<String> {
        let by = node.get("by").and_then(spec::Node::text).unwrap_or(&resource.id);
        self.parameter(by, node.value_span("by")).then(|| by.to_owned())
    }

    pub(super) fn to(&mut self, node: &spec::Node, resource: &Resource) -> Option<String> {
        self.states(resource, node, "to").pop()
    }

    /// The states under a key, each of which the kind has.
    pub(super) fn states(&mut self, resource: &Resource, node: &spec::Node, key: &str) -> Vec<String> {
        let mut states = Vec::new();
        for state in node.get(key).map(spec::Node::one_or_many).unwrap_or_default() {
            let Some(name) = state.text() else { continue };
            let names = || resource.states.iter().map(|state| state.name.as_str());
            if !names().any(|known| known == name) {
                unknown_state(self.file, &resource.name, name, state.span, names(), self.out);
            }
            states.push(name.to_owned());
        }
        states
    }

    pub(super) fn resource(&mut self, name: &str, span: Span) -> Option<&'r Resource> {
        let found = find(self.resources, name);
        if found.is_none() {
            let names = self.resources.iter().map(|resource| resource.def.name.as_str());
            let message = format!("the service keeps no `{name}`");
            let help = among("resources in service.yaml", name, names);
            self.out.push(Diagnostic::new(code::UNKNOWN_RESOURCE, self.file, span, message).help(help));
        }
        found
    }

    pub(super) fn kept(&mut self, resource: &Resource, name: &str, span: Span) -> bool {
        let known = kept(resource).any(|field| field == name);
        if !known {
            let message = format!("`{}` has no field `{name}`", resource.name);
            let help = among("fields", name, kept(resource));
            self.out.push(Diagnostic::new(code::UNKNOWN_KEPT_FIELD, self.file, span, message).help(help));
        }
        known
    }

    fn parameter(&mut self, name: &str, span: Span) -> bool {
        let names = || self.check.parameters.iter().map(|parameter| parameter.name.as_str());
        let known = names().any(|parameter| parameter == name);
        if !known {
            let message = format!("the operation has no parameter `{name}`");
            let help = among("parameters", name, names());
            self.out.push(Diagnostic::new(code::UNKNOWN_NAME, self.file, span, message).help(help));
        }
        known
    }

    /// Whether a field of the reply is a list.
    fn reply_list(&mut self, name: &str, span: Span) -> bool {
        let mut fields = self.response.iter().flat_map(|response| &response.fields);
        let is_list = fields.any(|field| field.def.name == name && matches!(field.def.kind, Kind::List(_)));
        if !is_list {
            let help = "`into` names a field of the type `list`";
            let message = format!("the field `{name}` of the reply is no list");
            self.out.push(Diagnostic::new(code::BAD_EFFECT, self.file, span, message).help(help));
        }
        is_list
    }

    fn reply_field(&mut self, name: &str, span: Span) -> bool {
        let names = || self.response.iter().flat_map(|response| &response.fields).map(|field| field.def.name.as_str());
        let known = names().any(|field| field == name);
        if !known {
            let message = format!("the reply has no field `{name}`");
            let help = among("fields of the reply", name, names());
            self.out.push(Diagnostic::new(code::UNKNOWN_REPLY_FIELD, self.file, span, message).help(help));
        }
        known
    }
}
