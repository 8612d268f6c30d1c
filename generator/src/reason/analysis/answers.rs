//! The answers of an analysis, as data.

/// The answers, in the order of the spec.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Whether any request is valid. If not, every list but `contradictions` is empty.
    pub consistent: bool,
    /// Parameters that no valid request has.
    pub dead: Vec<String>,
    /// Parameters that are not required and that every valid request has.
    pub false_optional: Vec<String>,
    /// Values that no valid request has, by parameter or `$Fact`.
    pub dead_values: Vec<(String, Vec<String>)>,
    /// Rules that the others imply.
    pub redundant_rules: Vec<Redundant>,
    /// Rules whose condition can never hold.
    pub never_fires: Vec<String>,
    /// Rules that cannot hold together, or that together rule out a parameter or a value.
    pub contradictions: Vec<Contradiction>,
    /// Findings that the spec expects.
    pub expected: Vec<Expected>,
    /// Expectations of the spec that did not come true.
    pub unmet: Vec<Expected>,
    /// How many shapes are valid; none if that was not computed.
    pub valid_shapes: Option<String>,
    /// Questions that a limit left open.
    pub unknown: Vec<Unknown>,
}

/// A rule that the others imply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redundant {
    /// The id of the rule.
    pub rule: String,
    /// Rules that imply it, none of which can be left out; empty if the definitions alone do.
    pub implied_by: Vec<String>,
}

/// Rules that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Their ids; none can be left out.
    pub rules: Vec<String>,
    /// What they rule out; for rules that contradict each other outright, all that they speak about.
    pub parameters: Vec<String>,
    /// The value of that parameter that they rule out, if it is not all of them.
    pub value: Option<String>,
    /// The same as a sentence.
    pub message: String,
}

/// A rule, and a finding about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The id of the rule.
    pub rule: String,
    /// `redundant` or `never_fires`.
    pub finding: &'static str,
}

/// A question that a limit left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What was asked, by the name of its list.
    pub question: &'static str,
    /// The parameter, value or rule.
    pub subject: String,
    /// The limit.
    pub reason: String,
}

impl Analysis {
    /// Whether something should be done about the rules. What is unknown, or as expected, is no finding.
    pub fn has_findings(&self) -> bool {
        !self.consistent
            || !self.dead.is_empty()
            || !self.false_optional.is_empty()
            || !self.dead_values.is_empty()
            || !self.redundant_rules.is_empty()
            || !self.never_fires.is_empty()
            || !self.contradictions.is_empty()
            || !self.unmet.is_empty()
    }
}
