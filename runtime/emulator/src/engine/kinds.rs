//! Kinds of things made ready: places of fields, states at a moment, what is secret.

use std::borrow::Cow;
use std::sync::Arc;

use contingent_rules::Value;
use contingent_rules::service::{Assignment, Effect, Piece, Resource, Served, Service};

use super::ids::IdPattern;
use super::states::{entered, state_at};
use super::values::scalar_text;
use crate::store::{InState, Item};

/// A kind of thing made ready.
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) ids: IdPattern,
    pub(super) fields: Vec<Field>,
    pub(super) state: Option<String>,
    pub(super) states: Vec<contingent_rules::service::State>,
    pub(super) presets: Vec<Arc<Item>>,
    pub(super) not_found: String,
    pub(super) wrong_state: String,
}

/// A field that is kept.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) default: Option<Value>,
    /// Whether it is shown only where its name is written.
    pub(super) secret: bool,
    /// Whether anything ever reads it. A secret that nothing reads is not kept.
    pub(super) kept: bool,
    /// What it becomes when a state begins, by the name of the state.
    pub(super) begins: Vec<(String, Begin)>,
}

/// What a field becomes when a state begins.
#[derive(Clone)]
pub(super) enum Begin {
    /// This value.
    Value(Value),
    /// The time at which the state begins, in milliseconds since 1970.
    Time,
}

/// A place in a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Id,
    State,
    Field(usize),
}

/// What is seen at a place.
#[derive(Clone, Copy)]
pub(super) enum Seen<'i> {
    Text(&'i str),
    Value(&'i Value),
    Time(i64),
}

impl<'i> Seen<'i> {
    pub(super) fn to_value(self) -> Value {
        match self {
            Seen::Text(text) => Value::from(text),
            Seen::Value(value) => value.clone(),
            Seen::Time(time) => Value::from(time),
        }
    }

    /// The text of a scalar.
    pub(super) fn text(self) -> Option<Cow<'i, str>> {
        match self {
            Seen::Text(text) => Some(Cow::Borrowed(text)),
            Seen::Value(value) => scalar_text(value),
            Seen::Time(time) => Some(Cow::Owned(time.to_string())),
        }
    }
}

/// At which moment things are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// In milliseconds since 1970.
    pub(super) now: i64,
    /// The time of the first call.
    pub(super) began: i64,
}

impl Kind {
    /// The place of a name.
    pub(super) fn place(&self, name: &str) -> Option<Place> {
        if self.id == name {
            return Some(Place::Id);
        }
        if self.state.as_deref() == Some(name) {
            return Some(Place::State);
        }
        self.fields.iter().position(|field| field.name == name).map(Place::Field)
    }

    /// The place of a name, unless what is there is secret.
    pub(super) fn open_place(&self, name: &str) -> Option<Place> {
        let secret = |index: &usize| self.fields.get(*index).is_some_and(|field| field.secret);
        self.place(name).filter(|place| !matches!(place, Place::Field(index) if secret(index)))
    }

    /// What is at a place of a thing.
    pub(super) fn see<'i>(&'i self, item: &'i Item, place: Place, moment: Moment) -> Option<Seen<'i>> {
        match place {
            Place::Id => Some(Seen::Text(&item.id)),
            Place::State => self.state_of(item, moment).map(Seen::Text),
            Place::Field(index) => {
                let begun = self.fields.get(index).and_then(|field| self.begun(field, item, moment));
                begun.or_else(|| item.fields.get(index)?.as_ref().map(Seen::Value))
            }
        }
    }

