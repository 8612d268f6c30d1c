//! Calls that a test expects, and their answers.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};

use super::Recorded;
use crate::Facts;
use crate::call::{Descriptor, Request};
use crate::transport::{TransportError, TransportErrorKind};

type Test = Box<dyn Fn(&[(String, String)]) -> bool + Send + Sync>;

/// Calls of one operation, and what is answered. Each answer is for one call, in their order, unless the last one is
/// kept with [`Expectation::always`].
#[must_use = "it does nothing before a transport expects it"]
pub struct Expectation {
    operation: String,
    checked_by: Option<&'static Descriptor>,
    with: Vec<(String, String)>,
    tests: Vec<Test>,
    answers: VecDeque<Answer>,
    is_endless: bool,
}

/// An answer, or a failure of the way to it.
#[derive(Clone)]
pub struct Answer(Result<http::Response<Bytes>, TransportErrorKind>);

impl Expectation {
    /// A call of the operation, whatever its parameters are. It is not checked by any rules.
    pub fn new(operation: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            checked_by: None,
            with: Vec::new(),
            tests: Vec::new(),
            answers: VecDeque::new(),
            is_endless: false,
        }
    }

    /// A call of the operation of a request, checked by its rules as it arrives.
    pub fn of<R: Request>() -> Self {
        let descriptor = R::descriptor();
        Self { checked_by: Some(descriptor), ..Self::new(descriptor.name()) }
    }

    /// Only calls in which a parameter has a value.
    pub fn with(mut self, parameter: impl Into<String>, value: impl Into<String>) -> Self {
        self.with.push((parameter.into(), value.into()));
        self
    }

    /// Only calls whose pairs pass a test.
    pub fn when(mut self, test: impl Fn(&[(String, String)]) -> bool + Send + Sync + 'static) -> Self {
        self.tests.push(Box::new(test));
        self
    }

    /// With one more answer.
    pub fn answer(mut self, answer: Answer) -> Self {
        self.answers.push_back(answer);
        self
    }

    /// With an answer for all calls from then on.
    pub fn always(mut self, answer: Answer) -> Self {
        self.answers.push_back(answer);
        self.is_endless = true;
        self
    }

    pub(super) fn fits(&self, call: &Recorded) -> bool {
        let has = |(name, value): &(String, String)| call.get(name) == Some(value);
        !self.answers.is_empty()
            && self.operation == call.operation
            && self.with.iter().all(has)
            && self.tests.iter().all(|test| test(&call.pairs))
    }

    pub(super) fn broken(&self, call: &Recorded) -> Option<String> {
        let descriptor = self.checked_by?;
        let in_header = descriptor.in_header.iter().filter_map(|name| Some((*name, call.header(name)?)));
        let pairs: Vec<(&str, &str)> =
            call.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(in_header).collect();
        // Neither facts nor an edition travel with a call.
        let verdict = descriptor.definition().check_pairs(&pairs, &Facts::new(), None);
        let broken: Vec<String> =
            verdict.violations.iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect();
        (!broken.is_empty()).then(|| broken.join("; "))
    }

    pub(super) fn next(&mut self) -> Result<http::Response<Bytes>, TransportError> {
        let is_last = self.answers.len() <= 1;
        let answer = if is_last && self.is_endless { self.answers.front().cloned() } else { self.answers.pop_front() };
        let answer = answer.ok_or_else(|| TransportError::new(TransportErrorKind::Request, "no answer is left"))?;
        answer.0.map_err(|kind| TransportError::new(kind, "a failure that the test asked for"))
    }

    /// What is left to be asked for.
    pub(super) fn unmet(&self) -> Option<String> {
        let left = self.answers.len().saturating_sub(usize::from(self.is_endless));
        (left > 0).then(|| format!("{self} was not called {left} times more"))
    }
}

impl fmt::Display for Expectation {
    /// Without values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.with.iter().map(|(name, _)| name.as_str()).collect();
        write!(f, "{}", self.operation)?;
        if !names.is_empty() {
            write!(f, " with ({})", names.join(", "))?;
        }
        if !self.tests.is_empty() {
            f.write_str(" that passes a test")?;
        }
        if self.answers.is_empty() { f.write_str(" (used up)") } else { Ok(()) }
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expectation({self})")
    }
}

impl Answer {
    /// A body of JSON. A status that is none counts as 500.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(status, body).header("content-type", "application/json")
    }

    /// A body of any kind. A status that is none counts as 500.
    pub fn body(status: u16, body: impl Into<Bytes>) -> Self {
        let mut reply = http::Response::new(body.into());
        *reply.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(Ok(reply))
    }

    /// No reply.
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self(Err(kind))
    }

    /// With a header. What cannot be one is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(reply), Ok(name), Ok(value)) =
            (&mut self.0, HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
        {
            reply.headers_mut().insert(name, value);
        }
        self
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Answer").field(&self.0.as_ref().map(|reply| reply.status().as_u16())).finish()
    }
}
