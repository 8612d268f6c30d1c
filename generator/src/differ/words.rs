//! Words that all changes share: one line, whatever stands in a spec.

use contingent_rules::sentence;

/// The longest text of a spec that a change repeats.
const LONGEST: usize = 120;

/// A text of a spec in one line of bounded length.
pub(super) fn short(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut line: String = text.chars().take(LONGEST).map(|c| if hidden(c) { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    if line.is_empty() { "an empty text".to_owned() } else { line }
}

/// Texts of a spec in a sentence: "a, b and c".
pub(super) fn list<S: AsRef<str>>(texts: &[S], last: &str) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = texts.iter().take(MOST).map(|text| short(text.as_ref())).collect();
    if let Some(more) = texts.len().checked_sub(MOST).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    sentence::join(&shown, last)
}

/// "edition a", "editions a and b".
pub(super) fn editions(names: &[String]) -> String {
    let word = if names.len() == 1 { "edition" } else { "editions" };
    format!("{word} {}", list(names, "and"))
}

/// "value a", "values a and b".
pub(super) fn values(values: &[&str]) -> String {
    let word = if values.len() == 1 { "value" } else { "values" };
    format!("{word} {}", list(values, "and"))
}

/// A Rust name as one writes it.
pub(super) fn rust(name: &str) -> String {
    format!("`{}`", short(name))
}