    /// What a field has become through states that began by themselves since the thing was written.
    fn begun<'i>(&'i self, field: &'i Field, item: &'i Item, moment: Moment) -> Option<Seen<'i>> {
        let state = item.state.as_ref().filter(|_| !field.begins.is_empty())?;
        let entered = entered(&self.states, &state.name, state.since.unwrap_or(moment.began), moment.now);
        entered.iter().rev().find_map(|(name, time)| {
            let (_, begin) = field.begins.iter().find(|(state, _)| state == name)?;
            Some(match begin {
                Begin::Value(value) => Seen::Value(value),
                Begin::Time => Seen::Time(*time),
            })
        })
    }

    /// Makes what has become of a thing by itself a part of it, so that it can be changed.
    pub(super) fn settle(&self, item: &mut Item, moment: Moment) {
        let become_so: Vec<Option<Value>> =
            self.fields.iter().map(|field| self.begun(field, item, moment).map(Seen::to_value)).collect();
        for (field, value) in item.fields.iter_mut().zip(become_so) {
            if value.is_some() {
                *field = value;
            }
        }
        if let Some(state) = &item.state {
            let since = state.since.unwrap_or(moment.began);
            let (name, since) = state_at(&self.states, &state.name, since, moment.now);
            item.state = Some(InState { name: name.to_owned(), since: Some(since) });
        }
    }

    /// Puts a thing into a state.
    pub(super) fn enter(&self, item: &mut Item, state: &str, now: i64) {
        item.state = Some(InState { name: state.to_owned(), since: Some(now) });
        for (field, place) in self.fields.iter().zip(&mut item.fields) {
            if let Some((_, begin)) = field.begins.iter().find(|(name, _)| name == state) {
                *place = Some(match begin {
                    Begin::Value(value) => value.clone(),
                    Begin::Time => Value::from(now),
                });
            }
        }
    }

    /// The state that a thing is in.
    pub(super) fn state_of<'i>(&'i self, item: &'i Item, moment: Moment) -> Option<&'i str> {
        let state = item.state.as_ref()?;
        Some(state_at(&self.states, &state.name, state.since.unwrap_or(moment.began), moment.now).0)
    }

    /// Whether a thing cannot be seen yet.
    pub(super) fn is_hidden(&self, item: &Item, moment: Moment) -> bool {
        let hidden = |name: &str| self.states.iter().any(|state| state.hidden && state.name == name);
        self.states.iter().any(|state| state.hidden) && self.state_of(item, moment).is_some_and(hidden)
    }

    /// A new thing in a state, else in the first.
    pub(super) fn new_item(&self, id: String, state: Option<&str>, since: Option<i64>) -> Item {
        let first = || self.states.first().map(|state| state.name.as_str());
        let state = self.state.as_ref().and_then(|_| state.or_else(first));
        Item {
            id,
            fields: self.fields.iter().map(|field| field.default.clone()).collect(),
            state: state.map(|name| InState { name: name.to_owned(), since }),
            rest: Vec::new(),
        }
    }
}

/// Makes the kinds of a service ready, each or why it cannot be.
pub(super) fn prepare(service: &Service) -> Vec<Result<Kind, String>> {
    let secrets = secret_fields(service);
    let named = named_fields(service);
    let prepare = |resource: &Resource| {
        let ids = IdPattern::new(&resource.id_pattern)
            .map_err(|why| format!("{}: the id pattern `{}`: {why}", resource.name, resource.id_pattern))?;
        let fields = resource.fields.iter().map(|stored| {
            let key = (resource.name.as_str(), stored.name.as_str());
            let secret = secrets.contains(&key);
            let default = stored.default.as_deref().map(Value::from);
            let begins = begins(resource, &stored.name)?;
            Ok(Field { name: stored.name.clone(), default, secret, kept: !secret || named.contains(&key), begins })
        });
        let mut kind = Kind {
            name: resource.name.clone(),
            id: resource.id.clone(),
            ids,
            fields: fields.collect::<Result<_, String>>()?,
            state: resource.state.clone(),
            states: resource.states.clone(),
            presets: Vec::new(),
            not_found: resource.not_found.clone(),
            wrong_state: resource.wrong_state.clone(),
        };
        let presets: Result<Vec<_>, String> =
            resource.presets.iter().map(|preset| preset_item(&kind, preset)).collect();
        kind.presets = presets?;
        Ok(kind)
    };
    service.resources.iter().map(prepare).collect()
}

/// What the states of a kind make of a field when they begin.
fn begins(resource: &Resource, field: &str) -> Result<Vec<(String, Begin)>, String> {
    let mut begins = Vec::new();
    for state in &resource.states {
        for assignment in state.set.iter().filter(|assignment| assignment.field == field) {
            let begin = match assignment.value.as_slice() {
                [Piece::Text(text)] => Begin::Value(Value::from(text.as_str())),
                [Piece::Now] => Begin::Time,
                _ => {
                    return Err(format!(
                        "{}: the state `{}` sets `{field}` to neither a text nor the time",
                        resource.name, state.name
                    ));
                }
            };
            begins.push((state.name.clone(), begin));
        }
    }
    Ok(begins)
}

