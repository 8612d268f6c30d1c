//! Stand-ins: a folder, an HTTP service on a socket, a transport on plain sockets, a clock.

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::aliyun::credentials::{Chain, Credentials, CredentialsError, Provide, Sources};
use crate::aliyun::sign::parse_timestamp;
use crate::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};

/// When the tests take place.
pub(super) fn now() -> SystemTime {
    parse_timestamp("2026-01-01T00:00:00Z").unwrap()
}

pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// A folder that is removed at the end.
pub(super) struct Home(pub(super) PathBuf);

impl Home {
    pub(super) fn new() -> Self {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("contingent-credentials-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(super) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An HTTP service. `answer` gets method, path and the whole head of a request; no answer means
/// that the service stays silent.
pub(super) struct Service {
    pub(super) address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Service {
    pub(super) fn new(answer: impl Fn(&str, &str) -> Option<(u16, String)> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let requests = seen.clone();
        std::thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let head = head(&mut stream);
                let line = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
                requests.lock().unwrap().push(line.clone());
                match answer(&line, &head) {
                    Some((status, body)) => {
                        let length = body.len();
                        let _ = write!(stream, "HTTP/1.1 {status} x\r\nContent-Length: {length}\r\n\r\n{body}");
                    }
                    None => silent.push(stream),
                }
            }
        });
        Self { address, seen }
    }

    /// The request lines so far.
    pub(super) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.extend(byte);
    }
    String::from_utf8(head)
        .unwrap()
        .to_ascii_lowercase()
        .replacen("get ", "GET ", 1)
        .replacen("put ", "PUT ", 1)
        .replacen(" http/1.1", " HTTP/1.1", 1)
}

/// Plain HTTP over sockets, one connection for each request.
pub(super) struct Sockets;

impl Transport for Sockets {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(exchange(&request, limits)))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        std::thread::sleep(time);
        Box::pin(std::future::ready(()))
    }
}

fn exchange(request: &http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
    let io = |error: std::io::Error| {
        let kind = match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => TransportErrorKind::Timeout,
            _ => TransportErrorKind::Other,
        };
        TransportError::new(kind, error)
    };
    let uri = request.uri();
    let host = uri.authority().unwrap().as_str();
    let mut stream =
        TcpStream::connect(host).map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
    stream.set_read_timeout(Some(limits.total)).map_err(io)?;
    let mut text = format!("{} {} HTTP/1.1\r\nHost: {host}\r\n", request.method(), uri.path_and_query().unwrap());
    for (name, value) in request.headers() {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    stream.write_all(format!("{text}\r\n").as_bytes()).map_err(io)?;
    let mut reply = Vec::new();
    stream.take(limits.body as u64 + 1024).read_to_end(&mut reply).map_err(io)?;
    let text = String::from_utf8(reply).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").ok_or(TransportErrorKind::Other)?;
    let status: u16 = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(TransportErrorKind::Other)?;
    if body.len() > limits.body {
        return Err(TransportErrorKind::TooLarge.into());
    }
    Ok(http::Response::builder().status(status).body(Bytes::from(body.to_owned())).unwrap())
}

/// A chain in a world of its own, in which nothing answers unless it is told to.
pub(super) fn sources(env: &[(&str, &str)], home: Option<&Path>) -> Sources {
    let env: HashMap<String, String> = env.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    Sources {
        env: Box::new(move |name| env.get(name).cloned()),
        home: home.map(Path::to_path_buf),
        now: Box::new(now),
        // Nobody listens at this port.
        metadata: "http://127.0.0.1:1".to_owned(),
        ..Sources::empty(Arc::new(Sockets))
    }
}

pub(super) fn find(sources: Sources) -> Result<Credentials, CredentialsError> {
    block_on(Chain::new(sources).credentials())
}

/// The key as a text, to compare: id, secret, token.
pub(super) fn shown(credentials: &Credentials) -> String {
    let token = credentials.security_token.as_ref().map_or("-", |token| token.expose());
    format!("{} {} {token}", credentials.access_key_id, credentials.access_key_secret.expose())
}

/// Why a place gave nothing.
pub(super) fn why(error: &CredentialsError, place: &str) -> String {
    let found = error.tried().find(|(name, _)| *name == place);
    found.unwrap_or_else(|| panic!("{place} is not in {error}")).1.to_owned()
}

pub(super) fn key_reply(id: &str, expiration: &str) -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"hush-1","SecurityToken":"hush-2","Expiration":"{expiration}","LastUpdated":"2026-01-01T00:00:00Z"}}"#
    )
}
