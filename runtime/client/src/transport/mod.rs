//! What carries a request to a host and brings the reply back.
//!
//! [`Transport`] is small and object-safe, so that tests, other runtimes and middleware can take its place.

#[cfg(feature = "blocking")]
pub mod blocking;
mod error;
#[cfg(feature = "client")]
pub mod mock;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(all(test, feature = "blocking"))]
mod tests;

pub use error::{TransportError, TransportErrorKind};

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

/// A future behind a pointer, as object-safe traits need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests and waits.
///
/// It repeats nothing, follows no redirects, and takes every HTTP status for a reply. A request with [`Direct`] in its
/// extensions goes through no proxy.
pub trait Transport: Send + Sync {
    /// Sends a request with an absolute address and reads the whole reply. The name of the host travels as the address
    /// has it, without a port that is the usual one.
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

/// In the extensions of a request: it must reach its host without a proxy in between, because the reply is a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Direct;

/// How much of everything a reply may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time until the connection stands.
    pub connect: Duration,
    /// The time from the beginning of the request to the end of the reply.
    pub total: Duration,
    /// The longest body, in bytes.
    pub body: usize,
}

impl Default for Limits {
    /// 5 seconds to connect, 30 seconds in all, 16 MiB of body: read into a tree, a body takes many times its size.
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(30), body: 16 << 20 }
    }
}
