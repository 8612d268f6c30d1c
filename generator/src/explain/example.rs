//! Examples: files that are wrong and files that are right, or commands with what they print.

use crate::diagnostic::{Command, Diagnostics, render};
use crate::import::openapi;
use crate::spec::SourceFile;
use crate::{findings, load, resolve};

/// What is wrong beside what is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What is wrong.
    pub wrong: Side,
    /// The same without the mistake.
    pub right: Side,
}

/// Files, and commands that are run beside them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// In the order in which they are shown.
    pub blocks: Vec<Block>,
}

/// A file, or commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The path of a file; empty for commands.
    pub path: &'static str,
    /// The text as it is shown.
    pub text: &'static str,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file of a spec.
    Spec,
    /// A file of a spec, in which `\xE9` stands for the byte with this number.
    Bytes,
    /// A document that is imported.
    OpenApi,
    /// Any other file, such as a template or a request.
    Other,
    /// Lines that begin with `$`, each with what it prints.
    Commands,
}

impl Example {
    /// Reads the Markdown of an example: a section behind `Wrong:`, another behind `Right:`, and in both fenced blocks
    /// whose first line names the language and the file.
    pub fn read(text: &'static str) -> Self {
        let (wrong, right) = text.split_once("\nRight:\n").unwrap_or((text, ""));
        Self { wrong: Side::read(wrong), right: Side::read(right) }
    }

    /// Both sides, with what is said about the wrong one.
    pub(super) fn text(&self) -> String {
        let mut text = self.wrong.text("Wrong");
        if let Some(said) = self.wrong.said() {
            text.push_str(&format!("\n`{}` says:\n\n{}", self.wrong.command(), indented(&said)));
        }
        text.push('\n');
        text.push_str(&self.right.text("Right"));
        text
    }
}

impl Side {
    fn read(text: &'static str) -> Self {
        let mut blocks = Vec::new();
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once("\n```") {
            let Some((head, body)) = behind.split_once('\n') else { break };
            let Some((text, after)) = body.split_once("\n```\n") else { break };
            let mut words = head.split(' ');
            let language = words.next().unwrap_or_default();
            let path = words.next().unwrap_or_default();
            let kind = match (language, words.next()) {
                ("console", _) => Kind::Commands,
                ("yaml", None) => Kind::Spec,
                ("yaml", Some("bytes")) => Kind::Bytes,
                ("yaml", Some("openapi")) => Kind::OpenApi,
                _ => Kind::Other,
            };
            blocks.push(Block { kind, path, text });
            rest = after;
        }
        Self { blocks }
    }

    /// Whether it is shown by commands that somebody has to run.
    pub fn has_commands(&self) -> bool {
        self.blocks.iter().any(|it| it.kind == Kind::Commands)
    }

    /// The files, as they lie on a disk.
    pub fn files(&self) -> Vec<SourceFile> {
        let files = self.blocks.iter().filter(|it| it.kind != Kind::Commands);
        files.map(|it| SourceFile { path: it.path.to_owned(), bytes: it.bytes() }).collect()
    }

    /// What is wrong with the files; none for an example of commands.
    pub fn diagnostics(&self) -> Option<Diagnostics> {
        if self.has_commands() {
            return None;
        }
        let files = self.files();
        if self.blocks.iter().any(|it| it.kind == Kind::OpenApi) {
            return files.first().map(|file| match openapi::import(file, &[]) {
                Ok(imported) => imported.warnings,
                Err(openapi::Failure::Document(found)) => found,
                Err(openapi::Failure::NoOperation(one)) => {
                    let mut found = Diagnostics::new();
                    found.push(*one);
                    found
                }
            });
        }
        let mut found = Diagnostics::new();
        let spec = load(&files, &mut found);
        let service = resolve::resolve(&spec, &mut found);
        findings::report(&spec, &service, &mut found);
        Some(found)
    }

    /// What is said about the files; none for an example of commands, which say it themselves.
    fn said(&self) -> Option<String> {
        let found = self.diagnostics()?;
        let text =
            |path: &str| self.blocks.iter().find(|it| it.path == path && it.kind != Kind::Bytes).map(|it| it.text);
        let said = render(&found, Command::Check, text, false);
        Some(said.trim_end().to_owned())
    }

    fn command(&self) -> &'static str {
        let imported = self.blocks.iter().any(|it| it.kind == Kind::OpenApi);
        if imported { "contingent import openapi" } else { "contingent check" }
    }

    fn text(&self, word: &str) -> String {
        let mut text = String::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let lead = match (at, block.path) {
                (0, "") => format!("{word}:"),
                (0, path) => format!("{word}, `{path}`:"),
                (_, "") => "\nThen:".to_owned(),
                (_, path) => format!("\nAnd `{path}`:"),
            };
            text.push_str(&format!("{lead}\n\n{}", indented(block.text)));
        }
        text
    }
}

impl Block {
    fn bytes(&self) -> Vec<u8> {
        if self.kind != Kind::Bytes {
            return format!("{}\n", self.text).into_bytes();
        }
        let mut parts = self.text.split("\\x");
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            let byte = part.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok());
            bytes.extend(byte);
            bytes.extend(part.get(2..).unwrap_or_default().bytes());
        }
        bytes.push(b'\n');
        bytes
    }
}

/// Four blanks before every line that has something on it.
fn indented(text: &str) -> String {
    let line =
        |line: &str| if line.trim_end().is_empty() { "\n".to_owned() } else { format!("    {}\n", line.trim_end()) };
    text.lines().map(line).collect()
}
