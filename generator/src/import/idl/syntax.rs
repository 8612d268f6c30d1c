//! What a text in IDL says, with places as bytes of the text.

use crate::diagnostic::{Code, code};
use std::ops::Range;

/// A dependency: everything up to a semicolon.
#[derive(Debug, Clone)]
pub(crate) enum Dependency {
    /// `IF condition THEN consequence`.
    If(Clause, Clause),
    /// A group, a relation, or several of them joined.
    Holds(Clause),
}

/// A predicate and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) at: Range<usize>,
    pub(crate) kind: ClauseKind,
}

#[derive(Debug, Clone)]
pub(crate) enum ClauseKind {
    /// The parameter is given.
    Given(Name),
    /// It is given and is one of the values, or none of them.
    Test(Name, bool, Vec<Value>),
    /// It is given and matches the pattern with wildcards.
    Like(Name, Value),
    Relation(Relation),
    Not(Box<Clause>),
    All(Vec<Clause>),
    Any(Vec<Clause>),
    Group(Group, Vec<Clause>),
}

/// How many members hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Or,
    OnlyOne,
    AllOrNone,
    ZeroOrOne,
}

/// A comparison of two sums.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) left: Vec<Term>,
    pub(crate) sign: &'static str,
    pub(crate) right: Vec<Term>,
}

/// A part of a sum.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) minus: bool,
    pub(crate) operand: Operand,
}

#[derive(Debug, Clone)]
pub(crate) enum Operand {
    Number(Value),
    Name(Name),
}

/// The name of a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

/// A literal; of a quoted one the text between the quotes, as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

/// Why a dependency cannot be read or said.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Fault {
    pub(crate) fn new(code: Code, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, at, message: message.into(), help: help.into() }
    }

    /// A fault of syntax.
    pub(crate) fn syntax(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(code::IDL_SYNTAX, at, message, help)
    }

    /// Something that the language of rules cannot say.
    pub(crate) fn unsaid(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(code::IDL_LEFT_OUT, at, message, help)
    }
}

/// The dependencies of a text, each with its fault if it has one.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) dependencies: Vec<(Range<usize>, Dependency)>,
    pub(crate) faults: Vec<Fault>,
}
