//! What the hand-computed tests share: one line for a verdict, and one call to compare it.

use contingent_oracle::{Finding, Service, judge};

/// Judges a request without facts, without a service and without an edition.
pub(crate) fn check(spec: &str, request: &str, expect: &str) {
    check_all(spec, "", request, "{}", None, expect);
}

/// Judges a request with facts.
pub(crate) fn check_facts(spec: &str, request: &str, facts: &str, expect: &str) {
    check_all(spec, "", request, facts, None, expect);
}

/// Judges a request and compares the answer, written as `verdict !violation[places] ~warning[places] ?undecided{needs}`.
pub(crate) fn check_all(spec: &str, service: &str, request: &str, facts: &str, edition: Option<&str>, expect: &str) {
    let service = (!service.is_empty()).then(|| Service::read(service).expect("a service"));
    let request_json = serde_json::from_str(request).expect("a request");
    let facts = serde_json::from_str(facts).expect("facts");
    let said = match judge(spec, service.as_ref(), &request_json, &facts, edition) {
        Err(problem) => format!("error: {problem}"),
        Ok(verdict) => {
            let about = |sign: &str, list: &[Finding]| -> String {
                list.iter()
                    .map(|finding| format!(" {sign}{}[{}]", finding.rule, finding.parameters.join(",")))
                    .collect()
            };
            let undecided = verdict.undecided.iter();
            let undecided: String =
                undecided.map(|finding| format!(" ?{}{{{}}}", finding.rule, finding.needs.join(","))).collect();
            verdict.verdict.to_owned() + &about("!", &verdict.violations) + &about("~", &verdict.warnings) + &undecided
        }
    };
    assert_eq!(said, expect, "\nrequest {request}\n{spec}");
}

/// An operation with a bit of everything and one rule. `N` is out of reach when it is given as 99.
pub(crate) fn spec(rule: &str) -> String {
    format!(
        r#"
operation: Op
parameters:
  P: {{ type: string }}
  Q: {{ type: string }}
  R: {{ type: string }}
  N: {{ type: integer, max: "9" }}
  M: {{ type: number }}
  E: {{ type: enum, values: {{ a: {{}}, b: {{}} }} }}
  W: {{ type: enum, open: true, values: {{ a: {{}}, b: {{}} }} }}
  B: {{ type: boolean }}
  C: {{ type: string, const: k }}
  O: {{ type: object, fields: {{ a: {{ type: string }}, c: {{ type: string, const: k }} }} }}
  L: {{ type: list, items: {{ type: object, fields: {{ a: {{ type: string }}, b: {{ type: integer }} }} }} }}
  S: {{ type: list, items: {{ type: string }} }}
  a.b: {{ type: string }}
  x y: {{ type: integer }}
  all: {{ type: string }}
facts:
  F: {{ type: enum, values: {{ x: {{}}, y: {{}} }} }}
  G: {{ type: boolean }}
rules:
  - {{ id: r, {rule} }}
"#
    )
}

/// Pairs of a request and an answer for one rule.
pub(crate) fn all(rule: &str, cases: &[(&str, &str)]) {
    for (request, expect) in cases {
        check(&spec(rule), request, expect);
    }
}
