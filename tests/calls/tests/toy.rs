//! A client that a build script makes works as a committed one does.

use contingent_calls::greenhouse::client::blocking::Client;
use contingent_calls::greenhouse::plant_bed::PlantBedFacts;
use contingent_runtime::client::credentials::Credentials;
use contingent_runtime::transport::mock::MockTransport;

#[test]
fn a_client_of_a_build_script_checks_and_calls() {
    let transport = MockTransport::new();
    let builder = Client::builder().region("north").credentials(Credentials::new("testid", "testsecret"));
    let client = builder.transport(transport.clone()).build().expect("a client");
    assert_eq!(client.endpoint().host_header(), "north.greenhouse.example.com");
    let call = client.plant_bed("B-12", contingent_calls::greenhouse::plant_bed::Medium::No(Default::default()));
    let error = call.facts(PlantBedFacts::new().heated(true)).send_unchecked().unwrap_err();
    assert!(error.to_string().contains("unexpected call of PlantBed"), "{error}");
    assert_eq!(transport.calls().len(), 1);
}
