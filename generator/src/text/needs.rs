//! "What you must send": what is always needed, and what a rule needs in some cases.

use contingent_rules::{Count, Form, Rule, Severity};

use super::scope::{Scope, outside_lists};
use super::view;

/// The parameters that are always needed; without a table also the rules that need others now and then.
pub(super) fn needs(scope: &Scope<'_>, tabled: bool) -> view::Needs {
    let check = &scope.operation.check;
    let always = check.parameters.iter().filter(|parameter| parameter.required && parameter.constant.is_none());
    let always = always.map(|parameter| {
        let mark = scope.edition(&parameter.editions).map(|mark| format!(" ({mark})")).unwrap_or_default();
        format!("{}{mark}", scope.parameter_link(&parameter.name))
    });
    let rules = check.rules.iter().enumerate().filter(|(_, rule)| demands(rule) && !tabled);
    let conditional = rules.map(|(index, rule)| {
        let mark = scope.edition(&rule.editions).map(|mark| format!(", {mark}")).unwrap_or_default();
        format!("{} ({}{mark})", scope.sentence(rule), scope.rule_link(index))
    });
    view::Needs { always: always.collect(), conditional: conditional.collect() }
}

/// Whether a rule may make something necessary.
fn demands(rule: &Rule) -> bool {
    rule.severity == Severity::Error
        && match &rule.form {
            Form::Require(_) | Form::Ensure(_) => rule.subjects().into_iter().any(outside_lists),
            Form::Count(count, _) => match count {
                Count::ExactlyOne | Count::AtLeastOne | Count::AllOrNone => true,
                Count::AtMostOne => false,
            },
            Form::Forbid(_) | Form::Allow(_) | Form::Compare(_) | Form::Ignored(_) | Form::Default(_) => false,
        }
}
