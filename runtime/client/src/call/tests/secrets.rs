//! No secret reaches an error or a `Debug`, whatever the service quotes. `tests/traces.rs` looks at traces.

use super::*;
use crate::Secret;

const SECRETS: [&str; 3] = ["hunter2/hunter2", "testsecret", "sts-token-of-someone"];

fn credentials() -> Credentials {
    let mut credentials = Credentials::new("testid", SECRETS[1]);
    credentials.security_token = Some(Secret::from(SECRETS[2]));
    credentials
}

fn request() -> MakeTask {
    MakeTask(vec![("PlanId", "p1"), ("Password", SECRETS[0])])
}

fn assert_silent(text: &str) {
    for part in ["hunter2", "testsecret", "sts-token"] {
        assert!(!text.contains(part), "{text}");
    }
}

#[test]
fn a_service_that_quotes_the_request_is_not_repeated() {
    let quoted = "Specified signature is not matched. server string to sign is:POST&%2F&Password%3Dhunter2%252Fhunter2\
        %26SecurityToken%3Dsts-token-of-someone; hunter2/hunter2, testsecret";
    let answer =
        Answer::json(400, format!(r#"{{"Code":"SignatureDoesNotMatch","Message":"{quoted}","RequestId":"60AF"}}"#));
    let transport = answering("MakeTask", [answer]);
    let client = builder(&transport).credentials(credentials()).build().unwrap();
    let error = client.call(request()).send().unwrap_err();
    assert!(
        error.message().is_some_and(|text| text.contains("Password%3D***%26SecurityToken%3D***; ***, ***")),
        "{error}"
    );
    assert_silent(&format!("{error} {error:?} {client:?} {transport:?}"));
    assert_silent(&format!("{:?} {:?}", client.call(request()), transport.calls()));
}

#[test]
fn headers_with_secrets_are_marked_and_no_address_has_any() {
    let transport = answering("MakeTask", [fine()]);
    builder(&transport).credentials(credentials()).build().unwrap().call(request()).send().unwrap();
    let request = transport.calls().remove(0).request;
    assert!(["authorization", "x-acs-security-token"].iter().all(|name| request.headers()[*name].is_sensitive()));
    assert_silent(&format!("{} {:?}", request.uri(), request.headers()));
}

#[test]
fn what_the_spec_does_not_have_may_be_a_secret_too() {
    let quoted = |code: &str| Answer::json(400, format!(r#"{{"Code":"{code}","Message":"no hunter2/hunter2"}}"#));
    let error =
        client(&answering("Unheard", [quoted("A")])).call_raw("Unheard", [("NewPassword", SECRETS[0])]).unwrap_err();
    assert_eq!(error.to_string(), "Unheard failed: A: no *** (HTTP 400)");
    let extra = MakeTask(vec![("PlanId", "p1"), ("NewPassword", SECRETS[0])]);
    let error = client(&answering("MakeTask", [quoted("B")])).call(extra).send_unchecked().unwrap_err();
    assert_eq!(error.to_string(), "MakeTask failed: B: no *** (HTTP 400)");
}

#[test]
fn an_id_that_quotes_a_secret_is_masked_as_well() {
    let answer = Answer::json(400, r#"{"Code":"A","Message":"no","RequestId":"hunter2/hunter2"}"#);
    let error = client(&answering("MakeTask", [answer])).call(request()).send().unwrap_err();
    assert_eq!(error.request_id(), Some("***"));
    assert_silent(&format!("{error} {error:?}"));
}
