//! The examples of the spec as files: what it says of each, the command says as well.

use contingent::diagnostic::Diagnostics;
use contingent::model::{Example, Operation, Service};
use contingent::{files, load, resolve};

use crate::run::{file, run, spec};

fn service() -> Service {
    let sources = files::read(&spec()).unwrap();
    let mut found = Diagnostics::new();
    let loaded = load(&sources.files, &mut found);
    resolve::resolve(&loaded, &mut found)
}

/// The flags that tell the facts and the edition of an example.
fn flags(operation: &Operation, example: &Example) -> Vec<String> {
    let edition = example.editions.iter().map(|name| format!("--edition={name}"));
    let told = |name: &str| {
        let fact = operation.facts.iter().find(|fact| fact.def.name == name)?;
        Some(format!("--{}={}", fact.flag, example.facts.get(name)?.as_str()?))
    };
    edition.chain(example.facts.names().filter_map(told)).collect()
}

#[test]
fn every_example_of_every_operation_is_judged_as_the_spec_says() {
    let service = service();
    assert_eq!(service.operations.len(), 36);
    let (mut judged, mut refused) = (0, 0);
    for operation in &service.operations {
        for example in &operation.examples {
            let (_folder, path) = file("example.json", &example.request.to_string());
            let flags = flags(operation, example);
            let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
            let line = [operation.command.as_str(), "-f", &path, "--dry-run"];
            let run = run(&[&line[..], &flags].concat());
            let what = format!("{} {}", operation.name, example.name);
            assert_eq!(run.ids("violation"), example.violations, "{what}: {}", run.err);
            assert_eq!(run.code, if example.violations.is_empty() { 0 } else { 3 }, "{what}: {}", run.err);
            judged += 1;
            refused += i32::from(run.code == 3);
        }
        assert!(!operation.examples.is_empty(), "{} has no example", operation.name);
    }
    assert!(judged > 36 && refused > 5, "{judged} examples, {refused} of them broken on purpose");
}

#[test]
fn every_operation_has_a_skeleton_that_reads_as_a_file() {
    for operation in &service().operations {
        let skeleton = run(&[&operation.command, "--skeleton"]);
        assert_eq!((skeleton.code, skeleton.err.as_str()), (0, ""), "{}", operation.name);
        let (_folder, path) = file("skeleton.yaml", &skeleton.out);
        let read = run(&[&operation.command, "-f", &path, "--dry-run"]);
        let is_open = skeleton.out.lines().any(|line| line.ends_with(':') && !line.starts_with('#'));
        assert_eq!(read.code, if is_open { 3 } else { 0 }, "{}: {}", operation.name, read.err);
    }
}
