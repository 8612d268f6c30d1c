//! CreateRestoreTask, all of it: every location, database type, presence of the parameters that rules name, and edition,
//! judged by the sentences of the document, by the evaluator, by the generated check and by the command.

mod restore;

use aliyun_dbs::create_restore_task::{check_json, check_pairs};
use contingent_agreement::command::contingent;
use contingent_agreement::random::Random;
use contingent_agreement::spec;
use contingent_oracle::seed::create_restore_task;
use contingent_runtime::rules::Operation;
use contingent_runtime::{Checker, Finding, Value, Verdict};
use restore::{Asked, DATABASES, EDITIONS, LOCATIONS, NAMES};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

fn operation() -> Operation {
    spec::operation(&spec::folder("../../spec/dbs"), "CreateRestoreTask").check.clone()
}

/// One checker for each of [`EDITIONS`].
fn checkers(operation: &Operation) -> Vec<Checker> {
    EDITIONS.iter().map(|edition| Checker::new(operation, edition.map(|edition| edition.as_str()))).collect()
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    sorted(findings.iter().map(|finding| finding.rule.as_str()).collect())
}

fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_unstable();
    ids
}

/// The ids that the sentences of the document lead to, and those of a verdict.
fn assert_sentences(asked: &Asked, names: &BTreeSet<&str>, verdict: &Verdict) {
    let (violations, warnings, undecided) = create_restore_task(
        LOCATIONS[asked.location],
        DATABASES[asked.database],
        names,
        EDITIONS[asked.edition].map(|edition| edition.as_str()),
    );
    let lists = [(&violations, &verdict.violations), (&warnings, &verdict.warnings), (&undecided, &verdict.undecided)];
    for (by_hand, found) in lists {
        let by_hand = sorted(by_hand.iter().map(String::as_str).collect());
        assert_eq!(by_hand, ids(found), "{asked:?}");
    }
}

#[test]
fn sentences_evaluator_and_generated_check_agree_on_every_request_there_is() {
    let operation = operation();
    let checkers = checkers(&operation);
    let half = LOCATIONS.len() / 2;
    let judged = std::thread::scope(|scope| {
        let parts = [0..half, half..LOCATIONS.len()].map(|locations| {
            let checkers = &checkers;
            scope.spawn(move || locations.map(|location| one_location(location, checkers)).sum::<usize>())
        });
        parts.map(|part| part.join().expect("every request is judged alike")).iter().sum::<usize>()
    });
    assert_eq!(judged, LOCATIONS.len() * DATABASES.len() * EDITIONS.len() * (1 << NAMES.len()));
}

/// How many requests to a location were judged.
fn one_location(location: usize, checkers: &[Checker]) -> usize {
    let mut judged = 0;
    for given in 0..1 << NAMES.len() {
        let request = restore::request(location, given);
        let value = request.to_value();
        let names = restore::names(given);
        for database in 0..DATABASES.len() {
            let facts = restore::facts(database);
            let told = facts.to_facts();
            for (edition, checker) in checkers.iter().enumerate() {
                let asked = Asked { location, database, edition, given };
                let verdict = checker.check(&value, &told);
                assert_sentences(&asked, &names, &verdict);
                let typed = request.check(&facts, EDITIONS[edition]);
                assert!(typed == verdict, "{asked:?}\n{typed:?}\n{verdict:?}");
                judged += 1;
            }
        }
    }
    judged
}

/// Requests from all over the space.
fn some(count: usize) -> impl Iterator<Item = Asked> {
    let mut random = Random::new(178_700);
    (0..count).map(move |_| Asked {
        location: random.below(LOCATIONS.len()),
        database: random.below(DATABASES.len()),
        edition: random.below(EDITIONS.len()),
        given: random.below(1 << NAMES.len()) as u32,
    })
}

#[test]
fn a_request_as_json_and_as_pairs_gets_the_same_verdict() {
    let operation = operation();
    let checkers = checkers(&operation);
    for asked in some(20_000) {
        let (request, facts) = (restore::request(asked.location, asked.given), restore::facts(asked.database));
        let value = request.to_value();
        let verdict = checkers[asked.edition].check(&value, &facts.to_facts());
        let pairs = request.to_pairs();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(check_pairs(&pairs, &facts, EDITIONS[asked.edition]), verdict, "{asked:?}");
        assert_eq!(check_json(&value, &facts, EDITIONS[asked.edition]), verdict, "{asked:?}");
    }
}

#[test]
fn the_command_says_the_same_in_json_and_with_its_exit_code() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("validate");
    fs::create_dir_all(&folder).expect("a folder");
    for asked in some(60) {
        let (request, facts) = (restore::request(asked.location, asked.given), restore::facts(asked.database));
        let (request_file, facts_file) = (folder.join("request.json"), folder.join("facts.json"));
        fs::write(&request_file, request.to_value().to_string()).expect("a request");
        let told = DATABASES[asked.database].map_or("null".to_owned(), |name| format!("\"{name}\""));
        fs::write(&facts_file, format!("{{\"$DatabaseType\":{told}}}")).expect("facts");
        let mut command = Command::new(contingent());
        command.args(["validate", "spec/dbs", "--operation", "CreateRestoreTask", "--format", "json", "--request"]);
        command.arg(&request_file).arg("--facts").arg(&facts_file);
        if let Some(edition) = EDITIONS[asked.edition] {
            command.args(["--edition", edition.as_str()]);
        }
        let output = command.current_dir(contingent_agreement::command::workspace()).output().expect("a run");
        let printed = String::from_utf8(output.stdout).expect("text");
        let verdict = request.check(&facts, EDITIONS[asked.edition]);
        assert_eq!(Value::parse(&printed), Ok(verdict.to_json()), "{asked:?}\n{printed}");
        assert_eq!(output.status.code(), Some(if verdict.is_invalid() { 3 } else { 0 }), "{asked:?}");
    }
}
