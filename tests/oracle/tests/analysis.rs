//! dummy
use contingent_oracle::{Service, analysis};
#[test]
fn the_seed_has_the_known_number_of_shapes() {
    let spec = include_str!("../../../spec/dbs/operations/create_restore_task.yaml");
    let service = Service::read(include_str!("../../../spec/dbs/service.yaml")).expect("a service");
    let counts = analysis::counts(spec, Some(&service), Some("seed")).expect("the judge reads it");
    println!("{counts:?}");
    println!("{:?}", analysis::analyze(spec, Some(&service), Some("2026-03")));
    println!("{:?}", analysis::analyze(spec, Some(&service), Some("seed")));
    println!("{:?}", analysis::analyze(spec, Some(&service), None));
    println!(
        "{:?}",
        analysis::diff(
            analysis::Side { spec, service: Some(&service), edition: Some("seed") },
            analysis::Side { spec, service: Some(&service), edition: Some("2026-03") }
        )
    );
    assert_eq!(counts, (7_077_888, 282_240));
}
