//! The keys of rules.

use super::{Key, Mapping, Shape, Word, mandatory, optional, word};

/// A rule.
pub static RULE: Mapping = Mapping {
    what: "rule",
    doc: "What must hold between parameters. A rule has exactly one form.",
    keys: &[
        mandatory("id", Shape::Name, "The id of the rule, unique in the operation."),
        form("require", "Every one of these must be given, and have one of the values if some are named."),
        form("forbid", "None of these may hold."),
        form("exactly_one", "Exactly one of these holds."),
        form("at_most_one", "At most one of these holds."),
        form("at_least_one", "At least one of these holds."),
        form("all_or_none", "All of these hold, or none."),
        form("allow", "If it is given, its value is one of these, or in this range."),
        form("compare", "A comparison of sums of numbers and numeric parameters; it holds when an operand is absent."),
        form("ensure", "A condition that must hold: the general form, the last resort."),
        form("ignored", "It has no effect: a matter of docs, and a warning."),
        form("default", "The value that the service takes under the condition: a matter of docs."),
        optional("when", Shape::Condition, "The rule applies only if this holds."),
        optional("unless", Shape::Condition, "The rule applies only if this does not hold."),
        optional("edition", Shape::NameOrNames, "The editions that have the rule; all of them without this key."),
        optional("severity", Shape::Word(SEVERITIES), "Whether a broken rule is an error or a warning."),
        optional("source", Shape::Text, "The document and the place in it: `guide#copy`."),
        optional("doc", Shape::Text, "Why the rule is there."),
        optional("message", Shape::Text, "What a violation says, in place of the derived sentence."),
        optional("expect", Shape::Words(EXPECTATIONS), "What the analysis is known to find about the rule."),
    ],
    wants: &["source"],
};

/// The forms of a rule, in the order of the language's page.
pub const FORMS: &[&str] = &[
    "require",
    "forbid",
    "exactly_one",
    "at_most_one",
    "at_least_one",
    "all_or_none",
    "allow",
    "compare",
    "ensure",
    "ignored",
    "default",
];

const fn form(name: &'static str, doc: &'static str) -> Key {
    optional(name, Shape::Form, doc)
}

const SEVERITIES: &[Word] = &[
    word("error", "A broken rule makes a request invalid."),
    word("warning", "A broken rule is only worth a warning."),
];

const EXPECTATIONS: &[Word] =
    &[word("redundant", "Other rules imply it."), word("never_fires", "Its condition can never hold.")];
