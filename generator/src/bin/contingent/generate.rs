//! `contingent generate`: Rust code and docs, written or compared.

use crate::args::{Generate, Shared};
use crate::open::check_edition;
use crate::reply::{Broken, Exit, Failure, Reply, entries, human, plural};
use contingent::diagnostic::{Command, Diagnostic, Diagnostics, Severity, code, visible};
use contingent::files::{self, Sources};
use contingent::output::{Output, WriteError};
use contingent::spec::{SourceFile, load_service};
use contingent::{Generated, Options};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const COMMAND: Command = Command::Generate;

pub(crate) fn run(task: &Generate, shared: &Shared) -> Result<Reply, Failure> {
    let mut watch = Watch::new();
    let mut sources = files::read(&task.spec).map_err(Failure::Usage)?;
    let templates = match &task.templates {
        Some(folder) => files::read_templates(folder).map_err(Failure::Usage)?,
        None => Vec::new(),
    };
    watch.lap("read");
    if shared.edition().is_some() {
        let service = sources.service().and_then(|file| load_service(file, &mut Diagnostics::new()));
        check_edition(service.as_ref(), shared.edition())?;
    }
    let generated =
        contingent::generate_observed(&sources.files, &options(&templates, task), &mut |stage| watch.lap(stage));
    // From here on the texts are there to be shown beside what is wrong with them.
    sources.files.extend(templates);
    let Generated { output, warnings } = generated.map_err(|found| broken(found, &sources))?;
    if shared.deny_warnings() && !warnings.is_empty() {
        return Err(broken(warnings, &sources));
    }
    let mut answer = if task.check { compare(task, &output) } else { write(task, &output) }.map_err(unwritable)?;
    watch.lap(if task.check { "compare" } else { "write" });
    if task.timings {
        watch.tell(&mut answer);
    }
    if shared.json() {
        answer.add("warnings", json!(entries(&warnings, COMMAND, Severity::Warning)));
        return Ok(Reply::json(&answer.json, answer.exit));
    }
    let err = human(&warnings, COMMAND, &sources, shared.color_on_stderr());
    Ok(Reply { err, ..Reply::out(answer.human, answer.exit) })
}

fn options(templates: &[SourceFile], task: &Generate) -> Options {
    let mut options = Options { cases: task.cases, explorer: !task.no_explorer, ..Options::default() };
    for SourceFile { path, bytes } in templates {
        options.templates = options.templates.with(path, String::from_utf8_lossy(bytes));
    }
    options
}

fn broken(found: Diagnostics, sources: &Sources) -> Failure {
    Failure::Spec(Box::new(Broken { found, command: COMMAND, sources: sources.clone() }))
}

fn unwritable(error: WriteError) -> Failure {
    let path = error.path().display().to_string();
    Failure::usage(Diagnostic::of_file(code::UNWRITABLE, &path, error.to_string()))
}

/// What the command says, in both formats.
struct Answer {
    human: String,
    json: Value,
    exit: Exit,
}

impl Answer {
    fn add(&mut self, key: &str, value: Value) {
        if let Some(json) = self.json.as_object_mut() {
            json.insert(key.to_owned(), value);
        }
    }
}

fn write(task: &Generate, output: &Output) -> Result<Answer, WriteError> {
    let changes = output.write_to(&task.out)?;
    let mut human = String::new();
    for (word, paths) in [("created", &changes.created), ("changed", &changes.changed), ("removed", &changes.removed)] {
        for path in paths {
            line(&mut human, format_args!("{word} {}", shown(task, path)));
        }
    }
    let count = changes.created.len() + changes.changed.len() + changes.removed.len();
    let out = visible(&task.out.display().to_string());
    line(&mut human, format_args!("{out}: {} changed, {} unchanged", plural(count, "file"), changes.unchanged));
    let json = json!({
        "created": changes.created,
        "changed": changes.changed,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
    });
    Ok(Answer { human, json, exit: Exit::Fine })
}

fn compare(task: &Generate, output: &Output) -> Result<Answer, WriteError> {
    let differences = output.differs_from(&task.out)?;
    let mut human = String::new();
    for it in &differences {
        line(&mut human, format_args!("{} {}", it.kind.as_str(), shown(task, &it.path)));
    }
    let (spec, out) = (task.spec.display().to_string(), task.out.display().to_string());
    let exit = if differences.is_empty() {
        line(&mut human, format_args!("{}: {}, up to date", visible(&out), plural(output.len(), "file")));
        Exit::Fine
    } else {
        let command = format!("contingent generate {} --out {}", quoted(&spec), quoted(&out));
        line(&mut human, format_args!("not as they would be generated; run: {}", visible(&command)));
        Exit::Findings
    };
    let entries: Vec<Value> =
        differences.iter().map(|it| json!({ "path": it.path, "kind": it.kind.as_str() })).collect();
    Ok(Answer { human, json: json!({ "differences": entries }), exit })
}

/// A path of the output as seen from the folder of the command.
fn shown(task: &Generate, path: &str) -> String {
    visible(&task.out.join(path).display().to_string())
}

/// An argument as it can be pasted into a shell.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', "'\\''"))
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a String never fails.
    let _ = writeln!(text, "{content}");
}

/// How long each stage takes.
struct Watch {
    begin: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Watch {
    fn new() -> Self {
        Self { begin: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let before: Duration = self.laps.iter().map(|(_, time)| *time).sum();
        self.laps.push((stage, self.begin.elapsed().saturating_sub(before)));
    }

    fn tell(&self, answer: &mut Answer) {
        let total: Duration = self.laps.iter().map(|(_, time)| *time).sum();
        let share = |time: Duration| 100.0 * time.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE);
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        for (stage, time) in &self.laps {
            let text = format!("{stage:<8} {:>9.3} ms {:>3.0} %", milliseconds(*time), share(*time));
            line(&mut answer.human, format_args!("{text}"));
        }
        line(&mut answer.human, format_args!("{:<8} {:>9.3} ms", "total", milliseconds(total)));
        let stages = self.laps.iter().map(|(stage, time)| ((*stage).to_owned(), json!(milliseconds(*time)))).collect();
        answer.add("timings", Value::Object(stages));
    }
}
