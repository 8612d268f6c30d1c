//! Running the command `contingent`, and folders to run it in.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The command as it is now: cargo builds it if it has to, and says where it is.
pub(crate) fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
        cargo.args(["build", "--quiet", "--package", "contingent", "--bin", "contingent", "--message-format", "json"]);
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        let built = cargo.current_dir(workspace()).stderr(Stdio::inherit()).output().unwrap();
        assert!(built.status.success());
        let messages = String::from_utf8(built.stdout).unwrap();
        let of_binary = |line: &str| {
            let message: Value = serde_json::from_str(line).ok()?;
            Some(PathBuf::from(message["executable"].as_str()?))
        };
        messages.lines().find_map(of_binary).expect("cargo names the executable")
    })
}

/// What a run printed, and its exit code.
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Run {
    /// The one JSON value on the standard output; nothing is on the standard error.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.err, "");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// The codes of a command that has no answer: `{"errors": [..]}` with the promised keys and no others.
    pub(crate) fn errors(&self) -> Vec<String> {
        let json = self.json();
        assert_eq!(keys(&json), ["errors"], "{json}");
        let entries = json["errors"].as_array().unwrap();
        for entry in entries {
            let mut found = keys(entry);
            found.retain(|key| *key != "related");
            assert_eq!(found, ["code", "column", "file", "help", "line", "message"], "{entry}");
            assert_eq!(entry["line"].is_u64(), entry["column"].is_u64(), "{entry}");
            assert!(entry["message"].as_str().is_some_and(|it| !it.is_empty()), "{entry}");
        }
        entries.iter().map(|entry| entry["code"].as_str().unwrap().to_owned()).collect()
    }
}

/// The keys of an object, sorted.
pub(crate) fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// The command itself, in the folder of the workspace.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(workspace());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Run {
    finish(command(arguments), b"")
}

pub(crate) fn run_with(arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
    let mut command = command(arguments);
    command.stdin(Stdio::piped());
    finish(command, input.as_ref())
}

/// The same in a folder of its own.
pub(crate) fn run_in(folder: &Folder, arguments: &[&str], input: &str) -> Run {
    let mut command = command(arguments);
    command.current_dir(folder.path("")).stdin(Stdio::piped());
    finish(command, input.as_bytes())
}

fn finish(mut command: Command, input: &[u8]) -> Run {
    let mut child = command.spawn().unwrap();
    if let Some(mut pipe) = child.stdin.take() {
        // A command that does not read its input to the end closes the pipe, and may.
        let _ = pipe.write_all(input);
    }
    let output = child.wait_with_output().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("no signal ends a run"),
    }
}

/// A folder that cleans up after itself.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(path, text)| folder.put(path, text));
        folder
    }

    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// A path as an argument.
    pub(crate) fn at(&self, path: &str) -> String {
        self.path(path).to_str().unwrap().to_owned()
    }

    /// Every file below a folder with its content.
    pub(crate) fn content(&self, path: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path(path)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = fs::read(&path) {
                    files.insert(path, bytes);
                }
            }
        }
        files
    }
}

pub(crate) const SERVICE: &str = "service: Garden\nversion: \"1\"\ntitle: Garden\ndoc: A garden.\nstyle: rpc\n\
                                  editions:\n  - spring: As in spring.\n  - autumn: As in autumn.\n";

/// An operation with a bit of everything that a request can break.
pub(crate) fn operation(name: &str) -> String {
    format!(
        "operation: {name}
summary: Does it.
doc: Does it.
parameters:
  Bed: {{ type: string, required: true, doc: The bed. }}
  Kind: {{ type: enum, doc: The kind., values: {{ Loam: {{ doc: Loam. }}, Sand: {{ doc: Sand. }} }} }}
  Depth: {{ type: integer, min: 5, max: 80, doc: How deep. }}
  Time: {{ type: long, doc: When. }}
  Ph: {{ type: number, doc: How sour. }}
  Lamp: {{ type: boolean, doc: Whether a lamp burns. }}
  Rows: {{ type: list, doc: The rows., items: {{ type: integer }} }}
  Plan: {{ type: object, doc: The plan., fields: {{ Key: {{ type: string, secret: true, pattern: \"[a-z]+\", doc: The key. }} }} }}
  Note: {{ type: json, doc: A note. }}
  Key: {{ type: string, secret: true, max_length: 3, doc: The key. }}
  Gate: {{ type: string, doc: The gate. }}
facts:
  Zone: {{ type: enum, says: the zone, doc: The zone., values: {{ sun: {{ doc: Sun. }}, shade: {{ doc: Shade. }} }} }}
rules:
  - {{ id: gate, require: Gate, when: Key, source: guide#gate }}
  - {{ id: lamp, forbid: Lamp, when: {{$Zone: sun}}, source: guide#lamp }}
"
    )
}

/// A service with two operations.
pub(crate) fn garden() -> Folder {
    Folder::new(&[
        ("service.yaml", SERVICE),
        ("operations/dig.yaml", &operation("Dig")),
        ("operations/more/water.yaml", &operation("Water")),
    ])
}
