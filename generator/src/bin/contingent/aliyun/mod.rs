//! `contingent import aliyun`: a spec from the metadata that Alibaba Cloud publishes.

use crate::args::Shared;
use crate::import::{Written, broken, check_foreign, report};
use crate::reply::{Failure, Reply, plural};
use clap::{Args, Subcommand};
use contingent::diagnostic::{Diagnostic, code};
use contingent::files::{MAX_FILE, Sources, read_limited};
use contingent::import::aliyun;
use contingent::import::merge::{BASE, Before, merge};
use contingent::import::proposals;
use contingent::spec::SourceFile;
use std::fs;
use std::path::{Path, PathBuf};

/// The vendors whose own formats are read.
#[derive(Subcommand)]
pub(crate) enum Vendor {
    Aliyun(Aliyun),
}

/// Reads the metadata that Alibaba Cloud publishes of a product: JSON, a file for each operation
#[derive(Args)]
pub(crate) struct Aliyun {
    /// The folder of a product, or its files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) from: Vec<PathBuf>,
    /// A further source, a folder or a file: another language, or one with replies and examples. It adds what the first
    /// one leaves open; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) docs: Vec<PathBuf>,
    /// The folder of the spec: `service.yaml`, `operations` and `.imported` are written into it
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The name of the service; without it, what the source says, or the name of its folder
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// An operation to import; may be repeated. Without it, all of them
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Vec<String>,
    /// Overwrite what hands have changed, and files that an import did not write
    #[arg(long)]
    pub(crate) force: bool,
}

pub(crate) fn run(task: &Vendor, shared: &Shared) -> Result<Reply, Failure> {
    let Vendor::Aliyun(task) = task;
    let files = read_all(&task.from)?;
    let more = task.docs.iter().map(|path| read_all(std::slice::from_ref(path))).collect::<Result<Vec<_>, _>>()?;
    let all = files.iter().chain(more.iter().flatten()).cloned().collect();
    let mut sources = Sources { files: all, folders: Vec::new() };
    let imported = aliyun::import(&aliyun::Sources {
        files: &files,
        more: &more,
        name: task.service.as_deref(),
        fallback: &fallback(&task.from),
        operations: &task.operation,
    });
    let imported = imported.map_err(|found| broken(found, &sources))?;
    let before = before(&task.out)?;
    if !task.force {
        // A file without a base was written by somebody else, or nobody knows what was changed in it.
        let mut foreign = imported.output.clone();
        foreign.retain(|path| !before.base.contains_key(path));
        check_foreign(&task.out, &foreign, None)?;
    }
    let now: Vec<SourceFile> = before.now.values().cloned().collect();
    let before = if task.force { Before::default() } else { before };
    let merged = merge(&imported.output, &before, &imported.places, task.operation.is_empty());
    let (mut output, kept) = merged.map_err(|found| {
        sources.files.extend(now);
        broken(found, &sources)
    })?;
    // What is said about the files of the spec is about what will stand there.
    sources.files.extend(
        output
            .iter()
            .map(|(path, text)| SourceFile { path: task.out.join(path).display().to_string(), bytes: text.into() }),
    );
    let proposed = aliyun::proposals(&imported, &output, proposals_before(&task.out, &sources)?);
    if !proposed.is_empty() {
        output.insert(proposals::FILE, proposals::write(&proposed));
    }
    let open = proposed.iter().filter(|it| it.state == proposals::State::Open).count();
    let mut warnings = imported.warnings;
    warnings.extend(kept);
    let (operations, parameters) = imported.counts;
    let counted = [(operations, "operation"), (parameters, "parameter"), (open, "open proposal")];
    let summary = counted.map(|(count, what)| plural(count, what)).join(", ");
    report(Written { out: &task.out, output: &output, warnings, sources: &sources, summary }, shared)
}

/// The proposals of imports before this one, with what was said to them.
fn proposals_before(out: &Path, sources: &Sources) -> Result<Vec<proposals::Entry>, Failure> {
    let path = out.join(proposals::FILE);
    if !path.try_exists().unwrap_or(true) {
        return Ok(Vec::new());
    }
    let bytes = read_limited(&path, MAX_FILE).map_err(|fault| Failure::usage(*fault))?;
    let file = SourceFile { path: path.display().to_string(), bytes };
    proposals::read(&file).map_err(|found| {
        let mut sources = sources.clone();
        sources.files.push(file.clone());
        broken(found, &sources)
    })
}

/// The files of one source: those that are named, and the JSON files of folders, sorted.
fn read_all(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let mut found = vec![path.clone()];
        if path.is_dir() {
            found = listed(path)?;
            if found.is_empty() {
                let message = format!("the folder `{}` has no JSON files", path.display());
                let help = "pass the folder of one product, or its files";
                return Err(Failure::usage(Diagnostic::of_file(code::NO_SPEC, "", message).help(help)));
            }
        }
        for path in found {
            let bytes = read_limited(&path, MAX_FILE).map_err(|fault| Failure::usage(*fault))?;
            files.push(SourceFile { path: path.display().to_string(), bytes });
        }
    }
    Ok(files)
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).and_then(|it| it.map(|it| Ok(it?.path())).collect::<Result<Vec<_>, _>>());
    let mut paths = entries.map_err(|error| {
        let path = folder.display().to_string();
        Failure::usage(Diagnostic::of_file(code::UNREADABLE, &path, format!("cannot list `{path}`: {error}")))
    })?;
    let hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    paths.retain(|path| path.extension().is_some_and(|it| it == "json") && !hidden(path) && !path.is_dir());
    paths.sort();
    Ok(paths)
}

/// The name of the folder of the source.
fn fallback(paths: &[PathBuf]) -> String {
    let first = paths.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
    let folder = if first.is_dir() { Some(first) } else { first.parent() };
    let name = folder.and_then(|it| it.canonicalize().ok()).and_then(|it| Some(it.file_name()?.to_str()?.to_owned()));
    name.unwrap_or_else(|| "Service".to_owned())
}

/// What an import before this one wrote, and what became of it.
fn before(out: &Path) -> Result<Before, Failure> {
    let mut before = Before::default();
    let folder = out.join(BASE);
    let mut paths = vec!["service.yaml".to_owned()];
    let operations = folder.join("operations");
    if operations.is_dir() {
        let entries = fs::read_dir(&operations).map(|it| it.flatten().map(|it| it.file_name()).collect::<Vec<_>>());
        let names = entries.unwrap_or_default().into_iter().filter_map(|it| it.into_string().ok());
        paths.extend(names.filter(|it| it.ends_with(".yaml")).map(|it| format!("operations/{it}")));
    }
    paths.sort();
    for path in paths {
        let read = |file: PathBuf| -> Result<Option<SourceFile>, Failure> {
            // What is there and cannot be read must not count as removed.
            if !file.try_exists().unwrap_or(true) {
                return Ok(None);
            }
            let bytes = read_limited(&file, MAX_FILE).map_err(|fault| Failure::usage(*fault))?;
            Ok(Some(SourceFile { path: file.display().to_string(), bytes }))
        };
        if let Some(base) = read(folder.join(&path))? {
            before.base.insert(path.clone(), String::from_utf8_lossy(&base.bytes).into_owned());
        }
        if let Some(now) = read(out.join(&path))? {
            before.now.insert(path, now);
        }
    }
    Ok(before)
}
