//! The engine of record: a SAT solver over the formulas of a universe, with comparisons between numbers decided on
//! the way.

use batsat::{Callbacks, ClauseKind, Lit, SolverInterface, lbool};

use super::formula::{Id, Node, Var};
use super::linear::{Linear, Solution, solve};
use super::number::{Bound, Interval};
use super::universe::{Content, Universe, range};

/// Comparisons refuted for one question beyond which the answer is unknown.
const MAX_REFUTATIONS: usize = 2_000;

/// Conflicts of one question beyond which the answer is unknown.
const MAX_CONFLICTS: u64 = 50_000;

/// Stops a search that takes too long, at the same place on every machine.
#[derive(Default)]
struct Budget {
    conflicts: u64,
}

impl Callbacks for Budget {
    fn on_start(&mut self) {
        self.conflicts = 0;
    }

    fn on_new_clause(&mut self, _clause: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.conflicts += 1;
        }
    }

    fn stop(&self) -> bool {
        self.conflicts > MAX_CONFLICTS
    }
}

/// Relations between numbers looked at for one universe beyond which answers are unknown.
const MAX_SPENT: usize = 1_000_000;

/// What came of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// There is such a request; the solver holds it.
    Yes,
    No,
    /// A limit was reached.
    Unknown,
}

/// See the module. Formulas become clauses when they are first asked about.
pub(super) struct Solver {
    sat: batsat::Solver<Budget>,
    literals: Vec<Option<Lit>>,
    /// For each variable of the arena, its literal.
    variables: Vec<Lit>,
    truth: Lit,
    clause: Vec<Lit>,
    /// How much was spent on comparisons of numbers.
    spent: usize,
    /// The numbers of the last "yes".
    pub(super) numbers: Vec<(usize, num_rational::BigRational)>,
}

impl Solver {
    /// A solver that knows the frame of the universe and nothing else.
    pub(super) fn new(universe: &Universe<'_>) -> Self {
        let mut sat = batsat::Solver::<Budget>::default();
        let truth = Lit::new(sat.new_var_default(), true);
        let mut solver = Solver {
            sat,
            literals: Vec::new(),
            variables: Vec::new(),
            truth,
            clause: Vec::new(),
            spent: 0,
            numbers: Vec::new(),
        };
        solver.add(&[truth]);
        for id in &universe.frame {
            solver.assert(universe, *id, None);
        }
        // Numbers are looked at in every answer, so what decides them must be part of it.
        for atom in &universe.atoms {
            solver.literal(universe, atom.id);
            for place in atom.linear.terms.iter().filter_map(|(at, _)| universe.places.get(*at)) {
                for cell in &place.cells {
                    solver.literal(universe, cell.id);
                }
            }
        }
        solver
    }

    /// A literal that stands for nothing yet. Clauses decide it, or it does not matter: the search never guesses it.
    pub(super) fn fresh(&mut self) -> Lit {
        Lit::new(self.sat.new_var(lbool::UNDEF, false), true)
    }

    fn variable(&mut self, Var(index): Var) -> Lit {
        loop {
            match self.variables.get(index as usize) {
                Some(lit) => return *lit,
                None => {
                    let lit = Lit::new(self.sat.new_var_default(), true);
                    self.variables.push(lit);
                }
            }
        }
    }

    pub(super) fn add(&mut self, clause: &[Lit]) {
        self.clause.clear();
        self.clause.extend_from_slice(clause);
        // A solver that has become unsatisfiable says so when it is asked.
        self.sat.add_clause_reuse(&mut self.clause);
    }

