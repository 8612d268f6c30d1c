//! The older scheme: HMAC-SHA1 over the sorted parameters.

use base64ct::{Base64, Encoding};
use hmac::Mac;

use super::Steps;
use super::hash::{Buffered, Sink, hmac_sha1, order};
use super::percent::{ONCE, TWICE, Table, encode};

/// The value of `SignatureMethod`.
pub const ALGORITHM: &str = "HMAC-SHA1";
/// The value of `SignatureVersion`.
pub const VERSION: &str = "1.0";

/// The signature of a request in one pass, without the texts in between.
///
/// `pairs` are all parameters of query and body except `Signature`, decoded.
pub fn sign(secret: &str, method: &str, pairs: &[(impl AsRef<str>, impl AsRef<str>)]) -> String {
    let mut hash = Buffered::new(hmac_sha1([secret, "&"]));
    hash.put(method.as_bytes());
    hash.put(b"&%2F&");
    write_query(&mut hash, pairs, &TWICE, "%3D", "%26");
    base64(&hash.finish().finalize().into_bytes())
}

/// All steps: the canonical text is the canonicalized query.
pub fn steps(secret: &str, method: &str, pairs: &[(impl AsRef<str>, impl AsRef<str>)]) -> Steps {
    let canonical = canonicalized_query(pairs);
    let string_to_sign = string_to_sign(method, &canonical);
    let signature = signature(secret, &string_to_sign);
    Steps { canonical, string_to_sign, signature }
}

/// The parameters encoded, sorted by the bytes of their names, and joined as `k=v&k=v`.
pub fn canonicalized_query(pairs: &[(impl AsRef<str>, impl AsRef<str>)]) -> String {
    let mut out = String::new();
    write_query(&mut out, pairs, &ONCE, "=", "&");
    out
}

/// Method, an encoded slash, and the encoded query.
pub fn string_to_sign(method: &str, canonicalized_query: &str) -> String {
    let mut out = format!("{method}&%2F&");
    encode(canonicalized_query, &mut out, &ONCE);
    out
}

/// Base64 of the HMAC-SHA1; the key is the secret and an `&`.
pub fn signature(secret: &str, string_to_sign: &str) -> String {
    base64(&hmac_sha1([secret, "&"]).chain_update(string_to_sign).finalize().into_bytes())
}

/// Base64 of an HMAC-SHA1 with the key as it is.
pub fn hmac(key: &str, message: &str) -> String {
    base64(&hmac_sha1([key, ""]).chain_update(message).finalize().into_bytes())
}

/// The sorted parameters, for both schemes.
pub(super) fn write_query(
    out: &mut impl Sink,
    pairs: &[(impl AsRef<str>, impl AsRef<str>)],
    table: &Table,
    equals: &str,
    and: &str,
) {
    let mut room = Vec::new();
    let places = order(pairs, &mut room, |(name, _)| name.as_ref());
    places.each(pairs, |number, (name, value)| {
        if number > 0 {
            out.put(and.as_bytes());
        }
        encode(name.as_ref(), out, table);
        out.put(equals.as_bytes());
        encode(value.as_ref(), out, table);
    });
}

fn base64(hash: &[u8]) -> String {
    let mut room = [0; 32];
    // 20 bytes become 28 characters.
    Base64::encode(hash, &mut room).unwrap_or_default().to_owned()
}
