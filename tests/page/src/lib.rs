//! What the tests of this package share: node, files of vectors, and requests that are wrong in many ways.
//!
//! Rust writes down what it says of each request; node asks the JavaScript of the page and compares every character.

pub mod spoil;

use contingent_rules::{Checker, Facts, Operation, Value};
use contingent_runtime::to_pairs;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An empty folder for the files of one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/page").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}

/// Runs a script of `tests/page/node` with some arguments, and gives what it prints. It must succeed.
pub fn node(script: &str, arguments: &[&Path]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node").join(script);
    let output = Command::new("node").arg(&path).args(arguments).output();
    let output = output.unwrap_or_else(|error| {
        panic!("`node` cannot be run ({error}); install it with: sudo apt-get install --yes nodejs")
    });
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{script}:\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// The folder of the parsers for samples, which are installed once for each version of their lock file.
pub fn parsers() -> PathBuf {
    let wanted = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/parsers");
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/page-parsers");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    let lock = read(&wanted.join("package-lock.json"));
    if read(&home.join("installed")) != lock {
        fs::create_dir_all(&home).unwrap_or_else(|error| panic!("{}: {error}", home.display()));
        for name in ["package.json", "package-lock.json"] {
            fs::copy(wanted.join(name), home.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix"];
        let output = Command::new("npm").args(arguments).arg(&home).output().unwrap_or_else(|error| {
            panic!("`npm` cannot be run ({error}); install it with: sudo apt-get install --yes npm")
        });
        assert!(output.status.success(), "npm ci: {}", String::from_utf8_lossy(&output.stderr));
        // Last, so that half an installation is not taken for one.
        fs::write(home.join("installed"), lock).unwrap_or_else(|error| panic!("{}: {error}", home.display()));
    }
    home.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", home.display()))
}

/// A file of vectors: the data of operations, and a line of JSON for each request and what Rust says of it.
pub struct Vectors {
    operations: Vec<String>,
    lines: String,
    /// How many requests there are.
    pub count: usize,
    /// How many violations, warnings and undecided rules there are.
    pub findings: [usize; 3],
}

impl Default for Vectors {
    fn default() -> Self {
        Self::new()
    }
}

impl Vectors {
    /// None yet.
    pub fn new() -> Self {
        Self { operations: Vec::new(), lines: String::new(), count: 0, findings: [0; 3] }
    }

    /// The requests and facts for an operation in an edition. What has no meaning to Rust (facts that are no object, or
    /// that name one twice) is left out.
    pub fn add(&mut self, operation: &Operation, edition: Option<&str>, asked: &[(Value, Value)]) {
        let checker = Checker::new(operation, edition);
        let edition = edition.map_or(Value::Null, Value::from);
        for (request, told) in asked {
            let Ok(facts) = Facts::from_json(told) else { continue };
            let verdict = checker.check(request, &facts);
            self.count += 1;
            let lists = [&verdict.violations, &verdict.warnings, &verdict.undecided];
            self.findings.iter_mut().zip(lists).for_each(|(count, list)| *count += list.len());
            let index = self.operations.len();
            let said = verdict.to_json();
            let pairs =
                to_pairs(operation, request).into_iter().map(|(name, text)| [name, text].map(Value::from).to_vec());
            let pairs = Value::List(pairs.map(Value::List).collect());
            writeln!(self.lines, "[{index},{edition},{request},{told},{said},{pairs}]").expect("memory takes a line");
        }
        self.operations.push(operation.to_json());
    }

    /// Writes the files and has node say the same of each request.
    pub fn compare(&self, name: &str) {
        let folder = folder(name);
        fs::write(folder.join("operations.json"), format!("[{}]", self.operations.join(",\n"))).expect("operations");
        fs::write(folder.join("requests.jsonl"), &self.lines).expect("requests");
        let said = node("verdicts.mjs", &[&folder]);
        print!("{name}: {said}");
        assert!(said.contains(&format!("{} verdicts are the same", self.count)), "{said}");
    }
}
