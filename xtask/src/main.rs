//! Development commands: `cargo xtask codegen [--check] | test [--rust-only] | clients | page | bench | docs | tidy`.
//!
//! It depends on the generator only, so that it builds when the generated crates do not. What it does is put
//! together from the generator, `cargo` and the file system; it must never decide anything about a spec.

mod bench;
mod clients;
mod codegen;
mod docs;
mod page;
mod system;
mod test;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  codegen [--check]  generates every committed file from its spec; with --check only says what would change
  test [--rust-only] runs everything that must pass, tests of all packages included; with --rust-only without the
                     clients of others, which are installed with Python and Node
  clients            the clients of others alone, as test runs them
  page [--images]    the explorer page in a browser alone, as test runs it; with --images it also writes the pictures
                     of the guide, docs/images, anew
  bench [PART]…      how fast all of it is, in ratios; the parts are check, reason, generate, growth,
                     sign, calls, serve, compile and size
  docs               the docs as a site, in target/docs; a link that leads nowhere fails
  tidy               checks the files of the project: headers, lengths, words, licences
";

/// The folder of the workspace.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What a command says when it fails.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    // From here on paths are short, and no message depends on where somebody works.
    if let Err(error) = std::env::set_current_dir(ROOT) {
        eprintln!("error: cannot enter {ROOT}: {error}");
        return ExitCode::from(2);
    }
    let root = Path::new("");
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let outcome = match given.as_slice() {
        ["codegen"] => codegen::write(root),
        ["codegen", "--check"] => codegen::check(root),
        ["test"] => test::run(root),
        ["test", "--rust-only"] => test::run_rust(root),
        ["clients"] => clients::run(root),
        ["page"] => page::run(root, false),
        ["page", "--images"] => page::run(root, true),
        ["bench", parts @ ..] => bench::run(root, parts),
        ["docs"] => docs::run(root),
        ["tidy"] => tidy::run(root),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
