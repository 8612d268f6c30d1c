//! What all connections share: the service and its state, the clock, the journal, the faults.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use contingent_rules::Value;
use contingent_rules::service::Service;
use contingent_runtime::{EpochMillis, Secret};
use tokio::sync::Semaphore;

use super::faults::{Fault, FaultKind, Faults, InvalidOption, Latency, MOST_FAULTS};
use super::journal::{Entry, Journal};
use super::keeper::Keeper;
use super::limits::Limits;
use super::nonces::Nonces;
use crate::aliyun::known_codes;
use crate::engine::{Call, Engine, Outcome};
use crate::store::{Changes, State};

/// Where the parameters of a call may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// In the query, in a form in the body, or both.
    #[default]
    Any,
    /// In the query only, as official clients send them; what is in a body is refused.
    Query,
}

impl std::str::FromStr for Placement {
    type Err = InvalidOption;

    fn from_str(text: &str) -> Result<Self, InvalidOption> {
        match text {
            "any" => Ok(Self::Any),
            "query" => Ok(Self::Query),
            other => Err(InvalidOption(format!("`{}` is no placement: write `query` or `any`", other.escape_debug()))),
        }
    }
}

/// A key with which requests may be signed.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: Secret,
}

/// What was decided before the start.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) keys: Vec<Key>,
    /// The token that must come with every request, if the keys are temporary ones.
    pub(crate) security_token: Option<Secret>,
    pub(crate) edition: Option<String>,
    pub(crate) placement: Placement,
    pub(crate) faults: Faults,
    /// Whether only this machine can connect.
    pub(crate) loopback: bool,
    /// The explorer page.
    pub(crate) page: Option<String>,
}

pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) settings: Settings,
    pub(crate) limits: Limits,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) nonces: Mutex<Nonces>,
    /// Large bodies in memory at the same time.
    pub(crate) large: Arc<Semaphore>,
    state: Mutex<State>,
    keeper: Keeper<Changes>,
    /// How far the clock of the service is ahead of the real one, in milliseconds.
    offset: AtomicI64,
}

impl Shared {
    pub(crate) fn new(
        engine: Engine,
        state: State,
        keeper: Keeper<Changes>,
        settings: Settings,
        limits: Limits,
    ) -> Self {
        Self {
            engine,
            limits,
            journal: Mutex::default(),
            faults: Mutex::new(settings.faults.clone()),
            nonces: Mutex::default(),
            large: Arc::new(Semaphore::new(limits.large_bodies)),
            state: Mutex::new(state),
            keeper,
            offset: AtomicI64::new(0),
            settings,
        }
    }

    pub(crate) fn service(&self) -> &Service {
        self.engine.service()
    }

    /// Does a call, and waits until what it did and what it saw is kept.
    ///
    /// # Errors
    /// Nothing can be kept any more; the text says why.
    pub(crate) async fn perform(
        &self,
        operation: &str,
        request: &Value,
        account: &str,
        request_id: &str,
    ) -> Result<Outcome, String> {
        let room = self.keeper.room().await;
        if let Some(why) = self.keeper.failure() {
            return Err(why);
        }
        let (outcome, ticket) = {
            let mut state = lock(&self.state);
            // Under the lock, so that no call is done before one that was dated earlier.
            let call = Call { operation, request, account, request_id, now: self.now() };
            let outcome = self.engine.execute(&mut state, &call, self.settings.edition.as_deref());
            let changes = Some(state.take_changes()).filter(|changes| !changes.is_empty());
            (outcome, self.keeper.hand_over(changes, room))
        };
        self.keeper.kept(ticket).await?;
        Ok(outcome)
    }

    /// Everything as it was at the start: what is kept, the clock, the faults; the journal becomes empty.
    ///
    /// # Errors
    /// Nothing can be kept any more; the text says why.
    pub(crate) async fn reset(&self) -> Result<(), String> {
        let room = self.keeper.room().await;
        let ticket = {
            let mut state = lock(&self.state);
            self.set_offset(0);
            state.reset(&self.engine);
            let changes = Some(state.take_changes()).filter(|changes| !changes.is_empty());
            self.keeper.hand_over(changes, room)
        };
        *lock(&self.faults) = self.settings.faults.clone();
        *lock(&self.journal) = Journal::default();
        self.keeper.kept(ticket).await
    }

    /// The time of the service, in milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        real_now().saturating_add(self.offset())
    }

    /// How far the time of the service is ahead of the real one, in milliseconds.
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::Acquire)
    }

    pub(crate) fn set_offset(&self, millis: i64) {
        self.offset.store(millis, Ordering::Release);
    }

    pub(crate) fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        // The closure always has a value, so there is always an update.
        let _ = self.offset.fetch_update(Ordering::AcqRel, Ordering::Acquire, |now| Some(now.saturating_add(millis)));
    }

    /// Lets something go wrong.
    ///
    /// # Errors
    /// The service has no such operation or error, or too many faults are waiting.
    pub(crate) fn fail(&self, fault: Fault) -> Result<(), InvalidOption> {
        check_fault(self.service(), &fault)?;
        let mut faults = lock(&self.faults);
        if faults.waiting.len() >= MOST_FAULTS {
            return Err(InvalidOption(format!("{MOST_FAULTS} faults are waiting already")));
        }
        faults.waiting.push(fault);
        Ok(())
    }

    pub(crate) fn set_latency(&self, latency: Option<Latency>) {
        lock(&self.faults).latency = latency;
    }

    pub(crate) fn add_to_journal(&self, entry: Entry) {
        lock(&self.journal).add(entry);
    }
}

/// Whether the service has what a fault names.
///
/// # Errors
/// It does not; the text says what is meant perhaps.
pub(crate) fn check_fault(service: &Service, fault: &Fault) -> Result<(), InvalidOption> {
    let near = |name: &str, known: Vec<&str>| match contingent_rules::nearest(name, known) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    if let Some(name) = &fault.operation
        && service.operation(name).is_none()
    {
        let known = service.operations.iter().map(|operation| operation.request.name.as_str()).collect();
        let hint = near(name, known);
        return Err(InvalidOption(format!("there is no operation `{}`{hint}", name.escape_debug())));
    }
    let FaultKind::Code(code) = &fault.kind else { return Ok(()) };
    let known = known_codes(service);
    if known.contains(&code.as_str()) {
        return Ok(());
    }
    let hint = near(code, known.into_iter().chain(["drop", "lose", "truncate", "garbage", "slow"]).collect());
    Err(InvalidOption(format!("there is no error code `{}`{hint}", code.escape_debug())))
}

/// The real time, in milliseconds since 1970.
pub(crate) fn real_now() -> i64 {
    EpochMillis::from(SystemTime::now()).0
}

/// A panic in another thread has been reported there, and what it left is still what there is.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
