//! Rules as formulas over the cells.

use contingent_rules::{
    Comparison, Cond, Count, Demand, Form, Operator, Pattern, Reference, Relation, Rule, Subject, Test,
};
use num_rational::BigRational;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::formula::Id;
use super::super::linear::Linear;
use super::super::number::{Interval, is_integer, rational};
use super::survey::{Sum, divided, relation};
use super::{Atom, Cell, Content, Leaf, Role, RuleFormula, Universe};

impl<'a> Universe<'a> {
    /// Makes a formula of every rule that counts.
    pub(super) fn encode(&mut self) {
        for side in 0..self.sides.len() {
            let mut formulas = Vec::new();
            let Some(active) = self.sides.get(side).map(|side| side.rules.clone()) else { continue };
            for index in active {
                let rule: Option<&'a Rule> = self.sides.get(side).and_then(|side| side.operation.rules.get(index));
                let Some(rule) = rule else { continue };
                formulas.push(self.rule(side, index, rule));
            }
            self.rules.push(formulas);
        }
    }

    fn rule(&mut self, side: usize, index: usize, rule: &'a Rule) -> RuleFormula {
        let applies = (rule.when.is_some() || rule.unless.is_some()).then(|| {
            let when = rule.when.as_ref().map_or(Id::TRUE, |cond| self.cond(side, cond, None));
            let unless = rule.unless.as_ref().map_or(Id::FALSE, |cond| self.cond(side, cond, None));
            self.arena.all([when, !unless])
        });
        let form = self.form(side, &rule.form);
        let holds = self.arena.implies(applies.unwrap_or(Id::TRUE), form);
        RuleFormula { rule: index, holds, applies }
    }

    /// The parts of a rule that ask for something.
    #[cfg(feature = "questions")]
    pub(in crate::reason) fn leaves(&mut self, side: usize, index: usize, rule: &'a Rule) -> Vec<Leaf> {
        self.probe = Some(super::Probe::default());
        self.rule(side, index, rule);
        self.probe.take().map(|probe| probe.leaves).unwrap_or_default()
    }

    /// Whether a rule holds if one of those parts is taken to be true, or false.
    #[cfg(feature = "questions")]
    pub(in crate::reason) fn with_leaf(
        &mut self,
        side: usize,
        index: usize,
        rule: &'a Rule,
        leaf: (usize, bool),
    ) -> Id {
        self.probe = Some(super::Probe { leaves: Vec::new(), replace: Some(leaf) });
        let holds = self.rule(side, index, rule).holds;
        self.probe = None;
        holds
    }

    /// Notes a part that asks for something; its replacement, if it is the one to be replaced.
    fn probed(&mut self, leaf: impl FnOnce() -> Leaf) -> Option<Id> {
        let probe = self.probe.as_mut()?;
        let at = probe.leaves.len();
        probe.leaves.push(leaf());
        probe.replace.filter(|(wanted, _)| *wanted == at).map(|(_, truth)| constant(truth))
    }

    fn form(&mut self, side: usize, form: &'a Form) -> Id {
        match form {
            Form::Require(demands) => {
                let parts: Vec<Id> = demands.iter().map(|demand| self.required(side, demand)).collect();
                self.arena.all(parts)
            }
            Form::Allow(demands) => {
                let mut parts = Vec::new();
                for Demand { of, test } in demands {
                    for at in self.subject(side, of, None) {
                        let given = self.given(at);
                        let passes = test.as_ref().map_or(Id::TRUE, |test| self.test(at, test));
                        parts.push(self.arena.implies(given, passes));
                    }
                }
                self.arena.all(parts)
            }
            Form::Forbid(conds) => {
                let parts = self.conds(side, conds, None);
                self.arena.all(parts.into_iter().map(|part| !part))
            }
            Form::Count(count, conds) => {
                let members = self.conds(side, conds, None);
                self.count(*count, &members)
            }
            Form::Compare(comparison) => {
                let (given, holds) = self.comparison(side, comparison, None);
                self.arena.implies(given, holds)
            }
            Form::Ensure(cond) => self.cond(side, cond, None),
            Form::Ignored(_) | Form::Default(_) => Id::TRUE,
        }
    }

