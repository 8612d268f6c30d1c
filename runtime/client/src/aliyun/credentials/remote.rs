//! Temporary keys that another process gives out over HTTP.

use std::time::Duration;

use bytes::Bytes;

use super::{Credentials, Sources};
use crate::aliyun::sign::parse_timestamp;
use crate::transport::{Direct, Limits, TransportErrorKind};
use crate::{Secret, Value};

/// The metadata service is on the same machine: if it is there, it answers at once. Connecting ends first, so that it
/// can be told whether nobody is there: no system tries a second time within a second.
pub(super) const NEAR: Limits =
    Limits { connect: Duration::from_millis(600), total: Duration::from_secs(1), body: MAX_BODY };
const FAR: Limits = Limits { connect: Duration::from_secs(5), total: Duration::from_secs(10), body: MAX_BODY };
const MAX_BODY: usize = 64 * 1024;

/// The key that a credentials URI gives. The address may contain a password, so it is not shown.
pub(super) async fn from_uri(sources: &Sources, uri: &str) -> Result<Credentials, String> {
    let is_http = |uri: &http::Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    let uri: http::Uri = uri.trim().parse().ok().filter(is_http).ok_or("is not an address that begins with http")?;
    let request = http::Request::get(uri).body(Bytes::new()).map_err(|_| "is not an address".to_owned())?;
    key(&send(sources, request, FAR).await.map_err(|failure| failure.why)?)
}

/// Why there is no text.
pub(super) struct Failure {
    pub(super) why: String,
    pub(super) is_unreachable: bool,
}

/// The text of a reply with status 200.
pub(super) async fn send(
    sources: &Sources,
    mut request: http::Request<Bytes>,
    limits: Limits,
) -> Result<String, Failure> {
    // A proxy would read the key. Through one that only tunnels it cannot, and an address elsewhere may need that.
    if request.uri().scheme_str() == Some("http") {
        request.extensions_mut().insert(Direct);
    }
    let fault = |why: String| Failure { why, is_unreachable: false };
    // What lies below the error may repeat the address, so only its kind is said.
    let response = sources.transport.send(request, limits).await.map_err(|error| Failure {
        why: error.to_string(),
        is_unreachable: matches!(error.kind(), TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout),
    })?;
    if response.status() != http::StatusCode::OK {
        return Err(fault(format!("the reply has HTTP status {}", response.status().as_u16())));
    }
    // A transport of somebody else's may not know limits.
    if response.body().len() > limits.body {
        return Err(fault(format!("the reply is longer than {} KiB", limits.body / 1024)));
    }
    match str::from_utf8(response.body()) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(fault("the reply is not UTF-8".to_owned())),
    }
}

/// Reads `Code`, `AccessKeyId`, `AccessKeySecret`, `SecurityToken` and `Expiration`.
pub(super) fn key(json: &str) -> Result<Credentials, String> {
    let reply = Value::parse(json).map_err(|_| "the reply is not JSON")?;
    let text = |name| reply.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if text("Code") != Some("Success") {
        return Err("the reply does not say that it is a success".to_owned());
    }
    let required = |name| text(name).ok_or_else(|| format!("the reply has no {name}"));
    let expires = match text("Expiration") {
        Some(text) => Some(parse_timestamp(text).ok_or("the Expiration of the reply is no time")?),
        None => None,
    };
    Ok(Credentials {
        access_key_id: required("AccessKeyId")?.to_owned(),
        access_key_secret: required("AccessKeySecret")?.into(),
        security_token: Some(Secret::from(required("SecurityToken")?)),
        expires,
    })
}
