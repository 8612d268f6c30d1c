//! What carries a request to a host and brings the reply back.
//!
//! [`Transport`] is small and object-safe, so that tests, other runtimes and middleware can take its place.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

/// A future behind a pointer, as object-safe traits need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests and waits.
///
/// It repeats nothing, follows no redirects, and takes every HTTP status for a reply.
pub trait Transport: Send + Sync {
    /// Sends a request with an absolute address and reads the whole reply.
    ///
    /// # Errors
    /// There is no reply, or it is longer than `limits` allow or took more time.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Lets time pass, between two tries.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}

/// How much of everything a reply may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time until the connection stands.
    pub connect: Duration,
    /// The time from the beginning of the request to the end of the reply.
    pub total: Duration,
    /// The longest body, in bytes.
    pub body: usize,
}

impl Default for Limits {
    /// 5 seconds to connect, 30 seconds in all, [`MAX_BODY`](crate::reply::MAX_BODY) bytes.
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(30), body: crate::reply::MAX_BODY }
    }
}

/// Why there is no reply.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of failure a [`TransportError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the request was surely not received.
    Connect,
    /// Time ran out. The service may have done its work.
    Timeout,
    /// The reply is longer than allowed.
    TooLarge,
    /// Anything else, such as a connection that broke. The service may have done its work.
    Other,
}

impl TransportError {
    /// A failure, and what caused it.
    pub fn new(kind: TransportErrorKind, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, cause: Some(cause.into()) }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl From<TransportErrorKind> for TransportError {
    fn from(kind: TransportErrorKind) -> Self {
        Self { kind, cause: None }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Timeout => "no reply in time",
            TransportErrorKind::TooLarge => "the reply is longer than allowed",
            TransportErrorKind::Other => "the exchange broke off",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as &(dyn std::error::Error + 'static))
    }
}
