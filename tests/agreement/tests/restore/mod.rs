//! Typed requests of CreateRestoreTask by location and by which parameters are given, written by hand.

use aliyun_dbs::Edition;
use aliyun_dbs::create_restore_task::{
    CreateRestoreTaskFacts, CreateRestoreTaskRequest, DatabaseType, DestinationEndpointInstanceType, RestoreObject,
};
use aliyun_dbs::runtime::{EpochMillis, Secret};
use std::collections::BTreeSet;

/// The locations, and one that no document lists.
pub(crate) const LOCATIONS: [&str; 8] = ["RDS", "ECS", "Express", "Agent", "DDS", "Other", "dg", "agent"];

/// The database types, one that no document lists, and nothing known.
pub(crate) const DATABASES: [Option<&str>; 10] = [
    Some("PostgreSQL"),
    Some("MongoDB"),
    Some("Redis"),
    Some("MSSQL"),
    Some("Oracle"),
    Some("MySQL"),
    Some("MariaDB"),
    Some("DRDS"),
    Some("redis"),
    None,
];

pub(crate) const EDITIONS: [Option<Edition>; 3] = [None, Some(Edition::Seed), Some(Edition::E2026_03)];

/// What the rules are about, without the location.
pub(crate) const NAMES: [&str; 13] = [
    "DestinationEndpointRegion",
    "DestinationEndpointInstanceID",
    "DestinationEndpointIP",
    "DestinationEndpointPort",
    "DestinationEndpointDatabaseName",
    "DestinationEndpointUserName",
    "DestinationEndpointPassword",
    "BackupGatewayId",
    "RestoreObjects",
    "RestoreTime",
    "BackupSetId",
    "DestinationEndpointOracleSID",
    "RestoreDir",
];

/// One point of the space: indices into the lists above, and a bit for each of [`NAMES`].
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) location: usize,
    pub(crate) database: usize,
    pub(crate) edition: usize,
    pub(crate) given: u32,
}

/// The names that are given, with the required ones.
pub(crate) fn names(given: u32) -> BTreeSet<&'static str> {
    let given = NAMES.iter().enumerate().filter(|(index, _)| given >> index & 1 == 1).map(|(_, name)| *name);
    given.chain(["BackupPlanId", "RestoreTaskName"]).collect()
}

pub(crate) fn request(location: usize, given: u32) -> CreateRestoreTaskRequest {
    let location = DestinationEndpointInstanceType::from(LOCATIONS[location]);
    let mut request = CreateRestoreTaskRequest::new("dbs1hvb0ww", location, "nightly");
    let text = |index: u32, text: &str| (given >> index & 1 == 1).then(|| text.to_owned());
    let given = |index: u32| given >> index & 1 == 1;
    request.destination_endpoint_region = text(0, "cn-hangzhou");
    request.destination_endpoint_instance_id = text(1, "rm-bp1");
    request.destination_endpoint_ip = text(2, "192.0.2.1");
    request.destination_endpoint_port = given(3).then_some(3306);
    request.destination_endpoint_database_name = text(4, "sales");
    request.destination_endpoint_user_name = text(5, "restore");
    request.destination_endpoint_password = given(6).then(|| Secret::from("hunter2"));
    request.backup_gateway_id = given(7).then_some(43_123_424);
    request.restore_objects = given(8).then(|| vec![RestoreObject::new().db_name("sales")]);
    request.restore_time = given(9).then_some(EpochMillis(1_554_560_477_000));
    request.backup_set_id = text(10, "dbs1");
    request.destination_endpoint_oracle_sid = text(11, "ORCL");
    request.restore_dir = text(12, "/restored");
    request
}

pub(crate) fn facts(database: usize) -> CreateRestoreTaskFacts {
    let mut facts = CreateRestoreTaskFacts::new();
    facts.database_type = DATABASES[database].map(DatabaseType::from);
    facts
}
