//! The transports on real sockets: a thread answers with bytes as a script says, sound ones and broken ones.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use super::Limits;
use crate::aliyun::credentials::Credentials;
use crate::client::{Async, Blocking, Builder, Client, Mode, RetryPolicy, Service};
use crate::{Error, Value};

const SERVICE: Service = Service { name: "Garden", version: "1", host: |_| None };

/// What a connection gets, piece by piece, with a pause before each but the first.
type Script = Vec<Vec<u8>>;

const PAUSE: Duration = Duration::from_millis(300);

/// Serves one connection for each script and says where.
fn serve(scripts: Vec<Script>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for script in scripts {
            let (mut stream, _) = listener.accept().unwrap();
            thread::spawn(move || {
                let mut request = [0; 16 << 10];
                // One read has all of a small request.
                let _ = stream.read(&mut request);
                for (index, piece) in script.into_iter().enumerate() {
                    thread::sleep(if index == 0 { Duration::ZERO } else { PAUSE });
                    // A client that has seen enough is gone.
                    let _ = stream.write_all(&piece);
                }
            });
        }
    });
    address
}

fn reply(status: &str, headers: &str, body: &str) -> Script {
    vec![format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()]
}

/// Enough time for a machine that is busy with other things.
const LIMITS: Limits = Limits { connect: Duration::from_secs(20), total: Duration::from_secs(60), body: 4096 };

/// Less than the pauses of a few pieces.
const HURRY: Limits = Limits { total: Duration::from_millis(900), ..LIMITS };

fn set_up<M: Mode>(builder: Builder<M>, address: &str, tries: u32) -> Client<M> {
    set_up_with(LIMITS, builder, address, tries)
}

fn set_up_with<M: Mode>(limits: Limits, builder: Builder<M>, address: &str, tries: u32) -> Client<M> {
    let retry = RetryPolicy { tries, base: Duration::from_millis(1), ..RetryPolicy::default() };
    let builder = builder.credentials(Credentials::new("testid", "testsecret")).endpoint(address);
    builder.limits(limits).retry(retry).build().unwrap()
}

/// Calls with either transport, and expects the same of both.
fn both(scripts: &[Script], tries: u32) -> [Result<Value, Error>; 2] {
    both_with(LIMITS, scripts, tries)
}

fn both_with(limits: Limits, scripts: &[Script], tries: u32) -> [Result<Value, Error>; 2] {
    let blocking = set_up_with(limits, Client::<Blocking>::builder(SERVICE), &serve(scripts.to_vec()), tries);
    let waited = set_up_with(limits, Client::<Async>::builder(SERVICE), &serve(scripts.to_vec()), tries);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    [blocking.call_raw("Water", [("Bed", "1")]), runtime.block_on(waited.call_raw("Water", [("Bed", "1")]))]
}

fn errors(script: Script) -> [Error; 2] {
    both(&[script], 1).map(|outcome| outcome.unwrap_err())
}

#[test]
fn sound_replies_are_read_whole_or_in_chunks() {
    let body = r#"{"RequestId":"60AF7C5D-EF4D","Wet":true}"#;
    let (head, tail) = body.split_at(20);
    let chunks = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{head}\r\n", head.len());
    let rest = format!("{:x}\r\n{tail}\r\n0\r\n\r\n", tail.len());
    let trailers = rest.replace("0\r\n\r\n", "0\r\nx-more: yes\r\n\r\n");
    let interim = [b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), reply("200 OK", "", body).concat()].concat();
    for script in [
        reply("200 OK", "", body),
        vec![chunks.clone().into_bytes(), rest.into_bytes()],
        vec![chunks.into_bytes(), trailers.into_bytes()],
        vec![interim],
    ] {
        for outcome in both(&[script], 1) {
            assert_eq!(outcome.unwrap().get("Wet"), Some(&Value::Bool(true)));
        }
    }
}

