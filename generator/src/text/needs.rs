//! "What you must send": the parameters that are always needed, and the requirement table.

use std::collections::BTreeSet;

use contingent_rules::{Count, Form, Fact, Kind, Rule, Severity, Subject, sentence};

use super::escape::{code, piece};
use super::grid::{self, Cell, Status};
use super::phrase::{self, Wording};
use super::scope::{Scope, outside_lists};
use super::view;

/// More columns than this do not fit on a page.
const MOST_COLUMNS: usize = 16;

/// The parameters that are always needed, and the rules that need others now and then.
pub(super) fn needs(scope: &Scope<'_>, tabled: bool) -> view::Needs {
    let check = &scope.operation.check;
    let always = check.parameters.iter().filter(|parameter| parameter.required && parameter.constant.is_none());
    let always = always.map(|parameter| {
        let mark = scope.edition(&parameter.editions).map(|mark| format!(" ({mark})")).unwrap_or_default();
        format!("{}{mark}", scope.parameter_link(&parameter.name))
    });
    let rules = check.rules.iter().enumerate().filter(|(_, rule)| demands(rule) && !tabled);
    let conditional = rules.map(|(index, rule)| {
        let mark = scope.edition(&rule.editions).map(|mark| format!(", {mark}")).unwrap_or_default();
        format!("{} ({}{mark})", scope.sentence(rule), scope.rule_link(index))
    });
    view::Needs { always: always.collect(), conditional: conditional.collect() }
}

/// Whether a rule may make something necessary.
fn demands(rule: &Rule) -> bool {
    rule.severity == Severity::Error
        && match &rule.form {
            Form::Require(_) | Form::Ensure(_) => rule.subjects().into_iter().any(outside_lists),
            Form::Count(count, _) => match count {
                Count::ExactlyOne | Count::AtLeastOne | Count::AllOrNone => true,
                Count::AtMostOne => false,
            },
            Form::Forbid(_) | Form::Allow(_) | Form::Compare(_) | Form::Ignored(_) | Form::Default(_) => false,
        }
}

/// The requirement tables: one, or one for each edition where editions differ.
pub(super) fn tables(scope: &Scope<'_>) -> Vec<view::Matrix> {
    let Some(by) = grid::discriminator(scope) else {
        return Vec::new();
    };
    let mut tables: Vec<(Vec<&str>, Table)> = Vec::new();
    for view in scope.views() {
        let Some(table) = table(scope, by, view) else {
            continue;
        };
        match tables.iter_mut().find(|(_, same)| *same == table) {
            Some((editions, _)) => editions.extend(view),
            None => tables.push((view.into_iter().collect(), table)),
        }
    }
    let several = tables.len() > 1;
    let mut made: Vec<view::Matrix> =
        tables.into_iter().map(|(editions, table)| matrix(scope, by, &editions, table, several)).collect();
    for table in made.iter_mut().skip(1) {
        table.gaps.push(String::new());
    }
    made
}

/// A requirement table in one edition, in words.
#[derive(PartialEq, Eq)]
struct Table {
    /// The facts that the cells are about.
    facts: BTreeSet<usize>,
    wording: Wording,
    /// The values that share a column.
    columns: Vec<Vec<String>>,
    rows: Vec<(usize, Vec<String>)>,
    answers: Vec<String>,
}

fn table(scope: &Scope<'_>, by: usize, view: Option<&str>) -> Option<Table> {
    let values = grid::columns(scope, by, view);
    let rows: Vec<(usize, Vec<Cell>)> = grid::rows(scope, Some(by), view)
        .into_iter()
        .map(|parameter| (parameter, grid::row(scope, parameter, by, &values, view)))
        .collect();
    if values.is_empty() || rows.is_empty() || rows.iter().all(|(_, cells)| cells.iter().all(is_simple)) {
        return None;
    }
    let facts = facts(&rows);
    let boolean = |index: &usize| scope.operation.check.facts.get(*index).is_some_and(|it| matches!(it.kind, Kind::Boolean));
    let wording = if facts.len() == 1 && !facts.iter().any(boolean) { Wording::Short } else { Wording::Whole };
    let words = |cell: &Cell| phrase::cell(scope, cell, wording);
    let written: Vec<Vec<String>> = rows.iter().map(|(_, cells)| cells.iter().map(words).collect()).collect();
    // Values with equal columns share one.
    let mut columns: Vec<(usize, Vec<String>)> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let name = value.as_ref().map_or_else(|| "not given".to_owned(), |value| code(value));
        let same = |first: usize| written.iter().all(|row| row.get(first) == row.get(at));
        match columns.iter_mut().find(|(first, _)| same(*first)) {
            Some((_, names)) => names.push(name),
            None => columns.push((at, vec![name])),
        }
    }
    if columns.len() > MOST_COLUMNS {
        return None;
    }
    let pick = |row: &Vec<String>| columns.iter().filter_map(|(at, _)| row.get(*at).cloned()).collect();
    let answers = columns.iter().map(|(at, _)| answer(scope, &rows, *at)).collect();
    Some(Table {
        facts,
        wording,
        answers,
        rows: rows.iter().zip(&written).map(|((parameter, _), row)| (*parameter, pick(row))).collect(),
        columns: columns.into_iter().map(|(_, names)| names).collect(),
    })
}

