//! The mock answers what it was told, and is loud about everything else.

use super::*;
use crate::aliyun::credentials::Credentials;
use crate::call::{Descriptor, Request};
use crate::client::{Blocking, Client, Service};
use crate::{Definition, Value};

static DEFINITION: Definition = Definition::new(
    r#"{"name":"ReadPlan","parameters":[{"name":"PlanId","kind":"string","required":true,"max_length":4}]}"#,
);
static READ_PLAN: Descriptor = Descriptor::new("ReadPlan", &DEFINITION).readonly();

struct ReadPlan(&'static str);

impl Request for ReadPlan {
    type Response = Value;
    fn descriptor() -> &'static Descriptor {
        &READ_PLAN
    }
    fn to_value(&self) -> Value {
        Value::Object(vec![("PlanId".to_owned(), Value::from(self.0))])
    }
}

fn client(transport: &MockTransport) -> Client<Blocking> {
    let service = Service { name: "Garden", version: "1", host: |_| Some("garden.example".into()) };
    let builder = Client::builder(service).credentials(Credentials::new("testid", "testsecret"));
    builder.transport(transport.clone()).build().unwrap()
}

#[test]
fn a_call_that_nobody_expects_fails_at_once_and_says_what_came() {
    let transport = MockTransport::new();
    let error = client(&transport).call(ReadPlan("p1")).send().unwrap_err();
    assert!(
        error.to_string().contains("unexpected call of ReadPlan with (PlanId); expected: no call at all"),
        "{error}"
    );
    transport.expect(Expectation::new("ReadPlan").with("PlanId", "p7").answer(Answer::json(200, "{}")));
    transport.expect(Expectation::new("StopPlan").when(|_| true).answer(Answer::json(200, "{}")));
    let error = client(&transport).call(ReadPlan("p1")).send().unwrap_err();
    assert!(error.to_string().contains("expected: ReadPlan with (PlanId); StopPlan that passes a test"), "{error}");
    assert!(!error.to_string().contains("p1") && !error.to_string().contains("p7"), "{error}");
    assert!(!error.is_retryable(), "a caller who tries again would never come to an end");
    assert_eq!(transport.calls().len(), 2);
    // Also where the program takes no notice of the error.
    let unmet = transport.verify().unwrap_err().to_string();
    assert!(unmet.contains("unexpected call of ReadPlan with (PlanId); expected: no call at all; "), "{unmet}");
    assert!(unmet.contains("ReadPlan with (PlanId) was not called 1 times more"), "{unmet}");
}

#[test]
fn answers_come_in_order_and_what_is_left_is_told() {
    let transport = MockTransport::new();
    let answer = |n: u8| Answer::json(200, format!(r#"{{"N":{n}}}"#));
    transport.expect(Expectation::new("ReadPlan").with("PlanId", "p1").answer(answer(1)).answer(answer(2)));
    transport.expect(Expectation::new("ReadPlan").when(|pairs| pairs[0].1 == "p2").always(answer(3)));
    let client = client(&transport);
    let n = |id| client.call(ReadPlan(id)).send().map(|reply| reply.get("N").unwrap().to_string()).ok();
    assert_eq!((n("p1"), n("p2"), n("p2")), (Some("1".into()), Some("3".into()), Some("3".into())));
    assert_eq!(transport.verify().unwrap_err().to_string(), "ReadPlan with (PlanId) was not called 1 times more");
    assert_eq!(n("p1"), Some("2".into()));
    transport.verify().unwrap();
    assert_eq!(n("p1"), None);
    assert!(transport.verify().unwrap_err().to_string().contains("ReadPlan with (PlanId) (used up)"));
}

#[test]
fn what_arrives_is_checked_by_the_rules() {
    let transport = MockTransport::new();
    transport.expect(Expectation::of::<ReadPlan>().always(Answer::json(200, "{}")));
    let client = client(&transport);
    assert!(client.call(ReadPlan("p1")).send().is_ok());
    let error = client.call(ReadPlan("too-long")).send_unchecked().unwrap_err();
    assert!(error.is_transport() && error.to_string().contains("breaks rules: PlanId."), "{error}");
    let unmet = transport.verify().unwrap_err();
    assert!(unmet.to_string().contains("breaks rules: PlanId."), "{unmet}");
    assert!(!format!("{error} {unmet}").contains("too-long"), "{error}");
}
