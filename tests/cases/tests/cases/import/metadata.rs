//! `contingent import aliyun` as it is called: its files, what it keeps, its JSON, its exit codes.

use crate::run::{Folder, keys, run};
use contingent::diagnostic::{Code, code};
use std::fs;

/// The codes that only this import has; each is shown below.
pub(super) const CODES: [Code; 3] = [code::NOT_METADATA, code::KEPT_BY_HAND, code::KEPT_BY_HAND_UNKNOWN];

const LIST: &str = r#"{"version": "2031-07-04", "style": "rpc", "apis": {"DigBed": {"summary": "Digs a bed."}}}"#;

fn dig(doc: &str) -> String {
    format!(
        r#"{{"name": "DigBed", "method": "GET|POST", "pathPattern": "", "parameters": [
  {{"name": "Bed", "description": "{doc}", "position": "Query", "type": "String", "required": true}},
  {{"name": "Tool", "description": "The tool.", "position": "Query", "type": "Spade", "required": false}},
  {{"name": "Depth", "description": "It is required if **Tool** is specified.", "position": "Query", "type": "Long", "required": false}}
]}}"#
    )
}

fn garden() -> Folder {
    Folder::new(&[("garden/version.json", LIST), ("garden/DigBed.json", &dig("Which bed.")), ("garden/notes.md", "no")])
}

#[test]
fn an_import_is_a_spec_and_a_second_one_keeps_what_hands_have_changed() {
    let folder = garden();
    let (from, out) = (folder.at("garden"), folder.at("spec"));
    let command = ["import", "aliyun", &from, "--out", &out, "--format", "json"];
    let first = run(&command);
    let json = first.json();
    assert_eq!((first.code, keys(&json)), (0, vec!["warnings", "written"]));
    let written = [
        ".imported/operations/dig_bed.yaml",
        ".imported/service.yaml",
        "operations/dig_bed.yaml",
        "proposals.yaml",
        "service.yaml",
    ];
    assert_eq!(json["written"], serde_json::json!(written));
    let warning = &json["warnings"][0];
    assert_eq!((warning["code"].as_str(), warning["line"].as_u64()), (Some("C1004"), Some(3)), "{warning}");
    assert_eq!(run(&["check", &out, "--deny", "warnings"]).code, 0);
    let content = folder.content("spec");
    assert_eq!(run(&command).code, 0);
    assert_eq!(folder.content("spec"), content, "the same again changes nothing");

    let file = folder.path("spec/operations/dig_bed.yaml");
    let by_hand =
        fs::read_to_string(&file).unwrap().replace("doc: Which bed.", "max_length: 8 # seen\n    doc: The bed.");
    fs::write(&file, &by_hand).unwrap();
    assert_eq!(run(&command).code, 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), by_hand);
    folder.put("garden/DigBed.json", dig("Which one.").replace("Long", "Integer"));
    let later = run(&command);
    let kept = later.json()["warnings"].as_array().unwrap().iter().find(|it| it["code"] == "C1014").cloned().unwrap();
    let at = kept["line"].as_u64().unwrap() as usize;
    assert!(
        by_hand.replace("long", "integer").lines().nth(at - 1).is_some_and(|it| it.contains("doc: The bed.")),
        "{kept}"
    );
    assert!(kept["related"][0]["file"].as_str().unwrap().ends_with("DigBed.json"), "{kept}");
    assert_eq!(fs::read_to_string(&file).unwrap(), by_hand.replace("type: long", "type: integer"));
    assert!(!run(&command).out.contains("C1014"), "a conflict is told once");
}

#[test]
fn what_is_in_the_way_stays_as_it_is() {
    let folder = garden();
    let (from, out) = (folder.at("garden"), folder.at("spec"));
    let command = ["import", "aliyun", &from, "--out", &out, "--format", "json"];
    folder.put("spec/operations/dig_bed.yaml", "operation: DigBed\n");
    assert_eq!((run(&command).code, run(&command).errors()), (2, vec!["C1012".to_owned()]));
    assert_eq!(folder.content("spec").len(), 1);
    assert_eq!(run(&[&command[..], &["--force"]].concat()).code, 0);
    // Without the base nobody knows what was changed by hand.
    folder.put("spec/operations/dig_bed.yaml", "operation: DigBed\n# By hand.\n");
    folder.put("spec/.imported/operations/dig_bed.yaml", "operation: [");
    assert_eq!((run(&command).code, run(&command).errors()), (1, vec!["C1015".to_owned()]));
    fs::remove_dir_all(folder.path("spec/.imported")).unwrap();
    assert_eq!((run(&command).code, run(&command).errors()), (2, vec!["C1012".to_owned()]));
    let text = fs::read_to_string(folder.path("spec/operations/dig_bed.yaml")).unwrap();
    assert_eq!(text, "operation: DigBed\n# By hand.\n");
}

#[test]
fn every_end_has_its_exit_code_and_writes_nothing() {
    let folder = garden();
    folder.put("broken/DigBed.json", "{\"name\": \"DigBed\",\n \"parameters\": [}");
    folder.put("empty/notes.md", "");
    let large = fs::File::create(folder.path("large.json")).unwrap();
    large.set_len(17 << 20).unwrap();
    let (from, out) = (folder.at("garden"), folder.at("out"));
    let rows: [(&[&str], i32, &str); 8] = [
        (&[&folder.at("broken"), "--out", &out], 1, "C1013"),
        (&[&from, "--docs", &folder.at("broken"), "--out", &out], 1, "C1013"),
        (&[&from, "--operation", "DigBde", "--out", &out], 1, "C0908"),
        (&[&folder.at("empty"), "--out", &out], 2, "C0902"),
        (&[&folder.at("nothing"), "--out", &out], 2, "C0905"),
        (&[&folder.at("large.json"), "--out", &out], 2, "C0906"),
        (&["--out", &out], 2, "C0901"),
        (&[&from], 2, "C0901"),
    ];
    for (arguments, exit, code) in rows {
        let arguments = [&["import", "aliyun"], arguments].concat();
        let json = run(&[&arguments[..], &["--format", "json"]].concat());
        assert_eq!((json.code, json.errors()), (exit, vec![code.to_owned()]), "{arguments:?}");
        let human = run(&arguments);
        assert_eq!((human.code, human.out.as_str()), (exit, ""), "{arguments:?}");
        assert!(!human.err.contains("panicked"), "{}", human.err);
    }
    let denied = run(&["import", "aliyun", &from, "--out", &out, "--deny", "warnings"]);
    assert_eq!(denied.code, 1);
    assert!(!folder.path("out").exists(), "something was written");
    let place = run(&["import", "aliyun", &folder.at("broken"), "--out", &out]).err;
    assert!(place.contains("DigBed.json:2:17"), "{place}");
}
