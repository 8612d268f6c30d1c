//! What changed between two operations, or two editions of one: which requests are lost, which are gained, and which
//! rules are responsible.

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::bdd::{FALSE, Ref, TRUE, TooLarge};
use super::count::Space;
use super::solver::{Answer, Solver};
use super::universe::{Purpose, Role, Side, Universe};
use super::witness::{Witness, witness};
use crate::differ::{Category, Change, RuleEffect, changes_with};
use crate::model;

/// The difference between an old and a new state.
#[derive(Clone, Debug)]
pub struct Difference {
    /// How many shapes are valid in the old state and not in the new one; none if that was not computed.
    pub lost: Option<String>,
    /// How many are valid in the new state and not in the old one.
    pub gained: Option<String>,
    /// A smallest request that is lost.
    pub lost_witness: Option<Witness>,
    /// A smallest request that is gained.
    pub gained_witness: Option<Witness>,
    /// The rules that lose or gain requests: those of the new state, then those that only the old one has.
    pub rules: Vec<String>,
    /// Everything that is different, the strongest category first.
    pub changes: Vec<Change>,
}

impl Difference {
    /// Whether a caller may have to change something to be served as before.
    pub fn is_breaking(&self) -> bool {
        let lost = self.lost.as_deref().is_some_and(|count| count != "0");
        lost || self.changes.iter().any(|change| change.category == Category::Breaking)
    }

    /// The difference as `contingent diff --format json` prints it.
    pub fn to_json(&self) -> serde_json::Value {
        let shown = |witness: &Option<Witness>| {
            let text = witness.as_ref().map(|witness| witness.to_value().to_string());
            text.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        };
        serde_json::json!({
            "lost": self.lost,
            "gained": self.gained,
            "lost_witness": shown(&self.lost_witness),
            "gained_witness": shown(&self.gained_witness),
            "rules": self.rules,
            "changes": self.changes,
        })
    }
}

/// Compares two operations, each in an edition or in what is common to all.
pub fn difference(
    old: &model::Operation,
    old_edition: Option<&str>,
    new: &model::Operation,
    new_edition: Option<&str>,
) -> Difference {
    let sides = vec![Side::for_analysis(&old.check, old_edition), Side::for_analysis(&new.check, new_edition)];
    let mut universe = Universe::new(sides, Purpose::default());
    let effects = effects(&universe);
    let changes = changes_with(old, old_edition, new, new_edition, &|id| {
        effects.iter().find(|(known, _)| known == id).map_or(RuleEffect::Unknown, |(_, effect)| *effect)
    });
    let changing = |effect: &RuleEffect| matches!(effect, RuleEffect::Loses | RuleEffect::Gains | RuleEffect::Both);
    let rules = effects.iter().filter(|(_, effect)| changing(effect)).map(|(id, _)| id.clone()).collect();
    let mut difference =
        Difference { lost: None, gained: None, lost_witness: None, gained_witness: None, rules, changes };
    if let Some(Ok(sizes)) = Space::new(&mut universe).map(|space| compare(space, &mut universe)) {
        let [lost, gained] = sizes;
        (difference.lost, difference.lost_witness) = (Some(lost.0.to_string()), lost.1);
        (difference.gained, difference.gained_witness) = (Some(gained.0.to_string()), gained.1);
    }
    difference
}

/// What a rule does: the rules of the new state refuse what was accepted, those of the old one refused what is.
fn effects(universe: &Universe<'_>) -> Vec<(String, RuleEffect)> {
    let mut found: Vec<(String, RuleEffect)> = Vec::new();
    for (side, other, effect) in [(1, 0, RuleEffect::Loses), (0, 1, RuleEffect::Gains)] {
        let mut solver = Solver::new(universe);
        for id in universe.built_in.get(other).into_iter().flatten() {
            solver.assert(universe, *id, None);
        }
        for rule in universe.rules.get(other).into_iter().flatten() {
            solver.assert(universe, rule.holds, None);
        }
        for rule in universe.rules.get(side).into_iter().flatten() {
            let broken = solver.literal(universe, !rule.holds);
            let effect = match solver.ask(universe, other, &[broken]) {
                Answer::Yes => effect,
                Answer::No => RuleEffect::Neither,
                Answer::Unknown => RuleEffect::Unknown,
            };
            let operation = universe.sides.get(side).map(|side| side.operation);
            let Some(rule) = operation.and_then(|operation| operation.rules.get(rule.rule)) else { continue };
            match found.iter_mut().find(|(id, _)| *id == rule.id) {
                Some((_, known)) => *known = both(*known, effect),
                None => found.push((rule.id.clone(), effect)),
            }
        }
    }
    found
}

