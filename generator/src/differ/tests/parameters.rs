//! Every way in which a parameter, a field or an item can change.

use super::*;

/// The parameter `X`, written in two ways.
fn x(old: &str, new: &str, there: &[&str], back: &[&str]) {
    let of = |body: &str| with(&format!("  X: {{ {body} }}\n"), "");
    both_ways(&of(old), &of(new), there, back);
}

#[test]
fn a_parameter_that_comes_or_goes() {
    let (none, optional) =
        (with("  A: { type: string }\n", ""), with("  A: { type: string }\n  X: { type: string }\n", ""));
    both_ways(&none, &optional, &["compatible: X: new and optional"], &["breaking: X: removed"]);
    let required = with("  A: { type: string }\n  X: { type: string, required: true }\n", "");
    both_ways(&none, &required, &["breaking: X: new and required"], &["breaking: X: removed"]);
    let constant = with("  A: { type: string }\n  X: { type: string, const: c }\n", "");
    both_ways(&none, &constant, &["compatible: X: new, always c"], &["breaking: X: removed"]);
}

#[test]
fn required_and_optional() {
    x(
        "type: string",
        "type: string, required: true",
        &["breaking: X: required, was optional"],
        &["rust-breaking: X: optional, was required"],
    );
    x(
        "type: string, const: a",
        "type: string, const: a, required: true",
        &["docs: X: required by its description; the constant is sent in any case"],
        &["docs: X: optional by its description; the constant is sent in any case"],
    );
}

#[test]
fn constants() {
    x(
        "type: string, const: a",
        "type: string, const: b",
        &["breaking: X: always b, was a"],
        &["breaking: X: always a, was b"],
    );
    x(
        "type: string",
        "type: string, const: b",
        &["breaking: X: always b, was free"],
        &["compatible: X: free, was always b"],
    );
    x(
        "type: string, required: true",
        "type: string, required: true, const: b",
        &["breaking: X: always b, was free"],
        &["breaking: X: required, was always b"],
    );
}

#[test]
fn lists_of_values() {
    x(
        "type: integer",
        "type: integer, one_of: [1, 2]",
        &["breaking: X: one of 1 or 2, was any value of its type"],
        &["compatible: X: any value of its type, was one of 1 or 2"],
    );
    x(
        "type: integer, one_of: [1]",
        "type: integer, one_of: [1, 2]",
        &["compatible: X: one of 1 or 2, was one of 1"],
        &["breaking: X: one of 1, was one of 1 or 2"],
    );
    x(
        "type: integer, one_of: [2, 1]",
        "type: integer, one_of: [1, 2]",
        &["docs: X: the values are listed in another way"],
        &["docs: X: the values are listed in another way"],
    );
}

#[test]
fn ranges_and_lengths() {
    x(
        "type: integer, max: 3650, unit: days",
        "type: integer, max: 365, unit: days",
        &["breaking: X: at most 365 days, was 3650"],
        &["compatible: X: at most 3650 days, was 365"],
    );
    x(
        "type: number, min: 1.5",
        "type: number, min: 1.25",
        &["compatible: X: at least 1.25, was 1.5"],
        &["breaking: X: at least 1.5, was 1.25"],
    );
    x(
        "type: integer",
        "type: integer, min: 1, max: 9",
        &["breaking: X: at least 1, had no such limit", "breaking: X: at most 9, had no such limit"],
        &["compatible: X: no longer at least 1", "compatible: X: no longer at most 9"],
    );
    x(
        "type: number, min: 1",
        "type: number, min: 1.0",
        &["docs: X: at least 1.0, written 1 before"],
        &["docs: X: at least 1, written 1.0 before"],
    );
    x(
        "type: string, min_length: 1, max_length: 8",
        "type: string, min_length: 2, max_length: 9",
        &["breaking: X: at least 2 characters, was 1", "compatible: X: at most 9 characters, was 8"],
        &["breaking: X: at most 8 characters, was 9", "compatible: X: at least 1 characters, was 2"],
    );
    x(
        "type: list, max_length: 8, items: { type: string }",
        "type: list, items: { type: string }",
        &["compatible: X: no longer at most 8 items"],
        &["breaking: X: at most 8 items, had no such limit"],
    );
}

