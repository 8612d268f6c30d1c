//! Replies: from bytes to a value, and from there to what the caller asked for or an error.

use contingent_rules::{Checker, Facts, Finding, Value};

use crate::aliyun::envelope::{self, Failure};
use crate::{Decode, DecodeError, Definition, Error, Node, xml};

/// The largest body that is read, in bytes: 64 MiB.
pub const MAX_BODY: usize = 64 << 20;

/// The id of the rule of a reply's checker that is broken when the reply says "failed".
pub const FAILURE: &str = "failure";

/// The id of the rule of a reply's checker that is broken when the reply does not say "done".
pub const SUCCESS: &str = "success";

/// The name under which a reply's checker finds the HTTP status.
pub const HTTP_STATUS: &str = "HttpStatus";

/// A body that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Document {
    /// The name of the root element, if the body was XML.
    pub root: Option<String>,
    /// What is in it. In XML all scalars are texts.
    pub value: Value,
}

/// Reads a body, JSON or XML by its first character that is no blank.
///
/// # Errors
/// It is larger than [`MAX_BODY`], empty, not UTF-8, not well-formed, or nested deeper than
/// [`MAX_DEPTH`](contingent_rules::MAX_DEPTH).
pub fn parse(body: &[u8]) -> Result<Document, DecodeError> {
    if body.len() > MAX_BODY {
        return Err(DecodeError::body(format!("is larger than {MAX_BODY} bytes")));
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| DecodeError::body(format!("is not UTF-8 (at byte {})", error.valid_up_to())))?;
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text.chars().next() {
        None => Err(DecodeError::body("is empty")),
        Some('<') => xml::parse(text).map(|(root, value)| Document { root: Some(root), value }),
        Some(_) => Value::parse(text)
            .map(|value| Document { root: None, value })
            .map_err(|error| DecodeError::body(format!("is not the JSON of a reply: {error}"))),
    }
}

/// The reply as an object, if it says that what was asked was done.
///
/// `checker` knows what saying so means: it belongs to an operation whose parameters are the
/// fields of the reply and [`HTTP_STATUS`], and whose rules [`FAILURE`] and [`SUCCESS`] are broken
/// by a reply that says otherwise. It also knows which fields the reply has, so that a field is
/// not taken for the sign of an error. That operation should have `empty_is_absent`, because an
/// empty XML element is how `null` is written there.
///
/// # Errors
/// The service answered with an error; or with something that is no reply, or leaves open whether
/// the call succeeded (a wrong type where the condition looks). With a status that is no success a
/// body that can be read is always an error of the service.
pub fn read(operation: &str, checker: &Checker, status: u16, body: &[u8]) -> Result<Value, Error> {
    let Document { root, value } = parse(body)
        .map_err(|cause| with_id(Error::decode(operation, cause, status), envelope::scan_request_id(body)))?;
    let is_declared = |name: &str| checker.operation().parameters.iter().any(|field| field.name == name);
    if let Some(failure) = envelope::failure(root.as_deref(), &value, status, is_declared) {
        return Err(service_error(operation, failure, status));
    }
    let mut fields = match value {
        Value::Object(fields) => fields,
        // An element without anything in it: all fields are absent.
        Value::Text(text) if root.is_some() && text.trim().is_empty() => Vec::new(),
        other => {
            return Err(Error::decode(operation, Node::root(&other).error("an object"), status));
        }
    };
    // The status is lent to the check; a field that has its name is put back afterwards.
    let lent = Value::from(i32::from(status));
    let own = match fields.iter_mut().find(|(name, _)| name == HTTP_STATUS) {
        Some((_, value)) => Some(std::mem::replace(value, lent)),
        None => {
            fields.push((HTTP_STATUS.to_owned(), lent));
            None
        }
    };
    let mut value = Value::Object(fields);
    let verdict = checker.check(&value, &Facts::default());
    let is_outcome = |finding: &&Finding| finding.rule == FAILURE || finding.rule == SUCCESS;
    if verdict.violations.iter().any(|finding| is_outcome(&finding)) {
        return Err(service_error(operation, envelope::in_body_failure(&value), status));
    }
    if let Some(finding) = verdict.undecided.iter().find(is_outcome) {
        let needs = finding.needs.join(", ");
        let cause = DecodeError::body(format!("does not say whether the call succeeded ({needs})"));
        return Err(with_id(Error::decode(operation, cause, status), envelope::request_id(&value)));
    }
    if let Value::Object(fields) = &mut value {
        match (own, fields.iter_mut().find(|(name, _)| name == HTTP_STATUS)) {
            (Some(own), Some((_, value))) => *value = own,
            _ => drop(fields.pop()),
        }
    }
    Ok(value)
}

/// The typed reply of what [`read`] returned.
///
/// # Errors
/// A field does not fit its type; the error names its path and the id of the request.
pub fn decode<T: Decode>(operation: &str, status: u16, reply: &Value) -> Result<T, Error> {
    T::decode(Node::root(reply))
        .map_err(|cause| with_id(Error::decode(operation, cause, status), envelope::request_id(reply)))
}

/// The typed reply of an operation: [`read`], then [`decode`].
///
/// # Errors
/// As those.
pub fn receive<T: Decode>(operation: &str, definition: &Definition, status: u16, body: &[u8]) -> Result<T, Error> {
    let value = read(operation, definition.common_checker(), status, body)?;
    decode(operation, status, &value)
}

fn service_error(operation: &str, failure: Failure, status: u16) -> Error {
    with_id(Error::service(operation, failure.code, failure.message, status), failure.request_id)
}

fn with_id(error: Error, id: Option<String>) -> Error {
    match id {
        Some(id) => error.with_request_id(id),
        None => error,
    }
}
