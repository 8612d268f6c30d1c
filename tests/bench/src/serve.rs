//! What the emulator costs beside a bare server of the same bodies, under the same load in the same run.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use aliyun_dbs::emulator::Emulator;
use contingent_runtime::aliyun::sign::{nonce, timestamp, v1};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::body::Bytes;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::Failure;
use crate::report::{Report, Row, shown};

/// Connections that send at the same time, each one request after the other.
const CONNECTIONS: usize = 8;
/// How long each server is under load in a turn.
const TURN: Duration = Duration::from_millis(1500);
/// How often they take turns.
const ROUNDS: usize = 3;

/// Measures calls that read and calls that create.
///
/// # Errors
/// A server does not start, or answers something unexpected.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for (what, durable, pairs) in [
        ("a list of regions", false, [("Action", "DescribeRegions")].as_slice()),
        ("a restore task, in memory", false, TASK),
        ("a restore task, on disk", true, TASK),
    ] {
        let [emulator, bare] = runtime.block_on(compare(durable, pairs))?;
        rows.push(
            Row::new(
                format!("{what}: emulator"),
                format!("{:.0} requests/s, p99 {}", emulator.rate, shown(emulator.p99)),
            )
            .times(emulator.rate / bare.rate, "the rate of the bare server")
            .times(emulator.p99 / bare.p99, "its p99"),
        );
        rows.push(Row::new(
            format!("{what}: bare hyper"),
            format!("{:.0} requests/s, p99 {}", bare.rate, shown(bare.p99)),
        ));
    }
    report.table(
        "The emulator beside a bare hyper server that answers the same body; the load signs every request",
        &rows,
    );
    Ok(())
}

const PLAN: &[(&str, &str)] = &[
    ("Action", "CreateBackupPlan"),
    ("DatabaseType", "MySQL"),
    ("BackupMethod", "logical"),
    ("InstanceClass", "micro"),
    ("Region", "cn-hangzhou"),
];

/// The plan is put in by [`compare`].
const TASK: &[(&str, &str)] = &[
    ("Action", "CreateRestoreTask"),
    ("RestoreTaskName", "nightly"),
    ("DestinationEndpointInstanceType", "RDS"),
    ("DestinationEndpointRegion", "cn-hangzhou"),
    ("DestinationEndpointInstanceID", "rm-1"),
    ("RestoreObjects", r#"[{"DBName":"sales"}]"#),
];

struct Load {
    rate: f64,
    p99: f64,
}

async fn compare(durable: bool, pairs: &[(&str, &str)]) -> Result<[Load; 2], Failure> {
    let folder = tempfile::tempdir_in(crate::scratch()?).map_err(|error| error.to_string())?;
    let mut builder = Emulator::builder().map_err(|error| error.to_string())?;
    if durable {
        builder = builder.data(folder.path());
    }
    let emulator = builder.start().await.map_err(|error| error.to_string())?;
    let address = emulator.address();
    let (status, plan) = once(address, PLAN).await?;
    let id = plan.split("\"BackupPlanId\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    if status != 200 || id.is_empty() {
        return Err(format!("no plan was made: {plan}"));
    }
    let mut pairs: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    if pairs.len() > 1 {
        pairs.push(("BackupPlanId".into(), id.to_owned()));
    }
    let sample: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (status, body) = once(address, &sample).await?;
    if status != 200 {
        return Err(format!("the emulator refuses what is measured: {body}"));
    }
    let bare = bare(body).await?;
    let (mut emulated, mut plain) = (Vec::new(), Vec::new());
    let (mut emulated_time, mut plain_time) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        emulated_time += load(address, &pairs, &mut emulated).await?;
        plain_time += load(bare, &pairs, &mut plain).await?;
    }
    Ok([summed(emulated, emulated_time), summed(plain, plain_time)])
}

fn summed(mut times: Vec<f64>, total: Duration) -> Load {
    times.sort_by(f64::total_cmp);
    let p99 = times.get(times.len() * 99 / 100).or(times.last()).copied().unwrap_or_default();
    Load { rate: times.len() as f64 / total.as_secs_f64(), p99 }
}

/// A server that answers a body to everything.
///
/// # Errors
/// It cannot listen.
pub(crate) async fn bare(body: String) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let body = Bytes::from(body);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let body = body.clone();
            let answer = move |_| {
                let body = body.clone();
                async move { Ok::<_, Infallible>(Response::new(Full::new(body))) }
            };
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), hyper::service::service_fn(answer));
            tokio::spawn(connection);
        }
    });
    Ok(address)
}

/// Sends for a turn on every connection, and notes how long each request took.
async fn load(address: SocketAddr, pairs: &[(String, String)], times: &mut Vec<f64>) -> Result<Duration, Failure> {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CONNECTIONS {
        let pairs = pairs.to_vec();
        tasks.push(tokio::spawn(async move {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let mut sender = connect(address).await?;
            let mut times = Vec::new();
            while begin.elapsed() < TURN {
                let request = signed(address, &pairs)?;
                let sent = Instant::now();
                let (status, body) = send(&mut sender, request).await?;
                times.push(sent.elapsed().as_secs_f64());
                if status != 200 {
                    return Err(format!("status {status}: {body}"));
                }
            }
            Ok::<_, Failure>(times)
        }));
    }
    for task in tasks {
        times.extend(task.await.map_err(|error| error.to_string())??);
    }
    Ok(begin.elapsed())
}

type Sender = hyper::client::conn::http1::SendRequest<Empty<Bytes>>;

async fn connect(address: SocketAddr) -> Result<Sender, Failure> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let (sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn once(address: SocketAddr, pairs: &[(&str, &str)]) -> Result<(u16, String), Failure> {
    let mut sender = connect(address).await?;
    send(&mut sender, signed(address, pairs)?).await
}

async fn send(sender: &mut Sender, request: Request<Empty<Bytes>>) -> Result<(u16, String), Failure> {
    let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

/// As older official clients send it: everything in the query of a GET.
fn signed(address: SocketAddr, pairs: &[(&str, &str)]) -> Result<Request<Empty<Bytes>>, Failure> {
    let (time, nonce) = (timestamp(SystemTime::now()), nonce());
    let mut all = vec![
        ("Version", "2019-03-06"),
        ("Format", "JSON"),
        ("AccessKeyId", "testid"),
        ("SignatureMethod", v1::ALGORITHM),
        ("SignatureVersion", v1::VERSION),
        ("SignatureNonce", nonce.as_str()),
        ("Timestamp", time.as_str()),
    ];
    all.extend_from_slice(pairs);
    let signature = v1::sign("testsecret", "GET", &all);
    all.push(("Signature", &signature));
    let request = Request::get(format!("/?{}", v1::canonicalized_query(&all)));
    request.header("host", address.to_string()).body(Empty::new()).map_err(|error| error.to_string())
}
