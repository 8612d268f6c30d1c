//! `analyze`: answers, exit codes, and the shape of the JSON.

use crate::run::{Folder, Run, SERVICE, garden, operation, run};
use serde_json::{Value, json};

/// One of each kind of finding.
const FINDINGS: &str = "operation: Dig
summary: Digs.
doc: Digs.
parameters:
  Bed: { type: string, required: true, doc: The bed. }
  Soil: { type: enum, doc: The soil., values: { Loam: {doc: Loam.}, Sand: {doc: Sand.}, Clay: {doc: Clay.} } }
  Key: { type: string, doc: The key. }
  Gate: { type: string, doc: The gate. }
  Lock: { type: string, doc: The lock. }
rules:
  - { id: gate, require: Gate, source: guide }
  - { id: clay, forbid: {Soil: Clay}, source: guide }
  - { id: lock, forbid: Lock, source: guide }
  - { id: key, require: Gate, when: Key, source: guide }
  - { id: lamp, require: Key, when: Lock, source: guide }
  - { id: sand, forbid: Lock, when: {Soil: Sand}, expect: redundant, source: guide }
  - { id: loam, require: Key, when: {Soil: Loam}, expect: never_fires, source: guide }
";

const SOUND: &str = r#"{"consistent":true,"dead":[],"false_optional":[],"dead_values":{},"redundant_rules":[],"never_fires":[],"contradictions":[],"expected":[],"unmet":[],"valid_shapes":"3","unknown":[]}"#;

fn analyze(spec: &str, more: &[&str]) -> Run {
    run(&[&["analyze", spec], more].concat())
}

fn answers(spec: &str, more: &[&str]) -> (i32, Value) {
    let run = analyze(spec, &[&["--format", "json"], more].concat());
    (run.code, run.json())
}

fn sound() -> Value {
    serde_json::from_str(SOUND).unwrap()
}

