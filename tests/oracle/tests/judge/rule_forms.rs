//! Every form of a rule, over absent, given and unknown.

use crate::common::{all, spec};

#[test]
fn require_names_every_missing_one() {
    all(
        "require: [P, Q, C]",
        &[("{}", "invalid !r[P,Q]"), (r#"{"P": "x"}"#, "invalid !r[Q]"), (r#"{"P": "x", "Q": ""}"#, "valid")],
    );
    all(
        "require: O.a",
        &[("{}", "invalid !r[O.a]"), (r#"{"O": 5}"#, "invalid !O.type[O] ?r{O.a}"), (r#"{"O": {"a": "x"}}"#, "valid")],
    );
}

#[test]
fn require_of_a_value_fails_without_it_and_is_undecided_when_the_value_cannot_be_read() {
    all(
        "require: {P: [u, v], N: {gt: 2, ne: 5}}",
        &[
            (r#"{"P": "u", "N": 3}"#, "valid"),
            (r#"{"P": "w", "N": 5}"#, "invalid !r[P,N]"),
            (r#"{"P": "v", "N": 99}"#, "invalid !N.range[N] ?r{N}"),
            (r#"{"P": "w", "N": 99}"#, "invalid !N.range[N] !r[P]"),
        ],
    );
}

#[test]
fn require_on_items_holds_for_no_items_and_names_each_item_without() {
    all(
        "require: \"L[].a\"",
        &[
            ("{}", "valid"),
            (r#"{"L": []}"#, "valid"),
            (r#"{"L": [null, {"a": "x"}]}"#, "valid"),
            (r#"{"L": [{}, {"a": "x"}, {"b": 1}]}"#, "invalid !r[L[0].a,L[2].a]"),
            (r#"{"L": ["x"]}"#, "invalid !L[].type[L[0]] ?r{L[].a}"),
            (r#"{"L": "x"}"#, "invalid !L.type[L] ?r{L[].a}"),
        ],
    );
}

#[test]
fn forbid_names_the_members_that_hold() {
    all(
        "forbid: [P, {E: a}, \"L[].a\"]",
        &[
            ("{}", "valid"),
            (r#"{"E": "b", "L": [{"b": 1}]}"#, "valid"),
            (r#"{"P": "", "E": "a", "L": [{}, {"a": "x"}]}"#, "invalid !r[P,E,L[].a]"),
            (r#"{"E": "c"}"#, "invalid !E.value[E] ?r{E}"),
            (r#"{"P": "x", "E": "c"}"#, "invalid !E.value[E] !r[P]"),
        ],
    );
}

#[test]
fn groups_go_by_the_interval_of_possible_counts() {
    let members = "[P, Q, {E: a}]";
    all(
        &format!("exactly_one: {members}"),
        &[
            ("{}", "invalid !r[P,Q,E]"),
            (r#"{"P": ""}"#, "valid"),
            (r#"{"P": "", "Q": ""}"#, "invalid !r[P,Q,E]"),
            (r#"{"P": "", "E": "c"}"#, "invalid !E.value[E] ?r{E}"),
            (r#"{"P": "", "Q": "", "E": "c"}"#, "invalid !E.value[E] !r[P,Q,E]"),
        ],
    );
    all(
        &format!("at_most_one: {members}"),
        &[("{}", "valid"), (r#"{"E": "c"}"#, "invalid !E.value[E]"), (r#"{"P": "", "E": "a"}"#, "invalid !r[P,Q,E]")],
    );
    all(
        &format!("at_least_one: {members}"),
        &[
            ("{}", "invalid !r[P,Q,E]"),
            (r#"{"E": "c"}"#, "invalid !E.value[E] ?r{E}"),
            (r#"{"Q": "", "E": "c"}"#, "invalid !E.value[E]"),
        ],
    );
    all(
        &format!("all_or_none: {members}"),
        &[
            ("{}", "valid"),
            (r#"{"P": ""}"#, "invalid !r[P,Q,E]"),
            (r#"{"P": "", "Q": "", "E": "a"}"#, "valid"),
            (r#"{"P": "", "E": "c"}"#, "invalid !E.value[E] !r[P,Q,E]"),
            (r#"{"P": "", "Q": "", "E": "c"}"#, "invalid !E.value[E] ?r{E}"),
        ],
    );
}

#[test]
fn allow_limits_only_what_is_given_and_takes_a_single_value() {
    all("allow: {P: u}", &[("{}", "valid"), (r#"{"P": "u"}"#, "valid"), (r#"{"P": "v"}"#, "invalid !r[P]")]);
    all(
        "allow: {N: {le: 5}}",
        &[(r#"{"N": "5"}"#, "valid"), (r#"{"N": 6}"#, "invalid !r[N]"), (r#"{"N": true}"#, "invalid !N.type[N] ?r{N}")],
    );
    all("allow: {\"S[]\": [u, v]}", &[(r#"{"S": ["u", null, "w", 5]}"#, "invalid !S[].type[S[3]] !r[S[2]]")]);
}

#[test]
fn compare_holds_without_an_operand_even_beside_an_unreadable_one() {
    all(
        "compare: N + M <= 5 - `x y`",
        &[
            (r#"{"N": 99}"#, "invalid !N.range[N]"),
            (r#"{"N": 2, "M": 0.1, "x y": 3}"#, "invalid !r[N,M,x y]"),
            (r#"{"N": 2, "M": "0.0", "x y": 3}"#, "valid"),
            (r#"{"N": 99, "M": 0, "x y": 3}"#, "invalid !N.range[N] ?r{N}"),
        ],
    );
    all("compare: N >= -2", &[("{}", "valid"), (r#"{"N": -3}"#, "invalid !r[N]"), (r#"{"N": "-2"}"#, "valid")]);
    all("compare: N-1 == 4", &[(r#"{"N": 5}"#, "valid"), (r#"{"N": 4}"#, "invalid !r[N]")]);
}

#[test]
fn decimals_are_exact() {
    all(
        "compare: M == 0.3",
        &[
            (r#"{"M": 0.3}"#, "valid"),
            (r#"{"M": "0.30"}"#, "valid"),
            (r#"{"M": 0.30000000000000004}"#, "invalid !r[M]"),
            (r#"{"M": 3e-1}"#, "valid"),
        ],
    );
}

#[test]
fn a_constant_is_given_unless_its_object_is_not_and_a_wrong_one_is_given_with_an_unknown_value() {
    all("forbid: {C: k}", &[("{}", "invalid !r[C]"), (r#"{"C": "x"}"#, "invalid !C.const[C] ?r{C}")]);
    all("forbid: C", &[(r#"{"C": "x"}"#, "invalid !C.const[C] !r[C]")]);
    all(
        "forbid: O.c",
        &[("{}", "valid"), (r#"{"O": {}}"#, "invalid !r[O.c]"), (r#"{"O": []}"#, "invalid !O.type[O] ?r{O.c}")],
    );
}

#[test]
fn ignored_warns_when_it_surely_applies_and_default_says_nothing() {
    all(
        "ignored: [P, Q], when: {E: a}",
        &[
            (r#"{"E": "a"}"#, "valid"),
            (r#"{"E": "a", "Q": ""}"#, "valid ~r[Q]"),
            (r#"{"E": "c", "Q": ""}"#, "invalid !E.value[E]"),
        ],
    );
    all("default: {P: x}", &[("{}", "valid")]);
}

#[test]
fn a_warning_is_never_undecided_and_never_invalid() {
    all(
        "require: P, when: {E: a}, severity: warning",
        &[(r#"{"E": "a"}"#, "valid ~r[P]"), (r#"{"E": "c"}"#, "invalid !E.value[E]")],
    );
}

#[test]
fn what_is_no_rule_is_an_error() {
    for rule in [
        "require: P, forbid: Q",
        "require: Nope",
        "forbid: $F",
        "ensure: {all: [P], Q: x}",
        "forbid: {L: x}",
        "allow: {B: no}",
        "ensure: {P: []}",
    ] {
        let answer = contingent_oracle::judge(&spec(rule), None, &serde_json::json!({}), &serde_json::json!({}), None);
        assert!(answer.is_err(), "{rule}: {answer:?}");
    }
}