/// What is there from the beginning; its state begins with the first call.
fn preset_item(kind: &Kind, preset: &[(String, String)]) -> Result<Arc<Item>, String> {
    let mut item = kind.new_item(String::new(), None, None);
    for (name, text) in preset {
        match kind.place(name) {
            Some(Place::Id) => item.id.clone_from(text),
            Some(Place::State) => item.state = Some(InState { name: text.clone(), since: None }),
            Some(Place::Field(index)) => {
                if let Some(field) = item.fields.get_mut(index) {
                    *field = Some(Value::from(text.as_str()));
                }
            }
            None => {
                return Err(format!("{}: something there from the beginning has an unknown field `{name}`", kind.name));
            }
        }
    }
    Ok(Arc::new(item))
}

/// A kind and a field.
type Key<'s> = (&'s str, &'s str);

/// The fields that are secret: declared, or filled from a secret parameter or field.
fn secret_fields(service: &Service) -> Vec<Key<'_>> {
    let mut secrets: Vec<Key<'_>> = Vec::new();
    for resource in &service.resources {
        let declared = resource.fields.iter().filter(|stored| stored.secret);
        secrets.extend(declared.map(|stored| (resource.name.as_str(), stored.name.as_str())));
    }
    // Once more as long as one secret makes another.
    loop {
        let before = secrets.len();
        for served in &service.operations {
            let parameters = || served.request.parameters.iter().filter(|parameter| parameter.secret);
            let taken_over = written(served.effect.as_ref())
                .into_iter()
                .flat_map(|(kind, _)| parameters().map(move |parameter| (kind, parameter.name.as_str())));
            let mut found: Vec<Key<'_>> = taken_over.collect();
            let also = served.also.iter().map(|it| (it.resource.as_str(), it.set.as_slice()));
            for (kind, assignment) in written(served.effect.as_ref()).into_iter().chain(also).flat_map(each) {
                let secret = assignment.value.iter().flat_map(Piece::parts).any(|piece| match piece {
                    Piece::Parameter(name) => parameters().any(|parameter| parameter.name == *name),
                    Piece::Field(kind, field) => secrets.contains(&(kind, field)),
                    Piece::Text(_) | Piece::Now | Piece::RequestId | Piece::Number | Piece::Or(..) | Piece::Sum(_) => {
                        false
                    }
                });
                found.extend(secret.then_some((kind, assignment.field.as_str())));
            }
            for key in found {
                if !secrets.contains(&key) {
                    secrets.push(key);
                }
            }
        }
        if secrets.len() == before {
            return secrets;
        }
    }
}

/// Each assignment with its kind.
fn each<'s>((kind, set): (&'s str, &'s [Assignment])) -> impl Iterator<Item = (&'s str, &'s Assignment)> {
    set.iter().map(move |assignment| (kind, assignment))
}

/// The kind that an effect writes, and how.
pub(super) fn written(effect: Option<&Effect>) -> Option<(&str, &[Assignment])> {
    match effect? {
        Effect::Create { resource, set, .. } | Effect::Change { resource, set, .. } => Some((resource, set)),
        Effect::Read { .. } | Effect::List { .. } | Effect::Delete { .. } => None,
    }
}

/// The fields that something names.
fn named_fields(service: &Service) -> Vec<Key<'_>> {
    let all = service.operations.iter().flat_map(pieces);
    let common = service.reply.iter().flat_map(|assignment| &assignment.value);
    let named = all.chain(common).flat_map(Piece::parts).filter_map(|piece| match piece {
        Piece::Field(kind, field) => Some((kind.as_str(), field.as_str())),
        Piece::Text(_)
        | Piece::Parameter(_)
        | Piece::Now
        | Piece::RequestId
        | Piece::Number
        | Piece::Or(..)
        | Piece::Sum(_) => None,
    });
    named.collect()
}

/// Everything that an operation makes values of.
pub(super) fn pieces(served: &Served) -> impl Iterator<Item = &Piece> {
    let set = written(served.effect.as_ref()).map_or(&[][..], |(_, set)| set);
    let also = served.also.iter().flat_map(|it| it.matches.iter().chain(&it.set));
    let conditions = served.also.iter().flat_map(|it| &it.when).map(|condition| &condition.value);
    served.reply.iter().chain(set).chain(also).flat_map(|assignment| &assignment.value).chain(conditions)
}
