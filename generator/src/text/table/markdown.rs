//! The table as Markdown.

use super::Requirements;
use crate::text::escape::{code, piece, sentence};

impl Requirements<'_> {
    /// A Markdown table below its caption, with what it leaves open as lists.
    pub fn markdown(&self) -> String {
        let words = self.words(code, piece);
        let mut text = format!("**{}**\n", self.caption(code));
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut lines = String::new();
        for it in self.telling() {
            let cells = self.cells(it).map(|cell| words.cell(cell));
            lines.push_str(&row([code(self.name(it))].into_iter().chain(cells).collect()));
        }
        if !lines.is_empty() {
            let corner = self.by_name().map_or_else(|| "Parameter".to_owned(), |it| code(&it));
            let heads = self.columns.iter().map(|column| Self::heading(column, code));
            text.push('\n');
            text.push_str(&row([corner].into_iter().chain(heads).collect()));
            text.push_str(&format!("|{}\n", "---|".repeat(self.columns.len() + 1)));
            text.push_str(&lines);
        }
        if let Some(fact) = self.only_fact() {
            text.push_str(&format!("\nA cell with “if” or “unless” is about {}.\n", piece(&fact)));
        }
        let free: Vec<String> = self.free().into_iter().map(code).collect();
        if !free.is_empty() {
            text.push_str(&format!("\nAlways optional: {}\n", free.join(", ")));
        }
        let sentences = self.sentences();
        if !sentences.is_empty() {
            text.push('\n');
        }
        for (id, said) in sentences {
            text.push_str(&format!("- {}: {}\n", code(id), sentence(&said)));
        }
        text
    }
}
