//! `mod.rs` of a service: its name, hosts and editions, and a module for each operation.
//!
//! It is used as a module and through `include!` as well, so it has no inner attribute.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{ident, of};
use super::{describe, doc};
use crate::model::{Endpoints, Service};

/// The file.
pub(super) fn render(service: &Service) -> TokenStream {
    let (name, version) = (&service.name, &service.version);
    let about = doc::outer(&doc::paragraphs([
        format!(
            "The name of the service on the wire: {}.",
            doc::plain(if service.title.is_empty() { name } else { &service.title })
        ),
        doc::escaped(&service.doc),
        doc::list(service.docs.iter().map(|(title, address)| format!("{}: {}", doc::plain(title), doc::line(address)))),
    ]));
    let (endpoint, edition) = (endpoint(&service.endpoints), edition(service));
    // Each is documented inside: with a line here as well, the links in there would be looked up from here.
    let modules = service.operations.iter().map(|operation| {
        let name = ident(&operation.module);
        quote!(#[rustfmt::skip] pub mod #name;)
    });
    let types = service.operations.iter().map(|operation| {
        let module = ident(&operation.module);
        let mut names = vec![of(operation, "Request")];
        names.extend((!operation.facts.is_empty()).then(|| of(operation, "Facts")));
        names.extend(operation.response.as_ref().map(|_| of(operation, "Response")));
        names.sort();
        quote!(pub use self::#module::{#(#names),*};)
    });
    quote! {
        const _: () = ::contingent_runtime::format(1);
        #about
        pub const NAME: &str = #name;
        /// The version of the service on the wire.
        pub const VERSION: &str = #version;
        #endpoint
        #edition
        #(#modules)*
        #(#types)*
    }
}

/// Whether the root has a function that knows hosts.
pub(super) fn has_hosts(service: &Service) -> bool {
    has_any(&service.endpoints)
}

fn has_any(endpoints: &Endpoints) -> bool {
    endpoints.default.is_some() || endpoints.pattern.is_some() || !endpoints.regions.is_empty()
}

fn endpoint(endpoints: &Endpoints) -> Option<TokenStream> {
    let optional = |text: &Option<String>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let (default, pattern) = (optional(&endpoints.default), optional(&endpoints.pattern));
    let regions = endpoints.regions.iter().map(|(region, host)| quote!((#region, #host)));
    has_any(endpoints).then(|| {
        quote! {
            /// The host that serves a region, or callers that name none; `None` if the spec knows no such host.
            pub fn endpoint(region: Option<&str>) -> Option<String> {
                ENDPOINTS.host(region)
            }

            const ENDPOINTS: ::contingent_runtime::Endpoints = ::contingent_runtime::Endpoints {
                default: #default,
                pattern: #pattern,
                regions: &[#(#regions),*],
            };
        }
    })
}

fn edition(service: &Service) -> Option<TokenStream> {
    let names: Vec<_> = service.editions.iter().map(|edition| ident(&edition.variant)).collect();
    let texts: Vec<&str> = service.editions.iter().map(|edition| edition.name.as_str()).collect();
    let docs = service.editions.iter().map(|edition| {
        doc::outer(&doc::paragraphs([
            describe::meaning(&edition.doc),
            format!("Named {} in findings.", doc::code(&edition.name)),
        ]))
    });
    (!names.is_empty()).then(|| {
        quote! {
            /// A state of the service's documentation. Where they contradict each other, one of them can be chosen;
            /// without a choice, what they have in common is enforced.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum Edition {
                #(#docs #names,)*
            }

            impl Edition {
                /// The name in specs and findings.
                pub const fn as_str(self) -> &'static str {
                    match self {
                        #(Self::#names => #texts,)*
                    }
                }
            }
        }
    })
}
