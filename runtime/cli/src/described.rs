//! An operation as its command needs it: the rules, the explanations, and which flag is which parameter.

use contingent_rules::guide::{Entry, Guide};
use contingent_rules::{Kind, Operation, Parameter, Rule, sentence};
use contingent_runtime::call::Descriptor;
use contingent_runtime::command::Command;

use crate::exit::Failure;

/// An operation that somebody asked for.
pub(crate) struct Described {
    pub(crate) command: &'static Command,
    pub(crate) descriptor: &'static Descriptor,
    pub(crate) operation: &'static Operation,
    pub(crate) guide: Guide,
}

impl Described {
    /// Reads what is embedded about an operation.
    pub(crate) fn load(command: &'static Command) -> Result<Self, Failure> {
        let descriptor = (command.descriptor)();
        let guide = Guide::from_json(command.guide);
        let guide = guide.map_err(|error| {
            Failure::start(format!("the explanations of `{}` cannot be read: {error}", command.name))
        })?;
        Ok(Self { command, descriptor, operation: descriptor.definition().operation(), guide })
    }

    /// The parameters that can be given, with what is said about them. Constants are sent without being asked for.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&'static Parameter, &Entry)> {
        let all = self.operation.parameters.iter().zip(&self.guide.parameters);
        all.filter(|(parameter, _)| parameter.constant.is_none())
    }

    /// A parameter by its name on the wire.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.operation.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The flag of a parameter, with dashes; `None` for a name that the operation does not have, or that has no flag.
    pub(crate) fn flag(&self, name: &str) -> Option<String> {
        let entry = self.parameters().map(|(_, entry)| entry).find(|entry| entry.name == name);
        entry.map(|entry| format!("--{}", entry.flag))
    }

    /// The flag of a fact, with dashes.
    pub(crate) fn fact_flag(&self, name: &str) -> Option<String> {
        let entry = self.guide.facts.iter().find(|entry| entry.name == name);
        entry.map(|entry| format!("--{}", entry.flag))
    }

    /// The rules that demand something of a parameter.
    pub(crate) fn rules_about(&self, name: &str) -> impl Iterator<Item = &'static Rule> {
        let about =
            move |rule: &&Rule| rule.subjects().iter().any(|reference| reference.top().is_some_and(|top| top == name));
        self.operation.rules.iter().filter(about)
    }

    /// A rule as a sentence, with the editions that have it.
    pub(crate) fn sentence(&self, rule: &Rule) -> String {
        let text = sentence::rule(rule, &self.operation.facts);
        format!("{text}{}", only_in(&rule.editions, &self.operation.editions))
    }

    /// A rule as it reads at one parameter: "Required when Place is Here" where that is all it says.
    pub(crate) fn sentence_at(&self, rule: &Rule, name: &str) -> String {
        let text = self.sentence(rule);
        match text.strip_prefix(name).and_then(|rest| rest.strip_prefix(" is required")) {
            Some(rest) => format!("Required{rest}."),
            None => format!("{text}."),
        }
    }
}

/// Which editions have something, if not all of them do.
pub(crate) fn only_in(editions: &[String], all: &[String]) -> String {
    if editions.is_empty() || editions.len() == all.len() {
        return String::new();
    }
    let noun = if editions.len() == 1 { "edition" } else { "editions" };
    format!(" (only in {noun} {})", sentence::join(editions, "and"))
}

/// Whether the value, or something in it, must never be shown.
pub(crate) fn holds_secret(parameter: &Parameter) -> bool {
    let kind: &Kind = &parameter.kind;
    parameter.secret || kind.fields().iter().any(holds_secret) || kind.item().is_some_and(holds_secret)
}

/// The first sentence of an explanation, without its dot.
pub(crate) fn first_sentence(doc: &str) -> &str {
    let end = doc.find(". ").or_else(|| doc.find(".\n")).unwrap_or(doc.len());
    doc.get(..end).unwrap_or(doc).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_dot() {
        assert_eq!(first_sentence("The port, such as 1.5. More."), "The port, such as 1.5");
        assert_eq!(first_sentence("The port."), "The port");
        assert_eq!(first_sentence(""), "");
    }

    #[test]
    fn editions_are_named_where_not_all_have_it() {
        let all = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(only_in(&all[..1], &all), " (only in edition a)");
        assert_eq!(only_in(&all[..2], &all), " (only in editions a and b)");
        assert_eq!(only_in(&all, &all) + &only_in(&[], &all), "");
    }
}
