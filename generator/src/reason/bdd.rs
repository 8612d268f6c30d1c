//! A decision diagram: all requests at once, for counts, smallest witnesses and differences.
//!
//! Nodes are ordered by level, shared, and never more than a limit; the order of the variables comes from the
//! constraints (FORCE: each constraint pulls its variables together).

use rustc_hash::{FxBuildHasher, FxHashMap};

/// A node: 0 is false, 1 is true.
pub(super) type Ref = u32;

pub(super) const FALSE: Ref = 0;
pub(super) const TRUE: Ref = 1;

/// More nodes would be needed than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// A decision: at its level, `low` if the variable is false, else `high`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Decision {
    pub(super) level: u32,
    pub(super) low: Ref,
    pub(super) high: Ref,
}

/// See the module.
pub(super) struct Diagram {
    nodes: Vec<Decision>,
    unique: FxHashMap<Decision, Ref>,
    ands: FxHashMap<(Ref, Ref), Ref>,
    nots: FxHashMap<Ref, Ref>,
    limit: usize,
}

/// The level of the two ends.
const END: u32 = u32::MAX;

impl Diagram {
    pub(super) fn new(limit: usize) -> Self {
        let end = |at| Decision { level: END, low: at, high: at };
        // Room for a usual operation: growing costs more than having it.
        const USUAL: usize = 1 << 11;
        let mut nodes = Vec::with_capacity(USUAL);
        nodes.extend([end(FALSE), end(TRUE)]);
        Diagram {
            nodes,
            unique: FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher),
            ands: FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher),
            nots: FxHashMap::default(),
            limit,
        }
    }

    pub(super) fn get(&self, at: Ref) -> Decision {
        self.nodes.get(at as usize).copied().unwrap_or(Decision { level: END, low: FALSE, high: FALSE })
    }

    pub(super) fn variable(&mut self, level: u32) -> Result<Ref, TooLarge> {
        self.decide(level, FALSE, TRUE)
    }

    fn decide(&mut self, level: u32, low: Ref, high: Ref) -> Result<Ref, TooLarge> {
        if low == high {
            return Ok(low);
        }
        let decision = Decision { level, low, high };
        if let Some(at) = self.unique.get(&decision) {
            return Ok(*at);
        }
        if self.nodes.len() >= self.limit {
            return Err(TooLarge);
        }
        let at = self.nodes.len() as Ref;
        self.nodes.push(decision);
        self.unique.insert(decision, at);
        Ok(at)
    }

    pub(super) fn not(&mut self, a: Ref) -> Result<Ref, TooLarge> {
        if a <= TRUE {
            return Ok(TRUE - a);
        }
        if let Some(known) = self.nots.get(&a) {
            return Ok(*known);
        }
        let Decision { level, low, high } = self.get(a);
        let (low, high) = (self.not(low)?, self.not(high)?);
        let not = self.decide(level, low, high)?;
        self.nots.insert(a, not);
        self.nots.insert(not, a);
        Ok(not)
    }

    pub(super) fn and(&mut self, a: Ref, b: Ref) -> Result<Ref, TooLarge> {
        match (a.min(b), a.max(b)) {
            (FALSE, _) => return Ok(FALSE),
            (TRUE, other) => return Ok(other),
            (a, b) if a == b => return Ok(a),
            _ => {}
        }
        let key = (a.min(b), a.max(b));
        if let Some(known) = self.ands.get(&key) {
            return Ok(*known);
        }
        let (x, y) = (self.get(key.0), self.get(key.1));
        let level = x.level.min(y.level);
        let branch = |it: Decision, at: Ref| if it.level == level { (it.low, it.high) } else { (at, at) };
        let ((x_low, x_high), (y_low, y_high)) = (branch(x, key.0), branch(y, key.1));
        let low = self.and(x_low, y_low)?;
        let high = self.and(x_high, y_high)?;
        let and = self.decide(level, low, high)?;
        self.ands.insert(key, and);
        Ok(and)
    }

    pub(super) fn or(&mut self, a: Ref, b: Ref) -> Result<Ref, TooLarge> {
        let (a, b) = (self.not(a)?, self.not(b)?);
        let and = self.and(a, b)?;
        self.not(and)
    }

    /// Whether it can hold for some value of the variables on the marked levels.
    pub(super) fn forget(&mut self, a: Ref, marked: &[bool]) -> Result<Ref, TooLarge> {
        self.forget_with(a, marked, &mut FxHashMap::default())
    }

    fn forget_with(&mut self, a: Ref, marked: &[bool], known: &mut FxHashMap<Ref, Ref>) -> Result<Ref, TooLarge> {
        if a <= TRUE {
            return Ok(a);
        }
        if let Some(known) = known.get(&a) {
            return Ok(*known);
        }
        let Decision { level, low, high } = self.get(a);
        let (low, high) = (self.forget_with(low, marked, known)?, self.forget_with(high, marked, known)?);
        let it = if marked.get(level as usize) == Some(&true) {
            self.or(low, high)?
        } else {
            self.decide(level, low, high)?
        };
        known.insert(a, it);
        Ok(it)
    }
}

/// An order in which variables of one constraint are near each other: for each variable, its level.
pub(super) fn order(variables: usize, constraints: &[Vec<usize>]) -> Vec<usize> {
    const ROUNDS: usize = 30;
    let mut at: Vec<usize> = (0..variables).collect();
    let mut best = at.clone();
    let mut best_span = usize::MAX;
    let mut pull = vec![(0.0_f64, 0.0_f64); variables];
    for _ in 0..ROUNDS {
        let span = constraints.iter().map(|vars| span(vars, &at)).sum();
        if span >= best_span {
            break;
        }
        best_span = span;
        best.clone_from(&at);
        pull.fill((0.0, 0.0));
        for vars in constraints {
            let places = vars.iter().filter_map(|var| at.get(*var));
            let center = places.map(|at| *at as f64).sum::<f64>() / (vars.len().max(1) as f64);
            for var in vars {
                if let Some((sum, count)) = pull.get_mut(*var) {
                    *sum += center;
                    *count += 1.0;
                }
            }
        }
        let wanted = |var: &usize| match pull.get(*var) {
            Some((sum, count)) if *count > 0.0 => sum / count,
            Some(_) | None => at.get(*var).map_or(0.0, |at| *at as f64),
        };
        let mut sorted: Vec<(f64, usize)> = (0..variables).map(|var| (wanted(&var), var)).collect();
        sorted.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let mut next = at.clone();
        for (level, (_, var)) in sorted.into_iter().enumerate() {
            if let Some(slot) = next.get_mut(var) {
                *slot = level;
            }
        }
        at = next;
    }
    best
}

fn span(vars: &[usize], at: &[usize]) -> usize {
    let places = || vars.iter().filter_map(|var| at.get(*var));
    places().max().unwrap_or(&0) - places().min().unwrap_or(&0)
}
