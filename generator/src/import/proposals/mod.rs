//! Proposed rules beside a spec, in `proposals.yaml`: what descriptions seem to state, and what somebody said to that.
//!
//! `check` and `generate` never read the file, so nothing in it is active. Accepting an entry writes its rule into the
//! file of the operation; rejecting it keeps the entry, so that the next import does not bring it up again.

mod edit;
mod file;

pub use edit::with_rule;
pub use file::{read, write};

use super::prose::{self, Confidence, Scope};
use crate::spec::{Node, Operation, SourceFile, load_tree};
use std::collections::HashSet;

/// The name of the file, in the folder of the service.
pub const FILE: &str = "proposals.yaml";

/// A proposed rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Unique in the file: the operation, a slash, and the id that the rule gets.
    pub id: String,
    /// The operation.
    pub operation: String,
    /// The rule on one line, without `id` and `source`.
    pub rule: String,
    /// The sentence that states it.
    pub sentence: String,
    /// The document and the place in it.
    pub source: String,
    /// How much of the rule is written in the sentence.
    pub confidence: Confidence,
    /// What somebody said to it.
    pub state: State,
    /// What was read into the sentence.
    pub notes: Vec<String>,
}

/// What somebody said to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing yet.
    Open,
    /// The rule was written into the file of the operation.
    Accepted,
    /// The rule is not meant: it is not proposed again.
    Rejected,
    /// The spec states it already, in these or other words.
    Known,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Rejected, Self::Known];

    /// The word for it in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Known => "known",
        }
    }
}

/// A text about a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description<'d> {
    /// The parameter or field, as rules write it.
    pub subject: &'d str,
    /// The text, with its markup.
    pub text: &'d str,
    /// The document and the place in it.
    pub source: &'d str,
}

