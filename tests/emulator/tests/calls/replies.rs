//! Every operation of the real service is answered as its `response` says: fields, types, lists and listed values.

use std::collections::BTreeSet;
use std::time::Duration;

use aliyun_dbs::emulator::{Emulator, SERVICE};
use contingent_runtime::Value;
use contingent_runtime::rules::service::{ReplyField, ReplyKind, Service};
use contingent_runtime::rules::{Decimal, Kind};

/// Calls in their order: seconds that pass before, the operation, what is sent, and what is taken from the reply for those
/// after it. `<plan>` and the like stand for what was taken.
type Step = (u64, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const DAY: &[Step] = &[
    (0, "InitializeDbsServiceLinkedRole", "", &[]),
    (0, "DescribeRegions", "", &[]),
    (0, "DescribeNodeCidrList", "Region=cn-hangzhou", &[]),
    (0, "DescribeBackupGatewayList", "Region=cn-hangzhou", &[]),
    (0, "CreateGetDBListFromAgentTask", "BackupGatewayId=160813&DatabaseType=MySQL", &[("list", "TaskId")]),
    (5, "GetDBListFromAgent", "TaskId=<list>&BackupGatewayId=160813", &[]),
    (
        0,
        "CreateBackupPlan",
        "DatabaseType=MySQL&BackupMethod=logical&InstanceClass=small&Region=cn-hangzhou&Period=Year&UsedTime=2",
        &[("plan", "BackupPlanId")],
    ),
    (
        0,
        "ConfigureBackupPlan",
        "BackupPlanId=<plan>&BackupPlanName=p&SourceEndpointInstanceType=RDS&SourceEndpointRegion=cn-hangzhou\
         &SourceEndpointInstanceID=rm-1&SourceEndpointUserName=u&SourceEndpointPassword=hunter2&EnableBackupLog=true\
         &BackupObjects=[{\"DBName\":\"sales\"}]&BackupPeriod=Monday,Friday&BackupStartTime=04:00",
        &[],
    ),
    (1, "DescribePreCheckProgressList", "BackupPlanId=<plan>", &[]),
    (0, "ModifyBackupPlanName", "BackupPlanId=<plan>&BackupPlanName=q", &[]),
    (0, "ModifyBackupObjects", "BackupPlanId=<plan>&BackupObjects=[{\"DBName\":\"orders\"}]", &[]),
    (0, "ModifyBackupStrategy", "BackupPlanId=<plan>&BackupPeriod=Monday,Friday&BackupStartTime=05:00", &[]),
    (
        0,
        "ModifyBackupSourceEndpoint",
        "BackupPlanId=<plan>&SourceEndpointInstanceType=Other&SourceEndpointIP=192.0.2.1&SourceEndpointPort=3306\
         &SourceEndpointUserName=u&SourceEndpointPassword=hunter2&BackupObjects=[{\"DBName\":\"orders\"}]",
        &[],
    ),
    (
        0,
        "ModifyStorageStrategy",
        "BackupPlanId=<plan>&BackupRetentionPeriod=700&DuplicationArchivePeriod=300&DuplicationInfrequentAccessPeriod=90",
        &[],
    ),
    (
        0,
        "ModifyBackupSetDownloadRules",
        "BackupPlanId=<plan>&OpenAutoDownload=true&BackupSetDownloadTargetTypeLocation=local&BackupGatewayId=160813",
        &[],
    ),
    (0, "StartBackupPlan", "BackupPlanId=<plan>", &[("full", "CreatedFullBackupsetId")]),
    (6, "DescribeFullBackupList", "BackupPlanId=<plan>", &[]),
    (3700, "DescribeFullBackupList", "BackupPlanId=<plan>&BackupSetId=<full>", &[]),
    (0, "DescribeIncrementBackupList", "BackupPlanId=<plan>", &[("log", "BackupSetJobId")]),
    (
        0,
        "DescribeRestoreRangeInfo",
        "BackupPlanId=<plan>&BeginTimestampForRestore=0&EndTimestampForRestore=4000000000000",
        &[],
    ),
    (0, "DisableBackupLog", "BackupPlanId=<plan>", &[]),
    (0, "EnableBackupLog", "BackupPlanId=<plan>", &[]),
    (0, "DescribeBackupPlanList", "", &[]),
    (0, "CreateFullBackupSetDownload", "BackupSetId=<full>", &[]),
    (0, "CreateIncrementBackupSetDownload", "BackupSetId=<log>&BackupSetName=mysql-bin.001000", &[]),
    (100, "DescribeBackupSetDownloadTaskList", "BackupPlanId=<plan>", &[]),
    (
        0,
        "CreateRestoreTask",
        "BackupPlanId=<plan>&RestoreTaskName=r&DestinationEndpointInstanceType=RDS&DestinationEndpointRegion=cn-hangzhou\
         &DestinationEndpointInstanceID=rm-2&DestinationEndpointUserName=u&DestinationEndpointPassword=hunter2\
         &RestoreObjects=[{\"DBName\":\"orders\"}]&BackupSetId=<full>",
        &[("task", "RestoreTaskId")],
    ),
    (0, "DescribePreCheckProgressList", "RestoreTaskId=<task>", &[]),
    (0, "StartRestoreTask", "RestoreTaskId=<task>", &[]),
    (66, "DescribeRestoreTaskList", "BackupPlanId=<plan>", &[]),
    (0, "DescribeJobErrorCode", "TaskId=<task>", &[]),
    (0, "DescribeDLAService", "BackupPlanId=<plan>", &[]),
    (0, "UpgradeBackupPlan", "BackupPlanId=<plan>&InstanceClass=large", &[]),
    (0, "RenewBackupPlan", "BackupPlanId=<plan>&Period=Month&UsedTime=2", &[]),
    (0, "DescribeBackupPlanBilling", "BackupPlanId=<plan>", &[]),
    (0, "StopBackupPlan", "BackupPlanId=<plan>&StopMethod=ALL", &[]),
    (0, "ReleaseBackupPlan", "BackupPlanId=<plan>", &[]),
    (
        0,
        "CreateAndStartBackupPlan",
        "BackupPlanName=a&DatabaseType=Redis&BackupMethod=logical&InstanceClass=micro&SourceEndpointInstanceType=Other\
         &SourceEndpointIP=192.0.2.2&SourceEndpointPort=6379&BackupPeriod=Monday&BackupStartTime=04:00",
        &[("plan", "BackupPlanId")],
    ),
    (
        66,
        "DescribeRestoreRangeInfo",
        "BackupPlanId=<plan>&BeginTimestampForRestore=0&EndTimestampForRestore=4000000000000",
        &[],
    ),
];

/// A restore task that is done has a state that no document lists; the service's description says where it comes from.
const UNLISTED: &str = r#"DescribeRestoreTaskList.Items[].RestoreStatus: "finish""#;

/// What is not as the fields say, by its way into the reply.
fn differences(at: &str, value: &Value, fields: &[ReplyField], out: &mut Vec<String>) {
    let Value::Object(entries) = value else {
        out.push(format!("{at}: no object"));
        return;
    };
    for (name, value) in entries {
        match fields.iter().find(|field| field.name == *name) {
            Some(field) => differs(&format!("{at}.{name}"), value, &field.kind, out),
            None => out.push(format!("{at}.{name}: no such field")),
        }
    }
    for field in fields.iter().filter(|field| field.required && !entries.iter().any(|(name, _)| *name == field.name)) {
        out.push(format!("{at}.{}: missing", field.name));
    }
}

fn differs(at: &str, value: &Value, kind: &ReplyKind, out: &mut Vec<String>) {
    match (kind, value) {
        (ReplyKind::Any, _) => {}
        (ReplyKind::Object(fields), value) => differences(at, value, fields, out),
        (ReplyKind::Map(inner), Value::Object(entries)) => {
            entries.iter().for_each(|(name, value)| differs(&format!("{at}.{name}"), value, inner, out));
        }
        (ReplyKind::List(Some(wrapper), inner), Value::Object(entries))
            if entries.len() == 1 && entries[0].0 == *wrapper =>
        {
            differs(at, &entries[0].1, &ReplyKind::List(None, inner.clone()), out);
        }
        (ReplyKind::List(None, inner), Value::List(items)) => {
            items.iter().for_each(|item| differs(&format!("{at}[]"), item, inner, out));
        }
        (ReplyKind::Scalar(kind), value) if is_of(kind, value) => {}
        _ => out.push(format!("{at}: {value}")),
    }
}

fn is_of(kind: &Kind, value: &Value) -> bool {
    let whole = |value: &Value| match value {
        Value::Number(text) => text.parse::<Decimal>().ok().and_then(|number| number.to_i64()),
        _ => None,
    };
    match kind {
        Kind::Integer => whole(value).is_some_and(|number| i32::try_from(number).is_ok()),
        Kind::Long => whole(value).is_some(),
        // Of this century, and no seconds.
        Kind::TimestampMs => whole(value).is_some_and(|number| (946_684_800_000..4_102_444_800_000).contains(&number)),
        Kind::Number => matches!(value, Value::Number(_)),
        Kind::Boolean => matches!(value, Value::Bool(_)),
        Kind::Enum { values, .. } => value.as_str().is_some_and(|text| values.iter().any(|it| it.value == text)),
        Kind::Json => value.as_str().is_some_and(|text| Value::parse(text).is_ok()),
        _ => value.as_str().is_some(),
    }
}

/// The first value under a name, at any depth.
fn found<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(entries) => {
            let here = entries.iter().find(|(other, _)| other == name).map(|(_, value)| value);
            here.or_else(|| entries.iter().find_map(|(_, value)| found(value, name)))
        }
        Value::List(items) => items.iter().find_map(|item| found(item, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

#[tokio::test]
async fn every_operation_answers_what_its_response_says() {
    let service = Service::from_json(SERVICE).unwrap();
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().unwrap();
    let mut taken: Vec<(&str, String)> = Vec::new();
    let (mut called, mut wrong) = (BTreeSet::new(), Vec::new());
    for (seconds, operation, sent, take) in DAY {
        emulator.advance(Duration::from_secs(*seconds));
        let value = |text: &str| {
            let known = taken.iter().rev().find(|(name, _)| text == format!("<{name}>"));
            known.map_or_else(|| text.to_owned(), |(_, value)| value.clone())
        };
        let pairs = sent.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<(String, String)> = pairs.map(|(name, text)| (name.to_owned(), value(text))).collect();
        let reply = client.call_raw(*operation, pairs).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert!(!reply.to_string().contains("hunter2"), "{operation}: {reply}");
        assert_eq!(reply.get("Success"), Some(&Value::Bool(true)), "{operation}: {reply}");
        differences(operation, &reply, &service.operation(operation).unwrap().response, &mut wrong);
        // Not empty, or nothing was looked at.
        let empty = ["Items", "Regions", "InternetIPs", "DbList"].iter().find(|name| {
            let list = reply.get(name).and_then(|list| match list {
                Value::Object(entries) => entries.first().map(|(_, items)| items.clone()),
                _ => None,
            });
            list == Some(Value::List(Vec::new()))
        });
        assert_eq!(empty, None, "{operation}: {reply}");
        for (name, field) in *take {
            let value = found(&reply, field).unwrap_or_else(|| panic!("{operation}: no {field} in {reply}"));
            taken.push((name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
        called.insert(*operation);
    }
    assert_eq!(wrong, [UNLISTED]);
    let all: BTreeSet<&str> = service.operations.iter().map(|served| served.request.name.as_str()).collect();
    assert_eq!(called, all);
    assert!(!emulator.journal().iter().any(|entry| entry.to_json().to_string().contains("hunter2")));
}

#[test]
fn a_reply_that_differs_is_noticed() {
    let service = Service::from_json(SERVICE).unwrap();
    let of = |operation: &str, reply: &str| {
        let mut wrong = Vec::new();
        let fields = &service.operation(operation).unwrap().response;
        differences("R", &Value::parse(reply).unwrap(), fields, &mut wrong);
        wrong.join(", ")
    };
    let bill = "DescribeBackupPlanBilling";
    assert_eq!(of(bill, r#"{"Item":{"BuySpec":"micro","IsExpired":true,"PaiedBytes":5}}"#), "");
    assert_eq!(of(bill, r#"{"Item":{"BuySpec":"huge"}}"#), r#"R.Item.BuySpec: "huge""#);
    assert_eq!(of(bill, r#"{"Item":{"IsExpired":"true"}}"#), r#"R.Item.IsExpired: "true""#);
    assert_eq!(of(bill, r#"{"Item":{"BuyCreateTimestamp":1554560477}}"#), "R.Item.BuyCreateTimestamp: 1554560477");
    assert_eq!(of(bill, r#"{"Item":[],"X":1}"#), "R.Item: no object, R.X: no such field");
    assert_eq!(of("DescribeRegions", r#"{"Regions":["cn-hangzhou"]}"#), r#"R.Regions: ["cn-hangzhou"]"#);
    assert_eq!(of("StartRestoreTask", r#"{"Success":true}"#), "");
    assert_eq!(of("CreateRestoreTask", r#"{"Success":true}"#), "R.RestoreTaskId: missing");
}
