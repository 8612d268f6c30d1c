//! All representative requests, one after the other, gathered by shape.

use super::compile::{Compiled, compile};
use super::space::Space;
use std::collections::{BTreeSet, HashMap};

/// More representatives than this are refused.
const LIMIT: usize = 20_000_000;
/// In a shape: the axis says nothing, because no rule asks it and everything that it can be is fine.
pub(crate) const FREE: u16 = u16::MAX;

/// What the rules say of one representative, per side: those it breaks and those that apply, as sets of bits.
/// `None`: the built-in constraints are broken.
pub(crate) type Seen = [Option<(u64, u64)>; 2];

/// The shapes with what their representatives come to.
pub(crate) struct Shapes {
    pub(crate) table: HashMap<Vec<u16>, BTreeSet<Seen>>,
    /// How many shapes each entry stands for, because of the free axes.
    pub(crate) factor: u128,
}

struct Walk<'s, 'a> {
    space: &'s Space<'a>,
    rules: Vec<Vec<Compiled>>,
    free: Vec<bool>,
    request: Vec<Option<usize>>,
    shape: Vec<u16>,
    table: HashMap<Vec<u16>, BTreeSet<Seen>>,
    count: usize,
}

impl Shapes {
    pub(crate) fn of(space: &Space) -> Result<Shapes, String> {
        if space.rules.iter().any(|rules| rules.len() > 64) {
            return Err("more than 64 rules".to_owned());
        }
        let rules: Vec<Vec<Compiled>> =
            space.rules.iter().map(|side| side.iter().map(|rule| compile(space, rule)).collect()).collect();
        let mut factor = 1;
        let mut free = Vec::new();
        for (index, slot) in space.slots.iter().enumerate() {
            let asked = rules.iter().flatten().any(|rule| rule.slots.contains(&index));
            let parent = space.slots.iter().any(|other| other.parent == Some(index));
            let fine = (0..slot.defs.len()).all(|side| {
                slot.points.iter().all(|point| slot.admits(side, Some(point)))
                    && (!slot.optional || slot.admits(side, None))
            });
            let is_free = !asked && !parent && slot.parent.is_none() && fine;
            free.push(is_free);
            if is_free {
                let classes: BTreeSet<u16> = slot.points.iter().map(|point| point.class).collect();
                factor *= classes.len() as u128 + u128::from(slot.optional);
            }
        }
        let sides = rules.len();
        let mut walk = Walk {
            request: vec![None; space.slots.len()],
            shape: Vec::new(),
            table: HashMap::new(),
            count: 0,
            space,
            rules,
            free,
        };
        let mut start: Seen = [None; 2];
        for (side, seen) in start.iter_mut().enumerate().take(sides) {
            *seen = Some(walk.judged(side, None, (0, 0)));
        }
        walk.go(start)?;
        Ok(Shapes { table: walk.table, factor })
    }
}

impl Walk<'_, '_> {
    /// Adds what the rules say whose last axis this is.
    fn judged(&self, side: usize, last: Option<usize>, (mut broken, mut applying): (u64, u64)) -> (u64, u64) {
        for (bit, rule) in self.rules[side].iter().enumerate() {
            if rule.last == last && rule.applies.holds(self.space, &self.request) {
                applying |= 1 << bit;
                if !rule.form.holds(self.space, &self.request) {
                    broken |= 1 << bit;
                }
            }
        }
        (broken, applying)
    }

    fn go(&mut self, seen: Seen) -> Result<(), String> {
        let index = self.shape.len();
        let Some(slot) = self.space.slots.get(index) else {
            self.count += 1;
            if self.count > LIMIT {
                return Err("too many representatives".to_owned());
            }
            match self.table.get_mut(&self.shape) {
                Some(entry) => {
                    entry.insert(seen);
                }
                None => {
                    self.table.insert(self.shape.clone(), BTreeSet::from([seen]));
                }
            }
            return Ok(());
        };
        if self.free[index] {
            self.shape.push(FREE);
            self.go(seen)?;
            self.shape.pop();
            return Ok(());
        }
        let parent_absent = slot.parent.is_some_and(|parent| self.request[parent].is_none());
        let mut choices: Vec<Option<usize>> = Vec::new();
        if parent_absent || slot.optional {
            choices.push(None);
        }
        if !parent_absent {
            choices.extend((0..slot.points.len()).map(Some));
        }
        for choice in choices {
            let point = choice.map(|point| &slot.points[point]);
            self.request[index] = choice;
            let mut next: Seen = [None; 2];
            for side in 0..self.rules.len() {
                if let Some(so_far) = seen[side]
                    && (parent_absent || slot.admits(side, point))
                {
                    next[side] = Some(self.judged(side, Some(index), so_far));
                }
            }
            if next != [None; 2] {
                self.shape.push(point.map_or(0, |point| point.class));
                self.go(next)?;
                self.shape.pop();
            }
        }
        self.request[index] = None;
        Ok(())
    }
}
