//! The structs of `values.rs`, and reading the fields of a reply.

use contingent_rules::Kind;
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
    let described = |field: &Parameter| {
        let rules = describe::rules_at(operation, &format!("{path}.{}", field.def.name));
        describe::parameter(operation, field, defined.secret, &rules)
    };
    let field = |field| fields::field(field, defined.secret, described(field));
    let fields: Vec<Field<'_>> = parameter.fields.iter().filter_map(field).collect();
    let name = ident(defined.name);
    let (declarations, setters) = (fields::declarations(&fields), fields::setters(&fields));
    let (default, value) = (fields::derive_default(&fields), fields::value(&fields, &quote!(.finish())));
    let new = fields::constructor(&fields, None, "With the required fields.", "Without any field.");
    let about = about(parameter, path);
    let read = fields.iter().map(|field| {
        let (name, wire) = (&field.name, field.wire);
        let how = how(parameter.fields.iter().find(|parameter| parameter.def.name == wire), field.required);
        quote!(#name: node.#how(#wire)?,)
    });
    let decode = decode(&name, &quote!(#(#read)*));
    quote! {
        #about
        #[derive(Clone, Debug #default, PartialEq)]
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
                #value
            }
        }

        #decode
    }
}

/// What nests in a reply: read only, and nothing that the service sends is lost.
pub(super) fn of_reply(operation: &Operation, defined: &Type<'_>, parameter: &Parameter, path: &str) -> TokenStream {
    let fields: Vec<Read<'_>> = parameter.fields.iter().map(|field| read(operation, field, defined.secret)).collect();
    reply(&ident(defined.name), &fields, &about(parameter, path))
}

/// A field of a reply.
pub(super) struct Read<'a> {
    name: Ident,
    wire: &'a str,
    parameter: &'a Parameter,
    shape: Shape<'a>,
    required: bool,
    doc: String,
}

/// How a field of a reply is read.
pub(super) fn read<'a>(operation: &Operation, parameter: &'a Parameter, secret: bool) -> Read<'a> {
    Read {
        name: ident(&parameter.field),
        wire: &parameter.def.name,
        parameter,
        shape: shape(parameter, secret),
        required: parameter.def.required && parameter.def.editions.is_empty(),
        doc: describe::parameter(operation, parameter, secret, &[]),
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
        let how = how(Some(field.parameter), field.required);
        let is_list = matches!(field.shape, Shape::List(_));
        match &field.parameter.wrapper {
            Some(wrapper) if is_list => quote!(#name: node.list(#wire, Some(#wrapper))?,),
            Some(_) | None if is_list && !is_json(field.parameter) => quote!(#name: node.list(#wire, None)?,),
            Some(_) | None if is_list && !field.required => quote!(#name: node.#how(#wire)?.unwrap_or_default(),),
            Some(_) | None => quote!(#name: node.#how(#wire)?,),
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

/// The method of a node that reads a field.
fn how(parameter: Option<&Parameter>, required: bool) -> Ident {
    ident(match (parameter.is_some_and(is_json), required) {
        (false, true) => "required",
        (false, false) => "optional",
        (true, true) => "required_json",
        (true, false) => "optional_json",
    })
}

/// Whether the structure may come as a text of JSON.
fn is_json(parameter: &Parameter) -> bool {
    matches!(parameter.def.kind, Kind::JsonList(_) | Kind::JsonObject(_))
}

fn decode(name: &Ident, values: &TokenStream) -> TokenStream {
    // A struct may have constants alone, and so no field to read.
    let node = ident(if values.is_empty() { "_node" } else { "node" });
    quote! {
        impl ::contingent_runtime::Decode for #name {
            fn decode(#node: ::contingent_runtime::Node<'_>) -> Result<Self, ::contingent_runtime::DecodeError> {
                Ok(Self { #values })
            }
        }
    }
}

fn about(parameter: &Parameter, path: &str) -> TokenStream {
    let place = match path.strip_suffix("[]") {
        Some(list) => format!("An item of {}.", doc::code(list)),
        None => format!("The fields of {}.", doc::code(path)),
    };
    doc::outer(&doc::paragraphs([doc::escaped(&parameter.doc), place]))
}
