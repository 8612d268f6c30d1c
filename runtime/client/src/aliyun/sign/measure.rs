//! What signing costs beside the hashes that it cannot avoid.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hmac::Mac;
use sha2::{Digest, Sha256};

use super::hash::{hmac_sha1, hmac_sha256};
use super::{Scheme, v1, v3};

/// Two times for the same bytes, each the best of its tries.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Measurement {
    /// From decoded parameters to the text of the signature, once.
    pub signing: Duration,
    /// The hash of the body, the hash of the canonical request, and the HMAC alone, once.
    pub bare: Duration,
}

impl Measurement {
    /// How many times the bare hashes signing costs.
    pub fn ratio(&self) -> f64 {
        self.signing.as_secs_f64() / self.bare.as_secs_f64()
    }
}

/// How many signatures one try makes: enough that reading the clock does not count.
const BATCH: u32 = 200;

/// Measures signing of a `POST` with these parameters in the query and this body (V3), or with
/// these parameters anywhere (V1).
///
/// `tries` times each; some hundred give a steady result in well under a second. Only a release
/// build says anything.
pub fn measure(scheme: Scheme, pairs: &[(&str, &str)], body: &[u8], tries: u32) -> Measurement {
    match scheme {
        Scheme::V1 => {
            let text = v1::steps(SECRET, "POST", pairs).string_to_sign;
            race(
                tries,
                || drop(black_box(v1::sign(black_box(SECRET), "POST", black_box(pairs)))),
                || {
                    let mac = hmac_sha1([black_box(SECRET), "&"]).chain_update(black_box(&text));
                    black_box(mac.finalize());
                },
            )
        }
        Scheme::V3 => {
            let signed: Vec<&str> = HEADERS.iter().map(|(name, _)| *name).collect();
            let body_sha256 = v3::content_sha256(body);
            let parts = v3::Parts {
                method: "POST",
                uri: "/",
                query: pairs,
                headers: &HEADERS,
                signed: &signed,
                body_sha256: &body_sha256,
            };
            let steps = v3::steps(SECRET, &parts);
            race(
                tries,
                || {
                    let body_sha256 = v3::content_sha256(black_box(body));
                    black_box(v3::sign(
                        black_box(SECRET),
                        &v3::Parts { body_sha256: &body_sha256, ..black_box(parts) },
                    ));
                },
                || {
                    black_box(Sha256::digest(black_box(body)));
                    black_box(Sha256::digest(black_box(&steps.canonical)));
                    black_box(hmac_sha256(black_box(SECRET)).chain_update(black_box(&steps.string_to_sign)).finalize());
                },
            )
        }
    }
}

const SECRET: &str = "a secret of thirty characters.";

/// As a client sends them; the hash of the content is not the right one, and that costs the same.
const HEADERS: [(&str, &str); 6] = [
    ("host", "service.region-1.example.com"),
    ("x-acs-action", "CreateSomething"),
    ("x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("x-acs-date", "2026-01-02T03:04:05Z"),
    ("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef"),
    ("x-acs-version", "2026-01-01"),
];

/// In turns, so that a machine that gets slower slows both.
fn race(tries: u32, mut signing: impl FnMut(), mut bare: impl FnMut()) -> Measurement {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..BATCH).for_each(|_| work());
        start.elapsed()
    };
    let mut best = Measurement { signing: Duration::MAX, bare: Duration::MAX };
    for _ in 0..tries.max(1) {
        best.signing = best.signing.min(time(&mut signing));
        best.bare = best.bare.min(time(&mut bare));
    }
    Measurement { signing: best.signing / BATCH, bare: best.bare / BATCH }
}
