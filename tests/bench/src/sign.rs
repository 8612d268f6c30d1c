//! What signing costs beside the hashes of the same bytes, which it cannot avoid.

use std::hint::black_box;

use contingent_runtime::aliyun::sign::{v1, v3};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::Failure;
use crate::measure::{Contender, race};
use crate::report::{Report, Row, Target, shown};

const ROUNDS: u32 = 200;
const SECRET: &str = "a secret of thirty characters.";

/// A request as clients make them, sorted as a client that cares sends its own parameters.
const PAIRS: [(&str, &str); 10] = [
    ("BackupPlanId", "dbs1hvb0wwXXXX"),
    ("ClientToken", "0123456789abcdef0123456789abcdef"),
    ("DestinationEndpointDatabaseName", "sales"),
    ("DestinationEndpointInstanceID", "rm-bp1p8c29XXXXX"),
    ("DestinationEndpointInstanceType", "RDS"),
    ("DestinationEndpointPassword", "p&a=s+s'()!*~"),
    ("DestinationEndpointRegion", "cn-hangzhou"),
    ("DestinationEndpointUserName", "restore"),
    ("RestoreObjects", r#"[{"DBName":"sales","NewDBName":"sales_copy"}]"#),
    ("RestoreTaskName", "nightly"),
];

const HEADERS: [(&str, &str); 7] = [
    ("content-type", "application/x-www-form-urlencoded"),
    ("host", "service.region-1.example.com"),
    ("x-acs-action", "CreateSomething"),
    ("x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("x-acs-date", "2026-01-02T03:04:05Z"),
    ("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef"),
    ("x-acs-version", "2026-01-01"),
];

/// Measures the three ways in which a request is signed.
///
/// # Errors
/// None so far.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let form = v1::canonicalized_query(&PAIRS);
    let rows = [
        row("V3, parameters in a form body (our default)", v3_times(&[], form.as_bytes())?),
        row("V3, parameters in the query", v3_times(&PAIRS, b"")?),
        row("V1", v1_times()?),
    ];
    report.table("Signing beside the hashes of the same bytes", &rows);
    Ok(())
}

fn row(what: &str, [signing, bare]: [f64; 2]) -> Row {
    let ratio = signing / bare;
    let now = format!("{} and {}", shown(signing), shown(bare));
    Row::new(what, now).times(ratio, "the bare hashes").target(Target::at_most(ratio, 1.5, " x"))
}

fn v3_times(query: &[(&str, &str)], body: &[u8]) -> Result<[f64; 2], Failure> {
    let signed: Vec<&str> = HEADERS.iter().map(|(name, _)| *name).collect();
    let body_sha256 = v3::content_sha256(body);
    let parts =
        v3::Parts { method: "POST", uri: "/", query, headers: &HEADERS, signed: &signed, body_sha256: &body_sha256 };
    let steps = v3::steps(SECRET, &parts);
    let signing = Contender::quick(|| {
        let body_sha256 = v3::content_sha256(black_box(body));
        v3::sign(black_box(SECRET), &v3::Parts { body_sha256: &body_sha256, ..black_box(parts) })
    });
    let bare = Contender::quick(|| {
        let body = Sha256::digest(black_box(body));
        let canonical = Sha256::digest(black_box(&steps.canonical));
        let mac = Hmac::<Sha256>::new_from_slice(black_box(SECRET).as_bytes()).ok()?;
        Some((body, canonical, mac.chain_update(black_box(&steps.string_to_sign)).finalize().into_bytes()))
    });
    race([signing, bare], ROUNDS)
}

fn v1_times() -> Result<[f64; 2], Failure> {
    let steps = v1::steps(SECRET, "POST", &PAIRS);
    let signing = Contender::quick(|| v1::sign(black_box(SECRET), "POST", black_box(&PAIRS)));
    let key = format!("{SECRET}&");
    let bare = Contender::quick(|| {
        let mac = Hmac::<Sha1>::new_from_slice(black_box(&key).as_bytes()).ok()?;
        Some(mac.chain_update(black_box(&steps.string_to_sign)).finalize().into_bytes())
    });
    race([signing, bare], ROUNDS)
}
