//! Rust names, replies, variants, and what surrounds the parameters.

use super::*;

#[test]
fn rust_names() {
    both_ways(
        &with("  X: { type: enum, values: { a: {} } }\n", ""),
        &with("  X: { type: enum, values: { a: {} }, override: { rust: Kind } }\n", ""),
        &[
            "rust-breaking: X: Rust field `kind`, was `x`",
            "rust-breaking: X: flag --kind on a command line, was --x",
            "rust-breaking: X: Rust type `Kind`, was `X`",
        ],
        &[
            "rust-breaking: X: Rust field `x`, was `kind`",
            "rust-breaking: X: flag --x on a command line, was --kind",
            "rust-breaking: X: Rust type `X`, was `Kind`",
        ],
    );
}

#[test]
fn the_order_of_arguments() {
    let of = |a: &str, b: &str, required: bool| {
        let required = if required { ", required: true" } else { "" };
        with(&format!("  {a}: {{ type: string{required} }}\n  {b}: {{ type: string{required} }}\n"), "")
    };
    both_ways(
        &of("A", "B", true),
        &of("B", "A", true),
        &["rust-breaking: the parameters: `new` takes B and A in this order"],
        &["rust-breaking: the parameters: `new` takes A and B in this order"],
    );
    both_ways(
        &of("A", "B", false),
        &of("B", "A", false),
        &["docs: the parameters are in another order"],
        &["docs: the parameters are in another order"],
    );
}

#[test]
fn replies() {
    let of =
        |fields: &str, rest: &str| with("  A: { type: string }\n", &format!("response:\n  fields:\n{fields}{rest}"));
    both_ways(
        &with("  A: { type: string }\n", ""),
        &of("    R: { type: string }\n", ""),
        &["compatible: the reply is described"],
        &["breaking: the reply is not described any more"],
    );
    both_ways(
        &of("    R: { type: string }\n", ""),
        &of("    R: { type: string }\n    S: { type: string, required: true }\n", ""),
        &["compatible: reply field S: new"],
        &["breaking: reply field S: removed"],
    );
    both_ways(
        &of("    R: { type: string }\n", ""),
        &of("    R: { type: string, required: true }\n", ""),
        &["rust-breaking: reply field R: always there, and no `Option` in Rust any more"],
        &["breaking: reply field R: may be missing, was always there"],
    );
    both_ways(
        &of("    R: { type: integer, max: 3 }\n", ""),
        &of("    R: { type: long, max: 5 }\n", ""),
        &["breaking: reply field R: long, was integer", "docs: reply field R: at most 5, was 3"],
        &["rust-breaking: reply field R: integer, was long", "docs: reply field R: at most 3, was 5"],
    );
    both_ways(
        &of("    R: { type: enum, values: { a: {}, b: {} } }\n", ""),
        &of("    R: { type: enum, values: { a: {} } }\n", ""),
        &["rust-breaking: reply field R: no longer value b"],
        &["compatible: reply field R: new value b"],
    );
    both_ways(
        &of("    R: { type: enum, values: { a: {}, b: {} } }\n", ""),
        &of("    R: { type: string }\n", ""),
        &["rust-breaking: reply field R: string, was enum"],
        &["rust-breaking: reply field R: enum, was string"],
    );
    both_ways(
        &of("    Rs.R[]: { type: list, items: { type: string } }\n", ""),
        &of("    Rs: { type: list, items: { type: string } }\n", ""),
        &["breaking: reply field Rs: items are wrapped in nothing, was R"],
        &["breaking: reply field Rs: items are wrapped in R, was nothing"],
    );
    both_ways(
        &of("    R: { type: boolean }\n", "  failure_when: { R: false }\n"),
        &of("    R: { type: boolean }\n", "  success_when: { R: true }\n"),
        &[
            "breaking: the failure of a reply: no condition, was: R must not be false",
            "breaking: the success of a reply: it must be that R is true, was: no condition",
        ],
        &[
            "breaking: the failure of a reply: R must not be false, was: no condition",
            "breaking: the success of a reply: no condition, was: it must be that R is true",
        ],
    );
}

#[test]
fn variants() {
    let of = |by: &str, rules: &str| {
        let values = "values: { Box: {}, Bag: {} }";
        with(
            &format!(
                "  Kind: {{ type: enum, required: true, {values} }}\n  PutA: {{ type: string }}\n  PutB: {{ type: string }}\n"
            ),
            &format!("{by}rules:\n{rules}  - {{ id: z, require: PutA, when: {{Kind: Bag}}, source: s }}\n"),
        )
    };
    let by = "variants: { by: Kind, name: Put, strip_prefix: Put }\n";
    both_ways(
        &of("", ""),
        &of(by, ""),
        &["compatible: variants: `Put` is new"],
        &["rust-breaking: variants: `Put` is gone"],
    );
    both_ways(
        &of(by, ""),
        &of("variants: { by: Kind, name: Aim, strip_prefix: Put }\n", ""),
        &[
            "rust-breaking: `Aim`: the new name of `Put`",
            "rust-breaking: `Aim`: called `aim` in the request, was `put`",
            "rust-breaking: `Aim::Box`: `BoxAim` is the new name of `BoxPut`",
            "rust-breaking: `Aim::Bag`: `BagAim` is the new name of `BagPut`",
        ],
        &[
            "rust-breaking: `Put`: the new name of `Aim`",
            "rust-breaking: `Put`: called `put` in the request, was `aim`",
            "rust-breaking: `Put::Box`: `BoxPut` is the new name of `BoxAim`",
            "rust-breaking: `Put::Bag`: `BagPut` is the new name of `BagAim`",
        ],
    );
    both_ways(
        &of(by, ""),
        &of(by, "  - { id: y, require: PutB, when: {Kind: Box}, source: s }\n"),
        &[
            "breaking: rule y: new: PutB is required when Kind is Box",
            "rust-breaking: `Put::Box`: PutB is mandatory, was optional",
        ],
        &[
            "rust-breaking: rule y: removed: PutB is required when Kind is Box",
            "rust-breaking: `Put::Box`: PutB is optional, was mandatory",
        ],
    );
}

#[test]
fn what_surrounds_the_parameters() {
    let old = "operation: Op\nsummary: a\ndoc: a\nreadonly: true\nidempotency_token: A\nparameters: { A: { type: string }, B: { type: string } }\n\
               groups: { G: { title: G, parameters: [A] } }\nerrors: { E: { status: 400, message: a, doc: a } }\n\
               examples: { x: { request: { A: b } }, y: { request: {} } }\n";
    let new = "operation: Op\nsummary: b\ndoc: b\nidempotency_token: B\nparameters: { A: { type: string }, B: { type: string } }\n\
               groups: { G: { title: G, parameters: [A, B] } }\n\
               errors: { E: { status: 403, message: b, doc: b, retryable: true }, F: {} }\nexamples: { x: { request: { A: c } } }\n";
    assert_eq!(
        told(&operation(old), &operation(new)),
        [
            "compatible: said to be a call that may change something",
            "compatible: a repetition is made harmless by B, was A",
            "compatible: error E: HTTP status 403, was 400",
            "compatible: error E: a repetition can help",
            "compatible: error F: new",
            "docs: the summary has other words",
            "docs: the operation is described in other words",
            "docs: the parameters are grouped in another way",
            "docs: error E: another message",
            "docs: error E: described in other words",
            "docs: example x: another one",
            "docs: example y: removed",
        ]
    );
    assert!(told(&operation(new), &operation(old)).contains(&"compatible: error F: removed".to_owned()));
}
