//! What is wrong with the rules of an operation: contradictions, parameters and values that no request can have,
//! parameters that are optional in name only, rules that say nothing new.

mod answers;
mod rules;

pub use answers::{Analysis, Contradiction, Expected, Redundant, Unknown};

use batsat::Lit;
use contingent_rules::sentence;

use super::explain::minimal;
use super::formula::Id;
use super::nearby::Nearby;
use super::solver::{Answer, Solver};
use super::universe::{Place, Purpose, Role, Side, Universe};
use crate::model::{self, Expectation};

/// Analyses an operation in an edition; with none, what is common to all.
pub fn analyze(operation: &model::Operation, edition: Option<&str>) -> Analysis {
    analyze_parts(operation, edition, true)
}

/// The same without counting, for those who only look for problems.
pub fn problems(operation: &model::Operation, edition: Option<&str>) -> Analysis {
    analyze_parts(operation, edition, false)
}

fn analyze_parts(operation: &model::Operation, edition: Option<&str>, count: bool) -> Analysis {
    let side = Side::for_analysis(&operation.check, edition);
    let mut engine = Engine::new(operation, Universe::new(vec![side], Purpose::default()));
    engine.run(count);
    engine.analysis
}

struct Engine<'a> {
    operation: &'a model::Operation,
    universe: Universe<'a>,
    solver: Solver,
    /// For each rule of the universe, what makes it hold when assumed.
    selectors: Vec<Lit>,
    /// Makes all rules hold when assumed.
    all: Lit,
    seen: Seen,
    analysis: Analysis,
}

/// What valid requests were seen to have.
struct Seen {
    given: Vec<bool>,
    absent: Vec<bool>,
    cells: Vec<Vec<bool>>,
    /// Rules that applied, in a request that breaks no other rule.
    applied: Vec<bool>,
    /// Rules that a request breaks that breaks no other.
    alone: Vec<bool>,
}

impl Seen {
    /// Sees what some requests have: those that are valid, and whether anything about them is new.
    fn look(&mut self, universe: &Universe<'_>, nearby: &Nearby) -> (u64, bool) {
        let built_in = universe.built_in.first().map(Vec::as_slice).unwrap_or_default();
        let possible = universe.frame.iter().chain(built_in).fold(u64::MAX, |all, id| all & nearby.of(*id));
        let rules = universe.rules.first().map(Vec::as_slice).unwrap_or_default();
        let (mut once, mut twice) = (0, 0);
        for rule in rules {
            let broken = nearby.of(!rule.holds);
            twice |= once & broken;
            once |= broken;
        }
        let valid = possible & !once;
        let nearly = possible & !twice;
        let mut new = false;
        let mut note = |flags: &mut [bool], at: usize, shown: u64| match flags.get_mut(at) {
            Some(flag) if shown != 0 && !*flag => {
                *flag = true;
                new = true;
            }
            Some(_) | None => {}
        };
        for (index, rule) in rules.iter().enumerate() {
            let broken = nearby.of(!rule.holds);
            note(&mut self.alone, index, nearly & broken);
            if let Some(applies) = rule.applies {
                note(&mut self.applied, index, nearby.of(applies) & (valid | (nearly & broken)));
            }
        }
        for ((at, place), cells) in universe.places.iter().enumerate().zip(&mut self.cells) {
            let outer = place.parent.and_then(|outer| universe.places.get(outer));
            let inside = outer.map_or(u64::MAX, |outer| nearby.of(outer.given));
            note(&mut self.given, at, valid & nearby.of(place.given));
            note(&mut self.absent, at, valid & inside & nearby.of(!place.given));
            for (index, cell) in place.cells.iter().enumerate() {
                note(cells, index, valid & nearby.of(cell.id));
            }
        }
        (valid, new)
    }
}

const LIMIT: &str = "the search took more steps than it may";

