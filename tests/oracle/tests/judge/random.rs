//! The random cases themselves: the judge reads all of them, and they reach every answer there is.

use contingent_oracle::random::cases;
use contingent_oracle::{Service, judge};
use std::collections::BTreeMap;

#[test]
fn the_judge_has_an_answer_to_every_random_case_and_the_answers_are_mixed() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_rules = [0; 3];
    for case in cases(1, 400) {
        let service = case.service.as_deref().map(|text| Service::read(text).expect("a service"));
        for (request, facts, edition) in &case.requests {
            let request = serde_json::from_str(request).unwrap_or_else(|error| panic!("{error}: {request}"));
            let facts = serde_json::from_str(facts).unwrap_or_else(|error| panic!("{error}: {facts}"));
            let verdict = judge(&case.spec, service.as_ref(), &request, &facts, edition.as_deref())
                .unwrap_or_else(|problem| panic!("{problem}\n{}", case.spec));
            *seen.entry(verdict.verdict).or_default() += 1;
            let lists = [&verdict.violations, &verdict.warnings, &verdict.undecided];
            for (count, list) in of_rules.iter_mut().zip(lists) {
                *count += list.iter().filter(|finding| finding.rule.starts_with('r')).count();
            }
            assert!(verdict.undecided.iter().all(|finding| !finding.needs.is_empty()), "{}", case.spec);
        }
    }
    println!("{seen:?}, rules broken, warning, undecided: {of_rules:?}");
    assert!(["valid", "invalid", "undecided"].iter().all(|verdict| seen.get(verdict).is_some_and(|count| *count > 50)));
    assert!(of_rules.iter().all(|count| *count > 50), "{of_rules:?}");
}

#[test]
fn the_same_seed_gives_the_same_cases() {
    assert!(cases(7, 5).eq(cases(7, 5)));
    assert!(!cases(7, 5).eq(cases(8, 5)));
}
