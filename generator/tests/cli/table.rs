//! `table`: what becomes of each parameter, in every form.

use crate::run::{Folder, garden, run};
use serde_json::{Value, json};

fn one(rules: &str) -> Folder {
    let text = format!(
        "operation: Dig
summary: Does it.
doc: Does it.
parameters:
  How: {{ type: enum, required: true, doc: How., values: {{ Spade: {{doc: A.}}, Fork: {{doc: B.}}, Hand: {{doc: C.}} }} }}
  Deep: {{ type: boolean, doc: Whether. }}
  Long: {{ type: string, doc: 'Whether <b>.' }}
  Wide: {{ type: integer, min: 1, max: 9, doc: How wide. }}
facts:
  Soil: {{ type: enum, says: the soil, doc: The soil., values: {{ clay: {{doc: A.}}, sand: {{doc: B.}} }} }}
rules:
{rules}"
    );
    Folder::new(&[("dig.yaml", &text)])
}

fn table(folder: &Folder, more: &[&str]) -> Value {
    let shown = run(&[&["table", &folder.at("dig.yaml"), "--format", "json"], more].concat());
    assert_eq!(shown.code, 0, "{}", shown.out);
    shown.json()["operations"]["Dig"].clone()
}

/// The cells of a parameter.
fn cells(table: &Value, name: &str) -> Value {
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row["parameter"] == name).unwrap()["cells"].clone()
}

