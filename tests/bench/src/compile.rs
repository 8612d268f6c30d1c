//! What generated code costs the compiler, beside the same structs with serde's derive.

use crate::command::output;
use crate::measure::{Contender, race, timed};
use crate::report::{Report, Row, Target, shown};
use crate::structs::{Ways, module};
use crate::{Failure, copies, root, scratch};
use contingent::Options;
use contingent::spec::SourceFile;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    let crates = [
        Package::new(&folder, "nothing", "//! Nothing.\n".to_owned())?,
        Package::generated(&folder, "generated", &sources)?,
        Package::generated(&folder, "flat", &without_variants)?,
        Package::new(&folder, "serde-one-way", derived(Ways::One))?,
        Package::new(&folder, "serde-both-ways", derived(Ways::Both))?,
    ];
    for package in &crates {
        // The first time builds what they depend on.
        package.check()?;
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

/// A crate on disk, in a workspace of its own.
struct Package {
    folder: PathBuf,
}

impl Package {
    fn new(all: &Path, name: &str, code: String) -> Result<Self, Failure> {
        let folder = all.join(name);
        // What an earlier run generated may have other names.
        let _ = fs::remove_dir_all(&folder);
        let this = Self { folder };
        // All of them have the same dependencies, so that a build of these serves all.
        let runtime = root().join("runtime/client").canonicalize().map_err(|error| error.to_string())?;
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"bench-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ncontingent-runtime = {{ path = {runtime:?} }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n"
        );
        this.write("Cargo.toml", &manifest)?;
        // The versions that the workspace has already.
        this.copy(&root().join("Cargo.lock"), "Cargo.lock")?;
        this.write("src/lib.rs", &code)?;
        Ok(this)
    }

    fn generated(all: &Path, name: &str, sources: &[SourceFile]) -> Result<Self, Failure> {
        let this = Self::new(all, name, "mod generated;\npub use generated::*;\n".to_owned())?;
        let generated = contingent::generate(sources, &Options::default());
        let generated = generated.map_err(|found| copies::problems(&found))?;
        generated.output.write_to(&this.folder).map_err(|error| error.to_string())?;
        Ok(this)
    }

    fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        let path = self.folder.join(path);
        let folder = path.parent().unwrap_or(&self.folder);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    fn copy(&self, from: &Path, path: &str) -> Result<(), Failure> {
        let text = fs::read_to_string(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
        self.write(path, &text)
    }

    /// `cargo check` as if the crate had changed.
    fn check(&self) -> Result<(), Failure> {
        let code = self.folder.join("src/lib.rs");
        let touched = fs::File::options().append(true).open(&code);
        let touched = touched.and_then(|file| file.set_modified(std::time::SystemTime::now()));
        touched.map_err(|error| format!("cannot touch {}: {error}", code.display()))?;
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
        cargo.args(["check", "--quiet", "--offline"]).current_dir(&self.folder);
        // An incremental check would find that nothing has changed.
        cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", self.folder.with_file_name("target"));
        output(&mut cargo).map(drop)
    }
}
