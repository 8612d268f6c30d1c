//! JSON Schema files for editors, one for each kind of spec file.
//!
//! They are cut from the schema of [`crate::spec`], so that there is one source. A modeline at the head of a spec
//! file names its schema: `# yaml-language-server: $schema=../schema/operation.schema.json`.

use crate::output::Output;
use crate::spec::json_schema;
use serde_json::{Map, Value, json};

/// The schema of one kind of spec file: `service` or `operation`.
pub fn schema(kind: &str) -> Value {
    let mut whole = json_schema();
    let definitions = match whole.get_mut("definitions").map(Value::take) {
        Some(Value::Object(definitions)) => definitions,
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => Map::new(),
    };
    let mut needed = Map::new();
    need(kind, &definitions, &mut needed);
    if let Some(root) = whole.as_object_mut() {
        root.remove("anyOf");
        root.remove("type");
        let (title, description) = match kind {
            "service" => ("A service of Contingent", "The file service.yaml of a service."),
            _ => ("An operation of Contingent", "A file below the folder operations of a service."),
        };
        root.insert("title".to_owned(), json!(title));
        root.insert("description".to_owned(), json!(description));
        root.insert("allOf".to_owned(), json!([{ "$ref": format!("#/definitions/{kind}") }]));
        root.insert("definitions".to_owned(), Value::Object(needed));
    }
    whole
}

/// The schema files that modelines name.
pub fn schemas() -> Output {
    let mut output = Output::beside_others();
    for kind in ["operation", "service"] {
        output.insert(format!("{kind}.schema.json"), format!("{:#}\n", schema(kind)));
    }
    output
}

/// Takes a definition and all that it refers to.
fn need(name: &str, definitions: &Map<String, Value>, needed: &mut Map<String, Value>) {
    let Some(definition) = definitions.get(name).filter(|_| !needed.contains_key(name)) else {
        return;
    };
    needed.insert(name.to_owned(), definition.clone());
    let mut waiting = vec![definition];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(map) => {
                let target = map.get("$ref").and_then(Value::as_str);
                if let Some(target) = target.and_then(|target| target.strip_prefix("#/definitions/")) {
                    need(target, definitions, needed);
                }
                waiting.extend(map.values());
            }
            Value::Array(list) => waiting.extend(list),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_schema_has_what_it_refers_to_and_nothing_else() {
        for (kind, other) in [("service", "operation"), ("operation", "service")] {
            let schema = schema(kind);
            let definitions = schema["definitions"].as_object().unwrap();
            assert!(definitions.contains_key(kind) && !definitions.contains_key(other), "{kind}");
            let text = schema.to_string();
            for part in text.split("#/definitions/").skip(1) {
                let target = part.split('"').next().unwrap();
                assert!(definitions.contains_key(target), "{kind}: {target}");
            }
            for name in definitions.keys() {
                assert!(text.contains(&format!("#/definitions/{name}\"")), "{kind}: {name}");
            }
        }
        assert_eq!(schemas().len(), 2);
    }
}