    /// Given and passing: the parameter, the field, or that field of every item.
    fn required(&mut self, side: usize, Demand { of, test }: &'a Demand) -> Id {
        let places = self.subject(side, of, None);
        let in_items =
            matches!(of, Subject::Parameter(Reference { steps, .. }) if steps.contains(&contingent_rules::Step::Items));
        if places.is_empty() && !in_items {
            return Id::FALSE;
        }
        let mut parts = Vec::new();
        for at in places {
            let passes = match test {
                Some(test) => self.test(at, test),
                None => self.is_given(at),
            };
            let there = self.item_around(at).map_or(Id::TRUE, |item| self.given(item));
            parts.push(self.arena.implies(there, passes));
        }
        self.arena.all(parts)
    }

    /// The item that a place is inside of.
    fn item_around(&self, mut at: usize) -> Option<usize> {
        loop {
            let place = self.places.get(at)?;
            if place.role == Role::Item {
                return Some(at);
            }
            at = place.parent?;
        }
    }

    fn given(&self, at: usize) -> Id {
        self.places.get(at).map_or(Id::FALSE, |place| place.given)
    }

    /// Whether a place is given, where a rule asks for it.
    fn is_given(&mut self, at: usize) -> Id {
        self.probed(|| Leaf::Place(at)).unwrap_or(self.given(at))
    }

    fn some_given(&mut self, side: usize, reference: &'a Reference, base: Option<usize>) -> Id {
        let places = self.resolve(side, reference, base);
        let parts: Vec<Id> = places.into_iter().map(|at| self.is_given(at)).collect();
        self.arena.any(parts)
    }

    fn conds(&mut self, side: usize, conds: &'a [Cond], base: Option<usize>) -> Vec<Id> {
        conds.iter().map(|cond| self.cond(side, cond, base)).collect()
    }

    fn cond(&mut self, side: usize, cond: &'a Cond, base: Option<usize>) -> Id {
        match cond {
            Cond::Given(reference) => self.some_given(side, reference, base),
            Cond::Test(subject, test) => {
                let places = self.subject(side, subject, base);
                let parts: Vec<Id> = places.into_iter().map(|at| self.test(at, test)).collect();
                self.arena.any(parts)
            }
            Cond::SomeItem(list, conds) => {
                let mut some = Vec::new();
                for item in self.resolve(side, list, base) {
                    let mut parts = self.conds(side, conds, Some(item));
                    parts.push(self.given(item));
                    some.push(self.arena.all(parts));
                }
                self.arena.any(some)
            }
            Cond::All(conds) => {
                let parts = self.conds(side, conds, base);
                self.arena.all(parts)
            }
            Cond::Any(conds) => {
                let parts = self.conds(side, conds, base);
                self.arena.any(parts)
            }
            Cond::Not(cond) => !self.cond(side, cond, base),
            Cond::Absent(references) => {
                let given: Vec<Id> =
                    references.iter().map(|reference| self.some_given(side, reference, base)).collect();
                !self.arena.any(given)
            }
            Cond::Count(count, conds) => {
                let members = self.conds(side, conds, base);
                self.count(*count, &members)
            }
            Cond::Compare(comparison) => {
                let (given, holds) = self.comparison(side, comparison, base);
                self.arena.all([given, holds])
            }
        }
    }

    fn count(&mut self, count: Count, members: &[Id]) -> Id {
        let some = self.arena.any(members.iter().copied());
        if self.probe.is_some() {
            let all = self.arena.all(members.iter().copied());
            let most_one = self.arena.at_most_one(members);
            let parts = [!some, self.arena.all([some, most_one]), self.arena.all([!most_one, !all]), all];
            if let Some(replacement) = self.probed(|| Leaf::Group(parts)) {
                return replacement;
            }
        }
        match count {
            Count::AtLeastOne => some,
            Count::AtMostOne => self.arena.at_most_one(members),
            Count::ExactlyOne => {
                let most = self.arena.at_most_one(members);
                self.arena.all([some, most])
            }
            Count::AllOrNone => {
                let all = self.arena.all(members.iter().copied());
                self.arena.any([all, !some])
            }
        }
    }

