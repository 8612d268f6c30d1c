//! Verifying: what a received request says about itself, and whether its signature is true.

use std::fmt;

use super::hash::same;
use super::percent::{NotUtf8, decode_form};
use super::{Scheme, Steps, v1, v3};
use crate::Secret;

/// A request as it came in.
#[derive(Clone, Copy)]
pub struct Received<'r> {
    /// The method, as sent.
    pub method: &'r str,
    /// The target of the request line, as sent.
    pub path_and_query: &'r str,
    /// All headers, in the order and the letters in which they were sent.
    pub headers: &'r [(&'r str, &'r str)],
    /// The body, without the framing of a chunked one.
    pub body: &'r [u8],
}

/// What a request says about who signed it, how and when. Nothing of it is proved before
/// [`Claim::verify`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Claim {
    /// How the request is signed.
    pub scheme: Scheme,
    /// Whose key signed it.
    pub access_key_id: String,
    /// A text that must not come twice.
    pub nonce: String,
    /// When it was signed, as sent; [`parse_timestamp`](super::parse_timestamp) reads it.
    pub timestamp: String,
    /// The operation.
    pub action: String,
    /// The version of the service.
    pub version: String,
    /// The token that goes with a temporary key.
    pub security_token: Option<Secret>,
    /// In which format the reply is wanted, if the request says so.
    pub format: Option<String>,
    /// The signature that was sent.
    pub signature: String,
    /// The names of the signed headers, in lower case; none in the older scheme.
    pub signed_headers: Vec<String>,
}

/// Why a request cannot be verified. It names parameters and headers, and shows no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClaimError {
    /// A parameter (older scheme) or a header is absent or empty.
    Missing(&'static str),
    /// A parameter or a header that can have one value was sent more than once.
    Repeated(&'static str),
    /// The algorithm is not the one of a known scheme, or signs with something else than a secret.
    UnsupportedMethod,
    /// `SignatureVersion` is not 1.0.
    UnsupportedVersion,
    /// The header `Authorization` cannot be read: why.
    MalformedAuthorization(&'static str),
    /// A header that must be signed was sent and is not signed.
    NotSigned(&'static str),
    /// `x-acs-content-sha256` is not the hash of the body.
    ContentMismatch,
    /// Parameters are not UTF-8.
    NotUtf8,
}

impl fmt::Display for ClaimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClaimError::Missing(name) => write!(f, "{name} is missing"),
            ClaimError::Repeated(name) => write!(f, "{name} is given more than once"),
            ClaimError::UnsupportedMethod => f.write_str("the signature method is not supported"),
            ClaimError::UnsupportedVersion => f.write_str("the signature version is not supported"),
            ClaimError::MalformedAuthorization(why) => write!(f, "the header Authorization {why}"),
            ClaimError::NotSigned(name) => write!(f, "the header {name} is not signed"),
            ClaimError::ContentMismatch => f.write_str("x-acs-content-sha256 is not the hash of the body"),
            ClaimError::NotUtf8 => NotUtf8.fmt(f),
        }
    }
}

impl std::error::Error for ClaimError {}

impl From<NotUtf8> for ClaimError {
    fn from(_: NotUtf8) -> Self {
        ClaimError::NotUtf8
    }
}

const CONTENT_SHA256: &str = "x-acs-content-sha256";
const TOKEN: &str = "x-acs-security-token";
/// Without these among the signed headers, a signature says too little about the request.
const MUST_BE_SIGNED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", TOKEN];

/// Reads what a request says about its signature.
///
/// A header `Authorization` of the current scheme decides; otherwise the parameters of the older
/// scheme are looked for.
///
/// # Errors
/// Something that every signed request has is missing, malformed or of an unknown kind, or the
/// body is not the one that was signed.
pub fn claim(received: &Received<'_>) -> Result<Claim, ClaimError> {
    match received.header("Authorization", "authorization")? {
        Some(authorization) => v3_claim(received, authorization),
        None => v1_claim(received),
    }
}

