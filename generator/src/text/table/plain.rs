//! The table as finished words without any markup, for whoever draws it.

use serde::Serialize;

use super::{Column, Requirements};
use crate::reason::Head;

/// A requirement table in words.
#[derive(Debug, Serialize)]
pub(crate) struct Plain {
    caption: String,
    /// The name of what the columns are about, facts with `$`; none if there is one column only.
    pub(crate) by: Option<String>,
    columns: Vec<PlainColumn>,
    rows: Vec<PlainRow>,
    /// What "if" and "unless" in a cell are about.
    note: Option<String>,
    /// The parameters that are optional in every column.
    free: Vec<String>,
    /// The rules that cells name.
    rules: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct PlainColumn {
    heading: String,
    values: Vec<String>,
    /// `other`, `given`, `absent` or `always`.
    cases: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct PlainRow {
    name: String,
    cells: Vec<String>,
}

impl Requirements<'_> {
    /// The table in words.
    pub(crate) fn plain(&self) -> Plain {
        let words = self.words(str::to_owned, str::to_owned);
        let rows = self.telling().map(|row| PlainRow {
            name: self.name(row).to_owned(),
            cells: self.cells(row).map(|cell| words.cell(cell)).collect(),
        });
        Plain {
            caption: self.caption(str::to_owned),
            by: self.by_name(),
            columns: self.columns.iter().map(column).collect(),
            rows: rows.collect(),
            note: self.only_fact(),
            free: self.free().into_iter().map(str::to_owned).collect(),
            rules: self.sentences().into_iter().map(|(id, text)| (id.to_owned(), text)).collect(),
        }
    }
}

fn column(column: &Column) -> PlainColumn {
    let mut values = Vec::new();
    let mut cases = Vec::new();
    for head in &column.heads {
        match head {
            Head::Value(value) => values.push(value.clone()),
            Head::Other => cases.push("other"),
            Head::Given => cases.push("given"),
            Head::Absent => cases.push("absent"),
            Head::Always => cases.push("always"),
        }
    }
    PlainColumn { heading: Requirements::heading(column, str::to_owned), values, cases }
}
