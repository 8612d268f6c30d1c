//! `contingent diff`: what changed between two specs, or between two editions of one.

use crate::args::{Diff, Shared};
use crate::open::{Opened, open_in};
use crate::operation::{about, operation_name};
use crate::reply::{Exit, Failure, Reply};
use contingent::diagnostic::{Command, Diagnostic, Severity, code, visible};
use contingent::differ::{Category, Change, changelog, service_changes};
use contingent::model::Operation;
use contingent::reason::{Difference, Witness, analyze, difference, smallest_valid};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

const COMMAND: Command = Command::Other;

pub(crate) fn run(task: &Diff, shared: &Shared) -> Result<Reply, Failure> {
    let (old_edition, new_edition) = editions(task, shared)?;
    let old = opened(task, &task.old, old_edition)?;
    let newer = task.new.as_ref().map(|new| opened(task, new, new_edition)).transpose()?;
    if newer.is_none() {
        // One spec, two editions: the second one must be declared as well.
        crate::open::check_edition(old.spec.service.as_ref(), new_edition)?;
    }
    let new = newer.as_ref().unwrap_or(&old);
    let pairs = pairs(task, &old, new);
    let mut compared: Vec<(&str, Difference)> =
        pairs.iter().map(|(was, is)| (is.name.as_str(), difference(was, old_edition, is, new_edition))).collect();
    if let (Some(name), true) = (&task.operation, compared.is_empty()) {
        compared.push((name, one_sided(name, (&old, old_edition), (new, new_edition))?));
    }
    let service = service_level(task, &old, new);
    let breaking =
        compared.iter().any(|(_, it)| it.is_breaking()) || service.iter().any(|it| it.category == Category::Breaking);
    let exit = if breaking { Exit::Findings } else { Exit::Fine };
    let single = task.operation.is_some() || (old.spec.service.is_none() && new.spec.service.is_none());
    if shared.json() {
        return Ok(match compared.as_slice() {
            [(_, only)] if single => Reply::json(&only.to_json(), exit),
            _ => {
                let operations: Map<String, Value> =
                    compared.iter().map(|(name, it)| ((*name).to_owned(), it.to_json())).collect();
                Reply::json(&json!({ "operations": operations, "service": service }), exit)
            }
        });
    }
    let mut text = String::new();
    if task.changelog {
        if !service.is_empty() {
            text.push_str(&changelog("Service", &service, ""));
        }
        for (name, it) in compared.iter().filter(|(_, it)| single || !it.changes.is_empty()) {
            text.push_str(&changelog(name, &it.changes, &counts(it)));
        }
        return Ok(Reply::out(text, exit));
    }
    if !service.is_empty() {
        text.push_str("service\n");
        put_changes(&mut text, &service);
    }
    for (name, it) in &compared {
        put(&mut text, name, it);
    }
    Ok(Reply::out(text, exit))
}

/// The editions of the old and the new state.
fn editions<'a>(task: &Diff, shared: &'a Shared) -> Result<(Option<&'a str>, Option<&'a str>), Failure> {
    match (shared.editions(), &task.new) {
        ([old, new], _) => Ok((Some(old), Some(new))),
        ([both], Some(_)) => Ok((Some(both), Some(both))),
        ([], Some(_)) => Ok((None, None)),
        (_, _) => {
            let message = "there is nothing to compare the spec with";
            let help = "name a second spec, or two editions of this one: `--edition OLD --edition NEW`";
            Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help)))
        }
    }
}

fn opened(task: &Diff, path: &std::path::Path, edition: Option<&str>) -> Result<Opened, Failure> {
    let opened = open_in(path, edition)?;
    let failed = opened.found.iter().any(|it| it.severity(COMMAND) == Severity::Error);
    match &task.operation {
        // An operation that one of the specs lacks is new, or gone.
        Some(name) if failed => about(name, opened),
        None if failed => Err(opened.broken(COMMAND)),
        Some(_) | None => Ok(opened),
    }
}

