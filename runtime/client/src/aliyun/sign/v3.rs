//! The current scheme: HMAC-SHA256 over method, path, query, headers and body.

use hmac::Mac;
use sha2::{Digest, Sha256};

use super::Steps;
use super::hash::{Buffered, Places, Sink, hex, hex_text, hmac_sha256, order};
use super::percent::ONCE;
use super::v1::write_query;

/// How the header `Authorization` begins.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// What is signed of a request.
#[derive(Clone, Copy)]
pub struct Parts<'a, N, V, H, T, S> {
    /// The method, as sent.
    pub method: &'a str,
    /// The path, as sent and without the query.
    pub uri: &'a str,
    /// The parameters of the query, decoded.
    pub query: &'a [(N, V)],
    /// The headers; more than the signed ones may be there.
    pub headers: &'a [(H, T)],
    /// The names of the headers that are signed, in lower case and in any order.
    pub signed: &'a [S],
    /// What [`content_sha256`] says of the body.
    pub body_sha256: &'a str,
}

/// The signature of a request in one pass, without the texts in between.
pub fn sign<N: AsRef<str>, V: AsRef<str>, H: AsRef<str>, T: AsRef<str>, S: AsRef<str>>(
    secret: &str,
    parts: &Parts<'_, N, V, H, T, S>,
) -> String {
    let mut hash = Buffered::new(Sha256::new());
    write_canonical(&mut hash, parts);
    let mac = hmac_sha256(secret)
        .chain_update(ALGORITHM)
        .chain_update(b"\n")
        .chain_update(hex(hash.finish().finalize().into()));
    hex_text(mac.finalize().into_bytes().into())
}

/// All steps: the canonical text is the canonical request.
pub fn steps<N: AsRef<str>, V: AsRef<str>, H: AsRef<str>, T: AsRef<str>, S: AsRef<str>>(
    secret: &str,
    parts: &Parts<'_, N, V, H, T, S>,
) -> Steps {
    let mut canonical = String::new();
    write_canonical(&mut canonical, parts);
    let string_to_sign = string_to_sign(&canonical);
    let signature = signature(secret, &string_to_sign);
    Steps { canonical, string_to_sign, signature }
}

/// Method, path, query, headers, names of the signed headers and hash of the body, a line each.
///
/// The arguments are those of [`Parts`]. A header that occurs more than once is one line, its
/// values joined by commas; one that is signed and not there has an empty value.
pub fn canonical_request(
    method: &str,
    uri: &str,
    query: &[(impl AsRef<str>, impl AsRef<str>)],
    headers: &[(impl AsRef<str>, impl AsRef<str>)],
    signed: &[impl AsRef<str>],
    body_sha256: &str,
) -> String {
    let mut out = String::new();
    write_canonical(&mut out, &Parts { method, uri, query, headers, signed, body_sha256 });
    out
}

/// The name of the algorithm and the hash of the canonical request.
pub fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", content_sha256(canonical_request.as_bytes()))
}

/// Lower-case hex of the HMAC-SHA256; the key is the secret as it is.
pub fn signature(secret: &str, string_to_sign: &str) -> String {
    hex_text(hmac_sha256(secret).chain_update(string_to_sign).finalize().into_bytes().into())
}

/// The value of the header `Authorization`; `signed_headers` as [`signed_headers`] writes them.
pub fn authorization(access_key_id: &str, signed_headers: &str, signature: &str) -> String {
    format!("{ALGORITHM} Credential={access_key_id},SignedHeaders={signed_headers},Signature={signature}")
}

/// The names of the signed headers, sorted and joined by semicolons.
pub fn signed_headers(signed: &[impl AsRef<str>]) -> String {
    let (mut room, mut out) = (Vec::new(), String::new());
    write_names(&mut out, signed, order(signed, &mut room, AsRef::as_ref));
    out
}

/// Lower-case hex of the SHA-256 of a body, the value of `x-acs-content-sha256`.
pub fn content_sha256(body: &[u8]) -> String {
    hex_text(Sha256::digest(body).into())
}

fn write_canonical<N: AsRef<str>, V: AsRef<str>, H: AsRef<str>, T: AsRef<str>, S: AsRef<str>>(
    out: &mut impl Sink,
    parts: &Parts<'_, N, V, H, T, S>,
) {
    out.put(parts.method.as_bytes());
    out.put(b"\n");
    out.put(parts.uri.as_bytes());
    out.put(b"\n");
    write_query(out, parts.query, &ONCE, "=", "&");
    out.put(b"\n");
    let mut room = Vec::new();
    let places = order(parts.signed, &mut room, AsRef::as_ref);
    places.each(parts.signed, |_, name| {
        let name = name.as_ref();
        out.put(name.as_bytes());
        out.put(b":");
        let values = parts.headers.iter().filter(|(header, _)| is_named(header.as_ref(), name));
        for (index, (_, value)) in values.enumerate() {
            if index > 0 {
                out.put(b",");
            }
            out.put(value.as_ref().trim().as_bytes());
        }
        out.put(b"\n");
    });
    out.put(b"\n");
    write_names(out, parts.signed, places);
    out.put(b"\n");
    out.put(parts.body_sha256.as_bytes());
}

#[inline]
fn is_named(header: &str, name: &str) -> bool {
    // Most are equal as they are, and that is seen faster.
    header.len() == name.len() && (header == name || header.eq_ignore_ascii_case(name))
}

fn write_names(out: &mut impl Sink, names: &[impl AsRef<str>], places: Places<'_>) {
    places.each(names, |number, name| {
        if number > 0 {
            out.put(b";");
        }
        out.put(name.as_ref().as_bytes());
    });
}
