//! What operations do to what is kept. Everything that can fail comes before the first change.

use std::sync::Arc;

use contingent_rules::Value;
use contingent_rules::service::{Assignment, Effect};

use super::Refusal;
use super::kinds::Kind;
use super::run::{Run, Scene};
use super::select::{self, Cut};
use super::values::bounded;
use super::{kinds::Place, refuse};
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

/// Does what the operation does. What it is done to comes first in the scene then.
pub(super) fn perform<'r>(run: &Run<'r>, state: &mut State, scene: &mut Scene) -> Result<Done<'r>, Refusal> {
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
            state.add(index, Arc::clone(&item));
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
            state.put(index, number, Arc::clone(&item));
            Ok(one(scene, index, item))
        }
        Some(Effect::Delete { resource, by, from }) => {
            let (index, number, item) = run.named(state, resource, by, from)?;
            state.remove(index, number);
            Ok(one(scene, index, item))
        }
    }
}

fn new_id(run: &Run<'_>, state: &mut State, index: usize, kind: &Kind) -> Result<String, Refusal> {
    for _ in 0..TRIES {
        let id = kind.ids.make(&mut state.random);
        if state.find(index, &id).is_none() {
            return Ok(id);
        }
    }
    Err(refuse::no_room(run, &format!("there is no id left for another {}", kind.name)))
}

fn check_room(run: &Run<'_>, state: &State, item: &Item, before: Option<&Item>) -> Result<(), Refusal> {
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
    let put = |item: &mut Item, place: usize, value: Value| {
        let kept = kind.fields.get(place).is_some_and(|field| field.kept);
        if let Some(field) = item.fields.get_mut(place).filter(|_| kept) {
            *field = Some(value);
        }
    };
    for (place, field) in kind.fields.iter().enumerate() {
        if let Some(value) = run.given(&field.name) {
            put(item, place, bounded(value.into_owned()));
        }
    }
    for assignment in set {
        if let Some(Place::Field(place)) = kind.place(&assignment.field)
            && let Some(value) = run.value(assignment, state, scene, Some((index, &*item)))
        {
            put(item, place, value);
        }
    }
}
