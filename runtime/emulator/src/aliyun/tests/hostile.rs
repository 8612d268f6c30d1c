//! Those who mean no good: malformed, huge, slow and vanishing.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use super::*;
use crate::server::limits::Limits;

fn quick() -> Limits {
    let short = Duration::from_millis(300);
    Limits { read_header: short, read_body: short, write: short, ..Limits::default() }
}

/// Whether it still answers, and quickly.
fn is_well(emulator: &Emulator) -> bool {
    let begin = Instant::now();
    ask(V3, "CreateThing", &[("Name", "a")]).send(emulator).status == 200 && begin.elapsed() < Duration::from_secs(5)
}

#[tokio::test]
async fn malformed_http_is_refused_or_closed() {
    let emulator = emulator().await;
    let long = format!("GET /?{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(200 << 10));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(1_000));
    for raw in [
        b"" as &[u8],
        b"\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        long.as_bytes(),
        many.as_bytes(),
    ] {
        let answer = exchange(emulator.address(), raw);
        if !answer.is_empty() {
            let answer = read(&answer);
            assert!((400..500).contains(&answer.status), "{answer:?}");
        }
    }
    for raw in [
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" as &[u8],
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
    ] {
        let answer = exchange(emulator.address(), raw);
        assert!(answer.is_empty() || read(&answer).status == 400, "{}", String::from_utf8_lossy(&answer));
    }
    assert!(is_well(&emulator));
}

#[tokio::test]
async fn huge_bodies_are_refused_in_the_envelope() {
    let emulator = emulator().await;
    let announced = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n";
    let answer = read(&exchange(emulator.address(), announced));
    assert_eq!(answer.code(), (413, "RequestEntityTooLarge".into()));
    assert_eq!(answer.header("connection"), Some("close"));
    let mut chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..17 {
        chunked.extend_from_slice(b"100000\r\n");
        chunked.resize(chunked.len() + (1 << 20), b'a');
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(read(&exchange(emulator.address(), &chunked)).code(), (413, "RequestEntityTooLarge".into()));
    let fits = "x".repeat(15 << 20);
    let long = Ask { form: vec![("Name", "a"), ("Pasword", &fits)], ..ask(V3, "CreateThing", &[]) }.send(&emulator);
    assert_eq!((long.status, long.header("x-contingent-warnings")), (200, Some("unknown-parameter, tags (new)")));
    assert!(emulator.journal().iter().all(|entry| entry.to_json().to_string().len() < 10_000));
    assert!(is_well(&emulator));
}

#[tokio::test]
async fn the_slow_are_given_up() {
    let emulator = builder().limits(quick()).start().await.unwrap();
    let begin = Instant::now();
    let mut streams: Vec<TcpStream> = (0..100).map(|_| connect(emulator.address())).collect();
    for (number, stream) in streams.iter_mut().enumerate() {
        let start: &[u8] = match number % 4 {
            0 => b"",
            1 => b"GET / HT",
            2 => b"GET / HTTP/1.1\r\nHost: x\r\n",
            _ => b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
        };
        stream.write_all(start).unwrap();
    }
    assert!(is_well(&emulator));
    for (number, mut stream) in streams.into_iter().enumerate() {
        let mut all = Vec::new();
        // Closed, whether in order or not.
        let _ = stream.read_to_end(&mut all);
        let late = String::from_utf8_lossy(&all).starts_with("HTTP/1.1 408 ");
        assert!(late == (number % 4 == 3) && late != all.is_empty(), "{number}: {}", String::from_utf8_lossy(&all));
    }
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_byte_now_and_then_is_too_slow() {
    let emulator = builder().limits(quick()).start().await.unwrap();
    let mut stream = connect(emulator.address());
    let begin = Instant::now();
    let closed = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        stream.write_all(b"a").is_err()
    });
    assert!(closed && begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn those_who_do_not_read_are_given_up() {
    let emulator = builder().limits(Limits { connections: 4, ..quick() }).start().await.unwrap();
    let request = b"GET /?Action=x HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut stream = connect(emulator.address());
                // Until the buffers between the two are full, and then until it is closed.
                let error = loop {
                    if let Err(error) = stream.write_all(&request) {
                        break error.kind();
                    }
                };
                assert!(matches!(error, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{error}");
            });
        }
    });
    assert!(is_well(&emulator));
}

