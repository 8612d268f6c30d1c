//! What a call sends: checked, with its token, and each try with a nonce and a time of its own.

use std::collections::BTreeSet;

use contingent_rules::Facts;

use super::*;
use crate::aliyun::sign::{Received, claim};
use crate::client::{ParameterPlacement, RetryPolicy, Scheme};
use crate::transport::mock::Recorded;

fn make(pairs: &[(&'static str, &'static str)]) -> MakeTask {
    MakeTask(pairs.to_vec())
}

fn tokens(transport: &MockTransport) -> Vec<Option<String>> {
    transport.calls().iter().map(|call| call.get("Token").map(str::to_owned)).collect()
}

#[test]
fn the_token_is_made_up_once_and_kept_while_nonces_are_fresh() {
    let transport = answering("MakeTask", [refused(503, "Busy"), refused(503, "Busy"), fine(), fine()]);
    let client = client(&transport);
    assert!(client.call(make(&PLAN)).send().is_ok() && client.call(make(&PLAN)).send().is_ok());
    let tokens: Vec<String> = tokens(&transport).into_iter().flatten().collect();
    assert_eq!(tokens.len(), 4);
    assert!(tokens[0] == tokens[1] && tokens[1] == tokens[2] && tokens[2] != tokens[3]);
    assert!(tokens.iter().all(|token| token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit())));
    let of = |header: &str| transport.calls().iter().filter_map(|it| it.header(header).map(str::to_owned)).collect();
    let (nonces, signatures): (BTreeSet<String>, BTreeSet<String>) = (of("x-acs-signature-nonce"), of("authorization"));
    assert_eq!((nonces.len(), signatures.len()), (4, 4));
}

#[test]
fn a_token_that_is_given_stays_and_an_edition_without_one_gets_none() {
    let transport = answering("MakeTask", [refused(503, "Busy"), fine()]);
    assert!(client(&transport).call(make(&[("PlanId", "p1"), ("Token", "mine")])).send().is_ok());
    assert_eq!(tokens(&transport), [Some("mine".to_owned()), Some("mine".to_owned())]);

    let transport = answering("MakeTask", [refused(503, "Busy"), fine()]);
    let client = builder(&transport).edition("old").build().unwrap();
    assert!(client.call(make(&PLAN)).send().is_err());
    assert_eq!(tokens(&transport), [None]);
}

#[test]
fn what_breaks_rules_is_not_sent_unless_the_caller_insists() {
    let transport = answering("MakeTask", [fine(), fine(), fine(), fine()]);
    let client = client(&transport);
    let mut facts = Facts::new();
    facts.set("Engine", Value::from("MySQL"));
    let error = client.call(make(&PLAN)).facts(&facts).send().unwrap_err();
    assert!(error.is_violation() && transport.calls().is_empty(), "{error}");
    assert_eq!(error.verdict().map(|verdict| verdict.violations[0].rule.as_str()), Some("dir"));
    assert!(client.call(make(&[])).allow_rule("dir").send().unwrap_err().is_violation());

    assert!(client.call(make(&PLAN)).facts(&facts).allow_rule("dir").send().is_ok());
    assert!(client.call(make(&[])).facts(&facts).send_unchecked().is_ok());
    // Unknown is not broken.
    assert!(client.call(make(&PLAN)).send().is_ok());
    let with_dir = |_| make(&[("PlanId", "p1"), ("Dir", "/restored")]);
    assert!(client.call(make(&PLAN)).map(with_dir).facts(&facts).send().is_ok());
    transport.verify().unwrap();
}

#[test]
fn facts_come_from_the_service_on_request() {
    let plans = |id: &str| {
        let plan = format!(
            r#"{{"Items":{{"Plan":[{{"PlanId":"p0","Engine":"Redis"}},{{"PlanId":"{id}","Engine":"MySQL"}}]}}}}"#
        );
        Expectation::new("ListPlans").with("PlanId", "p1").answer(Answer::json(200, plan))
    };
    let transport = answering("MakeTask", [fine(), fine()]);
    transport.expect(plans("p1"));
    let error = client(&transport).call(make(&PLAN)).with_facts_from_service().send().unwrap_err();
    assert!(error.is_violation() && error.to_string().contains("dir"), "{error}");

    // There is no such plan: nothing is known, and nothing refused.
    transport.expect(plans("p2"));
    assert!(client(&transport).call(make(&PLAN)).with_facts_from_service().send().is_ok());
    // What the caller says is not asked for.
    let mut facts = Facts::new();
    facts.set("Engine", Value::from("Redis"));
    assert!(client(&transport).call(make(&PLAN)).facts(&facts).with_facts_from_service().send().is_ok());
    let called: Vec<String> = transport.calls().into_iter().map(|call| call.operation).collect();
    assert_eq!(called, ["ListPlans", "ListPlans", "MakeTask", "MakeTask"]);

    transport.expect(Expectation::new("ListPlans").answer(refused(403, "Forbidden.RAM")));
    let error = client(&transport).call(make(&PLAN)).with_facts_from_service().send().unwrap_err();
    assert_eq!((error.operation(), error.code()), ("ListPlans", Some("Forbidden.RAM")));
}

/// Makes something for a plan, and is told two facts by one operation that is asked in two ways.
static MAKE_FOR: Descriptor = Descriptor::new("MakeTask", &MAKE).lookups(&[
    Lookup { fact: "Other", by: "PlanId", find: Find { parameter: "TaskId", ..BY_PLAN }, field: "Engine" },
    Lookup { fact: "Engine", by: "PlanId", find: BY_PLAN, field: "Engine" },
    Lookup { fact: "Third", by: "PlanId", find: BY_PLAN, field: "Third" },
]);

