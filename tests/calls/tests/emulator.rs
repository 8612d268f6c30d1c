//! The real service's client against the service on this machine: over HTTP, signed and verified.

use aliyun_dbs::Client;
use aliyun_dbs::create_backup_plan::{BackupMethod, DatabaseType, InstanceClass};
use aliyun_dbs::emulator::Emulator;
use aliyun_dbs::runtime::Error;
use aliyun_dbs::runtime::client::credentials::Credentials;
use aliyun_dbs::runtime::client::{ParameterPlacement, Scheme};

fn client(emulator: &Emulator, secret: &str, scheme: Scheme, placement: ParameterPlacement) -> Client {
    let builder = Client::builder().endpoint(emulator.endpoint()).credentials(Credentials::new("testid", secret));
    builder.scheme(scheme).placement(placement).build().expect("a client")
}

#[tokio::test]
async fn both_schemes_and_placements_are_understood() -> Result<(), Error> {
    let emulator = Emulator::start().await.expect("an emulator");
    for scheme in [Scheme::V3, Scheme::V1] {
        for placement in [ParameterPlacement::Form, ParameterPlacement::Query] {
            let dbs = client(&emulator, "testsecret", scheme, placement);
            assert!(dbs.describe_regions().send().await?.regions.contains(&"cn-hangzhou".to_owned()));
            let plan = dbs.create_backup_plan(DatabaseType::MySql, BackupMethod::Logical, InstanceClass::Micro);
            let plan = plan.send().await?;
            let listed = dbs.describe_backup_plan_list().pages().next().await.expect("a plan")?;
            assert!(listed.backup_plan_id.is_some() && !plan.backup_plan_id.is_empty());
            let wrong = client(&emulator, "wrong-secret", scheme, placement);
            let error = wrong.describe_regions().send().await.unwrap_err();
            assert_eq!((error.code(), error.request_id().is_some()), (Some("SignatureDoesNotMatch"), true));
        }
    }
    Ok(())
}
