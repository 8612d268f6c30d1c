//! How a program ends when something is wrong. The codes are a promise: scripts rely on them.

use contingent_runtime::Error;

/// Something that is none of the others: the emulator did not start, a disk is full.
pub(crate) const OTHER: u8 = 1;
/// The command line, or the file it names, says something that cannot be done.
pub(crate) const USAGE: u8 = 2;
/// Rules are broken; nothing was sent.
pub(crate) const RULES: u8 = 3;
/// There is no access key.
pub(crate) const CREDENTIALS: u8 = 4;
/// The service refused, failed, or did not come to the state that was waited for.
pub(crate) const SERVICE: u8 = 5;
/// There is no whole reply.
pub(crate) const NETWORK: u8 = 6;

/// The codes, as the help shows them.
pub(crate) const HELP: &str = "\
Exit codes:
  0  fine
  1  something that is none of the others, such as an emulator that cannot start
  2  usage: the command line, or a file it names, says something that cannot be done
  3  rules: the request breaks rules and was not sent
  4  credentials: there is no access key to sign with
  5  service: it refused, failed, or did not come to the state that was waited for
  6  network: there is no whole reply";

/// Why a command ends, and with which code.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: message.into() }
    }

    pub(crate) fn rules(message: impl Into<String>) -> Self {
        Self { code: RULES, message: message.into() }
    }

    pub(crate) fn credentials(message: impl Into<String>) -> Self {
        Self { code: CREDENTIALS, message: message.into() }
    }

    pub(crate) fn start(message: impl Into<String>) -> Self {
        Self { code: OTHER, message: message.into() }
    }
}

impl From<Error> for Failure {
    /// What goes wrong with a call never carries a value of the request.
    fn from(error: Error) -> Self {
        let code = if error.is_violation() {
            RULES
        } else if error.is_credentials() {
            CREDENTIALS
        } else if error.is_transport() {
            NETWORK
        } else if error.is_setup() {
            USAGE
        } else {
            SERVICE
        };
        Self { code, message: error.to_string() }
    }
}
