//! What a service keeps, and what its operations do to that.

mod effect;
mod template;

pub(super) use effect::resolve;

use contingent_rules::service::{Assignment, Piece, Resource, State, Stored};
use contingent_rules::{Pattern, nearest};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, code};
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
    let mut read = Read { file, spec, out };
    read.id_pattern();
    let (presets, states, waiters) = (read.presets(), read.states(), read.waiters());
    for (name, _) in &spec.initial {
        read.field(&name.text, name.span);
    }
    let is_other = |name: &&String| **name != spec.id && Some(*name) != spec.state.as_ref();
    let initial = |name: &str| spec.initial.iter().find(|(field, _)| field.text == name).map(|(_, it)| it.text.clone());
    let stored = |name: &String| Stored { name: name.clone(), default: initial(name), secret: false };
    let def = Resource {
        name: spec.name.text.clone(),
        id: spec.id.clone(),
        id_pattern: spec.id_pattern.clone(),
        fields: spec.fields.iter().filter(is_other).map(stored).collect(),
        state: spec.state.clone(),
        states,
        presets,
        not_found: spec.not_found.clone().unwrap_or_else(|| NOT_FOUND.to_owned()),
        wrong_state: spec.wrong_state.clone().unwrap_or_else(|| WRONG_STATE.to_owned()),
    };
    model::Resource { def, doc: spec.doc.clone().unwrap_or_default(), waiters }
}

/// What is read of one kind.
struct Read<'r, 'o> {
    file: &'r str,
    spec: &'r spec::Resource,
    out: &'o mut Diagnostics,
}

impl Read<'_, '_> {
    fn report(&mut self, code: Code, span: Span, message: String, help: &str) {
        self.out.push(Diagnostic::new(code, self.file, span, message).help(help));
    }

    /// Whether the kind has a field; reports it if not.
    fn field(&mut self, name: &str, span: Span) -> bool {
        let spec = self.spec;
        let names = || [&spec.id].into_iter().chain(&spec.state).chain(&spec.fields).map(String::as_str);
        let known = names().any(|field| field == name);
        if !known {
            let message = format!("`{}` has no field `{name}`", spec.name.text);
            self.report(code::UNKNOWN_KEPT_FIELD, span, message, &among("fields", name, names()));
        }
        known
    }

    fn state(&mut self, name: &str, span: Span) {
        let names = || self.spec.states.iter().map(|state| state.name.text.as_str());
        if !names().any(|state| state == name) {
            unknown_state(self.file, &self.spec.name.text, name, span, names(), self.out);
        }
    }

    fn id_pattern(&mut self) {
        let pattern = &self.spec.id_pattern;
        let span = self.spec.node.value_span("id_pattern");
        if let Err(error) = Pattern::new(pattern) {
            let help = "patterns are what Rust and JavaScript share: no look-around, no `\\b`, no Unicode classes";
            self.report(code::BAD_PATTERN, span, format!("the pattern cannot be used: {error}"), help);
        } else if !can_be_made(pattern) {
            let help = "use letters, digits, `-`, `_`, classes such as `[a-z0-9]`, and counts such as `{10}`";
            self.report(code::BAD_ID_PATTERN, span, format!("new ids cannot be made by `{pattern}`"), help);
        }
    }

    fn presets(&mut self) -> Vec<Vec<(String, String)>> {
        let mut presets = Vec::new();
        for entry in self.spec.node.get("presets").map(spec::Node::map).unwrap_or_default() {
            let mut fields = vec![(self.spec.id.clone(), entry.key.clone())];
            for field in entry.value.map() {
                let known = self.field(&field.key, field.key_span);
                fields.extend(field.value.text().filter(|_| known).map(|text| (field.key.clone(), text.to_owned())));
            }
            presets.push(fields);
        }
        presets
    }

    fn states(&mut self) -> Vec<State> {
        let spec = self.spec;
        if spec.state.is_some() == spec.states.is_empty() {
            let span = spec.node.key_span(if spec.state.is_some() { "state" } else { "states" });
            let help = "`state` names the field and `states` lists its values; a resource has both or neither";
            self.report(code::BAD_STATES, span, format!("`{}` has one of `state` and `states`", spec.name.text), help);
        }
        let mut states = Vec::new();
        for state in &spec.states {
            if state.after.is_some() != state.then.is_some() {
                let message = format!("the state `{}` has one of `after` and `then`", state.name.text);
                let help = "a state that ends by itself has a time, `after`, and a next state, `then`";
                self.report(code::BAD_STATES, state.name.span, message, help);
            }
            if let Some(then) = &state.then {
                self.state(then, state.node.value_span("then"));
            }
            for (name, _) in &state.set {
                self.field(&name.text, name.span);
            }
            let known = Known { parameters: &[], resources: &[] };
            let set = template::assignments(self.file, &state.set, &known, self.out);
            let is_fixed = |value: &[Piece]| matches!(value, [Piece::Text(_) | Piece::Now]);
            for (assignment, (name, _)) in set.iter().zip(&state.set) {
                if !is_fixed(&assignment.value) {
                    let help = "write a text, or '{$now}' alone for the time at which the state begins";
                    let message = format!("a state cannot set `{}` to this", name.text);
                    self.report(code::BAD_TEMPLATE, name.span, message, help);
                }
            }
            states.push(State {
                name: state.name.text.clone(),
                after: state.after.map(|count| count.0),
                then: state.then.clone(),
                set,
            });
        }
        states
    }

    fn waiters(&mut self) -> Vec<model::Waiter> {
        let mut waiters = Vec::new();
        for waiter in &self.spec.waiters {
            for key in ["until", "fail"] {
                for node in waiter.node.get(key).map(spec::Node::one_or_many).unwrap_or_default() {
                    self.state(node.text().unwrap_or_default(), node.span);
                }
            }
            waiters.push(model::Waiter {
                name: waiter.name.text.clone(),
                doc: waiter.doc.clone().unwrap_or_default(),
                until: waiter.until.0.clone(),
                fail: waiter.fail.0.clone(),
            });
        }
        waiters
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
