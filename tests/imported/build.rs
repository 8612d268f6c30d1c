//! Imports the document, and generates types and checks from the spec that comes out of it.

use contingent::import::openapi::{Failure, import};
use contingent::spec::SourceFile;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

const DOCUMENT: &str = "openapi.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let spec = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?).join("spec");
    let document = SourceFile { path: DOCUMENT.to_owned(), bytes: fs::read(DOCUMENT)? };
    let imported = import(&document, &[]).map_err(|failure| match failure {
        Failure::Document(found) => format!("{found:?}"),
        Failure::NoOperation(fault) => fault.message,
    })?;
    imported.output.write_to(&spec)?;
    // The spec is made by this script: whether it has changed is no reason to run again.
    contingent::build::Config::new().spec(&spec).emit_rerun_if_changed(false).compile()?;
    Ok(())
}
