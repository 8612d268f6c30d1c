//! Documents that disagree: what each edition has, and what is left when none is chosen.

use crate::common::check_all;

const SERVICE: &str = "service: S\neditions: [{A: a}, {B: b}]\n";

/// An operation with things of one edition and one rule, judged by A, by B and by none.
fn by_edition(rule: &str, request: &str, a: &str, b: &str, none: &str) {
    let spec = format!(
        r#"
operation: Op
parameters:
  P: {{ type: string }}
  Q: {{ type: string, edition: B }}
  X: {{ type: integer, required: true, edition: [B], min: 1 }}
  E: {{ type: enum, values: {{ a: {{}}, b: {{}}, c: {{ edition: B }} }} }}
  W: {{ type: enum, open: true, values: {{ a: {{}}, c: {{ edition: B }} }} }}
  O: {{ type: object, fields: {{ a: {{ type: string }}, q: {{ type: string, edition: B, required: true }} }} }}
  L: {{ type: list, items: {{ type: object, fields: {{ a: {{ type: string }}, q: {{ type: string, edition: B }} }} }} }}
rules: [{rule}]
"#
    );
    for (edition, expect) in [(Some("A"), a), (Some("B"), b), (None, none)] {
        check_all(&spec, SERVICE, request, "{}", edition, expect);
    }
}

#[test]
fn a_parameter_of_another_edition_is_an_unknown_name_and_with_none_chosen_its_findings_warn() {
    by_edition("", "{}", "valid", "invalid !X.required[X]", "valid ~X.required[X]");
    by_edition(
        "",
        r#"{"X": 0}"#,
        "valid ~unknown-parameter[X]",
        "invalid !X.range[X]",
        "valid ~X.edition[X] ~X.range[X]",
    );
    by_edition(
        "",
        r#"{"X": 1, "O": {"a": "x"}}"#,
        "valid ~unknown-parameter[X]",
        "invalid !O.q.required[O.q]",
        "valid ~X.edition[X] ~O.q.required[O.q]",
    );
}

#[test]
fn a_value_of_another_edition_is_unlisted_and_with_none_chosen_it_is_accepted() {
    by_edition(
        "",
        r#"{"X": 1, "E": "c", "W": "c"}"#,
        "invalid !E.value[E] ~W.value[W] ~unknown-parameter[X]",
        "valid",
        "valid ~X.edition[X] ~E.edition[E] ~W.edition[W]",
    );
}

#[test]
fn a_rule_of_one_edition_is_an_error_there_and_a_warning_where_none_is_chosen() {
    let x = r#"{"X": 1, "E": "z"}"#;
    by_edition(
        "{ id: r, require: P, edition: A }",
        r#"{}"#,
        "invalid !r[P]",
        "invalid !X.required[X]",
        "valid ~X.required[X] ~r[P]",
    );
    by_edition(
        "{ id: r, require: P, edition: [A, B] }",
        r#"{"X": 1}"#,
        "invalid !r[P] ~unknown-parameter[X]",
        "invalid !r[P]",
        "invalid !r[P] ~X.edition[X]",
    );
    // Undecided is only what would be an error.
    by_edition(
        "{ id: r, require: P, when: {E: a}, edition: B }",
        x,
        "invalid !E.value[E] ~unknown-parameter[X]",
        "invalid !E.value[E] ?r{E}",
        "invalid !E.value[E] ~X.edition[X]",
    );
}

#[test]
fn a_rule_that_demands_what_an_edition_lacks_is_left_out_there_and_warns_where_none_is_chosen() {
    let (a, b, none) = ("valid ~unknown-parameter[X]", "invalid !r", "valid ~X.edition[X] ~r");
    for (rule, parameters) in [
        ("require: Q", "[Q]"),
        ("require: [P, Q]", "[P,Q]"),
        ("require: {E: c}", "[E]"),
        ("ensure: {any: [Q, {E: c}]}", "[Q,E]"),
    ] {
        let (b, none) = (format!("{b}{parameters}"), format!("{none}{parameters}"));
        by_edition(&format!("{{ id: r, {rule} }}"), r#"{"X": 1}"#, a, &b, &none);
    }
}

#[test]
fn a_rule_with_another_way_out_stays_and_its_missing_values_drop_out() {
    by_edition(
        "{ id: r, require: {E: [a, c]} }",
        r#"{"X": 1, "E": "c"}"#,
        "invalid !E.value[E] ~unknown-parameter[X] ?r{E}",
        "valid",
        "valid ~X.edition[X] ~E.edition[E]",
    );
    by_edition(
        "{ id: r, at_least_one: [P, Q] }",
        r#"{"X": 1, "Q": ""}"#,
        "invalid !r[P,Q] ~unknown-parameter[Q] ~unknown-parameter[X]",
        "valid",
        "valid ~Q.edition[Q] ~X.edition[X]",
    );
}

#[test]
fn a_condition_on_what_an_edition_lacks_never_holds_and_its_negation_always() {
    by_edition(
        "{ id: r, require: P, when: Q }",
        r#"{"X": 1, "Q": ""}"#,
        "valid ~unknown-parameter[Q] ~unknown-parameter[X]",
        "invalid !r[P]",
        "invalid !r[P] ~Q.edition[Q] ~X.edition[X]",
    );
    by_edition(
        "{ id: r, require: P, when: {E: {ne: c}} }",
        r#"{"X": 1, "E": 5}"#,
        "invalid !E.type[E] !r[P] ~unknown-parameter[X]",
        "invalid !E.type[E] ?r{E}",
        "invalid !E.type[E] ~X.edition[X] ?r{E}",
    );
    by_edition(
        "{ id: r, require: P, when: {absent: O.q} }",
        r#"{"X": 1, "O": 5}"#,
        "invalid !O.type[O] !r[P] ~unknown-parameter[X]",
        "invalid !O.type[O] ?r{O.q}",
        "invalid !O.type[O] ~X.edition[X] ?r{O.q}",
    );
}

#[test]
fn a_field_of_every_item_that_an_edition_lacks_cannot_be_demanded() {
    by_edition(
        "{ id: r, require: \"L[].q\" }",
        r#"{"X": 1, "L": [{"a": ""}]}"#,
        "valid ~unknown-parameter[X]",
        "invalid !r[L[0].q]",
        "valid ~X.edition[X] ~r[L[0].q]",
    );
}

#[test]
fn a_file_of_its_own_takes_any_edition_and_a_service_only_its_own() {
    let spec = "operation: Op\nparameters:\n  P: { type: string, required: true, edition: A }\n";
    check_all(spec, "", "{}", "{}", Some("A"), "invalid !P.required[P]");
    check_all(spec, "", "{}", "{}", Some("Z"), "valid");
    check_all(spec, SERVICE, "{}", "{}", Some("Z"), "error: no edition Z");
}
