//! Checks files of signature vectors, published ones and captured requests:
//! `verify_vectors FILE...`
//!
//! Prints a line for each vector. Exits with 1 if one failed, with 2 if a file cannot be read.

use std::process::ExitCode;

use contingent_runtime::Value;
use contingent_runtime::aliyun::sign::{Received, Scheme, Steps, claim, v1, v3};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: verify_vectors FILE...");
        return ExitCode::from(2);
    }
    let (mut failed, mut unreadable) = (false, false);
    for file in &files {
        match entries(file) {
            Ok(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    let id = entry.get("id").and_then(Value::as_str);
                    let id = id.map_or_else(|| format!("{file}#{index}"), str::to_owned);
                    match check(entry) {
                        Ok(()) => println!("ok {id}"),
                        Err(problem) => {
                            failed = true;
                            println!("FAILED {id} {problem}");
                        }
                    }
                }
            }
            Err(problem) => {
                unreadable = true;
                eprintln!("{file}: {problem}");
            }
        }
    }
    match (unreadable, failed) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::FAILURE,
        (false, false) => ExitCode::SUCCESS,
    }
}

fn entries(file: &str) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    match Value::parse(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())? {
        Value::List(entries) if entries.is_empty() => Err("has no vectors".to_owned()),
        Value::List(entries) => Ok(entries),
        _ => Err("is not a list of vectors".to_owned()),
    }
}

type Outcome = Result<(), String>;

fn check(entry: &Value) -> Outcome {
    text(entry, "id")?;
    match text(entry, "scheme")? {
        "RPC-V1-HMAC-SHA1" => check_v1(entry),
        "ACS3-HMAC-SHA256" => check_v3(entry),
        "HMAC-SHA1/base64" => {
            let signature = v1::hmac(text(entry, "key")?, text(entry, "message")?);
            equal("signature", text(entry, "expected")?, &signature)
        }
        "HMAC-SHA256/hex" => {
            let signature = v3::signature(text(entry, "key")?, text(entry, "message")?);
            equal("signature", text(entry, "expected")?, &signature)
        }
        "V1" => check_request(entry, Scheme::V1),
        "V3" => check_request(entry, Scheme::V3),
        other => Err(format!("unknown scheme {other}")),
    }
}

fn check_v1(entry: &Value) -> Outcome {
    let (method, secret) = (text(entry, "method")?, text(entry, "secret")?);
    let params = pairs(entry, "params")?;
    if params.iter().any(|(name, _)| name == "Signature") {
        return Err("params has a Signature".to_owned());
    }
    let steps = v1::steps(secret, method, &params);
    equal_if_there(entry, "canonicalized_query", &steps.canonical)?;
    equal_if_there(entry, "string_to_sign", &steps.string_to_sign)?;
    equal("signature", text(entry, "expected")?, &steps.signature)?;
    equal("signature in one pass", &steps.signature, &v1::sign(secret, method, &params))
}

fn check_v3(entry: &Value) -> Outcome {
    let (method, uri, secret) = (text(entry, "method")?, text(entry, "uri")?, text(entry, "secret")?);
    let (query, headers) = (pairs(entry, "query")?, pairs(entry, "headers")?);
    let mut signed: Vec<String> = headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    signed.sort_unstable();
    signed.dedup();
    let body_sha256 = body_hash(entry)?;
    for (name, value) in &headers {
        if name.eq_ignore_ascii_case("x-acs-content-sha256") {
            equal("header x-acs-content-sha256", &body_sha256, value)?;
        }
    }
    let parts = v3::Parts { method, uri, query: &query, headers: &headers, signed: &signed, body_sha256: &body_sha256 };
    let steps = v3::steps(secret, &parts);
    equal_if_there(entry, "canonical_request", &steps.canonical)?;
    let hash = v3::content_sha256(steps.canonical.as_bytes());
    equal_if_there(entry, "hashed_canonical_request_expected", &hash)?;
    equal_if_there(entry, "string_to_sign", &steps.string_to_sign)?;
    let access_key_id = text(entry, "access_key_id")?;
    let authorization = v3::authorization(access_key_id, &v3::signed_headers(&signed), &steps.signature);
    equal_if_there(entry, "authorization", &authorization)?;
    equal("signature", text(entry, "expected")?, &steps.signature)?;
    equal("signature in one pass", &steps.signature, &v3::sign(secret, &parts))
}

