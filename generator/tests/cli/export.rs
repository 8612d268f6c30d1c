//! `export`: what is printed, what is written, and what cannot be said.

use crate::run::{Folder, garden, operation, run};
use serde_json::{Value, json};
use std::fs;

const COPY: &str = "spec/rules/copy_backup.yaml";

#[test]
fn a_schema_is_printed_and_a_note_says_what_it_leaves_out() {
    let shown = run(&["export", COPY, "--to", "json-schema"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    let schema: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["title"], "CopyBackup");
    assert!(shown.out.ends_with("}\n"));
    assert!(shown.err.starts_with("note: CopyBackup: "), "{}", shown.err);
    assert!(shown.err.contains("cannot be said, see `x-contingent-unsaid`"), "{}", shown.err);
    let quiet = run(&["export", COPY, "--to", "json-schema", "--format", "json"]);
    assert_eq!((quiet.json(), quiet.code), (schema, 0));
}

#[test]
fn a_service_with_several_operations_asks_for_one_or_is_a_document() {
    let folder = garden();
    let spec = folder.at("");
    let none = run(&["export", &spec, "--to", "json-schema", "--format", "json"]);
    assert_eq!((none.error_codes(), none.code), (vec!["C0908".to_owned()], 2));
    let wrong = run(&["export", &spec, "--to", "openapi", "--operation", "Digg", "--format", "json"]);
    assert_eq!((wrong.error_codes(), wrong.code), (vec!["C0908".to_owned()], 2));
    let paths = |arguments: &[&str]| {
        let json = run(&[&["export", &spec, "--to", "openapi", "--format", "json"], arguments].concat()).json();
        json["paths"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(paths(&[]), ["/Dig", "/Water"]);
    assert_eq!(paths(&["--operation", "Dig", "--edition", "spring"]), ["/Dig"]);
    assert_eq!(run(&["export", &spec, "--to", "openapi", "--edition", "winter"]).code, 2);
    assert_eq!(run(&["export", &spec, "--to", "raml"]).code, 2);
}

#[test]
fn a_file_is_written_at_once_and_only_if_it_changes() {
    let folder = Folder::new(&[]);
    let out = folder.at("schemas/copy.json");
    let write = |format: &str| run(&["export", COPY, "--to", "json-schema", "--out", &out, "--format", format]);
    assert_eq!(write("human").out, format!("created {out}\n"));
    assert_eq!(fs::read_to_string(&out).unwrap(), run(&["export", COPY, "--to", "json-schema"]).out);
    assert_eq!(write("json").json(), json!({ "out": out, "state": "unchanged" }));
    fs::write(&out, "x").unwrap();
    assert_eq!(write("json").json()["state"], "changed");
    let below_a_file = format!("{out}/x.json");
    let failed = run(&["export", COPY, "--to", "json-schema", "--out", &below_a_file, "--format", "json"]);
    assert_eq!((failed.error_codes(), failed.code), (vec!["C0912".to_owned()], 2));
}

#[test]
fn a_spec_with_errors_is_not_exported() {
    let folder = Folder::new(&[("dig.yaml", &operation("Dig").replace("secret", "sekret"))]);
    for to in ["json-schema", "openapi"] {
        let refused = run(&["export", &folder.at("dig.yaml"), "--to", to, "--format", "json"]);
        assert_eq!(refused.code, 1);
        assert!(!refused.error_codes().is_empty());
    }
}
