//! What was valid and no longer is, and the other way round, over the union of two universes.

use super::shapes::{FREE, Shapes};
use super::space::Space;
use super::universe::Universe;
use crate::Service;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// One of the two sides: an operation, what its service says, and the edition.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The text of the operation file.
    pub spec: &'a str,
    /// What `service.yaml` says.
    pub service: Option<&'a Service>,
    /// The edition, or what is common to all.
    pub edition: Option<&'a str>,
}

/// How two universes differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// How many shapes are valid in the old one alone.
    pub lost: String,
    /// How many shapes are valid in the new one alone.
    pub gained: String,
    /// How many parameters the smallest lost request gives, named fields too; constants and facts are not counted.
    pub lost_size: Option<usize>,
    /// The same of the smallest gained request.
    pub gained_size: Option<usize>,
}

/// Compares two universes.
pub fn diff(old: Side, new: Side) -> Result<Diff, String> {
    let read = |side: Side| Universe::read(side.spec, side.service, side.edition);
    let (old, new) = (read(old)?, read(new)?);
    let sides = [&old, &new];
    let space = Space::new(&sides, &BTreeMap::new())?;
    let shapes = Shapes::of(&space)?;
    let mut counts = [0_u128; 2];
    let mut sizes: [Option<usize>; 2] = [None; 2];
    for (shape, seen) in &shapes.table {
        let valid = |side: usize| seen.iter().any(|sides| matches!(sides[side], Some((0, _))));
        let direction = match (valid(0), valid(1)) {
            (true, false) => 0,
            (false, true) => 1,
            _ => continue,
        };
        let given = shape.iter().zip(&space.slots).filter(|(class, slot)| {
            let given = if **class == FREE { !slot.optional } else { **class != 0 };
            given && !slot.fact && !slot.is_const()
        });
        let size = given.count();
        counts[direction] += shapes.factor;
        sizes[direction] = Some(sizes[direction].map_or(size, |known| known.min(size)));
    }
    let [lost_size, gained_size] = sizes;
    Ok(Diff { lost: counts[0].to_string(), gained: counts[1].to_string(), lost_size, gained_size })
}

/// How many parameters a witness gives, counted as the sizes of a [`Diff`] are.
pub fn witness_size(old: Side, new: Side, witness: &Json) -> Result<usize, String> {
    let read = |side: Side| Universe::read(side.spec, side.service, side.edition);
    let (old, new) = (read(old)?, read(new)?);
    let sides = [&old, &new];
    let space = Space::new(&sides, &BTreeMap::new())?;
    let given = space.slots.iter().filter(|slot| {
        let value = slot.steps.iter().try_fold(witness, |value, step| value.get(step));
        !slot.fact && !slot.is_const() && value.is_some_and(|value| !value.is_null())
    });
    Ok(given.count())
}
