//! The one engine of calls: check, look up, send as often as is safe, read.

use std::borrow::Cow;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use contingent_rules::{Checker, Facts, Value, Verdict};
use tracing::Instrument as _;

use super::descriptor::Descriptor;
use super::failure::{Failure, Means};
use super::redact::Secrets;
use super::route::{Routed, routed};
use crate::aliyun::credentials::Credentials;
use crate::aliyun::envelope;
use crate::aliyun::request::{self, Draft, any_reply};
use crate::aliyun::sign::nonce;
use crate::client::Settings;
use crate::{Error, Operation, reply, to_pairs};

/// One call that somebody wants.
pub(crate) struct Plan<'a> {
    pub(crate) subject: Subject<'a>,
    pub(crate) request: Value,
    pub(crate) facts: Facts,
    /// Whether unknown facts are looked up before the check.
    pub(crate) looks_up: bool,
    /// The rules that may be broken.
    pub(crate) allowed: &'a [String],
    /// Whether the rules are not even looked at.
    pub(crate) unchecked: bool,
}

/// What is called.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// An operation that the spec has.
    Described(&'static Descriptor),
    /// Any other, by its name. It has no rules, and nobody knows whether it can be repeated.
    Named(&'a str),
}

impl<'a> Subject<'a> {
    pub(crate) fn name(self) -> &'a str {
        match self {
            Self::Described(descriptor) => descriptor.name,
            Self::Named(name) => name,
        }
    }

    fn descriptor(self) -> Option<&'static Descriptor> {
        match self {
            Self::Described(descriptor) => Some(descriptor),
            Self::Named(_) => None,
        }
    }

    /// What tells whether a reply is a failure.
    fn reply_checker(self) -> &'static Checker {
        self.descriptor().and_then(|it| it.reply).map_or_else(|| any_reply().common_checker(), |it| it.common_checker())
    }
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The reply, which is no error.
    pub(crate) reply: Value,
    /// What adds the id of the headers to an error about this reply.
    pub(crate) headers: http::HeaderMap,
}

impl Answer {
    /// By which the service knows the call.
    pub(crate) fn request_id(&self) -> Option<String> {
        envelope::request_id(&self.reply).or_else(|| request::request_id(&self.headers))
    }
}

/// A request as it is sent, but for what each try has of its own.
struct Outgoing<'a> {
    subject: Subject<'a>,
    pairs: Vec<(String, String)>,
    /// Its address and body, if the operation has an address of its own.
    routed: Option<Result<Routed, String>>,
    /// Whether a repetition does nothing twice.
    is_safe: bool,
    secrets: Secrets,
    /// Where the number of tries is written down.
    span: tracing::Span,
}

/// One call from beginning to end.
pub(crate) async fn call(settings: &Settings, plan: Plan<'_>) -> Result<Answer, Error> {
    let span = tracing::info_span!(
        "call",
        service = settings.service.name,
        operation = plan.subject.name(),
        attempts = tracing::field::Empty,
        status = tracing::field::Empty,
        code = tracing::field::Empty,
        request_id = tracing::field::Empty,
        duration_ms = tracing::field::Empty,
    );
    let begin = Instant::now();
    let outcome = checked(settings, plan, &span).instrument(span.clone()).await;
    span.record("duration_ms", u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX));
    match &outcome {
        Ok(answer) => {
            span.record("status", answer.status);
            answer.request_id().map(|id| span.record("request_id", id));
        }
        Err(error) => {
            error.http_status().map(|status| span.record("status", status));
            error.code().map(|code| span.record("code", code));
            error.request_id().map(|id| span.record("request_id", id));
        }
    }
    outcome
}

async fn checked(settings: &Settings, mut plan: Plan<'_>, span: &tracing::Span) -> Result<Answer, Error> {
    let mut is_safe = false;
    if let Subject::Described(descriptor) = plan.subject {
        is_safe = descriptor.readonly || fill_token(descriptor, settings.edition, &mut plan.request);
        if plan.looks_up {
            look_up(settings, descriptor, &plan.request, &mut plan.facts).await?;
        }
        if !plan.unchecked {
            let verdict = descriptor.request.check(&plan.request, &plan.facts, settings.edition);
            refuse(descriptor.name, verdict.allowing(plan.allowed))?;
        }
    }
    let outgoing = outgoing(plan.subject, &plan.request, is_safe);
    exchange(settings, &Outgoing { span: span.clone(), ..outgoing }).await
}

