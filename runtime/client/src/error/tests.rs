//! What errors say, and what they keep to themselves.

use contingent_rules::{Finding, Verdict};

use crate::{DecodeError, Error};

#[test]
fn each_kind_says_what_it_is_on_one_line() {
    let error = Error::service("Op", "Some.Code", "first line\nsecond\u{202e} line", 503).with_request_id("60AF");
    assert_eq!(error.to_string(), "Op failed: Some.Code: first line second  line (HTTP 503, request id 60AF)");
    assert!(error.is_service() && error.is_retryable() && !error.is_throttled() && !error.is_decode());
    assert_eq!((error.code(), error.http_status()), (Some("Some.Code"), Some(503)));
    assert_eq!((error.request_id(), error.operation()), (Some("60AF"), "Op"));
    assert_eq!(error.message(), Some("first line\nsecond\u{202e} line"));

    let error = Error::service("Op", "", "", 404);
    assert_eq!(error.to_string(), "Op failed (HTTP 404)");
    assert_eq!((error.code(), error.message(), error.is_retryable()), (None, None, false));

    let error = Error::decode("Op", DecodeError::body("is empty"), 200);
    assert_eq!(error.to_string(), "Op: the reply could not be read: the body is empty (HTTP 200)");
    assert!(error.is_decode() && !error.is_retryable() && std::error::Error::source(&error).is_some());
    assert!(Error::decode("Op", DecodeError::body("is empty"), 502).is_retryable());
}

#[test]
fn violations_are_listed_one_per_line() {
    let mut verdict = Verdict::default();
    for (rule, parameters) in [("region", vec!["Region"]), ("one", vec!["At", "Set"])] {
        let mut finding = Finding::default();
        finding.rule = rule.into();
        finding.parameters = parameters.into_iter().map(str::to_owned).collect();
        finding.message = "is wrong".into();
        verdict.violations.push(finding);
    }
    let error = Error::violations("Op", verdict).with_request_id("never sent");
    let lines = "Op: not sent because of 2 violations\n  region (Region): is wrong\n  one (At, Set): is wrong";
    assert_eq!(error.to_string(), lines);
    assert!(error.is_violation() && !error.is_retryable() && !error.is_throttled());
    assert_eq!((error.http_status(), error.request_id(), error.code()), (None, None, None));
    assert_eq!(error.verdict().map(|verdict| verdict.violations.len()), Some(2));
}

#[test]
fn long_texts_are_cut_when_shown_and_kept_otherwise() {
    let error = Error::service("Op", "C", "é".repeat(100_000), 400);
    assert!(error.to_string().chars().count() < 1_100);
    assert_eq!(error.message().map(str::len), Some(200_000));
}

#[test]
fn it_can_cross_threads() {
    fn crosses<T: Send + Sync + std::error::Error + 'static>() {}
    crosses::<Error>();
}

#[test]
fn what_was_not_answered_says_why_and_what_is_known_of_the_reply() {
    let error = Error::transport("Op", "the peer\nwent away", false, None);
    assert_eq!(error.to_string(), "Op: no reply: the peer went away");
    assert!(error.is_transport() && error.is_retryable() && !error.is_timeout() && !error.is_service());
    let error = Error::transport("Op", std::io::Error::other("slow"), true, Some(200)).with_request_id("60AF");
    assert_eq!(error.to_string(), "Op: no reply: slow (HTTP 200, request id 60AF)");
    assert!(error.is_timeout() && std::error::Error::source(&error).is_some());

    let error = Error::credentials("Op", "nothing found").with_request_id("never sent");
    assert_eq!(error.to_string(), "Op: not sent because there are no credentials: nothing found");
    assert!(error.is_credentials() && !error.is_retryable() && error.request_id().is_none());
    let error = Error::setup("Op", "there is no host");
    assert_eq!(error.to_string(), "Op: not sent: there is no host");
    assert!(error.is_setup() && !error.is_retryable());
    let error = Error::wait("Op", "it is still running", true);
    assert!(error.is_wait() && error.is_timeout() && !error.is_transport());
}
