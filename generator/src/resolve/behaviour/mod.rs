//! What a service keeps, and what its operations do to that.

mod effect;
mod template;

pub(super) use effect::resolve;

use contingent_rules::Pattern;
use contingent_rules::nearest;
use contingent_rules::service::{Assignment, Resource, State};

use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::{model, spec};
use template::Known;

/// The error code for an id that names nothing, where the spec gives none.
const NOT_FOUND: &str = "NotFound";
/// The error code for a state that an operation does not accept, where the spec gives none.
const WRONG_STATE: &str = "IncorrectState";

/// What the service keeps.
pub(super) fn resources(service: &spec::Service, out: &mut Diagnostics) -> Vec<model::Resource> {
    service.resources.iter().map(|it| resource(&service.source.path, it, out)).collect()
}

/// What every reply that is no error says.
pub(super) fn common_reply(service: &spec::Service, out: &mut Diagnostics) -> Vec<Assignment> {
    let known = Known { parameters: &[], resources: &[] };
    template::assignments(&service.source.path, &service.reply, &known, out)
}

fn resource(file: &str, spec: &spec::Resource, out: &mut Diagnostics) -> model::Resource {
    let kept =
        |name: &str| name == spec.id || spec.state.as_deref() == Some(name) || spec.fields.iter().any(|it| it == name);
    let mut unknown = |name: &str, span: Span| {
        let names = spec.fields.iter().map(String::as_str).chain([spec.id.as_str()]).chain(spec.state.as_deref());
        let message = format!("`{}` has no field `{name}`", spec.name.text);
        out.push(Diagnostic::new(code::UNKNOWN_KEPT_FIELD, file, span, message).help(among("fields", name, names)));
    };
    for (name, _) in spec.initial.iter().filter(|(name, _)| !kept(&name.text)) {
        unknown(&name.text, name.span);
    }
    let mut presets = Vec::new();
    for entry in spec.node.get("presets").map(spec::Node::map).unwrap_or_default() {
        let mut fields = vec![(spec.id.clone(), entry.key.clone())];
        for field in entry.value.map() {
            if !kept(&field.key) {
                unknown(&field.key, field.key_span);
            } else if let Some(text) = field.value.text() {
                fields.push((field.key.clone(), text.to_owned()));
            }
        }
        presets.push(fields);
    }
    if let Err(error) = Pattern::new(&spec.id_pattern) {
        let span = spec.node.value_span("id_pattern");
        let help = "patterns are what Rust and JavaScript share: no look-around, no `\\b`, no Unicode classes";
        let message = format!("the pattern cannot be used: {error}");
        out.push(Diagnostic::new(code::BAD_PATTERN, file, span, message).help(help));
    } else if !can_be_made(&spec.id_pattern) {
        let message = format!("new ids cannot be made by `{}`", spec.id_pattern);
        let help = "use letters, digits, `-`, `_`, classes such as `[a-z0-9]`, and counts such as `{10}`";
        out.push(Diagnostic::new(code::BAD_ID_PATTERN, file, spec.node.value_span("id_pattern"), message).help(help));
    }
    if spec.state.is_some() == spec.states.is_empty() {
        let span = spec.node.key_span(if spec.state.is_some() { "state" } else { "states" });
        let help = "`state` names the field and `states` lists its values; a resource has both or neither";
        let message = format!("`{}` has one of `state` and `states`", spec.name.text);
        out.push(Diagnostic::new(code::BAD_STATES, file, span, message).help(help));
    }
    for state in &spec.states {
        if state.after.is_some() != state.then.is_some() {
            let message = format!("the state `{}` has one of `after` and `then`", state.name.text);
            let help = "a state that ends by itself has a time, `after`, and a next state, `then`";
            out.push(Diagnostic::new(code::BAD_STATES, file, state.name.span, message).help(help));
        }
        if let Some(then) = &state.then {
            check_state(file, spec, then, state.node.value_span("then"), out);
        }
    }
    let mut waiters = Vec::new();
    for waiter in &spec.waiters {
        for key in ["until", "fail"] {
            for node in waiter.node.get(key).map(spec::Node::one_or_many).unwrap_or_default() {
                check_state(file, spec, node.text().unwrap_or_default(), node.span, out);
            }
        }
        waiters.push(model::Waiter {
            name: waiter.name.text.clone(),
            doc: waiter.doc.clone().unwrap_or_default(),
            until: waiter.until.0.clone(),
            fail: waiter.fail.0.clone(),
        });
    }
    let initial =
        |name: &str| spec.initial.iter().find(|(field, _)| field.text == name).map(|(_, value)| value.text.clone());
    let stored =
        |name: &String| contingent_rules::service::Stored { name: name.clone(), default: initial(name), secret: false };
    let state = |state: &spec::State| State {
        name: state.name.text.clone(),
        after: state.after.map(|count| count.0),
        then: state.then.clone(),
    };
    let def = Resource {
        name: spec.name.text.clone(),
        id: spec.id.clone(),
        id_pattern: spec.id_pattern.clone(),
        fields: spec
            .fields
            .iter()
            .filter(|it| **it != spec.id && Some(*it) != spec.state.as_ref())
            .map(stored)
            .collect(),
        state: spec.state.clone(),
        states: spec.states.iter().map(state).collect(),
        presets,
        not_found: spec.not_found.clone().unwrap_or_else(|| NOT_FOUND.to_owned()),
        wrong_state: spec.wrong_state.clone().unwrap_or_else(|| WRONG_STATE.to_owned()),
    };
    model::Resource { def, doc: spec.doc.clone().unwrap_or_default(), waiters }
}

fn check_state(file: &str, resource: &spec::Resource, name: &str, span: Span, out: &mut Diagnostics) {
    let names = || resource.states.iter().map(|state| state.name.text.as_str());
    if !names().any(|state| state == name) {
        unknown_state(file, &resource.name.text, name, span, names(), out);
    }
}

/// Reports a state that a kind does not have.
fn unknown_state<'n>(
    file: &str,
    resource: &str,
    name: &str,
    span: Span,
    names: impl Iterator<Item = &'n str> + Clone,
    out: &mut Diagnostics,
) {
    let message = format!("`{resource}` has no state `{name}`");
    out.push(Diagnostic::new(code::UNKNOWN_STATE, file, span, message).help(among("states", name, names)));
}

/// The nearest name, or all of them.
fn among<'n>(what: &str, name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let names: Vec<&str> = names.collect();
            if names.is_empty() { format!("there are no {what}") } else { format!("{what}: {}", names.join(", ")) }
        }
    }
}

/// Whether ids can be made by a pattern: characters, classes of characters and ranges, and counts.
fn can_be_made(pattern: &str) -> bool {
    let mut rest = pattern.chars().peekable();
    let mut before = false;
    while let Some(c) = rest.next() {
        match c {
            '[' => {
                let class: String = rest.by_ref().take_while(|c| *c != ']').collect();
                let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
                if class.is_empty() || !class.chars().all(plain) || class.starts_with('-') {
                    return false;
                }
                before = true;
            }
            '\\' => {
                if rest.next() != Some('d') {
                    return false;
                }
                before = true;
            }
            '{' if before => {
                let count: String = rest.by_ref().take_while(|c| *c != '}').collect();
                let numbers: Vec<Option<u32>> = count.split(',').map(|it| it.parse().ok()).collect();
                if numbers.len() > 2 || numbers.iter().any(|it| it.is_none_or(|it| it > 64)) {
                    return false;
                }
                before = false;
            }
            c if c.is_ascii_alphanumeric() || "-_:".contains(c) => before = true,
            _ => return false,
        }
    }
    !pattern.is_empty()
}
