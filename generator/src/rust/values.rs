//! `values.rs`: the enums and structs that the parameters, facts and fields of an operation use.

use std::collections::BTreeSet;

use contingent_rules::{EnumValue, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident::{free, ident};
use super::{describe, doc, structs};
use crate::model::{EnumText, Operation, Parameter};

/// A type that is defined in the file.
pub(super) struct Type<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// What it is of.
    pub(super) of: Of<'a>,
    /// Whether nothing of it may be shown.
    pub(super) secret: bool,
}

/// What a type is of.
pub(super) enum Of<'a> {
    /// An enum.
    Values { doc: &'a str, values: &'a [EnumValue], texts: &'a [EnumText] },
    /// A struct, with the way to it from the request or from the reply.
    Fields { parameter: &'a Parameter, path: String, side: Side },
}

/// Where a struct stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// In a request.
    Request,
    /// In a reply.
    Reply,
}

/// The types of an operation, each once: those of the request, of the facts, of the reply.
pub(super) fn types(operation: &Operation) -> Vec<Type<'_>> {
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        collect(parameter, None, parameter.def.name.clone(), Side::Request, false, &mut found);
    }
    for fact in &operation.facts {
        if let (Kind::Enum { values, .. }, Some(name)) = (&fact.def.kind, fact.type_name.as_deref()) {
            let of = Of::Values { doc: &fact.doc, values, texts: &fact.values };
            found.push(Type { name, of, secret: false });
        }
    }
    for field in operation.response.iter().flat_map(|response| &response.fields) {
        collect(field, None, field.def.name.clone(), Side::Reply, false, &mut found);
    }
    let mut seen = BTreeSet::new();
    found.retain(|defined: &Type<'_>| seen.insert(defined.name));
    found
}

fn collect<'a>(
    parameter: &'a Parameter,
    list: Option<&'a str>,
    path: String,
    side: Side,
    secret: bool,
    found: &mut Vec<Type<'a>>,
) {
    let secret = secret || parameter.def.secret;
    let name = parameter.type_name.as_deref().or(list);
    match (&parameter.def.kind, name) {
        (Kind::Enum { values, .. }, Some(name)) => {
            let of = Of::Values { doc: &parameter.doc, values, texts: &parameter.values };
            found.push(Type { name, of, secret });
        }
        (Kind::Object(fields) | Kind::JsonObject(fields), Some(name)) if !fields.is_empty() => {
            for field in &parameter.fields {
                collect(field, None, format!("{path}.{}", field.def.name), side, secret, found);
            }
            found.push(Type { name, of: Of::Fields { parameter, path, side }, secret });
        }
        (Kind::List(_) | Kind::JsonList(_) | Kind::Map(_), name) => {
            if let Some(item) = &parameter.item {
                collect(item, name, format!("{path}[]"), side, secret, found);
            }
        }
        (
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Json
            | Kind::Enum { .. }
            | Kind::Object(_)
            | Kind::JsonObject(_),
            _,
        ) => {}
    }
}

/// The file.
pub(super) fn render(operation: &Operation, types: &[Type<'_>]) -> TokenStream {
    let each = types.iter().map(|defined| match &defined.of {
        Of::Values { doc, values, texts } => {
            let variants: Vec<Variant<'_>> =
                values.iter().zip(*texts).map(|(value, text)| Variant { value, text }).collect();
            one_of(defined, doc, &variants)
        }
        Of::Fields { parameter, path, side: Side::Request } => structs::of_request(operation, defined, parameter, path),
        Of::Fields { parameter, path, side: Side::Reply } => structs::of_reply(operation, defined, parameter, path),
    });
    quote! {
        //! The enums and structs of the parameters, facts and fields of the reply.
        #(#each)*
    }
}

struct Variant<'a> {
    value: &'a EnumValue,
    text: &'a EnumText,
}

fn one_of(defined: &Type<'_>, meaning: &str, variants: &[Variant<'_>]) -> TokenStream {
    let name = ident(defined.name);
    let unknown = free("Unknown", variants.iter().map(|variant| variant.text.variant.as_str()));
    let about = doc::outer(&doc::escaped(if meaning.is_empty() { "A value out of a list." } else { meaning }));
    let names: Vec<Ident> = variants.iter().map(|variant| ident(&variant.text.variant)).collect();
    let values: Vec<&str> = variants.iter().map(|variant| variant.value.value.as_str()).collect();
    let docs = variants.iter().map(|variant| {
        let notes = [
            Some(format!("Named {} on the wire.", doc::code(&variant.value.value))),
            describe::only_in(&variant.value.editions).map(|text| format!("Only in {text}.")),
        ];
        let notes = notes.into_iter().flatten().collect::<Vec<_>>().join(" ");
        doc::outer(&doc::paragraphs([describe::meaning(&variant.text.doc), notes]))
    });
    // An empty element of XML is one of the values only if the spec says so.
    let empty = values.contains(&"").then(|| {
        quote!(
            const EMPTY_TEXT: bool = true;
        )
    });
    let (debug, shown) = shown(&name, defined.secret);
    quote! {
        #about
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #names,)*
            /// A value that the spec does not list.
            #unknown(String),
        }

        impl #name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::#unknown(text) => text,
                }
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#values => Self::#names,)*
                    other => Self::#unknown(other.to_owned()),
                }
            }
        }

        impl From<String> for #name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        #shown

        impl ::contingent_runtime::ToValue for #name {
            fn to_value(&self) -> ::contingent_runtime::Value {
                ::contingent_runtime::Value::from(self.as_str())
            }
        }

        impl ::contingent_runtime::Decode for #name {
            #empty
            fn decode(node: ::contingent_runtime::Node<'_>) -> Result<Self, ::contingent_runtime::DecodeError> {
                node.text().map(Self::from)
            }
        }
    }
}

/// `Debug` to derive and `Display` to write; for a secret a `Debug` that shows nothing, and no `Display`.
fn shown(name: &Ident, secret: bool) -> (Option<TokenStream>, TokenStream) {
    if secret {
        let hidden = format!("{name}(..)");
        let debug = quote! {
            impl ::std::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(#hidden)
                }
            }
        };
        return (None, debug);
    }
    let display = quote! {
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
    (Some(quote!(Debug,)), display)
}
