//! Running the program, with and without the emulator.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What a run printed, and its exit code.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Run {
    /// The one JSON value on the standard output of a run that went well.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// The ids in the brackets behind a word, in order.
    pub(crate) fn ids(&self, word: &str) -> Vec<&str> {
        let lines = self.err.lines().filter_map(|line| line.strip_prefix(word)?.strip_prefix('['));
        lines.filter_map(|line| Some(line.split_once(']')?.0)).collect()
    }

    /// All that a person or a log could see.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// The program without terminal, network or anything of this machine's environment.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbs"));
    command.args(arguments).env_clear().env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Run {
    finish(&mut command(arguments), "")
}

/// With something on the standard input.
pub(crate) fn run_with_input(arguments: &[&str], input: &str) -> Run {
    finish(command(arguments).stdin(Stdio::piped()), input)
}

pub(crate) fn finish(command: &mut Command, input: &str) -> Run {
    let mut child = command.spawn().unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not want to know everything closes the pipe.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let run = Run { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap_or(-1) };
    assert!(!run.err.contains("panicked"), "{run:?}");
    run
}

/// A folder with one file.
pub(crate) fn file(name: &str, text: &str) -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

/// The emulator as a process of its own, at a port of its own.
pub(crate) struct Emulator {
    process: Child,
    endpoint: String,
    _folder: TempDir,
}

impl Emulator {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let ready = folder.path().join("ready.json");
        let mut command = command(&["emulator", "--port", "0", "--ready-file"]);
        command.arg(&ready).args(arguments).stdout(Stdio::null()).stderr(Stdio::inherit());
        let process = command.spawn().unwrap();
        let endpoint = endpoint(&ready);
        Self { process, endpoint, _folder: folder }
    }

    /// The program, sent to this emulator with its key.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command.env("DBS_ENDPOINT", &self.endpoint);
        command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        finish(&mut self.command(arguments), "")
    }

    /// Lets seconds pass there.
    pub(crate) fn advance(&self, seconds: u64) {
        let body = format!("{{\"advance_seconds\": {seconds}}}");
        let host = self.endpoint.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!("POST /_emulator/clock HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }

    /// A plan of MySQL, by its id.
    pub(crate) fn plan(&self) -> String {
        let create = ["create-backup-plan", "--database-type", "MySQL", "--backup-method", "logical"];
        let more = ["--instance-class", "micro", "--parameter-region", "cn-hangzhou"];
        let run = self.run(&[&create[..], &more, &["--query", "BackupPlanId", "-o", "text"]].concat());
        assert_eq!(run.code, 0, "{run:?}");
        run.out.trim_end().to_owned()
    }
}

fn endpoint(ready: &Path) -> String {
    let begin = Instant::now();
    loop {
        let text = fs::read_to_string(ready).unwrap_or_default();
        if let Ok(json) = serde_json::from_str::<serde_json::Value>(&text) {
            return json["endpoint"].as_str().unwrap().to_owned();
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "the emulator does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The spec of the service.
pub(crate) fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/dbs")
}
