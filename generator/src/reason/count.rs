//! All valid shapes at once: how many there are, and any of them.

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::bdd::{Diagram, FALSE, Ref, TRUE, TooLarge, order};
use super::formula::{Id, Node, Var};
use super::search::Choice;
use super::solver::{Facts, Undecided};
use super::universe::{Shapes, Universe};

/// Nodes beyond which nothing is counted.
const MAX_NODES: usize = 1_000_000;

/// Combinations of compared numbers beyond which nothing is counted.
const MAX_COMBINATIONS: usize = 3_000;

/// How many shapes are valid; none past a limit.
pub(super) fn valid_shapes(universe: &mut Universe<'_>) -> Option<String> {
    let mut space = Space::new(universe)?;
    let valid = space.valid(universe, 0).ok()?;
    Some(space.count(valid).to_string())
}

/// The diagram of a universe, with its variables in order.
pub(super) struct Space {
    pub(super) diagram: Diagram,
    /// For each variable of the arena, its level.
    levels: Vec<usize>,
    /// For each level, its variable.
    pub(super) variables: Vec<Var>,
    /// For each level, whether it is part of no shape.
    hidden: Vec<bool>,
    /// For each level, how many shapes its variable stands for when it is true.
    weights: Vec<u64>,
    factor: BigUint,
    /// Every shape there is, valid or not.
    pub(super) frame: Ref,
    memo: FxHashMap<usize, Ref>,
}

impl Space {
    pub(super) fn new(universe: &mut Universe<'_>) -> Option<Self> {
        let shapes = universe.shapes();
        if shapes.too_many {
            return None;
        }
        let constraints = hyperedges(universe);
        let levels = order(universe.arena.variables(), &constraints);
        let mut variables = vec![Var(0); levels.len()];
        for (var, level) in levels.iter().enumerate() {
            if let Some(slot) = variables.get_mut(*level) {
                *slot = Var(u32::try_from(var).ok()?);
            }
        }
        let Shapes { variables: weighted, factors, .. } = shapes;
        let hidden = variables.iter().map(|var| !weighted.contains_key(var)).collect();
        let weights = variables.iter().map(|var| weighted.get(var).copied().unwrap_or(1)).collect();
        let factor = factors.iter().map(|factor| BigUint::from(*factor)).product();
        let diagram = Diagram::new(MAX_NODES);
        let mut space =
            Space { diagram, levels, variables, hidden, weights, factor, frame: TRUE, memo: FxHashMap::default() };
        space.frame = space.conjunction(universe, &universe.frame, TRUE).ok()?;
        Some(space)
    }

    /// The valid shapes of a side.
    pub(super) fn valid(&mut self, universe: &mut Universe<'_>, side: usize) -> Result<Ref, TooLarge> {
        let whole = self.valid_in_detail(universe, side)?;
        self.diagram.forget(whole, &self.hidden)
    }

    /// The valid requests of a side, with what is part of no shape.
    pub(super) fn valid_in_detail(&mut self, universe: &mut Universe<'_>, side: usize) -> Result<Ref, TooLarge> {
        let mut parts: Vec<Id> = universe.built_in.get(side).cloned().unwrap_or_default();
        parts.extend(universe.rules.get(side).into_iter().flatten().map(|rule| rule.holds));
        let valid = self.conjunction(universe, &parts, self.frame)?;
        self.with_numbers(universe, side, valid)
    }

    /// All requests of a side, valid or not.
    pub(super) fn all_in_detail(&mut self, universe: &Universe<'_>, side: usize) -> Result<Ref, TooLarge> {
        let parts = universe.built_in.get(side).cloned().unwrap_or_default();
        let all = self.conjunction(universe, &parts, self.frame)?;
        self.with_numbers(universe, side, all)
    }

    pub(super) fn forget_details(&mut self, at: Ref) -> Result<Ref, TooLarge> {
        let hidden = self.hidden.clone();
        self.diagram.forget(at, &hidden)
    }

