//! What generated code costs the compiler, beside the same structs with serde's derive.

use crate::measure::{Contender, race, timed};
use crate::package::{GENERATED, Package, runtime};
use crate::report::{Report, Row, Target, shown};
use crate::structs::{Ways, module};
use crate::{Failure, copies, root, scratch};
use contingent::spec::SourceFile;

/// How many copies of the operation a crate has, so that the cost of a crate by itself is small beside them.
const COPIES: u32 = 20;
const ROUNDS: u32 = 5;

/// Checks crates of generated code whose dependencies are built, in turns.
///
/// # Errors
/// A crate cannot be made, or does not compile.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let folder = scratch()?.join("compile");
    let sources = copies::sources(usize::try_from(COPIES).map_err(|error| error.to_string())?)?;
    let without_variants: Vec<SourceFile> = sources.iter().map(without_variants).collect();
    let model = copies::model(&sources)?;
    let derived = |ways| {
        let modules = model.operations.iter().map(|operation| {
            let module = module(operation, ways);
            format!("pub mod {} {{\n{module}}}\n", operation.module)
        });
        modules.collect::<String>()
    };
    // All of them have the same dependencies, so that a build of these serves all.
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";
    let dependencies = format!("{}{serde}", runtime(&[])?);
    let lock = root().join("Cargo.lock");
    let package = |name: &str, code: &str| Package::new(&folder, name, &dependencies, &lock, code);
    let crates = [
        package("nothing", "//! Nothing.\n")?,
        package("generated", GENERATED)?.generate(&sources)?,
        package("flat", GENERATED)?.generate(&without_variants)?,
        package("serde-one-way", &derived(Ways::One))?,
        package("serde-both-ways", &derived(Ways::Both))?,
    ];
    for package in &crates {
        package.prepare()?;
    }
    let contenders = crates.each_ref().map(|package| Contender::slow(|| timed(|| package.check()).map(|it| it.0)));
    let [nothing, generated, flat, one_way, both_ways] = race(contenders, ROUNDS)?;
    let each = |time: f64| (time - nothing) / f64::from(COPIES);
    let [generated, flat, one_way, both_ways] = [generated, flat, one_way, both_ways].map(each);
    let beside = |what: &str, time| Row::new(what, shown(time)).times(time / both_ways, "serde both ways");
    let rows = [
        Row::new("`cargo check` of an empty crate, taken off below", shown(nothing)),
        Row::new("serde, both ways: request, reply, their types", shown(both_ways)),
        beside("serde, one way: Serialize sent, Deserialize received", one_way),
        beside("contingent: all of it", generated).target(Target::at_most(generated / both_ways, 1.0, " x")),
        beside("contingent, without the variants", flat),
    ];
    report.table(&format!("`cargo check`, each of {COPIES} operations (not incremental, dependencies built)"), &rows);
    Ok(())
}

/// A spec that asks for no variants: what a request, its check, its encoder and its reply cost without them.
fn without_variants(file: &SourceFile) -> SourceFile {
    let text = String::from_utf8_lossy(&file.bytes);
    let lines = text.lines().filter(|line| !line.starts_with("variants:"));
    let bytes = lines.map(|line| format!("{line}\n")).collect::<String>().into_bytes();
    SourceFile { path: file.path.clone(), bytes }
}
