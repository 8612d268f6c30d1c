//! Exit codes: 0 fine, 1 findings or a spec that cannot be read, 2 usage or I/O, 3 a request that is invalid.

use crate::run::{Folder, garden, keys, operation, run};
use serde_json::json;
use std::fmt::Write as _;

/// A garden with requests, and specs of each state of health.
fn folder() -> Folder {
    let folder = garden();
    folder.put("valid.json", r#"{"Bed": "b"}"#);
    folder.put("undecided.json", r#"{"Bed": "b", "Lamp": true}"#);
    folder.put("warned.json", r#"{"Bed": "b", "Bde": "b"}"#);
    folder.put("invalid.json", r#"{"Key": "k", "Bde": "b"}"#);
    folder.put("no.json", "no");
    folder.put("warned.yaml", operation("Dig").replace("doc: The bed.", "example: b"));
    folder.put("check.yaml", operation("Dig").replace("{$Zone: sun}", "{$Zone: Sun}"));
    folder.put("unreadable.yaml", "operation: Dig\nparameters: [\n");
    folder.put("broken.yaml", operation("Dig").replace("secret", "sekret"));
    folder
}

#[test]
fn every_command_ends_as_the_contract_says() {
    let folder = folder();
    let at = |path: &str| folder.at(path);
    let (dig, spec, out) = (at("operations/dig.yaml"), at(""), at("out"));
    let rows: &[(&str, i32)] = &[
        ("check DIG", 0),
        ("check SPEC", 0),
        ("check SPEC --edition spring", 0),
        ("check DIG --edition whatever", 0),
        ("check /warned.yaml", 0),
        ("check /warned.yaml --deny warnings", 1),
        ("check /check.yaml", 1),
        ("check /unreadable.yaml", 1),
        ("check /broken.yaml", 1),
        ("check /nothing.yaml", 2),
        ("check", 2),
        ("check SPEC --edition winter", 2),
        ("check SPEC --format yaml", 2),
        ("validate DIG --request /valid.json", 0),
        ("validate DIG --request /undecided.json", 0),
        ("validate DIG --request /warned.json", 0),
        ("validate DIG --request /warned.json --deny warnings", 1),
        ("validate DIG --request /invalid.json", 3),
        ("validate DIG --request /invalid.json --deny warnings", 3),
        ("validate SPEC --operation Water --request /invalid.json", 3),
        ("validate /warned.yaml --request /valid.json", 0),
        ("validate /check.yaml --request /valid.json", 0),
        ("validate /unreadable.yaml --request /valid.json", 1),
        ("validate /broken.yaml --request /invalid.json", 1),
        ("validate DIG --request /no.json", 2),
        ("validate DIG --request /missing.json", 2),
        ("validate DIG --request SPEC", 2),
        ("validate DIG --request /valid.json --facts /no.json", 2),
        ("validate DIG", 2),
        ("validate SPEC --request /valid.json", 2),
        ("validate SPEC --operation Nothing --request /valid.json", 2),
        ("validate SPEC --operation Dig --request /valid.json --edition winter", 2),
        ("generate DIG --out OUT --check", 1),
        ("generate /warned.yaml --out OUT", 1),
        ("generate /check.yaml --out OUT", 1),
        ("generate /unreadable.yaml --out OUT", 1),
        ("generate /nothing.yaml --out OUT", 2),
        ("generate DIG", 2),
        ("generate DIG --out /valid.json", 2),
        ("generate SPEC --out OUT --edition winter", 2),
        ("generate SPEC --out OUT --templates /nothing", 2),
        ("generate DIG --out OUT", 0),
        ("generate DIG --out OUT --check", 0),
        ("explain", 0),
        ("explain C0112", 0),
        ("explain C0", 2),
        ("schema", 0),
        ("schema operation", 0),
        ("schema nothing", 2),
        ("help", 0),
        ("--version", 0),
        ("", 2),
    ];
    for (line, exit) in rows {
        let argument = |word: &str| match word {
            "DIG" => dig.clone(),
            "SPEC" => spec.clone(),
            "OUT" => out.clone(),
            _ => word.strip_prefix('/').map_or_else(|| word.to_owned(), at),
        };
        let arguments: Vec<String> = line.split_whitespace().map(argument).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let human = run(&arguments);
        assert_eq!(human.code, *exit, "{line}\n{}{}", human.out, human.err);
        assert!(*exit == 0 || !(human.out.is_empty() && human.err.is_empty()), "{line} says nothing");
        if line.contains("--format") || *exit == 0 {
            continue;
        }
        let json = run(&[&arguments[..], &["--format", "json"]].concat());
        assert_eq!((json.code, json.err.as_str()), (*exit, ""), "{line}");
        assert!(json.json().is_object(), "{line}");
        assert!(*exit != 2 || !json.errors().is_empty(), "{line}");
    }
}

#[test]
fn check_lists_errors_and_warnings_as_json() {
    let folder = folder();
    let warned = run(&["check", &folder.at("warned.yaml"), "--format", "json"]).json();
    assert_eq!(keys(&warned), ["errors", "warnings"]);
    assert_eq!((&warned["errors"], &warned["warnings"][0]["code"]), (&json!([]), &json!("C0601")));
    let broken = run(&["check", &folder.at("broken.yaml"), "--format", "json"]);
    assert_eq!(broken.errors(), ["C0201", "C0201"]);
    let first = &broken.json()["errors"][0];
    assert_eq!(first["file"], folder.at("broken.yaml"));
    assert_eq!((&first["line"], &first["help"]), (&json!(12), &json!("did you mean `secret`?")));
    let twice = operation("Dig").replace("rules:", "summary: Again.\nrules:");
    folder.put("twice.yaml", twice);
    let entry = run(&["check", &folder.at("twice.yaml"), "--format", "json"]).json()["errors"][0].clone();
    assert_eq!(keys(&entry["related"][0]), ["column", "file", "line", "message"]);
    assert_eq!(entry["related"][0]["line"], 2);
}

#[test]
fn ten_thousand_parameters_are_only_many() {
    let big = |count: usize| {
        let mut text = "operation: Big\nsummary: Big.\nparameters:\n".to_owned();
        (0..count).for_each(|it| writeln!(text, "  P{it}: {{ type: string, doc: One of many. }}").unwrap());
        text.push_str("rules:\n");
        for it in (0..count - 1).step_by(10) {
            writeln!(text, "  - {{ id: r{it}, require: P{it}, when: P{}, source: guide }}", it + 1).unwrap();
        }
        text
    };
    let folder = Folder::new(&[("big.yaml", &big(10_000)), ("some.yaml", &big(1_500)), ("r.json", r#"{"P1":"x"}"#)]);
    assert_eq!(run(&["check", &folder.at("big.yaml")]).code, 0);
    let verdict = run(&["validate", &folder.at("big.yaml"), "--request", &folder.at("r.json"), "--format", "json"]);
    assert_eq!((verdict.code, &verdict.json()["violations"][0]["rule"]), (3, &json!("r0")));
    assert_eq!(run(&["generate", &folder.at("some.yaml"), "--out", &folder.at("out")]).code, 0);
}

#[test]
fn a_spec_that_is_nothing_but_brackets_is_too_deep_and_no_more() {
    let deep = format!("operation: Deep\nparameters: {}\n", "{ a: ".repeat(200_000));
    let lists = format!("operation: Deep\nrules: {}\n", "[".repeat(200_000));
    let blocks: String = (0..2_000).map(|it| format!("{}a:\n", " ".repeat(it))).collect();
    let folder = Folder::new(&[("a.yaml", &deep), ("b.yaml", &lists), ("c.yaml", &blocks)]);
    for file in ["a.yaml", "b.yaml", "c.yaml"] {
        let checked = run(&["check", &folder.at(file), "--format", "json"]);
        assert_eq!((checked.code, checked.errors()), (1, vec!["C0113".to_owned()]), "{file}");
    }
}
