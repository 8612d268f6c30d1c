//! Requests that show something: the smallest valid ones, the smallest that break each rule, random ones.

use contingent_rules::View;
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::bdd::{FALSE, Ref};
use super::count::{Counts, Space};
use super::formula::Id;
use super::search::Search;
use super::universe::{Purpose, Side, Universe};
use super::witness::{Witness, witness};
use crate::model;

/// The smallest valid request; none if there is none, or none was found within the limits.
pub fn smallest_valid(operation: &model::Operation, edition: Option<&str>) -> Option<Witness> {
    let mut questions = Questions::new(operation, edition);
    let all = questions.all_rules();
    questions.smallest(&all)
}

/// The smallest valid request for each value of a parameter or `$Fact`; none if it has no listed values.
pub fn smallest_valid_by(
    operation: &model::Operation,
    edition: Option<&str>,
    name: &str,
) -> Option<Vec<(String, Option<Witness>)>> {
    let mut questions = Questions::new(operation, edition);
    let place = questions.search.universe.places.iter().find(|place| place.name == name)?;
    let listed: Vec<(String, Option<Id>)> = place
        .listed
        .iter()
        .map(|(value, cell)| ((*value).to_owned(), cell.and_then(|cell| Some(place.cells.get(cell)?.id))))
        .collect();
    if listed.is_empty() {
        return None;
    }
    let all = questions.all_rules();
    let mut found = Vec::new();
    for (value, cell) in listed {
        let wanted: Vec<Id> = all.iter().copied().chain([cell.unwrap_or(Id::FALSE)]).collect();
        let pick_value = value.clone();
        found.push((value, questions.smallest_with(&wanted, name, &pick_value)));
    }
    Some(found)
}

/// For each error rule, the smallest request that breaks it, and nothing else if that is possible.
pub fn smallest_invalid(operation: &model::Operation, edition: Option<&str>) -> Vec<(String, Option<Witness>)> {
    let mut questions = Questions::new(operation, edition);
    let rules: Vec<(usize, Id)> =
        questions.search.universe.rules.iter().flatten().map(|rule| (rule.rule, rule.holds)).collect();
    let mut found = Vec::new();
    for (index, (rule, holds)) in rules.iter().enumerate() {
        let others = rules.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, (_, holds))| *holds);
        let alone: Vec<Id> = others.chain([!*holds]).collect();
        let witness = questions.smallest(&alone).or_else(|| questions.smallest(&[!*holds]));
        let id = operation.check.rules.get(*rule).map(|rule| rule.id.clone()).unwrap_or_default();
        found.push((id, witness));
    }
    found
}

/// A request drawn from all valid or all invalid shapes, each as likely as the other; the same for the same seed.
///
/// # Errors
/// Why there is none.
pub fn random(
    operation: &model::Operation,
    edition: Option<&str>,
    valid: bool,
    seed: u64,
) -> Result<Witness, &'static str> {
    const TOO_LARGE: &str = "the decision diagram would be larger than it may";
    let side = Side::for_analysis(&operation.check, edition);
    let mut universe = Universe::new(vec![side], Purpose { strict: true, ..Purpose::default() });
    let mut space = Space::new(&mut universe).ok_or(TOO_LARGE)?;
    let frame = space.all_in_detail(&universe, 0).map_err(|_| TOO_LARGE)?;
    let good = space.valid_in_detail(&mut universe, 0).map_err(|_| TOO_LARGE)?;
    let shapes = |space: &mut Space, at| space.forget_details(at).map_err(|_| TOO_LARGE);
    let good_shapes = shapes(&mut space, good)?;
    let (detailed, wanted) = if valid {
        (good, good_shapes)
    } else {
        let all = shapes(&mut space, frame)?;
        let bad = space.diagram.not(good_shapes).map_err(|_| TOO_LARGE)?;
        (frame, space.diagram.and(all, bad).map_err(|_| TOO_LARGE)?)
    };
    if wanted == FALSE {
        return Err(if valid { "no request is valid" } else { "every request is valid" });
    }
    let mut random = Random(seed);
    // A shape whose texts are not found is drawn again.
    for _ in 0..50 {
        let shape = draw(&space, wanted, &mut random);
        let exact = space.restrict(detailed, &shape).map_err(|_| TOO_LARGE)?;
        let mut values = shape.clone();
        values.extend(space.some_path(exact, &[]));
        let choice = space.choice(&universe, 0, &values);
        if let Some(found) = witness(&universe, 0, &choice, &mut |count| random.below(count)) {
            return Ok(found);
        }
    }
    Err("no text was found that its patterns accept")
}

/// An operation, and the requests that are looked for.
pub(super) struct Questions<'a> {
    pub(super) search: Search<'a>,
}

impl<'a> Questions<'a> {
    pub(super) fn new(operation: &'a model::Operation, edition: Option<&str>) -> Self {
        let view = edition.map_or(View::Common, |name| View::One(name.to_owned()));
        let side = Side::for_requests(&operation.check, view);
        Questions { search: Search::new(Universe::new(vec![side], Purpose { strict: true, ..Purpose::default() })) }
    }

    pub(super) fn all_rules(&self) -> Vec<Id> {
        self.search.universe.rules.iter().flatten().map(|rule| rule.holds).collect()
    }

    pub(super) fn smallest(&mut self, wanted: &[Id]) -> Option<Witness> {
        let choice = self.search.smallest(wanted)?;
        witness(&self.search.universe, 0, &choice, &mut |_| 0)
    }

    /// The same, with one value of a cell that holds several.
    fn smallest_with(&mut self, wanted: &[Id], name: &str, value: &str) -> Option<Witness> {
        let choice = self.search.smallest(wanted)?;
        let mut found = witness(&self.search.universe, 0, &choice, &mut |_| 0)?;
        found.replace(name, value);
        Some(found)
    }
}

/// Numbers from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = BigUint::from(bound.max(1));
        usize::try_from(self.below_big(&bound)).unwrap_or(0)
    }

    /// A number below a bound, each as likely as the other.
    fn below_big(&mut self, bound: &BigUint) -> BigUint {
        let bits = bound.bits();
        loop {
            let words = bits.div_ceil(32);
            let mut digits: Vec<u32> = (0..words).map(|_| (self.next() >> 32) as u32).collect();
            if let (Some(last), spare) = (digits.last_mut(), words * 32 - bits) {
                *last >>= spare;
            }
            let number = BigUint::new(digits);
            if number < *bound {
                return number;
            }
        }
    }
}

/// A shape of a diagram, by level.
fn draw(space: &Space, at: Ref, random: &mut Random) -> FxHashMap<usize, bool> {
    let counts = Counts::of(space, at);
    let mut shape = FxHashMap::default();
    let mut here = at;
    for level in 0..space.variables.len() {
        if space.is_hidden(level) {
            continue;
        }
        let decision = space.diagram.get(here);
        let (low, high) = if decision.level as usize == level { (decision.low, decision.high) } else { (here, here) };
        let below = level as u32 + 1;
        let when_false = counts.from(space, low, below);
        let when_true = counts.from(space, high, below) * BigUint::from(space.weight(level));
        let total = &when_false + &when_true;
        let value = total > BigUint::from(0_u32) && random.below_big(&total) >= when_false;
        shape.insert(level, value);
        here = if value { high } else { low };
    }
    shape
}
