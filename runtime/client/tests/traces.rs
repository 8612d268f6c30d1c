//! What a call writes to traces. A process of its own: `tracing` remembers for each place in the code whether anybody
//! listens, and tests on other threads, where nobody does, would decide that for this one.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use contingent_runtime::call::{Descriptor, Request};
use contingent_runtime::client::credentials::Credentials;
use contingent_runtime::client::{Blocking, Client, Service};
use contingent_runtime::transport::mock::{Answer, Expectation, MockTransport};
use contingent_runtime::{Definition, Secret, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down everything that is traced.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<String>>);

impl Visit for Written {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0.lock().unwrap(), "{}={value:?} ", field.name()).unwrap();
    }
}

impl Subscriber for Written {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

static MAKE: Definition = Definition::new(
    r#"{"name":"MakeTask","parameters":[
        {"name":"PlanId","kind":"string","required":true},
        {"name":"Password","kind":"string","secret":true},
        {"name":"Dir","kind":"string"},
        {"name":"Token","kind":"string"}],
    "facts":[{"name":"Engine","kind":"string","says":"the engine"}],
    "rules":[{"id":"dir","form":{"require":[{"of":{"parameter":{"text":"Dir","steps":[{"field":"Dir"}]}}}]},
        "when":{"test":[{"fact":"Engine"},{"one_of":["MySQL"]}]}}]}"#,
);

static MAKE_TASK: Descriptor = Descriptor::new("MakeTask", &MAKE).token("Token");

struct MakeTask(Vec<(&'static str, &'static str)>);

impl Request for MakeTask {
    type Response = Value;
    fn descriptor() -> &'static Descriptor {
        &MAKE_TASK
    }
    fn to_value(&self) -> Value {
        Value::Object(self.0.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect())
    }
}

const SERVICE: Service =
    Service { name: "Greenhouse", version: "2026-01-01", host: |_| Some("greenhouse.example".into()) };

const PASSWORD: (&str, &str) = ("Password", "hunter2/hunter2");

fn refused(code: &str) -> Answer {
    Answer::json(503, format!(r#"{{"Code":"{code}","Message":"no","RequestId":"60AF7C5D"}}"#))
}

#[test]
fn traces_have_the_call_and_each_try_and_no_value() {
    let written = Written::default();
    tracing::subscriber::set_global_default(written.clone()).unwrap();
    let mut credentials = Credentials::new("testid", "testsecret");
    credentials.security_token = Some(Secret::from("sts-token-of-someone"));
    let transport = MockTransport::new();
    let fine = Answer::json(200, r#"{"RequestId":"60AF7C5D","TaskId":"t1"}"#);
    transport.expect(
        Expectation::new("MakeTask").answer(refused("Busy")).answer(refused("Invalid.hunter2/hunter2")).answer(fine),
    );
    let builder = Client::<Blocking>::builder(SERVICE).credentials(credentials);
    let client = builder.transport(transport.clone()).build().unwrap();
    client.call(MakeTask(vec![("PlanId", "p1"), PASSWORD])).send().unwrap();
    client.call(MakeTask(vec![PASSWORD])).send().unwrap_err();

    let text = written.0.lock().unwrap().clone();
    for part in [
        r#"service="Greenhouse" operation="MakeTask""#,
        r#"attempt=1 status=503 code="Busy" request_id="60AF7C5D" means=Unknown"#,
        r#"attempt=2 status=503 code="Invalid.***""#,
        "attempts=3",
        "status=200",
        r#"request_id="60AF7C5D""#,
        "duration_ms=",
        r#"rule="dir" what="undecided""#,
    ] {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
    for part in ["hunter2", "testsecret", "sts-token", "p1"] {
        assert!(!text.contains(part), "{text}");
    }
}
