//! Completions and man pages.

use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::help::commands;
use crate::run::{file, run};

#[test]
fn completions_know_every_command_and_are_read_by_the_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (0, ""), "{shell}");
        for word in ["create-restore-task", "destination-endpoint-region", "upgrade-backup-plan", "backup-plan-running"]
        {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
    let script = run(&["completions", "bash"]).out;
    assert!(script.contains("RDS ECS Express Agent DDS Other"), "values are completed");
    let (_folder, path) = file("dbs.bash", &script);
    let read = Command::new("bash").args(["-n", &path]).stderr(Stdio::piped()).output();
    let read = read.unwrap_or_else(|error| panic!("bash reads the script: {error}"));
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    assert_eq!(run(&["completions", "cmd"]).code, 2);
}

#[test]
fn man_pages_are_printed_and_written() {
    let page = run(&["man", "create-restore-task"]);
    assert!(page.code == 0 && page.out.contains(".TH dbs-create-restore-task 1"), "{page:?}");
    assert!(page.out.contains("destination\\-endpoint\\-region"), "{}", page.out);
    assert!(run(&["man"]).out.contains(".TH dbs 1"));
    let slip = run(&["man", "create-restore-tsk"]);
    assert!(slip.code == 2 && slip.err.contains("did you mean `create-restore-task`?"), "{slip:?}");
    let folder = TempDir::new().unwrap();
    let written = run(&["man", "--out", &folder.path().display().to_string()]);
    assert_eq!(written.code, 0, "{written:?}");
    for name in commands().iter().filter(|name| *name != "help") {
        assert!(folder.path().join(format!("dbs-{name}.1")).is_file(), "{name}");
    }
    assert!(folder.path().join("dbs-wait-backup-plan-running.1").is_file());
}
