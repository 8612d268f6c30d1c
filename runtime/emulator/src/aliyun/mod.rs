//! What the gateway of Alibaba Cloud does around a call: signatures, formats, envelopes, its own errors.
//!
//! The order in which a request is judged: its size, the faults that were asked for, its parameters, what its
//! signature says, the key, the time, the nonce, the signature, the format, the operation; then the rules of the
//! operation and its effect. Signatures are judged by the real clock, whatever the clock of the service says.
//!
//! It must never know a service by name.

mod envelope;
mod parameters;
mod refusal;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use refusal::known_codes;

use contingent_rules::{Value, service::Served};
use contingent_runtime::aliyun::sign::{self, Scheme};
use contingent_runtime::from_pairs;
use http::{HeaderMap, Method, header, request};
use hyper::body::Incoming;

use self::envelope::Format;
use self::parameters::Parameters;
use self::refusal::Refused;
use crate::engine::{Codes, Outcome, Refusal};
use crate::server::body::{self, BodyError};
use crate::server::faults::FaultKind;
use crate::server::journal::Entry;
use crate::server::mask::{masked, shown};
use crate::server::shared::{Shared, lock, real_now};
use crate::server::{Reply, random, warnings};

/// The codes of what every service refuses.
pub(crate) fn codes() -> Codes {
    Codes {
        unknown_operation: "InvalidApi.NotFound".into(),
        token_mismatch: "IdempotentParameterMismatch".into(),
        ..Codes::default()
    }
}

/// What becomes of a request on its way, for the answer and for the journal.
#[derive(Default)]
struct Course {
    entry: Entry,
    format: Format,
    warnings: Option<String>,
    fault: Option<FaultKind>,
}

/// Answers a call, and writes it into the journal before that.
pub(crate) async fn answer(shared: &Shared, head: &request::Parts, body: Incoming) -> Reply {
    let text = |name| head.headers.get(name).map(|value| shown(&String::from_utf8_lossy(value.as_bytes())));
    let entry = Entry {
        at: real_now(),
        request_id: random::request_id(),
        method: head.method.as_str().chars().take(20).collect(),
        client: text(header::USER_AGENT),
        ..Entry::default()
    };
    let mut course = Course { entry, ..Course::default() };
    let done = serve(shared, head, body, &mut course).await;
    let reply = reply(shared, &head.headers, &mut course, done);
    shared.add_to_journal(course.entry);
    reply
}

/// What an operation answered.
struct Done<'s> {
    served: &'s Served,
    answer: Value,
}

fn reply(shared: &Shared, headers: &HeaderMap, course: &mut Course, done: Result<Done<'_>, Refused>) -> Reply {
    let Course { entry, format, warnings, fault } = course;
    let mut headers_out = vec![("x-acs-request-id", entry.request_id.clone())];
    headers_out.extend(warnings.take().map(|value| (warnings::HEADER, value)));
    let (status, body, close) = match done {
        Ok(Done { served, answer }) => (200, envelope::reply(*format, &served.request.name, &answer), false),
        Err(refused) => {
            if let Some(seconds) = refused.retry_after() {
                headers_out.push(("retry-after", seconds.to_string()));
            }
            let product = &shared.service().name;
            let body = envelope::error(*format, &refused, &entry.request_id, &host_id(headers), product);
            if !matches!(fault, Some(FaultKind::Drop | FaultKind::Lose)) {
                entry.message = Some(refused.shown.map_or_else(|| shown(&refused.message), str::to_owned));
                entry.code = Some(refused.code);
            }
            (refused.status, body, refused.close)
        }
    };
    entry.fault = fault.as_ref().map(|fault| fault.as_str().to_owned());
    let unanswered = matches!(fault, Some(FaultKind::Drop | FaultKind::Lose));
    entry.status = if unanswered { 0 } else { status };
    Reply { status, content_type: format.content_type(), headers: headers_out, body, close, fault: fault.take() }
}

/// The host that was asked, as far as it looks like one.
fn host_id(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // Some clients send the whole address.
    let host = host.rsplit_once("//").map_or(host, |(_, host)| host);
    host.chars().filter(|c| c.is_ascii_alphanumeric() || ".:-_[]".contains(*c)).take(255).collect()
}

