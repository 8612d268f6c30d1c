//! What the templates see: finished strings, in lists. A list of one or none stands for what may be missing, so
//! that a template needs loops only.

use serde::Serialize;

/// What `index.md.j2` sees.
#[derive(Debug, Serialize)]
pub(super) struct Index {
    pub(super) title: String,
    pub(super) about: Vec<String>,
    pub(super) operations: Vec<OperationLine>,
    pub(super) map: Vec<Map>,
    pub(super) editions: Vec<Section<Named>>,
    pub(super) documents: Vec<Section<String>>,
    pub(super) endpoints: Vec<Endpoints>,
    pub(super) errors: Vec<Section<ErrorRow>>,
}

/// A part of a page that may be missing.
#[derive(Debug, Serialize)]
pub(super) struct Section<T: Serialize> {
    pub(super) rows: Vec<T>,
}

impl<T: Serialize> Section<T> {
    /// The part, or nothing if it would be empty.
    pub(super) fn of(rows: Vec<T>) -> Vec<Self> {
        if rows.is_empty() { Vec::new() } else { vec![Section { rows }] }
    }
}

/// One operation in the index.
#[derive(Debug, Serialize)]
pub(super) struct OperationLine {
    pub(super) name: String,
    pub(super) page: String,
    pub(super) summary: String,
    pub(super) remarks: String,
}

/// What the operations do to what the service keeps.
#[derive(Debug, Serialize)]
pub(super) struct Map {
    pub(super) kinds: Vec<KindRow>,
    /// The operations that stand in no cell.
    pub(super) apart: Vec<Section<String>>,
}

/// A kind of thing, and the operations on it in the cells.
#[derive(Debug, Serialize)]
pub(super) struct KindRow {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) cells: Vec<String>,
}

/// A name and what it means.
#[derive(Debug, Serialize)]
pub(super) struct Named {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) doc: String,
}

/// Hosts.
#[derive(Debug, Serialize)]
pub(super) struct Endpoints {
    pub(super) remarks: Vec<String>,
    pub(super) regions: Vec<Section<Named>>,
}

/// One error.
#[derive(Debug, Serialize)]
pub(super) struct ErrorRow {
    pub(super) anchor: String,
    pub(super) code: String,
    pub(super) status: String,
    pub(super) message: String,
    pub(super) retry: String,
    pub(super) doc: String,
}

/// What `operation.md.j2` sees.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    pub(super) title: String,
    /// The way back to the first page.
    pub(super) back: String,
    pub(super) summary: String,
    pub(super) doc: Vec<String>,
    pub(super) remarks: Vec<String>,
    pub(super) contents: Vec<Entry>,
    pub(super) needs: Needs,
    pub(super) requirements: Vec<Matrix>,
    pub(super) groups: Vec<Group>,
    pub(super) values: Vec<Values>,
    pub(super) fields: Vec<Fields>,
    pub(super) rules: Vec<Section<RuleRow>>,
    pub(super) editions: Vec<Editions>,
    pub(super) facts: Vec<Section<Fact>>,
    pub(super) examples: Vec<Section<Example>>,
    pub(super) shown: Vec<Section<ShownRow>>,
    pub(super) reply: Vec<Reply>,
    pub(super) errors: Vec<Section<ErrorRow>>,
    pub(super) more_errors: Vec<String>,
}

/// A section in the list at the top.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) anchor: String,
    pub(super) name: String,
    /// What stands before the next one; nothing behind the last.
    pub(super) separators: Vec<String>,
}

/// What must be sent.
#[derive(Debug, Serialize)]
pub(super) struct Needs {
    pub(super) always: Vec<String>,
    pub(super) conditional: Vec<String>,
}

/// A requirement table.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    pub(super) legend: Vec<String>,
    pub(super) corner: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<MatrixRow>,
    pub(super) answers: Vec<Answer>,
}

/// A parameter in a requirement table.
#[derive(Debug, Serialize)]
pub(super) struct MatrixRow {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
}

/// A column of a requirement table in words.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) value: String,
    pub(super) lines: Vec<String>,
}

/// Parameters under a heading.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<ParameterRow>,
}

/// A parameter or field.
#[derive(Debug, Serialize)]
pub(super) struct ParameterRow {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) required: String,
    pub(super) doc: String,
    pub(super) notes: Vec<String>,
}

/// The values of an enum.
#[derive(Debug, Serialize)]
pub(super) struct Values {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) remarks: Vec<String>,
    pub(super) rows: Vec<Named>,
}

/// The fields of an object.
#[derive(Debug, Serialize)]
pub(super) struct Fields {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) rows: Vec<ParameterRow>,
}

/// One rule.
#[derive(Debug, Serialize)]
pub(super) struct RuleRow {
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) sentence: String,
    pub(super) source: String,
    pub(super) edition: String,
    pub(super) severity: String,
    pub(super) notes: Vec<String>,
}

/// What belongs to some editions only, side by side.
#[derive(Debug, Serialize)]
pub(super) struct Editions {
    pub(super) docs: Vec<Section<Named>>,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<EditionRow>,
}

/// One kind of difference.
#[derive(Debug, Serialize)]
pub(super) struct EditionRow {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
}

/// One fact.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) says: String,
    pub(super) doc: String,
    pub(super) lines: Vec<String>,
    pub(super) values: Vec<Values>,
}

/// A request and what comes of it.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) facts: Vec<String>,
    pub(super) request: String,
    pub(super) checks: Vec<Check>,
    pub(super) replies: Vec<Body>,
}

/// What the check says in some editions.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub(super) verdict: String,
    pub(super) findings: Vec<String>,
}

/// A rule, with a request that keeps it and one that breaks it.
#[derive(Debug, Serialize)]
pub(super) struct ShownRow {
    pub(super) rule: String,
    pub(super) kept: String,
    pub(super) broken: String,
}

/// The text of a reply.
#[derive(Debug, Serialize)]
pub(super) struct Body {
    pub(super) format: String,
    pub(super) text: String,
}

/// What the service answers.
#[derive(Debug, Serialize)]
pub(super) struct Reply {
    pub(super) remarks: Vec<String>,
    pub(super) rows: Vec<ParameterRow>,
    pub(super) fields: Vec<Fields>,
    pub(super) values: Vec<Values>,
}
