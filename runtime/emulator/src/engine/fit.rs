//! Whether the parts of a service fit together.

use contingent_rules::service::{
    Assignment, Consequence, Effect, Piece, Repeat, ReplyField, ReplyKind, Resource, Served, Service, Verb,
};

use super::kinds::{Kind, pieces};
use super::states;

/// How deep kinds of a reply may lie in each other: as deep as a file of a spec can nest anything.
const DEEPEST: usize = 64;

/// Everything that does not fit, one line each.
pub(super) fn problems(service: &Service, kinds: &[Result<Kind, String>]) -> Vec<String> {
    let mut found: Vec<String> = kinds.iter().filter_map(|kind| kind.as_ref().err().cloned()).collect();
    for (index, resource) in service.resources.iter().enumerate() {
        let mut say = |what: String| found.push(format!("{}: {what}", resource.name));
        if service.resources.iter().take(index).any(|other| other.name == resource.name) {
            say("the kind is there twice".into());
        }
        resource_problems(resource, &mut say);
    }
    for kind in kinds.iter().flatten() {
        for (index, item) in kind.presets.iter().enumerate() {
            if item.id.is_empty() {
                found.push(format!("{}: something there from the beginning has no `{}`", kind.name, kind.id));
            } else if kind.presets.iter().take(index).any(|other| other.id == item.id) {
                found.push(format!("{}: two things there from the beginning are `{}`", kind.name, item.id));
            }
            let unknown = item.state.as_ref().filter(|state| !kind.states.iter().any(|known| known.name == state.name));
            found.extend(unknown.map(|state| format!("{}: there is no state `{}`", kind.name, state.name)));
        }
    }
    let common = service.reply.iter().flat_map(|assignment| &assignment.value);
    for piece in common.flat_map(Piece::parts) {
        // Parameters are those of the operations that have them.
        if let Piece::Field(kind, name) = piece {
            field(service, kind, name, &mut |what| found.push(format!("the reply of every operation: {what}")));
        }
    }
    for (index, served) in service.operations.iter().enumerate() {
        let name = &served.request.name;
        let mut say = |what: String| found.push(format!("{name}: {what}"));
        if service.operations.iter().take(index).any(|other| other.request.name == *name) {
            say("the operation is there twice".into());
        }
        Fit { service, served }.problems(&mut say);
    }
    found
}

fn resource_problems(resource: &Resource, say: &mut dyn FnMut(String)) {
    let stored = resource.fields.iter().map(|field| field.name.as_str());
    let names: Vec<&str> = stored.chain([resource.id.as_str()]).chain(resource.state.as_deref()).collect();
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|other| other == name) {
            say(format!("the field `{name}` is there twice"));
        }
    }
    if resource.state.is_some() == resource.states.is_empty() {
        say("a field with the state and states go together".into());
    }
    states::problem(&resource.states).into_iter().for_each(say);
}

/// One operation in its service.
struct Fit<'s> {
    service: &'s Service,
    served: &'s Served,
}

