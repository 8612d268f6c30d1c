//! The admin over HTTP.

use super::*;

fn admin(emulator: &Emulator, method: &str, path: &str, headers: &str, body: &str) -> Answer {
    let host = if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", emulator.address()) };
    let length = body.len();
    let raw = format!(
        "{method} /_emulator{path} HTTP/1.1\r\n{host}{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    read(&exchange(emulator.address(), raw.as_bytes()))
}

fn get(emulator: &Emulator, path: &str) -> Answer {
    admin(emulator, "GET", path, "", "")
}

fn post(emulator: &Emulator, path: &str, body: &str) -> Answer {
    admin(emulator, "POST", path, "", body)
}

#[tokio::test]
async fn it_says_that_it_is_there() {
    let emulator = builder().edition("old").start().await.unwrap();
    let answer = get(&emulator, "/health");
    let expected = r#"{"status":"ok","service":"Toy","version":"2024-01-01","edition":"old","requests":0}"#;
    assert_eq!((answer.status, answer.body.trim()), (200, expected));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn the_journal_has_the_trace_of_the_rules() {
    let emulator = emulator().await;
    let agent = "User-Agent: tester/1.0\r\n";
    Ask { headers: agent, ..ask(V3, "CreateThing", &[("Name", "a"), ("Kind", "locked"), ("Password", "hunter2")]) }
        .send(&emulator);
    ask(V1, "ListThings", &[]).send(&emulator);
    let journal = get(&emulator, "/journal?operation=CreateThing&limit=5");
    let Some(Value::List(requests)) = journal.json().get("requests").cloned() else { panic!("{journal:?}") };
    let [request] = requests.as_slice() else { panic!("{journal:?}") };
    let text = |name: &str| request.get(name).map(Value::to_string).unwrap_or_default();
    assert_eq!(text("operation"), r#""CreateThing""#);
    assert_eq!(text("client"), r#""tester/1.0""#);
    assert_eq!(text("access_key_id"), r#""testid""#);
    assert_eq!(text("status"), "400");
    assert_eq!(text("parameters"), r#"{"Action":"CreateThing","Name":"a","Kind":"locked","Password":"***"}"#);
    assert!(text("verdict").contains(r#""violations":[{"rule":"size","parameters":["Size"]"#), "{}", text("verdict"));
    assert!(text("verdict").contains(r#""warnings":[{"rule":"tags""#), "{}", text("verdict"));
    assert!(text("message").contains("Size is required"));
    let count = |path: &str| get(&emulator, path).body.matches("request_id").count();
    assert_eq!([count("/journal"), count("/journal?limit=1"), count("/journal?operation=None")], [2, 1, 0]);
    assert_eq!(get(&emulator, "/journal?limit=x").status, 400);
    assert_eq!(get(&emulator, "/journal?what=x").status, 400);
}

#[tokio::test]
async fn the_clock_moves() {
    let emulator = emulator().await;
    let offset = |answer: Answer| answer.json().get("offset_ms").map(Value::to_string);
    assert_eq!(offset(post(&emulator, "/clock", r#"{"advance_seconds":60}"#)).as_deref(), Some("60000"));
    emulator.advance(Duration::from_secs(1));
    assert_eq!(offset(get(&emulator, "/clock")).as_deref(), Some("61000"));
    assert_eq!(offset(post(&emulator, "/clock", r#"{"offset_ms":-5}"#)).as_deref(), Some("-5"));
    for body in [
        "",
        "{}",
        "[]",
        "{",
        r#"{"offset_ms":"5"}"#,
        r#"{"offset_ms":1e3}"#,
        r#"{"offset_ms":99999999999999999999}"#,
        r#"{"offset_ms":9223372036854775807}"#,
        r#"{"offset_ms":-9223372036854775808}"#,
        r#"{"advance_seconds":9223372036854775807}"#,
        r#"{"advance_seconds":-1}"#,
        r#"{"offset_ms":1,"advance_seconds":1}"#,
        r#"{"other":1}"#,
    ] {
        let answer = post(&emulator, "/clock", body);
        assert!(answer.status == 400 && !answer.text("error").is_empty(), "{body}: {answer:?}");
    }
    assert_eq!(offset(get(&emulator, "/clock")).as_deref(), Some("-5"));
    assert_eq!(post(&emulator, "/reset", "").status, 200);
    assert_eq!(offset(get(&emulator, "/clock")).as_deref(), Some("0"));
}

#[tokio::test]
async fn faults_are_asked_for_and_listed() {
    let emulator = emulator().await;
    let answer = post(&emulator, "/faults", r#"{"fail":"CreateThing:drop:2","latency":"1ms..2ms"}"#);
    assert_eq!(answer.body.trim(), r#"{"fail":["CreateThing:drop:2"],"latency":"1ms..2ms"}"#);
    for body in [r#"{"fail":["*:slow","Nothing:drop"]}"#, r#"{"fail":1}"#, r#"{"latency":"x"}"#, r#"{"x":1}"#] {
        assert_eq!(post(&emulator, "/faults", body).status, 400, "{body}");
    }
    // All or nothing.
    assert_eq!(get(&emulator, "/faults").body, answer.body);
    let answer = post(&emulator, "/faults", r#"{"clear":true,"fail":["*:Throttling"]}"#);
    assert_eq!(answer.body.trim(), r#"{"fail":["*:Throttling:1"],"latency":null}"#);
    assert_eq!(ask(V1, "ListThings", &[]).send(&emulator).text("Code"), "Throttling");
    let many = format!(r#"{{"fail":[{}"*:drop"]}}"#, r#""*:drop","#.repeat(1_000));
    assert_eq!(post(&emulator, "/faults", &many).status, 400);
}

#[tokio::test]
async fn pages_of_others_cannot_use_it() {
    let emulator = emulator().await;
    ask(V1, "ListThings", &[]).send(&emulator);
    for headers in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Host: evil.example\r\n",
        "Host: 127.0.0.1.evil.example:80\r\n",
        "Host: \r\n",
    ] {
        for (method, path) in [("GET", "/journal"), ("POST", "/reset"), ("GET", "/x")] {
            let answer = admin(&emulator, method, path, headers, "");
            assert_eq!(answer.status, 403, "{headers}: {answer:?}");
        }
    }
    for headers in ["Host: localhost\r\n", "Host: LocalHost:1\r\n", "Host: [::1]:1\r\n", "Sec-Fetch-Site: none\r\n"] {
        assert_eq!(admin(&emulator, "GET", "/journal", headers, "").status, 200, "{headers}");
    }
    assert_eq!(emulator.journal().len(), 1);
}

#[tokio::test]
async fn what_it_does_not_have_is_said() {
    let emulator = emulator().await;
    for (method, path, status) in [
        ("GET", "", 404),
        ("GET", "/", 404),
        ("GET", "/x", 404),
        ("POST", "/health", 405),
        ("GET", "/reset", 405),
        ("DELETE", "/journal", 405),
        ("PUT", "/clock", 405),
        ("PUT", "/faults", 405),
    ] {
        let answer = admin(&emulator, method, path, "", "");
        assert!(answer.status == status && !answer.text("error").is_empty(), "{method} {path}: {answer:?}");
    }
    assert_eq!(post(&emulator, "/clock", &" ".repeat(70_000)).status, 413);
}
