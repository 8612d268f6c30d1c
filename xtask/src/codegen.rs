//! `cargo xtask codegen`: every committed file that is generated, from its spec.

use crate::Outcome;
use contingent::diagnostic::{Command, Diagnostics, render};
use contingent::files::{self, Sources};
use contingent::output::Output;
use contingent::{Options, editor};
use std::path::{Path, PathBuf};

/// A spec, and the folder that holds what is made from it.
struct Target {
    spec: &'static str,
    out: &'static str,
}

const TARGETS: [Target; 1] = [Target { spec: "spec/dbs", out: "generated/dbs" }];

/// Writes every file that is not as it would be generated.
pub(crate) fn write(root: &Path) -> Outcome {
    let mut count = 0;
    for (out, output) in outputs(root)? {
        let changes = output.write_to(&out).map_err(|error| error.to_string())?;
        let lists = [("created", &changes.created), ("changed", &changes.changed), ("removed", &changes.removed)];
        for (word, paths) in lists {
            for path in paths {
                println!("{word} {}", out.join(path).display());
                count += 1;
            }
        }
    }
    println!("codegen: {count} files changed");
    Ok(())
}

/// Says which files are not as they would be generated.
pub(crate) fn check(root: &Path) -> Outcome {
    let mut differences = String::new();
    for (out, output) in outputs(root)? {
        for it in output.differs_from(&out).map_err(|error| error.to_string())? {
            differences.push_str(&format!("\n  {} {}", it.kind.as_str(), out.join(&it.path).display()));
        }
    }
    if differences.is_empty() {
        println!("codegen: everything is as generated");
        return Ok(());
    }
    Err(format!("files are not as they would be generated; run `cargo xtask codegen`:{differences}"))
}

/// All that is generated, before anything is written: one broken spec leaves everything as it was.
fn outputs(root: &Path) -> Result<Vec<(PathBuf, Output)>, String> {
    let mut outputs = vec![(root.join("spec/schema"), editor::schemas())];
    for Target { spec, out } in TARGETS {
        outputs.push((root.join(out), generate(&root.join(spec))?));
    }
    Ok(outputs)
}

fn generate(spec: &Path) -> Result<Output, String> {
    let sources = files::read(spec).map_err(|found| shown(&found, &Sources::default()))?;
    let generated =
        contingent::generate(&sources.files, &Options { cases: true, explorer: true, ..Options::default() });
    let generated = generated.map_err(|found| shown(&found, &sources))?;
    if !generated.warnings.is_empty() {
        eprint!("{}", shown(&generated.warnings, &sources));
    }
    Ok(generated.output)
}

fn shown(found: &Diagnostics, sources: &Sources) -> String {
    format!("\n{}", render(found, Command::Generate, |path| sources.text(path), false))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn committed_files_are_as_generated() {
        check(std::path::Path::new(crate::ROOT)).unwrap_or_else(|message| panic!("{message}"));
    }
}
