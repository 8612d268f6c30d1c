//! The transport for programs without async.

use std::sync::mpsc;
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::{Builder, Runtime};

use super::reqwest::ReqwestTransport;
use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};

/// Carries requests and blocks the thread meanwhile: its futures are done when they are polled for the first time.
///
/// One thread of its own does the work, so that connections stay in use between two calls. It can be made and dropped
/// anywhere; but a thread that runs async tasks stands still while it waits, so there the async one belongs.
#[derive(Debug)]
pub struct BlockingTransport {
    inner: ReqwestTransport,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl BlockingTransport {
    /// Without any connection yet.
    ///
    /// # Errors
    /// The system gives no thread or no way to wait for sockets.
    pub fn new() -> Result<Self, TransportError> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("calls").enable_all().build();
        let runtime = runtime.map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
        Ok(Self { inner: ReqwestTransport::new(), runtime: Some(runtime) })
    }

    fn wait(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let runtime = self.runtime.as_ref().ok_or(TransportErrorKind::Request)?;
        let (done, reply) = mpsc::sync_channel(1);
        let inner = self.inner.clone();
        // Not `block_on`, which panics on the threads of another runtime.
        runtime.spawn(async move {
            // Nobody waits any more: then nobody needs the reply.
            let _ = done.send(inner.send(request, limits).await);
        });
        reply.recv().unwrap_or_else(|error| Err(TransportError::new(TransportErrorKind::Other, error)))
    }
}

impl Transport for BlockingTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move { self.wait(request, limits) })
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { std::thread::sleep(time) })
    }
}

impl Drop for BlockingTransport {
    /// Without waiting, which panics on a thread that runs async tasks.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