#[test]
fn a_reply_that_breaks_off_names_the_call() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"RequestId\":\"60AF7C5D-EF4D\",\"Wet".to_vec();
    for error in errors(vec![cut]) {
        assert!(error.is_transport() && !error.is_timeout(), "{error}");
        assert_eq!((error.operation(), error.request_id()), ("Water", Some("60AF7C5D-EF4D")));
        assert_eq!(error.http_status(), Some(200));
    }
    for error in errors(vec![Vec::new()]) {
        assert!(error.is_transport() && error.http_status().is_none(), "{error}");
    }
}

#[test]
fn a_reply_that_is_too_long_is_not_read_to_its_end() {
    let announced = b"HTTP/1.1 200 OK\r\nx-acs-request-id: 60AF7C5D\r\ncontent-length: 9999999999\r\n\r\n".to_vec();
    let endless: Script = std::iter::once(b"HTTP/1.1 200 OK\r\nx-acs-request-id: 60AF7C5D\r\n\r\n".to_vec())
        .chain(std::iter::once(vec![b' '; 1 << 20]))
        .collect();
    for script in [vec![announced], endless] {
        for error in errors(script) {
            assert!(error.is_transport() && error.to_string().contains("longer than allowed"), "{error}");
            assert_eq!(error.request_id(), Some("60AF7C5D"));
        }
    }
}

