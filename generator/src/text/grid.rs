//! The requirement table as data: what each value of the discriminator makes of each parameter, by asking the one
//! evaluator about every combination of the facts that matter.

use std::collections::BTreeSet;

use contingent_rules::{
    Assumption, Checker, Cond, Demand, EnumValue, Facts, Form, Kind, Operation, Parameter, Reference, Rule, Severity,
    Step, Subject, Value,
};

use super::scope::{Scope, counts, outside_lists};

/// Combinations of facts beyond which a cell only says that it depends.
const MOST_COMBINATIONS: usize = 1024;

/// What becomes of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Required,
    Forbidden,
    /// Neither with nor without it.
    Impossible,
    /// It may be given and does nothing.
    NoEffect,
    Optional,
    /// It depends on other parameters: the rules that say how.
    See(Vec<usize>),
}

/// A fact and the values it can have; the last one may stand for all that are not listed.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) fact: usize,
    pub(super) values: Vec<String>,
    pub(super) open: bool,
}

/// What becomes of a parameter in each combination of the facts that its rules test: the first
/// axis changes slowest.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Known {
        axes: Vec<Axis>,
        statuses: Vec<Status>,
    },
    /// Too many combinations.
    Depends(Vec<usize>),
}

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

/// The values of a discriminator in an edition; `None` stands for its absence.
pub(super) fn columns(scope: &Scope<'_>, by: usize, view: Option<&str>) -> Vec<Option<String>> {
    let Some(parameter) = scope.operation.check.parameters.get(by) else {
        return Vec::new();
    };
    let mut values: Vec<Option<String>> = listed(scope, &parameter.kind, view).into_iter().map(Some).collect();
    if !parameter.required {
        values.push(None);
    }
    values
}

