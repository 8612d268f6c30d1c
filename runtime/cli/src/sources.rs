//! Where a value comes from that does not stand on the command line: the standard input, a file, the environment, a
//! prompt.

use std::fs::File;
use std::io::{IsTerminal as _, Read};

use crate::exit::Failure;
use crate::world::{Environment, visible};

/// More than any request may hold.
const MOST: u64 = 16 << 20;

/// What is read from outside, and who has taken the standard input.
pub(crate) struct Sources<'w> {
    environment: Environment<'w>,
    input: Option<String>,
}

impl<'w> Sources<'w> {
    pub(crate) fn new(environment: Environment<'w>) -> Self {
        Self { environment, input: None }
    }

    /// A secret, for the flag that is named: `-`, `env:NAME`, `prompt`, or a file. One line break at its end is left out.
    pub(crate) fn secret(&mut self, source: &str, flag: &str) -> Result<String, Failure> {
        let text = match source {
            "-" => self.standard_input(flag)?,
            "prompt" => return prompt(flag),
            _ => match source.strip_prefix("env:") {
                Some(name) => {
                    let value = (self.environment)(name).filter(|value| !value.is_empty());
                    value.ok_or_else(|| {
                        let name = visible(name);
                        Failure::usage(format!("{flag}: the environment has no variable `{name}` that is text"))
                    })?
                }
                None => file(source.strip_prefix('@').unwrap_or(source), flag)?,
            },
        };
        let line = text.strip_suffix('\n').unwrap_or(&text);
        Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
    }

    /// The whole of a file, or of the standard input if it is `-`.
    pub(crate) fn text(&mut self, path: &str, flag: &str) -> Result<String, Failure> {
        if path == "-" { self.standard_input(flag) } else { file(path, flag) }
    }

    fn standard_input(&mut self, flag: &str) -> Result<String, Failure> {
        if let Some(other) = &self.input {
            return Err(Failure::usage(format!("{flag} and {other} cannot both come from the standard input")));
        }
        self.input = Some(flag.to_owned());
        limited(std::io::stdin(), flag)
    }
}

fn file(path: &str, flag: &str) -> Result<String, Failure> {
    let opened = File::open(path);
    let file = opened.map_err(|error| Failure::usage(format!("{flag}: cannot read `{}`: {error}", visible(path))))?;
    limited(file, flag)
}

fn limited(reader: impl Read, flag: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = reader.take(MOST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::usage(format!("{flag}: cannot read: {error}")))?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::usage(format!("{flag}: more than {} MiB", MOST >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{flag}: what is read is not UTF-8")))
}

/// Asks on the terminal, and shows nothing of what is typed.
fn prompt(flag: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let help = "give `-` to read it from the standard input, a file, or env:NAME";
        return Err(Failure::usage(format!("{flag}: there is no terminal to ask on; {help}")));
    }
    let name = flag.trim_start_matches('-').trim_end_matches("-from");
    let typed = rpassword::prompt_password(format!("{name} (not shown): "));
    typed.map_err(|error| Failure::usage(format!("{flag}: cannot ask: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_from_the_environment_or_a_file_without_its_line_break() {
        let environment = |name: &str| (name == "P").then(|| "hunter2".to_owned());
        let mut sources = Sources::new(&environment);
        assert_eq!(sources.secret("env:P", "--p-from").unwrap(), "hunter2");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        std::fs::write(&path, "hunter3\r\n").unwrap();
        let path = path.display().to_string();
        assert_eq!(sources.secret(&path, "--p-from").unwrap(), "hunter3");
        assert_eq!(sources.secret(&format!("@{path}"), "--p-from").unwrap(), "hunter3");
        assert_eq!(sources.text(&path, "--file").unwrap(), "hunter3\r\n");
    }

    #[test]
    fn what_cannot_be_read_is_a_fault_of_usage() {
        let mut sources = Sources::new(&|_| None);
        for (source, words) in [("env:P", "no variable `P`"), ("/nowhere/at/all", "cannot read `/nowhere/at/all`")] {
            let failure = sources.secret(source, "--p-from").unwrap_err();
            assert!(failure.code == 2 && failure.message.contains(words), "{}", failure.message);
        }
        sources.input = Some("--file".to_owned());
        let failure = sources.secret("-", "--p-from").unwrap_err();
        assert_eq!(failure.message, "--p-from and --file cannot both come from the standard input");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        std::fs::write(&path, b"\xff").unwrap();
        assert!(sources.text(&path.display().to_string(), "--file").unwrap_err().message.contains("UTF-8"));
    }
}
