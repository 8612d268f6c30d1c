//! `contingent import openapi` as it is called: its files, its JSON, its exit codes.

use super::folder;
use crate::run::{Folder, keys, run};
use std::fs;

fn library() -> String {
    folder("sound/library.yaml").to_str().unwrap().to_owned()
}

#[test]
fn an_import_is_a_spec_for_the_other_commands() {
    let folder =
        Folder::new(&[("good.json", r#"{"kind": "book", "title": "t"}"#), ("bad.json", r#"{"kind": "book"}"#)]);
    let out = folder.at("spec");
    let first = run(&["import", "openapi", &library(), "--out", &out, "--format", "json"]);
    assert_eq!(first.code, 0);
    let json = first.json();
    assert_eq!(keys(&json), ["warnings", "written"]);
    assert_eq!(json["written"].as_array().unwrap().len(), 4, "{json}");
    for warning in json["warnings"].as_array().unwrap() {
        assert!(warning["line"].is_u64() && warning["code"].as_str().unwrap().starts_with("C10"), "{warning}");
    }
    for (request, code) in [("good.json", 0), ("bad.json", 3)] {
        let request = folder.at(request);
        assert_eq!(run(&["validate", &out, "--operation", "searchMedia", "--request", &request]).code, code);
    }
    assert_eq!(run(&["check", &out, "--deny", "warnings"]).code, 0);
    // The same again changes nothing.
    let before = folder.content("spec");
    let again = run(&["import", "openapi", &library(), "--out", &out]);
    assert!(again.code == 0 && again.out.contains("4 unchanged"), "{}", again.out);
    assert!(again.err.contains("library.yaml:"), "{}", again.err);
    assert_eq!(folder.content("spec"), before);
}

#[test]
fn files_of_somebody_else_stay_as_they_are() {
    let folder = Folder::new(&[("spec/service.yaml", "service: Mine\n")]);
    let out = folder.at("spec");
    let command = ["import", "openapi", &library(), "--out", &out];
    let refused = run(&[&command[..], &["--format", "json"]].concat());
    assert_eq!((refused.code, refused.errors()), (2, vec!["C1012".to_owned()]));
    assert_eq!(folder.content("spec").len(), 1, "something was written");
    assert_eq!(run(&[&command[..], &["--force"]].concat()).code, 0);
    let file = folder.path("spec/operations/put_readers.yaml");
    let text = fs::read_to_string(&file).unwrap();
    // Its first line says that it may be overwritten; without the line it is kept.
    fs::write(&file, format!("{text}# changed\n")).unwrap();
    assert_eq!(run(&command).code, 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    fs::write(&file, text.lines().skip(1).collect::<Vec<_>>().join("\n")).unwrap();
    assert_eq!(run(&command).code, 2);
}

#[test]
fn single_operations_can_be_imported() {
    let folder = Folder::new(&[]);
    let out = folder.at("spec");
    let one = run(&["import", "openapi", &library(), "--out", &out, "--operation", "PutReaders", "--format", "json"]);
    assert_eq!(one.json()["written"], serde_json::json!(["operations/put_readers.yaml", "service.yaml"]));
    let none = run(&["import", "openapi", &library(), "--out", &out, "--operation", "PutReader", "--format", "json"]);
    assert_eq!((none.code, none.errors()), (2, vec!["C0908".to_owned()]));
    assert_eq!(none.json()["errors"][0]["help"], "did you mean `PutReaders`?");
}

#[test]
fn every_end_has_its_exit_code() {
    let folder_of_test = Folder::new(&[("file", "")]);
    let out = folder_of_test.at("out");
    let problem = |name: &str| folder("problems").join(name).to_str().unwrap().to_owned();
    let library = library();
    let rows: [(&[&str], i32); 8] = [
        (&["import", "openapi", &problem("idl_names.yaml"), "--out", &out], 1),
        (&["import", "openapi", &problem("version2.yaml"), "--out", &out], 1),
        (&["import", "openapi", &library, "--out", &out, "--deny", "warnings"], 1),
        (&["import", "openapi", &folder_of_test.at("nothing"), "--out", &out], 2),
        (&["import", "openapi", &library], 2),
        (&["import", "raml", &library, "--out", &out], 2),
        (&["import"], 2),
        (&["import", "openapi", &library, "--out", &folder_of_test.at("file")], 2),
    ];
    for (arguments, exit) in rows {
        let human = run(arguments);
        assert_eq!((human.code, human.out.as_str()), (exit, ""), "{arguments:?}");
        assert!(!human.err.is_empty(), "{arguments:?} says nothing");
        let json = run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(json.code, exit, "{arguments:?}");
        assert!(json.json().is_object(), "{arguments:?}");
    }
    assert!(!folder_of_test.path("out").exists(), "something was written");
}
