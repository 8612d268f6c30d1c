//! Requests in files: YAML and JSON, errors at their place in that file, flags on top.

use crate::run::{Run, file, run, run_with_input};

fn with(name: &str, text: &str, more: &[&str]) -> (Run, String) {
    let (_folder, path) = file(name, text);
    (run(&[&["create-restore-task", "-f", &path, "--dry-run"][..], more].concat()), path)
}

const VIRTUAL: &str = "\
# A virtual machine.
BackupPlanId: dbs1hvb0ww
DestinationEndpointInstanceType: ECS
RestoreTaskName: forgotten
DestinationEndpointInstanceID: i-bp1
DestinationEndpointPort: lots
DestinationEndpointPassword: \"hunter2\"
RestoreObjects:
  - DBName: sales
    NewDBName: [a]
RestoreTime: 1554560477000
BackupSetId: x
$DatabaseType: MySQL
";

#[test]
fn what_is_wrong_is_underlined_in_the_file() {
    let (refused, path) = with("restore.yaml", VIRTUAL, &[]);
    assert_eq!(refused.code, 3, "{refused:?}");
    let ids = refused.ids("violation");
    assert_eq!(ids, ["DestinationEndpointPort.type", "RestoreObjects[].NewDBName.type", "region", "time-or-set"]);
    for place in ["6:26", "10:16", "3:1", "11:1"] {
        assert!(refused.err.contains(&format!("--> {path}:{place}\n")), "{place}: {}", refused.err);
    }
    assert!(refused.err.contains("because of this") && !refused.all().contains("hunter2"), "{}", refused.err);
    let folder = path.trim_end_matches("restore.yaml");
    insta::assert_snapshot!("refused_file", refused.err.replace(folder, ""));
}

#[test]
fn flags_override_the_file_and_are_not_pointed_at() {
    let more = ["--destination-endpoint-port=22", "--restore-objects=[]", "--destination-endpoint-region=r"];
    let (refused, _) = with("r.yaml", VIRTUAL, &more);
    assert_eq!(refused.ids("violation"), ["time-or-set"], "{}", refused.err);
    let (refused, path) = with("r.yaml", VIRTUAL, &["--destination=Nowhere"]);
    assert!(refused.ids("violation").contains(&"DestinationEndpointInstanceType.value"), "{}", refused.err);
    assert!(!refused.err.contains(&format!("{path}:3:")), "{}", refused.err);
}

#[test]
fn json_is_read_as_well_and_so_is_the_standard_input() {
    let json = r#"{"BackupPlanId": "p", "DestinationEndpointInstanceType": "RDS", "RestoreTaskName": "\ud83d\ude00",
        "DestinationEndpointRegion": "r", "DestinationEndpointInstanceID": "i", "RestoreObjects": [{"DBName": "a"}],
        "$DatabaseType": "Redis"}"#;
    let (accepted, _) = with("r.json", json, &["--edition", "seed", "--allow-rule", "user-name-seed"]);
    assert_eq!(accepted.ids("violation"), ["password-seed"], "{accepted:?}");
    let line = ["create-restore-task", "-f", "-", "--dry-run", "--database-type=MySQL"];
    let accepted = run_with_input(&line, json);
    assert!(accepted.code == 0 && accepted.out.contains("RestoreTaskName=%F0%9F%98%80"), "{accepted:?}");
    let refused = run_with_input(&line, "BackupPlanId: [1]\n");
    assert!(refused.err.contains("--> standard input:1:15"), "{}", refused.err);
}

#[test]
fn what_cannot_be_read_is_a_fault_of_usage_with_its_place() {
    for (text, place) in [
        ("BackupPlanId: p\nBackupPlanId: q\n", "2:1"),
        ("BackupPlanId: \"hunter2\n", "2:1"),
        ("BackupPlanId: p\n\tRestoreTaskName: hunter2\n", "2:"),
        ("- hunter2\n", "1:1"),
        ("BackupPlanId: p\n---\nBackupPlanId: hunter2\n", "2:1"),
        ("BackupPlanId: *hunter2\n", "1:"),
    ] {
        let (refused, path) = with("r.yaml", text, &[]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{text}: {refused:?}");
        assert!(refused.err.contains(&format!("{path}:{place}")), "{text}: {}", refused.err);
        assert!(!refused.all().contains("hunter2"), "{}", refused.err);
    }
    assert_eq!(run(&["create-restore-task", "-f", "/nowhere.yaml", "--dry-run"]).code, 2);
    // Where nothing can be a secret, the line is shown.
    let (_folder, path) = file("r.yaml", "BackupPlanId: p\nBackupPlanId: q\n");
    let refused = run(&["start-backup-plan", "-f", &path, "--dry-run"]);
    assert!(refused.code == 2 && refused.err.contains("2 | BackupPlanId: q\n  | ^^^^^^^^^^^^"), "{}", refused.err);
}
