//! The examples of `spec/README.md`: what it shows of the command is what the command prints.
//!
//! A block of YAML that begins with a comment such as `# boat.yaml` is that file. In a block `console` a line after `$`
//! is run in the folder of these files, with the text of an `echo` before it as the standard input.

use crate::run::{Folder, run_in, workspace};
use std::fs;

/// The blocks of a page: the word after the fence, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: String = lines.by_ref().take_while(|it| *it != "```").map(|it| format!("{it}\n")).collect();
            blocks.push((kind.to_owned(), text));
        }
    }
    blocks
}

/// The command lines of a block, each with what is printed below it.
fn steps(block: &str) -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push((command.to_owned(), String::new())),
            (None, Some((_, shown))) => *shown += &format!("{line}\n"),
            (None, None) => panic!("a block of commands begins with a command: {line}"),
        }
    }
    steps
}

/// The arguments of a command line, and its input.
fn parts(line: &str) -> (Vec<&str>, &str) {
    let (input, command) = match line.strip_prefix("echo '").and_then(|it| it.split_once("' | ")) {
        Some((input, command)) => (input, command),
        None => ("", line),
    };
    let mut words = command.split(' ');
    assert_eq!(words.next(), Some("contingent"), "{line}");
    (words.collect(), input)
}

#[test]
fn the_page_shows_what_the_command_prints() {
    let page = fs::read_to_string(workspace().join("spec/README.md")).unwrap();
    let folder = Folder::new(&[]);
    let mut seen = 0;
    for (kind, text) in blocks(&page) {
        let name = text.lines().next().and_then(|it| it.strip_prefix("# ")).filter(|it| it.ends_with(".yaml"));
        if let ("yaml", Some(name)) = (kind.as_str(), name) {
            folder.put(name, &text);
        } else if kind == "console" {
            for (line, expected) in steps(&text) {
                let (arguments, input) = parts(&line);
                let run = run_in(&folder, &arguments, input);
                assert_eq!((run.out.as_str(), run.err.as_str()), (expected.as_str(), ""), "{line}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 5, "{seen} commands");
}
