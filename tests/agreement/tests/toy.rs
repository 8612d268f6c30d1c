//! The toy service: its generated check says of thousands of typed requests what the evaluator says, and so do the pairs
//! that are sent.

use contingent_agreement::random::Random;
use contingent_agreement::requests::Maker;
use contingent_agreement::{Run, Typed, pairs, spec};
use contingent_runtime::Checker;
use contingent_runtime::rules::Operation;

mod toy {
    include!(concat!(env!("OUT_DIR"), "/toy.rs"));
}

mod dbs {
    include!(concat!(env!("OUT_DIR"), "/dbs.rs"));
}

/// Typed requests for each edition of an operation.
const WANTED: usize = 500;

/// Calls `look` for every operation and edition with typed requests and what makes the evaluator's verdict.
fn each(look: &mut dyn FnMut(&Operation, &Checker, &Typed)) {
    let services = [("../toy/spec", &toy::RUNS[..]), ("../../spec/dbs", &dbs::RUNS[..])];
    for (folder, runs) in services {
        let service = spec::folder(folder);
        for (name, run) in runs {
            let operation = &spec::operation(&service, name).check;
            let maker = Maker::new(operation);
            for (index, edition) in spec::editions(operation).into_iter().enumerate() {
                let checker = Checker::new(operation, edition);
                let mut random = Random::new(index as u64);
                typed(*run, &maker, &mut random, edition).for_each(|typed| look(operation, &checker, &typed));
            }
        }
    }
}

fn typed<'a>(
    run: Run,
    maker: &'a Maker<'a>,
    random: &'a mut Random,
    edition: Option<&'a str>,
) -> impl Iterator<Item = Typed> + 'a {
    let made = (0..WANTED).map(move |_| run(&maker.request(random), &maker.facts(random), edition));
    made.filter_map(Result::ok)
}

#[test]
fn the_typed_check_and_the_evaluator_say_the_same_of_every_request() {
    let (mut compared, mut valid, mut findings) = (0, 0, [0; 3]);
    each(&mut |operation, checker, typed| {
        let expected = checker.check(&typed.value, &typed.facts);
        let place = || format!("{}\n{}\n{}", operation.name, typed.value, typed.shown);
        assert_eq!(typed.checked, expected, "{}", place());
        assert_eq!(typed.by_json, expected, "{}", place());
        compared += 1;
        valid += usize::from(expected == contingent_runtime::Verdict::default());
        let lists = [&expected.violations, &expected.warnings, &expected.undecided];
        findings.iter_mut().zip(lists).for_each(|(count, list)| *count += list.len());
    });
    println!("{compared} requests, {valid} without a finding, findings {findings:?}");
    assert!(
        compared > 8_000 && valid > 1_000 && findings.iter().all(|count| *count > 2_000),
        "{compared} {findings:?}"
    );
}

#[test]
fn what_is_sent_as_pairs_is_read_again_and_gets_the_same_verdict() {
    let mut compared = 0;
    each(&mut |operation, checker, typed| {
        if pairs::can_say(operation, &typed.value) {
            pairs::assert_survives(operation, typed, &checker.check(&typed.value, &typed.facts));
            compared += 1;
        }
    });
    println!("{compared} requests");
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn a_request_with_a_name_that_the_spec_does_not_have_is_checked_as_well() {
    let service = spec::folder("../toy/spec");
    let operation = &spec::operation(&service, "PlantBed").check;
    let (_, run) = toy::RUNS.iter().find(|(name, _)| *name == "PlantBed").expect("PlantBed");
    let maker = Maker::new(operation);
    let mut random = Random::new(5);
    for _ in 0..200 {
        let mut request = maker.request(&mut random);
        if let contingent_runtime::Value::Object(entries) = &mut request {
            entries.push(("Sead".to_owned(), "x".into()));
        }
        let Ok(typed) = run(&request, &maker.facts(&mut random), None) else { continue };
        let expected = Checker::new(operation, None).check(&typed.value, &typed.facts);
        assert!(expected.warnings.iter().any(|finding| finding.rule == "unknown-parameter"));
        assert_eq!(typed.checked, expected);
    }
}
