//! The language-neutral model: a service whose names are resolved and whose rules are those of
//! `contingent-rules`.
//!
//! Stage 2 makes it, the renderers read it. It depends on nothing but `contingent-rules`; it
//! holds no position and no YAML, and must never decide anything.

mod reader;

pub use reader::Reader;

use contingent_rules as rules;

/// A service with its operations in the order of their files.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// The name on the wire.
    pub name: String,
    /// The version on the wire.
    pub version: String,
    /// The name for people.
    pub title: String,
    /// What the service is.
    pub doc: String,
    /// Documents that describe it: title and address.
    pub docs: Vec<(String, String)>,
    /// The editions of its documentation, in order.
    pub editions: Vec<Edition>,
    /// Where it is reached.
    pub endpoints: Endpoints,
    /// Errors that every operation can answer.
    pub errors: Vec<ErrorCode>,
    /// What it keeps.
    pub resources: Vec<Resource>,
    /// What every reply that is no error says beside its result.
    pub reply: Vec<rules::service::Assignment>,
    /// The operations, sorted by the path of their file.
    pub operations: Vec<Operation>,
}

/// One state of the documentation.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The name in specs.
    pub name: String,
    /// What it stands for.
    pub doc: String,
    /// The Rust name of its variant: `Seed`, `E2026_03`.
    pub variant: String,
}

/// Hosts by region.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// The host for callers that name no region.
    pub default: Option<String>,
    /// The host of a region that is not listed, with `{region}` in it.
    pub pattern: Option<String>,
    /// Region and host.
    pub regions: Vec<(String, String)>,
}

/// An error that the service can answer.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The code on the wire.
    pub code: String,
    /// The HTTP status that comes with it.
    pub status: Option<u64>,
    /// The message on the wire.
    pub message: String,
    /// Whether repeating the call can help.
    pub retryable: bool,
    /// What it means.
    pub doc: String,
    /// The editions that have it; empty means all of them.
    pub editions: Vec<String>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name on the wire; also the prefix of its Rust types, once made a type name.
    pub name: String,
    /// The Rust type prefix: `CreateRestoreTask`.
    pub type_name: String,
    /// The Rust module, and the stem of its files: `create_restore_task`.
    pub module: String,
    /// The command on a command line: `create-restore-task`.
    pub command: String,
    /// One line.
    pub summary: String,
    /// What it does.
    pub doc: String,
    /// Method and path, where it has an address of its own.
    pub route: Option<Route>,
    /// Whether it changes nothing.
    pub readonly: bool,
    /// The parameter that makes a repetition harmless, as an index into `parameters`.
    pub idempotency_token: Option<usize>,
    /// What a check needs to know; its parameters, facts and rules stand in the order of those below.
    pub check: rules::Operation,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The facts.
    pub facts: Vec<Fact>,
    /// What is not in `check.rules`.
    pub rules: Vec<RuleText>,
    /// Parameters under headings; every parameter is in exactly one group.
    pub groups: Vec<Group>,
    /// The Rust enum with one struct for each value of a discriminator.
    pub variants: Option<Variants>,
    /// What the service answers.
    pub response: Option<Response>,
    /// What it does to what the service keeps; `None` if the spec does not say so.
    pub behaviour: Option<Behaviour>,
    /// Errors of this operation.
    pub errors: Vec<ErrorCode>,
    /// Requests and replies.
    pub examples: Vec<Example>,
}

/// The address of an operation: the method of HTTP, and a path with parameters in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST`, ..
    pub method: &'static str,
    /// `/beds/{BedId}/plants`.
    pub path: String,
}

/// A parameter, field or item. What nests in `def.kind` has its texts in `values`, `fields` and `item`.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The definition as a check needs it; its name is the name on the wire.
    pub def: rules::Parameter,
    /// What it is.
    pub doc: String,
    /// What the service assumes when it is not given; never sent.
    pub default: Option<String>,
    /// A value as it may be sent.
    pub example: Option<String>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// Where it travels.
    pub position: Position,
    /// Whether no document describes it.
    pub undocumented: bool,
    /// The operation that lists its values.
    pub refers_to: Option<String>,
    /// The Rust field and setter, raw where it must be: `r#type`.
    pub field: String,
    /// The flag on a command line, without dashes.
    pub flag: String,
    /// The Rust enum or struct that it defines, or whose name its items define: `DuplicateConflict`, `RestoreObject`.
    pub type_name: Option<String>,
    /// For an enum, one entry for each value.
    pub values: Vec<EnumText>,
    /// For an object, one entry for each field.
    pub fields: Vec<Parameter>,
    /// For a list or map with described items.
    pub item: Option<Box<Parameter>>,
    /// For a list of a reply, the element that wraps each item: `RegionCode` in `Regions.RegionCode[]`.
    pub wrapper: Option<String>,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// With the pairs of the request.
    #[default]
    Query,
    /// In the body.
    Body,
    /// In a header.
    Header,
    /// In the path.
    Path,
    /// In the host name.
    Host,
}

/// What an enum value means.
#[derive(Clone, Debug)]
pub struct EnumText {
    /// What it is.
    pub doc: String,
    /// The Rust variant.
    pub variant: String,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The definition as a check needs it.
    pub def: rules::Fact,
    /// What it is.
    pub doc: String,
    /// The document and the place in it.
    pub source: String,
    /// Where the service keeps it.
    pub from: Option<Origin>,
    /// The Rust field and setter.
    pub field: String,
    /// The flag on a command line, without dashes.
    pub flag: String,
    /// The Rust enum, if it is one.
    pub type_name: Option<String>,
    /// For an enum, one entry for each value.
    pub values: Vec<EnumText>,
}

