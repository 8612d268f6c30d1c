//! What the rules mention: places inside objects, literals, patterns, and what is compared with what.

use std::borrow::Cow;

use contingent_rules::{
    Comparison, Cond, Demand, Form, Kind, Operand, Operator, Reference, Relation, Rule, Step, Subject, Term, Test,
    Value,
};
use num_rational::BigRational;

use super::super::number::{cuts, is_integer, rational};
use super::{Place, Role, Universe};

/// Items beyond which a list that is not given is not tried.
const MAX_ITEMS: usize = 8;

/// Whether a rule speaks about items of a list.
pub(super) fn names_items(rule: &Rule) -> bool {
    let items = |reference: &&Reference| reference.steps.contains(&Step::Items);
    rule.subjects().iter().any(items) || rule.conditions().iter().any(items) || has_some_item(rule)
}

fn has_some_item(rule: &Rule) -> bool {
    let conds: &[Cond] = match &rule.form {
        Form::Forbid(conds) | Form::Count(_, conds) => conds,
        Form::Ensure(cond) => std::slice::from_ref(cond),
        Form::Require(_) | Form::Allow(_) | Form::Compare(_) | Form::Ignored(_) | Form::Default(_) => &[],
    };
    conds.iter().chain(&rule.when).chain(&rule.unless).any(|cond| count_items(cond) > 0)
}

fn count_items(cond: &Cond) -> usize {
    let counts = |reference: &Reference| usize::from(reference.steps.contains(&Step::Items));
    match cond {
        Cond::Given(reference) | Cond::Test(Subject::Parameter(reference), _) => counts(reference),
        Cond::SomeItem(_, conds) => 1 + conds.iter().map(count_items).sum::<usize>(),
        Cond::All(conds) | Cond::Any(conds) | Cond::Count(_, conds) => conds.iter().map(count_items).sum(),
        Cond::Not(cond) => count_items(cond),
        Cond::Absent(references) => references.iter().map(counts).sum(),
        Cond::Test(Subject::Fact(_), _) | Cond::Compare(_) => 0,
    }
}

/// A sum of places on one side of `relation bound`.
pub(super) struct Sum {
    pub(super) terms: Vec<(usize, BigRational)>,
    pub(super) bound: BigRational,
    /// Every place that must be given, also those that cancel out; none if one does not exist.
    pub(super) operands: Option<Vec<usize>>,
}

