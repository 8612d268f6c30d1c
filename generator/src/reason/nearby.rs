//! Requests near a known one, 64 at once: each has one thing changed, and those that are valid are changed again.
//!
//! What they show is a witness and needs no search; what they do not show proves nothing.

use super::formula::{Id, Node, Var};
use super::universe::{Place, Role, Universe};

/// Steps beyond which what was not seen is left to the search.
const MAX_STEPS: usize = 40;

/// What a change does: variables and their new values.
type Change = Vec<(usize, bool)>;

/// See the module.
pub(super) struct Nearby {
    changes: Vec<Change>,
    /// For each variable, its value in each of the requests.
    kept: Vec<u64>,
    tried: Vec<u64>,
    /// For each formula of the arena, whether it holds of each of the tried requests.
    holds: Vec<u64>,
    next: usize,
}

impl Nearby {
    pub(super) fn new(universe: &Universe<'_>) -> Self {
        let variables = universe.arena.nodes().iter().filter(|node| matches!(node, Node::Var(_))).count();
        Nearby {
            changes: changes(universe),
            kept: vec![0; variables],
            tried: vec![0; variables],
            holds: Vec::with_capacity(universe.arena.nodes().len()),
            next: 0,
        }
    }

    /// Walks from a request that is valid or nearly so. Each step shows its requests and says which of them are valid;
    /// the answer is whether they showed anything new, and it ends some steps after the last that did.
    pub(super) fn walk(
        &mut self,
        universe: &Universe<'_>,
        start: &dyn Fn(Id) -> bool,
        mut look: impl FnMut(&Self) -> (u64, bool),
    ) {
        if self.changes.is_empty() {
            return;
        }
        for (node, formula) in universe.arena.nodes().iter().enumerate() {
            if let Node::Var(Var(var)) = formula
                && let Some(slot) = self.kept.get_mut(*var as usize)
            {
                *slot = if start(Id::of(node)) { u64::MAX } else { 0 };
            }
        }
        let patience = 2 + 2 * self.changes.len().div_ceil(64);
        let mut last = 0;
        for step in 0..MAX_STEPS {
            if step - last > patience {
                break;
            }
            self.change();
            self.evaluate(universe);
            let (valid, new) = look(self);
            for (kept, tried) in self.kept.iter_mut().zip(&self.tried) {
                *kept = (*tried & valid) | (*kept & !valid);
            }
            if new {
                last = step;
            }
        }
    }

    /// The requests of which a formula holds.
    pub(super) fn of(&self, id: Id) -> u64 {
        let plain = self.holds.get(id.node()).copied().unwrap_or(0);
        if id.is_negated() { !plain } else { plain }
    }

    fn change(&mut self) {
        self.tried.clone_from(&self.kept);
        for lane in 0..64 {
            let Some(change) = self.changes.get(self.next) else { continue };
            for (var, value) in change {
                if let Some(word) = self.tried.get_mut(*var) {
                    *word = (*word & !(1 << lane)) | (u64::from(*value) << lane);
                }
            }
            self.next = if self.next + 1 < self.changes.len() { self.next + 1 } else { 0 };
        }
        // If the changes fill the lanes exactly, each lane would meet the same few for ever.
        self.next = if self.next + 1 < self.changes.len() { self.next + 1 } else { 0 };
    }

    fn evaluate(&mut self, universe: &Universe<'_>) {
        self.holds.clear();
        for node in universe.arena.nodes() {
            let word = match node {
                Node::True => u64::MAX,
                Node::Var(Var(var)) => self.tried.get(*var as usize).copied().unwrap_or(0),
                Node::And(parts) => parts.iter().fold(u64::MAX, |all, part| all & self.of(*part)),
            };
            self.holds.push(word);
        }
    }
}

fn changes(universe: &Universe<'_>) -> Vec<Change> {
    // What is compared as a number stays as it is: whether numbers fit is not for formulas to say.
    let summed = |at: usize| universe.atoms.iter().any(|atom| atom.linear.terms.iter().any(|(place, _)| *place == at));
    let inside = |at: usize, outer: usize| {
        let mut at = Some(at);
        while let Some(here) = at {
            if here == outer {
                return true;
            }
            at = universe.places.get(here).and_then(|place| place.parent);
        }
        false
    };
    let compared: Vec<usize> = (0..universe.places.len()).filter(|at| summed(*at)).collect();
    let mut changes = Vec::new();
    for (at, place) in universe.places.iter().enumerate() {
        if compared.iter().any(|other| inside(*other, at) || inside(at, *other)) {
            continue;
        }
        let outer = place.parent.and_then(|outer| universe.places.get(outer));
        for chosen in &place.cells {
            let mut change = Change::new();
            let mut around = outer;
            while let Some(place) = around {
                put(universe, place.given, true, &mut change);
                around = place.parent.and_then(|outer| universe.places.get(outer));
            }
            put(universe, place.given, true, &mut change);
            for cell in &place.cells {
                put(universe, cell.id, cell.id == chosen.id, &mut change);
            }
            if !change.is_empty() {
                changes.push(change);
            }
        }
        let with_outer = outer.map_or(place.given == Id::TRUE, |outer| outer.given == place.given);
        if place.role != Role::Fact && !with_outer {
            let mut change = Change::new();
            let all = universe.places.iter().enumerate().filter(|(other, _)| inside(*other, at));
            all.for_each(|(_, place)| absent(universe, place, &mut change));
            changes.push(change);
        }
    }
    for pattern in universe.patterns.values() {
        for value in [true, false] {
            let mut change = Change::new();
            put(universe, *pattern, value, &mut change);
            changes.push(change);
        }
    }
    changes
}

fn absent(universe: &Universe<'_>, place: &Place<'_>, change: &mut Change) {
    put(universe, place.given, false, change);
    for cell in &place.cells {
        put(universe, cell.id, false, change);
    }
}

fn put(universe: &Universe<'_>, id: Id, value: bool, change: &mut Change) {
    if let Some(Node::Var(Var(var))) = universe.arena.nodes().get(id.node()) {
        change.push((*var as usize, value != id.is_negated()));
    }
}
