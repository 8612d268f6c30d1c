//! Tests of the page: its scripts fit together, and nothing of a spec gets out of its place.

use std::collections::BTreeMap;

use super::*;
use crate::text::tests::small;

fn modules() -> impl Iterator<Item = (&'static str, &'static str)> {
    SCRIPTS.iter().chain(VENDOR_SCRIPTS).copied()
}

/// The names that a module has at its top level.
fn names(module: &str) -> Vec<&str> {
    let top = module.lines().filter_map(|line| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        script::EXPORTED.iter().find_map(|word| line.strip_prefix(word))
    });
    top.map(|rest| rest.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).next().unwrap_or_default())
        .collect()
}

#[test]
fn names_at_the_top_level_are_unique() {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, text) in modules() {
        for name in names(text) {
            assert!(!name.is_empty(), "{file}: a name is hidden in braces");
            assert_eq!(known.insert(name, file), None, "{name} in {file}");
        }
    }
    assert!(known.len() > 50);
}

#[test]
fn what_a_script_imports_comes_before_it() {
    let mut before: Vec<&str> = Vec::new();
    for (file, text) in modules() {
        let head =
            text.lines().take_while(|line| line.is_empty() || line.starts_with("//") || line.starts_with("import "));
        for line in head.filter(|line| line.starts_with("import ")) {
            let Some(wanted) = line.split('"').nth(1).and_then(|it| it.rsplit('/').next()) else { continue };
            assert!(before.iter().any(|it| it.rsplit('/').next() == Some(wanted)), "{file} imports {wanted} too early");
        }
        before.push(file);
    }
}

#[test]
fn no_script_ends_its_element_or_writes_markup() {
    for (file, text) in modules() {
        let lower = text.to_lowercase();
        for word in [
            "</script",
            "<!--",
            "innerhtml",
            "outerhtml",
            "insertadjacenthtml",
            "document.write",
            "eval(",
            "new function",
        ] {
            assert!(!lower.contains(word), "{file} has `{word}`");
        }
        assert!(text.starts_with("// "), "{file} does not say what it holds");
    }
    assert!(!STYLE.contains("</style") && STYLE.starts_with("/* "));
}

fn page(service: &Service) -> String {
    let mut output = Output::new();
    add_explorer(service, &Templates::new(), &mut output).expect("the template is fine");
    output.get("docs/explorer.html").expect("the page").to_owned()
}

/// What stands in the last element of a name without attributes.
fn content<'p>(page: &'p str, name: &str) -> &'p str {
    let after = page.rsplit_once(&format!("<{name}>")).expect("it begins").1;
    after.split_once(&format!("</{name}>")).expect("it ends").0
}

#[test]
fn the_policy_is_about_the_very_texts_of_the_page() {
    let page = page(&small::service());
    let policy = script::policy(content(&page, "script"), content(&page, "style"));
    assert!(page.contains(&policy.replace('\'', "&#x27;").replace('/', "&#x2f;")), "{policy}");
    assert!(page.lines().nth(1).is_some_and(|line| line.contains(crate::output::MARKER)));
    assert_eq!(page.matches("<style").count(), 1);
    for word in [" style=", " onclick", " onload", "src=", "@import", "url("] {
        assert!(!page.replace(content(&page, "script"), "").contains(word), "{word}");
    }
}

#[test]
fn a_spec_cannot_write_markup() {
    const MARKUP: &str = "\"'></title></script></style></noscript><script>alert(1)</script><!-- {{ 1 }}";
    let quiet = page(&small::service());
    let mut service = small::service();
    for text in [&mut service.name, &mut service.version, &mut service.title, &mut service.doc] {
        text.push_str(MARKUP);
    }
    let operation = &mut service.operations[0];
    for text in [&mut operation.name, &mut operation.check.name, &mut operation.summary, &mut operation.doc] {
        text.push_str(MARKUP);
    }
    for (parameter, def) in operation.parameters.iter_mut().zip(&mut operation.check.parameters) {
        for text in [&mut parameter.doc, &mut parameter.def.name, &mut def.name, &mut def.source] {
            text.push_str(MARKUP);
        }
        parameter.example = Some(MARKUP.to_owned());
    }
    for rule in &mut operation.check.rules {
        rule.source.push_str(MARKUP);
        rule.message.push_str(MARKUP);
    }
    let loud = page(&service);
    assert!(loud.len() > quiet.len() + MARKUP.len());
    // The comment in the second line ends where it should; what is in it does nothing.
    let body = |page: &str| page.split_once("-->\n<html").expect("a comment").1.to_owned();
    for tag in ["<script", "</script", "<style", "</title", "</noscript", "<!--"] {
        assert_eq!(body(&loud).matches(tag).count(), body(&quiet).matches(tag).count(), "{tag}");
    }
}

#[test]
fn a_secret_has_no_example() {
    let mut service = small::service();
    for parameter in service.operations[0].parameters.iter_mut().filter(|it| it.def.secret) {
        parameter.example = Some("hunter2".to_owned());
    }
    assert!(!page(&service).contains("hunter2"));
}