    /// What is left once some levels have their values.
    pub(super) fn restrict(&mut self, at: Ref, values: &FxHashMap<usize, bool>) -> Result<Ref, TooLarge> {
        let mut levels: Vec<usize> = values.keys().copied().collect();
        levels.sort_unstable_by(|a, b| b.cmp(a));
        let mut cube = TRUE;
        for level in levels {
            let variable = self.diagram.variable(u32::try_from(level).map_err(|_| TooLarge)?)?;
            let literal = if values.get(&level) == Some(&true) { variable } else { self.diagram.not(variable)? };
            cube = self.diagram.and(cube, literal)?;
        }
        self.diagram.and(at, cube)
    }

    /// Leaves out what no numbers fit.
    fn with_numbers(&mut self, universe: &Universe<'_>, side: usize, valid: Ref) -> Result<Ref, TooLarge> {
        if universe.atoms.is_empty() {
            return Ok(valid);
        }
        let mut ids: Vec<Id> = Vec::new();
        for atom in &universe.atoms {
            for (at, _) in &atom.linear.terms {
                ids.extend(
                    universe.places.get(*at).into_iter().flat_map(|place| place.cells.iter().map(|cell| cell.id)),
                );
            }
            ids.push(atom.id);
        }
        let mut levels: Vec<usize> = ids.iter().filter_map(|id| self.level(universe, *id)).collect();
        levels.sort_unstable();
        levels.dedup();
        let others: Vec<bool> = (0..self.levels.len()).map(|level| levels.binary_search(&level).is_err()).collect();
        let compared = self.diagram.forget(valid, &others)?;
        // Combinations are looked at one by one; what rules out one of them, or cannot matter to it, settles many.
        let (mut all, mut open) = (valid, compared);
        for _ in 0..MAX_COMBINATIONS {
            if open == FALSE {
                return Ok(all);
            }
            let chosen = self.some_path(open, &levels);
            let settled = match self.refuted(universe, side, &chosen)? {
                Some(lemma) => {
                    all = self.diagram.and(all, lemma)?;
                    lemma
                }
                None => {
                    let cube = self.settled(universe, chosen)?;
                    self.diagram.not(cube)?
                }
            };
            open = self.diagram.and(open, settled)?;
        }
        Err(TooLarge)
    }

    /// Values of some levels with which a diagram holds.
    pub(super) fn some_path(&self, at: Ref, levels: &[usize]) -> FxHashMap<usize, bool> {
        let mut chosen: FxHashMap<usize, bool> = levels.iter().map(|level| (*level, false)).collect();
        let mut here = at;
        while here > TRUE {
            let decision = self.diagram.get(here);
            let value = decision.low == FALSE;
            chosen.insert(decision.level as usize, value);
            here = if value { decision.high } else { decision.low };
        }
        chosen
    }

    /// What values of levels say of a request on a side, with numbers that fit.
    pub(super) fn choice(&self, universe: &Universe<'_>, side: usize, values: &FxHashMap<usize, bool>) -> Choice {
        let mut truths = FxHashMap::default();
        for id in universe.ids() {
            if let Some(level) = self.level(universe, id) {
                truths.insert(if id.is_negated() { !id } else { id }, values.get(&level).copied().unwrap_or(false));
            }
        }
        let mut choice = Choice::new(truths, Vec::new());
        if let Ok(Ok(numbers)) = Facts::of(universe, side, &|id| choice.holds(id)).conflict(universe) {
            choice.numbers = numbers;
        }
        choice
    }

    /// The combinations that numbers fit because they fit this one: a comparison without one of its operands is open.
    fn settled(&mut self, universe: &Universe<'_>, mut chosen: FxHashMap<usize, bool>) -> Result<Ref, TooLarge> {
        let holds = |id: Id| self.holds(universe, &chosen, id);
        let given = |at: usize| universe.places.get(at).is_some_and(|it| it.cells.iter().any(|cell| holds(cell.id)));
        let idle: Vec<Id> = universe
            .atoms
            .iter()
            .filter(|atom| !atom.linear.terms.iter().all(|(at, _)| given(*at)))
            .map(|atom| atom.id)
            .collect();
        for id in idle {
            if let Some(level) = self.level(universe, id) {
                chosen.remove(&level);
            }
        }
        self.restrict(TRUE, &chosen)
    }

