//! Diagnostics: what is wrong in a spec, where, why, and what to write instead.
//!
//! Holds positions, the collected list, the table of codes ([`code`]) and its renderings. It depends on no
//! other room and never reads a file: whoever renders excerpts brings the text along.

pub mod code;
#[cfg(feature = "render")]
mod excerpt;
mod export;
mod text;

pub use code::{Class, Code};
#[cfg(feature = "render")]
pub use excerpt::render;
pub use export::{github, sarif, to_json};
pub(crate) use text::is_control;
pub use text::{render_plain, visible};

use std::collections::BTreeSet;

/// One thing that is wrong, or that deserves a look.
///
/// The order of the fields is the order of the list: by file, then by position, then by code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file as it is shown to the user.
    pub file: String,
    /// Where in the file; none if the file as a whole is meant.
    pub span: Option<Span>,
    /// Which problem it is.
    pub code: Code,
    /// One sentence that names the problem.
    pub message: String,
    /// A few words beside the underlined place; may be empty.
    pub label: String,
    /// Other places that take part.
    pub related: Vec<Related>,
    /// What to write instead.
    pub help: Option<String>,
}

/// Another place that takes part in a problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The file as it is shown to the user.
    pub file: String,
    /// Where in that file.
    pub span: Span,
    /// What the place has to do with it.
    pub label: String,
}

impl Diagnostic {
    /// A problem at a place in a file.
    pub fn new(code: Code, file: &str, span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::of_file(code, file, message) }
    }

    /// A problem of a file as a whole.
    pub fn of_file(code: Code, file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            span: None,
            code,
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// The same with a few words beside the underlined place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place of the same file.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related { file: self.file.clone(), span, label: label.into() });
        self
    }

    /// How much it weighs in a command.
    pub fn severity(&self, command: Command) -> Severity {
        self.code.severity(command)
    }
}

/// All problems found so far: always in order, each one once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(BTreeSet<Diagnostic>);

impl Diagnostics {
    /// No problem yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What something makes, with the problems that it finds on the way.
    pub(crate) fn of<T>(make: impl FnOnce(&mut Self) -> T) -> (T, Self) {
        let mut found = Self::new();
        (make(&mut found), found)
    }

    /// The parts that could be made; the problems of all of them are added.
    pub(crate) fn collect<T>(&mut self, made: Vec<(Option<T>, Self)>) -> Vec<T> {
        let add = |(part, found)| {
            self.extend(found);
            part
        };
        made.into_iter().filter_map(add).collect()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.insert(diagnostic);
    }

    /// The problems by file, position and code.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether a command fails because of them.
    pub fn has_errors(&self, command: Command) -> bool {
        self.iter().any(|diagnostic| diagnostic.severity(command) == Severity::Error)
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::collections::btree_set::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Who asks: some problems stop one command and only warn in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `contingent check`.
    Check,
    /// `contingent generate`, and everything else that writes code.
    Generate,
    /// `analyze`, `validate`, `table` and the rest.
    Other,
}

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The command fails.
    Error,
    /// The command goes on.
    Warning,
}

impl Severity {
    /// The word before the code.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Bytes from the start of the file, a byte order mark included.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1; a byte order mark does not count.
    pub column: usize,
}

impl Default for Mark {
    fn default() -> Self {
        Self { offset: 0, line: 1, column: 1 }
    }
}

/// A stretch of a text; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first character.
    pub start: Mark,
    /// Behind the last character.
    pub end: Mark,
}

impl Span {
    /// From the start of this span to the end of another.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: self.end.max(other.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: usize, code: Code) -> Diagnostic {
        let mark = Mark { offset, line: 1, column: offset + 1 };
        let span = Span { start: mark, end: mark };
        Diagnostic::new(code, "a.yaml", span, "x")
    }

    #[test]
    fn sorted_and_once() {
        let mut all = Diagnostics::new();
        for diagnostic in [
            at(9, code::TAG),
            at(2, code::UNKNOWN_KEY),
            at(2, code::ANCHOR),
            at(9, code::TAG),
            Diagnostic::of_file(code::NOT_UTF8, "b.yaml", "x"),
            Diagnostic::of_file(code::NOT_UTF8, "a.yaml", "x"),
        ] {
            all.push(diagnostic);
        }
        let order: Vec<_> = all.iter().map(|it| (it.file.as_str(), it.code.number())).collect();
        assert_eq!(
            order,
            [("a.yaml", "C0101"), ("a.yaml", "C0103"), ("a.yaml", "C0201"), ("a.yaml", "C0106"), ("b.yaml", "C0101")]
        );
    }

    #[test]
    fn a_missing_doc_stops_only_generate() {
        let mut all = Diagnostics::new();
        all.push(at(0, code::MISSING_DOC));
        assert!(!all.has_errors(Command::Check));
        assert!(all.has_errors(Command::Generate));
        assert!(!all.has_errors(Command::Other));
    }
}