async fn serve<'s>(
    shared: &'s Shared,
    head: &request::Parts,
    body: Incoming,
    course: &mut Course,
) -> Result<Done<'s>, Refused> {
    let read = body::read(body, shared.limits.body, &shared.limits, &shared.large).await;
    let body = read.map_err(unread)?;
    if let Some(format) = wanted_format(head) {
        course.format = format;
    }
    let parameters = parameters::read(head, &body.bytes, &shared.limits)?;
    if let Some(format) = parameters.get("Format").and_then(Format::named) {
        course.format = format;
    }
    let action = action(head, &parameters).map(shown);
    course.entry.operation = action.clone();
    disturb(shared, action.as_deref().unwrap_or_default(), course).await?;
    if head.method != Method::GET && head.method != Method::POST {
        return Err(Refused::of("UnsupportedHTTPMethod"));
    }
    if head.uri.path() != "/" {
        return Err(Refused::of("InvalidApi.NotFound"));
    }
    parameters.refuse_twice()?;
    let claim = signature::verified(shared, head, &body.bytes)?;
    course.entry.access_key_id = Some(claim.access_key_id.clone());
    course.entry.operation = Some(shown(&claim.action));
    if let Some(format) = claim.format.as_deref() {
        course.format = Format::named(format).ok_or_else(|| Refused::of("InvalidParameter.Format"))?;
    }
    let served = shared.service().operation(&claim.action).ok_or_else(|| Refused::of("InvalidApi.NotFound"))?;
    if claim.version != shared.service().version {
        return Err(Refused::of("NoSuchVersion"));
    }
    parameters.refuse_misplaced(shared.settings.placement)?;
    let said = match claim.scheme {
        Scheme::V3 => [("Action", claim.action.as_str()), ("Version", claim.version.as_str())],
        // There they are parameters.
        Scheme::V1 => [("", ""), ("", "")],
    };
    let pairs = parameters.of_operation(&served.request, said);
    let request = from_pairs(&served.request, &pairs);
    course.entry.parameters = Some(masked(&served.request, &request));
    perform(shared, served, &request, course).await
}

async fn perform<'s>(
    shared: &'s Shared,
    served: &'s Served,
    request: &Value,
    course: &mut Course,
) -> Result<Done<'s>, Refused> {
    let entry = &mut course.entry;
    let account = entry.access_key_id.as_deref().unwrap_or_default();
    let outcome = shared.perform(&served.request.name, request, account, &entry.request_id).await;
    let Outcome { answer, verdict, facts, repeated } = outcome.map_err(|why| {
        Refused::new("InternalError", 500, format!("Nothing can be kept any more, so nothing is done: {why}"))
    })?;
    course.warnings = verdict.as_ref().and_then(|verdict| warnings::header(&served.request, verdict));
    entry.verdict = verdict;
    entry.facts = facts;
    entry.repeated = repeated;
    match answer {
        Ok(answer) => Ok(Done { served, answer: with_request_id(answer, &entry.request_id) }),
        Err(Refusal { code, status, message }) => Err(Refused::new(code, status, message)),
    }
}

/// Every reply says under which id it was given.
fn with_request_id(answer: Value, request_id: &str) -> Value {
    match answer {
        Value::Object(mut entries) => {
            if !entries.iter().any(|(name, _)| name == "RequestId") {
                entries.push(("RequestId".to_owned(), request_id.into()));
            }
            Value::Object(entries)
        }
        other => other,
    }
}

fn unread(error: BodyError) -> Refused {
    let (code, status, message) = match error {
        BodyError::Large => ("RequestEntityTooLarge", 413, "The body of the request is too large."),
        BodyError::Late => ("RequestTimeout", 408, "The body of the request did not arrive in time."),
        BodyError::Broken => ("InvalidRequest", 400, "The body of the request broke off."),
    };
    Refused { close: true, ..Refused::new(code, status, message) }
}

/// The operation that a request asks for, before anything of it is proved.
fn action<'r>(head: &'r request::Parts, parameters: &'r Parameters) -> Option<&'r str> {
    let header = head.headers.get("x-acs-action").and_then(|value| value.to_str().ok());
    // Clients of the older scheme may send both.
    parameters.get("Action").or(header)
}

/// The format that the header `Accept` asks for, if it names one of the two first.
fn wanted_format(head: &request::Parts) -> Option<Format> {
    let accept = head.headers.get(header::ACCEPT)?.to_str().ok()?;
    match accept.split([',', ';']).next().unwrap_or_default().trim() {
        "application/xml" | "text/xml" => Some(Format::Xml),
        "application/json" => Some(Format::Json),
        _ => None,
    }
}

/// Waits as long as every call has to, and lets go wrong what is to go wrong with this one.
async fn disturb(shared: &Shared, action: &str, course: &mut Course) -> Result<(), Refused> {
    let (latency, fault) = {
        let mut faults = lock(&shared.faults);
        (faults.latency, faults.take(action))
    };
    if let Some(latency) = latency {
        tokio::time::sleep(latency.pick(random::number())).await;
    }
    course.fault = fault;
    match &course.fault {
        Some(FaultKind::Code(code)) => Err(Refused::on_purpose(shared.service(), action, code)),
        Some(FaultKind::Drop) => Err(Refused::new("drop", 500, "The connection is closed.")),
        Some(FaultKind::Lose | FaultKind::Truncate | FaultKind::Garbage | FaultKind::Slow) | None => Ok(()),
    }
}

/// The headers of a request as the signatures read them; what is no text is left out, and then is not signed.
fn header_texts(headers: &HeaderMap) -> Vec<(&str, &str)> {
    headers.iter().filter_map(|(name, value)| Some((name.as_str(), str::from_utf8(value.as_bytes()).ok()?))).collect()
}

/// The request as the signatures read it.
fn received<'r>(head: &'r request::Parts, headers: &'r [(&'r str, &'r str)], body: &'r [u8]) -> sign::Received<'r> {
    let path_and_query = head.uri.path_and_query().map_or("/", |target| target.as_str());
    sign::Received { method: head.method.as_str(), path_and_query, headers, body }
}
