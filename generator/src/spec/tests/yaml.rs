//! Tests of the tree: refused parts of YAML, positions, written text.

use super::*;

#[test]
fn refused_parts_of_yaml() {
    let cases: &[(&str, &[Place])] = &[
        ("a: &x 1\nb: c\n", &[("C0103", 1, 4)]),
        ("a: &x\n  b: c\n", &[("C0103", 1, 4)]),
        ("a: &x 1\nb: *x\n", &[("C0103", 1, 4), ("C0104", 2, 4)]),
        ("a: *x\n", &[("C0104", 1, 4)]),
        ("a:\n  <<: *x\n", &[("C0105", 2, 3)]),
        ("a: {<<: {b: c}}\n", &[("C0105", 1, 5)]),
        ("a: !!str 5\n", &[("C0106", 1, 4)]),
        ("a: !x [5]\n", &[("C0106", 1, 4)]),
        ("a: 1\n---\nb: 2\n", &[("C0107", 2, 1)]),
        ("", &[("C0108", 1, 1)]),
        ("# nothing\n---\n", &[("C0108", 1, 1)]),
        ("- a\n", &[("C0109", 1, 1)]),
        ("text\n", &[("C0109", 1, 1)]),
        ("? [a]\n: b\n", &[("C0110", 1, 3)]),
        ("a: 1\n? {b: c}\n: d\n", &[("C0110", 2, 3)]),
        ("~: 1\n", &[("C0111", 1, 1)]),
        ("a: {null: 1}\n", &[("C0111", 1, 5)]),
        ("a: 1\nb: 2\na: 3\n", &[("C0112", 3, 1)]),
        ("a: \"x\\u202Ey\"\n", &[("C0114", 1, 4)]),
        ("a: x\u{2028}y\n", &[("C0114", 1, 5)]),
        ("\"a\\u0007\": x\n", &[("C0114", 1, 1)]),
        ("a: x\0y\n", &[("C0114", 1, 5)]),
        ("a: b\u{feff}c\n", &[("C0114", 1, 5)]),
        ("a: [b\n", &[("C0102", 2, 1)]),
        ("a: b: c\n", &[("C0102", 1, 5)]),
    ];
    for (text, expected) in cases {
        assert_eq!(tree_problems(*text), *expected, "{text:?}");
    }
    assert_eq!(tree_problems(b"a: b\nc: \xff\n"), [("C0101", 2, 4)]);
    assert_eq!(tree_problems("\u{feff}a: 1\n"), []);
    assert_eq!(tree_problems("\u{feff}a: 1\na: 1\n"), [("C0112", 2, 1)]);
    assert_eq!(tree_problems("%YAML 1.2\n---\na: \"<<\"\n\"<<\": 1\n...\n"), []);
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(tree_problems(nested(63)), []);
    assert_eq!(tree_problems(nested(64)), [("C0113", 1, 67)]);
    let problems = tree_problems(nested(100_000));
    assert_eq!(problems.first().map(|it| it.0), Some("C0113"));
    assert_eq!(tree_problems("- ".repeat(100_000)).len(), 1);
    assert_eq!(tree_problems("? ".repeat(100_000)).len(), 1);
    assert_eq!(tree_problems("{a: ".repeat(100_000)).len(), 1);
}

#[test]
fn duplicates_have_both_positions() {
    let mut out = Diagnostics::new();
    load_tree(&file("p:\n  A: 1\n  B: 2\n  A: 3\n  A: 4\n"), &mut out);
    let found: Vec<_> = out
        .iter()
        .map(|it| {
            let line = it.span.map(|span| span.start.line);
            let first = it.related.first().map(|it| it.span.start.line);
            (line, first)
        })
        .collect();
    assert_eq!(found, [(Some(4), Some(2)), (Some(5), Some(2))]);
}

#[test]
fn after_a_syntax_error_nothing_else_is_said() {
    assert_eq!(tree_problems("a: &x 1\na: 2\nb: [c\nd: e\n").len(), 1);
}

#[test]
fn syntax_errors_know_backticks_and_brackets() {
    for (text, word) in [
        ("a: `b`\n", "back-tick"),
        ("a: [`b`]\n", "back-tick"),
        ("`b`: 1\n", "back-tick"),
        ("a: {images[]: x}\n", "[]"),
        ("a: [images[]]\n", "[]"),
        ("rules:\n  - { id: x, require: images[], when: y }\n", "[]"),
        ("rules:\n  - { id: x,\n      require: List[].a }\n", "[]"),
        ("a:\n\t- b\n", "tabs"),
    ] {
        let mut out = Diagnostics::new();
        load_tree(&file(text), &mut out);
        let help = out.iter().next().and_then(|it| it.help.clone());
        assert!(help.as_deref().is_some_and(|it| it.contains(word)), "{text:?}: {out:?}");
    }
}

#[test]
fn text_is_kept_as_written() {
    let text = "values: [5.10, no, 0x1F, \"null\", null, 1e3, 'a b', 010, ~, +1, .5, true, 2020-01-01]\n";
    let mut out = Diagnostics::new();
    let tree = load_tree(&file(text), &mut out).expect("a tree");
    let values = tree.get("values").expect("values").list();
    let texts: Vec<_> = values.iter().map(|it| it.text().unwrap_or("NULL")).collect();
    assert_eq!(
        texts,
        ["5.10", "no", "0x1F", "null", "NULL", "1e3", "a b", "010", "NULL", "+1", ".5", "true", "2020-01-01"]
    );
}

#[test]
fn spans_cover_what_is_written() {
    let text = "é: [ü, {k: 'v w'}]  \nblock:\n  c: d\n  e:\n    - f\n    - \"g\"\n\nlast: x";
    let mut out = Diagnostics::new();
    let tree = load_tree(&file(text), &mut out).expect("a tree");
    let covered = |span: Span| &text[span.start.offset..span.end.offset];
    assert_eq!(covered(tree.value_span("é")), "[ü, {k: 'v w'}]");
    assert_eq!(covered(tree.key_span("é")), "é");
    assert_eq!(covered(tree.value_span("block")), "c: d\n  e:\n    - f\n    - \"g\"");
    assert_eq!(covered(tree.value_span("last")), "x");
    assert_eq!(tree.value_span("last").end.column, 8);
    let inner = &tree.get("é").expect("é").list()[1];
    assert_eq!(covered(inner.value_span("k")), "'v w'");
    assert_eq!(inner.value_span("k").start.column, 12);
}
