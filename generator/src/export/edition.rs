//! What exists in an edition, as a check sees it.

use contingent_rules::{Kind, Operation, Parameter, Step};

/// How a thing with editions stands where one is chosen, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It exists.
    Here,
    /// No edition is chosen, and only some have it: whatever is wrong with it is a warning.
    Partly,
    /// It does not exist.
    Missing,
}

/// An operation seen in one edition, or in none.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) operation: &'a Operation,
    pub(super) edition: Option<&'a str>,
}

impl<'a> View<'a> {
    /// How something that belongs to these editions stands.
    pub(super) fn presence(self, editions: &[String]) -> Presence {
        let declared = &self.operation.editions;
        let names_all = !declared.is_empty() && declared.iter().all(|name| editions.contains(name));
        if editions.is_empty() || names_all {
            return Presence::Here;
        }
        match self.edition {
            None => Presence::Partly,
            Some(chosen) if editions.iter().any(|name| name == chosen) => Presence::Here,
            Some(_) => Presence::Missing,
        }
    }

    /// The values of an enum that exist.
    pub(super) fn values(self, parameter: &'a Parameter) -> Vec<&'a str> {
        match &parameter.kind {
            Kind::Enum { values, .. } => values
                .iter()
                .filter(|value| self.presence(&value.editions) != Presence::Missing)
                .map(|value| value.value.as_str())
                .collect(),
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::List(_)
            | Kind::Object(_)
            | Kind::Map(_)
            | Kind::Json
            | Kind::JsonList(_)
            | Kind::JsonObject(_) => Vec::new(),
        }
    }
}

/// Whether a text stands for the structure.
pub(super) fn is_json_text(parameter: &Parameter) -> bool {
    match &parameter.kind {
        Kind::JsonList(_) | Kind::JsonObject(_) => true,
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json => false,
    }
}

/// What is at the end of some steps: `None` if they lead nowhere, `Some(None)` for an item of a list of anything.
pub(super) fn at_end<'a>(mut here: Option<&'a Parameter>, steps: &[Step]) -> Option<Option<&'a Parameter>> {
    for step in steps {
        let parameter = here?;
        here = match step {
            Step::Field(name) => parameter.field(name),
            Step::Items => parameter.kind.item(),
        };
    }
    Some(here)
}