/// The request with its secrets apart, to be kept out of what is shown.
fn outgoing<'a>(subject: Subject<'a>, request: &Value, is_safe: bool) -> Outgoing<'a> {
    let mut secrets = Secrets::default();
    let operation = subject.descriptor().map_or_else(
        || Cow::Owned(Operation { name: subject.name().to_owned(), ..Operation::default() }),
        |descriptor| Cow::Borrowed(descriptor.request.operation()),
    );
    secrets.add_request(&operation, request);
    let routed = subject.descriptor().and_then(|descriptor| routed(descriptor, request));
    let pairs = match &routed {
        Some(Ok(routed)) => routed.pairs.clone(),
        Some(Err(_)) | None => to_pairs(&operation, request),
    };
    Outgoing { subject, pairs, routed, is_safe, secrets, span: tracing::Span::none() }
}

/// Violations stop a call. What is only worth knowing, or undecided, goes to whoever listens: the names of rules, which
/// are no values of the request.
fn refuse(operation: &str, verdict: Verdict) -> Result<(), Error> {
    for (what, findings) in [("warning", &verdict.warnings), ("undecided", &verdict.undecided)] {
        for finding in findings {
            tracing::debug!(rule = finding.rule, what, "a rule has something to say");
        }
    }
    if verdict.is_invalid() { Err(Error::violations(operation, verdict)) } else { Ok(()) }
}

/// Fills the idempotency token, if the operation has one and the caller gave none. Says whether there is one now.
fn fill_token(descriptor: &Descriptor, edition: Option<&str>, request: &mut Value) -> bool {
    let (Some(token), Value::Object(fields)) = (descriptor.token, request) else { return false };
    let operation = descriptor.request.operation();
    let is_given = |value: &Value| match value {
        Value::Null => false,
        Value::Text(text) => !text.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => true,
    };
    if fields.iter().any(|(name, value)| name == token && is_given(value)) {
        return true;
    }
    let editions = operation.parameters.iter().find(|parameter| parameter.name == token).map(|it| &it.editions);
    // An edition that does not know the parameter would refuse it.
    let fits = editions.is_none_or(|known| known.is_empty() || edition.is_none_or(|it| known.iter().any(|e| e == it)));
    if fits {
        fields.retain(|(name, _)| name != token);
        fields.push((token.to_owned(), Value::Text(nonce())));
    }
    fits
}

/// Looks up what is not known yet. What the service does not have stays unknown.
pub(crate) async fn look_up(
    settings: &Settings,
    descriptor: &Descriptor,
    request: &Value,
    facts: &mut Facts,
) -> Result<(), Error> {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for lookup in descriptor.lookups {
        let Some(id) = request.get(lookup.by).and_then(Value::as_str).filter(|id| !id.is_empty()) else { continue };
        if facts.get(lookup.fact).is_some() {
            continue;
        }
        // Several facts are often fields of one thing, which is read once.
        let question = ((lookup.find.operation)().name, lookup.find.parameter, id);
        if !asked.contains(&question) {
            answered.push(find(settings, &lookup.find, id).await?.thing);
            asked.push(question);
        }
        let thing = asked.iter().zip(&answered).find(|(asked, _)| **asked == question).and_then(|(_, it)| it.as_ref());
        if let Some(value) = thing.and_then(|thing| thing.get(lookup.field)) {
            facts.set(lookup.fact, value.clone());
        }
    }
    Ok(())
}

/// What came of looking for a thing.
pub(crate) struct Found {
    pub(crate) thing: Option<Value>,
    /// By which the service knows the call that looked.
    pub(crate) request_id: Option<String>,
}

/// Reads one thing by its id.
pub(crate) async fn find(settings: &Settings, find: &super::Find, id: &str) -> Result<Found, Error> {
    let descriptor = (find.operation)();
    let request = Value::Object(vec![(find.parameter.to_owned(), Value::from(id))]);
    let answer = exchange(settings, &outgoing(Subject::Described(descriptor), &request, descriptor.readonly)).await?;
    Ok(Found { thing: super::find::thing(&answer.reply, find, id), request_id: answer.request_id() })
}

