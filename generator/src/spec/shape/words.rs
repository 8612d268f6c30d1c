//! How messages name definitions and lists of names.

use crate::spec::language::{Key, Mapping, Shape};
use crate::spec::tree::Node;

/// "the parameter `Region`".
pub(super) fn describe(mapping: &Mapping, name: Option<&str>) -> String {
    format!("the {}", kind_and_name(mapping, name))
}

pub(super) fn kind_and_name(mapping: &Mapping, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{} `{name}`", mapping.what),
        None => mapping.what.to_owned(),
    }
}

/// "`a`, `b` or `c`".
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>, last: &str) -> String {
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [many @ .., end] => format!("{} {last} {end}", many.join(", ")),
    }
}

pub(super) fn word_list(key: &Key) -> Option<String> {
    let Shape::Word(words) = key.shape else {
        return None;
    };
    let names = words.iter().map(|word| word.name);
    Some(format!("one of {}", listed(names, "or")))
}

/// What to write where a definition has been shortened to a text.
pub(super) fn map_help(node: &Node, mapping: &'static Mapping) -> Option<String> {
    let text = node.text()?;
    let key = match mapping.key("type") {
        Some(key) if matches!(key.shape, Shape::Word(words) if words.iter().any(|it| it.name == text)) => key,
        Some(_) | None if mapping.wants.contains(&"doc") => mapping.key("doc")?,
        Some(_) | None => return None,
    };
    Some(format!("write `{{ {}: {text} }}`", key.name))
}
