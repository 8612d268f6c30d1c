//! The axes of the shapes: parameters, named fields and facts, with the representative values of each.

use super::points::{Mentions, Pool, points};
use super::universe::{Universe, paths};
use crate::cond::{Path, Step};
use crate::spec::{Def, Rule};
use crate::value::{Kind, Scalar};
use std::collections::{BTreeMap, BTreeSet};

/// A representative value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A container: nothing but that it is given.
    Given,
    Scalar(Scalar),
    /// A text that nothing mentions, by a number, with the patterns it matches.
    Other(usize, Vec<String>),
}

/// A representative value and the part of the shape it belongs to; 0 is absent.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) value: Value,
    pub(crate) class: u16,
}

/// One axis.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) name: String,
    pub(crate) steps: Vec<String>,
    pub(crate) parent: Option<usize>,
    pub(crate) fact: bool,
    /// What each side says it is; `None` where it does not exist.
    pub(crate) defs: Vec<Option<Def>>,
    pub(crate) points: Vec<Point>,
    /// Whether it may be absent where its object is given.
    pub(crate) optional: bool,
    /// The values of the shape, in the order of the spec: the text of class n stands at n - 1.
    pub(crate) values: Vec<String>,
    /// A known value: nothing to choose.
    pub(crate) fixed: Option<Value>,
}

impl Slot {
    pub(crate) fn is_const(&self) -> bool {
        self.some_def().constant.is_some()
    }

    pub(crate) fn some_def(&self) -> Def {
        self.defs.iter().flatten().next().cloned().unwrap_or_else(nothing)
    }

    /// Whether a side takes this point, or the absence, of it.
    pub(crate) fn admits(&self, side: usize, point: Option<&Point>) -> bool {
        match (&self.defs[side], point) {
            (_, Some(_)) if self.fixed.is_some() => true,
            (None, None) => true,
            (None, Some(_)) => self.fact,
            (Some(def), None) => !def.required && def.constant.is_none(),
            (Some(def), Some(point)) => admits(def, &point.value),
        }
    }
}

/// The universe of a definition of which nothing is known; only there so that no question needs an answer twice.
fn nothing() -> Def {
    Def {
        kind: Kind::Json,
        required: false,
        constant: None,
        min: None,
        max: None,
        one_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        values: Vec::new(),
        open: false,
        items: None,
        fields: None,
        editions: None,
    }
}

pub(crate) fn admits(def: &Def, value: &Value) -> bool {
    let listed = |text: &str| def.values.iter().any(|(value, _)| value == text);
    match value {
        Value::Given => true,
        Value::Other(..) => def.kind != Kind::Enum || def.open,
        Value::Scalar(Scalar::Text(text)) => def.kind != Kind::Enum || def.open || listed(text),
        Value::Scalar(Scalar::Bool(_)) => true,
        Value::Scalar(Scalar::Number(number)) => {
            let (least, greatest) = super::points::bounds(def);
            least.is_none_or(|least| least <= *number) && greatest.is_none_or(|greatest| *number <= greatest)
        }
    }
}

/// All axes, and the active rules of each side.
pub(crate) struct Space<'a> {
    pub(crate) slots: Vec<Slot>,
    pub(crate) rules: Vec<Vec<&'a Rule>>,
}

