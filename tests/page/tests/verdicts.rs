//! Requests of many kinds: the page says of each what Rust says, to the last character of every message.

use contingent::diagnostic::Command;
use contingent::model::{Operation, Service};
use contingent_agreement::random::Random;
use contingent_agreement::requests::Maker;
use contingent_agreement::spec;
use contingent_page::{Vectors, spoil};
use contingent_rules::Value;

/// Random requests for each operation of the real service and edition.
const REAL: usize = 200;
/// For each operation of the small specs, which have every construct.
const SMALL: usize = 600;
/// For each random operation.
const MADE: usize = 30;
/// How many random operations are made.
const OPERATIONS: usize = 500;

fn real() -> Service {
    spec::folder("../../spec/dbs")
}

/// So many requests, half of them made wrong.
fn asked(random: &mut Random, operation: &contingent_rules::Operation, count: usize) -> Vec<(Value, Value)> {
    let maker = Maker::new(operation);
    let one = |index: usize| {
        let (request, facts) = (maker.request(random), maker.facts(random));
        if index.is_multiple_of(2) {
            return (request, facts);
        }
        (spoil::request(random, operation, &request), spoil::facts(random, operation, &facts))
    };
    (0..count).map(one).collect()
}

fn add_random<'o>(vectors: &mut Vectors, operations: impl Iterator<Item = &'o Operation>, count: usize) {
    for (index, operation) in operations.enumerate() {
        let mut random = Random::new(index as u64);
        for edition in spec::editions(&operation.check) {
            vectors.add(&operation.check, edition, &asked(&mut random, &operation.check, count));
        }
    }
}

fn assert_many(vectors: &Vectors, least: usize) {
    println!("{} requests, findings {:?}", vectors.count, vectors.findings);
    assert!(
        vectors.count >= least && vectors.findings.iter().all(|count| count * 20 > least),
        "{:?}",
        vectors.findings
    );
}

#[test]
fn the_requests_on_which_rules_turn() {
    let mut vectors = Vectors::new();
    for operation in &real().operations {
        let Value::List(cases) = Value::parse(&contingent::reason::cases_json(operation)).expect("cases") else {
            panic!("a list of cases")
        };
        let field = |case: &Value, name: &str| case.get(name).cloned().unwrap_or_else(|| panic!("no {name}: {case}"));
        let asked: Vec<_> = cases.iter().map(|case| (field(case, "request"), field(case, "facts"))).collect();
        for edition in spec::editions(&operation.check) {
            vectors.add(&operation.check, edition, &asked);
        }
    }
    assert!(vectors.count > 500 && vectors.findings[0] > 300, "{} {:?}", vectors.count, vectors.findings);
    vectors.compare("cases");
}

#[test]
fn random_requests_for_every_operation() {
    let mut vectors = Vectors::new();
    let real = real();
    add_random(&mut vectors, real.operations.iter(), REAL);
    vectors.compare("real");
    assert!(vectors.count > REAL * 36 && vectors.findings.iter().all(|count| *count > 1000), "{:?}", vectors.findings);
}

#[test]
fn random_requests_for_specs_with_every_construct() {
    let mut vectors = Vectors::new();
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/rules");
    let entries = std::fs::read_dir(&rules).expect("the folder of rule forms");
    let mut forms: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
    forms.sort();
    let forms = forms.iter().map(|name| spec::folder(&format!("../../spec/rules/{}", name.display())));
    let services = ["../toy/spec", "../cases/tiny", "../emulator/spec"].map(spec::folder);
    let services: Vec<Service> = services.into_iter().chain(forms).collect();
    add_random(&mut vectors, services.iter().flat_map(|service| &service.operations), SMALL);
    vectors.compare("small");
    assert_many(&vectors, 10_000);
}

#[test]
fn random_operations() {
    let mut vectors = Vectors::new();
    let mut read = 0;
    for (index, case) in contingent_oracle::random::cases(20_261_125, OPERATIONS).enumerate() {
        let (service, found) = spec::resolve(&spec::sources(&case.spec, case.service.as_deref()));
        let Some(operation) = service.operations.first().filter(|_| !found.has_errors(Command::Check)) else {
            continue;
        };
        read += 1;
        let mut random = Random::new(index as u64);
        for (request, facts, edition) in &case.requests {
            let parse = |text: &str| Value::parse(text).expect("JSON");
            vectors.add(&operation.check, edition.as_deref(), &[(parse(request), parse(facts))]);
        }
        for edition in spec::editions(&operation.check) {
            vectors.add(&operation.check, edition, &asked(&mut random, &operation.check, MADE));
        }
    }
    assert!(read * 3 > OPERATIONS, "{read}");
    vectors.compare("random");
    assert_many(&vectors, 5_000);
}
