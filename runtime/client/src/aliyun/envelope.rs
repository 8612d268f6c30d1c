//! How Alibaba Cloud says in a reply that something went wrong.
//!
//! There are two ways. The gateway answers with an envelope (`Code`, `Message`, `RequestId`,
//! `HostId`, `Recommend`; in XML the root is `Error`) and a status from 400. A service may answer
//! with its usual reply, even with status 200, in which `ErrCode` and `ErrMessage` say what went
//! wrong. Some gateways begin the names with a small letter.

use contingent_rules::Value;

const CODE: [&str; 2] = ["Code", "code"];
const MESSAGE: [&str; 2] = ["Message", "message"];
// Few operations call it `ErrorCode`.
const ERR_CODE: [&str; 4] = ["ErrCode", "errCode", "ErrorCode", "errorCode"];
const ERR_MESSAGE: [&str; 2] = ["ErrMessage", "errMessage"];
const REQUEST_ID: [&str; 2] = ["RequestId", "requestId"];

/// Codes with which a reply says that nothing went wrong.
const FINE: [&str; 5] = ["200", "OK", "ok", "Success", "success"];

/// What a service said about a failure; texts are empty where it said nothing.
#[derive(Debug, Default)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) request_id: Option<String>,
}

/// The failure that the gateway reports, whatever the operation.
///
/// With a status that is no success everything is a failure. Otherwise the root of the document
/// must say so, or a code that is not a field of the operation's reply (`is_declared`).
pub(crate) fn failure(
    root: Option<&str>,
    reply: &Value,
    status: u16,
    is_declared: impl Fn(&str) -> bool,
) -> Option<Failure> {
    let is_error_root = matches!(root, Some("Error" | "error"));
    if status >= 300 || is_error_root {
        return Some(Failure {
            code: first(reply, &[&CODE, &ERR_CODE]),
            message: first(reply, &[&MESSAGE, &ERR_MESSAGE]),
            request_id: request_id(reply),
        });
    }
    let undeclared = |names: [&'static str; 2]| names.into_iter().filter(|name| !is_declared(name));
    let code = undeclared(CODE).find_map(|name| text(reply, name))?;
    let has_more = MESSAGE.into_iter().chain(REQUEST_ID).any(|name| text(reply, name).is_some());
    (has_more && !FINE.contains(&code)).then(|| Failure {
        code: code.to_owned(),
        message: first(reply, &[&MESSAGE, &ERR_MESSAGE]),
        request_id: request_id(reply),
    })
}

/// What a reply says about a failure beside its result.
pub(crate) fn in_body_failure(reply: &Value) -> Failure {
    Failure {
        code: first(reply, &[&ERR_CODE, &CODE]),
        message: first(reply, &[&ERR_MESSAGE, &MESSAGE]),
        request_id: request_id(reply),
    }
}

/// The id by which the service knows the call.
pub(crate) fn request_id(reply: &Value) -> Option<String> {
    REQUEST_ID.into_iter().find_map(|name| text(reply, name)).map(str::to_owned)
}

/// The id in a body that could not be read as a whole, because an interrupted or broken reply is
/// what support will be asked about.
pub(crate) fn scan_request_id(body: &[u8]) -> Option<String> {
    // An id stands near the beginning or end of a reply; the rest of a large one is data.
    const LOOKED_AT: usize = 1 << 20;
    const LONGEST: usize = 64;
    let body = body.get(..LOOKED_AT).unwrap_or(body);
    let after = |name: &str| {
        let place = body.windows(name.len()).position(|window| window == name.as_bytes())?;
        body.get(place + name.len()..)
    };
    let rest = REQUEST_ID.into_iter().find_map(after)?;
    // `":"`, `" : "` or `>` lie between the name and the id.
    let is_between = |b: &u8| b"\":> \t\r\n".contains(b);
    let start = rest.iter().position(|b| !is_between(b))?;
    let id: Vec<u8> = rest
        .iter()
        .skip(start)
        .take(LONGEST + 1)
        .copied()
        .take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
        .collect();
    // Shorter is a number or `null`, longer is no id; at the end of the body it may be cut off.
    let is_whole = rest.len() > start + id.len();
    ((8..=LONGEST).contains(&id.len()) && is_whole).then(|| String::from_utf8_lossy(&id).into_owned())
}

/// Whether a code or a status says that there were too many calls.
pub(crate) fn is_throttling(code: &str, status: u16) -> bool {
    code.starts_with("Throttling") || status == 429
}

/// Whether a code or a status says that the same call may succeed later.
pub(crate) fn is_retryable(code: &str, status: u16) -> bool {
    (500..600).contains(&status)
        || matches!(code, "ServiceUnavailable" | "InternalError")
        || is_throttling(code, status)
}

fn first(reply: &Value, names: &[&[&str]]) -> String {
    names.iter().copied().flatten().find_map(|name| text(reply, name)).unwrap_or_default().to_owned()
}

/// A scalar that says something.
fn text<'a>(reply: &'a Value, name: &str) -> Option<&'a str> {
    match reply.get(name)? {
        Value::Text(text) | Value::Number(text) if !text.trim().is_empty() => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => None,
    }
}
