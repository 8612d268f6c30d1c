//! Blocks of commands: a line after `$` is run by a shell, and what it prints is what stands below it.

use crate::page::workspace;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// A line that stands for any number of lines.
const ANYTHING: &str = "…";

/// The folder with the commands `contingent` and `dbs` as they are now: cargo builds them if it has to, and says where they
/// are.
fn binaries() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let contingent: &[&str] = &["--package", "contingent", "--bin", "contingent"];
        let dbs: &[&str] = &["--package", "aliyun-dbs", "--bin", "dbs", "--features", "cli,emulator"];
        let mut folder = None;
        for what in [contingent, dbs] {
            let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
            cargo.args(["build", "--quiet", "--message-format", "json"]).args(what);
            let built = cargo.current_dir(workspace()).stderr(Stdio::inherit()).output().unwrap();
            assert!(built.status.success());
            let messages = String::from_utf8(built.stdout).unwrap();
            let of_binary = |line: &str| {
                let message: Value = serde_json::from_str(line).ok()?;
                Some(PathBuf::from(message["executable"].as_str()?))
            };
            folder = messages.lines().find_map(of_binary).and_then(|it| it.parent().map(Path::to_owned));
        }
        folder.expect("cargo names the executable")
    })
}

/// What a command line prints in a folder, both streams in one.
pub(crate) fn printed(folder: &Path, line: &str) -> String {
    let mut path = binaries().as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1\n{line}")]).current_dir(folder).stdin(Stdio::null());
    shell.env("PATH", path).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    // No profile of whoever runs this takes part.
    shell.env("HOME", folder);
    // The texts of the generator know no vendor by name.
    shell.env("VENDOR", "aliyun");
    for (name, _) in std::env::vars_os() {
        // No account of whoever runs this takes part.
        if name.to_string_lossy().starts_with("ALIBABA_CLOUD_") {
            shell.env_remove(name);
        }
    }
    let output = shell.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // Where somebody works is no part of a page.
    let text = text.replace(&format!("{}/", folder.display()), "");
    text.trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Runs the commands of a block, and gives the block as it should be: as it is, where it fits.
pub(crate) fn run(folder: &Path, block: &str) -> String {
    let mut text = String::new();
    for (line, shown) in steps(block) {
        let printed = printed(folder, &line);
        assert!(!printed.contains("panicked at"), "{printed}");
        text.push_str(&format!("$ {line}\n"));
        text.push_str(if fits(&shown, &printed) { &shown } else { &printed });
    }
    text
}

/// The command lines of a block, each with what is printed below it.
fn steps(block: &str) -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push((command.to_owned(), String::new())),
            (None, Some((command, _))) if goes_on(command) => *command += &format!("\n{line}"),
            (None, Some((_, shown))) => *shown += &format!("{line}\n"),
            (None, None) => panic!("a block of commands begins with a command: {line}"),
        }
    }
    steps
}

/// Whether a command line ends with a backslash, or is in the middle of a text behind `<< 'END'`.
fn goes_on(command: &str) -> bool {
    command.ends_with('\\') || command.contains("<< 'END'") && !command.ends_with("\nEND")
}

/// Whether a text is as it is shown, where a line `…` stands for any number of lines.
fn fits(shown: &str, text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let mut parts = shown.split_inclusive('\n').collect::<Vec<_>>().into_iter().map(str::trim_end).peekable();
    let mut at = 0;
    while let Some(line) = parts.next() {
        if line != ANYTHING {
            if lines.get(at) != Some(&line) {
                return false;
            }
            at += 1;
        } else if let Some(next) = parts.peek() {
            let Some(found) = lines.iter().skip(at).position(|it| it == next) else { return false };
            at += found;
        } else {
            return true;
        }
    }
    at == lines.len()
}

/// Whether pages are changed instead of compared.
pub(crate) fn updates() -> bool {
    std::env::var_os("DOCS_UPDATE").is_some_and(|it| it == "always")
}

/// Compares a file with what it should be, or writes it.
pub(crate) fn settle(path: &Path, is: &str, should: &str) -> Option<String> {
    if is == should {
        return None;
    }
    if updates() {
        fs::write(path, should).unwrap();
        return None;
    }
    let differing = is.lines().zip(should.lines()).zip(1..).find(|((is, should), _)| is != should);
    let ((is, should), line) = differing.unwrap_or((("(the end)", "(more lines)"), 0));
    Some(format!("{}:{line}\n  shown:   {is}\n  printed: {should}", path.display()))
}

#[test]
fn three_dots_stand_for_any_number_of_lines() {
    for (shown, text, outcome) in [
        ("a\n", "a\n", true),
        ("a\n", "a\nb\n", false),
        ("a\n…\n", "a\nb\nc\n", true),
        ("…\nc\n", "a\nb\nc\n", true),
        ("…\nb\n", "a\nb\nc\n", false),
        ("a\n…\nd\n", "a\nb\nc\n", false),
    ] {
        assert_eq!(fits(shown, text), outcome, "{shown:?} {text:?}");
    }
}
