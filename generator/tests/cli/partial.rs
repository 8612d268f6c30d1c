//! `validate --partial`: whether a request that is not finished can be completed.

use crate::run::{Folder, keys, run_with_input};
use serde_json::{Value, json};

const COPY: &str = "spec/rules/copy_backup.yaml";

/// Rules about what is inside of lists, and two that exclude each other.
const NESTED: &str = "operation: Plant
summary: Plants.
doc: Plants.
parameters:
  Bed: { type: string, required: true, doc: The bed. }
  Frame:
    type: object
    doc: The frame.
    fields:
      Width: { type: integer, required: true, min: 1, max: 9, doc: How wide. }
      Glass: { type: boolean, doc: Whether it has a pane. }
  Plants: { type: list, min_length: 2, doc: The plants., items: { type: object, fields: {
    Name: { type: string, required: true, pattern: '[a-z]+', doc: The name. },
    Kind: { type: enum, doc: The kind., values: { Herb: {doc: A herb.}, Tree: {doc: A tree.} } } } } }
  Steps: { type: json, doc: What to do., fields: {
    Do: { type: string, required: true, doc: The work. }, Twice: { type: boolean, doc: Whether twice. } } }
  Key: { type: string, secret: true, doc: The key. }
  Gate: { type: string, doc: The gate. }
  Lamp: { type: boolean, doc: Whether a lamp burns. }
