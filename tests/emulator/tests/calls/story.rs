//! The story of the real service, told by its own client: what `tests/clients` tells with those of others.

use std::time::Duration;

use aliyun_dbs::configure_backup_plan::{RdsRequired as SourceRequired, RdsSource, Source};
use aliyun_dbs::create_backup_plan::{BackupMethod, DatabaseType, InstanceClass};
use aliyun_dbs::create_restore_task::{
    AgentDestination, AgentRequired, Destination, RdsDestination, RdsRequired, RestoreObject, rules,
};
use aliyun_dbs::emulator::Emulator;

fn rds() -> Destination {
    Destination::Rds(RdsDestination::new(RdsRequired {
        region: "cn-hangzhou".into(),
        instance_id: "rm-bp1".into(),
        restore_objects: vec![RestoreObject::new().db_name("sales")],
    }))
}

#[tokio::test]
async fn a_plan_is_bought_and_a_database_restored() {
    let emulator = Emulator::start().await.unwrap();
    let dbs = emulator.client().unwrap();
    let regions = dbs.describe_regions().send().await.unwrap().regions;
    assert!(regions.iter().any(|region| region == "cn-hangzhou"));

    let plan = dbs
        .create_backup_plan(DatabaseType::MySql, BackupMethod::Logical, InstanceClass::Micro)
        .region("cn-hangzhou")
        .send()
        .await
        .unwrap()
        .backup_plan_id;
    let source = RdsSource::new(SourceRequired { region: "cn-hangzhou".into(), instance_id: "rm-1".into() });
    let configure = dbs.configure_backup_plan(plan.as_str(), "nightly", Source::Rds(source));
    let configure = configure.source_endpoint_user_name("backup").source_endpoint_password("hunter2");
    configure.with_facts_from_service().send().await.unwrap();
    dbs.start_backup_plan(plan.as_str()).send().await.unwrap();
    emulator.advance(Duration::from_secs(5));
    let running = dbs.wait_for_backup_plan_running(plan.as_str(), Duration::from_secs(10)).await.unwrap();
    assert_eq!(running.backup_plan_name.as_deref(), Some("nightly"));

    let task = dbs.create_restore_task(plan.as_str(), "first", rds()).with_facts_from_service().send().await.unwrap();
    dbs.start_restore_task(task.restore_task_id.as_str()).send().await.unwrap();
    emulator.advance(Duration::from_secs(65));
    let done =
        dbs.wait_for_restore_task_finished(task.restore_task_id.as_str(), Duration::from_secs(10)).await.unwrap();
    assert_eq!(done.full_data_restore_progress, Some(100));
    assert!(done.restore_task_finish_time > done.restore_task_create_time);
}

#[tokio::test]
async fn every_broken_rule_is_named_before_anything_is_sent_and_by_the_service() {
    let emulator = Emulator::start().await.unwrap();
    let dbs = emulator.client().unwrap();
    let plan = dbs.create_backup_plan(DatabaseType::MySql, BackupMethod::Logical, InstanceClass::Micro);
    let plan = plan.region("cn-hangzhou").send().await.unwrap().backup_plan_id;
    let agent = || {
        let required =
            AgentRequired { region: "cn-hangzhou".into(), ip: "192.0.2.1".into(), port: 3306, backup_gateway_id: 1 };
        Destination::Agent(AgentDestination::new(required))
    };
    let before = emulator.journal().len();
    let error =
        dbs.create_restore_task(plan.as_str(), "t", agent()).with_facts_from_service().send().await.unwrap_err();
    assert_eq!(error.verdict().unwrap().violations[0].rule, rules::RESTORE_DIR);
    assert_eq!(emulator.journal().len(), before + 1, "the look-up and nothing else");
    // Whoever sends it all the same hears it from the service.
    let error = dbs.create_restore_task(plan.as_str(), "t", agent()).send_unchecked().await.unwrap_err();
    assert!(error.is_service() && error.to_string().contains("RestoreDir"), "{error}");
    let call = dbs.create_restore_task(plan.as_str(), "t", agent()).with_facts_from_service();
    let error = call.allow_rule(rules::RESTORE_DIR).send().await.unwrap_err();
    assert!(error.is_service(), "{error}");
    let task = dbs.create_restore_task(plan.as_str(), "t", agent()).restore_dir("/var/lib/mysql");
    task.with_facts_from_service().send().await.unwrap();
}
