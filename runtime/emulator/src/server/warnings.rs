//! What is worth knowing about a call and refuses nothing, as the value of a header.

use std::collections::HashSet;

use contingent_rules::{Operation, Verdict};

/// The name of the header.
pub(crate) const HEADER: &str = "x-contingent-warnings";

/// The most bytes of the value.
const LONGEST: usize = 2_000;

/// The ids of the warnings, each once and with the editions in which its rule is broken if those are not all: `one
/// (2019), two`. `None` if there are none.
pub(crate) fn header(operation: &Operation, verdict: &Verdict) -> Option<String> {
    let mut value = String::new();
    let mut seen = HashSet::new();
    let findings: Vec<_> = verdict.warnings.iter().filter(|finding| seen.insert(finding.rule.as_str())).collect();
    for (index, finding) in findings.iter().enumerate() {
        let rule = operation.rules.iter().find(|rule| rule.id == finding.rule);
        let mut item = finding.rule.clone();
        match rule.map(|rule| rule.editions.as_slice()) {
            None | Some([]) => {}
            Some(editions) => item.push_str(&format!(" ({})", editions.join(" "))),
        }
        // A header has visible ASCII; others would lose all of it.
        let item: String = item.chars().map(|c| if matches!(c, ' '..='~') { c } else { '?' }).collect();
        let more = format!("and {} more", findings.len() - index);
        if value.len() + item.len() + more.len() + 4 > LONGEST {
            value.push_str(if index == 0 { "" } else { ", " });
            value.push_str(&more);
            break;
        }
        value.push_str(if index == 0 { "" } else { ", " });
        value.push_str(&item);
    }
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use contingent_rules::Finding;

    use super::*;

    fn warnings(ids: impl Iterator<Item = String>) -> Verdict {
        let finding = |id| {
            let mut finding = Finding::default();
            finding.rule = id;
            finding
        };
        let mut verdict = Verdict::default();
        verdict.warnings = ids.map(finding).collect();
        verdict
    }

    #[test]
    fn rules_are_named_with_their_editions() {
        let operation = Operation::from_json(
            r#"{"name":"Op","editions":["2019","2020","2021"],"parameters":[],"rules":[
                {"id":"some","form":{"forbid":[]},"editions":["2019","2021"]},{"id":"all","form":{"forbid":[]}}]}"#,
        );
        let operation = operation.unwrap();
        let ids = ["some", "all", "Péter.type\r\n", "some"].map(str::to_owned);
        let value = header(&operation, &warnings(ids.into_iter()));
        assert_eq!(value.as_deref(), Some("some (2019 2021), all, P?ter.type??"));
        assert_eq!(header(&operation, &Verdict::default()), None);
        let many = header(&operation, &warnings((0..10_000).map(|number| format!("rule-{number}")))).unwrap();
        assert!(many.len() <= LONGEST && many.ends_with(" more"), "{many}");
        let long = header(&operation, &warnings(["x".repeat(10_000)].into_iter()));
        assert_eq!(long.as_deref(), Some("and 1 more"));
    }
}
