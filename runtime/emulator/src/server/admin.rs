//! What is asked of the emulator itself, under `/_emulator/`: is it there, what was asked, what time is it, what
//! goes wrong.
//!
//! The documentation of the crate lists what there is. Answers are JSON; a refusal is `{"error": "…"}`. The clock
//! moves states, not the time by which signatures are judged.
//!
//! There is no key to all this, so pages in a browser are kept out: what has the marks of one is refused, and so is,
//! as long as only this machine can connect, a host with a name that anybody could point here.

use std::net::SocketAddr;
use std::time::Duration;

use contingent_rules::Value;
use http::header::{self, HeaderMap};
use http::{Method, request};
use hyper::body::Incoming;

use super::faults::Fault;
use super::shared::{Shared, check_fault, lock};
use super::{Reply, body};

const ROOT: &str = "/_emulator";

/// Whether a path belongs to the admin.
pub(crate) fn is_for(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Why the admin does not do what is asked: the status, and one sentence.
type Refusal = (u16, String);

pub(crate) async fn answer(shared: &Shared, peer: SocketAddr, head: &request::Parts, body: Incoming) -> Reply {
    let answer = match refuse_browsers(shared, peer, &head.headers) {
        Ok(()) => act(shared, head, body).await,
        Err(refusal) => Err(refusal),
    };
    let (status, value) = match answer {
        Ok(value) => (200, value),
        Err((status, why)) => (status, object([("error", why.into())])),
    };
    let body = format!("{value}\n").into_bytes();
    let headers = vec![("cache-control", "no-store".to_owned()), ("x-content-type-options", "nosniff".to_owned())];
    Reply { status, content_type: "application/json", headers, body, ..Reply::default() }
}

fn refuse_browsers(shared: &Shared, peer: SocketAddr, headers: &HeaderMap) -> Result<(), Refusal> {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    let is_foreign = site.is_some_and(|site| !matches!(site, b"none" | b"same-origin"));
    if headers.contains_key(header::ORIGIN) || is_foreign {
        return Err((403, "pages in a browser may not use this".to_owned()));
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if shared.settings.loopback && !(peer.ip().to_canonical().is_loopback() && is_local_name(host)) {
        return Err((403, "use `127.0.0.1` or `localhost` as the name of the host".to_owned()));
    }
    Ok(())
}

/// Whether nobody else can point this name, with or without a port, to this machine.
pub(super) fn is_local_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let is_loopback = |ip: std::net::IpAddr| ip.to_canonical().is_loopback();
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(is_loopback)
}

async fn act(shared: &Shared, head: &request::Parts, body: Incoming) -> Result<Value, Refusal> {
    let path = head.uri.path().strip_prefix(ROOT).unwrap_or_default();
    match (path, &head.method) {
        ("/health", &Method::GET) => Ok(health(shared)),
        ("/reset", &Method::POST) => {
            read(shared, body).await?;
            shared.reset().await.map_err(|why| (500, why))?;
            Ok(health(shared))
        }
        ("/journal", &Method::GET) => journal(shared, head.uri.query().unwrap_or_default()),
        ("/clock", &Method::GET) => Ok(clock(shared)),
        ("/clock", &Method::POST) => {
            set_clock(shared, &read(shared, body).await?)?;
            Ok(clock(shared))
        }
        ("/faults", &Method::GET) => Ok(faults(shared)),
        ("/faults", &Method::POST) => {
            set_faults(shared, &read(shared, body).await?)?;
            Ok(faults(shared))
        }
        ("/health" | "/journal", _) => Err((405, format!("{path} takes GET"))),
        ("/reset", _) => Err((405, format!("{path} takes POST"))),
        ("/clock" | "/faults", _) => Err((405, format!("{path} takes GET and POST"))),
        _ => Err((404, format!("{ROOT} has /health, /reset, /journal, /clock and /faults"))),
    }
}

async fn read(shared: &Shared, body: Incoming) -> Result<Vec<(String, Value)>, Refusal> {
    let received = body::read(body, shared.limits.admin_body, &shared.limits, &shared.large).await;
    let received = received.map_err(|error| match error {
        body::BodyError::Large => (413, "the body is too large".to_owned()),
        body::BodyError::Late => (408, "the body did not arrive in time".to_owned()),
        body::BodyError::Broken => (400, "the body broke off".to_owned()),
    })?;
    let text = str::from_utf8(&received.bytes).map_err(|_| (400, "the body is not UTF-8".to_owned()))?;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    match Value::parse(text).map_err(|error| (400, error.to_string()))? {
        Value::Object(entries) => Ok(entries),
        _ => Err((400, "the body is no JSON object".to_owned())),
    }
}

fn health(shared: &Shared) -> Value {
    let service = shared.service();
    let edition = shared.settings.edition.as_deref().map_or(Value::Null, Value::from);
    object([
        ("status", "ok".into()),
        ("service", service.name.as_str().into()),
        ("version", service.version.as_str().into()),
        ("edition", edition),
        ("requests", Value::Number(lock(&shared.journal).len().to_string())),
    ])
}

fn journal(shared: &Shared, query: &str) -> Result<Value, Refusal> {
    let (mut operation, mut limit) = (None, usize::MAX);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            // Names of operations have no letters that a query would write otherwise.
            Some(("operation", name)) => operation = Some(name),
            Some(("limit", number)) => {
                limit = number.parse().map_err(|_| (400, "`limit` is a number from 0".to_owned()))?;
            }
            _ => return Err((400, "/journal takes `operation` and `limit`".to_owned())),
        }
    }
    // Copied under the lock, written after it.
    let entries = lock(&shared.journal).last(operation, limit);
    Ok(object([("requests", Value::List(entries.iter().map(super::journal::Entry::to_json).collect()))]))
}

