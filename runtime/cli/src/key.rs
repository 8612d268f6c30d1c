//! An access key as the command line has it.

use contingent_runtime::Secret;

use crate::exit::Failure;

/// The id and the secret of an access key.
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: Secret,
}

impl Key {
    /// An id and a secret with a colon between them. Not left to the parser of the command line: its errors repeat what
    /// was given, and that may be a secret.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        match text.split_once(':') {
            Some((id, secret)) if !id.is_empty() && !secret.is_empty() => {
                Ok(Self { id: id.to_owned(), secret: secret.into() })
            }
            Some(_) | None => Err(Failure::usage("--access-key is an id and a secret with a colon between them")),
        }
    }
}
