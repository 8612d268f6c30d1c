//! The answers about one operation, in the shape that `analyze` prints, without messages.

use super::shapes::{FREE, Shapes};
use super::space::Space;
use super::universe::Universe;
use crate::spec::Rule;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The sets of broken rules that occur, with the rules that apply.
type Seen = BTreeSet<(u64, u64)>;

/// What the representatives say, put together by question.
struct Facts {
    all: Seen,
    /// By axis and class.
    with: BTreeMap<(usize, u16), BTreeSet<u64>>,
    /// By axis: absent although its object is given.
    without: BTreeMap<usize, BTreeSet<u64>>,
    valid_shapes: u128,
}

/// All answers.
pub(super) fn answers(universe: &Universe, space: &Space) -> Result<Json, String> {
    let shapes = Shapes::of(space)?;
    let rules = &space.rules[0];
    let every = if rules.is_empty() { 0 } else { u64::MAX >> (64 - rules.len()) };
    let facts = facts(space, &shapes);
    let ids = |set: u64| -> Vec<String> {
        rules.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, rule)| rule.id.clone()).collect()
    };
    let mut answer = json!({
        "consistent": true, "dead": [], "false_optional": [], "dead_values": {}, "redundant_rules": [], "never_fires": [],
        "contradictions": [], "expected": [], "unmet": [], "valid_shapes": "0", "unknown": [],
    });
    if !facts.all.iter().any(|(broken, _)| *broken == 0) {
        let conflict = minimal(every, |set| !facts.all.iter().any(|(broken, _)| broken & set == 0));
        answer["consistent"] = json!(false);
        answer["contradictions"] = json!([{"rules": ids(conflict), "parameters": []}]);
        return Ok(answer);
    }
    answer["valid_shapes"] = json!(facts.valid_shapes.to_string());

    let none = BTreeSet::new();
    let possible = |slot: usize, class: u16, set: u64| {
        facts.with.get(&(slot, class)).unwrap_or(&none).iter().any(|broken| broken & set == 0)
    };
    let free = |slot: usize| facts.with.contains_key(&(slot, FREE));
    let given = |slot: usize, set: u64| {
        free(slot) || space.slots[slot].points.iter().any(|point| possible(slot, point.class, set))
    };
    let mut contradictions: Vec<Json> = Vec::new();
    let mut dead: Vec<&str> = Vec::new();
    let mut false_optional: Vec<&str> = Vec::new();
    let mut dead_values = Map::new();
    let mut about_values: Vec<Json> = Vec::new();
    for (index, slot) in space.slots.iter().enumerate() {
        if slot.is_const() && !slot.fact {
            continue;
        }
        if !given(index, every) {
            // Of nested ones only the outermost.
            if slot.parent.is_none_or(|parent| given(parent, every)) {
                dead.push(&slot.name);
                let conflict = minimal(every, |set| !given(index, set));
                contradictions.push(json!({"rules": ids(conflict), "parameters": [slot.name]}));
            }
            continue;
        }
        let absent = free(index) || facts.without.get(&index).unwrap_or(&none).iter().any(|broken| *broken == 0);
        if slot.optional && !absent {
            false_optional.push(&slot.name);
        }
        let mut gone: Vec<&str> = Vec::new();
        for (value, class) in slot.values.iter().zip(1..) {
            if !free(index) && !possible(index, class, every) {
                gone.push(value);
                let conflict = minimal(every, |set| !possible(index, class, set));
                about_values.push(json!({"rules": ids(conflict), "parameters": [slot.name]}));
            }
        }
        if !gone.is_empty() {
            dead_values.insert(slot.name.clone(), json!(gone));
        }
    }
    contradictions.extend(about_values);
    answer["dead"] = json!(dead);
    answer["false_optional"] = json!(false_optional);
    answer["dead_values"] = Json::Object(dead_values);
    answer["contradictions"] = json!(contradictions);
    judge_rules(universe, rules, &facts.all, every, &ids, &mut answer);
    Ok(answer)
}

fn facts(space: &Space, shapes: &Shapes) -> Facts {
    let mut facts = Facts { all: Seen::new(), with: BTreeMap::new(), without: BTreeMap::new(), valid_shapes: 0 };
    for (shape, seen) in &shapes.table {
        let seen: Vec<(u64, u64)> = seen.iter().filter_map(|sides| sides[0]).collect();
        if seen.iter().any(|(broken, _)| *broken == 0) {
            facts.valid_shapes += shapes.factor;
        }
        for (index, class) in shape.iter().enumerate() {
            let broken = seen.iter().map(|(broken, _)| *broken);
            let parent_given = space.slots[index].parent.is_none_or(|parent| shape[parent] != 0);
            if *class == 0 && parent_given {
                facts.without.entry(index).or_default().extend(broken);
            } else if *class != 0 {
                facts.with.entry((index, *class)).or_default().extend(broken);
            }
        }
        facts.all.extend(seen);
    }
    facts
}

/// Leaves out rules from the last to the first while the rest still does it.
pub(super) fn minimal(from: u64, still: impl Fn(u64) -> bool) -> u64 {
    (0..64).rev().fold(from, |set, bit| {
        let without = set & !(1 << bit);
        if set >> bit & 1 == 1 && still(without) { without } else { set }
    })
}

fn judge_rules(
    universe: &Universe,
    rules: &[&Rule],
    all: &Seen,
    every: u64,
    ids: &dyn Fn(u64) -> Vec<String>,
    answer: &mut Json,
) {
    let mut redundant: Vec<Json> = Vec::new();
    let mut never_fires: Vec<&str> = Vec::new();
    let mut expected: Vec<Json> = Vec::new();
    let mut unmet: Vec<Json> = Vec::new();
    let expects = |rule: &Rule, finding: &str| rule.expect.iter().any(|name| name == finding);
    let usable = rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| !expects(rule, "redundant"))
        .fold(0, |set, (bit, _)| set | 1_u64 << bit);
    for (bit, rule) in rules.iter().enumerate() {
        if universe.names_missing(rule) {
            continue;
        }
        let this = 1_u64 << bit;
        let others = every & !this;
        let conditional = rule.when.is_some() || rule.unless.is_some();
        let fires = all.iter().any(|(broken, applying)| broken & others == 0 && applying & this != 0);
        let implied = |set: u64| !all.iter().any(|(broken, _)| broken & set == 0 && broken & this != 0);
        let mut found = None;
        if conditional && !fires {
            found = Some("never_fires");
        } else if implied(usable & !this) {
            found = Some("redundant");
        }
        match found {
            Some(finding) if expects(rule, finding) => expected.push(json!({"rule": rule.id, "finding": finding})),
            Some("never_fires") => never_fires.push(&rule.id),
            Some(_) => {
                let by = minimal(usable & !this, implied);
                redundant.push(json!({"rule": rule.id, "implied_by": ids(by)}));
            }
            None => {}
        }
        for finding in rule.expect.iter().filter(|finding| Some(finding.as_str()) != found) {
            unmet.push(json!({"rule": rule.id, "finding": finding}));
        }
    }
    answer["redundant_rules"] = json!(redundant);
    answer["never_fires"] = json!(never_fires);
    answer["expected"] = json!(expected);
    answer["unmet"] = json!(unmet);
}