    /// Whether a place is given with a value that passes.
    fn test(&mut self, at: usize, test: &'a Test) -> Id {
        if let Some(replacement) = self.probed(|| Leaf::Place(at)) {
            return replacement;
        }
        if let Test::OneOf(values) = test
            && let Some(place) = self.places.get(at)
            && place.cells.iter().all(|cell| !matches!(cell.content, Content::Number(_)))
        {
            let values: FxHashSet<&str> = values.iter().map(String::as_str).collect();
            let passes = |cell: &&Cell| text(place, &cell.content).is_some_and(|text| values.contains(text));
            let passing: Vec<Id> = place.cells.iter().filter(passes).map(|cell| cell.id).collect();
            return self.arena.any(passing);
        }
        let count = self.places.get(at).map_or(0, |place| place.cells.len());
        let mut some = Vec::new();
        for cell in 0..count {
            let passes = match test {
                Test::OneOf(values) => {
                    let parts: Vec<Id> =
                        values.iter().map(|value| self.passes(at, cell, Operator::Eq, value)).collect();
                    self.arena.any(parts)
                }
                Test::Each(operators) => {
                    let parts: Vec<Id> =
                        operators.iter().map(|(operator, value)| self.passes(at, cell, *operator, value)).collect();
                    self.arena.all(parts)
                }
            };
            if let Some(id) = self.places.get(at).and_then(|place| place.cells.get(cell)).map(|cell| cell.id) {
                some.push(self.arena.all([id, passes]));
            }
        }
        self.arena.any(some)
    }

    /// Whether the values of a cell pass: all of them do, or none.
    fn passes(&mut self, at: usize, cell: usize, operator: Operator, literal: &'a str) -> Id {
        let Some(place) = self.places.get(at) else { return Id::FALSE };
        let Some(cell) = place.cells.get(cell) else { return Id::FALSE };
        let text = match &cell.content {
            Content::Number(interval) => {
                let numbers = relation(operator).zip(rational(literal));
                return constant(numbers.is_some_and(|(relation, literal)| in_relation(interval, relation, &literal)));
            }
            Content::Any => return Id::FALSE,
            Content::Other(label) if operator == Operator::Matches => {
                return self.pattern(literal, place.group, *label);
            }
            Content::Other(_) => None,
            Content::Text(text) => Some(text.as_str()),
            Content::Listed(indices) => {
                indices.first().and_then(|index| place.listed.get(*index)).map(|(text, _)| *text)
            }
        };
        constant(match operator {
            Operator::Eq => text == Some(literal),
            Operator::Ne => text != Some(literal),
            Operator::Matches => {
                text.is_some_and(|text| Pattern::new(literal).is_ok_and(|pattern| pattern.matches(text)))
            }
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => false,
        })
    }

    fn pattern(&mut self, pattern: &str, group: usize, label: usize) -> Id {
        let key = (pattern.to_owned(), group, label);
        if let Some(id) = self.patterns.get(&key) {
            return *id;
        }
        let id = self.arena.fresh();
        self.patterns.insert(key, id);
        id
    }

    /// Whether all operands are given, and whether the relation holds of their values.
    fn comparison(&mut self, side: usize, comparison: &'a Comparison, base: Option<usize>) -> (Id, Id) {
        match comparison {
            Comparison::Numbers(left, relation, right) => {
                let Sum { terms, bound, operands } = self.sum(side, left, right, base);
                let Some(operands) = operands else { return (Id::FALSE, Id::TRUE) };
                let given: Vec<Id> = operands.iter().map(|at| self.given(*at)).collect();
                let given = self.arena.all(given);
                let holds = match terms.as_slice() {
                    [] => constant(relation.holds(BigRational::from_integer(0.into()).cmp(&bound))),
                    [(at, factor)] => {
                        let (relation, bound) = divided(*relation, factor, &bound);
                        self.number_test(*at, relation, &bound)
                    }
                    _ => self.relation(terms.clone(), *relation, bound.clone()),
                };
                let leaf = match terms.as_slice() {
                    [] => None,
                    [(at, _)] => Some(Leaf::Place(*at)),
                    _ if self.probe.is_some() => {
                        let atom = |strict| Linear { terms: terms.clone(), bound: bound.clone(), strict };
                        Some(Leaf::Numbers(self.atom(atom(true)), self.atom(atom(false))))
                    }
                    _ => None,
                };
                let replacement = leaf.and_then(|leaf| self.probed(|| leaf));
                (given, replacement.unwrap_or(holds))
            }
            Comparison::Texts(left, equal, right) => {
                let (left, right) = (self.subject(side, left, base), self.subject(side, right, base));
                let (Some(left), Some(right)) = (left.first().copied(), right.first().copied()) else {
                    return (Id::FALSE, Id::TRUE);
                };
                let given = self.arena.all([self.given(left), self.given(right)]);
                let same = self.same(left, right);
                let holds = if *equal { same } else { !same };
                (given, self.probed(|| Leaf::Texts(same)).unwrap_or(holds))
            }
        }
    }

