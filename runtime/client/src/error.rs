//! What goes wrong with a call.

use std::fmt;

use contingent_rules::{Finding, Verdict};

use crate::DecodeError;
use crate::aliyun::envelope;

/// Why a call failed. What kind of failure it is, the predicates tell.
///
/// It never carries a value of the request.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    operation: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Violations(Verdict),
    Service { code: String, message: String, reply: Reply },
    Decode { cause: DecodeError, reply: Reply },
}

#[derive(Debug)]
struct Reply {
    http_status: u16,
    request_id: Option<String>,
}

impl Error {
    /// The request breaks rules and was not sent.
    pub fn violations(operation: impl Into<String>, verdict: Verdict) -> Self {
        Self::new(operation, Kind::Violations(verdict))
    }

    /// The service answered that it did not do what was asked. The code may be empty.
    pub fn service(
        operation: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
        http_status: u16,
    ) -> Self {
        let reply = Reply { http_status, request_id: None };
        Self::new(operation, Kind::Service { code: code.into(), message: message.into(), reply })
    }

    /// The service answered something that could not be read. What it did is not known.
    pub fn decode(operation: impl Into<String>, cause: DecodeError, http_status: u16) -> Self {
        Self::new(operation, Kind::Decode { cause, reply: Reply { http_status, request_id: None } })
    }

    /// With the id by which the service knows the call; does nothing to a request that was not
    /// sent.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        match &mut self.0.kind {
            Kind::Service { reply, .. } | Kind::Decode { reply, .. } => reply.request_id = Some(id.into()),
            Kind::Violations(_) => {}
        }
        self
    }

    fn new(operation: impl Into<String>, kind: Kind) -> Self {
        Self(Box::new(Inner { operation: operation.into(), kind }))
    }

    /// Whether the request breaks rules, so that it was not sent. [`Error::verdict`] has them.
    pub fn is_violation(&self) -> bool {
        matches!(self.0.kind, Kind::Violations(_))
    }

    /// Whether the service refused, or failed and said so.
    pub fn is_service(&self) -> bool {
        matches!(self.0.kind, Kind::Service { .. })
    }

    /// Whether there was a reply that could not be read. The service may have done its work.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode { .. })
    }

    /// Whether the service refused because of too many calls: a later one may succeed.
    pub fn is_throttled(&self) -> bool {
        self.reply().is_some_and(|reply| envelope::is_throttling(self.code().unwrap_or_default(), reply.http_status))
    }

    /// Whether the same call may succeed if it is made again: too many calls, or a failure inside
    /// the service.
    ///
    /// Whether it is *safe* to repeat is another question: a service that failed may have
    /// done its work before.
    pub fn is_retryable(&self) -> bool {
        self.reply().is_some_and(|reply| envelope::is_retryable(self.code().unwrap_or_default(), reply.http_status))
    }

    /// The findings, if the request was not sent because of them.
    pub fn verdict(&self) -> Option<&Verdict> {
        match &self.0.kind {
            Kind::Violations(verdict) => Some(verdict),
            Kind::Service { .. } | Kind::Decode { .. } => None,
        }
    }

    /// The service's code for what went wrong, if it gave one.
    pub fn code(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { code, .. } => Some(code.as_str()).filter(|code| !code.is_empty()),
            Kind::Violations(_) | Kind::Decode { .. } => None,
        }
    }

    /// The service's words for what went wrong, if it gave any.
    pub fn message(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { message, .. } => Some(message.as_str()).filter(|message| !message.is_empty()),
            Kind::Violations(_) | Kind::Decode { .. } => None,
        }
    }

    /// The id by which the service knows the call, if a reply had one. Support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.reply()?.request_id.as_deref()
    }

    /// The HTTP status of the reply, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.reply().map(|reply| reply.http_status)
    }

    /// The name of the operation that was called.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    fn reply(&self) -> Option<&Reply> {
        match &self.0.kind {
            Kind::Service { reply, .. } | Kind::Decode { reply, .. } => Some(reply),
            Kind::Violations(_) => None,
        }
    }
}

