//! From a path to a model: what the commands on a spec begin with.

use crate::args::Shared;
use crate::reply::{Broken, Failure};
use contingent::Spec;
use contingent::diagnostic::{Command, Diagnostic, Diagnostics, code};
use contingent::files::{self, Sources};
use contingent::model;
use contingent::spec::Service;
use contingent_rules::nearest;
use std::path::Path;

/// A spec that was read, as far as it could be.
pub(crate) struct Opened {
    pub(crate) sources: Sources,
    /// Each operation whose file could be read: its name and that file.
    pub(crate) operations: Vec<(String, String)>,
    pub(crate) spec: Spec,
    /// Without the operations that have errors.
    pub(crate) model: model::Service,
    pub(crate) found: Diagnostics,
}

impl Opened {
    /// The failure of a command that these problems stop.
    pub(crate) fn broken(self, command: Command) -> Failure {
        Failure::Spec(Box::new(Broken { found: self.found, command, sources: self.sources }))
    }
}

/// Reads and resolves a spec.
pub(crate) fn open(path: &Path, shared: &Shared) -> Result<Opened, Failure> {
    open_in(path, shared.edition())
}

/// The same, for a command with editions of its own.
pub(crate) fn open_in(path: &Path, edition: Option<&str>) -> Result<Opened, Failure> {
    let sources = files::read(path).map_err(Failure::Usage)?;
    let mut found = Diagnostics::new();
    let spec = contingent::load(&sources.files, &mut found);
    check_edition(spec.service.as_ref(), edition)?;
    let operations = spec.operations.iter().map(|it| (it.operation.clone(), it.source.path.clone())).collect();
    let model = contingent::resolve::resolve(&spec, &mut found);
    Ok(Opened { sources, operations, spec, model, found })
}

/// An edition must be declared, unless there is nothing that could declare it.
pub(crate) fn check_edition(service: Option<&Service>, edition: Option<&str>) -> Result<(), Failure> {
    let (Some(edition), Some(service)) = (edition, service) else {
        return Ok(());
    };
    let declared = || service.editions.iter().map(|it| it.name.text.as_str());
    // A service that could not be read as a whole may declare more than what was read.
    if service.failed || declared().any(|it| it == edition) {
        return Ok(());
    }
    let help = match nearest(edition, declared()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if service.editions.is_empty() => "it declares no editions: leave `--edition` out".to_owned(),
        None => format!("it declares {}", list(declared())),
    };
    let message = format!("the service declares no edition `{edition}`");
    Err(Failure::usage(Diagnostic::of_file(code::NO_EDITION, "", message).help(help)))
}

/// Names for a sentence: `a`, `b`, `c`.
pub(crate) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