impl Fit<'_> {
    fn problems(&self, say: &mut dyn FnMut(String)) {
        let served = self.served;
        self.parameter(served.idempotency_token.as_deref(), say);
        for origin in &served.origins {
            if !served.request.facts.iter().any(|fact| fact.name == origin.fact) {
                say(format!("there is no fact `{}`", origin.fact));
            }
            self.parameter(Some(&origin.by), say);
            self.field(&origin.resource, &origin.field, say);
        }
        for need in &served.needs {
            self.parameter(Some(&need.by), say);
            self.states(&need.resource, &need.states, say);
        }
        if let Some(effect) = &served.effect {
            self.effect(effect, say);
        }
        served.also.iter().for_each(|also| self.consequence(also, say));
        self.pieces(pieces(served), say);
        for field in &served.response {
            if depth(&field.kind) > DEEPEST {
                say(format!("the field `{}` of the reply is nested deeper than {DEEPEST} levels", field.name));
            }
        }
    }

    fn effect(&self, effect: &Effect, say: &mut dyn FnMut(String)) {
        match effect {
            Effect::Create { resource, set, to } => {
                self.set(resource, set, say);
                self.states(resource, to, say);
            }
            Effect::Read { resource, by } => {
                self.parameter(Some(by), say);
                self.states(resource, &[], say);
            }
            Effect::List { resource, into, filters, page } => {
                self.states(resource, &[], say);
                if !has_list(&self.served.response, into) {
                    say(format!("the reply has no list `{into}`"));
                }
                for filter in filters {
                    self.parameter(Some(&filter.parameter), say);
                    self.field(resource, &filter.field, say);
                }
                if let Some(page) = page {
                    self.parameter(Some(&page.number), say);
                    self.parameter(Some(&page.size), say);
                    if page.default_size == 0 {
                        say("a page has at least one item".into());
                    }
                }
            }
            Effect::Change { resource, by, set, from, to } => {
                self.parameter(Some(by), say);
                self.set(resource, set, say);
                self.states(resource, from, say);
                self.states(resource, to, say);
            }
            Effect::Delete { resource, by, from } => {
                self.parameter(Some(by), say);
                self.states(resource, from, say);
            }
        }
    }

    fn parameter(&self, name: Option<&str>, say: &mut dyn FnMut(String)) {
        let known = |name: &&str| self.served.request.parameters.iter().any(|parameter| parameter.name == **name);
        if let Some(name) = name.filter(|name| !known(name)) {
            say(format!("there is no parameter `{name}`"));
        }
    }

    fn field(&self, kind: &str, name: &str, say: &mut dyn FnMut(String)) {
        field(self.service, kind, name, say);
    }

    fn states<'n>(&self, kind: &str, names: impl IntoIterator<Item = &'n String>, say: &mut dyn FnMut(String)) {
        let Some(resource) = self.service.resource(kind) else {
            say(format!("there is no kind `{kind}`"));
            return;
        };
        for name in names {
            if !resource.states.iter().any(|state| state.name == *name) {
                say(format!("`{kind}` has no state `{name}`"));
            }
        }
    }

    fn set(&self, kind: &str, set: &[Assignment], say: &mut dyn FnMut(String)) {
        let Some(resource) = self.service.resource(kind) else { return };
        for assignment in set {
            if !resource.fields.iter().any(|field| field.name == assignment.field) {
                say(format!("`{kind}` has no field `{}` that can be set", assignment.field));
            }
        }
    }

    fn consequence(&self, also: &Consequence, say: &mut dyn FnMut(String)) {
        self.states(&also.resource, also.from.iter().chain(&also.to), say);
        let is_new = also.verb == Verb::Create;
        let id = self.service.resource(&also.resource).map(|resource| &resource.id);
        let is_id = |assignment: &&Assignment| is_new && Some(&assignment.field) == id;
        let others: Vec<Assignment> = also.set.iter().filter(|it| !is_id(it)).cloned().collect();
        self.set(&also.resource, &others, say);
        for assignment in &also.matches {
            self.field(&also.resource, &assignment.field, say);
        }
        if also.repeat.is_some_and(|repeat| !is_new || !(1..=Repeat::MOST).contains(&repeat.times)) {
            say(format!("of `{}`, 1 to {} new ones are made", also.resource, Repeat::MOST));
        }
        if is_new != also.matches.is_empty() {
            say(format!("what exists of `{}` is meant by `match`, what is new is not", also.resource));
        }
    }

    fn pieces<'a>(&self, all: impl Iterator<Item = &'a Piece>, say: &mut dyn FnMut(String)) {
        for piece in all.flat_map(Piece::parts) {
            match piece {
                Piece::Parameter(name) => self.parameter(Some(name), say),
                Piece::Field(kind, name) => self.field(kind, name, say),
                Piece::Text(_) | Piece::Now | Piece::RequestId | Piece::Number | Piece::Or(..) | Piece::Sum(_) => {}
            }
        }
    }
}

fn field(service: &Service, kind: &str, name: &str, say: &mut dyn FnMut(String)) {
    let Some(resource) = service.resource(kind) else {
        say(format!("there is no kind `{kind}`"));
        return;
    };
    let stored = resource.fields.iter().any(|field| field.name == name);
    if !(stored || resource.id == name || resource.state.as_deref() == Some(name)) {
        say(format!("`{kind}` has no field `{name}`"));
    }
}

/// Whether a list is in a reply, or in an object in it.
fn has_list(fields: &[ReplyField], name: &str) -> bool {
    fields.iter().any(|field| match &field.kind {
        ReplyKind::List(..) => field.name == name,
        ReplyKind::Object(inner) => has_list(inner, name),
        ReplyKind::Scalar(_) | ReplyKind::Map(_) | ReplyKind::Any => false,
    })
}

fn depth(kind: &ReplyKind) -> usize {
    match kind {
        ReplyKind::Scalar(_) | ReplyKind::Any => 0,
        ReplyKind::List(_, inner) | ReplyKind::Map(inner) => depth(inner) + 1,
        ReplyKind::Object(fields) => fields.iter().map(|field| depth(&field.kind)).max().unwrap_or(0) + 1,
    }
}