#[test]
fn patterns() {
    x(
        "type: string",
        "type: string, pattern: 'a+'",
        &["breaking: X: must match `a+`, had no pattern"],
        &["compatible: X: need not match `a+` any more"],
    );
    x(
        "type: string, pattern: 'a+'",
        "type: string, pattern: 'a*'",
        &["breaking: X: must match `a*`, was `a+`: the two cannot be compared"],
        &["breaking: X: must match `a+`, was `a*`: the two cannot be compared"],
    );
}

#[test]
fn enum_values() {
    x(
        "type: enum, values: { a: {}, b: {} }",
        "type: enum, values: { a: {}, c: {} }",
        &["breaking: X: no longer value b", "compatible: X: new value c"],
        &["breaking: X: no longer value c", "compatible: X: new value b"],
    );
    x(
        "type: enum, open: true, values: { a: {}, b: {} }",
        "type: enum, open: true, values: { a: {} }",
        &["rust-breaking: X: no longer value b"],
        &["compatible: X: new value b"],
    );
    x(
        "type: enum, values: { a: {} }",
        "type: enum, open: true, values: { a: {} }",
        &["compatible: X: open, was closed: an unlisted value is a warning"],
        &["breaking: X: closed, was open: an unlisted value is refused"],
    );
    x(
        "type: enum, values: { a: { doc: one }, b: {} }",
        "type: enum, values: { b: {}, a: { doc: two, override: { rust: First } } }",
        &[
            "rust-breaking: X: value a: Rust variant `First`, was `A`",
            "docs: X: value a: other words",
            "docs: X: the values are in another order",
        ],
        &[
            "rust-breaking: X: value a: Rust variant `A`, was `First`",
            "docs: X: value a: other words",
            "docs: X: the values are in another order",
        ],
    );
}

#[test]
fn types() {
    x("type: integer", "type: long", &["rust-breaking: X: long, was integer"], &["breaking: X: integer, was long"]);
    x("type: long", "type: number", &["rust-breaking: X: number, was long"], &["breaking: X: long, was number"]);
    x(
        "type: long",
        "type: timestamp_ms",
        &["rust-breaking: X: timestamp_ms, was long"],
        &["rust-breaking: X: long, was timestamp_ms"],
    );
    x("type: string", "type: boolean", &["breaking: X: boolean, was string"], &["breaking: X: string, was boolean"]);
    x(
        "type: enum, values: { a: {} }",
        "type: string",
        &["rust-breaking: X: string, was enum"],
        &["breaking: X: enum, was string"],
    );
    x(
        "type: string",
        "type: enum, open: true, values: { a: {} }",
        &["rust-breaking: X: open enum, was string"],
        &["rust-breaking: X: string, was open enum"],
    );
    x(
        "type: list, items: { type: string }",
        "type: list",
        &["rust-breaking: X: list of anything, was list with described items"],
        &["breaking: X: list with described items, was list of anything"],
    );
    x(
        "type: list, items: { type: string }",
        "type: json, items: { type: string }",
        &["breaking: X: json list, was list with described items"],
        &["breaking: X: list with described items, was json list"],
    );
    x(
        "type: list, items: { type: integer }",
        "type: list, items: { type: long }",
        &["rust-breaking: X[]: long, was integer"],
        &["breaking: X[]: integer, was long"],
    );
    x(
        "type: map, items: { type: integer }",
        "type: map, items: { type: string }",
        &["breaking: X[]: string, was integer"],
        &["breaking: X[]: integer, was string"],
    );
}

