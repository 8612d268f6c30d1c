//! CreateRestoreTask, all of it: every location, database type, edition, and presence of the parameters that rules name.
//!
//! Rust writes the number of a verdict for each request, and each different verdict once; node makes the same requests.

use contingent_agreement::spec;
use contingent_page::{folder, node};
use contingent_rules::{Checker, Facts, Value, Verdict};
use std::collections::HashMap;
use std::fs;

/// The locations, and one that no document lists.
const LOCATIONS: [&str; 8] = ["RDS", "ECS", "Express", "Agent", "DDS", "Other", "dg", "agent"];

/// The database types, one that no document lists, and nothing known.
const DATABASES: [&str; 10] = [
    "\"PostgreSQL\"",
    "\"MongoDB\"",
    "\"Redis\"",
    "\"MSSQL\"",
    "\"Oracle\"",
    "\"MySQL\"",
    "\"MariaDB\"",
    "\"DRDS\"",
    "\"redis\"",
    "null",
];

const EDITIONS: [Option<&str>; 3] = [None, Some("seed"), Some("2026-03")];

/// What the rules are about, without the location: name and a value, as JSON.
const GIVEN: [(&str, &str); 13] = [
    ("DestinationEndpointRegion", "\"cn-hangzhou\""),
    ("DestinationEndpointInstanceID", "\"rm-bp1\""),
    ("DestinationEndpointIP", "\"192.0.2.1\""),
    ("DestinationEndpointPort", "3306"),
    ("DestinationEndpointDatabaseName", "\"sales\""),
    ("DestinationEndpointUserName", "\"restore\""),
    ("DestinationEndpointPassword", "\"hunter2\""),
    ("BackupGatewayId", "43123424"),
    ("RestoreObjects", "[{\"DBName\":\"sales\"}]"),
    ("RestoreTime", "1554560477000"),
    ("BackupSetId", "\"dbs1\""),
    ("DestinationEndpointOracleSID", "\"ORCL\""),
    ("RestoreDir", "\"/restored\""),
];

fn parse(json: &str) -> Value {
    Value::parse(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// What tells two verdicts apart, quickly.
fn key(verdict: &Verdict) -> String {
    let lists = [&verdict.violations, &verdict.warnings, &verdict.undecided];
    let findings = lists.map(|list| list.iter().fold(String::new(), |key, it| key + &it.message + &it.reason + "\n"));
    let needs = verdict.undecided.iter().flat_map(|finding| &finding.needs).fold(String::new(), |key, it| key + it);
    findings.join("|") + &needs
}

#[test]
fn the_page_says_what_rust_says_of_every_request_there_is() {
    let service = spec::folder("../../spec/dbs");
    let operation = &spec::operation(&service, "CreateRestoreTask").check;
    let checkers = EDITIONS.map(|edition| Checker::new(operation, edition));
    let facts = DATABASES.map(|text| Facts::from_json(&parse(&format!("{{\"DatabaseType\":{text}}}"))).expect("facts"));
    let values = GIVEN.map(|(name, json)| (name.to_owned(), parse(json)));
    let (mut numbers, mut different, mut known) = (Vec::new(), Vec::new(), HashMap::new());
    for location in LOCATIONS {
        for facts in &facts {
            for checker in &checkers {
                for given in 0..1_usize << GIVEN.len() {
                    let mut entries = vec![
                        ("BackupPlanId".to_owned(), "dbs1hvb0ww".into()),
                        ("DestinationEndpointInstanceType".to_owned(), location.into()),
                        ("RestoreTaskName".to_owned(), "nightly".into()),
                    ];
                    entries.extend((0..GIVEN.len()).filter(|bit| given >> bit & 1 == 1).map(|bit| values[bit].clone()));
                    let verdict = checker.check(&Value::Object(entries), facts);
                    let number = *known.entry(key(&verdict)).or_insert_with(|| {
                        different.push(verdict.to_json().to_string());
                        different.len() - 1
                    });
                    numbers.extend(u32::try_from(number).expect("few verdicts").to_le_bytes());
                }
            }
        }
    }
    let count = numbers.len() / 4;
    assert_eq!(count, 1_966_080);
    let folder = folder("exhaustive");
    fs::write(folder.join("numbers.bin"), numbers).expect("numbers");
    fs::write(folder.join("verdicts.json"), format!("[{}]", different.join(",\n"))).expect("verdicts");
    fs::write(folder.join("operation.json"), operation.to_json()).expect("an operation");
    let pairs = GIVEN.map(|(name, json)| format!("[\"{name}\",{json}]")).join(",");
    let locations = LOCATIONS.map(|name| format!("\"{name}\"")).join(",");
    let editions = EDITIONS.map(|name| name.map_or("null".to_owned(), |name| format!("\"{name}\""))).join(",");
    let axes = format!("[[{locations}],[{}],[{editions}],[{pairs}]]", DATABASES.join(","));
    fs::write(folder.join("axes.json"), axes).expect("axes");
    let said = node("exhaustive.mjs", &[&folder]);
    print!("{said}");
    assert!(said.contains(&format!("{count} requests, {} different verdicts", different.len())), "{said}");
}
