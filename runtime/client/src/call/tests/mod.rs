//! The engine over a transport that only pretends: what is sent, how often, and what comes of it.

mod clock;
mod lists;
mod retries;
mod secrets;
mod sending;

use contingent_rules::Value;

use super::{Descriptor, Find, Lookup, Paged, Paging, Request};
use crate::aliyun::credentials::Credentials;
use crate::client::{Blocking, Builder, Client, Service};
use crate::transport::mock::{Answer, Expectation, MockTransport};
use crate::{DecodeError, Definition, Node};

/// Makes something: it has a token, a secret, and a rule about a fact.
static MAKE: Definition = Definition::new(
    r#"{"name":"MakeTask","editions":["old","new"],"parameters":[
        {"name":"PlanId","kind":"string","required":true},
        {"name":"Password","kind":"string","secret":true},
        {"name":"Dir","kind":"string"},
        {"name":"Token","kind":"string","editions":["new"]}],
    "facts":[{"name":"Engine","kind":"string","says":"the engine"}],
    "rules":[{"id":"dir","form":{"require":[{"of":{"parameter":{"text":"Dir","steps":[{"field":"Dir"}]}}}]},
        "when":{"test":[{"fact":"Engine"},{"one_of":["MySQL"]}]}}]}"#,
);

static MAKE_TASK: Descriptor = Descriptor::new("MakeTask", &MAKE).token("Token").lookups(&[Lookup {
    fact: "Engine",
    by: "PlanId",
    find: Find { operation: ListPlans::descriptor, parameter: "PlanId", list: &["Items", "Plan"], id: "PlanId" },
    field: "Engine",
}]);

/// Lists something, in pages.
static LIST: Definition = Definition::new(
    r#"{"name":"ListPlans","parameters":[{"name":"PlanId","kind":"string"},{"name":"Page","kind":"integer"},
        {"name":"Size","kind":"integer"}]}"#,
);

static LIST_PLANS: Descriptor = Descriptor::new("ListPlans", &LIST).readonly();

/// Changes something, and nothing makes a repetition harmless.
static STOP: Definition = Definition::new(r#"{"name":"StopTask","parameters":[{"name":"TaskId","kind":"string"}]}"#);

static STOP_TASK: Descriptor = Descriptor::new("StopTask", &STOP);

#[derive(Clone)]
struct MakeTask(Vec<(&'static str, &'static str)>);

#[derive(Clone)]
struct ListPlans(Vec<(&'static str, &'static str)>);

struct StopTask;

fn value(pairs: &[(&'static str, &'static str)]) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect())
}

impl Request for MakeTask {
    type Response = Value;
    fn descriptor() -> &'static Descriptor {
        &MAKE_TASK
    }
    fn to_value(&self) -> Value {
        value(&self.0)
    }
}

/// A reply with one field that must be there.
#[derive(Debug, PartialEq)]
struct Stopped(String);

impl crate::Decode for Stopped {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.required("TaskId").map(Self)
    }
}

impl Request for StopTask {
    type Response = Stopped;
    fn descriptor() -> &'static Descriptor {
        &STOP_TASK
    }
    fn to_value(&self) -> Value {
        value(&[("TaskId", "t1")])
    }
}

impl Request for ListPlans {
    type Response = Value;
    fn descriptor() -> &'static Descriptor {
        &LIST_PLANS
    }
    fn to_value(&self) -> Value {
        value(&self.0)
    }
}

impl Paged for ListPlans {
    type Item = Value;
    fn paging() -> &'static Paging {
        const {
            &Paging {
                number: "Page",
                size: "Size",
                first: 1,
                default_size: 2,
                total: Some("Total"),
                pages: None,
                list: &["Items", "Plan"],
            }
        }
    }
    fn items(page: Value) -> Vec<Value> {
        super::find::items(&page, &["Items", "Plan"]).to_vec()
    }
}

const SERVICE: Service =
    Service { name: "Greenhouse", version: "2026-01-01", host: |_| Some("greenhouse.example".into()) };

fn builder(transport: &MockTransport) -> Builder<Blocking> {
    Client::builder(SERVICE).credentials(Credentials::new("testid", "testsecret")).transport(transport.clone())
}

fn client(transport: &MockTransport) -> Client<Blocking> {
    builder(transport).build().expect("a client")
}

/// A transport that answers calls of one operation.
fn answering(operation: &str, answers: impl IntoIterator<Item = Answer>) -> MockTransport {
    let transport = MockTransport::new();
    transport.expect(answers.into_iter().fold(Expectation::new(operation), Expectation::answer));
    transport
}

fn fine() -> Answer {
    Answer::json(200, r#"{"RequestId":"60AF7C5D","TaskId":"t1"}"#)
}

fn refused(status: u16, code: &str) -> Answer {
    Answer::json(status, format!(r#"{{"Code":"{code}","Message":"no","RequestId":"60AF7C5D","HostId":"h"}}"#))
}

const PLAN: [(&str, &str); 1] = [("PlanId", "p1")];
