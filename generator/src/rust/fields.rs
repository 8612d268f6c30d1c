//! The fields of a struct: their declarations, `new`, setters and encoding. The same for requests and what nests in them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::doc;
use super::ident::ident;
use super::shape::{Shape, shape};
use crate::model::Parameter;

/// A field of a generated struct.
pub(super) struct Field<'a> {
    /// The name in Rust.
    pub(super) name: Ident,
    /// The name on the wire.
    pub(super) wire: &'a str,
    /// Its type.
    pub(super) shape: Shape<'a>,
    /// Whether it is plain and an argument of `new`, not an `Option` with a setter.
    pub(super) required: bool,
    /// Finished Markdown.
    pub(super) doc: String,
}

/// Whether every request has the parameter and its caller must say what it is.
pub(super) fn is_positional(parameter: &Parameter) -> bool {
    parameter.def.required && parameter.def.editions.is_empty() && parameter.def.constant.is_none()
}

/// The field of a parameter; `None` for a constant, which is sent without one.
pub(super) fn field(parameter: &Parameter, secret: bool, doc: String) -> Option<Field<'_>> {
    parameter.def.constant.is_none().then(|| Field {
        name: ident(&parameter.field),
        wire: &parameter.def.name,
        shape: shape(parameter, secret),
        required: is_positional(parameter),
        doc,
    })
}

/// `pub name: Type,` for each.
pub(super) fn declarations(fields: &[Field<'_>]) -> TokenStream {
    let each = fields.iter().map(|field| {
        let (doc, name, own) = (doc::outer(&field.doc), &field.name, field.shape.rust());
        let own = if field.required { own } else { quote!(Option<#own>) };
        quote!(#doc pub #name: #own,)
    });
    quote!(#(#each)*)
}

/// `Default`, for a struct that `new` makes of nothing.
pub(super) fn derive_default(fields: &[Field<'_>]) -> Option<TokenStream> {
    fields.iter().all(|field| !field.required).then(|| quote!(, Default))
}

/// `new`, which takes the required fields; `extra` is a list that begins empty. With two docs: if there are required
/// fields, and if there are none.
pub(super) fn constructor(fields: &[Field<'_>], extra: Option<&Ident>, with: &str, without: &str) -> TokenStream {
    let required = || fields.iter().filter(|field| field.required);
    if required().next().is_none() {
        let doc = doc::outer(without);
        return quote!(#doc pub fn new() -> Self { <Self as Default>::default() });
    }
    let doc = doc::outer(with);
    let extra = extra.map(|name| quote!(#name: Vec::new(),));
    let arguments = arguments(required());
    let values = fields.iter().map(|field| {
        let name = &field.name;
        match field.shape.argument(name).1 {
            value if field.required && *name == value.to_string() => quote!(#name,),
            value if field.required => quote!(#name: #value,),
            _ => quote!(#name: None,),
        }
    });
    quote! {
        #doc
        pub fn new(#arguments) -> Self {
            Self { #(#values)* #extra }
        }
    }
}

/// `name: impl Into<String>,` for each.
pub(super) fn arguments<'f>(fields: impl Iterator<Item = &'f Field<'f>>) -> TokenStream {
    let each = fields.map(|field| {
        let (name, taken) = (&field.name, field.shape.argument(&field.name).0);
        quote!(#name: #taken)
    });
    quote!(#(#each),*)
}

/// A setter for each optional field, which takes and returns the whole.
pub(super) fn setters(fields: &[Field<'_>]) -> TokenStream {
    let each = fields.iter().filter(|field| !field.required).map(|field| {
        let (doc, name) = (doc::outer(&field.doc), &field.name);
        let value = ident(if matches!(field.shape, Shape::List(_) | Shape::Map(_)) { "values" } else { "value" });
        let (taken, stored) = field.shape.argument(&value);
        quote! {
            #doc
            pub fn #name(mut self, #value: #taken) -> Self {
                self.#name = Some(#stored);
                self
            }
        }
    });
    quote!(#(#each)*)
}

/// The most calls in one chain: each is a level of nesting for whoever compiles it.
const CHAIN: usize = 50;

/// The body of a function that makes a value of all given fields; `last` are the calls after them.
pub(super) fn value(fields: &[Field<'_>], last: &TokenStream) -> TokenStream {
    let put = |field: &Field<'_>| {
        let (name, wire) = (&field.name, field.wire);
        if field.required { quote!(.put(#wire, &self.#name)) } else { quote!(.put_some(#wire, &self.#name)) }
    };
    let (mut chain, mut before) = (quote!(::contingent_runtime::Entries::new()), TokenStream::new());
    for (place, part) in fields.chunks(CHAIN).enumerate() {
        if place > 0 {
            before.extend(quote!(let entries = #chain;));
            chain = quote!(entries);
        }
        chain.extend(part.iter().map(put));
    }
    quote!(#before #chain #last)
}
