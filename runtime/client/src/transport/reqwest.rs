//! The transport on reqwest: pooled connections, TLS by rustls, proxies of the environment.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::reqwest::{Client, Response, redirect, retry};
use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::{BoxFuture, Direct, Limits, Transport, TransportError, TransportErrorKind};

/// Carries requests with reqwest. It needs tokio around it, with its time and its sockets.
///
/// Connections are kept and used again. Proxies come from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` as they are when
/// the first request is sent; what listens on this machine itself, and what asks for it ([`Direct`]), is reached without
/// one. Clones share their connections.
#[derive(Clone, Debug, Default)]
pub struct ReqwestTransport {
    /// One for each way to connect: with it reqwest ties a client to the time that connecting may take.
    clients: Arc<Mutex<Vec<(Way, Client)>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    connect: Duration,
    is_direct: bool,
}

/// More ways than a program has; past it the oldest is given up.
const MOST_WAYS: usize = 8;

/// A time that no call takes and every clock can express: a century.
const FAR: Duration = Duration::from_secs(100 * 365 * 86_400);

/// As much of a reply that did not come to its end as is kept to look for the id of the call.
const KEPT: usize = 64 << 10;

impl ReqwestTransport {
    /// Without any connection yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn client(&self, request: &http::Request<Bytes>, limits: Limits) -> Result<Client, TransportError> {
        let is_direct = is_loopback(request.uri()) || request.extensions().get::<Direct>().is_some();
        let way = Way { connect: limits.connect, is_direct };
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == way) {
            return Ok(client.clone());
        }
        let builder = Client::builder().connect_timeout(way.connect).redirect(redirect::Policy::none());
        // A copy would have the nonce of the first one.
        let builder = builder.retry(retry::never());
        let builder = if way.is_direct { builder.no_proxy() } else { builder };
        let client = builder.build().map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
        if clients.len() >= MOST_WAYS {
            clients.remove(0);
        }
        clients.push((way, client.clone()));
        Ok(client)
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        // Elsewhere the first timer would panic.
        Handle::try_current().map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
        let client = self.client(&request, limits)?;
        let request = ::reqwest::Request::try_from(request).map_err(failure)?;
        let now = Instant::now();
        let end = now.checked_add(limits.total).unwrap_or_else(|| now + FAR);
        let reply = tokio::time::timeout_at(end, client.execute(request)).await;
        let mut reply = reply.map_err(|_| TransportErrorKind::Timeout)?.map_err(failure)?;
        let mut body = Vec::new();
        // A length that is announced is not trusted, but it can be refused.
        if reply.content_length().is_some_and(|length| length > limits.body as u64) {
            return Err(broken(TransportErrorKind::TooLarge.into(), &reply, body));
        }
        loop {
            match tokio::time::timeout_at(end, reply.chunk()).await {
                Err(_) => return Err(broken(TransportErrorKind::Timeout.into(), &reply, body)),
                Ok(Err(error)) => return Err(broken(failure(error), &reply, body)),
                Ok(Ok(None)) => return Ok(answered(&reply, body)),
                Ok(Ok(Some(chunk))) if chunk.len() > limits.body - body.len() => {
                    return Err(broken(TransportErrorKind::TooLarge.into(), &reply, body));
                }
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
            }
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request, limits))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A proxy of the environment is for other machines.
fn is_loopback(uri: &http::Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// What reqwest says, without the address, in which there may be secrets.
fn failure(error: ::reqwest::Error) -> TransportError {
    let kind = match (error.is_builder(), error.is_connect(), error.is_timeout()) {
        (true, _, _) => TransportErrorKind::Request,
        (false, true, true) => TransportErrorKind::ConnectTimeout,
        (false, true, false) => TransportErrorKind::Connect,
        (false, false, true) => TransportErrorKind::Timeout,
        (false, false, false) => TransportErrorKind::Other,
    };
    TransportError::new(kind, error.without_url())
}

fn broken(error: TransportError, reply: &Response, mut body: Vec<u8>) -> TransportError {
    body.truncate(KEPT);
    error.with_received(answered(reply, body))
}

fn answered(reply: &Response, body: Vec<u8>) -> http::Response<Bytes> {
    let mut answer = http::Response::new(Bytes::from(body));
    *answer.status_mut() = reply.status();
    *answer.version_mut() = reply.version();
    *answer.headers_mut() = reply.headers().clone();
    answer
}
