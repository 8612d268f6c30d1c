//! The specs of the repository as source files.

use crate::run::workspace;
use contingent::spec::SourceFile;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a spec as the command reads them, under their paths as seen from the workspace.
pub(crate) fn read(path: &Path) -> Vec<SourceFile> {
    let sources = contingent::files::read(path).unwrap_or_else(|found| panic!("{found:?}"));
    let seen = |file: SourceFile| {
        let path = Path::new(&file.path);
        let path = path.strip_prefix(workspace()).unwrap_or(path).to_str().unwrap().to_owned();
        SourceFile { path, ..file }
    };
    sources.files.into_iter().map(seen).collect()
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
