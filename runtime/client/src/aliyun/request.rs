//! A call as the HTTP request that carries it, signed; and what a received one calls.
//!
//! The parameters travel in a form body unless [`ParameterPlacement::Query`] is chosen. Official clients send them in
//! the query, and official metadata names that place alone; both schemes define how a form body is signed, and the
//! gateway is documented to take either. The real service was never called to see.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::credentials::Credentials;
use super::sign::{Scheme, decode_form, percent_into, timestamp, v1, v3};
use crate::Definition;
use crate::call::Routed;
use crate::client::Endpoint;

const FORM: &str = "application/x-www-form-urlencoded";
const ACTION: &str = "x-acs-action";
const TOKEN: &str = "x-acs-security-token";

/// The parameters that the older scheme brings along.
const COMMON: [&str; 11] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "SecurityToken",
    "Signature",
];

/// Where the parameters of a call travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterPlacement {
    /// In the body, as a form: no value is in an address, which proxies and servers write to their logs.
    #[default]
    Form,
    /// In the query of the address, as official clients do. Secret parameters are in the address then.
    Query,
}

/// What becomes a request.
pub(crate) struct Draft<'a> {
    /// The address and the body of an operation that has an address of its own.
    pub(crate) routed: Option<&'a Routed>,
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) action: &'a str,
    pub(crate) version: &'a str,
    /// The parameters, decoded.
    pub(crate) pairs: &'a [(String, String)],
    /// Those of them that travel in a header of their name.
    pub(crate) in_header: &'a [&'a str],
    /// Those of them that travel in the body in any case.
    pub(crate) in_body: &'a [&'a str],
    pub(crate) placement: ParameterPlacement,
    pub(crate) scheme: Scheme,
    pub(crate) credentials: &'a Credentials,
    pub(crate) time: SystemTime,
    pub(crate) nonce: &'a str,
    pub(crate) user_agent: &'a str,
}

/// Why a request cannot be made. It names what is wrong and shows no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestError(String);

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The signed request.
pub(crate) fn signed(draft: &Draft<'_>) -> Result<http::Request<Bytes>, RequestError> {
    let mut headers = HeaderMap::new();
    let mut query: Vec<(&str, &str)> = Vec::new();
    let mut body: Vec<(&str, &str)> = Vec::new();
    for (name, value) in draft.pairs.iter().filter(|(name, _)| !is_said(draft, name)) {
        if draft.in_header.contains(&name.as_str()) {
            // Whether it is a secret is not known here.
            set_secret(&mut headers, name, value)?;
        } else if draft.routed.is_none()
            && (draft.placement == ParameterPlacement::Form || draft.in_body.contains(&name.as_str()))
        {
            body.push((name, value));
        } else {
            query.push((name, value));
        }
    }
    let time = timestamp(draft.time);
    match draft.scheme {
        Scheme::V3 => headers_of_v3(draft, &time, &mut headers)?,
        Scheme::V1 if draft.routed.is_some() => {
            let problem =
                "the older scheme does not sign operations with an address of their own; choose the newer one";
            return Err(RequestError(problem.to_owned()));
        }
        Scheme::V1 => {
            let target = if draft.placement == ParameterPlacement::Form { &mut body } else { &mut query };
            target.extend(parameters_of_v1(draft, &time));
            let all: Vec<(&str, &str)> = query.iter().chain(&body).copied().collect();
            let signature = v1::sign(draft.credentials.access_key_secret.expose(), Method::POST.as_str(), &all);
            return assemble(draft, headers, &query, &body, Some(&signature));
        }
    }
    assemble(draft, headers, &query, &body, None)
}

/// Whether a parameter is something that is said anyway. A spec may describe it as well, as a constant.
fn is_said(draft: &Draft<'_>, name: &str) -> bool {
    match draft.scheme {
        Scheme::V3 => name == "Action",
        Scheme::V1 => COMMON.contains(&name),
    }
}

fn headers_of_v3(draft: &Draft<'_>, time: &str, headers: &mut HeaderMap) -> Result<(), RequestError> {
    set(headers, ACTION, draft.action)?;
    set(headers, "x-acs-version", draft.version)?;
    set(headers, "x-acs-date", time)?;
    set(headers, "x-acs-signature-nonce", draft.nonce)?;
    if let Some(token) = &draft.credentials.security_token {
        set(headers, "x-acs-accesskey-id", &draft.credentials.access_key_id)?;
        set_secret(headers, TOKEN, token.expose())?;
    }
    Ok(())
}

fn parameters_of_v1<'a>(draft: &Draft<'a>, time: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let common = [
        ("Action", draft.action),
        ("Version", draft.version),
        ("Format", "JSON"),
        ("AccessKeyId", draft.credentials.access_key_id.as_str()),
        ("SignatureMethod", v1::ALGORITHM),
        ("SignatureVersion", v1::VERSION),
        ("SignatureNonce", draft.nonce),
        ("Timestamp", time),
    ];
    let token = draft.credentials.security_token.as_ref().map(|token| ("SecurityToken", token.expose()));
    common.into_iter().chain(token)
}

