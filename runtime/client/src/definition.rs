//! The data of an operation as a generated crate embeds it.

use std::sync::OnceLock;

use contingent_rules::{Checker, Facts, Operation, Value, Verdict};

use crate::{Judgement, from_pairs};

/// The rules of one operation as JSON text, read at first use.
///
/// `static DEFINITION: Definition = Definition::new(include_str!("rules.json"));`
pub struct Definition {
    json: &'static str,
    operation: OnceLock<Operation>,
    common: OnceLock<Checker>,
    /// One for each edition that the operation declares, in its order.
    checkers: OnceLock<Vec<OnceLock<Checker>>>,
}

impl Definition {
    /// Embeds what the generator wrote.
    pub const fn new(json: &'static str) -> Self {
        Self { json, operation: OnceLock::new(), common: OnceLock::new(), checkers: OnceLock::new() }
    }

    /// The operation.
    ///
    /// # Panics
    /// The embedded text is not what a generator of this format wrote. No input of a program
    /// can cause that: [`format`](crate::format) ties the text to this crate at compile time.
    pub fn operation(&self) -> &Operation {
        self.operation.get_or_init(|| match Operation::from_json(self.json) {
            Ok(operation) => operation,
            Err(error) => panic!("the embedded rules were not written by the generator: {error}"),
        })
    }

    /// What checks requests by the edition, or by what is common to all of them; `None` for an
    /// edition that the operation does not declare.
    ///
    /// # Panics
    /// As [`Definition::operation`].
    pub fn checker(&self, edition: Option<&str>) -> Option<&Checker> {
        let Some(edition) = edition else { return Some(self.common_checker()) };
        let operation = self.operation();
        let place = operation.editions.iter().position(|declared| declared == edition)?;
        let checkers = self.checkers.get_or_init(|| operation.editions.iter().map(|_| OnceLock::new()).collect());
        Some(checkers.get(place)?.get_or_init(|| Checker::new(operation, Some(edition))))
    }

    /// What checks requests by what is common to all editions.
    ///
    /// # Panics
    /// As [`Definition::operation`].
    pub fn common_checker(&self) -> &Checker {
        self.common.get_or_init(|| Checker::new(self.operation(), None))
    }

    /// Checks a request that may have anything in it.
    ///
    /// # Panics
    /// As [`Definition::operation`].
    pub fn check(&self, request: &Value, facts: &Facts, edition: Option<&str>) -> Verdict {
        match self.checker(edition) {
            Some(checker) => checker.check(request, facts),
            // Generated code names declared editions only; any other has what is common at most.
            None => Checker::new(self.operation(), edition).check(request, facts),
        }
    }

    /// Checks the pairs that a client sends.
    ///
    /// # Panics
    /// As [`Definition::operation`].
    pub fn check_pairs(&self, pairs: &[(&str, &str)], facts: &Facts, edition: Option<&str>) -> Verdict {
        self.check(&from_pairs(self.operation(), pairs), facts, edition)
    }

    /// Puts into words what the compiled check of a request found.
    ///
    /// # Panics
    /// As [`Definition::operation`].
    pub fn explain<const WORDS: usize>(
        &self,
        request: &Value,
        facts: &Facts,
        edition: Option<&str>,
        found: &Judgement<WORDS>,
    ) -> Verdict {
        match self.checker(edition) {
            Some(checker) if found.sound => checker.explain(request, facts, &found.broken, &found.undecided),
            Some(_) | None => self.check(request, facts, edition),
        }
    }
}

#[cfg(test)]
mod tests {
    use contingent_rules::{Facts, Value};

    use super::*;

    static DEFINITION: Definition = Definition::new(
        r#"{"name":"Op","editions":["old","new"],"parameters":[
            {"name":"A","kind":"string","required":true},
            {"name":"B","kind":"string","required":true,"editions":["new"]}]}"#,
    );

    #[test]
    fn there_is_a_checker_for_each_declared_edition_and_for_none() {
        let violations = |edition| {
            let checker: Option<&Checker> = DEFINITION.checker(edition);
            checker.map(|checker| checker.check(&Value::Object(Vec::new()), &Facts::default()).violations.len())
        };
        assert_eq!(DEFINITION.operation().name, "Op");
        assert_eq!(violations(None), Some(1));
        assert_eq!(violations(Some("old")), Some(1));
        assert_eq!(violations(Some("new")), Some(2));
        assert_eq!(violations(Some("newer")), None);
        let twice = |edition| DEFINITION.checker(edition).zip(DEFINITION.checker(edition));
        let same = |edition| twice(edition).is_some_and(|(a, b)| std::ptr::eq(a, b));
        assert!(same(None) && same(Some("new")));
    }
}
