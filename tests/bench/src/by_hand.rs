//! The seed's rules as a Rust programmer would write them who knows that they will never change: one line each.

use aliyun_dbs::create_restore_task::DatabaseType::{MongoDb, Mssql, MySql, Oracle, PostgreSql, Redis};
use aliyun_dbs::create_restore_task::DestinationEndpointInstanceType::{
    Agent, Dds, Dg, Ecs, Express, Other, Rds, Unknown,
};
use aliyun_dbs::create_restore_task::{CreateRestoreTaskFacts, CreateRestoreTaskRequest, DuplicateConflict};

/// A bit for each rule that is broken, in the order of the page, then one for each value that is not listed. The facts
/// are known, the edition is the seed's; nothing is said of parameters that it does not have.
pub fn broken(request: &CreateRestoreTaskRequest, facts: &CreateRestoreTaskFacts) -> u16 {
    let at = &request.destination_endpoint_instance_type;
    let database = &facts.database_type;
    let account = matches!(database, Some(Redis)) || matches!(at, Agent) && matches!(database, Some(Mssql));
    let broken = [
        matches!(at, Rds | Ecs | Dds | Express | Agent) && request.destination_endpoint_region.is_none(),
        matches!(at, Rds | Ecs | Dds | Express) && request.destination_endpoint_instance_id.is_none(),
        matches!(at, Express | Agent | Other) && request.destination_endpoint_ip.is_none(),
        matches!(at, Express | Agent | Other | Ecs) && request.destination_endpoint_port.is_none(),
        matches!(database, Some(PostgreSql | MongoDb)) && request.destination_endpoint_database_name.is_none(),
        account && request.destination_endpoint_user_name.is_none(),
        account && request.destination_endpoint_password.is_none(),
        matches!(at, Agent) && request.backup_gateway_id.is_none(),
        !matches!(at, Agent) && request.restore_objects.is_none(),
        request.restore_time.is_some() && request.backup_set_id.is_some(),
        matches!(database, Some(Oracle)) && request.destination_endpoint_oracle_sid.is_none(),
        matches!(at, Agent) && matches!(database, Some(MySql)) && request.restore_dir.is_none(),
        matches!(at, Dg | Unknown(_)),
        matches!(request.duplicate_conflict, Some(DuplicateConflict::Unknown(_))),
    ];
    broken.iter().zip(0..).fold(0, |bits, (broken, index)| bits | u16::from(*broken) << index)
}

/// The names of the broken rules, for whoever reads an error.
pub const NAMES: [&str; 14] = [
    "region",
    "instance-id",
    "ip",
    "port",
    "database-name",
    "user-name",
    "password",
    "gateway",
    "restore-objects",
    "time-or-set",
    "oracle-sid",
    "restore-dir",
    "location",
    "conflict",
];
