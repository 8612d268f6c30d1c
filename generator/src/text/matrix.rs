//! The requirement table in words: parameters by values of the discriminator, editions beside each other.

use std::collections::BTreeSet;

use contingent_rules::{Fact, Kind, Subject, sentence};

use super::answer;
use super::escape::{anchor, code, piece};
use super::grid;
use super::phrase::{Wording, Words};
use super::scope::Scope;
use super::view;
use crate::reason::{By, Cell, Head, Row as Found, Status, Table, table};

/// More columns than this do not fit on a page.
const MOST_COLUMNS: usize = 16;

/// A parameter, in the editions that agree about it.
pub(super) struct Row {
    pub(super) parameter: usize,
    /// "edition `a`", where editions do not agree.
    pub(super) label: Option<String>,
    /// One cell for each value; none where the editions do not have the value.
    pub(super) cells: Vec<Option<Cell>>,
}

/// Values of the discriminator that mean the same.
pub(super) struct Column {
    /// The first of them.
    pub(super) at: usize,
    /// The editions that have them, if not all do.
    mark: Option<String>,
    /// How the values read.
    names: Vec<String>,
}

impl Column {
    /// The values as a heading.
    pub(super) fn heading(&self) -> String {
        match &self.mark {
            Some(mark) => format!("{} ({mark})", self.names.join(", ")),
            None => self.names.join(", "),
        }
    }
}

/// The requirement table; none if nothing depends on a discriminator, or if too much does.
pub(super) fn matrix(scope: &Scope<'_>) -> Option<view::Matrix> {
    let by = grid::discriminator(scope)?;
    let heads = grid::heads(scope, by);
    if heads.is_empty() {
        return None;
    }
    let views = scope.views();
    let tables: Vec<(Option<&str>, Table)> =
        views.into_iter().map(|view| (view, table(&scope.operation.check, view, Some(By::Parameter(by))))).collect();
    let parameters = 0..scope.operation.check.parameters.len();
    let rows: Vec<Row> = parameters.flat_map(|parameter| rows(scope, parameter, &tables, &heads)).collect();
    if rows.iter().all(is_simple) {
        return None;
    }
    let facts = facts(&rows);
    let boolean =
        |index: &usize| scope.operation.check.facts.get(*index).is_some_and(|it| matches!(it.kind, Kind::Boolean));
    let wording = if facts.len() == 1 && !facts.iter().any(boolean) { Wording::Short } else { Wording::Whole };
    let short = phrases(scope, wording);
    let words = |cell: &Option<Cell>| cell.as_ref().map_or_else(|| "–".to_owned(), |cell| short.cell(cell));
    let written: Vec<Vec<String>> = rows.iter().map(|row| row.cells.iter().map(words).collect()).collect();
    let columns = columns(scope, by, &heads, &written);
    if columns.len() > MOST_COLUMNS {
        return None;
    }
    let name = |row: &Row| {
        let link = scope.operation.check.parameters.get(row.parameter).map(|it| scope.parameter_link(&it.name));
        let label = row.label.as_ref().map(|label| format!("<br>({label})"));
        format!("{}{}", link.unwrap_or_default(), label.unwrap_or_default())
    };
    let pick = |row: &Vec<String>| columns.iter().filter_map(|column| row.get(column.at).cloned()).collect();
    let corner = scope.operation.check.parameters.get(by).map(|it| scope.parameter_link(&it.name)).unwrap_or_default();
    Some(view::Matrix {
        legend: legend(scope, &rows, &facts, wording),
        columns: columns.iter().map(Column::heading).collect(),
        rows: rows
            .iter()
            .zip(&written)
            .map(|(row, cells)| view::MatrixRow { name: name(row), cells: pick(cells) })
            .collect(),
        answers: answer::answers(scope, &phrases(scope, Wording::Whole), &rows, &columns, &corner),
        corner,
    })
}

/// The words of a page: rules are links.
fn phrases<'s>(scope: &'s Scope<'_>, wording: Wording) -> Words<'s> {
    Words { check: &scope.operation.check, wording, rule: Box::new(|index| scope.rule_link(index)), text: piece }
}

