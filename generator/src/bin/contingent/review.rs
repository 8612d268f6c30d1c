//! `contingent import --review`: what an import proposed from descriptions, and what is said to it.

use crate::args::{Review, Shared};
use crate::open::{Opened, open};
use crate::reply::{Broken, Exit, Failure, Reply, plural};
use contingent::diagnostic::{Class, Command, Diagnostic, Diagnostics, code, visible};
use contingent::files::{MAX_FILE, Sources, read_limited};
use contingent::import::proposals::{self, Entry, FILE, State};
use contingent::spec::SourceFile;
use contingent_rules::nearest;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn run(spec: &Path, task: &Review, shared: &Shared) -> Result<Reply, Failure> {
    let opened = open(spec, shared)?;
    let path = beside(spec);
    let file = SourceFile {
        path: path.display().to_string(),
        bytes: read_limited(&path, MAX_FILE).map_err(|fault| {
            let help = "an import writes it: `contingent import --help` lists them";
            Failure::usage(fault.help(help))
        })?,
    };
    let mut entries = proposals::read(&file).map_err(|found| broken(found, vec![file.clone()]))?;
    let before = entries.clone();
    proposals::mark_known(&mut entries, &opened.spec.operations);
    let accepted = chosen(&entries, &task.accept, true)?;
    let rejected = chosen(&entries, &task.reject, false)?;
    if let Some(both) = accepted.intersection(&rejected).next() {
        let message = format!("`{}` is both accepted and rejected", visible(both));
        return Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help("decide for one of them")));
    }
    let changed = accept(&opened, &entries, &accepted)?;
    for entry in &mut entries {
        if accepted.contains(&entry.id) {
            entry.state = State::Accepted;
        } else if rejected.contains(&entry.id) {
            entry.state = State::Rejected;
        }
    }
    for file in &changed {
        replace(Path::new(&file.path), &file.bytes)?;
    }
    if entries != before {
        replace(&path, proposals::write(&entries).as_bytes())?;
    }
    let shown: Vec<&Entry> = entries.iter().filter(|it| task.all || it.state == State::Open).collect();
    if shared.json() {
        let list: Vec<Value> = shown.iter().map(|it| to_json(it)).collect();
        let answer = json!({ "proposals": list, "accepted": accepted, "rejected": rejected });
        return Ok(Reply::json(&answer, Exit::Fine));
    }
    Ok(Reply::out(human(&shown, &entries, &accepted, &rejected, &changed), Exit::Fine))
}

/// The file of proposals: in the folder of the service, or beside an operation on its own.
fn beside(spec: &Path) -> PathBuf {
    if spec.is_dir() { spec.join(FILE) } else { spec.with_file_name(FILE) }
}

/// The ids that are meant by ids and, where allowed, by a confidence.
fn chosen(entries: &[Entry], wanted: &[String], by_confidence: bool) -> Result<BTreeSet<String>, Failure> {
    let mut out = BTreeSet::new();
    for wanted in wanted {
        let of_confidence = entries.iter().filter(|it| by_confidence && it.confidence.as_str() == wanted);
        let open: Vec<&Entry> = of_confidence.filter(|it| it.state == State::Open).collect();
        let named = entries.iter().find(|it| it.id == *wanted);
        let is_word = by_confidence && ["exact", "inferred", "doubtful"].contains(&wanted.as_str());
        match named {
            Some(entry) if matches!(entry.state, State::Open | State::Rejected) => {
                out.insert(entry.id.clone());
            }
            Some(entry) => {
                let message = format!("the proposal `{}` is {}", visible(wanted), entry.state.as_str());
                let help = "the spec has its rule: edit the file of the operation";
                return Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help)));
            }
            None if is_word => out.extend(open.into_iter().map(|it| it.id.clone())),
            None => {
                let message = format!("there is no proposal `{}`", visible(wanted));
                let near = nearest(wanted, entries.iter().map(|it| it.id.as_str()));
                let help = near.map_or_else(
                    || "`contingent import --review SPEC` lists them".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(Failure::usage(Diagnostic::of_file(code::USAGE, "", message).help(help)));
            }
        }
    }
    Ok(out)
}

/// The files of operations with the accepted rules, checked as the command `check` does. If the spec has an error that
/// it did not have, nothing is written at all, and the proposal that brings it is named.
fn accept(opened: &Opened, entries: &[Entry], accepted: &BTreeSet<String>) -> Result<Vec<SourceFile>, Failure> {
    if accepted.is_empty() {
        return Ok(Vec::new());
    }
    let entries: Vec<&Entry> = entries.iter().filter(|it| accepted.contains(&it.id)).collect();
    let before = errors(&opened.sources);
    let new_errors = |sources: &Sources| -> Vec<Diagnostic> {
        errors(sources).into_iter().filter(|it| !before.iter().any(|old| same(old, it))).collect()
    };
    let mut sources = opened.sources.clone();
    let mut changed: Vec<SourceFile> = Vec::new();
    for entry in &entries {
        let edited = edit(opened, &mut sources, entry)?;
        changed.retain(|it| it.path != edited.path);
        changed.push(edited);
    }
    let found = new_errors(&sources);
    if found.is_empty() {
        return Ok(changed);
    }
    // One by one is slow, and needed only to tell whose fault it is.
    let mut sources = opened.sources.clone();
    for entry in &entries {
        edit(opened, &mut sources, entry)?;
        let found = new_errors(&sources);
        if !found.is_empty() {
            return Err(refused(&entry.id, found, sources));
        }
    }
    Err(refused("these", found, sources))
}

