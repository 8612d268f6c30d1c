//! What the scripts of the page read: the service in one block of JSON, and each operation in a block of its own, so that
//! a page with hundreds of operations reads only the one that is chosen.

use contingent_rules as rules;
use serde::Serialize;

use super::smallest::{self, Smallest};
use super::words;
use crate::model::{Case, CaseField, Fact, Operation, Parameter, Position, RuleText, Service, Variants};
use crate::text::operation::title;
use crate::text::table::{Plain, Requirements};

/// The service, without what belongs to one operation.
#[derive(Serialize)]
pub(super) struct ServiceData<'m> {
    name: &'m str,
    version: &'m str,
    title: &'m str,
    doc: &'m str,
    editions: Vec<(&'m str, &'m str)>,
    documents: &'m [(String, String)],
    endpoints: EndpointData<'m>,
    operations: Vec<Listed<'m>>,
}

#[derive(Serialize)]
struct EndpointData<'m> {
    default: Option<&'m str>,
    pattern: Option<&'m str>,
    regions: &'m [(String, String)],
}

#[derive(Serialize)]
struct Listed<'m> {
    name: &'m str,
    summary: &'m str,
}

/// One operation.
#[derive(Serialize)]
pub(super) struct OperationData<'m> {
    summary: &'m str,
    doc: &'m str,
    readonly: bool,
    /// The parameter that makes a repetition harmless.
    token: Option<&'m str>,
    module: &'m str,
    type_name: &'m str,
    /// What the evaluator reads.
    check: &'m rules::Operation,
    /// In the order of those in `check`, as are the next two.
    parameters: Vec<ParameterText<'m>>,
    facts: Vec<FactText<'m>>,
    rules: Vec<RuleWords<'m>>,
    groups: Vec<GroupText<'m>>,
    variants: Option<VariantNames<'m>>,
    /// For each edition, and for none chosen.
    editions: Vec<EditionData>,
    errors: Vec<ErrorText<'m>>,
}

/// What a parameter has beside its definition.
#[derive(Serialize)]
struct ParameterText<'m> {
    doc: &'m str,
    /// The type in words.
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refers_to: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    undocumented: bool,
    /// Names for samples of code.
    field: &'m str,
    flag: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    type_name: Option<&'m str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<ValueText<'m>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ParameterText<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Box<ParameterText<'m>>>,
}

#[derive(Serialize)]
struct ValueText<'m> {
    doc: &'m str,
    variant: &'m str,
}

#[derive(Serialize)]
struct FactText<'m> {
    doc: &'m str,
    says: &'m str,
    source: &'m str,
    field: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    type_name: Option<&'m str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<ValueText<'m>>,
}

#[derive(Serialize)]
struct RuleWords<'m> {
    sentence: String,
    doc: &'m str,
}

#[derive(Serialize)]
struct GroupText<'m> {
    title: &'m str,
    parameters: &'m [usize],
}

/// The Rust names of variants.
#[derive(Serialize)]
struct VariantNames<'m> {
    by: usize,
    type_name: &'m str,
    field: &'m str,
    cases: Vec<CaseNames<'m>>,
}

#[derive(Serialize)]
struct CaseNames<'m> {
    value: usize,
    variant: &'m str,
    type_name: &'m str,
    required_name: &'m str,
    mandatory: Vec<(usize, &'m str)>,
    optional: Vec<(usize, &'m str)>,
}

/// What reasoning says of one edition, or of what all editions share.
#[derive(Serialize)]
pub(super) struct EditionData {
    name: Option<String>,
    table: Option<Plain>,
    smallest: Vec<Smallest>,
}

#[derive(Serialize)]
struct ErrorText<'m> {
    code: &'m str,
    status: Option<u64>,
    message: &'m str,
    doc: &'m str,
}

/// The block of the service.
pub(super) fn service(service: &Service) -> ServiceData<'_> {
    let endpoints = &service.endpoints;
    ServiceData {
        name: &service.name,
        version: &service.version,
        title: title(service),
        doc: &service.doc,
        editions: service.editions.iter().map(|it| (it.name.as_str(), it.doc.as_str())).collect(),
        documents: &service.docs,
        endpoints: EndpointData {
            default: endpoints.default.as_deref(),
            pattern: endpoints.pattern.as_deref(),
            regions: &endpoints.regions,
        },
        operations: service.operations.iter().map(|it| Listed { name: &it.name, summary: &it.summary }).collect(),
    }
}

