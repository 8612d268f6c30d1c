//! No secret reaches an error, a `Debug` or a trace, whatever the service quotes.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::*;
use crate::Secret;

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
fn traces_have_the_call_and_each_try_and_no_value() {
    let written = Written::default();
    tracing::subscriber::with_default(written.clone(), || {
        let transport = answering("MakeTask", [refused(503, "Busy"), fine()]);
        let client = builder(&transport).credentials(credentials()).build().unwrap();
        client.call(request()).send().unwrap();
        client.call(MakeTask(vec![("Password", SECRETS[0])])).send().unwrap_err();
    });
    let text = written.0.lock().unwrap().clone();
    for part in [
        r#"service="Greenhouse" operation="MakeTask""#,
        r#"attempt=1 status=503 code="Busy" request_id="60AF7C5D" means=Unknown"#,
        "attempts=2",
        "status=200",
        r#"request_id="60AF7C5D""#,
        "duration_ms=",
        r#"rule="dir" what="undecided""#,
    ] {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
    assert_silent(&text);
    assert!(!text.contains("p1"), "{text}");
}

#[test]
fn headers_with_secrets_are_marked_and_no_address_has_any() {
    let transport = answering("MakeTask", [fine()]);
    builder(&transport).credentials(credentials()).build().unwrap().call(request()).send().unwrap();
    let request = transport.calls().remove(0).request;
    assert!(["authorization", "x-acs-security-token"].iter().all(|name| request.headers()[*name].is_sensitive()));
    assert_silent(&format!("{} {:?}", request.uri(), request.headers()));
}
