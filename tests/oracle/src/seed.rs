//! CreateRestoreTask by hand: each sentence of the two pages as a line of Rust, and no spec read.
//!
//! The ids are the spec's; what they stand for is taken from the sentences alone.

use std::collections::BTreeSet;

/// True, false, or `None`: nobody knows.
type Maybe = Option<bool>;

const SEED: &str = "seed";
const CURRENT: &str = "2026-03";
const LOCATIONS: [&str; 6] = ["RDS", "ECS", "Express", "Agent", "DDS", "Other"];
const DATABASES: [&str; 6] = ["PostgreSQL", "MongoDB", "Redis", "MSSQL", "Oracle", "MySQL"];
/// Database types that only today's pages have.
const CURRENT_DATABASES: [&str; 2] = ["MariaDB", "DRDS"];
/// Names that both pages have.
const COMMON: [&str; 20] = [
    "Action",
    "BackupPlanId",
    "DestinationEndpointInstanceType",
    "RestoreTaskName",
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
    "RestoreHome",
    "DuplicateConflict",
    "ClientToken",
];
/// Names that were added after the seed: the two of the page and the undocumented ones of the metadata.
const CURRENT_NAMES: [&str; 15] = [
    "CrossAliyunId",
    "CrossRoleName",
    "AutoOpenDatabase",
    "AutoShutdownDatabase",
    "DestDatabaseInstanceClass",
    "DestDatabaseInstanceDatabaseVersion",
    "DestDatabaseInstanceRegion",
    "DestDatabaseInstanceStorageSize",
    "DestDatabaseInstanceType",
    "DestDatabaseInstanceVSwitch",
    "DestDatabaseInstanceVpc",
    "EnableDestinationEndpointSsl",
    "OwnerId",
    "RestoreDestinationMode",
    "SslCaPem",
];

fn and(a: Maybe, b: Maybe) -> Maybe {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Maybe, b: Maybe) -> Maybe {
    and(a.map(|a| !a), b.map(|b| !b)).map(|neither| !neither)
}

/// Judges a request by the location, what is known of the database type, and the names that are given (with any legal
/// value; the location counts as given and need not be among them). The answer is the ids of the violations, the
/// warnings and the undecided rules; their order says nothing.
pub fn create_restore_task(
    location: &str,
    database: Option<&str>,
    given: &BTreeSet<&str>,
    edition: Option<&str>,
) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut violations: Vec<String> = Vec::new();
    let mut warnings: Vec<String> = Vec::new();
    let mut undecided: Vec<String> = Vec::new();

    for name in ["BackupPlanId", "RestoreTaskName"] {
        if !given.contains(name) {
            violations.push(format!("{name}.required"));
        }
    }
    // dg is a location of today's page; to who follows the seed it is no location, and then nobody knows the location.
    let mut location_known = true;
    if location == "dg" && edition.is_none() {
        warnings.push("DestinationEndpointInstanceType.edition".to_owned());
    } else if !(LOCATIONS.contains(&location) || location == "dg" && edition == Some(CURRENT)) {
        violations.push("DestinationEndpointInstanceType.value".to_owned());
        location_known = false;
    }
    for name in given {
        let belongs_to = match *name {
            name if COMMON.contains(&name) => continue,
            "RegionId" => Some(SEED),
            name if CURRENT_NAMES.contains(&name) => Some(CURRENT),
            _ => None,
        };
        match (belongs_to, edition) {
            (Some(_), None) => warnings.push(format!("{name}.edition")),
            (Some(its), Some(chosen)) if its == chosen => {}
            _ => warnings.push("unknown-parameter".to_owned()),
        }
    }
    if let Some(database) = database
        && !DATABASES.contains(&database)
    {
        match (CURRENT_DATABASES.contains(&database), edition) {
            (true, Some(CURRENT)) => {}
            (true, None) => warnings.push("$DatabaseType.edition".to_owned()),
            _ => warnings.push("$DatabaseType.value".to_owned()),
        }
    }

    let at = |places: &[&str]| location_known.then(|| places.contains(&location));
    let is = |types: &[&str]| database.map(|database| types.contains(&database));
    let mut required = |id: &str, name: &str, condition: Maybe, disputed: bool| {
        if !given.contains(name) {
            match (condition, disputed) {
                (Some(false), _) | (None, true) => {}
                (Some(true), true) => warnings.push(id.to_owned()),
                (Some(true), false) => violations.push(id.to_owned()),
                (None, false) => undecided.push(id.to_owned()),
            }
        }
    };

    // "for RDS, ECS, DDS, Express, or Agent, this parameter is required"
    required("region", "DestinationEndpointRegion", at(&["RDS", "ECS", "DDS", "Express", "Agent"]), false);
    // "if the value is RDS, ECS, DDS, or Express, this parameter is required"
    required("instance-id", "DestinationEndpointInstanceID", at(&["RDS", "ECS", "DDS", "Express"]), false);
    // "is express, agent, or other. This parameter is required"
    required("ip", "DestinationEndpointIP", at(&["Express", "Agent", "Other"]), false);
    // "express, agent, other, or ECS. This parameter is required"
    required("port", "DestinationEndpointPort", at(&["Express", "Agent", "Other", "ECS"]), false);
    // "When the database type is PostgreSQL or MongoDB, this parameter is required"
    required("database-name", "DestinationEndpointDatabaseName", is(&["PostgreSQL", "MongoDB"]), false);
    // "when the database type is Redis, or the database location is agent and the database type is MSSQL": the seed
    // demands the account in this case, today's page exempts it and demands it "for all other scenarios".
    let case = or(is(&["Redis"]), and(at(&["Agent"]), is(&["MSSQL"])));
    let disputed = edition.is_none();
    for (id, name) in [("user-name", "DestinationEndpointUserName"), ("password", "DestinationEndpointPassword")] {
        if edition != Some(CURRENT) {
            required(&format!("{id}-seed"), name, case, disputed);
        }
        if edition != Some(SEED) {
            required(id, name, case.map(|case| !case), disputed);
        }
    }
    // "if you set this parameter to agent, this parameter is required"
    required("gateway", "BackupGatewayId", at(&["Agent"]), false);
    // "if the database is located in an agent, this parameter is required in other scenarios"
    required("restore-objects", "RestoreObjects", at(&["Agent"]).map(|agent| !agent), false);
    required("oracle-sid", "DestinationEndpointOracleSID", is(&["Oracle"]), false);
    // "required when agent is specified and the backup schedule is MySQL"
    required("restore-dir", "RestoreDir", and(at(&["Agent"]), is(&["MySQL"])), false);
    // "the full backup set used for restoration, which is mutually exclusive to RestoreTime"
    if given.contains("RestoreTime") && given.contains("BackupSetId") {
        violations.push("time-or-set".to_owned());
    }
    (violations, warnings, undecided)
}
