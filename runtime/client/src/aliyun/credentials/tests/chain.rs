//! Keys are kept, renewed in time and by one caller, and used as long as they are good.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;

use super::stand_in::{block_on, key_reply, now, shown, sources};
use crate::aliyun::credentials::{Chain, Credentials, CredentialsError, Provide};
use crate::aliyun::sign::timestamp;
use crate::transport::{BoxFuture, Direct, Limits, Transport, TransportError, TransportErrorKind};

/// A transport that counts, gives keys that live an hour, and can be told to fail or to hang.
#[derive(Default)]
struct Keys {
    calls: AtomicU64,
    /// Seconds since the beginning of the test.
    clock: AtomicU64,
    life: AtomicU64,
    mode: Mutex<Mode>,
}

#[derive(Clone, Copy, Default)]
enum Mode {
    #[default]
    Work,
    Fail,
    Hang,
}

impl Transport for Keys {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        assert!(request.extensions().get::<Direct>().is_some(), "a proxy would read the key");
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(std::future::poll_fn(move |_| match *self.mode.lock().unwrap() {
            Mode::Work => {
                let after = self.clock.load(Ordering::SeqCst) + self.life.load(Ordering::SeqCst);
                let body = key_reply(&format!("id-{call}"), &timestamp(now() + Duration::from_secs(after)));
                Poll::Ready(Ok(http::Response::new(Bytes::from(body))))
            }
            Mode::Fail => Poll::Ready(Err(TransportErrorKind::Timeout.into())),
            // Nobody wakes it: the tests poll again by themselves.
            Mode::Hang => Poll::Pending,
        }))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

fn chain() -> (Arc<Keys>, Chain) {
    let keys = Arc::new(Keys { life: AtomicU64::new(3600), ..Keys::default() });
    let off = ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    let mut sources = sources(&[off, ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://keys/")], None);
    sources.transport = keys.clone();
    let clock = keys.clone();
    sources.now = Box::new(move || now() + Duration::from_secs(clock.clock.load(Ordering::SeqCst)));
    (keys, Chain::new(sources))
}

impl Keys {
    fn set(&self, mode: Mode) {
        *self.mode.lock().unwrap() = mode;
    }

    fn at(&self, seconds: u64) {
        self.clock.store(seconds, Ordering::SeqCst);
    }
}

fn id(chain: &Chain) -> Result<String, CredentialsError> {
    block_on(chain.credentials()).map(|key| key.access_key_id)
}

#[test]
fn a_key_is_kept_and_renewed_five_minutes_before_its_end() {
    let (keys, chain) = chain();
    for (seconds, expected) in
        [(0, "id-1"), (10, "id-1"), (3299, "id-1"), (3300, "id-2"), (3301, "id-2"), (6600, "id-3")]
    {
        keys.at(seconds);
        assert_eq!(id(&chain).unwrap(), expected, "{seconds}");
    }
    assert_eq!(keys.calls.load(Ordering::SeqCst), 3);
}

#[test]
fn an_old_key_is_used_while_it_is_good_and_the_service_is_not_pressed() {
    let (keys, chain) = chain();
    assert_eq!(id(&chain).unwrap(), "id-1");
    keys.set(Mode::Fail);
    for (seconds, calls) in [(3300, 2), (3301, 2), (3309, 2), (3310, 3), (3599, 4)] {
        keys.at(seconds);
        assert_eq!(id(&chain).unwrap(), "id-1");
        assert_eq!(keys.calls.load(Ordering::SeqCst), calls, "{seconds}");
    }
    keys.at(3600);
    let error = id(&chain).unwrap_err();
    assert!(error.to_string().contains("no reply in time"), "{error}");
    keys.set(Mode::Work);
    assert_eq!(id(&chain).unwrap(), "id-6");
}

#[test]
fn a_key_that_lives_shortly_is_not_renewed_with_every_call() {
    let (keys, chain) = chain();
    keys.life.store(60, Ordering::SeqCst);
    for (seconds, expected) in [(0, "id-1"), (9, "id-1"), (10, "id-2"), (11, "id-2")] {
        keys.at(seconds);
        assert_eq!(id(&chain).unwrap(), expected, "{seconds}");
    }
    keys.life.store(3, Ordering::SeqCst);
    for (seconds, expected) in [(20, "id-3"), (22, "id-3"), (23, "id-4")] {
        keys.at(seconds);
        assert_eq!(id(&chain).unwrap(), expected, "{seconds}");
    }
}

#[test]
fn one_caller_renews_and_the_others_wait_or_use_the_old_key() {
    let (keys, chain) = chain();
    keys.set(Mode::Hang);
    let mut context = Context::from_waker(Waker::noop());
    let mut first = chain.credentials();
    let mut second = chain.credentials();
    let mut third = chain.credentials();
    for future in [&mut first, &mut second, &mut third] {
        assert!(future.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(keys.calls.load(Ordering::SeqCst), 1);
    keys.set(Mode::Work);
    // The second still waits for the first, which has not been polled again.
    assert!(second.as_mut().poll(&mut context).is_pending());
    assert_eq!(block_on(first).unwrap().access_key_id, "id-1");
    assert_eq!(block_on(second).unwrap().access_key_id, "id-1");
    assert_eq!(block_on(third).unwrap().access_key_id, "id-1");
    assert_eq!(keys.calls.load(Ordering::SeqCst), 1);

    keys.at(3300);
    keys.set(Mode::Hang);
    let mut renewing = chain.credentials();
    assert!(renewing.as_mut().poll(&mut context).is_pending());
    assert_eq!(id(&chain).unwrap(), "id-1");
    keys.set(Mode::Work);
    assert_eq!(block_on(renewing).unwrap().access_key_id, "id-2");
}

#[test]
fn those_who_waited_share_a_failure_and_a_dropped_search_is_taken_over() {
    let (keys, chain) = chain();
    keys.set(Mode::Hang);
    let mut context = Context::from_waker(Waker::noop());
    let mut first = chain.credentials();
    let mut second = chain.credentials();
    let mut third = chain.credentials();
    for future in [&mut first, &mut second, &mut third] {
        assert!(future.as_mut().poll(&mut context).is_pending());
    }
    drop(first);
    assert!(second.as_mut().poll(&mut context).is_pending());
    assert_eq!(keys.calls.load(Ordering::SeqCst), 2, "the second searches now");
    assert!(third.as_mut().poll(&mut context).is_pending());
    keys.set(Mode::Fail);
    let error = block_on(second).unwrap_err();
    assert_eq!(block_on(third).unwrap_err(), error);
    assert_eq!(keys.calls.load(Ordering::SeqCst), 2);
    assert_eq!(id(&chain).unwrap_err(), error);
    assert_eq!(keys.calls.load(Ordering::SeqCst), 3, "a failure is not kept for later callers");
}

#[test]
fn threads_that_come_at_once_make_one_request() {
    let (keys, chain) = chain();
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..16).map(|_| scope.spawn(|| id(&chain).unwrap())).collect();
        for caller in callers {
            assert_eq!(caller.join().unwrap(), "id-1");
        }
    });
    assert_eq!(keys.calls.load(Ordering::SeqCst), 1);
}

#[test]
fn a_permanent_key_provides_itself_and_nothing_shows_secrets() {
    let key = Credentials::new("id", "hush");
    let shared: Arc<dyn Provide> = Arc::new(key.clone());
    assert_eq!(block_on(pin!(shared.credentials())).unwrap(), key);
    assert_eq!(shown(&key), "id hush -");
    let (_, chain) = chain();
    assert_eq!(id(&chain).unwrap(), "id-1");
    let temporary = Credentials { security_token: Some("hush".into()), expires: Some(UNIX_EPOCH), ..key };
    let all = format!("{chain:?} {temporary:?} {:?} {}", sources(&[], None), CredentialsError::new("vault", "is shut"));
    assert!(!all.contains("hush") && all.contains("vault: is shut"), "{all}");
}
