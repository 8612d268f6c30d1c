//! The built-in checks by type, and what they leave known.

use crate::common::{check, check_all, check_facts};

fn parameter(definition: &str) -> String {
    format!("operation: Op\nparameters:\n  P: {{ {definition} }}\n")
}

/// Texts of P that are accepted, and texts with the check that each breaks.
fn of_type(definition: &str, accepted: &[&str], broken: &[(&str, &str)]) {
    for text in accepted {
        check(&parameter(definition), &format!("{{\"P\": {text}}}"), "valid");
    }
    for (text, checks) in broken {
        let expect: String = checks.split(' ').map(|check| format!(" !P.{check}[P]")).collect();
        check(&parameter(definition), &format!("{{\"P\": {text}}}"), &format!("invalid{expect}"));
    }
}

#[test]
fn a_string_is_text_and_nothing_else() {
    of_type("type: string", &["\"\"", "\"5\"", "null"], &[("5", "type"), ("true", "type"), ("[]", "type")]);
}

#[test]
fn integers_are_numbers_without_fraction_or_their_text() {
    let accepted = ["5", "5.0", "5e0", "\"-5\"", "\"007\"", "-2147483648"];
    let broken = [
        ("5.5", "type"),
        ("\"5.0\"", "type"),
        ("\"+5\"", "type"),
        ("\"\"", "type"),
        ("2147483648", "type"),
        ("true", "type"),
        ("1e300", "type"),
        ("\" 5\"", "type"),
    ];
    of_type("type: integer", &accepted, &broken);
    of_type(
        "type: long",
        &["9223372036854775807", "\"-9223372036854775808\""],
        &[("9223372036854775808", "type"), ("\"9223372036854775808\"", "type")],
    );
    of_type("type: timestamp_ms", &["0", "\"1554560477000\""], &[("\"2019-01-01\"", "type")]);
}

#[test]
fn numbers_are_exact_decimals() {
    let accepted = ["0.1", "\"1.50\"", "2.50", "2"];
    of_type(
        "type: number, min: \"0.1\", max: \"2.5\"",
        &accepted,
        &[("2.51", "range"), ("\".5\"", "type"), ("\"1.\"", "type"), ("\"1e0\"", "type"), ("0", "range")],
    );
}

#[test]
fn booleans_are_two_words() {
    of_type("type: boolean", &["true", "\"false\""], &[("\"True\"", "type"), ("1", "type"), ("\"yes\"", "type")]);
}

