//! Changes between small specs, in both directions.

mod api;
mod editions;
mod parameters;
mod property;
mod rules;
mod service;

use super::{Category, Change, changes};
use crate::diagnostic::{Command, Diagnostics, Severity};
use crate::model::{Operation, Service};
use crate::spec::SourceFile;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.into() }
}

/// The model of files; problems that stop only `check` and `generate` do not matter.
fn service(files: &[SourceFile]) -> Service {
    let mut found = Diagnostics::new();
    let spec = crate::load(files, &mut found);
    let service = crate::resolve::resolve(&spec, &mut found);
    let failed: Vec<_> = found.iter().filter(|it| it.severity(Command::Other) == Severity::Error).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    service
}

/// The one operation of a file.
fn operation(text: &str) -> Operation {
    let files = [file("op.yaml", text)];
    let mut operations = service(&files).operations;
    assert_eq!(operations.len(), 1, "{text}");
    operations.remove(0)
}

/// An operation with these lines below `parameters:`, and these after it.
fn with(parameters: &str, rest: &str) -> Operation {
    operation(&format!("operation: Op\nparameters:\n{parameters}{rest}"))
}

/// "category: what" for each.
fn lines(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{}: {}", change.category.name(), change.what)).collect()
}

fn told(old: &Operation, new: &Operation) -> Vec<String> {
    let found = changes(old, None, new, None);
    for change in &found {
        assert!(!change.what.contains('\n'), "{change:?}");
    }
    lines(&found)
}

/// What changes from one operation to another, and back.
fn both_ways(old: &Operation, new: &Operation, there: &[&str], back: &[&str]) {
    assert_eq!(told(old, new), there);
    assert_eq!(told(new, old), back);
    assert_eq!(told(old, old), [""; 0]);
    assert_eq!(told(new, new), [""; 0]);
}

#[test]
fn the_strongest_category_comes_first() {
    let order = [Category::Breaking, Category::RustBreaking, Category::Compatible, Category::Docs];
    assert!(order.is_sorted());
    for category in order {
        assert_eq!(serde_json::to_value(category).unwrap(), category.name());
    }
}

#[test]
fn a_changelog_has_a_heading_for_each_category() {
    let change = |category, what: &str| Change { category, what: what.to_owned() };
    let changes = [
        change(Category::Breaking, "Days: at most 365 days, was 3650"),
        change(Category::RustBreaking, "A_B: Rust type `Vec<A>`, was `A`"),
        change(Category::Docs, "the *summary* has other words"),
    ];
    assert_eq!(
        super::changelog("2026-03", &changes, "Shorter."),
        "## 2026-03\n\nShorter.\n\n### Breaking\n\n- Days: at most 365 days, was 3650\n\n### Breaking for Rust code\n\n\
         - A_B: Rust type `Vec<A>`, was `A`\n\n### Documentation\n\n- the \\*summary\\* has other words\n"
    );
    assert_eq!(super::changelog("x", &[], ""), "## x\n\nNothing has changed.\n");
}
