//! The specs of the repository as source files.

use crate::run::workspace;
use contingent::spec::SourceFile;
use std::fs;
use std::path::{Path, PathBuf};

/// Every spec file of a folder, or one file, under its path as seen from the workspace.
pub(crate) fn read(path: &Path) -> Vec<SourceFile> {
    let mut sources = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|it| it == "yaml") {
            let shown = path.strip_prefix(workspace()).unwrap_or(&path).to_str().unwrap().to_owned();
            sources.push(SourceFile { path: shown, bytes: fs::read(&path).unwrap() });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// The specs that stand on their own: two services, and one operation for each form of a rule.
pub(crate) fn specs() -> Vec<Vec<SourceFile>> {
    let mut specs: Vec<Vec<SourceFile>> =
        ["spec/dbs", "tests/toy/spec", "tests/cases/tiny"].map(|path| read(&workspace().join(path))).into();
    let mut forms: Vec<PathBuf> =
        fs::read_dir(workspace().join("spec/rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    forms.sort();
    specs.extend(forms.iter().map(|path| read(path)));
    assert!(specs.len() > 15 && specs.iter().all(|it| !it.is_empty()));
    specs
}