/// The block of an operation.
pub(super) fn operation<'m>(service: &'m Service, operation: &'m Operation) -> OperationData<'m> {
    let editions = [None].into_iter().chain(service.editions.iter().map(|it| Some(it.name.as_str())));
    let rule = |(rule, text): (&rules::Rule, &'m RuleText)| RuleWords {
        sentence: rules::sentence::rule(rule, &operation.check.facts),
        doc: &text.doc,
    };
    let token = operation.idempotency_token.and_then(|index| operation.parameters.get(index));
    let errors = operation.errors.iter().chain(&service.errors);
    OperationData {
        summary: &operation.summary,
        doc: &operation.doc,
        readonly: operation.readonly,
        token: token.map(|it| it.def.name.as_str()),
        module: &operation.module,
        type_name: &operation.type_name,
        check: &operation.check,
        parameters: operation.parameters.iter().map(parameter).collect(),
        facts: operation.facts.iter().map(fact).collect(),
        rules: operation.check.rules.iter().zip(&operation.rules).map(rule).collect(),
        groups: operation.groups.iter().map(|it| GroupText { title: &it.title, parameters: &it.parameters }).collect(),
        variants: operation.variants.as_ref().map(variants),
        editions: editions.map(|name| edition(operation, name)).collect(),
        errors: errors
            .map(|it| ErrorText { code: &it.code, status: it.status, message: &it.message, doc: &it.doc })
            .collect(),
    }
}

fn edition(operation: &Operation, name: Option<&str>) -> EditionData {
    let table = Requirements::new(operation, name, None).ok().map(|it| it.plain());
    let by = table.as_ref().and_then(|it| it.by.as_deref());
    EditionData { name: name.map(str::to_owned), smallest: smallest::requests(operation, name, by), table }
}

fn parameter(parameter: &Parameter) -> ParameterText<'_> {
    ParameterText {
        doc: &parameter.doc,
        kind: words::kind(parameter),
        default: parameter.default.as_deref(),
        example: parameter.example.as_deref().filter(|_| !parameter.def.secret),
        unit: parameter.unit.as_deref(),
        refers_to: parameter.refers_to.as_deref(),
        position: match parameter.position {
            Position::Query => None,
            Position::Body => Some("body"),
            Position::Header => Some("header"),
            Position::Path => Some("path"),
            Position::Host => Some("host"),
        },
        undocumented: parameter.undocumented,
        field: &parameter.field,
        flag: &parameter.flag,
        type_name: parameter.type_name.as_deref(),
        values: parameter.values.iter().map(|it| ValueText { doc: &it.doc, variant: &it.variant }).collect(),
        fields: parameter.fields.iter().map(self::parameter).collect(),
        item: parameter.item.as_deref().map(|it| Box::new(self::parameter(it))),
    }
}

fn fact(fact: &Fact) -> FactText<'_> {
    FactText {
        doc: &fact.doc,
        says: if fact.def.says.is_empty() { &fact.def.name } else { &fact.def.says },
        source: &fact.source,
        field: &fact.field,
        type_name: fact.type_name.as_deref(),
        values: fact.values.iter().map(|it| ValueText { doc: &it.doc, variant: &it.variant }).collect(),
    }
}

fn variants(variants: &Variants) -> VariantNames<'_> {
    VariantNames {
        by: variants.by,
        type_name: &variants.type_name,
        field: &variants.field,
        cases: variants.cases.iter().map(case).collect(),
    }
}

fn case(case: &Case) -> CaseNames<'_> {
    fn names(fields: &[CaseField]) -> Vec<(usize, &str)> {
        fields.iter().map(|it| (it.parameter, it.field.as_str())).collect()
    }
    CaseNames {
        value: case.value,
        variant: &case.variant,
        type_name: &case.type_name,
        required_name: &case.required_name,
        mandatory: names(&case.mandatory),
        optional: names(&case.optional),
    }
}