impl<'a> Space<'a> {
    /// The space of one universe, or the union of two. `fixed` are the values that are known, by name.
    pub(crate) fn new(sides: &'a [&'a Universe], fixed: &BTreeMap<String, Value>) -> Result<Space<'a>, String> {
        let rules: Vec<Vec<&Rule>> = sides.iter().map(|side| side.active()).collect();
        let mut named: BTreeSet<Vec<String>> = BTreeSet::new();
        for path in rules.iter().flatten().flat_map(|rule| paths(rule)) {
            let steps = names(path);
            named.extend((1..=steps.len()).map(|length| steps[..length].to_vec()));
        }
        named.extend(fixed.keys().map(|name| name.split('\u{1}').map(str::to_owned).collect()));
        let mut space = Space { slots: Vec::new(), rules };
        let roots: Vec<Option<&[(String, Def)]>> =
            sides.iter().map(|side| Some(side.operation.parameters.as_slice())).collect();
        space.add(sides, &roots, &[], None, &named)?;
        let facts: Vec<Option<&[(String, Def)]>> =
            sides.iter().map(|side| Some(side.operation.facts.as_slice())).collect();
        space.add_level(sides, &facts, &[], None, true)?;
        for slot in &mut space.slots {
            slot.fixed = fixed.get(&slot.steps.join("\u{1}")).cloned();
            if slot.fixed.is_some() {
                slot.optional = false;
            }
        }
        let mentions = Mentions::of(&space)?;
        let pools = Pool::of(&space, &mentions);
        let all = (0..space.slots.len())
            .map(|slot| points(&space, slot, &mentions, &pools))
            .collect::<Result<Vec<(Vec<Point>, Vec<String>)>, String>>()?;
        for (slot, (points, values)) in space.slots.iter_mut().zip(all) {
            (slot.points, slot.values) = (points, values);
        }
        Ok(space)
    }

    fn add(
        &mut self,
        sides: &[&Universe],
        levels: &[Option<&[(String, Def)]>],
        before: &[String],
        parent: Option<usize>,
        named: &BTreeSet<Vec<String>>,
    ) -> Result<(), String> {
        for name in level_names(levels) {
            let steps = [before, std::slice::from_ref(&name)].concat();
            if parent.is_some() && !named.contains(&steps) {
                continue;
            }
            let defs = find(sides, levels, &name);
            if defs.iter().all(Option::is_none) {
                continue;
            }
            let fields: Vec<Option<&[(String, Def)]>> =
                defs.iter().map(|def| def.and_then(|def| def.fields.as_deref())).collect();
            let slot = self.push(sides, &defs, steps.clone(), parent, false)?;
            self.add(sides, &fields, &steps, Some(slot), named)?;
        }
        Ok(())
    }

    fn add_level(
        &mut self,
        sides: &[&Universe],
        levels: &[Option<&[(String, Def)]>],
        before: &[String],
        parent: Option<usize>,
        fact: bool,
    ) -> Result<(), String> {
        for name in level_names(levels) {
            let defs = find(sides, levels, &name);
            if defs.iter().any(Option::is_some) {
                let steps = [before, &[format!("${name}")]].concat();
                self.push(sides, &defs, steps, parent, fact)?;
            }
        }
        Ok(())
    }

    fn push(
        &mut self,
        sides: &[&Universe],
        defs: &[Option<&Def>],
        steps: Vec<String>,
        parent: Option<usize>,
        fact: bool,
    ) -> Result<usize, String> {
        let name = steps.join(".");
        let owned: Vec<Option<Def>> = defs
            .iter()
            .zip(sides)
            .map(|(def, side)| {
                def.map(|def| {
                    let mut def = def.clone();
                    def.values.retain(|(_, editions)| side.exists(editions));
                    def
                })
            })
            .collect();
        let mut there = owned.iter().flatten();
        let first = there.next().ok_or("nothing there")?;
        let alike = |def: &Def| {
            def.kind == first.kind && def.constant == first.constant && def.one_of.is_some() == first.one_of.is_some()
        };
        if !there.all(alike) || (first.constant.is_some() && owned.iter().any(Option::is_none)) {
            return Err(format!("the judge cannot compare what {name} is"));
        }
        let optional =
            !fact && first.constant.is_none() && owned.iter().any(|def| def.as_ref().is_none_or(|def| !def.required));
        self.slots.push(Slot {
            name,
            steps,
            parent,
            fact,
            defs: owned,
            points: Vec::new(),
            optional,
            values: Vec::new(),
            fixed: None,
        });
        Ok(self.slots.len() - 1)
    }

    /// The axis that a name of a rule means; `None` where it does not exist.
    pub(crate) fn slot(&self, path: &Path) -> Option<usize> {
        let steps = names(path);
        self.slots.iter().position(|slot| slot.steps == steps)
    }
}

fn level_names(levels: &[Option<&[(String, Def)]>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in levels.iter().flatten().flat_map(|level| level.iter()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn find<'d>(sides: &[&Universe], levels: &[Option<&'d [(String, Def)]>], name: &str) -> Vec<Option<&'d Def>> {
    sides
        .iter()
        .zip(levels)
        .map(|(side, level)| {
            let found = level.and_then(|level| level.iter().find(|(known, _)| known == name));
            found.map(|(_, def)| def).filter(|def| side.exists(&def.editions))
        })
        .collect()
}

fn names(path: &Path) -> Vec<String> {
    path.steps
        .iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.clone()),
            Step::Items => None,
        })
        .collect()
}
