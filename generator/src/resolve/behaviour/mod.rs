//! What a service keeps, and what its operations do to that.

mod also;
mod effect;
mod template;

pub(super) use effect::resolve;

use std::collections::HashMap;

use contingent_rules::service::{Assignment, Piece, Resource, State, Stored};
use contingent_rules::{Pattern, nearest};

use super::naming;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, code};
use crate::{model, spec};
use template::Known;

/// The error code for an id that names nothing, where the spec gives none.
const NOT_FOUND: &str = "NotFound";
/// The error code for a state that an operation does not accept, where the spec gives none.
const WRONG_STATE: &str = "IncorrectState";

/// What the service keeps.
pub(super) fn resources(service: &spec::Service, out: &mut Diagnostics) -> Vec<model::Resource> {
    waiters_differ(service, out);
    service.resources.iter().map(|it| resource(&service.source.path, it, out)).collect()
}

/// Reports waiters whose methods would have one name.
fn waiters_differ(service: &spec::Service, out: &mut Diagnostics) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (resource, waiter) in service.resources.iter().flat_map(|it| it.waiters.iter().map(move |waiter| (it, waiter)))
    {
        let name = naming::field(&format!("wait for {} {}", resource.name.text, waiter.name.text));
        match seen.get(&name) {
            Some(first) => {
                let message = format!("the Rust name `{name}` is taken");
                let diagnostic = Diagnostic::new(code::RUST_NAME, &service.source.path, waiter.name.span, message);
                out.push(diagnostic.related(*first, "taken by this").help("rename one of the waiters"));
            }
            None => {
                seen.insert(name, waiter.name.span);
            }
        }
    }
}

/// What every reply that is no error says.
pub(super) fn common_reply(service: &spec::Service, out: &mut Diagnostics) -> Vec<Assignment> {
    let known = Known { parameters: &[], resources: &[], is_row: false };
    template::assignments(&service.source.path, &service.reply, &known, out)
}

fn resource(file: &str, spec: &spec::Resource, out: &mut Diagnostics) -> model::Resource {
    let mut read = Read { file, spec, out };
    read.id_pattern();
    read.own_fields();
    let (presets, states, waiters) = (read.presets(), read.states(), read.waiters());
    for (name, _) in &spec.initial {
        read.settable(&name.text, name.span);
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

    /// Reports a name that no value can be given to: neither the id nor the state is set like other fields.
    fn settable(&mut self, name: &str, span: Span) {
        if self.field(name, span) && (name == self.spec.id || Some(name) == self.spec.state.as_deref()) {
            not_settable(self.file, &self.spec.name.text, name, span, self.out);
        }
    }

    /// Each field is there once.
    fn own_fields(&mut self) {
        let spec = self.spec;
        let nodes = spec.node.get("fields").map(spec::Node::one_or_many).unwrap_or_default();
        for (index, name) in spec.fields.iter().enumerate() {
            if spec.fields.iter().take(index).any(|other| other == name) {
                let span = nodes.get(index).map_or_else(|| spec.node.key_span("fields"), |node| node.span);
                let message = format!("`{}` has the field `{name}` twice", spec.name.text);
                self.report(code::UNKNOWN_KEPT_FIELD, span, message, "write each field once");
            }
        }
        if Some(&spec.id) == spec.state.as_ref() {
            let message = format!("the id of `{}` is its state", spec.name.text);
            self.report(code::BAD_STATES, spec.node.value_span("state"), message, "name another field with the state");
        }
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
            let help = "use letters, digits, `-`, `_`, classes such as `[a-z0-9]`, and counts such as `{10}`: 1 to 256 \
                        characters";
            self.report(code::BAD_ID_PATTERN, span, format!("new ids cannot be made by `{pattern}`"), help);
        }
    }

    fn presets(&mut self) -> Vec<Vec<(String, String)>> {
        let mut presets = Vec::new();
        for entry in self.spec.node.get("presets").map(spec::Node::map).unwrap_or_default() {
            let mut fields = vec![(self.spec.id.clone(), entry.key.clone())];
            if entry.key.is_empty() {
                let message = format!("a preset of `{}` has no id", self.spec.name.text);
                self.report(code::BAD_NAME, entry.key_span, message, "write the id before its fields: `t0000: {}`");
            }
            for field in entry.value.map() {
                if field.key == self.spec.id {
                    not_settable(self.file, &self.spec.name.text, &field.key, field.key_span, self.out);
                    continue;
                }
                let known = self.field(&field.key, field.key_span);
                match field.value.text() {
                    Some(state) if Some(&field.key) == self.spec.state.as_ref() => self.state(state, field.value.span),
                    Some(_) => {}
                    None if known && !field.value.is_null() => {
                        let message = format!("the preset value of `{}` is no text", field.key);
                        self.report(
                            code::WRONG_SHAPE,
                            field.value.span,
                            message,
                            "write a structure as JSON in a text",
                        );
                    }
                    None => {}
                }
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
                self.settable(&name.text, name.span);
            }
            let known = Known { parameters: &[], resources: &[], is_row: false };
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
                hidden: state.hidden.is_some_and(|flag| flag.0),
                set,
            });
        }
        if let Some(name) = returns_at_once(&states) {
            let span = spec.states.iter().find(|state| state.name.text == name).map(|state| state.name.span);
            let message = format!("the state `{name}` comes back in no time");
            let help = "let one of the states in the circle last: `after: 1` or more";
            self.report(code::BAD_STATES, span.unwrap_or_else(|| spec.node.key_span("states")), message, help);
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
                flag: naming::wait(&self.spec.name.text, &waiter.name.text),
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

/// Reports an id or a state where a value for a field is expected.
fn not_settable(file: &str, resource: &str, name: &str, span: Span, out: &mut Diagnostics) {
    let message = format!("`{name}` of `{resource}` cannot be set like a field");
    let help = "an id is made or is the key of a preset; `to`, `then` and the order of `states` decide about states";
    out.push(Diagnostic::new(code::UNKNOWN_KEPT_FIELD, file, span, message).help(help));
}

/// A state from which states that last no time lead back to it.
fn returns_at_once(states: &[State]) -> Option<&str> {
    let next = |at: &State| {
        let then = at.then.as_ref().filter(|_| at.after == Some(0))?;
        states.iter().find(|state| state.name == *then)
    };
    let returns = |state: &&State| {
        let passed = std::iter::successors(next(state), |at| next(at)).take(states.len());
        passed.into_iter().any(|at| at.name == state.name)
    };
    states.iter().find(returns).map(|state| state.name.as_str())
}

/// The longest id.
const LONGEST_ID: u32 = 256;

/// Whether ids can be made by a pattern: characters, classes of characters and ranges, and counts.
fn can_be_made(pattern: &str) -> bool {
    let mut rest = pattern.chars().peekable();
    let (mut before, mut longest) = (false, 0_u32);
    while let Some(c) = rest.next() {
        if c != '{' {
            longest = longest.saturating_add(1);
        }
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
                // The one before counts once already.
                let most = numbers.last().copied().flatten().unwrap_or_default();
                longest = longest.saturating_add(most).saturating_sub(1);
                before = false;
            }
            c if c.is_ascii_alphanumeric() || "-_:".contains(c) => before = true,
            _ => return false,
        }
    }
    (1..=LONGEST_ID).contains(&longest)
}
