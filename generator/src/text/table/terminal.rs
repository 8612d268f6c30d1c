//! The table on a terminal.

use super::layout::{columns, hanging, turned};
use super::{Column, Requirements};
use crate::diagnostic::visible;
use crate::reason::{Cell, Row, Status};

impl Requirements<'_> {
    /// Aligned text: the table, the table turned, or a list for each column, whichever first fits 100 characters.
    pub fn terminal(&self) -> String {
        let mut text = format!("{}\n", self.caption(visible));
        let table = self.grid();
        if table.len() > 1 {
            text.push('\n');
            let fitting = columns(&table).or_else(|| columns(&turned(&table)));
            text.push_str(&fitting.unwrap_or_else(|| self.lists()));
        }
        let mut notes = String::new();
        if let Some(fact) = self.only_fact() {
            notes.push_str(&hanging("\"if\" and \"unless\" are about ", &visible(&fact), 2));
        }
        let free: Vec<String> = self.free().into_iter().map(visible).collect();
        if !free.is_empty() {
            notes.push_str(&hanging("always optional: ", &free.join(", "), 2));
        }
        for (id, sentence) in self.sentences() {
            notes.push_str(&hanging(&format!("{}: ", visible(id)), &visible(&sentence), 2));
        }
        if !notes.is_empty() {
            text.push('\n');
            text.push_str(&notes);
        }
        text
    }

    /// The headings, then a line for each parameter that has something to say.
    fn grid(&self) -> Vec<Vec<String>> {
        let words = self.words(visible, visible);
        let heads = self.columns.iter().map(|column| Self::heading(column, visible));
        let mut table = vec![[String::new()].into_iter().chain(heads).collect()];
        for row in self.telling() {
            let cells = self.cells(row).map(|cell| words.cell(cell));
            table.push([visible(self.name(row))].into_iter().chain(cells).collect());
        }
        table
    }

    /// What holds in every column, then what each adds.
    fn lists(&self) -> String {
        let same = |row: &&Row| {
            let mut cells = self.cells(row);
            let first = cells.next();
            cells.all(|cell| Some(cell) == first)
        };
        let (everywhere, here): (Vec<&Row>, Vec<&Row>) = self.telling().partition(same);
        let mut text = String::new();
        if let Some(first) = self.columns.first().filter(|_| !everywhere.is_empty()) {
            text.push_str("in every case\n");
            self.list(&everywhere, first, &mut text);
        }
        for column in &self.columns {
            text.push_str(&hanging("", &Self::heading(column, visible), 0));
            self.list(&here, column, &mut text);
        }
        text
    }

    /// The parameters of a column by what becomes of them.
    fn list(&self, rows: &[&Row], column: &Column, text: &mut String) {
        let words = self.words(visible, visible);
        let mut groups: Vec<(usize, String, Vec<String>)> = Vec::new();
        for row in rows {
            let Some(cell) = row.cells.get(column.at) else { continue };
            let (what, name) = (words.cell(cell), visible(self.name(row)));
            match groups.iter_mut().find(|(_, known, _)| *known == what) {
                Some((.., names)) => names.push(name),
                None => groups.push((rank(cell), what, vec![name])),
            }
        }
        groups.sort_by_key(|(rank, ..)| *rank);
        for (_, what, names) in groups {
            text.push_str(&hanging(&format!("  {what}: "), &names.join(", "), 4));
        }
    }
}

/// What is needed comes first.
fn rank(cell: &Cell) -> usize {
    match cell.uniform() {
        Some(Status::Required) => 0,
        None => 1,
        Some(Status::Forbidden) => 2,
        Some(Status::Impossible | Status::NoEffect | Status::Unknown) => 3,
        Some(Status::See(_)) => 4,
        Some(Status::Optional) => 5,
    }
}
