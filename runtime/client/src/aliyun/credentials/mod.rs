//! Access keys: what they are, and where they come from.
//!
//! [`Provide`] gives the key for a request. [`Credentials`] are one that never changes; a [`Chain`]
//! looks in the places where the vendor's own tools look, and renews temporary keys in time.

mod chain;
mod cli_profile;
mod error;
mod file;
mod metadata;
mod remote;
mod sources;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::SystemTime;

use crate::Secret;
use crate::transport::BoxFuture;

pub use chain::Chain;
pub use error::CredentialsError;
pub use sources::{Lookup, Sources};

/// An access key, and for how long it is good.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The id of the access key. It is sent with every request and no secret.
    pub access_key_id: String,
    /// The secret that signs.
    pub access_key_secret: Secret,
    /// The token that goes with a temporary key.
    pub security_token: Option<Secret>,
    /// When a temporary key ends.
    pub expires: Option<SystemTime>,
}

impl Credentials {
    /// A permanent key.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { access_key_id: id.into(), access_key_secret: secret.into(), security_token: None, expires: None }
    }
}

/// Gives the key for a request, each time one is signed.
pub trait Provide: Send + Sync {
    /// A key that is good now.
    ///
    /// # Errors
    /// There is none; the error says where it was looked for.
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;
}

impl Provide for Credentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: Provide + ?Sized> Provide for Arc<P> {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        (**self).credentials()
    }
}