impl Claim {
    /// The texts from which the signature should have been made, and the right signature.
    ///
    /// # Errors
    /// The parameters are not UTF-8.
    pub fn steps(&self, received: &Received<'_>, secret: &str) -> Result<Steps, ClaimError> {
        Ok(match self.scheme {
            Scheme::V1 => v1::steps(secret, received.method, &v1_pairs(received)?),
            Scheme::V3 => {
                let (uri, query) = received.target();
                let (query, body_sha256) = (decode_form(query.as_bytes())?, v3::content_sha256(received.body));
                v3::steps(secret, &self.parts(received, uri, &query, &body_sha256))
            }
        })
    }

    /// Whether the secret made the signature; the time it takes does not tell how much was right.
    pub fn verify(&self, received: &Received<'_>, secret: &str) -> bool {
        let right = match self.scheme {
            Scheme::V1 => v1_pairs(received).map(|pairs| v1::sign(secret, received.method, &pairs)),
            Scheme::V3 => {
                let (uri, query) = received.target();
                let body_sha256 = v3::content_sha256(received.body);
                decode_form(query.as_bytes())
                    .map(|query| v3::sign(secret, &self.parts(received, uri, &query, &body_sha256)))
                    .map_err(ClaimError::from)
            }
        };
        right.is_ok_and(|right| same(&right, &self.signature))
    }

    fn parts<'a>(
        &'a self,
        received: &Received<'a>,
        uri: &'a str,
        query: &'a [(String, String)],
        body_sha256: &'a str,
    ) -> v3::Parts<'a, String, String, &'a str, &'a str, String> {
        let Received { method, headers, .. } = *received;
        v3::Parts { method, uri, query, headers, signed: &self.signed_headers, body_sha256 }
    }
}

impl<'r> Received<'r> {
    /// All parameters, decoded: those of the query, then those of a form in the body.
    ///
    /// # Errors
    /// [`ClaimError::NotUtf8`].
    pub fn pairs(&self) -> Result<Vec<(String, String)>, ClaimError> {
        let mut pairs = decode_form(self.target().1.as_bytes())?;
        if self.is_form() {
            pairs.extend(decode_form(self.body)?);
        }
        Ok(pairs)
    }

    /// Path and query, as sent.
    fn target(&self) -> (&'r str, &'r str) {
        // A proxy may be asked with the whole address.
        let target = match self.path_and_query.split_once("://") {
            Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                rest.find(['/', '?']).and_then(|from| rest.get(from..)).unwrap_or_default()
            }
            _ => self.path_and_query,
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        (if path.is_empty() { "/" } else { path }, query)
    }

    fn is_form(&self) -> bool {
        let mut types = self.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        types.any(|(_, value)| {
            let media_type = value.split(';').next().unwrap_or_default().trim();
            media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        })
    }

