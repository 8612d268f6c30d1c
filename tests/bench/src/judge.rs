//! The check of one request: ours compiled and evaluated, beside what else a Rust program can do.

use crate::by_hand::broken;
use crate::guarded::Guarded;
use crate::measure::{Contender, race};
use crate::report::{Report, Row, Target, shown};
use crate::requests::Case;
use crate::schema::schema;
use crate::{Failure, beside, copies};
use aliyun_dbs::Edition;
use contingent_rules::Checker;
use garde::Validate as _;
use jsonschema::Validator;
use std::hint::black_box;
use std::process::Command;

const SEED: Option<Edition> = Some(Edition::Seed);
const MIXED: usize = 1000;
const ROUNDS: u32 = 41;

/// What is ready before a request comes.
struct Ready {
    checker: Checker,
    schema: Validator,
}

/// Compares answers, then times, then counts allocations.
///
/// # Errors
/// A validator cannot be made, or answers differ.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let model = copies::model(&copies::sources(1)?)?;
    let operation = model.operations.first().ok_or("the spec has no operation")?;
    let checker = Checker::new(&operation.check, Some(Edition::Seed.as_str()));
    let schema = jsonschema::validator_for(&schema()).map_err(|error| error.to_string())?;
    let ready = Ready { checker, schema };
    let mixed = Case::mixed(MIXED);
    let valid: Vec<&Case> = mixed.iter().filter(|case| agreed(&ready, case)).collect();
    println!("Check: {MIXED} mixed requests, {} valid; all validators give the same answer to each", valid.len());
    // One that deserves a warning costs words, which nobody else has.
    let valid: Vec<&Case> = valid.into_iter().filter(|case| is_clear(case)).collect();
    one_valid(report, &ready)?;
    many_valid(report, &ready, &valid)?;
    three_broken(report, &ready)
}

/// Whether a request is valid.
///
/// # Panics
/// Two validators do not say the same of it: then no time says anything.
fn agreed(ready: &Ready, case: &Case) -> bool {
    let answers = [
        ("generated", !case.request.check(&case.facts, SEED).is_invalid()),
        ("evaluator", !ready.checker.check(&case.value, &case.value_facts).is_invalid()),
        ("jsonschema", ready.schema.is_valid(&case.json)),
        ("garde", Guarded { request: &case.request }.validate_with(&case.facts).is_ok()),
        ("by hand", broken(&case.request, &case.facts) == 0),
    ];
    let valid = answers[0].1;
    assert!(answers.iter().all(|(_, answer)| *answer == valid), "{answers:?} of {}", case.json);
    valid
}

fn is_clear(case: &Case) -> bool {
    case.request.check(&case.facts, SEED).warnings.is_empty()
}

fn one_valid(report: &mut Report, ready: &Ready) -> Result<(), Failure> {
    let case = &Case::valid();
    if !agreed(ready, case) {
        return Err("the valid request is not valid".to_owned());
    }
    for edition in [SEED, None] {
        assert_eq!(case.request.check(&case.facts, edition), Default::default(), "{edition:?}: something to say");
    }
    let [nothing, by_hand, generated, no_edition, garde, evaluator, jsonschema] = race(
        [
            Contender::quick(|| (black_box(&case.request), black_box(&case.facts))),
            Contender::quick(|| broken(black_box(&case.request), black_box(&case.facts))),
            Contender::quick(|| black_box(&case.request).check(black_box(&case.facts), black_box(SEED))),
            Contender::quick(|| black_box(&case.request).check(black_box(&case.facts), black_box(None))),
            Contender::quick(|| Guarded { request: black_box(&case.request) }.validate_with(black_box(&case.facts))),
            Contender::quick(|| ready.checker.check(black_box(&case.value), black_box(&case.value_facts))),
            Contender::quick(|| ready.schema.is_valid(black_box(&case.json))),
        ],
        ROUNDS,
    )?;
    let quick = |row: Row, time: f64| {
        row.times(time / by_hand, "by hand")
            .times(time / garde, "by hand in garde")
            .target(Target::at_most(time * 1e9, 10.0, " ns"))
            .target(Target::at_most(time / by_hand, 1.0, " x by hand"))
            .target(Target::at_most(time / garde, 1.0, " x in garde"))
    };
    let counted = allocations()?;
    let rows = [
        Row::new("the loop alone", shown(nothing)),
        Row::new("by hand, straight line, a mask of broken rules", shown(by_hand)),
        quick(Row::new("generated check, edition seed", shown(generated)), generated),
        quick(Row::new("generated check, no edition", shown(no_edition)), no_edition),
        Row::new("by hand in garde, a report", shown(garde)).times(garde / by_hand, "by hand"),
        Row::new("evaluator, on a ready value", shown(evaluator))
            .times(evaluator / generated, "generated")
            .target(Target::at_most(evaluator / generated, 20.0, " x")),
        Row::new("jsonschema, on a ready value", shown(jsonschema)).times(jsonschema / evaluator, "evaluator"),
        Row::new("allocations of a generated check", format!("{counted}")).target(Target::at_most(counted, 0.0, "")),
    ];
    report.table("Check of one valid request", &rows);
    Ok(())
}