/// Whether a cell says nothing that the parameter table does not.
fn is_simple(cell: &Cell) -> bool {
    match cell {
        Cell::Known { statuses, .. } => statuses.iter().all(|it| matches!(it, Status::Required | Status::Optional)) && phrase::uniform(statuses).is_some(),
        Cell::Depends(_) => false,
    }
}

/// The facts that change a cell.
fn facts(rows: &[(usize, Vec<Cell>)]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for cell in rows.iter().flat_map(|(_, cells)| cells) {
        match cell {
            Cell::Known { axes, statuses } if phrase::uniform(statuses).is_none() => {
                found.extend(axes.iter().map(|axis| axis.fact));
            }
            Cell::Known { .. } | Cell::Depends(_) => {}
        }
    }
    found
}

/// A column in a sentence: what is needed besides what is always needed.
fn answer(scope: &Scope<'_>, rows: &[(usize, Vec<Cell>)], column: usize) -> String {
    let mut needed = Vec::new();
    let mut sometimes = Vec::new();
    let mut see = BTreeSet::new();
    let mut never = Vec::new();
    let mut idle = Vec::new();
    for (parameter, cells) in rows {
        let Some(def) = scope.operation.check.parameters.get(*parameter) else {
            continue;
        };
        let name = code(&def.name);
        let (axes, statuses) = match cells.get(column) {
            Some(Cell::Known { axes, statuses }) => (axes, statuses),
            Some(Cell::Depends(rules)) => {
                see.extend(rules.iter().copied());
                continue;
            }
            None => continue,
        };
        let when = |status| phrase::condition(scope, axes, statuses, &status, Wording::Whole);
        match when(Status::Required) {
            Some(always) if always.is_empty() && !def.required => needed.push(name.clone()),
            Some(condition) if !condition.is_empty() => sometimes.push(format!("{name} {condition}")),
            Some(_) | None => {}
        }
        for (status, list) in [(Status::Forbidden, &mut never), (Status::NoEffect, &mut idle)] {
            if let Some(condition) = when(status) {
                list.push(format!("{name} {condition}").trim_end().to_owned());
            }
        }
        for status in statuses {
            if let Status::See(rules) = status {
                see.extend(rules.iter().copied());
            }
        }
    }
    let mut parts = Vec::new();
    if !needed.is_empty() {
        parts.push(format!("{}.", sentence::join(&needed, "and")));
    }
    if !sometimes.is_empty() {
        parts.push(format!("{}{}.", if needed.is_empty() { "" } else { "Also " }, sometimes.join("; ")));
    }
    if parts.is_empty() {
        parts.push("Nothing more.".into());
    }
    if !never.is_empty() {
        parts.push(format!("Not allowed: {}.", never.join("; ")));
    }
    if !idle.is_empty() {
        parts.push(format!("Without effect: {}.", idle.join("; ")));
    }
    if !see.is_empty() {
        let rules: Vec<usize> = see.into_iter().collect();
        parts.push(format!("Mind {}.", phrase::links(scope, &rules)));
    }
    parts.join(" ")
}

fn matrix(scope: &Scope<'_>, by: usize, editions: &[&str], table: Table, several: bool) -> view::Matrix {
    let check = &scope.operation.check;
    let names: Vec<String> = editions.iter().map(|name| code(name)).collect();
    let word = if names.len() == 1 { "edition" } else { "editions" };
    let heading = format!("In {word} {}", sentence::join(&names, "and"));
    let fact = |fact: &Fact| {
        let says = piece(&sentence::subject(&Subject::Fact(fact.name.clone()), &check.facts));
        format!("[{says}](#fact-{})", super::escape::anchor(&fact.name))
    };
    let known: Vec<String> = table.facts.iter().filter_map(|index| check.facts.get(*index)).map(fact).collect();
    let legend = match (known.as_slice(), table.wording) {
        ([only], Wording::Short) => format!(
            "A cell that begins with “if” or “unless” is about {only}: the parameter is required in that case, and optional otherwise."
        ),
        ([], Wording::Short | Wording::Whole) => String::new(),
        (_, Wording::Short | Wording::Whole) => {
            "Where a cell begins with “if” or “unless”, the parameter is required in that case, and optional otherwise.".into()
        }
    };
    let by_name = check.parameters.get(by).map(|it| scope.parameter_link(&it.name)).unwrap_or_default();
    let columns: Vec<String> = table.columns.iter().map(|names| names.join(", ")).collect();
    let answers = columns.iter().zip(table.answers).map(|(value, text)| view::Answer { value: value.clone(), text });
    view::Matrix {
        gaps: Vec::new(),
        headings: several.then_some(heading).into_iter().collect(),
        legend: Some(legend).filter(|it| !it.is_empty()).into_iter().collect(),
        corner: by_name,
        answers: answers.collect(),
        columns,
        rows: table
            .rows
            .into_iter()
            .map(|(parameter, cells)| view::MatrixRow {
                name: check.parameters.get(parameter).map(|it| scope.parameter_link(&it.name)).unwrap_or_default(),
                cells,
            })
            .collect(),
    }
}
