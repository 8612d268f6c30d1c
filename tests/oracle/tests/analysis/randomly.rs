//! Random operations: every answer, every unfinished request, every difference, against the judge.

use crate::connect::{engine, engine_diff, engine_partial, sources};
use contingent::diagnostic::Diagnostics;
use contingent::{resolve, spec};
use contingent_oracle::analysis::{Side, analyze, diff, partial, witness_size};
use contingent_oracle::random::analysis::{Case, case, changed};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The number of random operations.
const CASES: u64 = 400;

#[test]
fn the_specs_are_legal_and_every_finding_is_frequent() {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = |name: &str| *seen.entry(name.to_owned()).or_default() += 1;
    for seed in 0..CASES {
        let case = case(seed);
        let mut problems = Diagnostics::new();
        let mut files = sources(&case.spec(), case.service.as_deref());
        let operation = files.pop().and_then(|file| spec::load_operation(&file, &mut problems));
        let service = files.pop().and_then(|file| spec::load_service(&file, &mut problems));
        let model =
            resolve::resolve(&contingent::Spec { service, operations: operation.into_iter().collect() }, &mut problems);
        assert!(!model.operations.is_empty(), "{}\n{problems:#?}", case.spec());
        let answer = judged(&case).unwrap_or_else(|problem| panic!("{problem}\n{}", case.spec()));
        let lists = ["dead", "false_optional", "redundant_rules", "never_fires", "expected", "unmet"];
        for name in lists.into_iter().filter(|name| answer[name] != json!([])) {
            count(name);
        }
        if answer["dead_values"] != json!({}) {
            count("dead_values");
        }
        count(if answer["consistent"] == json!(true) { "consistent" } else { "inconsistent" });
    }
    assert!(seen.len() == 9 && seen.values().all(|count| count * 20 > CASES), "{seen:?}");
}

#[test]
fn analysis_and_judge_agree_on_random_operations() {
    for seed in 0..CASES {
        compare(&case(seed), &|case| Some((judged(case).ok()?, normal(&engine(case)?))));
    }
}

#[test]
fn partial_checks_and_judge_agree_on_random_requests() {
    for seed in 0..CASES {
        compare(&case(seed), &|case| {
            let service = case.service().ok()?;
            let (request, facts) = &case.request;
            let ours = partial(&case.spec(), service.as_ref(), request, facts, case.edition.as_deref()).ok()?;
            let theirs = engine_partial(case, request, facts)?;
            let ids = |violation: &Json| violation["rule"].as_str().unwrap_or_default().to_owned();
            let list = theirs["violations"].as_array().into_iter().flatten().map(ids);
            let violations = if theirs["verdict"] == json!("invalid") { sorted(list.collect()) } else { Vec::new() };
            Some((
                json!([ours.verdict, sorted([ours.built_in, ours.rules].concat())]),
                json!([theirs["verdict"], violations]),
            ))
        });
    }
}

#[test]
fn differences_and_judge_agree_on_random_pairs() {
    for seed in 0..CASES {
        compare(&case(seed), &|case| {
            let (old, new) = (case.spec(), changed(seed, case).spec());
            let service = case.service().ok()?;
            let side = |spec, edition| Side { spec, service: service.as_ref(), edition };
            // Of those with editions, every other pair is two editions of one operation.
            let (old, new) = if case.service.is_some() && seed % 2 == 0 {
                (side(&old, Some("A")), side(&old, Some("B")))
            } else {
                (side(&old, case.edition.as_deref()), side(&new, case.edition.as_deref()))
            };
            let ours = diff(old, new).ok()?;
            let theirs = engine_diff(case.service.as_deref(), old, new)?;
            let size = |witness: &Json| if witness.is_null() { None } else { witness_size(old, new, witness).ok() };
            Some((
                json!([ours.lost, ours.gained, ours.lost_size, ours.gained_size]),
                json!([
                    theirs["lost"],
                    theirs["gained"],
                    size(&theirs["lost_witness"]),
                    size(&theirs["gained_witness"])
                ]),
            ))
        });
    }
}

/// What the judge says, in the order in which answers are compared.
pub(crate) fn judged(case: &Case) -> Result<Json, String> {
    let service = case.service()?;
    analyze(&case.spec(), service.as_ref(), case.edition.as_deref()).map(|answer| normal(&answer))
}

/// An answer without what is free: the order of contradictions, their messages, and what an inconsistent operation's
/// contradiction is about. Values are texts.
pub(crate) fn normal(answer: &Json) -> Json {
    let mut normal = answer.clone();
    let consistent = answer["consistent"] == json!(true);
    let list = answer["contradictions"].as_array().into_iter().flatten();
    let rows = list.map(|row| json!([row["rules"], if consistent { row["parameters"].clone() } else { json!([]) }]));
    let mut rows: Vec<Json> = rows.collect();
    rows.sort_by_key(Json::to_string);
    rows.dedup();
    normal["contradictions"] = json!(rows);
    if let Some(dead) = normal["dead_values"].as_object_mut() {
        for values in dead.values_mut() {
            let texts = values.as_array().into_iter().flatten();
            *values = texts.map(|value| value.as_str().map_or(value.to_string(), str::to_owned)).collect();
        }
    }
    normal
}

/// Compares two answers; of a disagreement the smallest case is shown. `None`: there is nothing to compare.
fn compare(case: &Case, answers: &dyn Fn(&Case) -> Option<(Json, Json)>) {
    let disagree = |case: &Case| answers(case).filter(|(ours, theirs)| ours != theirs);
    if disagree(case).is_none() {
        return;
    }
    let mut smallest = case.clone();
    while let Some(smaller) = smallest.smaller().into_iter().find(|smaller| disagree(smaller).is_some()) {
        smallest = smaller;
    }
    let show = |case: &Case| {
        let (judge, engine) = answers(case).unwrap_or_default();
        format!(
            "{}service {:?}\nedition {:?}\nrequest {} facts {}\njudge  {judge}\nengine {engine}\n",
            case.spec(),
            case.service,
            case.edition,
            case.request.0,
            case.request.1
        )
    };
    panic!("the smallest:\n{}\nit was:\n{}", show(&smallest), show(case));
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}
