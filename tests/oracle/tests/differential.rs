//! The evaluator against the judge: random operations, random requests, every edition.

use contingent::diagnostic::Diagnostics;
use contingent::spec::SourceFile;
use contingent::{resolve, spec};
use contingent_oracle::random::{Case, cases};
use contingent_oracle::{Service, Spec, Verdict};
use contingent_rules::{Checker, Facts, Finding, Form, Operation, Value};

/// The number of random operations; each comes with several requests.
const CASES: usize = 1_500;

#[test]
fn evaluator_and_judge_agree_on_random_operations() {
    let mut requests = 0;
    let mut seen = std::collections::BTreeMap::new();
    for case in cases(0x5eed, CASES) {
        let operation = resolved(&case);
        let judge = Spec::read(&case.spec).expect("the judge reads what it wrote");
        let service = case.service.as_deref().map(|text| Service::read(text).expect("the service"));
        for (request, facts, edition) in &case.requests {
            let ours = check(&operation, request, facts, edition.as_deref());
            let request_json = serde_json::from_str(request).expect("a JSON request");
            let facts_json = serde_json::from_str(facts).expect("JSON facts");
            let theirs = judge
                .judge(service.as_ref(), &request_json, &facts_json, edition.as_deref())
                .expect("the judge decides");
            *seen.entry(ours.outcome().as_str()).or_insert(0) += 1;
            requests += 1;
            assert_eq!(
                summary(&ours, &operation),
                expected(&theirs, &operation),
                "\n{}\nrequest {request}\nfacts {facts}\nedition {edition:?}\nours {ours:#?}",
                case.spec
            );
        }
    }
    // The cases are worth something only if every verdict is frequent.
    assert!(requests >= CASES && seen.values().all(|count| count * 50 > requests), "{seen:?}");
}

fn resolved(case: &Case) -> Operation {
    let mut problems = Diagnostics::new();
    let source = |name: &str, text: &str| SourceFile { path: name.into(), bytes: text.into() };
    let service =
        case.service.as_deref().and_then(|text| spec::load_service(&source("service.yaml", text), &mut problems));
    let operation = spec::load_operation(&source("operation.yaml", &case.spec), &mut problems);
    let mut model =
        resolve::resolve(&contingent::Spec { service, operations: operation.into_iter().collect() }, &mut problems);
    match model.operations.pop() {
        Some(operation) => operation.check,
        None => panic!("{}\n{problems:#?}", case.spec),
    }
}

fn check(operation: &Operation, request: &str, facts: &str, edition: Option<&str>) -> contingent_rules::Verdict {
    let request = Value::parse(request).expect("a JSON request");
    let facts = Facts::from_json(&Value::parse(facts).expect("JSON facts")).expect("facts");
    Checker::new(operation, edition).check(&request, &facts)
}

type Summary = (String, [Vec<(String, Vec<String>, Vec<String>)>; 3]);

fn summary(verdict: &contingent_rules::Verdict, operation: &Operation) -> Summary {
    let list = |findings: &[Finding]| {
        sorted(findings.iter().map(|f| row(operation, &f.rule, &f.parameters, &f.needs)).collect())
    };
    (
        verdict.outcome().as_str().to_owned(),
        [list(&verdict.violations), list(&verdict.warnings), list(&verdict.undecided)],
    )
}

fn expected(verdict: &Verdict, operation: &Operation) -> Summary {
    let list = |findings: &[contingent_oracle::Finding]| {
        sorted(findings.iter().map(|f| row(operation, &f.rule, &f.parameters, &f.needs)).collect())
    };
    (verdict.verdict.to_string(), [list(&verdict.violations), list(&verdict.warnings), list(&verdict.undecided)])
}

/// Of a built-in check, and of a broken rule whose form names its parameters one by one, the
/// places count too. What `forbid`, `ensure` and undecided rules name is the evaluator's own choice.
fn row(operation: &Operation, id: &str, parameters: &[String], needs: &[String]) -> (String, Vec<String>, Vec<String>) {
    let compared = match operation.rules.iter().find(|rule| rule.id == id) {
        Some(rule) => {
            needs.is_empty()
                && matches!(rule.form, Form::Require(_) | Form::Allow(_) | Form::Count(..) | Form::Compare(_))
        }
        None => true,
    };
    (id.to_owned(), if compared { parameters.to_vec() } else { Vec::new() }, sorted(needs.to_vec()))
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}
