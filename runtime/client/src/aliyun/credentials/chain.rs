//! The places in which an access key may lie, one after the other, and what was found there.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use super::{Credentials, CredentialsError, Provide, Sources, cli_profile, file, metadata, remote};
use crate::Secret;
use crate::transport::BoxFuture;

/// Looks for an access key where the vendor's own tools look, in this order:
///
/// 1. the environment: `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and
///    perhaps `ALIBABA_CLOUD_SECURITY_TOKEN`;
/// 2. a profile of the vendor's command line, in `~/.aliyun/config.json`;
/// 3. the credentials file of the vendor's libraries;
/// 4. the metadata service of a machine in the vendor's cloud;
/// 5. the address in `ALIBABA_CLOUD_CREDENTIALS_URI`.
///
/// A place that has nothing, or a file at its usual place that cannot be used, is passed over and
/// listed in the error. What somebody set on purpose and is wrong ends the search, because another
/// key than the intended one would be worse than none: half of a key in the environment, a file or
/// a profile that is named and cannot be used, a named role or an address that gives no key.
///
/// What is found is kept. A permanent key is kept for ever; a temporary one is renewed
/// 5 minutes before it ends, by one caller while the others go on with the old one. If renewing
/// fails, the old one is used as long as it is good.
pub struct Chain {
    sources: Sources,
    state: Mutex<State>,
}

/// How long before its end a key is renewed.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// The shortest time between two attempts to renew a key that is still good.
const PAUSE: Duration = Duration::from_secs(10);

impl Chain {
    /// A chain that has looked nowhere yet.
    pub fn new(sources: Sources) -> Self {
        Self { sources, state: Mutex::default() }
    }

    async fn get(&self) -> Result<Credentials, CredentialsError> {
        let mut waited_for = None;
        loop {
            match self.turn(waited_for) {
                Turn::Done(result) => return result,
                Turn::Search(round) => return self.renew(round).await,
                Turn::Wait(round) => {
                    Wait { chain: self, round }.await;
                    waited_for = Some(round);
                }
            }
        }
    }

    fn turn(&self, waited_for: Option<u64>) -> Turn {
        let now = (self.sources.now)();
        let mut state = self.lock();
        if let Some(held) = state.held.as_ref().filter(|held| held.suffices(now, state.is_searching)) {
            return Turn::Done(Ok(held.credentials.clone()));
        }
        if let Some((_, error)) = state.failure.as_ref().filter(|(round, _)| Some(*round) == waited_for) {
            return Turn::Done(Err(error.clone()));
        }
        if state.is_searching {
            return Turn::Wait(state.round);
        }
        state.is_searching = true;
        Turn::Search(state.round)
    }

    async fn renew(&self, round: u64) -> Result<Credentials, CredentialsError> {
        let search = Searching(self);
        let result = self.search().await;
        let now = (self.sources.now)();
        let mut not_renewed = None;
        let mut state = self.lock();
        let result = match (result, &mut state.held) {
            (Ok(credentials), held) => {
                *held = Some(Held::new(credentials.clone(), now));
                Ok(credentials)
            }
            (Err(error), Some(old)) if old.is_good(now) => {
                not_renewed = Some(error);
                old.renew_at = now.checked_add(PAUSE);
                Ok(old.credentials.clone())
            }
            (Err(error), held) => {
                *held = None;
                state.failure = Some((round, error.clone()));
                Err(error)
            }
        };
        drop(state);
        drop(search);
        // Only now: whoever writes it down may need a key for that.
        if let Some(error) = not_renewed {
            tracing::warn!(%error, "the access key could not be renewed; the old one is still good");
        }
        result
    }

    async fn search(&self) -> Result<Credentials, CredentialsError> {
        let mut tried = Vec::new();
        for place in Place::ALL {
            let step = match place.look(&self.sources).await {
                Step::Found(Credentials { expires: Some(end), .. }) if end <= (self.sources.now)() => {
                    Step::Skip("the key that is there has ended; is the clock right?".to_owned())
                }
                step => step,
            };
            match step {
                Step::Found(credentials) => return Ok(credentials),
                Step::Skip(why) => tried.push((place.name(), why)),
                Step::Stop(why) => {
                    tried.push((place.name(), why));
                    return Err(CredentialsError::of(tried, true));
                }
            }
        }
        Err(CredentialsError::of(tried, false))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is half done can be seen: each change is made at once.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Provide for Chain {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.get())
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain").finish_non_exhaustive()
    }
}

