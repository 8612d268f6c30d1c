//! Single requests: the smallest one that has what is wanted.

use batsat::Lit;

use super::formula::Id;
use super::solver::{Answer, Solver};
use super::universe::{Role, Universe};

/// Parameters beyond which a request is not made smaller one by one.
const MAX_COUNTED: usize = 60;

/// A universe with a solver that knows its frame and its definitions.
pub(super) struct Search<'a> {
    pub(super) universe: Universe<'a>,
    pub(super) solver: Solver,
    /// The formulas that make a request larger.
    sizes: Vec<Id>,
    /// For each number of them up to a bound, a literal that is true if there are at least as many.
    at_least: Vec<Lit>,
}

/// A request and facts, as far as formulas tell.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    truths: rustc_hash::FxHashMap<Id, bool>,
    pub(super) numbers: Vec<(usize, num_rational::BigRational)>,
}

impl Choice {
    pub(super) fn new(
        truths: rustc_hash::FxHashMap<Id, bool>,
        numbers: Vec<(usize, num_rational::BigRational)>,
    ) -> Self {
        Choice { truths, numbers }
    }

    pub(super) fn holds(&self, id: Id) -> bool {
        let plain = if id.is_negated() { !id } else { id };
        let truth = plain == Id::TRUE || self.truths.get(&plain).copied().unwrap_or(false);
        truth != id.is_negated()
    }
}

impl<'a> Search<'a> {
    pub(super) fn new(universe: Universe<'a>) -> Self {
        let mut solver = Solver::new(&universe);
        for id in universe.built_in.first().into_iter().flatten() {
            solver.assert(&universe, *id, None);
        }
        let mut sizes: Vec<Id> =
            universe.places.iter().filter(|place| place.role != Role::Fact).map(|place| place.given).collect();
        sizes.retain(|id| *id != Id::TRUE);
        sizes.sort_unstable();
        sizes.dedup();
        Search { universe, solver, sizes, at_least: Vec::new() }
    }

    /// The smallest request that has all of this; none if there is none, or none was found within the limits.
    pub(super) fn smallest(&mut self, wanted: &[Id]) -> Option<Choice> {
        let wanted: Vec<Lit> = wanted.iter().map(|id| self.solver.literal(&self.universe, *id)).collect();
        let mut best = self.find(&wanted)?;
        while let Some(fewer) = self.size(&best).checked_sub(1) {
            let Some(bound) = self.more_than(fewer) else { break };
            let bounded: Vec<Lit> = wanted.iter().copied().chain([!bound]).collect();
            match self.find(&bounded) {
                Some(smaller) => best = smaller,
                None => break,
            }
        }
        Some(best)
    }

    fn size(&self, choice: &Choice) -> usize {
        self.sizes.iter().filter(|id| choice.holds(**id)).count()
    }

    pub(super) fn find(&mut self, assumptions: &[Lit]) -> Option<Choice> {
        match self.solver.ask(&self.universe, 0, assumptions) {
            Answer::Yes => Some(self.choice()),
            Answer::No | Answer::Unknown => None,
        }
    }

    /// What the solver found.
    fn choice(&self) -> Choice {
        let mut truths = rustc_hash::FxHashMap::default();
        let mut note = |id: Id| {
            let value = self.solver.value(&self.universe, id);
            truths.insert(if id.is_negated() { !id } else { id }, value != id.is_negated());
        };
        for place in &self.universe.places {
            note(place.given);
            place.cells.iter().for_each(|cell| note(cell.id));
        }
        self.universe.patterns.values().copied().for_each(note);
        let numbers = if self.universe.atoms.is_empty() { Vec::new() } else { self.solver.numbers.clone() };
        Choice { truths, numbers }
    }

    /// A literal that is true if a request has more than so many parameters.
    fn more_than(&mut self, count: usize) -> Option<Lit> {
        if count > MAX_COUNTED {
            return None;
        }
        if self.at_least.len() <= count + 1 {
            self.at_least = self.counter(count + 2);
        }
        self.at_least.get(count + 1).copied()
    }

    /// Literals `at least 0`, `at least 1`, … for the sizes: true if they must be.
    fn counter(&mut self, most: usize) -> Vec<Lit> {
        let truth = self.solver.literal(&self.universe, Id::TRUE);
        let mut row: Vec<Lit> = std::iter::once(truth).chain((0..most).map(|_| !truth)).collect();
        for id in self.sizes.clone() {
            let one = self.solver.literal(&self.universe, id);
            let mut next = vec![truth];
            for pair in row.windows(2) {
                let [fewer, same] = pair else { continue };
                let lit = self.solver.fresh();
                self.solver.add(&[!*same, lit]);
                self.solver.add(&[!*fewer, !one, lit]);
                next.push(lit);
            }
            row = next;
        }
        row
    }
}