/// The editions of the values of a discriminator, where they are not all.
pub(super) fn marks(scope: &Scope<'_>, by: usize) -> Vec<Option<String>> {
    match scope.operation.check.parameters.get(by).map(|parameter| &parameter.kind) {
        Some(Kind::Enum { values, .. }) => values.iter().map(|value| scope.edition(&value.editions)).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// The parameters that must always be given, or whose presence some rule conditions.
pub(super) fn rows(scope: &Scope<'_>, by: usize) -> Vec<usize> {
    let check = &scope.operation.check;
    let about = |name: &str| {
        let speaks = |rule: &Rule| rule.severity == Severity::Error && presence(&rule.form);
        let names = |rule: &Rule| rule.subjects().iter().any(|it| outside_lists(it) && it.top() == Some(name));
        scope.rules_naming(name).any(|(_, rule)| speaks(rule) && names(rule))
    };
    let wanted = |(index, parameter): &(usize, &Parameter)| {
        *index != by && parameter.constant.is_none() && (parameter.required || about(&parameter.name))
    };
    check.parameters.iter().enumerate().filter(wanted).map(|(index, _)| index).collect()
}

/// A parameter in all columns.
pub(super) fn row(
    scope: &Scope<'_>,
    parameter: usize,
    by: usize,
    columns: &[Option<String>],
    view: Option<&str>,
) -> Vec<Cell> {
    if scope.operation.check.parameters.get(parameter).is_some_and(|it| it.required) {
        return columns.iter().map(|_| Cell::Known { axes: Vec::new(), statuses: vec![Status::Required] }).collect();
    }
    let Some(part) = Part::new(scope, parameter, by, view) else {
        return Vec::new();
    };
    columns.iter().map(|value| part.cell(value.as_deref())).collect()
}

/// The part of an operation that speaks about one parameter: small, so that asking is quick.
struct Part {
    by: usize,
    subject: usize,
    probe: usize,
    whole: Checker,
    axes: Vec<Axis>,
    fact_names: Vec<String>,
    /// The rules that make the parameter depend on something.
    rules: Vec<Probe>,
}

/// Tells whether a rule applies.
struct Probe {
    index: usize,
    ignored: bool,
    /// Whether a refusal already tells all that the rule says of the parameter.
    told: bool,
    applies: Checker,
    never: Option<Checker>,
}

impl Part {
    fn new(scope: &Scope<'_>, parameter: usize, by: usize, view: Option<&str>) -> Option<Self> {
        let check = &scope.operation.check;
        let subject = check.parameters.get(parameter)?;
        let discriminator = check.parameters.get(by)?;
        let mentioned = scope.rules_mentioning(&subject.name);
        let about: Vec<(usize, &Rule)> = mentioned.filter(|(_, rule)| rule.severity == Severity::Error).collect();
        let references = about.iter().flat_map(|(_, rule)| rule.subjects().into_iter().chain(rule.conditions()));
        let names = references.filter_map(Reference::top).chain([subject.name.as_str(), discriminator.name.as_str()]);
        let places: BTreeSet<usize> = names.filter_map(|name| scope.position(name)).collect();
        let mut parameters: Vec<Parameter> =
            places.iter().filter_map(|at| check.parameters.get(*at).cloned()).collect();
        let place = |name: &str| parameters.iter().position(|it| it.name == name);
        let (subject_at, by_at) = (place(&subject.name)?, place(&discriminator.name)?);
        // No wire name has a control character: the probe is nobody's parameter.
        let probe =
            Parameter { name: "\u{1}".into(), kind: Kind::String, editions: Vec::new(), ..plain_parameter(subject) };
        let facts: Vec<&str> = about.iter().flat_map(|(_, rule)| rule.facts()).collect();
        let known = check.facts.iter().enumerate().filter(|(_, fact)| facts.contains(&fact.name.as_str()));
        let axes = known.filter_map(|(index, fact)| axis(scope, index, &fact.kind, view)).collect();
        let part = |parameters: &[Parameter], rules: Vec<Rule>| Operation {
            name: check.name.clone(),
            editions: check.editions.clone(),
            empty_is_absent: check.empty_is_absent,
            parameters: parameters.to_vec(),
            facts: check.facts.clone(),
            rules,
        };
        let whole = Checker::new(&part(&parameters, about.iter().map(|(_, rule)| (*rule).clone()).collect()), view);
        parameters.push(probe);
        let probe_at = parameters.len() - 1;
        let mut rules = Vec::new();
        for ((index, rule), mode) in about.iter().zip(whole.modes()) {
            let speaks = rule.subjects().iter().any(|it| outside_lists(it) && it.top() == Some(subject.name.as_str()));
            if !counts(mode) || !presence(&rule.form) || !speaks {
                continue;
            }
            let asking = |when, unless| Checker::new(&part(&parameters, vec![probing(rule, when, unless)]), view);
            let ignored = matches!(rule.form, Form::Ignored(_));
            rules.push(Probe {
                index: *index,
                ignored,
                told: ignored || told(&rule.form, &subject.name),
                applies: asking(rule.when.clone(), rule.unless.clone()),
                never: opposite(rule).map(|cond| asking(Some(cond), None)),
            });
        }
        Some(Part {
            by: by_at,
            subject: subject_at,
            probe: probe_at,
            whole,
            axes,
            fact_names: check.facts.iter().map(|fact| fact.name.clone()).collect(),
            rules,
        })
    }

    fn cell(&self, value: Option<&str>) -> Cell {
        let combinations = self.axes.iter().try_fold(1_usize, |all, axis| all.checked_mul(axis.values.len()));
        let Some(count) = combinations.filter(|count| *count <= MOST_COMBINATIONS) else {
            return Cell::Depends(self.rules.iter().map(|rule| rule.index).collect());
        };
        let statuses = (0..count).map(|combination| self.status(value, &self.facts(combination))).collect();
        Cell::Known { axes: self.axes.clone(), statuses }
    }

    fn facts(&self, combination: usize) -> Facts {
        let mut facts = Facts::new();
        let mut rest = combination;
        for axis in self.axes.iter().rev() {
            if let (Some(name), Some(value)) =
                (self.fact_names.get(axis.fact), axis.values.get(rest % axis.values.len()))
            {
                facts.set(name, Value::Text(value.clone()));
            }
            rest /= axis.values.len();
        }
        facts
    }

    fn status(&self, value: Option<&str>, facts: &Facts) -> Status {
        let base = value.map_or(Assumption::Absent, |value| Assumption::Value(Value::Text(value.to_owned())));
        let mut assumptions = vec![Assumption::Open; self.probe + 1];
        for (at, what) in [(self.by, base), (self.probe, Assumption::Absent)] {
            if let Some(slot) = assumptions.get_mut(at) {
                *slot = what;
            }
        }
        let mut supposing = |what: Assumption| {
            if let Some(slot) = assumptions.get_mut(self.subject) {
                *slot = what;
            }
            self.whole.refuted(&assumptions, facts)
        };
        match (supposing(Assumption::Absent), supposing(Assumption::Given)) {
            (true, true) => return Status::Impossible,
            (true, false) => return Status::Required,
            (false, true) => return Status::Forbidden,
            (false, false) => {}
        }
        if let Some(slot) = assumptions.get_mut(self.subject) {
            *slot = Assumption::Open;
        }
        let mut see = Vec::new();
        for rule in &self.rules {
            if rule.never.as_ref().is_some_and(|never| never.refuted(&assumptions, facts)) {
                continue;
            }
            let surely = rule.applies.refuted(&assumptions, facts);
            if rule.ignored && surely {
                return Status::NoEffect;
            }
            if !(surely && rule.told) {
                see.push(rule.index);
            }
        }
        if see.is_empty() { Status::Optional } else { Status::See(see) }
    }
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

/// Whether all that the form says of a parameter is that it is, or is not, given.
fn told(form: &Form, name: &str) -> bool {
    match form {
        Form::Require(demands) => demands.iter().all(|demand| {
            let Demand { of, test } = demand;
            match of {
                Subject::Parameter(reference) => {
                    reference.top() != Some(name) || (is(reference, name) && test.is_none())
                }
                Subject::Fact(_) => true,
            }
        }),
        Form::Forbid(members) => members.iter().all(|member| matches!(member, Cond::Given(it) if it.steps.len() == 1)),
        Form::Count(..) | Form::Allow(_) | Form::Compare(_) | Form::Ensure(_) | Form::Ignored(_) | Form::Default(_) => {
            false
        }
    }
}

/// A rule that is broken exactly if another one applies: it asks for the probe, which is absent.
fn probing(rule: &Rule, when: Option<Cond>, unless: Option<Cond>) -> Rule {
    let name = "\u{1}".to_owned();
    let reference = Reference { text: name.clone(), steps: vec![Step::Field(name)] };
    let form = Form::Require(vec![Demand { of: Subject::Parameter(reference), test: None }]);
    Rule { form, when, unless, ..rule.clone() }
}

/// The condition under which a rule does not apply; none if it always does.
fn opposite(rule: &Rule) -> Option<Cond> {
    let when = rule.when.iter().map(|cond| Cond::Not(Box::new(cond.clone())));
    let parts: Vec<Cond> = when.chain(rule.unless.clone()).collect();
    (!parts.is_empty()).then_some(Cond::Any(parts))
}

/// The values of a fact; a text can be anything, and stays unknown.
fn axis(scope: &Scope<'_>, fact: usize, kind: &Kind, view: Option<&str>) -> Option<Axis> {
    match kind {
        Kind::Boolean => Some(Axis { fact, values: vec!["true".into(), "false".into()], open: false }),
        Kind::Enum { open, .. } => {
            let mut values = listed(scope, kind, view);
            if *open {
                values.push("\u{1}".into());
            }
            (!values.is_empty()).then_some(Axis { fact, values, open: *open })
        }
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => None,
    }
}

fn listed(scope: &Scope<'_>, kind: &Kind, view: Option<&str>) -> Vec<String> {
    let here = |value: &&EnumValue| scope.exists(&value.editions, view);
    match kind {
        Kind::Enum { values, .. } => values.iter().filter(here).map(|value| value.value.clone()).collect(),
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => Vec::new(),
    }
}

fn plain_parameter(like: &Parameter) -> Parameter {
    Parameter {
        required: false,
        constant: None,
        one_of: Vec::new(),
        min: None,
        max: None,
        min_length: None,
        max_length: None,
        pattern: None,
        secret: false,
        source: String::new(),
        ..like.clone()
    }
}
