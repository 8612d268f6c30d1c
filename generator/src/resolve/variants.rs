//! Variants: which parameters each value of a discriminator demands, allows and rules out,
//! derived from the rules by the engine in `reason`.

use contingent_rules::{Kind, Operation, Rule};

use super::naming;
use super::text::Names;
use crate::diagnostic::{Diagnostic, code};
use crate::reason::{Derived, derive};
use crate::{model, spec};

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
    let mut cases = Vec::new();
    let derived = derive(check, by, values, &members);
    for (index, (text, derived)) in discriminator.values.iter().zip(derived).enumerate() {
        let these = |what: Derived| {
            let chosen = members.iter().zip(&derived).filter(move |(_, it)| **it == what);
            chosen.map(|(member, _)| *member).collect::<Vec<usize>>()
        };
        let fields = |what: Derived| -> Vec<model::CaseField> {
            let field = |index: usize| Some(case_field(index, parameters.get(index)?, prefix));
            these(what).into_iter().filter_map(field).collect()
        };
        let (mandatory, optional) = (fields(Derived::Mandatory), fields(Derived::Optional));
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
            left_out: these(Derived::LeftOut),
        });
    }
    Some(model::Variants { by, field: naming::field(&name), flag: naming::flag(&name), type_name, cases })
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
