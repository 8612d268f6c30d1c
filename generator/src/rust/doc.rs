//! From the text of a spec to `#[doc = " …"]` attributes that rustdoc reads as the author meant them.
//!
//! The text is Markdown. What rustdoc would take for something else is made safe: raw HTML, bare addresses, code that
//! would be compiled as a test, brackets that are no links. Everything else stays as it was written.

mod blocks;
mod inline;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use blocks::escaped;

/// The attributes in front of an item, one for each line of finished Markdown.
pub(super) fn outer(markdown: &str) -> TokenStream {
    let lines = lines(markdown);
    quote!(#(#[doc = #lines])*)
}

/// The same for the module that they stand in.
pub(super) fn inner(markdown: &str) -> TokenStream {
    let lines = lines(markdown);
    quote!(#(#![doc = #lines])*)
}

/// Without the blank, a line that begins with a slash would make another comment of it.
fn lines(markdown: &str) -> impl Iterator<Item = String> {
    markdown.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
}

/// Paragraphs of finished Markdown, without the empty ones.
pub(super) fn paragraphs(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A list of finished lines; empty if there are none.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

/// The text of a spec on one line, as part of a paragraph.
pub(super) fn line(text: &str) -> String {
    inline::markdown(&one_line(text))
}

/// A text that is no Markdown, on one line: its stars and underscores mean nothing.
pub(super) fn plain(text: &str) -> String {
    inline::plain(&one_line(text))
}

/// The sentence of a rule: no Markdown, except for patterns, which stand in back-ticks.
pub(super) fn sentence(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { code(part) } else { inline::plain(&clean(part)) }).collect()
}

/// A text as code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    match text.as_str() {
        "" => "`\"\"`".to_owned(),
        text if text.contains('`') => format!("{ticks} {text} {ticks}"),
        text => format!("{ticks}{text}{ticks}"),
    }
}

fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without the characters that a comment must not have; the stages before refuse them with a position.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let unseen =
        |c: &char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') && (!c.is_control() || *c == '\n');
    text.chars().filter(unseen).collect()
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}
