//! The parameters of a call: where they are, which of them are the gateway's, and what is left for the operation.

use std::collections::HashSet;

use contingent_rules::Operation;
use contingent_runtime::aliyun::sign::decode_form;
use http::request;

use super::refusal::Refused;
use crate::server::limits::Limits;
use crate::server::shared::Placement;

/// Parameters that every call may have; an operation can have one of the same name.
const COMMON: [&str; 13] = [
    "Action",
    "Version",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "Format",
    "SecurityToken",
    "BearerToken",
    "RegionId",
];

/// All pairs of a request, decoded, by where they are.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) query: Vec<(String, String)>,
    pub(super) form: Vec<(String, String)>,
}

/// Reads the pairs of query and body.
///
/// # Errors
/// They are not UTF-8, too many or too long, or the body is no form.
pub(super) fn read(head: &request::Parts, body: &[u8], limits: &Limits) -> Result<Parameters, Refused> {
    let query = head.uri.query().unwrap_or_default().as_bytes();
    if !body.is_empty() && !is_form(head) {
        return Err(Refused::new(
            "UnsupportedContentType",
            415,
            "Parameters are read from the query and from a body of the type application/x-www-form-urlencoded.",
        ));
    }
    // Before anything is copied.
    let count: usize = [query, body].iter().map(|text| text.iter().filter(|b| **b == b'&').count() + 1).sum();
    if count > limits.parameters {
        return Err(Refused::parameter(format!("There are more than {} parameters.", limits.parameters)));
    }
    let decode = |text| decode_form(text).map_err(|error| Refused::parameter(format!("{error}.")));
    let parameters = Parameters { query: decode(query)?, form: decode(body)? };
    if parameters.all().any(|(name, _)| name.len() > limits.name) {
        return Err(Refused::parameter(format!("The name of a parameter is longer than {} bytes.", limits.name)));
    }
    Ok(parameters)
}

fn is_form(head: &request::Parts) -> bool {
    let content_type = head.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

impl Parameters {
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().chain(&self.form).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all().find(|(given, _)| *given == name).map(|(_, value)| value)
    }

    /// Refuses what is given twice: which of them would count, nobody said.
    ///
    /// # Errors
    /// It names them.
    pub(super) fn refuse_twice(&self) -> Result<(), Refused> {
        let mut seen = HashSet::new();
        let twice: Vec<&str> = self.all().filter(|(name, _)| !seen.insert(*name)).map(|(name, _)| name).collect();
        if twice.is_empty() {
            return Ok(());
        }
        Err(Refused::parameter(format!("Given more than once: {}.", named(&twice))))
    }

    /// Refuses parameters that are not where they should be.
    ///
    /// # Errors
    /// It names them.
    pub(super) fn refuse_misplaced(&self, placement: Placement) -> Result<(), Refused> {
        match placement {
            Placement::Query if !self.form.is_empty() => {
                let names: Vec<&str> = self.form.iter().map(|(name, _)| name.as_str()).collect();
                Err(Refused::parameter(format!(
                    "In the body, but this emulator takes parameters in the query only: {}.",
                    named(&names)
                )))
            }
            Placement::Any | Placement::Query => Ok(()),
        }
    }

    /// The pairs that the operation knows, or that nobody knows. What a header says, it says as if it were a
    /// parameter, if the operation has it.
    pub(super) fn of_operation<'p>(
        &'p self,
        operation: &Operation,
        headers: [(&'p str, &'p str); 2],
    ) -> Vec<(&'p str, &'p str)> {
        let has = |name: &str| operation.parameters.iter().any(|parameter| parameter.name == name);
        let mut pairs: Vec<_> = self.all().filter(|(name, _)| !COMMON.contains(name) || has(name)).collect();
        for (name, value) in headers {
            if has(name) && self.get(name).is_none() {
                pairs.push((name, value));
            }
        }
        pairs
    }
}

/// The first of some names, for people.
fn named(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let mut list = names.iter().take(SHOWN).map(|name| crate::server::mask::shown(name)).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        list.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(uri: &str, content_type: Option<&str>) -> request::Parts {
        let mut request = http::Request::builder().uri(uri);
        if let Some(content_type) = content_type {
            request = request.header("Content-Type", content_type);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn refused<T>(read: Result<T, Refused>) -> String {
        read.map(|_| ()).unwrap_err().message
    }

    const FORM: Option<&str> = Some("Application/X-WWW-form-urlencoded; charset=utf-8");

    #[test]
    fn pairs_are_read_from_query_and_form() {
        let limits = Limits::default();
        let read = |uri: &str, body: &[u8]| super::read(&head(uri, FORM), body, &limits);
        let both = read("/?a=1+%2B&b", b"c=%c3%a9&a=2").unwrap();
        let pairs: Vec<_> = both.all().collect();
        assert_eq!(pairs, [("a", "1 +"), ("b", ""), ("c", "é"), ("a", "2")]);
        assert_eq!(refused(both.refuse_twice()), "Given more than once: a.");
        assert!(refused(both.refuse_misplaced(Placement::Query)).ends_with("the query only: c, a."));
        assert!(both.refuse_misplaced(Placement::Any).is_ok());
        assert!(read("/?a=1", b"").unwrap().refuse_misplaced(Placement::Query).is_ok());
        assert!(refused(read("/?a=%ff", b"")).contains("not UTF-8"));
        assert!(refused(read(&format!("/?{}", "a&".repeat(1_000)), b"")).contains("more than 1000"));
        assert!(refused(read(&format!("/?{}=1", "a".repeat(129)), b"")).contains("longer than 128"));
        assert!(refused(super::read(&head("/", None), b"a=1", &limits)).contains("form-urlencoded"));
        assert!(super::read(&head("/", Some("text/plain")), b"", &limits).is_ok());
        let many = read(&format!("/?{}", "a&".repeat(9)), b"").unwrap();
        assert_eq!(refused(many.refuse_twice()), "Given more than once: a, a, a, a, a and 3 more.");
    }

    #[test]
    fn common_parameters_are_the_operations_only_if_it_has_them() {
        let read =
            super::read(&head("/?Action=Op&RegionId=r&Version=1&Own=2&New=3", None), b"", &Limits::default()).unwrap();
        let of = |parameters: &str| {
            let operation = format!(r#"{{"name":"Op","parameters":[{parameters}]}}"#);
            read.of_operation(&Operation::from_json(&operation).unwrap(), [("Action", "Head"), ("Kind", "k")])
        };
        assert_eq!(of(r#"{"name":"Own","kind":"string"}"#), [("Own", "2"), ("New", "3")]);
        assert_eq!(
            of(
                r#"{"name":"Action","kind":"string"},{"name":"Kind","kind":"string"},{"name":"RegionId","kind":"string"}"#
            ),
            [("Action", "Op"), ("RegionId", "r"), ("Own", "2"), ("New", "3"), ("Kind", "k")]
        );
    }
}
