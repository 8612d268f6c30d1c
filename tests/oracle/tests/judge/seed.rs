//! Two readings of CreateRestoreTask: the sentences by hand, and the spec by the judge.

use contingent_oracle::seed::create_restore_task;
use contingent_oracle::{Finding, Service, Spec};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// What the rules are about, with a legal value of each.
fn rule_parameters() -> Vec<(&'static str, Value)> {
    vec![
        ("DestinationEndpointRegion", json!("r")),
        ("DestinationEndpointInstanceID", json!("i")),
        ("DestinationEndpointIP", json!("192.0.2.1")),
        ("DestinationEndpointPort", json!(3306)),
        ("DestinationEndpointDatabaseName", json!("d")),
        ("DestinationEndpointUserName", json!("u")),
        ("DestinationEndpointPassword", json!("p")),
        ("BackupGatewayId", json!(1)),
        ("RestoreObjects", json!([{"DBName": "d"}])),
        ("RestoreTime", json!(1_554_560_477_000_i64)),
        ("BackupSetId", json!("s")),
        ("DestinationEndpointOracleSID", json!("o")),
        ("RestoreDir", json!("/")),
        ("RegionId", json!("r")),
        ("CrossRoleName", json!("c")),
        ("BackupPlanId", json!("b")),
        ("RestoreTaskName", json!("t")),
    ]
}

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/dbs").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn ids(findings: &[Finding]) -> Vec<String> {
    sorted(findings.iter().map(|finding| finding.rule.clone()).collect())
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

#[test]
fn the_sentences_and_the_spec_say_the_same_of_many_requests() {
    let spec = Spec::read(&read("operations/create_restore_task.yaml")).expect("the spec");
    let service = Service::read(&read("service.yaml")).expect("the service");
    assert_eq!(service.editions, ["seed", "2026-03"]);
    let parameters = rule_parameters();
    let locations = ["RDS", "ECS", "Express", "Agent", "DDS", "Other", "dg", "agent"];
    let databases = ["PostgreSQL", "MongoDB", "Redis", "MSSQL", "Oracle", "MySQL", "MariaDB", "DRDS", "redis"];
    let mut bits: u32 = 1;
    for location in locations {
        for database in databases.into_iter().map(Some).chain([None]) {
            for edition in [Some("seed"), Some("2026-03"), None] {
                for round in 0..12 {
                    // Any subset will do; the last four names are mostly as a valid request has them.
                    bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let usual = if round < 9 { (bits >> 8) & !(3 << 13) | 3 << 15 } else { bits >> 8 };
                    let given: Vec<&(&str, Value)> = (0..parameters.len())
                        .filter(|index| usual & (1 << index) != 0)
                        .map(|index| &parameters[index])
                        .collect();
                    let mut request = json!({"DestinationEndpointInstanceType": location});
                    for (name, value) in &given {
                        request[*name] = value.clone();
                    }
                    let names: BTreeSet<&str> = given.iter().map(|(name, _)| *name).collect();
                    let by_hand = create_restore_task(location, database, &names, edition);
                    let facts = json!({"DatabaseType": database});
                    let judged = spec.judge(Some(&service), &request, &facts, edition).expect("a verdict");
                    let by_hand = (sorted(by_hand.0), sorted(by_hand.1), sorted(by_hand.2));
                    let judged = (ids(&judged.violations), ids(&judged.warnings), ids(&judged.undecided));
                    assert_eq!(by_hand, judged, "{location} {database:?} {edition:?} {names:?}");
                }
            }
        }
    }
}

/// The ids of the violations, the warnings and the undecided rules, each joined.
fn by_hand(location: &str, database: Option<&str>, given: &[&str], edition: Option<&str>) -> [String; 3] {
    let given = given.iter().copied().chain(["BackupPlanId", "RestoreTaskName"]).collect();
    let (violations, warnings, undecided) = create_restore_task(location, database, &given, edition);
    [violations.join(" "), warnings.join(" "), undecided.join(" ")]
}

#[test]
fn the_account_is_demanded_by_the_seed_where_todays_page_exempts_it() {
    let given = ["DestinationEndpointIP", "DestinationEndpointPort", "RestoreObjects"];
    let redis = |edition| by_hand("Other", Some("Redis"), &given, edition);
    assert_eq!(redis(Some("seed")), ["user-name-seed password-seed", "", ""]);
    assert_eq!(redis(Some("2026-03")), ["", "", ""]);
    assert_eq!(redis(None), ["", "user-name-seed password-seed", ""]);
    let mysql = |edition| by_hand("Other", Some("MySQL"), &given, edition);
    assert_eq!(mysql(Some("seed")), ["", "", ""]);
    assert_eq!(mysql(Some("2026-03")), ["user-name password", "", ""]);
    assert_eq!(mysql(None), ["", "user-name password", ""]);
}

#[test]
fn an_unknown_database_leaves_open_what_depends_on_it_unless_the_location_decides() {
    let given = ["DestinationEndpointIP", "DestinationEndpointPort", "RestoreObjects"];
    assert_eq!(by_hand("Other", None, &given, None), ["", "", "database-name oracle-sid"]);
    assert_eq!(
        by_hand("Other", None, &given, Some("seed")),
        ["", "", "database-name user-name-seed password-seed oracle-sid"]
    );
    let agent = ["DestinationEndpointRegion", "DestinationEndpointIP", "DestinationEndpointPort", "BackupGatewayId"];
    assert_eq!(by_hand("Agent", None, &agent, None), ["", "", "database-name oracle-sid restore-dir"]);
    assert_eq!(by_hand("Agent", Some("MySQL"), &agent, None), ["restore-dir", "user-name password", ""]);
}

#[test]
fn dg_is_a_location_of_todays_page_alone() {
    assert_eq!(by_hand("dg", Some("MySQL"), &["RestoreObjects"], Some("2026-03")), ["user-name password", "", ""]);
    assert_eq!(
        by_hand("dg", Some("MySQL"), &["RestoreObjects"], None),
        ["", "DestinationEndpointInstanceType.edition user-name password", ""]
    );
    assert_eq!(
        by_hand("dg", Some("MySQL"), &["RestoreObjects"], Some("seed")),
        ["DestinationEndpointInstanceType.value", "", "region instance-id ip port gateway restore-dir"]
    );
}
