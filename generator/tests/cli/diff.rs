//! `diff`: two specs, or two editions of one.

use crate::run::{Folder, Run, SERVICE, garden, keys, operation, run};
use serde_json::{Value, json};

const OLD: &str = "operation: Dig
summary: Digs.
doc: Digs.
parameters:
  Bed: { type: string, required: true, doc: The bed. }
  Soil: { type: enum, doc: The soil., values: { Loam: {doc: Loam.}, Sand: {doc: Sand.}, Clay: {doc: Clay.} } }
  Key: { type: string, doc: The key. }
  Gate: { type: string, doc: The gate. }
rules:
  - { id: gate, require: Gate, when: Key, source: guide#gate }
";

/// No clay any more, and a rule more.
fn new() -> String {
    OLD.replace(", Clay: {doc: Clay.}", "") + "  - { id: sand, require: Key, when: {Soil: Sand}, source: guide#sand }\n"
}

fn diff(arguments: &[&str]) -> Run {
    run(&[&["diff"], arguments].concat())
}

/// The exit code and the answer, whose keys are as promised.
fn answer(arguments: &[&str]) -> (i32, Value) {
    let run = diff(&[arguments, &["--format", "json"]].concat());
    let json = run.json();
    shape(&json);
    (run.code, json)
}

fn shape(json: &Value) {
    assert_eq!(keys(json), ["changes", "gained", "gained_witness", "lost", "lost_witness", "rules"]);
    for change in json["changes"].as_array().unwrap() {
        assert_eq!(keys(change), ["category", "what"]);
        let category = change["category"].as_str().unwrap();
        assert!(["breaking", "rust-breaking", "compatible", "docs"].contains(&category), "{category}");
    }
}

fn two() -> Folder {
    Folder::new(&[("old.yaml", OLD), ("new.yaml", &new())])
}

#[test]
fn what_is_lost_is_breaking() {
    let specs = two();
    let (old, new) = (specs.at("old.yaml"), specs.at("new.yaml"));
    let (code, json) = answer(&[&old, &new]);
    // With clay three shapes, with sand and no key two.
    assert_eq!((code, &json["lost"], &json["gained"]), (1, &json!("5"), &json!("0")));
    assert_eq!((&json["rules"], &json["gained_witness"]), (&json!(["sand"]), &Value::Null));
    let witness = json["lost_witness"].as_object().unwrap();
    assert_eq!(witness.keys().map(String::as_str).collect::<Vec<_>>(), ["Bed", "Soil"]);
    let breaking = json["changes"].as_array().unwrap().iter().filter(|it| it["category"] == "breaking");
    let what: Vec<&str> = breaking.map(|it| it["what"].as_str().unwrap()).collect();
    assert_eq!(what, CHANGES);
    assert_eq!(answer(&[&old, &new, "--operation", "Dig"]), (code, json));
}

const CHANGES: [&str; 2] =
    ["Soil: no longer value Clay", "rule sand: new: Key is required when Soil is Sand (refuses more)"];

#[test]
fn what_is_gained_is_not() {
    let specs = two();
    let (code, json) = answer(&[&specs.at("new.yaml"), &specs.at("old.yaml")]);
    assert_eq!((code, &json["lost"], &json["gained"]), (0, &json!("0"), &json!("5")));
    assert_eq!((&json["rules"], &json["lost_witness"]), (&json!(["sand"]), &Value::Null));
    assert!(json["gained_witness"]["Bed"].is_string());
}

#[test]
fn nothing_changed() {
    let specs = two();
    let same =
        json!({"lost": "0", "gained": "0", "lost_witness": null, "gained_witness": null, "rules": [], "changes": []});
    let file = specs.at("old.yaml");
    assert_eq!(answer(&[&file, &file]), (0, same));
    let shown = diff(&[&file, &file]);
    let expected = "Dig: the same. 0 shapes of requests are lost, 0 are gained.\n";
    assert_eq!((shown.code, shown.out.as_str(), shown.err.as_str()), (0, expected, ""));
}

#[test]
fn two_editions_of_one_service() {
    let rules = "  - { id: early, require: Key, edition: autumn, source: guide#autumn }\n";
    let garden = garden();
    garden.put("operations/dig.yaml", &(operation("Dig") + rules));
    let spec = garden.at("");
    let editions = ["--edition", "spring", "--edition", "autumn"];
    let one = [&[spec.as_str(), "--operation", "Dig"], &editions[..]].concat();
    let (code, json) = answer(&one);
    assert_eq!(
        (code, &json["lost"], &json["gained"], &json["rules"]),
        (1, &json!("2"), &json!("0"), &json!(["early"]))
    );
    assert_eq!(keys(&json["lost_witness"]), ["Bed"]);
    let back = answer(&[&spec, "--operation", "Dig", "--edition", "autumn", "--edition", "spring"]);
    assert_eq!((back.0, &back.1["lost"], &back.1["gained"]), (0, &json!("0"), &json!("2")));
    // Of several operations each has its answer.
    let all = diff(&[&[spec.as_str(), "--format", "json"], &editions[..]].concat());
    let answers = all.json();
    assert_eq!((all.code, keys(&answers)), (1, vec!["operations", "service"]));
    assert_eq!((&answers["operations"]["Dig"], &answers["service"]), (&json, &json!([])));
    shape(&answers["operations"]["Water"]);
    assert_eq!(answers["operations"]["Water"]["lost"], "0");
}

#[test]
fn a_section_of_a_changelog() {
    let specs = two();
    let shown = diff(&[&specs.at("old.yaml"), &specs.at("new.yaml"), "--changelog"]);
    assert_eq!((shown.code, shown.out.as_str(), shown.err.as_str()), (1, SECTION, ""));
    let back = diff(&[&specs.at("new.yaml"), &specs.at("old.yaml"), "--changelog"]);
    assert_eq!(back.code, 0);
}

const SECTION: &str = "\
## Dig

5 shapes of requests are lost, 0 are gained.

### Breaking

- Soil: no longer value Clay
- rule sand: new: Key is required when Soil is Sand (refuses more)
";

#[test]
fn people_see_what_changed() {
    let specs = two();
    let shown = diff(&[&specs.at("old.yaml"), &specs.at("new.yaml")]);
    assert_eq!((shown.code, shown.out.as_str(), shown.err.as_str()), (1, SHOWN, ""));
}

const SHOWN: &str = r#"Dig: breaking. 5 shapes of requests are lost, 0 are gained.
  lost           for example {"Bed":"x","Soil":"Sand"}
  because of     sand
  breaking       Soil: no longer value Clay
  breaking       rule sand: new: Key is required when Soil is Sand (refuses more)
"#;

#[test]
fn an_operation_that_is_gone_is_breaking() {
    let (old, new) = (garden(), garden());
    std::fs::remove_file(new.path("operations/more/water.yaml")).unwrap();
    let gone = diff(&[&old.at(""), &new.at(""), "--format", "json"]);
    let json = gone.json();
    assert_eq!((gone.code, keys(&json), keys(&json["operations"])), (1, vec!["operations", "service"], vec!["Dig"]));
    assert_eq!(json["service"], json!([{"category": "breaking", "what": "operation Water: removed"}]));
    assert_eq!(diff(&[&new.at(""), &old.at("")]).code, 0);
    let change =
        |category: &str, what: &str| json!([{"category": category, "what": format!("operation Water: {what}")}]);
    let (code, json) = answer(&[&old.at(""), &new.at(""), "--operation", "Water"]);
    assert_eq!((code, &json["lost"], &json["gained"]), (1, &json!("3"), &json!("0")));
    assert_eq!((keys(&json["lost_witness"]), &json["changes"]), (vec!["Bed"], &change("breaking", "removed")));
    let (code, json) = answer(&[&new.at(""), &old.at(""), "--operation", "Water"]);
    assert_eq!((code, &json["lost"], &json["gained"]), (0, &json!("0"), &json!("3")));
    assert_eq!((keys(&json["gained_witness"]), &json["changes"]), (vec!["Bed"], &change("compatible", "new")));
}

#[test]
fn a_command_line_that_compares_nothing() {
    let garden = garden();
    let spec = garden.at("");
    let one = &["--edition", "spring"][..];
    let three = &["--edition", "spring", "--edition", "autumn", "--edition", "spring"][..];
    let two = &["--edition", "spring", "--edition", "autumn"][..];
    let wrong = &["--edition", "spring", "--edition", "autum"][..];
    for (command, more, code) in [
        (&["diff", &spec][..], &[][..], "C0901"),
        (&["diff", &spec], one, "C0901"),
        (&["diff", &spec], three, "C0901"),
        (&["diff", &spec], wrong, "C0909"),
        (&["analyze", &spec], two, "C0901"),
        (&["check", &spec], two, "C0901"),
        (&["validate", &spec, "--request", "-"], two, "C0901"),
        (&["diff", &spec, &garden.at("nothing")], &[], "C0902"),
        (&["diff", &spec, &spec, "--operation", "Watr"], &[], "C0908"),
    ] {
        let refused = run(&[command, more, &["--format", "json"]].concat());
        assert_eq!((refused.code, refused.error_codes()), (2, vec![code.to_owned()]), "{command:?} {more:?}");
    }
    let human = diff(&[&spec]);
    assert_eq!((human.code, human.out.as_str()), (2, ""));
    assert!(human.err.contains("--edition OLD --edition NEW"), "{}", human.err);
}

#[test]
fn a_spec_that_cannot_be_read() {
    let (old, new) = (garden(), Folder::new(&[("service.yaml", SERVICE), ("operations/dig.yaml", &operation("Dig"))]));
    new.put("operations/water.yaml", "operation: Water\nparameters: [\n");
    let broken = diff(&[&old.at(""), &new.at(""), "--format", "json"]);
    assert_eq!((broken.code, broken.error_codes()), (1, vec!["C0102".to_owned()]));
    assert_eq!(answer(&[&old.at(""), &new.at(""), "--operation", "Dig"]).0, 0);
}
