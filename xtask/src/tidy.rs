//! `cargo xtask tidy`: what must hold for the files of the project, each a check of its own.
//!
//! Forbidden words are put together from two halves, so that this file may lie in the tree that it checks.

mod checks;

use crate::Outcome;
use std::fs;
use std::path::Path;

/// A check: what it says about each file that is wrong.
type Check = fn(&[File]) -> Vec<String>;

/// All checks with their names.
const CHECKS: [(&str, Check); 8] = [
    ("every .rs file says what it is", checks::headers),
    ("no .rs file is too long", checks::lengths),
    ("nothing knows a vendor by name", checks::vendor),
    ("no unfinished code", checks::unfinished),
    ("no blanks at the end of a line", checks::blanks),
    ("every dependency has its reason", checks::reasons),
    ("both licences are there", checks::licences),
    ("no path of somebody's machine", checks::machines),
];

/// A text file of the project.
struct File {
    /// The path from the folder of the workspace, with `/`.
    path: String,
    text: String,
}

impl File {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it is made by a program: the generator, or the snapshots of tests.
    fn is_made(&self) -> bool {
        self.path.starts_with("generated/") && !self.path.ends_with("/src/lib.rs")
            || self.path.contains("/src/generated/")
            || self.path.contains("/snapshots/")
            || self.path.starts_with("spec/schema/")
    }

    /// The lines with a fault, as `path:line: what`.
    fn lines(&self, fault: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let numbered = self.text.lines().zip(1..);
        numbered.filter_map(|(line, number)| Some(format!("{}:{number}: {}", self.path, fault(line)?))).collect()
    }
}

/// Runs every check and says everything that is wrong.
pub(crate) fn run(root: &Path) -> Outcome {
    let files = files(root)?;
    let mut wrong = String::new();
    for (name, check) in CHECKS {
        for fault in check(&files) {
            wrong.push_str(&format!("\n  {name}: {fault}"));
        }
    }
    if wrong.is_empty() {
        println!("tidy: {} files, {} checks", files.len(), CHECKS.len());
        return Ok(());
    }
    Err(format!("the files are not tidy:{wrong}"))
}

/// Every text file but what is built and what version control keeps for itself, by path.
fn files(root: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    walk(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(root: &Path, below: &str, files: &mut Vec<File>) -> Result<(), String> {
    let folder = if below.is_empty() { root.join(".") } else { root.join(below) };
    let fault = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in fs::read_dir(&folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let Ok(name) = entry.file_name().into_string() else {
            return Err(format!("{}: a file name that is not UTF-8", entry.path().display()));
        };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_dir() && name != ".git" && name != "target" {
            walk(root, &path, files)?;
        } else if kind.is_file() && !name.ends_with(".snap.new") {
            let bytes = fs::read(entry.path()).map_err(fault)?;
            // Bytes that are no text are test data.
            files.extend(String::from_utf8(bytes).ok().map(|text| File { path, text }));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
