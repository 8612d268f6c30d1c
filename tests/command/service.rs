//! Calls that reach the emulator: replies in every form, waits, pages, facts, and how each failure ends.

use std::io::Read as _;
use std::net::TcpListener;

use crate::run::{Emulator, finish, run};

#[test]
fn a_plan_is_bought_configured_and_waited_for() {
    let emulator = Emulator::start(&[]);
    let plan = emulator.plan();
    let configure = ["configure-backup-plan", "--backup-plan-id", &plan, "--backup-plan-name=nightly", "--source=RDS"];
    let source = ["--source-endpoint-region=cn-hangzhou", "--source-endpoint-instance-id=rm-1"];
    let facts = ["--facts-from-service", "--source-endpoint-user-name=me", "--source-endpoint-password-from=env:P"];
    let line = [&configure[..], &source, &facts].concat();
    let configured = finish(emulator.command(&line).env("P", "hunter2"), "");
    assert_eq!((configured.code, configured.ids("undecided").len()), (0, 0), "{configured:?}");
    assert_eq!(emulator.run(&["start-backup-plan", "--backup-plan-id", &plan]).code, 0);
    emulator.advance(5);
    let wait = ["wait", "backup-plan-running", &plan, "--timeout", "30s", "--interval", "100ms"];
    let running = emulator.run(&[&wait[..], &["--query", "BackupPlanStatus", "-o", "text"]].concat());
    assert_eq!((running.code, running.out.as_str(), running.err.as_str()), (0, "running\n", ""));

    let rds = ["--destination=RDS", "--destination-endpoint-region=r", "--destination-endpoint-instance-id=i"];
    let restore = ["create-restore-task", "--backup-plan-id", &plan, "--restore-task-name=n", "--restore-objects=[]"];
    let looked_up = emulator.run(&[&restore[..], &rds, &["--facts-from-service"]].concat());
    assert_eq!((looked_up.code, looked_up.ids("undecided").len()), (0, 0), "{looked_up:?}");
    assert_eq!(looked_up.ids("warning"), ["user-name", "password"], "{looked_up:?}");
    let not_asked = emulator.run(&[&restore[..], &rds].concat());
    assert!(not_asked.code == 0 && !not_asked.ids("undecided").is_empty(), "{not_asked:?}");

    // A task that is not started does not finish.
    let task: serde_json::Value = serde_json::from_str(&looked_up.out).unwrap();
    let wait = ["wait", "restore-task-finished", task["RestoreTaskId"].as_str().unwrap(), "--timeout=200ms"];
    let late = emulator.run(&wait);
    assert!(late.code == 5 && late.err.contains("seconds of waiting"), "{late:?}");
}

#[test]
fn a_reply_has_many_forms_and_unknown_fields_stay() {
    let emulator = Emulator::start(&[]);
    let plans = [emulator.plan(), emulator.plan(), emulator.plan()];
    let list = |more: &[&str]| emulator.run(&[&["describe-backup-plan-list"][..], more].concat());
    let json = list(&[]).json();
    assert_eq!(json["Items"]["BackupPlanDetail"].as_array().map(Vec::len), Some(3));
    assert!(json["RequestId"].is_string() && json["Success"] == true, "{json}");
    let ids = list(&["--query", "Items.BackupPlanDetail[].BackupPlanId", "-o", "text"]);
    let mut seen: Vec<&str> = ids.out.lines().collect();
    let mut made: Vec<&str> = plans.iter().map(String::as_str).collect();
    (seen.sort_unstable(), made.sort_unstable());
    assert_eq!(seen, made);
    let yaml = list(&["-o", "yaml"]);
    assert!(yaml.out.contains("Items:\n  BackupPlanDetail:\n    - "), "{}", yaml.out);
    let table = list(&["-o", "table", "--query", "Items.BackupPlanDetail[].{BackupPlanId, State: BackupPlanStatus}"]);
    assert!(table.out.starts_with("BackupPlanId   State\n-------------  -----\n"), "{}", table.out);
    assert_eq!(table.out.lines().count(), 5);
    let refused = list(&["--query", "Items["]);
    assert!(refused.code == 2 && refused.err.contains("--query: expected"), "{refused:?}");

    let page = ["--page-size=2", "--query", "Items.BackupPlanDetail[].BackupPlanId", "-o", "text"];
    assert_eq!(list(&page).out.lines().count(), 2);
    let all = list(&[&page[..], &["--all"]].concat());
    assert_eq!((all.code, all.out.lines().count()), (0, 3), "{all:?}");
    assert_eq!(run(&["start-backup-plan", "--all"]).code, 2);
    for more in [&["--placement=query"][..], &["--scheme=v1"], &["--scheme=v1", "--placement=query"]] {
        assert_eq!(list(more).code, 0, "{more:?}");
    }
}

