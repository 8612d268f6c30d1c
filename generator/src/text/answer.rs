//! The columns of the requirement table as lists: what to send for one value of the discriminator.

use contingent_rules::sentence;

use super::escape::code;
use super::matrix::{Column, Row};
use super::phrase::Words;
use super::scope::Scope;
use super::view;
use crate::reason::Status;

/// One thing to know of a column.
#[derive(Clone, PartialEq, Eq)]
struct Item {
    what: What,
    /// "if …", and the edition; empty for what always holds.
    condition: String,
    /// A parameter, or a whole sentence.
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Needed,
    Forbidden,
    Idle,
    Rule,
}

/// What holds for all values, then what each value adds.
pub(super) fn answers(
    scope: &Scope<'_>,
    words: &Words<'_>,
    rows: &[Row],
    columns: &[Column],
    by: &str,
) -> Vec<view::Answer> {
    let all: Vec<Vec<Item>> = columns.iter().map(|column| items(scope, words, rows, column.at)).collect();
    let everywhere = |item: &Item| all.len() > 1 && all.iter().all(|items| items.contains(item));
    let common: Vec<Item> = all.first().into_iter().flatten().filter(|item| everywhere(item)).cloned().collect();
    let mut answers = Vec::new();
    if !common.is_empty() {
        answers.push(view::Answer { value: format!("Whatever {by} is"), lines: lines(&common) });
    }
    for (column, items) in columns.iter().zip(&all) {
        let own: Vec<Item> = items.iter().filter(|item| !common.contains(item)).cloned().collect();
        let mut lines = lines(&own);
        if lines.is_empty() {
            lines.push("nothing more".into());
        }
        answers.push(view::Answer { value: column.heading(), lines });
    }
    answers
}

fn items(scope: &Scope<'_>, words: &Words<'_>, rows: &[Row], at: usize) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rules = Vec::new();
    for row in rows {
        let (Some(def), Some(Some(cell))) = (scope.operation.check.parameters.get(row.parameter), row.cells.get(at))
        else {
            continue;
        };
        for (status, what) in
            [(Status::Required, What::Needed), (Status::Forbidden, What::Forbidden), (Status::NoEffect, What::Idle)]
        {
            // What is always required stands above the table.
            if def.required && what == What::Needed {
                continue;
            }
            if let Some(condition) = words.condition(cell, &status) {
                let place = row.label.as_ref().map(|label| format!("in {label}"));
                let parts: Vec<String> =
                    [place.unwrap_or_default(), condition].into_iter().filter(|it| !it.is_empty()).collect();
                items.push(Item { what, condition: parts.join(", "), text: code(&def.name) });
            }
        }
        for status in &cell.statuses {
            if let Status::See(more) = status {
                rules.extend(more.iter().copied());
            }
        }
    }
    rules.sort_unstable();
    rules.dedup();
    let sentence = |index: usize| {
        let rule = scope.operation.check.rules.get(index)?;
        let mark = scope.edition(&rule.editions).map(|mark| format!(", {mark}")).unwrap_or_default();
        let text = format!("{} ({}{mark})", scope.sentence(rule).trim_end_matches('.'), scope.rule_link(index));
        Some(Item { what: What::Rule, condition: String::new(), text })
    };
    items.extend(rules.into_iter().filter_map(sentence));
    items
}

/// Items as lines: the parameters of one condition share a line.
fn lines(items: &[Item]) -> Vec<String> {
    let mut groups: Vec<(What, &str, Vec<&str>)> = Vec::new();
    for item in items {
        let same =
            |(what, condition, _): &&mut (What, &str, Vec<&str>)| *what == item.what && *condition == item.condition;
        match groups.iter_mut().find(same) {
            Some((_, _, texts)) if item.what != What::Rule => texts.push(&item.text),
            Some(_) | None => groups.push((item.what, &item.condition, vec![&item.text])),
        }
    }
    // What is needed without a condition comes first.
    groups.sort_by_key(|(what, condition, _)| (*what as u8, !condition.is_empty()));
    let line = |(what, condition, texts): (What, &str, Vec<&str>)| {
        let names = sentence::join(&texts, "and");
        match (what, condition.is_empty()) {
            (What::Needed, true) | (What::Rule, _) => names,
            (What::Needed, false) => format!("{condition}: {names}"),
            (What::Forbidden, true) => format!("not allowed: {names}"),
            (What::Forbidden, false) => format!("not allowed {condition}: {names}"),
            (What::Idle, true) => format!("without effect: {names}"),
            (What::Idle, false) => format!("without effect {condition}: {names}"),
        }
    };
    groups.into_iter().map(line).collect()
}