rules:
  - { id: herb, ensure: {'Plants[].Kind': Herb}, when: Plants, source: guide#herbs }
  - { id: glass, require: {Frame.Glass: true}, when: Frame, source: guide#frames }
  - { id: twice, require: Steps.Twice, when: Steps, source: guide#steps }
  - { id: gate, require: Gate, when: Key, source: guide#gate }
  - { id: dark, forbid: [Lamp, Gate], when: Key, unless: {Lamp: true}, source: guide#dark }
";

/// The exit code and the verdict, whose keys are as promised.
fn partial(spec: &str, request: &str, more: &[&str]) -> (i32, Value) {
    let arguments = ["validate", spec, "--partial", "--request", "-", "--format", "json"];
    let run = run_with_input(&[&arguments, more].concat(), request);
    let json = run.json();
    assert_eq!(keys(&json), ["undecided", "verdict", "violations", "warnings"]);
    for (list, expected) in [
        ("violations", &["message", "parameters", "reason", "rule", "source"][..]),
        ("warnings", &["message", "parameters", "reason", "rule", "source"]),
        ("undecided", &["message", "needs", "parameters", "reason", "rule", "source"]),
    ] {
        for entry in json[list].as_array().unwrap() {
            assert_eq!(keys(entry), expected, "{list}");
        }
    }
    (run.code, json)
}

/// The exit code, the verdict, and the ids of the violations.
fn judged(spec: &str, request: &str, more: &[&str]) -> (i32, String, Vec<String>) {
    let (code, json) = partial(spec, request, more);
    let ids = json["violations"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap().to_owned());
    (code, json["verdict"].as_str().unwrap().to_owned(), ids.collect())
}

fn valid() -> (i32, String, Vec<String>) {
    (0, "valid".to_owned(), Vec::new())
}

fn invalid(ids: &[&str]) -> (i32, String, Vec<String>) {
    (3, "invalid".to_owned(), ids.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn what_is_missing_can_be_chosen() {
    for request in ["{}", r#"{"Target":"Region"}"#, r#"{"Target":"Bucket","BucketName":"my-copies"}"#] {
        let (code, json) = partial(COPY, request, &[]);
        let nothing = json!({"verdict": "valid", "violations": [], "warnings": [], "undecided": []});
        assert_eq!((code, json), (0, nothing), "{request}");
    }
}

#[test]
fn what_is_given_stays() {
    assert_eq!(judged(COPY, r#"{"TargetRegion":"n","SourceRegion":"n"}"#, &[]), invalid(&["differ"]));
    assert_eq!(judged(COPY, r#"{"TargetRegion":"n","SourceRegion":"N"}"#, &[]), valid());
    assert_eq!(judged(COPY, r#"{"FullDays":11,"KeepDays":10}"#, &[]), invalid(&["days"]));
    // The days of the copy need not be given.
    assert_eq!(judged(COPY, r#"{"FullDays":5000}"#, &[]), valid());
    let built_in = r#"{"Target":"Regoin","KeepDays":0,"BucketName":"X"}"#;
    assert_eq!(judged(COPY, built_in, &[]), invalid(&["Target.value", "BucketName.pattern", "KeepDays.range"]));
    assert_eq!(judged(COPY, r#"{"KeepDays":0}"#, &["--allow", "KeepDays.range"]), valid());
}

#[test]
fn facts_are_known_or_open() {
    let facts = Folder::new(&[
        ("mysql.json", r#"{"Engine": "MySQL"}"#),
        ("redis.json", r#"{"$Engine": "Redis"}"#),
        ("unknown.json", r#"{"Engine": null}"#),
    ]);
    let with = |name: &str| partial(COPY, r#"{"Objects":[]}"#, &["--facts", &facts.at(name)]);
    assert_eq!(with("mysql.json").1["verdict"], "valid");
    let (code, json) = with("redis.json");
    assert_eq!((code, &json["verdict"]), (3, &json!("invalid")));
    let whole = json!({
        "rule": "whole",
        "parameters": ["Objects"],
        "message": "no completion satisfies this together with what is given: \
                    Objects must not be given when the engine of the set is Redis",
        "reason": "the engine of the set is Redis",
        "source": "guide#redis",
    });
    assert_eq!(json["violations"], json!([whole]));
    let (code, unknown) = with("unknown.json");
    assert_eq!((code, &unknown), (0, &partial(COPY, r#"{"Objects":[]}"#, &[]).1));
    let undecided = json!({
        "rule": "whole",
        "parameters": ["Objects"],
        "message": "not decided whether the request can be completed: \
                    Objects must not be given when the engine of the set is Redis; it depends on $Engine",
        "reason": "the engine of the set is Redis",
        "source": "guide#redis",
        "needs": ["$Engine"],
    });
    let expected = json!({"verdict": "undecided", "violations": [], "warnings": [], "undecided": [undecided]});
    assert_eq!(unknown, expected);
}

#[test]
fn rules_in_conflict_are_named_together() {
    let spec = Folder::new(&[("a.yaml", NESTED)]);
    let file = spec.at("a.yaml");
    assert_eq!(judged(&file, r#"{"Key":"hunter2"}"#, &[]), valid());
    let request = r#"{"Key":"hunter2","Lamp":false}"#;
    assert_eq!(judged(&file, request, &[]), invalid(&["dark"]));
    let without = NESTED.replace("forbid: [Lamp, Gate]", "forbid: Gate");
    let spec = Folder::new(&[("a.yaml", &without)]);
    assert_eq!(judged(&spec.at("a.yaml"), request, &[]), invalid(&["gate", "dark"]));
    for format in ["human", "json"] {
        let arguments = ["validate", &spec.at("a.yaml"), "--partial", "--request", "-", "--format", format];
        let shown = run_with_input(&arguments, request);
        assert!(shown.code == 3 && !shown.out.contains("hunter2"), "{}", shown.out);
    }
}

#[test]
fn objects_are_completed_and_lists_get_no_more_items() {
    let spec = Folder::new(&[("a.yaml", NESTED)]);
    let file = spec.at("a.yaml");
    for (request, expected) in [
        (r#"{"Frame":{}}"#, valid()),
        (r#"{"Frame":{"Width":3}}"#, valid()),
        (r#"{"Frame":{"Glass":false}}"#, invalid(&["glass"])),
        (r#"{"Frame":{"Width":10}}"#, invalid(&["Frame.Width.range"])),
        (r#"{"Plants":[{},{}]}"#, valid()),
        (r#"{"Plants":[{"Kind":"Tree"},{"Name":"mint"}]}"#, valid()),
        (r#"{"Plants":[{"Kind":"Tree"},{"Kind":"Tree"}]}"#, invalid(&["herb"])),
        (r#"{"Plants":[{"Kind":"Herb"}]}"#, invalid(&["Plants.length"])),
        (r#"{"Plants":[{"Kind":"Herb","Name":"Mint"},{}]}"#, invalid(&["Plants[].Name.pattern"])),
        (r#"{"Steps":{}}"#, valid()),
        (r#"{"Steps":"{}"}"#, valid()),
        (r#"{"Steps":"{\"Do\":\"dig\"}"}"#, valid()),
        (r#"{"Steps":"{\"Do\":1}"}"#, invalid(&["Steps.Do.type"])),
        (r#"{"Steps":"{"}"#, invalid(&["Steps.type"])),
    ] {
        assert_eq!(judged(&file, request, &[]), expected, "{request}");
    }
}

#[test]
fn people_see_what_is_in_the_way() {
    let arguments = ["validate", COPY, "--partial", "--request", "-"];
    let fine = run_with_input(&arguments, "{}");
    assert_eq!((fine.code, fine.out.as_str(), fine.err.as_str()), (0, "valid (CopyBackup)\n", ""));
    let shown = run_with_input(&arguments, r#"{"FullDays":11,"KeepDays":10}"#);
    let expected = "\
invalid (CopyBackup): 1 violation

violation[days]: no completion satisfies this together with what is given: FullDays must be at most KeepDays
  parameters  FullDays, KeepDays
  source      guide#retention
";
    assert_eq!((shown.code, shown.out.as_str()), (3, expected));
}

#[test]
fn warnings_of_given_values_stay() {
    let (code, json) = partial(COPY, r#"{"Regoin":"x"}"#, &[]);
    assert_eq!((code, &json["verdict"]), (0, &json!("valid")));
    assert_eq!(json["warnings"][0]["rule"], "unknown-parameter");
    assert_eq!(partial(COPY, r#"{"Regoin":"x"}"#, &["--deny", "warnings"]).0, 1);
}
