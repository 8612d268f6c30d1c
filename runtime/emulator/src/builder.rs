//! What is decided before an emulator starts, and its start.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use contingent_rules::service::Service;
use contingent_rules::{Value, nearest};
use contingent_runtime::Secret;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::{oneshot, watch};

use crate::aliyun::codes;
use crate::emulator::Emulator;
use crate::engine::Engine;
use crate::server::faults::{Fault, Faults, Latency};
use crate::server::keeper::Keeper;
use crate::server::limits::Limits;
use crate::server::shared::{Key, Placement, Settings, Shared, check_fault};
use crate::server::{self, plans};
use crate::store::Store;

/// What is decided before an emulator starts. Without any of it: a free port of this machine only, the key `testid`
/// with the secret `testsecret`, everything in memory.
pub struct Builder {
    service: Service,
    address: IpAddr,
    port: u16,
    data: Option<PathBuf>,
    plans: Option<PathBuf>,
    keys: Vec<Key>,
    security_token: Option<Secret>,
    edition: Option<String>,
    placement: Placement,
    faults: Faults,
    ready_file: Option<PathBuf>,
    page: Option<String>,
    limits: Limits,
}

/// Why an emulator did not start: one line, and what to do where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartError(String);

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

impl Builder {
    pub(crate) fn new(service: Service) -> Self {
        Self {
            service,
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            data: None,
            plans: None,
            keys: Vec::new(),
            security_token: None,
            edition: None,
            placement: Placement::default(),
            faults: Faults::default(),
            ready_file: None,
            page: None,
            limits: Limits::default(),
        }
    }

    /// Of a service as the generator writes it: `service.json`.
    ///
    /// # Errors
    /// The text is something else, or of another version.
    pub fn from_json(service: &str) -> Result<Self, StartError> {
        let service = Service::from_json(service);
        service.map(Self::new).map_err(|error| StartError(format!("the service as data cannot be read: {error}")))
    }

    /// The address to listen at, instead of `127.0.0.1`. What is not loopback can be reached by other machines, and so can
    /// the admin, which asks for no key.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// The port to listen at; 0, which is what it is without this, is any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// A directory in which everything is kept, so that what was answered survives the process. It is made if it is
    /// not there.
    #[must_use]
    pub fn data(mut self, directory: impl Into<PathBuf>) -> Self {
        self.data = Some(directory.into());
        self
    }

    /// A JSON file with what is there from the beginning: `{"Kind": [{"Field": "value"}]}`, each with its id. A data
    /// directory that exists already has its own beginning.
    #[must_use]
    pub fn plans(mut self, file: impl Into<PathBuf>) -> Self {
        self.plans = Some(file.into());
        self
    }

    /// A key with which requests may be signed, instead of `testid`; more than one can be added.
    #[must_use]
    pub fn access_key(mut self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.keys.push(Key { id: id.into(), secret: secret.into() });
        self
    }

    /// The token that must come with every request, as with temporary keys. Without this any token is taken, and none.
    #[must_use]
    pub fn security_token(mut self, token: impl Into<Secret>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// The edition of the documentation whose rules are enforced. Without one, what all editions share is enforced,
    /// and what else is broken is told in the journal and in the header `x-contingent-warnings`.
    #[must_use]
    pub fn edition(mut self, edition: impl Into<String>) -> Self {
        self.edition = Some(edition.into());
        self
    }

    /// Where parameters may be.
    #[must_use]
    pub fn placement(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// How long every call waits.
    #[must_use]
    pub fn latency(mut self, latency: Latency) -> Self {
        self.faults.latency = Some(latency);
        self
    }

    /// Something that goes wrong; more than one can be added.
    #[must_use]
    pub fn fail(mut self, fault: Fault) -> Self {
        self.faults.waiting.push(fault);
        self
    }

    /// A file that is written when the emulator listens: JSON with `endpoint`, `access_key_id` and
    /// `access_key_secret`. One that is there before is removed first. Only the user of the process can read it,
    /// where the system can say so.
    #[must_use]
    pub fn ready_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.ready_file = Some(file.into());
        self
    }

    /// The explorer page of the service, which browsers are then shown at `/`. On loopback, a copy of it on the disk of this
    /// machine can send signed requests here too: documents of the origin `null` may read the answers.
    #[must_use]
    pub fn page(mut self, html: impl Into<String>) -> Self {
        self.page = Some(html.into());
        self
    }

    #[cfg(test)]
    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Starts; it listens when this returns.
    ///
    /// # Errors
    /// An option names what the service does not have, a file cannot be read or written, or the address is taken.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let (told, started) = oneshot::channel();
        let (stop, stopped) = watch::channel(None);
        let (end, ended) = oneshot::channel();
        let work = move || {
            match prepare(self) {
                Ok(prepared) => serve(prepared, stopped, told),
                // Nobody waits for it any more if this fails.
                Err(error) => drop(told.send(Err(error))),
            }
            drop(end);
        };
        let thread = std::thread::Builder::new().name("emulator".into()).spawn(work);
        let thread = thread.map_err(|error| StartError(format!("cannot start a thread: {error}")))?;
        let gone = |_| StartError("the thread of the emulator ended before it began".to_owned());
        let Started { address, shared, runtime } = started.await.map_err(gone)??;
        Ok(Emulator { address, shared, runtime, stop, thread: Some(thread), ended })
    }
}