#[test]
fn every_end_has_its_code() {
    let emulator = Emulator::start(&[]);
    assert_eq!(emulator.run(&["describe-regions"]).code, 0);
    assert_eq!(emulator.run(&["describe-regoins"]).code, 2);
    assert_eq!(emulator.run(&["start-backup-plan"]).code, 3);
    let service = emulator.run(&["start-backup-plan", "--backup-plan-id=none"]);
    assert_eq!((service.code, service.out.as_str()), (5, ""), "{service:?}");
    assert!(
        service.err.starts_with("error: StartBackupPlan failed: ") && service.err.contains("request id"),
        "{service:?}"
    );
    let mut nobody = crate::run::command(&["describe-regions"]);
    let nobody = finish(nobody.env("DBS_ENDPOINT", "http://127.0.0.1:1").env("HOME", "/nowhere"), "");
    assert!(nobody.code == 4 && nobody.err.contains("ALIBABA_CLOUD_ACCESS_KEY_ID"), "{nobody:?}");
    let network = emulator.run(&["describe-regions", "--endpoint=http://127.0.0.1:1", "--timeout=1s"]);
    assert_eq!(network.code, 6, "{network:?}");
    let wrong_key = finish(emulator.command(&["describe-regions"]).env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "wrong"), "");
    assert_eq!(wrong_key.code, 5, "{wrong_key:?}");
    for line in [&["--timeout=soon"][..], &["--endpoint=a/b"], &["--output=xml"]] {
        assert_eq!(emulator.run(&[&["describe-regions"][..], line].concat()).code, 2, "{line:?}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("--endpoint=http://{}", listener.local_addr().unwrap());
    // Nobody answers there: the time runs out.
    let late = emulator.run(&[
        "create-backup-plan",
        "--database-type=MySQL",
        "--backup-method=logical",
        "--instance-class=micro",
        "--timeout=300ms",
        &silent,
    ]);
    assert!(late.code == 6, "{late:?}");
}

#[test]
fn what_the_service_refuses_leaves_the_output_empty() {
    let emulator = Emulator::start(&["--edition", "2026-03"]);
    let line = ["create-backup-plan", "--database-type=MySQL", "--backup-method=logical", "--instance-class=micro"];
    let refused = emulator.run(&line);
    assert_eq!((refused.code, refused.out.as_str()), (5, ""), "{refused:?}");
    assert!(!refused.ids("warning").is_empty(), "{refused:?}");
    let known = emulator.run(&[&line[..], &["--edition=2026-03"]].concat());
    assert_eq!(known.code, 3, "{known:?}");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let emulator = Emulator::start(&[]);
    for line in [&["describe-regions"][..], &["create-restore-task", "--help"], &["completions", "bash"], &["man"]] {
        let mut child = emulator.command(line).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = child.wait().unwrap().code();
        assert!(code == Some(0) && !err.contains("panicked"), "{line:?}: {code:?} {err}");
    }
}

#[test]
fn without_a_terminal_there_are_no_colors_and_no_sign_of_life() {
    let emulator = Emulator::start(&["--latency", "600ms"]);
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("TERM", "xterm-256color")] {
        let run = finish(emulator.command(&["describe-regions"]).env(name, value), "");
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        let refused = finish(emulator.command(&["start-backup-plan"]).env(name, value), "");
        assert!(!refused.all().contains('\u{1b}'), "{name}: {refused:?}");
    }
    let mut colored = crate::run::command(&["start-backup-plan", "--help"]);
    let plain = finish(colored.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1"), "");
    assert!(plain.code == 0 && !plain.out.contains('\u{1b}'), "{plain:?}");
}