fn both(a: RuleEffect, b: RuleEffect) -> RuleEffect {
    match (a, b) {
        (RuleEffect::Unknown, _) | (_, RuleEffect::Unknown) => RuleEffect::Unknown,
        (RuleEffect::Neither, other) | (other, RuleEffect::Neither) => other,
        (RuleEffect::Loses, RuleEffect::Loses) => RuleEffect::Loses,
        (RuleEffect::Gains, RuleEffect::Gains) => RuleEffect::Gains,
        (RuleEffect::Loses | RuleEffect::Gains | RuleEffect::Both, _) => RuleEffect::Both,
    }
}

type Part = (BigUint, Option<Witness>);

/// What is lost and what is gained.
fn compare(mut space: Space, universe: &mut Universe<'_>) -> Result<[Part; 2], TooLarge> {
    let detailed = [space.valid_in_detail(universe, 0)?, space.valid_in_detail(universe, 1)?];
    let shapes = [space.forget_details(detailed[0])?, space.forget_details(detailed[1])?];
    let mut part = |side: usize| -> Result<Part, TooLarge> {
        let (Some(here), Some(there)) = (shapes.get(side), shapes.get(1 - side)) else { return Err(TooLarge) };
        let not_there = space.diagram.not(*there)?;
        let only = space.diagram.and(*here, not_there)?;
        let count = space.count(only);
        let detailed = detailed.get(side).copied().unwrap_or(FALSE);
        let requests = space.diagram.and(detailed, only)?;
        let found = (requests != FALSE).then(|| smallest(&space, universe, requests, side)).flatten();
        Ok((count, found))
    };
    Ok([part(0)?, part(1)?])
}

/// The request of a diagram with the fewest parameters.
fn smallest(space: &Space, universe: &Universe<'_>, at: Ref, side: usize) -> Option<Witness> {
    let mut costs = vec![0_u32; space.variables.len()];
    for place in universe.places.iter().filter(|place| place.role != Role::Fact) {
        if let Some(cost) = space.level(universe, place.given).and_then(|level| costs.get_mut(level)) {
            *cost += 1;
        }
    }
    let mut known: FxHashMap<Ref, Option<u32>> = FxHashMap::default();
    cost(space, at, &costs, &mut known);
    let mut values: FxHashMap<usize, bool> = FxHashMap::default();
    let mut here = at;
    while here > TRUE {
        let decision = space.diagram.get(here);
        let own = costs.get(decision.level as usize).copied().unwrap_or(0);
        let low = known.get(&decision.low).copied().flatten();
        let high = known.get(&decision.high).copied().flatten().map(|cost| cost + own);
        let value = match (low, high) {
            (Some(low), Some(high)) => high < low,
            (None, _) => true,
            (Some(_), None) => false,
        };
        values.insert(decision.level as usize, value);
        here = if value { decision.high } else { decision.low };
    }
    let choice = space.choice(universe, side, &values);
    witness(universe, side, &choice, &mut |_| 0)
}

/// The fewest parameters of a request below a node; none if there is no request.
fn cost(space: &Space, at: Ref, costs: &[u32], known: &mut FxHashMap<Ref, Option<u32>>) -> Option<u32> {
    if let Some(cost) = known.get(&at) {
        return *cost;
    }
    let found = match at {
        FALSE => None,
        TRUE => Some(0),
        _ => {
            let decision = space.diagram.get(at);
            let own = costs.get(decision.level as usize).copied().unwrap_or(0);
            let low = cost(space, decision.low, costs, known);
            let high = cost(space, decision.high, costs, known).map(|cost| cost + own);
            match (low, high) {
                (Some(low), Some(high)) => Some(low.min(high)),
                (one, None) | (None, one) => one,
            }
        }
    };
    known.insert(at, found);
    found
}
