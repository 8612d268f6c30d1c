//! The analysis of rules: all questions at once on the real operation, beside MiniZinc, and on operations of all sizes.

use crate::invented::{Size, operation};
use crate::measure::{Contender, median, race, timed};
use crate::minizinc::{Answers, ask};
use crate::report::{Report, Row, Target, shown};
use crate::{Failure, copies, root, scratch};
use contingent::Options;
use contingent::model::{Operation, Service};
use contingent::reason::{Analysis, analyze, problems};
use contingent::spec::SourceFile;
use contingent_rules::{Cond, Demand, Form, Reference, Step, Subject};
use std::fs;
use std::hint::black_box;
use std::num::NonZero;
use std::path::Path;
use std::thread;
use std::time::Duration;

const SEED: &str = "seed";
const ROUNDS: u32 = 41;
const FEW: u32 = 5;

/// How many invented operations of ordinary size there are.
const MANY: u64 = 150;

/// Compares answers, then times.
///
/// # Errors
/// The two reasoners do not say the same, or one cannot be run.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let sources = spec()?;
    let model = copies::model(&sources)?;
    let real = model.operations.iter().find(|it| it.name == "CreateRestoreTask");
    let real = real.ok_or("the spec has no CreateRestoreTask")?;
    let ours = one(report, real)?;
    beside(report, real, ours)?;
    many(report)?;
    large(report)?;
    share(report, &sources, &model)
}

fn one(report: &mut Report, real: &Operation) -> Result<f64, Failure> {
    let analysis = analyze(real, Some(SEED));
    if analysis.has_findings() || analysis.valid_shapes.as_deref() != Some("282240") {
        return Err(format!("the rules of the page are not what they were: {analysis:?}"));
    }
    let mut bare = real.clone();
    bare.check.rules.clear();
    bare.rules.clear();
    let [all, without, bare] = race(
        [
            Contender::quick(|| analyze(black_box(real), Some(SEED))),
            Contender::quick(|| problems(black_box(real), Some(SEED))),
            Contender::quick(|| problems(black_box(&bare), Some(SEED))),
        ],
        ROUNDS,
    )?;
    let rows = [
        Row::new("all questions, 282,240 shapes counted", shown(all)).target(Target::at_most(all * 1e3, 1.0, " ms")),
        Row::new("  of it: without the count", shown(without)).times(without / all, "all"),
        Row::new("  of it: without rules, parameters alone", shown(bare)).times(bare / all, "all"),
    ];
    report.table("Analysis of CreateRestoreTask, edition seed", &rows);
    Ok(without)
}

fn answers(analysis: &Analysis) -> Answers {
    Answers {
        consistent: analysis.consistent,
        dead: analysis.dead.clone(),
        false_optional: analysis.false_optional.clone(),
    }
}

/// "Is this specification sound?", asked of both.
fn beside(report: &mut Report, real: &Operation, ours: f64) -> Result<(), Failure> {
    let folder = tempfile::tempdir_in(scratch()?).map_err(|error| format!("cannot make a folder: {error}"))?;
    let mut times = Vec::new();
    let mut count = 0;
    let planted = planted(real)?;
    for operation in [real, &planted] {
        let (time, (theirs, processes)) = timed(|| ask(&operation.check, SEED, folder.path()))?;
        let own = answers(&problems(operation, Some(SEED)));
        if theirs != own {
            return Err(format!("answers differ: MiniZinc says {theirs:?}, the analysis {own:?}"));
        }
        times.push((time, processes));
    }
    let found = answers(&problems(&planted, Some(SEED)));
    // Without a gateway there is no Agent, and without Agent the objects are always required.
    if found.dead != ["BackupGatewayId"] || found.false_optional != ["RestoreObjects", "RestoreDir"] {
        return Err(format!("what was planted is not what was found: {found:?}"));
    }
    println!("\nMiniZinc gives the same answers, also where a dead and a false optional parameter are planted");
    let (first, processes) = times[0];
    let mut all = vec![first.as_secs_f64()];
    while count < 2 {
        all.push(timed(|| ask(&real.check, SEED, folder.path()))?.0.as_secs_f64());
        count += 1;
    }
    let theirs = median(all);
    let ratio = theirs / ours;
    let rows = [
        Row::new(format!("MiniZinc with Gecode, {processes} processes"), shown(theirs)).times(ratio, "contingent"),
        Row::new("contingent: the same and all other questions, no count", shown(ours)).target(Target::at_most(
            1000.0 * ours / theirs,
            1.0,
            " thousandth of MiniZinc",
        )),
    ];
    report.table("Is CreateRestoreTask sound? Consistent, no dead, no false optional parameter", &rows);
    Ok(())
}

/// The operation with a parameter that nobody may give and one that everybody must.
fn planted(real: &Operation) -> Result<Operation, Failure> {
    let mut operation = real.clone();
    let name = |name: &str| Reference { text: name.to_owned(), steps: vec![Step::Field(name.to_owned())] };
    let forms = [
        ("planted-dead", Form::Forbid(vec![Cond::Given(name("BackupGatewayId"))])),
        (
            "planted-false-optional",
            Form::Require(vec![Demand { of: Subject::Parameter(name("RestoreDir")), test: None }]),
        ),
    ];
    for (id, form) in forms {
        let mut rule = operation.check.rules.first().cloned().ok_or("the operation has no rules")?;
        let text = operation.rules.first().cloned().ok_or("the operation has no rules")?;
        (rule.id, rule.form, rule.when, rule.unless) = (id.to_owned(), form, None, None);
        rule.editions.clear();
        operation.check.rules.push(rule);
        operation.rules.push(text);
    }
    Ok(operation)
}

