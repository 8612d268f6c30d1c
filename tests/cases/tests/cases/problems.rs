//! Bad specs by folder: each file or folder of `problems/` is a case, the snapshot beside it is what `check` shows.

use contingent::diagnostic::{Command, Diagnostics, code, render};
use contingent::spec::SourceFile;
use std::collections::BTreeSet;
use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

/// A spec with something wrong.
struct Case {
    name: String,
    sources: Vec<SourceFile>,
}

impl Case {
    fn diagnostics(&self) -> Diagnostics {
        let mut found = Diagnostics::new();
        let spec = contingent::load(&self.sources, &mut found);
        let service = contingent::resolve::resolve(&spec, &mut found);
        contingent::findings::report(&spec, &service, &mut found);
        found
    }

    fn text(&self, path: &str) -> Option<&str> {
        let file = self.sources.iter().find(|file| file.path == path)?;
        std::str::from_utf8(&file.bytes).ok()
    }

    /// What `contingent check` prints in the folder of the cases.
    fn shown(&self) -> String {
        render(&self.diagnostics(), Command::Check, |path| self.text(path), false)
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("problems")
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in listed(&folder()) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() || path.extension().is_some_and(|it| it == "yaml") {
            let mut sources = Vec::new();
            collect(&path, &mut sources);
            cases.push(Case { name, sources });
        }
    }
    cases
}

fn collect(path: &Path, sources: &mut Vec<SourceFile>) {
    if path.is_dir() {
        listed(path).iter().for_each(|inner| collect(inner, sources));
    } else {
        let shown = path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned();
        sources.push(SourceFile { path: shown, bytes: fs::read(path).unwrap() });
    }
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn each_problem_is_shown_as_its_snapshot_says() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let differing: Vec<String> = settings.bind(|| {
        let judge = |case: &Case| panic::catch_unwind(|| insta::assert_snapshot!(case.name.as_str(), case.shown()));
        cases().iter().filter(|case| judge(case).is_err()).map(|case| case.name.clone()).collect()
    });
    assert!(differing.is_empty(), "not as their snapshots: {differing:?}");
}

#[test]
fn each_problem_has_a_place_and_help() {
    for case in cases() {
        let found = case.diagnostics();
        assert!(!found.is_empty(), "{} has nothing wrong", case.name);
        for it in found.iter() {
            assert!(it.span.is_some(), "{}: {} has no place", case.name, it.message);
            assert!(it.help.is_some(), "{}: {} has no help", case.name, it.message);
        }
    }
}

#[test]
fn each_code_of_a_spec_has_a_case_that_shows_it() {
    let cases = cases();
    let shown: BTreeSet<_> = cases.iter().flat_map(|case| case.diagnostics().into_iter().map(|it| it.code)).collect();
    // Those of templates and of commands have their cases in `codes.rs`, those of imports in `import/`.
    let elsewhere = ["C08", "C09", "C10"];
    let of_specs = code::all().filter(|it| !elsewhere.iter().any(|begin| it.number().starts_with(begin)));
    let missing: Vec<_> = of_specs.filter(|it| !shown.contains(it)).collect();
    assert!(missing.is_empty(), "no case in problems/ shows {missing:?}");
}

#[test]
fn each_snapshot_has_its_case() {
    let names: BTreeSet<String> = cases().into_iter().map(|case| case.name).collect();
    for path in listed(&folder()) {
        if path.extension().is_some_and(|it| it == "snap") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(names.contains(name), "{name}.snap is left over");
        }
    }
}
