//! The two halves of the judge against each other: what a representative breaks, and what the check of that request says.

use super::compile::compile;
use super::space::{Space, Value};
use super::universe::Universe;
use crate::random::analysis::case;
use crate::value::{Scalar, decimal_text};
use crate::{Service, Spec};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

#[test]
fn representatives_break_what_the_check_says() {
    let mut compared = 0;
    let mut broken_ones = 0;
    for seed in 20_000..20_600_u64 {
        let case = case(seed);
        let text = case.spec();
        // A text that nothing mentions matches what it likes; as a real text it cannot.
        if text.contains("matches") {
            continue;
        }
        let service: Option<Service> = case.service().expect("a service");
        let universe = Universe::read(&text, service.as_ref(), case.edition.as_deref()).expect("a universe");
        let sides = [&universe];
        let space = Space::new(&sides, &BTreeMap::new()).expect("a space");
        let rules: Vec<_> = space.rules[0].iter().map(|rule| (rule.id.clone(), compile(&space, rule))).collect();
        let check = Spec::read(&text).expect("a spec");
        for turn in 0..25_u64 {
            let chosen = choose(&space, seed * 31 + turn);
            let holds = |node: &super::compile::Node| node.holds(&space, &chosen);
            let broken: Vec<&String> =
                rules.iter().filter(|(_, rule)| holds(&rule.applies) && !holds(&rule.form)).map(|(id, _)| id).collect();
            let (request, facts) = written(&space, &chosen);
            let verdict = check
                .judge(service.as_ref(), &request, &facts, case.edition.as_deref())
                .unwrap_or_else(|problem| panic!("{problem}\n{text}"));
            // A field that no rule names may be required; a shape knows nothing of it.
            let said: Vec<&String> = verdict
                .violations
                .iter()
                .map(|finding| &finding.rule)
                .filter(|id| !id.ends_with(".required"))
                .collect();
            assert_eq!(broken, said, "{text}\n{request} {facts} {:?}", case.edition);
            assert!(verdict.undecided.is_empty(), "{text}\n{request} {facts}");
            compared += 1;
            broken_ones += usize::from(!broken.is_empty());
        }
    }
    assert!(broken_ones * 4 > compared, "{broken_ones} of {compared}");
}

fn choose(space: &Space, seed: u64) -> Vec<Option<usize>> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut chosen: Vec<Option<usize>> = Vec::new();
    for slot in &space.slots {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let choices = slot.points.len() + usize::from(slot.optional);
        let pick = (state >> 33) as usize % choices.max(1);
        let there = slot.parent.is_none_or(|parent| chosen[parent].is_some());
        chosen.push((there && pick < slot.points.len()).then_some(pick));
    }
    chosen
}

fn written(space: &Space, chosen: &[Option<usize>]) -> (Json, Json) {
    let (mut request, mut facts) = (json!({}), Map::new());
    for (slot, point) in space.slots.iter().zip(chosen) {
        let Some(point) = point else { continue };
        let value = match &slot.points[*point].value {
            Value::Given if slot.some_def().fields.is_some() => json!({}),
            Value::Given => json!([]),
            Value::Other(number, _) => json!(format!("other {number}")),
            Value::Scalar(Scalar::Text(text)) => json!(text),
            Value::Scalar(Scalar::Number(number)) => json!(decimal_text(*number)),
            Value::Scalar(Scalar::Bool(truth)) => json!(truth),
        };
        if slot.fact {
            facts.insert(slot.name.clone(), value);
            continue;
        }
        let (last, before) = slot.steps.split_last().expect("a name");
        let place = before.iter().fold(&mut request, |place, step| &mut place[step.as_str()]);
        place[last.as_str()] = value;
    }
    (request, Json::Object(facts))
}
