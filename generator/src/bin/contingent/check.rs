//! `contingent check`: everything that is wrong in a spec.

use crate::args::{Check, Format, Shared};
use crate::open::{Opened, open};
use crate::reply::{Exit, Failure, Reply, count, entries, human, plural};
use contingent::diagnostic::{Class, Command, Severity, github, sarif, visible};
use serde_json::json;

const COMMAND: Command = Command::Check;

pub(crate) fn run(task: &Check, shared: &Shared) -> Result<Reply, Failure> {
    let mut opened = open(&task.spec, shared)?;
    contingent::findings::report(&opened.spec, &opened.model, &mut opened.found);
    let (errors, warnings) = count(&opened.found, COMMAND);
    let denied = shared.deny_warnings() && warnings > 0;
    let exit = if errors > 0 || denied { Exit::Findings } else { Exit::Fine };
    let found = &opened.found;
    Ok(match shared.format {
        Format::Human => {
            let shown = human(found, COMMAND, &opened.sources, shared.color_on_stdout());
            let summary = summary(&opened, errors, warnings, denied);
            Reply::out(format!("{shown}{}: {summary}\n", visible(&task.spec.display().to_string())), exit)
        }
        Format::Json => {
            let errors = entries(found, COMMAND, Severity::Error);
            // A spec that cannot be read has no warnings worth trusting, and one shape in every command.
            if found.iter().any(|it| it.code.class() == Class::Error) {
                return Ok(Reply::json(&json!({ "errors": errors }), exit));
            }
            let warnings = entries(found, COMMAND, Severity::Warning);
            Reply::json(&json!({ "errors": errors, "warnings": warnings }), exit)
        }
        Format::Github => Reply::out(found.iter().map(|it| github(it, COMMAND) + "\n").collect::<String>(), exit),
        Format::Sarif => Reply::json(&sarif(found, COMMAND), exit),
    })
}

fn summary(opened: &Opened, errors: usize, warnings: usize, denied: bool) -> String {
    let denied = if denied { ", which are denied" } else { "" };
    match (errors, warnings) {
        (0, 0) => format!("{}, nothing wrong", plural(opened.operations.len(), "operation")),
        (0, _) => format!("{}{denied}", plural(warnings, "warning")),
        (_, 0) => plural(errors, "error"),
        (_, _) => format!("{}, {}{denied}", plural(errors, "error"), plural(warnings, "warning")),
    }
}
