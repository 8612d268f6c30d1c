//! The service as the OpenAPI document that one would write for another generator: a path for each operation, its
//! parameters in the query, its reply as a schema.
//!
//! What the other generator would make a type with a regular expression of, lengths and patterns, is left out: it is
//! compared by what it needs for calls alone.

use contingent::model::{Operation, Parameter, Service};
use contingent_rules::Kind;
use serde_json::{Map, Value, json};

/// The document, as version 3.0 writes it.
pub fn document(service: &Service) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let refusal = json!({ "description": "An error.", "content": content("Error") });
    for operation in &service.operations {
        let mut good = json!({ "description": "What the service answers." });
        if let Some(response) = &operation.response {
            let name = format!("{}Response", operation.type_name);
            good["content"] = content(&name);
            schemas.insert(name, object(&response.fields, false));
        }
        let post = json!({
            "operationId": operation.name,
            "summary": operation.summary,
            "description": operation.doc,
            "parameters": parameters(operation),
            "responses": { "200": good, "4XX": refusal, "5XX": refusal },
        });
        paths.insert(format!("/{}", operation.name), json!({ "post": post }));
    }
    let text = json!({ "type": "string" });
    let error = json!({ "Code": text, "Message": text, "RequestId": text, "HostId": text });
    schemas.insert("Error".to_owned(), json!({ "type": "object", "properties": error }));
    json!({
        "openapi": "3.0.3",
        "info": { "title": service.title, "version": service.version, "description": service.doc },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn content(schema: &str) -> Value {
    json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } })
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let sent = operation.parameters.iter().filter(|it| it.def.constant.is_none());
    let parameter = |it: &Parameter| {
        json!({
            "name": it.def.name,
            "in": "query",
            "required": it.def.required && it.def.editions.is_empty(),
            "description": it.doc,
            "schema": schema(it, true),
        })
    };
    sent.map(parameter).collect()
}

/// The schema of one value; what travels in a query is a text where it would be a structure.
fn schema(parameter: &Parameter, sent: bool) -> Value {
    let integer = |format: &str| json!({ "type": "integer", "format": format });
    let item = || parameter.item.as_ref().map_or(json!({}), |item| schema(item, sent));
    let mut schema = match &parameter.def.kind {
        Kind::String => json!({ "type": "string" }),
        Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => json!({ "type": "string" }),
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) if sent => json!({ "type": "string" }),
        Kind::Integer => integer("int32"),
        Kind::Long | Kind::TimestampMs => integer("int64"),
        Kind::Number => json!({ "type": "number" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        // In a reply another value may come; so does ours read it.
        Kind::Enum { open, .. } if *open || !sent => json!({ "type": "string" }),
        Kind::Enum { values, .. } => {
            let mut listed: Vec<&str> = Vec::new();
            for value in values {
                // The other generator panics at two values that become one name, such as manual and Manual.
                if !listed.iter().any(|it| it.eq_ignore_ascii_case(&value.value)) {
                    listed.push(&value.value);
                }
            }
            json!({ "type": "string", "enum": listed })
        }
        Kind::List(_) => {
            let list = json!({ "type": "array", "items": item() });
            match &parameter.wrapper {
                Some(wrapper) => json!({ "type": "object", "properties": { wrapper: list } }),
                None => list,
            }
        }
        Kind::Object(_) => object(&parameter.fields, sent),
        Kind::Map(_) => json!({ "type": "object", "additionalProperties": item() }),
    };
    if !parameter.doc.is_empty() {
        schema["description"] = json!(parameter.doc);
    }
    schema
}

fn object(fields: &[Parameter], sent: bool) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.def.name.clone(), schema(field, sent))).collect();
    let required: Vec<&str> = fields.iter().filter(|it| it.def.required).map(|field| field.def.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    // An empty list of required names is none.
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}
