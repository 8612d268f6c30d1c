//! Rules made ready for checking: references as indices, literals typed, patterns compiled.

use crate::check::def::{Def, DefKind, Literal, Presence};
use crate::{
    Comparison, Cond, Count, Decimal, Demand, Form, Operand, Operator, Pattern, Reference, Relation, Rule, Step,
    Subject, Term, Test,
};

/// A rule whose parts stand in the same order as those of the [`Rule`] it comes from.
pub(crate) struct Ready {
    pub(crate) when: Option<C>,
    pub(crate) unless: Option<C>,
    pub(crate) form: F,
}

pub(crate) enum F {
    Require(Vec<(Who, Option<Tests>)>),
    Forbid(Vec<C>),
    Count(Count, Vec<C>),
    Allow(Vec<(Who, Option<Tests>)>),
    Compare(Compare),
    Ensure(C),
    Ignored(Vec<Place>),
    Default,
}

pub(crate) enum C {
    Given(Place),
    Test(Who, Tests),
    SomeItem(Place, Vec<C>),
    All(Vec<C>),
    Any(Vec<C>),
    Not(Box<C>),
    Absent(Vec<Place>),
    Count(Count, Vec<C>),
    Compare(Compare),
}

pub(crate) enum Compare {
    Numbers(Vec<(bool, Amount)>, Relation, Vec<(bool, Amount)>),
    Texts(Who, bool, Who),
}

pub(crate) enum Amount {
    Number(Decimal),
    Place(Place),
}

/// A parameter or a fact.
pub(crate) enum Who {
    Place(Place),
    Fact(usize),
}

/// Where a reference leads; `None` for one that leads nowhere, which is never given.
pub(crate) struct Place {
    /// The index of the parameter; `None` if the way begins at an item.
    pub(crate) top: Option<usize>,
    pub(crate) steps: Option<Vec<Hop>>,
}

pub(crate) enum Hop {
    Field(usize),
    Items,
}

/// All of them must pass.
pub(crate) type Tests = Vec<One>;

pub(crate) enum One {
    /// No value passes: none of the literals is a value of the type. The flag tells that
    /// they are values of other editions.
    Never { gone: bool },
    /// Every value passes.
    Always,
    /// A listed enum value by index, or an unlisted text.
    Listed { indices: Vec<bool>, others: Vec<String>, wanted: bool },
    /// One of the literals, or none of them.
    Equal { literals: Vec<Literal>, wanted: bool },
    /// A number in relation to a literal.
    Number(Relation, Decimal),
    /// The whole text matches.
    Matches(Pattern),
}

/// What references and facts are looked up in.
pub(crate) struct Names<'a> {
    pub(crate) parameters: &'a [Def],
    pub(crate) facts: &'a [Def],
}

