//! Official clients against the emulator: installs them below the target folder, and runs the story of each, see
//! `tests/clients`.

use crate::{Outcome, system};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

const SCRIPTS: &str = "tests/clients";
const PARSERS: &str = "tests/page/node/parsers";

/// Every client by its name, and what runs its script.
const CLIENTS: [(&str, Runner); 11] = [
    ("python-v3", Runner::Python),
    ("python-v1", Runner::Python),
    ("python-old", Runner::Python),
    ("python-day", Runner::Day),
    ("pop-core-get", Runner::Node),
    ("pop-core-post", Runner::Node),
    ("openapi-client-query", Runner::Node),
    ("openapi-client-form", Runner::Node),
    ("openapi-client-v1", Runner::Node),
    ("curl", Runner::Shell),
    ("samples", Runner::Samples),
];

#[derive(Clone, Copy)]
enum Runner {
    Python,
    /// The same, and a day in the life of all operations.
    Day,
    Node,
    Shell,
    /// What the page of the service shows as sample code, in each language that the others are installed for.
    Samples,
}

/// What only the package manager of the system can give.
const PACKAGES: [system::Package; 6] = [
    ("python3-venv", || system::answer("python3", &["-c", "import venv, ensurepip"]).is_some()),
    ("nodejs", || system::answer("node", &["--version"]).is_some()),
    ("npm", || system::answer("npm", &["--version"]).is_some()),
    ("bash", || system::answer("bash", &["--version"]).is_some()),
    ("curl", || system::answer("curl", &["--version"]).is_some()),
    ("openssl", || system::answer("openssl", &["version"]).is_some()),
];

/// Longer than any of them takes on a busy machine.
const MOST: Duration = Duration::from_secs(480);

/// Installs what the clients need, starts an emulator for each, and has each tell its story.
pub(crate) fn run(root: &Path) -> Outcome {
    system::packages(&PACKAGES)?;
    let home = system::target(root).join("clients");
    install_python(root, &home.join("python"))?;
    install_node(&root.join(SCRIPTS).join("node"), &home.join("node"))?;
    install_node(&root.join(PARSERS), &home.join("parsers"))?;
    // With the features of the tests before it, so that nothing is built twice.
    system::succeed(system::cargo().args(["build", "--quiet", "--all-features", "--bin", "dbs"]))?;
    let begin = Instant::now();
    let runs = home.join("runs");
    fs::create_dir_all(&runs).map_err(|error| format!("cannot make {}: {error}", runs.display()))?;
    let mut failed = Vec::new();
    thread::scope(|scope| {
        let home = &home;
        let told = CLIENTS.map(|client| (client.0, scope.spawn(move || tell(root, home, client))));
        for (name, told) in told {
            let outcome = told.join().unwrap_or_else(|_| Err("its thread panicked".to_owned()));
            let read = |ending| fs::read_to_string(runs.join(format!("{name}.{ending}"))).unwrap_or_default();
            println!("\n{}", read("out").trim_end());
            if let Err(why) = outcome {
                println!("{name}: {why}; its emulator said:\n{}", read("log").trim_end());
                failed.push(name);
            }
        }
    });
    if !failed.is_empty() {
        return Err(format!("clients failed: {}", failed.join(", ")));
    }
    println!("\nclients: {} told the story in {:.1} s", CLIENTS.len(), begin.elapsed().as_secs_f64());
    Ok(())
}

/// What is left out when only Rust is wanted.
pub(crate) fn left_out() -> String {
    format!("clients of others against the emulator: {}", CLIENTS.map(|(name, _)| name).join(", "))
}

/// Runs the script of a client against an emulator of its own, whose clock no other client moves.
fn tell(root: &Path, home: &Path, (name, runner): (&str, Runner)) -> Outcome {
    let file = |ending| home.join("runs").join(format!("{name}.{ending}"));
    let ready = file("json");
    let _emulator = start_emulator(root, &ready, &file("log"))?;
    let script = |path: &str| root.join(SCRIPTS).join(path);
    let mut command = match runner {
        Runner::Python | Runner::Day => {
            let mut command = Command::new(home.join("python/bin/python"));
            // No cache beside the sources.
            let told = if matches!(runner, Runner::Day) { "python/day.py" } else { "python/story.py" };
            command.env("PYTHONDONTWRITEBYTECODE", "1").arg(script(told));
            command
        }
        Runner::Node => {
            let mut command = Command::new("node");
            command.env("NODE_PATH", whole(&home.join("node/node_modules"))?).arg(script("node/story.js"));
            command
        }
        Runner::Samples => {
            let mut command = Command::new("node");
            command
                .env("NODE_PATH", whole(&home.join("node/node_modules"))?)
                .env("PARSERS", whole(&home.join("parsers"))?);
            // Not the whole path: where it leads to is a Python without the clients.
            command.env("PYTHON", whole(&home.join("python"))?.join("bin/python"));
            command.arg(root.join("tests/page/node/run_samples.mjs"));
            command
        }
        Runner::Shell => {
            let mut command = Command::new("bash");
            command.arg(script("curl/story.sh"));
            command
        }
    };
    let mut client = start(command.arg(name).arg(&ready), &file("out"))?;
    let end = Instant::now() + MOST;
    loop {
        match client.0.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("failed ({status})")),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(20)),
            Ok(None) => return Err(format!("did not end within {} s", MOST.as_secs())),
            Err(error) => return Err(format!("cannot be waited for: {error}")),
        }
    }
}

