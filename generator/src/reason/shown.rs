//! For each rule a request that keeps it and one that breaks it, chosen among those on which it turns.

use contingent_rules::Value;

#[cfg(feature = "questions")]
use {
    super::boundary::Case,
    crate::model,
    contingent_rules::{Checker, Cond, Finding, Form, Operation, Severity},
};

/// What shows a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The rule, as an index into those of the operation.
    pub rule: usize,
    /// The edition in which it is shown, for a rule of some editions.
    pub edition: Option<String>,
    /// The smallest request to which it applies and that keeps it, with facts under `$Name`.
    pub kept: Option<Value>,
    /// The smallest request that breaks it, and no other rule if there is such a one.
    pub broken: Option<Value>,
}

/// What shows each rule, in their order; a rule that nothing can keep or break has no entry.
#[cfg(feature = "questions")]
pub fn shown(operation: &model::Operation, cases: &[Case]) -> Vec<Shown> {
    let one = |rule| show(&operation.check, rule, cases);
    (0..operation.check.rules.len()).filter_map(one).collect()
}

/// The best request so far: how much else is wrong with it, its size, and the request.
#[cfg(feature = "questions")]
type Best = Option<((usize, usize), Value)>;

#[cfg(feature = "questions")]
fn show(operation: &Operation, index: usize, cases: &[Case]) -> Option<Shown> {
    let rule = operation.rules.get(index)?;
    let edition = rule.editions.first();
    let checker = Checker::new(operation, edition.map(String::as_str));
    // In its place a rule that nothing satisfies: it is broken wherever the condition holds.
    let mut never = operation.clone();
    let it = never.rules.get_mut(index)?;
    (it.form, it.severity) = (Form::Ensure(Cond::Any(Vec::new())), Severity::Error);
    let never = Checker::new(&never, edition.map(String::as_str));
    let is_found = |findings: &[Finding]| findings.iter().any(|it| it.rule == rule.id);
    let (mut kept, mut broken): (Best, Best) = (None, None);
    for case in cases.iter().filter(|case| case.rules.contains(&rule.id)) {
        let (request, facts) = (&case.witness.request, case.witness.known_facts());
        let verdict = checker.check(request, &facts);
        let breaks = is_found(&verdict.violations) || is_found(&verdict.warnings);
        let others = verdict.violations.iter().filter(|it| it.rule != rule.id).count();
        let given = || rule.subjects().iter().all(|it| it.top().is_some_and(|name| request.get(name).is_some()));
        let applies = || is_found(&never.check(request, &facts).violations);
        let shows = breaks
            || match &rule.form {
                // What is absent has no value that could be allowed, and compares with nothing.
                Form::Allow(_) | Form::Compare(_) => given() && applies(),
                // It has its effect just where the rule does not apply, or it has none and is left out.
                Form::Ignored(_) => given() || (rule.when.is_none() && rule.unless.is_none()),
                Form::Require(_) | Form::Forbid(_) | Form::Count(..) | Form::Ensure(_) => applies(),
                Form::Default(_) => false,
            };
        let best = if breaks { &mut broken } else { &mut kept };
        let weight = (others, case.witness.size());
        if shows && best.as_ref().is_none_or(|(known, _)| weight < *known) {
            *best = Some((weight, case.witness.to_value()));
        }
    }
    let [kept, broken] = [kept, broken].map(|best| best.map(|(_, request)| request));
    (kept.is_some() || broken.is_some()).then(|| Shown { rule: index, edition: edition.cloned(), kept, broken })
}
