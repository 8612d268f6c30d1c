//! What a call through the generated client costs beside the same exchange with reqwest alone.

use std::time::{Duration, Instant};

use aliyun_dbs::Client;
use contingent_runtime::aliyun::credentials::Credentials;

use crate::Failure;
use crate::measure::{Contender, race};
use crate::report::{Report, Row, shown};
use crate::serve;

const ROUNDS: u32 = 40;
/// Calls of one turn, one after the other on one connection.
const CALLS: u32 = 100;

const REPLY: &str = r#"{"Regions":{"RegionCode":["cn-hangzhou","cn-beijing"]},"RequestId":"60AF7C5D-EF4D-4D48-8FD5-C0823FDF28AC","HttpStatusCode":200,"Success":true}"#;

/// Measures calls that are answered at once.
///
/// # Errors
/// Something is not answered.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let address = runtime.block_on(serve::bare(REPLY.to_owned()))?;
    let endpoint = format!("http://{address}");
    let builder = Client::builder().endpoint(&endpoint).credentials(Credentials::new("testid", "testsecret"));
    let client = builder.build().map_err(|error| error.to_string())?;
    let plain = reqwest::Client::builder().no_proxy().build().map_err(|error| error.to_string())?;
    let ours = Contender::slow(|| {
        runtime.block_on(async {
            let begin = Instant::now();
            for _ in 0..CALLS {
                client.describe_regions().send().await.map_err(|error| error.to_string())?;
            }
            Ok::<Duration, Failure>(begin.elapsed() / CALLS)
        })
    });
    let theirs = Contender::slow(|| {
        runtime.block_on(async {
            let begin = Instant::now();
            for _ in 0..CALLS {
                let request = plain.post(&endpoint).header("content-type", "application/x-www-form-urlencoded");
                let reply = request.body("Action=DescribeRegions").send().await.map_err(|error| error.to_string())?;
                let body = reply.bytes().await.map_err(|error| error.to_string())?;
                serde_json::from_slice::<serde_json::Value>(&body).map_err(|error| error.to_string())?;
            }
            Ok(begin.elapsed() / CALLS)
        })
    });
    let [ours, theirs] = race([ours, theirs], ROUNDS)?;
    let rows = [
        Row::new("a call through the client: check, token, signature, typed reply", shown(ours))
            .times(ours / theirs, "reqwest alone"),
        Row::new("a POST with reqwest, its reply read as JSON", shown(theirs)),
    ];
    report.table("A call beside the bare exchange, one after the other on one connection", &rows);
    Ok(())
}
