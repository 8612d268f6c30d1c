//! From bytes to a tree: parser events, and a refusal for each part of YAML that specs do not use.

use super::build::Builder;
use super::lines::Lines;
use super::refusals::{control_character, not_utf8, scan_error};
use super::tree::{Node, NodeKind};
use super::{SourceFile, Span};
use crate::diagnostic::{Diagnostic, Diagnostics, code, is_control};
use saphyr_parser::Parser;

/// The tree of a file whose root is a map; none if what could be read would lead to follow-up problems.
///
/// Each use of a refused part of YAML is reported, all at once. After a syntax error that error is all.
pub fn load_tree(file: &SourceFile, out: &mut Diagnostics) -> Option<Node> {
    let text = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text,
        Err(error) => {
            out.push(not_utf8(file, error.valid_up_to()));
            return None;
        }
    };
    let (text, skipped) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, '\u{FEFF}'.len_utf8()),
        None => (text, 0),
    };
    let lines = Lines::new(text, skipped);
    // In comments too: what reads differently from what it is must not pass a review.
    let controls = raw_controls(&file.path, text, &lines);
    let any_control = !controls.is_empty();
    out.extend(controls);
    // The parser takes a zero for the end of the text and would drop the rest.
    if text.contains('\0') {
        return None;
    }
    let mut builder = Builder::new(&file.path, &lines);
    let end = builder.read(Parser::new_from_str(text));
    let Builder { root, found, stopped, .. } = builder;
    if let Err(error) = end {
        match scan_error(&file.path, &lines, &error) {
            // Most likely the parser has stumbled over one of the characters.
            (_, true) if any_control => {}
            (diagnostic, true) => out.push(diagnostic),
            (diagnostic, false) => {
                out.extend(found);
                out.push(diagnostic);
            }
        }
        return None;
    }
    out.extend(found);
    if stopped {
        return None;
    }
    checked_root(&file.path, root, out)
}

/// The control characters as they stand in the file, the first of each line.
fn raw_controls(path: &str, text: &str, lines: &Lines<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut last_line = 0;
    for (offset, character) in text.char_indices() {
        if is_control(character) && !matches!(character, '\n' | '\r' | '\t') {
            let span = lines.character(lines.mark_of_byte(offset));
            if span.start.line > last_line {
                last_line = span.start.line;
                found.push(control_character(path, span, character));
            }
        }
    }
    found
}

fn checked_root(path: &str, root: Option<Node>, out: &mut Diagnostics) -> Option<Node> {
    let Some(root) = root.filter(|root| !root.is_null()) else {
        out.push(
            Diagnostic::new(code::EMPTY_DOCUMENT, path, Span::default(), "the file has no content")
                .help("write `operation: Name` for an operation, `service: name` for a service"),
        );
        return None;
    };
    match root.kind {
        NodeKind::Map(_) => Some(root),
        NodeKind::Scalar(_) | NodeKind::List(_) => {
            out.push(
                Diagnostic::new(
                    code::ROOT_NOT_MAP,
                    path,
                    root.span,
                    format!("a spec file is a map of keys, found {}", root.describe()),
                )
                .help("write `operation: Name` for an operation, `service: name` for a service"),
            );
            None
        }
    }
}
