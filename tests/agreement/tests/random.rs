//! Random operations: the code that is generated of them says of every request what the evaluator says.
#![deny(warnings)]
#![allow(
    unreachable_pub,
    dead_code,
    unused_imports,
    reason = "what is generated is public, and not all of it is used here"
)]

#[path = "../build/cases.rs"]
mod cases;

use contingent_agreement::random::Random;
use contingent_agreement::requests::Maker;
use contingent_agreement::{Run, pairs, spec};
use contingent_oracle::random::Case;
use contingent_runtime::{Checker, Value};

include!(concat!(env!("OUT_DIR"), "/random.rs"));

/// Requests of our own for each operation, beside those of the case.
const MADE: usize = 60;

#[test]
fn the_code_of_random_operations_says_what_the_evaluator_says() {
    let cases: Vec<Case> = contingent_oracle::random::cases(cases::SEED, cases::TRIED).collect();
    assert!(CASES.len() >= 80, "only {} operations could be generated", CASES.len());
    let (mut compared, mut findings, mut untyped, mut sayable) = (0, [0; 3], 0, 0);
    for (index, run) in CASES {
        let case = &cases[index];
        let has_editions = case.service.as_deref().is_some_and(|text| text.contains("editions"));
        let text = cases::spec(index, &case.spec, has_editions);
        let (service, _) = spec::resolve(&spec::sources(&text, case.service.as_deref()));
        let operation = &service.operations[0].check;
        let maker = Maker::new(operation);
        let mut random = Random::new(index as u64);
        let given = case.requests.iter().map(|(request, facts, _)| (Value::parse(request), Value::parse(facts)));
        let mut requests: Vec<(Value, Value)> = given
            .map(|(request, facts)| (request.expect("a request"), without_dollars(facts.expect("facts"))))
            .collect();
        requests.extend((0..MADE).map(|_| (maker.request(&mut random), maker.facts(&mut random))));
        for edition in spec::editions(operation) {
            let checker = Checker::new(operation, edition);
            for (request, facts) in &requests {
                let Ok(typed) = run(request, facts, edition) else {
                    untyped += 1;
                    continue;
                };
                let expected = checker.check(&typed.value, &typed.facts);
                let place = || format!("case {index}, {edition:?}\n{text}\n{}\n{}", typed.value, typed.shown);
                assert_eq!(typed.checked, expected, "{}", place());
                assert_eq!(typed.by_json, expected, "{}", place());
                if pairs::can_say(operation, &typed.value) {
                    pairs::assert_survives(operation, &typed, &expected);
                    sayable += 1;
                }
                compared += 1;
                let lists = [&expected.violations, &expected.warnings, &expected.undecided];
                findings.iter_mut().zip(lists).for_each(|(count, list)| *count += list.len());
            }
        }
    }
    println!("{} operations, {compared} requests, {sayable} as pairs, findings {findings:?}", CASES.len());
    assert!(untyped < compared / 10 && sayable > compared / 4, "{untyped} {sayable} {compared}");
    assert!(compared > 5_000 && findings.iter().all(|count| *count > 300), "{compared} {findings:?}");
}

/// Facts may be named with `$`; the fields of the typed facts have names without.
fn without_dollars(facts: Value) -> Value {
    match facts {
        Value::Object(entries) => Value::Object(
            entries.into_iter().map(|(name, value)| (name.trim_start_matches('$').to_owned(), value)).collect(),
        ),
        other => other,
    }
}