/// Requests that follow each other are not the same, and no processor learns them by heart.
fn many_valid(report: &mut Report, ready: &Ready, cases: &[&Case]) -> Result<(), Failure> {
    let turn = || cases.iter().cycle();
    let (mut a, mut b, mut c, mut d) = (turn(), turn(), turn(), turn());
    let [by_hand, generated, evaluator, jsonschema] = race(
        [
            Contender::quick(|| a.next().map(|case| broken(&case.request, &case.facts))),
            Contender::quick(|| b.next().map(|case| case.request.check(&case.facts, SEED))),
            Contender::quick(|| c.next().map(|case| ready.checker.check(&case.value, &case.value_facts))),
            Contender::quick(|| d.next().map(|case| ready.schema.is_valid(&case.json))),
        ],
        ROUNDS,
    )?;
    let rows = [
        Row::new("by hand, different requests", shown(by_hand)),
        Row::new("generated check, different requests", shown(generated)).times(generated / by_hand, "by hand"),
        Row::new("evaluator, different requests", shown(evaluator)).times(evaluator / generated, "generated"),
        Row::new("jsonschema, different requests", shown(jsonschema)).times(jsonschema / evaluator, "evaluator"),
    ];
    report.table(&format!("Check of {} different valid requests in turn", cases.len()), &rows);
    Ok(())
}

fn three_broken(report: &mut Report, ready: &Ready) -> Result<(), Failure> {
    let case = &Case::three_broken();
    let texts = || ready.schema.iter_errors(black_box(&case.json)).map(|error| error.to_string()).collect::<Vec<_>>();
    let by_typed = || black_box(&case.request).check(black_box(&case.facts), SEED);
    let by_value = || ready.checker.check(black_box(&case.value), black_box(&case.value_facts));
    let counts = [by_typed().violations.len(), by_value().violations.len(), texts().len()];
    if counts != [3, 3, 3] {
        return Err(format!("the broken request does not break three rules but {counts:?}"));
    }
    let [generated, evaluator, jsonschema] =
        race([Contender::quick(by_typed), Contender::quick(by_value), Contender::quick(texts)], ROUNDS)?;
    let rows = [
        Row::new("jsonschema, all errors as texts", shown(jsonschema)),
        Row::new("generated check, all texts and reasons", shown(generated))
            .times(generated / jsonschema, "jsonschema"),
        Row::new("evaluator, all texts and reasons", shown(evaluator)).times(evaluator / jsonschema, "jsonschema"),
    ];
    report.table("Whole verdict, with texts, on a request that breaks three rules", &rows);
    Ok(())
}

/// How many allocations a check makes, counted by a program of its own: counting would slow down all others.
fn allocations() -> Result<f64, Failure> {
    let output = Command::new(beside("allocations")?).output().map_err(|error| format!("allocations: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|error| format!("allocations printed {text:?}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aliyun_dbs::create_restore_task::CreateRestoreTaskFacts;
    use contingent_rules::Facts;

    #[test]
    fn the_compiled_check_says_word_for_word_what_the_evaluator_says() {
        let model = copies::model(&copies::sources(1).unwrap()).unwrap();
        let operation = &model.operations[0].check;
        for edition in [None, Some(Edition::Seed), Some(Edition::E2026_03)] {
            let checker = Checker::new(operation, edition.map(Edition::as_str));
            for case in Case::mixed(MIXED) {
                let generated = case.request.check(&case.facts, edition);
                assert_eq!(generated, checker.check(&case.value, &case.value_facts), "{edition:?} {}", case.json);
                let generated = case.request.check(&CreateRestoreTaskFacts::new(), edition);
                assert_eq!(generated, checker.check(&case.value, &Facts::new()), "{edition:?} {}", case.json);
            }
        }
    }
}