fn assemble(
    draft: &Draft<'_>,
    mut headers: HeaderMap,
    query: &[(&str, &str)],
    body: &[(&str, &str)],
    signature: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    let signature = signature.map(|signature| ("Signature", signature));
    let in_form = draft.placement == ParameterPlacement::Form;
    let text_of = |pairs: &[(&str, &str)], here: bool| form(pairs.iter().copied().chain(signature.filter(|_| here)));
    let (query_text, mut body_text) = (text_of(query, !in_form), text_of(body, in_form));
    if !body_text.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
    }
    if let Some(json) = draft.routed.and_then(|it| it.body.as_ref()) {
        body_text = json.clone();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if draft.scheme == Scheme::V3 {
        let hash = v3::content_sha256(body_text.as_bytes());
        set(&mut headers, "x-acs-content-sha256", &hash)?;
        authorize(draft, &mut headers, query, &hash)?;
    }
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    set(&mut headers, USER_AGENT.as_str(), draft.user_agent)?;
    let address =
        format!("{}{}{}{query_text}", draft.endpoint, path(draft), if query_text.is_empty() { "" } else { "?" });
    let uri: http::Uri = address.parse().map_err(|_| RequestError("its address is too long".to_owned()))?;
    let mut request = http::Request::new(Bytes::from(body_text));
    *request.method_mut() = method(draft)?;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Signs what is in `headers` so far, and the name of the host.
fn authorize(
    draft: &Draft<'_>,
    headers: &mut HeaderMap,
    query: &[(&str, &str)],
    body_sha256: &str,
) -> Result<(), RequestError> {
    let host = draft.endpoint.host_header();
    let method = method(draft)?;
    let given = headers.iter().map(|(name, value)| (name.as_str(), text(value)));
    let all: Vec<(&str, &str)> = std::iter::once((HOST.as_str(), host)).chain(given).collect();
    let mut signed: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    signed.sort_unstable();
    let parts =
        v3::Parts { method: method.as_str(), uri: path(draft), query, headers: &all, signed: &signed, body_sha256 };
    let signature = v3::sign(draft.credentials.access_key_secret.expose(), &parts);
    let line = v3::authorization(&draft.credentials.access_key_id, &v3::signed_headers(&signed), &signature);
    set_secret(headers, AUTHORIZATION.as_str(), &line)
}

fn method(draft: &Draft<'_>) -> Result<Method, RequestError> {
    let Some(routed) = draft.routed else { return Ok(Method::POST) };
    Method::from_bytes(routed.method.as_bytes()).map_err(|_| RequestError("its method is none of HTTP".to_owned()))
}

fn path<'a>(draft: &Draft<'a>) -> &'a str {
    draft.routed.map_or("/", |it| it.path.as_str())
}

fn form<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        percent_into(name, &mut text);
        text.push('=');
        percent_into(value, &mut text);
    }
    text
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), RequestError> {
    insert(headers, name, value, false)
}

fn set_secret(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), RequestError> {
    insert(headers, name, value, true)
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str, is_secret: bool) -> Result<(), RequestError> {
    let key = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| RequestError(format!("`{name}` cannot be the name of a header")))?;
    // A signature is over texts: what is not visible ASCII would be signed and sent as two different things.
    let fits = value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let value = HeaderValue::from_str(value).ok().filter(|_| fits);
    let mut value = value.ok_or_else(|| RequestError(format!("the value of `{name}` cannot stand in a header")))?;
    value.set_sensitive(is_secret);
    headers.insert(key, value);
    Ok(())
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or_default()
}

/// What a request calls, and with which parameters: those of the query first, then those of a form body. Without the
/// parameters that a signature brings along.
pub(crate) fn called(request: &http::Request<Bytes>) -> (String, Vec<(String, String)>) {
    let decoded = |text: &[u8]| decode_form(text).unwrap_or_default();
    let mut pairs = decoded(request.uri().query().unwrap_or_default().as_bytes());
    if request.headers().get(CONTENT_TYPE).is_some_and(|kind| text(kind).starts_with(FORM)) {
        pairs.extend(decoded(request.body()));
    }
    let in_header = request.headers().get(ACTION).map(|action| text(action).to_owned());
    let in_pairs = || pairs.iter().find(|(name, _)| name == "Action").map(|(_, action)| action.clone());
    let is_older = in_header.is_none();
    let action = in_header.or_else(in_pairs).unwrap_or_default();
    pairs.retain(|(name, _)| !is_older || !COMMON.contains(&name.as_str()));
    (action, pairs)
}

/// The id of the call in the headers of a reply.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = text(headers.get("x-acs-request-id")?);
    (!id.is_empty()).then(|| id.to_owned())
}

/// How long the service asks to wait, in milliseconds, as it wrote it.
pub(crate) fn retry_after_millis(headers: &HeaderMap) -> Option<&str> {
    Some(text(headers.get("x-acs-retry-after")?))
}

/// Whether a code says that the time of a request is too far from that of the service.
pub(crate) fn is_clock_wrong(code: &str) -> bool {
    matches!(
        code,
        "InvalidTimeStamp.Expired" | "IllegalTimestamp" | "InvalidTimestamp.Expired" | "RequestTimeTooSkewed"
    )
}

/// Whether a code says that the nonce of a request was there before.
pub(crate) fn is_nonce_used(code: &str) -> bool {
    code == "SignatureNonceUsed"
}

/// What tells whether the reply of an operation that no spec describes is a failure: it says so.
pub(crate) fn any_reply() -> &'static Definition {
    static REPLY: Definition = Definition::new(
        r#"{"name":"Reply","empty_is_absent":true,"parameters":[
            {"name":"Success","kind":"boolean"},{"name":"HttpStatus","kind":"integer"}],
        "rules":[{"id":"failure","form":{"forbid":[
            {"test":[{"parameter":{"text":"Success","steps":[{"field":"Success"}]}},{"one_of":["false"]}]}]}}]}"#,
    );
    &REPLY
}
