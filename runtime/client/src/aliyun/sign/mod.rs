//! Signatures of requests: made, explained step by step, and verified.
//!
//! There are two schemes. Both sign a canonical text of the request, so that the order of
//! parameters and the way they were encoded do not matter. [`v3`] and [`v1`] are pure functions of
//! their inputs; [`claim`] reads what a received request says about itself.

mod explain;
mod hash;
mod moment;
mod percent;
mod received;
#[cfg(test)]
mod tests;
pub mod v1;
pub mod v3;

pub use explain::MASK;
pub use moment::{nonce, parse_timestamp, timestamp};
pub use percent::{NotUtf8, decode_form, percent, percent_into};
pub use received::{Claim, ClaimError, Received, claim};

/// How a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// HMAC-SHA256 over method, path, query, headers and body; sent in the header `Authorization`.
    #[default]
    V3,
    /// HMAC-SHA1 over all parameters; sent as the parameter `Signature`, `SignatureVersion=1.0`.
    V1,
}

impl Scheme {
    /// The name of the algorithm as requests write it.
    pub fn algorithm(self) -> &'static str {
        match self {
            Scheme::V3 => v3::ALGORITHM,
            Scheme::V1 => v1::ALGORITHM,
        }
    }
}

/// The texts on the way to a signature.
///
/// They contain the values of parameters as they are, so `Debug` shows none of them;
/// [`Steps::masked`] makes texts that people may see.
#[derive(Clone, PartialEq, Eq)]
pub struct Steps {
    /// V3: the canonical request. V1: the canonicalized query.
    pub canonical: String,
    /// What the key signs.
    pub string_to_sign: String,
    /// V3: lower-case hex. V1: base64.
    pub signature: String,
}

impl std::fmt::Debug for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Steps").finish_non_exhaustive()
    }
}
