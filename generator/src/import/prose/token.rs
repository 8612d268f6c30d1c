//! Words, numbers and marks of a text, without its markup but with the places where they stand.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits and underscores of any script that puts blanks between words.
    Word,
    /// Digits, maybe with a sign and a point.
    Number,
    /// One Chinese character.
    Han,
    /// Anything else, one character.
    Mark,
}

/// A token and its place in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is set in bold or as code, which is how descriptions mark names and values.
    pub(super) strong: bool,
    /// Whether nothing but markup stands between it and the token before it.
    pub(super) glued: bool,
    /// Whether a line ends before it.
    pub(super) breaks: bool,
}

/// Cuts a text. Emphasis, code marks, tags, the targets of links and invisible characters are no tokens.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut state = State { bold: is_cut(text), ..State::default() };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = markup(rest, &mut state, out.last());
        if length > 0 {
            at += length;
            continue;
        }
        let (length, kind) = token(rest, out.last(), state.glued);
        let word = rest.get(..length).unwrap_or_default();
        let strong = state.bold || state.code;
        out.push(Token {
            text: word,
            kind,
            start: at,
            end: at + length,
            strong,
            glued: state.glued,
            breaks: state.breaks,
        });
        (state.glued, state.breaks) = (true, false);
        at += length.max(1);
    }
    out
}

#[derive(Default)]
struct State {
    bold: bool,
    code: bool,
    glued: bool,
    breaks: bool,
}

/// How many bytes of markup, blanks or invisible characters stand here.
fn markup(rest: &str, state: &mut State, last: Option<&Token<'_>>) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    if first.is_whitespace() {
        state.glued = false;
        if first == '\n' {
            // Emphasis that nobody closed ends with its line.
            (state.bold, state.code, state.breaks) = (is_cut(rest.get(1..).unwrap_or_default()), false, true);
        }
        return first.len_utf8();
    }
    if is_invisible(first) {
        return first.len_utf8();
    }
    if rest.starts_with("**") || rest.starts_with("__") {
        state.bold = !state.bold;
        return 2;
    }
    match first {
        '`' => {
            state.code = !state.code;
            1
        }
        // A backslash before a mark only says that the mark is no markup.
        '\\' if rest.get(1..).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_punctuation())) => 1,
        '<' if rest.get(1..).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')) => {
            closed(rest, '>', 80).unwrap_or(0)
        }
        '(' if last.is_some_and(|it| it.text == "]") && state.glued => closed(rest, ')', 400).unwrap_or(0),
        _ => 0,
    }
}

/// Whether the next line ends a bold text that it does not begin: its mark got lost with the part before.
fn is_cut(rest: &str) -> bool {
    rest.lines().next().is_some_and(|line| line.matches("**").count() % 2 == 1 && !line.trim_start().starts_with("**"))
}

/// How many bytes there are up to a mark on the same line, with it. The limit keeps the time linear.
fn closed(rest: &str, mark: char, most: usize) -> Option<usize> {
    let (end, found) =
        rest.char_indices().take(most).skip(1).find(|(_, it)| matches!(it, '\n' | '<') || *it == mark)?;
    (found == mark).then(|| end + found.len_utf8())
}

/// Marks of direction, of joining and of the byte order, and controls: they are seen by nobody.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The length and kind of the token that begins here.
fn token(rest: &str, last: Option<&Token<'_>>, glued: bool) -> (usize, Kind) {
    let first = rest.chars().next().unwrap_or(' ');
    let length = |fits: &dyn Fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
    if is_han(first) {
        return (first.len_utf8(), Kind::Han);
    }
    let after_word = glued && last.is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Number));
    let signed = first == '-' && !after_word;
    let digits = rest.get(usize::from(signed)..).unwrap_or_default();
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        let whole = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let behind = digits.get(whole..).unwrap_or_default();
        let part = behind.strip_prefix('.').map_or(0, |it| it.find(|c: char| !c.is_ascii_digit()).unwrap_or(it.len()));
        let number = whole + if part > 0 { part + 1 } else { 0 };
        let next = digits.get(number..).and_then(|it| it.chars().next());
        if !next.is_some_and(|c| c == '_' || (c.is_alphanumeric() && !is_han(c))) {
            return (usize::from(signed) + number, Kind::Number);
        }
    }
    let in_word = |c: char| (c.is_alphanumeric() || c == '_') && !is_han(c);
    if in_word(first) {
        // An underscore may be escaped inside a name, so markup has been looked at before.
        return (length(&|c| in_word(c)), Kind::Word);
    }
    (first.len_utf8(), Kind::Mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|it| it.text).collect()
    }

    #[test]
    fn markup_is_no_token_and_marks_what_is_strong() {
        let found = tokens("Set **Source**.**Kind** to `RDS`, <i>or</i> [see](~~1~~) it.");
        let strong: Vec<_> = found.iter().filter(|it| it.strong).map(|it| it.text).collect();
        assert_eq!(strong, ["Source", "Kind", "RDS"]);
        assert_eq!(
            texts("Set **Source**.**Kind** to `RDS`, <i>or</i> [see](~~1~~) it."),
            ["Set", "Source", ".", "Kind", "to", "RDS", ",", "or", "[", "see", "]", "it", "."]
        );
        assert!(found.iter().all(|it| it.end - it.start == it.text.len()));
    }

    #[test]
    fn numbers_keep_sign_and_point_and_names_their_digits() {
        assert_eq!(
            texts("-1 1.5, 5. a-1 1~9 2xx A_1"),
            ["-1", "1.5", ",", "5", ".", "a", "-", "1", "1", "~", "9", "2xx", "A_1"]
        );
        assert_eq!(texts("取值为1~11。"), ["取", "值", "为", "1", "~", "11", "。"]);
    }

    #[test]
    fn odd_texts_are_cut_too() {
        for text in ["", "**", "`", "<", "<a", "](", "\\", "\u{202e}a\u{0}b", "\u{1f600}", "a\\_b", "** a\n b"] {
            let found = tokens(text);
            assert!(found.iter().all(|it| text.get(it.start..it.end) == Some(it.text)), "{text:?}");
        }
        assert!(texts("\u{feff}\u{7}\u{200f}").is_empty());
        assert!(!tokens("**a\nb")[1].strong);
        let cut: Vec<_> = tokens("A**is**B**").iter().map(|it| it.strong).collect();
        assert_eq!(cut, [true, false, true]);
        assert_eq!(texts("2**"), ["2"]);
    }
}
