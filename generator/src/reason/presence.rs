//! Whether parameters can be given or absent, in one part of the universe after the other: every valid request that
//! is found answers all that it can, and every refusal is kept for all parts that it holds for.

use batsat::Lit;
use contingent_rules::{Form, Mode, Operation};

use super::formula::Id;
use super::solver::{Answer, Solver};
use super::universe::{Purpose, Role, Side, Universe};

/// An operation in one edition, or what is common to all, ready to be asked about.
pub(crate) struct Presence<'a> {
    pub(super) universe: Universe<'a>,
    solver: Solver,
    /// Makes all rules hold when assumed.
    all: Lit,
    targets: Vec<Lit>,
    /// For each target, assumptions beside it that leave no request.
    refuted: Vec<Vec<Vec<Lit>>>,
    /// Targets that stood in the way of others: they are looked for after those.
    apart: Vec<bool>,
    /// Assumptions that leave no request.
    impossible: Vec<Vec<Lit>>,
}

/// Something that a request may have, as a place among those asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Target(usize);

/// A part of the universe, and what is known of the requests in it.
pub(super) struct Scene {
    assumptions: Vec<Lit>,
    /// Whether any request is in it.
    pub(super) possible: Answer,
    answers: Vec<Option<Answer>>,
}

impl Scene {
    /// Whether a request in it has the target, as far as that was asked.
    pub(super) fn answer(&self, target: Target) -> Answer {
        self.answers.get(target.0).copied().flatten().unwrap_or(Answer::Unknown)
    }
}

impl<'a> Presence<'a> {
    pub(super) fn new(operation: &'a Operation, edition: Option<&str>) -> Self {
        let mut side = Side::for_analysis(operation, edition);
        // Rules that say what has no effect demand nothing, and when they apply is asked all the same.
        let modes = contingent_rules::modes(operation, &side.view);
        let ignoring = operation.rules.iter().zip(modes).enumerate().filter(|(_, (rule, mode))| {
            matches!(rule.form, Form::Ignored(_)) && *mode != Mode::Off && !Side::is_about_items(rule)
        });
        side.rules.extend(ignoring.map(|(index, _)| index));
        side.rules.sort_unstable();
        let universe = Universe::new(vec![side], Purpose { alike: true, ..Purpose::default() });
        let mut solver = Solver::new(&universe);
        for id in universe.built_in.first().into_iter().flatten() {
            solver.assert(&universe, *id, None);
        }
        let all = solver.fresh();
        for rule in universe.rules.first().into_iter().flatten() {
            solver.assert(&universe, rule.holds, Some(all));
        }
        Presence {
            universe,
            solver,
            all,
            targets: Vec::new(),
            refuted: Vec::new(),
            apart: Vec::new(),
            impossible: Vec::new(),
        }
    }

    /// The place of a parameter, if the edition has it.
    pub(super) fn parameter(&self, name: &str) -> Option<usize> {
        self.universe.places.iter().position(|place| place.role == Role::Top && place.name == name)
    }

    /// The place of a fact, by its name without `$`.
    pub(super) fn fact(&self, name: &str) -> Option<usize> {
        let is_it = |place: &str| place.strip_prefix('$') == Some(name);
        self.universe.places.iter().position(|place| place.role == Role::Fact && is_it(&place.name))
    }

    /// Whether a place has a listed value, as a formula; none if the edition does not list it.
    pub(super) fn has_value(&self, at: usize, value: &str) -> Option<Id> {
        let place = self.universe.places.get(at)?;
        let (_, cell) = place.listed.iter().find(|(listed, _)| *listed == value)?;
        Some(cell.and_then(|cell| place.cells.get(cell)).map_or(Id::FALSE, |cell| cell.id))
    }

    /// Whether a place is given.
    pub(super) fn is_given(&self, at: usize) -> Id {
        self.universe.places.get(at).map_or(Id::FALSE, |place| place.given)
    }

    /// Whether a place is given with a value that is not listed.
    pub(super) fn has_other(&mut self, at: usize) -> Id {
        let Some(place) = self.universe.places.get(at) else { return Id::FALSE };
        let listed = place.listed.iter().filter_map(|(_, cell)| place.cells.get((*cell)?)).map(|cell| !cell.id);
        let parts: Vec<Id> = listed.chain([place.given]).collect();
        self.universe.arena.all(parts)
    }

    /// Makes a formula something that can be asked about. All of them come before the first scene.
    pub(super) fn target(&mut self, id: Id) -> Target {
        let lit = self.solver.literal(&self.universe, id);
        if let Some(known) = self.targets.iter().position(|known| *known == lit) {
            return Target(known);
        }
        self.targets.push(lit);
        self.refuted.push(Vec::new());
        self.apart.push(false);
        Target(self.targets.len() - 1)
    }

    /// The valid requests for which some formulas hold. Targets that one request can have together are answered at
    /// once.
    pub(super) fn scene(&mut self, ids: &[Id], targets: &[Target]) -> Scene {
        let all = self.all;
        self.look(ids, vec![all], targets)
    }

