//! What a table asks about each parameter in every part of the universe, and what the answers come to.

use contingent_rules::{Form, Operation, Presence as Part, Reference, Rule, Step, View};
use rustc_hash::FxHashMap;

use super::flip::ties;
use super::formula::Id;
use super::presence::{Presence, Scene, Target};
use super::solver::Answer;
use super::table::{By, Status};

/// A parameter, and what is asked of it.
struct Subject {
    parameter: usize,
    given: Target,
    absent: Target,
    /// Rules that may tie it to others.
    ties: Vec<(usize, Target)>,
    /// Rules that say that it has no effect: the rule, whether it may apply, and whether it may not.
    ignored: Vec<(usize, Target, Target)>,
    /// Whether some rule names it; what becomes of the others is the same in every scene.
    named: bool,
}

/// What is asked in every scene, and what becomes of the parameters that no rule names.
pub(super) struct Questions {
    subjects: Vec<Subject>,
    given: Vec<Target>,
    absent: Vec<Target>,
    unnamed: Vec<Status>,
}

impl Questions {
    /// The questions about all parameters but constants and the discriminator.
    pub(super) fn new(asked: &mut Presence<'_>, operation: &Operation, view: &View, by: Option<By>) -> Self {
        let subjects = subjects(asked, operation, view, by);
        let (named, unnamed): (Vec<&Subject>, Vec<&Subject>) = subjects.iter().partition(|it| it.named);
        let given = named.iter().map(|it| it.given).collect();
        let absent = named.iter().map(|it| it.absent).collect();
        let mut whole = asked.scene(&[], &[]);
        let targets: Vec<Target> = unnamed.iter().flat_map(|it| [it.given, it.absent]).collect();
        asked.settle(&mut whole, &targets);
        let unnamed = unnamed.iter().map(|it| status(&whole, it)).collect();
        Questions { subjects, given, absent, unnamed }
    }

    /// The parameters, in order.
    pub(super) fn parameters(&self) -> impl Iterator<Item = usize> {
        self.subjects.iter().map(|it| it.parameter)
    }

    /// What becomes of each parameter in one scene.
    pub(super) fn statuses(&self, asked: &mut Presence<'_>, ids: &[Id]) -> Vec<Status> {
        let mut scene = asked.scene(ids, &self.given);
        match scene.possible {
            Answer::Yes => {}
            Answer::No => return vec![Status::Impossible; self.subjects.len()],
            Answer::Unknown => return vec![Status::Unknown; self.subjects.len()],
        }
        asked.settle(&mut scene, &self.given);
        asked.settle(&mut scene, &self.absent);
        let both = |it: &&Subject| scene.answer(it.given) == Answer::Yes && scene.answer(it.absent) == Answer::Yes;
        let more: Vec<Target> = self
            .subjects
            .iter()
            .filter(both)
            .flat_map(|it| {
                let ignored = it.ignored.iter().flat_map(|(_, may, may_not)| [*may, *may_not]);
                it.ties.iter().map(|(_, tie)| *tie).chain(ignored)
            })
            .collect();
        asked.settle(&mut scene, &more);
        let mut unnamed = self.unnamed.iter();
        let one = |it: &Subject| match it.named {
            true => status(&scene, it),
            false => unnamed.next().cloned().unwrap_or(Status::Unknown),
        };
        self.subjects.iter().map(one).collect()
    }
}

fn subjects(asked: &mut Presence<'_>, operation: &Operation, view: &View, by: Option<By>) -> Vec<Subject> {
    let mut mentioned: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let formulas: Vec<(usize, Option<Id>)> =
        asked.universe.rules.first().into_iter().flatten().map(|rule| (rule.rule, rule.applies)).collect();
    for (at, rule) in formulas.iter().enumerate().filter_map(|(at, (rule, _))| Some((at, operation.rules.get(*rule)?)))
    {
        for top in rule.subjects().into_iter().chain(rule.conditions()).filter_map(Reference::top) {
            let rules = mentioned.entry(top).or_default();
            if rules.last() != Some(&at) {
                rules.push(at);
            }
        }
    }
    let mut subjects = Vec::new();
    for (parameter, def) in operation.parameters.iter().enumerate() {
        let exists = view.presence(&def.editions, &operation.editions) != Part::Missing;
        if !exists || def.constant.is_some() || by == Some(By::Parameter(parameter)) {
            continue;
        }
        let Some(at) = asked.parameter(&def.name) else { continue };
        let given = asked.is_given(at);
        let rules = mentioned.get(def.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let index = |at: &usize| formulas.get(*at).map_or(0, |(rule, _)| *rule);
        let found = if def.required { Vec::new() } else { ties(&mut asked.universe, at, rules) };
        let ties = found.into_iter().map(|(at, id)| (index(&at), asked.target(id))).collect();
        let mut ignored = Vec::new();
        for (rule, applies) in rules.iter().filter_map(|at| formulas.get(*at)) {
            if operation.rules.get(*rule).is_some_and(|it| ignores(it, &def.name)) {
                let applies = applies.unwrap_or(Id::TRUE);
                let may = asked.universe.arena.all([given, applies]);
                let may_not = asked.universe.arena.all([given, !applies]);
                ignored.push((*rule, asked.target(may), asked.target(may_not)));
            }
        }
        let (given, absent) = (asked.target(given), asked.target(!given));
        subjects.push(Subject { parameter, given, absent, ties, ignored, named: !rules.is_empty() });
    }
    subjects
}

/// Whether a rule says of the whole parameter that it has no effect.
pub(super) fn ignores(rule: &Rule, name: &str) -> bool {
    let is_it = |reference: &Reference| matches!(reference.steps.as_slice(), [Step::Field(only)] if only == name);
    match &rule.form {
        Form::Ignored(references) => references.iter().any(is_it),
        Form::Require(_)
        | Form::Forbid(_)
        | Form::Count(..)
        | Form::Allow(_)
        | Form::Compare(_)
        | Form::Ensure(_)
        | Form::Default(_) => false,
    }
}

fn status(scene: &Scene, subject: &Subject) -> Status {
    match (scene.answer(subject.given), scene.answer(subject.absent)) {
        (Answer::No, Answer::No) => return Status::Impossible,
        (_, Answer::No) => return Status::Required,
        (Answer::No, _) => return Status::Forbidden,
        (Answer::Unknown, _) | (_, Answer::Unknown) => return Status::Unknown,
        (Answer::Yes, Answer::Yes) => {}
    }
    let mut see = Vec::new();
    for (rule, tie) in &subject.ties {
        match scene.answer(*tie) {
            Answer::Yes => see.push(*rule),
            Answer::No => {}
            Answer::Unknown => return Status::Unknown,
        }
    }
    for (rule, may, may_not) in &subject.ignored {
        match (scene.answer(*may), scene.answer(*may_not)) {
            (_, Answer::No) => return Status::NoEffect,
            (Answer::No, _) => {}
            (Answer::Yes | Answer::Unknown, _) => see.push(*rule),
        }
    }
    see.sort_unstable();
    see.dedup();
    if see.is_empty() { Status::Optional } else { Status::See(see) }
}
