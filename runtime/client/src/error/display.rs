//! How an error reads.

use std::fmt;

use contingent_rules::Finding;

use super::{Error, Kind, Reply};

impl fmt::Display for Error {
    /// One line; violations have one more for each of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", one_line(self.operation()))?;
        match &self.0.kind {
            Kind::Violations(verdict) => {
                let count = verdict.violations.len();
                let noun = if count == 1 { "violation" } else { "violations" };
                write!(f, ": not sent because of {count} {noun}")?;
                verdict.violations.iter().try_for_each(|finding| write_finding(f, finding))?;
            }
            Kind::Service { .. } => {
                f.write_str(" failed")?;
                for part in [self.code(), self.message()].into_iter().flatten() {
                    write!(f, ": {}", one_line(part))?;
                }
            }
            Kind::Decode(cause) => write!(f, ": the reply could not be read: {}", one_line(&cause.to_string()))?,
            Kind::Transport { cause, .. } => {
                f.write_str(": no reply")?;
                write_causes(f, cause.as_ref())?;
            }
            Kind::Credentials(cause) => {
                f.write_str(": not sent because there are no credentials")?;
                write_causes(f, cause.as_ref())?;
            }
            Kind::Setup(problem) => write!(f, ": not sent: {}", one_line(problem))?,
            Kind::Wait { problem, .. } => write!(f, ": {}", one_line(problem))?,
        }
        write_reply(f, &self.0.reply)
    }
}

/// An error and what caused it: many say by themselves only that something failed.
fn write_causes(f: &mut fmt::Formatter<'_>, cause: &(dyn std::error::Error + 'static)) -> fmt::Result {
    const MOST: usize = 8;
    std::iter::successors(Some(cause), |cause| cause.source())
        .take(MOST)
        .try_for_each(|cause| write!(f, ": {}", one_line(&cause.to_string())))
}

fn write_finding(f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
    let parameters = finding.parameters.join(", ");
    write!(f, "\n  {} ({}): {}", one_line(&finding.rule), one_line(&parameters), one_line(&finding.message))
}

fn write_reply(f: &mut fmt::Formatter<'_>, reply: &Reply) -> fmt::Result {
    let status = reply.http_status.map(|status| format!("HTTP {status}"));
    let id = reply.request_id.as_deref().map(|id| format!("request id {}", one_line(id)));
    let known: Vec<String> = [status, id].into_iter().flatten().collect();
    if known.is_empty() { Ok(()) } else { write!(f, " ({})", known.join(", ")) }
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