    /// The same, whatever the rules say of a request.
    pub(super) fn scene_without_rules(&mut self, ids: &[Id]) -> Scene {
        self.look(ids, Vec::new(), &[])
    }

    fn look(&mut self, ids: &[Id], mut assumptions: Vec<Lit>, targets: &[Target]) -> Scene {
        for id in ids {
            assumptions.push(self.solver.literal(&self.universe, *id));
        }
        let answers = vec![None; self.targets.len()];
        let mut scene = Scene { assumptions, possible: Answer::Yes, answers };
        let covers = |core: &Vec<Lit>| core.iter().all(|lit| scene.assumptions.contains(lit));
        if self.impossible.iter().any(covers) {
            scene.possible = Answer::No;
            return scene;
        }
        let targets: Vec<Target> =
            targets.iter().copied().filter(|it| !self.is_apart(*it) && self.is_open(&mut scene, *it)).collect();
        if !targets.is_empty() {
            let wanted = targets.iter().filter_map(|target| self.targets.get(target.0).copied());
            let together: Vec<Lit> = scene.assumptions.iter().copied().chain(wanted).collect();
            if self.solver.ask(&self.universe, 0, &together) == Answer::Yes {
                self.remember(&mut scene);
                return scene;
            }
        }
        scene.possible = self.solver.ask(&self.universe, 0, &scene.assumptions);
        match scene.possible {
            Answer::Yes => self.remember(&mut scene),
            Answer::No => {
                let core = scene.assumptions.iter().copied().filter(|lit| self.solver.needed(*lit)).collect();
                self.impossible.push(core);
            }
            Answer::Unknown => {}
        }
        scene
    }

    /// What the request that was just found has.
    fn remember(&self, scene: &mut Scene) {
        for (answer, lit) in scene.answers.iter_mut().zip(&self.targets) {
            if self.solver.is_true(*lit) {
                *answer = Some(Answer::Yes);
            }
        }
    }

    /// Answers each of the targets. As many as possible are looked for in one request; what stands in the way of
    /// the others is set aside, until each is found or refused by itself.
    pub(super) fn settle(&mut self, scene: &mut Scene, targets: &[Target]) {
        scene.answers.resize(self.targets.len(), None);
        let (mut aside, mut first): (Vec<Target>, Vec<Target>) =
            targets.iter().partition(|target| self.is_apart(**target));
        while !first.is_empty() || !aside.is_empty() {
            if first.is_empty() {
                std::mem::swap(&mut first, &mut aside);
            }
            let mut pending: Vec<Target> =
                std::mem::take(&mut first).into_iter().filter(|target| self.is_open(scene, *target)).collect();
            while !pending.is_empty() {
                let wanted = pending.iter().filter_map(|target| self.targets.get(target.0).copied());
                let assumptions: Vec<Lit> = scene.assumptions.iter().copied().chain(wanted).collect();
                match (self.solver.ask(&self.universe, 0, &assumptions), pending.as_slice()) {
                    (Answer::Yes, _) => {
                        self.remember(scene);
                        pending.clear();
                    }
                    (Answer::Unknown, [only]) => {
                        set(scene, *only, Answer::Unknown);
                        pending.clear();
                    }
                    (Answer::Unknown, _) => aside.extend(pending.split_off(pending.len() / 2)),
                    (Answer::No, _) => self.refuse(scene, &mut pending, &mut aside),
                }
            }
        }
    }

    fn is_apart(&self, target: Target) -> bool {
        self.apart.get(target.0) == Some(&true)
    }

    /// Whether a target is neither found nor refused.
    fn is_open(&self, scene: &mut Scene, target: Target) -> bool {
        if scene.answers.get(target.0).copied().flatten().is_some() {
            return false;
        }
        let known = self.refuted.get(target.0).map(Vec::as_slice).unwrap_or_default();
        let refused = known.iter().any(|core| core.iter().all(|lit| scene.assumptions.contains(lit)));
        if refused {
            set(scene, target, Answer::No);
        }
        !refused
    }

    /// Takes out of the pending targets one that stands in the way.
    fn refuse(&mut self, scene: &mut Scene, pending: &mut Vec<Target>, aside: &mut Vec<Target>) {
        let needed = |target: &Target| self.targets.get(target.0).is_some_and(|lit| self.solver.needed(*lit));
        let guilty: Vec<Target> = pending.iter().copied().filter(needed).collect();
        match guilty.as_slice() {
            [] => {
                for target in pending.drain(..) {
                    set(scene, target, Answer::No);
                }
            }
            [only] => {
                let others = scene.assumptions.iter().copied().filter(|lit| self.solver.needed(*lit)).collect();
                if let Some(known) = self.refuted.get_mut(only.0) {
                    known.push(others);
                }
                set(scene, *only, Answer::No);
                pending.retain(|target| target != only);
            }
            [.., last] => {
                aside.push(*last);
                if let Some(apart) = self.apart.get_mut(last.0) {
                    *apart = true;
                }
                pending.retain(|target| target != last);
            }
        }
    }
}

fn set(scene: &mut Scene, target: Target, answer: Answer) {
    if let Some(slot) = scene.answers.get_mut(target.0) {
        *slot = Some(answer);
    }
}
