//! What becomes of each parameter under each value of a discriminator and of the facts: the requirement table as data.

use contingent_rules::{EnumValue, Kind, Operation, Presence as Part, Rule, View};
use rustc_hash::FxHashMap;

use super::formula::Id;
use super::presence::Presence;
use super::question::Questions;

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
    let questions = Questions::new(&mut asked, operation, &view, by);
    let distinct = |ids: &[Id]| ids.iter().copied().collect::<std::collections::BTreeSet<_>>().len();
    let columns: Vec<Id> = heads.iter().map(|(_, id)| *id).collect();
    let axes = axes(&mut asked, operation, &view, by, distinct(&columns));
    let mut scenes: FxHashMap<Vec<Id>, Vec<Status>> = FxHashMap::default();
    let parameters = questions.parameters();
    let mut rows: Vec<Row> =
        parameters.map(|parameter| Row { parameter, cells: Vec::with_capacity(columns.len()) }).collect();
    let shown: Vec<Axis> = axes.iter().map(|(axis, _)| axis.clone()).collect();
    let count: usize = axes.iter().map(|(_, ids)| ids.len()).product();
    for column in &columns {
        let mut found: Vec<Vec<Status>> = vec![Vec::with_capacity(count); rows.len()];
        for combination in 0..count {
            let mut ids = vec![*column];
            let mut rest = combination;
            for (_, values) in axes.iter().rev() {
                ids.extend(values.get(rest % values.len().max(1)));
                rest /= values.len().max(1);
            }
            let here = scenes.entry(ids).or_insert_with_key(|ids| questions.statuses(&mut asked, ids));
            for (list, status) in found.iter_mut().zip(here) {
                list.push(status.clone());
            }
        }
        for (row, statuses) in rows.iter_mut().zip(found) {
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