    fn holds(&self, universe: &Universe<'_>, chosen: &FxHashMap<usize, bool>, id: Id) -> bool {
        match self.level(universe, id) {
            Some(level) => chosen.get(&level).copied().unwrap_or(false) != id.is_negated(),
            None => id == Id::TRUE,
        }
    }

    /// What rules out a choice of cells and relations that no numbers fit.
    fn refuted(
        &mut self,
        universe: &Universe<'_>,
        side: usize,
        chosen: &FxHashMap<usize, bool>,
    ) -> Result<Option<Ref>, TooLarge> {
        let holds = |id: Id| self.holds(universe, chosen, id);
        match Facts::of(universe, side, &holds).conflict(universe) {
            Ok(Ok(_)) => Ok(None),
            Ok(Err(ids)) => {
                let clash = self.conjunction(universe, &ids, TRUE)?;
                self.diagram.not(clash).map(Some)
            }
            Err(Undecided) => Err(TooLarge),
        }
    }

    pub(super) fn level(&self, universe: &Universe<'_>, id: Id) -> Option<usize> {
        universe.arena.variable(id).and_then(|var| self.levels.get(var.0 as usize).copied())
    }

    /// All of the formulas and what there was before; those that speak of the last variables come first.
    pub(super) fn conjunction(&mut self, universe: &Universe<'_>, parts: &[Id], before: Ref) -> Result<Ref, TooLarge> {
        let mut refs = Vec::with_capacity(parts.len());
        for part in parts {
            refs.push(self.formula(universe, *part)?);
        }
        refs.sort_by_key(|at| std::cmp::Reverse(self.diagram.get(*at).level));
        let mut all = before;
        for part in refs {
            all = self.diagram.and(all, part)?;
        }
        Ok(all)
    }

    pub(super) fn formula(&mut self, universe: &Universe<'_>, id: Id) -> Result<Ref, TooLarge> {
        let known = self.memo.get(&id.node()).copied();
        let plain = match (known, universe.arena.nodes().get(id.node())) {
            (Some(known), _) => known,
            (None, Some(Node::True) | None) => TRUE,
            (None, Some(Node::Var(var))) => {
                let level = self.levels.get(var.0 as usize).copied().unwrap_or(0);
                self.diagram.variable(level as u32)?
            }
            (None, Some(Node::And(parts))) => {
                let mut all = TRUE;
                for part in parts {
                    let part = self.formula(universe, *part)?;
                    all = self.diagram.and(all, part)?;
                }
                all
            }
        };
        self.memo.insert(id.node(), plain);
        if id.is_negated() { self.diagram.not(plain) } else { Ok(plain) }
    }

    /// How many shapes there are in a diagram without hidden variables.
    pub(super) fn count(&self, at: Ref) -> BigUint {
        if let Some(count) = self.small_count(at) {
            return BigUint::from(count) * &self.factor;
        }
        let counts = Counts::of(self, at);
        counts.whole(self, at) * &self.factor
    }

    /// The same without the factor, if it fits.
    fn small_count(&self, at: Ref) -> Option<u128> {
        let choices: Vec<u128> = (0..self.levels.len())
            .map(|level| if self.is_hidden(level) { 1 } else { u128::from(self.weight(level)) + 1 })
            .collect();
        self.small_from(at, 0, &choices, &mut FxHashMap::default())
    }

    fn small_from(&self, at: Ref, level: u32, choices: &[u128], known: &mut FxHashMap<Ref, u128>) -> Option<u128> {
        let own = match at {
            FALSE => return Some(0),
            TRUE => 1,
            _ => match known.get(&at) {
                Some(known) => *known,
                None => {
                    let decision = self.diagram.get(at);
                    let low = self.small_from(decision.low, decision.level + 1, choices, known)?;
                    let high = self.small_from(decision.high, decision.level + 1, choices, known)?;
                    let weight = u128::from(self.weight(decision.level as usize));
                    let sum = high.checked_mul(weight)?.checked_add(low)?;
                    known.insert(at, sum);
                    sum
                }
            },
        };
        let end = (self.diagram.get(at).level as usize).min(choices.len());
        let skipped = choices.get(level as usize..end).unwrap_or_default();
        skipped.iter().try_fold(own, |product, choices| product.checked_mul(*choices))
    }