struct Started {
    address: SocketAddr,
    shared: Arc<Shared>,
    runtime: tokio::runtime::Handle,
}

struct Prepared {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
}

fn prepare(builder: Builder) -> Result<Prepared, StartError> {
    let Builder { mut service, address, port, data, plans, mut keys, security_token, .. } = builder;
    check(&service, builder.edition.as_deref(), &builder.faults)?;
    if let Some(file) = &plans {
        let wrong = |why: String| StartError(format!("{}: {why}", file.display()));
        let json = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        plans::add(&mut service, &json).map_err(wrong)?;
    }
    if keys.is_empty() {
        keys.push(Key { id: "testid".into(), secret: "testsecret".into() });
    }
    if let Some(file) = &builder.ready_file {
        remove(file).map_err(|error| StartError(format!("{} cannot be removed: {error}", file.display())))?;
    }
    let engine = Engine::with_codes(service, codes()).map_err(StartError)?;
    let (state, keeper) = match data {
        None => (Store::memory(&engine).1, Keeper::idle()),
        Some(directory) => {
            let (store, state) = Store::open(&directory, &engine).map_err(|error| StartError(error.to_string()))?;
            let keeper = Keeper::writing(move |changes| store.commit(changes).map_err(|error| error.to_string()));
            (state, keeper.map_err(|error| StartError(format!("cannot start a thread: {error}")))?)
        }
    };
    let settings = Settings {
        keys,
        security_token,
        edition: builder.edition,
        placement: builder.placement,
        faults: builder.faults,
        loopback: address.is_loopback(),
        page: builder.page,
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    let runtime = runtime.map_err(|error| StartError(format!("cannot start threads: {error}")))?;
    let wanted = SocketAddr::new(address, port);
    let taken = |error: std::io::Error| StartError(format!("cannot listen at {wanted}: {error}"));
    let listener = runtime.block_on(TcpListener::bind(wanted)).map_err(taken)?;
    let address = reachable(listener.local_addr().map_err(taken)?);
    if let Some(file) = &builder.ready_file {
        let key = settings.keys.first();
        let cannot = |error: std::io::Error| StartError(format!("{} cannot be written: {error}", file.display()));
        write_ready_file(file, address, key).map_err(cannot)?;
    }
    let shared = Arc::new(Shared::new(engine, state, keeper, settings, builder.limits));
    Ok(Prepared { runtime, listener, address, shared })
}

/// Whether the service has what the options name.
fn check(service: &Service, edition: Option<&str>, faults: &Faults) -> Result<(), StartError> {
    if let Some(edition) = edition
        && !service.editions.iter().any(|known| known == edition)
    {
        let near = nearest(edition, service.editions.iter().map(String::as_str));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(StartError(format!("there is no edition `{}`{hint}", edition.escape_debug())));
    }
    faults
        .waiting
        .iter()
        .try_for_each(|fault| check_fault(service, fault))
        .map_err(|error| StartError(error.to_string()))
}

/// The address under which this machine reaches what listens everywhere.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn serve(
    prepared: Prepared,
    stop: watch::Receiver<Option<Duration>>,
    told: oneshot::Sender<Result<Started, StartError>>,
) {
    let Prepared { runtime, listener, address, shared } = prepared;
    let started = Started { address, shared: Arc::clone(&shared), runtime: runtime.handle().clone() };
    if told.send(Ok(started)).is_ok() {
        runtime.block_on(server::run(listener, shared, stop));
    }
    // Tasks end where they wait; none of them works for long.
    runtime.shutdown_timeout(Duration::from_secs(5));
}

fn remove(file: &Path) -> Result<(), std::io::Error> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes the file under another name first, so that whoever waits for it never reads half of it.
fn write_ready_file(file: &Path, address: SocketAddr, key: Option<&Key>) -> Result<(), std::io::Error> {
    let text = |text: &str| Value::from(text);
    let json = Value::Object(vec![
        ("endpoint".into(), text(&format!("http://{address}"))),
        ("access_key_id".into(), text(key.map_or("", |key| &key.id))),
        ("access_key_secret".into(), text(key.map_or("", |key| key.secret.expose()))),
    ]);
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = file.with_file_name(name);
    remove(&new)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&new)?;
    let written = std::io::Write::write_all(&mut out, format!("{json}\n").as_bytes());
    let renamed = written.and_then(|()| std::fs::rename(&new, file));
    if renamed.is_err() {
        // The first error is the one to tell.
        let _ = remove(&new);
    }
    renamed
}