fn clock(shared: &Shared) -> Value {
    object([("now_ms", shared.now().into()), ("offset_ms", shared.offset().into())])
}

/// A thousand years: beyond that no date is written with four digits for the year.
const FURTHEST: i64 = 1000 * 366 * 86_400 * 1000;

fn set_clock(shared: &Shared, body: &[(String, Value)]) -> Result<(), Refusal> {
    let [(name, Value::Number(number))] = body else {
        return Err((400, "give `offset_ms` or `advance_seconds`, a number".to_owned()));
    };
    let number: i64 = number.parse().map_err(|_| (400, format!("`{}` is no integer", shown(name))))?;
    let target = match name.as_str() {
        "offset_ms" => number,
        "advance_seconds" if number >= 0 => shared.offset().saturating_add(number.saturating_mul(1000)),
        "advance_seconds" => return Err((400, "`advance_seconds` is less than 0; `offset_ms` can go back".to_owned())),
        _ => return Err((400, format!("`{}` is neither `offset_ms` nor `advance_seconds`", shown(name)))),
    };
    if target.saturating_abs() > FURTHEST {
        return Err((400, "the clock moves a thousand years at most".to_owned()));
    }
    match name.as_str() {
        "offset_ms" => shared.set_offset(target),
        _ => shared.advance(Duration::from_secs(number.unsigned_abs())),
    }
    Ok(())
}

fn faults(shared: &Shared) -> Value {
    let faults = lock(&shared.faults).clone();
    let latency = faults.latency.map_or(Value::Null, |latency| latency.to_string().into());
    let waiting = faults.waiting.iter().map(|fault| fault.to_string().into()).collect();
    object([("fail", Value::List(waiting)), ("latency", latency)])
}

/// All of it, or nothing when something of it is wrong.
fn set_faults(shared: &Shared, body: &[(String, Value)]) -> Result<(), Refusal> {
    let wrong = |why: String| (400, why);
    let mut clear = false;
    let mut latency = None;
    let mut wanted: Vec<Fault> = Vec::new();
    for (name, value) in body {
        match (name.as_str(), value) {
            ("clear", Value::Bool(flag)) => clear = *flag,
            ("latency", Value::Null) => latency = Some(None),
            ("latency", Value::Text(text)) => {
                latency = Some(Some(text.parse().map_err(|error: super::faults::InvalidOption| wrong(error.0))?));
            }
            ("fail", Value::Text(_)) => wanted.push(fault(shared, value)?),
            ("fail", Value::List(items)) => {
                wanted = items.iter().map(|item| fault(shared, item)).collect::<Result<_, _>>()?;
            }
            _ => {
                return Err(wrong("give `fail`, a text or a list of them, `latency`, or `\"clear\": true`".to_owned()));
            }
        }
    }
    if clear {
        *lock(&shared.faults) = super::faults::Faults::default();
    }
    if let Some(latency) = latency {
        shared.set_latency(latency);
    }
    wanted.into_iter().try_for_each(|fault| shared.fail(fault)).map_err(|error| wrong(error.0))
}

fn fault(shared: &Shared, value: &Value) -> Result<Fault, Refusal> {
    let text = value.as_str().ok_or_else(|| (400, "a fault is a text".to_owned()))?;
    let fault: Fault = text.parse().map_err(|error: super::faults::InvalidOption| (400, error.0))?;
    check_fault(shared.service(), &fault).map_err(|error| (400, error.0))?;
    Ok(fault)
}

fn shown(name: &str) -> String {
    super::mask::shown(name)
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for host in ["127.0.0.1", "127.0.0.1:80", "127.3.2.1:1", "localhost", "LOCALHOST:8080", "[::1]", "[::1]:80"] {
            assert!(is_local_name(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "10.0.0.1:80", ":80"] {
            assert!(!is_local_name(host), "{host}");
        }
    }

    #[test]
    fn only_its_own_paths_are_the_admins() {
        assert!(is_for("/_emulator") && is_for("/_emulator/x"));
        assert!(!is_for("/") && !is_for("/_emulators") && !is_for("/x/_emulator/"));
    }
}
