//! The connection points: what asks the real analysis. `None` means that it is not there yet; then nothing is compared.

use contingent::spec::SourceFile;
use contingent_oracle::analysis::Side;
use contingent_oracle::random::analysis::Case;
use serde_json::Value as Json;

/// What `analyze` says of the operation `Op`.
pub(crate) fn engine(case: &Case) -> Option<Json> {
    let _sources = sources(&case.spec(), case.service.as_deref());
    None
}

/// What `validate --partial` says.
pub(crate) fn engine_partial(case: &Case, _request: &Json, _facts: &Json) -> Option<Json> {
    let _sources = sources(&case.spec(), case.service.as_deref());
    None
}

/// What `diff` says of two states of the operation `Op`, or of two editions of one.
pub(crate) fn engine_diff(service: Option<&str>, old: Side, new: Side) -> Option<Json> {
    let _sources = [sources(old.spec, service), sources(new.spec, service)];
    None
}

/// The files of a spec; without a service the operation stands alone.
pub(crate) fn sources(spec: &str, service: Option<&str>) -> Vec<SourceFile> {
    let source = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
    let service = service.map(|text| source("service.yaml", text));
    service.into_iter().chain([source("operations/op.yaml", spec)]).collect()
}
