//! The examples of the specs of both services run: requests have the violations that they say, replies can be read.

use aliyun_dbs::{
    ConfigureBackupPlanResponse, CreateAndStartBackupPlanResponse, CreateBackupPlanResponse,
    CreateFullBackupSetDownloadResponse, CreateGetDbListFromAgentTaskResponse,
    CreateIncrementBackupSetDownloadResponse, CreateRestoreTaskResponse, DescribeBackupGatewayListResponse,
    DescribeBackupPlanBillingResponse, DescribeBackupPlanListResponse, DescribeBackupSetDownloadTaskListResponse,
    DescribeDlaServiceResponse, DescribeFullBackupListResponse, DescribeIncrementBackupListResponse,
    DescribeJobErrorCodeResponse, DescribeNodeCidrListResponse, DescribePreCheckProgressListResponse,
    DescribeRegionsResponse, DescribeRestoreRangeInfoResponse, DescribeRestoreTaskListResponse,
    DisableBackupLogResponse, EnableBackupLogResponse, GetDbListFromAgentResponse,
    InitializeDbsServiceLinkedRoleResponse, ModifyBackupObjectsResponse, ModifyBackupPlanNameResponse,
    ModifyBackupSetDownloadRulesResponse, ModifyBackupSourceEndpointResponse, ModifyBackupStrategyResponse,
    ModifyStorageStrategyResponse, ReleaseBackupPlanResponse, RenewBackupPlanResponse, StartBackupPlanResponse,
    StartRestoreTaskResponse, StopBackupPlanResponse, UpgradeBackupPlanResponse,
};
use contingent::model::{Example, Operation};
use contingent_agreement::{Run, spec};
use contingent_runtime::{Checker, Error, Value};
use greenhouse::{LabelBedResponse, ListBedsResponse, PlantBedResponse, ScheduleWateringResponse};
use std::fmt::Debug;

mod toy {
    include!(concat!(env!("OUT_DIR"), "/toy.rs"));
}

mod dbs {
    include!(concat!(env!("OUT_DIR"), "/dbs.rs"));
}

/// Calls `look` with every example.
fn each(look: &mut dyn FnMut(&Operation, &Example, Run)) {
    for (folder, runs) in [("../toy/spec", &toy::RUNS[..]), ("../../spec/dbs", &dbs::RUNS[..])] {
        let service = spec::folder(folder);
        for (name, run) in runs {
            let operation = spec::operation(&service, name);
            operation.examples.iter().for_each(|example| look(operation, example, *run));
        }
    }
}

#[test]
fn every_request_has_the_violations_that_its_example_says() {
    let (mut checked, mut typed) = (0, 0);
    each(&mut |operation, example, run| {
        let editions = match example.editions.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some(name.as_str())).collect(),
        };
        for edition in editions {
            let place = format!("{} of {} in {edition:?}", example.name, operation.name);
            let verdict = Checker::new(&operation.check, edition).check(&example.request, &example.facts);
            let found: Vec<&str> = verdict.violations.iter().map(|finding| finding.rule.as_str()).collect();
            assert_eq!(found, example.violations, "{place}");
            checked += 1;
            let told =
                example.facts.names().filter_map(|name| Some((name.to_owned(), example.facts.get(name)?.clone())));
            if let Ok(generated) = run(&example.request, &Value::Object(told.collect()), edition) {
                let found: Vec<&str> = generated.checked.violations.iter().map(|it| it.rule.as_str()).collect();
                assert_eq!(found, example.violations, "{place}");
                typed += 1;
            }
        }
    });
    assert!(checked >= 80 && typed >= 60, "{checked} examples, {typed} with a typed form");
}

