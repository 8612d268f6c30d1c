//! The command `contingent generate` on the real spec, from the start of the process to its end.

use crate::measure::{Contender, median, race, timed};
use crate::report::{Report, Row, Target, shown};
use crate::{Failure, beside, root, scratch};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const ROUNDS: u32 = 30;

/// Runs it in turns with a process that does nothing.
///
/// # Errors
/// The command is not built, or fails.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let scratch = scratch()?;
    let folder = || tempfile::tempdir_in(&scratch).map_err(|error| format!("cannot make a folder: {error}"));
    let same = folder()?;
    generate(same.path())?;
    let stages = RefCell::new(BTreeMap::<String, Vec<f64>>::new());
    let [nothing, fresh, unchanged] = race(
        [
            Contender::slow(|| timed(|| output(&mut Command::new("true"))).map(|it| it.0)),
            Contender::slow(|| {
                // Made before and removed after the time that counts.
                let out = folder()?;
                let (time, timings) = timed(|| generate(out.path()))?;
                for (stage, milliseconds) in timings {
                    stages.borrow_mut().entry(stage).or_default().push(milliseconds);
                }
                Ok(time)
            }),
            Contender::slow(|| timed(|| generate(same.path())).map(|it| it.0)),
        ],
        ROUNDS,
    )?;
    let whole = |what: &str, time: f64| Row::new(what, shown(time)).target(Target::at_most(time * 1e3, 150.0, " ms"));
    let mut rows = vec![
        Row::new("a process that does nothing (`true`)", shown(nothing)),
        whole("contingent generate spec/dbs, into an empty folder", fresh),
        whole("contingent generate spec/dbs, nothing to change", unchanged),
    ];
    let mut stages: Vec<(String, f64)> =
        stages.into_inner().into_iter().map(|(stage, times)| (stage, median(times) / 1e3)).collect();
    stages.sort_by(|a, b| b.1.total_cmp(&a.1));
    let inside: f64 = stages.iter().map(|(_, time)| time).sum();
    stages.push(("process start and end".to_owned(), fresh - inside));
    for (stage, time) in stages {
        let share = 100.0 * time / fresh;
        let time = shown(time.max(0.0));
        rows.push(Row::new(format!("  of it: {stage}"), format!("{time} {share:>3.0} %")));
    }
    report.table("The command, process start included", &rows);
    Ok(())
}

/// Runs the command and reads how many milliseconds each stage took.
fn generate(out: &Path) -> Result<BTreeMap<String, f64>, Failure> {
    let mut command = Command::new(beside("contingent")?);
    command.current_dir(root()).args(["generate", "spec/dbs", "--timings", "--format", "json", "--out"]).arg(out);
    let answer: Value = serde_json::from_slice(&output(&mut command)?).map_err(|error| error.to_string())?;
    let timings = answer["timings"].as_object().ok_or("the command tells no timings")?;
    Ok(timings.iter().filter_map(|(stage, time)| Some((stage.clone(), time.as_f64()?))).collect())
}

/// What a command prints.
///
/// # Errors
/// It cannot be run, or fails.
pub fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let shown = command.get_program().display().to_string();
    let output = command.output().map_err(|error| format!("`{shown}` cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("`{shown}` failed ({}):\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}
