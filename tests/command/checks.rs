//! What the rules say about flags: all of it at once, with what to do.

use crate::run::{finish, run};

const AGENT: [&str; 7] = [
    "create-restore-task",
    "--backup-plan-id",
    "dbs1hvb0ww",
    "--destination",
    "Agent",
    "--restore-task-name",
    "nightly",
];

fn agent(more: &[&str]) -> crate::run::Run {
    run(&[&AGENT[..], &["--dry-run"], more].concat())
}

#[test]
fn all_violations_are_told_at_once_with_flag_reason_and_source() {
    let refused = agent(&["--database-type", "MySQL", "--restore-time", "1554560477000", "--backup-set-id", "x"]);
    assert_eq!((refused.code, refused.out.as_str()), (3, ""));
    assert_eq!(refused.ids("violation"), ["region", "ip", "port", "gateway", "time-or-set", "restore-dir"]);
    insta::assert_snapshot!("refusal", refused.err);
}

#[test]
fn what_is_undecided_names_the_fact_and_stops_nothing() {
    let filled = [
        "--destination-endpoint-region=cn-hangzhou",
        "--destination-endpoint-ip=192.0.2.1",
        "--destination-endpoint-port=3306",
        "--backup-gateway-id=1",
    ];
    let undecided = agent(&filled);
    assert_eq!(undecided.code, 0, "{}", undecided.err);
    assert_eq!(undecided.ids("undecided"), ["database-name", "oracle-sid", "restore-dir"]);
    assert!(undecided.err.contains("  tell     --database-type <PostgreSQL|MongoDB|"), "{}", undecided.err);
    assert!(undecided.err.contains(", or --facts-from-service\n"), "{}", undecided.err);
    // Both names of the flag of a fact tell it.
    for flag in ["--database-type=MySQL", "--fact-database-type=MySQL"] {
        let decided = agent(&[&filled[..], &[flag]].concat());
        assert_eq!((decided.code, decided.ids("violation")), (3, vec!["restore-dir"]), "{}", decided.err);
    }
}

#[test]
fn a_rule_can_be_allowed_and_a_name_that_is_unknown_sent() {
    let missing: Vec<&str> = ["region", "ip", "port", "gateway"].iter().flat_map(|id| ["--allow-rule", id]).collect();
    let allowed = agent(&missing);
    assert_eq!((allowed.code, allowed.ids("violation").len()), (0, 0), "{}", allowed.err);
    let slip = agent(&[&missing[..], &["--allow-rule", "regoin"]].concat());
    assert!(slip.err.contains("no rule is called `regoin`; did you mean `region`?"), "{}", slip.err);
    let extra = agent(&[&missing[..], &["--extra", "Brand New=1"]].concat());
    assert!(extra.code == 0 && extra.out.contains("\n&Brand%20New="), "{extra:?}");
    assert!(!extra.err.contains("unknown-parameter"), "{}", extra.err);
    assert_eq!(agent(&["--extra", "=1"]).code, 2);
}

#[test]
fn an_edition_has_its_own_rules() {
    let line = |edition: &str| {
        let rds =
            ["--destination", "RDS", "--destination-endpoint-region", "r", "--destination-endpoint-instance-id", "i"];
        let base =
            ["create-restore-task", "--backup-plan-id", "p", "--restore-task-name", "n", "--database-type=MySQL"];
        let objects = ["--restore-objects", r#"{"DBName":"sales"}"#, "--dry-run", "--edition", edition];
        run(&[&base[..], &rds, &objects].concat())
    };
    assert_eq!((line("seed").code, line("2026-03").code), (0, 3));
    assert_eq!(line("2026-03").ids("violation"), ["user-name", "password"]);
    assert_eq!(line("2027").code, 2);
}

#[test]
fn a_wrong_value_is_the_checks_business_and_is_not_repeated() {
    let wrong = agent(&["--destination-endpoint-port", "hunter2", "--duplicate-conflict", "hunter3"]);
    assert_eq!(wrong.code, 3);
    assert!(
        wrong.ids("violation").starts_with(&["DestinationEndpointPort.type", "DuplicateConflict.value"]),
        "{wrong:?}"
    );
    assert!(!wrong.all().contains("hunter"), "{wrong:?}");
    // The parser of flags repeats none either.
    for line in [&["--destination-endpoint-pasword=hunter2"][..], &["--destination-endpoint-port"]] {
        let refused = agent(line);
        assert!(refused.code == 2 && !refused.all().contains("hunter"), "{refused:?}");
    }
}

#[test]
fn lists_are_repeated_flags_json_or_a_file() {
    let (_folder, path) = crate::run::file("objects.yaml", "- DBName: \"0\"\n  NewDBName: 名前\n");
    let base =
        ["create-restore-task", "--backup-plan-id=p", "--restore-task-name=n", "--database-type=Redis", "--dry-run"];
    let other = ["--destination=Other", "--destination-endpoint-ip=h", "--destination-endpoint-port=1", "-o", "json"];
    let line = |objects: &[&str]| run(&[&base[..], &other, objects].concat());
    let repeated = line(&["--restore-objects", r#"{"DBName":"0"}"#, "--restore-objects", r#"[{"DBName":"1"}]"#]);
    let body = "RestoreObjects=%5B%7B%22DBName%22%3A%220%22%7D%2C%7B%22DBName%22%3A%221%22%7D%5D";
    assert!(repeated.code == 0 && repeated.out.contains(body), "{repeated:?}");
    let from_file = line(&["--restore-objects", &format!("@{path}")]);
    assert!(from_file.code == 0 && from_file.out.contains("NewDBName%22%3A%22%E5%90%8D%E5%89%8D%22"), "{from_file:?}");
    let broken = line(&["--restore-objects", "{\"DBName\":hunter2}"]);
    assert!(broken.code == 2 && broken.err.contains("--restore-objects is JSON"), "{broken:?}");
    assert!(!broken.all().contains("hunter2"), "{broken:?}");
    assert_eq!(line(&["--restore-objects", "@/nowhere"]).code, 2);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_a_fault_of_usage() {
    use std::os::unix::ffi::OsStrExt as _;
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    for flag in ["--backup-plan-id", "--extra", "--file", "--region"] {
        let mut command = crate::run::command(&["create-restore-task", flag]);
        let refused = finish(command.arg(odd), "");
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{flag}: {refused:?}");
    }
    let mut command = crate::run::command(&[]);
    assert_eq!(finish(command.arg(odd), "").code, 2);
    let wide = run(&["create-restore-task", "--backup-plan-id=名前\u{1b}[31m\u{202e}", "--dry-run"]);
    assert!(wide.code == 3 && !wide.err.contains('\u{1b}'), "{wide:?}");
}
