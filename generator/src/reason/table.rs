//! What becomes of each parameter under each value of a discriminator and of the facts: the requirement table as data.

use contingent_rules::{EnumValue, Form, Kind, Operation, Presence as Part, Reference, Rule, Step, View};
use rustc_hash::FxHashMap;

use super::flip::ties;
use super::formula::Id;
use super::presence::{Presence, Scene, Target};
use super::solver::Answer;

/// Combinations of facts beyond which the facts that few rules test are left open.
const MOST_COMBINATIONS: usize = 1024;

/// Combinations of facts and columns that are looked at.
const MOST_SCENES: usize = 4096;

/// What the columns of a table are about, as an index into the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Parameter(usize),
    Fact(usize),
}

/// What a column is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// A listed value.
    Value(String),
    /// Any other value.
    Other,
    /// Given; for what has no listed values.
    Given,
    Absent,
    /// The only column there is.
    Always,
}

/// What becomes of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Given in every valid request.
    Required,
    /// Given in none.
    Forbidden,
    /// There is no valid request.
    Impossible,
    /// It may be given and does nothing.
    NoEffect,
    Optional,
    /// It depends on other parameters: the rules that say how.
    See(Vec<usize>),
    /// A limit was reached.
    Unknown,
}

/// A fact and the values it can have; the last one may stand for all that are not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    pub(crate) fact: usize,
    pub(crate) values: Vec<String>,
    pub(crate) open: bool,
}

/// What becomes of a parameter in each combination of the facts that matter: the first axis changes slowest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) axes: Vec<Axis>,
    pub(crate) statuses: Vec<Status>,
}

/// A parameter in all columns.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) parameter: usize,
    pub(crate) cells: Vec<Cell>,
}

/// The parameters of an operation that a caller may give, all but the discriminator, in order.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Row>,
}

/// The table of an operation in an edition, or of what is common to all.
pub(crate) fn table(operation: &Operation, edition: Option<&str>, by: Option<By>) -> Table {
    let mut asked = Presence::new(operation, edition);
    let view = edition.map_or(View::Common, |name| View::One(name.to_owned()));
    let heads = heads(&mut asked, operation, &view, by);
    let subjects = subjects(&mut asked, operation, &view, by);
    let distinct = |ids: &[Id]| ids.iter().copied().collect::<std::collections::BTreeSet<_>>().len();
    let columns: Vec<Id> = heads.iter().map(|(_, id)| *id).collect();
    let axes = axes(&mut asked, operation, &view, by, distinct(&columns));
    let mut scenes: FxHashMap<Vec<Id>, Vec<Status>> = FxHashMap::default();
    let mut rows: Vec<Row> =
        subjects.iter().map(|it| Row { parameter: it.parameter, cells: Vec::with_capacity(columns.len()) }).collect();
    let shown: Vec<Axis> = axes.iter().map(|(axis, _)| axis.clone()).collect();
    let count: usize = axes.iter().map(|(_, ids)| ids.len()).product();
    for column in &columns {
        let mut statuses: Vec<Vec<Status>> = vec![Vec::with_capacity(count); rows.len()];
        for combination in 0..count {
            let mut ids = vec![*column];
            let mut rest = combination;
            for (_, values) in axes.iter().rev() {
                ids.extend(values.get(rest % values.len().max(1)));
                rest /= values.len().max(1);
            }
            let here = scenes.entry(ids).or_insert_with_key(|ids| subjects_in(&mut asked, ids, &subjects));
            for (list, status) in statuses.iter_mut().zip(here) {
                list.push(status.clone());
            }
        }
        for (row, statuses) in rows.iter_mut().zip(statuses) {
            row.cells.push(Cell { axes: shown.clone(), statuses }.smallest());
        }
    }
    Table { heads: heads.into_iter().map(|(head, _)| head).collect(), rows }
}

impl Cell {
    /// Without the facts that change nothing.
    fn smallest(mut self) -> Self {
        let mut at = 0;
        while let Some(axis) = self.axes.get(at) {
            let width = axis.values.len().max(1);
            let inner: usize = self.axes.iter().skip(at + 1).map(|axis| axis.values.len()).product();
            let blocks = self.statuses.chunks(inner * width);
            let idle = blocks.clone().all(|block| block.chunks(inner).all(|slice| Some(slice) == block.get(..inner)));
            if idle {
                self.statuses = blocks.flat_map(|block| block.iter().take(inner).cloned()).collect();
                self.axes.remove(at);
            } else {
                at += 1;
            }
        }
        self
    }

    /// The one status, if no fact matters.
    pub(crate) fn uniform(&self) -> Option<&Status> {
        let first = self.statuses.first()?;
        self.statuses.iter().all(|it| it == first).then_some(first)
    }
}

