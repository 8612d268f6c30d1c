//! Changes as a section of a changelog.

use super::{Category, Change};
use crate::text::{plain, sentence};

const HEADINGS: [(Category, &str); 4] = [
    (Category::Breaking, "Breaking"),
    (Category::RustBreaking, "Breaking for Rust code"),
    (Category::Compatible, "Compatible"),
    (Category::Docs, "Documentation"),
];

/// Markdown: a section with a heading for each category that has changes. The summary is plain text, and may be empty.
pub fn changelog(name: &str, changes: &[Change], summary: &str) -> String {
    let mut parts = vec![format!("## {}", plain(name))];
    if !summary.trim().is_empty() {
        parts.push(plain(summary));
    }
    for (category, heading) in HEADINGS {
        let lines: Vec<String> = changes
            .iter()
            .filter(|change| change.category == category)
            .map(|change| format!("- {}", sentence(&change.what)))
            .collect();
        if !lines.is_empty() {
            parts.push(format!("### {heading}"));
            parts.push(lines.join("\n"));
        }
    }
    if changes.is_empty() {
        parts.push("Nothing has changed.".to_owned());
    }
    parts.join("\n\n") + "\n"
}