impl<'a> Universe<'a> {
    /// Reads every rule for what it mentions.
    pub(super) fn survey(&mut self) {
        let rules: Vec<(usize, &'a Rule)> = self.active();
        self.most_items = rules.iter().map(|(_, rule)| items_in(rule)).sum::<usize>().max(1);
        if self.most_items > MAX_ITEMS {
            self.most_items = MAX_ITEMS;
            self.bounded = true;
        }
        for (side, rule) in rules {
            for cond in rule.when.iter().chain(&rule.unless) {
                self.mention_cond(side, cond, None);
            }
            match &rule.form {
                Form::Require(demands) | Form::Allow(demands) => {
                    for Demand { of, test } in demands {
                        let places = self.subject(side, of, None);
                        for at in places {
                            if let Some(test) = test {
                                self.mention_test(at, test);
                            }
                        }
                    }
                }
                Form::Forbid(conds) | Form::Count(_, conds) => {
                    conds.iter().for_each(|cond| self.mention_cond(side, cond, None));
                }
                Form::Compare(comparison) => self.mention_comparison(side, comparison, None),
                Form::Ensure(cond) => self.mention_cond(side, cond, None),
                Form::Ignored(_) | Form::Default(_) => {}
            }
        }
    }

    /// The rules of all sides that count.
    pub(super) fn active(&self) -> Vec<(usize, &'a Rule)> {
        let of = |(index, side): (usize, &super::Side<'a>)| {
            let rules: &'a [Rule] = &side.operation.rules;
            side.rules.iter().filter_map(move |rule| Some((index, rules.get(*rule)?))).collect::<Vec<_>>()
        };
        self.sides.iter().enumerate().flat_map(of).collect()
    }

    fn mention_cond(&mut self, side: usize, cond: &'a Cond, base: Option<usize>) {
        match cond {
            Cond::Given(reference) => {
                self.resolve(side, reference, base);
            }
            Cond::Test(subject, test) => {
                for at in self.subject(side, subject, base) {
                    self.mention_test(at, test);
                }
            }
            Cond::SomeItem(list, conds) => {
                for item in self.resolve(side, list, base) {
                    conds.iter().for_each(|cond| self.mention_cond(side, cond, Some(item)));
                }
            }
            Cond::All(conds) | Cond::Any(conds) | Cond::Count(_, conds) => {
                conds.iter().for_each(|cond| self.mention_cond(side, cond, base));
            }
            Cond::Not(cond) => self.mention_cond(side, cond, base),
            Cond::Absent(references) => {
                for reference in references {
                    self.resolve(side, reference, base);
                }
            }
            Cond::Compare(comparison) => self.mention_comparison(side, comparison, base),
        }
    }

    fn mention_test(&mut self, at: usize, test: &'a Test) {
        if let Some(place) = self.places.get_mut(at) {
            match test {
                Test::OneOf(values) => place.mentions.tests.push(values.iter().map(String::as_str).collect()),
                Test::Each(operators) => {
                    place.mentions.tests.extend(operators.iter().map(|(_, value)| vec![value.as_str()]));
                }
            }
        }
        match test {
            Test::OneOf(values) => values.iter().for_each(|value| self.mention(at, Operator::Eq, value)),
            Test::Each(operators) => operators.iter().for_each(|(operator, value)| self.mention(at, *operator, value)),
        }
    }

    fn mention(&mut self, at: usize, operator: Operator, literal: &'a str) {
        let Some(place) = self.places.get_mut(at) else { return };
        if operator == Operator::Matches {
            place.mentions.matched = true;
            return;
        }
        if place.def().is_some_and(|def| is_integer(def.kind).is_some()) {
            if let (Some(relation), Some(value)) = (relation(operator), rational(literal)) {
                cuts(relation, &value, &mut place.mentions.cuts);
            }
        } else if place.mentions.known.insert(literal) {
            place.mentions.texts.push(literal);
        }
    }

    fn mention_comparison(&mut self, side: usize, comparison: &'a Comparison, base: Option<usize>) {
        match comparison {
            Comparison::Numbers(left, relation, right) => {
                let sum = self.sum(side, left, right, base);
                if let [(at, factor)] = sum.terms.as_slice() {
                    let (relation, value) = divided(*relation, factor, &sum.bound);
                    if let Some(place) = self.places.get_mut(*at) {
                        cuts(relation, &value, &mut place.mentions.cuts);
                    }
                }
                for (at, _) in &sum.terms {
                    if let Some(place) = self.places.get_mut(*at) {
                        place.mentions.summed = true;
                    }
                }
            }
            Comparison::Texts(left, _, right) => {
                let places = [self.subject(side, left, base), self.subject(side, right, base)].concat();
                let Some(first) = places.first().copied() else { return };
                for at in places {
                    self.join(first, at);
                }
            }
        }
    }

    /// Puts two texts into one group.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.group_of(a), self.group_of(b));
        for (at, group) in [(a, a.min(b)), (b, a.min(b))] {
            if let Some(place) = self.places.get_mut(at) {
                place.mentions.group = group;
                place.mentions.compared = true;
            }
        }
    }

    pub(super) fn group_of(&self, mut at: usize) -> usize {
        while let Some(group) = self.places.get(at).map(|place| place.mentions.group).filter(|group| *group != at) {
            at = group;
        }
        at
    }

    /// `left - right` over places, and the number on the other side.
    pub(super) fn sum(&mut self, side: usize, left: &'a [Term], right: &'a [Term], base: Option<usize>) -> Sum {
        let zero = BigRational::from_integer(0.into());
        let mut sum = Sum { terms: Vec::new(), bound: zero.clone(), operands: Some(Vec::new()) };
        let left = left.iter().map(|term| (term.minus, &term.operand));
        for (minus, operand) in left.chain(right.iter().map(|term| (!term.minus, &term.operand))) {
            let sign = BigRational::from_integer(if minus { -1 } else { 1 }.into());
            match operand {
                Operand::Number(text) => sum.bound -= sign * rational(text).unwrap_or_else(|| zero.clone()),
                Operand::Parameter(reference) => match self.resolve(side, reference, base).first() {
                    Some(at) => {
                        if let Some(operands) = &mut sum.operands {
                            operands.push(*at);
                        }
                        match sum.terms.iter_mut().find(|(known, _)| known == at) {
                            Some((_, factor)) => *factor += sign,
                            None => sum.terms.push((*at, sign)),
                        }
                    }
                    None => sum.operands = None,
                },
            }
        }
        sum.terms.retain(|(_, factor)| *factor != zero);
        sum.terms.sort_by_key(|(at, _)| *at);
        sum
    }

    pub(super) fn subject(&mut self, side: usize, subject: &'a Subject, base: Option<usize>) -> Vec<usize> {
        match subject {
            Subject::Parameter(reference) => self.resolve(side, reference, base),
            Subject::Fact(name) => self.fact_names.get(name.as_str()).copied().into_iter().collect(),
        }
    }

