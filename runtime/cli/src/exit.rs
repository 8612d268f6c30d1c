//! How a program ends when something is wrong.

/// The command line says something that cannot be done.
pub(crate) const USAGE: u8 = 2;
/// There is no access key.
pub(crate) const CREDENTIALS: u8 = 4;

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

    pub(crate) fn credentials(message: impl Into<String>) -> Self {
        Self { code: CREDENTIALS, message: message.into() }
    }

    pub(crate) fn start(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }
}
