//! The pages of `docs` and the README: every block is of a kind that is tested, and passes its test.

use crate::console::settle;
use crate::kinds::Desk;
use crate::page::{blocks, markdown, replaced, workspace};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Tests the blocks of a page; gives what is wrong.
fn check(path: &str) -> Vec<String> {
    let file = workspace().join(path);
    let page = fs::read_to_string(&file).unwrap();
    let mut desk = Desk::new();
    let mut wrong = Vec::new();
    let texts: Vec<String> = blocks(&page)
        .iter()
        .map(|block| {
            catch_unwind(AssertUnwindSafe(|| desk.test(block))).unwrap_or_else(|_| {
                wrong.push(format!("{path}:{}: see above", block.line));
                block.text.clone()
            })
        })
        .collect();
    if catch_unwind(|| desk.finish()).is_err() {
        wrong.push(format!("{path}: a spec is not sound, see above"));
    }
    wrong.extend(settle(&file, &page, &replaced(&page, &texts)));
    wrong
}

#[test]
fn every_block_is_tested_and_passes() {
    let mut paths: Vec<String> = markdown("docs").into_iter().map(|it| format!("docs/{it}")).collect();
    paths.push("README.md".to_owned());
    let wrong: Vec<String> = paths.iter().flat_map(|path| check(path)).collect();
    assert!(wrong.is_empty(), "DOCS_UPDATE=always writes what is printed:\n{}", wrong.join("\n"));
}

#[test]
fn every_page_with_rust_is_compiled() {
    for path in markdown("docs") {
        let page = fs::read_to_string(workspace().join("docs").join(&path)).unwrap();
        let has_rust = blocks(&page).iter().any(|it| it.language().starts_with("rust"));
        let compiled = contingent_guide::PAGES.contains(&path.as_str());
        assert_eq!(has_rust, compiled, "docs/{path}: `pages!` in tests/guide/src/lib.rs lists the pages with Rust");
    }
}
