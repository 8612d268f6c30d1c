//! Where a sentence ends.

use super::token::{Kind, Token};
use std::ops::Range;

/// How long a sentence may be. Longer ones are lists of things that lost their marks.
pub(super) const MAX_TOKENS: usize = 160;

/// The sentences as ranges of tokens: they end with a full stop, and where a line breaks that is not a wrapped one.
pub(super) fn split(text: &str, tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        if token.breaks && start < index && breaks(text, tokens, index) {
            out.push(start..index);
            start = index;
        }
        if ends(tokens, index) {
            out.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

fn ends(tokens: &[Token<'_>], index: usize) -> bool {
    let Some(token) = tokens.get(index).filter(|it| it.kind == Kind::Mark) else { return false };
    match token.text {
        "。" | "！" | "？" => true,
        "!" | "?" => tokens.get(index + 1).is_none_or(|next| !next.glued),
        // `Source.Kind` and `e.g.` have points that end nothing.
        "." => {
            let back = |count: usize| index.checked_sub(count).and_then(|it| tokens.get(it));
            let dotted =
                back(2).is_some_and(|it| it.text == ".") && back(1).is_some_and(|it| it.glued && it.text.len() == 1);
            let next = tokens.get(index + 1);
            next.is_none_or(|next| {
                let upper = next.text.starts_with(|c: char| !c.is_lowercase());
                (!next.glued && upper && !dotted) || next.breaks || (next.kind == Kind::Han && !next.strong)
            })
        }
        _ => false,
    }
}

/// A new paragraph, an item of a list or a line that begins with a capital ends the sentence before it.
fn breaks(text: &str, tokens: &[Token<'_>], index: usize) -> bool {
    let (Some(last), Some(next)) = (index.checked_sub(1).and_then(|it| tokens.get(it)), tokens.get(index)) else {
        return false;
    };
    let between = text.get(last.end..next.start).unwrap_or_default();
    let blank = between.bytes().filter(|it| *it == b'\n').count() > 1;
    blank || matches!(next.text, "-" | "*" | "+" | ">" | "|" | "#") || !next.text.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        split(text, &tokens).into_iter().map(|it| &text[tokens[it.start].start..tokens[it.end - 1].end]).collect()
    }

    #[test]
    fn points_inside_names_end_nothing() {
        assert_eq!(
            sentences("Set A.B to 1.5. It works, e.g. here. Not"),
            ["Set A.B to 1.5.", "It works, e.g. here.", "Not"]
        );
        assert_eq!(sentences("甲为乙。丙！"), ["甲为乙。", "丙！"]);
    }

    #[test]
    fn items_and_paragraphs_end_sentences_and_wrapped_lines_do_not() {
        assert_eq!(sentences("Values:\n- one\n- two\n\nwhich\nis all"), ["Values:", "- one", "- two", "which\nis all"]);
        assert!(sentences("").is_empty());
        assert_eq!(sentences("..."), ["..."]);
    }
}
