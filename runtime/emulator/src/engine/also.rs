//! Consequences of an operation: what becomes of other things.

use std::sync::Arc;

use contingent_rules::service::{Assignment, Consequence, Verb};

use super::effect::{Log, assign, check_room, new_id};
use super::kinds::{Kind, Place};
use super::run::{Run, Scene};
use super::values::as_text;
use super::{Refusal, refuse};
use crate::store::{InState, Item, State};

/// Does what else follows, in order. What is made joins the scene, and what is changed is changed there too.
pub(super) fn perform(run: &Run<'_>, state: &mut State, scene: &mut Scene, log: &mut Log) -> Result<(), Refusal> {
    for also in &run.served.also {
        if happens(run, state, scene, also) {
            one(run, state, scene, log, also)?;
        }
    }
    Ok(())
}

fn happens(run: &Run<'_>, state: &State, scene: &Scene, also: &Consequence) -> bool {
    also.when.iter().all(|condition| {
        let value = run.piece(&condition.value, state, scene, None).map(|value| as_text(&value));
        value.is_some_and(|value| condition.is.contains(&value))
    })
}

fn one(run: &Run<'_>, state: &mut State, scene: &mut Scene, log: &mut Log, also: &Consequence) -> Result<(), Refusal> {
    let Some((index, kind)) = run.engine.kind(&also.resource) else {
        return Err(refuse::internal(run, "the kind of thing does not exist"));
    };
    match also.verb {
        Verb::Create => {
            let item = Arc::new(made(run, state, scene, (index, kind), also)?);
            check_room(run, state, &item, None)?;
            log.add(state, index, Arc::clone(&item));
            // The last one made is meant by the name of its kind, unless that is what the operation is about.
            let first = usize::from(run.served.effect.is_some()).min(scene.len());
            scene.insert(first, (index, item));
        }
        Verb::Change => {
            for (number, before) in meant(run, state, scene, (index, kind), also) {
                let mut item = (*before).clone();
                kind.settle(&mut item, run.moment(state));
                assign(run, state, scene, (index, kind), &mut item, &also.set);
                if let Some(to) = &also.to {
                    kind.enter(&mut item, to, run.call.now);
                }
                check_room(run, state, &item, Some(&before))?;
                let item = Arc::new(item);
                for (_, seen) in scene.iter_mut().filter(|(other, seen)| *other == index && seen.id == item.id) {
                    *seen = Arc::clone(&item);
                }
                log.put(state, (index, number), before, item);
            }
        }
        Verb::Delete => {
            for (number, before) in meant(run, state, scene, (index, kind), also) {
                log.remove(state, (index, number), before);
            }
        }
    }
    Ok(())
}

/// The new thing; its id is made unless it is said.
fn made(
    run: &Run<'_>,
    state: &mut State,
    scene: &Scene,
    (index, kind): (usize, &Kind),
    also: &Consequence,
) -> Result<Item, Refusal> {
    let said = also.set.iter().find(|assignment| assignment.field == kind.id);
    let id = match said.and_then(|assignment| run.value(assignment, state, scene, None)) {
        Some(value) => as_text(&value),
        None => new_id(run, state, index, kind)?,
    };
    if id.is_empty() || state.find(index, &id).is_some() {
        return Err(refuse::no_room(run, &format!("there is a {} with this id already", kind.name)));
    }
    let mut item = kind.new_item(id, also.to.as_deref(), Some(run.call.now));
    assign(run, state, scene, (index, kind), &mut item, &also.set);
    if let Some(InState { name, .. }) = item.state.take() {
        kind.enter(&mut item, &name, run.call.now);
    }
    Ok(item)
}

/// The things that exist and are meant, with their numbers.
fn meant(
    run: &Run<'_>,
    state: &State,
    scene: &Scene,
    (index, kind): (usize, &Kind),
    also: &Consequence,
) -> Vec<(u64, Arc<Item>)> {
    let wanted = |assignment: &Assignment| {
        let place = kind.open_place(&assignment.field)?;
        Some((place, as_text(&run.value(assignment, state, scene, None)?)))
    };
    // What has no value is the value of nothing.
    let Some(wanted) = also.matches.iter().map(wanted).collect::<Option<Vec<(Place, String)>>>() else {
        return Vec::new();
    };
    let moment = run.moment(state);
    let is_meant = |item: &Item| {
        let has = |(place, text): &(Place, String)| {
            kind.see(item, *place, moment).is_some_and(|seen| as_text(&seen.to_value()) == *text)
        };
        let from = || kind.state_of(item, moment).is_some_and(|is| also.from.iter().any(|state| state == is));
        wanted.iter().all(has) && (also.from.is_empty() || from())
    };
    let owned = |(number, item): (u64, &Arc<Item>)| (number, Arc::clone(item));
    match wanted.iter().find(|(place, _)| *place == Place::Id) {
        Some((_, id)) => state.find(index, id).filter(|(_, item)| is_meant(item)).map(owned).into_iter().collect(),
        None => state.numbered(index).filter(|(_, item)| is_meant(item)).map(owned).collect(),
    }
}
