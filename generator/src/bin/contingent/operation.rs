//! The one operation that a command is about, and the problems that concern it.

use crate::open::{Opened, list};
use crate::reply::Failure;
use contingent::diagnostic::{Command, Diagnostic, Diagnostics, Severity, code};
use contingent_rules::nearest;

const COMMAND: Command = Command::Other;

/// The operation that is meant: the one that is named, or the only one.
pub(crate) fn operation_name(named: Option<&str>, opened: &Opened) -> Result<String, Failure> {
    let names = || opened.operations.iter().map(|(name, _)| name.as_str());
    // The operation may be in a file that cannot be read; then that file is what to talk about.
    let unread = opened.sources.files.len() - usize::from(opened.sources.service().is_some()) - opened.operations.len();
    let (message, help) = match named {
        Some(name) if unread > 0 || names().any(|it| it == name) => return Ok(name.to_owned()),
        Some(name) => {
            let help = match nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it has {}", list(names())),
            };
            (format!("the spec has no operation `{name}`"), help)
        }
        None => match opened.operations.as_slice() {
            [(name, _)] if unread == 0 => return Ok(name.clone()),
            [] if unread > 0 => return Ok(String::new()),
            [] => {
                let help = "add a file below the folder `operations`".to_owned();
                ("the spec has no operation".to_owned(), help)
            }
            _ => {
                let help = format!("name one with `--operation`: {}", list(names()));
                ("the spec has several operations".to_owned(), help)
            }
        },
    };
    Err(Failure::usage(Diagnostic::of_file(code::NO_OPERATION, "", message).help(help)))
}

/// Keeps the problems of `service.yaml` and of the operation's own files: those of others do not matter.
pub(crate) fn about(name: &str, mut opened: Opened) -> Result<Opened, Failure> {
    let service = opened.sources.service().map(|file| file.path.clone());
    let is_service = |path: &str| service.as_deref() == Some(path);
    let mut files: Vec<&str> =
        opened.operations.iter().filter(|(it, _)| it == name).map(|(_, file)| file.as_str()).collect();
    if files.is_empty() {
        // It is in a file that cannot be read: one that names it, or else any of them.
        let is_read = |path: &str| opened.operations.iter().any(|(_, file)| file == path);
        let unread = || opened.sources.files.iter().filter(|it| !is_read(&it.path) && !is_service(&it.path));
        let naming = unread().filter(|it| names_operation(&String::from_utf8_lossy(&it.bytes), name));
        files = naming.map(|it| it.path.as_str()).collect();
        if files.is_empty() {
            files = unread().map(|it| it.path.as_str()).collect();
        }
    }
    let concerned = |it: &Diagnostic| is_service(&it.file) || files.contains(&it.file.as_str());
    let mut found = Diagnostics::new();
    found.extend(opened.found.iter().filter(|it| concerned(it)).cloned());
    opened.found = found;
    if opened.found.iter().any(|it| it.severity(COMMAND) == Severity::Error) {
        return Err(opened.broken(COMMAND));
    }
    Ok(opened)
}

/// Whether a text that is no YAML still looks like the file of an operation.
fn names_operation(text: &str, name: &str) -> bool {
    let named = |line: &str| line.strip_prefix("operation:").map(|rest| rest.trim().trim_matches(['"', '\'']) == name);
    text.lines().any(|line| named(line).unwrap_or(false))
}
