//! `response.rs`: the typed reply.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::of;
use super::{doc, structs};
use crate::model::{Operation, Response};

/// The file.
pub(super) fn render(operation: &Operation, response: &Response) -> TokenStream {
    let name = of(operation, "Response");
    let fields_of = |field| structs::read(operation, field, false);
    let fields: Vec<structs::Read<'_>> = response.fields.iter().map(fields_of).collect();
    let about = doc::outer(&format!("The reply of {}.", doc::code(&operation.name)));
    let operation = &operation.name;
    let reply = structs::reply(&name, &fields, &about);
    quote! {
        //! What the service answers.
        #reply

        impl #name {
            /// Reads a reply, JSON or XML by its first character.
            ///
            /// # Errors
            /// The service says that it did not do what was asked, or the body does not fit.
            pub fn from_reply(status: u16, body: &[u8]) -> Result<Self, ::contingent_runtime::Error> {
                ::contingent_runtime::reply::receive(#operation, &super::definition::REPLY, status, body)
            }
        }
    }
}