impl<'a> Engine<'a> {
    fn new(operation: &'a model::Operation, universe: Universe<'a>) -> Self {
        let mut solver = Solver::new(&universe);
        for id in universe.built_in.first().into_iter().flatten() {
            solver.assert(&universe, *id, None);
        }
        let all = solver.fresh();
        let rules = universe.rules.first().map(Vec::as_slice).unwrap_or_default();
        let mut selectors = Vec::with_capacity(rules.len());
        for rule in rules {
            let selector = solver.fresh();
            solver.assert(&universe, rule.holds, Some(selector));
            solver.add(&[!all, selector]);
            selectors.push(selector);
        }
        let seen = Seen {
            given: vec![false; universe.places.len()],
            absent: vec![false; universe.places.len()],
            cells: universe.places.iter().map(|place| vec![false; place.cells.len()]).collect(),
            applied: vec![false; rules.len()],
            alone: vec![false; rules.len()],
        };
        Engine { operation, universe, solver, selectors, all, seen, analysis: Analysis::default() }
    }

    fn run(&mut self, count: bool) {
        let conditions: Vec<Id> = self.rules().iter().filter_map(|rule| rule.applies).collect();
        for condition in conditions {
            self.solver.literal(&self.universe, condition);
        }
        match self.ask(&[self.all]) {
            Answer::Yes => self.analysis.consistent = true,
            Answer::No => return self.contradiction(),
            Answer::Unknown => {
                self.analysis.consistent = true;
                self.unknown("consistent", "");
                return;
            }
        }
        self.look_around();
        let dead = self.dead();
        self.false_optional(&dead);
        self.dead_values(&dead);
        let never = self.never_fires();
        self.redundant(&never);
        self.expectations();
        self.analysis.valid_shapes = if count { self.count() } else { None };
        if count && self.analysis.valid_shapes.is_none() && cfg!(feature = "questions") {
            let reason = "the decision diagram would be larger than it may".to_owned();
            self.analysis.unknown.push(Unknown { question: "valid_shapes", subject: String::new(), reason });
        }
    }

    #[cfg(feature = "questions")]
    fn count(&mut self) -> Option<String> {
        super::count::valid_shapes(&mut self.universe)
    }

    #[cfg(not(feature = "questions"))]
    fn count(&mut self) -> Option<String> {
        None
    }

    fn rules(&self) -> &[super::universe::RuleFormula] {
        self.universe.rules.first().map(Vec::as_slice).unwrap_or_default()
    }

    fn id(&self, rule: usize) -> String {
        let rule = self.rules().get(rule).and_then(|rule| self.operation.check.rules.get(rule.rule));
        rule.map(|rule| rule.id.clone()).unwrap_or_default()
    }

