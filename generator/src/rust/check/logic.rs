//! Booleans and Kleene truths as code, printed with as few parentheses and negations as they need.

use proc_macro2::TokenStream;
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
            code @ (Bool::Atom(_) | Bool::Loose(_) | Bool::Match(_) | Bool::All(_) | Bool::Any(_)) => Bool::Not(Box::new(code)),
        }
    }

    /// An expression of type `bool`.
    pub(super) fn code(&self) -> TokenStream {
        match self {
            Bool::Constant(known) => quote!(#known),
            Bool::Atom(code) | Bool::Loose(code) | Bool::Match(code) => code.clone(),
            Bool::Not(inner) => {
                let inner = inner.tight();
                quote!(!#inner)
            }
            Bool::All(parts) => {
                let parts = parts.iter().map(|part| part.beside(matches!(part, Bool::Any(_) | Bool::Match(_))));
                quote!(#(#parts)&&*)
            }
            Bool::Any(parts) => {
                let parts = parts.iter().map(|part| part.beside(matches!(part, Bool::All(_) | Bool::Match(_))));
                quote!(#(#parts)||*)
            }
        }
    }

    /// An expression that a method can be called on.
    pub(super) fn tight(&self) -> TokenStream {
        let code = self.code();
        match self {
            Bool::Constant(_) | Bool::Atom(_) => code,
            Bool::Loose(_) | Bool::Match(_) | Bool::Not(_) | Bool::All(_) | Bool::Any(_) => quote!((#code)),
        }
    }

    fn beside(&self, parentheses: bool) -> TokenStream {
        let code = self.code();
        if parentheses { quote!((#code)) } else { code }
    }
}

/// A statement that depends on the request alone, or also on facts that may be unknown.
#[derive(Clone)]
pub(super) enum Logic {
    Known(Bool),
    /// An expression of type `Truth` that a method can be called on.
    Open(TokenStream),
    /// The opposite of one.
    Opposite(TokenStream),
}

impl Logic {
    pub(super) fn constant(known: bool) -> Logic {
        Logic::Known(Bool::Constant(known))
    }

    pub(super) fn not(self) -> Logic {
        match self {
            Logic::Known(known) => Logic::Known(known.not()),
            Logic::Open(truth) => Logic::Opposite(truth),
            Logic::Opposite(truth) => Logic::Open(truth),
        }
    }

    pub(super) fn and(self, other: Logic) -> Logic {
        match (self, other) {
            (Logic::Known(a), Logic::Known(b)) => Logic::Known(a.and(b)),
            (Logic::Known(Bool::Constant(true)), other) | (other, Logic::Known(Bool::Constant(true))) => other,
            (Logic::Known(Bool::Constant(false)), _) | (_, Logic::Known(Bool::Constant(false))) => Logic::constant(false),
            (open, Logic::Known(known)) | (Logic::Known(known), open) => {
                let (truth, known) = (open.callable(), known.tight());
                Logic::Open(quote!(#truth.and(#known.into())))
            }
            (a, b) => {
                let (a, b) = (a.callable(), b.truth());
                Logic::Open(quote!(#a.and(#b)))
            }
        }
    }

    pub(super) fn or(self, other: Logic) -> Logic {
        match (self, other) {
            (Logic::Known(a), Logic::Known(b)) => Logic::Known(a.or(b)),
            (Logic::Known(Bool::Constant(false)), other) | (other, Logic::Known(Bool::Constant(false))) => other,
            (Logic::Known(Bool::Constant(true)), _) | (_, Logic::Known(Bool::Constant(true))) => Logic::constant(true),
            (open, Logic::Known(known)) | (Logic::Known(known), open) => {
                let (truth, known) = (open.callable(), known.tight());
                Logic::Open(quote!(#truth.or(#known.into())))
            }
            (a, b) => {
                let (a, b) = (a.callable(), b.truth());
                Logic::Open(quote!(#a.or(#b)))
            }
        }
    }

    /// An expression of type `Truth`.
    pub(super) fn truth(&self) -> TokenStream {
        match self {
            Logic::Known(known) => {
                let known = known.code();
                quote!(Truth::from(#known))
            }
            Logic::Open(truth) => truth.clone(),
            Logic::Opposite(truth) => quote!(!#truth),
        }
    }

    /// An expression of type `Truth` that a method can be called on.
    fn callable(&self) -> TokenStream {
        let truth = self.truth();
        match self {
            Logic::Known(_) | Logic::Open(_) => truth,
            Logic::Opposite(_) => quote!((#truth)),
        }
    }
}
