//! Calls that are done: schemes, places of parameters, formats, states, tokens.

use std::time::Duration;

use super::*;

const NAME: (&str, &str) = ("Name", "a b+c/é*~%");

#[tokio::test]
async fn parameters_may_be_anywhere() {
    let emulator = emulator().await;
    for scheme in BOTH {
        for method in ["GET", "POST"] {
            for chunked in [false, true] {
                for (query, form) in [
                    (vec![NAME, ("Size", "5")], vec![]),
                    (vec![("Size", "5")], vec![NAME]),
                    (vec![], vec![NAME, ("Size", "5")]),
                ] {
                    let ask = Ask { method, chunked, query, form, ..ask(scheme, "CreateThing", &[]) };
                    let answer = ask.send(&emulator);
                    assert_eq!(answer.status, 200, "{answer:?}");
                    assert_eq!(answer.text("Name"), NAME.1);
                    assert_eq!(answer.text("Status"), "creating");
                    assert!(answer.text("ThingId").starts_with("th"), "{answer:?}");
                    assert_eq!(answer.text("RequestId"), answer.header("x-acs-request-id").unwrap());
                    assert!(answer.header("date").is_some());
                    assert_eq!(answer.header("content-type"), Some("application/json;charset=utf-8"));
                }
            }
        }
    }
    assert_eq!(emulator.journal().len(), 24);
}

#[tokio::test]
async fn everything_of_the_older_scheme_may_be_in_a_form() {
    let emulator = emulator().await;
    let ask = ask(V1, "CreateThing", &[NAME]);
    let form = ask.v1_query();
    let raw = format!(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    assert_eq!(read(&exchange(emulator.address(), raw.as_bytes())).text("Name"), NAME.1);
}

#[tokio::test]
async fn replies_are_xml_where_that_is_wanted() {
    let emulator = emulator().await;
    for scheme in BOTH {
        for (format, content_type) in [("XML", "text/xml;charset=utf-8"), ("json", "application/json;charset=utf-8")] {
            let answer = Ask { format: Some(format), ..ask(scheme, "ListThings", &[]) }.send(&emulator);
            assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)));
            if format == "XML" {
                let things = "<ListThingsResponse><Things><Thing><ThingId>thfirst00000</ThingId><Name>The first</Name>";
                assert!(answer.body.contains(things), "{answer:?}");
                assert!(answer.body.ends_with("</RequestId></ListThingsResponse>"), "{answer:?}");
            } else {
                assert!(answer.body.starts_with(r#"{"Things":{"Thing":[{"ThingId":"thfirst00000""#), "{answer:?}");
            }
        }
    }
    let answer = Ask { format: Some("XML"), ..ask(V1, "CreateThing", &[]) }.send(&emulator);
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("<Error><RequestId>") && answer.body.contains("<Code>MissingParameter</Code>"));
}

#[tokio::test]
async fn a_constant_holds_whether_it_is_a_parameter_or_a_header() {
    let emulator = emulator().await;
    assert_eq!(ask(V3, "CreateThing", &[NAME, ("Action", "Other")]).send(&emulator).status, 400);
    assert_eq!(ask(V3, "CreateThing", &[NAME, ("Action", "CreateThing")]).send(&emulator).status, 200);
    assert_eq!(ask(V3, "ListThings", &[("Action", "Other")]).send(&emulator).status, 200);
    // Shown with the parameters where the operation has it.
    ask(V3, "CreateThing", &[NAME]).send(&emulator);
    let parameters = emulator.journal().pop().and_then(|entry| entry.parameters).unwrap();
    assert_eq!(parameters.get("Action").and_then(Value::as_str), Some("CreateThing"));
}

#[tokio::test]
async fn states_move_with_the_clock_and_signatures_do_not() {
    let emulator = emulator().await;
    let id = ask(V3, "CreateThing", &[NAME]).send(&emulator).text("ThingId");
    let status = || ask(V1, "DescribeThing", &[("ThingId", &id)]).send(&emulator).text("Status");
    assert_eq!(status(), "creating");
    emulator.advance(Duration::from_secs(3600));
    assert_eq!(status(), "running");
    emulator.reset().await.unwrap();
    assert!(emulator.journal().is_empty());
    let gone = ask(V1, "DescribeThing", &[("ThingId", &id)]).send(&emulator);
    assert_eq!(
        (gone.code(), gone.text("Message").as_str()),
        ((404, "Thing.NotFound".into()), "There is no such thing.")
    );
    assert_eq!(ask(V1, "DescribeThing", &[("ThingId", "thfirst00000")]).send(&emulator).text("Status"), "running");
}

#[tokio::test]
async fn a_token_gives_the_same_answer_once_more() {
    let emulator = emulator().await;
    let create = |scheme, name| ask(scheme, "CreateThing", &[("Name", name), ("ClientToken", "t")]).send(&emulator);
    let (one, two) = (create(V3, "a"), create(V3, "a"));
    assert_eq!(one.text("ThingId"), two.text("ThingId"));
    // What differs between the schemes is no parameter of the operation.
    assert_eq!(create(V1, "a").text("ThingId"), one.text("ThingId"));
    assert_eq!(create(V3, "b").code(), (400, "IdempotentParameterMismatch".into()));
    let repeated: Vec<bool> = emulator.journal().iter().map(|entry| entry.repeated).collect();
    assert_eq!(repeated, [false, true, true, false]);
}

#[tokio::test]
async fn a_proxy_may_be_asked_with_the_whole_address() {
    let emulator = emulator().await;
    for scheme in BOTH {
        let raw = ask(scheme, "CreateThing", &[NAME]).bytes(emulator.address(), "Connection: close\r\n");
        let raw = String::from_utf8(raw).unwrap().replace("POST /?", "POST http://toy.example?");
        assert_eq!(read(&exchange(emulator.address(), raw.as_bytes())).text("Name"), NAME.1);
    }
}

#[tokio::test]
async fn connections_are_kept() {
    let emulator = emulator().await;
    let mut stream = connect(emulator.address());
    for _ in 0..3 {
        stream.write_all(&ask(V3, "ListThings", &[]).bytes(emulator.address(), "")).unwrap();
        let mut all = Vec::new();
        while !all.ends_with(b"\"}") {
            let mut piece = [0; 1024];
            let length = stream.read(&mut piece).unwrap();
            assert!(length > 0);
            all.extend_from_slice(&piece[..length]);
        }
        assert_eq!(read(&all).status, 200);
    }
}

#[tokio::test]
async fn hundreds_of_clients_at_once_are_answered() {
    let emulator = emulator().await;
    std::thread::scope(|scope| {
        for thread in 0..50 {
            let emulator = &emulator;
            scope.spawn(move || {
                for number in 0..10 {
                    let name = format!("{thread}-{number}");
                    let answer = ask(BOTH[number % 2], "CreateThing", &[("Name", &name)]).send(emulator);
                    assert_eq!(answer.text("Name"), name);
                }
            });
        }
    });
    let things = ask(V3, "ListThings", &[]).send(&emulator).json();
    let Some(Value::List(items)) = things.get("Things").and_then(|things| things.get("Thing")) else { panic!() };
    assert_eq!(items.len(), 501);
    assert_eq!(emulator.journal().len(), 501);
}