/// A parameter, and what is asked of it.
struct Subject {
    parameter: usize,
    given: Target,
    absent: Target,
    /// Rules that may tie it to others.
    ties: Vec<(usize, Target)>,
    /// Rules that say that it has no effect: the rule, whether it may apply, and whether it may not.
    ignored: Vec<(usize, Target, Target)>,
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
        subjects.push(Subject { parameter, given: asked.target(given), absent: asked.target(!given), ties, ignored });
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

/// What becomes of each of them in one scene.
fn subjects_in(asked: &mut Presence<'_>, ids: &[Id], subjects: &[Subject]) -> Vec<Status> {
    let mut scene = asked.scene(ids);
    match scene.possible {
        Answer::Yes => {}
        Answer::No => return vec![Status::Impossible; subjects.len()],
        Answer::Unknown => return vec![Status::Unknown; subjects.len()],
    }
    asked.settle(&mut scene, &subjects.iter().map(|it| it.given).collect::<Vec<_>>());
    asked.settle(&mut scene, &subjects.iter().map(|it| it.absent).collect::<Vec<_>>());
    let both = |it: &&Subject| scene.answer(it.given) == Answer::Yes && scene.answer(it.absent) == Answer::Yes;
    let more: Vec<Target> = subjects
        .iter()
        .filter(both)
        .flat_map(|it| {
            let ignored = it.ignored.iter().flat_map(|(_, may, may_not)| [*may, *may_not]);
            it.ties.iter().map(|(_, tie)| *tie).chain(ignored)
        })
        .collect();
    asked.settle(&mut scene, &more);
    subjects.iter().map(|it| status(&scene, it)).collect()
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

/// The columns, and when a request is in each.
fn heads(asked: &mut Presence<'_>, operation: &Operation, view: &View, by: Option<By>) -> Vec<(Head, Id)> {
    let (at, listed, open, optional) = match by {
        None => return vec![(Head::Always, Id::TRUE)],
        Some(By::Parameter(index)) => {
            let Some(def) = operation.parameters.get(index) else { return Vec::new() };
            let Some(at) = asked.parameter(&def.name) else { return Vec::new() };
            let listed = listed(operation, view, &def.kind, &def.one_of);
            (at, listed, is_open(&def.kind), !def.required && def.constant.is_none())
        }
        Some(By::Fact(index)) => {
            let Some(fact) = operation.facts.get(index) else { return Vec::new() };
            let Some(at) = asked.fact(&fact.name) else { return Vec::new() };
            (at, listed(operation, view, &fact.kind, &[]), is_open(&fact.kind), false)
        }
    };
    let mut heads: Vec<(Head, Id)> = Vec::new();
    for value in &listed {
        let id = asked.has_value(at, value).unwrap_or(Id::FALSE);
        heads.push((Head::Value(value.clone()), id));
    }
    let given = asked.is_given(at);
    if listed.is_empty() {
        heads.push((Head::Given, given));
    } else if open {
        let other = asked.has_other(at);
        heads.push((Head::Other, other));
    }
    if optional {
        heads.push((Head::Absent, !given));
    }
    heads
}

/// The facts that rules test, and when a request has each of their values; most tested ones first to fit.
fn axes(
    asked: &mut Presence<'_>,
    operation: &Operation,
    view: &View,
    by: Option<By>,
    columns: usize,
) -> Vec<(Axis, Vec<Id>)> {
    let active: Vec<&Rule> =
        asked.universe.rules.first().into_iter().flatten().filter_map(|rule| operation.rules.get(rule.rule)).collect();
    let mut tested: Vec<(usize, usize)> = Vec::new();
    for (index, fact) in operation.facts.iter().enumerate() {
        let count = active.iter().filter(|rule| rule.facts().contains(&fact.name.as_str())).count();
        if count > 0 && by != Some(By::Fact(index)) {
            tested.push((index, count));
        }
    }
    tested.sort_by_key(|(index, count)| (std::cmp::Reverse(*count), *index));
    let mut found: Vec<(Axis, Vec<Id>)> = Vec::new();
    let mut combinations = 1_usize;
    for (index, _) in tested {
        let Some(fact) = operation.facts.get(index) else { continue };
        let mut values = listed(operation, view, &fact.kind, &[]);
        let open = is_open(&fact.kind);
        let size = values.len() + usize::from(open);
        let more = combinations.saturating_mul(size);
        let Some(at) = asked.fact(&fact.name) else { continue };
        // A text can be anything: it stays open.
        if values.is_empty() || more > MOST_COMBINATIONS || more.saturating_mul(columns) > MOST_SCENES {
            continue;
        }
        combinations = more;
        let mut ids: Vec<Id> = values.iter().map(|value| asked.has_value(at, value).unwrap_or(Id::FALSE)).collect();
        if open {
            ids.push(asked.has_other(at));
            values.push("\u{1}".into());
        }
        found.push((Axis { fact: index, values, open }, ids));
    }
    found.sort_by_key(|(axis, _)| axis.fact);
    found
}

/// The values that can be columns: those of an enum, a boolean or `one_of`.
pub(crate) fn listed(operation: &Operation, view: &View, kind: &Kind, one_of: &[String]) -> Vec<String> {
    let here = |value: &&EnumValue| view.presence(&value.editions, &operation.editions) != Part::Missing;
    match kind {
        Kind::Enum { values, .. } => values.iter().filter(here).map(|value| value.value.clone()).collect(),
        Kind::Boolean if one_of.is_empty() => vec!["true".into(), "false".into()],
        Kind::Boolean
        | Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => one_of.to_vec(),
    }
}

fn is_open(kind: &Kind) -> bool {
    matches!(kind, Kind::Enum { open: true, .. })
}
