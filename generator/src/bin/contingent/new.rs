//! `contingent new`: a package with a spec.

use crate::args::{New, Shared};
use crate::reply::{Exit, Failure, Reply, plural};
use contingent::diagnostic::{Diagnostic, code, visible};
use contingent::scaffold::Project;
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

pub(crate) fn run(task: &New, shared: &Shared) -> Result<Reply, Failure> {
    let project = project(task)?;
    check_empty(&task.folder)?;
    let output = project.files().map_err(|fault| unwritable(&task.folder, fault))?;
    output.write_to(&task.folder).map_err(|error| unwritable(error.path(), error.to_string()))?;
    let files: Vec<&str> = output.iter().map(|(path, _)| path).collect();
    if shared.json() {
        return Ok(Reply::json(&json!({ "package": project.package, "files": files }), Exit::Fine));
    }
    let mut out = String::new();
    for path in &files {
        // Writing to a String never fails.
        let _ = writeln!(out, "created {}", visible(&task.folder.join(path).display().to_string()));
    }
    let _ = writeln!(out, "package `{}`: {}; run `cargo test` in it", project.package, plural(files.len(), "file"));
    Ok(Reply::out(out, Exit::Fine))
}

fn project(task: &New) -> Result<Project, Failure> {
    let named = match &task.name {
        Some(name) => Ok(name.clone()),
        None => name_of(&task.folder),
    };
    let mut project = named.and_then(|name| Project::new(&name)).map_err(|fault| {
        let help = "pass a name of letters, digits and hyphens with `--name`";
        Failure::usage(Diagnostic::of_file(code::NO_PACKAGE_NAME, "", fault).help(help))
    })?;
    project.committed = task.committed;
    project.sources = task.path_dependencies.as_deref().map(sources).transpose()?;
    Ok(project)
}

/// The last part of a path, also of `.` and `..`.
fn name_of(folder: &Path) -> Result<String, String> {
    let whole = match folder.file_name() {
        Some(name) => Some(name.to_owned()),
        None => fs::canonicalize(folder).ok().and_then(|it| it.file_name().map(ToOwned::to_owned)),
    };
    let text = whole.as_ref().and_then(|it| it.to_str());
    text.map(str::to_owned).ok_or_else(|| format!("no name of a package can be made of `{}`", folder.display()))
}

/// The folder of the sources, as it is seen from everywhere.
fn sources(folder: &Path) -> Result<String, Failure> {
    let wrong = |why: String| {
        let path = folder.display().to_string();
        let help = "pass the folder of a checkout, which has `generator` and `runtime` in it";
        Failure::usage(Diagnostic::of_file(code::USAGE, &path, why).help(help))
    };
    if !folder.join("generator/Cargo.toml").exists() {
        return Err(wrong(format!("`{}` does not hold the sources of Contingent", folder.display())));
    }
    let whole =
        fs::canonicalize(folder).map_err(|error| wrong(format!("cannot read `{}`: {error}", folder.display())))?;
    let text = whole.to_str().ok_or_else(|| wrong(format!("the path `{}` is not UTF-8", whole.display())))?;
    Ok(text.to_owned())
}

fn check_empty(folder: &Path) -> Result<(), Failure> {
    let full = |what: &str| {
        let path = folder.display().to_string();
        let message = format!("`{path}` {what}");
        Failure::usage(Diagnostic::of_file(code::NOT_EMPTY, &path, message).help("choose another folder"))
    };
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(full("is not empty")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(full("is a file")),
        Err(error) => Err(unwritable(folder, format!("cannot read `{}`: {error}", folder.display()))),
    }
}

fn unwritable(path: &Path, message: String) -> Failure {
    Failure::usage(Diagnostic::of_file(code::UNWRITABLE, &path.display().to_string(), message))
}
