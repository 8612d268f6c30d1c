//! What a parameter is in Rust: the type of its field, and how a function takes it.

use std::fmt;

use contingent_rules::Kind;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident::ident;
use crate::model::Parameter;

/// The Rust type of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// `String`
    Text,
    /// `Secret`: any single value that must not be shown.
    Secret,
    /// `i32`
    Integer,
    /// `i64`
    Long,
    /// `Decimal`
    Number,
    /// `bool`
    Boolean,
    /// `EpochMillis`
    Time,
    /// `Value`: anything.
    Anything,
    /// An enum or struct of the operation.
    Named(&'a str),
    /// `Vec`
    List(Box<Shape<'a>>),
    /// `BTreeMap` by name.
    Map(Box<Shape<'a>>),
}

/// The shape of a parameter. What lies inside of something secret is `secret` too.
pub(super) fn shape(parameter: &Parameter, secret: bool) -> Shape<'_> {
    named_by(parameter, None, secret)
}

/// The shape of an item takes its name from the list if it has none of its own.
fn named_by<'a>(parameter: &'a Parameter, list: Option<&'a str>, secret: bool) -> Shape<'a> {
    let secret = secret || parameter.def.secret;
    let name = parameter.type_name.as_deref().or(list);
    let single = |shape| if secret { Shape::Secret } else { shape };
    let item = || {
        let item = parameter.item.as_deref().map(|item| named_by(item, name, secret));
        Box::new(item.unwrap_or(Shape::Anything))
    };
    match (&parameter.def.kind, name) {
        (Kind::String, _) | (Kind::Enum { .. }, None) => single(Shape::Text),
        (Kind::Integer, _) => single(Shape::Integer),
        (Kind::Long, _) => single(Shape::Long),
        (Kind::Number, _) => single(Shape::Number),
        (Kind::Boolean, _) => single(Shape::Boolean),
        (Kind::TimestampMs, _) => single(Shape::Time),
        (Kind::Enum { .. }, Some(name)) => Shape::Named(name),
        (Kind::Object(fields) | Kind::JsonObject(fields), Some(name)) if !fields.is_empty() => Shape::Named(name),
        (Kind::Object(_) | Kind::JsonObject(_) | Kind::Json, _) => Shape::Anything,
        (Kind::List(_) | Kind::JsonList(_), _) => Shape::List(item()),
        (Kind::Map(_), _) => Shape::Map(item()),
    }
}

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Text => f.write_str("String"),
            Shape::Secret => f.write_str("Secret"),
            Shape::Integer => f.write_str("i32"),
            Shape::Long => f.write_str("i64"),
            Shape::Number => f.write_str("Decimal"),
            Shape::Boolean => f.write_str("bool"),
            Shape::Time => f.write_str("EpochMillis"),
            Shape::Anything => f.write_str("Value"),
            Shape::Named(name) => f.write_str(name),
            Shape::List(item) => write!(f, "Vec<{item}>"),
            Shape::Map(item) => write!(f, "BTreeMap<String, {item}>"),
        }
    }
}

impl Shape<'_> {
    /// The type, from any file of the operation.
    pub(super) fn rust(&self) -> TokenStream {
        self.rust_from(&quote!(super))
    }

    /// The type, from a place from which `path` leads to the module of the operation.
    pub(super) fn rust_from(&self, path: &TokenStream) -> TokenStream {
        match self {
            Shape::Text => quote!(String),
            Shape::Secret => quote!(::contingent_runtime::Secret),
            Shape::Integer => quote!(i32),
            Shape::Long => quote!(i64),
            Shape::Number => quote!(::contingent_runtime::Decimal),
            Shape::Boolean => quote!(bool),
            Shape::Time => quote!(::contingent_runtime::EpochMillis),
            Shape::Anything => quote!(::contingent_runtime::Value),
            Shape::Named(name) => {
                let name = ident(name);
                quote!(#path::#name)
            }
            Shape::List(item) => {
                let item = item.rust_from(path);
                quote!(Vec<#item>)
            }
            Shape::Map(item) => {
                let item = item.rust_from(path);
                quote!(::std::collections::BTreeMap<String, #item>)
            }
        }
    }

    /// How a function takes the value, and what the field gets of the argument.
    pub(super) fn argument(&self, name: &Ident) -> (TokenStream, TokenStream) {
        let taken = self.argument_from(&quote!(super));
        let given = match self {
            Shape::List(item) => {
                let into = item.converts().then(|| quote!(.map(Into::into)));
                quote!(#name.into_iter()#into.collect())
            }
            Shape::Map(item) => {
                let value = if item.converts() { quote!(value.into()) } else { quote!(value) };
                quote!(#name.into_iter().map(|(name, value)| (name.into(), #value)).collect())
            }
            Shape::Text | Shape::Secret | Shape::Number | Shape::Time | Shape::Anything => quote!(#name.into()),
            Shape::Integer | Shape::Long | Shape::Boolean | Shape::Named(_) => quote!(#name),
        };
        (taken, given)
    }

    /// How a function takes the value, at a place from which `path` leads to the module of the operation.
    pub(super) fn argument_from(&self, path: &TokenStream) -> TokenStream {
        match self {
            Shape::List(item) => {
                let of = item.taken(path);
                quote!(impl IntoIterator<Item = #of>)
            }
            Shape::Map(item) => {
                let of = item.taken(path);
                quote!(impl IntoIterator<Item = (impl Into<String>, #of)>)
            }
            Shape::Text
            | Shape::Secret
            | Shape::Number
            | Shape::Time
            | Shape::Anything
            | Shape::Integer
            | Shape::Long
            | Shape::Boolean
            | Shape::Named(_) => self.taken(path),
        }
    }

    fn taken(&self, path: &TokenStream) -> TokenStream {
        let own = self.rust_from(path);
        if self.converts() { quote!(impl Into<#own>) } else { own }
    }

    /// Whether there is more than one good way to write such a value.
    fn converts(&self) -> bool {
        match self {
            Shape::Text | Shape::Secret | Shape::Number | Shape::Time | Shape::Anything => true,
            Shape::Integer | Shape::Long | Shape::Boolean | Shape::Named(_) | Shape::List(_) | Shape::Map(_) => false,
        }
    }
}
