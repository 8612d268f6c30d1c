//! Every check on the project as it is, and on files that are wrong.

use super::*;

fn project() -> Vec<File> {
    files(Path::new(crate::ROOT)).unwrap()
}

fn assert_nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rust_file_says_what_it_is() {
    assert_nothing(&checks::headers(&project()));
}

#[test]
fn no_rust_file_is_too_long() {
    assert_nothing(&checks::lengths(&project()));
}

#[test]
fn nothing_knows_a_vendor_by_name() {
    assert_nothing(&checks::vendor(&project()));
}

#[test]
fn no_unfinished_code() {
    assert_nothing(&checks::unfinished(&project()));
}

#[test]
fn no_blanks_at_the_end_of_a_line() {
    assert_nothing(&checks::blanks(&project()));
}

#[test]
fn every_dependency_has_its_reason() {
    assert_nothing(&checks::reasons(&project()));
}

#[test]
fn both_licences_are_there() {
    assert_nothing(&checks::licences(&project()));
}

#[test]
fn no_path_of_a_machine() {
    assert_nothing(&checks::machines(&project()));
}

/// How many faults a check finds in a file.
fn faults(check: Check, path: &str, text: &str) -> usize {
    check(&[File { path: path.to_owned(), text: text.to_owned() }]).len()
}

#[test]
fn each_check_finds_what_it_looks_for() {
    assert_eq!(faults(checks::headers, "a.rs", "#![x]\n\nfn a() {}"), 1);
    assert_eq!(faults(checks::headers, "a.rs", "#![x]\n\n//! A.\n"), 0);
    assert_eq!(faults(checks::lengths, "a.rs", &"x\n".repeat(451)), 1);
    assert_eq!(faults(checks::lengths, "generated/a/src/generated/a.rs", &"x\n".repeat(451)), 0);
    let word = ["Ali", "Yun"].concat();
    assert_eq!(faults(checks::vendor, "generator/src/a.rs", &format!("// {word}")), 1);
    assert_eq!(faults(checks::vendor, "spec/a.yaml", &word), 0);
    let module = format!("mod {};", word.to_lowercase());
    assert_eq!(faults(checks::vendor, "runtime/client/src/lib.rs", &module), 0);
    let macros = ["to", "do!()"].concat();
    assert_eq!(faults(checks::unfinished, "a.rs", &macros), 1);
    assert_eq!(faults(checks::unfinished, "a.rs", &format!("my_{macros}")), 0);
    assert_eq!(faults(checks::blanks, "a.md", "a \nb\n"), 1);
    let manifest = "[workspace.dependencies]\na = \"1\" # why\nb = \"2\"\nc = { path = \"c\" }\n[other]\nd = 1\n";
    assert_eq!(faults(checks::reasons, "Cargo.toml", manifest), 1);
    assert_eq!(faults(checks::licences, "LICENSE-MIT", "MIT License"), 1);
    let path = ["(/ho", "me/me/x)"].concat();
    assert_eq!(faults(checks::machines, "a.md", &path), 1);
    assert_eq!(faults(checks::machines, "a.md", &format!("https://a.b{}", path.trim_start_matches('('))), 0);
}