    /// The value of a header, if it is there once; `shown` is its name in the error.
    fn header(&self, shown: &'static str, name: &str) -> Result<Option<&'r str>, ClaimError> {
        one(
            shown,
            self.headers.iter().filter(|(sent, _)| sent.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()),
        )
    }
}

fn v1_claim(received: &Received<'_>) -> Result<Claim, ClaimError> {
    let pairs = received.pairs()?;
    let optional = |name| one(name, pairs.iter().filter(|(sent, _)| sent == name).map(|(_, value)| value.as_str()));
    let required = |name| optional(name)?.map(str::to_owned).ok_or(ClaimError::Missing(name));
    let claim = Claim {
        scheme: Scheme::V1,
        action: required("Action")?,
        version: required("Version")?,
        access_key_id: required("AccessKeyId")?,
        nonce: required("SignatureNonce")?,
        timestamp: required("Timestamp")?,
        security_token: optional("SecurityToken")?.map(Secret::from),
        format: optional("Format")?.map(str::to_owned),
        signature: required("Signature")?,
        signed_headers: Vec::new(),
    };
    if required("SignatureMethod")? != v1::ALGORITHM || optional("SignatureType")?.is_some() {
        return Err(ClaimError::UnsupportedMethod);
    }
    if required("SignatureVersion")? != v1::VERSION {
        return Err(ClaimError::UnsupportedVersion);
    }
    Ok(claim)
}

fn v1_pairs(received: &Received<'_>) -> Result<Vec<(String, String)>, ClaimError> {
    let mut pairs = received.pairs()?;
    pairs.retain(|(name, _)| name != "Signature");
    Ok(pairs)
}

fn v3_claim(received: &Received<'_>, authorization: &str) -> Result<Claim, ClaimError> {
    let malformed = ClaimError::MalformedAuthorization;
    let (algorithm, fields) = authorization.split_once(' ').unwrap_or((authorization, ""));
    if algorithm != v3::ALGORITHM {
        return Err(ClaimError::UnsupportedMethod);
    }
    let (mut credential, mut signed, mut signature) = (None, None, None);
    for field in fields.split(',') {
        let (name, value) = field.trim().split_once('=').ok_or(malformed("has a field without a value"))?;
        let place = match name {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed,
            "Signature" => &mut signature,
            _ => return Err(malformed("has an unknown field")),
        };
        if place.replace(value).is_some() {
            return Err(malformed("has a field twice"));
        }
    }
    let filled = |field: Option<&'_ str>, problem| {
        field.filter(|text| !text.is_empty()).map(str::to_owned).ok_or(malformed(problem))
    };
    let access_key_id = filled(credential, "names no Credential")?;
    let signature = filled(signature, "has no Signature")?;
    let signed_headers = signed_names(received, &filled(signed, "names no SignedHeaders")?)?;

    let optional = |name: &'static str| received.header(name, name);
    let required = |name| optional(name)?.map(str::to_owned).ok_or(ClaimError::Missing(name));
    let claim = Claim {
        scheme: Scheme::V3,
        access_key_id,
        action: required("x-acs-action")?,
        version: required("x-acs-version")?,
        nonce: required("x-acs-signature-nonce")?,
        timestamp: required("x-acs-date")?,
        security_token: optional(TOKEN)?.map(Secret::from),
        format: decode_form(received.target().1.as_bytes())?
            .into_iter()
            .find(|(name, value)| name == "Format" && !value.is_empty())
            .map(|(_, value)| value),
        signature,
        signed_headers,
    };
    if optional("x-acs-signature-type")?.is_some() {
        return Err(ClaimError::UnsupportedMethod);
    }
    required("host")?;
    for name in MUST_BE_SIGNED {
        if !claim.signed_headers.iter().any(|signed| signed == name) && optional(name)?.is_some() {
            return Err(ClaimError::NotSigned(name));
        }
    }
    if !required(CONTENT_SHA256)?.eq_ignore_ascii_case(&v3::content_sha256(received.body)) {
        return Err(ClaimError::ContentMismatch);
    }
    Ok(claim)
}

/// The list of signed headers: each was sent, none is named twice.
fn signed_names(received: &Received<'_>, list: &str) -> Result<Vec<String>, ClaimError> {
    let mut names: Vec<String> = list.split(';').map(str::to_ascii_lowercase).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        return Err(ClaimError::MalformedAuthorization("names a signed header twice"));
    }
    let was_sent = |name: &String| received.headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name));
    if !names.iter().all(was_sent) {
        return Err(ClaimError::MalformedAuthorization("names a signed header that was not sent"));
    }
    Ok(names)
}

/// The only value, or none; an empty one says as much as none.
fn one<'v>(name: &'static str, mut values: impl Iterator<Item = &'v str>) -> Result<Option<&'v str>, ClaimError> {
    let first = values.next();
    match values.next() {
        Some(_) => Err(ClaimError::Repeated(name)),
        None => Ok(first.filter(|value| !value.is_empty())),
    }
}
