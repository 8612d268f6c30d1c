//! What operations do to what is kept: the effect itself. What can fail in it comes before its change.

use std::sync::Arc;

use contingent_rules::Value;
use contingent_rules::service::{Assignment, Effect};

use super::Refusal;
use super::kinds::Kind;
use super::run::{Run, Scene};
use super::select::{self, Cut};
use super::values::bounded;
use super::{also, kinds::Place, refuse};
use crate::store::{InState, Item, State};

/// How often an id is made before there is thought to be none left.
const TRIES: usize = 64;

/// What came of an effect.
pub(super) enum Done<'r> {
    /// It has nothing to answer with.
    Nothing,
    /// A thing of a kind.
    One(usize, Arc<Item>),
    /// Things of a kind, in the field with a name.
    Many(usize, &'r str, Vec<Arc<Item>>, Option<Cut<'r>>),
}

/// Does what the operation does, with all its consequences or not at all. What it is done to comes first in the scene then.
pub(super) fn perform<'r>(run: &Run<'r>, state: &mut State, scene: &mut Scene) -> Result<Done<'r>, Refusal> {
    let mut log = Log::default();
    let done = main(run, state, scene, &mut log)
        .and_then(|done| also::perform(run, state, scene, &mut log).map(|()| refreshed(scene, done)));
    if done.is_err() {
        log.undo(state);
    }
    done
}

/// What was done to a thing, as the consequences left it.
fn refreshed<'r>(scene: &Scene, done: Done<'r>) -> Done<'r> {
    match (done, scene.first()) {
        (Done::One(kind, _), Some((_, item))) => Done::One(kind, Arc::clone(item)),
        (done, _) => done,
    }
}

/// What was at the places that a call wrote, so that it can be put back.
#[derive(Default)]
pub(super) struct Log(Vec<(usize, u64, Option<Arc<Item>>)>);

impl Log {
    /// Adds a new thing.
    pub(super) fn add(&mut self, state: &mut State, kind: usize, item: Arc<Item>) {
        let number = state.add(kind, item);
        self.0.push((kind, number, None));
    }

    /// Puts a thing in the place of another.
    pub(super) fn put(&mut self, state: &mut State, (kind, number): (usize, u64), before: Arc<Item>, item: Arc<Item>) {
        state.put(kind, number, item);
        self.0.push((kind, number, Some(before)));
    }

    /// Removes a thing.
    pub(super) fn remove(&mut self, state: &mut State, (kind, number): (usize, u64), before: Arc<Item>) {
        state.remove(kind, number);
        self.0.push((kind, number, Some(before)));
    }

    fn undo(self, state: &mut State) {
        for (kind, number, before) in self.0.into_iter().rev() {
            match before {
                Some(before) => state.put(kind, number, before),
                None => state.remove(kind, number),
            }
        }
    }
}

fn main<'r>(run: &Run<'r>, state: &mut State, scene: &mut Scene, log: &mut Log) -> Result<Done<'r>, Refusal> {
    let one = |scene: &mut Scene, kind: usize, item: Arc<Item>| {
        scene.insert(0, (kind, Arc::clone(&item)));
        Done::One(kind, item)
    };
    match &run.served.effect {
        None => Ok(Done::Nothing),
        Some(Effect::Create { resource, set, to }) => {
            let Some((index, kind)) = run.engine.kind(resource) else {
                return Err(refuse::internal(run, "the kind of thing does not exist"));
            };
            let mut item = kind.new_item(new_id(run, state, index, kind)?, to.as_deref(), Some(run.call.now));
            fill(run, state, scene, (index, kind), &mut item, set);
            if let Some(InState { name, .. }) = item.state.take() {
                kind.enter(&mut item, &name, run.call.now);
            }
            check_room(run, state, &item, None)?;
            let item = Arc::new(item);
            log.add(state, index, Arc::clone(&item));
            Ok(one(scene, index, item))
        }
        Some(Effect::Read { resource, by }) => {
            let (index, _, item) = run.named(state, resource, by, &[])?;
            Ok(one(scene, index, item))
        }
        Some(Effect::List { resource, into, filters, page }) => {
            let Some((index, kind)) = run.engine.kind(resource) else {
                return Err(refuse::internal(run, "the kind of thing does not exist"));
            };
            let (items, cut) = select::list(run, state, (index, kind), filters, page.as_ref())?;
            scene.extend(items.last().map(|last| (index, Arc::clone(last))));
            Ok(Done::Many(index, into, items, cut))
        }
        Some(Effect::Change { resource, by, set, from, to }) => {
            let (index, number, before) = run.named(state, resource, by, from)?;
            let Some(kind) = run.engine.kinds.get(index) else {
                return Err(refuse::internal(run, "the kind of thing does not exist"));
            };
            let mut item = (*before).clone();
            kind.settle(&mut item, run.moment(state));
            fill(run, state, scene, (index, kind), &mut item, set);
            if let Some(to) = to {
                kind.enter(&mut item, to, run.call.now);
            }
            check_room(run, state, &item, Some(&before))?;
            let item = Arc::new(item);
            log.put(state, (index, number), before, Arc::clone(&item));
            Ok(one(scene, index, item))
        }
        Some(Effect::Delete { resource, by, from }) => {
            let (index, number, item) = run.named(state, resource, by, from)?;
            log.remove(state, (index, number), Arc::clone(&item));
            Ok(one(scene, index, item))
        }
    }
}

pub(super) fn new_id(run: &Run<'_>, state: &mut State, index: usize, kind: &Kind) -> Result<String, Refusal> {
    for _ in 0..TRIES {
        let id = kind.ids.make(&mut state.random);
        if state.find(index, &id).is_none() {
            return Ok(id);
        }
    }
    Err(refuse::no_room(run, &format!("there is no id left for another {}", kind.name)))
}

pub(super) fn check_room(run: &Run<'_>, state: &State, item: &Item, before: Option<&Item>) -> Result<(), Refusal> {
    if state.has_room(item, before) {
        return Ok(());
    }
    Err(refuse::no_room(run, "there is no room for more: delete something first"))
}

/// Fills the fields of a thing: from parameters with their names, then as it is said.
fn fill(
    run: &Run<'_>,
    state: &State,
    scene: &Scene,
    (index, kind): (usize, &Kind),
    item: &mut Item,
    set: &[Assignment],
) {
    for (place, field) in kind.fields.iter().enumerate() {
        if let Some(value) = run.given(&field.name) {
            put(kind, item, place, bounded(value.into_owned()));
        }
    }
    assign(run, state, scene, (index, kind), item, set);
}

/// Gives the fields of a thing the values that are said.
pub(super) fn assign(
    run: &Run<'_>,
    state: &State,
    scene: &Scene,
    (index, kind): (usize, &Kind),
    item: &mut Item,
    set: &[Assignment],
) {
    for assignment in set {
        if let Some(Place::Field(place)) = kind.place(&assignment.field)
            && let Some(value) = run.value(assignment, state, scene, Some((index, &*item)))
        {
            put(kind, item, place, value);
        }
    }
}

fn put(kind: &Kind, item: &mut Item, place: usize, value: Value) {
    let kept = kind.fields.get(place).is_some_and(|field| field.kept);
    if let Some(field) = item.fields.get_mut(place).filter(|_| kept) {
        *field = Some(value);
    }
}
