//! `analyze --smallest` and the like: requests that show something, and what `validate` says of them.

use crate::run::{Folder, Run, run};
use serde_json::{Value, json};

const SPEC: &str = "operation: Rent
summary: Rents a boat.
doc: Rents a boat.
parameters:
  Boat: { type: enum, required: true, doc: The boat., values: { Rowing: {doc: Oars.}, Sailing: {doc: A sail.}, Raft: {doc: Logs.} } }
  Licence: { type: string, doc: The licence., pattern: '[A-Z]{2}[0-9]{3}' }
  Crew: { type: integer, min: 1, max: 6, doc: How many. }
  Guests: { type: integer, min: 0, doc: How many. }
  Insured: { type: boolean, doc: Whether. }
facts:
  Wind: { type: enum, says: the wind, doc: The wind., values: { calm: {doc: Calm.}, storm: {doc: A storm.} } }
rules:
  - { id: licence, require: Licence, when: {Boat: Sailing}, source: guide }
  - { id: crew, compare: Guests < Crew, source: guide }
  - { id: storm, require: Crew, when: {$Wind: storm}, source: guide }
";

fn folder() -> Folder {
    Folder::new(&[("rent.yaml", SPEC), ("part.json", "{\"Boat\": \"Sailing\", \"Guests\": 5}")])
}

fn ask(folder: &Folder, arguments: &[&str]) -> Run {
    run(&[&["analyze", &folder.at("rent.yaml"), "--format", "json"], arguments].concat())
}

/// The verdict of a request with facts in it, and the ids of its violations.
fn verdict(folder: &Folder, witness: &Value) -> (String, Vec<String>) {
    let entries = witness.as_object().expect("a request").clone();
    let (facts, request): (serde_json::Map<_, _>, serde_json::Map<_, _>) =
        entries.into_iter().partition(|(name, _)| name.starts_with('$'));
    folder.put("request.json", &Value::Object(request).to_string());
    folder.put("facts.json", &Value::Object(facts).to_string());
    let (spec, request, facts) = (folder.at("rent.yaml"), folder.at("request.json"), folder.at("facts.json"));
    let answer = run(&["validate", &spec, "--request", &request, "--facts", &facts, "--format", "json"]).json();
    let ids = answer["violations"].as_array().expect("a list").iter();
    let ids = ids.map(|it| it["rule"].as_str().expect("an id").to_owned()).collect();
    (answer["verdict"].as_str().expect("a word").to_owned(), ids)
}

#[test]
fn the_smallest_valid_requests() {
    let folder = folder();
    let answer = ask(&folder, &["--smallest"]);
    assert_eq!(answer.code, 0);
    assert_eq!(answer.json(), json!({"smallest": {"Boat": "Rowing", "$Wind": "calm"}}));
    let answer = ask(&folder, &["--smallest-by", "Boat"]).json();
    for (boat, parameters) in [("Rowing", 2), ("Sailing", 3), ("Raft", 2)] {
        let witness = &answer["smallest"][boat];
        assert_eq!(witness["Boat"], boat);
        assert_eq!(witness.as_object().map(serde_json::Map::len), Some(parameters), "{witness}");
        assert_eq!(verdict(&folder, witness), ("valid".to_owned(), Vec::new()));
    }
    let flags = ask(&folder, &["--smallest-by", "Insured"]).json();
    assert_eq!(
        (&flags["smallest"]["true"]["Insured"], &flags["smallest"]["false"]["Insured"]),
        (&json!(true), &json!(false))
    );
    let winds = ask(&folder, &["--smallest-by", "$Wind"]).json();
    assert_eq!(winds["smallest"]["storm"]["Crew"], 1);
    assert_eq!(ask(&folder, &["--smallest-by", "Licence"]).code, 2);
}

#[test]
fn the_smallest_invalid_request_of_each_rule_breaks_it_alone() {
    let folder = folder();
    let answer = ask(&folder, &["--smallest-invalid"]).json();
    for rule in ["licence", "crew", "storm"] {
        let said = verdict(&folder, &answer["smallest_invalid"][rule]);
        assert_eq!(said, ("invalid".to_owned(), vec![rule.to_owned()]), "{answer}");
    }
}

#[test]
fn random_requests_are_what_was_asked_for_and_the_same_for_the_same_seed() {
    let folder = folder();
    let mut seen = std::collections::HashSet::new();
    for seed in 0..12 {
        let seed = seed.to_string();
        for (flag, name) in [("--random-valid", "valid"), ("--random-invalid", "invalid")] {
            let answer = ask(&folder, &[flag, &seed]);
            assert_eq!(answer.out, ask(&folder, &[flag, &seed]).out);
            let witness = answer.json()[name].clone();
            assert_eq!(verdict(&folder, &witness).0, name, "{witness}");
            seen.insert(witness.to_string());
        }
    }
    assert!(seen.len() > 12, "{seen:?}");
}

#[test]
fn a_request_is_completed() {
    let folder = folder();
    let answer = ask(&folder, &["--complete", &folder.at("part.json")]);
    let json = answer.json();
    assert_eq!((answer.code, &json["verdict"], &json["needed"]), (0, &json!("valid"), &json!(["Licence"])));
    assert_eq!(verdict(&folder, &json["smallest"]).0, "valid");
    folder.put("part.json", "{\"Boat\": \"Raft\", \"Guests\": 6, \"Crew\": 6}");
    let answer = ask(&folder, &["--complete", &folder.at("part.json")]);
    assert_eq!((answer.code, answer.json()), (3, json!({"verdict": "invalid", "needed": [], "smallest": null})));
}

#[test]
fn one_question_at_a_time() {
    let folder = folder();
    assert_eq!(ask(&folder, &["--smallest", "--smallest-invalid"]).code, 2);
    assert_eq!(ask(&folder, &["--facts", &folder.at("part.json")]).code, 2);
}