    fn number_test(&mut self, at: usize, relation: Relation, bound: &BigRational) -> Id {
        let cells = self.places.get(at).map(|place| place.cells.as_slice()).unwrap_or_default();
        let passing = cells.iter().filter(|cell| match &cell.content {
            Content::Number(interval) => in_relation(interval, relation, bound),
            Content::Listed(_) | Content::Text(_) | Content::Other(_) | Content::Any => false,
        });
        let passing: Vec<Id> = passing.map(|cell| cell.id).collect();
        self.arena.any(passing)
    }

    /// Whether two places are given with the same text.
    fn same(&mut self, left: usize, right: usize) -> Id {
        if left == right {
            return self.given(left);
        }
        let (Some(a), Some(b)) = (self.places.get(left), self.places.get(right)) else { return Id::FALSE };
        let there: FxHashMap<Text<'_>, Id> =
            b.cells.iter().filter_map(|cell| Some((Text::of(b, &cell.content)?, cell.id))).collect();
        let pair = |cell: &Cell| Some((cell.id, *there.get(&Text::of(a, &cell.content)?)?));
        let pairs: Vec<(Id, Id)> = a.cells.iter().filter_map(pair).collect();
        let pairs: Vec<Id> = pairs.into_iter().map(|(x, y)| self.arena.all([x, y])).collect();
        self.arena.any(pairs)
    }

    /// `terms relation bound`, where several places are added up.
    fn relation(&mut self, terms: Vec<(usize, BigRational)>, relation: Relation, bound: BigRational) -> Id {
        let mut atom = |strict| self.atom(Linear { terms: terms.clone(), bound: bound.clone(), strict });
        match relation {
            Relation::Le => atom(false),
            Relation::Lt => atom(true),
            Relation::Gt => !atom(false),
            Relation::Ge => !atom(true),
            Relation::Eq | Relation::Ne => {
                let (most, less) = (atom(false), atom(true));
                let equal = self.arena.all([most, !less]);
                if relation == Relation::Eq { equal } else { !equal }
            }
        }
    }

    /// The variable of a relation; one and its opposite share it.
    fn atom(&mut self, linear: Linear) -> Id {
        let negative = linear.terms.first().is_some_and(|(_, factor)| *factor < BigRational::from_integer(0.into()));
        if negative {
            return !self.atom(linear.negated());
        }
        let linear = linear.normal(|at| self.is_integer(at));
        if let Some(atom) = self.atom_ids.get(&linear).and_then(|index| self.atoms.get(*index)) {
            return atom.id;
        }
        let id = self.arena.fresh();
        self.atom_ids.insert(linear.clone(), self.atoms.len());
        self.atoms.push(Atom { id, linear });
        id
    }

    /// Whether a place has whole numbers only, on every side.
    pub(in crate::reason) fn is_integer(&self, at: usize) -> bool {
        let defs = self.places.get(at).map(|place| place.defs).unwrap_or_default();
        defs.iter().flatten().all(|def| is_integer(def.kind) == Some(true))
    }
}

/// What texts of one group are told apart by.
#[derive(PartialEq, Eq, Hash)]
enum Text<'p> {
    Known(&'p str),
    Other(usize),
}

impl<'p> Text<'p> {
    fn of(place: &'p super::Place<'_>, content: &'p Content) -> Option<Self> {
        match content {
            Content::Other(label) => Some(Text::Other(*label)),
            content => text(place, content).map(Text::Known),
        }
    }
}

fn text<'p>(place: &'p super::Place<'_>, content: &'p Content) -> Option<&'p str> {
    match content {
        Content::Listed(indices) => indices.first().and_then(|index| place.listed.get(*index)).map(|(text, _)| *text),
        Content::Text(text) => Some(text),
        Content::Other(_) | Content::Number(_) | Content::Any => None,
    }
}

fn constant(truth: bool) -> Id {
    if truth { Id::TRUE } else { Id::FALSE }
}

fn in_relation(interval: &Interval, relation: Relation, literal: &BigRational) -> bool {
    relation.holds(interval.sample().cmp(literal))
}
