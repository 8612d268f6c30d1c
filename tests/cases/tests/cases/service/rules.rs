//! The rules of the service: nothing is wrong with them, and each has a request that keeps it and one that breaks it.

use super::{model, sources};
use contingent::diagnostic::{Command, Diagnostics, render_plain};
use contingent::model::Operation;
use contingent_rules::{Checker, Cond, Facts, Finding, Form, Rule, Severity, Value};

#[test]
fn a_check_of_the_service_finds_nothing() {
    let sources = sources();
    let mut found = Diagnostics::new();
    let spec = contingent::load(&sources, &mut found);
    let service = contingent::resolve::resolve(&spec, &mut found);
    // In what all editions share, and in each edition.
    contingent::findings::report(&spec, &service, &mut found);
    let found: Vec<String> = found.iter().map(|it| render_plain(it, Command::Check)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    for operation in &service.operations {
        for (rule, text) in operation.check.rules.iter().zip(&operation.rules) {
            let (name, id) = (&operation.name, &rule.id);
            assert!(text.expect.is_empty() || !text.doc.is_empty(), "{name} rule {id}: expected, and nobody says why");
            assert!(!rule.source.is_empty(), "{name} rule {id} has no source");
        }
    }
}

#[test]
fn every_rule_has_a_request_that_keeps_it_and_one_that_breaks_it_alone() {
    let mut rules = 0;
    let mut in_company = Vec::new();
    for operation in &model(&sources()).operations {
        let requests = requests(operation);
        for (index, rule) in operation.check.rules.iter().enumerate() {
            let expected = |what| operation.rules[index].expect.contains(&what);
            assert!(!expected(contingent::model::Expectation::NeverFires), "{} rule {}", operation.name, rule.id);
            let editions: Vec<Option<&str>> = if rule.editions.is_empty() {
                std::iter::once(None).chain(operation.check.editions.iter().map(|it| Some(it.as_str()))).collect()
            } else {
                rule.editions.iter().map(|it| Some(it.as_str())).collect()
            };
            for edition in editions {
                let place = format!("{} rule {} in {edition:?}", operation.name, rule.id);
                let judge = Judge::new(&operation.check, index, edition);
                let seen: Vec<Seen> = requests.iter().map(|(request, facts)| judge.see(request, facts)).collect();
                assert!(seen.contains(&Seen::Kept), "{place}: no request keeps it");
                assert!(seen.iter().any(|it| matches!(it, Seen::Broken { .. })), "{place}: no request breaks it");
                if !seen.contains(&Seen::Broken { alone: true }) {
                    in_company.push(place);
                }
                rules += 1;
            }
        }
    }
    assert!(rules > 200, "{rules}");
    assert_eq!(in_company, [""; 0], "rules that are only broken together with others");
}

/// The requests on which the rules turn, and those of the examples.
fn requests(operation: &Operation) -> Vec<(Value, Facts)> {
    let cases = contingent::reason::cases(operation).into_iter().map(|case| {
        let facts = case.witness.known_facts();
        (case.witness.request, facts)
    });
    cases.chain(operation.examples.iter().map(|it| (it.request.clone(), it.facts.clone()))).collect()
}

/// What becomes of a rule in a request.
#[derive(Debug, PartialEq)]
enum Seen {
    /// It does not apply, or what it is about is absent: that shows nothing.
    Nothing,
    /// It applies and holds.
    Kept,
    /// It does not hold; alone, if nothing else refuses the request.
    Broken { alone: bool },
}

/// A rule in an edition.
struct Judge<'o> {
    rule: &'o Rule,
    checker: Checker,
    /// The same operation with a rule that nothing satisfies in its place: broken wherever its condition holds.
    never: Checker,
}

impl<'o> Judge<'o> {
    fn new(operation: &'o contingent_rules::Operation, index: usize, edition: Option<&str>) -> Self {
        let mut never = operation.clone();
        never.rules[index].form = Form::Ensure(Cond::Any(Vec::new()));
        never.rules[index].severity = Severity::Error;
        let [checker, never] = [operation, &never].map(|it| Checker::new(it, edition));
        Self { rule: &operation.rules[index], checker, never }
    }

    fn see(&self, request: &Value, facts: &Facts) -> Seen {
        let rule = self.rule;
        let verdict = self.checker.check(request, facts);
        let is_found = |findings: &[Finding]| findings.iter().any(|it| it.rule == rule.id);
        if is_found(&verdict.violations) || is_found(&verdict.warnings) {
            let others = verdict.violations.iter().filter(|it| it.rule != rule.id).count();
            return Seen::Broken { alone: others == 0 };
        }
        let given = || rule.subjects().iter().all(|it| it.top().is_some_and(|name| request.get(name).is_some()));
        let applies = || is_found(&self.never.check(request, facts).violations);
        let kept = match &rule.form {
            // What is absent has no value that could be allowed, and compares with nothing.
            Form::Allow(_) | Form::Compare(_) => given() && applies(),
            // It has its effect just where the rule does not apply, or it has none and is left out.
            Form::Ignored(_) => given() || (rule.when.is_none() && rule.unless.is_none()),
            Form::Require(_) | Form::Forbid(_) | Form::Count(..) | Form::Ensure(_) | Form::Default(_) => applies(),
        };
        if kept { Seen::Kept } else { Seen::Nothing }
    }
}
