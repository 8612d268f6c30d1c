//! `validate`: verdicts, exit codes, and input that is none.

use crate::run::{Folder, garden, operation, run, run_with_input};
use serde_json::{Value, json};

const COPY: &str = "spec/rules/copy_backup.yaml";

fn validate(request: &str, more: &[&str]) -> (i32, Value) {
    let verdict = run_with_input(&[&["validate", COPY, "--request", "-", "--format", "json"], more].concat(), request);
    (verdict.code, verdict.json())
}

#[test]
fn the_three_verdicts() {
    let facts = Folder::new(&[("facts.json", r#"{"$Engine": "MySQL"}"#), ("unknown.json", r#"{"Engine": null}"#)]);
    let (known, unknown) = (facts.at("facts.json"), facts.at("unknown.json"));
    let request = r#"{"BackupSetId":"s","Target":"Region","TargetRegion":"n","Objects":[{"Name":"a"}]}"#;
    let (code, verdict) = validate(request, &["--facts", &known]);
    assert_eq!((code, verdict), (0, json!({"verdict": "valid", "violations": [], "warnings": [], "undecided": []})));
    for more in [&[][..], &["--facts", &unknown]] {
        let (code, verdict) = validate(request, more);
        assert_eq!((code, &verdict["verdict"]), (0, &json!("undecided")));
        assert_eq!(verdict["undecided"][0]["needs"], json!(["$Engine"]));
    }
    let (code, verdict) = validate(r#"{"BackupSetId":"s","Target":"Bucket"}"#, &["--operation", "CopyBackup"]);
    assert_eq!((code, &verdict["verdict"]), (3, &json!("invalid")));
    let violation = &verdict["violations"][0];
    assert_eq!((&violation["rule"], &violation["parameters"]), (&json!("bucket"), &json!(["BucketName"])));
    for key in ["message", "reason", "source"] {
        assert!(violation[key].is_string(), "{key}");
    }
    let (code, verdict) = validate(r#"{"BackupSetId":"s","Target":"Bucket"}"#, &["--allow", "bucket"]);
    assert_eq!((code, &verdict["verdict"]), (0, &json!("valid")));
}

#[test]
fn people_see_it_at_a_glance() {
    let shown = run_with_input(&["validate", COPY, "--request", "-"], r#"{"BackupSetId":"s","Target":"Bucket"}"#);
    assert_eq!(shown.code, 3);
    let expected = "\
invalid (CopyBackup): 1 violation

violation[bucket]: BucketName is required when Target is Bucket: give BucketName
  parameters  BucketName
  because     Target is Bucket
  source      guide#copy
";
    assert_eq!(shown.out, expected);
}

#[test]
fn warnings_count_only_when_denied() {
    let request = r#"{"BackupSetId":"s","Target":"Region","TargetRegion":"n","Extra":1}"#;
    let (code, verdict) = validate(request, &[]);
    assert_eq!((code, &verdict["warnings"][0]["rule"]), (0, &json!("unknown-parameter")));
    assert_eq!(validate(request, &["--deny", "warnings"]).0, 1);
    assert_eq!(validate(r#"{"Extra":1}"#, &["--deny", "warnings"]).0, 3);
}

#[test]
fn an_edition_decides() {
    let editions = "spec/rules/editions.yaml";
    let request = r#"{"Name":"Ada","Class":"A","Slip":"S1"}"#;
    for (more, code) in [(&[][..], 0), (&["--edition", "old"], 3), (&["--edition", "other"], 0)] {
        let verdict = run_with_input(&[&["validate", editions, "--request", "-"], more].concat(), request);
        assert_eq!(verdict.code, code, "{more:?}: {}", verdict.out);
    }
}

#[test]
fn a_request_that_is_none() {
    let folder = Folder::new(&[("a.json", "{}"), ("facts.json", r#"{"$Engine":"MySQL","Engine":"Redis"}"#)]);
    std::fs::write(folder.path("latin.json"), b"{\"BackupSetId\":\"\xff\"}").unwrap();
    let secret = "hunter2";
    let wrong = [
        "",
        "nonsense hunter2",
        "[\"hunter2\"]",
        "\"hunter2\"",
        "{\"a\":\"hunter2\",\"a\":\"hunter2\"}",
        "{\"a\":\"hunter2\" \"b\"}",
        "null",
        "{\"a\":{\"b\":1,\"b\":2}}",
    ];
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for request in wrong.into_iter().chain([deep.as_str()]) {
        let refused = run_with_input(&["validate", COPY, "--request", "-", "--format", "json"], request);
        assert_eq!(refused.code, 2, "{request:.80}");
        assert_eq!(refused.error_codes(), ["C0911"]);
        assert!(!refused.out.contains(secret), "{}", refused.out);
    }
    let (a, facts, latin, nothing) =
        (folder.at("a.json"), folder.at("facts.json"), folder.at("latin.json"), folder.at("nothing.json"));
    for (request, more, code) in [
        (&latin, &[][..], "C0911"),
        (&nothing, &[], "C0905"),
        (&a, &["--facts", &facts], "C0911"),
        (&a, &["--facts", &nothing], "C0905"),
        (&"-".to_owned(), &["--facts", "-"], "C0901"),
    ] {
        let refused = run(&[&["validate", COPY, "--request", request, "--format", "json"], more].concat());
        assert_eq!((refused.code, refused.error_codes()), (2, vec![code.to_owned()]), "{request} {more:?}");
    }
    assert_eq!(validate("\u{feff}{}", &[]).0, 3);
}

#[test]
fn a_secret_is_never_shown() {
    let spec = Folder::new(&[("a.yaml", &operation("Dig"))]);
    let request = r#"{"Bed":"b","Key":"hunter2","Kye":"hunter2","Gate":["hunter2"]}"#;
    for format in ["human", "json"] {
        let shown = run_with_input(&["validate", &spec.at("a.yaml"), "--request", "-", "--format", format], request);
        assert_eq!(shown.code, 3);
        assert!(shown.out.contains("Key.length"), "{}", shown.out);
        assert!(!shown.out.contains("hunter2") && !shown.err.contains("hunter2"), "{}", shown.out);
    }
}

#[test]
fn the_operation_is_named_or_the_only_one() {
    let garden = garden();
    let spec = garden.at("");
    let with = |more: &[&str]| {
        run_with_input(&[&["validate", &spec, "--request", "-", "--format", "json"], more].concat(), r#"{"Bed":"b"}"#)
    };
    assert_eq!(with(&["--operation", "Dig"]).code, 0);
    let several = with(&[]);
    assert_eq!((several.code, several.error_codes()), (2, vec!["C0908".to_owned()]));
    let unknown = with(&["--operation", "Watr"]);
    assert_eq!((unknown.code, unknown.error_codes()), (2, vec!["C0908".to_owned()]));
    assert_eq!(unknown.json()["errors"][0]["help"], "did you mean `Water`?");
    std::fs::remove_dir_all(garden.path("operations")).unwrap();
    assert_eq!((with(&[]).code, with(&[]).error_codes()), (2, vec!["C0908".to_owned()]));
}

#[test]
fn only_the_operation_and_the_service_matter() {
    let garden = garden();
    let spec = garden.at("");
    let dig = |name: &str| {
        let arguments = ["validate", &spec, "--operation", name, "--request", "-", "--format", "json"];
        run_with_input(&arguments, r#"{"Bed":"b"}"#)
    };
    garden.put("operations/more/water.yaml", "operation: Water\nparameters: [\n");
    assert_eq!(dig("Dig").code, 0);
    let broken = dig("Water");
    assert_eq!((broken.code, broken.error_codes()), (1, vec!["C0102".to_owned()]));
    garden.put("operations/more/water.yaml", &operation("Water").replace("secret", "sekret"));
    assert_eq!(dig("Dig").code, 0);
    assert_eq!(dig("Water").error_codes(), ["C0201"]);
    garden.put("service.yaml", "service: [\n");
    assert_eq!((dig("Dig").code, dig("Dig").error_codes()), (1, vec!["C0102".to_owned()]));
}

#[test]
fn an_error_of_check_alone_does_not_stop_it() {
    let text = "operation: Dig\nsummary: Digs.\ndoc: Digs.\nparameters:\n  \
                Tool: { type: enum, doc: The tool., values: { Spade: {doc: A spade.} } }\n  \
                Depth: { type: integer, doc: How deep. }\nrules:\n  \
                - { id: depth, require: Depth, when: {Tool: spade}, source: guide }\n";
    let spec = Folder::new(&[("a.yaml", text)]);
    let file = spec.at("a.yaml");
    assert_eq!(run(&["check", &file]).code, 1);
    let verdict = run_with_input(&["validate", &file, "--request", "-"], r#"{"Tool":"Spade"}"#);
    assert_eq!((verdict.code, verdict.out.as_str()), (0, "valid (Dig)\n"));
    assert!(verdict.err.contains("1 problem in the spec"), "{}", verdict.err);
}
