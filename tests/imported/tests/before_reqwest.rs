//! The example against a server on this machine: what the check refuses never reaches it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// A server that takes every request, answers `fine`, and hands on what it got.
fn server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if sender.send(answer(stream)).is_err() {
                break;
            }
        }
    });
    (address, receiver)
}

fn answer(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
    let mut got = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&got).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                break;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => got.extend_from_slice(&buffer[..count]),
        }
    }
    // A client that has gone away has what it wanted.
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nfine");
    String::from_utf8_lossy(&got).into_owned()
}

/// The example, which Cargo builds beside the tests.
fn example() -> PathBuf {
    let test = std::env::current_exe().expect("a path");
    let folder = test.parent().and_then(Path::parent).expect("the folder of the build");
    folder.join("examples").join(format!("before_reqwest{}", std::env::consts::EXE_SUFFIX))
}

fn run(arguments: &[&str]) -> (bool, String) {
    // No proxy of the machine may stand between the two.
    let output = Command::new(example()).args(arguments).env("NO_PROXY", "*").output().expect("a run");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.success(), String::from_utf8(output.stdout).expect("text"))
}

#[test]
fn a_form_is_sent_only_when_nothing_is_wrong_with_it() {
    let (address, got) = server();
    let (sent, said) = run(&[&address, "air", "grams=0", "insured=true", "fee=5"]);
    assert!(!sent, "{said}");
    for line in [
        "refused grams.range: ",
        "refused dep-1-way-customs-code-grams: customs-code and grams are required when way is air: give customs-code",
        "refused dep-2-insured-value: value is required when insured is true",
    ] {
        assert!(said.contains(line), "`{line}` is not in:\n{said}");
    }
    let (sent, said) = run(&[&address, "air", "grams=900", "customs-code=1234", "value=1", "fee=1.01"]);
    assert!(!sent && said.contains("customs-code.pattern") && said.contains("dep-3-fee-value"), "{said}");
    assert!(got.recv_timeout(Duration::from_millis(200)).is_err(), "something was sent");
    let (sent, said) = run(&[&address, "air", "grams=900", "customs-code=123456"]);
    assert_eq!((sent, said.as_str()), (true, "sent: fine\n"));
    let request = got.recv_timeout(Duration::from_secs(10)).expect("a request");
    assert!(request.starts_with("POST /parcels HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("to=Harbour+Road+1&way=air&grams=900&customs-code=123456"), "{request}");
}

#[test]
fn a_body_in_json_is_sent_only_when_nothing_is_wrong_with_it() {
    let (address, got) = server();
    let file = std::env::temp_dir().join(format!("pickup-{}.json", std::process::id()));
    let run = |text: &str| {
        std::fs::write(&file, text).expect("a file");
        run(&[&address, "pickup", file.to_str().expect("text")])
    };
    let (sent, said) = run(r#"{"street": "Quay 2", "day": "Monday", "weekly": "Mon", "parcels": [{"grams": 0}]}"#);
    assert!(!sent && said.contains("refused dep-1-day-weekly: "), "{said}");
    assert!(said.contains("refused parcels[].grams.range: "), "{said}");
    let (sent, said) = run(r#"{"weekly": "Mno"}"#);
    assert!(!sent && said.contains("street.required") && said.contains("did you mean Mon?"), "{said}");
    assert!(got.recv_timeout(Duration::from_millis(200)).is_err(), "something was sent");
    let (sent, said) = run(r#"{"street": "Quay 2", "weekly": "Mon", "parcels": [{"grams": 700}]}"#);
    assert_eq!((sent, said.as_str()), (true, "sent: fine\n"));
    let request = got.recv_timeout(Duration::from_secs(10)).expect("a request");
    assert!(request.starts_with("PUT /pickups HTTP/1.1\r\n"), "{request}");
    std::fs::remove_file(&file).expect("a file");
}
