//! Where translations to JSON Schema usually go wrong, one case each.

use contingent_agreement::spec;
use contingent_interchange::{Answer, Judges};

/// Asks both judges about requests; the parameters and rules are those of one operation.
fn judged(service: &str, body: &str, requests: &[(&str, Answer)]) {
    let text = format!("operation: Op\nparameters:\n{body}");
    let service = (!service.is_empty()).then(|| format!("service: S\n{service}\n"));
    let (model, found) = spec::resolve(&spec::sources(&text, service.as_deref()));
    let [operation] = model.operations.as_slice() else { panic!("{found:?}") };
    let judges = Judges::new(operation, None);
    for (request, expected) in requests {
        assert_eq!(judges.ask(request).as_ref(), Ok(expected), "{request}\n{body}\n{}", judges.text);
    }
}

use Answer::{Beyond, Right, Wrong};

#[test]
fn a_condition_on_what_is_absent_does_not_hold() {
    judged(
        "",
        "  A: {type: string}\n  B: {type: string}\nrules:\n  - {id: r, require: B, when: {A: x}}\n",
        &[
            ("{}", Right),
            (r#"{"A": null}"#, Right),
            (r#"{"A": "x"}"#, Wrong),
            (r#"{"A": "x", "B": null}"#, Wrong),
            (r#"{"A": "x", "B": ""}"#, Right),
        ],
    );
}

#[test]
fn not_holds_of_what_is_absent_and_ne_does_not() {
    judged(
        "",
        "  A: {type: string}\n  B: {type: string}\nrules:\n  - {id: r, require: B, when: {not: {A: x}}}\n",
        &[("{}", Wrong), (r#"{"A": null}"#, Wrong), (r#"{"A": "x"}"#, Right), (r#"{"A": "y"}"#, Wrong)],
    );
    judged(
        "",
        "  A: {type: string}\n  B: {type: string}\nrules:\n  - {id: r, require: B, when: {A: {ne: x}}}\n",
        &[("{}", Right), (r#"{"A": null}"#, Right), (r#"{"A": "x"}"#, Right), (r#"{"A": "y"}"#, Wrong)],
    );
    judged(
        "",
        "  A: {type: string}\n  B: {type: string}\nrules:\n  - {id: r, require: B, unless: {A: x}}\n",
        &[("{}", Wrong), (r#"{"A": "x"}"#, Right), (r#"{"A": "y", "B": "b"}"#, Right)],
    );
}

#[test]
fn an_unlisted_value_equals_nothing() {
    let parameters = "  A: {type: enum, values: {x: {}, y: {}}}\n  B: {type: string}\nrules:\n";
    judged("", &format!("{parameters}  - {{id: r, require: B, when: {{A: z}}}}\n"), &[(r#"{"A": "x"}"#, Right)]);
    judged(
        "",
        &format!("{parameters}  - {{id: r, require: B, when: {{A: {{ne: z}}}}}}\n"),
        &[("{}", Right), (r#"{"A": "x"}"#, Wrong), (r#"{"A": "z"}"#, Wrong)],
    );
}

#[test]
fn groups_count_members_and_not_names() {
    let parameters = "  A: {type: string}\n  B: {type: string}\n  C: {type: string}\n  D: {type: string}\nrules:\n";
    for (form, right) in [
        ("exactly_one", [false, true, false, false, false]),
        ("at_most_one", [true, true, false, false, false]),
        ("at_least_one", [false, true, true, true, true]),
        ("all_or_none", [true, false, false, false, true]),
    ] {
        let requests = [
            "{}",
            r#"{"A": "a", "B": null}"#,
            r#"{"A": "a", "D": "x"}"#,
            r#"{"A": "a", "B": "b", "C": "c", "D": "y"}"#,
            r#"{"A": "a", "B": "b", "C": "c", "D": "x"}"#,
        ];
        let expected: Vec<_> =
            requests.iter().zip(right).map(|(it, right)| (*it, if right { Right } else { Wrong })).collect();
        judged("", &format!("{parameters}  - {{id: r, {form}: [A, B, C, {{D: x}}]}}\n"), &expected);
    }
}

#[test]
fn an_empty_text_counts_as_absent_where_the_service_says_so() {
    judged(
        "empty_is_absent: true",
        "  A: {type: string, required: true}\n  B: {type: integer}\n  C: {type: list, max_length: 1, items: {type: string}}\n\
         rules:\n  - {id: r, require: C, when: B}\n",
        &[
            (r#"{"A": ""}"#, Wrong),
            (r#"{"A": "a", "B": "", "C": ""}"#, Right),
            (r#"{"A": "a", "B": 1, "C": ""}"#, Wrong),
            (r#"{"A": "a", "B": 1, "C": []}"#, Right),
            (r#"{"A": "a", "C": ["x", "", null]}"#, Right),
            (r#"{"A": "a", "C": ["x", "y"]}"#, Wrong),
        ],
    );
}

#[test]
fn a_constant_has_its_value_when_it_is_left_out() {
    judged(
        "",
        "  A: {type: string, required: true, const: Op}\n  B: {type: string}\nrules:\n  - {id: r, require: B, when: {A: Op}}\n",
        &[
            ("{}", Wrong),
            (r#"{"B": "b"}"#, Right),
            (r#"{"A": "Op", "B": "b"}"#, Right),
            (r#"{"A": "x", "B": "b"}"#, Wrong),
        ],
    );
}

#[test]
fn numbers_as_text_are_compared_as_numbers() {
    judged(
        "",
        "  A: {type: number, max: 10.05}\n  B: {type: string}\nrules:\n  - {id: r, require: B, when: {A: {gt: -0.5, ne: 2}}}\n",
        &[
            (r#"{"A": "-0.50"}"#, Right),
            (r#"{"A": "-0.49"}"#, Wrong),
            (r#"{"A": "002.0"}"#, Right),
            (r#"{"A": 2.0}"#, Right),
            (r#"{"A": "10.050", "B": "b"}"#, Right),
            (r#"{"A": "10.0501", "B": "b"}"#, Wrong),
            (r#"{"A": "1e1", "B": "b"}"#, Wrong),
            (r#"{"A": 1e1, "B": "b"}"#, Right),
        ],
    );
}

#[test]
fn a_list_is_judged_item_by_item() {
    judged(
        "",
        "  L: {type: list, items: {type: object, fields: {a: {type: string}, b: {type: integer}}}}\n  B: {type: string}\n\
         rules:\n  - {id: every, require: \"L[].b\"}\n  - {id: some, forbid: {\"L[].a\": x, \"L[].b\": 1}}\n",
        &[
            ("{}", Right),
            (r#"{"L": []}"#, Right),
            (r#"{"L": [null, {"b": 1}]}"#, Right),
            (r#"{"L": [{"a": "x"}]}"#, Wrong),
            (r#"{"L": [{"a": "x", "b": 2}, {"a": "y", "b": 1}]}"#, Right),
            (r#"{"L": [{"a": "x", "b": "1"}]}"#, Wrong),
        ],
    );
}

#[test]
fn json_in_a_text_is_left_to_the_check() {
    judged(
        "",
        "  J: {type: json, fields: {a: {type: string, required: true}}}\n  B: {type: string}\n\
         rules:\n  - {id: r, require: B, when: {J.a: x}}\n",
        &[
            (r#"{"J": {"a": "x"}}"#, Wrong),
            (r#"{"J": {"b": "x"}}"#, Wrong),
            (r#"{"J": "{\"a\": \"x\"}"}"#, Beyond),
            (r#"{"J": "{\"a\": \"y\"}"}"#, Right),
            (r#"{"J": "{}"}"#, Beyond),
            (r#"{"J": 5}"#, Wrong),
        ],
    );
}

#[test]
fn a_wrong_value_of_only_some_editions_leaves_rules_undecided() {
    judged(
        "editions: [A: a, B: b]",
        "  P: {type: integer, edition: A}\n  Q: {type: string}\nrules:\n  - {id: r, require: Q, unless: {P: 5}}\n",
        &[("{}", Wrong), (r#"{"P": 5}"#, Right), (r#"{"P": 6}"#, Wrong), (r#"{"P": "x"}"#, Right)],
    );
}