#[tokio::test]
async fn the_vanishing_leave_nothing_behind() {
    let emulator = builder().limits(Limits { connections: 8, ..quick() }).start().await.unwrap();
    let whole = ask(V3, "ListThings", &[]).bytes(emulator.address(), "");
    for length in (0..whole.len()).step_by(whole.len() / 100) {
        let mut stream = connect(emulator.address());
        stream.write_all(&whole[..length]).unwrap();
    }
    // More connections than there are places wait, and are served when others end.
    let idle: Vec<TcpStream> = (0..20).map(|_| connect(emulator.address())).collect();
    assert!(is_well(&emulator));
    drop(idle);
}

#[tokio::test]
async fn five_thousand_hostile_queries_change_nothing() {
    let emulator = emulator().await;
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let words = [
        "Action",
        "CreateThing",
        "Version",
        "2024-01-01",
        "AccessKeyId",
        "testid",
        "Signature",
        "Timestamp",
        "Format",
        "XML",
        "SignatureNonce",
        "Name",
        "Tags.1",
        "Tags.99999999999999999999",
        "Password",
        "=",
        "&",
        "%",
        "%00",
        "%ff",
        "%2",
        "+",
        "..",
        "%0d%0a",
        "2024-01-01T00:00:00Z",
        "HMAC-SHA1",
        "1.0",
        "SignatureMethod",
        "SignatureVersion",
        "&&",
        "==",
        "%f0%9f%92%a9",
        "'\"<>",
        "/",
    ];
    let begin = Instant::now();
    let mut stream = connect(emulator.address());
    for round in 0..5_000 {
        let mut query: String = (0..below(30)).map(|_| words[below(words.len())]).collect();
        query.retain(|c| !" \r\n\"<>".contains(c));
        let own: Vec<(String, String)> = (0..below(6))
            .map(|_| (words[below(words.len())].to_owned(), words[below(words.len())].repeat(below(9))))
            .collect();
        let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // Most are nonsense; some are nonsense that is signed well.
        let raw = match round % 3 {
            0 => ask(BOTH[round % 2], ["CreateThing", "ListThings", "%"][below(3)], &own).bytes(emulator.address(), ""),
            1 => format!("GET /?{query} HTTP/1.1\r\nHost: x\r\n\r\n").into_bytes(),
            _ => {
                let length = query.len();
                let kind = "application/x-www-form-urlencoded";
                format!("POST / HTTP/1.1\r\nHost: {query}\r\nAuthorization: {query}\r\nx-acs-action: {query}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{query}")
                    .into_bytes()
            }
        };
        let mut answer = Vec::new();
        let mut piece = [0; 16 << 10];
        if stream.write_all(&raw).is_ok() {
            while !is_whole(&answer) {
                match stream.read(&mut piece) {
                    Ok(length) if length > 0 => answer.extend_from_slice(&piece[..length]),
                    _ => break,
                }
            }
        }
        if answer.is_empty() || answer.starts_with(b"HTTP/1.1 400 Bad Request\r\nconnection: close") {
            stream = connect(emulator.address());
            continue;
        }
        let answer = read(&answer);
        assert!(answer.status == 200 || (400..500).contains(&answer.status), "{answer:?}");
    }
    assert!(begin.elapsed() < Duration::from_secs(120), "{:?}", begin.elapsed());
    assert!(is_well(&emulator));
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| body.len() >= length)
}

#[tokio::test]
async fn many_parameters_and_long_names_take_no_time() {
    let emulator = emulator().await;
    let begin = Instant::now();
    let names: Vec<String> = (0..900).map(|number| format!("{}{number}", "N".repeat(100))).collect();
    let pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v")).collect();
    for scheme in BOTH {
        let answer = Ask { form: pairs.clone(), ..ask(scheme, "CreateThing", &[]) }.send(&emulator);
        assert_eq!(answer.status, 400);
        assert!(answer.head.len() < 8_000);
    }
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}
