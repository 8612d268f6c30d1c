//! The command that signs a request without sending it.

use std::time::SystemTime;

use clap::{Args, ValueEnum};
use contingent_rules::service::Service;
use contingent_rules::{Kind, Operation, Parameter, nearest};
use contingent_runtime::aliyun::sign::{MASK, Scheme, Steps, nonce, parse_timestamp, percent, timestamp, v1, v3};

use crate::exit::Failure;
use crate::key::Key;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/// Signs a request without sending it. Prints the headers or parameters that a signed request has beside its own.
#[derive(Args)]
pub(crate) struct Sign {
    /// The operation, by its name on the wire.
    operation: String,
    /// Parameters, by their names on the wire.
    #[arg(value_name = "NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    /// Shows every step from the request to the signature. Values of secrets are masked.
    #[arg(long)]
    explain: bool,
    /// The scheme: v3 is ACS3-HMAC-SHA256, v1 is HMAC-SHA1.
    #[arg(long, value_enum, default_value_t = Which::V3)]
    scheme: Which,
    /// Where the parameters travel.
    #[arg(long, value_enum, default_value_t = Place::Form)]
    placement: Place,
    /// The HTTP method.
    #[arg(long, default_value = "POST", value_parser = ["GET", "POST"])]
    method: String,
    /// The host, with its port if it has one; only v3 signs it.
    #[arg(long, default_value = "localhost")]
    host: String,
    /// The key, as id and secret with a colon between them. Without it, the environment has it in ALIBABA_CLOUD_ACCESS_KEY_ID
    /// and ALIBABA_CLOUD_ACCESS_KEY_SECRET, where other users of the machine do not see it.
    #[arg(long, value_name = "ID:SECRET")]
    access_key: Option<String>,
    /// The time of the request, such as 2026-01-31T08:00:00Z; now without it.
    #[arg(long, value_name = "TIME")]
    date: Option<String>,
    /// The nonce; a random one without it.
    #[arg(long)]
    nonce: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    V3,
    V1,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Place {
    Form,
    Query,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write a name and a value with `=` between them")?;
    if name.is_empty() { Err("the name is empty".to_owned()) } else { Ok((name.to_owned(), value.to_owned())) }
}

/// What is added to the request, and the steps if they are asked for.
pub(crate) fn text(
    sign: &Sign,
    service: &Service,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<String, Failure> {
    let Some(served) = service.operation(&sign.operation) else {
        let names = service.operations.iter().map(|operation| operation.request.name.as_str());
        let help = match nearest(&sign.operation, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", names.collect::<Vec<_>>().join(", ")),
        };
        return Err(Failure::usage(format!("no operation is called `{}`; {help}", sign.operation.escape_debug())));
    };
    let key = match &sign.access_key {
        Some(text) => Some(Key::parse(text)?),
        None => environment(ID).zip(environment(SECRET)).map(|(id, secret)| Key { id, secret: secret.into() }),
    };
    let Some(key) = key else {
        let help = format!("no access key: set {ID} and {SECRET}, or give --access-key ID:SECRET");
        return Err(Failure::credentials(help));
    };
    let given = Given {
        sign,
        action: &served.request.name,
        version: &service.version,
        key: &key,
        time: sign.date.clone().unwrap_or_else(|| timestamp(SystemTime::now())),
        nonce: sign.nonce.clone().unwrap_or_else(nonce),
    };
    let signed = match sign.scheme {
        Which::V3 => given.v3(),
        Which::V1 => given.v1(),
    };
    if let Some(date) = &sign.date
        && parse_timestamp(date).is_none()
    {
        return Err(Failure::usage("--date is a time such as 2026-01-31T08:00:00Z"));
    }
    let secrets = secret_names(&served.request, sign);
    let mut text = String::new();
    if sign.explain {
        text.push_str(&given.request(&secrets));
        text.push_str(&signed.steps.explain(signed.scheme, &secrets.iter().map(String::as_str).collect::<Vec<_>>()));
        text.push_str(&format!("4. Sent beside the request's own {}\n", signed.what));
    }
    let indent = if sign.explain { "   " } else { "" };
    for (name, value) in &signed.added {
        text.push_str(&format!("{indent}{name}{}{value}\n", signed.between));
    }
    Ok(text)
}

/// What is signed.
struct Given<'s> {
    sign: &'s Sign,
    action: &'s str,
    version: &'s str,
    key: &'s Key,
    time: String,
    nonce: String,
}

struct Signed {
    scheme: Scheme,
    steps: Steps,
    what: &'static str,
    between: &'static str,
    added: Vec<(String, String)>,
}

impl Given<'_> {
    fn in_query(&self) -> bool {
        self.sign.placement == Place::Query || self.sign.method == "GET"
    }

