//! `check`, `explain` and `schema`.

use crate::run::{Folder, SERVICE, command, garden, operation, run};
use serde_json::json;

#[test]
fn every_spec_of_a_rule_form_is_fine() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/rules");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let checked = run(&["check", path.to_str().unwrap(), "--format", "json"]);
        assert_eq!((checked.code, checked.json()["errors"].clone()), (0, json!([])), "{}", path.display());
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn a_folder_is_checked_as_a_whole() {
    let garden = garden();
    let checked = run(&["check", &garden.at("")]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    assert_eq!(checked.out, format!("{}: 2 operations, nothing wrong\n", garden.at("")));

    garden.put("operations/dig.yaml", "operation: Dig\nsumary: Digs.\nBed: [\n");
    garden.put("operations/more/water.yaml", &operation("Water").replace("secret", "sekret"));
    let broken = run(&["check", &garden.at(""), "--format", "json"]);
    assert_eq!(broken.code, 1);
    assert_eq!(broken.error_codes(), ["C0102", "C0201"]);
    assert_eq!(broken.json()["errors"][1]["line"], 6);
    let human = run(&["check", &garden.at("")]);
    assert_eq!((human.code, human.err.as_str()), (1, ""));
    assert!(human.out.contains("water.yaml:6:") && human.out.ends_with(": 2 errors\n"), "{}", human.out);
}

#[test]
fn a_key_written_twice_has_its_other_place() {
    let spec = Folder::new(&[("a.yaml", "operation: A\nsummary: Does it.\nsummary: Again.\n")]);
    let checked = run(&["check", &spec.at("a.yaml"), "--format", "json"]);
    assert_eq!((checked.code, checked.error_codes()), (1, vec!["C0112".to_owned()]));
    let entry = &checked.json()["errors"][0];
    assert_eq!((&entry["line"], &entry["related"][0]["line"]), (&json!(3), &json!(2)));
}

#[test]
fn warnings_are_no_failure_unless_denied() {
    let text = operation("Dig")
        .replace("summary: Does it.\ndoc: Does it.\n", "summary: Does it.\n")
        .replace(", doc: The gate.", "");
    let spec = Folder::new(&[("a.yaml", &text)]);
    let file = spec.at("a.yaml");
    let checked = run(&["check", &file, "--format", "json"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let json = checked.json();
    assert_eq!(json["errors"], json!([]));
    assert!(!json["warnings"].as_array().unwrap().is_empty());
    assert_eq!(run(&["check", &file, "--deny", "warnings", "--format", "json"]).code, 1);
    let human = run(&["check", &file, "--deny", "warnings"]);
    assert!(human.code == 1 && human.out.contains("denied"), "{}", human.out);
}

#[test]
fn places_for_github_and_code_scanners() {
    let spec = Folder::new(&[("a.yaml", "operation: A\nsumary: Does it.\n")]);
    let github = run(&["check", &spec.at("a.yaml"), "--format", "github"]);
    assert!(github.code == 1 && github.out.contains("::error file="), "{}", github.out);
    let sarif = run(&["check", &spec.at("a.yaml"), "--format=sarif"]);
    assert_eq!((sarif.code, &sarif.json()["version"]), (1, &json!("2.1.0")));
}

#[test]
fn an_edition_must_be_declared_in_a_folder_only() {
    let garden = garden();
    assert_eq!(run(&["check", &garden.at(""), "--edition", "spring"]).code, 0);
    let wrong = run(&["check", &garden.at(""), "--edition", "sprin", "--format", "json"]);
    assert_eq!((wrong.code, wrong.error_codes()), (2, vec!["C0909".to_owned()]));
    assert_eq!(wrong.json()["errors"][0]["help"], "did you mean `spring`?");
    assert_eq!(run(&["check", &garden.at("operations/dig.yaml"), "--edition", "anything"]).code, 0);
    let without = Folder::new(&[("service.yaml", SERVICE.split("editions").next().unwrap())]);
    assert_eq!(run(&["check", &without.at(""), "--edition", "spring"]).code, 2);
}

#[test]
fn colors_only_where_they_are_wanted() {
    let spec = Folder::new(&[("a.yaml", "operation: A\nsumary: Does it.\n")]);
    let file = spec.at("a.yaml");
    assert!(!run(&["check", &file]).out.contains('\u{1b}'));
    assert!(run(&["check", &file, "--color", "always"]).out.contains('\u{1b}'));
    let mut quiet = command(&["check", &file, "--color", "auto"]);
    assert!(!quiet.env("NO_COLOR", "1").output().unwrap().stdout.contains(&0x1b));
}

#[test]
fn a_code_is_explained() {
    let one = run(&["explain", "c0112"]);
    assert!(one.code == 0 && one.out.contains("\nWrong, `") && one.out.contains("\nRight, `"), "{}", one.out);
    assert_eq!(run(&["explain", "C0112", "--format", "json"]).json()["code"], "C0112");
    let all = run(&["explain", "--format", "json"]).json();
    assert!(all["codes"].as_array().unwrap().len() > 20);
    let unknown = run(&["explain", "C012", "--format", "json"]);
    assert_eq!((unknown.code, unknown.error_codes()), (2, vec!["C0910".to_owned()]));
}

#[test]
fn a_schema_for_each_kind_of_file() {
    for arguments in [&["schema"][..], &["schema", "service"], &["schema", "operation"]] {
        let schema = run(arguments);
        assert_eq!(schema.code, 0);
        assert_eq!(schema.json()["$schema"], "http://json-schema.org/draft-07/schema#");
    }
    assert_eq!(run(&["schema", "services"]).code, 2);
}
