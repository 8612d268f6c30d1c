//! The emulator over sockets, as clients and others use it.

mod admin;
mod calls;
mod faults;
mod hostile;
mod options;
mod page;
mod refusals;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, SystemTime};

use contingent_rules::Value;
use contingent_rules::service::Service;
use contingent_runtime::aliyun::sign::{self, Scheme, v1, v3};

use crate::{Builder, Emulator};

fn service() -> Service {
    Service::from_json(include_str!("service.json")).unwrap()
}

fn builder() -> Builder {
    Emulator::builder(service())
}

async fn emulator() -> Emulator {
    builder().start().await.unwrap()
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        Value::parse(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn text(&self, name: &str) -> String {
        self.json().get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let header = |line: &'_ str| line.split_once(':').map(|(key, _)| key.eq_ignore_ascii_case(name));
        let line = self.head.lines().find(|line| header(line) == Some(true))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    /// The code of an error, and its status.
    fn code(&self) -> (u16, String) {
        (self.status, self.text("Code"))
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Sends bytes and reads until the other side closes; what came, even if it broke off.
fn exchange(address: SocketAddr, raw: &[u8]) -> Vec<u8> {
    let mut stream = connect(address);
    // The other side may have seen enough before the end.
    let _ = stream.write_all(raw);
    let _ = stream.shutdown(Shutdown::Write);
    let mut all = Vec::new();
    let mut piece = [0; 8192];
    while let Ok(length) = stream.read(&mut piece) {
        if length == 0 {
            break;
        }
        all.extend_from_slice(&piece[..length]);
    }
    all
}

fn read(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{head}"));
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// A call to be signed.
#[derive(Clone)]
struct Ask<'a> {
    scheme: Scheme,
    method: &'a str,
    action: &'a str,
    version: &'a str,
    query: Vec<(&'a str, &'a str)>,
    form: Vec<(&'a str, &'a str)>,
    key: (&'a str, &'a str),
    nonce: String,
    timestamp: String,
    chunked: bool,
    format: Option<&'a str>,
    token: Option<&'a str>,
    headers: &'a str,
}

const V1: Scheme = Scheme::V1;
const V3: Scheme = Scheme::V3;
const BOTH: [Scheme; 2] = [V1, V3];

fn ask<'a>(scheme: Scheme, action: &'a str, query: &[(&'a str, &'a str)]) -> Ask<'a> {
    Ask {
        scheme,
        method: "POST",
        action,
        version: "2024-01-01",
        query: query.to_vec(),
        form: Vec::new(),
        key: ("testid", "testsecret"),
        nonce: sign::nonce(),
        timestamp: sign::timestamp(SystemTime::now()),
        chunked: false,
        format: None,
        token: None,
        headers: "",
    }
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    // A space as `+`, as many clients write it, though they sign it as `%20`.
    let pair =
        |(name, value): &(&str, &str)| format!("{}={}", sign::percent(name), sign::percent(value).replace("%20", "+"));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

impl Ask<'_> {
    fn send(&self, emulator: &Emulator) -> Answer {
        read(&exchange(emulator.address(), &self.bytes(emulator.address(), "Connection: close\r\n")))
    }

    /// The whole request.
    fn bytes(&self, address: SocketAddr, more: &str) -> Vec<u8> {
        let (target, mut headers) = match self.scheme {
            Scheme::V1 => (self.v1_query(), format!("Host: {address}\r\n")),
            Scheme::V3 => (encoded(&self.query), self.v3_headers(&address.to_string())),
        };
        let form = encoded(&self.form);
        if !form.is_empty() {
            headers.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
        }
        let body = if self.chunked {
            headers.push_str("Transfer-Encoding: chunked\r\n");
            let chunk = |chunk: &[u8]| format!("{:x}\r\n{}\r\n", chunk.len(), str::from_utf8(chunk).unwrap());
            form.as_bytes().chunks(7).map(chunk).collect::<String>() + "0\r\n\r\n"
        } else {
            headers.push_str(&format!("Content-Length: {}\r\n", form.len()));
            form
        };
        let target = if target.is_empty() { "/".to_owned() } else { format!("/?{target}") };
        let Ask { method, headers: own, .. } = self;
        format!("{method} {target} HTTP/1.1\r\n{headers}{own}{more}\r\n{body}").into_bytes()
    }

    fn v1_query(&self) -> String {
        let mut query = self.query.clone();
        query.extend([
            ("Action", self.action),
            ("Version", self.version),
            ("AccessKeyId", self.key.0),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
            ("SignatureNonce", &self.nonce),
            ("Timestamp", &self.timestamp),
            ("SignatureType", ""),
            ("RegionId", "cn-hangzhou"),
        ]);
        query.extend(self.format.map(|format| ("Format", format)));
        query.extend(self.token.map(|token| ("SecurityToken", token)));
        let all: Vec<_> = query.iter().chain(&self.form).copied().collect();
        let signature = v1::sign(self.key.1, self.method, &all);
        query.push(("Signature", &signature));
        encoded(&query)
    }

    fn v3_headers(&self, host: &str) -> String {
        let hash = v3::content_sha256(encoded(&self.form).as_bytes());
        let mut headers = vec![
            ("host", host),
            ("x-acs-action", self.action),
            ("x-acs-version", self.version),
            ("x-acs-date", &self.timestamp),
            ("x-acs-signature-nonce", &self.nonce),
            ("x-acs-content-sha256", &hash),
            ("accept", if self.format == Some("XML") { "application/xml" } else { "application/json" }),
        ];
        headers.extend(self.token.map(|token| ("x-acs-security-token", token)));
        let signed: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let parts = v3::Parts {
            method: self.method,
            uri: "/",
            query: &self.query,
            headers: &headers,
            signed: &signed,
            body_sha256: &hash,
        };
        let signature = v3::sign(self.key.1, &parts);
        let mut names = signed.clone();
        names.sort_unstable();
        let mut lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        lines.push_str(&format!(
            "Authorization: ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={signature}\r\n",
            self.key.0,
            names.join(";")
        ));
        lines
    }
}