/// Sends as often as is safe.
async fn exchange(settings: &Settings, outgoing: &Outgoing<'_>) -> Result<Answer, Error> {
    let (mut done, mut sent) = (0, 0);
    let (mut may_correct, mut may_renew) = (true, outgoing.is_safe);
    loop {
        done += 1;
        sent += 1;
        let outcome = attempt(settings, outgoing).await;
        outgoing.span.record("attempts", sent);
        let failure = match outcome {
            Ok(answer) => {
                tracing::debug!(attempt = sent, status = answer.status, "the service answered");
                return Ok(answer);
            }
            Err(failure) => failure,
        };
        let error = failure.error.with_texts(|text| outgoing.secrets.mask(text));
        let (status, code, id) = (error.http_status(), error.code(), error.request_id());
        tracing::debug!(attempt = sent, status, code, request_id = id, means = ?failure.means, "a try failed");
        let wait = match failure.means {
            Means::ClockIsWrong(Some(service)) if may_correct => {
                may_correct = false;
                done -= 1;
                settings.skew.correct(service);
                Some(Duration::ZERO)
            }
            Means::NonceIsUsed if may_renew => {
                may_renew = false;
                done -= 1;
                Some(Duration::ZERO)
            }
            Means::NotDone => settings.retry.wait(done, failure.asked),
            Means::Unknown if outgoing.is_safe => settings.retry.wait(done, failure.asked),
            Means::ClockIsWrong(_) | Means::NonceIsUsed | Means::Unknown | Means::Final => None,
        };
        match wait {
            None => return Err(error),
            Some(Duration::ZERO) => {}
            Some(wait) => settings.transport.sleep(wait).await,
        }
    }
}

/// One try, with a time, a nonce and a signature of its own.
async fn attempt(settings: &Settings, outgoing: &Outgoing<'_>) -> Result<Answer, Failure> {
    let name = outgoing.subject.name();
    let credentials = settings.credentials.credentials().await;
    let credentials = credentials.map_err(|cause| Failure::unsent(Error::credentials(name, cause)))?;
    let hide = |error: Error| {
        let mut secrets = Secrets::default();
        secrets.add(credentials.access_key_secret.expose());
        credentials.security_token.iter().for_each(|token| secrets.add(token.expose()));
        error.with_texts(|text| secrets.mask(text))
    };
    let request = draft(settings, outgoing, &credentials).map_err(Failure::unsent)?;
    let reply = settings.transport.send(request, settings.limits).await;
    let reply = reply.map_err(|failure| Failure::transport(name, failure))?;
    let status = reply.status().as_u16();
    match reply::read(name, outgoing.subject.reply_checker(), status, reply.body()) {
        Ok(value) => Ok(Answer { status, reply: value, headers: reply.headers().clone() }),
        Err(error) => Err(Failure::reply(hide(error), &reply, settings.skew.now())),
    }
}

/// The request of one try.
fn draft(
    settings: &Settings,
    outgoing: &Outgoing<'_>,
    credentials: &Credentials,
) -> Result<http::Request<Bytes>, Error> {
    let name = outgoing.subject.name();
    let descriptor = outgoing.subject.descriptor();
    let routed = match &outgoing.routed {
        Some(Err(problem)) => return Err(Error::setup(name, problem.clone())),
        Some(Ok(routed)) => Some(routed),
        None => None,
    };
    let request = request::signed(&Draft {
        routed,
        endpoint: &settings.endpoint,
        action: name,
        version: settings.service.version,
        pairs: &outgoing.pairs,
        in_header: descriptor.map_or(&[], |it| it.in_header),
        in_body: descriptor.map_or(&[], |it| it.in_body),
        placement: settings.placement,
        scheme: settings.scheme,
        credentials,
        time: settings.skew.now(),
        nonce: &nonce(),
        user_agent: &settings.user_agent,
    });
    request.map_err(|problem| Error::setup(name, problem.to_string()))
}

/// The request as it would be sent now, token and signature included. Nothing is sent.
pub(crate) async fn signed(
    settings: &Settings,
    descriptor: &'static Descriptor,
    mut request: Value,
) -> Result<http::Request<Bytes>, Error> {
    fill_token(descriptor, settings.edition, &mut request);
    let credentials = settings.credentials.credentials().await;
    let credentials = credentials.map_err(|cause| Error::credentials(descriptor.name, cause))?;
    draft(settings, &outgoing(Subject::Described(descriptor), &request, false), &credentials)
}

/// How far the service's clock is ahead of ours, in milliseconds. All clones of a client share it.
#[derive(Debug, Default)]
pub(crate) struct Skew(AtomicI64);

impl Skew {
    /// The time as the service has it, as far as is known.
    pub(crate) fn now(&self) -> SystemTime {
        let ahead = self.0.load(Ordering::Relaxed);
        let (now, distance) = (SystemTime::now(), Duration::from_millis(ahead.unsigned_abs()));
        let moved = if ahead < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
        moved.unwrap_or(now)
    }

    fn correct(&self, service: SystemTime) {
        let millis = |distance: Duration| i64::try_from(distance.as_millis()).unwrap_or(i64::MAX);
        let ahead = match service.duration_since(SystemTime::now()) {
            Ok(ahead) => millis(ahead),
            Err(behind) => -millis(behind.duration()),
        };
        self.0.store(ahead, Ordering::Relaxed);
    }
}
