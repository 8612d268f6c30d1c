//! The same rules as a JSON Schema: a condition is an `if`, what it demands is a `then`.

use serde_json::{Value, json};

/// The schema of a request in the edition of the seed; facts are properties whose names begin with `$`.
pub fn schema() -> Value {
    let text = || json!({ "type": "string" });
    let mut properties = serde_json::Map::new();
    for name in [
        "BackupPlanId",
        "RestoreTaskName",
        "DestinationEndpointRegion",
        "DestinationEndpointInstanceID",
        "DestinationEndpointIP",
        "DestinationEndpointDatabaseName",
        "DestinationEndpointUserName",
        "DestinationEndpointPassword",
        "BackupSetId",
        "DestinationEndpointOracleSID",
        "RestoreDir",
        "RestoreHome",
        "RegionId",
        "ClientToken",
    ] {
        properties.insert(name.to_owned(), text());
    }
    let locations = ["RDS", "ECS", "Express", "Agent", "DDS", "Other"];
    properties.insert(LOCATION.to_owned(), json!({ "enum": locations }));
    properties.insert("DuplicateConflict".to_owned(), json!({ "enum": ["failure", "renamenew"] }));
    let port = json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX });
    properties.insert("DestinationEndpointPort".to_owned(), port);
    let long = || json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX });
    properties.insert("BackupGatewayId".to_owned(), long());
    properties.insert("RestoreTime".to_owned(), long());
    let object = json!({
        "type": "object",
        "properties": { "DBName": text(), "NewDBName": text(), "SchemaName": text(), "NewSchemaName": text() },
    });
    properties.insert("RestoreObjects".to_owned(), json!({ "type": "array", "items": object }));
    json!({
        "type": "object",
        "properties": properties,
        "required": ["BackupPlanId", LOCATION, "RestoreTaskName"],
        "allOf": rules(),
    })
}

const LOCATION: &str = "DestinationEndpointInstanceType";
const DATABASE: &str = "$DatabaseType";

fn rules() -> Vec<Value> {
    let account = any(&[has(DATABASE, &["Redis"]), both("Agent", "MSSQL")]);
    vec![
        when(has(LOCATION, &["RDS", "ECS", "DDS", "Express", "Agent"]), "DestinationEndpointRegion"),
        when(has(LOCATION, &["RDS", "ECS", "DDS", "Express"]), "DestinationEndpointInstanceID"),
        when(has(LOCATION, &["Express", "Agent", "Other"]), "DestinationEndpointIP"),
        when(has(LOCATION, &["Express", "Agent", "Other", "ECS"]), "DestinationEndpointPort"),
        when(has(DATABASE, &["PostgreSQL", "MongoDB"]), "DestinationEndpointDatabaseName"),
        when(account.clone(), "DestinationEndpointUserName"),
        when(account, "DestinationEndpointPassword"),
        when(has(LOCATION, &["Agent"]), "BackupGatewayId"),
        json!({ "if": has(LOCATION, &["Agent"]), "else": { "required": ["RestoreObjects"] } }),
        json!({ "not": { "required": ["RestoreTime", "BackupSetId"] } }),
        when(has(DATABASE, &["Oracle"]), "DestinationEndpointOracleSID"),
        when(both("Agent", "MySQL"), "RestoreDir"),
    ]
}

/// `required` belongs into it: without, a request that lacks the property has every value.
fn has(name: &str, values: &[&str]) -> Value {
    let test = match values {
        [only] => json!({ "const": only }),
        _ => json!({ "enum": values }),
    };
    json!({ "properties": { name: test }, "required": [name] })
}

fn both(location: &str, database: &str) -> Value {
    json!({
        "properties": { LOCATION: { "const": location }, DATABASE: { "const": database } },
        "required": [LOCATION, DATABASE],
    })
}

fn any(conditions: &[Value]) -> Value {
    json!({ "anyOf": conditions })
}

fn when(condition: Value, demanded: &str) -> Value {
    json!({ "if": condition, "then": { "required": [demanded] } })
}
