//! The real service's client: a call as one writes it, what is sent, and what comes back.

use std::time::Duration;

use aliyun_dbs::create_restore_task::{
    CreateRestoreTaskFacts, CreateRestoreTaskRequest, DatabaseType, Destination, RdsDestination, RdsRequired, rules,
};
use aliyun_dbs::runtime::client::credentials::Credentials;
use aliyun_dbs::runtime::transport::mock::{Answer, Expectation, MockTransport};
use aliyun_dbs::{Client, Edition, blocking};

fn client(transport: &MockTransport) -> Client {
    let builder = Client::builder().region("cn-hangzhou").credentials(Credentials::new("testid", "testsecret"));
    builder.transport(transport.clone()).build().expect("a client")
}

fn waiting(transport: &MockTransport) -> blocking::Client {
    let builder = blocking::Client::builder().credentials(Credentials::new("testid", "testsecret"));
    builder.transport(transport.clone()).build().expect("a client")
}

fn rds() -> Destination {
    let required =
        RdsRequired { region: "cn-hangzhou".into(), instance_id: "rm-bp1".into(), restore_objects: Vec::new() };
    Destination::Rds(RdsDestination::new(required))
}

fn created() -> Answer {
    Answer::json(200, r#"{"RestoreTaskId":"s102h","Success":true,"HttpStatusCode":200,"RequestId":"60AF7C5D"}"#)
}

fn plans(kind: &str, state: &str) -> Answer {
    let plan = format!(r#"{{"BackupPlanId":"dbs1hvb0ww","DatabaseType":"{kind}","BackupPlanStatus":"{state}"}}"#);
    Answer::json(200, format!(r#"{{"Items":{{"BackupPlanDetail":[{plan}]}},"Success":true,"TotalElements":1}}"#))
}

#[tokio::test]
async fn a_restore_is_one_expression() {
    let transport = MockTransport::new();
    transport.expect(
        Expectation::of::<CreateRestoreTaskRequest>()
            .with("DestinationEndpointInstanceType", "RDS")
            .with("DestinationEndpointInstanceID", "rm-bp1")
            .with("RestoreTime", "1554560477000")
            .with("AutoOpenDatabase", "true")
            .answer(created()),
    );
    let dbs = client(&transport);
    let reply = dbs
        .create_restore_task("dbs1hvb0ww", "nightly", rds())
        .restore_time(1_554_560_477_000)
        .facts(CreateRestoreTaskFacts::new().database_type(DatabaseType::MySql))
        .extra("AutoOpenDatabase", "true")
        .send()
        .await
        .expect("a reply");
    assert_eq!(reply.restore_task_id, "s102h");
    transport.verify().expect("nothing left");
    let call = transport.calls().remove(0);
    assert_eq!(call.request.uri().to_string(), "https://dbs-api.cn-hangzhou.aliyuncs.com/");
    assert_eq!((call.header("x-acs-version"), call.get("ClientToken").map(str::len)), (Some("2019-03-06"), Some(32)));
}

#[tokio::test]
async fn rules_are_checked_before_anything_is_sent() {
    let transport = MockTransport::new();
    transport.expect(Expectation::new("CreateRestoreTask").always(created()));
    let dbs = client(&transport);
    let both = || dbs.create_restore_task("dbs1hvb0ww", "nightly", rds()).restore_time(0).backup_set_id("1hvb");
    let error = both().send().await.unwrap_err();
    assert!(error.is_violation() && error.to_string().contains("time-or-set"), "{error}");
    assert!(transport.calls().is_empty());
    assert!(both().allow_rule(rules::TIME_OR_SET).send().await.is_ok());
    assert!(both().send_unchecked().await.is_ok());

    let strict = dbs.clone().edition(Edition::E2026_03);
    let facts = CreateRestoreTaskFacts::new().database_type(DatabaseType::MySql);
    let error = strict.create_restore_task("dbs1hvb0ww", "nightly", rds()).facts(facts).send().await.unwrap_err();
    assert!(error.to_string().contains(rules::PASSWORD), "{error}");
    let request = CreateRestoreTaskRequest::with_destination("dbs1hvb0ww", "nightly", rds());
    assert_eq!(dbs.call(request).send().await.expect("a reply").restore_task_id, "s102h");
}

#[tokio::test]
async fn what_the_plan_is_comes_from_the_service() {
    let transport = MockTransport::new();
    transport.expect(
        Expectation::new("DescribeBackupPlanList")
            .with("BackupPlanId", "dbs1hvb0ww")
            .answer(plans("Oracle", "running")),
    );
    let call = client(&transport).create_restore_task("dbs1hvb0ww", "nightly", rds()).with_facts_from_service();
    let error = call.send().await.unwrap_err();
    assert!(error.is_violation() && error.to_string().contains(rules::ORACLE_SID), "{error}");
    transport.verify().expect("nothing left");
}

#[test]
fn the_same_without_async() {
    let transport = MockTransport::new();
    let tasks = |ids: [&str; 2]| {
        let tasks = ids.map(|id| format!(r#"{{"RestoreTaskId":"{id}","RestoreStatus":"running"}}"#)).join(",");
        Answer::json(200, format!(r#"{{"Items":{{"RestoreTaskDetail":[{tasks}]}},"TotalElements":4,"Success":true}}"#))
    };
    transport.expect(Expectation::new("CreateRestoreTask").answer(created()));
    transport.expect(Expectation::new("DescribeRestoreTaskList").with("PageNum", "0").answer(tasks(["a", "b"])));
    transport.expect(Expectation::new("DescribeRestoreTaskList").with("PageNum", "1").answer(tasks(["c", "d"])));
    transport.expect(
        Expectation::new("DescribeBackupPlanList")
            .answer(plans("MySQL", "check_pass"))
            .answer(plans("MySQL", "running")),
    );
    let dbs = waiting(&transport);
    assert_eq!(
        dbs.create_restore_task("dbs1hvb0ww", "nightly", rds()).send().expect("a reply").restore_task_id,
        "s102h"
    );
    let ids: Vec<String> = dbs
        .describe_restore_task_list()
        .backup_plan_id("dbs1hvb0ww")
        .pages()
        .map(|task| task.expect("a task").restore_task_id.unwrap_or_default())
        .collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    let plan = dbs.wait_for_backup_plan_running("dbs1hvb0ww", Duration::from_secs(60)).expect("a plan");
    assert_eq!(plan.backup_plan_id.as_deref(), Some("dbs1hvb0ww"));
    assert_eq!(transport.sleeps(), [Duration::from_secs(5)]);
    transport.verify().expect("nothing left");
}

#[test]
fn a_client_of_the_environment_is_a_clear_error_or_a_client() {
    let at = |host: &'static str| {
        let variable = move |name: &str| (name == "DBS_ENDPOINT").then(|| host.to_owned());
        blocking::Client::builder().from_lookup(&variable).build().map(|client| client.endpoint().to_string())
    };
    assert_eq!(at("http://127.0.0.1:8080").expect("a client"), "http://127.0.0.1:8080");
    assert!(at("a/b").unwrap_err().is_setup());
}
