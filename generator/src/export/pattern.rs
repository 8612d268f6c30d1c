//! Patterns of specs in ECMAScript, the dialect of JSON Schema.
//!
//! What the dialects read alike stays as it is. `.`, `\s` and `\S` mean more in ECMAScript than in a spec, and some
//! validators read `\d` and `\w` as Unicode, so these are spelled out.

use std::iter::Peekable;
use std::str::Chars;

/// The characters of `\s` in a spec.
const SPACES: &str = r"\t\n\v\f\r ";

/// The pattern, anchored; `None` for one that has a negated class inside a class, which cannot be spelled out.
pub(super) fn ecmascript(pattern: &str) -> Option<String> {
    let mut out = "^(?:".to_owned();
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut out, chars.next()?, in_class)?,
            '.' if !in_class => out.push_str(r"[^\n]"),
            '(' if !in_class => open_group(&mut out, &mut chars),
            '[' | ']' => {
                in_class = c == '[';
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.push_str(")$");
    Some(out)
}

fn escape(out: &mut String, c: char, in_class: bool) -> Option<()> {
    let class = |inside: &str, negated: bool| match (in_class, negated) {
        (true, false) => Some(inside.to_owned()),
        (true, true) => None,
        (false, false) => Some(format!("[{inside}]")),
        (false, true) => Some(format!("[^{inside}]")),
    };
    let text = match c {
        'd' | 'D' => class("0-9", c == 'D')?,
        'w' | 'W' => class("0-9A-Za-z_", c == 'W')?,
        's' | 'S' => class(SPACES, c == 'S')?,
        '/' => "/".to_owned(),
        c => format!("\\{c}"),
    };
    out.push_str(&text);
    Some(())
}

/// The name of a group changes nothing, and not every dialect writes it alike.
fn open_group(out: &mut String, chars: &mut Peekable<Chars<'_>>) {
    out.push('(');
    let mut ahead = chars.clone();
    if ahead.next() == Some('?') && ahead.next() == Some('<') {
        chars.by_ref().take_while(|c| *c != '>').for_each(drop);
        out.push_str("?:");
    }
}

#[cfg(test)]
mod tests {
    use super::ecmascript;

    #[test]
    fn what_dialects_read_differently_is_spelled_out() {
        for (pattern, expected) in [
            ("a|b", "^(?:a|b)$"),
            (".+", r"^(?:[^\n]+)$"),
            (r"[.\d]\.\S", r"^(?:[.0-9]\.[^\t\n\v\f\r ])$"),
            (r"(?<year>\w)(?:x)(y)", "^(?:(?:[0-9A-Za-z_])(?:x)(y))$"),
            (r"\(?\[[\]\s]\/", r"^(?:\(?\[[\]\t\n\v\f\r ]/)$"),
        ] {
            assert_eq!(ecmascript(pattern).as_deref(), Some(expected), "{pattern}");
        }
        assert_eq!(ecmascript(r"[\Sa]"), None);
    }
}