/// The rules that descriptions of an operation seem to state, each meaning once; of equal ones the surest is kept.
///
/// `scope` is [`Scope::of`] the operation, or more than that: what other languages call its names. What the operation
/// states already is [`State::Known`], everything else is open.
pub fn propose(operation: &Operation, scope: &Scope, descriptions: &[Description<'_>]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut meanings: Vec<Vec<String>> = Vec::new();
    for description in descriptions {
        for proposal in prose::propose(description.text, description.subject, scope) {
            let entry = Entry {
                id: format!("{}/{}", operation.operation, proposal.id),
                operation: operation.operation.clone(),
                rule: proposal.rule,
                sentence: proposal.sentence.split_whitespace().collect::<Vec<_>>().join(" "),
                source: description.source.to_owned(),
                confidence: proposal.confidence,
                state: State::Open,
                notes: proposal.notes,
            };
            let meaning = meaning(&entry.rule);
            match meanings.iter().position(|it| *it == meaning).and_then(|at| entries.get_mut(at)) {
                Some(known) if known.confidence < entry.confidence => *known = entry,
                Some(_) => {}
                None => {
                    meanings.push(meaning);
                    entries.push(entry);
                }
            }
        }
    }
    mark_known(&mut entries, std::slice::from_ref(operation));
    number(&mut entries);
    entries
}

/// What a new import proposes, with what was said to the old proposals. Accepted and rejected ones stay, also if no
/// sentence states them any longer; open ones go with their sentence.
pub fn merge(old: Vec<Entry>, new: Vec<Entry>) -> Vec<Entry> {
    let key = |it: &Entry| (it.operation.clone(), meaning(&it.rule));
    let mut fresh: Vec<((String, Vec<String>), Entry)> = new.into_iter().map(|it| (key(&it), it)).collect();
    let mut out = Vec::new();
    for entry in old {
        let same = key(&entry);
        let found = fresh.iter().position(|it| it.0 == same).map(|at| fresh.remove(at).1);
        match (found, entry.state) {
            (Some(found), State::Open | State::Known) => out.push(Entry { id: entry.id, ..found }),
            (Some(found), state) => out.push(Entry { id: entry.id, state, ..found }),
            (None, State::Accepted | State::Rejected) => out.push(entry),
            (None, State::Open | State::Known) => {}
        }
    }
    out.extend(fresh.into_iter().map(|it| it.1));
    out.sort_by(|a, b| a.operation.cmp(&b.operation));
    number(&mut out);
    out
}

/// Says of each open or known entry whether an operation states it now.
pub fn mark_known(entries: &mut [Entry], operations: &[Operation]) {
    for operation in operations {
        let required = operation.parameters.iter().filter(|it| it.required.is_some_and(|flag| flag.0));
        let stated: HashSet<String> = operation
            .rules
            .iter()
            .flat_map(|it| prose::meaning(&it.node))
            .chain(required.flat_map(|it| meaning(&format!("require: {:?}", it.name.text))))
            .collect();
        let own = entries.iter_mut().filter(|it| it.operation == operation.operation);
        for entry in own.filter(|it| matches!(it.state, State::Open | State::Known)) {
            let meaning = meaning(&entry.rule);
            let known = !meaning.is_empty() && meaning.iter().all(|it| stated.contains(it));
            entry.state = if known { State::Known } else { State::Open };
        }
    }
}

/// Makes ids unique, the first one keeps its own.
fn number(entries: &mut [Entry]) {
    let mut seen: HashSet<String> = HashSet::new();
    for entry in entries {
        let plain = entry.id.clone();
        let mut count = 1;
        while !seen.insert(entry.id.clone()) {
            count += 1;
            entry.id = format!("{plain}-{count}");
        }
    }
}

fn meaning(rule: &str) -> Vec<String> {
    node(rule).map(|it| prose::meaning(&it)).unwrap_or_default()
}

/// A rule on one line as a tree.
fn node(rule: &str) -> Option<Node> {
    let file = SourceFile { path: "rule".to_owned(), bytes: rule.into() };
    load_tree(&file, &mut crate::diagnostic::Diagnostics::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::spec::load_operation;

    fn operation(rules: &str) -> Operation {
        let text = format!(
            "operation: Dig\nparameters:\n  Bed: {{type: string, required: true}}\n  Tool: {{type: enum, values: {{Spade: {{}}, \
             Fork: {{}}}}}}\n  Depth: {{type: integer}}\n{rules}"
        );
        load_operation(&SourceFile { path: "dig.yaml".to_owned(), bytes: text.into() }, &mut Diagnostics::new())
            .unwrap()
    }

    fn proposed(operation: &Operation, texts: &[&str]) -> Vec<Entry> {
        let descriptions: Vec<Description<'_>> =
            texts.iter().map(|text| Description { subject: "Depth", text, source: "guide#Depth" }).collect();
        propose(operation, &Scope::of(operation), &descriptions)
    }

    const SURE: &str = "This parameter is required if Tool is set to Spade.";

    #[test]
    fn equal_meanings_are_one_entry_and_the_surest_counts() {
        let found = proposed(&operation(""), &["Required when Tool is spade.", SURE, "Required if Tool is Fork."]);
        let ids: Vec<_> = found.iter().map(|it| (it.id.as_str(), it.confidence)).collect();
        assert_eq!(ids, [("Dig/require-depth", Confidence::Exact), ("Dig/require-depth-2", Confidence::Exact)]);
        assert_eq!((found[0].sentence.as_str(), found[0].state), (SURE, State::Open));
    }

    #[test]
    fn what_the_spec_states_is_known_in_whatever_words() {
        let stated = operation("rules: [{id: a, require: [Depth, Tool], unless: {not: {Tool: [Spade]}}, source: s}]\n");
        assert_eq!(proposed(&stated, &[SURE])[0].state, State::Known);
        assert!(proposed(&stated, &["The Bed parameter is required."]).is_empty());
        let mut entries = proposed(&operation(""), &[SURE]);
        mark_known(&mut entries, &[stated]);
        assert_eq!(entries[0].state, State::Known);
        mark_known(&mut entries, &[operation("")]);
        assert_eq!(entries[0].state, State::Open);
    }

    #[test]
    fn what_was_said_survives_the_next_import() {
        let dig = operation("");
        let mut old = proposed(&dig, &[SURE, "Required if Tool is Fork.", "Depth is ignored if Tool is Fork."]);
        (old[0].state, old[1].state) = (State::Rejected, State::Accepted);
        // The same rule in other words, one sentence gone, and a new one.
        let new = proposed(
            &dig,
            &["If Tool is Spade, this parameter is required.", "Tool and Depth are mutually exclusive."],
        );
        let merged = merge(old, new);
        let states: Vec<_> = merged.iter().map(|it| (it.id.as_str(), it.state)).collect();
        let rest = "Dig/at-most-one-tool-depth";
        assert_eq!(
            states,
            [("Dig/require-depth", State::Rejected), ("Dig/require-depth-2", State::Accepted), (rest, State::Open)]
        );
        assert!(merged[0].sentence.starts_with("If Tool"));
    }
}
