//! How much one client, and all of them together, can take: size, number and time.

use std::time::Duration;

/// Nothing that arrives over a socket takes more than this.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections at the same time; more of them wait to be accepted.
    pub(crate) connections: usize,
    /// Bytes of the request line and the headers.
    pub(crate) header: usize,
    /// Bytes of a body.
    pub(crate) body: usize,
    /// Bytes of a body that every connection may send; only a few at the same time may send more.
    pub(crate) small_body: usize,
    /// Bodies larger than that at the same time.
    pub(crate) large_bodies: usize,
    /// Bytes of a request to the admin.
    pub(crate) admin_body: usize,
    /// Parameters of one call.
    pub(crate) parameters: usize,
    /// Bytes of the name of a parameter.
    pub(crate) name: usize,
    /// Until the headers are complete; also for how long a connection may be idle.
    pub(crate) read_header: Duration,
    /// Until the body is complete.
    pub(crate) read_body: Duration,
    /// Without taking a byte of the answer.
    pub(crate) write: Duration,
    /// Between the pieces of an answer that is slow on purpose, of which there are ten.
    pub(crate) pause: Duration,
    /// From the wish to stop until connections are closed in the middle of what they do.
    pub(crate) grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            header: 128 << 10,
            body: 16 << 20,
            small_body: 128 << 10,
            large_bodies: 4,
            admin_body: 64 << 10,
            parameters: 1_000,
            name: 128,
            read_header: Duration::from_secs(30),
            read_body: Duration::from_secs(30),
            write: Duration::from_secs(30),
            pause: Duration::from_secs(1),
            grace: Duration::from_secs(5),
        }
    }
}
