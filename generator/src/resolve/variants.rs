//! Variants: which parameters each value of a discriminator demands, allows and rules out,
//! derived from the rules.
//!
//! For every edition that has the value and every combination of facts, each parameter is
//! supposed absent and then given; what the rules refute is known, and what is known is used to
//! refute more, until nothing new follows.

use contingent_rules::{Assumption, Checker, EnumValue, Facts, Form, Kind, Operation, Rule, Value};

use super::naming;
use super::text::Names;
use crate::diagnostic::{Diagnostic, code};
use crate::{model, spec};

/// Combinations of facts beyond which facts are left unknown: what is derived then still holds,
/// and may be less.
const MAX_COMBINATIONS: usize = 512;

/// The variants of an operation; `None` if they cannot be made, which is reported.
pub(super) fn resolve(
    operation: &spec::Operation,
    wanted: &spec::Variants,
    check: &Operation,
    parameters: &[model::Parameter],
    names: &mut Names<'_>,
) -> Option<model::Variants> {
    let node = operation.node.get("variants").unwrap_or(&operation.node);
    let refuse = |message: String, help: String, names: &mut Names<'_>| {
        names.out.push(Diagnostic::new(code::BAD_VARIANTS, names.file, node.value_span("by"), message).help(help));
    };
    let by = check.parameters.iter().position(|parameter| parameter.name == wanted.by);
    let discriminator = by.and_then(|by| Some((by, check.parameters.get(by)?, parameters.get(by)?)));
    let Some((by, parameter, discriminator)) = discriminator else {
        if !operation.left_out.contains(&wanted.by) {
            let known = check.parameters.iter().map(|parameter| parameter.name.as_str());
            let help = match contingent_rules::nearest(&wanted.by, known) {
                Some(near) => format!("a parameter with a similar name exists: `{near}`"),
                None => "variants are told apart by an enum that is always given".to_owned(),
            };
            refuse(format!("the operation has no parameter `{}`", wanted.by), help, names);
        }
        return None;
    };
    if !parameter.required {
        let message = format!("`{}` is not always given", wanted.by);
        refuse(message, "variants are told apart by an enum with `required: true`".to_owned(), names);
        return None;
    }
    let Kind::Enum { values, .. } = &parameter.kind else {
        let message = format!("`{}` is no enum, so it has no values to make variants of", wanted.by);
        refuse(message, "name an enum that is always given".to_owned(), names);
        return None;
    };
    let name = wanted.name.clone().unwrap_or_else(|| wanted.by.clone());
    let type_name = names.claim_type(&name, "Variants", node.value_span("name"));
    let prefix = wanted.strip_prefix.as_deref().unwrap_or_default();
    let members = members(check, by, prefix);
    let settings = settings(check);
    let mut cases = Vec::new();
    for (index, (value, text)) in values.iter().zip(&discriminator.values).enumerate() {
        let derived = derive(check, &settings, by, value, &members);
        let fields = |indices: &[usize]| -> Vec<model::CaseField> {
            indices.iter().filter_map(|index| Some(case_field(*index, parameters.get(*index)?, prefix))).collect()
        };
        let (mandatory, optional) = (fields(&derived.mandatory), fields(&derived.optional));
        let span = node.value_span("strip_prefix");
        let taken: Vec<&str> = mandatory.iter().chain(&optional).map(|field| field.field.as_str()).collect();
        names.differ(taken.into_iter().map(|name| (name, span)));
        cases.push(model::Case {
            value: index,
            variant: text.variant.clone(),
            type_name: names.claim_type(&format!("{}{type_name}", text.variant), &type_name, span),
            required_name: names.claim_type(&format!("{}Required", text.variant), &type_name, span),
            mandatory,
            optional,
            left_out: derived.left_out,
        });
    }
    Some(model::Variants { by, field: naming::field(&name), type_name, cases })
}

fn case_field(index: usize, parameter: &model::Parameter, prefix: &str) -> model::CaseField {
    let bare = parameter.def.name.strip_prefix(prefix).filter(|rest| !rest.is_empty());
    let field = match bare {
        Some(rest) if !prefix.is_empty() => naming::field(rest),
        Some(_) | None => parameter.field.clone(),
    };
    model::CaseField { parameter: index, field }
}