/// Where the service keeps a fact.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The kind of thing.
    pub resource: String,
    /// The parameter that names one.
    pub by: String,
    /// The field that holds the fact.
    pub field: String,
}

/// What a rule has besides its meaning.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// A remark of the author.
    pub doc: String,
    /// The Rust constant that holds its id: `RESTORE_OBJECTS`.
    pub constant: String,
    /// Findings of an analysis that the author knows of.
    pub expect: Vec<Expectation>,
}

/// A finding that the author knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The other rules imply it.
    Redundant,
    /// It can never apply.
    NeverFires,
}

/// Parameters under a heading.
#[derive(Clone, Debug)]
pub struct Group {
    /// The heading; empty for the parameters that no group names.
    pub title: String,
    /// Indices into the parameters.
    pub parameters: Vec<usize>,
}

/// A Rust enum with one struct for each value of a discriminator.
#[derive(Clone, Debug)]
pub struct Variants {
    /// The discriminator, as an index into the parameters: a required enum.
    pub by: usize,
    /// The Rust enum: `Destination`.
    pub type_name: String,
    /// The request's setter and argument: `destination`.
    pub field: String,
    /// Another flag of the discriminator on a command line, without dashes: `destination`.
    pub flag: String,
    /// One for each value of the discriminator, in its order.
    pub cases: Vec<Case>,
}

/// The parameters of one value of a discriminator.
#[derive(Clone, Debug)]
pub struct Case {
    /// The value, as an index into those of the discriminator.
    pub value: usize,
    /// The Rust variant: `Rds`.
    pub variant: String,
    /// The Rust struct: `RdsDestination`.
    pub type_name: String,
    /// The Rust struct of the mandatory parameters, if there are several: `RdsRequired`.
    pub required_name: String,
    /// Given in every valid request with this value.
    pub mandatory: Vec<CaseField>,
    /// Given in some.
    pub optional: Vec<CaseField>,
    /// Given in none, or without effect.
    pub left_out: Vec<usize>,
}

/// A parameter in a variant.
#[derive(Clone, Debug)]
pub struct CaseField {
    /// The parameter.
    pub parameter: usize,
    /// Its Rust name there, without the prefix: `region`.
    pub field: String,
}

/// What the service answers.
#[derive(Clone, Debug)]
pub struct Response {
    /// The fields.
    pub fields: Vec<Parameter>,
    /// The fields as parameters, with `HttpStatus` and the rules `failure` and `success`, so that
    /// the one evaluator tells whether a reply is a failure.
    pub check: rules::Operation,
}

/// A kind of thing that the service keeps.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The definition as whoever plays the service needs it.
    pub def: rules::service::Resource,
    /// What it is.
    pub doc: String,
    /// What callers wait for.
    pub waiters: Vec<Waiter>,
}

/// States that callers wait for.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The name in the spec.
    pub name: String,
    /// The name on a command line: `restore-task-finished`.
    pub flag: String,
    /// What one waits for.
    pub doc: String,
    /// The states that end the wait.
    pub until: Vec<String>,
    /// The states from which the others are out of reach.
    pub fail: Vec<String>,
}

/// What an operation does to what the service keeps.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// What must exist.
    pub needs: Vec<rules::service::Need>,
    /// What it does; without one it answers and changes nothing.
    pub effect: Option<rules::service::Effect>,
    /// What becomes of other things.
    pub also: Vec<rules::service::Consequence>,
    /// Fields of the reply that do not follow from that.
    pub reply: Vec<rules::service::Assignment>,
}

/// A request, and what comes of it.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name in the spec.
    pub name: String,
    /// What it shows.
    pub doc: String,
    /// The editions that it is for; empty means none chosen.
    pub editions: Vec<String>,
    /// The request.
    pub request: rules::Value,
    /// The facts.
    pub facts: rules::Facts,
    /// The ids of the violations it has, in order.
    pub violations: Vec<String>,
    /// The reply as JSON.
    pub json: Option<String>,
    /// The reply as XML.
    pub xml: Option<String>,
}

impl Parameter {
    /// The editions that an enum value belongs to; empty means all of them.
    pub fn value_editions(&self, text: &str) -> &[String] {
        match &self.def.kind {
            rules::Kind::Enum { values, .. } => {
                values.iter().find(|value| value.value == text).map_or(&[], |value| value.editions.as_slice())
            }
            rules::Kind::String
            | rules::Kind::Integer
            | rules::Kind::Long
            | rules::Kind::Number
            | rules::Kind::Boolean
            | rules::Kind::TimestampMs
            | rules::Kind::List(_)
            | rules::Kind::Object(_)
            | rules::Kind::Map(_)
            | rules::Kind::Json
            | rules::Kind::JsonList(_)
            | rules::Kind::JsonObject(_) => &[],
        }
    }
}

impl Operation {
    /// The sentences of all rules that name a parameter, with the index of each rule.
    pub fn rules_about(&self, parameter: usize) -> Vec<usize> {
        let Some(name) = self.check.parameters.get(parameter).map(|parameter| &parameter.name) else {
            return Vec::new();
        };
        let about = |rule: &rules::Rule| rule.subjects().iter().any(|reference| reference.top() == Some(name));
        (0..self.check.rules.len()).filter(|index| about(&self.check.rules[*index])).collect()
    }
}
