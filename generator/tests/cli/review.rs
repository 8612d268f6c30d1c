//! `import --review`: what is shown, what is written, and what is left as it was.

use crate::run::{Folder, keys, run};
use serde_json::Value;
use std::fs;

const SERVICE: &str = "service: Garden\nversion: \"1\"\ntitle: Garden\ndoc: A garden.\nstyle: rpc\n";

const DIG: &str = "\
# Digs, by hand.
operation: Dig
summary: Digs.
doc: Digs.
parameters:
  Tool: { type: enum, doc: The tool., values: { Spade: {doc: A spade.}, Fork: {doc: A fork.} } }   # two of them
  Depth: { type: integer, doc: How deep. }
  Bed: { type: string, doc: Where. }
rules:
  - { id: known, require: Bed, when: {Tool: Fork}, source: by hand }   # stays

# The rest.
errors: {}
";

fn proposal(id: &str, rule: &str, confidence: &str, state: &str) -> String {
    format!(
        "  - id: {id}\n    operation: Dig\n    rule: {rule}\n    sentence: It is so.\n    source: guide#Dig\n    \
         confidence: {confidence}\n    state: {state}\n"
    )
}

fn garden() -> Folder {
    let proposals = [
        "proposals:\n".to_owned(),
        proposal("Dig/depth", "{require: Depth, when: {Tool: Spade}}", "exact", "open"),
        proposal("Dig/bed", "{require: [Bed], when: {Tool: [Fork]}}", "exact", "open"),
        proposal("Dig/one", "{at_most_one: [Depth, Bed]}", "doubtful", "open"),
        proposal("Dig/lost", "{require: Hose}", "inferred", "open"),
        proposal("Dig/old", "{require: Tool}", "exact", "rejected"),
    ];
    Folder::new(&[("service.yaml", SERVICE), ("operations/dig.yaml", DIG), ("proposals.yaml", &proposals.concat())])
}

fn ids(value: &Value) -> Vec<&str> {
    value["proposals"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[test]
fn only_open_proposals_are_shown_and_nothing_is_active() {
    let folder = garden();
    let spec = folder.at("");
    let shown = run(&["import", "--review", &spec, "--format", "json"]);
    let json = shown.json();
    assert_eq!((ids(&json), shown.code), (vec!["Dig/depth", "Dig/one", "Dig/lost"], 0));
    assert_eq!(
        keys(&json["proposals"][0]),
        ["confidence", "id", "notes", "operation", "rule", "sentence", "source", "state"]
    );
    let all = run(&["import", "--review", &spec, "--all", "--format", "json"]).json();
    assert_eq!(all["proposals"][1]["state"], "known");
    let human = run(&["import", "--review", &spec]).out;
    assert!(
        human.starts_with("Dig/depth  exact\n  {require: Depth, when: {Tool: Spade}}\n  \"It is so.\" (guide#Dig)\n")
    );
    assert!(human.ends_with("5 proposals: 3 open, 0 accepted, 1 rejected, 1 known\n"), "{human}");
    assert_eq!(fs::read_to_string(folder.at("operations/dig.yaml")).unwrap(), DIG);
    // What the file of proposals says changes nothing in a check, not even if it is broken.
    let before = run(&["check", &spec]).out;
    fs::write(folder.at("proposals.yaml"), "[").unwrap();
    assert_eq!(run(&["check", &spec]).out, before);
    assert_eq!(run(&["import", "--review", &spec, "--format", "json"]).code, 1);
}

#[test]
fn accepting_appends_the_rule_and_rejecting_is_remembered() {
    let folder = garden();
    let spec = folder.at("");
    let done = run(&["import", "--review", &spec, "--accept", "exact", "--reject", "Dig/one"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("accepted Dig/depth\nrejected Dig/one\n"), "{}", done.out);
    let file = fs::read_to_string(folder.at("operations/dig.yaml")).unwrap();
    let rule = "  - id: depth\n    require: Depth\n    when: {Tool: Spade}\n    source: guide#Dig\n";
    assert_eq!(file, DIG.replace("# stays\n", &format!("# stays\n{rule}")));
    assert_eq!(run(&["check", &spec]).code, 0);
    let all = run(&["import", "--review", &spec, "--all", "--format", "json"]).json();
    let states: Vec<_> = all["proposals"].as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["accepted", "known", "rejected", "open", "rejected"]);
    // What was rejected can still be accepted, what is in the spec cannot be accepted again.
    assert_eq!(run(&["import", "--review", &spec, "--accept", "Dig/one"]).code, 0);
    for id in ["Dig/one", "Dig/bed", "Dig/on"] {
        let again = run(&["import", "--review", &spec, "--accept", id, "--format", "json"]);
        assert_eq!((again.error_codes(), again.code), (vec!["C0901".to_owned()], 2), "{id}");
    }
}

#[test]
fn a_rule_that_does_not_resolve_leaves_everything_as_it_was() {
    let folder = garden();
    let spec = folder.at("");
    let proposals = fs::read(folder.at("proposals.yaml")).unwrap();
    let refused = run(&["import", "--review", &spec, "--accept", "exact", "--accept", "Dig/lost"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("the rule of `Dig/lost` does not fit: nothing was written"), "{}", refused.err);
    assert!(refused.err.contains("the operation has no parameter `Hose`"), "{}", refused.err);
    assert_eq!(fs::read_to_string(folder.at("operations/dig.yaml")).unwrap(), DIG);
    assert_eq!(fs::read(folder.at("proposals.yaml")).unwrap(), proposals);
}

#[test]
fn usage_is_explained() {
    let folder = garden();
    let spec = folder.at("");
    assert_eq!(run(&["import"]).code, 2);
    assert_eq!(run(&["import", "--accept", "exact"]).code, 2);
    assert_eq!(run(&["import", "--review", &spec, "--accept", "Dig/one", "--reject", "Dig/one"]).code, 2);
    assert_eq!(run(&["import", "--review", &spec, "openapi", "a.yaml", "--out", "b"]).code, 2);
    fs::remove_file(folder.at("proposals.yaml")).unwrap();
    assert_eq!(run(&["import", "--review", &spec]).code, 2);
    // An operation on its own has its proposals beside it.
    fs::write(folder.at("operations/proposals.yaml"), "proposals: []\n").unwrap();
    assert_eq!(run(&["import", "--review", &folder.at("operations/dig.yaml")]).code, 0);
}
