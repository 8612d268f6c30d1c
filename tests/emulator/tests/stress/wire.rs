//! Signed requests over plain sockets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime};

use contingent_runtime::aliyun::sign::{nonce, timestamp, v1};

/// A connection that is kept.
pub(crate) struct Line(BufReader<TcpStream>);

impl Line {
    pub(crate) fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// The status and body of the answer to a call; an error when the connection is gone.
    pub(crate) fn call(&mut self, pairs: &[(&str, &str)]) -> std::io::Result<(u16, String)> {
        let request = format!("GET /?{} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", signed(pairs));
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            if self.0.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let text = line.trim_end();
            if text.is_empty() {
                break;
            } else if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
            } else if let Some((name, value)) = text.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

/// The query of a call with the default key.
pub(crate) fn signed(pairs: &[(&str, &str)]) -> String {
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
    v1::canonicalized_query(&all)
}

/// The text of a field of a flat JSON object.
pub(crate) fn field<'b>(body: &'b str, name: &str) -> &'b str {
    body.split(&format!("\"{name}\":\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

pub(crate) const PLAN: &[(&str, &str)] = &[
    ("Action", "CreateBackupPlan"),
    ("DatabaseType", "MySQL"),
    ("BackupMethod", "logical"),
    ("InstanceClass", "micro"),
    ("Region", "cn-hangzhou"),
];

/// A restore task of a plan.
pub(crate) fn task<'p>(plan: &'p str, name: &'p str) -> Vec<(&'p str, &'p str)> {
    vec![
        ("Action", "CreateRestoreTask"),
        ("BackupPlanId", plan),
        ("RestoreTaskName", name),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointInstanceID", "rm-1"),
        ("RestoreObjects", r#"[{"DBName":"sales"}]"#),
        ("ClientToken", name),
    ]
}
