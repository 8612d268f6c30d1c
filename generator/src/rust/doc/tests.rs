//! How texts of a spec come out as doc comments.

use super::*;

#[track_caller]
fn reads(text: &str, expected: &str) {
    assert_eq!(escaped(text), expected, "{text}");
}

#[test]
fn paragraphs_stay_as_they_are_wrapped() {
    let text = "One line,\nanother *line* with `code` and a_name.\n\n* a list\n* of two\n  lines\n\n| a | b \\| c |\n|---|---|";
    reads(text, text);
    reads("\n\n  One  \n\n\n\nTwo\t\n\n", "One\n\nTwo");
    reads("", "");
}

#[test]
fn html_is_text() {
    reads("an <Html> tag & `<Region>` &amp; </p> a<b", "an \\<Html> tag & `<Region>` &amp; \\</p> a\\<b");
    reads("\\<Html>", "\\<Html>");
}

#[test]
fn bare_addresses_get_angle_brackets() {
    reads("see https://a.example/x_y(z).", "see <https://a.example/x_y(z)>.");
    reads("(http://a.example/?b=1&c=<d>)", "(<http://a.example/?b=1&c=>\\<d>)");
    reads("<https://a.example> `https://a.example` https://", "<https://a.example> `https://a.example` https://");
    reads("名称https://a.example。", "名称<https://a.example。>");
}

#[test]
fn brackets_are_links_only_with_an_address() {
    reads("[x] a[0] [y](z) [r][s] [ ]", "\\[x\\] a\\[0\\] \\[y\\](z) \\[r\\]\\[s\\] \\[ \\]");
    reads(
        "[a `b` <c>](https://a.example/a(b)) ![d](http://a.example)",
        "[a `b` \\<c>](https://a.example/a(b)) ![d](http://a.example)",
    );
    reads("[https://a.example](https://a.example)", "[https://a.example](https://a.example)");
    reads("[x]: https://a.example", "\\[x\\]: <https://a.example>");
    reads("[open", "\\[open");
}

#[test]
fn backslashes_and_back_ticks() {
    reads("C:\\dir \\* \\", "C:\\\\dir \\* \\\\");
    reads("a lone ` and ``two", "a lone \\` and \\`\\`two");
    reads("``a ` b`` [c]", "``a ` b`` \\[c\\]");
    reads("a `span\nover` lines", "a `span\nover` lines");
    reads("a ` in one\n\nand ` in another", "a \\` in one\n\nand \\` in another");
}

#[test]
fn code_is_never_a_test() {
    reads("a\n\n    fn f() -> ! {}\n\n      [x]\nb", "a\n\n```text\nfn f() -> ! {}\n\n  [x]\n```\nb");
    reads("```\nlet a = \"<b>\";\n```\nc", "```text\nlet a = \"<b>\";\n```\nc");
    reads("~~~rust\n``` a\n~~~", "````text\n``` a\n````");
    reads("```\nopen", "```text\nopen\n```");
    reads("* a\n\n      code\n\n  text", "* a\n\n  ```text\n  code\n  ```\n  text");
    reads("# A\n    not code", "# A\nnot code");
    reads("*      a\n       b", "* a\n  b");
    reads("\tfirst", "first");
    reads("a\n\n\tcode", "a\n\n```text\ncode\n```");
}

#[test]
fn lists_are_indented_as_their_text() {
    reads(
        "* one\nlazy\n* two\n     deep\n    * three\n      more\n\nout",
        "* one\n  lazy\n* two\n  deep\n  * three\n    more\n\nout",
    );
    reads("10. a\n    b\n11. c", "10. a\n    b\n11. c");
    reads("in\n2019. Then", "in\n2019. Then");
    reads("> quoted", "\\> quoted");
}

#[test]
fn control_and_bidirectional_characters_are_left_out() {
    reads("a\u{202e}b\u{7}c\r\nd\re", "abc\nd\ne");
}

#[test]
fn every_line_is_an_attribute_with_a_blank() {
    assert_eq!(outer("/a\n\nb").to_string(), "# [doc = \" /a\"] # [doc = \"\"] # [doc = \" b\"]");
}

#[test]
fn code_and_plain_text_on_one_line() {
    assert_eq!(code("a\n b"), "`a b`");
    assert_eq!(code("a``b"), "``` a``b ```");
    assert_eq!(code(""), "`\"\"`");
    assert_eq!(
        plain("a_b _ *c* List[].d <e>\nhttps://x.example"),
        "a_b \\_ \\*c\\* List\\[\\].d \\<e\\> https:\\//x.example"
    );
    assert_eq!(line("a\n[b]"), "a \\[b\\]");
}
