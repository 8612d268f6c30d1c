//! The examples of the specs of both services run: requests have the violations that they say, replies can be read.

use contingent::model::{Example, Operation};
use contingent_agreement::{Read, Replies, Run, spec};
use contingent_runtime::{Checker, Value};

mod toy {
    include!(concat!(env!("OUT_DIR"), "/toy.rs"));
}

mod dbs {
    include!(concat!(env!("OUT_DIR"), "/dbs.rs"));
}

mod toy_replies {
    include!(concat!(env!("OUT_DIR"), "/toy_replies.rs"));
}

mod dbs_replies {
    include!(concat!(env!("OUT_DIR"), "/dbs_replies.rs"));
}

/// Calls `look` with every example.
fn each(look: &mut dyn FnMut(&Operation, &Example, Run)) {
    for (folder, runs) in [("../toy/spec", &toy::RUNS[..]), ("../../spec/dbs", &dbs::RUNS[..])] {
        let service = spec::folder(folder);
        for (name, run) in runs {
            let operation = spec::operation(&service, name);
            operation.examples.iter().for_each(|example| look(operation, example, *run));
        }
    }
}

#[test]
fn every_request_has_the_violations_that_its_example_says() {
    let (mut checked, mut typed) = (0, 0);
    each(&mut |operation, example, run| {
        let editions = match example.editions.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some(name.as_str())).collect(),
        };
        for edition in editions {
            let place = format!("{} of {} in {edition:?}", example.name, operation.name);
            let verdict = Checker::new(&operation.check, edition).check(&example.request, &example.facts);
            let found: Vec<&str> = verdict.violations.iter().map(|finding| finding.rule.as_str()).collect();
            assert_eq!(found, example.violations, "{place}");
            checked += 1;
            let told =
                example.facts.names().filter_map(|name| Some((name.to_owned(), example.facts.get(name)?.clone())));
            if let Ok(generated) = run(&example.request, &Value::Object(told.collect()), edition) {
                let found: Vec<&str> = generated.checked.violations.iter().map(|it| it.rule.as_str()).collect();
                assert_eq!(found, example.violations, "{place}");
                typed += 1;
            }
        }
    });
    assert!(checked >= 80 && typed >= 60, "{checked} examples, {typed} with a typed form");
}

#[test]
fn every_reply_is_read_and_says_the_same_in_json_and_in_xml() {
    let mut count = 0;
    let services = [("../toy/spec", &toy_replies::READS[..]), ("../../spec/dbs", &dbs_replies::READS[..])];
    for (folder, reads) in services {
        for operation in &spec::folder(folder).operations {
            let examples = || operation.examples.iter().filter(|it| it.json.is_some() || it.xml.is_some());
            let read = reads.iter().find(|(name, _)| *name == operation.name).map(|(_, read)| *read);
            for example in examples() {
                let read: Read = read.unwrap_or_else(|| panic!("{} answers nothing, says the spec", operation.name));
                count += replies(example, read(example.json.as_deref(), example.xml.as_deref()));
            }
            // Whoever adds an operation that answers shows an answer.
            assert!(read.is_none() || examples().next().is_some(), "{} has no example of a reply", operation.name);
        }
    }
    assert!(count >= 84, "only {count} replies");
}

/// Judges the replies of an example, and says how many there are.
fn replies(example: &Example, Replies { json, xml, are_equal }: Replies) -> usize {
    match (&json, &xml) {
        (Some(Ok(json)), Some(Ok(xml))) => {
            // The XML of this example shows a part only; `greenhouse` compares a whole one.
            assert!(are_equal || example.name == "two-beds", "{}\n{json}\n{xml}", example.name);
        }
        // The service says that it did not do it.
        (Some(Err(json)), Some(Err(xml))) => {
            assert!(json.is_service() && json.code().is_some(), "{}: {json}", example.name);
            assert_eq!((json.code(), json.message()), (xml.code(), xml.message()), "{}", example.name);
        }
        (Some(Err(error)), _) | (_, Some(Err(error))) => panic!("{}: {error}", example.name),
        (Some(Ok(_)), None) | (None, Some(Ok(_))) | (None, None) => {}
    }
    usize::from(json.is_some()) + usize::from(xml.is_some())
}
