//! Consequences of an operation: what becomes of other things.

use std::sync::Arc;

use contingent_rules::service::{Addend, Assignment, Consequence, Piece, Repeat, Verb};

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
            // The last one made is meant by the name of its kind, unless that is what the operation is about.
            let first = usize::from(run.served.effect.is_some()).min(scene.len());
            let repeat = also.repeat.unwrap_or(Repeat { times: 1, every: 0 });
            let mut last = None;
            for number in 0..repeat.times {
                let set: Vec<Assignment> = also.set.iter().map(|it| numbered(it, number)).collect();
                let later = i64::try_from(number.saturating_mul(repeat.every)).unwrap_or(i64::MAX);
                let since = run.call.now.saturating_add(later.saturating_mul(1000));
                let item = Arc::new(made(run, state, scene, (index, kind), &set, also.to.as_deref(), since)?);
                check_room(run, state, &item, None)?;
                log.add(state, index, Arc::clone(&item));
                last = Some((index, item));
            }
            if let Some(last) = last {
                scene.insert(first, last);
            }
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
    set: &[Assignment],
    to: Option<&str>,
    since: i64,
) -> Result<Item, Refusal> {
    let said = set.iter().find(|assignment| assignment.field == kind.id);
    let id = match said.and_then(|assignment| run.value(assignment, state, scene, None)) {
        Some(value) => as_text(&value),
        None => new_id(run, state, index, kind)?,
    };
    if id.is_empty() || state.find(index, &id).is_some() {
        return Err(refuse::no_room(run, &format!("there is a {} with this id already", kind.name)));
    }
    let mut item = kind.new_item(id, to, Some(since));
    assign(run, state, scene, (index, kind), &mut item, set);
    if let Some(InState { name, .. }) = item.state.take() {
        kind.enter(&mut item, &name, since);
    }
    Ok(item)
}

/// An assignment with the place in a row where it is named.
fn numbered(assignment: &Assignment, number: u64) -> Assignment {
    fn put(piece: &Piece, number: u64) -> Piece {
        match piece {
            Piece::Number => Piece::Text(number.to_string()),
            Piece::Or(piece, text) => Piece::Or(Box::new(put(piece, number)), text.clone()),
            Piece::Sum(addends) => {
                let addend = |it: &Addend| Addend { times: it.times, of: it.of.as_ref().map(|of| put(of, number)) };
                Piece::Sum(addends.iter().map(addend).collect())
            }
            Piece::Text(_) | Piece::Parameter(_) | Piece::Field(..) | Piece::Now | Piece::RequestId => piece.clone(),
        }
    }
    Assignment {
        field: assignment.field.clone(),
        value: assignment.value.iter().map(|piece| put(piece, number)).collect(),
    }
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
