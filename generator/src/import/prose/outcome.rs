//! What both grammars read as a demand, before a condition is put to it.

use super::lexicon::Mention;
use super::parser::Parser;
use super::statement::Form;

/// What a form needs of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// Nothing: it holds with and without one.
    Free,
    /// It says something only under a condition.
    Conditional,
    /// It holds unless the condition does: "valid only if".
    Only,
    /// The same, and only with an "only": "you can specify it only if".
    Inverse,
}

/// What is demanded, and where the phrase ends.
pub(super) struct Outcome {
    pub(super) forms: Vec<(Form, Bound)>,
    pub(super) next: usize,
    pub(super) doubts: Vec<&'static str>,
    /// Whether the phrase itself makes an "only" of its condition.
    pub(super) only: bool,
}

pub(super) const ONE_OF: &str = "\"One of\" may also mean at least one.";
pub(super) const TOGETHER: &str = "\"At the same time\" may also mean that all of them are required.";
pub(super) const SET_TO: &str = "It may be advice and no demand.";
pub(super) const WITHOUT_ONLY: &str = "Without \"only\" it may have an effect in other cases, too.";
pub(super) const ANY: &str = "\"A or B\" may also mean exactly one.";

/// An outcome of one form.
pub(super) fn made(form: Form, bound: Bound, next: usize) -> Option<Outcome> {
    Some(Outcome { forms: vec![(form, bound)], next, doubts: Vec::new(), only: false })
}

/// An outcome that holds without a condition, too.
pub(super) fn free(form: Form, next: usize) -> Option<Outcome> {
    made(form, Bound::Free, next)
}

/// The same, with a second reading.
pub(super) fn doubtful(form: Form, next: usize, doubt: Option<&'static str>) -> Option<Outcome> {
    Some(Outcome { forms: vec![(form, Bound::Free)], next, doubts: doubt.into_iter().collect(), only: false })
}

/// All parameters but the subject: "other parameters".
pub(super) fn others_than_subject(parser: &Parser<'_>) -> Option<Vec<Mention>> {
    let subject = parser.lexicon.subject?;
    let plain = |name: &str| !name.starts_with('$') && !name.contains('.');
    let names = parser.lexicon.scope.names.iter().enumerate();
    let others = names.filter(|(index, it)| *index != subject && plain(&it.name));
    Some(others.map(|(name, _)| Mention { name, written: None }).collect())
}

/// The comparison that holds when another does not.
pub(super) fn opposite(operator: &str) -> &'static str {
    match operator {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "==" => "!=",
        _ => "==",
    }
}
