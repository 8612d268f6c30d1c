//! The structs of `values.rs`, and reading the fields of a reply.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::fields::{self, Field};
use super::ident::{free, ident};
use super::shape::{Shape, shape};
use super::values::Type;
use super::{describe, doc};
use crate::model::{Operation, Parameter};

/// What nests in a request: built by its caller, written, and read again by whoever stands at the other end.
pub(super) fn of_request(operation: &Operation, defined: &Type<'_>, parameter: &Parameter, path: &str) -> TokenStream {
    let field = |field: &Parameter| {
        let rules = describe::rules_at(operation, &format!("{path}.{}", field.def.name));
        fields::field(field, defined.secret, describe::parameter(operation, field, &rules))
    };
    let fields: Vec<Field<'_>> = parameter.fields.iter().filter_map(field).collect();
    let name = ident(defined.name);
    let (declarations, setters) = (fields::declarations(&fields), fields::setters(&fields));
    let (default, entries) = (fields::derive_default(&fields), fields::entries(&fields));
    let new = fields::constructor(&fields, &[], "With the required fields.");
    let about = about(parameter, "What nests in a request.");
    let read = fields.iter().map(|field| {
        let (name, wire) = (&field.name, field.wire);
        let how = ident(if field.required { "required" } else { "optional" });
        quote!(#name: node.#how(#wire)?,)
    });
    let decode = decode(&name, &quote!(#(#read)*));
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq #default)]
        #[must_use]
        #[non_exhaustive]
        pub struct #name {
            #declarations
        }

        impl #name {
            #new
            #setters
        }

        impl ::contingent_runtime::ToValue for #name {
            fn to_value(&self) -> ::contingent_runtime::Value {
                #entries.finish()
            }
        }

        #decode
    }
}

/// What nests in a reply: read only, and nothing that the service sends is lost.
pub(super) fn of_reply(operation: &Operation, defined: &Type<'_>, parameter: &Parameter) -> TokenStream {
    let fields: Vec<Read<'_>> = parameter
        .fields
        .iter()
        .map(|field| read(operation, field, defined.secret))
        .collect();
    reply(&ident(defined.name), &fields, &about(parameter, "What nests in a reply."))
}

/// A field of a reply.
pub(super) struct Read<'a> {
    name: Ident,
    wire: &'a str,
    wrapper: Option<&'a str>,
    shape: Shape<'a>,
    required: bool,
    doc: String,
}

/// How a field of a reply is read.
pub(super) fn read<'a>(operation: &Operation, parameter: &'a Parameter, secret: bool) -> Read<'a> {
    Read {
        name: ident(&parameter.field),
        wire: &parameter.def.name,
        wrapper: parameter.wrapper.as_deref(),
        shape: shape(parameter, secret),
        required: parameter.def.required && parameter.def.editions.is_empty(),
        doc: describe::parameter(operation, parameter, &[]),
    }
}

/// The struct of a reply, or of what nests in one.
pub(super) fn reply(name: &Ident, fields: &[Read<'_>], about: &TokenStream) -> TokenStream {
    let taken: Vec<String> = fields.iter().map(|field| field.name.to_string()).collect();
    let rest = free("rest", taken.iter().map(String::as_str));
    let declarations = fields.iter().map(|field| {
        let (doc, name, own) = (doc::outer(&field.doc), &field.name, field.shape.rust());
        let is_plain = field.required || matches!(field.shape, Shape::List(_));
        let own = if is_plain { own } else { quote!(Option<#own>) };
        quote!(#doc pub #name: #own,)
    });
    let values = fields.iter().map(|field| {
        let (name, wire) = (&field.name, field.wire);
        match (&field.shape, field.wrapper, field.required) {
            (Shape::List(_), Some(wrapper), _) => quote!(#name: node.list(#wire, Some(#wrapper))?,),
            (Shape::List(_), None, _) => quote!(#name: node.list(#wire, None)?,),
            (_, _, true) => quote!(#name: node.required(#wire)?,),
            (_, _, false) => quote!(#name: node.optional(#wire)?,),
        }
    });
    let known = fields.iter().map(|field| field.wire);
    let decode = decode(name, &quote!(#(#values)* #rest: node.rest(&[#(#known),*]),));
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations)*
            /// The fields that the spec does not have, in the order of the reply.
            pub #rest: Vec<(String, ::contingent_runtime::Value)>,
        }

        #decode
    }
}

fn decode(name: &Ident, values: &TokenStream) -> TokenStream {
    quote! {
        impl ::contingent_runtime::Decode for #name {
            fn decode(node: ::contingent_runtime::Node<'_>) -> Result<Self, ::contingent_runtime::DecodeError> {
                Ok(Self { #values })
            }
        }
    }
}

fn about(parameter: &Parameter, otherwise: &str) -> TokenStream {
    let text = doc::escaped(&parameter.doc);
    doc::outer(if text.is_empty() { otherwise } else { &text })
}
