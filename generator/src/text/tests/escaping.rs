//! Nasty text, in lines and in paragraphs.

use crate::text::escape::{anchor, blocks, code, comment, fenced, line, link, plain, sentence};

#[test]
fn plain_text_is_shown_as_it_is_written() {
    for (text, escaped) in [
        ("a | b", "a &#124; b"),
        ("a <Region> & b", "a &lt;Region> &amp; b"),
        ("&lt;", "&amp;lt;"),
        ("`a`", "\\`a\\`"),
        ("*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~~c\\~~".replace("\\~~c\\~~", "\\~\\~c\\~\\~").as_str()),
        ("snake_case_name", "snake_case_name"),
        ("[a](https://b.example)", "\\[a\\](<https://b.example>)"),
        ("# no heading", "\\# no heading"),
        ("#hash", "\\#hash"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("12) no list", "12\\) no list"),
        ("1.5 is fine", "1.5 is fine"),
        ("> no quote", "\\> no quote"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("a\nb\r\n\tc", "a b c"),
        ("see https://a.example/b_c?d=1&e=2, or not", "see <https://a.example/b_c?d=1&e=2>, or not"),
        ("(https://a.example/b(c))", "(<https://a.example/b(c)>)"),
        ("![a](b)", "\\!\\[a\\](b)"),
        ("\\", "\\\\"),
        ("a\u{202e}b\u{0}c", "a\u{fffd}b\u{fffd}c"),
        ("    code", "code"),
        ("", ""),
    ] {
        assert_eq!(plain(text), escaped, "{text}");
    }
}

#[test]
fn markdown_of_a_doc_survives_in_a_line() {
    for (text, escaped) in [
        ("a *b* and **c** and _d_", "a *b* and **c** and _d_"),
        ("`a<b>` & `c|d`", "`a<b>` &amp; <code>c&#124;d</code>"),
        ("``a`b``", "``a`b``"),
        ("a ` alone", "a \\` alone"),
        ("an odd * star", "an odd \\* star"),
        ("[text](https://a.example/b)", "[text](https://a.example/b)"),
        ("[a|b](https://a.example/b(c))", "[a&#124;b](https://a.example/b%28c%29)"),
        ("[x](javascript:alert)", "\\[x\\](javascript:alert)"),
        ("[x]: https://a.example", "\\[x\\]: <https://a.example>"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<https://a.example>", "<https://a.example>"),
        ("\\*no star\\*", "\\*no star\\*"),
        ("a \\| b", "a &#124; b"),
        ("- a\n- b", "\\- a - b"),
    ] {
        assert_eq!(line(text), escaped, "{text}");
    }
}

#[test]
fn made_sentences_have_code_only() {
    assert_eq!(sentence("no parameter `a_b`, *x*"), "no parameter `a_b`, \\*x\\*");
}

#[test]
fn nothing_breaks_a_table() {
    let nasty = "a|b `c|d` [e|f](https://g.example/|) \\| https://h.example/|i <|> ``|`` |\n| x\n\n---|---";
    for made in [plain(nasty), line(nasty), code(nasty), sentence(nasty)] {
        assert!(!made.contains('|') && !made.contains('\n'), "{made}");
    }
}

#[test]
fn paragraphs_keep_their_lists_and_code() {
    let text = "First *line*\nsecond | line\n\n- a <b>\n- `c`\n\n1. d\n\n```\n# <kept>\n```\n\n    four <blanks>\n\n# A heading\n\nText\n===\n\n| a | b \\| c |\n|---|---|\n| <d> | e |";
    insta::assert_snapshot!(blocks(text), @r"
    First *line*
    second &#124; line

    - a &lt;b>
    - `c`

    1. d

    ```
    # <kept>
    ```

        four <blanks>

    **A heading**

    Text
    \===

    | a | b &#124; c |
    |---|---|
    | &lt;d> | e |
    ");
}

#[test]
fn a_fence_left_open_is_closed() {
    assert_eq!(blocks("a\n\n````x\n## b\n```"), "a\n\n````x\n## b\n```\n````");
    assert_eq!(fenced("json", "```\n"), "````json\n```\n````");
}

#[test]
fn code_and_anchors() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code(""), "<code></code>");
    assert_eq!(code("a|<b>"), "<code>a&#124;&#60;b&#62;</code>");
    assert_eq!(anchor("Tag.1.Key"), "Tag.1.Key");
    assert_eq!(anchor("images[] x\"<"), "images~5b~5d~20x~22~3c");
    assert_eq!(comment("a --> b\nc"), "a - -&gt; b c");
    assert_eq!(link("a", "javascript:x"), "a");
    assert_eq!(link("a", "https://x.example/a b)"), "[a](https://x.example/a%20b%29)");
}

#[test]
fn no_text_panics() {
    let pieces = [
        "`", "``", "|", "[", "](", ")", "<", ">", "\\", "*", "_", "https://", "\n", "    ", "#", "- ", "1. ", "é",
        "\u{202e}", "```\n", " ",
    ];
    // Every sequence of three pieces, twice over.
    for index in 0..pieces.len().pow(3) {
        let piece = |at: usize| pieces[at % pieces.len()];
        let (one, two, three) = (piece(index), piece(index / pieces.len()), piece(index / pieces.len().pow(2)));
        let text = format!("{one}{two}{three}x{one}{three}{two}");
        for made in [plain(&text), line(&text), code(&text), sentence(&text)] {
            assert!(!made.contains(['|', '\n']), "{text:?} -> {made:?}");
        }
        let _ = blocks(&text);
    }
}