#[test]
fn every_reply_is_read_and_says_the_same_in_json_and_in_xml() {
    let mut read = 0;
    each(&mut |operation, example, _| {
        let both = (example.json.as_deref(), example.xml.as_deref());
        read += match operation.name.as_str() {
            "ConfigureBackupPlan" => replies(ConfigureBackupPlanResponse::from_reply, example, both),
            "CreateAndStartBackupPlan" => replies(CreateAndStartBackupPlanResponse::from_reply, example, both),
            "CreateBackupPlan" => replies(CreateBackupPlanResponse::from_reply, example, both),
            "CreateFullBackupSetDownload" => replies(CreateFullBackupSetDownloadResponse::from_reply, example, both),
            "CreateGetDBListFromAgentTask" => replies(CreateGetDbListFromAgentTaskResponse::from_reply, example, both),
            "CreateIncrementBackupSetDownload" => {
                replies(CreateIncrementBackupSetDownloadResponse::from_reply, example, both)
            }
            "CreateRestoreTask" => replies(CreateRestoreTaskResponse::from_reply, example, both),
            "DescribeBackupGatewayList" => replies(DescribeBackupGatewayListResponse::from_reply, example, both),
            "DescribeBackupPlanBilling" => replies(DescribeBackupPlanBillingResponse::from_reply, example, both),
            "DescribeBackupPlanList" => replies(DescribeBackupPlanListResponse::from_reply, example, both),
            "DescribeBackupSetDownloadTaskList" => {
                replies(DescribeBackupSetDownloadTaskListResponse::from_reply, example, both)
            }
            "DescribeDLAService" => replies(DescribeDlaServiceResponse::from_reply, example, both),
            "DescribeFullBackupList" => replies(DescribeFullBackupListResponse::from_reply, example, both),
            "DescribeIncrementBackupList" => replies(DescribeIncrementBackupListResponse::from_reply, example, both),
            "DescribeJobErrorCode" => replies(DescribeJobErrorCodeResponse::from_reply, example, both),
            "DescribeNodeCidrList" => replies(DescribeNodeCidrListResponse::from_reply, example, both),
            "DescribePreCheckProgressList" => replies(DescribePreCheckProgressListResponse::from_reply, example, both),
            "DescribeRegions" => replies(DescribeRegionsResponse::from_reply, example, both),
            "DescribeRestoreRangeInfo" => replies(DescribeRestoreRangeInfoResponse::from_reply, example, both),
            "DescribeRestoreTaskList" => replies(DescribeRestoreTaskListResponse::from_reply, example, both),
            "DisableBackupLog" => replies(DisableBackupLogResponse::from_reply, example, both),
            "EnableBackupLog" => replies(EnableBackupLogResponse::from_reply, example, both),
            "InitializeDbsServiceLinkedRole" => {
                replies(InitializeDbsServiceLinkedRoleResponse::from_reply, example, both)
            }
            "ModifyBackupObjects" => replies(ModifyBackupObjectsResponse::from_reply, example, both),
            "ModifyBackupPlanName" => replies(ModifyBackupPlanNameResponse::from_reply, example, both),
            "ModifyBackupSetDownloadRules" => replies(ModifyBackupSetDownloadRulesResponse::from_reply, example, both),
            "ModifyBackupSourceEndpoint" => replies(ModifyBackupSourceEndpointResponse::from_reply, example, both),
            "ModifyBackupStrategy" => replies(ModifyBackupStrategyResponse::from_reply, example, both),
            "ModifyStorageStrategy" => replies(ModifyStorageStrategyResponse::from_reply, example, both),
            "ReleaseBackupPlan" => replies(ReleaseBackupPlanResponse::from_reply, example, both),
            "RenewBackupPlan" => replies(RenewBackupPlanResponse::from_reply, example, both),
            "GetDBListFromAgent" => replies(GetDbListFromAgentResponse::from_reply, example, both),
            "StartBackupPlan" => replies(StartBackupPlanResponse::from_reply, example, both),
            "StartRestoreTask" => replies(StartRestoreTaskResponse::from_reply, example, both),
            "StopBackupPlan" => replies(StopBackupPlanResponse::from_reply, example, both),
            "UpgradeBackupPlan" => replies(UpgradeBackupPlanResponse::from_reply, example, both),
            "LabelBed" => replies(LabelBedResponse::from_reply, example, both),
            "ListBeds" => replies(ListBedsResponse::from_reply, example, both),
            "PlantBed" => replies(PlantBedResponse::from_reply, example, both),
            "ScheduleWatering" => replies(ScheduleWateringResponse::from_reply, example, both),
            other => panic!("the replies of {other} are not tested"),
        };
    });
    assert!(read >= 28 + 4 * 14, "only {read} replies");
}

/// Reads the replies of an example, and says how many there are.
fn replies<T: PartialEq + Debug>(
    from_reply: fn(u16, &[u8]) -> Result<T, Error>,
    example: &Example,
    (json, xml): (Option<&str>, Option<&str>),
) -> usize {
    let read = |body: Option<&str>| body.map(|body| from_reply(200, body.as_bytes()));
    match (read(json), read(xml)) {
        (Some(Ok(json)), Some(Ok(xml))) => {
            // The XML of this example shows a part only; `greenhouse` compares a whole one.
            assert!(json == xml || example.name == "two-beds", "{}\n{json:?}\n{xml:?}", example.name);
        }
        // The service says that it did not do it.
        (Some(Err(json)), Some(Err(xml))) => {
            assert!(json.is_service() && json.code().is_some(), "{}: {json}", example.name);
            assert_eq!((json.code(), json.message()), (xml.code(), xml.message()), "{}", example.name);
        }
        (Some(Err(error)), _) | (_, Some(Err(error))) => panic!("{}: {error}", example.name),
        (Some(Ok(_)), None) | (None, Some(Ok(_))) | (None, None) => {}
    }
    usize::from(json.is_some()) + usize::from(xml.is_some())
}
