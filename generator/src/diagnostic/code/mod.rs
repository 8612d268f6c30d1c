//! The table of diagnostic codes, grouped by hundreds. A code is one entry, and a file in `examples` that shows it.
//!
//! A code is never reused or renumbered: people search for it and silence it by number.

mod analysis;
mod behaviour;
mod documentation;
mod editions;
mod import;
mod lints;
mod names;
mod rendering;
mod rules;
mod shape;
mod usage;
mod yaml;

pub use analysis::*;
pub use behaviour::*;
pub use documentation::*;
pub use editions::*;
pub use import::*;
pub use lints::*;
pub use names::*;
pub use rendering::*;
pub use rules::*;
pub use shape::*;
pub use usage::*;
pub use yaml::*;

use super::{Command, Severity};

/// Every table, in the order of the numbers.
const TABLES: &[&[Code]] = &[
    yaml::TABLE,
    shape::TABLE,
    names::TABLE,
    rules::TABLE,
    editions::TABLE,
    documentation::TABLE,
    lints::TABLE,
    rendering::TABLE,
    usage::TABLE,
    import::TABLE,
    analysis::TABLE,
    behaviour::TABLE,
];

/// All codes in the order of their numbers.
pub fn all() -> impl Iterator<Item = Code> {
    TABLES.iter().flat_map(|table| table.iter().copied())
}

/// The code with a number like `C0201`; case does not matter.
pub fn find(number: &str) -> Option<Code> {
    all().find(|code| code.0.number.eq_ignore_ascii_case(number))
}

/// One kind of problem.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

/// What the table says of a code. Behind a reference, because diagnostics are handed around by value.
struct Entry {
    number: &'static str,
    class: Class,
    title: &'static str,
    explanation: &'static str,
    example: &'static str,
}

/// Which commands a problem stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Every command fails for the file.
    Error,
    /// `check` and `generate` fail, the others go on with a warning.
    CheckError,
    /// `generate` fails, the others go on with a warning.
    GenerateError,
    /// `check` fails, the others go on with a warning.
    Finding,
    /// No command fails.
    Warning,
}

impl Code {
    /// The stable number, `C0201`.
    pub const fn number(self) -> &'static str {
        self.0.number
    }

    /// A few words that name the problem.
    pub const fn title(self) -> &'static str {
        self.0.title
    }

    /// Which commands it stops.
    pub const fn class(self) -> Class {
        self.0.class
    }

    /// Several sentences: what is wrong, why that is refused, and what to write instead.
    pub const fn explanation(self) -> &'static str {
        self.0.explanation
    }

    /// A wrong and a right example, as Markdown: what is in the fences is read by `explain`.
    pub const fn example(self) -> &'static str {
        self.0.example
    }

    /// How much it weighs in a command.
    pub fn severity(self, command: Command) -> Severity {
        match (self.0.class, command) {
            (Class::Error, Command::Check | Command::Generate | Command::Other)
            | (Class::CheckError, Command::Check | Command::Generate)
            | (Class::GenerateError, Command::Generate)
            | (Class::Finding, Command::Check) => Severity::Error,
            (Class::CheckError, Command::Other)
            | (Class::Finding, Command::Generate | Command::Other)
            | (Class::GenerateError, Command::Check | Command::Other)
            | (Class::Warning, Command::Check | Command::Generate | Command::Other) => Severity::Warning,
        }
    }
}

// A code is its number: the texts say nothing about which code it is.
impl std::fmt::Debug for Code {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.0.number)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.number == other.0.number
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.number.cmp(other.0.number)
    }
}

/// Declares one table: name, number, class, title, explanation.
macro_rules! codes {
    ($( $name:ident $number:literal $class:ident $title:literal $explanation:literal )*) => {
        $(
            #[doc = concat!($number, ": ", $title, ".")]
            pub const $name: $crate::diagnostic::Code =
                $crate::diagnostic::code::Code(&$crate::diagnostic::code::Entry {
                    number: $number,
                    class: $crate::diagnostic::Class::$class,
                    title: $title,
                    explanation: $explanation,
                    example: include_str!(concat!("../examples/", $number, ".md")),
                });
        )*
        /// The codes of this table in order.
        pub(super) const TABLE: &[$crate::diagnostic::Code] = &[$($name),*];
    };
}
use codes;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order_and_texts_are_whole() {
        let numbers: Vec<_> = all().map(Code::number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        for code in all() {
            let digits = code.0.number.strip_prefix('C').unwrap_or_default();
            assert!(digits.len() == 4 && digits.bytes().all(|it| it.is_ascii_digit()));
            assert!(!code.0.title.ends_with('.'), "{}", code.0.number);
            let text = code.0.explanation;
            assert_eq!(text, text.trim(), "{}", code.0.number);
            assert!(code.0.example.starts_with("Wrong:\n"), "{} has no wrong example", code.0.number);
            assert!(code.0.example.contains("\nRight:\n"), "{} has no right example", code.0.number);
            assert_eq!(find(code.0.number), Some(code));
        }
    }
}