/// What a caller does next; a number is that of the search.
enum Turn {
    Done(Result<Credentials, CredentialsError>),
    Search(u64),
    Wait(u64),
}

/// What comes of looking at one place.
pub(super) enum Step {
    Found(Credentials),
    /// Nothing is there, for this reason.
    Skip(String),
    /// Something is wrong that was set on purpose.
    Stop(String),
}

#[derive(Clone, Copy)]
enum Place {
    Environment,
    CliProfile,
    File,
    Metadata,
    Uri,
}

impl Place {
    const ALL: [Self; 5] = [Self::Environment, Self::CliProfile, Self::File, Self::Metadata, Self::Uri];

    fn name(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::CliProfile => "command line profile",
            Self::File => "credentials file",
            Self::Metadata => "metadata service",
            Self::Uri => "credentials URI",
        }
    }

    async fn look(self, sources: &Sources) -> Step {
        match self {
            Self::Environment => environment(sources),
            Self::CliProfile => cli_profile::look(sources).await,
            Self::File => file::look(sources).await,
            Self::Metadata => {
                let role = sources.var("ALIBABA_CLOUD_ECS_METADATA");
                match (metadata::from_role(sources, role.as_deref().map(str::trim)).await, role) {
                    (Ok(credentials), _) => Step::Found(credentials),
                    (Err(why), Some(_)) => Step::Stop(format!("the role of ALIBABA_CLOUD_ECS_METADATA: {why}")),
                    (Err(why), None) => Step::Skip(why),
                }
            }
            Self::Uri => match sources.var("ALIBABA_CLOUD_CREDENTIALS_URI") {
                None => Step::Skip("ALIBABA_CLOUD_CREDENTIALS_URI is not set".to_owned()),
                Some(uri) => match remote::from_uri(sources, &uri).await {
                    Ok(credentials) => Step::Found(credentials),
                    Err(why) => Step::Stop(format!("ALIBABA_CLOUD_CREDENTIALS_URI: {why}")),
                },
            },
        }
    }
}

fn environment(sources: &Sources) -> Step {
    const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    match (sources.var(ID), sources.var(SECRET)) {
        (Some(id), Some(secret)) => Step::Found(Credentials {
            security_token: sources.var("ALIBABA_CLOUD_SECURITY_TOKEN").map(Secret::from),
            ..Credentials::new(id, secret)
        }),
        (None, None) => Step::Skip(format!("{ID} is not set")),
        (Some(_), None) => Step::Stop(format!("{ID} is set and {SECRET} is not")),
        (None, Some(_)) => Step::Stop(format!("{SECRET} is set and {ID} is not")),
    }
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    is_searching: bool,
    /// Counts the searches that ended.
    round: u64,
    /// The last search that found nothing, for those who waited for it.
    failure: Option<(u64, CredentialsError)>,
    waiting: Vec<Waker>,
}

struct Held {
    credentials: Credentials,
    renew_at: Option<SystemTime>,
}

impl Held {
    fn new(credentials: Credentials, now: SystemTime) -> Self {
        let renew_at = credentials.expires.map(|end| {
            let early = end.checked_sub(MARGIN).unwrap_or(now);
            // A key that lives shorter than the margin is not renewed with every call.
            early.max(now.checked_add(PAUSE).unwrap_or(now)).min(end)
        });
        Self { credentials, renew_at }
    }

    fn is_good(&self, now: SystemTime) -> bool {
        self.credentials.expires.is_none_or(|end| now < end)
    }

    /// Whether a caller takes it as it is, if somebody else is renewing it or not.
    fn suffices(&self, now: SystemTime, is_searching: bool) -> bool {
        self.is_good(now) && (is_searching || self.renew_at.is_none_or(|at| now < at))
    }
}

/// A search that goes on. However it ends, also by being dropped, the waiting ones hear of it.
struct Searching<'a>(&'a Chain);

impl Drop for Searching<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_searching = false;
        state.round = state.round.wrapping_add(1);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Waits until a search has ended.
struct Wait<'a> {
    chain: &'a Chain,
    round: u64,
}

impl Future for Wait<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.chain.lock();
        if state.round != self.round || !state.is_searching {
            return Poll::Ready(());
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            state.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
