//! From a checked tree to typed parts: each part is read on its own, a broken one is left out.

use super::language::{self, Mapping};
use super::tree::{Entry, Node, NodeKind};
use super::types::*;
use super::{SourceFile, Span, form, load_tree, shape};
use crate::diagnostic::{Command, Diagnostic, Diagnostics, Severity, code};
use serde::de::DeserializeOwned;
use serde_yaml::Value;

/// Reads `service.yaml`; none if nothing can be concluded from what could be read.
pub fn load_service(file: &SourceFile, out: &mut Diagnostics) -> Option<Service> {
    let (node, mut parts) = begin(file, &language::SERVICE, out)?;
    let mut service: Service = parts.typed(&node, &language::SERVICE)?;
    service.docs = texts(&node, "docs");
    service.editions = editions(&node);
    service.endpoints = endpoints(&node);
    service.common_errors = parts.named(&node, "common_errors", Parts::error);
    service.resources = parts.named(&node, "resources", Parts::resource);
    service.reply = texts(&node, "reply");
    service.failed = parts.failed;
    service.source = file.clone();
    service.node = node;
    Some(service)
}

/// Reads an operation file; none if nothing can be concluded from what could be read.
pub fn load_operation(file: &SourceFile, out: &mut Diagnostics) -> Option<Operation> {
    let (node, mut parts) = begin(file, &language::OPERATION, out)?;
    let mut operation: Operation = parts.typed(&node, &language::OPERATION)?;
    operation.parameters = parts.named(&node, "parameters", Parts::parameter);
    operation.facts = parts.named(&node, "facts", Parts::fact);
    operation.groups = parts.named(&node, "groups", Parts::group);
    operation.rules = parts.rules(&node);
    operation.response = node.get("response").map(|node| parts.response(node));
    operation.effect =
        node.entry("effect").filter(|entry| !parts.is_broken(entry.span())).map(|entry| parts.effect(&entry.value));
    operation.errors = parts.named(&node, "errors", Parts::error);
    operation.examples = parts.named(&node, "examples", Parts::example);
    operation.left_out = parts.left_out(&node);
    operation.failed = parts.failed;
    operation.source = file.clone();
    operation.node = node;
    Some(operation)
}

/// The checked tree of a file, unless a problem of its outermost level makes the rest look wrong too.
fn begin<'a>(file: &'a SourceFile, mapping: &'static Mapping, out: &'a mut Diagnostics) -> Option<(Node, Parts<'a>)> {
    let mut found = Diagnostics::new();
    let node = load_tree(file, &mut found);
    if let Some(node) = &node {
        shape::check(&file.path, node, mapping, &mut found);
        if let Some(rules) = node.get("rules") {
            form::check_ids(&file.path, rules.list(), &mut found);
        }
    }
    let errors = || found.iter().filter(|it| it.severity(Command::Other) == Severity::Error);
    let failed = errors().next().is_some();
    let broken: Vec<usize> = errors().filter_map(|it| it.span).map(|span| span.start.offset).collect();
    out.extend(found);
    let node = node?;
    let spans = part_spans(&node);
    let all_inside = broken.iter().all(|&offset| {
        let behind = spans.partition_point(|span| span.start.offset <= offset);
        behind.checked_sub(1).and_then(|it| spans.get(it)).is_some_and(|span| offset <= span.end.offset)
    });
    let names_known = ["parameters", "facts"]
        .iter()
        .all(|key| node.get(key).is_none_or(|it| it.is_null() || matches!(it.kind, NodeKind::Map(_))));
    if !all_inside || !names_known {
        return None;
    }
    let parts = Parts { path: &file.path, out, broken, failed };
    Some((node, parts))
}

/// Where the parts of a file stand, in order: what is inside the lists and maps of its outermost level.
fn part_spans(root: &Node) -> Vec<Span> {
    let mut spans = Vec::new();
    for entry in root.map() {
        match &entry.value.kind {
            NodeKind::Map(entries) => spans.extend(entries.iter().map(Entry::span)),
            NodeKind::List(list) => spans.extend(list.iter().map(|node| node.span)),
            NodeKind::Scalar(_) => {}
        }
    }
    spans
}

struct Parts<'a> {
    path: &'a str,
    out: &'a mut Diagnostics,
    /// Where errors stand, in order.
    broken: Vec<usize>,
    failed: bool,
}

