//! A client that a build script makes works as a committed one does.

use contingent_calls::greenhouse::client::blocking::Client;
use contingent_calls::greenhouse::command::COMMANDS;
use contingent_calls::greenhouse::plant_bed::PlantBedFacts;
use contingent_runtime::client::credentials::Credentials;
use contingent_runtime::rules::guide::Guide;
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

#[test]
fn the_commands_of_a_build_script_explain_every_parameter_and_fact() {
    let mut flags = Vec::new();
    for command in COMMANDS.operations {
        let operation = (command.descriptor)().definition().operation();
        let guide = Guide::from_json(command.guide).expect("a guide");
        let parameters = operation.parameters.iter().map(|it| it.name.as_str());
        assert!(guide.parameters.iter().map(|it| it.name.as_str()).eq(parameters), "{}", command.name);
        assert!(
            guide.facts.iter().map(|it| &it.name).eq(operation.facts.iter().map(|it| &it.name)),
            "{}",
            command.name
        );
        let grouped = guide.groups.iter().map(|group| group.parameters.len()).sum::<usize>();
        assert_eq!(grouped, operation.parameters.len(), "{}", command.name);
        flags.extend(guide.parameters.into_iter().map(|entry| entry.flag));
    }
    assert_eq!(COMMANDS.operations.len(), 4);
    assert!(flags.iter().all(|flag| !flag.is_empty() && !flag.contains(['_', '.', ' ', '['])), "{flags:?}");
}
