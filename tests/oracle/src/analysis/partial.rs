//! Whether a request that is not finished can still become a valid one.

use super::answers::minimal;
use super::shapes::Shapes;
use super::space::{Space, Value};
use super::universe::{Universe, paths};
use crate::Service;
use crate::check::{Check, Node};
use crate::cond::Step;
use crate::kleene::T;
use crate::spec::{Def, Operation};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// The answer about an unfinished request.
#[derive(Clone, Debug, PartialEq)]
pub struct Partial {
    /// `valid`, `invalid` or `undecided`.
    pub verdict: &'static str,
    /// The built-in checks that the given values break; if there are any, no rules are looked at.
    pub built_in: Vec<String>,
    /// Of an invalid request without those: rules in conflict, from which none can be left out.
    pub rules: Vec<String>,
}

/// Judges an unfinished request. Rules about items of lists, and editions without a choice, are beyond the judge.
pub fn partial(
    spec_yaml: &str,
    service: Option<&Service>,
    request: &Json,
    facts: &Json,
    edition: Option<&str>,
) -> Result<Partial, String> {
    let universe = Universe::read(spec_yaml, service, edition)?;
    if edition.is_none() && !Operation::read(spec_yaml)?.mentioned_editions().is_empty() {
        return Err("no edition chosen".to_owned());
    }
    let exists = |rule: &&crate::spec::Rule| universe.exists(&rule.editions);
    let about_items = universe
        .operation
        .rules
        .iter()
        .filter(exists)
        .any(|rule| !rule.warning && paths(rule).iter().any(|path| path.steps.contains(&Step::Items)));
    if about_items {
        return Err("a rule about items".to_owned());
    }
    let mut check = Check { edition: Some(&universe.edition), service, violations: Vec::new(), warnings: Vec::new() };
    let root = check.root(&universe.operation, request, facts)?;
    let built_in: Vec<String> =
        check.violations.iter().map(|finding| finding.rule.clone()).filter(|id| !id.ends_with(".required")).collect();
    if !built_in.is_empty() {
        return Ok(Partial { verdict: "invalid", built_in, rules: Vec::new() });
    }
    let mut fixed = BTreeMap::new();
    known(&universe, &universe.operation.parameters, &root, "", &mut fixed);
    for (name, _) in &universe.operation.facts {
        let node = root.fields.get(&format!("${name}"));
        if let Some(value) = node.and_then(|node| node.value.clone()) {
            fixed.insert(format!("${name}"), Value::Scalar(value));
        }
    }
    let sides = [&universe];
    let mut space = Space::new(&sides, &fixed)?;
    // Each thing that a fact can be must be looked at, also those that count as one in a shape.
    for slot in space.slots.iter_mut().filter(|slot| slot.fact) {
        slot.points.iter_mut().zip(1..).for_each(|(point, class)| point.class = class);
    }
    let shapes = Shapes::of(&space)?;
    let mut by_facts: BTreeMap<Vec<u16>, bool> = BTreeMap::new();
    let mut all: BTreeSet<u64> = BTreeSet::new();
    for (shape, seen) in &shapes.table {
        let facts = shape.iter().zip(&space.slots).filter(|(_, slot)| slot.fact).map(|(class, _)| *class).collect();
        let fine = seen.iter().flat_map(|sides| sides[0]).any(|(broken, _)| broken == 0);
        *by_facts.entry(facts).or_default() |= fine;
        all.extend(seen.iter().flat_map(|sides| sides[0]).map(|(broken, _)| broken));
    }
    let rules = &space.rules[0];
    let (verdict, conflict) = match (by_facts.values().any(|fine| *fine), by_facts.values().any(|fine| !fine)) {
        (true, false) => ("valid", 0),
        (true, true) => ("undecided", 0),
        (false, _) => {
            let every = if rules.is_empty() { 0 } else { u64::MAX >> (64 - rules.len()) };
            ("invalid", minimal(every, |set| !all.iter().any(|broken| broken & set == 0)))
        }
    };
    let rules =
        rules.iter().enumerate().filter(|(bit, _)| conflict >> bit & 1 == 1).map(|(_, rule)| rule.id.clone()).collect();
    Ok(Partial { verdict, built_in, rules })
}

fn known(universe: &Universe, defs: &[(String, Def)], node: &Node, before: &str, fixed: &mut BTreeMap<String, Value>) {
    for (name, def) in defs.iter().filter(|(_, def)| universe.exists(&def.editions) && def.constant.is_none()) {
        let path = format!("{before}{name}");
        if let Some(below) = node.fields.get(name).filter(|below| below.given == T::True) {
            fixed.insert(path.clone(), below.value.clone().map_or(Value::Given, Value::Scalar));
            known(universe, def.fields.as_deref().unwrap_or_default(), below, &format!("{path}\u{1}"), fixed);
        }
    }
}
