//! The JSON Schema of spec files, for editors: completion, hints and red lines while one types.

use super::language::{self, Key, Mapping, Shape, Word};
use serde_json::{Map, Value, json};

/// JSON Schema (draft 07) that accepts operation files and `service.yaml`.
///
/// It is made from the table of the language. Conditions and forms, which the table leaves to the next
/// stage, are described as far as completion needs it.
pub fn json_schema() -> Value {
    let mut definitions = Map::new();
    for mapping in language::mappings() {
        definitions.insert(id(mapping), definition(mapping));
    }
    definitions.insert("condition".to_owned(), condition());
    definitions.insert("member".to_owned(), member());
    definitions.insert("tests".to_owned(), tests());
    definitions.insert("test".to_owned(), test());
    definitions.insert("operators".to_owned(), operators());
    definitions.insert("scalar".to_owned(), scalar("A value, as it is written."));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A spec of Contingent",
        "description": "An operation file, or service.yaml.",
        "type": "object",
        "anyOf": [
            { "$ref": "#/definitions/operation" },
            { "$ref": "#/definitions/service" },
        ],
        "definitions": definitions,
    })
}

fn id(mapping: &Mapping) -> String {
    mapping.what.replace(' ', "_")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn definition(mapping: &Mapping) -> Value {
    let properties: Map<String, Value> = mapping.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = mapping.keys.iter().filter(|key| key.mandatory).map(|key| key.name).collect();
    let mut definition = json!({
        "type": if required.is_empty() { json!(["object", "null"]) } else { json!("object") },
        "description": mapping.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    if let (Some(definition), false) = (definition.as_object_mut(), required.is_empty()) {
        definition.insert("required".to_owned(), json!(required));
    }
    if let (Some(definition), true) = (definition.as_object_mut(), mapping.key("require").is_some()) {
        let forms: Vec<Value> = language::FORMS.iter().map(|form| json!({ "required": [form] })).collect();
        definition.insert("oneOf".to_owned(), Value::Array(forms));
    }
    definition
}

fn property(key: &Key) -> Value {
    let mut schema = shape(key);
    // Draft 07 ignores everything beside a reference, so the sentence needs a level of its own.
    if schema.get("$ref").is_some() {
        schema = json!({ "allOf": [schema] });
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(key.doc));
    }
    schema
}

fn shape(key: &Key) -> Value {
    let names = json!({ "type": "array", "items": scalar("A name.") });
    match key.shape {
        Shape::Text | Shape::Name | Shape::Value => scalar(key.doc),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Count => json!({ "type": "integer", "minimum": 0 }),
        Shape::Values => json!({ "type": "array", "minItems": 1, "items": reference("scalar") }),
        Shape::Names => names,
        Shape::NameOrNames => json!({ "anyOf": [scalar("A name."), names] }),
        Shape::Word(known) => words(known),
        Shape::Words(known) => json!({
            "anyOf": [words(known), { "type": "array", "minItems": 1, "items": words(known) }],
        }),
        Shape::Texts => json!({
            "type": ["object", "null"],
            "additionalProperties": scalar("A text."),
        }),
        Shape::Editions => {
            let documented = json!({
                "type": "object",
                "minProperties": 1,
                "additionalProperties": { "type": ["string", "number", "boolean", "null"] },
            });
            let mut one = documented.clone();
            if let Some(one) = one.as_object_mut() {
                one.insert("maxProperties".to_owned(), json!(1));
            }
            json!({
                "anyOf": [
                    { "type": "array", "items": { "anyOf": [one, scalar("A name.")] } },
                    documented,
                    { "type": "null" },
                ],
            })
        }
        Shape::One(mapping) => reference(&id(mapping)),
        Shape::Named(mapping) | Shape::Valued(mapping) => json!({
            "type": ["object", "null"],
            "additionalProperties": reference(&id(mapping)),
        }),
        Shape::Each(mapping) => json!({
            "type": ["array", "null"],
            "items": reference(&id(mapping)),
        }),
        Shape::Condition => reference("condition"),
        Shape::Form => form(key.name),
        Shape::Opaque => json!({ "type": ["object", "null"] }),
    }
}

fn scalar(doc: &str) -> Value {
    json!({ "type": ["string", "number", "boolean"], "description": doc })
}

/// One `const` for each word and not an `enum`, because only so each word has a sentence of its own.
fn words(words: &[Word]) -> Value {
    let known: Vec<Value> = words.iter().map(|word| json!({ "const": word.name, "description": word.doc })).collect();
    json!({ "oneOf": known })
}

/// What stands behind the key of a form.
fn form(name: &str) -> Value {
    let member_list = json!({ "type": "array", "minItems": 1, "items": reference("member") });
    let name_list = json!({ "type": "array", "minItems": 1, "items": scalar("A parameter.") });
    match name {
        "require" => json!({ "anyOf": [scalar("A parameter."), name_list, reference("tests")] }),
        "ignored" => json!({ "anyOf": [scalar("A parameter."), name_list] }),
        "allow" => reference("tests"),
        "default" => json!({
            "type": "object",
            "minProperties": 1,
            "additionalProperties": reference("scalar"),
        }),
        "compare" => {
            json!({ "type": "string", "description": "sum < | <= | > | >= | == | != sum" })
        }
        "ensure" => reference("condition"),
        "forbid" => json!({ "anyOf": [reference("member"), member_list] }),
        _group => member_list,
    }
}

fn member() -> Value {
    json!({ "description": "A parameter, or a condition.", "allOf": [reference("condition")] })
}

fn condition() -> Value {
    let list = json!({ "type": "array", "minItems": 1, "items": reference("condition") });
    let members = json!({ "type": "array", "minItems": 1, "items": reference("member") });
    let names = json!({
        "anyOf": [
            scalar("A parameter."),
            { "type": "array", "minItems": 1, "items": scalar("A parameter.") },
        ],
    });
    let described = |doc: &str, mut schema: Value| {
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), json!(doc));
        }
        schema
    };
    json!({
        "description": "A name (it is given), a map from names to values, or a map with one of the keywords.",
        "anyOf": [
            scalar("The parameter is given."),
            {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "all": described("All of these hold.", list.clone()),
                    "any": described("At least one of these holds.", list),
                    "not": { "description": "This does not hold.", "allOf": [reference("condition")] },
                    "absent": described("None of these is given.", names),
                    "exactly_one": described("Exactly one of these holds.", members.clone()),
                    "at_most_one": described("At most one of these holds.", members.clone()),
                    "at_least_one": described("At least one of these holds.", members.clone()),
                    "all_or_none": described("All of these hold, or none.", members),
                    "compare": { "type": "string", "description": "A comparison; all operands must be given." },
                },
                "additionalProperties": reference("test"),
            },
        ],
    })
}

