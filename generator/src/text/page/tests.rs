//! Tests of the page: its scripts fit together, and nothing of a spec gets out of its place.

use std::collections::BTreeMap;

use super::*;

fn modules() -> impl Iterator<Item = (&'static str, &'static str)> {
    SCRIPTS.iter().chain(aliyun::SCRIPTS).copied()
}

/// The names that a module has at its top level.
fn names(module: &str) -> Vec<&str> {
    let words = ["async function* ", "async function ", "function* ", "function ", "const ", "let ", "class "];
    let top = module.lines().filter_map(|line| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        words.iter().find_map(|word| line.strip_prefix(word))
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
        for line in text.lines().filter(|line| line.starts_with("import ") || line.starts_with("} from ")) {
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
        for word in ["</script", "<!--", "innerhtml", "outerhtml", "insertadjacenthtml", "document.write", "eval(", "new function"] {
            assert!(!lower.contains(word), "{file} has `{word}`");
        }
        assert!(text.starts_with("// "), "{file} does not say what it holds");
    }
    assert!(!STYLE.contains("</style") && STYLE.starts_with("/* "));
}
