//! Every example shows what it says it shows.

use super::{CHECKS, Entry, FORMS, find, names, of_code};
use crate::diagnostic::code;
use crate::spec::language::FORMS as FORM_WORDS;
use std::collections::BTreeSet;

#[test]
fn a_wrong_example_has_exactly_its_code_and_a_right_one_has_none() {
    let mut wrong = Vec::new();
    for code in code::all() {
        let example = of_code(code).example;
        assert!(!example.wrong.blocks.is_empty() && !example.right.blocks.is_empty(), "{code:?}");
        // Commands are run by `tests/cases`.
        let (Some(bad), Some(good)) = (example.wrong.diagnostics(), example.right.diagnostics()) else {
            assert_eq!(example.wrong.has_commands(), example.right.has_commands(), "{code:?}");
            continue;
        };
        let codes: BTreeSet<_> = bad.iter().map(|it| it.code).collect();
        if codes != BTreeSet::from([code]) {
            wrong.push(format!("{code:?}: wrong shows {bad:#?}"));
        }
        if !good.is_empty() {
            wrong.push(format!("{code:?}: right shows {good:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_an_example_has_a_name_and_every_fence_an_end() {
    for code in code::all() {
        let fences = code.example().lines().filter(|line| line.starts_with("```")).count();
        let example = of_code(code).example;
        assert_eq!(fences, 2 * (example.wrong.blocks.len() + example.right.blocks.len()), "{code:?}");
    }
}

#[test]
fn a_text_has_the_cause_both_sides_and_what_is_said() {
    let text = find("c0112").map(|it: Entry| it.text()).unwrap_or_default();
    for part in
        ["Both places are shown", "Wrong, `operation.yaml`:", "error[C0112]", "Right, `operation.yaml`:", "Stops every"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn forms_and_checks_are_found_by_name_and_by_id() {
    assert_eq!(find("require").map(|it| it.name), Some("require"));
    assert_eq!(find("Objects[].Name.required").map(|it| it.name), Some("required"));
    assert_eq!(find("C9999"), None);
    assert_eq!(names().collect::<BTreeSet<_>>().len(), names().count(), "a name twice");
    let words: BTreeSet<_> = FORMS.iter().map(|it| it.name).collect();
    let known: BTreeSet<_> = FORM_WORDS.iter().copied().collect();
    assert_eq!(words, known);
    assert!(CHECKS.iter().all(|it| it.title.len() < 80));
}
