//! Why there is no reply.

use std::fmt;

use bytes::Bytes;

/// Why there is no whole reply.
pub struct TransportError {
    kind: TransportErrorKind,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    received: Option<Box<http::Response<Bytes>>>,
}

/// What kind of failure a [`TransportError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot carry this request: nothing was sent, and nothing will be next time.
    Request,
    /// No connection: the request was surely not received.
    Connect,
    /// No connection in time: the request was surely not received.
    ConnectTimeout,
    /// Time ran out. The service may have done its work.
    Timeout,
    /// The reply is longer than allowed.
    TooLarge,
    /// Anything else, such as a connection that broke. The service may have done its work.
    Other,
}

impl TransportErrorKind {
    /// Whether the request surely never arrived, so that repeating it cannot do anything twice.
    pub fn is_unsent(self) -> bool {
        matches!(self, Self::Request | Self::Connect | Self::ConnectTimeout)
    }

    /// Whether time ran out.
    pub fn is_timeout(self) -> bool {
        matches!(self, Self::ConnectTimeout | Self::Timeout)
    }
}

impl TransportError {
    /// A failure, and what caused it. The cause must not show the request: it has secrets in it.
    pub fn new(kind: TransportErrorKind, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, cause: Some(cause.into()), received: None }
    }

    /// With what had arrived when it failed: status, headers, and the beginning of the body. The id by which the
    /// service knows the call is often in there.
    #[must_use]
    pub fn with_received(mut self, reply: http::Response<Bytes>) -> Self {
        self.received = Some(Box::new(reply));
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// What had arrived when it failed.
    pub fn received(&self) -> Option<&http::Response<Bytes>> {
        self.received.as_deref()
    }
}

impl From<TransportErrorKind> for TransportError {
    fn from(kind: TransportErrorKind) -> Self {
        Self { kind, cause: None, received: None }
    }
}

impl fmt::Debug for TransportError {
    /// Without headers and body of what arrived: the reply may be as secret as the request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.received().map(http::Response::status);
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("cause", &self.cause)
            .field("status", &status)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Request => "the request cannot be carried",
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::ConnectTimeout => "no connection in time",
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
