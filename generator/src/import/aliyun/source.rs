//! What the sources say of a product, as plain data with places.

use crate::diagnostic::Span;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where something stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: Rc<str>,
    pub(super) span: Span,
}

/// A text and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) place: Place,
}

/// A product: what all of its operations share, and the operations by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Product {
    pub(super) name: Option<Word>,
    pub(super) version: Option<Word>,
    pub(super) style: Option<Word>,
    pub(super) operations: BTreeMap<String, Operation>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) doc: Option<String>,
    pub(super) deprecated: bool,
    pub(super) method: Option<Word>,
    pub(super) path: Option<Word>,
    pub(super) protocol: Option<Word>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) reply: Vec<Parameter>,
    pub(super) errors: Vec<Fault>,
}

/// An error that an operation can answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Fault {
    pub(super) code: String,
    pub(super) status: Option<String>,
    pub(super) message: Option<String>,
    pub(super) doc: Option<String>,
}

/// A parameter, a part of one, or a field of a reply.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) kind: Option<Word>,
    /// A type that is sharper than `kind`, such as `long` where that is `Integer`.
    pub(super) sharper: Option<String>,
    /// The type of the items of a list.
    pub(super) items: Option<Word>,
    pub(super) position: Option<Word>,
    pub(super) required: Option<(bool, Place)>,
    pub(super) deprecated: bool,
    /// The descriptions, the first of which becomes the doc; rules may be in any of them.
    pub(super) docs: Vec<Word>,
    pub(super) example: Option<Word>,
    pub(super) parts: Vec<Parameter>,
}
