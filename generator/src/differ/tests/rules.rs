//! Rules that come, go and change, and who says what that means.

use super::super::{RuleEffect, changes_with};
use super::*;

const PARAMETERS: &str = "  A: { type: integer }\n  B: { type: integer }\n  C: { type: string }\n";

fn of(rules: &str) -> Operation {
    with(PARAMETERS, &format!("rules:\n{rules}"))
}

fn none() -> Operation {
    with(PARAMETERS, "")
}

#[test]
fn a_rule_that_comes_or_goes() {
    both_ways(
        &none(),
        &of("  - { id: days, compare: A <= B, source: s }\n"),
        &["breaking: rule days: new: A must be at most B"],
        &["rust-breaking: rule days: removed: A must be at most B"],
    );
    both_ways(
        &none(),
        &of("  - { id: days, compare: A <= B, severity: warning, source: s }\n"),
        &["compatible: rule days: new: A must be at most B (a warning)"],
        &["rust-breaking: rule days: removed: A must be at most B (a warning)"],
    );
    both_ways(
        &none(),
        &of("  - { id: i, ignored: A, when: C, source: s }\n"),
        &["compatible: rule i: new: A has no effect when C is given"],
        &["rust-breaking: rule i: removed: A has no effect when C is given"],
    );
}

#[test]
fn a_rule_that_changes() {
    both_ways(
        &of("  - { id: days, compare: A <= B, source: s }\n"),
        &of("  - { id: days, compare: A < B, source: s }\n"),
        &["breaking: rule days: A must be less than B, was: A must be at most B"],
        &["breaking: rule days: A must be at most B, was: A must be less than B"],
    );
    both_ways(
        &of("  - { id: days, compare: A <= B, source: s }\n"),
        &of("  - { id: days, compare: A <= B, severity: warning, source: s }\n"),
        &["compatible: rule days: A must be at most B (a warning), was: A must be at most B"],
        &["breaking: rule days: A must be at most B, was: A must be at most B (a warning)"],
    );
    both_ways(
        &of("  - { id: d, default: {A: 1}, source: s }\n"),
        &of("  - { id: d, default: {A: 2}, source: s }\n"),
        &["compatible: rule d: A is 2 if it is not given, was: A is 1 if it is not given"],
        &["compatible: rule d: A is 1 if it is not given, was: A is 2 if it is not given"],
    );
}

#[test]
fn a_rule_with_another_name_or_other_words() {
    both_ways(
        &of("  - { id: days, compare: A <= B, source: s }\n"),
        &of("  - { id: order, compare: A <= B, source: s }\n"),
        &["rust-breaking: rule order: the new name of days"],
        &["rust-breaking: rule days: the new name of order"],
    );
    both_ways(
        &of("  - { id: a, require: C, source: s, doc: x, message: m }\n  - { id: b, require: A, source: s }\n"),
        &of("  - { id: b, require: A, source: s }\n  - { id: a, require: C, source: t, expect: [redundant] }\n"),
        &[
            "docs: rule a: another remark",
            "docs: rule a: other findings are expected",
            "docs: rule a: another message",
            "docs: rule a: source t, was s",
            "docs: the rules are in another order",
        ],
        &[
            "docs: rule a: another remark",
            "docs: rule a: other findings are expected",
            "docs: rule a: another message",
            "docs: rule a: source s, was t",
            "docs: the rules are in another order",
        ],
    );
}

#[test]
fn the_effect_of_a_rule_decides() {
    let (weak, strong) = (
        of("  - { id: days, compare: A <= B, source: s }\n"),
        of("  - { id: days, compare: A < B, source: s }\n  - { id: c, require: C, source: s }\n"),
    );
    let with = |effect: RuleEffect| lines(&changes_with(&weak, None, &strong, None, &|_| effect));
    for (effect, category, words) in [
        (RuleEffect::Loses, "breaking", " (refuses more)"),
        (RuleEffect::Gains, "compatible", " (refuses less)"),
        (RuleEffect::Neither, "compatible", " (refuses the same)"),
        (RuleEffect::Both, "breaking", " (refuses some more and some less)"),
        (RuleEffect::Unknown, "breaking", ""),
    ] {
        assert_eq!(
            with(effect),
            [
                format!("{category}: rule days: A must be less than B, was: A must be at most B{words}"),
                format!("{category}: rule c: new: C is required{words}"),
            ]
        );
    }
    let gone = |effect: RuleEffect| lines(&changes_with(&strong, None, &none(), None, &|_| effect));
    assert!(gone(RuleEffect::Gains)[0].starts_with("rust-breaking: rule days: removed"));
    assert!(gone(RuleEffect::Both)[0].starts_with("breaking: rule days: removed"));
}

#[test]
fn facts() {
    let of = |facts: &str| with(PARAMETERS, facts);
    both_ways(
        &of(""),
        &of("facts:\n  F: { type: boolean, says: whether it is hot }\n"),
        &[
            "rust-breaking: the checks in Rust take the facts",
            "compatible: $F: new; rules about it are undecided as long as it is unknown",
        ],
        &[
            "rust-breaking: $F: removed; no rule asks for it",
            "rust-breaking: the checks in Rust take no facts any more",
        ],
    );
    both_ways(
        &of("facts:\n  F: { type: enum, says: a, doc: a, source: s, values: { x: {}, y: {} } }\n"),
        &of("facts:\n  F: { type: enum, says: b, doc: b, source: t, values: { x: {}, z: {} } }\n"),
        &[
            "rust-breaking: $F: no longer value y",
            "compatible: $F: new value z",
            "docs: $F: called \"b\", was \"a\"",
            "docs: $F: described in other words",
            "docs: $F: another source",
        ],
        &[
            "rust-breaking: $F: no longer value z",
            "compatible: $F: new value y",
            "docs: $F: called \"a\", was \"b\"",
            "docs: $F: described in other words",
            "docs: $F: another source",
        ],
    );
    both_ways(
        &of("facts:\n  F: { type: boolean, says: a }\n"),
        &of("facts:\n  F: { type: string, says: a }\n"),
        &["rust-breaking: $F: another type"],
        &["rust-breaking: $F: another type"],
    );
}
