//! Reads requests from sockets and answers them: HTTP, limits, the admin. What a call is, others know.
//!
//! No input makes it panic, hang or take more memory than its limits say: every wait for a peer ends.

pub(crate) mod admin;
pub(crate) mod body;
pub(crate) mod faults;
pub(crate) mod journal;
pub(crate) mod keeper;
pub(crate) mod limits;
pub(crate) mod mask;
pub(crate) mod nonces;
mod page;
pub(crate) mod plans;
pub(crate) mod random;
pub(crate) mod shared;
mod socket;
pub(crate) mod warnings;

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use self::body::Answer;
use self::faults::FaultKind;
use self::shared::Shared;
use self::socket::Impatient;
use crate::aliyun::answer as answer_call;

/// An answer before it is HTTP.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the connection cannot be used after it.
    pub(crate) close: bool,
    /// What goes wrong on the way, on purpose.
    pub(crate) fault: Option<FaultKind>,
}

/// Answers until it is told to stop, then until all connections are done, but not for long.
pub(crate) async fn run(listener: TcpListener, shared: Arc<Shared>, mut stop: watch::Receiver<Option<Duration>>) {
    let limits = shared.limits;
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            _ = stop.wait_for(Option::is_some) => break,
            accepted = accepted => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (shared, stop) = (Arc::clone(&shared), stop.clone());
                tokio::spawn(async move {
                    connection(stream, peer, shared, stop).await;
                    drop(place);
                });
            }
            // The peer is gone already, or the system has no more sockets: then others must end first.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
    drop(listener);
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    // Without a word, whoever could say it is gone.
    let grace = stop.borrow().unwrap_or_default();
    // What is not done by then is closed when the tasks are dropped.
    let _ = timeout(grace, places.acquire_many(all)).await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<Option<Duration>>,
) {
    // Answers are written at once; waiting for more to send would only make them late.
    let _ = stream.set_nodelay(true);
    let limits = shared.limits;
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { answer(&shared, peer, request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.read_header)
        .max_buf_size(limits.header.max(8192))
        .max_header_size(limits.header)
        .half_close(true)
        .serve_connection(TokioIo::new(Impatient::new(stream, limits.write)), service);
    let mut connection = pin!(connection);
    tokio::select! {
        // Errors of a connection concern its peer, who knows.
        _ = connection.as_mut() => return,
        _ = stop.wait_for(Option::is_some) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// The connection is closed without an answer, on purpose.
#[derive(Debug)]
struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

async fn answer(shared: &Shared, peer: SocketAddr, request: Request<Incoming>) -> Result<Response<Answer>, Dropped> {
    let (head, body) = request.into_parts();
    let reply = if admin::is_for(head.uri.path()) {
        admin::answer(shared, peer, &head, body).await
    } else if let Some(reply) = page::answer(shared, peer, &head) {
        reply
    } else {
        let mut reply = answer_call(shared, &head, body).await;
        if page::is_shared(shared, peer, &head.headers) {
            page::share(&mut reply);
        }
        reply
    };
    response(reply, shared.limits.pause)
}

fn response(reply: Reply, pause: Duration) -> Result<Response<Answer>, Dropped> {
    let body = Bytes::from(reply.body);
    let body = match reply.fault {
        Some(FaultKind::Drop | FaultKind::Lose) => return Err(Dropped),
        Some(FaultKind::Truncate) => Answer::truncated(body),
        Some(FaultKind::Garbage) => Answer::whole(Bytes::from_static(b"\x00\xff<{garbage\xc3(")),
        Some(FaultKind::Slow) => Answer::slow(body, 10, pause),
        Some(FaultKind::Code(_)) | None => Answer::whole(body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    for (name, value) in reply.headers {
        // All of them are made of visible ASCII; one that is not is better left out than answered with a panic.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    if reply.close {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}
