//! Sets of rules from which none can be left out.

use batsat::Lit;

use super::solver::{Answer, Solver};
use super::universe::Universe;

/// The rules that, with the assumptions, leave no request: dropped from the last to the first while none is left.
/// All of them must leave none.
pub(super) fn minimal(
    solver: &mut Solver,
    universe: &Universe<'_>,
    selectors: &[Lit],
    rules: Vec<usize>,
    assumptions: &[Lit],
) -> Vec<usize> {
    let assume = |rules: &[usize]| -> Vec<Lit> {
        assumptions.iter().copied().chain(rules.iter().filter_map(|rule| selectors.get(*rule).copied())).collect()
    };
    let mut kept = rules;
    if solver.ask(universe, 0, &assume(&kept)) != Answer::No {
        return kept;
    }
    let needed = |solver: &Solver, kept: &[usize]| -> Vec<bool> {
        kept.iter().map(|rule| selectors.get(*rule).is_some_and(|lit| solver.needed(*lit))).collect()
    };
    let mut core = needed(solver, &kept);
    for at in (0..kept.len()).rev() {
        if core.get(at) == Some(&true) {
            let mut fewer = kept.clone();
            fewer.remove(at);
            if solver.ask(universe, 0, &assume(&fewer)) != Answer::No {
                continue;
            }
            core = needed(solver, &fewer);
            kept = fewer;
        } else {
            // The last "no" did not need it, so it still is one without.
            kept.remove(at);
            core.remove(at);
        }
    }
    kept
}
