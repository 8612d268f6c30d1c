//! What names in a dependency stand for.

use super::syntax::{Fault, Name};
use super::token::is_word;
use crate::diagnostic::code;
use contingent_rules::nearest;
use std::collections::{HashMap, HashSet};

/// A parameter as dependencies see it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// How rules write it.
    pub(crate) text: String,
    pub(crate) kind: TargetKind,
    /// Its values are those of the items of a list.
    pub(crate) listed: bool,
}

/// What values of a parameter are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Text,
    /// One of the listed texts.
    Enum(Vec<String>),
    /// A whole number between two bounds, both included.
    Whole(i64, i64),
    Number,
    Boolean,
    /// Not a single value.
    Structure,
}

impl TargetKind {
    pub(super) fn is_number(&self) -> bool {
        match self {
            Self::Whole(..) | Self::Number => true,
            Self::Text | Self::Enum(_) | Self::Boolean | Self::Structure => false,
        }
    }

    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Enum(_) => "an enum",
            Self::Whole(..) => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Structure => "a list or an object",
        }
    }
}

/// The parameters of an operation by their names in the document.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    names: Vec<String>,
    found: HashMap<String, Target>,
    left_out: Vec<String>,
    /// Names that do not read as one word, and their lengths, the longest first.
    odd: HashSet<String>,
    lengths: Vec<usize>,
}

impl Targets {
    /// Adds a parameter; of several with one name the first counts.
    pub(crate) fn add(&mut self, name: &str, target: Target) {
        if !self.found.contains_key(name) {
            self.names.push(name.to_owned());
            self.know(name);
            self.found.insert(name.to_owned(), target);
        }
    }

    /// Adds a parameter that could not be imported: a dependency that names it cannot be, either.
    pub(crate) fn leave_out(&mut self, name: &str) {
        self.left_out.push(name.to_owned());
        self.know(name);
    }

    fn know(&mut self, name: &str) {
        if !name.chars().all(is_word) && self.odd.insert(name.to_owned()) && !self.lengths.contains(&name.len()) {
            self.lengths.push(name.len());
            self.lengths.sort_unstable_by(|a, b| b.cmp(a));
        }
    }

    /// The longest name with unusual characters that a text begins with.
    pub(super) fn begins(&self, text: &str) -> Option<&str> {
        let ends =
            |length: usize| !text.get(length..).is_some_and(|it| it.starts_with(|it: char| is_word(it) || it == '['));
        self.lengths
            .iter()
            .filter(|length| ends(**length))
            .find_map(|length| self.odd.get(text.get(..*length)?))
            .map(String::as_str)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Target> {
        self.found.get(name)
    }

    pub(super) fn find(&self, name: &Name) -> Result<&Target, Fault> {
        if let Some(target) = self.get(&name.text) {
            return Ok(target);
        }
        if self.left_out.contains(&name.text) {
            let message = format!("`{}` was not imported, so this dependency is not", name.text);
            return Err(Fault::unsaid(name.at.clone(), message, "see what is said about the parameter"));
        }
        let message = format!("the operation has no parameter `{}`", name.text);
        let help = match nearest(&name.text, self.names.iter().map(String::as_str)) {
            Some(near) => format!("a parameter with a similar name exists: `{near}`"),
            None if self.names.is_empty() => "the operation has no parameters".to_owned(),
            None => {
                let shown: Vec<String> = self.names.iter().take(8).map(|name| format!("`{name}`")).collect();
                format!("its parameters are {}", shown.join(", "))
            }
        };
        Err(Fault::new(code::IDL_NAME, name.at.clone(), message, help))
    }
}
