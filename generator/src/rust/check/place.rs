//! From a reference to the Rust that reaches it: fields through options, items through iterators.

use contingent_rules::{Reference, Step};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::fields::is_positional;
use super::super::ident::ident;
use super::logic::Bool;
use crate::model::{Operation, Parameter};

/// A value in reach.
#[derive(Clone)]
pub(super) struct Reached<'m> {
    pub(super) parameter: &'m Parameter,
    pub(super) value: Value,
    /// Whether it lies inside of something secret.
    pub(super) secret: bool,
}

/// An expression for a value.
#[derive(Clone)]
pub(super) enum Value {
    /// A place of type `T`: `request.name`.
    Place(TokenStream),
    /// A variable of type `&T`.
    Reference(Ident),
    /// A constant, which has no field.
    Nowhere,
}

impl Value {
    /// An expression of type `T` that is only looked at.
    pub(super) fn place(&self) -> TokenStream {
        match self {
            Value::Place(place) => place.clone(),
            Value::Reference(name) => quote!(*#name),
            Value::Nowhere => TokenStream::new(),
        }
    }

    /// What a method is called on or a field taken from.
    pub(super) fn owner(&self) -> TokenStream {
        match self {
            Value::Place(place) => place.clone(),
            Value::Reference(name) => quote!(#name),
            Value::Nowhere => TokenStream::new(),
        }
    }

    /// What a `match` looks at.
    pub(super) fn subject(&self) -> TokenStream {
        self.owner()
    }
}

/// What is asked of everything that a reference stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Some is given and passes.
    Some,
    /// Every one is given and passes; a list that is not there has none.
    EveryGiven,
    /// Every one that is given passes.
    EveryIfGiven,
}

/// Where a reference begins.
pub(super) enum Start<'m> {
    Request(&'m Operation),
    Item(Reached<'m>),
}

/// A boolean expression; `None` for a reference that leads nowhere, which is never given.
pub(super) fn ask<'m>(
    start: &Start<'m>,
    reference: &Reference,
    ask: Ask,
    leaf: &mut dyn FnMut(&Reached<'m>) -> Bool,
) -> Option<Bool> {
    match start {
        Start::Item(item) => walk(item, &reference.steps, ask, 1, leaf),
        Start::Request(operation) => {
            let (first, rest) = reference.steps.split_first()?;
            let Step::Field(name) = first else { return None };
            let parameter = operation.parameters.iter().find(|parameter| parameter.def.name == *name)?;
            field(parameter, &quote!(request), rest, ask, 0, false, leaf)
        }
    }
}

fn walk<'m>(
    here: &Reached<'m>,
    steps: &[Step],
    ask: Ask,
    depth: usize,
    leaf: &mut dyn FnMut(&Reached<'m>) -> Bool,
) -> Option<Bool> {
    let Some((first, rest)) = steps.split_first() else { return Some(leaf(here)) };
    let secret = here.secret || here.parameter.def.secret;
    match first {
        Step::Field(name) => {
            let parameter = here.parameter.fields.iter().find(|field| field.def.name == *name)?;
            field(parameter, &here.value.owner(), rest, ask, depth, secret, leaf)
        }
        Step::Items => {
            let item = here.parameter.item.as_deref()?;
            let name = variable(depth);
            let reached = Reached { parameter: item, value: Value::Reference(name.clone()), secret };
            let inner = walk(&reached, rest, ask, depth + 1, leaf)?;
            let list = here.value.owner();
            let code = inner.code();
            Some(match (ask, inner) {
                (Ask::Some, Bool::Constant(true)) => Bool::Atom(quote!(#list.is_empty())).not(),
                (Ask::Some, Bool::Constant(false)) => Bool::Constant(false),
                (Ask::Some, _) => Bool::Atom(quote!(#list.iter().any(|#name| #code))),
                (Ask::EveryGiven | Ask::EveryIfGiven, Bool::Constant(true)) => Bool::Constant(true),
                (Ask::EveryGiven | Ask::EveryIfGiven, Bool::Constant(false)) => Bool::Atom(quote!(#list.is_empty())),
                (Ask::EveryGiven | Ask::EveryIfGiven, _) => Bool::Atom(quote!(#list.iter().all(|#name| #code))),
            })
        }
    }
}

fn field<'m>(
    parameter: &'m Parameter,
    owner: &TokenStream,
    rest: &[Step],
    ask: Ask,
    depth: usize,
    secret: bool,
    leaf: &mut dyn FnMut(&Reached<'m>) -> Bool,
) -> Option<Bool> {
    let name = ident(&parameter.field);
    if parameter.def.constant.is_some() {
        // A constant has no field; the leaf knows its value.
        return walk(&Reached { parameter, value: Value::Nowhere, secret }, rest, ask, depth, leaf);
    }
    if is_positional(parameter) {
        return walk(&Reached { parameter, value: Value::Place(quote!(#owner.#name)), secret }, rest, ask, depth, leaf);
    }
    let value = variable(depth);
    let reached = Reached { parameter, value: Value::Reference(value.clone()), secret };
    let inner = walk(&reached, rest, ask, depth + 1, leaf)?;
    let holds_when_absent = match ask {
        Ask::Some => false,
        Ask::EveryGiven => rest.contains(&Step::Items),
        Ask::EveryIfGiven => true,
    };
    let code = inner.code();
    Some(match (inner, holds_when_absent) {
        (Bool::Constant(true), false) => Bool::Atom(quote!(#owner.#name.is_some())),
        (Bool::Constant(false), true) => Bool::Atom(quote!(#owner.#name.is_some())).not(),
        (Bool::Constant(known), _) => Bool::Constant(known),
        (_, false) => Bool::Atom(quote!(#owner.#name.as_ref().is_some_and(|#value| #code))),
        (_, true) => Bool::Atom(quote!(#owner.#name.as_ref().is_none_or(|#value| #code))),
    })
}

/// What an operand of a comparison is.
pub(super) enum OperandValue<'m> {
    /// An expression of type `Option<&T>`.
    Option(Reached<'m>, TokenStream),
    /// A parameter that always has this value.
    Constant(&'m str),
    /// Something that only the evaluator can reach.
    Other,
}

/// The single value that an operand stands for; `None` for one that is never given.
pub(super) fn operand<'m>(operation: &'m Operation, reference: &Reference) -> Option<OperandValue<'m>> {
    let (first, rest) = reference.steps.split_first()?;
    let Step::Field(name) = first else { return None };
    let mut parameter = operation.parameters.iter().find(|parameter| parameter.def.name == *name)?;
    if let (Some(constant), []) = (&parameter.def.constant, rest) {
        return Some(OperandValue::Constant(constant));
    }
    let mut option = step(&quote!(request), parameter);
    let mut secret = false;
    for next in rest {
        let Step::Field(name) = next else { return None };
        secret |= parameter.def.secret;
        parameter = parameter.fields.iter().find(|field| field.def.name == *name)?;
        if parameter.def.constant.is_some() {
            return Some(OperandValue::Other);
        }
        let name = ident(&parameter.field);
        option = if is_positional(parameter) {
            quote!(#option.map(|inner| &inner.#name))
        } else {
            quote!(#option.and_then(|inner| inner.#name.as_ref()))
        };
    }
    Some(OperandValue::Option(Reached { parameter, value: Value::Reference(ident("value")), secret }, option))
}

fn step(owner: &TokenStream, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.field);
    if is_positional(parameter) { quote!(Some(&#owner.#name)) } else { quote!(#owner.#name.as_ref()) }
}

/// A variable for what lies so deep.
pub(super) fn variable(depth: usize) -> Ident {
    match depth {
        0 => ident("value"),
        1 => ident("inner"),
        depth => ident(&format!("inner_{depth}")),
    }
}
