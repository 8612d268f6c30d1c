//! Every form of a condition, over absent, given and unknown.

use crate::common::{all, check, check_facts, spec};

#[test]
fn kleene_concludes_nothing_across_members_about_one_unknown_value() {
    // Exactly one of a and b must be it, but each member is judged alone.
    all("exactly_one: [{E: a}, {E: b}]", &[(r#"{"E": "c"}"#, "invalid !E.value[E] ?r{E}")]);
    check(&spec("ensure: {any: [{$G: true}, {$G: false}]}"), "{}", "undecided ?r{$G}");
}

#[test]
fn compare_in_a_condition_needs_all_operands() {
    all(
        "require: P, when: {compare: N < M}",
        &[
            (r#"{"N": 1}"#, "valid"),
            (r#"{"N": 1, "M": 2}"#, "invalid !r[P]"),
            (r#"{"N": 99, "M": 2}"#, "invalid !N.range[N] ?r{N}"),
            (r#"{"N": 99}"#, "invalid !N.range[N]"),
        ],
    );
    all(
        "ensure: {not: {compare: P == Q}}",
        &[(r#"{"P": "x"}"#, "valid"), (r#"{"P": "x", "Q": "x"}"#, "invalid !r[P,Q]")],
    );
}

#[test]
fn ensure_folds_its_connectives() {
    all(
        "ensure: {any: [{all: [P, Q]}, {not: {E: a}}, {absent: [R, \"L[].a\"]}]}",
        &[
            ("{}", "valid"),
            (r#"{"E": "a", "R": "x"}"#, "invalid !r[P,Q,E,R,L[].a]"),
            (r#"{"E": "a", "L": [{"a": "x"}]}"#, "invalid !r[P,Q,E,R,L[].a]"),
            (r#"{"E": "c", "R": "x"}"#, "invalid !E.value[E] ?r{E}"),
            (r#"{"E": "c", "R": "x", "P": "", "Q": ""}"#, "invalid !E.value[E]"),
        ],
    );
}

#[test]
fn a_negated_test_holds_when_its_parameter_is_absent_and_ne_does_not() {
    all("require: P, when: {not: {E: a}}", &[("{}", "invalid !r[P]"), (r#"{"E": "a"}"#, "valid")]);
    all("require: P, when: {E: {ne: a}}", &[("{}", "valid"), (r#"{"E": "b"}"#, "invalid !r[P]")]);
    all(
        "require: P, unless: {E: a}",
        &[
            ("{}", "invalid !r[P]"),
            (r#"{"E": "c"}"#, "invalid !E.value[E] ?r{E}"),
            (r#"{"E": "c", "P": ""}"#, "invalid !E.value[E]"),
        ],
    );
}

#[test]
fn an_unlisted_value_equals_nothing_whatever_the_value_is() {
    all("forbid: {E: z}", &[(r#"{"E": "z"}"#, "invalid !E.value[E]"), (r#"{"E": 5}"#, "invalid !E.type[E]")]);
    all("require: P, when: {E: {ne: z}}", &[("{}", "valid"), (r#"{"E": 5}"#, "invalid !E.type[E] !r[P]")]);
    all("forbid: {W: z}", &[(r#"{"W": "z"}"#, "invalid !r[W] ~W.value[W]")]);
    check(&spec("forbid: {$F: z}"), "{}", "valid");
    check(&spec("ensure: {$F: {ne: z}}"), "{}", "valid");
    check_facts(&spec("ensure: {$F: [z, x]}"), "{}", r#"{"F": "z"}"#, "invalid !r[] ~$F.value[$F]");
}

#[test]
fn fields_of_one_list_in_one_map_meet_on_one_item_and_in_two_maps_they_need_not() {
    let apart = r#"{"L": [{"a": "u", "b": 1}, {"a": "v", "b": 2}]}"#;
    let together = r#"{"L": [{"a": "u", "b": 2}]}"#;
    all("forbid: {\"L[].a\": u, \"L[].b\": \"2\"}", &[(apart, "valid"), (together, "invalid !r[L[].a,L[].b]")]);
    all("forbid: {all: [{\"L[].a\": u}, {\"L[].b\": \"2\"}]}", &[(apart, "invalid !r[L[].a,L[].b]")]);
    all(
        "forbid: {\"L[].a\": u, \"L[].b\": \"2\"}",
        &[(r#"{"L": [{"a": "u", "b": "x"}]}"#, "invalid !L[].b.type[L[0].b] ?r{L[].b}")],
    );
}

#[test]
fn whole_names_win_and_back_ticks_make_names_of_keywords() {
    all(
        "require: a.b",
        &[(r#"{"a.b": ""}"#, "valid"), (r#"{"a": {"b": ""}}"#, "invalid !r[a.b] ~unknown-parameter[a]")],
    );
    all("forbid: \"`all`\"", &[(r#"{"all": ""}"#, "invalid !r[all]")]);
    all("forbid: {all: [P]}", &[(r#"{"all": ""}"#, "valid")]);
}

#[test]
fn booleans_and_matches() {
    all(
        "require: P, when: {B: \"true\"}",
        &[
            (r#"{"B": "true"}"#, "invalid !r[P]"),
            (r#"{"B": false}"#, "valid"),
            (r#"{"B": "yes"}"#, "invalid !B.type[B] ?r{B}"),
        ],
    );
    all(
        "allow: {P: {matches: \"a|ab\"}}",
        &[(r#"{"P": "ab"}"#, "valid"), (r#"{"P": "abc"}"#, "invalid !r[P]"), (r#"{"P": "xa"}"#, "invalid !r[P]")],
    );
}
