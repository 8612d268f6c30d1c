//! What goes wrong with a call.

mod display;
#[cfg(test)]
mod tests;

use contingent_rules::Verdict;

use crate::DecodeError;
use crate::aliyun::envelope;

/// An error of something else that is the reason for one of ours.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed. What kind of failure it is, the predicates tell.
///
/// It never carries a value of the request.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    operation: String,
    kind: Kind,
    reply: Reply,
}

#[derive(Debug)]
enum Kind {
    Violations(Verdict),
    Service {
        code: String,
        message: String,
    },
    Decode(DecodeError),
    /// It is `lasting` if the same call would come to the same end.
    Transport {
        timeout: bool,
        lasting: bool,
        cause: Cause,
    },
    Credentials(Cause),
    Setup(String),
    Wait {
        timeout: bool,
        problem: String,
    },
}

/// What is known of a reply, even of one that did not arrive as a whole.
#[derive(Debug, Default)]
struct Reply {
    http_status: Option<u16>,
    request_id: Option<String>,
}

impl Error {
    /// The request breaks rules and was not sent.
    pub fn violations(operation: impl Into<String>, verdict: Verdict) -> Self {
        Self::new(operation, Kind::Violations(verdict), None)
    }

    /// The service answered that it did not do what was asked. The code may be empty.
    pub fn service(
        operation: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
        http_status: u16,
    ) -> Self {
        Self::new(operation, Kind::Service { code: code.into(), message: message.into() }, Some(http_status))
    }

    /// The service answered something that could not be read. What it did is not known.
    pub fn decode(operation: impl Into<String>, cause: DecodeError, http_status: u16) -> Self {
        Self::new(operation, Kind::Decode(cause), Some(http_status))
    }

    /// There is no whole reply. With a status if a part of one arrived, and whether time ran out.
    pub fn transport(
        operation: impl Into<String>,
        cause: impl Into<Cause>,
        timeout: bool,
        http_status: Option<u16>,
    ) -> Self {
        Self::new(operation, Kind::Transport { timeout, lasting: false, cause: cause.into() }, http_status)
    }

    /// There is nothing to sign the request with; it was not sent.
    pub fn credentials(operation: impl Into<String>, cause: impl Into<Cause>) -> Self {
        Self::new(operation, Kind::Credentials(cause.into()), None)
    }

    /// The client cannot make the call as it is set up; nothing was sent. `problem` says what is wrong and what helps.
    pub fn setup(operation: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::new(operation, Kind::Setup(problem.into()), None)
    }

    /// What was waited for did not come: in time, or it cannot come any more.
    pub fn wait(operation: impl Into<String>, problem: impl Into<String>, timeout: bool) -> Self {
        Self::new(operation, Kind::Wait { timeout, problem: problem.into() }, None)
    }

    /// With the id by which the service knows the call; does nothing to a request that was not
    /// sent.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        match self.0.kind {
            Kind::Service { .. } | Kind::Decode(_) | Kind::Transport { .. } | Kind::Wait { .. } => {
                self.0.reply.request_id = Some(id.into());
            }
            Kind::Violations(_) | Kind::Credentials(_) | Kind::Setup(_) => {}
        }
        self
    }

    /// An exchange that would break off in the same way again.
    #[cfg(feature = "client")]
    pub(crate) fn that_lasts(mut self) -> Self {
        if let Kind::Transport { lasting, .. } = &mut self.0.kind {
            *lasting = true;
        }
        self
    }

    /// With what the service said changed, so that it repeats nothing that must not be shown.
    #[cfg(feature = "client")]
    pub(crate) fn with_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        if let Some(id) = &mut self.0.reply.request_id {
            *id = change(id);
        }
        if let Kind::Service { code, message } = &mut self.0.kind {
            *code = change(code);
            *message = change(message);
        }
        self
    }

    fn new(operation: impl Into<String>, kind: Kind, http_status: Option<u16>) -> Self {
        Self(Box::new(Inner { operation: operation.into(), kind, reply: Reply { http_status, request_id: None } }))
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
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// Whether there is no whole reply: no connection, a connection that broke, time that ran out, too much of a reply.
    pub fn is_transport(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { .. })
    }

    /// Whether there was nothing to sign the request with, so that it was not sent.
    pub fn is_credentials(&self) -> bool {
        matches!(self.0.kind, Kind::Credentials(_))
    }

    /// Whether the client cannot make the call as it is set up: no host, a value that cannot be a header.
    pub fn is_setup(&self) -> bool {
        matches!(self.0.kind, Kind::Setup(_))
    }

    /// Whether something that was waited for went another way.
    pub fn is_wait(&self) -> bool {
        matches!(self.0.kind, Kind::Wait { .. })
    }

    /// Whether time ran out: while connecting, before the reply was there, or while waiting for a state.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { timeout: true, .. } | Kind::Wait { timeout: true, .. })
    }

    /// Whether the service refused because of too many calls: a later one may succeed.
    pub fn is_throttled(&self) -> bool {
        self.http_status().is_some_and(|status| envelope::is_throttling(self.code().unwrap_or_default(), status))
    }

    /// Whether the same call may succeed if it is made again: too many calls, a failure inside
    /// the service, or an exchange that was interrupted; not if the reply is too long, or if the transport cannot carry
    /// the request.
    ///
    /// Whether it is *safe* to repeat is another question: a service that failed may have
    /// done its work before.
    pub fn is_retryable(&self) -> bool {
        let status = self.http_status();
        status.is_some_and(|status| envelope::is_retryable(self.code().unwrap_or_default(), status))
            || matches!(self.0.kind, Kind::Transport { lasting: false, .. })
    }

    /// The findings, if the request was not sent because of them.
    pub fn verdict(&self) -> Option<&Verdict> {
        match &self.0.kind {
            Kind::Violations(verdict) => Some(verdict),
            Kind::Service { .. }
            | Kind::Decode(_)
            | Kind::Transport { .. }
            | Kind::Credentials(_)
            | Kind::Setup(_)
            | Kind::Wait { .. } => None,
        }
    }

    /// The service's code for what went wrong, if it gave one.
    pub fn code(&self) -> Option<&str> {
        self.said().map(|(code, _)| code).filter(|code| !code.is_empty())
    }

    /// The service's words for what went wrong, if it gave any.
    pub fn message(&self) -> Option<&str> {
        self.said().map(|(_, message)| message).filter(|message| !message.is_empty())
    }

    /// The id by which the service knows the call, if a reply had one. Support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.reply.request_id.as_deref()
    }

    /// The HTTP status of the reply, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.reply.http_status
    }

    /// The name of the operation that was called.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    fn said(&self) -> Option<(&str, &str)> {
        match &self.0.kind {
            Kind::Service { code, message } => Some((code, message)),
            Kind::Violations(_)
            | Kind::Decode(_)
            | Kind::Transport { .. }
            | Kind::Credentials(_)
            | Kind::Setup(_)
            | Kind::Wait { .. } => None,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Decode(cause) => Some(cause),
            Kind::Transport { cause, .. } | Kind::Credentials(cause) => Some(cause.as_ref()),
            Kind::Violations(_) | Kind::Service { .. } | Kind::Setup(_) | Kind::Wait { .. } => None,
        }
    }
}