/// The operations that both specs have, by name; two files with one operation each are compared whatever it is called.
fn pairs<'a>(task: &Diff, old: &'a Opened, new: &'a Opened) -> Vec<(&'a Operation, &'a Operation)> {
    if let (None, [was], [is]) = (&task.operation, old.model.operations.as_slice(), new.model.operations.as_slice())
        && old.spec.service.is_none()
        && new.spec.service.is_none()
    {
        return vec![(was, is)];
    }
    let wanted = |it: &&Operation| task.operation.as_ref().is_none_or(|name| *name == it.name);
    let pair = |is: &'a Operation| Some((old.model.operations.iter().find(|was| was.name == is.name)?, is));
    new.model.operations.iter().filter(wanted).filter_map(pair).collect()
}

/// An operation that only one of two specs has: all of its requests are lost, or gained.
fn one_sided(
    name: &str,
    (old, old_edition): (&Opened, Option<&str>),
    (new, new_edition): (&Opened, Option<&str>),
) -> Result<Difference, Failure> {
    let of = |opened: &Opened, edition| {
        let operation = opened.model.operations.iter().find(|it| it.name == name)?;
        Some((analyze(operation, edition).valid_shapes, smallest_valid(operation, edition)))
    };
    let none = || Some("0".to_owned());
    let change = |category, what: &str| vec![Change { category, what: format!("operation {name}: {what}") }];
    let rules = Vec::new();
    if let Some((lost, lost_witness)) = of(old, old_edition) {
        let changes = change(Category::Breaking, "removed");
        return Ok(Difference { lost, gained: none(), lost_witness, gained_witness: None, rules, changes });
    }
    if let Some((gained, gained_witness)) = of(new, new_edition) {
        let changes = change(Category::Compatible, "new");
        return Ok(Difference { lost: none(), gained, lost_witness: None, gained_witness, rules, changes });
    }
    operation_name(Some(name), new)?;
    // It is in a file that cannot be read, which has been reported.
    let changes = Vec::new();
    Ok(Difference { lost: None, gained: None, lost_witness: None, gained_witness: None, rules, changes })
}

/// What changed around the operations.
fn service_level(task: &Diff, old: &Opened, new: &Opened) -> Vec<Change> {
    let services = old.spec.service.is_some() && new.spec.service.is_some();
    if task.operation.is_some() || task.new.is_none() || !services {
        return Vec::new();
    }
    service_changes(&old.model, &new.model).service
}

fn counts(it: &Difference) -> String {
    match (&it.lost, &it.gained) {
        (Some(lost), Some(gained)) => format!("{lost} shapes of requests are lost, {gained} are gained."),
        _ => "How many shapes of requests are lost or gained was not computed.".to_owned(),
    }
}

fn put(text: &mut String, name: &str, it: &Difference) {
    let state = if it.is_breaking() {
        "breaking"
    } else if it.changes.is_empty() {
        "the same"
    } else {
        "not breaking"
    };
    // Writing to a String never fails.
    let _ = writeln!(text, "{}: {state}. {}", visible(name), counts(it));
    for (label, witness) in [("lost", &it.lost_witness), ("gained", &it.gained_witness)] {
        if let Some(witness) = witness {
            let _ = writeln!(text, "  {label:<14} {}", visible(&shown(witness)));
        }
    }
    if !it.rules.is_empty() {
        let _ = writeln!(text, "  {:<14} {}", "because of", visible(&it.rules.join(", ")));
    }
    put_changes(text, &it.changes);
}

fn put_changes(text: &mut String, changes: &[Change]) {
    for change in changes {
        let _ = writeln!(text, "  {:<14} {}", change.category.name(), visible(&change.what));
    }
}

fn shown(witness: &Witness) -> String {
    format!("for example {}", witness.to_value())
}
