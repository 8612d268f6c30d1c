//! The explorer page: who is shown it, and who may read answers.

use super::*;

const HTML: &str = "Accept: text/html,application/xhtml+xml\r\n";

fn raw(emulator: &Emulator, method: &str, path: &str, headers: &str) -> Answer {
    let host = if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", emulator.address()) };
    let raw = format!("{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n");
    read(&exchange(emulator.address(), raw.as_bytes()))
}

async fn with_page() -> Emulator {
    builder().page("<!doctype html><title>Seite</title>").start().await.unwrap()
}

#[tokio::test]
async fn browsers_are_shown_the_page() {
    let emulator = with_page().await;
    let answer = raw(&emulator, "GET", "/", HTML);
    assert_eq!((answer.status, answer.body.as_str()), (200, "<!doctype html><title>Seite</title>"));
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("content-security-policy"), Some("frame-ancestors 'none'"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
    // Calls are calls, also with a page; and without one nothing is new.
    for (path, headers) in
        [("/", ""), ("/?Action=ListThings", HTML), ("/x", HTML), ("/", "Accept: text/html\r\nAuthorization: a\r\n")]
    {
        assert_ne!(raw(&emulator, "GET", path, headers).status, 200, "{path} {headers}");
    }
    assert_ne!(raw(&builder().start().await.unwrap(), "GET", "/", HTML).status, 200);
}

#[tokio::test]
async fn a_page_on_the_disk_may_read_answers_and_nobody_else() {
    let emulator = with_page().await;
    let answer = Ask { headers: "Origin: null\r\n", ..ask(V3, "ListThings", &[]) }.send(&emulator);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, Some("null")));
    let asks = "Origin: null\r\nAccess-Control-Request-Method: POST\r\n\
                Access-Control-Request-Headers: authorization, X-Acs-Action, x-evil\r\n";
    let allowed = raw(&emulator, "OPTIONS", "/", asks);
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (204, Some("null")));
    assert_eq!(allowed.header("access-control-allow-headers"), Some("authorization, x-acs-action"));
    for origin in ["https://evil.example", "http://localhost:8000", "file://", ""] {
        let headers = format!("Origin: {origin}\r\n");
        let answer = Ask { headers: &headers, ..ask(V3, "ListThings", &[]) }.send(&emulator);
        assert_eq!(answer.header("access-control-allow-origin"), None, "{origin}");
        assert_ne!(raw(&emulator, "OPTIONS", "/", &asks.replace("null", origin)).status, 204, "{origin}");
    }
    // A name that anybody could point to this machine, the admin, an emulator without a page.
    let renamed = raw(&emulator, "OPTIONS", "/", &format!("Host: evil.example\r\n{asks}"));
    let admin = raw(&emulator, "OPTIONS", "/_emulator/journal", asks);
    let without = raw(&builder().start().await.unwrap(), "OPTIONS", "/", asks);
    for answer in [renamed, admin, without] {
        assert_eq!(answer.header("access-control-allow-origin"), None, "{answer:?}");
    }
}
