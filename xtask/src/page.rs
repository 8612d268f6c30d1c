//! The explorer page in a browser: installs Chromium and what drives it, makes pages of three specs, and runs the scripts
//! of `tests/page/browser` against them and against a running emulator.

use crate::{Outcome, clients, system};
use contingent::diagnostic::{self, Diagnostics};
use contingent::output::Output;
use contingent::spec::SourceFile;
use contingent::text::{self, Templates};
use contingent::{files, resolve};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const SCRIPTS: &str = "tests/page/browser";

/// What only the package manager of the system can give.
const PACKAGES: [system::Package; 3] = [
    ("chromium", || system::answer("chromium", &["--version"]).is_some()),
    ("nodejs", || system::answer("node", &["--version"]).is_some()),
    ("npm", || system::answer("npm", &["--version"]).is_some()),
];

/// What is left out when only Rust is wanted.
pub(crate) const LEFT_OUT: &str = "the explorer page in a browser";

/// Operations of the large page: more than any service that one would look at as one page.
const MANY: usize = 200;

/// Runs all scripts; with `images` they also write the pictures of the guide.
pub(crate) fn run(root: &Path, images: bool) -> Outcome {
    system::packages(&PACKAGES)?;
    let home = absolute(&system::target(root).join("page"))?;
    let scripts = root.join(SCRIPTS);
    clients::install_node(&scripts, &home.join("node"))?;
    system::succeed(system::cargo().args(["build", "--quiet", "--all-features", "--bin", "dbs"]))?;
    let begin = Instant::now();
    let hostile =
        files::read(&scripts.join("hostile")).map_err(|found| format!("the hostile spec: {} problems", found.len()))?;
    make(&hostile.files, &home.join("hostile.html"))?;
    make(&many(), &home.join("many.html"))?;
    let ready = home.join("emulator.json");
    let _emulator = clients::start_emulator(root, &ready, &home.join("emulator.log"))?;
    let browser = system::answer("sh", &["-c", "command -v chromium"]).ok_or("chromium is nowhere to be found")?;
    let mut node = Command::new("node");
    node.arg(scripts.join("run.mjs"))
        .env("PAGE_HOME", &home)
        .env("PAGE_ROOT", absolute(&root.join("."))?)
        .env("PAGE_BROWSER", browser.trim());
    if images {
        node.env("PAGE_IMAGES", "1");
    }
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        node.env_remove(name).env_remove(name.to_uppercase());
    }
    system::succeed(&mut node)?;
    println!("page: done in {:.1} s", begin.elapsed().as_secs_f64());
    Ok(())
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(path)
        .and_then(|()| path.canonicalize())
        .map_err(|error| format!("no {}: {error}", path.display()))
}

/// The page of a spec.
fn make(sources: &[SourceFile], to: &Path) -> Outcome {
    let mut found = Diagnostics::new();
    let spec = contingent::load(sources, &mut found);
    let service = resolve::resolve(&spec, &mut found);
    let mut output = Output::beside_others();
    let made = text::add_explorer(&service, &Templates::new(), &mut output);
    if made.is_err() || found.has_errors(diagnostic::Command::Generate) {
        return Err(format!("{}: the spec has problems, or the template has", to.display()));
    }
    let page = output.get("docs/explorer.html").ok_or("no page was made")?;
    fs::write(to, page).map_err(|error| format!("cannot write {}: {error}", to.display()))
}

/// A service with many operations that have many parameters and rules.
fn many() -> Vec<SourceFile> {
    let mut files = vec![file(
        "many/service.yaml",
        "service: Many\nversion: \"1\"\ntitle: Many\ndoc: Many.\nstyle: rpc\n".to_owned(),
    )];
    for number in 0..MANY {
        let mut text = format!(
            "operation: Operation{number}\nsummary: Does number {number}.\ndoc: Does number {number}.\nparameters:\n  \
             Kind: {{type: enum, required: true, doc: Which., values: {{A: {{doc: A.}}, B: {{doc: B.}}, C: {{doc: C.}}}}}}\n"
        );
        for parameter in 0..30 {
            text.push_str(&format!("  P{parameter}: {{type: string, doc: The parameter {parameter}.}}\n"));
        }
        text.push_str("rules:\n");
        for rule in 0..20 {
            let value = ["A", "B", "C"][rule % 3];
            let form = if rule % 4 == 0 { "forbid" } else { "require" };
            text.push_str(&format!(
                "  - {{id: r{rule}, {form}: P{rule}, when: {{Kind: {value}}}, source: guide#p{rule}}}\n"
            ));
        }
        files.push(file(&format!("many/operations/o{number}.yaml"), text));
    }
    files
}

fn file(path: &str, text: String) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> String {
        fs::read_to_string(Path::new(crate::ROOT).join(SCRIPTS).join(file)).unwrap()
    }

    #[test]
    fn every_version_is_pinned_and_no_registry_is_named() {
        let wanted = read("package.json");
        let versions: Vec<&str> = wanted
            .lines()
            .filter(|line| line.starts_with("    \""))
            .filter_map(|line| line.rsplit('"').nth(1))
            .collect();
        assert_eq!(versions.len(), 2);
        assert!(versions.iter().all(|it| it.chars().all(|c| c.is_ascii_digit() || c == '.')), "{versions:?}");
        let lock = read("package-lock.json");
        assert!(lock.contains("\"integrity\": \"sha512-"));
        assert!(!lock.contains("\"resolved\"") && !lock.contains("://"));
    }
}
