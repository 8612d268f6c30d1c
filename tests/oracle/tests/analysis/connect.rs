//! The connection points: what asks the real analysis. `None` means that it is not there yet; then nothing is compared.

use contingent::spec::SourceFile;
use contingent_oracle::analysis::Side;
use contingent_oracle::random::analysis::Case;
use serde_json::Value as Json;

/// What `analyze` says of the operation `Op`.
pub(crate) fn engine(case: &Case) -> Option<Json> {
    let sources = sources(&case.spec(), case.service.as_deref());
    let answer = contingent::reason::analyze_json(&sources, case.edition.as_deref());
    Some(answer["operations"]["Op"].clone())
}

/// What `validate --partial` says.
pub(crate) fn engine_partial(case: &Case, request: &Json, facts: &Json) -> Option<Json> {
    let operation = operation(&case.spec(), case.service.as_deref());
    let value = |json: &Json| contingent_rules::Value::parse(&json.to_string()).expect("JSON is JSON");
    let facts = contingent_rules::Facts::from_json(&value(facts)).expect("facts are an object");
    let completion = contingent::reason::complete(&operation.check, case.edition.as_deref(), &value(request), &facts);
    Some(serde_json::from_str(&completion.verdict.to_json().to_string()).expect("JSON is JSON"))
}

fn operation(spec: &str, service: Option<&str>) -> contingent::model::Operation {
    let mut found = contingent::diagnostic::Diagnostics::new();
    let loaded = contingent::load(&sources(spec, service), &mut found);
    let mut model = contingent::resolve::resolve(&loaded, &mut found);
    model.operations.pop().unwrap_or_else(|| panic!("{spec}\n{found:?}"))
}

/// What `diff` says of two states of the operation `Op`, or of two editions of one.
pub(crate) fn engine_diff(service: Option<&str>, old: Side, new: Side) -> Option<Json> {
    let (was, is) = (operation(old.spec, service), operation(new.spec, service));
    Some(contingent::reason::difference(&was, old.edition, &is, new.edition).to_json())
}

/// The files of a spec; without a service the operation stands alone.
pub(crate) fn sources(spec: &str, service: Option<&str>) -> Vec<SourceFile> {
    let source = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
    let service = service.map(|text| source("service.yaml", text));
    service.into_iter().chain([source("operations/op.yaml", spec)]).collect()
}
