//! The requests that all validators get: one that is valid, one that breaks three rules, and a thousand of all kinds.

use aliyun_dbs::create_restore_task::{
    CreateRestoreTaskFacts, CreateRestoreTaskRequest, DatabaseType, DestinationEndpointInstanceType, DuplicateConflict,
    RestoreObject,
};
use aliyun_dbs::runtime::{EpochMillis, Facts, Value};

use crate::random::Random;

/// A request in every form that a validator takes it in.
pub struct Case {
    /// The typed struct.
    pub request: CreateRestoreTaskRequest,
    /// What is known beside it.
    pub facts: CreateRestoreTaskFacts,
    /// The request as the evaluator takes it.
    pub value: Value,
    /// The facts as the evaluator takes them.
    pub value_facts: Facts,
    /// The request as a JSON Schema validator takes it: facts are properties, named as in rules.
    pub json: serde_json::Value,
}

impl Case {
    /// # Panics
    /// The JSON of the project is not JSON.
    fn new(request: CreateRestoreTaskRequest, facts: CreateRestoreTaskFacts) -> Self {
        let (value, value_facts) = (request.to_value(), facts.to_facts());
        let parse = |value: &Value| serde_json::from_str(&value.to_string()).expect("a value prints as JSON");
        let mut json: serde_json::Value = parse(&value);
        for name in value_facts.names() {
            json[format!("${name}")] = value_facts.get(name).map_or(serde_json::Value::Null, parse);
        }
        Self { request, facts, value, value_facts, json }
    }

    /// A request that nothing is wrong with, in any edition.
    pub fn valid() -> Self {
        let mut request = CreateRestoreTaskRequest::new("dbs1hvb0ww", DestinationEndpointInstanceType::Rds, "nightly")
            .destination_endpoint_region("cn-hangzhou")
            .destination_endpoint_instance_id("rm-bp1p8c29")
            .destination_endpoint_user_name("restorer")
            .destination_endpoint_password("example");
        request.restore_objects = Some(vec![RestoreObject::new().db_name("sales").new_db_name("sales_copy")]);
        request.restore_time = Some(EpochMillis(1_554_560_477_000));
        Self::new(request, CreateRestoreTaskFacts::new().database_type(DatabaseType::MySql))
    }

    /// A request that breaks the rules `port`, `gateway` and `restore-dir`.
    pub fn three_broken() -> Self {
        let request = CreateRestoreTaskRequest::new("dbs1hvb0ww", DestinationEndpointInstanceType::Agent, "nightly")
            .destination_endpoint_region("cn-hangzhou")
            .destination_endpoint_ip("192.0.2.1");
        Self::new(request, CreateRestoreTaskFacts::new().database_type(DatabaseType::MySql))
    }

    /// The same requests in every run: every location and database, listed or not, and anything from nearly every
    /// parameter to half of them.
    pub fn mixed(count: usize) -> Vec<Self> {
        let mut random = Random::new(7);
        (0..count).map(|_| mixed(&mut random)).collect()
    }
}

const LOCATIONS: [&str; 8] = ["RDS", "ECS", "Express", "Agent", "DDS", "Other", "dg", "Moon"];
const DATABASES: [&str; 7] = ["PostgreSQL", "MongoDB", "Redis", "MSSQL", "Oracle", "MySQL", "MariaDB"];

fn mixed(random: &mut Random) -> Case {
    // Most requests name a location that there is, and give most of what could be needed: then about half are valid.
    let location = if random.one_in(16) { random.of(&LOCATIONS) } else { random.of(&LOCATIONS[..6]) };
    let rarely_absent = *random.of(&[2, 32, 64, 128]);
    let mut request = CreateRestoreTaskRequest::new("plan", DestinationEndpointInstanceType::from(*location), "task");
    let text = |random: &mut Random| (!random.one_in(rarely_absent)).then(|| "text".to_owned());
    request.destination_endpoint_region = text(random);
    request.destination_endpoint_instance_id = text(random);
    request.destination_endpoint_ip = text(random);
    request.destination_endpoint_database_name = text(random);
    request.destination_endpoint_user_name = text(random);
    request.destination_endpoint_password = text(random).map(Into::into);
    request.destination_endpoint_oracle_sid = text(random);
    request.restore_dir = text(random);
    request.destination_endpoint_port = text(random).map(|_| 3306);
    request.backup_gateway_id = text(random).map(|_| 43_123_424);
    request.restore_objects = text(random).map(|text| vec![RestoreObject::new().db_name(text)]);
    // Both of them break a rule, none or one does not.
    let which = random.below(16);
    request.restore_time = (which < 8).then_some(EpochMillis(1_554_560_477_000));
    request.backup_set_id = (which > 6).then(|| "set".to_owned());
    request.duplicate_conflict = match random.below(32) {
        0 => Some(DuplicateConflict::from("overwrite")),
        1..12 => Some(DuplicateConflict::Failure),
        12..20 => Some(DuplicateConflict::Renamenew),
        _ => None,
    };
    // What another edition has is worth a warning, and makes nothing invalid.
    request.cross_role_name = random.one_in(16).then(|| "role".to_owned());
    Case::new(request, CreateRestoreTaskFacts::new().database_type(DatabaseType::from(*random.of(&DATABASES))))
}
