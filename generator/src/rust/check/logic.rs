//! Booleans as code, printed with as few parentheses and negations as they need.
//!
//! A statement about facts has two readings, because a fact may be unknown: whether it surely holds and whether it
//! possibly does. Both are the same expression, in which the test of an unknown fact counts as false or as true: in
//! the worst way for the whole, or in the best. `lenient` is the argument that chooses.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A boolean that is known now, or code for it.
#[derive(Clone)]
pub(super) enum Bool {
    Constant(bool),
    /// A call, a macro or a name: binds as tightly as anything.
    Atom(TokenStream),
    /// A comparison: wants parentheses before a method or after `!`.
    Loose(TokenStream),
    /// A `match`: wants them beside anything.
    Match(TokenStream),
    Not(Box<Bool>),
    All(Vec<Bool>),
    Any(Vec<Bool>),
    /// A test of a fact: what may be known, as `&Option<_>`, and a closure that tells whether it passes.
    Fact(TokenStream, TokenStream),
    /// Whether the right number of statements holds, of which some are about facts.
    Count(Ident, Vec<Bool>),
}

/// What the test of an unknown fact counts as.
#[derive(Clone, Copy)]
enum Unknown {
    True,
    False,
    Lenient,
    NotLenient,
}

impl Unknown {
    fn opposite(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Lenient => Self::NotLenient,
            Self::NotLenient => Self::Lenient,
        }
    }

    fn code(self) -> TokenStream {
        match self {
            Self::True => quote!(true),
            Self::False => quote!(false),
            Self::Lenient => quote!(lenient),
            Self::NotLenient => quote!(!lenient),
        }
    }
}

impl Bool {
    /// A comparison: `a <= b`.
    pub(super) fn compare(code: TokenStream) -> Bool {
        Bool::Loose(code)
    }

    pub(super) fn and(self, other: Bool) -> Bool {
        match (self, other) {
            (Bool::Constant(false), _) | (_, Bool::Constant(false)) => Bool::Constant(false),
            (Bool::Constant(true), other) => other,
            (this, Bool::Constant(true)) => this,
            (Bool::All(mut parts), Bool::All(more)) => {
                parts.extend(more);
                Bool::All(parts)
            }
            (Bool::All(mut parts), other) => {
                parts.push(other);
                Bool::All(parts)
            }
            (this, other) => Bool::All(vec![this, other]),
        }
    }

    pub(super) fn or(self, other: Bool) -> Bool {
        match (self, other) {
            (Bool::Constant(true), _) | (_, Bool::Constant(true)) => Bool::Constant(true),
            (Bool::Constant(false), other) => other,
            (this, Bool::Constant(false)) => this,
            (Bool::Any(mut parts), Bool::Any(more)) => {
                parts.extend(more);
                Bool::Any(parts)
            }
            (Bool::Any(mut parts), other) => {
                parts.push(other);
                Bool::Any(parts)
            }
            (this, other) => Bool::Any(vec![this, other]),
        }
    }

    pub(super) fn not(self) -> Bool {
        match self {
            Bool::Constant(known) => Bool::Constant(!known),
            Bool::Not(inner) => *inner,
            code @ (Bool::Atom(_)
            | Bool::Loose(_)
            | Bool::Match(_)
            | Bool::All(_)
            | Bool::Any(_)
            | Bool::Fact(..)
            | Bool::Count(..)) => Bool::Not(Box::new(code)),
        }
    }

    /// Whether it depends on facts.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Bool::Constant(_) | Bool::Atom(_) | Bool::Loose(_) | Bool::Match(_) => false,
            Bool::Not(inner) => inner.is_open(),
            Bool::All(parts) | Bool::Any(parts) => parts.iter().any(Bool::is_open),
            Bool::Fact(..) | Bool::Count(..) => true,
        }
    }

    /// An expression of type `bool`; if it depends on facts, also on a variable `lenient`.
    pub(super) fn code(&self) -> TokenStream {
        self.code_with(Unknown::Lenient)
    }

    fn code_with(&self, unknown: Unknown) -> TokenStream {
        match self {
            Bool::Constant(known) => quote!(#known),
            Bool::Atom(code) | Bool::Loose(code) | Bool::Match(code) => code.clone(),
            Bool::Not(inner) => {
                // What is best for a statement is worst for its opposite.
                let code = inner.code_with(unknown.opposite());
                match **inner {
                    Bool::Constant(_) | Bool::Atom(_) | Bool::Fact(..) | Bool::Count(..) => quote!(!#code),
                    Bool::Loose(_) | Bool::Match(_) | Bool::Not(_) | Bool::All(_) | Bool::Any(_) => quote!(!(#code)),
                }
            }
            Bool::All(parts) => {
                let parts =
                    parts.iter().map(|part| part.beside(matches!(part, Bool::Any(_) | Bool::Match(_)), unknown));
                quote!(#(#parts)&&*)
            }
            Bool::Any(parts) => {
                let parts =
                    parts.iter().map(|part| part.beside(matches!(part, Bool::All(_) | Bool::Match(_)), unknown));
                quote!(#(#parts)||*)
            }
            Bool::Fact(known, passes) => {
                let unknown = unknown.code();
                quote!(fact(#known, #unknown, #passes))
            }
            Bool::Count(count, parts) => {
                let unknown = unknown.code();
                let surely = parts.iter().map(|part| part.code_with(Unknown::False));
                let possibly = parts.iter().map(|part| part.code_with(Unknown::True));
                quote! {
                    ::contingent_runtime::count(
                        ::contingent_runtime::rules::Count::#count,
                        #unknown,
                        &[#((#surely, #possibly)),*],
                    )
                }
            }
        }
    }

    fn beside(&self, parentheses: bool, unknown: Unknown) -> TokenStream {
        let code = self.code_with(unknown);
        if parentheses { quote!((#code)) } else { code }
    }
}
