//! What must stay as it is when an operation is changed in a way that cannot matter.

use crate::connect::{engine, engine_diff};
use crate::randomly::{judged, normal};
use contingent_oracle::analysis::{Side, diff};
use contingent_oracle::random::analysis::{Case, case};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The number of random operations, other ones than those that are compared.
const SEEDS: std::ops::Range<u64> = 10_000..10_150;

/// The analysis where it is connected, and its judge.
fn answers(case: &Case) -> Vec<Json> {
    let judge = judged(case).unwrap_or_else(|problem| panic!("{problem}\n{}", case.spec()));
    [judge].into_iter().chain(engine(case).map(|answer| normal(&answer))).collect()
}

#[test]
fn one_rule_more_never_gains_a_shape() {
    for seed in SEEDS {
        let whole = case(seed);
        let mut less = whole.clone();
        less.rules.pop();
        let service = whole.service().expect("a service");
        let (old, new) = (less.spec(), whole.spec());
        let side = |spec| Side { spec, service: service.as_ref(), edition: whole.edition.as_deref() };
        let judge = diff(side(&old), side(&new)).unwrap_or_else(|problem| panic!("{problem}\n{new}"));
        assert_eq!((judge.gained.as_str(), judge.gained_size), ("0", None), "{new}");
        if let Some(answer) = engine_diff(whole.service.as_deref(), side(&old), side(&new)) {
            assert_eq!(answer["gained"], json!("0"), "{new}");
        }
    }
}

#[test]
fn names_do_not_matter() {
    let new_names =
        [("P", "Pen"), ("Q", "Quill"), ("R", "Reed"), ("S", "Scroll"), ("T", "Tablet"), ("F", "Fig"), ("G", "Gnu")];
    let rename = |text: &str| {
        let mut renamed = String::new();
        for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let (bare, end) = match word.char_indices().last() {
                Some((at, last)) if !last.is_alphanumeric() => word.split_at(at),
                _ => (word, ""),
            };
            let name = new_names.iter().find(|(old, _)| *old == bare).map_or(bare, |(_, new)| new);
            let rule = bare.strip_prefix('r').filter(|rest| rest.parse::<usize>().is_ok());
            renamed += &rule.map_or(name.to_owned(), |number| format!("rule{number}"));
            renamed += end;
        }
        renamed
    };
    for seed in SEEDS {
        let old = case(seed);
        let lines = |lines: &[String]| lines.iter().map(|line| rename(line)).collect();
        let new = Case {
            parameters: lines(&old.parameters),
            facts: lines(&old.facts),
            rules: lines(&old.rules),
            ..old.clone()
        };
        for (before, after) in answers(&old).iter().zip(answers(&new)) {
            let expected: Json = serde_json::from_str(&rename(&before.to_string())).expect("still JSON");
            assert_eq!(sets(&expected), sets(&after), "{}", new.spec());
        }
    }
}

#[test]
fn the_order_of_rules_does_not_matter() {
    for seed in SEEDS {
        let old = case(seed);
        let mut new = old.clone();
        new.rules.reverse();
        if new.rules.len() > 2 {
            new.rules.rotate_left(1);
        }
        for (before, after) in answers(&old).iter().zip(answers(&new)) {
            assert_eq!(sets(before), sets(&after), "{}", new.spec());
        }
    }
}

/// An answer without what depends on the order of the rules.
fn sets(answer: &Json) -> Vec<(String, BTreeSet<String>)> {
    let lists = ["dead", "false_optional", "redundant_rules", "never_fires", "expected", "unmet"];
    let mut sets: Vec<(String, BTreeSet<String>)> = lists
        .iter()
        .map(|name| {
            let rows = answer[name].as_array().into_iter().flatten().map(|row| {
                let mut row = row.clone();
                if let Some(row) = row.as_object_mut() {
                    row.remove("implied_by");
                }
                row.to_string()
            });
            (format!("{name}: "), rows.collect())
        })
        .collect();
    for name in ["consistent", "dead_values", "valid_shapes"] {
        sets.push((format!("{name}: "), BTreeSet::from([answer[name].to_string()])));
    }
    sets
}