impl Parts<'_> {
    fn is_broken(&self, span: Span) -> bool {
        let before = self.broken.partition_point(|&offset| offset < span.start.offset);
        self.broken.get(before).is_some_and(|&offset| offset <= span.end.offset)
    }

    /// The keys of a part that serde reads.
    fn typed<T: DeserializeOwned>(&mut self, node: &Node, mapping: &'static Mapping) -> Option<T> {
        match serde_yaml::from_value(typed_value(node, mapping)) {
            Ok(part) => Some(part),
            Err(error) => {
                let message = format!("the {} cannot be read: {error}", mapping.what);
                self.out.push(Diagnostic::new(code::WRONG_SHAPE, self.path, node.span, message));
                self.failed = true;
                None
            }
        }
    }

    /// The sound parts of a map.
    fn named<T>(&mut self, node: &Node, key: &str, read: fn(&mut Self, &Entry) -> Option<T>) -> Vec<T> {
        let Some(node) = node.get(key) else {
            return Vec::new();
        };
        let mut parts = Vec::with_capacity(node.map().len());
        for entry in node.map() {
            if !self.is_broken(entry.span()) {
                parts.extend(read(self, entry));
            }
        }
        parts
    }

    fn left_out(&self, operation: &Node) -> Vec<String> {
        let mut names = Vec::new();
        for (key, prefix) in [("parameters", ""), ("facts", "$")] {
            let Some(node) = operation.get(key) else {
                continue;
            };
            for entry in node.map() {
                if self.is_broken(entry.span()) {
                    names.push(format!("{prefix}{}", entry.key));
                }
            }
        }
        names
    }

    fn parameter(&mut self, entry: &Entry) -> Option<Parameter> {
        let node = &entry.value;
        let mut parameter: Parameter = self.typed(node, &language::PARAMETER)?;
        parameter.values = self.named(node, "values", Self::enum_value);
        parameter.items = match node.entry("items") {
            Some(items) => {
                let mut item = self.parameter(items)?;
                item.name.text.clear();
                Some(Box::new(item))
            }
            None => None,
        };
        parameter.fields = self.named(node, "fields", Self::parameter);
        parameter.name = name(entry);
        parameter.node = node.clone();
        Some(parameter)
    }

    fn enum_value(&mut self, entry: &Entry) -> Option<EnumValue> {
        let mut value: EnumValue = self.typed(&entry.value, &language::ENUM_VALUE)?;
        value.name = name(entry);
        value.node = entry.value.clone();
        Some(value)
    }

    fn fact(&mut self, entry: &Entry) -> Option<Fact> {
        let mut fact: Fact = self.typed(&entry.value, &language::FACT)?;
        fact.values = self.named(&entry.value, "values", Self::enum_value);
        fact.name = name(entry);
        fact.node = entry.value.clone();
        Some(fact)
    }

    fn group(&mut self, entry: &Entry) -> Option<Group> {
        let mut group: Group = self.typed(&entry.value, &language::GROUP)?;
        group.name = name(entry);
        group.node = entry.value.clone();
        Some(group)
    }

    fn error(&mut self, entry: &Entry) -> Option<ErrorCode> {
        let mut error: ErrorCode = self.typed(&entry.value, &language::ERROR)?;
        error.name = name(entry);
        error.node = entry.value.clone();
        Some(error)
    }

    fn example(&mut self, entry: &Entry) -> Option<Example> {
        let node = &entry.value;
        let mut example: Example = self.typed(node, &language::EXAMPLE)?;
        example.facts = node.get("facts").cloned();
        example.request = node.get("request").cloned();
        example.name = name(entry);
        example.node = node.clone();
        Some(example)
    }

    fn response(&mut self, node: &Node) -> Response {
        let condition =
            |key: &str| node.entry(key).filter(|entry| !self.is_broken(entry.span())).map(|entry| entry.value.clone());
        Response {
            success_when: condition("success_when"),
            failure_when: condition("failure_when"),
            fields: self.named(node, "fields", Self::parameter),
            node: node.clone(),
        }
    }

    fn resource(&mut self, entry: &Entry) -> Option<Resource> {
        let node = &entry.value;
        let mut resource: Resource = self.typed(node, &language::RESOURCE)?;
        resource.initial = texts(node, "initial");
        resource.states = self.named(node, "states", Self::state);
        resource.waiters = self.named(node, "waiters", Self::waiter);
        resource.name = name(entry);
        resource.node = node.clone();
        Some(resource)
    }

    fn state(&mut self, entry: &Entry) -> Option<State> {
        let mut state: State = self.typed(&entry.value, &language::STATE)?;
        state.set = texts(&entry.value, "set");
        state.name = name(entry);
        state.node = entry.value.clone();
        Some(state)
    }

    fn waiter(&mut self, entry: &Entry) -> Option<Waiter> {
        let mut waiter: Waiter = self.typed(&entry.value, &language::WAITER)?;
        waiter.name = name(entry);
        waiter.node = entry.value.clone();
        Some(waiter)
    }

    fn effect(&mut self, node: &Node) -> Effect {
        Effect {
            filters: self.named(node, "where", Self::filter),
            page: node.get("page").and_then(|page| self.typed(page, &language::PAGE)),
            needs: self.named(node, "needs", Self::need),
            set: texts(node, "set"),
            also: self.consequences(node),
            reply: texts(node, "reply"),
            node: node.clone(),
        }
    }

    fn consequences(&mut self, effect: &Node) -> Vec<Consequence> {
        let mut consequences = Vec::new();
        for node in effect.get("also").map(Node::list).unwrap_or_default() {
            if !self.is_broken(node.span) {
                consequences.push(Consequence {
                    repeat: node.get("repeat").and_then(|repeat| self.typed(repeat, &language::REPEAT)),
                    matches: texts(node, "match"),
                    set: texts(node, "set"),
                    node: node.clone(),
                });
            }
        }
        consequences
    }

    fn filter(&mut self, entry: &Entry) -> Option<Filter> {
        let mut filter: Filter = self.typed(&entry.value, &language::FILTER)?;
        filter.name = name(entry);
        filter.node = entry.value.clone();
        Some(filter)
    }

    fn need(&mut self, entry: &Entry) -> Option<Need> {
        let mut need: Need = self.typed(&entry.value, &language::NEED)?;
        need.name = name(entry);
        need.node = entry.value.clone();
        Some(need)
    }

    fn rules(&mut self, operation: &Node) -> Vec<Rule> {
        let Some(node) = operation.get("rules") else {
            return Vec::new();
        };
        let mut rules = Vec::with_capacity(node.list().len());
        for node in node.list() {
            if !self.is_broken(node.span) {
                rules.extend(self.rule(node));
            }
        }
        rules
    }

    fn rule(&mut self, node: &Node) -> Option<Rule> {
        let mut rule: Rule = self.typed(node, &language::RULE)?;
        let (kind, entry) =
            node.map().iter().find_map(|entry| FormKind::from_key(&entry.key).map(|kind| (kind, entry)))?;
        rule.form = Form { kind, key_span: entry.key_span, value: entry.value.clone() };
        rule.when = node.get("when").cloned();
        rule.unless = node.get("unless").cloned();
        rule.node = node.clone();
        Some(rule)
    }
}