    /// The levels that are part of shapes, from one on, up to another.
    fn between(&self, from: u32, to: u32) -> BigUint {
        let levels = from as usize..(to as usize).min(self.levels.len());
        let choices = levels.filter(|level| self.hidden.get(*level) == Some(&false));
        choices.map(|level| BigUint::from(self.weight(level) + 1)).product()
    }

    pub(super) fn weight(&self, level: usize) -> u64 {
        self.weights.get(level).copied().unwrap_or(1)
    }

    pub(super) fn is_hidden(&self, level: usize) -> bool {
        self.hidden.get(level) == Some(&true)
    }
}

/// For each node, how many shapes it stands for, from its level on.
pub(super) struct Counts(FxHashMap<Ref, BigUint>);

impl Counts {
    pub(super) fn of(space: &Space, at: Ref) -> Self {
        let mut counts = Counts(FxHashMap::default());
        counts.visit(space, at);
        counts
    }

    fn visit(&mut self, space: &Space, at: Ref) {
        if at <= TRUE || self.0.contains_key(&at) {
            return;
        }
        let decision = space.diagram.get(at);
        self.visit(space, decision.low);
        self.visit(space, decision.high);
        let weight = space.weight(decision.level as usize);
        let below = decision.level + 1;
        let sum =
            self.from(space, decision.low, below) + self.from(space, decision.high, below) * BigUint::from(weight);
        self.0.insert(at, sum);
    }

    /// How many shapes a node stands for, from a level above it on.
    pub(super) fn from(&self, space: &Space, at: Ref, level: u32) -> BigUint {
        let own = match at {
            FALSE => return BigUint::from(0_u32),
            TRUE => BigUint::from(1_u32),
            _ => self.0.get(&at).cloned().unwrap_or_default(),
        };
        own * space.between(level, space.diagram.get(at).level)
    }

    pub(super) fn whole(&self, space: &Space, at: Ref) -> BigUint {
        self.from(space, at, 0)
    }
}

/// For each constraint, the variables in it.
fn hyperedges(universe: &Universe<'_>) -> Vec<Vec<usize>> {
    let rules = universe.rules.iter().flatten().map(|rule| rule.holds);
    let roots = universe.frame.iter().copied().chain(universe.built_in.iter().flatten().copied()).chain(rules);
    // For each formula, the last root that it was met under.
    let mut met = vec![0; universe.arena.nodes().len()];
    let all = roots.zip(1..).map(|(id, root)| variables(universe, id, root, &mut met));
    let mut edges: Vec<Vec<usize>> = all.filter(|vars| vars.len() > 1).collect();
    for atom in &universe.atoms {
        let places = atom.linear.terms.iter().filter_map(|(at, _)| universe.places.get(*at));
        let cells = places.flat_map(|place| place.cells.iter().map(|cell| cell.id)).chain([atom.id]);
        let mut vars: Vec<usize> =
            cells.filter_map(|id| universe.arena.variable(id)).map(|var| var.0 as usize).collect();
        vars.sort_unstable();
        vars.dedup();
        edges.push(vars);
    }
    edges
}

fn variables(universe: &Universe<'_>, id: Id, root: usize, met: &mut [usize]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        match met.get_mut(id.node()) {
            Some(last) if *last != root => *last = root,
            Some(_) | None => continue,
        }
        match universe.arena.nodes().get(id.node()) {
            Some(Node::Var(var)) => found.push(var.0 as usize),
            Some(Node::And(parts)) => open.extend(parts.iter().copied()),
            Some(Node::True) | None => {}
        }
    }
    found.sort_unstable();
    found
}
