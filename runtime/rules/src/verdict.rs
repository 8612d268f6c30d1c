//! What a check says: violations, warnings and what could not be decided.

use crate::Value;

/// The outcome of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// What the service is documented to refuse.
    pub violations: Vec<Finding>,
    /// What is worth knowing and refuses nothing.
    pub warnings: Vec<Finding>,
    /// Rules whose outcome depends on something unknown.
    pub undecided: Vec<Finding>,
}

/// One violation, warning or undecided rule. It never carries a value of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The id of the rule, or of a built-in check such as `Port.type`: the name to allow it by.
    pub rule: String,
    /// The parameters concerned, with the index of list items: `Restore[0].Name`.
    pub parameters: Vec<String>,
    /// What is wrong and what would satisfy the rule.
    pub message: String,
    /// The condition because of which the rule applies; empty for one that always does.
    pub reason: String,
    /// The document and the place in it that state the rule.
    pub source: String,
    /// What an undecided rule needs to know: facts (`$Name`) and parameters.
    pub needs: Vec<String>,
}

/// The verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Valid,
    /// Something is wrong.
    Invalid,
    /// Nothing is known to be wrong, but some rule could not be decided.
    Undecided,
}

impl Outcome {
    /// `valid`, `invalid` or `undecided`.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Valid => "valid",
            Outcome::Invalid => "invalid",
            Outcome::Undecided => "undecided",
        }
    }
}

impl Verdict {
    /// Any violation makes a request invalid; else any undecided rule makes it undecided.
    /// Warnings change nothing.
    pub fn outcome(&self) -> Outcome {
        if !self.violations.is_empty() {
            Outcome::Invalid
        } else if self.undecided.is_empty() {
            Outcome::Valid
        } else {
            Outcome::Undecided
        }
    }

    /// Whether there is a violation.
    pub fn is_invalid(&self) -> bool {
        self.outcome() == Outcome::Invalid
    }

    /// The verdict without the findings of these ids: models go out of date, and nobody must be
    /// locked out by ours.
    #[must_use]
    pub fn allowing<S: AsRef<str>>(mut self, ids: &[S]) -> Self {
        let allowed = |finding: &Finding| ids.iter().any(|id| id.as_ref() == finding.rule);
        self.violations.retain(|finding| !allowed(finding));
        self.undecided.retain(|finding| !allowed(finding));
        self
    }

    /// The verdict as the JSON object that `contingent validate` prints.
    pub fn to_json(&self) -> Value {
        let list = |findings: &[Finding], needs: bool| {
            Value::List(findings.iter().map(|finding| finding.to_json(needs)).collect())
        };
        Value::Object(vec![
            ("verdict".into(), self.outcome().as_str().into()),
            ("violations".into(), list(&self.violations, false)),
            ("warnings".into(), list(&self.warnings, false)),
            ("undecided".into(), list(&self.undecided, true)),
        ])
    }
}

impl Finding {
    fn to_json(&self, needs: bool) -> Value {
        let texts = |texts: &[String]| Value::List(texts.iter().map(|text| text.as_str().into()).collect());
        let mut entries = vec![
            ("rule".into(), self.rule.as_str().into()),
            ("parameters".into(), texts(&self.parameters)),
            ("message".into(), self.message.as_str().into()),
            ("reason".into(), self.reason.as_str().into()),
            ("source".into(), self.source.as_str().into()),
        ];
        if needs {
            entries.push(("needs".into(), texts(&self.needs)));
        }
        Value::Object(entries)
    }
}

/// What the service knows and the request does not carry; what is not set is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    known: Vec<(String, Value)>,
}

impl Facts {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells a fact, named with or without `$`; `null` makes it unknown again.
    pub fn set(&mut self, name: &str, value: Value) {
        self.put(name.strip_prefix('$').unwrap_or(name), value);
    }

    fn put(&mut self, name: &str, value: Value) {
        self.known.retain(|(known, _)| known != name);
        if value != Value::Null {
            self.known.push((name.to_owned(), value));
        }
    }

    /// The value of a fact, named without `$`; `None` if it is unknown.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.known.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The names of the known facts, without `$`, in the order in which they were told.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|(name, _)| name.as_str())
    }

    /// Reads a JSON object of facts.
    ///
    /// # Errors
    /// The value is not an object, or names a fact twice (with and without `$`).
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let Value::Object(entries) = value else {
            return Err("facts are a JSON object from name to value".into());
        };
        let mut facts = Self::new();
        let mut seen = std::collections::HashSet::new();
        for (name, value) in entries {
            let bare = name.strip_prefix('$').unwrap_or(name);
            if !seen.insert(bare) {
                return Err(format!("the fact `{}` is given twice", bare.escape_debug()));
            }
            facts.put(bare, value.clone());
        }
        Ok(facts)
    }
}