    /// What the caller wants to send, masked.
    fn request(&self, secrets: &[String]) -> String {
        let place = if self.in_query() { "query" } else { "form body" };
        let mut text =
            format!("0. {} of {}, {} /, parameters in the {place}\n", self.action, self.version, self.sign.method);
        for (name, value) in &self.sign.parameters {
            let shown = if is_secret(name, secrets) { MASK } else { value };
            text.push_str(&format!("   {name}={}\n", shown.escape_debug()));
        }
        text
    }

    fn v3(&self) -> Signed {
        const FORM: &str = "application/x-www-form-urlencoded";
        let pair = |(name, value): &(String, String)| format!("{}={}", percent(name), percent(value));
        let form = self.sign.parameters.iter().map(pair).collect::<Vec<_>>().join("&");
        let in_query = self.in_query();
        let (body, query) =
            if in_query { ("", self.sign.parameters.as_slice()) } else { (form.as_str(), [].as_slice()) };
        let hash = v3::content_sha256(body.as_bytes());
        let mut headers = vec![
            ("host", self.sign.host.as_str()),
            ("x-acs-action", self.action),
            ("x-acs-content-sha256", &hash),
            ("x-acs-date", &self.time),
            ("x-acs-signature-nonce", &self.nonce),
            ("x-acs-version", self.version),
        ];
        if !body.is_empty() {
            headers.insert(0, ("content-type", FORM));
        }
        let signed: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let parts = v3::Parts {
            method: &self.sign.method,
            uri: "/",
            query,
            headers: &headers,
            signed: &signed,
            body_sha256: &hash,
        };
        let steps = v3::steps(self.key.secret.expose(), &parts);
        let authorization = v3::authorization(&self.key.id, &v3::signed_headers(&signed), &steps.signature);
        let mut added: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        added.push(("authorization".to_owned(), authorization));
        Signed { scheme: Scheme::V3, steps, what: "headers", between: ": ", added }
    }

    fn v1(&self) -> Signed {
        let common = [
            ("AccessKeyId", self.key.id.as_str()),
            ("Action", self.action),
            ("Format", "JSON"),
            ("SignatureMethod", v1::ALGORITHM),
            ("SignatureNonce", &self.nonce),
            ("SignatureVersion", v1::VERSION),
            ("Timestamp", &self.time),
            ("Version", self.version),
        ];
        let own = self.sign.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = common.into_iter().chain(own.filter(|(name, _)| *name != "Action")).collect();
        let steps = v1::steps(self.key.secret.expose(), &self.sign.method, &all);
        let mut added: Vec<_> = common.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        added.push(("Signature".to_owned(), steps.signature.clone()));
        Signed { scheme: Scheme::V1, steps, what: "parameters", between: "=", added }
    }
}

/// The names of the parameters whose values must not be shown, and of those that hold such. Nobody knows what an unknown
/// one holds: it may be a secret with a slip in its name.
fn secret_names(operation: &Operation, sign: &Sign) -> Vec<String> {
    let declared = |name: &str| operation.parameters.iter().any(|parameter| names(&parameter.name, name));
    let secret = operation.parameters.iter().filter(|parameter| holds_secret(parameter)).map(|it| it.name.clone());
    let unknown = sign.parameters.iter().map(|(name, _)| name.clone()).filter(|name| !declared(name));
    secret.chain(unknown).collect()
}

