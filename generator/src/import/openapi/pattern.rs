//! Regular expressions: those of OpenAPI match a part of a text, ours the whole of it.

use contingent_rules::Pattern;

/// The most characters of a pattern that is looked at.
const LONGEST: usize = 5_000;

/// The pattern of ours that means the same; an error says why there is none.
pub(super) fn whole(text: &str) -> Result<String, String> {
    if text.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    let branches = branches(text)?;
    let mut parts = Vec::new();
    for branch in &branches {
        let begins = branch.starts_with('^');
        let ends = ends_with_anchor(branch);
        let inner = branch.strip_prefix('^').unwrap_or(branch);
        let inner = if ends { inner.strip_suffix('$').unwrap_or(inner) } else { inner };
        if has_anchor(inner) {
            return Err("it has an anchor in its middle".to_owned());
        }
        let any = |open: bool| if open { r"[\s\S]*" } else { "" };
        parts.push(format!("{}{inner}{}", any(!begins), any(!ends)));
    }
    let pattern = parts.join("|");
    Pattern::new(&pattern).map(|_| pattern).map_err(|error| error.to_string())
}

/// Calls for each character outside escapes and classes, with its place and the depth of the groups around it.
fn walk(text: &str, mut see: impl FnMut(usize, char, usize)) -> Result<(), String> {
    let (mut depth, mut class, mut escaped) = (0usize, false, false);
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' if class => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or("a parenthesis is closed twice")?,
            other => see(index, other, depth),
        }
    }
    if depth > 0 || class || escaped { Err("it is not complete".to_owned()) } else { Ok(()) }
}

/// The parts between `|` outside groups.
fn branches(text: &str) -> Result<Vec<&str>, String> {
    let mut cuts = Vec::new();
    walk(text, |index, character, depth| {
        if character == '|' && depth == 0 {
            cuts.push(index);
        }
    })?;
    let mut parts = Vec::new();
    let mut start = 0;
    for cut in cuts.into_iter().chain([text.len()]) {
        parts.push(text.get(start..cut).unwrap_or_default());
        start = cut + 1;
    }
    Ok(parts)
}

fn has_anchor(text: &str) -> bool {
    let mut found = false;
    let walked = walk(text, |_, character, _| found |= matches!(character, '^' | '$'));
    found || walked.is_err()
}

fn ends_with_anchor(text: &str) -> bool {
    let mut last = None;
    // A text that cannot be walked has been refused already.
    let _ = walk(text, |index, character, _| last = Some((index, character)));
    last == Some((text.len().wrapping_sub(1), '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_say_how_much_is_matched() {
        let cases = [
            ("^[a-z]+$", Some("[a-z]+")),
            ("^a", Some(r"a[\s\S]*")),
            ("a$", Some(r"[\s\S]*a")),
            ("^a$|^b$", Some("a|b")),
            ("^a|b$", Some(r"a[\s\S]*|[\s\S]*b")),
            ("^(a|b)$", Some("(a|b)")),
            (r"^a\$", Some(r"a\$[\s\S]*")),
            ("^[$^]$", Some("[$^]")),
            ("^(^a|b)$", None),
            (r"\bx", None),
            ("(", None),
            ("a)", None),
        ];
        for (text, expected) in cases {
            assert_eq!(whole(text).ok().as_deref(), expected, "{text}");
        }
    }
}
