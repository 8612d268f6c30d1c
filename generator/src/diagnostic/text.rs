//! Diagnostics as plain text, without any dependency.

use super::{Command, Diagnostic};
use std::fmt::Write as _;

/// A diagnostic as a few lines of text: what, where, help.
pub fn render_plain(diagnostic: &Diagnostic, command: Command) -> String {
    let mut out = format!(
        "{}[{}]: {}\n  --> {}",
        diagnostic.severity(command).word(),
        diagnostic.code.number(),
        visible(&diagnostic.message),
        visible(&diagnostic.file),
    );
    if let Some(span) = diagnostic.span {
        put(&mut out, format_args!(":{}:{}", span.start.line, span.start.column));
    }
    out.push('\n');
    if !diagnostic.label.is_empty() {
        put(&mut out, format_args!("  = here: {}\n", visible(&diagnostic.label)));
    }
    for related in &diagnostic.related {
        let start = related.span.start;
        put(
            &mut out,
            format_args!(
                "  = {}: {}:{}:{}\n",
                visible(&related.label),
                visible(&related.file),
                start.line,
                start.column
            ),
        );
    }
    if let Some(help) = &diagnostic.help {
        put(&mut out, format_args!("  = help: {}\n", visible(help)));
    }
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String never fails.
    let _ = out.write_fmt(text);
}

/// The text with every control and bidirectional character written out, so that a spec cannot drive a terminal.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            it if is_control(it) => put(&mut out, format_args!("\\u{{{:x}}}", u32::from(it))),
            it => out.push(it),
        }
    }
    out
}

/// Characters that change how other characters are shown: controls, line separators, bidirectional marks.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || ('\u{202A}'..='\u{202E}').contains(&character)
        || ('\u{2066}'..='\u{2069}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Mark, Span, code};

    #[test]
    fn says_what_where_and_what_instead() {
        let mark = |offset| Mark { offset, line: 3, column: offset };
        let span = Span { start: mark(5), end: mark(9) };
        let diagnostic = Diagnostic::new(code::UNKNOWN_KEY, "a\u{1b}.yaml", span, "no `x\u{202e}`")
            .related(span, "first")
            .help("did you mean `y`?");
        assert_eq!(
            render_plain(&diagnostic, Command::Check),
            "error[C0201]: no `x\\u{202e}`\n  --> a\\u{1b}.yaml:3:5\n  = first: a\\u{1b}.yaml:3:5\n  = help: did you mean `y`?\n"
        );
    }
}
