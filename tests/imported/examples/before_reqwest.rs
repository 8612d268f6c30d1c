//! A plain client that asks what is wrong with a request before it sends it: `before_reqwest ADDRESS ORDER..`.
//!
//! `cargo run --example before_reqwest -- http://127.0.0.1:8080 air customs-code=123456 grams=900` sends a parcel;
//! without the last two it is told what is missing, and nothing is sent. `pickup FILE` sends a body in JSON.

use imported::{plan_pickup, send_parcel};
use reqwest::blocking::Client;
use std::error::Error;
use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [address, "pickup", file] => pickup(address, &std::fs::read_to_string(file)?),
        [address, way, more @ ..] => parcel(address, way, more),
        _ => Err("pass an address, and `pickup FILE` or the way of a parcel and NAME=VALUE for the rest".into()),
    }
}

/// A form: its pairs are checked as they would be sent.
fn parcel(address: &str, way: &str, more: &[&str]) -> Result<ExitCode, Box<dyn Error>> {
    let mut pairs = vec![("to", "Harbour Road 1"), ("way", way)];
    pairs.extend(more.iter().filter_map(|pair| pair.split_once('=')));
    let verdict = send_parcel::check_pairs(&pairs);
    if refused(&verdict) {
        return Ok(ExitCode::FAILURE);
    }
    let reply = Client::new().post(format!("{address}/parcels")).form(&pairs).send()?.error_for_status()?;
    println!("sent: {}", reply.text()?);
    Ok(ExitCode::SUCCESS)
}

/// A body in JSON: the text is read once for the check, and sent as it is.
fn pickup(address: &str, text: &str) -> Result<ExitCode, Box<dyn Error>> {
    let verdict = plan_pickup::check_json(&contingent_runtime::Value::parse(text)?);
    if refused(&verdict) {
        return Ok(ExitCode::FAILURE);
    }
    let body: serde_json::Value = serde_json::from_str(text)?;
    let reply = Client::new().put(format!("{address}/pickups")).json(&body).send()?.error_for_status()?;
    println!("sent: {}", reply.text()?);
    Ok(ExitCode::SUCCESS)
}

/// Says what is wrong; whether anything is.
fn refused(verdict: &contingent_runtime::Verdict) -> bool {
    for finding in &verdict.violations {
        println!("refused {}: {}", finding.rule, finding.message);
    }
    verdict.is_invalid()
}
