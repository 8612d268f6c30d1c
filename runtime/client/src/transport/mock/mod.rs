//! A transport for tests: it answers what was said beforehand, and fails loudly on everything else.

mod expect;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
use crate::aliyun::request::called;

pub use expect::{Answer, Expectation};

/// Answers calls as a test said beforehand, and keeps a record of them. Clones share everything.
///
/// The first expectation that fits a call and has an answer left answers it. A call that fits none fails, is not made
/// again, and says what came and what was expected: names of operations and parameters, never values. Where an
/// expectation knows the operation, what arrives is checked by its rules once more. Sleeping takes no time.
///
/// ```
/// # use contingent_runtime::transport::mock::{Answer, Expectation, MockTransport};
/// let transport = MockTransport::new();
/// transport.expect(Expectation::new("ReadPlan").with("PlanId", "p1").answer(Answer::json(200, r#"{"Name":"nightly"}"#)));
/// // … a client with `transport.clone()` calls ReadPlan …
/// assert!(transport.verify().is_err_and(|unmet| unmet.to_string().contains("ReadPlan")));
/// ```
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    expected: Vec<Expectation>,
    calls: Vec<Recorded>,
    /// What was wrong with calls that failed for it.
    refused: Vec<String>,
    sleeps: Vec<Duration>,
}

/// A call that arrived.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The operation.
    pub operation: String,
    /// The parameters, decoded, without those of the signature.
    pub pairs: Vec<(String, String)>,
    /// The request as it came.
    pub request: http::Request<Bytes>,
}

impl Recorded {
    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a header, if it is a text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    fn names(&self) -> String {
        self.pairs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Debug for Recorded {
    /// Without values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.operation, self.names())
    }
}

/// What was expected and did not happen, or happened and was not expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet(Vec<String>);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

impl std::error::Error for Unmet {}

impl MockTransport {
    /// Expects nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects calls; see [`Expectation`].
    pub fn expect(&self, expectation: Expectation) -> &Self {
        self.state().expected.push(expectation);
        self
    }

    /// The calls so far, in their order, those that failed as well.
    pub fn calls(&self) -> Vec<Recorded> {
        self.state().calls.clone()
    }

    /// The times that were slept, in their order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state().sleeps.clone()
    }

    /// Whether every answer was asked for, and nothing else was.
    ///
    /// # Errors
    /// The calls that were not expected or broke rules, also if the program hid that they failed; then the answers that
    /// are left.
    pub fn verify(&self) -> Result<(), Unmet> {
        let state = self.state();
        let left = state.expected.iter().filter_map(Expectation::unmet);
        let unmet: Vec<String> = state.refused.iter().cloned().chain(left).collect();
        if unmet.is_empty() { Ok(()) } else { Err(Unmet(unmet)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that failed in the middle shall not hide behind another one's message.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let (operation, pairs) = called(&request);
        let mut state = self.state();
        let answer = state.answer(Recorded { operation, pairs, request });
        answer.unwrap_or_else(|problem| {
            state.refused.push(problem.clone());
            Err(TransportError::new(TransportErrorKind::Request, problem))
        })
    }
}

impl State {
    /// The answer of the expectation that fits; if there is none, what is wrong with the call.
    fn answer(&mut self, call: Recorded) -> Result<Result<http::Response<Bytes>, TransportError>, String> {
        self.calls.push(call.clone());
        let Some(expectation) = self.expected.iter_mut().find(|expected| expected.fits(&call)) else {
            let expected: Vec<String> = self.expected.iter().map(ToString::to_string).collect();
            let expected = if expected.is_empty() { "no call at all".to_owned() } else { expected.join("; ") };
            return Err(format!("unexpected call of {} with ({}); expected: {expected}", call.operation, call.names()));
        };
        match expectation.broken(&call) {
            Some(broken) => Err(format!("the call of {} breaks rules: {broken}", call.operation)),
            None => Ok(expectation.next()),
        }
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let reply = self.answer(request)?;
            if reply.body().len() > limits.body {
                return Err(TransportError::from(TransportErrorKind::TooLarge).with_received(reply));
            }
            Ok(reply)
        })
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.state().sleeps.push(time);
        Box::pin(std::future::ready(()))
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let expected: Vec<String> = state.expected.iter().map(ToString::to_string).collect();
        f.debug_struct("MockTransport").field("expected", &expected).field("calls", &state.calls).finish()
    }
}
