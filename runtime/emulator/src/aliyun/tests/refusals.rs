//! Calls that are not done, and why.

use std::time::Duration;

use super::*;

const NAME: (&str, &str) = ("Name", "a");

#[tokio::test]
async fn the_envelope_says_all_that_clients_read() {
    let emulator = emulator().await;
    let answer = ask(V3, "CreateThing", &[]).send(&emulator);
    assert_eq!(answer.code(), (400, "MissingParameter".into()));
    assert_eq!(answer.text("HostId"), emulator.address().to_string());
    assert_eq!(Some(answer.text("RequestId").as_str()), answer.header("x-acs-request-id"));
    assert!(answer.text("Message").contains("Name is required"), "{answer:?}");
    assert!(answer.text("Recommend").contains("q=MissingParameter&product=Toy&requestId="));
    // Some clients send and sign the whole address.
    let ask = ask(V1, "CreateThing", &[]);
    let raw = String::from_utf8(ask.bytes(emulator.address(), "Connection: close\r\n")).unwrap();
    let raw = raw.replace("Host: ", "Host: http://");
    assert_eq!(read(&exchange(emulator.address(), raw.as_bytes())).text("HostId"), emulator.address().to_string());
}

#[tokio::test]
async fn all_broken_rules_are_named() {
    let emulator = emulator().await;
    let answer = ask(V3, "CreateThing", &[NAME, ("Kind", "locked"), ("Size", "x")]).send(&emulator);
    for word in ["Size must be", "Password is required"] {
        assert!(answer.text("Message").contains(word), "{word}: {answer:?}");
    }
    let entry = emulator.journal().pop().unwrap();
    let rules: Vec<String> = entry.verdict.unwrap().violations.into_iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"password".to_owned()) && rules.contains(&"Size.type".to_owned()), "{rules:?}");
}