    /// The places that a reference stands for; none if it names what no side has.
    pub(super) fn resolve(&mut self, side: usize, reference: &'a Reference, base: Option<usize>) -> Vec<usize> {
        let mut steps = reference.steps.iter();
        let mut places = match (base, reference.steps.first()) {
            (Some(base), _) => vec![base],
            (None, Some(Step::Field(name))) => {
                steps.next();
                self.names.get(name.as_str()).copied().into_iter().collect()
            }
            (None, Some(Step::Items) | None) => return Vec::new(),
        };
        for step in steps {
            places = match step {
                Step::Field(name) => places.iter().filter_map(|at| self.field(side, *at, name)).collect(),
                Step::Items => places.iter().flat_map(|at| self.items(*at)).collect(),
            };
        }
        places
    }

    fn field(&mut self, side: usize, at: usize, name: &'a str) -> Option<usize> {
        let place = self.places.get(at)?;
        let is_it = |at: &usize| {
            self.places.get(*at).and_then(Place::def).and_then(|def| def.parameter).is_some_and(|it| it.name == *name)
        };
        if let Some((_, known)) = place.fields.iter().find(|(_, field)| is_it(field)) {
            return Some(*known);
        }
        // What only the other side has is found when its own rules name it.
        place.defs.get(side)?.as_ref()?;
        let defs: Vec<_> = self
            .sides
            .iter()
            .zip(&place.defs)
            .map(|(side, def)| {
                def.and_then(|def| def.kind.fields().iter().find(|field| field.name == *name))
                    .and_then(|field| side.parameter(field))
            })
            .collect();
        if defs.iter().all(Option::is_none) {
            return None;
        }
        let position = place.def().and_then(|def| def.kind.fields().iter().position(|field| field.name == *name));
        let whole = Cow::Owned(format!("{}.{name}", place.name));
        let fixed = place.fixed.and_then(|value| self.given_value(value, name));
        let field = self.add(whole, Role::Field, Some(at), fixed);
        for (side, def) in defs.into_iter().enumerate() {
            if let Some(def) = def {
                self.define(field, side, def);
            }
        }
        if let Some(place) = self.places.get_mut(at) {
            place.fields.push((position.unwrap_or(usize::MAX), field));
        }
        Some(field)
    }

    fn items(&mut self, at: usize) -> Vec<usize> {
        let Some(place) = self.places.get(at) else { return Vec::new() };
        if let Some(items) = &place.items {
            return items.clone();
        }
        let defs: Vec<_> = (self.sides.iter().zip(&place.defs))
            .map(|(side, def)| def.and_then(|def| def.kind.item()).and_then(|item| side.parameter(item)))
            .collect();
        let values: Vec<Option<&'a Value>> = match place.fixed {
            None => vec![None; self.most_items],
            Some(Value::List(items)) => items.iter().filter(|item| **item != Value::Null).map(Some).collect(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Object(_)) => Vec::new(),
        };
        let name = place.name.clone();
        let mut items = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            let item = self.add(Cow::Owned(format!("{name}[{index}]")), Role::Item, Some(at), value);
            for (side, def) in defs.iter().enumerate() {
                if let Some(def) = def {
                    self.define(item, side, *def);
                }
            }
            items.push(item);
        }
        if let Some(place) = self.places.get_mut(at) {
            place.items = Some(items.clone());
        }
        items
    }
}

fn items_in(rule: &Rule) -> usize {
    let demanded = rule.subjects().iter().filter(|reference| reference.steps.contains(&Step::Items)).count();
    let conds: usize = rule.when.iter().chain(&rule.unless).map(count_items).sum();
    demanded + conds
}

/// `factor × place relation bound`, divided by the factor.
pub(super) fn divided(relation: Relation, factor: &BigRational, bound: &BigRational) -> (Relation, BigRational) {
    let relation = if *factor > BigRational::from_integer(0.into()) { relation } else { mirrored(relation) };
    (relation, bound / factor)
}

fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Lt => Relation::Gt,
        Relation::Le => Relation::Ge,
        Relation::Gt => Relation::Lt,
        Relation::Ge => Relation::Le,
        Relation::Eq => Relation::Eq,
        Relation::Ne => Relation::Ne,
    }
}

/// The relation that an operator stands for; none for a pattern.
pub(super) fn relation(operator: Operator) -> Option<Relation> {
    Some(match operator {
        Operator::Eq => Relation::Eq,
        Operator::Ne => Relation::Ne,
        Operator::Gt => Relation::Gt,
        Operator::Ge => Relation::Ge,
        Operator::Lt => Relation::Lt,
        Operator::Le => Relation::Le,
        Operator::Matches => return None,
    })
}

/// Whether values of this kind are compared as texts.
pub(super) fn is_text(kind: &Kind) -> bool {
    match kind {
        Kind::String | Kind::Boolean | Kind::Enum { .. } => true,
        Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => false,
    }
}
