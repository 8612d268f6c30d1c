//! Errors as the gateway has them: code, status and words.
//!
//! The documents disagree on some of the statuses; these are those of the gateway's own table, where it has the code.

use contingent_rules::service::{Service, ServiceError};
use contingent_runtime::aliyun::sign::ClaimError;

/// A call that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) code: String,
    pub(super) status: u16,
    /// What the client is told.
    pub(super) message: String,
    /// What the journal says, if the message has values of the request in it.
    pub(super) shown: Option<&'static str>,
    /// Whether the rest of the request was left unread.
    pub(super) close: bool,
}

/// Codes, statuses and messages that need no more words.
const TABLE: &[(&str, u16, &str)] = &[
    ("InvalidApi.NotFound", 404, "Specified api is not found, please check your url and method."),
    ("NoSuchVersion", 400, "The specified version does not exist."),
    ("InvalidAccessKeyId.NotFound", 404, "Specified access key is not found."),
    ("InvalidAccessKeyId.Inactive", 400, "Specified access key is disabled."),
    (
        "SignatureDoesNotMatch",
        400,
        "Specified signature is not matched with our calculation. server string to sign is:",
    ),
    ("SignatureNonceUsed", 400, "Specified signature nonce was used already."),
    ("InvalidTimeStamp.Format", 400, "Specified time stamp or date value is not well formatted."),
    ("InvalidTimeStamp.Expired", 400, "Specified time stamp or date value is expired."),
    ("InvalidParameter.Format", 400, "Specified parameter format is not valid. It is JSON or XML."),
    ("InvalidSignatureMethod", 400, "Specified signature method is not valid."),
    ("InvalidSignatureVersion", 400, "Specified signature version is not valid."),
    ("UnsupportedHTTPMethod", 400, "Specified HTTP method is not supported. It is GET or POST."),
    ("MissingSecurityToken", 400, "SecurityToken is mandatory for this action."),
    ("InvalidSecurityToken.MismatchWithAccessKey", 400, "Specified SecurityToken mismatch with the AccessKey."),
    ("InvalidSecurityToken.Expired", 400, "Specified SecurityToken is expired."),
    ("InvalidSecurityToken.Malformed", 400, "Specified SecurityToken is malformed."),
    ("Throttling", 400, "Request was denied due to request throttling."),
    ("Throttling.User", 400, "Request was denied due to user flow control."),
    ("Throttling.Api", 400, "Request was denied due to api flow control."),
    (
        "Forbidden.RAM",
        403,
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    ),
    ("Forbidden.RiskControl", 403, "This operation is forbidden by the risk control system."),
    ("InternalError", 500, "The request processing has failed due to some unknown error, exception or failure."),
    ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
];

/// All codes that a call of the service can be refused with on purpose.
pub(crate) fn known_codes(service: &Service) -> Vec<&str> {
    let own = service.errors.iter().chain(service.operations.iter().flat_map(|operation| &operation.errors));
    own.map(|error| error.code.as_str()).chain(TABLE.iter().map(|(code, _, _)| *code)).collect()
}

impl Refused {
    pub(super) fn new(code: impl Into<String>, status: u16, message: impl Into<String>) -> Self {
        Self { code: code.into(), status, message: message.into(), shown: None, close: false }
    }

    /// One of the gateway's own.
    pub(super) fn of(code: &'static str) -> Self {
        let known = TABLE.iter().find(|(known, _, _)| *known == code);
        let (status, message) = known.map_or((400, ""), |(_, status, message)| (*status, *message));
        Self::new(code, status, message)
    }

    pub(super) fn parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameter", 400, message)
    }

    /// On purpose: as the operation, the service or the gateway has the code, in this order.
    pub(super) fn on_purpose(service: &Service, operation: &str, code: &str) -> Self {
        let own = service.operation(operation).map(|operation| operation.errors.as_slice()).unwrap_or_default();
        let others = service.operations.iter().flat_map(|operation| &operation.errors);
        let documented = own.iter().chain(&service.errors).chain(others).find(|error| error.code == code);
        let gateway = TABLE.iter().find(|(known, _, _)| *known == code);
        let (status, words) = gateway.map_or((400, ""), |(_, status, words)| (*status, *words));
        let said = |error: &ServiceError| (error.status.unwrap_or(status), error.message.clone());
        let (status, message) = documented.map_or((status, String::new()), said);
        let message = Some(message).filter(|message| !message.is_empty()).unwrap_or_else(|| words.to_owned());
        Self::new(code, status, message)
    }

    /// Seconds after which the call may be made again.
    pub(super) fn retry_after(&self) -> Option<u64> {
        self.code.starts_with("Throttling").then_some(1)
    }
}

