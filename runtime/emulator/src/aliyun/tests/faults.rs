//! What goes wrong on purpose.

use std::time::{Duration, Instant};

use super::*;
use crate::server::limits::Limits;

const NAME: (&str, &str) = ("Name", "a");

fn things(emulator: &Emulator) -> usize {
    ask(V3, "ListThings", &[]).send(emulator).body.matches("ThingId").count()
}

#[tokio::test]
async fn codes_are_answered_so_often_and_nothing_is_done() {
    let emulator = builder().fail("CreateThing:Throttling:2".parse().unwrap()).start().await.unwrap();
    let create = || ask(V3, "CreateThing", &[NAME]).send(&emulator);
    assert_eq!(things(&emulator), 1);
    for _ in 0..2 {
        let answer = create();
        assert_eq!((answer.code(), answer.header("retry-after")), ((400, "Throttling".into()), Some("1")));
    }
    assert_eq!(create().status, 200);
    assert_eq!(things(&emulator), 2);
    emulator.fail("*:ServiceUnavailable".parse().unwrap()).unwrap();
    assert_eq!(create().status, 503);
    emulator.fail("CreateThing:Thing.NotFound".parse().unwrap()).unwrap();
    let answer = create();
    assert_eq!((answer.status, answer.text("Message").as_str()), (404, "There is no such thing."));
    let faults: Vec<_> = emulator.journal().into_iter().filter_map(|entry| entry.fault).collect();
    assert_eq!(faults, ["Throttling", "Throttling", "ServiceUnavailable", "Thing.NotFound"]);
    // As it was at the start.
    emulator.reset().await.unwrap();
    assert_eq!(create().status, 400);
}

#[tokio::test]
async fn answers_break_in_every_way() {
    let emulator = emulator().await;
    let create = |fault: &str| {
        emulator.fail(format!("CreateThing:{fault}").parse().unwrap()).unwrap();
        let raw = ask(V1, "CreateThing", &[NAME]).bytes(emulator.address(), "Connection: close\r\n");
        exchange(emulator.address(), &raw)
    };
    assert_eq!(create("drop"), b"");
    assert_eq!(things(&emulator), 1);
    assert_eq!(create("lose"), b"");
    assert_eq!(things(&emulator), 2);
    let answer = read(&create("truncate"));
    let length: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, length / 2));
    let answer = read(&create("garbage"));
    assert!(answer.status == 200 && Value::parse(&answer.body).is_err());
    assert_eq!(things(&emulator), 4);
    let statuses: Vec<u16> = emulator.journal().iter().map(|entry| entry.status).collect();
    assert_eq!(statuses, [0, 200, 0, 200, 200, 200, 200]);
    assert!(emulator.journal().iter().all(|entry| entry.code.is_none()));
}

#[tokio::test]
async fn a_slow_answer_comes_in_the_end() {
    let limits = Limits { pause: Duration::from_millis(100), ..Limits::default() };
    let emulator = builder().limits(limits).fail("*:slow".parse().unwrap()).start().await.unwrap();
    let begin = Instant::now();
    assert_eq!(ask(V3, "CreateThing", &[NAME]).send(&emulator).text("Name"), "a");
    assert!(begin.elapsed() >= Duration::from_millis(900), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn every_call_may_wait() {
    let emulator = builder().latency("400ms..450ms".parse().unwrap()).start().await.unwrap();
    let time = || {
        let begin = Instant::now();
        assert_eq!(ask(V3, "CreateThing", &[NAME]).send(&emulator).status, 200);
        begin.elapsed()
    };
    assert!(time() >= Duration::from_millis(400));
    emulator.set_latency(None);
    assert!(time() < Duration::from_millis(400));
}

#[tokio::test]
async fn what_the_service_does_not_have_cannot_go_wrong() {
    let emulator = emulator().await;
    for (fault, why) in [
        ("CreateThin:drop", "there is no operation `CreateThin`; did you mean `CreateThing`?"),
        ("CreateThing:Throttlin", "there is no error code `Throttlin`; did you mean `Throttling`?"),
        ("*:dorp", "there is no error code `dorp`; did you mean `drop`?"),
    ] {
        let fault: crate::Fault = fault.parse().unwrap();
        assert_eq!(emulator.fail(fault.clone()).unwrap_err().to_string(), why);
        assert_eq!(builder().fail(fault).start().await.unwrap_err().to_string(), why);
    }
}
