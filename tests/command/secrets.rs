//! Secrets: where they come from, and that they are nowhere to be seen.

use crate::run::{Run, command, file, finish, run, run_with_input};

const SECRET: &str = "hün\"ter&2 x";

const LINE: [&str; 11] = [
    "modify-backup-source-endpoint",
    "--backup-plan-id=p",
    "--source=Other",
    "--source-endpoint-ip=192.0.2.1",
    "--source-endpoint-port=3306",
    "--source-endpoint-user-name=backup",
    "--source-endpoint-database-name=d",
    "--backup-objects=[{\"DBName\":\"a\"}]",
    "--fact-database-type=MySQL",
    "--dry-run",
    "--allow-rule=none.at.all",
];

fn hides(run: &Run) {
    let text = run.all();
    for form in [SECRET, "hün", "ter&2", "h%C3%BCn", "ter%262", "aMO8bg"] {
        assert!(!text.contains(form), "{form}: {text}");
    }
}

fn with(source: &str, input: &str) -> Run {
    let flag = format!("--source-endpoint-password-from={source}");
    let mut command = command(&[&LINE[..], &[&flag]].concat());
    finish(command.stdin(std::process::Stdio::piped()).env("PASSWORD", SECRET), input)
}

#[test]
fn a_secret_comes_from_the_standard_input_a_file_or_the_environment_and_is_masked() {
    let (_folder, path) = file("password", &format!("{SECRET}\n"));
    let line_break = format!("{SECRET}\r\n");
    for (source, input) in [("-", line_break.as_str()), (path.as_str(), ""), ("env:PASSWORD", "")] {
        for output in ["json", "yaml", "table", "text"] {
            let flag = format!("--source-endpoint-password-from={source}");
            let mut command = command(&[&LINE[..], &[&flag, "-o", output]].concat());
            let run = finish(command.stdin(std::process::Stdio::piped()).env("PASSWORD", SECRET), input);
            assert_eq!(run.code, 0, "{source}: {run:?}");
            assert!(run.out.contains("SourceEndpointPassword=~masked~"), "{run:?}");
            hides(&run);
        }
    }
}

#[test]
fn the_plain_flag_works_and_is_warned_of() {
    let run = run(&[&LINE[..], &["--source-endpoint-password", SECRET]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.err.contains("warning: the value of --source-endpoint-password is in the list of processes"),
        "{run:?}"
    );
    hides(&run);
}

#[test]
fn a_dry_run_shows_nothing_that_was_made_of_the_secret() {
    // Neither a hash nor a signature: who knows the rest could try all short passwords.
    let fixed = |secret: &str| {
        let line = [&LINE[..], &["--client-token=t", "--source-endpoint-password-from=-"]].concat();
        let run = run_with_input(&line, secret);
        let hash = run.out.lines().find(|line| line.starts_with("x-acs-content-sha256: "));
        hash.unwrap_or_else(|| panic!("{run:?}")).to_owned()
    };
    assert_eq!(fixed("one"), fixed("another"));
}

#[test]
fn a_refusal_shows_none_either() {
    let (_folder, path) = file("r.yaml", &format!("SourceEndpointPassword: '{SECRET}'\nPasword: '{SECRET}'\n"));
    let refused = run(&["modify-backup-source-endpoint", "-f", &path]);
    assert!(refused.code == 3 && refused.err.contains("Pasword: ***"), "{refused:?}");
    hides(&refused);
    let skeleton = run(&["modify-backup-source-endpoint", "-f", &path, "--skeleton"]);
    assert!(skeleton.code == 0 && skeleton.out.contains("--source-endpoint-password-from"), "{skeleton:?}");
    hides(&skeleton);
}

#[test]
fn what_cannot_be_had_is_a_fault_of_usage_with_advice() {
    let prompt = with("prompt", "");
    assert_eq!(prompt.code, 2, "{prompt:?}");
    let advice = "there is no terminal to ask on; give `-` to read it from the standard input, a file, or env:NAME";
    assert!(prompt.err.contains(advice), "{prompt:?}");
    for source in ["env:NOBODY", "/nowhere/at/all"] {
        assert_eq!(with(source, "").code, 2, "{source}");
    }
    let twice = run_with_input(&[&LINE[..], &["--source-endpoint-password-from=-", "-f", "-"]].concat(), "{}");
    assert!(twice.code == 2 && twice.err.contains("cannot both come from the standard input"), "{twice:?}");
    let both = run(&[&LINE[..], &["--source-endpoint-password=x", "--source-endpoint-password-from=-"]].concat());
    assert_eq!(both.code, 2, "{both:?}");
}
