//! Descriptions, as docs of ours.

use crate::diagnostic::is_control;

/// A description without what docs cannot hold: control characters, blanks at the ends of lines.
pub(in crate::import) fn doc(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    let kept = |c: char| if is_control(c) && c != '\n' { ' ' } else { c };
    let text: String = text.chars().map(kept).collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Text on one line.
pub(in crate::import) fn line(text: &str) -> Option<String> {
    let text = doc(text)?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether a name can be written in a spec.
pub(in crate::import) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && name.len() <= 200 && !name.contains(is_control)
}