impl From<ClaimError> for Refused {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Missing(name) => missing(name),
            ClaimError::UnsupportedMethod => Self::of("InvalidSignatureMethod"),
            ClaimError::UnsupportedVersion => Self::of("InvalidSignatureVersion"),
            ClaimError::MalformedAuthorization(_) | ClaimError::NotSigned(_) => {
                Self::new("IncompleteSignature", 400, format!("The request signature is not complete: {error}."))
            }
            // Nobody knows what the client signed, so there is no string to show.
            ClaimError::ContentMismatch => Self::new(
                "SignatureDoesNotMatch",
                400,
                format!("Specified signature is not matched with our calculation. Reason: {error}."),
            ),
            other => Self::parameter(format!("{other}.")),
        }
    }
}

fn missing(name: &str) -> Refused {
    let parameter = match name {
        "x-acs-action" => "Action",
        "x-acs-version" => "Version",
        "x-acs-signature-nonce" => "SignatureNonce",
        "x-acs-date" => "Timestamp",
        header if header.starts_with(|c: char| c.is_ascii_lowercase()) => {
            let message =
                format!("The input header \"{header}\" that is mandatory for processing this request is not supplied.");
            return Refused::new("MissingParameter", 400, message);
        }
        parameter => {
            return Refused::new(
                format!("Missing{parameter}"),
                400,
                format!("{parameter} is mandatory for this action."),
            );
        }
    };
    Refused::new(
        format!("Missing{parameter}"),
        400,
        format!("{parameter} (the header {name}) is mandatory for this action."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_in_the_code() {
        let of = |error: ClaimError| {
            let refused = Refused::from(error);
            (refused.code, refused.status, refused.message)
        };
        assert_eq!(
            of(ClaimError::Missing("Timestamp")),
            ("MissingTimestamp".into(), 400, "Timestamp is mandatory for this action.".into())
        );
        assert_eq!(
            of(ClaimError::Missing("x-acs-date")),
            ("MissingTimestamp".into(), 400, "Timestamp (the header x-acs-date) is mandatory for this action.".into())
        );
        assert_eq!(of(ClaimError::Missing("x-acs-content-sha256")).0, "MissingParameter");
        assert_eq!(of(ClaimError::NotSigned("host")).0, "IncompleteSignature");
        assert_eq!(of(ClaimError::Repeated("Action")).0, "InvalidParameter");
    }

    #[test]
    fn every_code_of_the_table_has_words() {
        for (code, status, message) in TABLE {
            assert!((400..600).contains(status) && message.ends_with(['.', ':']), "{code}");
            assert_eq!(&Refused::of(code).message, message);
        }
    }

    #[test]
    fn on_purpose_the_documents_come_first() {
        let service = Service::from_json(
            r#"{"name":"S","version":"1","errors":[{"code":"Throttling","status":429,"message":"Slowly."},{"code":"Own"}],
                "operations":[{"request":{"name":"Op","parameters":[]},"errors":[{"code":"InternalError","message":"Oh."}]}]}"#,
        );
        let service = service.unwrap();
        let of = |code| {
            let refused = Refused::on_purpose(&service, "Op", code);
            (refused.status, refused.message, refused.code)
        };
        assert_eq!(of("Throttling"), (429, "Slowly.".into(), "Throttling".into()));
        assert_eq!(of("InternalError"), (500, "Oh.".into(), "InternalError".into()));
        assert_eq!(of("Own"), (400, String::new(), "Own".into()));
        assert_eq!(of("ServiceUnavailable").0, 503);
        assert!(known_codes(&service).contains(&"Own") && known_codes(&service).contains(&"Throttling.User"));
    }
}