const BY_PLAN: Find =
    Find { operation: ListPlans::descriptor, parameter: "PlanId", list: &["Items", "Plan"], id: "PlanId" };

struct MakeFor;

impl Request for MakeFor {
    type Response = Value;
    fn descriptor() -> &'static Descriptor {
        &MAKE_FOR
    }
    fn to_value(&self) -> Value {
        value(&PLAN)
    }
}

#[test]
fn a_thing_is_read_once_for_all_facts_and_again_if_it_is_asked_for_otherwise() {
    let plan =
        |engine: &str| Answer::json(200, format!(r#"{{"Items":{{"Plan":[{{"PlanId":"p1","Engine":"{engine}"}}]}}}}"#));
    let transport = answering("MakeTask", [fine()]);
    transport.expect(Expectation::new("ListPlans").with("TaskId", "p1").answer(plan("Redis")));
    transport.expect(Expectation::new("ListPlans").with("PlanId", "p1").answer(plan("MySQL")));
    let error = client(&transport).call(MakeFor).with_facts_from_service().send().unwrap_err();
    assert!(error.is_violation() && error.to_string().contains("dir"), "{error}");
    assert_eq!(transport.calls().len(), 2);
}

#[test]
fn an_operation_that_the_spec_lacks_can_be_called() {
    let transport = answering("Unheard", [fine(), Answer::json(200, r#"{"Success":false,"ErrCode":"Some.Code"}"#)]);
    let client = client(&transport);
    let reply = client.call_raw("Unheard", [("A.1", "x y")]).unwrap();
    assert_eq!(reply.get("TaskId").and_then(Value::as_str), Some("t1"));
    assert_eq!(transport.calls()[0].pairs, [("A.1".to_owned(), "x y".to_owned())]);
    assert_eq!(client.call_raw("Unheard", [("A", "1")]).unwrap_err().code(), Some("Some.Code"));
    // Not even the name of an operation can make a request that is not one.
    assert!(client.call_raw("Bad\r\nName", [("A", "1")]).unwrap_err().is_setup());
}

#[test]
fn parameters_travel_where_the_client_says() {
    let sent = |placement, scheme| -> Recorded {
        let transport = answering("StopTask", [fine()]);
        let builder = builder(&transport).placement(placement).scheme(scheme).retry(RetryPolicy::never());
        assert!(builder.build().unwrap().call(StopTask).send().is_ok());
        transport.calls().remove(0)
    };
    for scheme in [Scheme::V3, Scheme::V1] {
        let form = sent(ParameterPlacement::Form, scheme);
        assert_eq!(form.request.uri().to_string(), "https://greenhouse.example/");
        assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded"));
        let query = sent(ParameterPlacement::Query, scheme);
        assert!(query.request.uri().query().is_some_and(|text| text.contains("TaskId=t1")));
        assert!(query.request.body().is_empty() && query.header("content-type").is_none());
        for call in [form, query] {
            assert_eq!((call.operation.as_str(), call.get("TaskId"), call.pairs.len()), ("StopTask", Some("t1"), 1));
            assert_eq!(call.header("accept"), Some("application/json"));
            assert!(call.header("user-agent").is_some_and(|agent| agent.starts_with("contingent/")));
        }
    }
}

#[test]
fn an_operation_with_an_address_of_its_own_is_sent_there() {
    static MOOR: Definition = Definition::new(
        r#"{"name":"MoorShip","parameters":[{"name":"ship","kind":"string","required":true},
            {"name":"tenant","kind":"string"},{"name":"crew","kind":"integer"},{"name":"force","kind":"boolean"}]}"#,
    );
    static MOOR_SHIP: Descriptor = Descriptor::new("MoorShip", &MOOR)
        .route("PUT", "/ships/{ship}/berth")
        .in_header(&["tenant"])
        .in_body(&["crew"]);
    struct MoorShip(&'static str);
    impl Request for MoorShip {
        type Response = Value;
        fn descriptor() -> &'static Descriptor {
            &MOOR_SHIP
        }
        fn to_value(&self) -> Value {
            Value::parse(&format!(r#"{{"ship":"{}","tenant":"t1","crew":2,"force":true}}"#, self.0)).unwrap()
        }
    }
    let transport = answering("MoorShip", [fine()]);
    let call = |ship, scheme| {
        let builder = builder(&transport).scheme(scheme).retry(RetryPolicy::never());
        builder.build().unwrap().call(MoorShip(ship)).send()
    };
    assert!(call("a b/c", Scheme::V3).is_ok());
    let sent = transport.calls().remove(0).request;
    assert_eq!(sent.method(), "PUT");
    assert_eq!(sent.uri().to_string(), "https://greenhouse.example/ships/a%20b%2Fc/berth?force=true");
    assert_eq!(sent.body().as_ref(), br#"{"crew":2}"#);
    let header = |name: &str| sent.headers().get(name).and_then(|it| it.to_str().ok());
    assert_eq!((header("content-type"), header("tenant")), (Some("application/json"), Some("t1")));
    let headers: Vec<(&str, &str)> = std::iter::once(("host", "greenhouse.example"))
        .chain(sent.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))))
        .collect();
    let received = Received {
        method: sent.method().as_str(),
        path_and_query: sent.uri().path_and_query().map_or("", |it| it.as_str()),
        headers: &headers,
        body: sent.body(),
    };
    assert!(claim(&received).is_ok_and(|claim| claim.verify(&received, "testsecret")), "another address is signed");
    // What is missing is said before anything is sent, and what the older scheme cannot sign.
    assert!(call("..", Scheme::V3).unwrap_err().is_setup());
    assert!(call("a", Scheme::V1).unwrap_err().is_setup());
    assert_eq!(transport.calls().len(), 1);
}
