//! Whether a request was signed with a known key, lately, and for the first time.

use contingent_runtime::EpochMillis;
use contingent_runtime::aliyun::sign::{self, Claim};
use http::request;

use super::refusal::Refused;
use super::{header_texts, received};
use crate::server::shared::{Shared, lock, real_now};

/// How far the time of a request may be from the real one, in milliseconds.
const WINDOW: u64 = 15 * 60 * 1000;

/// What a request says about its signature, when all of it is true.
///
/// # Errors
/// It is not; the gateway's code says what is wrong.
pub(super) fn verified(shared: &Shared, head: &request::Parts, body: &[u8]) -> Result<Claim, Refused> {
    let headers = header_texts(&head.headers);
    let received = received(head, &headers, body);
    let claim = sign::claim(&received)?;
    let keys = &shared.settings.keys;
    let key = keys.iter().find(|key| key.id == claim.access_key_id);
    let key = key.ok_or_else(|| Refused::of("InvalidAccessKeyId.NotFound"))?;

    let now = real_now();
    let signed_at = sign::parse_timestamp(&claim.timestamp).ok_or_else(|| Refused::of("InvalidTimeStamp.Format"))?;
    if EpochMillis::from(signed_at).0.abs_diff(now) > WINDOW {
        return Err(Refused::of("InvalidTimeStamp.Expired"));
    }
    if lock(&shared.nonces).is_used(&key.id, &claim.nonce, now) {
        return Err(Refused::of("SignatureNonceUsed"));
    }
    if !claim.verify(&received, key.secret.expose()) {
        return Err(mismatch(&claim, &received, key.secret.expose()));
    }
    // Only what is signed makes a nonce used; of two equal requests at the same time one comes first.
    if !lock(&shared.nonces).add(&key.id, &claim.nonce, now) {
        return Err(Refused::of("SignatureNonceUsed"));
    }
    match (&shared.settings.security_token, &claim.security_token) {
        (Some(_), None) => Err(Refused::of("MissingSecurityToken")),
        (Some(wanted), Some(given)) if wanted != given => {
            Err(Refused::of("InvalidSecurityToken.MismatchWithAccessKey"))
        }
        _ => Ok(claim),
    }
}

/// The client is told what should have been signed, so that it can find the difference. Nobody else is: values of its
/// request are in it.
fn mismatch(claim: &Claim, received: &sign::Received<'_>, secret: &str) -> Refused {
    let mut refused = Refused::of("SignatureDoesNotMatch");
    refused.shown = Some("Specified signature is not matched with our calculation.");
    if let Ok(steps) = claim.steps(received, secret) {
        refused.message.push_str(&steps.string_to_sign);
    }
    refused
}
