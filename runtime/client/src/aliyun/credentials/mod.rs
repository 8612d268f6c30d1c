//! Access keys: what they are, and where they come from.

use std::time::SystemTime;

use crate::Secret;

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
