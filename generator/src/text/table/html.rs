//! The table as HTML.

use super::Requirements;
use crate::diagnostic::visible;

impl Requirements<'_> {
    /// One `section` that needs nothing else on its page.
    pub fn html(&self) -> String {
        let words = self.words(code, escaped);
        let mut text = "<section>\n".to_owned();
        let mut lines = String::new();
        for row in self.telling() {
            let cells: String = self.cells(row).map(|cell| format!("<td>{}</td>", words.cell(cell))).collect();
            lines.push_str(&format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", code(self.name(row))));
        }
        if lines.is_empty() {
            text.push_str(&format!("<p>{}</p>\n", self.caption(code)));
        } else {
            let corner = self.by_name().map_or_else(|| "Parameter".to_owned(), |it| code(&it));
            let heads = self.columns.iter().map(|column| Self::heading(column, code));
            let heads: String =
                [corner].into_iter().chain(heads).map(|it| format!("<th scope=\"col\">{it}</th>")).collect();
            text.push_str(&format!("<table>\n<caption>{}</caption>\n", self.caption(code)));
            text.push_str(&format!("<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{lines}</tbody>\n</table>\n"));
        }
        if let Some(fact) = self.only_fact() {
            text.push_str(&format!("<p>A cell with “if” or “unless” is about {}.</p>\n", escaped(&fact)));
        }
        let free: Vec<String> = self.free().into_iter().map(code).collect();
        if !free.is_empty() {
            text.push_str(&format!("<p>Always optional: {}</p>\n", free.join(", ")));
        }
        let sentence = |(id, text): (&str, String)| format!("<dt>{}</dt><dd>{}</dd>\n", code(id), escaped(&text));
        let sentences: String = self.sentences().into_iter().map(sentence).collect();
        if !sentences.is_empty() {
            text.push_str(&format!("<dl>\n{sentences}</dl>\n"));
        }
        text.push_str("</section>\n");
        text
    }
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it => out.push(it),
        }
    }
    out
}
