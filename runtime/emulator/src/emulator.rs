//! The emulator as a program has it: made ready by a [`Builder`], on a thread of its own until it is dropped.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use contingent_rules::service::Service;
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};

use crate::builder::Builder;
use crate::server::faults::{Fault, InvalidOption, Latency};
use crate::server::journal::Entry;
use crate::server::shared::{Shared, lock};

/// A service that is played on this machine. It answers until it is dropped.
///
/// It runs on threads of its own, so it can be used in any runtime, or in none.
pub struct Emulator {
    pub(crate) address: SocketAddr,
    pub(crate) shared: Arc<Shared>,
    pub(crate) runtime: Handle,
    /// How long connections may take to end, once they should.
    pub(crate) stop: watch::Sender<Option<Duration>>,
    pub(crate) thread: Option<JoinHandle<()>>,
    /// Falls when the thread has ended.
    pub(crate) ended: oneshot::Receiver<()>,
}

/// Long enough to write an answer that is ready.
const AT_ONCE: Duration = Duration::from_millis(100);

impl Emulator {
    /// A service that will be played.
    pub fn builder(service: Service) -> Builder {
        Builder::new(service)
    }

    /// Where it listens: `http://127.0.0.1:40123`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens, without the scheme.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The id of the key with which requests can be signed; of several, the first.
    pub fn access_key_id(&self) -> &str {
        self.shared.settings.keys.first().map_or("", |key| &key.id)
    }

    /// The secret of that key.
    pub fn access_key_secret(&self) -> &str {
        self.shared.settings.keys.first().map_or("", |key| key.secret.expose())
    }

    /// The last requests, in the order in which they were answered: ten thousand at most. No secret is in them.
    pub fn journal(&self) -> Vec<Entry> {
        lock(&self.shared.journal).last(None, usize::MAX)
    }

    /// Moves the clock of the service forward, and so the states of what it keeps. Signatures are judged by the real
    /// time.
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }

    /// Lets something go wrong with the next calls.
    ///
    /// # Errors
    /// The service has no such operation or error code, or a thousand faults are waiting.
    pub fn fail(&self, fault: Fault) -> Result<(), InvalidOption> {
        self.shared.fail(fault)
    }

    /// Lets every call wait, or none.
    pub fn set_latency(&self, latency: Option<Latency>) {
        self.shared.set_latency(latency);
    }

    /// Makes everything as it was at the start: what is kept, the clock, the faults. The journal becomes empty.
    ///
    /// # Errors
    /// It could not be written to the data directory.
    pub async fn reset(&self) -> Result<(), std::io::Error> {
        self.shared.reset().await.map_err(std::io::Error::other)
    }

    /// Ends it: no new connections, and five seconds for those that are in the middle of something.
    pub async fn stop(mut self) {
        self.stop.send_replace(Some(self.shared.limits.grace));
        // An error says the same: the thread is gone.
        let _ = (&mut self.ended).await;
    }

    /// Answers until the process is asked to end, by Ctrl-C or a termination signal, and stops then.
    ///
    /// # Errors
    /// The system does not tell about signals.
    pub async fn stop_on_signal(self) -> Result<(), std::io::Error> {
        let asked = self.runtime.spawn(signal()).await.map_err(std::io::Error::other)?;
        self.stop().await;
        asked
    }
}

#[cfg(unix)]
async fn signal() -> Result<(), std::io::Error> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> Result<(), std::io::Error> {
    tokio::signal::ctrl_c().await
}

impl Drop for Emulator {
    /// Ends it at once. Afterwards its port and its data directory are free.
    fn drop(&mut self) {
        self.stop.send_if_modified(|stop| {
            let first = stop.is_none();
            if first {
                *stop = Some(AT_ONCE);
            }
            first
        });
        if let Some(thread) = self.thread.take() {
            // A panic in it was reported when it happened.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Emulator({})", self.endpoint())
    }
}
