//! The table of each rule with a request that keeps it and one that breaks it.

use super::small;
use crate::output::Output;
use crate::reason::Shown;
use crate::text::{Templates, render_showing};
use contingent_rules::Value;

#[test]
fn requests_stand_beside_their_rule_without_their_secrets() {
    let request = |entries: &[(&str, &str)]| {
        Some(Value::Object(entries.iter().map(|(name, text)| ((*name).into(), Value::Text((*text).into()))).collect()))
    };
    let shown = [
        Shown { rule: 0, edition: None, kept: request(&[("To", "a|b")]), broken: request(&[("Pin", "1234")]) },
        Shown { rule: 3, edition: Some("old".into()), kept: None, broken: request(&[("$Size", "huge")]) },
    ];
    let mut output = Output::new();
    render_showing(&small::service(), &[shown.into()], &Templates::new(), &mut output).expect("sound templates");
    let page = output.get("docs/send.md").expect("the page is there");
    assert!(page.contains("\n[Each rule, kept and broken](#each-rule-kept-and-broken)"), "{page}");
    for line in [
        "| [weight](#rule-weight) | <code>&#123;&#34;To&#34;&#58;&#34;a&#124;b&#34;&#125;</code> | `{\"Pin\":\"********\"}` |",
        "| [pin-old](#rule-pin-old), in `old` | – | `{\"$Size\":\"huge\"}` |",
    ] {
        assert!(page.lines().any(|it| it == line), "{line}\n{page}");
    }
    assert!(!page.contains("1234"));
}
