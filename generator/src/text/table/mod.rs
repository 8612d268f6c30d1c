//! The requirement table of one operation on its own: on a terminal, as Markdown, as HTML and as JSON.

mod html;
mod json;
mod layout;
mod markdown;
#[cfg(feature = "page")]
mod plain;
mod terminal;

#[cfg(feature = "page")]
pub(crate) use plain::Plain;

use contingent_rules::{Kind, Mode, Operation, Presence, Reference, Step, Subject, View, sentence};

use super::phrase::{Wording, Words};
use crate::reason::{By, Cell, Head, Row, Status, Table, listed, table};

/// Values of a parameter beyond which it is not chosen for the columns.
const MOST_VALUES: usize = 64;

/// What each value of one parameter or fact makes of all other parameters, in one edition.
#[derive(Debug)]
pub struct Requirements<'m> {
    check: &'m Operation,
    edition: Option<&'m str>,
    by: Option<By>,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// Values that make the same of every parameter.
#[derive(Debug)]
struct Column {
    heads: Vec<Head>,
    /// The place of its cells in a row.
    at: usize,
}

/// There is no parameter or fact of this name to make columns of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchColumns;

impl<'m> Requirements<'m> {
    /// The table of an operation in an edition, or of what is common to all. Without a name the columns are the
    /// values of what the rules ask about most.
    ///
    /// # Errors
    /// No parameter has the name, and no fact has it, with or without `$`.
    pub fn new(
        operation: &'m crate::model::Operation,
        edition: Option<&'m str>,
        by: Option<&str>,
    ) -> Result<Self, NoSuchColumns> {
        let check = &operation.check;
        let view = edition.map_or(View::Common, |name| View::One(name.to_owned()));
        let by = match by {
            Some(name) => Some(named(check, &view, name).ok_or(NoSuchColumns)?),
            None => default(operation, &view),
        };
        let Table { heads, rows } = table(check, edition, by);
        let mut columns: Vec<Column> = Vec::new();
        for (at, head) in heads.into_iter().enumerate() {
            let same = |column: &&mut Column| rows.iter().all(|row| row.cells.get(column.at) == row.cells.get(at));
            match columns.iter_mut().find(same) {
                Some(column) => column.heads.push(head),
                None => columns.push(Column { heads: vec![head], at }),
            }
        }
        Ok(Requirements { check, edition, by, columns, rows })
    }

    /// The name of what the columns are about, facts with `$`.
    fn by_name(&self) -> Option<String> {
        match self.by? {
            By::Parameter(index) => self.check.parameters.get(index).map(|it| it.name.clone()),
            By::Fact(index) => self.check.facts.get(index).map(|it| format!("${}", it.name)),
        }
    }

