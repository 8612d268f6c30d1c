//! A try that failed: the error, and whether trying again is safe.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderMap;

use super::retry;
use crate::Error;
use crate::aliyun::envelope::scan_request_id;
use crate::aliyun::request::{is_clock_wrong, is_nonce_used, request_id};
use crate::transport::{TransportError, TransportErrorKind};

/// A try that failed.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) means: Means,
    /// How long the service asks to wait.
    pub(crate) asked: Option<Duration>,
}

/// What a failure says about what the service did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// Nothing was done, and a later try may succeed.
    NotDone,
    /// Nobody knows what was done, and a later try may succeed.
    Unknown,
    /// The clocks differ; the service's time, if it said so.
    ClockIsWrong(Option<SystemTime>),
    /// The nonce was there before.
    NonceIsUsed,
    /// Trying again leads to the same.
    Final,
}

impl Failure {
    /// Nothing was sent, and nothing will be next time.
    pub(crate) fn unsent(error: Error) -> Self {
        Self { error, means: Means::Final, asked: None }
    }

    /// There is no whole reply.
    pub(crate) fn transport(operation: &str, failure: TransportError) -> Self {
        let kind = failure.kind();
        let means = match kind {
            TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => Means::NotDone,
            TransportErrorKind::Timeout | TransportErrorKind::Other => Means::Unknown,
            TransportErrorKind::Request | TransportErrorKind::TooLarge => Means::Final,
        };
        let received = failure.received();
        let status = received.map(|reply| reply.status().as_u16());
        let id = received.and_then(|reply| request_id(reply.headers()).or_else(|| scan_request_id(reply.body())));
        let error = Error::transport(operation, failure, kind.is_timeout(), status);
        let error = if means == Means::Final { error.that_lasts() } else { error };
        Self { error: with_id(error, id), means, asked: None }
    }

    /// The reply is an error, or cannot be read.
    pub(crate) fn reply(error: Error, reply: &http::Response<Bytes>, now: SystemTime) -> Self {
        let headers = reply.headers();
        let code = error.code().unwrap_or_default();
        let means = if is_clock_wrong(code) {
            Means::ClockIsWrong(retry::date(headers))
        } else if is_nonce_used(code) {
            Means::NonceIsUsed
        } else if error.is_throttled() {
            Means::NotDone
        } else if error.is_retryable() {
            Means::Unknown
        } else {
            Means::Final
        };
        let asked = retry::asked(headers, now);
        Self { error: named(error, headers), means, asked }
    }
}

/// With the id of the headers, if the body had none.
pub(crate) fn named(error: Error, headers: &HeaderMap) -> Error {
    let id = if error.request_id().is_some() { None } else { request_id(headers) };
    with_id(error, id)
}

fn with_id(error: Error, id: Option<String>) -> Error {
    match id {
        Some(id) => error.with_request_id(id),
        None => error,
    }
}
