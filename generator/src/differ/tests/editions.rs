//! One operation in two editions, two specs in one edition, and two specs with editions when none is chosen.

use super::*;

const SERVICE: &str = "service: S\nversion: \"1\"\ntitle: T\nstyle: rpc\ndoc: d\neditions: [{old: o}, {new: n}]\n";

fn of(parameters: &str, rest: &str) -> Operation {
    let text = format!("operation: Op\nparameters:\n{parameters}{rest}");
    let mut operations = service(&[file("s/service.yaml", SERVICE), file("s/op.yaml", &text)]).operations;
    assert_eq!(operations.len(), 1);
    operations.remove(0)
}

const SCHOOL: &str = "  Class: { type: enum, values: { A: {}, B: { edition: [old, new] }, C: { edition: new } } }\n  \
                      Slip:  { type: string, edition: old }\n  Bus: { type: string }\n";
const RULES: &str = "rules:\n  - { id: bus-old, edition: old, require: Bus, when: {Class: A}, source: s }\n  \
                     - { id: bus, edition: new, require: Bus, unless: {Class: A}, source: s }\n";

#[test]
fn two_editions_of_one_operation() {
    let school = of(SCHOOL, RULES);
    let there = changes(&school, Some("old"), &school, Some("new"));
    assert_eq!(
        lines(&there),
        [
            "breaking: Slip: removed",
            "breaking: rule bus: new: Bus is required unless Class is A",
            "compatible: Class: new value C",
            "compatible: rule bus-old: removed: Bus is required when Class is A",
        ]
    );
    let back = changes(&school, Some("new"), &school, Some("old"));
    assert_eq!(
        lines(&back),
        [
            "breaking: Class: no longer value C",
            "breaking: rule bus-old: new: Bus is required when Class is A",
            "compatible: Slip: new and optional",
            "compatible: rule bus: removed: Bus is required unless Class is A",
        ]
    );
    let common = changes(&school, None, &school, Some("old"));
    assert_eq!(
        lines(&common),
        ["breaking: rule bus-old: new: Bus is required when Class is A", "compatible: Slip: new and optional",]
    );
    for edition in [None, Some("old"), Some("new"), Some("unheard")] {
        assert_eq!(changes(&school, edition, &school, edition), []);
    }
}

#[test]
fn what_only_some_editions_have_is_told_with_them() {
    let before = of(SCHOOL, RULES);
    let after = of(
        "  Class: { type: enum, values: { A: {}, B: {}, C: { edition: new } } }\n  \
         Slip:  { type: string, edition: old, max_length: 8 }\n  Bus: { type: string, max_length: 9 }\n",
        "rules:\n  - { id: bus-old, edition: old, require: Bus, source: s }\n",
    );
    assert_eq!(
        told(&before, &after),
        [
            "breaking: Bus: at most 9 characters, had no such limit",
            "breaking: in edition old, Slip: at most 8 characters, had no such limit",
            "breaking: in edition old, rule bus-old: Bus is required, was: Bus is required when Class is A",
            "rust-breaking: rule bus: no Rust constant any more",
            "compatible: in edition new, rule bus: removed: Bus is required unless Class is A",
            "docs: Class: value B: its editions are others",
        ]
    );
}

#[test]
fn what_moves_from_all_editions_to_one() {
    let (all, one) = (
        of("  A: { type: string, required: true }\n", ""),
        of("  A: { type: string, required: true, edition: new }\n", ""),
    );
    both_ways(
        &all,
        &one,
        &[
            "breaking: A: removed, it is in edition new only",
            "breaking: in edition old, A: removed",
            "rust-breaking: A: an `Option` with a setter in Rust",
        ],
        &[
            "breaking: A: new and required, it was in edition old only",
            "breaking: in edition old, A: new and required",
            "rust-breaking: A: an argument of `new` in Rust",
        ]
        .map(|line| {
            if line.contains("it was in") { "breaking: A: new and required, it was in edition new only" } else { line }
        }),
    );
}

#[test]
fn editions_that_come_and_go() {
    let none = with("  A: { type: string }\n", "");
    both_ways(
        &none,
        &of("  A: { type: string }\n", ""),
        &[
            "rust-breaking: the checks in Rust take an edition",
            "compatible: edition old: new",
            "compatible: edition new: new",
        ],
        &[
            "rust-breaking: edition old: removed",
            "rust-breaking: edition new: removed",
            "rust-breaking: the checks in Rust take no edition any more",
        ],
    );
}

#[test]
fn an_edition_keeps_its_rust_api() {
    // What the other edition has does not count on the wire, and is a field nevertheless.
    let before = of("  A: { type: string, edition: old }\n  B: { type: string }\n", "");
    let after = of("  B: { type: string }\n", "");
    assert_eq!(
        lines(&changes(&before, Some("new"), &after, Some("new"))),
        ["rust-breaking: A: no Rust field any more"]
    );
    assert_eq!(lines(&changes(&before, Some("old"), &after, Some("old"))), ["breaking: A: removed"]);
    assert_eq!(
        told(&before, &after),
        ["breaking: in edition old, A: removed", "rust-breaking: A: no Rust field any more"]
    );
}

#[test]
fn the_editions_of_a_real_operation() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let folder = std::fs::read_dir(&root).unwrap().filter_map(Result::ok).map(|it| it.path());
    let folder = folder.filter(|it| it.join("service.yaml").exists()).min().unwrap();
    let sources = crate::files::read(&folder).unwrap();
    let service = service(&sources.files);
    let operation = service.operations.iter().find(|it| it.name == "CreateRestoreTask").unwrap();
    let found = changes(operation, Some("seed"), operation, Some("2026-03"));
    // The names of new parameters are the vendor's.
    let (added, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| it.what.ends_with(": new and optional"));
    assert_eq!(added.len(), 15);
    assert!(added.iter().all(|change| change.category == Category::Compatible));
    insta::assert_snapshot!(super::super::changelog("2026-03", &others, "Beside the seed."));
}