impl Names<'_> {
    pub(crate) fn rule(&self, rule: &Rule) -> Ready {
        Ready {
            when: rule.when.as_ref().map(|cond| self.cond(cond, None)),
            unless: rule.unless.as_ref().map(|cond| self.cond(cond, None)),
            form: self.form(&rule.form),
        }
    }

    fn form(&self, form: &Form) -> F {
        match form {
            Form::Require(demands) => F::Require(self.demands(demands)),
            Form::Allow(demands) => F::Allow(self.demands(demands)),
            Form::Forbid(members) => F::Forbid(self.conds(members, None)),
            Form::Count(count, members) => F::Count(*count, self.conds(members, None)),
            Form::Compare(comparison) => F::Compare(self.compare(comparison, None)),
            Form::Ensure(cond) => F::Ensure(self.cond(cond, None)),
            Form::Ignored(references) => {
                F::Ignored(references.iter().map(|reference| self.place(reference, None).0).collect())
            }
            Form::Default(_) => F::Default,
        }
    }

    fn demands(&self, demands: &[Demand]) -> Vec<(Who, Option<Tests>)> {
        let demand = |demand: &Demand| {
            let (who, def) = self.who(&demand.of, None);
            (who, demand.test.as_ref().map(|test| tests(test, def)))
        };
        demands.iter().map(demand).collect()
    }

    fn conds(&self, conds: &[Cond], item: Option<&Def>) -> Vec<C> {
        conds.iter().map(|cond| self.cond(cond, item)).collect()
    }

    fn cond(&self, cond: &Cond, item: Option<&Def>) -> C {
        match cond {
            Cond::Given(reference) => C::Given(self.place(reference, item).0),
            Cond::Test(subject, test) => {
                let (who, def) = self.who(subject, item);
                C::Test(who, tests(test, def))
            }
            Cond::SomeItem(list, conds) => {
                let (place, def) = self.place(list, item);
                C::SomeItem(place, conds.iter().map(|cond| self.cond(cond, def)).collect())
            }
            Cond::All(conds) => C::All(self.conds(conds, item)),
            Cond::Any(conds) => C::Any(self.conds(conds, item)),
            Cond::Not(cond) => C::Not(Box::new(self.cond(cond, item))),
            Cond::Absent(references) => {
                C::Absent(references.iter().map(|reference| self.place(reference, item).0).collect())
            }
            Cond::Count(count, conds) => C::Count(*count, self.conds(conds, item)),
            Cond::Compare(comparison) => C::Compare(self.compare(comparison, item)),
        }
    }

    fn compare(&self, comparison: &Comparison, item: Option<&Def>) -> Compare {
        match comparison {
            Comparison::Numbers(left, relation, right) => {
                let sum = |terms: &[Term]| terms.iter().map(|term| (term.minus, self.amount(term, item))).collect();
                Compare::Numbers(sum(left), *relation, sum(right))
            }
            Comparison::Texts(left, equal, right) => {
                Compare::Texts(self.who(left, item).0, *equal, self.who(right, item).0)
            }
        }
    }

    fn amount(&self, term: &Term, item: Option<&Def>) -> Amount {
        match &term.operand {
            Operand::Number(text) => Amount::Number(text.parse().unwrap_or_else(|_| Decimal::from(0))),
            Operand::Parameter(reference) => Amount::Place(self.place(reference, item).0),
        }
    }

    fn who<'a>(&'a self, subject: &Subject, item: Option<&'a Def>) -> (Who, Option<&'a Def>) {
        match subject {
            Subject::Parameter(reference) => {
                let (place, def) = self.place(reference, item);
                (Who::Place(place), def)
            }
            Subject::Fact(name) => match self.facts.iter().position(|fact| fact.name == *name) {
                Some(index) => (Who::Fact(index), self.facts.get(index)),
                None => (Who::Place(Place { top: None, steps: None }), None),
            },
        }
    }

    fn place<'a>(&'a self, reference: &Reference, item: Option<&'a Def>) -> (Place, Option<&'a Def>) {
        let nowhere = (Place { top: None, steps: None }, None);
        let mut steps = reference.steps.iter();
        let (top, mut def) = match (item, steps.as_slice().first()) {
            (Some(item), _) => (None, Some(item)),
            (None, Some(Step::Field(name))) => {
                steps.next();
                let index = self.parameters.iter().position(|parameter| parameter.name == *name);
                (index, index.and_then(|index| self.parameters.get(index)))
            }
            (None, Some(Step::Items) | None) => return nowhere,
        };
        let mut hops = Vec::new();
        for step in steps {
            let Some(here) = def else { return nowhere };
            def = match step {
                Step::Items => {
                    hops.push(Hop::Items);
                    here.item()
                }
                Step::Field(name) => {
                    let Some(index) = here.fields().iter().position(|field| field.name == *name) else {
                        return nowhere;
                    };
                    hops.push(Hop::Field(index));
                    here.fields().get(index)
                }
            };
        }
        let steps = (item.is_some() || top.is_some()).then_some(hops);
        (Place { top, steps }, def)
    }
}

fn tests(test: &Test, def: Option<&Def>) -> Tests {
    let Some(def) = def else {
        return vec![One::Never { gone: false }];
    };
    match test {
        Test::OneOf(values) => vec![one_of(def, values, true)],
        Test::Each(operators) => {
            operators.iter().map(|(operator, value)| operator_test(def, *operator, value)).collect()
        }
    }
}

fn operator_test(def: &Def, operator: Operator, value: &str) -> One {
    let relation = match operator {
        Operator::Eq => return one_of(def, std::slice::from_ref(&value.to_owned()), true),
        Operator::Ne => return one_of(def, std::slice::from_ref(&value.to_owned()), false),
        Operator::Matches => {
            return Pattern::new(value).map_or(One::Never { gone: false }, One::Matches);
        }
        Operator::Gt => Relation::Gt,
        Operator::Ge => Relation::Ge,
        Operator::Lt => Relation::Lt,
        Operator::Le => Relation::Le,
    };
    value.parse().map_or(One::Never { gone: false }, |number| One::Number(relation, number))
}

fn one_of(def: &Def, texts: &[String], wanted: bool) -> One {
    let mut gone = false;
    let test = if let DefKind::Enum { values, open } = &def.kind {
        let mut indices = vec![false; values.len()];
        let mut others = Vec::new();
        for text in texts {
            match values.iter().position(|value| value.text == *text) {
                Some(index) if values[index].presence == Presence::Missing && !*open => gone = true,
                Some(index) if values[index].presence == Presence::Missing => others.push(text.clone()),
                Some(index) => indices[index] = true,
                None if *open => others.push(text.clone()),
                None => {}
            }
        }
        (indices.contains(&true) || !others.is_empty()).then_some(One::Listed { indices, others, wanted })
    } else {
        let listed = |literal: &Literal| def.one_of.is_empty() || def.one_of.contains(literal);
        let literals: Vec<_> = texts.iter().filter_map(|text| def.kind.literal(text)).filter(listed).collect();
        (!literals.is_empty()).then_some(One::Equal { literals, wanted })
    };
    test.unwrap_or(if wanted { One::Never { gone } } else { One::Always })
}
