//! Tests of the shape check and the typed parts.

use super::*;

#[test]
fn everything_is_reported_at_once() {
    let found = errors(
        "operation: X
parameters:
  A: { type: string, requierd: true, doc: a, colour: red }
  B: { type: strng, required: [true], doc: b }
  C: { doc: c, min_length: -1, one_of: [], secret: yes }
  D: string
  E: { type: enum, doc: e, values: [a, b] }
  F: { type: list, doc: f, items: string }
  G: [a]
rules:
  - { id: one, when: A }
  - { require: A, forbid: B, source: s }
  - { id: one, require: A, source: s, severity: fatal }
  - { id: 'a b', require: , expect: never }
  - not a rule
examples:
  first: { request: [1] }
",
    );
    let expected = [
        "C0201 3:22 parameter `A` has no key `requierd` / did you mean `required`?",
        "C0201 3:46 parameter `A` has no key `colour` / known keys: type, doc, required, const, default, example, secret, unit, min, max, one_of, min_length, max_length, pattern, values, open, items, fields, edition, position, undocumented, override, refers_to, source",
        "C0204 4:14 `type` does not know `strng` / did you mean `string`?",
        "C0202 4:31 `required` wants true or false, found a list / ",
        "C0203 5:3 the parameter `C` has no `type` / add `type`: one of `string`, `integer`, `long`, `number`, `boolean`, `enum`, `timestamp_ms`, `list`, `object`, `map` or `json`",
        "C0202 5:28 `min_length` wants a whole number, found `-1` / write digits alone, such as `64`",
        "C0207 5:40 `one_of` is an empty list / leave the key out if there is nothing to list",
        "C0202 5:52 `secret` wants true or false, found `yes` / write `true`",
        "C0202 6:6 the parameter `D` wants a map of keys, found a text / write `{ type: string }`",
        "C0202 7:36 `values` wants a map from values to definitions, found a list / write `values: { Name: { doc: What it means. } }`",
        "C0202 8:35 the item wants a map of keys, found a text / write `{ type: string }`",
        "C0202 9:6 the parameter `G` wants a map of keys, found a list / ",
        "C0205 11:7 the rule `one` has no form / add one of require, forbid, exactly_one, at_most_one, at_least_one, all_or_none, allow, compare, ensure, ignored, default",
        "C0203 12:7 the rule has no `id` / add `id`: The id of the rule, unique in the operation.",
        "C0206 12:19 the rule has several forms: `require` and `forbid` / write one rule for each form; the `when` may be repeated",
        "C0402 13:11 two rules have the id `one` / rename one of the two",
        "C0204 13:49 `severity` does not know `fatal` / one of `error` or `warning`",
        "C0202 14:18 `require` wants a parameter, a list or a map, found nothing / leave the key out if it says nothing",
        "C0204 14:37 `expect` does not know `never` / one of `redundant` or `never_fires`",
        "C0202 15:5 the rule wants a map of keys, found a text / ",
        "C0202 17:21 `request` wants a map, found a list / ",
    ];
    for (index, line) in found.iter().enumerate() {
        assert_eq!(Some(&line.as_str()), expected.get(index), "at {index}");
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn broken_parts_are_left_out_and_named() {
    let operation = operation(
        "operation: X
parameters:
  A: { type: string, requierd: true }
  B: { type: object, fields: { C: { type: nothing } } }
  D: { type: object, fields: { E: { type: long, max: 5.10 } }, items: { type: string } }
facts:
  F: { type: enum, values: { a: , b: { doc: x } } }
  G: { typ: enum }
rules:
  - { id: r, require: A }
  - { id: s, requier: A }
response: { fields: { 'R.X[]': { type: string }, S: 5 }, success_when: {Success: true} }
",
    );
    assert!(operation.failed);
    assert_eq!(operation.left_out, ["A", "B", "$G"]);
    let d = operation.parameters.first().expect("D");
    assert_eq!((d.name.text.as_str(), d.kind), ("D", Type::Object));
    assert_eq!(d.fields[0].max.as_deref(), Some("5.10"));
    assert_eq!(d.items.as_ref().map(|it| it.name.text.as_str()), Some(""));
    assert_eq!(operation.facts[0].values.len(), 2);
    assert_eq!(operation.rules.len(), 1);
    assert_eq!(operation.rules[0].form.kind, FormKind::Require);
    let response = operation.response.expect("a response");
    assert_eq!(response.fields.len(), 1);
    assert!(response.success_when.is_some());
}

#[test]
fn a_problem_of_the_outermost_level_stops_the_file() {
    for text in [
        "operation: X\nparamters: { A: { type: string } }\n",
        "parameters: { A: { type: string } }\n",
        "operation: X\nparameters:\n  - A\n",
        "operation: X\nparameters:\n  A: { type: string }\n  A: { type: string }\n",
    ] {
        let mut out = Diagnostics::new();
        assert!(load_operation(&file(text), &mut out).is_none(), "{text}");
        assert!(out.has_errors(Command::Other), "{text}");
    }
}

#[test]
fn missing_docs_and_sources_stop_only_generate() {
    let mut out = Diagnostics::new();
    let text = "operation: X
parameters:
  A: { type: enum, values: { a: }, items: { type: string } }
facts: { F: { type: string } }
errors: { E: }
response: { fields: { R: { type: string } } }
rules: [ { id: r, require: A } ]
";
    let operation = load_operation(&file(text), &mut out).expect("an operation");
    assert!(!operation.failed);
    assert_eq!(
        places(&out),
        [("C0601", 3, 3), ("C0601", 3, 30), ("C0601", 5, 11), ("C0601", 6, 23), ("C0602", 7, 12),]
    );
    assert!(!out.has_errors(Command::Check));
    assert!(out.has_errors(Command::Generate));
}

#[test]
fn every_key_reaches_its_type() {
    let operation = operation(
        "operation: X
summary: s
doc: d
readonly: true
idempotency_token: T
parameters:
  P: { type: timestamp_ms, doc: d, required: false, const: 1, default: no, example: 0x1F, secret: true, unit: days,
       min: 1, max: 2, one_of: [1, 5.10], min_length: 1, max_length: 2, pattern: x, open: true, edition: [a, b],
       position: header, undocumented: true, override: { rust: r, cli: c }, refers_to: Y, source: s,
       values: { v: { doc: d, edition: a, override: { rust: r }, source: s } } }
facts: { F: { type: boolean, open: false, says: the f, doc: d, from: { resource: R, by: B, field: C }, source: s } }
groups: { g: { title: t, parameters: [P] } }
variants: { by: P, name: N, strip_prefix: S }
rules: [ { id: r, compare: A < 5, when: P, unless: {P: 1}, edition: a, severity: warning, source: s, doc: d, message: m, expect: [redundant, never_fires] } ]
errors: { E: { status: 404, message: m, retryable: false, doc: d, edition: a } }
examples: { e: { doc: d, edition: a, facts: { F: true }, request: { P: 1 }, violations: [r], reply: { json: '{}', xml: <a/> } } }
",
    );
    assert!(!operation.failed);
    let p = &operation.parameters[0];
    assert_eq!(p.kind, Type::TimestampMs);
    assert_eq!(p.default.as_deref(), Some("no"));
    assert_eq!(p.example.as_deref(), Some("0x1F"));
    assert_eq!(p.one_of.as_deref().map(|it| it[1].as_str()), Some("5.10"));
    assert_eq!(p.max_length, Some(Count(2)));
    assert_eq!(p.required, Some(Flag(false)));
    assert_eq!(p.edition.0, ["a", "b"]);
    assert_eq!(p.position, Some(Position::Header));
    assert_eq!(p.overrides.cli.as_deref(), Some("c"));
    let rule = &operation.rules[0];
    assert_eq!(rule.form.kind, FormKind::Compare);
    assert_eq!(rule.form.value.text(), Some("A < 5"));
    assert_eq!(rule.expect.0, [Expectation::Redundant, Expectation::NeverFires]);
    assert_eq!(rule.node.value_span("edition").start.line, 14);
    assert_eq!(operation.errors[0].status, Some(Count(404)));
    let example = &operation.examples[0];
    assert_eq!(example.violations, ["r"]);
    assert!(example.request.is_some() && example.facts.is_some());
    assert_eq!(operation.variants.as_ref().map(|it| it.by.as_str()), Some("P"));
}

#[test]
fn a_service_is_read() {
    let text = "service: garden
version: 2019-03-06
title: Backup
style: rpc
doc: d
docs: { Overview: https://example.com }
editions: [ seed: the first, today ]
endpoints: { default: a.example, pattern: 'x.{region}.example', cn: b.example }
common_errors: { Throttling: { status: 400, retryable: true, doc: d } }
empty_is_absent: true
";
    let mut out = Diagnostics::new();
    let service = load_service(&file(text), &mut out).expect("a service");
    assert_eq!(places(&out), []);
    assert_eq!(service.version.as_deref(), Some("2019-03-06"));
    assert_eq!(service.style, Some(Style::Rpc));
    let editions: Vec<_> = service.editions.iter().map(|it| (it.name.text.as_str(), it.doc.as_deref())).collect();
    assert_eq!(editions, [("seed", Some("the first")), ("today", None)]);
    assert_eq!(service.endpoints.regions.len(), 1);
    assert!(service.endpoints.default.is_some() && service.endpoints.pattern.is_some());
    assert_eq!(service.common_errors[0].retryable, Some(Flag(true)));

    let text = "service: x\neditions: [a: , [b], {c: 1, d: 2}, a]\nstyle: soap\n";
    let mut out = Diagnostics::new();
    load_service(&file(text), &mut out);
    assert_eq!(places(&out), [("C0202", 2, 17), ("C0202", 2, 22), ("C0501", 2, 36), ("C0204", 3, 8)]);
}
