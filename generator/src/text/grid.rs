//! What the requirement table is about: its discriminator, its columns and its rows.

use contingent_rules::{EnumValue, Form, Kind, Parameter, Reference, Rule, Severity, Step};

use super::scope::{Scope, outside_lists};
use crate::reason::{Head, Row, Status};

/// Values of a discriminator beyond which there is no table.
const MOST_VALUES: usize = 256;

/// The discriminator: the parameter of the variants, else the enum that most rules test.
pub(super) fn discriminator(scope: &Scope<'_>) -> Option<usize> {
    let check = &scope.operation.check;
    if let Some(variants) = &scope.operation.variants {
        return Some(variants.by);
    }
    let tests = |parameter: &Parameter| {
        let about = |rule: &&Rule| rule.conditions().iter().any(|reference| is(reference, &parameter.name));
        check.rules.iter().filter(about).count()
    };
    let enums = check.parameters.iter().enumerate().filter(|(_, it)| matches!(it.kind, Kind::Enum { .. }));
    let counted = enums.map(|(index, parameter)| (tests(parameter), index)).filter(|(count, _)| *count > 0);
    // Of equal ones the first.
    counted.max_by_key(|(count, index)| (*count, std::cmp::Reverse(*index))).map(|(_, index)| index)
}

/// What the values of a discriminator are in all editions together; none if they are too many.
pub(super) fn heads(scope: &Scope<'_>, by: usize) -> Vec<Head> {
    let Some(Parameter { required, kind: Kind::Enum { values, open }, .. }) = scope.operation.check.parameters.get(by)
    else {
        return Vec::new();
    };
    if values.len() > MOST_VALUES {
        return Vec::new();
    }
    let mut heads: Vec<Head> = values.iter().map(|value: &EnumValue| Head::Value(value.value.clone())).collect();
    heads.extend(open.then_some(Head::Other));
    heads.extend((!required).then_some(Head::Absent));
    heads
}

/// The editions of the values of a discriminator, where they are not all.
pub(super) fn marks(scope: &Scope<'_>, by: usize) -> Vec<Option<String>> {
    match scope.operation.check.parameters.get(by).map(|parameter| &parameter.kind) {
        Some(Kind::Enum { values, .. }) => values.iter().map(|value| scope.edition(&value.editions)).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// Whether a parameter must always be given, or is one whose presence some rule conditions, or depends on anything.
pub(super) fn is_shown(scope: &Scope<'_>, rows: &[&Row], parameter: &Parameter) -> bool {
    let name = parameter.name.as_str();
    let speaks = |rule: &Rule| rule.severity == Severity::Error && presence(&rule.form);
    let names = |rule: &Rule| rule.subjects().iter().any(|it| outside_lists(it) && it.top() == Some(name));
    let free = |row: &&Row| row.cells.iter().all(|cell| cell.uniform() == Some(&Status::Optional));
    parameter.required
        || scope.rules_naming(name).any(|(_, rule)| speaks(rule) && names(rule))
        || !rows.iter().all(free)
}

fn is(reference: &Reference, name: &str) -> bool {
    matches!(reference.steps.as_slice(), [Step::Field(only)] if only == name)
}

/// Whether a form says who must be there, not only which values go.
fn presence(form: &Form) -> bool {
    match form {
        Form::Require(_) | Form::Forbid(_) | Form::Count(..) | Form::Ensure(_) | Form::Ignored(_) => true,
        Form::Allow(_) | Form::Compare(_) | Form::Default(_) => false,
    }
}