impl fmt::Display for Error {
    /// One line; violations have one more for each of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", one_line(self.operation()))?;
        match &self.0.kind {
            Kind::Violations(verdict) => {
                let count = verdict.violations.len();
                let noun = if count == 1 { "violation" } else { "violations" };
                write!(f, ": not sent because of {count} {noun}")?;
                verdict.violations.iter().try_for_each(|finding| write_finding(f, finding))
            }
            Kind::Service { reply, .. } => {
                f.write_str(" failed")?;
                for part in [self.code(), self.message()].into_iter().flatten() {
                    write!(f, ": {}", one_line(part))?;
                }
                write_reply(f, reply)
            }
            Kind::Decode { cause, reply } => {
                write!(f, ": the reply could not be read: {}", one_line(&cause.to_string()))?;
                write_reply(f, reply)
            }
        }
    }
}

fn write_finding(f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
    let parameters = finding.parameters.join(", ");
    write!(f, "\n  {} ({}): {}", one_line(&finding.rule), one_line(&parameters), one_line(&finding.message))
}

fn write_reply(f: &mut fmt::Formatter<'_>, reply: &Reply) -> fmt::Result {
    write!(f, " (HTTP {}", reply.http_status)?;
    if let Some(id) = &reply.request_id {
        write!(f, ", request id {}", one_line(id))?;
    }
    f.write_str(")")
}

/// The most characters of one part that an error shows; the accessors give all of it.
const SHOWN: usize = 1_000;

/// What others wrote, so that it can neither forge lines of a log nor fill it.
fn one_line(text: &str) -> String {
    let mut line: String = text.chars().take(SHOWN).map(|c| if is_unprintable(c) { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        line.push('…');
    }
    line
}

/// Control characters, line breaks, and those that turn the direction of writing.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Decode { cause, .. } => Some(cause),
            Kind::Violations(_) | Kind::Service { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_says_what_it_is_on_one_line() {
        let error = Error::service("Op", "Some.Code", "first line\nsecond\u{202e} line", 503).with_request_id("60AF");
        assert_eq!(error.to_string(), "Op failed: Some.Code: first line second  line (HTTP 503, request id 60AF)");
        assert!(error.is_service() && error.is_retryable() && !error.is_throttled() && !error.is_decode());
        assert_eq!((error.code(), error.http_status()), (Some("Some.Code"), Some(503)));
        assert_eq!((error.request_id(), error.operation()), (Some("60AF"), "Op"));
        assert_eq!(error.message(), Some("first line\nsecond\u{202e} line"));

        let error = Error::service("Op", "", "", 404);
        assert_eq!(error.to_string(), "Op failed (HTTP 404)");
        assert_eq!((error.code(), error.message(), error.is_retryable()), (None, None, false));

        let error = Error::decode("Op", DecodeError::body("is empty"), 200);
        assert_eq!(error.to_string(), "Op: the reply could not be read: the body is empty (HTTP 200)");
        assert!(error.is_decode() && !error.is_retryable() && std::error::Error::source(&error).is_some());
        assert!(Error::decode("Op", DecodeError::body("is empty"), 502).is_retryable());
    }

    #[test]
    fn violations_are_listed_one_per_line() {
        let mut verdict = Verdict::default();
        for (rule, parameters) in [("region", vec!["Region"]), ("one", vec!["At", "Set"])] {
            let mut finding = Finding::default();
            finding.rule = rule.into();
            finding.parameters = parameters.into_iter().map(str::to_owned).collect();
            finding.message = "is wrong".into();
            verdict.violations.push(finding);
        }
        let error = Error::violations("Op", verdict).with_request_id("never sent");
        let lines = "Op: not sent because of 2 violations\n  region (Region): is wrong\n  one (At, Set): is wrong";
        assert_eq!(error.to_string(), lines);
        assert!(error.is_violation() && !error.is_retryable() && !error.is_throttled());
        assert_eq!((error.http_status(), error.request_id(), error.code()), (None, None, None));
        assert_eq!(error.verdict().map(|verdict| verdict.violations.len()), Some(2));
    }

    #[test]
    fn long_texts_are_cut_when_shown_and_kept_otherwise() {
        let error = Error::service("Op", "C", "é".repeat(100_000), 400);
        assert!(error.to_string().chars().count() < 1_100);
        assert_eq!(error.message().map(str::len), Some(200_000));
    }

    #[test]
    fn it_can_cross_threads() {
        fn crosses<T: Send + Sync + std::error::Error + 'static>() {}
        crosses::<Error>();
    }
}
