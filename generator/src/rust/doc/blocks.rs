//! The lines of a text: paragraphs, lists and code.

use std::iter::Peekable;

use super::{clean, inline, longest_run};

/// The Markdown of a spec, made safe: see the [module](super).
pub(in super::super) fn escaped(text: &str) -> String {
    let text = clean(text);
    let mut lines = text.trim().lines().map(str::trim_end).peekable();
    let mut out: Vec<String> = Vec::new();
    // The lines of the paragraph that is being read.
    let mut paragraph: Vec<String> = Vec::new();
    // For each open list item the column at which its text begins, here and in what is written.
    let mut items: Vec<(usize, usize)> = Vec::new();
    let mut begins = true;
    while let Some(line) = lines.next() {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let marker = marker(body).filter(|(marker, _)| begins || !items.is_empty() || interrupts(marker));
        if begins || marker.is_some() || body.starts_with('#') {
            while items.last().is_some_and(|(column, _)| *column > indent) {
                items.pop();
            }
        }
        let (column, margin) = items.last().copied().unwrap_or_default();
        let is_code = indent >= column + 4;
        if body.is_empty() {
            flush(&mut paragraph, &mut out);
            if out.last().is_some_and(|last| !last.is_empty()) {
                out.push(String::new());
            }
            begins = true;
        } else if let Some(fence) = fence(body).filter(|_| !is_code) {
            flush(&mut paragraph, &mut out);
            let code = fenced(&mut lines, fence, indent);
            write_code(&code, margin, &mut out);
            begins = true;
        } else if begins && is_code {
            let code = indented(line, &mut lines, column + 4);
            write_code(&code, margin, &mut out);
        } else if let Some((marker, text)) = marker.filter(|_| !is_code) {
            flush(&mut paragraph, &mut out);
            paragraph.push(format!("{}{marker} {text}", " ".repeat(margin)));
            items.push((indent + body.len() - text.len(), margin + marker.len() + 1));
            begins = false;
        } else {
            let is_alone = body.starts_with('#') || body.starts_with('|');
            if is_alone {
                flush(&mut paragraph, &mut out);
            }
            let quote = if body.starts_with('>') { "\\" } else { "" };
            paragraph.push(format!("{}{quote}{body}", " ".repeat(margin)));
            if is_alone {
                flush(&mut paragraph, &mut out);
            }
            begins = false;
        }
    }
    flush(&mut paragraph, &mut out);
    out.join("\n").trim_end().to_owned()
}

/// Code spans and links may go on over the lines of a paragraph, and no further.
fn flush(paragraph: &mut Vec<String>, out: &mut Vec<String>) {
    if !paragraph.is_empty() {
        out.extend(inline::markdown(&paragraph.join("\n")).lines().map(str::to_owned));
        paragraph.clear();
    }
}

/// The marker of a list item, and the text after it.
fn marker(body: &str) -> Option<(&str, &str)> {
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match (digits, body.chars().nth(digits)) {
        (0, Some('*' | '-' | '+')) => 1,
        (1..=9, Some('.' | ')')) => digits + 1,
        _ => return None,
    };
    let (marker, rest) = body.split_at_checked(length)?;
    let text = rest.trim_start();
    (text.len() < rest.len()).then_some((marker, text))
}

/// In the middle of a paragraph a number is one, unless a list begins with it.
fn interrupts(marker: &str) -> bool {
    matches!(marker, "*" | "-" | "+" | "1." | "1)")
}

/// The three or more characters that open or close a fence.
fn fence(body: &str) -> Option<&str> {
    let first = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = body.len() - body.trim_start_matches(first).len();
    let (fence, info) = body.split_at_checked(length)?;
    // Back-ticks later in the line make a code span of it.
    (length >= 3 && !(first == '`' && info.contains('`'))).then_some(fence)
}

fn fenced<'a>(lines: &mut impl Iterator<Item = &'a str>, fence: &str, indent: usize) -> Vec<String> {
    let closes = |line: &str| {
        let body = line.trim_start();
        body.starts_with(fence) && body.trim_start_matches(fence.chars().next().unwrap_or('`')).is_empty()
    };
    lines.take_while(|line| !closes(line)).map(|line| without(line, indent)).collect()
}

fn indented<'a, I: Iterator<Item = &'a str>>(first: &str, lines: &mut Peekable<I>, indent: usize) -> Vec<String> {
    let mut code = vec![without(first, indent)];
    let belongs = |line: &&str| line.is_empty() || line.len() - line.trim_start().len() >= indent;
    while let Some(line) = lines.next_if(belongs) {
        code.push(without(line, indent));
    }
    code
}

/// Without up to so many leading blanks.
fn without(line: &str, indent: usize) -> String {
    let blanks = line.len() - line.trim_start().len();
    line.get(blanks.min(indent)..).unwrap_or_default().to_owned()
}

/// Always with a language: without one, rustdoc compiles and runs it.
fn write_code(code: &[String], margin: usize, out: &mut Vec<String>) {
    let margin = " ".repeat(margin);
    let longest = code.iter().map(|line| longest_run(line, '`')).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let code = code.iter().rposition(|line| !line.is_empty()).and_then(|last| code.get(..=last)).unwrap_or_default();
    out.push(format!("{margin}{fence}text"));
    out.extend(code.iter().map(|line| format!("{margin}{line}").trim_end().to_owned()));
    out.push(format!("{margin}{fence}"));
}
