//! Rules that are a little wrong: every way to break one part of a condition or of what a rule demands.

use contingent_runtime::rules::{
    Comparison, Cond, Count, Demand, Form, Kind, Operation, Operator, Reference, Relation, Rule, Step, Subject, Test,
};
use contingent_runtime::{Decimal, rules::Parameter};

/// A rule that differs from the original in one part, and what that part is.
pub struct Mutant {
    /// What was done.
    pub what: String,
    /// The rule.
    pub rule: Rule,
}

/// All mutants of a rule that differ from it.
pub fn mutants(operation: &Operation, rule: &Rule) -> Vec<Mutant> {
    let mut found = Vec::new();
    let mut add = |what: String, changed: Rule| {
        if changed != *rule {
            found.push(Mutant { what, rule: changed });
        }
    };
    for (cond, key) in [(&rule.when, "when"), (&rule.unless, "unless")] {
        let Some(cond) = cond else { continue };
        let with = |cond: Option<Cond>| match key {
            "when" => Rule { when: cond, ..rule.clone() },
            _ => Rule { unless: cond, ..rule.clone() },
        };
        add(format!("no `{key}`"), with(None));
        add(format!("`{key}` negated"), with(Some(Cond::Not(Box::new(cond.clone())))));
        for (what, changed) in conds(operation, cond) {
            add(format!("`{key}`: {what}"), with(Some(changed)));
        }
    }
    for (what, form) in forms(operation, &rule.form) {
        add(what, Rule { form, ..rule.clone() });
    }
    found
}

fn forms(operation: &Operation, form: &Form) -> Vec<(String, Form)> {
    let demands = |list: &[Demand], make: &dyn Fn(Vec<Demand>) -> Form| -> Vec<(String, Form)> {
        let mut found = Vec::new();
        for (at, demand) in list.iter().enumerate() {
            let with = |changed: Option<Demand>| {
                let mut list = list.to_vec();
                list.splice(at..=at, changed);
                make(list)
            };
            if list.len() > 1 {
                found.push((format!("demand {at} dropped"), with(None)));
            }
            if let Some(test) = &demand.test {
                for (what, test) in tests(operation, &demand.of, test) {
                    found.push((what, with(Some(Demand { test: Some(test), ..demand.clone() }))));
                }
            }
        }
        found
    };
    let members = |list: &[Cond], make: &dyn Fn(Vec<Cond>) -> Form| -> Vec<(String, Form)> {
        let mut found = Vec::new();
        for (at, cond) in list.iter().enumerate() {
            let with = |changed: Option<Cond>| {
                let mut list = list.to_vec();
                list.splice(at..=at, changed);
                make(list)
            };
            if list.len() > 1 {
                found.push((format!("member {at} dropped"), with(None)));
            }
            found.extend(conds(operation, cond).into_iter().map(|(what, cond)| (what, with(Some(cond)))));
        }
        found
    };
    match form {
        Form::Require(list) => {
            let mut found = demands(list, &Form::Require);
            for (at, demand) in list.iter().enumerate().filter(|(_, demand)| demand.test.is_some()) {
                let mut list = list.clone();
                list[at] = Demand { test: None, ..demand.clone() };
                found.push((format!("test of demand {at} dropped"), Form::Require(list)));
            }
            found
        }
        Form::Allow(list) => demands(list, &Form::Allow),
        Form::Forbid(list) => members(list, &Form::Forbid),
        Form::Count(count, list) => {
            let mut found = members(list, &|list| Form::Count(*count, list));
            found.extend(counts(*count).map(|other| (format!("{other:?}"), Form::Count(other, list.clone()))));
            found
        }
        Form::Compare(comparison) => {
            comparisons(comparison).into_iter().map(|(what, it)| (what, Form::Compare(it))).collect()
        }
        Form::Ensure(cond) => {
            let negated = ("negated".to_owned(), Form::Ensure(Cond::Not(Box::new(cond.clone()))));
            let inner = conds(operation, cond).into_iter().map(|(what, it)| (what, Form::Ensure(it)));
            std::iter::once(negated).chain(inner).collect()
        }
        Form::Ignored(_) | Form::Default(_) => Vec::new(),
    }
}

fn counts(count: Count) -> impl Iterator<Item = Count> {
    let all = [Count::ExactlyOne, Count::AtMostOne, Count::AtLeastOne, Count::AllOrNone];
    all.into_iter().filter(move |other| *other != count)
}

