//! What is different between two specs, or between two editions of one, and what that means for callers.
//!
//! This half compares what is written: [`changes`] for an operation, [`service_changes`] for a service. Whether another
//! rule refuses more or less is not written anywhere; whoever reasons about rules says so with a [`RuleEffect`], see
//! [`changes_with`]. It reads the model alone, makes plain data, and must never look at a file or judge a request.
//!
//! Three things are looked at, and one difference is told once, under the strongest of its categories:
//! - *the wire*, in the edition that is chosen on either side; without one, what all editions share;
//! - *the Rust API*, which has everything of every edition, whichever is chosen;
//! - *the words*.
//!
//! If no edition is chosen on both sides, what only some editions have is compared edition by edition; such a change says
//! which editions it is about. A default that changes refuses nothing, yet the service does something else when nothing
//! is sent: it has a sentence of its own and is compatible. One that is documented for the first time, or not any more,
//! says nothing about the service, and counts as words.

mod bounds;
mod changelog;
mod facts;
mod kinds;
mod operation;
mod order;
mod parameters;
mod pass;
mod response;
mod rules;
mod secrets;
mod service;
#[cfg(test)]
mod tests;
mod variants;
mod words;

pub use changelog::changelog;
pub use service::{ServiceChanges, service_changes, service_changes_with};

use std::collections::BTreeSet;

use serde::Serialize;

use self::pass::{Pass, View};
use crate::model::{Operation, Parameter};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it means for callers.
    pub category: Category,
    /// What it is, in one line of plain text: "KeepDays: at most 365 days, was 3650".
    pub what: String,
}

/// What a change means for callers, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// A request that was accepted may be refused, or a reply that was understood may not be.
    Breaking,
    /// Nothing on the wire, and Rust code that compiled may not.
    RustBreaking,
    /// What was right stays right.
    Compatible,
    /// Other words.
    Docs,
}

impl Category {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Category::Breaking => "breaking",
            Category::RustBreaking => "rust-breaking",
            Category::Compatible => "compatible",
            Category::Docs => "docs",
        }
    }
}

/// What a rule that is new, gone or another one does to the requests that are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleEffect {
    /// Some are refused that were accepted.
    Loses,
    /// Some are accepted that were refused.
    Gains,
    /// None of both.
    Neither,
    /// Both.
    Both,
    /// Nobody has looked: what is new or another rule counts as breaking, what is gone as compatible.
    #[default]
    Unknown,
}

/// What is different between two operations, or two editions of one, the strongest category first, then in the order of
/// the spec. Nothing is known of the effect of rules.
pub fn changes(old: &Operation, old_edition: Option<&str>, new: &Operation, new_edition: Option<&str>) -> Vec<Change> {
    changes_with(old, old_edition, new, new_edition, &|_| RuleEffect::Unknown)
}

/// The same, for a caller who knows the effect of a rule, by its id, in the editions that are compared. A rule that only
/// some editions have, looked at when none is chosen, is not asked for.
pub fn changes_with(
    old: &Operation,
    old_edition: Option<&str>,
    new: &Operation,
    new_edition: Option<&str>,
    effect: &dyn Fn(&str) -> RuleEffect,
) -> Vec<Change> {
    let mut found = between(old, old_edition, new, new_edition, effect);
    if old_edition.is_none() && new_edition.is_none() {
        found.extend(operation::editions(&old.check.editions, &new.check.editions));
    }
    sorted(found)
}

/// All but the editions that are declared, in no order of categories.
fn between(
    old: &Operation,
    old_edition: Option<&str>,
    new: &Operation,
    new_edition: Option<&str>,
    effect: &dyn Fn(&str) -> RuleEffect,
) -> Vec<Change> {
    let whole = one_pass(old, old_edition, new, new_edition, true, effect);
    if old_edition.is_some() || new_edition.is_some() {
        return whole;
    }
    let mut only: Vec<(Change, Vec<String>)> = Vec::new();
    for edition in editions(old, new) {
        let here = one_pass(old, Some(&edition), new, Some(&edition), false, &|_| RuleEffect::Unknown);
        // The effect of a rule may be known for all editions and is not for one: then the words agree and the category
        // does not.
        for change in here.into_iter().filter(|change| !whole.iter().any(|told| told.tells(change))) {
            match only.iter_mut().find(|(told, _)| *told == change) {
                Some((_, editions)) => editions.push(edition.clone()),
                None => only.push((change, vec![edition.clone()])),
            }
        }
    }
    let named = |(change, editions): (Change, Vec<String>)| Change {
        what: format!("in {}, {}", words::editions(&editions), change.what),
        ..change
    };
    whole.into_iter().chain(only.into_iter().map(named)).collect()
}

impl Change {
    /// Whether nothing is left to tell of the other one; a rule's effect stands behind its words.
    fn tells(&self, other: &Change) -> bool {
        self.what == other.what || rules::without_effect(&self.what) == other.what
    }
}

fn one_pass(
    old: &Operation,
    old_edition: Option<&str>,
    new: &Operation,
    new_edition: Option<&str>,
    whole: bool,
    effect: &dyn Fn(&str) -> RuleEffect,
) -> Vec<Change> {
    let mut pass = Pass {
        old: View { edition: old_edition, declared: &old.check.editions },
        new: View { edition: new_edition, declared: &new.check.editions },
        reply: false,
        whole,
        found: Vec::new(),
    };
    operation::compare(&mut pass, old, new);
    parameters::top(&mut pass, &old.parameters, &new.parameters);
    facts::compare(&mut pass, &old.facts, &new.facts);
    rules::compare(&mut pass, old, new, effect);
    variants::compare(&mut pass, old, new);
    response::compare(&mut pass, old.response.as_ref(), new.response.as_ref());
    operation::around(&mut pass, old, new);
    pass.found
}

/// The strongest category first; what has one category stays in its order.
fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| change.category);
    changes
}

/// The editions to look at one by one: those that both declare. If one of them declares none, those that are named.
fn editions(old: &Operation, new: &Operation) -> Vec<String> {
    let (before, after) = (&old.check.editions, &new.check.editions);
    if !before.is_empty() && !after.is_empty() {
        return after.iter().filter(|edition| before.contains(edition)).cloned().collect();
    }
    let mut named: BTreeSet<String> = before.iter().chain(after).cloned().collect();
    for operation in [old, new] {
        let fields = operation.response.iter().flat_map(|response| &response.fields);
        operation.parameters.iter().chain(fields).for_each(|parameter| names(parameter, &mut named));
        named.extend(operation.check.rules.iter().flat_map(|rule| &rule.editions).cloned());
        named.extend(operation.errors.iter().flat_map(|error| &error.editions).cloned());
        for fact in &operation.facts {
            named.extend(kinds::values(&fact.def.kind).iter().flat_map(|value| &value.editions).cloned());
        }
    }
    named.into_iter().collect()
}

fn names(parameter: &Parameter, named: &mut BTreeSet<String>) {
    named.extend(parameter.def.editions.iter().cloned());
    named.extend(kinds::values(&parameter.def.kind).iter().flat_map(|value| &value.editions).cloned());
    parameter.fields.iter().chain(parameter.item.as_deref()).for_each(|inner| names(inner, named));
}
