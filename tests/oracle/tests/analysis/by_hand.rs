//! The judge on operations whose answers were worked out by hand.

use contingent_oracle::Service;
use contingent_oracle::analysis::{Side, analyze, counts, diff, partial};
use serde_json::{Value as Json, json};

const HEAD: &str = "parameters:
  E: {type: enum, values: {a: {}, b: {}}}
  W: {type: enum, open: true, values: {a: {}}}
  P: {type: string}
  Q: {type: string}
  N: {type: integer, min: 1, max: 5}
  M: {type: integer, min: 1, max: 5}
  O: {type: object, fields: {x: {type: string}, y: {type: string, required: true}}}
facts:
  F: {type: enum, values: {u: {}, v: {}}}
rules:
";

/// What is not as in an operation that has nothing to say.
fn said(rules: &str) -> Json {
    let answer = analyze(&format!("{HEAD}{rules}"), None, None).expect("the judge reads it");
    let silent = json!({"consistent": true, "dead": [], "false_optional": [], "dead_values": {}, "redundant_rules": [],
        "never_fires": [], "contradictions": [], "expected": [], "unmet": [], "unknown": []});
    let map = answer.as_object().expect("an object").iter();
    map.filter(|(name, value)| silent.get(name) != Some(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

// Without a rule: E 3, W 3, P 2, Q 2, N 2, M 2, O 2, F 2.
const ALL: u64 = 3 * 3 * 2 * 2 * 2 * 2 * 2 * 2;

#[test]
fn nothing_said() {
    assert_eq!(said("  []"), json!({"valid_shapes": ALL.to_string()}));
}

#[test]
fn dead_names_and_values() {
    let dead = json!({"dead": ["P"], "valid_shapes": (ALL / 2).to_string(),
        "contradictions": [{"rules": ["r"], "parameters": ["P"]}]});
    assert_eq!(said("  - {id: r, forbid: P}"), dead);
    // Of E only b and absence are left.
    let value = json!({"dead_values": {"E": ["a"]}, "valid_shapes": (ALL / 3 * 2).to_string(),
        "contradictions": [{"rules": ["r"], "parameters": ["E"]}]});
    assert_eq!(said("  - {id: r, allow: {E: b}}"), value);
    // `u` forbids P and `v` demands it: both facts live, and so does P.
    let facts = said("  - {id: r, forbid: P, when: {$F: u}}\n  - {id: s, require: P, when: {$F: v}}");
    assert_eq!(facts, json!({"valid_shapes": (ALL / 2).to_string()}));
    let fact = said("  - {id: r, forbid: {$F: u}}");
    assert_eq!(fact["dead_values"], json!({"$F": ["u"]}));
    // Any other value of an open enum is never dead.
    assert_eq!(said("  - {id: r, allow: {W: a}}").get("dead_values"), None);
}

#[test]
fn required_in_truth() {
    let rules = "  - {id: r, require: P}\n  - {id: s, require: O.x, when: O}";
    // O counts with O.x: absent, or given with it (2 of 3).
    assert_eq!(said(rules), json!({"false_optional": ["P", "O.x"], "valid_shapes": (ALL / 2).to_string()}));
    // Only the outermost: O.x is given nowhere, because O is not.
    assert_eq!(said("  - {id: r, forbid: O}\n  - {id: s, forbid: O.x, when: P}")["dead"], json!(["O"]));
    // y is given wherever O is.
    assert_eq!(said("  - {id: r, require: O.y, when: O}")["redundant_rules"], json!([{"rule": "r", "implied_by": []}]));
}

#[test]
fn redundant_rules() {
    let twice = "  - {id: r, require: P, when: {E: a}}\n  - {id: s, require: [P, Q], when: {E: a}}\n  - {id: t, require: P, when: {E: a}}";
    let by = |rule: &str, other: &str| json!({"rule": rule, "implied_by": [other]});
    assert_eq!(said(twice)["redundant_rules"], json!([by("r", "s"), by("t", "r")]));
    // One that is expected implies no other.
    let expected = "  - {id: r, require: P, when: {E: a}}\n  - {id: s, require: P, when: {E: a}, expect: [redundant]}";
    let answer = said(expected);
    assert_eq!(answer["expected"], json!([{"rule": "s", "finding": "redundant"}]));
    assert_eq!(answer.get("redundant_rules"), None);
    let unmet = said("  - {id: r, require: P, when: {E: a}, expect: [redundant]}");
    assert_eq!(unmet["unmet"], json!([{"rule": "r", "finding": "redundant"}]));
}

#[test]
fn rules_that_never_fire() {
    let never = said("  - {id: r, forbid: {E: a}}\n  - {id: s, require: P, when: {E: a}}");
    assert_eq!(never["never_fires"], json!(["s"]));
    assert_eq!(never.get("redundant_rules"), None);
    // An unlisted value is equal to nothing; of an open enum it is a value as any other.
    assert_eq!(said("  - {id: r, require: P, when: {E: zed}}")["never_fires"], json!(["r"]));
    assert_eq!(said("  - {id: r, require: P, when: {W: zed}}").get("never_fires"), None);
}

#[test]
fn contradictory_rules() {
    let rules = "  - {id: q, require: Q}\n  - {id: r, require: P}\n  - {id: s, forbid: P}\n  - {id: t, forbid: P}";
    let answer =
        json!({"consistent": false, "valid_shapes": "0", "contradictions": [{"rules": ["r", "s"], "parameters": []}]});
    assert_eq!(said(rules), answer);
}

#[test]
fn numbers() {
    // N is cut into [1, 2], {3}, [4, 5]: with absence 4 instead of 2; N > 5 has no number.
    let cut = said("  - {id: r, forbid: {N: 3}, when: P}\n  - {id: s, forbid: {N: {gt: 5}}}");
    let shapes = ALL / 4 * (4 + 3);
    assert_eq!(cut["valid_shapes"], json!(shapes.to_string()));
    assert_eq!(cut["redundant_rules"], json!([{"rule": "s", "implied_by": []}]));
    // N < M < N has no solution where both are given.
    let cycle = said("  - {id: r, compare: N < M}\n  - {id: s, compare: M < N}");
    assert_eq!(cycle["valid_shapes"], json!((ALL / 4 * 3).to_string()));
    // N + M >= 10 leaves one pair, so N is 5 and the interval below it is gone with M.
    let sum = said("  - {id: r, compare: N + M >= 10}\n  - {id: s, require: P, when: {N: {lt: 5}, M: {ge: 1}}}");
    assert_eq!(sum["never_fires"], json!(["s"]));
}

#[test]
fn texts_and_patterns() {
    // P is x and Q is y, so they differ.
    let differ = said("  - {id: r, require: {P: x}}\n  - {id: s, require: {Q: y}}\n  - {id: t, compare: P != Q}");
    assert_eq!(differ["redundant_rules"], json!([{"rule": "t", "implied_by": ["r", "s"]}]));
    // Equal values share what a pattern says.
    let shared = "  - {id: r, compare: P == Q}\n  - {id: s, forbid: {P: {matches: 'k.*'}}}\n  - {id: t, require: P, when: {Q: {matches: 'k.*'}}}\n  - {id: u, forbid: {Q: {matches: 'k.*'}}, when: P}";
    assert_eq!(said(shared)["redundant_rules"], json!([{"rule": "u", "implied_by": ["r", "s"]}]));
    // A pattern is exact on a value that is mentioned, and opaque otherwise.
    let exact = said("  - {id: r, forbid: {P: {matches: 'k.*'}}}\n  - {id: s, require: Q, when: {P: key}}");
    assert_eq!(exact["never_fires"], json!(["s"]));
    // A free atom kills nothing.
    let free = said(
        "  - {id: r, require: Q, when: {P: {matches: '.*'}}}\n  - {id: s, forbid: Q, unless: {P: {matches: '.+'}}}",
    );
    assert_eq!(free.get("dead"), None);
}

#[test]
fn unfinished_requests() {
    let spec = format!(
        "{HEAD}  - {{id: r, require: P, when: {{E: a}}}}\n  - {{id: s, forbid: P, when: {{$F: u}}}}\n  - {{id: t, forbid: Q}}"
    );
    let verdict = |request: Json, facts: Json| {
        let answer = partial(&spec, None, &request, &facts, None).expect("the judge reads it");
        (answer.verdict, [answer.built_in, answer.rules].concat())
    };
    assert_eq!(verdict(json!({}), json!({})), ("valid", vec![]));
    assert_eq!(verdict(json!({"E": "a"}), json!({})), ("undecided", vec![]));
    assert_eq!(verdict(json!({"E": "a"}), json!({"F": "v"})), ("valid", vec![]));
    assert_eq!(verdict(json!({"E": "a"}), json!({"F": "u"})), ("invalid", vec!["r".to_owned(), "s".to_owned()]));
    assert_eq!(verdict(json!({"E": "zed"}), json!({})), ("invalid", vec!["E.value".to_owned()]));
    assert_eq!(verdict(json!({"Q": "q", "O": {}}), json!({})), ("invalid", vec!["t".to_owned()]));
}

#[test]
fn differences() {
    let old = "parameters: {E: {type: enum, required: true, values: {a: {}, b: {}}}, P: {type: string}}\nrules:\n  - {id: r, require: P, when: {E: a}}";
    let new = "parameters: {E: {type: enum, required: true, values: {a: {}, c: {}}}, P: {type: string}, Q: {type: boolean}}\nrules: []";
    let side = |spec| Side { spec, service: None, edition: None };
    let answer = diff(side(old), side(new)).expect("the judge reads it");
    // Lost: E b with and without P. Gained: E a without P, E c with and without, each with Q absent or two values; E a with P and Q.
    assert_eq!((answer.lost.as_str(), answer.lost_size), ("2", Some(1)));
    assert_eq!((answer.gained.as_str(), answer.gained_size), ("11", Some(1)));
}

#[test]
fn the_seed_has_the_known_number_of_shapes() {
    let spec = include_str!("../../../../spec/dbs/operations/create_restore_task.yaml");
    let service = Service::read(include_str!("../../../../spec/dbs/service.yaml")).expect("a service");
    let counts = counts(spec, Some(&service), Some("seed")).expect("the judge reads it");
    assert_eq!(counts, (7_077_888, 282_240));
}
