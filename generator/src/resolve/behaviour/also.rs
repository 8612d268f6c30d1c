//! What becomes of other things through an operation.

use contingent_rules::service::{Condition, Consequence, Repeat, Resource, Verb};

use super::effect::Read;
use super::not_settable;
use super::template::{self, Known, assignments};
use crate::diagnostic::{Diagnostic, code};
use crate::spec;

/// The verbs, each with the keys that go with it.
const VERBS: [(&str, Verb, &[&str]); 3] = [
    ("create", Verb::Create, &["when", "repeat", "set", "to"]),
    ("change", Verb::Change, &["when", "match", "from", "set", "to"]),
    ("delete", Verb::Delete, &["when", "match", "from"]),
];

/// One consequence. What it makes is at hand afterwards.
pub(super) fn resolve<'r>(
    read: &mut Read<'r, '_>,
    spec: &spec::Consequence,
    at_hand: &mut Vec<&'r Resource>,
) -> Option<Consequence> {
    let node = &spec.node;
    let given: Vec<_> = VERBS.iter().filter(|(key, ..)| node.get(key).is_some()).collect();
    let [(key, verb, allowed)] = given.as_slice() else {
        let message = "a consequence does one of create, change and delete";
        let help = "write one item of `also` for each of them";
        read.out.push(Diagnostic::new(code::BAD_EFFECT, read.file, node.span, message).help(help));
        return None;
    };
    for entry in node.map().iter().filter(|entry| entry.key != *key && !allowed.contains(&entry.key.as_str())) {
        let message = format!("`{}` says nothing beside `{key}`", entry.key);
        let help = format!("beside `{key}`: {}", allowed.join(", "));
        read.out.push(Diagnostic::new(code::BAD_EFFECT, read.file, entry.key_span, message).help(help));
    }
    let is_new = *verb == Verb::Create;
    if !is_new && spec.matches.is_empty() {
        let message = format!("it is not said which ones `{key}` means");
        let help = "add `match` with a field that they have in common: `match: {PlanId: '{PlanId}'}`";
        read.out.push(Diagnostic::new(code::BAD_EFFECT, read.file, node.key_span(key), message).help(help));
    }
    let resource = read.resource(node.get(key)?.text()?, node.value_span(key))?;
    let when = conditions(read, node, at_hand);
    // Which ones are meant does not depend on themselves.
    let known = Known { parameters: &read.check.parameters, resources: at_hand, is_row: false };
    let matches = assignments(read.file, &spec.matches, &known, read.out);
    for (field, _) in &spec.matches {
        read.kept(resource, &field.text, field.span);
    }
    let is_another = !at_hand.iter().any(|other| other.name == resource.name);
    at_hand.extend(is_another.then_some(resource));
    for (field, _) in &spec.set {
        let own = (field.text == resource.id && !is_new) || Some(&field.text) == resource.state.as_ref();
        if read.kept(resource, &field.text, field.span) && own {
            not_settable(read.file, &resource.name, &field.text, field.span, read.out);
        }
    }
    let repeat = spec.repeat.as_ref().map(|it| Repeat { times: it.times.0, every: it.every.0 });
    if repeat.is_some_and(|repeat| !(1..=Repeat::MOST).contains(&repeat.times)) {
        let span = node.get("repeat").map_or(node.span, |at| at.value_span("times"));
        let message = format!("{} new ones cannot be made", repeat.map_or(0, |repeat| repeat.times));
        let help = format!("write 1 to {}", Repeat::MOST);
        read.out.push(Diagnostic::new(code::BAD_EFFECT, read.file, span, message).help(help));
    }
    let known = Known { parameters: &read.check.parameters, resources: at_hand, is_row: repeat.is_some() };
    let set = assignments(read.file, &spec.set, &known, read.out);
    if is_another && !is_new {
        at_hand.pop();
    }
    Some(Consequence {
        verb: *verb,
        resource: resource.name.clone(),
        repeat,
        when,
        matches,
        from: read.states(resource, node, "from"),
        set,
        to: read.to(node, resource),
    })
}

/// What must have one of its values so that it happens.
fn conditions(read: &mut Read<'_, '_>, node: &spec::Node, at_hand: &[&Resource]) -> Vec<Condition> {
    let Some(when) = node.get("when") else { return Vec::new() };
    let known = Known { parameters: &read.check.parameters, resources: at_hand, is_row: false };
    let mut conditions = Vec::new();
    for entry in when.map() {
        let is: Vec<String> = entry.value.one_or_many().iter().filter_map(|it| it.text().map(str::to_owned)).collect();
        if is.len() != entry.value.one_or_many().len() || is.is_empty() {
            let message = format!("`{}` has no values to be compared with", entry.key);
            let help = "write a text or a list of texts: `when: {Mode: [all, some]}`";
            read.out.push(Diagnostic::new(code::BAD_EFFECT, read.file, entry.key_span, message).help(help));
        }
        let value = template::value(read.file, &entry.key, entry.key_span, &known, read.out);
        conditions.extend(value.map(|value| Condition { value, is }));
    }
    conditions
}
