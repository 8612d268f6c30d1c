//! Generates the real service as it is, and the toy service with one parameter more.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The parameter that the copy has, and the line of the spec after which it stands.
const MORE: &str = "  Moisture: {type: integer, min: 0, max: 100, unit: percent, doc: How wet it is kept.}\n";
const AFTER: &str = "parameters:\n";

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?);
    let copy = out.join("toy_with_more");
    println!("cargo::rerun-if-changed=../toy/spec");
    copy_folder(Path::new("../toy/spec"), &copy)?;
    let file = copy.join("operations/plant_bed.yaml");
    let spec = fs::read_to_string(&file)?;
    let changed = spec.replacen(AFTER, &format!("{AFTER}{MORE}"), 1);
    assert_ne!(spec, changed, "the toy spec has no parameters");
    fs::write(&file, changed)?;
    contingent::build::Config::new().spec("../../spec/dbs").compile()?;
    // The copy is made by this script: whether it has changed is no reason to run again.
    contingent::build::Config::new().spec(&copy).emit_rerun_if_changed(false).compile()?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        println!("cargo::rerun-if-changed={}", entry.path().display());
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
