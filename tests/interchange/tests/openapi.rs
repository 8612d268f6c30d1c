//! The OpenAPI document: its schemas, its references, and the lines of IDL.

use contingent::export;
use contingent_agreement::spec;
use serde_json::Value;
use std::collections::BTreeSet;

fn documents(folder: &str) -> Vec<Value> {
    let service = spec::folder(folder);
    let operations: Vec<_> = service.operations.iter().collect();
    let names = service.editions.iter().map(|edition| Some(edition.name.as_str()));
    let editions = std::iter::once(None).chain(names);
    editions
        .map(|edition| {
            let export = export::openapi(&service, &operations, edition);
            assert_eq!(export, export::openapi(&service, &operations, edition));
            serde_json::from_str(&export.text).expect("JSON")
        })
        .collect()
}

fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(entries) => {
            found.extend(entries.get("$ref").and_then(Value::as_str));
            entries.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn everything_in_the_document_is_there_and_in_order() {
    for document in ["../../spec/dbs", "../toy/spec"].into_iter().flat_map(documents) {
        assert_eq!(document["openapi"], "3.1.0");
        for key in ["title", "version"] {
            assert!(document["info"][key].is_string(), "{key}");
        }
        for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
            assert!(jsonschema::meta::is_valid(schema), "{name}");
        }
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        let mut ids = BTreeSet::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            assert!(path.starts_with('/'), "{path}");
            let post = &item["post"];
            assert!(ids.insert(post["operationId"].as_str().expect("an id")), "{path}");
            for (status, response) in post["responses"].as_object().expect("responses") {
                assert!(status == "default" || status.parse::<u16>().is_ok_and(|it| (100..600).contains(&it)));
                assert!(response["description"].is_string());
            }
            good_examples(&document, post);
        }
    }
}

fn good_examples(document: &Value, post: &Value) {
    let media = &post["requestBody"]["content"]["application/json"];
    let reference = media["schema"]["$ref"].as_str().expect("a reference");
    let schema = document.pointer(reference.trim_start_matches('#')).expect("a schema");
    let validator = jsonschema::draft202012::new(schema).expect("a schema");
    for (name, example) in media["examples"].as_object().into_iter().flatten() {
        let errors: Vec<_> = validator.iter_errors(&example["value"]).map(|it| it.schema_path().to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn rules_are_lines_of_idl() {
    let text = "operation: Op\nparameters:\n  A: {type: string}\n  B: {type: integer}\n  C: {type: integer}\n  \
                D: {type: boolean}\n  e-f: {type: string}\nfacts: {F: {type: boolean, says: f}}\nrules:\n  \
                - {id: a, require: [B, C], when: {A: [x, y]}}\n  \
                - {id: b, forbid: [A, {D: true}], unless: B}\n  \
                - {id: c, at_most_one: [A, {B: {gt: 5}}]}\n  \
                - {id: d, allow: {B: {ge: 1, le: 9}}}\n  \
                - {id: e, compare: B <= C}\n  \
                - {id: f, compare: B + 2 <= 5 - C, when: A}\n  \
                - {id: g, require: A}\n  \
                - {id: h, forbid: D}\n  \
                - {id: i, allow: {A: {matches: \"x.*\"}}}\n  \
                - {id: j, require: A, when: {$F: true}}\n  \
                - {id: k, require: e-f, when: A}\n";
    let (service, found) = spec::resolve(&spec::sources(text, None));
    let operations: Vec<_> = service.operations.iter().collect();
    let document: Value = serde_json::from_str(&export::openapi(&service, &operations, None).text).expect("JSON");
    let post = &document["paths"]["/Op"]["post"];
    let lines: Vec<_> = post["x-dependencies"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let expected = [
        "IF A=='x'|'y' THEN B AND C;",
        "IF NOT (B) THEN NOT (A) AND NOT (D==true);",
        "ZeroOrOne(A, B>5);",
        "IF B THEN (B>=1 AND B<=9);",
        "B<=C;",
        "IF (A) AND (B AND C) THEN B+C<=3;",
        "IF NOT (A) THEN A;",
        "IF D THEN NOT (D);",
    ];
    assert_eq!(lines, expected, "{found:?}");
    let unsaid = post["x-dependencies-unsaid"].as_array().into_iter().flatten();
    assert_eq!(unsaid.filter_map(|it| it["rule"].as_str()).collect::<Vec<_>>(), ["i", "j", "k"]);
}

#[test]
fn the_tiny_service_reads_as_its_snapshot_says() {
    let service = spec::folder("../cases/tiny");
    let operations: Vec<_> = service.operations.iter().collect();
    let export = export::openapi(&service, &operations, Some("new"));
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("tiny", export.text);
    });
}
