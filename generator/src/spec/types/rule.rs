//! Rules as data.

use super::{Node, OneOrMany, Span};
use serde::Deserialize;

/// A rule.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// The id.
    pub id: String,
    /// What it says.
    #[serde(skip)]
    pub form: Form,
    /// It applies only if this holds.
    #[serde(skip)]
    pub when: Option<Node>,
    /// It applies only if this does not hold.
    #[serde(skip)]
    pub unless: Option<Node>,
    /// The editions that have it; none named means all.
    pub edition: OneOrMany,
    /// Whether a broken rule is an error or a warning.
    pub severity: Option<RuleSeverity>,
    /// The document and the place in it.
    pub source: Option<String>,
    /// Why it is there.
    pub doc: Option<String>,
    /// What a violation says.
    pub message: Option<String>,
    /// What the analysis is known to find about it.
    pub expect: OneOrMany<Expectation>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Which form.
    pub kind: FormKind,
    /// Where its key stands.
    pub key_span: Span,
    /// What stands behind the key.
    pub value: Node,
}

/// The forms of a rule; [`FormKind::from_key`] reads one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// Every one must be given.
    #[default]
    Require,
    /// None may hold.
    Forbid,
    /// Exactly one holds.
    ExactlyOne,
    /// At most one holds.
    AtMostOne,
    /// At least one holds.
    AtLeastOne,
    /// All hold, or none.
    AllOrNone,
    /// If given, the value is one of these.
    Allow,
    /// A comparison of numbers.
    Compare,
    /// A condition that must hold.
    Ensure,
    /// It has no effect.
    Ignored,
    /// What the service takes under a condition.
    Default,
}

/// Whether a broken rule is an error or a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSeverity {
    /// It makes a request invalid.
    Error,
    /// It is only worth a warning.
    Warning,
}

/// What the analysis is known to find about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// Other rules imply it.
    Redundant,
    /// Its condition can never hold.
    NeverFires,
}
