//! Text from a spec, made safe for Markdown: the only place that knows what must be escaped.
//!
//! Everything made here fits into one line and into a table cell, except [`blocks`] and [`fenced`].

use crate::diagnostic::is_control;

/// Plain text: whatever stands in it is shown as it is written.
pub(crate) fn plain(text: &str) -> String {
    let mut out = inline(text, Markup::Shown);
    guard_start(&mut out);
    out
}

/// Plain text that goes on behind other text: blanks at its ends stay.
pub(super) fn piece(text: &str) -> String {
    inline(text, Markup::Shown)
}

/// A sentence that was made here or in a check: what it has in back-ticks is code.
pub(crate) fn sentence(text: &str) -> String {
    let mut out = inline(text, Markup::Code);
    guard_start(&mut out);
    out
}

/// A doc in one line: emphasis, code spans and links work, everything else is shown as it is written.
pub(super) fn line(text: &str) -> String {
    let mut out = inline(text, Markup::Works);
    guard_start(&mut out);
    out
}

/// A code span. One that holds a pipe is written in HTML: inside a table only this is read the same everywhere.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() || text.contains('|') {
        let escaped: String = text.chars().map(entity).collect();
        return format!("<code>{escaped}</code>");
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' ')) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code block.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat((longest_run(text, '`') + 1).max(3));
    format!("{fence}{language}\n{}\n{fence}", visible(text).trim_end())
}

/// What stands between `<!--` and `-->`.
pub(super) fn comment(text: &str) -> String {
    one_line(text).replace("--", "- -").replace('>', "&gt;")
}

/// A name as it may stand in an anchor and behind `#`: letters and digits stay, the rest becomes a number.
pub(super) fn anchor(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_alphanumeric() || matches!(character, '-' | '_' | '.') {
            out.push(character);
        } else {
            out.push_str(&format!("~{:x}", u32::from(character)));
        }
    }
    out
}

/// A link, if the address is one that a page may lead to; else the text alone. The text is finished Markdown.
pub(super) fn link(text: &str, address: &str) -> String {
    if is_address(address) { format!("[{text}]({})", target(address)) } else { text.to_owned() }
}

/// The first letter of a finished sentence in upper case.
pub(super) fn capital(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// A doc as paragraphs: lists, fenced code and tables stay, what would change the outline of the page does not.
pub(super) fn blocks(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    let clean = visible(text);
    for raw in clean.trim().lines() {
        let trimmed = raw.trim_start();
        if let Some(open) = &fence {
            if trimmed.trim_end().starts_with(open.as_str())
                && trimmed.trim_end().chars().all(|it| open.starts_with(it))
            {
                fence = None;
            }
            out.push(raw.trim_end().to_owned());
            continue;
        }
        let ticks = trimmed.chars().take_while(|it| *it == '`').count();
        let after_blank = out.last().is_none_or(String::is_empty);
        if ticks >= 3 && !trimmed.trim_start_matches('`').contains('`') {
            fence = Some("`".repeat(ticks));
            out.push(raw.trim_end().to_owned());
        } else if raw.trim().is_empty() {
            out.push(String::new());
        } else if (raw.starts_with("    ") || raw.starts_with('\t')) && (after_blank || is_code(out.last())) {
            out.push(raw.trim_end().to_owned());
        } else {
            out.push(block_line(raw));
        }
    }
    // A fence that the doc leaves open would swallow the rest of the page.
    out.extend(fence);
    out.join("\n")
}

fn is_code(line: Option<&String>) -> bool {
    line.is_some_and(|line| line.starts_with("    ") || line.starts_with('\t'))
}

fn block_line(raw: &str) -> String {
    let indent = raw.len() - raw.trim_start().len();
    let (space, rest) = raw.split_at(indent.min(raw.len()));
    let rest = rest.trim_end();
    if rest.starts_with('|') {
        // A table of the author: its pipes are its own.
        let cells: Vec<String> = split_cells(rest).iter().map(|cell| inline(cell, Markup::Works)).collect();
        return cells.join("|");
    }
    let heading = rest.trim_start_matches('#');
    if heading.len() < rest.len() && (heading.is_empty() || heading.starts_with(' ')) {
        return format!("{space}**{}**", inline(heading.trim(), Markup::Shown));
    }
    let marker = list_marker(rest);
    let (marker, rest) = rest.split_at(marker);
    let mut text = inline(rest, Markup::Works);
    guard_start(&mut text);
    format!("{space}{marker}{text}")
}

/// How long a list marker is, the blank behind it included; 0 for none.
fn list_marker(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let bullet = digits == 0 && rest.starts_with(['-', '*', '+']);
    let number = (1..=9).contains(&digits) && rest.starts_with(['.', ')']);
    if (bullet || number) && rest[1..].starts_with(' ') && !rest[1..].trim().is_empty() { digits + 2 } else { 0 }
}

/// The parts between pipes that have no backslash before them.
fn split_cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for character in row.chars() {
        if character == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
        escaped = character == '\\' && !escaped;
    }
    cells
}

/// Whether the Markdown that an author may use works or is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Markup {
    Works,
    /// Code spans work, nothing else.
    Code,
    Shown,
}