/// A parameter in all editions: one row if they agree.
fn rows(scope: &Scope<'_>, parameter: usize, tables: &[(Option<&str>, Table)], heads: &[Head]) -> Vec<Row> {
    let found: Vec<(Option<&str>, &Table, &Found)> = tables
        .iter()
        .filter_map(|(view, table)| Some((*view, table, table.rows.iter().find(|row| row.parameter == parameter)?)))
        .collect();
    let all: Vec<&Found> = found.iter().map(|(_, _, row)| *row).collect();
    let def = scope.operation.check.parameters.get(parameter);
    if !def.is_some_and(|def| grid::is_shown(scope, &all, def)) {
        return Vec::new();
    }
    let whole = phrases(scope, Wording::Whole);
    let mut groups: Vec<(Vec<&str>, Vec<Option<Cell>>)> = Vec::new();
    for (view, table, row) in found {
        let at = |head: &Head| table.heads.iter().position(|it| it == head);
        let cells: Vec<Option<Cell>> =
            heads.iter().map(|head| at(head).and_then(|at| row.cells.get(at).cloned())).collect();
        let agree = |(one, other): (&Option<Cell>, &Option<Cell>)| match (one, other) {
            (Some(one), Some(other)) => whole.cell(one) == whole.cell(other),
            (Some(_) | None, Some(_) | None) => true,
        };
        match groups.iter_mut().find(|(_, same)| same.iter().zip(&cells).all(agree)) {
            Some((editions, same)) => {
                editions.extend(view);
                for (slot, cell) in same.iter_mut().zip(cells) {
                    *slot = slot.take().or(cell);
                }
            }
            None => groups.push((view.into_iter().collect(), cells)),
        }
    }
    let label = |editions: &[&str]| {
        let names: Vec<String> = editions.iter().map(|name| (*name).to_owned()).collect();
        (editions.len() < tables.len()).then(|| scope.edition(&names)).flatten()
    };
    groups.into_iter().map(|(editions, cells)| Row { parameter, label: label(&editions), cells }).collect()
}

/// The columns: values with equal cells share one.
fn columns(scope: &Scope<'_>, by: usize, heads: &[Head], written: &[Vec<String>]) -> Vec<Column> {
    let marks = grid::marks(scope, by);
    let mut columns: Vec<Column> = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let name = match head {
            Head::Value(value) => code(value),
            Head::Other => "any other".to_owned(),
            Head::Given => "given".to_owned(),
            Head::Absent => "not given".to_owned(),
            Head::Always => "always".to_owned(),
        };
        let mark = marks.get(at).cloned().flatten();
        let same =
            |column: &&mut Column| column.mark == mark && written.iter().all(|row| row.get(column.at) == row.get(at));
        match columns.iter_mut().find(same) {
            Some(column) => column.names.push(name),
            None => columns.push(Column { at, mark, names: vec![name] }),
        }
    }
    columns
}

/// Whether a row says nothing that the parameter table does not.
fn is_simple(row: &Row) -> bool {
    let mut all = row.cells.iter().flatten().map(|cell| cell.uniform().cloned());
    let first = all.next().flatten();
    matches!(first, Some(Status::Required | Status::Optional)) && all.all(|it| it == first)
}

/// The facts that change a cell.
fn facts(rows: &[Row]) -> BTreeSet<usize> {
    let cells = rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.flat_map(|cell| &cell.axes).map(|axis| axis.fact).collect()
}

fn legend(scope: &Scope<'_>, rows: &[Row], facts: &BTreeSet<usize>, wording: Wording) -> Vec<String> {
    let check = &scope.operation.check;
    let link = |fact: &Fact| {
        let says = piece(&sentence::subject(&Subject::Fact(fact.name.clone()), &check.facts));
        format!("[{says}](#fact-{})", anchor(&fact.name))
    };
    let known: Vec<String> = facts.iter().filter_map(|index| check.facts.get(*index)).map(link).collect();
    let mut lines = Vec::new();
    match (known.as_slice(), wording) {
        ([], Wording::Short | Wording::Whole) => {}
        ([only], Wording::Short) => lines.push(format!(
            "A cell with “if” or “unless” is about {only}: the parameter is required in that case, and optional otherwise."
        )),
        (_, Wording::Short | Wording::Whole) => lines.push(
            "A cell with “if” or “unless” says when the parameter is required; otherwise it is optional.".into(),
        ),
    }
    if rows.iter().any(|row| row.label.is_some()) {
        lines.push("Where the [editions](#editions) of the documents differ, each has a row of its own.".into());
    }
    lines
}
