//! What is wrong with the command line and the files around a spec: exit code 2.

use crate::run::{Folder, SERVICE, command, garden, run};
use std::process::Stdio;

#[test]
fn help_and_version_are_fine() {
    for arguments in [&["--help"][..], &["--version"], &["help", "check"], &["validate", "--help"]] {
        let helped = run(arguments);
        assert_eq!((helped.code, helped.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!helped.out.is_empty());
    }
}

#[test]
fn a_command_line_that_cannot_be_understood() {
    for arguments in
        [&[][..], &["chek"], &["check"], &["check", "a", "--edtion", "x"], &["check", "a", "--color", "red"]]
    {
        let human = run(arguments);
        assert_eq!((human.code, human.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!human.err.is_empty());
        let json = run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(json.code, 2, "{arguments:?}");
        assert_eq!(json.error_codes(), ["C0901"], "{arguments:?}");
    }
    let tip = run(&["check", "a", "--edtion", "x", "--format=json"]).json();
    assert!(tip["errors"][0]["help"].as_str().unwrap().contains("--edition"), "{tip}");
    assert_eq!(run(&["schema", "--format", "sarif"]).code, 2);
}

#[test]
fn a_spec_that_is_not_there() {
    let folder = Folder::new(&[("service.yaml", SERVICE), ("empty/notes.md", "")]);
    let garden = garden();
    let out = folder.at("out");
    for (path, code) in
        [(folder.at("nothing"), "C0902"), (folder.at("empty"), "C0903"), (garden.at("service.yaml"), "C0904")]
    {
        for rest in [&["check"][..], &["generate", "--out", &out], &["validate", "--request", "-"]] {
            let arguments = [&rest[..1], &[path.as_str(), "--format", "json"], &rest[1..]].concat();
            let failed = run(&arguments);
            assert_eq!((failed.code, failed.error_codes()), (2, vec![code.to_owned()]), "{arguments:?}");
        }
        let human = run(&["check", &path]);
        assert_eq!((human.code, human.out.as_str()), (2, ""));
        assert!(human.err.contains(code), "{}", human.err);
    }
    assert!(!folder.path("out").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    for arguments in [&["explain"][..], &["schema"], &["chek"]] {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        drop(child.stderr.take());
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 2)), "{code:?}");
    }
}
