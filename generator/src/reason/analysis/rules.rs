//! Questions about single rules: whether they can apply, and whether the others imply them.

use batsat::Lit;

use super::super::explain::minimal;
use super::super::formula::Id;
use super::super::missing::names_missing;
use super::super::solver::Answer;
use super::{Engine, Expected, Redundant, set};
use crate::model::Expectation;

impl Engine<'_> {
    /// Literals that make all of the given rules hold but one: `before` and `after` it.
    fn chains(&mut self, rules: &[usize]) -> Vec<(Lit, Lit)> {
        let truth = self.solver.literal(&self.universe, Id::TRUE);
        let mut chain = |order: &[usize]| -> Vec<Lit> {
            let mut lits = vec![truth];
            for rule in order {
                let (Some(last), Some(selector)) = (lits.last().copied(), self.selectors.get(*rule).copied()) else {
                    continue;
                };
                let lit = self.solver.fresh();
                self.solver.add(&[!lit, last]);
                self.solver.add(&[!lit, selector]);
                lits.push(lit);
            }
            lits
        };
        let forward = chain(rules);
        let reversed: Vec<usize> = rules.iter().rev().copied().collect();
        let backward = chain(&reversed);
        let mut chains = Vec::with_capacity(self.selectors.len());
        let mut before = 0;
        for rule in 0..self.selectors.len() {
            let inside = rules.get(before) == Some(&rule);
            let after = rules.len() - before - usize::from(inside);
            chains.push((forward.get(before).copied().unwrap_or(truth), backward.get(after).copied().unwrap_or(truth)));
            before += usize::from(inside);
        }
        chains
    }

    /// For each rule, whether it never fires.
    pub(super) fn never_fires(&mut self) -> Vec<bool> {
        let mut never = vec![false; self.selectors.len()];
        let open = |engine: &Self, rule: &usize| {
            engine.seen.applied.get(*rule) == Some(&false)
                && engine.rules().get(*rule).is_some_and(|it| it.applies.is_some())
        };
        let candidates: Vec<usize> = (0..self.selectors.len()).filter(|rule| open(self, rule)).collect();
        if candidates.is_empty() {
            return never;
        }
        let all: Vec<usize> = (0..self.selectors.len()).collect();
        let chains = self.chains(&all);
        for rule in candidates {
            if !open(self, &rule) || self.lacks(rule) {
                continue;
            }
            let applies = self.rules().get(rule).and_then(|it| it.applies).unwrap_or(Id::TRUE);
            let applies = self.solver.literal(&self.universe, applies);
            let Some((before, after)) = chains.get(rule).copied() else { continue };
            match self.ask(&[before, after, applies]) {
                Answer::Yes => {}
                Answer::No => set(&mut never, rule),
                Answer::Unknown => {
                    let id = self.id(rule);
                    self.unknown("never_fires", &id);
                }
            }
        }
        let fires_not: Vec<usize> = (0..never.len()).filter(|rule| never.get(*rule) == Some(&true)).collect();
        for rule in fires_not {
            let id = self.id(rule);
            if self.expects(rule).contains(&Expectation::NeverFires) {
                self.analysis.expected.push(Expected { rule: id, finding: "never_fires" });
            } else {
                self.analysis.never_fires.push(id);
            }
        }
        never
    }

    pub(super) fn redundant(&mut self, never: &[bool]) {
        let usable: Vec<usize> =
            (0..self.selectors.len()).filter(|rule| !self.expects(*rule).contains(&Expectation::Redundant)).collect();
        let chains = self.chains(&usable);
        for rule in 0..self.selectors.len() {
            let (Some(formula), Some((before, after))) = (self.rules().get(rule), chains.get(rule).copied()) else {
                continue;
            };
            if never.get(rule) == Some(&true) || self.seen.alone.get(rule) == Some(&true) {
                continue;
            }
            let broken = self.solver.literal(&self.universe, !formula.holds);
            match self.ask(&[before, after, broken]) {
                Answer::Yes => {}
                Answer::No if self.lacks(rule) => {}
                Answer::No => {
                    let id = self.id(rule);
                    if self.expects(rule).contains(&Expectation::Redundant) {
                        self.analysis.expected.push(Expected { rule: id, finding: "redundant" });
                        continue;
                    }
                    let others = usable.iter().copied().filter(|other| *other != rule).collect();
                    let implied_by = minimal(&mut self.solver, &self.universe, &self.selectors, others, &[broken]);
                    let implied_by = implied_by.iter().map(|rule| self.id(*rule)).collect();
                    self.analysis.redundant_rules.push(Redundant { rule: id, implied_by });
                }
                Answer::Unknown => {
                    let id = self.id(rule);
                    self.unknown("redundant_rules", &id);
                }
            }
        }
    }

    /// Whether a rule names something that the universe lacks.
    fn lacks(&self, rule: usize) -> bool {
        let rule = self.rules().get(rule).and_then(|rule| self.operation.check.rules.get(rule.rule));
        let side = self.universe.sides.first();
        rule.zip(side).is_some_and(|(rule, side)| names_missing(rule, side))
    }

    pub(super) fn expectations(&mut self) {
        let place = |id: &str| self.operation.check.rules.iter().position(|rule| rule.id == id);
        self.analysis.expected.sort_by_key(|expected| place(&expected.rule));
        for (index, text) in self.operation.rules.iter().enumerate() {
            let Some(rule) = self.operation.check.rules.get(index) else { continue };
            let active = self.rules().iter().any(|formula| formula.rule == index);
            // What is not analysed, or not whole in this view, is neither as expected nor otherwise.
            let whole = self.universe.sides.first().is_some_and(|side| !names_missing(rule, side));
            if !active || !whole {
                continue;
            }
            for expectation in &text.expect {
                let finding = match expectation {
                    Expectation::Redundant => "redundant",
                    Expectation::NeverFires => "never_fires",
                };
                let came_true = self.analysis.expected.iter().any(|it| it.rule == rule.id && it.finding == finding);
                let question = if finding == "redundant" { "redundant_rules" } else { finding };
                let open = self.analysis.unknown.iter().any(|it| it.question == question && it.subject == rule.id);
                if !came_true && !open {
                    self.analysis.unmet.push(Expected { rule: rule.id.clone(), finding });
                }
            }
        }
    }
}