#[tokio::test]
async fn a_rule_of_one_edition_warns_or_refuses() {
    let create = ask(V3, "CreateThing", &[NAME]);
    let open = emulator().await;
    let answer = create.send(&open);
    assert_eq!((answer.status, answer.header("x-contingent-warnings")), (200, Some("tags (new)")));
    let entry = open.journal().pop().unwrap();
    assert_eq!(entry.verdict.unwrap().warnings.len(), 1);
    for (edition, status) in [("old", 200), ("new", 400)] {
        let strict = builder().edition(edition).start().await.unwrap();
        let answer = create.send(&strict);
        assert_eq!((answer.status, answer.header("x-contingent-warnings")), (status, None), "{answer:?}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told_what_should_have_been_signed() {
    let emulator = emulator().await;
    for scheme in BOTH {
        let wrong = Ask { key: ("testid", "wrong"), ..ask(scheme, "CreateThing", &[NAME, ("Password", "hunter2")]) };
        let answer = wrong.send(&emulator);
        assert_eq!(answer.code(), (400, "SignatureDoesNotMatch".into()));
        let message = answer.text("Message");
        let (before, string) = message.split_once("server string to sign is:").unwrap();
        assert_eq!(before, "Specified signature is not matched with our calculation. ");
        // Old clients compare this with their own, so it must be the same bytes.
        assert!(
            string.starts_with(if scheme == V1 { "POST&%2F&AccessKeyId%3Dtestid" } else { "ACS3-HMAC-SHA256\n" }),
            "{string}"
        );
        let entry = emulator.journal().pop().unwrap().to_json().to_string();
        assert!(!entry.contains("hunter2") && !entry.contains("ACS3") && !entry.contains("%2F"), "{entry}");
        // It was not used, so the nonce is still good.
        assert_eq!(Ask { key: ("testid", "testsecret"), ..wrong }.send(&emulator).status, 200);
    }
}

#[tokio::test]
async fn unknown_keys_old_times_and_used_nonces_are_refused() {
    let emulator = emulator().await;
    let at = |offset: i64| {
        let by = Duration::from_secs(offset.unsigned_abs());
        sign::timestamp(if offset < 0 { SystemTime::now() - by } else { SystemTime::now() + by })
    };
    for scheme in BOTH {
        let good = || ask(scheme, "CreateThing", &[NAME]);
        let code = |ask: Ask<'_>| ask.send(&emulator).code();
        assert_eq!(code(Ask { key: ("other", "testsecret"), ..good() }), (404, "InvalidAccessKeyId.NotFound".into()));
        for offset in [-16 * 60, 16 * 60, -100_000_000, 1_000_000_000] {
            assert_eq!(code(Ask { timestamp: at(offset), ..good() }), (400, "InvalidTimeStamp.Expired".into()));
        }
        for timestamp in ["2026-11-24 03:04:44Z", "2026-11-24T03:04:44", "1700000000", "2026-02-30T00:00:00Z", "x"] {
            let timestamp = timestamp.to_owned();
            assert_eq!(code(Ask { timestamp, ..good() }), (400, "InvalidTimeStamp.Format".into()));
        }
        for offset in [-14 * 60, 14 * 60] {
            assert_eq!(Ask { timestamp: at(offset), ..good() }.send(&emulator).status, 200);
        }
        let twice = good();
        assert_eq!(twice.send(&emulator).status, 200);
        assert_eq!(code(twice.clone()), (400, "SignatureNonceUsed".into()));
        // Signed anew at another time it is still the same nonce.
        assert_eq!(code(Ask { timestamp: at(-60), ..twice }), (400, "SignatureNonceUsed".into()));
    }
}

#[tokio::test]
async fn of_equal_requests_at_the_same_time_one_is_done() {
    let emulator = emulator().await;
    let raw = ask(V3, "CreateThing", &[NAME]).bytes(emulator.address(), "Connection: close\r\n");
    let done = std::thread::scope(|scope| {
        let sending: Vec<_> =
            (0..20).map(|_| scope.spawn(|| read(&exchange(emulator.address(), &raw)).status == 200)).collect();
        sending.into_iter().filter_map(|sent| sent.join().ok()).filter(|done| *done).count()
    });
    assert_eq!(done, 1);
}

#[tokio::test]
async fn what_the_gateway_does_not_know_is_refused() {
    let emulator = emulator().await;
    for scheme in BOTH {
        let good = || ask(scheme, "CreateThing", &[NAME]);
        let code = |ask: Ask<'_>| ask.send(&emulator).code();
        assert_eq!(code(Ask { action: "DeleteAll", ..good() }), (404, "InvalidApi.NotFound".into()));
        assert_eq!(code(Ask { version: "2019-01-01", ..good() }), (400, "NoSuchVersion".into()));
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            assert_eq!(code(Ask { method, ..good() }), (400, "UnsupportedHTTPMethod".into()));
        }
        let twice = Ask { form: vec![NAME], ..good() }.send(&emulator);
        assert_eq!(twice.code(), (400, "InvalidParameter".into()));
        assert!(twice.text("Message").contains("more than once: Name."), "{twice:?}");
    }
    let format = Ask { format: Some("yaml"), ..ask(V1, "CreateThing", &[NAME]) }.send(&emulator);
    assert_eq!(format.code(), (400, "InvalidParameter.Format".into()));
    for (raw, code) in [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "MissingAction"),
        ("GET /?Action=ListThings HTTP/1.1\r\nHost: x\r\n\r\n", "MissingVersion"),
        ("GET /other HTTP/1.1\r\nHost: x\r\n\r\n", "InvalidApi.NotFound"),
        ("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hunter2\r\n\r\n", "InvalidSignatureMethod"),
        ("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: ACS3-HMAC-SHA256 x\r\n\r\n", "IncompleteSignature"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", "UnsupportedContentType"),
    ] {
        assert_eq!(read(&exchange(emulator.address(), raw.as_bytes())).text("Code"), code, "{raw}");
    }
}

#[tokio::test]
async fn parameters_may_be_kept_out_of_bodies() {
    let emulator = builder().placement(crate::Placement::Query).start().await.unwrap();
    for scheme in BOTH {
        let form = Ask { form: vec![("Size", "5")], ..ask(scheme, "CreateThing", &[NAME]) }.send(&emulator);
        assert_eq!(form.code(), (400, "InvalidParameter".into()));
        assert!(form.text("Message").contains("takes parameters in the query only: Size."), "{form:?}");
        assert_eq!(ask(scheme, "CreateThing", &[NAME]).send(&emulator).status, 200);
    }
}

#[tokio::test]
async fn a_temporary_key_needs_its_token() {
    let strict = builder().security_token("right").start().await.unwrap();
    let any = emulator().await;
    for scheme in BOTH {
        let with = |token| Ask { token, ..ask(scheme, "ListThings", &[]) };
        assert_eq!(with(None).send(&strict).code(), (400, "MissingSecurityToken".into()));
        let mismatch = (400, "InvalidSecurityToken.MismatchWithAccessKey".into());
        assert_eq!(with(Some("hunter2")).send(&strict).code(), mismatch);
        assert_eq!(with(Some("right")).send(&strict).status, 200);
        assert_eq!(with(Some("hunter2")).send(&any).status, 200);
        for emulator in [&strict, &any] {
            let journal = format!("{:?}", emulator.journal());
            assert!(!journal.contains("hunter2") && !journal.contains("right"), "{journal}");
        }
    }
}

#[tokio::test]
async fn secrets_are_in_no_journal_and_no_header() {
    let emulator = emulator().await;
    for query in [
        vec![NAME, ("Password", "hunter2")],
        vec![("Password", "hunter2"), ("Size", "hunter2x")],
        vec![NAME, ("Pasword", "hunter2"), ("Password.1", "hunter2")],
        vec![NAME, ("Password", "hunter2"), ("Password.2", "hunter2")],
    ] {
        for scheme in BOTH {
            let answer = ask(scheme, "CreateThing", &query).send(&emulator);
            assert!(!answer.head.contains("hunter2"), "{answer:?}");
        }
    }
    for entry in emulator.journal() {
        for text in [format!("{entry:?}"), entry.to_json().to_string()] {
            // A wrong number is no secret.
            assert!(!text.replace("hunter2x", "").contains("hunter2") && !text.contains("testsecret"), "{text}");
        }
    }
}
