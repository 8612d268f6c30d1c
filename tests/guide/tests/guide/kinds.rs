//! The kinds of blocks that a page may have, and how each is tested.
//!
//! | behind the fence | what is tested |
//! |---|---|
//! | `rust` | compiled and run as a doc test, `src/lib.rs` |
//! | `yaml FILE` | a file of a spec: `contingent check` finds nothing, not even a warning |
//! | `yaml FILE wrong` | a file of a spec in which it finds something |
//! | `yaml rule` | rules below those of the spec before it; nothing is found in both together |
//! | `yaml workflow` | a workflow: YAML, in which every `run` is parsed by a shell |
//! | `yaml from=FILE` | lines of that file of the repository |
//! | `json FILE`, `jinja FILE` | a file that later commands use |
//! | `toml FILE` | a manifest that Cargo reads |
//! | `sh` | parsed by a shell |
//! | `console` | run, and what is printed compared |

use crate::console::{printed, run};
use crate::page::{Block, workspace};
use serde_yaml::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder in which the blocks of one page are tested, one after the other.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    /// The file of a spec that was written last, and its text without the rules of `yaml rule`.
    spec: Option<(String, String)>,
    /// Files of specs that must be sound when the page is over.
    sound: Vec<String>,
}

impl Desk {
    /// An empty folder, but for the real specs.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("spec")).unwrap();
        #[cfg(unix)]
        for name in ["dbs", "rules"] {
            let from = workspace().join("spec").join(name);
            std::os::unix::fs::symlink(from, folder.path().join("spec").join(name)).unwrap();
        }
        Self { folder, spec: None, sound: Vec::new() }
    }

    /// Tests a block, and gives its text as it should be.
    ///
    /// # Panics
    /// The block is wrong, or of no kind that is known.
    pub(crate) fn test(&mut self, block: &Block) -> String {
        let words: Vec<&str> = block.words.iter().map(String::as_str).collect();
        match words.as_slice() {
            // A doc test.
            ["rust" | "rust,no_run"] => {}
            ["yaml" | "sh", from] if from.starts_with("from=") => quoted(&from["from=".len()..], &block.text),
            ["yaml", "rule"] => self.rule(&block.text),
            ["yaml", "workflow"] => workflow(&block.text),
            ["yaml", name, rest @ ..] if name.ends_with(".yaml") => {
                self.put(name, &block.text);
                assert!(matches!(rest, [] | ["wrong"]), "unknown words {rest:?}");
                if rest.is_empty() {
                    self.sound.push((*name).to_owned());
                } else {
                    let found = self.check(name);
                    assert!(found.contains("[C"), "nothing is wrong with {name}: {found}");
                    self.sound.retain(|it| it != name);
                }
                self.spec = Some(((*name).to_owned(), block.text.clone()));
            }
            ["json", name] => {
                serde_json::from_str::<serde_json::Value>(&block.text).unwrap();
                self.put(name, &block.text);
            }
            ["jinja", name] => self.put(name, &block.text),
            ["toml", "Cargo.toml"] => manifest(&block.text),
            ["sh"] => parsed_by_shell(&block.text),
            ["console"] => return run(self.folder.path(), &block.text),
            other => panic!("a block of the kind {other:?} is not tested: see the table in kinds.rs"),
        }
        block.text.clone()
    }

    /// What is left to test when the page is over: specs of several files are whole now.
    pub(crate) fn finish(&self) {
        for name in &self.sound {
            let found = self.check(name);
            assert!(found.contains("nothing wrong"), "{name}: {found}");
        }
    }

    /// What `contingent check` says about the spec to which a file belongs.
    fn check(&self, name: &str) -> String {
        let mut folder: PathBuf = Path::new(name).to_owned();
        while folder.pop() {
            if !folder.as_os_str().is_empty() && self.folder.path().join(&folder).join("service.yaml").exists() {
                return printed(self.folder.path(), &format!("contingent check {}", folder.display()));
            }
        }
        printed(self.folder.path(), &format!("contingent check {name}"))
    }

    fn rule(&mut self, text: &str) {
        let (name, base) = self.spec.clone().expect("a spec before its rules");
        let rules: String = text.lines().map(|line| format!("  {line}\n")).collect();
        let whole = if base.contains("\nrules:\n") { base + &rules } else { format!("{base}rules:\n{rules}") };
        self.put(&name, &whole);
        let found = self.check(&name);
        assert!(found.contains("nothing wrong"), "{text}{found}");
    }

    fn put(&self, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// The lines of a block stand in a file, one below the other, whatever their indentation.
fn quoted(path: &str, text: &str) {
    let whole = fs::read_to_string(workspace().join(path)).unwrap();
    let bare = |text: &str| text.lines().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
    assert!(format!("\n{}\n", bare(&whole)).contains(&format!("\n{}\n", bare(text))), "not in {path}:\n{text}");
}

/// A workflow, as far as it can be judged without its server.
fn workflow(text: &str) {
    let tree: Value = serde_yaml::from_str(text).unwrap();
    let mut commands = Vec::new();
    let mut open = vec![&tree];
    while let Some(next) = open.pop() {
        match next {
            Value::Mapping(map) => {
                commands.extend(map.get("run").or(map.get("script")).into_iter().flat_map(texts));
                open.extend(map.iter().map(|(_, value)| value));
            }
            Value::Sequence(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(!commands.is_empty(), "a workflow without a command");
    commands.iter().for_each(|it| parsed_by_shell(it));
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Sequence(items) => items.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn parsed_by_shell(text: &str) {
    let mut shell = Command::new("sh");
    let mut shell = shell.arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
}

fn manifest(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let whole = if text.contains("[package]") {
        text.to_owned()
    } else {
        format!("[package]\nname = \"mine\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{text}")
    };
    fs::write(folder.path().join("Cargo.toml"), whole).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args(["metadata", "--offline", "--no-deps", "--format-version", "1"]).current_dir(folder.path());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
}
