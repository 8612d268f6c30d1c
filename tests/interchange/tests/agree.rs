//! An exported schema accepts a request exactly if the evaluator finds nothing wrong that can be said.

use contingent::export::Unsaid;
use contingent::model::Operation;
use contingent_agreement::random::Random;
use contingent_agreement::requests::Maker;
use contingent_agreement::spec;
use contingent_interchange::{Answer, Judges, spoiled};
use contingent_rules::{Checker, Form, Mode, Value};

/// How often each answer was given.
#[derive(Debug, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    beyond: usize,
    unreadable: usize,
}

impl Tally {
    fn count(&mut self, answer: Answer) {
        match answer {
            Answer::Right => self.right += 1,
            Answer::Wrong => self.wrong += 1,
            Answer::Beyond => self.beyond += 1,
            Answer::Unreadable => self.unreadable += 1,
        }
    }
}

/// A rule that is enforced is said, or it is listed with a reason; and nothing else is.
fn each_rule_is_said_or_listed(operation: &Operation, edition: Option<&str>, text: &str, unsaid: &[Unsaid]) {
    let schema: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let said: Vec<&str> =
        schema["allOf"].as_array().into_iter().flatten().filter_map(|rule| rule["x-rule-id"].as_str()).collect();
    let modes = Checker::new(&operation.check, edition);
    for (rule, mode) in operation.check.rules.iter().zip(modes.modes()) {
        let enforced = mode == Mode::Error && !matches!(rule.form, Form::Ignored(_) | Form::Default(_));
        let is_said = said.contains(&rule.id.as_str());
        let listed = unsaid.iter().find(|it| it.rule == rule.id);
        assert_eq!(is_said || listed.is_some(), enforced, "{} in {edition:?}", rule.id);
        assert!(listed.is_none_or(|it| it.partly == is_said && !it.why.is_empty()), "{}", rule.id);
    }
}

fn folder(path: &str, name: &str, requests: usize) {
    let service = spec::folder(path);
    let operation = spec::operation(&service, name);
    let maker = Maker::new(&operation.check);
    for (index, edition) in spec::editions(&operation.check).into_iter().enumerate() {
        let judges = Judges::new(operation, edition);
        each_rule_is_said_or_listed(operation, edition, &judges.text, &judges.unsaid);
        let mut tally = Tally::default();
        let mut random = Random::new(index as u64 + 7);
        for number in 0..requests {
            let request = maker.request(&mut random);
            let request = if number % 2 == 0 { spoiled(&mut random, &request) } else { request }.to_string();
            match judges.ask(&request) {
                Ok(answer) => tally.count(answer),
                Err(why) => panic!("{name} in {edition:?}: {why}\n{request}\n{}", judges.text),
            }
        }
        let rules = judges.unsaid.iter().filter(|it| !it.sentence.is_empty() && !it.partly).count();
        println!("{name} in {edition:?}: {rules} rules unsaid, {} notes, {tally:?}", judges.unsaid.len());
        assert!(tally.right > 20 && tally.wrong > 20, "{tally:?}");
    }
}

#[test]
fn create_restore_task() {
    folder("../../spec/dbs", "CreateRestoreTask", 4_000);
}

#[test]
fn describe_regions() {
    folder("../../spec/dbs", "DescribeRegions", 500);
}

#[test]
fn plant_bed() {
    folder("../toy/spec", "PlantBed", 4_000);
}

#[test]
fn schedule_watering() {
    folder("../toy/spec", "ScheduleWatering", 3_000);
}

#[test]
fn random_operations() {
    let mut tally = Tally::default();
    let (mut rules, mut unsaid, mut partly, mut exports) = (0, 0, 0, 0);
    for (index, case) in contingent_oracle::random::cases(0xe8, 600).enumerate() {
        let (service, _) = spec::resolve(&spec::sources(&case.spec, case.service.as_deref()));
        let [operation] = service.operations.as_slice() else { panic!("{}", case.spec) };
        let mut editions: Vec<Option<&str>> = spec::editions(&operation.check);
        // A file on its own declares none, and any name will do.
        editions.extend(case.requests.iter().map(|(_, _, edition)| edition.as_deref()));
        editions.sort_unstable();
        editions.dedup();
        let mut random = Random::new(index as u64);
        for edition in editions {
            let judges = Judges::new(operation, edition);
            each_rule_is_said_or_listed(operation, edition, &judges.text, &judges.unsaid);
            exports += 1;
            rules += operation.check.rules.len();
            unsaid += judges.unsaid.iter().filter(|it| !it.sentence.is_empty() && !it.partly).count();
            partly += judges.unsaid.iter().filter(|it| !it.sentence.is_empty() && it.partly).count();
            for (request, _, _) in &case.requests {
                let value = Value::parse(request).expect("a request");
                for request in [request.clone(), spoiled(&mut random, &value).to_string()] {
                    match judges.ask(&request) {
                        Ok(answer) => tally.count(answer),
                        Err(why) => panic!(
                            "case {index} in {edition:?}: {why}\n{:?}\n{}\n{request}\n{}",
                            case.service, case.spec, judges.text
                        ),
                    }
                }
            }
        }
    }
    println!("{exports} exports of {rules} rules, {unsaid} unsaid, {partly} partly; {tally:?}");
    assert!(exports > 600 && tally.right > 1_000 && tally.wrong > 5_000, "{tally:?}");
}