/// Writes a rule into the file of its operation, in memory.
fn edit(opened: &Opened, sources: &mut Sources, entry: &Entry) -> Result<SourceFile, Failure> {
    let path = opened.operations.iter().find(|it| it.0 == entry.operation).map(|it| &it.1);
    let Some(file) = sources.files.iter_mut().find(|it| Some(&it.path) == path) else {
        let message = format!("the spec has no operation `{}` for `{}`", visible(&entry.operation), visible(&entry.id));
        let help = "import the operation again, or reject the proposal";
        return Err(Failure::usage(Diagnostic::of_file(code::NO_OPERATION, "", message).help(help)));
    };
    let Some(edited) = proposals::with_rule(file, entry) else {
        let message = format!("the rule of `{}` cannot be written into `{}`", visible(&entry.id), file.path);
        let help = "write the rule by hand; the file is as it was";
        return Err(Failure::usage(Diagnostic::of_file(code::USAGE, &file.path, message).help(help)));
    };
    *file = edited.clone();
    Ok(edited)
}

/// The errors of a spec, as `check` finds them.
fn errors(sources: &Sources) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    let spec = contingent::load(&sources.files, &mut found);
    let model = contingent::resolve::resolve(&spec, &mut found);
    contingent::findings::report(&spec, &model, &mut found);
    found.iter().filter(|it| it.code.class() == Class::Error).cloned().collect()
}

/// Whether two are one and the same error, wherever it stands by now.
fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    (a.code, &a.file, &a.message) == (b.code, &b.file, &b.message)
}

fn refused(id: &str, found: Vec<Diagnostic>, sources: Sources) -> Failure {
    let mut all = Diagnostics::new();
    let message = format!("the rule of `{}` does not fit: nothing was written", visible(id));
    let help = "the errors are those that the file would have; reject the proposal, or write the rule by hand";
    all.push(Diagnostic::of_file(code::USAGE, "", message).help(help));
    for diagnostic in found {
        all.push(diagnostic);
    }
    Failure::Spec(Box::new(Broken { found: all, command: Command::Check, sources }))
}

fn broken(found: Diagnostics, files: Vec<SourceFile>) -> Failure {
    let sources = Sources { files, folders: Vec::new() };
    Failure::Spec(Box::new(Broken { found, command: Command::Other, sources }))
}

/// Puts a text in the place of a file in one step, so that a break leaves the old one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A link stays a link to the file behind it.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = real.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = real.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.set_permissions(fs::metadata(&real)?.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, &real)
    });
    written.map_err(|error| {
        // What is left over is of no use; that it cannot be removed changes nothing about the failure.
        let _ = fs::remove_file(&beside);
        let path = path.display().to_string();
        Failure::usage(Diagnostic::of_file(code::UNWRITABLE, &path, format!("cannot write `{path}`: {error}")))
    })
}

fn to_json(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "operation": entry.operation,
        "rule": entry.rule,
        "sentence": entry.sentence,
        "source": entry.source,
        "confidence": entry.confidence.as_str(),
        "state": entry.state.as_str(),
        "notes": entry.notes,
    })
}

fn human(
    shown: &[&Entry],
    all: &[Entry],
    accepted: &BTreeSet<String>,
    rejected: &BTreeSet<String>,
    changed: &[SourceFile],
) -> String {
    let mut out = String::new();
    // Writing to a String never fails.
    for entry in shown {
        let state = if entry.state == State::Open { "" } else { entry.state.as_str() };
        let head = format!("{}  {}  {state}", visible(&entry.id), entry.confidence.as_str());
        let _ = writeln!(out, "{}\n  {}", head.trim_end(), visible(&entry.rule));
        let _ = writeln!(out, "  \"{}\" ({})", visible(&entry.sentence), visible(&entry.source));
        for note in &entry.notes {
            let _ = writeln!(out, "  note: {}", visible(note));
        }
        out.push('\n');
    }
    for (word, ids) in [("accepted", accepted), ("rejected", rejected)] {
        for id in ids {
            let _ = writeln!(out, "{word} {}", visible(id));
        }
    }
    for file in changed {
        let _ = writeln!(out, "changed {}", visible(&file.path));
    }
    let count = |state| all.iter().filter(|it| it.state == state).count();
    let states = State::ALL.map(|state| format!("{} {}", count(state), state.as_str()));
    let _ = writeln!(out, "{}: {}", plural(all.len(), "proposal"), states.join(", "));
    out
}
