//! A cell of the requirement table in the fewest words.

use contingent_rules::{Cond, Fact, Subject, Test, sentence};

use super::escape::piece;
use super::grid::{Axis, Cell, Status};
use super::scope::Scope;

/// How a condition on facts is worded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// "Oracle", where only one fact can be meant.
    Short,
    /// "the database type is Oracle".
    Whole,
}

/// A cell in words that stand alone in a table: "required", "if Oracle", "optional, see region".
pub(super) fn cell(scope: &Scope<'_>, cell: &Cell, wording: Wording) -> String {
    let (axes, statuses) = match cell {
        Cell::Known { axes, statuses } => (axes, statuses),
        Cell::Depends(rules) => return format!("depends, see {}", links(scope, rules)),
    };
    if let Some(only) = uniform(statuses) {
        return match only {
            Status::Required => "required".into(),
            Status::Forbidden => "forbidden".into(),
            Status::Impossible => "not possible".into(),
            Status::NoEffect => "no effect".into(),
            Status::Optional => "optional".into(),
            Status::See(rules) => format!("optional, see {}", links(scope, rules)),
        };
    }
    let mut parts = Vec::new();
    for (status, word) in [
        (Status::Required, ""),
        (Status::Forbidden, "forbidden "),
        (Status::NoEffect, "no effect "),
        (Status::Impossible, "not possible "),
    ] {
        if let Some(phrase) = condition(scope, axes, statuses, &status, wording) {
            parts.push(format!("{word}{phrase}"));
        }
    }
    let mut rules: Vec<usize> = Vec::new();
    for status in statuses {
        if let Status::See(more) = status {
            rules.extend(more);
        }
    }
    rules.sort_unstable();
    rules.dedup();
    if !rules.is_empty() {
        let word = if parts.is_empty() { "optional, see" } else { "see" };
        parts.push(format!("{word} {}", links(scope, &rules)));
    }
    parts.join("; ")
}

/// "if …" for the combinations that have a status, if there are some.
pub(super) fn condition(
    scope: &Scope<'_>,
    axes: &[Axis],
    statuses: &[Status],
    status: &Status,
    wording: Wording,
) -> Option<String> {
    let chosen: Vec<bool> = statuses.iter().map(|it| it == status).collect();
    if !chosen.contains(&true) {
        return None;
    }
    if !chosen.contains(&false) {
        return Some(String::new());
    }
    let rest: Vec<bool> = chosen.iter().map(|it| !it).collect();
    let words = Words { scope, wording };
    let yes = words.clause(axes, &chosen).map(|(text, size)| (format!("if {text}"), size));
    let no = words.clause(axes, &rest).map(|(text, size)| (format!("unless {text}"), size + 1));
    let best = [yes, no].into_iter().flatten().min_by_key(|(_, size)| *size);
    Some(best.map_or_else(|| words.depends(axes), |(text, _)| text))
}

/// The one status of all combinations.
pub(super) fn uniform(statuses: &[Status]) -> Option<&Status> {
    let first = statuses.first()?;
    statuses.iter().all(|it| it == first).then_some(first)
}

/// Rules as links: "region and port".
pub(super) fn links(scope: &Scope<'_>, rules: &[usize]) -> String {
    let links: Vec<String> = rules.iter().map(|index| scope.rule_link(*index)).collect();
    sentence::join(&links, "and")
}

struct Words<'s> {
    scope: &'s Scope<'s>,
    wording: Wording,
}

impl Words<'_> {
    /// A clause for a set of combinations, and how many values it names; none if it has too many parts.
    fn clause(&self, axes: &[Axis], chosen: &[bool]) -> Option<(String, usize)> {
        let Some((axis, inner)) = axes.split_first() else {
            return Some((String::new(), 0));
        };
        let slices: Vec<&[bool]> = chosen.chunks((chosen.len() / axis.values.len().max(1)).max(1)).collect();
        let first = slices.first()?;
        if slices.iter().all(|slice| slice == first) {
            return self.clause(inner, first);
        }
        // The values that allow the same things of the other facts go together.
        let mut groups: Vec<(&[bool], Vec<usize>)> = Vec::new();
        for (index, slice) in slices.iter().enumerate().filter(|(_, slice)| slice.contains(&true)) {
            match groups.iter_mut().find(|(same, _)| same == slice) {
                Some((_, values)) => values.push(index),
                None => groups.push((slice, vec![index])),
            }
        }
        if groups.len() > 2 {
            return None;
        }
        let mut parts = Vec::new();
        let mut size = 0;
        for (slice, values) in &groups {
            // "Any other value" has no name of its own.
            if axis.open && values.contains(&(axis.values.len() - 1)) {
                return None;
            }
            let names: Vec<String> = values.iter().filter_map(|index| axis.values.get(*index).cloned()).collect();
            size += names.len();
            let mut text = self.test(axis, names)?;
            if slice.contains(&false) {
                let (rest, more) = self.clause(inner, slice)?;
                size += more;
                text = format!("{text} and {rest}");
            }
            parts.push(text);
        }
        Some((parts.join(", or "), size))
    }

    fn test(&self, axis: &Axis, values: Vec<String>) -> Option<String> {
        let facts = &self.scope.operation.check.facts;
        let fact: &Fact = facts.get(axis.fact)?;
        Some(match self.wording {
            Wording::Short => piece(&sentence::join(&values, "or")),
            Wording::Whole => {
                piece(&sentence::condition(&Cond::Test(Subject::Fact(fact.name.clone()), Test::OneOf(values)), facts))
            }
        })
    }

    fn depends(&self, axes: &[Axis]) -> String {
        let facts = &self.scope.operation.check.facts;
        let names: Vec<String> = axes
            .iter()
            .filter_map(|axis| facts.get(axis.fact))
            .map(|fact| piece(&sentence::subject(&Subject::Fact(fact.name.clone()), facts)))
            .collect();
        format!("in some cases, depending on {}", sentence::join(&names, "and"))
    }
}