fn many(report: &mut Report) -> Result<(), Failure> {
    let size =
        |seed: u64| Size { parameters: 20 + seed % 11, enums: 4 + seed % 4, facts: 1 + seed % 3, rules: 10 + seed % 6 };
    let operations = (0..MANY).map(|seed| operation(seed, size(seed))).collect::<Result<Vec<_>, _>>()?;
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let each = |operations: &[Operation]| operations.iter().for_each(|it| drop(black_box(analyze(it, None))));
    // Each on its own: it is shorter than the time after which a busy machine turns to somebody else.
    let (all, without) = (sum(&operations, &|it| analyze(it, None))?, sum(&operations, &|it| problems(it, None))?);
    let [parallel] = race(
        [Contender::quick(|| {
            thread::scope(|scope| {
                for part in operations.chunks(operations.len().div_ceil(cores)) {
                    scope.spawn(move || each(part));
                }
            });
        })],
        ROUNDS,
    )?;
    let target = |row: Row, time: f64| row.target(Target::at_most(time * 1e3, 20.0, " ms"));
    let found = operations.iter().filter(|it| problems(it, None).has_findings()).count();
    let rows = [
        target(Row::new("all questions and counts, one thread", shown(all)), all),
        target(Row::new(format!("all questions and counts, {cores} threads"), shown(parallel)), parallel)
            .times(parallel / all, "one thread"),
        target(Row::new("all questions without counts, one thread", shown(without)), without)
            .times(without / all, "with counts"),
    ];
    let title = format!("Analysis of {MANY} invented operations of 20 to 30 parameters, {found} of them with findings");
    report.table(&title, &rows);
    Ok(())
}

/// The median time of each, all of them added up.
fn sum(operations: &[Operation], analyze: &dyn Fn(&Operation) -> Analysis) -> Result<f64, Failure> {
    let mut sum = 0.0;
    for operation in operations {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            times.push(timed(|| Ok(black_box(analyze(operation))))?.0.as_secs_f64());
        }
        sum += median(times);
    }
    Ok(sum)
}

fn large(report: &mut Report) -> Result<(), Failure> {
    let sizes = [(60, 10, 3, 100), (100, 10, 3, 150), (300, 20, 4, 400)];
    let mut rows = Vec::new();
    for (parameters, enums, facts, rules) in sizes {
        for seed in 0..2 {
            let operation = operation(seed, Size { parameters, enums, facts, rules })?;
            let mut last = Analysis::default();
            let (mut with, mut without) = (Vec::new(), Vec::new());
            for _ in 0..FEW {
                without.push(timed(|| Ok(problems(black_box(&operation), None)))?.0);
                let (time, analysis) = timed(|| Ok(analyze(black_box(&operation), None)))?;
                with.push(time);
                last = analysis;
            }
            let middle = |times: Vec<Duration>| median(times.iter().map(Duration::as_secs_f64).collect());
            let (with, without) = (middle(with), middle(without));
            let row = Row::new(
                format!(
                    "{parameters} parameters, {rules} rules: {} dead, {} false optional, {} redundant",
                    last.dead.len(),
                    last.false_optional.len(),
                    last.redundant_rules.len()
                ),
                shown(without),
            );
            rows.push(row.target(Target::at_most(without, 1.0, " s")));
            let counted = if last.valid_shapes.is_some() { "counted" } else { "count refused" };
            rows.push(Row::new(format!("  with counts: {counted}"), shown(with)).times(with / without, "without"));
        }
    }
    report.table("Analysis of large invented operations", &rows);
    Ok(())
}

/// What the analysis is of a generation.
fn share(report: &mut Report, sources: &[SourceFile], model: &Service) -> Result<(), Failure> {
    let editions = [None, Some(SEED), Some("2026-03")];
    let [generate, analysis] = race(
        [
            Contender::quick(|| contingent::generate(black_box(sources), &Options::default()).is_ok()),
            Contender::quick(|| {
                for operation in &model.operations {
                    editions.iter().for_each(|edition| drop(black_box(problems(operation, *edition))));
                }
            }),
        ],
        ROUNDS,
    )?;
    let rows = [
        Row::new("generating spec/dbs in memory", shown(generate)),
        Row::new("analysing it without counts, in all its editions and in none", shown(analysis))
            .times(analysis / generate, "generating"),
    ];
    report.table("Share of the analysis", &rows);
    Ok(())
}

fn spec() -> Result<Vec<SourceFile>, Failure> {
    let folder = root().join("spec/dbs");
    let mut sources = Vec::new();
    let mut add = |path: &Path| -> Result<(), Failure> {
        let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let path = path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned();
        sources.push(SourceFile { path, bytes });
        Ok(())
    };
    add(&folder.join("service.yaml"))?;
    let operations = fs::read_dir(folder.join("operations")).map_err(|error| error.to_string())?;
    for entry in operations {
        add(&entry.map_err(|error| error.to_string())?.path())?;
    }
    Ok(sources)
}
