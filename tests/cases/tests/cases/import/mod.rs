//! Imported documents: what comes out of sound ones, what is said about others, and what no document can do.

mod command;
mod evaluator;
mod fuzz;
mod judged;
mod metadata;
mod snapshots;

use contingent::import::openapi::{Failure, Imported, import};
use contingent::spec::SourceFile;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("import").join(name)
}

/// The documents of a folder by path, called by their file names.
fn documents(name: &str) -> Vec<SourceFile> {
    let listed = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = listed.filter(|path| path.extension().is_none_or(|it| it != "snap")).collect();
    paths.sort();
    let read = |path: &PathBuf| SourceFile {
        path: path.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: fs::read(path).unwrap(),
    };
    paths.iter().map(read).collect()
}

/// A document with these operations below one path.
fn document(operations: &str) -> SourceFile {
    let indented: String = operations.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("openapi: 3.1.0\ninfo: {{title: Small, version: '1'}}\npaths:\n  /a:\n{indented}");
    SourceFile { path: "small.yaml".to_owned(), bytes: text.into() }
}

fn imported(file: &SourceFile) -> Imported {
    match import(file, &[]) {
        Ok(imported) => imported,
        Err(Failure::Document(found)) => panic!("{}: {found:?}", file.path),
        Err(Failure::NoOperation(fault)) => panic!("{}: {fault:?}", file.path),
    }
}

/// The files of an import as sources of a spec.
fn sources(imported: &Imported) -> Vec<SourceFile> {
    let file = |(path, text): (&str, &str)| SourceFile { path: path.to_owned(), bytes: text.into() };
    imported.output.iter().map(file).collect()
}
