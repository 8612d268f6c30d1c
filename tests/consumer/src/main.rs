//! Makes a request by hand, as any client would, and asks what is wrong with it before it is sent.

use aliyun_dbs::create_restore_task::{CreateRestoreTaskFacts, DatabaseType, check_pairs};

fn main() {
    // Whatever makes the request; only its pairs matter.
    let request = [
        ("Action", "CreateRestoreTask"),
        ("BackupPlanId", "dbs1hvb0ww"),
        ("RestoreTaskName", "nightly"),
        ("DestinationEndpointInstanceType", "agent"),
        ("DestinationEndpointPort", "ninety"),
        ("DestinationEndpointPassword", "hunter2"),
        ("RestoreTime", "1554560477000"),
        ("BackupSetId", "1hvb0w"),
        ("RestorDir", "/restored"),
    ];
    let facts = CreateRestoreTaskFacts::new().database_type(DatabaseType::Oracle);
    let verdict = check_pairs(&request, &facts, None);
    for (what, findings) in
        [("violation", &verdict.violations), ("warning", &verdict.warnings), ("undecided", &verdict.undecided)]
    {
        for finding in findings {
            println!("{what} {}: {}", finding.rule, finding.message);
        }
    }
    println!("{}", if verdict.is_invalid() { "not sent" } else { "sent" });
}
