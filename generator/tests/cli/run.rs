//! Running the command, and small specs to run it on.

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

    /// The codes under `errors`, which is all there is.
    pub(crate) fn error_codes(&self) -> Vec<String> {
        let json = self.json();
        assert_eq!(json.as_object().unwrap().len(), 1, "{json}");
        let entries = json["errors"].as_array().unwrap();
        for entry in entries {
            for key in ["code", "message", "file", "line", "column", "help"] {
                assert!(entry.get(key).is_some(), "{key} is not in {entry}");
            }
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

/// The command itself, in the folder of the workspace and without colors.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contingent"));
    command.args(arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).env_remove("NO_COLOR");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Run {
    finish(&mut command(arguments), None)
}

pub(crate) fn run_with_input(arguments: &[&str], input: &str) -> Run {
    finish(command(arguments).stdin(Stdio::piped()), Some(input))
}

fn finish(command: &mut Command, input: Option<&str>) -> Run {
    let mut child = command.spawn().unwrap();
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        // A command that refuses its arguments ends without reading.
        let _ = pipe.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// A folder that cleans up after itself.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.put(path, text);
        }
        folder
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// A path as an argument.
    pub(crate) fn at(&self, path: &str) -> String {
        text(&self.path(path))
    }
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

pub(crate) const SERVICE: &str = "service: Garden\nversion: \"1\"\ntitle: Garden\ndoc: A garden.\nstyle: rpc\n\
                                  editions:\n  - spring: As in spring.\n  - autumn: As in autumn.\n";

/// An operation with a required parameter and a rule.
pub(crate) fn operation(name: &str) -> String {
    format!(
        "operation: {name}
summary: Does it.
doc: Does it.
parameters:
  Bed: {{ type: string, required: true, doc: The bed. }}
  Key: {{ type: string, secret: true, max_length: 3, doc: The key. }}
  Gate: {{ type: string, doc: The gate. }}
rules:
  - {{ id: gate, require: Gate, when: Key, source: guide#gate }}
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
