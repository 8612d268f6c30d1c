//! The language as a table: for each kind of mapping its keys, what their values look like, and a sentence on each.
//!
//! The shape check, the JSON Schema for editors and the test of the language's page are made from this table.

mod behaviour;
mod operation;
mod parameter;
mod rule;
mod service;

pub use behaviour::{CONSEQUENCE, EFFECT, FILTER, NEED, PAGE, REPEAT, RESOURCE, STATE, WAITER};
pub use operation::{ERROR, EXAMPLE, GROUP, OPERATION, REPLY, RESPONSE, VARIANTS};
pub use parameter::{ENUM_VALUE, FACT, FIELD, ITEM, ORIGIN, OVERRIDE, PARAMETER, TYPES};
pub use rule::{FORMS, RULE};
pub use service::{RESERVED_ENDPOINTS, SERVICE};

/// A kind of mapping: `parameter`, `rule`, …
#[derive(Debug)]
pub struct Mapping {
    /// What a message calls it.
    pub what: &'static str,
    /// What it is, for editors.
    pub doc: &'static str,
    /// Its keys in the order in which they are usually written.
    pub keys: &'static [Key],
    /// Documentation keys of which at least one must be there before code is generated; empty if none is wanted.
    pub wants: &'static [&'static str],
}

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether the mapping cannot be understood without it.
    pub mandatory: bool,
    /// What it says, for editors.
    pub doc: &'static str,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any text.
    Text,
    /// A name: one line without blanks around it.
    Name,
    /// `true` or `false`.
    Flag,
    /// A whole number without sign.
    Count,
    /// A text that the parameter's type will read.
    Value,
    /// Values, at least one.
    Values,
    /// Names; may be empty.
    Names,
    /// A name, or a list of at least one name.
    NameOrNames,
    /// One of a few words.
    Word(&'static [Word]),
    /// One of a few words, or a list of them.
    Words(&'static [Word]),
    /// A name and a text for each.
    Texts,
    /// The editions of a service: a list of names or one-pair maps, or a map.
    Editions,
    /// A map with the keys of a kind.
    One(&'static Mapping),
    /// A map from names to maps with the keys of a kind.
    Named(&'static Mapping),
    /// A map from values to maps with the keys of a kind.
    Valued(&'static Mapping),
    /// A list of maps with the keys of a kind.
    Each(&'static Mapping),
    /// A condition; the next stage reads it.
    Condition,
    /// What one form of a rule says; the next stage reads it.
    Form,
    /// A map that the next stage reads.
    Opaque,
}

/// A word that a key knows, and what it means.
#[derive(Debug)]
pub struct Word {
    /// How it is written.
    pub name: &'static str,
    /// What it means, for editors.
    pub doc: &'static str,
}

impl Mapping {
    /// The key with a name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Shape {
    /// Whether serde reads the value. Nested definitions are parts of their own, opaque ones stay nodes.
    pub fn is_typed(self) -> bool {
        if let Self::One(mapping) = self {
            return mapping.keys.iter().all(|key| key.shape.is_simple());
        }
        self.is_simple()
    }

    fn is_simple(self) -> bool {
        match self {
            Self::Text
            | Self::Name
            | Self::Flag
            | Self::Count
            | Self::Value
            | Self::Values
            | Self::Names
            | Self::NameOrNames
            | Self::Word(_)
            | Self::Words(_) => true,
            Self::Texts
            | Self::Editions
            | Self::One(_)
            | Self::Named(_)
            | Self::Valued(_)
            | Self::Each(_)
            | Self::Condition
            | Self::Form
            | Self::Opaque => false,
        }
    }
}

const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, mandatory: false, doc }
}

const fn mandatory(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, mandatory: true, doc }
}

const fn word(name: &'static str, doc: &'static str) -> Word {
    Word { name, doc }
}

/// Every kind of mapping that the tables reach, each once, `OPERATION` and `SERVICE` first.
pub fn mappings() -> Vec<&'static Mapping> {
    let mut found: Vec<&'static Mapping> = vec![&OPERATION, &SERVICE];
    let mut next = 0;
    while let Some(mapping) = found.get(next).copied() {
        next += 1;
        for key in mapping.keys {
            if let Shape::One(it) | Shape::Named(it) | Shape::Valued(it) | Shape::Each(it) = key.shape
                && !found.iter().any(|known| known.what == it.what)
            {
                found.push(it);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        for mapping in mappings() {
            let mut names: Vec<_> = mapping.keys.iter().map(|key| key.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), mapping.keys.len(), "{}", mapping.what);
            for key in mapping.keys {
                assert!(key.doc.ends_with('.'), "{}.{}", mapping.what, key.name);
            }
            for wanted in mapping.wants {
                assert!(mapping.key(wanted).is_some(), "{}.{wanted}", mapping.what);
            }
        }
    }

    #[test]
    fn forms_and_types_agree_with_the_typed_parts() {
        let forms: Vec<_> =
            RULE.keys.iter().filter(|key| matches!(key.shape, Shape::Form)).map(|key| key.name).collect();
        assert_eq!(forms, FORMS);
        for form in FORMS {
            assert!(crate::spec::FormKind::from_key(form).is_some(), "{form}");
        }
        for word in TYPES {
            let text = serde_yaml::Value::String(word.name.to_owned());
            let kind: Result<crate::spec::Type, _> = serde_yaml::from_value(text);
            assert!(kind.is_ok(), "{}", word.name);
        }
    }

    /// The page of the language names every key.
    #[test]
    fn the_page_of_the_language_has_every_key() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/README.md");
        let page = std::fs::read_to_string(page).expect("spec/README.md");
        let words: std::collections::HashSet<&str> =
            page.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).collect();
        for mapping in mappings() {
            for key in mapping.keys {
                assert!(
                    words.contains(key.name),
                    "spec/README.md does not mention the key `{}` of {}",
                    key.name,
                    mapping.what
                );
            }
        }
    }
}