fn name(entry: &Entry) -> Name {
    Name { text: entry.key.clone(), span: entry.key_span }
}

fn name_of(node: &Node) -> Option<Name> {
    node.text().map(|text| Name { text: text.to_owned(), span: node.span })
}

fn texts(part: &Node, key: &str) -> Vec<(Name, Name)> {
    let Some(node) = part.get(key) else {
        return Vec::new();
    };
    node.map().iter().filter_map(|entry| Some((name(entry), name_of(&entry.value)?))).collect()
}

fn endpoints(service: &Node) -> Endpoints {
    let mut endpoints = Endpoints::default();
    for (region, host) in texts(service, "endpoints") {
        match region.text.as_str() {
            "default" => endpoints.default = Some(host),
            "pattern" => endpoints.pattern = Some(host),
            _region => endpoints.regions.push((region, host)),
        }
    }
    endpoints
}

fn editions(service: &Node) -> Vec<Edition> {
    let Some(node) = service.get("editions") else {
        return Vec::new();
    };
    let documented = |entry: &Entry| Edition { name: name(entry), doc: entry.value.text().map(str::to_owned) };
    let mut editions: Vec<Edition> = node.map().iter().map(documented).collect();
    for item in node.list() {
        editions.extend(item.map().iter().map(documented));
        editions.extend(name_of(item).map(|name| Edition { name, doc: None }));
    }
    editions
}

/// A part for serde: every scalar a string with its written text, so that nothing is lost; nested parts are
/// left to themselves.
fn typed_value(node: &Node, mapping: &'static Mapping) -> Value {
    let mut map = serde_yaml::Mapping::new();
    for entry in node.map() {
        if mapping.key(&entry.key).is_some_and(|key| key.shape.is_typed()) {
            map.insert(Value::String(entry.key.clone()), written(&entry.value));
        }
    }
    Value::Mapping(map)
}

fn written(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(_) if node.is_null() => Value::Null,
        NodeKind::Scalar(scalar) => Value::String(scalar.text.clone()),
        NodeKind::List(list) => Value::Sequence(list.iter().map(written).collect()),
        NodeKind::Map(entries) => Value::Mapping(
            entries.iter().map(|entry| (Value::String(entry.key.clone()), written(&entry.value))).collect(),
        ),
    }
}