/// The parameters with the prefix, and those that some rule conditions on the discriminator.
fn members(check: &Operation, by: usize, prefix: &str) -> Vec<usize> {
    let discriminator = check.parameters.get(by).map(|parameter| parameter.name.as_str());
    let conditioned = |rule: &&Rule| {
        let tested = rule.conditions().iter().any(|reference| reference.top() == discriminator);
        let named = rule.subjects().iter().any(|reference| reference.top() == discriminator);
        tested || named
    };
    let rules: Vec<&Rule> = check.rules.iter().filter(conditioned).collect();
    let is_member = |index: &usize| {
        let Some(parameter) = check.parameters.get(*index) else { return false };
        let subject = || {
            rules
                .iter()
                .any(|rule| rule.subjects().iter().any(|reference| reference.top() == Some(parameter.name.as_str())))
        };
        let prefixed = !prefix.is_empty() && parameter.name.starts_with(prefix);
        *index != by && !parameter.required && parameter.constant.is_none() && (prefixed || subject())
    };
    (0..check.parameters.len()).filter(is_member).collect()
}

#[derive(Default)]
struct Derived {
    mandatory: Vec<usize>,
    optional: Vec<usize>,
    left_out: Vec<usize>,
}

/// An edition, and everything that the service may know.
struct Setting<'c> {
    edition: Option<&'c str>,
    checker: Checker,
    facts: Vec<Facts>,
}

/// Every declared edition, or the one without a name.
fn settings(check: &Operation) -> Vec<Setting<'_>> {
    let setting = |edition: Option<&'_ str>| (Checker::new(check, edition), combinations(check, edition));
    let with = |edition| {
        let (checker, facts) = setting(edition);
        Setting { edition, checker, facts }
    };
    match check.editions.as_slice() {
        [] => vec![with(None)],
        names => names.iter().map(|name| with(Some(name.as_str()))).collect(),
    }
}

fn derive(check: &Operation, settings: &[Setting<'_>], by: usize, value: &EnumValue, members: &[usize]) -> Derived {
    let has_value = |setting: &&Setting<'_>| match setting.edition {
        Some(name) => value.editions.is_empty() || value.editions.iter().any(|other| other == name),
        None => true,
    };
    let open = mentioned(check, by);
    let mut always: Vec<bool> = vec![true; members.len()];
    let mut never: Vec<bool> = vec![true; members.len()];
    let mut possible = false;
    for setting in settings.iter().filter(has_value) {
        for facts in &setting.facts {
            let Some(known) = closure(setting, check, by, value, &open, members, facts) else { continue };
            possible = true;
            for (index, known) in known.iter().enumerate() {
                always[index] &= *known == Some(true);
                never[index] &= *known == Some(false);
            }
        }
    }
    let mut derived = Derived::default();
    for (index, member) in members.iter().enumerate() {
        let ignored = is_ignored(check, by, value, *member);
        if possible && always[index] && !ignored {
            derived.mandatory.push(*member);
        } else if ignored || possible && never[index] {
            derived.left_out.push(*member);
        } else {
            derived.optional.push(*member);
        }
    }
    derived
}

/// What is known of each member, or `None` if no request fits.
fn closure(
    setting: &Setting<'_>,
    check: &Operation,
    by: usize,
    value: &EnumValue,
    open: &[usize],
    members: &[usize],
    facts: &Facts,
) -> Option<Vec<Option<bool>>> {
    let mut assumptions = vec![Assumption::Open; check.parameters.len()];
    assumptions[by] = Assumption::Value(Value::Text(value.value.clone()));
    let checker = &setting.checker;
    loop {
        let mut changed = false;
        for index in open {
            if assumptions[*index] != Assumption::Open {
                continue;
            }
            assumptions[*index] = Assumption::Absent;
            let cannot_be_absent = checker.refuted(&assumptions, facts);
            assumptions[*index] = Assumption::Given;
            let cannot_be_given = checker.refuted(&assumptions, facts);
            assumptions[*index] = match (cannot_be_absent, cannot_be_given) {
                (true, true) => return None,
                (true, false) => Assumption::Given,
                (false, true) => Assumption::Absent,
                (false, false) => Assumption::Open,
            };
            changed |= assumptions[*index] != Assumption::Open;
        }
        if !changed {
            break;
        }
    }
    if checker.refuted(&assumptions, facts) {
        return None;
    }
    let known = |index: &usize| match assumptions[*index] {
        Assumption::Given => Some(true),
        Assumption::Absent => Some(false),
        Assumption::Open | Assumption::Value(_) => None,
    };
    Some(members.iter().map(known).collect())
}