fn conds(operation: &Operation, cond: &Cond) -> Vec<(String, Cond)> {
    let list = |list: &[Cond], make: &dyn Fn(Vec<Cond>) -> Cond| -> Vec<(String, Cond)> {
        let mut found = Vec::new();
        for (at, inner) in list.iter().enumerate() {
            let with = |changed: Option<Cond>| {
                let mut list = list.to_vec();
                list.splice(at..=at, changed);
                make(list)
            };
            if list.len() > 1 {
                found.push((format!("part {at} dropped"), with(None)));
            }
            found.push((format!("part {at} negated"), with(Some(Cond::Not(Box::new(inner.clone()))))));
            found.extend(
                conds(operation, inner).into_iter().map(|(what, it)| (format!("part {at}: {what}"), with(Some(it)))),
            );
        }
        found
    };
    match cond {
        Cond::Test(subject, test) => {
            let given = match subject {
                Subject::Parameter(reference) => Some(("given is enough".to_owned(), Cond::Given(reference.clone()))),
                Subject::Fact(_) => None,
            };
            let changed = tests(operation, subject, test);
            given
                .into_iter()
                .chain(changed.into_iter().map(|(what, it)| (what, Cond::Test(subject.clone(), it))))
                .collect()
        }
        Cond::All(conds) => {
            let mut found = list(conds, &Cond::All);
            found.push(("any for all".to_owned(), Cond::Any(conds.clone())));
            found
        }
        Cond::Any(conds) => {
            let mut found = list(conds, &Cond::Any);
            found.push(("all for any".to_owned(), Cond::All(conds.clone())));
            found
        }
        Cond::Not(inner) => {
            let mut found = vec![("not dropped".to_owned(), inner.as_ref().clone())];
            found.extend(conds(operation, inner).into_iter().map(|(what, it)| (what, Cond::Not(Box::new(it)))));
            found
        }
        Cond::Absent(references) if references.len() > 1 => {
            let without = |at: usize| {
                let mut fewer = references.clone();
                fewer.remove(at);
                (format!("name {at} dropped"), Cond::Absent(fewer))
            };
            (0..references.len()).map(without).collect()
        }
        Cond::Count(count, conds) => {
            let mut found = list(conds, &|list| Cond::Count(*count, list));
            found.extend(counts(*count).map(|other| (format!("{other:?}"), Cond::Count(other, conds.clone()))));
            found
        }
        Cond::Compare(comparison) => {
            comparisons(comparison).into_iter().map(|(what, it)| (what, Cond::Compare(it))).collect()
        }
        Cond::Given(_) | Cond::Absent(_) | Cond::SomeItem(..) => Vec::new(),
    }
}

fn comparisons(comparison: &Comparison) -> Vec<(String, Comparison)> {
    match comparison {
        Comparison::Numbers(left, relation, right) => {
            let all = [Relation::Lt, Relation::Le, Relation::Gt, Relation::Ge, Relation::Eq, Relation::Ne];
            let other = all.into_iter().filter(|other| other != relation);
            other.map(|it| (format!("{it:?}"), Comparison::Numbers(left.clone(), it, right.clone()))).collect()
        }
        Comparison::Texts(a, equal, b) => {
            vec![("other way round".to_owned(), Comparison::Texts(a.clone(), !equal, b.clone()))]
        }
    }
}

fn tests(operation: &Operation, subject: &Subject, test: &Test) -> Vec<(String, Test)> {
    let mut found = Vec::new();
    match test {
        Test::OneOf(values) => {
            for at in (0..values.len()).filter(|_| values.len() > 1) {
                let mut fewer = values.clone();
                let value = fewer.remove(at);
                found.push((format!("{value} dropped"), Test::OneOf(fewer)));
            }
            for more in listed(operation, subject).into_iter().filter(|it| !values.contains(it)) {
                found.push((format!("{more} added"), Test::OneOf([values.as_slice(), &[more]].concat())));
            }
        }
        Test::Each(operators) => {
            for (at, (operator, literal)) in operators.iter().enumerate() {
                let mut with = |operator, literal: String| {
                    let mut changed = operators.clone();
                    changed[at] = (operator, literal);
                    found.push((format!("{:?} {}", changed[at].0, changed[at].1), Test::Each(changed)));
                };
                let other = match operator {
                    Operator::Eq => Operator::Ne,
                    Operator::Ne => Operator::Eq,
                    Operator::Gt => Operator::Ge,
                    Operator::Ge => Operator::Gt,
                    Operator::Lt => Operator::Le,
                    Operator::Le => Operator::Lt,
                    // What another pattern would match is not looked at.
                    Operator::Matches => continue,
                };
                with(other, literal.clone());
                if let Ok(number) = literal.parse::<Decimal>().map(|it| (it.plus(&1.into()), it.plus(&(-1).into()))) {
                    with(*operator, number.0.to_string());
                    with(*operator, number.1.to_string());
                }
            }
        }
    }
    found
}

/// The values that the spec lists for a parameter or fact.
fn listed(operation: &Operation, subject: &Subject) -> Vec<String> {
    let kind = match subject {
        Subject::Fact(name) => operation.facts.iter().find(|fact| fact.name == *name).map(|fact| &fact.kind),
        Subject::Parameter(reference) => parameter(operation, reference).map(|it| &it.kind),
    };
    match kind {
        Some(Kind::Enum { values, .. }) => values.iter().map(|it| it.value.clone()).collect(),
        _ => Vec::new(),
    }
}

/// What a reference from the request leads to.
pub fn parameter<'a>(operation: &'a Operation, reference: &Reference) -> Option<&'a Parameter> {
    let mut steps = reference.steps.iter();
    let Some(Step::Field(name)) = steps.next() else { return None };
    let top = operation.parameters.iter().find(|it| it.name == *name);
    steps.try_fold(top?, |here, step| match step {
        Step::Field(name) => here.field(name),
        Step::Items => here.kind.item(),
    })
}
