//! The judge of the analysis: all representative requests of a small operation, and what follows from them.

mod answers;
mod compile;
mod diff;
mod partial;
mod points;
mod shapes;
mod space;
#[cfg(test)]
mod tests;
mod universe;

use crate::Service;
use serde_json::Value as Json;
use space::Space;
use std::collections::BTreeMap;
use universe::Universe;

pub use diff::{Diff, Side, diff, witness_size};
pub use partial::{Partial, partial};

/// What `analyze` says of one operation; the contradictions are without their messages.
pub fn analyze(spec_yaml: &str, service: Option<&Service>, edition: Option<&str>) -> Result<Json, String> {
    let universe = Universe::read(spec_yaml, service, edition)?;
    let sides = [&universe];
    answers::answers(&universe, &Space::new(&sides, &BTreeMap::new())?)
}

/// How many shapes there are and how many of them are valid, valid or not being a matter of the rules alone.
pub fn counts(spec_yaml: &str, service: Option<&Service>, edition: Option<&str>) -> Result<(u128, u128), String> {
    let universe = Universe::read(spec_yaml, service, edition)?;
    let sides = [&universe];
    let shapes = shapes::Shapes::of(&Space::new(&sides, &BTreeMap::new())?)?;
    let valid = shapes.table.values().filter(|seen| seen.iter().any(|sides| matches!(sides[0], Some((0, _)))));
    Ok((shapes.table.len() as u128 * shapes.factor, valid.count() as u128 * shapes.factor))
}

/// How many representatives there are at most; what no rule asks is left out.
pub fn size(spec_yaml: &str, service: Option<&Service>, edition: Option<&str>) -> Result<u128, String> {
    let universe = Universe::read(spec_yaml, service, edition)?;
    let sides = [&universe];
    let space = Space::new(&sides, &BTreeMap::new())?;
    let asked: Vec<Vec<String>> = space.rules[0]
        .iter()
        .flat_map(|rule| compile::compile(&space, rule).slots)
        .map(|slot| space.slots[slot].steps.clone())
        .collect();
    let axes = space.slots.iter().filter(|slot| asked.contains(&slot.steps));
    Ok(axes.map(|slot| slot.points.len() as u128 + u128::from(slot.optional)).product())
}