#[test]
fn every_status_as_json() {
    let folder = one("  - { id: deep, require: Deep, when: {How: Spade}, source: s }
  - { id: hand, forbid: Deep, when: {How: Hand}, source: s }
  - { id: pair, at_most_one: [Long, Wide], when: {How: [Spade, Fork]}, source: s }
  - { id: idle, ignored: Wide, when: {How: Hand}, source: s }
  - { id: clay, require: Long, when: {$Soil: clay, How: Hand}, source: s }
");
    let table = table(&folder, &[]);
    assert_eq!(table["by"], "How");
    assert_eq!(table["columns"], json!([{"values": ["Spade"]}, {"values": ["Fork"]}, {"values": ["Hand"]}]));
    assert_eq!(cells(&table, "Deep"), json!([{"status": "required"}, {"status": "optional"}, {"status": "forbidden"}]));
    let pair = json!({"status": "depends", "rules": ["pair"]});
    assert_eq!(cells(&table, "Wide"), json!([pair, pair, {"status": "no_effect"}]));
    let fact = |value: &str| json!([{"$Soil": {"values": [value]}}]);
    let cases = json!([{"status": "required", "facts": fact("clay")}, {"status": "optional", "facts": fact("sand")}]);
    assert_eq!(cells(&table, "Long"), json!([pair, pair, {"status": "depends", "cases": cases}]));
}

#[test]
fn columns_can_be_chosen() {
    let folder = one("  - { id: deep, require: Deep, when: {$Soil: clay}, source: s }
  - { id: long, require: Long, when: Deep, source: s }
");
    // No required enum is asked about, so the fact is.
    let by_fact = table(&folder, &[]);
    assert_eq!(
        (&by_fact["by"], &by_fact["columns"]),
        (&json!("$Soil"), &json!([{"values": ["clay"]}, {"values": ["sand"]}]))
    );
    // Rules are followed: what needs Deep needs Long.
    let depends = json!({"status": "depends", "rules": ["long"]});
    assert_eq!(cells(&by_fact, "Long"), json!([{"status": "required"}, depends]));
    let by_flag = table(&folder, &["--by", "Deep"]);
    assert_eq!(by_flag["columns"], json!([{"values": ["true", "false"]}, {"values": [], "absent": true}]));
    let presence = table(&folder, &["--by", "Long"]);
    assert_eq!(presence["columns"], json!([{"values": [], "given": true}, {"values": [], "absent": true}]));
    assert_eq!(table(&folder, &["--by", "Soil"]), by_fact);
    let equal = table(&folder, &["--by", "How"]);
    assert_eq!(equal["columns"], json!([{"values": ["Spade", "Fork", "Hand"]}]));
}

#[test]
fn without_anything_to_ask_about_there_is_one_column() {
    let shown = table(&one("  - { id: long, require: Long, when: Wide, source: s }\n"), &[]);
    assert_eq!((&shown["by"], &shown["columns"]), (&Value::Null, &json!([{"values": [], "always": true}])));
    assert_eq!(cells(&shown, "Wide"), json!([{"status": "depends", "rules": ["long"]}]));
}

#[test]
fn people_see_aligned_text() {
    let folder = one("  - { id: deep, require: Deep, when: {How: Spade}, source: s }
  - { id: pair, at_most_one: [Long, Wide], source: s }
");
    let shown = run(&["table", &folder.at("dig.yaml")]);
    let expected = "\
Dig: what to send, by How

      Spade               Fork, Hand
Deep  required            optional
Long  optional, see pair  optional, see pair
Wide  optional, see pair  optional, see pair

pair: at most one of Long and Wide may be given
";
    assert_eq!((shown.code, shown.out.as_str()), (0, expected));
    let markdown = run(&["table", &folder.at("dig.yaml"), "--as", "markdown"]).out;
    assert!(
        markdown.contains("| `How` | `Spade` | `Fork`, `Hand` |\n|---|---|---|\n| `Deep` | required |"),
        "{markdown}"
    );
    let html = run(&["table", &folder.at("dig.yaml"), "--as", "html"]).out;
    for part in [
        "<caption><code>Dig</code>",
        "<th scope=\"col\"><code>Spade</code></th>",
        "<th scope=\"row\"><code>Deep</code></th>",
    ] {
        assert!(html.contains(part), "{html}");
    }
}

#[test]
fn html_is_escaped() {
    let folder = one("  - { id: \"deep\", require: Deep, when: {Long: \"<i>&\\\"'\"}, source: s }\n");
    let html = run(&["table", &folder.at("dig.yaml"), "--as", "html"]).out;
    assert!(!html.contains("<i>"), "{html}");
    assert!(html.contains("&lt;i&gt;&amp;&quot;&#39;"), "{html}");
}

#[test]
fn impossible_columns_say_so() {
    let folder = one("  - { id: one, require: Deep, when: {How: Fork}, source: s }
  - { id: two, forbid: Deep, when: {How: Fork}, source: s }
");
    let shown = table(&folder, &[]);
    let impossible = json!({"status": "impossible"});
    for name in ["Deep", "Long", "Wide"] {
        assert_eq!(cells(&shown, name)[1], impossible, "{name}");
    }
    let shown = run(&["table", &folder.at("dig.yaml")]);
    assert!(shown.out.contains("not possible"), "{}", shown.out);
}

#[test]
fn a_value_that_is_not_listed_does_not_stop_it() {
    let folder = one("  - { id: deep, require: Deep, when: {How: [Spade, Spoon]}, source: s }\n");
    assert_eq!(run(&["check", &folder.at("dig.yaml")]).code, 1);
    let shown = table(&folder, &[]);
    assert_eq!(cells(&shown, "Deep"), json!([{"status": "required"}, {"status": "optional"}]));
}

#[test]
fn many_columns_are_listed() {
    let values: String = (0..30).map(|it| format!("Value{it:02}: {{doc: V.}}, ")).collect();
    let parameters: String = (0..30).map(|it| format!("  Parameter{it:02}: {{ type: string, doc: P. }}\n")).collect();
    let rules: String = (0..30)
        .map(|it| format!("  - {{ id: r{it}, require: Parameter{it:02}, when: {{How: Value{it:02}}}, source: s }}\n"))
        .collect();
    let text = format!(
        "operation: Dig\nsummary: Does it.\ndoc: Does it.\nparameters:\n  How: {{ type: enum, required: true, doc: How., \
         values: {{ {values} }} }}\n{parameters}rules:\n{rules}"
    );
    let folder = Folder::new(&[("dig.yaml", &text)]);
    let shown = run(&["table", &folder.at("dig.yaml")]).out;
    assert!(shown.contains("Value07\n  required: Parameter07\n  optional: Parameter00, "), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
}

#[test]
fn editions_and_operations_are_chosen() {
    let garden = garden();
    let both = run(&["table", &garden.at(""), "--format", "json"]).json();
    assert_eq!(both["operations"].as_object().unwrap().len(), 2);
    let one = run(&["table", &garden.at(""), "--operation", "Dig", "--edition", "spring"]);
    assert!(one.out.starts_with("Dig (edition spring): what to send\n"), "{}", one.out);
    for (more, code) in [
        (&["--operation", "Dug"][..], "C0908"),
        (&["--edition", "summer"], "C0909"),
        (&["--by", "Gatte"], "C0901"),
        (&["--as", "html"], "C0901"),
    ] {
        let refused = run(&[&["table", &garden.at(""), "--format", "json"], more].concat());
        assert_eq!((refused.code, refused.error_codes()), (2, vec![code.to_owned()]), "{more:?}");
    }
    let refused = run(&["table", &garden.at(""), "--by", "Gatte"]);
    assert!(refused.err.contains("did you mean `Gate`?"), "{}", refused.err);
}