    /// Makes a formula hold, or hold whenever a literal does.
    pub(super) fn assert(&mut self, universe: &Universe<'_>, id: Id, whenever: Option<Lit>) {
        let mut clause: Vec<Lit> = whenever.iter().map(|lit| !*lit).collect();
        match universe.arena.nodes().get(id.node()) {
            // A conjunction is a clause for each part, a disjunction is one clause.
            Some(Node::And(parts)) if !id.is_negated() => {
                for part in parts {
                    self.assert(universe, *part, whenever);
                }
                return;
            }
            Some(Node::And(parts)) => {
                for part in parts {
                    clause.push(!self.literal(universe, *part));
                }
            }
            Some(Node::True | Node::Var(_)) | None => clause.push(self.literal(universe, id)),
        }
        self.add(&clause);
    }

    /// The literal that is true exactly if the formula is.
    pub(super) fn literal(&mut self, universe: &Universe<'_>, id: Id) -> Lit {
        let negate = |lit: Lit| if id.is_negated() { !lit } else { lit };
        if let Some(Some(lit)) = self.literals.get(id.node()) {
            return negate(*lit);
        }
        let lit = match universe.arena.nodes().get(id.node()) {
            Some(Node::True) | None => self.truth,
            Some(Node::Var(var)) => self.variable(*var),
            Some(Node::And(parts)) => {
                let parts: Vec<Lit> = parts.iter().map(|part| self.literal(universe, *part)).collect();
                let all = self.fresh();
                for part in &parts {
                    self.add(&[!all, *part]);
                }
                let back: Vec<Lit> = parts.iter().map(|part| !*part).chain([all]).collect();
                self.add(&back);
                all
            }
        };
        if self.literals.len() <= id.node() {
            self.literals.resize(universe.arena.nodes().len(), None);
        }
        if let Some(slot) = self.literals.get_mut(id.node()) {
            *slot = Some(lit);
        }
        negate(lit)
    }

    /// Whether everything asserted and all assumptions can hold of one request.
    pub(super) fn ask(&mut self, universe: &Universe<'_>, side: usize, assumptions: &[Lit]) -> Answer {
        for _ in 0..MAX_REFUTATIONS {
            let answer = self.sat.solve_limited(assumptions);
            if answer == lbool::FALSE {
                return Answer::No;
            }
            if answer != lbool::TRUE {
                return Answer::Unknown;
            }
            if universe.atoms.is_empty() {
                return Answer::Yes;
            }
            match self.refute(universe, side) {
                Ok(Some(clause)) => self.add(&clause),
                Ok(None) => return Answer::Yes,
                Err(Undecided) => return Answer::Unknown,
            }
        }
        Answer::Unknown
    }

    fn holds(&self, id: Id) -> bool {
        match self.literals.get(id.node()).copied().flatten() {
            Some(lit) => self.sat.value_lit(if id.is_negated() { !lit } else { lit }) == lbool::TRUE,
            // Nothing depends on a variable that no clause has: it is taken to be false.
            None => id.is_negated(),
        }
    }

    pub(super) fn is_true(&self, lit: Lit) -> bool {
        self.sat.value_lit(lit) == lbool::TRUE
    }

    /// The assumptions that the last "no" needed.
    pub(super) fn needed(&self, assumption: Lit) -> bool {
        // The core holds what must be given up: the negations.
        self.sat.unsat_core_contains_lit(assumption) || self.sat.unsat_core_contains_lit(!assumption)
    }

    /// A clause that rules out the comparisons of the last answer, if no numbers fit them.
    fn refute(&mut self, universe: &Universe<'_>, side: usize) -> Result<Option<Vec<Lit>>, Undecided> {
        let facts = Facts::of(universe, side, &|id| self.value(universe, id));
        // Finding out what clashes takes about as many attempts as there are relations.
        self.spent += facts.relations.len() * facts.relations.len();
        if self.spent > MAX_SPENT {
            return Err(Undecided);
        }
        match facts.conflict(universe)? {
            Ok(numbers) => {
                self.numbers = numbers;
                Ok(None)
            }
            Err(ids) => {
                let mut clause = Vec::with_capacity(ids.len());
                for id in ids {
                    clause.push(!self.literal(universe, id));
                }
                Ok(Some(clause))
            }
        }
    }