/// The optional parameters that rules speak of: what is no member takes part in the reasoning too,
/// for it may be forced, and force others.
fn mentioned(check: &Operation, by: usize) -> Vec<usize> {
    let named: std::collections::HashSet<&str> = check
        .rules
        .iter()
        .flat_map(|rule| rule.subjects().into_iter().chain(rule.conditions()))
        .filter_map(contingent_rules::Reference::top)
        .collect();
    let is_open = |index: &usize| {
        check.parameters.get(*index).is_some_and(|parameter| {
            *index != by
                && !parameter.required
                && parameter.constant.is_none()
                && named.contains(parameter.name.as_str())
        })
    };
    (0..check.parameters.len()).filter(is_open).collect()
}

/// Whether a rule says that the parameter has no effect with this value of the discriminator.
fn is_ignored(check: &Operation, by: usize, value: &EnumValue, member: usize) -> bool {
    let Some(name) = check.parameters.get(member).map(|parameter| parameter.name.as_str()) else { return false };
    let about = |rule: &&Rule| match &rule.form {
        Form::Ignored(references) => {
            references.iter().any(|reference| reference.steps.len() == 1 && reference.top() == Some(name))
        }
        Form::Require(_)
        | Form::Forbid(_)
        | Form::Count(..)
        | Form::Allow(_)
        | Form::Compare(_)
        | Form::Ensure(_)
        | Form::Default(_) => false,
    };
    check.rules.iter().filter(about).any(|rule| {
        // An ignored parameter is no constraint; asked as one, it is refuted where it applies.
        let forbidding = Rule {
            form: Form::Forbid(rule.subjects().into_iter().cloned().map(contingent_rules::Cond::Given).collect()),
            severity: contingent_rules::Severity::Error,
            ..rule.clone()
        };
        let alone = Operation { rules: vec![forbidding], ..check.clone() };
        let mut assumptions = vec![Assumption::Open; check.parameters.len()];
        assumptions[by] = Assumption::Value(Value::Text(value.value.clone()));
        assumptions[member] = Assumption::Given;
        let editions: Vec<Option<&str>> = match check.editions.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some(name.as_str())).collect(),
        };
        let has_value = |edition: &&Option<&str>| {
            edition.is_none_or(|name| value.editions.is_empty() || value.editions.iter().any(|other| other == name))
        };
        let mut concerned = editions.iter().filter(has_value);
        concerned.all(|edition| Checker::new(&alone, *edition).refuted(&assumptions, &Facts::new()))
    })
}

/// Every combination of the values of the facts that rules test.
fn combinations(check: &Operation, edition: Option<&str>) -> Vec<Facts> {
    let tested = |name: &str| check.rules.iter().any(|rule| rule.facts().contains(&name));
    let mut combinations = vec![Facts::new()];
    for fact in check.facts.iter().filter(|fact| tested(&fact.name)) {
        let values: Vec<Value> = match &fact.kind {
            Kind::Enum { values, .. } => values
                .iter()
                .filter(|value| {
                    edition.is_none_or(|name| {
                        value.editions.is_empty() || value.editions.iter().any(|other| other == name)
                    })
                })
                .map(|value| Value::Text(value.value.clone()))
                .collect(),
            Kind::Boolean => vec![Value::Bool(true), Value::Bool(false)],
            // A text can be anything: it stays unknown.
            _ => continue,
        };
        if combinations.len().saturating_mul(values.len()) > MAX_COMBINATIONS {
            continue;
        }
        let with = |facts: &Facts, value: &Value| {
            let mut facts = facts.clone();
            facts.set(&fact.name, value.clone());
            facts
        };
        combinations = combinations
            .iter()
            .flat_map(|facts| values.iter().map(|value| with(facts, value)).collect::<Vec<_>>())
            .collect();
    }
    combinations
}
