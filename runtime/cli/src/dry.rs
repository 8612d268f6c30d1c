//! The request that would be sent, without its secrets.

use bytes::Bytes;
use contingent_rules::Value;
use contingent_runtime::client::{Blocking, Client};

use crate::described::Described;
use crate::exit::Failure;
use crate::mask::masked;
use crate::output::Output;
use crate::world::visible;

/// The stand-in key: a signature with a real one would be good for a quarter of an hour.
pub(crate) const KEY_ID: &str = "testid";
/// Its secret.
pub(crate) const KEY_SECRET: &str = "testsecret";

/// The signed request. What is signed is the masked one: the hash of a real body would tell a short password to whoever
/// tries them all.
pub(crate) fn text(
    described: &Described,
    client: &Client<Blocking>,
    request: &Value,
    output: &Output,
) -> Result<String, Failure> {
    let request = client.signed_value(described.descriptor, masked(described.operation, request))?;
    Ok(if output.is_json() { lines(&request) } else { output.text(&value(&request)) })
}

/// As HTTP has it, with one parameter of the body on a line.
fn lines(request: &http::Request<Bytes>) -> String {
    let mut text = format!("{} {}\n", request.method(), visible(&request.uri().to_string()));
    for (name, value) in request.headers() {
        text.push_str(&format!("{name}: {}\n", visible(value.to_str().unwrap_or_default())));
    }
    let body = String::from_utf8_lossy(request.body());
    if !body.is_empty() {
        text.push_str(&format!("\n{}\n", visible(&body).replace('&', "\n&")));
    }
    text
}

/// The same as a value, for `--output` and `--query`.
fn value(request: &http::Request<Bytes>) -> Value {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().unwrap_or_default().into())
    };
    Value::Object(vec![
        ("method".to_owned(), request.method().as_str().into()),
        ("url".to_owned(), request.uri().to_string().into()),
        ("headers".to_owned(), Value::Object(request.headers().iter().map(header).collect())),
        ("body".to_owned(), String::from_utf8_lossy(request.body()).into_owned().into()),
    ])
}
