//! The help of every command, and how long the program takes to start.

use crate::run::run;

/// The commands that the help lists.
pub(crate) fn commands() -> Vec<String> {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    let listed = help.out.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    listed.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_command_has_help_with_the_exit_codes() {
    let commands = commands();
    assert!(commands.len() >= 36 + 4, "{commands:?}");
    for name in &commands {
        for flag in ["--help", "-h"] {
            let help = run(&[name, flag]);
            assert_eq!((help.code, help.err.as_str()), (0, ""), "{name} {flag}");
            assert!(help.out.contains("Usage: dbs "), "{name}: {}", help.out);
        }
        let again = run(&["help", name]);
        assert_eq!(again.code, 0, "{name}");
    }
    let help = run(&["create-restore-task", "--help"]).out;
    for text in ["3  rules", "Where to restore:", "Required when DestinationEndpointInstanceType is Agent. [seed#"] {
        assert!(help.contains(text), "{text}: {help}");
    }
}

#[test]
fn help_says_what_the_rules_say() {
    insta::assert_snapshot!("help", run(&["create-restore-task", "--help"]).out);
    insta::assert_snapshot!("help_short", run(&["start-backup-plan", "-h"]).out);
}

#[test]
fn names_that_are_nearly_right_are_corrected() {
    let slip = run(&["create-restore-tsk"]);
    assert!(slip.code == 2 && slip.err.contains("create-restore-task"), "{slip:?}");
    let slip = run(&["create-restore-task", "--destination-endpoint-regoin=x"]);
    assert!(slip.code == 2 && slip.err.contains("--destination-endpoint-region"), "{slip:?}");
    assert_eq!(run(&[]).code, 2);
}
