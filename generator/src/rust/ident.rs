//! From a name that the model decided to a Rust identifier, whatever the name.

use proc_macro2::{Ident, Span};

use crate::model::Operation;

/// The identifier of a name, which may begin with `r#`. The model's names come out as they are; any other text becomes
/// some identifier, so that nothing a spec says can panic here.
pub(super) fn ident(name: &str) -> Ident {
    let (raw, name) = name.strip_prefix("r#").map_or((false, name), |word| (true, word));
    let mut word = String::with_capacity(name.len());
    for character in name.chars() {
        let fits = unicode_ident::is_xid_continue(character);
        if word.is_empty() && !(unicode_ident::is_xid_start(character) || character == '_') {
            word.push('_');
        }
        word.push(if fits { character } else { '_' });
    }
    match word.as_str() {
        // What is nothing or a blank elsewhere; the four after it cannot be raw.
        "" | "_" => Ident::new("__", Span::call_site()),
        "self" | "Self" | "super" | "crate" => Ident::new(&format!("{word}_"), Span::call_site()),
        word if raw || is_keyword(word) => Ident::new_raw(word, Span::call_site()),
        word => Ident::new(word, Span::call_site()),
    }
}

/// A type of an operation: `FooRequest` of `Foo`.
pub(super) fn of(operation: &Operation, suffix: &str) -> Ident {
    ident(&format!("{}{suffix}", operation.type_name))
}

/// `name`, or with `_` after it if that is taken: a spec's names come before our own.
pub(super) fn free<'a>(name: &str, taken: impl Iterator<Item = &'a str> + Clone) -> Ident {
    let mut name = name.to_owned();
    while taken.clone().any(|other| other.strip_prefix("r#").unwrap_or(other) == name) {
        name.push('_');
    }
    ident(&name)
}

/// The words that edition 2024 keeps for itself, without those that cannot be raw.
fn is_keyword(word: &str) -> bool {
    #[rustfmt::skip]
    const KEYWORDS: [&str; 48] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_model_stay_as_they_are() {
        for name in ["region", "r#type", "E2026_03", "größe", "名称", "_x", "r#region"] {
            assert_eq!(ident(name).to_string(), name);
        }
    }

    #[test]
    fn any_text_becomes_some_identifier() {
        #[rustfmt::skip]
        let cases = [
            ("type", "r#type"), ("gen", "r#gen"), ("", "__"), ("_", "__"), ("self", "self_"), ("r#self", "self_"),
            ("Self", "Self_"), ("r#crate", "crate_"), ("super", "super_"), ("r#", "__"), ("r#_", "__"), ("1abc", "_1abc"),
            ("a-b", "a_b"), ("a b.c", "a_b_c"), ("🌱", "__"), ("a\u{202e}b", "a_b"), ("r#r#x", "r#r_x"), ("-", "__"),
        ];
        for (name, expected) in cases {
            assert_eq!(ident(name).to_string(), expected, "{name:?}");
        }
    }

    #[test]
    fn keywords_are_sorted_and_raw() {
        for word in "as break const enum fn match move type union async try yield".split(' ') {
            let made = ident(word);
            assert!(syn::parse_str::<Ident>(&made.to_string()).is_ok(), "{made}");
        }
    }

    #[test]
    fn our_own_names_yield() {
        assert_eq!(free("rest", ["a", "r#rest", "rest_"].into_iter()).to_string(), "rest__");
        assert_eq!(free("rest", ["a"].into_iter()).to_string(), "rest");
    }
}
