//! What is said about the parts of YAML that specs do not use, and about what is not YAML.

use super::build::DEPTH;
use super::lines::Lines;
use super::{SourceFile, Span};
use crate::diagnostic::{Diagnostic, code};
use saphyr_parser::ScanError;

pub(super) fn not_utf8(file: &SourceFile, valid: usize) -> Diagnostic {
    let text = file.bytes.get(..valid).and_then(|it| std::str::from_utf8(it).ok()).unwrap_or_default();
    let (text, skipped) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, '\u{FEFF}'.len_utf8()),
        None => (text, 0),
    };
    let mark = Lines::new(text, skipped).mark_of_byte(text.len());
    let span = Span { start: mark, end: mark };
    Diagnostic::new(code::NOT_UTF8, &file.path, span, "the file is not UTF-8 from here on")
        .help("save the file as UTF-8")
}

pub(super) fn control_character(path: &str, span: Span, character: char) -> Diagnostic {
    Diagnostic::new(
        code::CONTROL_CHARACTER,
        path,
        span,
        format!("the control character U+{:04X} is not allowed in a spec", u32::from(character)),
    )
    .help("remove it; tabs and line feeds are the only control characters that a text may hold")
}

/// The parser's error, and whether it is one of syntax, after which nothing else counts.
pub(super) fn scan_error(path: &str, lines: &Lines<'_>, error: &ScanError) -> (Diagnostic, bool) {
    let mark = lines.mark(error.marker().index());
    let span = lines.character(mark);
    let here = lines.rest(mark).chars().next();
    if error.info().contains("unknown anchor") {
        return (alias(path, lines.word(mark)), false);
    }
    // The scanner has a limit of its own, and looks ahead of the events that are counted here.
    if error.info().contains("recursion limit") {
        return (too_deep(path, span), false);
    }
    let diagnostic = Diagnostic::new(code::SYNTAX, path, span, format!("this is not valid YAML: {}", error.info()));
    let info = error.info();
    let help = if here == Some('`') {
        "a name that begins with a back-tick needs double quotes: \"`name`\""
    } else if has_bare_brackets(lines.line_and_before(mark.line)) {
        "a name with `[]` inside braces or brackets needs double quotes: \"images[]\""
    } else if here == Some('\t') || error.info().contains("tabs") {
        "YAML is indented with blanks, never with tabs"
    } else if info.contains("mapping values are not allowed") {
        "a text with a colon and a blank after it needs quotes: `doc: 'Soil: the usual.'`"
    } else if info.contains("quoted scalar") {
        "a quote that begins here or before is not closed"
    } else if info.contains("flow mapping") || info.contains("flow sequence") {
        "a brace or bracket that was opened before this place is not closed, or a text with a comma needs quotes"
    } else {
        "look for a missing quote, bracket or blank here or in the line before"
    };
    (diagnostic.help(help), true)
}

/// Whether a name like `images[]` stands in the text without quotes, behind a brace or a bracket.
fn has_bare_brackets(text: &str) -> bool {
    text.match_indices("[]").any(|(offset, _)| {
        let before = text.get(..offset).unwrap_or_default();
        let name_before =
            before.chars().next_back().is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'));
        name_before && before.contains(['{', '['])
    })
}

pub(super) fn alias(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(code::ALIAS, path, span, "aliases (`*name`) are not part of the language")
        .help("write the part out; a text that begins with a star needs quotes")
}

pub(super) fn too_deep(path: &str, span: Span) -> Diagnostic {
    let message = format!("lists and maps are nested deeper than {DEPTH} levels here");
    Diagnostic::new(code::TOO_DEEP, path, span, message).help("write the definition with fewer levels")
}