    /// Whether a formula holds in the last "yes".
    pub(super) fn value(&self, universe: &Universe<'_>, id: Id) -> bool {
        match universe.arena.nodes().get(id.node()) {
            Some(Node::True) => !id.is_negated(),
            Some(Node::Var(_) | Node::And(_)) | None => self.holds(id),
        }
    }
}

/// A limit was reached.
pub(super) struct Undecided;

/// Numbers that fit, or the formulas that cannot hold together.
pub(super) type Fit = Result<Vec<(usize, num_rational::BigRational)>, Vec<Id>>;

/// Relations that must hold together, each with the formulas that make it so.
pub(super) struct Facts {
    relations: Vec<(Vec<Id>, Vec<Linear>)>,
}

impl Facts {
    /// What a choice of formulas says of the numbers of one side.
    pub(super) fn of(universe: &Universe<'_>, side: usize, holds: &dyn Fn(Id) -> bool) -> Self {
        let mut relations: Vec<(Vec<Id>, Vec<Linear>)> = Vec::new();
        let mut placed: Vec<usize> = Vec::new();
        for atom in &universe.atoms {
            let cell = |at: &usize| {
                let place = universe.places.get(*at)?;
                place.cells.iter().find(|cell| holds(cell.id))
            };
            if !atom.linear.terms.iter().all(|(at, _)| cell(at).is_some()) {
                continue;
            }
            for (at, _) in atom.linear.terms.iter().filter(|(at, _)| !placed.contains(at)).collect::<Vec<_>>() {
                placed.push(*at);
                let Some(cell) = cell(at) else { continue };
                let own = universe.places.get(*at).and_then(|place| place.defs.get(side).copied().flatten());
                let own = own.map(|def| range(&def)).unwrap_or(Interval { low: None, high: None });
                if let Content::Number(interval) = &cell.content {
                    relations.push((vec![cell.id], bounds(*at, &interval.meet(&own))));
                }
            }
            if holds(atom.id) {
                relations.push((vec![atom.id], vec![atom.linear.clone()]));
            } else {
                relations.push((vec![!atom.id], vec![atom.linear.negated()]));
            }
        }
        Facts { relations }
    }

    /// Numbers that fit, or the formulas that cannot hold together.
    pub(super) fn conflict(&self, universe: &Universe<'_>) -> Result<Fit, Undecided> {
        let is_integer = |at: usize| universe.is_integer(at);
        let mut kept: Vec<usize> = (0..self.relations.len()).collect();
        let rows = |kept: &[usize]| -> Vec<Linear> {
            kept.iter().filter_map(|at| self.relations.get(*at)).flat_map(|(_, rows)| rows.iter().cloned()).collect()
        };
        match solve(&rows(&kept), &is_integer) {
            Solution::Found(numbers) => return Ok(Ok(numbers)),
            Solution::Unknown => return Err(Undecided),
            Solution::None => {}
        }
        for relation in (0..self.relations.len()).rev() {
            let fewer: Vec<usize> = kept.iter().copied().filter(|at| *at != relation).collect();
            if matches!(solve(&rows(&fewer), &is_integer), Solution::None) {
                kept = fewer;
            }
        }
        let ids = kept.iter().filter_map(|at| self.relations.get(*at)).flat_map(|(ids, _)| ids.iter().copied());
        Ok(Err(ids.collect()))
    }
}

/// An interval as rows.
fn bounds(at: usize, interval: &Interval) -> Vec<Linear> {
    let one = || num_rational::BigRational::from_integer(1.into());
    let mut rows = Vec::new();
    if let Some(Bound { value, closed }) = &interval.low {
        rows.push(Linear { terms: vec![(at, -one())], bound: -value, strict: !closed });
    }
    if let Some(Bound { value, closed }) = &interval.high {
        rows.push(Linear { terms: vec![(at, one())], bound: value.clone(), strict: !closed });
    }
    rows
}