/// The whole path: a relative one would be looked up from the folder of each script.
fn whole(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|error| format!("no {}: {error}", path.display()))
}

pub(crate) fn start_emulator(root: &Path, ready: &Path, log: &Path) -> Result<Running, String> {
    if ready.exists() {
        fs::remove_file(ready).map_err(|error| format!("cannot remove {}: {error}", ready.display()))?;
    }
    let mut command = Command::new(system::built(root, "debug", "dbs"));
    let mut emulator = start(command.args(["emulator", "--ready-file"]).arg(ready), log)?;
    let end = Instant::now() + Duration::from_secs(30);
    while !ready.exists() {
        if let Ok(Some(status)) = emulator.0.try_wait() {
            return Err(format!("the emulator ended ({status})"));
        }
        if Instant::now() > end {
            return Err("the emulator does not listen".to_owned());
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(emulator)
}

/// A process that ends with its owner.
pub(crate) struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a command that writes all it says into a file, and whose calls go straight to this machine.
fn start(command: &mut Command, says: &Path) -> Result<Running, String> {
    let fault = |error| format!("cannot write {}: {error}", says.display());
    let out = File::create(says).map_err(fault)?;
    let both = out.try_clone().map_err(fault)?;
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    let child = command.stdin(std::process::Stdio::null()).stdout(out).stderr(both).spawn();
    child.map(Running).map_err(|error| format!("`{}` cannot be run: {error}", command.get_program().display()))
}

fn install_python(root: &Path, home: &Path) -> Outcome {
    let requirements = root.join(SCRIPTS).join("python/requirements.txt");
    let version = system::answer("python3", &["--version"]).unwrap_or_default();
    installed(home, version, std::slice::from_ref(&requirements), || {
        system::succeed(Command::new("python3").args(["-m", "venv"]).arg(home))?;
        let pip = |arguments: &[&str]| {
            let mut pip = Command::new(home.join("bin/python"));
            pip.args(["-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]).args(arguments);
            pip
        };
        // Everything is in the file: what is not shall be missed by the check, and not be fetched in any version.
        system::succeed(pip(&["install", "--no-deps", "--requirement"]).arg(&requirements))?;
        system::succeed(&mut pip(&["check"]))
    })
}

/// Installs what the `package-lock.json` of a folder pins.
pub(crate) fn install_node(scripts: &Path, home: &Path) -> Outcome {
    let wanted = ["package.json", "package-lock.json"].map(|name| scripts.join(name));
    let version = system::answer("node", &["--version"]).unwrap_or_default();
    installed(home, version, &wanted, || {
        for file in &wanted {
            let copy = home.join(file.file_name().unwrap_or_default());
            fs::copy(file, &copy).map_err(|error| format!("cannot write {}: {error}", copy.display()))?;
        }
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix"];
        system::succeed(Command::new("npm").args(arguments).arg(home))
    })
}

/// Installs into an empty folder, unless the same was installed there before.
fn installed(home: &Path, version: String, wanted: &[PathBuf], install: impl FnOnce() -> Outcome) -> Outcome {
    let mut stamp = version;
    for file in wanted {
        let text = fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        stamp.push_str(&text);
    }
    let remembered = home.join("installed");
    if fs::read_to_string(&remembered).is_ok_and(|text| text == stamp) {
        return Ok(());
    }
    println!("installing into {}", home.display());
    let fault = |error| format!("cannot write {}: {error}", home.display());
    if home.exists() {
        fs::remove_dir_all(home).map_err(fault)?;
    }
    fs::create_dir_all(home).map_err(fault)?;
    install()?;
    // Last, so that half an installation is not taken for one.
    fs::write(remembered, stamp).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> String {
        fs::read_to_string(Path::new(crate::ROOT).join(SCRIPTS).join(file)).unwrap()
    }

    #[test]
    fn every_version_is_pinned() {
        let requirements = read("python/requirements.txt");
        let mut lines = requirements.lines().filter(|line| !line.starts_with('#')).peekable();
        assert!(lines.peek().is_some());
        lines.for_each(|line| {
            assert!(line.split_once("==").is_some_and(|(_, version)| !version.contains('*')), "{line}")
        });
        for line in read("node/package.json").lines().filter(|line| line.contains("@alicloud/")) {
            let version = line.rsplit('"').nth(1).unwrap();
            assert!(version.chars().all(|c| c.is_ascii_digit() || c == '.'), "{line}");
        }
    }

    #[test]
    fn no_registry_is_named() {
        let lock = read("node/package-lock.json");
        assert!(lock.contains("\"integrity\": \"sha512-"));
        // npm writes them unless it is told `--omit-lockfile-registry-resolved`.
        assert!(!lock.contains("\"resolved\"") && !lock.contains("://"));
        assert!(!read("python/requirements.txt").contains("://"));
    }
}