#[test]
fn rules_that_are_sound() {
    let garden = garden();
    let (code, json) = answers(&garden.at(""), &[]);
    assert_eq!((code, json), (0, json!({"operations": {"Dig": sound(), "Water": sound()}})));
    let shown = analyze(&garden.at(""), &[]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert_eq!(shown.out, "Dig: sound, 3 valid shapes\nWater: sound, 3 valid shapes\n");
}

#[test]
fn each_finding_has_its_list() {
    let spec = Folder::new(&[("a.yaml", FINDINGS)]);
    let (code, json) = answers(&spec.at("a.yaml"), &[]);
    let expected = json!({"operations": {"Dig": {
        "consistent": true,
        "dead": ["Lock"],
        "false_optional": ["Gate"],
        "dead_values": {"Soil": ["Clay"]},
        "redundant_rules": [{"rule": "key", "implied_by": ["gate"]}],
        "never_fires": ["lamp"],
        "contradictions": [
            {"rules": ["lock"], "parameters": ["Lock"],
             "message": "`Lock` can never be given: rule `lock` says: Lock must not be given"},
            {"rules": ["clay"], "parameters": ["Soil"],
             "message": "`Soil` can never have the value Clay: rule `clay` says: Soil must not be Clay"},
        ],
        "expected": [{"rule": "sand", "finding": "redundant"}],
        "unmet": [{"rule": "loam", "finding": "never_fires"}],
        "valid_shapes": "5",
        "unknown": [],
    }}});
    assert_eq!((code, json), (1, expected));
}

#[test]
fn people_see_the_same() {
    let spec = Folder::new(&[("a.yaml", FINDINGS)]);
    let shown = analyze(&spec.at("a.yaml"), &[]);
    let expected = "\
Dig: has findings, 5 valid shapes
  never given      Lock
  never possible   Soil: Clay
  always given     Gate, though it is not marked as required
  why              `Lock` can never be given: rule `lock` says: Lock must not be given
  why              `Soil` can never have the value Clay: rule `clay` says: Soil must not be Clay
  redundant        rule key: already said by gate
  never fires      rule lamp: its condition cannot hold
  not as expected  rule loam: it can fire
  as expected      rule sand: redundant
";
    assert_eq!((shown.code, shown.out.as_str(), shown.err.as_str()), (1, expected, ""));
}

#[test]
fn a_contradiction_empties_every_other_list() {
    let rule = "  - { id: no-gate, forbid: Gate, source: guide }\n";
    let spec = Folder::new(&[("a.yaml", &(FINDINGS.to_owned() + rule))]);
    let (code, json) = answers(&spec.at("a.yaml"), &[]);
    let message = "no request is valid: rule `gate` says: Gate is required; \
                   rule `no-gate` says: Gate must not be given";
    let contradiction = json!({"rules": ["gate", "no-gate"], "parameters": ["Gate"], "message": message});
    let mut expected = sound();
    expected["consistent"] = json!(false);
    expected["contradictions"] = json!([contradiction]);
    expected["valid_shapes"] = json!("0");
    assert_eq!((code, &json["operations"]["Dig"]), (1, &expected));
    let shown = analyze(&spec.at("a.yaml"), &[]);
    assert!(shown.out.starts_with("Dig: contradictory, 0 valid shapes\n  why "), "{}", shown.out);
}

#[test]
fn what_is_as_expected_is_fine() {
    let rule = "  - { id: key, require: Gate, when: {Key: abc}, expect: [redundant], source: guide#key }\n";
    let spec = Folder::new(&[("a.yaml", &(operation("Dig") + rule).replace("id: key,", "id: same,"))]);
    let (code, json) = answers(&spec.at("a.yaml"), &["--deny", "warnings"]);
    assert_eq!((code, &json["operations"]["Dig"]["expected"]), (0, &json!([{"rule": "same", "finding": "redundant"}])));
    assert_eq!(json["operations"]["Dig"]["redundant_rules"], json!([]));
}

#[test]
fn one_operation_of_several() {
    let garden = garden();
    garden.put("operations/more/water.yaml", &FINDINGS.replace("Dig", "Water"));
    let spec = garden.at("");
    assert_eq!(answers(&spec, &["--operation", "Dig"]), (0, json!({"operations": {"Dig": sound()}})));
    let (code, json) = answers(&spec, &["--operation", "Water"]);
    assert_eq!((code, json["operations"].as_object().unwrap().len()), (1, 1));
    assert_eq!(answers(&spec, &[]).0, 1);
    let unknown = analyze(&spec, &["--operation", "Watr", "--format", "json"]);
    assert_eq!((unknown.code, unknown.error_codes()), (2, vec!["C0908".to_owned()]));
    assert_eq!(unknown.json()["errors"][0]["help"], "did you mean `Water`?");
}

#[test]
fn an_edition_has_its_own_answers() {
    let garden = Folder::new(&[("service.yaml", SERVICE), ("operations/dig.yaml", &operation("Dig"))]);
    let rule = "  - { id: no-key, forbid: Key, edition: autumn, source: guide#autumn }\n";
    garden.put("operations/dig.yaml", &(operation("Dig") + rule));
    let spec = garden.at("");
    for more in [&[][..], &["--edition", "spring"]] {
        assert_eq!(answers(&spec, more), (0, json!({"operations": {"Dig": sound()}})), "{more:?}");
    }
    let (code, json) = answers(&spec, &["--edition", "autumn"]);
    let found = &json["operations"]["Dig"];
    assert_eq!((code, &found["dead"], &found["never_fires"]), (1, &json!(["Key"]), &json!(["gate"])));
    assert_eq!(found["valid_shapes"], "2");
    let shown = analyze(&spec, &["--edition", "autumn"]);
    assert!(shown.out.starts_with("Dig (autumn): has findings, 2 valid shapes\n"), "{}", shown.out);
    let wrong = analyze(&spec, &["--edition", "autum", "--format", "json"]);
    assert_eq!((wrong.code, wrong.error_codes()), (2, vec!["C0909".to_owned()]));
    assert_eq!(answers(&garden.at("operations/dig.yaml"), &["--edition", "anything"]).0, 0);
}

#[test]
fn a_spec_that_cannot_be_read() {
    let garden = garden();
    let spec = garden.at("");
    garden.put("operations/more/water.yaml", "operation: Water\nparameters: [\n");
    let broken = analyze(&spec, &["--format", "json"]);
    assert_eq!((broken.code, broken.error_codes()), (1, vec!["C0102".to_owned()]));
    assert_eq!(answers(&spec, &["--operation", "Dig"]).0, 0);
    let human = analyze(&spec, &[]);
    assert_eq!((human.code, human.out.as_str()), (1, ""));
    assert!(human.err.contains("C0102"), "{}", human.err);
    garden.put("operations/more/water.yaml", &operation("Water").replace("secret", "sekret"));
    assert_eq!(analyze(&spec, &["--format", "json"]).error_codes(), ["C0201"]);
    let nothing = analyze(&garden.at("nothing"), &["--format", "json"]);
    assert_eq!((nothing.code, nothing.error_codes()), (2, vec!["C0902".to_owned()]));
}

#[test]
fn a_test_of_an_unlisted_value_never_holds() {
    let rule = "  - { id: peat, require: Bed, when: {Soil: Loan}, source: guide }\n";
    let text = FINDINGS.split("rules:").next().unwrap().to_owned() + "rules:\n" + rule;
    let spec = Folder::new(&[("a.yaml", &text)]);
    assert_eq!(run(&["check", &spec.at("a.yaml")]).code, 1);
    let (code, json) = answers(&spec.at("a.yaml"), &[]);
    let found = &json["operations"]["Dig"];
    assert_eq!((code, &found["never_fires"]), (1, &json!(["peat"])));
    assert_eq!((&found["redundant_rules"], &found["valid_shapes"]), (&json!([]), &json!("32")));
}
