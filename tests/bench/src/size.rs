//! The real service beside what progenitor makes of the same operations: how much code that is, how long it takes to
//! make and to compile.

use crate::command::output;
use crate::measure::{Contender, race, timed};
use crate::package::{GENERATED, Package, cargo, runtime};
use crate::report::{Report, Row, Target, shown};
use crate::{Failure, beside, copies, openapi, root, scratch};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROUNDS: u32 = 9;
/// The code of ours with a client, as `generated/dbs` has it.
const WITH_CLIENT: &str = "mod generated;\npub use generated::*;\n#[path = \"generated/client.rs\"]\npub mod client;\n";
/// What the output of the other one leans on, in the versions of its lock file.
const LEANS_ON: &str = "\
progenitor-client = \"=0.15.1\"
reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"rustls\", \"stream\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
bytes = \"1\"
futures-core = \"0.3\"
";

/// Makes both, counts their lines, and compiles them in turns.
///
/// # Errors
/// The other generator cannot be built, or something does not compile.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let folder = scratch()?.join("size");
    let sources = contingent::files::read(&root().join("spec/dbs")).map_err(|found| copies::problems(&found))?.files;
    let service = copies::model(&sources)?;
    let count = u32::try_from(service.operations.len()).map_err(|error| error.to_string())?;
    let progenitor = progenitor()?;
    let (ours, theirs) = (root().join("Cargo.lock"), root().join("tests/bench/progenitor/Cargo.lock"));
    let with_client = runtime(&["reqwest"])?;
    let nothing = Package::new(&folder, "nothing", &with_client, &ours, "//! Nothing.\n")?;
    let whole = Package::new(&folder, "contingent", &with_client, &ours, WITH_CLIENT)?.generate(&sources)?;
    let checks = Package::new(&folder, "checks", &runtime(&[])?, &ours, GENERATED)?.generate(&sources)?;
    let positional = Package::new(&folder, "positional", LEANS_ON, &theirs, "")?;
    let builder = Package::new(&folder, "builder", LEANS_ON, &theirs, "")?;
    let document = folder.join("openapi.json");
    fs::write(&document, openapi::document(&service).to_string()).map_err(|error| error.to_string())?;

    let other = |package: &Package, style: &str| {
        let mut command = Command::new(&progenitor);
        command.arg(&document).arg(package.path("src/lib.rs")).arg(style);
        timed(|| output(&mut command)).map(|it| it.0)
    };
    let contingent = beside("contingent")?;
    let generate = || {
        let mut command = Command::new(&contingent);
        command.current_dir(root()).args(["generate", "spec/dbs", "--out"]).arg(folder.join("contingent"));
        timed(|| output(&mut command)).map(|it| it.0)
    };
    let made = race(
        [
            Contender::slow(|| other(&positional, "positional")),
            Contender::slow(|| other(&builder, "builder")),
            Contender::slow(generate),
        ],
        ROUNDS,
    )?;
    report.table(
        &format!("Making the code of {count} operations, process start included"),
        &beside_the_other(["calls", "calls by builders", "calls, checks, analysis and docs"], made, shown, false),
    );

    let lines = |package: &Package, code: bool| lines(&package.path("src"), code);
    let counted = |code| -> Result<[f64; 3], Failure> {
        let all = [lines(&positional, code)?, lines(&builder, code)?, lines(&whole, code)?];
        Ok(all.map(|lines| f64::from(lines) / f64::from(count)))
    };
    let whats = ["calls", "calls by builders", "calls, checks and variants"];
    let per = |lines: f64| format!("{lines:.0} lines");
    let title = format!("Generated lines for each of {count} operations, ");
    report.table(
        &(title.clone() + "documentation and data included"),
        &beside_the_other(whats, counted(false)?, per, false),
    );
    report.table(&(title + "code alone"), &beside_the_other(whats, counted(true)?, per, false));

    let crates = [&nothing, &positional, &builder, &checks, &whole];
    for package in crates {
        package.prepare()?;
    }
    let contenders = crates.map(|package| Contender::slow(|| timed(|| package.check()).map(|it| it.0)));
    let [nothing, positional, builder, checks, whole] = race(contenders, ROUNDS)?;
    let each = |time: f64| format!("{} ({} each)", shown(time), shown(time / f64::from(count)));
    let mut rows = beside_the_other(whats, [positional, builder, whole], each, true);
    rows.push(Row::new("contingent: checks and variants, without a client", each(checks)));
    rows.push(Row::new("an empty crate, for comparison", shown(nothing)));
    report.table("`cargo check` of the generated code alone (not incremental, dependencies built)", &rows);
    Ok(())
}

/// Progenitor in both its styles, and ours with its ratio to each of them.
fn beside_the_other(whats: [&str; 3], values: [f64; 3], shown: impl Fn(f64) -> String, is_target: bool) -> Vec<Row> {
    let [positional, builder, ours] = values;
    let row = Row::new(format!("contingent: {}", whats[2]), shown(ours))
        .times(ours / positional, "progenitor")
        .times(ours / builder, "its builders");
    let row = if is_target { row.target(Target::at_most(ours / positional, 1.0, " x")) } else { row };
    vec![
        Row::new(format!("progenitor: {}", whats[0]), shown(positional)),
        Row::new(format!("progenitor: {}", whats[1]), shown(builder)),
        row,
    ]
}

/// Builds the program that runs the other generator.
fn progenitor() -> Result<PathBuf, Failure> {
    let target = scratch()?;
    let mut build = cargo();
    build.args(["build", "--release", "--locked", "--quiet"]).current_dir(root().join("tests/bench/progenitor"));
    output(build.env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join("release/bench-progenitor").with_extension(std::env::consts::EXE_EXTENSION))
}

/// The lines of all Rust below a folder; of code alone without blank lines, comments, and texts that only hold data.
fn lines(folder: &Path, code: bool) -> Result<u32, Failure> {
    let wrong = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut count = 0;
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() {
            count += lines(&path, code)?;
        } else if path.extension().is_some_and(|it| it == "rs") && !(code && path.ends_with("definition.rs")) {
            let text = fs::read_to_string(&path).map_err(wrong)?;
            let is_code = |line: &&str| !code || !(line.trim().is_empty() || line.trim_start().starts_with("//"));
            count += u32::try_from(text.lines().filter(is_code).count()).map_err(|error| error.to_string())?;
        }
    }
    Ok(count)
}