/// What a map from names tests: values, or operators.
fn tests() -> Value {
    json!({
        "type": "object",
        "minProperties": 1,
        "additionalProperties": reference("test"),
    })
}

fn test() -> Value {
    json!({
        "anyOf": [
            reference("scalar"),
            { "type": "array", "minItems": 1, "items": reference("scalar") },
            reference("operators"),
        ],
    })
}

fn operators() -> Value {
    let operators = [
        ("eq", "Equal to the value."),
        ("ne", "Given, and different from the value."),
        ("gt", "Greater than the value."),
        ("ge", "Greater than the value or equal to it."),
        ("lt", "Less than the value."),
        ("le", "Less than the value or equal to it."),
    ];
    let mut properties: Map<String, Value> =
        operators.into_iter().map(|(name, doc)| (name.to_owned(), scalar(doc))).collect();
    properties.insert(
        "matches".to_owned(),
        json!({ "type": "string", "description": "The whole text matches the regular expression." }),
    );
    json!({
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(target)) = map.get("$ref") {
                    found.push(target.clone());
                }
                map.values().for_each(|it| references(it, found));
            }
            Value::Array(list) => list.iter().for_each(|it| references(it, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_reference_has_its_definition() {
        let schema = json_schema();
        let mut found = Vec::new();
        references(&schema, &mut found);
        assert!(found.len() > 50);
        for target in found {
            let pointer = target.trim_start_matches('#');
            assert!(schema.pointer(pointer).is_some(), "{target}");
        }
    }

    #[test]
    fn every_key_has_a_sentence() {
        let schema = json_schema();
        for mapping in language::mappings() {
            for key in mapping.keys {
                let pointer = format!("/definitions/{}/properties/{}/description", id(mapping), key.name);
                assert_eq!(schema.pointer(&pointer), Some(&json!(key.doc)), "{pointer}");
            }
        }
    }
}
