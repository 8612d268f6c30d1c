//! What is odd and not wrong: keywords as names, names of every alphabet, Markdown and HTML in docs.

use contingent::diagnostic::{Command, render_plain};
use contingent::output::Output;
use contingent::spec::SourceFile;
use contingent::{Options, generate};
use std::fmt::Write as _;

fn made(text: &str) -> Output {
    let file = SourceFile { path: "odd.yaml".to_owned(), bytes: text.into() };
    match generate(&[file], &Options::default()) {
        Ok(generated) => {
            assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
            generated.output
        }
        Err(found) => panic!("{}", found.iter().map(|it| render_plain(it, Command::Generate)).collect::<String>()),
    }
}

const NAMES: &str = "as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop \
    match mod move mut pub ref return self static struct super trait true try type union unsafe use where while yield \
    abstract become box do final macro override priv typeof unsized virtual all any not absent exactly_one compare \
    String Vec Option None Some Result new check extra rest facts edition request macro_rules _x __ 2fa 5.10 b.b \
    images[] something[one] Tag.1.Key Accept-Language index:set 名称 Größe İ ǅ";

#[test]
fn names_of_every_kind_need_no_override() {
    let mut text = "operation: Odd\nsummary: Odd names.\nparameters:\n".to_owned();
    for name in NAMES.split_whitespace() {
        writeln!(text, "  \"{name}\": {{ type: string, doc: A name. }}").unwrap();
    }
    text.push_str("  Kind:\n    type: enum\n    doc: Odd values.\n    values:\n");
    for value in ["Self", "self", "Unknown", "5.10", "510", "no", "null", "+", "--", "", "a b", "Ok"] {
        let name = if value == "self" { ", override: { rust: LowerSelf }" } else { "" };
        let name = if value == "--" { ", override: { rust: TwoDashes }" } else { name };
        let name = if value.is_empty() { ", override: { rust: Nothing }" } else { name };
        writeln!(text, "      \"{value}\": {{ doc: A value.{name} }}").unwrap();
    }
    text.push_str("rules:\n");
    for (index, name) in NAMES.split_whitespace().enumerate() {
        writeln!(text, "  - {{ id: r{index}, require: Kind, when: \"`{name}`\", source: guide }}").unwrap();
    }
    let output = made(&text);
    let request = output.get("src/generated/odd/request.rs").unwrap();
    for field in ["r#type:", "r#async:", "self_:", "super_:", "crate_:", "n2fa:", "名称:", "größe:", "tag_1_key:"] {
        assert!(request.contains(field), "{field}");
    }
    let page = output.get("docs/odd.md").unwrap();
    for name in NAMES.split_whitespace() {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn docs_with_markdown_and_html_cannot_break_a_page() {
    let nasty = [
        "<script>alert(1)</script>",
        "</td></table>",
        "a | b | c",
        "``` fence",
        "    four blanks",
        "# heading",
        "[link](javascript:alert(1)) and <https://example.com>",
        "*/ /* and // and #[doc]",
        "<!-- a comment",
        "line one\n\n```\nline two",
        "{{ template }} {% block %}",
        "\\` \\",
    ];
    let mut text = "operation: Odd\nsummary: Odd docs.\nparameters:\n".to_owned();
    for (index, doc) in nasty.iter().enumerate() {
        writeln!(text, "  P{index}: {{ type: string, doc: {doc:?} }}").unwrap();
    }
    let output = made(&text);
    let page = output.get("docs/odd.md").unwrap();
    for (index, _) in nasty.iter().enumerate() {
        let row = page.lines().find(|line| line.starts_with('|') && line.contains(&format!("`P{index}`")));
        let row = row.unwrap_or_else(|| panic!("P{index} has no row"));
        assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
        for tag in ["<script", "</td", "</table", "<!--", "k](javascript"] {
            assert!(!row.contains(tag), "{row}");
        }
    }
    for (path, text) in output.iter().filter(|(path, _)| path.ends_with(".rs")) {
        for line in text.lines().filter(|line| line.trim_start().starts_with("///")) {
            let raw = line.replace("\\<", "");
            assert!(!raw.contains("<script") && !raw.contains("</td"), "{path}: {line}");
        }
    }
}