    fn expects(&self, rule: usize) -> &'a [Expectation] {
        let rule = self.rules().get(rule).and_then(|rule| self.operation.rules.get(rule.rule));
        rule.map(|rule| rule.expect.as_slice()).unwrap_or_default()
    }

    fn unknown(&mut self, question: &'static str, subject: &str) {
        self.analysis.unknown.push(Unknown { question, subject: subject.to_owned(), reason: LIMIT.to_owned() });
    }

    /// Asks, and remembers what a valid request has.
    fn ask(&mut self, assumptions: &[Lit]) -> Answer {
        let answer = self.solver.ask(&self.universe, 0, assumptions);
        if answer == Answer::Yes && self.solver.is_true(self.all) {
            for (at, place) in self.universe.places.iter().enumerate() {
                let value = |id: Id| self.solver.value(&self.universe, id);
                let outer = place.parent.and_then(|parent| self.universe.places.get(parent));
                if value(place.given) {
                    set(&mut self.seen.given, at);
                    if let Some(cells) = self.seen.cells.get_mut(at) {
                        for (cell, seen) in place.cells.iter().zip(cells) {
                            *seen |= value(cell.id);
                        }
                    }
                } else if outer.is_none_or(|outer| value(outer.given)) {
                    set(&mut self.seen.absent, at);
                }
            }
            let rules = self.universe.rules.first().map(Vec::as_slice).unwrap_or_default();
            for (index, rule) in rules.iter().enumerate() {
                if rule.applies.is_some_and(|applies| self.solver.value(&self.universe, applies)) {
                    set(&mut self.seen.applied, index);
                }
            }
        }
        answer
    }

    /// Sees what requests near the last "yes" have.
    fn look_around(&mut self) {
        let (universe, solver, seen) = (&self.universe, &self.solver, &mut self.seen);
        let value = |id: Id| solver.value(universe, id);
        Nearby::new(universe).walk(universe, &value, |nearby| seen.look(universe, nearby));
    }

    /// Whether a valid request can have what a formula says.
    fn can(&mut self, ids: &[Id]) -> Answer {
        let mut assumptions = vec![self.all];
        for id in ids {
            assumptions.push(self.solver.literal(&self.universe, *id));
        }
        self.ask(&assumptions)
    }

    fn contradiction(&mut self) {
        let rules: Vec<usize> = (0..self.selectors.len()).collect();
        let rules = minimal(&mut self.solver, &self.universe, &self.selectors, rules, &[]);
        let mut parameters: Vec<String> = Vec::new();
        let spoken: Vec<_> = rules
            .iter()
            .filter_map(|rule| self.rules().get(*rule))
            .filter_map(|rule| self.operation.check.rules.get(rule.rule))
            .flat_map(|rule| rule.subjects().into_iter().chain(rule.conditions()))
            .map(|reference| reference.text.clone())
            .collect();
        for name in spoken {
            if !parameters.contains(&name) {
                parameters.push(name);
            }
        }
        let message = if rules.is_empty() {
            "no request is valid: a parameter that must be given has no value that it can have".to_owned()
        } else {
            format!("no request is valid: {}", self.said(&rules))
        };
        let rules = rules.iter().map(|rule| self.id(*rule)).collect();
        self.analysis.contradictions.push(Contradiction { rules, parameters, value: None, message });
        self.analysis.valid_shapes = Some("0".to_owned());
    }

    /// The rules with their sentences.
    fn said(&self, rules: &[usize]) -> String {
        let say = |rule: &usize| {
            let rule = self.rules().get(*rule).and_then(|rule| self.operation.check.rules.get(rule.rule))?;
            Some(format!("rule `{}` says: {}", rule.id, sentence::rule(rule, &self.operation.check.facts)))
        };
        rules.iter().filter_map(say).collect::<Vec<_>>().join("; ")
    }

    /// Why nothing can have what a formula says.
    fn explain(&mut self, name: &str, value: Option<&str>, ids: &[Id]) {
        let assumptions: Vec<Lit> = ids.iter().map(|id| self.solver.literal(&self.universe, *id)).collect();
        let rules: Vec<usize> = (0..self.selectors.len()).collect();
        let rules = minimal(&mut self.solver, &self.universe, &self.selectors, rules, &assumptions);
        let what = match value {
            Some(value) if name.starts_with('$') => format!("`{name}` can never be {value}"),
            Some(value) => format!("`{name}` can never have the value {value}"),
            None => format!("`{name}` can never be given"),
        };
        let message = if rules.is_empty() {
            format!("{what}: its own definition rules that out")
        } else {
            format!("{what}: {}", self.said(&rules))
        };
        let rules = rules.iter().map(|rule| self.id(*rule)).collect();
        let parameters = vec![name.to_owned()];
        self.analysis.contradictions.push(Contradiction {
            rules,
            parameters,
            value: value.map(str::to_owned),
            message,
        });
    }

    /// For each place, whether it is dead.
    fn dead(&mut self) -> Vec<bool> {
        let mut dead = vec![false; self.universe.places.len()];
        for at in self.in_order() {
            let Some(place) = self.universe.places.get(at) else { continue };
            let inside_dead = place.parent.is_some_and(|parent| dead.get(parent) == Some(&true));
            if inside_dead {
                set(&mut dead, at);
                continue;
            }
            if place.role == Role::Fact || self.seen.given.get(at) == Some(&true) {
                continue;
            }
            let (given, name, constant) = (place.given, place.name.to_string(), is_constant(place));
            match self.can(&[given]) {
                Answer::Yes => {}
                Answer::No => {
                    set(&mut dead, at);
                    if !constant {
                        self.explain(&name, None, &[given]);
                        self.analysis.dead.push(name);
                    }
                }
                Answer::Unknown => self.unknown("dead", &name),
            }
        }
        dead
    }

    /// Parameters in the order of the spec, each followed by its fields, then the facts.
    fn in_order(&self) -> Vec<usize> {
        let places = &self.universe.places;
        let mut order: Vec<usize> = Vec::with_capacity(places.len());
        let push = |at: usize, order: &mut Vec<usize>| {
            let mut open = vec![at];
            while let Some(at) = open.pop() {
                order.push(at);
                let inner = places.get(at).map(Place::fields_in_order).unwrap_or_default();
                open.extend(inner.into_iter().map(|(_, field)| field).rev());
            }
        };
        for (at, _) in places.iter().enumerate().filter(|(_, place)| place.role == Role::Top) {
            push(at, &mut order);
        }
        order.extend(places.iter().enumerate().filter(|(_, place)| place.role == Role::Fact).map(|(at, _)| at));
        order
    }

    fn false_optional(&mut self, dead: &[bool]) {
        for at in self.in_order() {
            let Some(place) = self.universe.places.get(at) else { continue };
            let fixed = place.def().is_none_or(|def| def.required) || is_constant(place) || place.role == Role::Fact;
            if fixed || dead.get(at) == Some(&true) || self.seen.absent.get(at) == Some(&true) {
                continue;
            }
            let outer = place.parent.and_then(|parent| self.universe.places.get(parent));
            let (outer, given, name) =
                (outer.map_or(Id::TRUE, |outer| outer.given), place.given, place.name.to_string());
            match self.can(&[outer, !given]) {
                Answer::Yes => {}
                Answer::No => self.analysis.false_optional.push(name),
                Answer::Unknown => self.unknown("false_optional", &name),
            }
        }
    }

    fn dead_values(&mut self, dead: &[bool]) {
        for at in self.in_order() {
            let Some(place) = self.universe.places.get(at) else { continue };
            if dead.get(at) == Some(&true) || is_constant(place) {
                continue;
            }
            let name = place.name.to_string();
            let listed: Vec<(String, Option<usize>)> =
                place.listed.iter().map(|(value, cell)| ((*value).to_owned(), *cell)).collect();
            let mut values = Vec::new();
            for (value, cell) in listed {
                let seen =
                    cell.is_some_and(|cell| self.seen.cells.get(at).is_some_and(|it| it.get(cell) == Some(&true)));
                if seen {
                    continue;
                }
                let id = cell.and_then(|cell| Some(self.universe.places.get(at)?.cells.get(cell)?.id));
                let id = id.unwrap_or(Id::FALSE);
                match self.can(&[id]) {
                    Answer::Yes => {}
                    Answer::No => {
                        self.explain(&name, Some(&value), &[id]);
                        values.push(value);
                    }
                    Answer::Unknown => self.unknown("dead_values", &format!("{name}={value}")),
                }
            }
            if !values.is_empty() {
                self.analysis.dead_values.push((name, values));
            }
        }
    }
}

fn is_constant(place: &Place<'_>) -> bool {
    place.def().is_some_and(|def| def.constant.is_some())
}

fn set(flags: &mut [bool], at: usize) {
    if let Some(flag) = flags.get_mut(at) {
        *flag = true;
    }
}