#[test]
fn fields_and_items() {
    x(
        "type: object, fields: { A: { type: string } }",
        "type: object, fields: { A: { type: string, required: true }, B: { type: string } }",
        &["breaking: X.A: required, was optional", "compatible: X.B: new and optional"],
        &["breaking: X.B: removed", "rust-breaking: X.A: optional, was required"],
    );
    x(
        "type: list, items: { type: object, fields: { A: { type: integer, max: 3 } } }",
        "type: list, items: { type: object, fields: { A: { type: integer, max: 2 } } }",
        &["breaking: X[].A: at most 2, was 3"],
        &["compatible: X[].A: at most 3, was 2"],
    );
    x(
        "type: json, items: { type: list, items: { type: enum, values: { a: {} } } }",
        "type: json, items: { type: list, items: { type: enum, values: { a: {}, b: {} } } }",
        &["compatible: X[][]: new value b"],
        &["breaking: X[][]: no longer value b"],
    );
}

#[test]
fn defaults_say_what_the_service_does() {
    x(
        "type: integer, default: 3",
        "type: integer, default: 4",
        &["compatible: X: if it is not given the service assumes 4, was 3"],
        &["compatible: X: if it is not given the service assumes 3, was 4"],
    );
    x(
        "type: integer",
        "type: integer, default: 4",
        &["docs: X: the default 4 is documented"],
        &["docs: X: the default 4 is not documented any more"],
    );
}

#[test]
fn words() {
    x(
        "type: integer, doc: a, example: 1, unit: days, source: s, refers_to: A, undocumented: true",
        "type: integer, doc: b, example: 2, unit: hours, source: t, refers_to: B",
        &[
            "docs: X: unit hours, was days",
            "docs: X: described in other words",
            "docs: X: another example",
            "docs: X: another source",
            "docs: X: another operation lists its values",
            "docs: X: documented, was undocumented",
        ],
        &[
            "docs: X: unit days, was hours",
            "docs: X: described in other words",
            "docs: X: another example",
            "docs: X: another source",
            "docs: X: another operation lists its values",
            "docs: X: undocumented, was documented",
        ],
    );
}

#[test]
fn where_it_travels() {
    x(
        "type: string, position: header",
        "type: string, position: body",
        &["breaking: X: sent in the body, was sent in a header"],
        &["breaking: X: sent in a header, was sent in the body"],
    );
}

#[test]
fn secrets_are_not_repeated() {
    x(
        "type: string, secret: true",
        "type: string",
        &["rust-breaking: X: shown, was secret: in Rust it is another type"],
        &["rust-breaking: X: secret, was shown: in Rust it is another type"],
    );
    let of = |value: &str| {
        with(
            &format!(
                "  X: {{ type: string, secret: true, default: {value}, example: {value} }}\n  \
                 Y: {{ type: string, secret: true, const: {value} }}\n  \
                 Z: {{ type: list, secret: true, items: {{ type: object, fields: {{ P: {{ type: string, one_of: [{value}, open] }} }} }} }}\n  \
                 E: {{ type: enum, secret: true, values: {{ {value}: {{}}, open: {{}} }} }}\n"
            ),
            &format!(
                "rules:\n  - {{ id: r, forbid: [{{X: {value}}}], source: s }}\n  \
                 - {{ id: t, forbid: [{{\"Z[].P\": {value}}}], when: {{E: {value}}}, source: s }}\n  \
                 - {{ id: {value}x, allow: {{X: [{value}]}}, source: s }}\n"
            ),
        )
    };
    let found = told(&of("hunter2"), &of("hunter3"));
    assert!(found.len() > 8, "{found:#?}");
    let repeats = |line: &&String| line.replace("hunter2x", "").replace("hunter3x", "").contains("hunter");
    assert_eq!(found.iter().filter(repeats).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn one_line_whatever_the_spec_says() {
    let of = |value: &str| with(&format!("  X: {{ type: string, const: {value} }}\n"), "");
    let long = format!("\"{}\"", "x".repeat(500));
    for (old, new) in [("\"a\\nb\"", "\"c\\td\""), ("\"\"", "\"\\t x\""), ("a", long.as_str())] {
        for line in told(&of(old), &of(new)) {
            assert!(
                line.chars().count() < 300 && !line.contains(|c: char| c.is_control() || c == '\u{2028}'),
                "{line:?}"
            );
        }
    }
}
