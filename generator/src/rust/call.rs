//! `call.rs` of an operation: what a client needs to know of it, as data. It has nothing to do with HTTP.

use contingent_rules::service::{Effect, Page};
use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{free, ident, of};
use super::shape::{Shape, shape};
use crate::model::{Fact, Operation, Parameter, Position, Reader, Service};

/// The file.
pub(super) fn render(service: &Service, operation: &Operation) -> TokenStream {
    let (name, request, response) = (&operation.name, of(operation, "Request"), response(operation, &quote!(super)));
    let reply = operation.response.as_ref().map(|_| quote!(.reply(&super::definition::REPLY)));
    let route = operation.route.as_ref().map(|it| {
        let (method, path) = (it.method, &it.path);
        quote!(.route(#method, #path))
    });
    let readonly = operation.readonly.then(|| quote!(.readonly()));
    let token = operation.idempotency_token.and_then(|index| operation.parameters.get(index));
    let token = token.map(|parameter| {
        let name = &parameter.def.name;
        quote!(.token(#name))
    });
    let in_header = positioned(operation, Position::Header).map(|names| quote!(.in_header(&[#(#names),*])));
    let in_body = positioned(operation, Position::Body).map(|names| quote!(.in_body(&[#(#names),*])));
    let lookups = lookups(service, operation);
    let lookups = (!lookups.is_empty()).then(|| quote!(.lookups(&[#(#lookups),*])));
    let to_value = free("to_value", operation.parameters.iter().map(|parameter| parameter.field.as_str()));
    let paged = paged(operation);
    quote! {
        //! What a client needs to know of the operation.
        static OPERATION: ::contingent_runtime::call::Descriptor =
            ::contingent_runtime::call::Descriptor::new(#name, &super::definition::DEFINITION)
                #reply #route #readonly #token #in_header #in_body #lookups;

        impl ::contingent_runtime::call::Request for super::#request {
            type Response = #response;

            fn descriptor() -> &'static ::contingent_runtime::call::Descriptor {
                &OPERATION
            }

            fn to_value(&self) -> ::contingent_runtime::Value {
                super::#request::#to_value(self)
            }
        }

        #paged
    }
}

/// The type of the reply, from a place from which `path` leads to the module of the operation.
pub(super) fn response(operation: &Operation, path: &TokenStream) -> TokenStream {
    match &operation.response {
        Some(_) => {
            let name = of(operation, "Response");
            quote!(#path::#name)
        }
        None => quote!(::contingent_runtime::Value),
    }
}

/// Whether the reply is a page, of which the client makes a list.
pub(super) fn is_paged(operation: &Operation) -> bool {
    pages(operation).is_some()
}

/// Where one of a kind is read, from a place from which `root` leads to the root of the service.
pub(super) fn find(service: &Service, reader: &Reader<'_>, resource: &str, root: &TokenStream) -> Option<TokenStream> {
    let id = &service.resources.iter().find(|it| it.def.name == resource)?.def.id;
    // Among several, the id tells which it is.
    if reader.list.is_some() && !reader.shows(id) {
        return None;
    }
    let request = of(reader.operation, "Request");
    let parameter = &reader.parameter.def.name;
    let list = reader.list.map_or_else(Vec::new, way);
    Some(quote! {
        ::contingent_runtime::call::Find {
            operation: <#root::#request as ::contingent_runtime::call::Request>::descriptor,
            parameter: #parameter,
            list: &[#(#list),*],
            id: #id,
        }
    })
}

/// The type of the items of a list, from a place from which `path` leads to the module of the operation.
pub(super) fn item(list: &Parameter, path: &TokenStream) -> TokenStream {
    match shape(list, false) {
        Shape::List(item) => item.rust_from(path),
        _ => quote!(::contingent_runtime::Value),
    }
}

/// The facts that can be looked up.
pub(super) fn lookups(service: &Service, operation: &Operation) -> Vec<TokenStream> {
    let lookup = |fact: &Fact| {
        let origin = fact.from.as_ref()?;
        let reader = service.reader(&origin.resource, &origin.field)?;
        let find = find(service, &reader, &origin.resource, &quote!(super::super))?;
        let (name, by, field) = (&fact.def.name, &origin.by, &origin.field);
        Some(quote! {
            ::contingent_runtime::call::Lookup { fact: #name, by: #by, find: #find, field: #field }
        })
    };
    operation.facts.iter().filter_map(lookup).collect()
}

fn positioned(operation: &Operation, position: Position) -> Option<Vec<&str>> {
    let there = operation.parameters.iter().filter(|parameter| parameter.position == position);
    let names: Vec<&str> = there.map(|parameter| parameter.def.name.as_str()).collect();
    (!names.is_empty()).then_some(names)
}

/// The list of the reply, and how it is cut.
fn pages(operation: &Operation) -> Option<(&Parameter, &Page)> {
    let Some(Effect::List { into, page: Some(page), .. }) = operation.behaviour.as_ref()?.effect.as_ref() else {
        return None;
    };
    let fields = &operation.response.as_ref()?.fields;
    let list = fields.iter().find(|field| field.def.name == *into)?;
    matches!(shape(list, false), Shape::List(_)).then_some((list, page))
}

/// The names from the reply to the items.
fn way(list: &Parameter) -> Vec<&str> {
    std::iter::once(list.def.name.as_str()).chain(list.wrapper.as_deref()).collect()
}

fn paged(operation: &Operation) -> Option<TokenStream> {
    let (list, page) = pages(operation)?;
    let optional = |field: &Option<String>| match field {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    let (number, size, first, default_size) = (&page.number, &page.size, page.first, page.default_size);
    let (total, pages) = (optional(&page.total), optional(&page.pages));
    let (request, item, way, field) =
        (of(operation, "Request"), item(list, &quote!(super)), way(list), ident(&list.field));
    Some(quote! {
        static PAGING: ::contingent_runtime::call::Paging = ::contingent_runtime::call::Paging {
            number: #number,
            size: #size,
            first: #first,
            default_size: #default_size,
            total: #total,
            pages: #pages,
            list: &[#(#way),*],
        };

        impl ::contingent_runtime::call::Paged for super::#request {
            type Item = #item;

            fn paging() -> &'static ::contingent_runtime::call::Paging {
                &PAGING
            }

            fn items(page: Self::Response) -> Vec<Self::Item> {
                page.#field
            }
        }
    })
}