    fn name(&self, row: &Row) -> &'m str {
        self.check.parameters.get(row.parameter).map_or("", |it| it.name.as_str())
    }

    fn cells<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = &'r Cell> {
        self.columns.iter().filter_map(|column| row.cells.get(column.at))
    }

    /// Whether a parameter may be given or not, whatever else is.
    fn is_free(&self, row: &Row) -> bool {
        self.cells(row).all(|cell| cell.uniform() == Some(&Status::Optional))
    }

    /// The rows that say something.
    fn telling(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !self.is_free(row))
    }

    /// The parameters that are optional in every column.
    fn free(&self) -> Vec<&'m str> {
        self.rows.iter().filter(|row| self.is_free(row)).map(|row| self.name(row)).collect()
    }

    /// The rules that some cell names.
    fn rules(&self) -> Vec<usize> {
        let cells = self.rows.iter().flat_map(|row| self.cells(row)).flat_map(|cell| &cell.statuses);
        let mut rules: Vec<usize> = Vec::new();
        for status in cells {
            if let Status::See(more) = status {
                rules.extend(more);
            }
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// The one fact that the cells speak of, in words, if they need not name it.
    fn only_fact(&self) -> Option<String> {
        let mut facts = self.rows.iter().flat_map(|row| self.cells(row)).flat_map(|cell| &cell.axes).map(|it| it.fact);
        let first = facts.next()?;
        let fact = self.check.facts.get(first)?;
        let boolean = matches!(fact.kind, Kind::Boolean);
        (facts.all(|it| it == first) && !boolean)
            .then(|| sentence::subject(&Subject::Fact(fact.name.clone()), &self.check.facts))
    }

    fn words(&self, rule: fn(&str) -> String, text: fn(&str) -> String) -> Words<'_> {
        let wording = if self.only_fact().is_some() { Wording::Short } else { Wording::Whole };
        let id = |index: usize| self.check.rules.get(index).map_or("", |rule| rule.id.as_str());
        Words { check: self.check, wording, rule: Box::new(move |index| rule(id(index))), text }
    }

    /// The values of a column, or what stands for them.
    fn heading(column: &Column, value: fn(&str) -> String) -> String {
        let name = |head: &Head| match head {
            Head::Value(text) => value(text),
            Head::Other => "any other".to_owned(),
            Head::Given => "given".to_owned(),
            Head::Absent => "not given".to_owned(),
            Head::Always => "always".to_owned(),
        };
        column.heads.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// What the whole table is about, in pieces: the operation, its edition, and the columns.
    fn caption(&self, name: fn(&str) -> String) -> String {
        let edition = match self.edition {
            Some(edition) => format!(" (edition {})", name(edition)),
            None if self.check.editions.is_empty() => String::new(),
            None => " (what all editions share)".to_owned(),
        };
        let by = self.by_name().map_or_else(String::new, |it| format!(", by {}", name(&it)));
        format!("{}{edition}: what to send{by}", name(&self.check.name))
    }

    /// The sentences below a table, each in the order of the spec: rules by their ids.
    fn sentences(&self) -> Vec<(&'m str, String)> {
        let rules = self.rules().into_iter().filter_map(|index| self.check.rules.get(index));
        rules.map(|rule| (rule.id.as_str(), sentence::rule(rule, &self.check.facts))).collect()
    }
}

/// A parameter of an edition, or a fact.
fn named(check: &Operation, view: &View, name: &str) -> Option<By> {
    let here = |editions: &[String]| view.presence(editions, &check.editions) != Presence::Missing;
    let parameter = check.parameters.iter().position(|it| it.name == name && here(&it.editions));
    let bare = name.strip_prefix('$').unwrap_or(name);
    let fact = || check.facts.iter().position(|it| it.name == bare);
    parameter.map(By::Parameter).or_else(|| fact().map(By::Fact))
}

/// The discriminator of the variants, else the required enum or boolean that most rules have in a condition, else
/// the fact that most rules test.
fn default(operation: &crate::model::Operation, view: &View) -> Option<By> {
    let check = &operation.check;
    let variants = operation.variants.as_ref().and_then(|it| check.parameters.get(it.by));
    if let Some(by) = variants.and_then(|it| named(check, view, &it.name)) {
        return Some(by);
    }
    let modes = contingent_rules::modes(check, view);
    let active: Vec<_> = check.rules.iter().zip(modes).filter(|(_, mode)| *mode == Mode::Error).collect();
    let most = |counted: &mut dyn Iterator<Item = (usize, usize)>| {
        let counted = counted.filter(|(count, _)| *count > 0);
        counted.max_by_key(|(count, index)| (*count, std::cmp::Reverse(*index))).map(|(_, index)| index)
    };
    let is = |reference: &&Reference, name: &str| matches!(reference.steps.as_slice(), [Step::Field(it)] if it == name);
    let few = |kind: &Kind| matches!(listed(check, view, kind, &[]).len(), 1..=MOST_VALUES);
    let mut parameters = check.parameters.iter().enumerate().filter_map(|(index, it)| {
        let here = view.presence(&it.editions, &check.editions) != Presence::Missing;
        let about = |rule: &contingent_rules::Rule| rule.conditions().iter().any(|reference| is(reference, &it.name));
        let suits = here && it.required && it.constant.is_none() && few(&it.kind);
        suits.then(|| (active.iter().filter(|(rule, _)| about(rule)).count(), index))
    });
    let mut facts = check.facts.iter().enumerate().filter_map(|(index, it)| {
        let count = active.iter().filter(|(rule, _)| rule.facts().contains(&it.name.as_str())).count();
        few(&it.kind).then_some((count, index))
    });
    most(&mut parameters).map(By::Parameter).or_else(|| most(&mut facts).map(By::Fact))
}
