//! A secret is sent, and shown by nothing else: not by `Debug`, a verdict or an error.

use aliyun_dbs::create_restore_task::{
    CreateRestoreTaskFacts, CreateRestoreTaskRequest, DestinationEndpointInstanceType, RdsDestination, RdsRequired,
    RestoreObject, check_json, check_pairs,
};
use aliyun_dbs::runtime::{Error, Secret, Value, Verdict};
use greenhouse::plant_bed::{MediumKind, PlantBedFacts, PlantBedRequest};

const SECRET: &str = "hunter2-Größe";

fn request() -> CreateRestoreTaskRequest {
    let rds = DestinationEndpointInstanceType::Rds;
    CreateRestoreTaskRequest::new("dbs1hvb0ww", rds, "nightly").destination_endpoint_password(SECRET)
}

fn assert_hidden(shown: &str) {
    assert!(!shown.contains("hunter2") && !shown.contains("Größe"), "{shown}");
}

fn assert_hidden_in(verdict: Verdict) {
    assert_hidden(&format!("{verdict:?} {verdict:#?} {}", verdict.to_json()));
    let error = Error::violations("CreateRestoreTask", verdict);
    assert_hidden(&format!("{error} {error:?} {error:#?}"));
}

#[test]
fn debug_of_a_request_does_not_show_its_password_and_the_wire_does() {
    let request = request();
    assert_hidden(&format!("{request:?} {request:#?} {:?}", request.to_value()));
    assert!(format!("{request:?}").contains("Secret(..)"));
    let password = ("DestinationEndpointPassword".to_owned(), SECRET.to_owned());
    assert!(request.to_pairs().contains(&password));
}

#[test]
fn debug_of_a_variant_does_not_show_its_password() {
    let restore_objects = vec![RestoreObject::new()];
    let required = RdsRequired { region: "cn-hangzhou".into(), instance_id: "rm-bp1".into(), restore_objects };
    let rds = RdsDestination::new(required).password(Secret::from(SECRET));
    assert_hidden(&format!("{rds:?} {rds:#?}"));
}

#[test]
fn a_verdict_and_an_error_do_not_show_the_password_of_a_request_that_is_wrong() {
    let facts = CreateRestoreTaskFacts::new();
    assert!(request().check(&facts, None).is_invalid());
    assert_hidden_in(request().check(&facts, None));
}

#[test]
fn a_secret_of_the_wrong_type_length_or_place_is_not_shown() {
    let facts = CreateRestoreTaskFacts::new();
    for wrong in [format!("[\"{SECRET}\"]"), format!("{{\"a\":\"{SECRET}\"}}")] {
        let request = Value::parse(&format!("{{\"DestinationEndpointPassword\":{wrong}}}")).expect("JSON");
        let verdict = check_json(&request, &facts, None);
        assert!(verdict.violations.iter().any(|finding| finding.rule == "DestinationEndpointPassword.type"));
        assert_hidden_in(verdict);
    }
    // Twice is a list; a password under another name, or as the value of something else, is a value like all others.
    let names = ["DestinationEndpointPassword", "DestinationEndpointPassword", "Pasword", "DestinationEndpointPort"];
    let pairs: Vec<(&str, &str)> = names
        .into_iter()
        .chain(["DestinationEndpointInstanceType", "RestoreObjects"])
        .map(|name| (name, SECRET))
        .collect();
    let verdict = check_pairs(&pairs, &facts, None);
    assert!(verdict.violations.len() >= 4 && !verdict.warnings.is_empty());
    assert_hidden_in(verdict);

    let request = PlantBedRequest::new("B-12", MediumKind::No).gate_code(SECRET);
    let verdict = request.check(&PlantBedFacts::new(), None);
    assert!(verdict.violations.iter().any(|finding| finding.rule == "GateCode.length"), "{verdict:?}");
    assert_hidden(&format!("{request:?}"));
    assert_hidden_in(verdict);
}

#[test]
fn a_secret_sent_under_a_name_of_ones_own_is_hidden_too() {
    let request = request().extra("NewPassword", SECRET);
    assert_hidden(&format!("{request:?} {request:#?}"));
    assert_hidden_in(request.check(&CreateRestoreTaskFacts::new(), None));
}
