//! `check` with findings of the analysis: how they reach people, GitHub and code scanners.

use crate::run::{Folder, SERVICE, keys, run};
use serde_json::{Value, json};

const SPEC: &str = "operation: Dig
summary: Digs.
doc: Digs.
parameters:
  Bed: { type: string, required: true, doc: The bed. }
  Key: { type: string, doc: The key. }
  Gate: { type: string, doc: The gate. }
rules:
  - { id: gate, require: Gate, when: Key, source: guide#gate }
  - { id: no-gate, forbid: Gate, when: Key, source: guide#key }
  - { id: again, forbid: [Gate, Key], when: {Bed: north}, source: guide#north }
  - { id: north, forbid: Gate, when: {Bed: north}, source: guide#beds }
";

const DEAD: &str = "`Key` can never be given: rule `gate` at 9:11 says that Gate is required when Key is given; \
                    rule `no-gate` at 10:11 says that Gate must not be given when Key is given";

const NOTHING_NEW: &str = "rule `north` says nothing new: it follows from rule `again` at 11:11";

fn spec() -> Folder {
    Folder::new(&[("a.yaml", SPEC)])
}

fn number(entry: &Value) -> &str {
    entry["code"].as_str().unwrap()
}

#[test]
fn a_finding_has_its_places_in_json() {
    let spec = spec();
    let file = spec.at("a.yaml");
    let checked = run(&["check", &file, "--format", "json"]);
    let json = checked.json();
    assert_eq!((checked.code, keys(&json)), (1, vec!["errors", "warnings"]));
    let dead = json!({
        "code": "C1102", "message": DEAD, "file": file, "line": 6, "column": 3,
        "help": "change one of these rules, or remove the parameter",
        "related": [
            {"file": file, "line": 9, "column": 11, "message": "Gate is required when Key is given"},
            {"file": file, "line": 10, "column": 11, "message": "Gate must not be given when Key is given"},
        ],
    });
    assert_eq!(json["errors"], json!([dead]));
    let warnings: Vec<(&str, u64)> =
        json["warnings"].as_array().unwrap().iter().map(|it| (number(it), it["line"].as_u64().unwrap())).collect();
    assert_eq!(warnings, [("C1105", 11), ("C1105", 12)]);
}

#[test]
fn a_finding_is_a_line_for_github() {
    let spec = spec();
    let file = spec.at("a.yaml");
    let checked = run(&["check", &file, "--format", "github"]);
    assert_eq!((checked.code, checked.err.as_str()), (1, ""));
    let title = "title=C1102 a parameter that can never be given";
    let help = "%0Ahelp: change one of these rules, or remove the parameter";
    let first = format!("::error file={file},line=6,col=3,endColumn=6,{title}::{DEAD}{help}");
    assert_eq!(checked.out.lines().next().unwrap(), first);
    let second = format!("::warning file={file},line=12,col=11,endColumn=16,");
    assert!(checked.out.lines().nth(2).unwrap().starts_with(&second), "{}", checked.out);
    assert_eq!(checked.out.lines().count(), 3);
}

#[test]
fn a_finding_is_a_result_for_code_scanners() {
    let spec = spec();
    let checked = run(&["check", &spec.at("a.yaml"), "--format", "sarif"]);
    let json = checked.json();
    let run = &json["runs"][0];
    let rules: Vec<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!((checked.code, rules), (1, vec!["C1102", "C1105"]));
    let results = run["results"].as_array().unwrap();
    let short: Vec<(&str, &str)> =
        results.iter().map(|it| (it["ruleId"].as_str().unwrap(), it["level"].as_str().unwrap())).collect();
    assert_eq!(short, [("C1102", "error"), ("C1105", "warning"), ("C1105", "warning")]);
    let place = |it: &Value| it["physicalLocation"]["region"]["startLine"].as_u64().unwrap();
    assert_eq!(place(&results[0]["locations"][0]), 6);
    let related: Vec<u64> = results[0]["relatedLocations"].as_array().unwrap().iter().map(place).collect();
    assert_eq!(related, [9, 10]);
    assert!(results[2]["message"]["text"].as_str().unwrap().starts_with(NOTHING_NEW), "{results:?}");
}

#[test]
fn a_finding_of_one_edition_says_so() {
    let text = SPEC.replace("id: no-gate,", "id: no-gate, edition: autumn,");
    let spec = Folder::new(&[("service.yaml", SERVICE), ("operations/dig.yaml", &text)]);
    let json = run(&["check", &spec.at(""), "--format", "json"]).json();
    let entry = &json["errors"][0];
    assert_eq!((number(entry), &entry["message"]), ("C1102", &json!(format!("in edition autumn, {DEAD}"))));
    assert_eq!(entry["help"], "change one of these rules, or give the parameter the `edition` that has it");
}

#[test]
fn warnings_of_the_analysis_fail_only_if_denied() {
    let text = SPEC.replace("  - { id: no-gate, forbid: Gate, when: Key, source: guide#key }\n", "");
    let spec = Folder::new(&[("a.yaml", &text)]);
    let file = spec.at("a.yaml");
    let shown = run(&["check", &file]);
    assert!(shown.code == 0 && shown.out.contains("warning[C1105]: rule `north`"), "{}", shown.out);
    assert_eq!(run(&["check", &file, "--deny", "warnings"]).code, 1);
}
