//! Inside a paragraph: code spans and links stay, what only looks like markup is escaped.

/// A paragraph of Markdown without what rustdoc would misread.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    spans(text, true, &mut out);
    out
}

/// A text that is no Markdown at all.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let inside_word = |next: Option<&char>| before.is_alphanumeric() && next.is_some_and(|c| c.is_alphanumeric());
        match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => out.push('\\'),
            '#' if out.is_empty() => out.push('\\'),
            '_' if !inside_word(rest.peek()) => out.push('\\'),
            _ => {}
        }
        out.push(character);
        before = character;
    }
    // The address of a document is text too; only the lint about bare ones must not see it.
    out.replace("://", ":\\//")
}

fn spans(text: &str, links: bool, out: &mut String) {
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let taken = match character {
            '`' => code_span(rest, out),
            '\\' => escape(rest, out),
            '<' => angle(rest, links, out),
            '[' => bracket(rest, links, out),
            ']' => {
                out.push_str("\\]");
                1
            }
            'h' if links => address(rest, out),
            _ => 0,
        };
        if taken == 0 {
            out.push(character);
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        } else {
            rest = rest.get(taken..).unwrap_or_default();
        }
    }
}

/// A code span as it is; back-ticks that open none are escaped.
fn code_span(text: &str, out: &mut String) -> usize {
    let ticks = run(text);
    let inside = text.get(ticks..).unwrap_or_default();
    let mut place = 0;
    while let Some(at) = inside.get(place..).and_then(|rest| rest.find('`')) {
        let length = run(inside.get(place + at..).unwrap_or_default());
        place += at + length;
        if length == ticks {
            let whole = ticks + place;
            out.push_str(text.get(..whole).unwrap_or_default());
            return whole;
        }
    }
    (0..ticks).for_each(|_| out.push_str("\\`"));
    ticks
}

fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// What the author escaped stays escaped; any other backslash is meant as one.
fn escape(text: &str, out: &mut String) -> usize {
    match text.chars().nth(1) {
        Some(next) if next.is_ascii_punctuation() => {
            out.extend(['\\', next]);
            2
        }
        _ => {
            out.push_str("\\\\");
            1
        }
    }
}

/// `<https://…>` stays; anything else would be HTML.
fn angle(text: &str, links: bool, out: &mut String) -> usize {
    let end = text.find('>').unwrap_or(0);
    let inside = text.get(1..end).unwrap_or_default();
    if links && is_address(inside) {
        out.push_str(text.get(..=end).unwrap_or_default());
        return end + 1;
    }
    out.push_str("\\<");
    1
}

/// `[text](https://…)` stays. Any other bracket would be looked up as the name of a Rust item.
fn bracket(text: &str, links: bool, out: &mut String) -> usize {
    let link = || {
        let label = balanced(text, '[', ']')?;
        let after = text.get(label.len() + 2..)?;
        let target = balanced(after, '(', ')')?;
        (links && is_address(target)).then_some((label, target))
    };
    match link() {
        Some((label, target)) => {
            out.push('[');
            spans(label, false, out);
            out.push_str("](");
            out.push_str(target);
            out.push(')');
            label.len() + target.len() + 4
        }
        None => {
            out.push_str("\\[");
            1
        }
    }
}

/// What stands between the bracket that the text begins with and the one that closes it.
fn balanced(text: &str, open: char, close: char) -> Option<&str> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (place, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == open => depth += 1,
            c if c == close && depth == 1 => return text.get(open.len_utf8()..place),
            c if c == close => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// A bare address gets its angle brackets.
fn address(text: &str, out: &mut String) -> usize {
    let is_end = |c: char| c.is_whitespace() || c.is_control() || "<>\"`{}|\\^[]".contains(c);
    let mut url = text.split(is_end).next().unwrap_or_default();
    if !is_address(url) {
        return 0;
    }
    // The dot of the sentence, and the bracket around the address, do not belong to it.
    loop {
        let unbalanced = url.matches(')').count() > url.matches('(').count();
        match url.chars().last() {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~') => {
                url = url.get(..url.len() - 1).unwrap_or_default()
            }
            Some(')') if unbalanced => url = url.get(..url.len() - 1).unwrap_or_default(),
            _ => break,
        }
    }
    if !is_address(url) {
        return 0;
    }
    out.push('<');
    out.push_str(url);
    out.push('>');
    url.len()
}

fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c == '<' || c == '>'))
}
