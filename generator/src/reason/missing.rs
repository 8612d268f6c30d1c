//! Whether a rule names a parameter, value or fact's value that a view of the operation does not have.

use contingent_rules::{
    Comparison, Cond, Demand, Form, Operand, Parameter, Presence, Reference, Rule, Step, Subject, Test,
};

use super::universe::Side;

pub(super) fn names_missing(rule: &Rule, side: &Side<'_>) -> bool {
    let in_conds = |conds: &[Cond]| conds.iter().any(|cond| cond_lacks(cond, side, None));
    let in_form = match &rule.form {
        Form::Require(demands) | Form::Allow(demands) => {
            demands.iter().any(|Demand { of, test }| subject_lacks(of, test.as_ref(), side, None))
        }
        Form::Forbid(conds) | Form::Count(_, conds) => in_conds(conds),
        Form::Compare(comparison) => comparison_lacks(comparison, side, None),
        Form::Ensure(cond) => cond_lacks(cond, side, None),
        Form::Ignored(_) | Form::Default(_) => false,
    };
    in_form || rule.when.iter().chain(&rule.unless).any(|cond| cond_lacks(cond, side, None))
}

fn cond_lacks(cond: &Cond, side: &Side<'_>, item: Option<&Parameter>) -> bool {
    let conds = |conds: &[Cond], item| conds.iter().any(|cond| cond_lacks(cond, side, item));
    match cond {
        Cond::Given(reference) => find(reference, side, item).is_none(),
        Cond::Test(subject, test) => subject_lacks(subject, Some(test), side, item),
        Cond::SomeItem(list, inner) => match find(list, side, item) {
            Some(item) => conds(inner, Some(item)),
            None => true,
        },
        Cond::All(inner) | Cond::Any(inner) | Cond::Count(_, inner) => conds(inner, item),
        Cond::Not(cond) => cond_lacks(cond, side, item),
        Cond::Absent(references) => references.iter().any(|reference| find(reference, side, item).is_none()),
        Cond::Compare(comparison) => comparison_lacks(comparison, side, item),
    }
}

fn comparison_lacks(comparison: &Comparison, side: &Side<'_>, item: Option<&Parameter>) -> bool {
    match comparison {
        Comparison::Numbers(left, _, right) => left.iter().chain(right).any(|term| match &term.operand {
            Operand::Number(_) => false,
            Operand::Parameter(reference) => find(reference, side, item).is_none(),
        }),
        Comparison::Texts(left, _, right) => {
            subject_lacks(left, None, side, item) || subject_lacks(right, None, side, item)
        }
    }
}

fn subject_lacks(subject: &Subject, test: Option<&Test>, side: &Side<'_>, item: Option<&Parameter>) -> bool {
    let kind = match subject {
        Subject::Parameter(reference) => find(reference, side, item).map(|parameter| &parameter.kind),
        Subject::Fact(name) => side.operation.facts.iter().find(|fact| fact.name == *name).map(|fact| &fact.kind),
    };
    let Some(kind) = kind else { return true };
    let gone = |text: &String| kind.values().iter().any(|value| value.value == *text && !side.exists(&value.editions));
    match test {
        Some(Test::OneOf(values)) => values.iter().any(gone),
        Some(Test::Each(operators)) => operators.iter().any(|(_, value)| gone(value)),
        None => false,
    }
}

/// What a reference leads to, if all of it exists.
fn find<'a>(reference: &Reference, side: &Side<'a>, item: Option<&'a Parameter>) -> Option<&'a Parameter> {
    let mut steps = reference.steps.iter();
    let mut here = match item {
        Some(item) => item,
        None => match steps.next()? {
            Step::Field(name) => side.operation.parameters.iter().find(|it| it.name == *name)?,
            Step::Items => return None,
        },
    };
    for step in steps {
        if !side.exists(&here.editions) {
            return None;
        }
        here = match step {
            Step::Field(name) => here.field(name)?,
            Step::Items => here.kind.item()?,
        };
    }
    side.exists(&here.editions).then_some(here)
}

impl Side<'_> {
    pub(super) fn exists(&self, editions: &[String]) -> bool {
        self.view.presence(editions, &self.operation.editions) != Presence::Missing
    }
}