/// The hash of the body. Some vectors give the hash itself, under one name or another, because
/// the code that they come from took it as an argument, and no body is known that has it.
fn body_hash(entry: &Value) -> Result<String, String> {
    let given = match entry {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let is_named = ["body_", "_body", "payload", "content"].iter().any(|part| name.contains(part));
            let is_hash = |hash: &&str| hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
            value.as_str().filter(is_hash).filter(|_| is_named)
        }),
        _ => None,
    };
    match given {
        Some(hash) => Ok(hash.to_owned()),
        None => Ok(v3::content_sha256(text(entry, "body")?.as_bytes())),
    }
}

/// A request is verified from itself alone; what the vector says about it is compared afterwards.
fn check_request(entry: &Value, scheme: Scheme) -> Outcome {
    let headers = pairs(entry, "headers")?;
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let received = Received {
        method: text(entry, "method")?,
        path_and_query: text(entry, "path")?,
        headers: &headers,
        body: text(entry, "body")?.as_bytes(),
    };
    let (secret, given) = (text(entry, "secret")?, text(entry, "signature")?);
    let claim = claim(&received).map_err(|error| error.to_string())?;
    if claim.scheme != scheme {
        return Err(format!("the request is signed with {}", claim.scheme.algorithm()));
    }
    equal("access_key_id", text(entry, "access_key_id")?, &claim.access_key_id)?;
    let Steps { canonical, string_to_sign, signature } =
        claim.steps(&received, secret).map_err(|error| error.to_string())?;
    if scheme == Scheme::V3 {
        equal_if_there(entry, "canonical_request", &canonical)?;
    }
    equal_if_there(entry, "string_to_sign", &string_to_sign)?;
    equal("signature of the vector", given, &signature)?;
    equal("signature of the request", &claim.signature, &signature)?;
    if !claim.verify(&received, secret) {
        return Err("the request is not verified".to_owned());
    }
    Ok(())
}

fn text<'v>(entry: &'v Value, name: &str) -> Result<&'v str, String> {
    let value = entry.get(name).ok_or_else(|| format!("has no {name}"))?;
    value.as_str().ok_or_else(|| format!("{name} is not a text"))
}

/// An object, or a list of pairs. A value may be a list: a name that is given more than once.
fn pairs(entry: &Value, name: &str) -> Result<Vec<(String, String)>, String> {
    let wrong = || format!("{name} is neither an object of texts nor a list of pairs");
    let given: Vec<(&str, &Value)> = match entry.get(name) {
        None => return Err(format!("has no {name}")),
        Some(Value::Object(fields)) => fields.iter().map(|(name, value)| (name.as_str(), value)).collect(),
        Some(Value::List(items)) => items.iter().map(|item| pair(item).ok_or_else(wrong)).collect::<Result<_, _>>()?,
        Some(_) => return Err(wrong()),
    };
    let mut pairs = Vec::new();
    for (name, value) in given {
        match value {
            Value::List(values) => {
                for value in values {
                    pairs.push((name.to_owned(), scalar(value).ok_or_else(wrong)?));
                }
            }
            value => pairs.push((name.to_owned(), scalar(value).ok_or_else(wrong)?)),
        }
    }
    Ok(pairs)
}

fn pair(item: &Value) -> Option<(&str, &Value)> {
    let Value::List(halves) = item else { return None };
    match halves.as_slice() {
        [Value::Text(name), value] => Some((name, value)),
        _ => None,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

fn equal_if_there(entry: &Value, name: &str, found: &str) -> Outcome {
    match entry.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(_) => equal(name, text(entry, name)?, found),
    }
}

/// Test keys only: these texts may be shown.
fn equal(what: &str, expected: &str, found: &str) -> Outcome {
    if expected == found { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}")) }
}