#[test]
fn a_closed_enum_refuses_and_an_open_one_warns() {
    of_type(
        "type: enum, values: { a: {}, \"5\": {} }",
        &["\"a\"", "\"5\""],
        &[("\"A\"", "value"), ("5", "type"), ("\"\"", "value")],
    );
    check(&parameter("type: enum, open: true, values: { a: {} }"), r#"{"P": "z"}"#, "valid ~P.value[P]");
    check(&parameter("type: enum, open: true, values: { a: {} }"), r#"{"P": 5}"#, "invalid !P.type[P]");
}

#[test]
fn all_that_is_wrong_with_a_value_is_reported() {
    of_type(
        "type: integer, min: 1, max: 9, one_of: [\"2\", \"3\"], const: \"2\"",
        &["2", "\"2\"", "2.0"],
        &[("3", "const"), ("10", "value const range")],
    );
    of_type(
        "type: string, min_length: 2, max_length: 3, pattern: \"[a-c]+\"",
        &["\"ab\""],
        &[("\"zzzz\"", "length pattern"), ("\"a\"", "length")],
    );
}

#[test]
fn a_constant_need_not_be_sent_and_a_required_one_neither() {
    check(&parameter("type: string, const: k, required: true"), "{}", "valid");
    check(&parameter("type: string, required: true"), r#"{"P": null}"#, "invalid !P.required[P]");
}

#[test]
fn lengths_count_characters_and_given_items() {
    of_type("type: string, max_length: 2", &["\"äö\"", "\"💾💾\""], &[("\"abc\"", "length")]);
    of_type(
        "type: list, min_length: 1, max_length: 2",
        &["[1]", "[1, null, 2, null]"],
        &[("[]", "length"), ("[null]", "length"), ("[1,2,3]", "length"), ("{}", "type")],
    );
}

#[test]
fn a_wrong_length_poisons_nothing_and_a_wrong_pattern_does() {
    let spec = |more: &str| {
        format!(
            "operation: Op\nparameters:\n  P: {{ type: string, {more} }}\nrules:\n  - {{ id: r, forbid: {{ P: abc }} }}\n"
        )
    };
    check(&spec("max_length: 2"), r#"{"P": "abc"}"#, "invalid !P.length[P] !r[P]");
    check(&spec("pattern: x*"), r#"{"P": "abc"}"#, "invalid !P.pattern[P] ?r{P}");
    check(&spec("one_of: [abc, d]"), r#"{"P": "x"}"#, "invalid !P.value[P] ?r{P}");
}

#[test]
fn nested_findings_have_the_path_as_id_and_the_index_as_place() {
    let spec = parameter(
        "type: object, fields: { a: { type: list, items: { type: object, fields: { b: { type: integer, required: true } } } }, m: { type: map, items: { type: string } } }",
    );
    check(
        &spec,
        r#"{"P": {"a": [{"b": 1}, {}, {"b": "x"}], "m": {"k": 1, "l": null}}}"#,
        "invalid !P.a[].b.required[P.a[1].b] !P.a[].b.type[P.a[2].b] !P.m[].type[P.m[k]]",
    );
    check(&spec, "{}", "valid");
    check(&spec, r#"{"P": []}"#, "invalid !P.type[P]");
}

#[test]
fn json_is_a_structure_or_its_text_and_has_the_shape_that_it_declares() {
    of_type(
        "type: json, items: { type: string }",
        &["[]", "\"[]\"", "\"[\\\"a\\\"]\""],
        &[("{}", "type"), ("\"{}\"", "type"), ("\"5\"", "type"), ("\"\"", "type"), ("\"null\"", "type")],
    );
    of_type("type: json, fields: { a: { type: string } }", &["{}", "\"{\\\"a\\\": null}\""], &[("[]", "type")]);
}

#[test]
fn with_empty_is_absent_an_empty_text_is_nowhere_given() {
    let service = "service: S\nempty_is_absent: true\n";
    let spec = parameter(
        "type: object, required: true, fields: { a: { type: string, required: true }, l: { type: list, min_length: 1, items: { type: string } } }",
    );
    check_all(&spec, service, r#"{"P": ""}"#, "{}", None, "invalid !P.required[P]");
    check_all(
        &spec,
        service,
        r#"{"P": {"a": "", "l": [""]}}"#,
        "{}",
        None,
        "invalid !P.a.required[P.a] !P.l.length[P.l]",
    );
    check_all(&spec, service, r#"{"P": {"a": "x"}, "Q": ""}"#, "{}", None, "valid");
    check(&spec, r#"{"P": {"a": ""}}"#, "valid");
}

#[test]
fn facts_are_read_with_or_without_their_sign_and_only_warn() {
    let spec = "operation: Op\nparameters:\n  P: { type: string }\nfacts:\n  B: { type: boolean }\n  T: { type: string }\nrules:\n  - { id: r, forbid: P, when: { $B: true, $T: { matches: \"a+\" } } }\n";
    check_facts(spec, r#"{"P": ""}"#, r#"{"$B": true, "T": "aa"}"#, "invalid !r[P]");
    check_facts(spec, r#"{"P": ""}"#, r#"{"B": "false"}"#, "valid");
    check_facts(spec, r#"{"P": ""}"#, r#"{"B": 1, "$T": true}"#, "undecided ~$B.type[$B] ~$T.type[$T] ?r{$B,$T}");
    check_facts(spec, r#"{"P": ""}"#, r#"{"T": "b"}"#, "valid");
}
