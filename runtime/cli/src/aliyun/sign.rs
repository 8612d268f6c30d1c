//! The command that signs a request without sending it.

use std::io::Write as _;
use std::time::SystemTime;

use clap::{Args, ValueEnum};
use contingent_rules::service::Service;
use contingent_rules::{Kind, Operation, Parameter, nearest};
use contingent_runtime::Secret;
use contingent_runtime::aliyun::sign::{MASK, Scheme, Steps, nonce, percent, timestamp, v1, v3};

use crate::exit::Failure;

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
    #[arg(long, value_name = "ID:SECRET", value_parser = key)]
    access_key: Option<Key>,
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

#[derive(Clone)]
struct Key {
    id: String,
    secret: Secret,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write a name and a value with `=` between them")?;
    if name.is_empty() { Err("the name is empty".to_owned()) } else { Ok((name.to_owned(), value.to_owned())) }
}

/// The message never has what was given: it may be a secret.
fn key(text: &str) -> Result<Key, String> {
    match text.split_once(':') {
        Some((id, secret)) if !id.is_empty() && !secret.is_empty() => {
            Ok(Key { id: id.to_owned(), secret: Secret::from(secret) })
        }
        Some(_) | None => Err("write an id and a secret with a colon between them".to_owned()),
    }
}

/// Prints what is added to the request, and the steps if they are asked for.
pub(crate) fn run(sign: &Sign, service: &Service, environment: &dyn Fn(&str) -> Option<String>) -> Result<(), Failure> {
    let Some(served) = service.operation(&sign.operation) else {
        let names = service.operations.iter().map(|operation| operation.request.name.as_str());
        let help = match nearest(&sign.operation, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", names.collect::<Vec<_>>().join(", ")),
        };
        return Err(Failure::usage(format!("no operation is called `{}`; {help}", sign.operation.escape_debug())));
    };
    let from_environment = || Some(Key { id: environment(ID)?, secret: environment(SECRET)?.into() });
    let Some(key) = sign.access_key.clone().or_else(from_environment) else {
        return Err(Failure::credentials(format!(
            "no access key: set {ID} and {SECRET}, or give --access-key ID:SECRET"
        )));
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
    let secrets = secret_names(&served.request);
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
    std::io::stdout().write_all(text.as_bytes()).map_err(|error| Failure::start(format!("cannot print: {error}")))
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

/// The names of the parameters whose values must not be shown, and of those that hold such.
fn secret_names(operation: &Operation) -> Vec<String> {
    operation.parameters.iter().filter(|parameter| holds_secret(parameter)).map(|it| it.name.clone()).collect()
}

fn holds_secret(parameter: &Parameter) -> bool {
    let kind: &Kind = &parameter.kind;
    parameter.secret || kind.fields().iter().any(holds_secret) || kind.item().is_some_and(holds_secret)
}

fn is_secret(name: &str, secrets: &[String]) -> bool {
    secrets
        .iter()
        .any(|secret| name.strip_prefix(secret.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}
