//! What is made again: only what is safe, after waits that the policy and the service decide.

use std::time::Duration;

use super::*;
use crate::client::RetryPolicy;
use crate::transport::TransportErrorKind;

/// How often an operation is tried when the first answer is this one, and whether the call succeeds.
fn tries(operation: &str, first: Answer) -> (usize, bool) {
    let transport = answering(operation, [first, fine()]);
    let client = client(&transport);
    let succeeded = match operation {
        "MakeTask" => client.call(MakeTask(PLAN.to_vec())).send().is_ok(),
        "ListPlans" => client.call(ListPlans(Vec::new())).send().is_ok(),
        "StopTask" => client.call(StopTask).send().is_ok(),
        raw => client.call_raw(raw, [("A", "1")]).is_ok(),
    };
    (transport.calls().len(), succeeded)
}

#[test]
fn what_the_service_may_have_done_is_made_again_only_where_that_is_harmless() {
    for unknown in [
        refused(500, "InternalError"),
        refused(503, "ServiceUnavailable"),
        Answer::body(502, "<html>bad gateway</html>"),
        Answer::failure(TransportErrorKind::Timeout),
        Answer::failure(TransportErrorKind::Other),
        refused(400, "SignatureNonceUsed"),
    ] {
        for (operation, expected) in
            [("MakeTask", (2, true)), ("ListPlans", (2, true)), ("StopTask", (1, false)), ("NotInTheSpec", (1, false))]
        {
            assert_eq!(tries(operation, unknown.clone()), expected, "{operation} after {unknown:?}");
        }
    }
}

#[test]
fn what_was_surely_not_done_is_made_again_by_all() {
    for not_done in [
        refused(400, "Throttling.User"),
        refused(429, "TooMany"),
        Answer::failure(TransportErrorKind::Connect),
        Answer::failure(TransportErrorKind::ConnectTimeout),
    ] {
        for operation in ["MakeTask", "ListPlans", "StopTask", "NotInTheSpec"] {
            assert_eq!(tries(operation, not_done.clone()), (2, true), "{operation} after {not_done:?}");
        }
    }
}

#[test]
fn what_leads_to_the_same_again_is_not_repeated() {
    for last in [
        refused(400, "InvalidParameter"),
        refused(403, "Forbidden.RAM"),
        refused(404, "InvalidAccessKeyId.NotFound"),
        Answer::json(200, r#"{"Success":false,"ErrCode":"Param.NotFound","ErrMessage":"no"}"#),
        Answer::body(200, "not JSON"),
        Answer::failure(TransportErrorKind::TooLarge),
        Answer::failure(TransportErrorKind::Request),
    ] {
        assert_eq!(tries("ListPlans", last.clone()), (1, false), "{last:?}");
        let error = client(&answering("ListPlans", [last])).call(ListPlans(Vec::new())).send().unwrap_err();
        assert!(!error.is_retryable(), "{error}");
    }
}

#[test]
fn tries_end_and_waits_are_random_parts_of_doubling_times() {
    let transport = answering("ListPlans", (0..9).map(|_| refused(503, "ServiceUnavailable")));
    let error = client(&transport).call(ListPlans(Vec::new())).send().unwrap_err();
    assert_eq!((error.code(), error.http_status()), (Some("ServiceUnavailable"), Some(503)));
    let sleeps = transport.sleeps();
    assert_eq!((transport.calls().len(), sleeps.len()), (3, 2));
    assert!(sleeps[0] <= Duration::from_millis(200) && sleeps[1] <= Duration::from_millis(400), "{sleeps:?}");

    let policy = RetryPolicy {
        tries: 6,
        base: Duration::from_millis(8),
        cap: Duration::from_millis(20),
        ..RetryPolicy::default()
    };
    let transport = answering("ListPlans", (0..9).map(|_| refused(503, "ServiceUnavailable")));
    let client = builder(&transport).retry(policy).build().unwrap();
    assert!(client.call(ListPlans(Vec::new())).send().is_err());
    let most = [8, 16, 20, 20, 20].map(Duration::from_millis);
    assert_eq!(transport.calls().len(), 6);
    assert!(transport.sleeps().iter().zip(most).all(|(slept, most)| *slept <= most), "{:?}", transport.sleeps());

    let transport = answering("ListPlans", [refused(503, "ServiceUnavailable"), fine()]);
    let client = builder(&transport).retry(RetryPolicy::never()).build().unwrap();
    assert!(client.call(ListPlans(Vec::new())).send().is_err() && transport.calls().len() == 1);
}

#[test]
fn the_service_says_how_long_to_wait() {
    let slept = |answer: Answer| {
        let transport = answering("ListPlans", [answer, fine()]);
        let policy = RetryPolicy { base: Duration::ZERO, ..RetryPolicy::default() };
        let client = builder(&transport).retry(policy).build().unwrap();
        assert!(client.call(ListPlans(Vec::new())).send().is_ok());
        transport.sleeps()
    };
    let busy = || refused(503, "ServiceUnavailable");
    assert_eq!(slept(busy().header("retry-after", "7")), [Duration::from_secs(7)]);
    assert_eq!(slept(busy().header("retry-after", "7000")), [Duration::from_secs(30)]);
    assert_eq!(slept(busy().header("retry-after", "99999999999999999999999")), [Duration::from_secs(30)]);
    let throttled = refused(429, "Throttling.User").header("x-acs-retry-after", "300");
    assert_eq!(slept(throttled), [Duration::from_millis(300)]);
    let until =
        busy().header("date", "Sun, 06 Nov 1994 08:49:37 GMT").header("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT");
    assert_eq!(slept(until), [Duration::from_secs(10)]);
    assert_eq!(slept(busy().header("retry-after", "soon")), []);
}

#[test]
fn the_nonce_is_renewed_once() {
    let transport = answering("ListPlans", (0..9).map(|_| refused(400, "SignatureNonceUsed")));
    let error = client(&transport).call(ListPlans(Vec::new())).send().unwrap_err();
    assert_eq!((error.code(), transport.calls().len()), (Some("SignatureNonceUsed"), 2));
}
