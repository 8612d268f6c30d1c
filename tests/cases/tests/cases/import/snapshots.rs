//! What sound documents become, and what is said about the others, as people see it.

use super::{documents, folder, imported, sources};
use contingent::Options;
use contingent::diagnostic::{Command, Diagnostics, code, render};
use contingent::import::openapi::{Failure, import};
use contingent::spec::SourceFile;
use std::collections::BTreeSet;

fn found(file: &SourceFile) -> Diagnostics {
    match import(file, &[]) {
        Ok(imported) => imported.warnings,
        Err(Failure::Document(found)) => found,
        Err(Failure::NoOperation(fault)) => panic!("{fault:?}"),
    }
}

fn shown(file: &SourceFile) -> String {
    let text = std::str::from_utf8(&file.bytes).unwrap();
    render(&found(file), Command::Other, |_| Some(text), false)
}

fn matches(kind: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder(kind));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn sound_documents_become_specs_that_are_generated_without_a_word() {
    for file in documents("sound") {
        let imported = imported(&file);
        let files: Vec<String> = imported.output.iter().map(|(path, text)| format!("==> {path}\n{text}")).collect();
        matches("sound", &file.path, &format!("{}==> warnings\n{}", files.join(""), shown(&file)));
        let generated = contingent::generate(&sources(&imported), &Options::default());
        let generated = generated.unwrap_or_else(|found| panic!("{}: {found:?}", file.path));
        assert!(generated.warnings.is_empty(), "{}: {:?}", file.path, generated.warnings);
    }
}

#[test]
fn problems_are_shown_as_their_snapshots_say() {
    for file in documents("problems") {
        let shown = shown(&file);
        assert!(!shown.is_empty(), "{} has nothing wrong", file.path);
        matches("problems", &file.path, &shown);
        for it in found(&file).iter() {
            assert!(it.span.is_some() && it.help.is_some(), "{}: {it:?}", file.path);
        }
    }
}

#[test]
fn what_is_imported_with_warnings_can_still_be_checked() {
    for file in documents("problems") {
        let Ok(imported) = import(&file, &[]) else { continue };
        let mut found = Diagnostics::new();
        let spec = contingent::load(&sources(&imported), &mut found);
        contingent::resolve::resolve(&spec, &mut found);
        assert!(!found.has_errors(Command::Other), "{}: {found:?}", file.path);
    }
}

#[test]
fn each_code_of_an_import_has_a_document_that_shows_it() {
    let all = documents("problems").into_iter().chain(documents("sound"));
    let shown: BTreeSet<_> = all.flat_map(|file| found(&file).into_iter().map(|it| it.code)).collect();
    // A file in the way is the business of the command, and metadata has tests of its own.
    let of_imports = code::all().filter(|it| it.number().starts_with("C10") && *it != code::FOREIGN_FILE);
    let of_imports = of_imports.filter(|it| !super::metadata::CODES.contains(it));
    let missing: Vec<_> = of_imports.filter(|it| !shown.contains(it)).collect();
    assert!(missing.is_empty(), "no document shows {missing:?}");
}
