//! A cell of the requirement table in the fewest words.

use contingent_rules::{Cond, Fact, Operation, Subject, Test, sentence};

use crate::reason::{Axis, Cell, Status};

/// How a condition on facts is worded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// "Oracle", where only one fact can be meant.
    Short,
    /// "the database type is Oracle".
    Whole,
}

/// Words for cells, in some markup.
pub(super) struct Words<'s> {
    pub(super) check: &'s Operation,
    pub(super) wording: Wording,
    /// Shows a rule by its index.
    pub(super) rule: Box<dyn Fn(usize) -> String + 's>,
    /// Makes a piece of text safe.
    pub(super) text: fn(&str) -> String,
}

impl Words<'_> {
    /// A cell in words that stand alone in a table: "required", "if Oracle", "optional, see region".
    pub(super) fn cell(&self, cell: &Cell) -> String {
        if let Some(only) = cell.uniform() {
            return match only {
                Status::Required => "required".into(),
                Status::Forbidden => "forbidden".into(),
                Status::Impossible => "not possible".into(),
                Status::NoEffect => "no effect".into(),
                Status::Optional => "optional".into(),
                Status::See(rules) => format!("optional, see {}", self.rules(rules)),
                Status::Unknown => "not known".into(),
            };
        }
        let mut parts = Vec::new();
        for (status, word) in [
            (Status::Required, ""),
            (Status::Forbidden, "forbidden "),
            (Status::NoEffect, "no effect "),
            (Status::Impossible, "not possible "),
            (Status::Unknown, "not known "),
        ] {
            if let Some(phrase) = self.condition(cell, &status) {
                parts.push(format!("{word}{phrase}"));
            }
        }
        let mut rules: Vec<usize> = Vec::new();
        for status in &cell.statuses {
            if let Status::See(more) = status {
                rules.extend(more);
            }
        }
        rules.sort_unstable();
        rules.dedup();
        if !rules.is_empty() {
            let word = if parts.is_empty() { "optional, see" } else { "see" };
            parts.push(format!("{word} {}", self.rules(&rules)));
        }
        parts.join("; ")
    }

    /// "if …" for the combinations that have a status, if there are some.
    pub(super) fn condition(&self, cell: &Cell, status: &Status) -> Option<String> {
        let Cell { axes, statuses } = cell;
        let chosen: Vec<bool> = statuses.iter().map(|it| it == status).collect();
        if !chosen.contains(&true) {
            return None;
        }
        if !chosen.contains(&false) {
            return Some(String::new());
        }
        let rest: Vec<bool> = chosen.iter().map(|it| !it).collect();
        let yes = self.clause(axes, &chosen).map(|(text, size)| (format!("if {text}"), size));
        let no = self.clause(axes, &rest).map(|(text, size)| (format!("unless {text}"), size + 1));
        let best = [yes, no].into_iter().flatten().min_by_key(|(_, size)| *size);
        Some(best.map_or_else(|| self.depends(axes), |(text, _)| text))
    }

    /// "region and port".
    fn rules(&self, rules: &[usize]) -> String {
        let names: Vec<String> = rules.iter().map(|index| (self.rule)(*index)).collect();
        sentence::join(&names, "and")
    }

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
        let facts = &self.check.facts;
        let fact: &Fact = facts.get(axis.fact)?;
        Some(match self.wording {
            Wording::Short => (self.text)(&sentence::join(&values, "or")),
            Wording::Whole => (self.text)(&sentence::condition(
                &Cond::Test(Subject::Fact(fact.name.clone()), Test::OneOf(values)),
                facts,
            )),
        })
    }

    fn depends(&self, axes: &[Axis]) -> String {
        let facts = &self.check.facts;
        let names: Vec<String> = axes
            .iter()
            .filter_map(|axis| facts.get(axis.fact))
            .map(|fact| (self.text)(&sentence::subject(&Subject::Fact(fact.name.clone()), facts)))
            .collect();
        format!("in some cases, depending on {}", sentence::join(&names, "and"))
    }
}