#[test]
fn a_reply_that_is_slow_ends_in_time() {
    let begin = Instant::now();
    let errors = |script: Script| both_with(HURRY, &[script], 1).map(|outcome| outcome.unwrap_err());
    let pieces: Script = std::iter::once(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n".to_vec())
        .chain((0..50).map(|_| b" ".to_vec()))
        .collect();
    for error in errors(pieces) {
        assert!(error.is_timeout() && error.http_status() == Some(200), "{error}");
    }
    // A service that never comes to the point.
    let interim: Script = (0..50).map(|_| b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec()).collect();
    for error in errors(interim) {
        assert!(error.is_timeout() && error.http_status().is_none(), "{error}");
    }
    let silent: Script = std::iter::once(Vec::new()).chain((0..50).map(|_| Vec::new())).collect();
    for error in errors(silent) {
        assert!(error.is_timeout() && error.http_status().is_none(), "{error}");
    }
    // All of the pieces would take a minute and a half.
    assert!(begin.elapsed() < Duration::from_secs(60));
}

#[test]
fn what_is_no_reply_names_the_call() {
    for body in ["<html>hello</html>", "[1]", "", "{\"a\":", "\"text\""] {
        for error in errors(reply("200 OK", "x-acs-request-id: 60AF7C5D\r\n", body)) {
            assert!(error.is_decode(), "{body}: {error}");
            assert_eq!((error.operation(), error.request_id()), ("Water", Some("60AF7C5D")));
        }
    }
    for error in errors(vec![b"SSH-2.0-OpenSSH\r\n".to_vec()]) {
        assert!(error.is_transport(), "{error}");
    }
    // Headers without end, and more of them than anybody sends.
    let long = format!("x-long: {}\r\n", "a".repeat(1 << 20));
    let many: String = (0..1000).map(|n| format!("x-{n}: 1\r\n")).collect();
    for headers in [long, many] {
        for error in errors(reply("200 OK", &headers, "{}")) {
            assert!(error.is_transport() && error.http_status().is_none(), "{error}");
        }
    }
    // Nothing is unpacked, so a small body cannot become a large one.
    for error in errors(reply("200 OK", "content-encoding: gzip\r\n", "\u{1f}\u{8b}")) {
        assert!(error.is_decode(), "{error}");
    }
    // A redirect is no reply of an API; it is not followed.
    for error in errors(reply("302 Found", "location: http://192.0.2.1/\r\n", "{}")) {
        assert!(error.is_service() && error.http_status() == Some(302), "{error}");
    }
}

#[test]
fn no_connection_is_told_and_tried_again() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = set_up(Client::<Blocking>::builder(SERVICE), &format!("http://{nobody}"), 3);
    let error = client.call_raw("Water", [("Password", "hunter2")]).unwrap_err();
    assert!(error.is_transport() && error.to_string().contains("no connection"), "{error}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));

    let busy = reply("429 Too Many Requests", "retry-after: 0\r\n", r#"{"Code":"Throttling.User","Message":"no"}"#);
    for outcome in both(&[busy.clone(), busy, reply("200 OK", "", r#"{"Wet":true}"#)], 3) {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn a_connection_is_used_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let accepted = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 16 << 10];
        for _ in 0..3 {
            assert!(stream.read(&mut request).unwrap() > 0);
            stream.write_all(&reply("200 OK", "", "{}").concat()).unwrap();
        }
    });
    let client = set_up(Client::<Blocking>::builder(SERVICE), &address, 1);
    assert!((0..3).all(|_| client.call_raw("Water", [("Bed", "1")]).is_ok()));
    accepted.join().unwrap();
}

#[test]
fn a_blocking_client_inside_of_async_code_blocks_and_does_not_panic() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let address = serve(vec![reply("200 OK", "", "{}")]);
    let outcome = runtime.block_on(async {
        let client = set_up(Client::<Blocking>::builder(SERVICE), &address, 1);
        client.call_raw("Water", [("Bed", "1")])
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn limits_may_be_as_large_as_they_can_be_written() {
    let limits = Limits { connect: Duration::MAX, total: Duration::MAX, body: usize::MAX };
    for outcome in both_with(limits, &[reply("200 OK", "", "{}")], 1) {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn without_tokio_around_it_the_async_transport_is_an_error_and_no_panic() {
    let builder = Client::<Blocking>::builder(SERVICE).transport(super::reqwest::ReqwestTransport::new());
    let client = set_up(builder, "http://127.0.0.1:1", 3);
    let error = client.call_raw("Water", [("Bed", "1")]).unwrap_err();
    assert!(error.is_transport() && !error.is_retryable() && error.to_string().contains("runtime"), "{error}");
}

#[test]
fn many_calls_share_a_client() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                let mut request = [0; 16 << 10];
                while stream.read(&mut request).is_ok_and(|read| read > 0) {
                    // The number of the call comes back, so that a reply cannot reach another one.
                    let text = String::from_utf8_lossy(&request).into_owned();
                    let bed: String =
                        text.split("Bed=").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
                    stream.write_all(&reply("200 OK", "", &format!(r#"{{"Bed":{bed}}}"#)).concat()).unwrap();
                    request.fill(0);
                }
            });
        }
    });
    let client = set_up(Client::<Async>::builder(SERVICE), &address, 1);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let call = |n: u32| tokio::spawn(client.call_raw("Water", [("Bed", (1000 + n).to_string())]));
        let calls: Vec<_> = (0..100).map(call).collect();
        for (n, call) in calls.into_iter().enumerate() {
            let reply = call.await.unwrap().unwrap();
            assert_eq!(reply.get("Bed"), Some(&Value::Number((1000 + n).to_string())));
        }
    });
}

/// The variable is the environment of a whole process, so the test runs itself again in one of its own.
#[test]
fn what_is_asked_for_directly_goes_through_no_proxy() {
    const INSIDE: &str = "CONTINGENT_TEST_BEHIND_PROXY";
    const NAME: &str = "transport::tests::what_is_asked_for_directly_goes_through_no_proxy";
    if std::env::var_os(INSIDE).is_none() {
        let proxy = serve(vec![reply("200 OK", "", "{}")]);
        let mut itself = std::process::Command::new(std::env::current_exe().unwrap());
        itself.args(["--exact", NAME]).env(INSIDE, "1").env("http_proxy", &proxy).env_remove("no_proxy");
        let outcome = itself.env_remove("NO_PROXY").output().unwrap();
        assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stdout));
        return;
    }
    // An address that is kept for documentation: nobody is there.
    let request = || http::Request::get("http://192.0.2.1/").body(bytes::Bytes::new()).unwrap();
    let transport = super::blocking::BlockingTransport::new().unwrap();
    let limits = Limits { connect: Duration::from_millis(500), ..LIMITS };
    let send = |request| <Blocking as Mode>::run(super::Transport::send(&transport, request, limits));
    let mut direct = request();
    direct.extensions_mut().insert(super::Direct);
    assert!(send(direct).unwrap_err().kind().is_unsent());
    assert_eq!(send(request()).unwrap().status(), 200);
}