fn inline(text: &str, markup: Markup) -> String {
    let text = one_line(text);
    // An odd star or underscore could pair up with one in the next text of the same cell.
    let live = |mark: char| markup == Markup::Works && runs(&text, mark).is_multiple_of(2);
    let emphasis = [('*', live('*')), ('_', live('_')), ('~', live('~'))];
    let mut out = String::new();
    let mut rest = text.as_str();
    let mut before = ' ';
    while let Some(character) = rest.chars().next() {
        if let Some((made, length)) = span(rest, before, markup) {
            out.push_str(&made);
            before = rest[..length].chars().next_back().unwrap_or(' ');
            rest = &rest[length..];
            continue;
        }
        let after = rest[character.len_utf8()..].chars().next().unwrap_or(' ');
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '[' | ']' => out.extend(['\\', character]),
            '_' if before.is_alphanumeric() && after.is_alphanumeric() => out.push('_'),
            '*' | '_' | '~' if emphasis.contains(&(character, true)) => out.push(character),
            '*' | '_' | '~' => out.extend(['\\', character]),
            '!' if after == '[' => out.push_str("\\!"),
            _ => out.push(character),
        }
        before = character;
        rest = &rest[character.len_utf8()..];
    }
    out
}

/// A code span, escape, link or address at the start of a text, finished, with its length in the text.
fn span(rest: &str, before: char, markup: Markup) -> Option<(String, usize)> {
    if let Some(length) = bare_address(rest, before) {
        return Some((format!("<{}>", &rest[..length]), length));
    }
    let first = rest.chars().next()?;
    match markup {
        Markup::Shown => return None,
        Markup::Code if first != '`' => return None,
        Markup::Code | Markup::Works => {}
    }
    match first {
        '`' => {
            let ticks = rest.chars().take_while(|it| *it == '`').count();
            let end = closing(&rest[ticks..], ticks)?;
            let inner = &rest[ticks..ticks + end];
            let stripped = inner.strip_prefix(' ').and_then(|it| it.strip_suffix(' '));
            Some((code(stripped.filter(|it| !it.trim().is_empty()).unwrap_or(inner)), ticks * 2 + end))
        }
        '\\' => {
            let next = rest[1..].chars().next().filter(char::is_ascii_punctuation)?;
            Some((if "&<|".contains(next) { entity(next) } else { format!("\\{next}") }, 2))
        }
        '[' => {
            let (text, after) = bracketed(rest, '[', ']')?;
            let (address, end) = bracketed(&rest[after..], '(', ')')?;
            let target = address.trim();
            (is_address(target) && !text.is_empty())
                .then(|| (link(&inline(&text.replace(['[', ']'], ""), Markup::Works), target), after + end))
        }
        '<' => {
            let end = rest.find('>')?;
            let inside = &rest[1..end];
            (inside.contains("://") && is_address(inside)).then(|| (format!("<{}>", target(inside)), end + 1))
        }
        _ => None,
    }
}

/// Where the run of as many back-ticks that ends a code span begins.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].bytes().take_while(|it| *it == b'`').count();
        if run == ticks {
            return (start > 0).then_some(start);
        }
        at = start + run;
    }
    None
}

/// What stands between a bracket and its partner, and where it ends.
fn bracketed(text: &str, open: char, close: char) -> Option<(&str, usize)> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some((&text[1..at], at + 1));
            }
        }
        if depth == 0 {
            return None;
        }
    }
    None
}

/// How long the address is that begins here.
fn bare_address(rest: &str, before: char) -> Option<usize> {
    if before.is_alphanumeric() || !(rest.starts_with("https://") || rest.starts_with("http://")) {
        return None;
    }
    let end = rest.find(|it: char| it.is_whitespace() || "<>\"`|\\".contains(it)).unwrap_or(rest.len());
    let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    while address.ends_with(')') && address.matches(')').count() > address.matches('(').count() {
        address = &address[..address.len() - 1];
    }
    (address.len() > address.find("//")? + 2).then_some(address.len())
}

fn is_address(address: &str) -> bool {
    ["https://", "http://", "mailto:", "#"]
        .iter()
        .any(|start| address.len() > start.len() && address.starts_with(start))
        || (!address.is_empty() && !address.contains([':', '\\']) && address.contains(".md"))
}

/// An address as it may stand in `(…)`.
fn target(address: &str) -> String {
    let mut out = String::new();
    for character in address.chars() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '|' | '\\' | '`' | '"' | '*' => {
                out.push_str(&format!("%{:02X}", u32::from(character)))
            }
            it if is_control(it) => {}
            it => out.push(it),
        }
    }
    out
}

/// What a line may not begin with, or it would be a heading, list, quote, rule or code.
fn guard_start(text: &mut String) {
    *text = text.trim().to_owned();
    let marker = list_marker(text);
    let setext = |mark| !text.is_empty() && text.chars().all(|it| it == mark || it == ' ');
    if marker > 2 {
        text.insert(marker - 2, '\\');
    } else if marker > 0 || text.starts_with(['#', '>', '+']) || setext('=') || setext('-') || text.starts_with("~~~") {
        text.insert(0, '\\');
    }
}

fn one_line(text: &str) -> String {
    if !text.contains(['\n', '\r', '\t']) {
        return visible(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(['\n', '\r', '\t']).map(str::trim).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    visible(&out)
}

/// Controls and bidirectional marks could make a page show something else than its text.
fn visible(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|it| if it != '\n' && it != '\t' && is_control(it) { '\u{FFFD}' } else { it })
        .collect()
}

fn entity(character: char) -> String {
    if character.is_ascii_punctuation() { format!("&#{};", u32::from(character)) } else { character.to_string() }
}

fn runs(text: &str, mark: char) -> usize {
    let mut before = ' ';
    let mut count = 0;
    for character in text.chars() {
        count += usize::from(character == mark && before != mark);
        before = character;
    }
    count
}

fn longest_run(text: &str, mark: char) -> usize {
    text.split(|it| it != mark).map(str::len).max().unwrap_or(0)
}