fn holds_secret(parameter: &Parameter) -> bool {
    let kind: &Kind = &parameter.kind;
    parameter.secret || kind.fields().iter().any(holds_secret) || kind.item().is_some_and(holds_secret)
}

/// Whether a name is that of a parameter, or of something in it: `Name.1`.
fn names(parameter: &str, name: &str) -> bool {
    name.strip_prefix(parameter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn is_secret(name: &str, secrets: &[String]) -> bool {
    secrets.iter().any(|secret| names(secret, name))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        sign: Sign,
    }

    const SERVICE: &str = r#"{"name":"Shop","version":"2025-01-01","operations":[{"request":{"name":"Open","parameters":[
        {"name":"Door","kind":"string"},{"name":"Code","kind":"string","secret":true},
        {"name":"Box","kind":{"object":[{"name":"Key","kind":"string","secret":true}]}}]}}]}"#;

    fn signed(line: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<String, Failure> {
        let line = Line::parse_from(["sign"].into_iter().chain(line.split(' ')));
        text(&line.sign, &Service::from_json(SERVICE).unwrap(), environment)
    }

    const FIXED: &str = "--date 2026-01-31T08:00:00Z --nonce n --access-key testid:testsecret";

    #[test]
    fn what_a_signed_request_has_beside_its_own_is_printed() {
        let v3 = signed(&format!("Open Door=front {FIXED}"), &|_| None).unwrap();
        assert!(v3.starts_with("content-type: application/x-www-form-urlencoded\nhost: localhost\n"), "{v3}");
        assert!(v3.contains("x-acs-date: 2026-01-31T08:00:00Z\n") && v3.contains("authorization: ACS3-HMAC-SHA256 "));
        let v1 = signed(&format!("Open Door=front --scheme v1 --method GET {FIXED}"), &|_| None).unwrap();
        assert!(v1.starts_with("AccessKeyId=testid\nAction=Open\n") && v1.contains("\nSignature="), "{v1}");
        assert_eq!(v1.lines().count(), 9);
        let from_environment = |name: &str| Some(if name == ID { "testid" } else { "testsecret" }.to_owned());
        let line = "Open Door=front --date 2026-01-31T08:00:00Z --nonce n";
        assert_eq!(signed(line, &from_environment).unwrap(), v3);
    }

    #[test]
    fn no_secret_is_shown() {
        for scheme in ["v3", "v1"] {
            for place in ["form", "query"] {
                let line = format!(
                    "Open Door=front Code=hun&ter2 Box.Key=s3same Coed=mislaid --explain --scheme {scheme} --placement {place} {FIXED}"
                );
                let shown = signed(&line, &|_| None).unwrap();
                for secret in ["hun", "ter2", "s3same", "mislaid", "testsecret"] {
                    assert!(!shown.contains(secret), "{secret}: {shown}");
                }
                assert!(
                    shown.contains("Door=front\n   Code=~masked~\n   Box.Key=~masked~\n   Coed=~masked~\n1. Canon"),
                    "{shown}"
                );
                assert!(shown.contains("2. String to sign") && shown.contains("4. Sent beside"), "{shown}");
            }
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let failure = signed("Opne", &|_| None).unwrap_err();
        assert_eq!(
            (failure.code, failure.message.as_str()),
            (2, "no operation is called `Opne`; did you mean `Open`?")
        );
        let failure = signed("Open", &|_| None).unwrap_err();
        assert!(failure.code == 4 && failure.message.contains(SECRET), "{}", failure.message);
        let failure = signed("Open --access-key hunter2", &|_| None).unwrap_err();
        assert!(failure.code == 2 && !failure.message.contains("hunter2"), "{}", failure.message);
    }
}
