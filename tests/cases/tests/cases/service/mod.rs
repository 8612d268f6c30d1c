//! The real service as a whole: nothing of its documents is left out, its rules are sound and shown, and one more
//! operation needs nothing but its file.

mod coverage;
mod newcomer;
mod rules;

use crate::run::workspace;
use crate::sources::read;
use contingent::diagnostic::Diagnostics;
use contingent::model::Service;
use contingent::spec::SourceFile;
use std::path::PathBuf;

/// The folder of the spec.
fn folder() -> PathBuf {
    workspace().join("spec/dbs")
}

/// The files of the spec.
fn sources() -> Vec<SourceFile> {
    read(&folder())
}

/// The model of sources, whatever is wrong with them.
fn model(sources: &[SourceFile]) -> Service {
    let mut found = Diagnostics::new();
    let spec = contingent::load(sources, &mut found);
    contingent::resolve::resolve(&spec, &mut found)
}
