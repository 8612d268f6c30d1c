//! `client.rs` of a service: a method for each operation, which begins a call, and setters for what is optional in it.
//!
//! It is a root file like `mod.rs` and stands beside it: whoever takes it in decides whether there is a client at all.
//! What is the same for all operations is in the runtime, so a setter is all that is written out.

use heck::ToSnakeCase as _;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::fields::Field;
use super::ident::{free, ident, of};
use super::shape::Shape;
use super::{call, describe, doc, request, variants};
use crate::model::{Operation, Resource, Service, Waiter};

/// The name of the file: no module of an operation has it.
pub(super) fn stem(service: &Service) -> String {
    free("client", service.operations.iter().map(|operation| operation.module.as_str())).to_string()
}

/// The file.
pub(super) fn render(service: &Service) -> TokenStream {
    let taken = || service.operations.iter().map(|operation| operation.module.as_str());
    let [from_env, builder, endpoint, call, call_raw, edition] =
        ["from_env", "builder", "endpoint", "call", "call_raw", "edition"].map(|name| free(name, taken()));
    let host = if super::root::has_hosts(service) { quote!(super::endpoint) } else { quote!(|_| None) };
    let edition = (!service.editions.is_empty()).then(|| {
        quote! {
            /// The same client, whose requests are checked by one edition of the documentation. Without it, by what all
            /// editions have in common.
            #[must_use]
            pub fn #edition(self, edition: super::Edition) -> Self {
                Self { inner: self.inner.edition(Some(edition.as_str())) }
            }
        }
    });
    let methods = service.operations.iter().map(method);
    let waits = service.resources.iter().flat_map(|kind| kind.waiters.iter().map(move |waiter| (kind, waiter)));
    let waits = waits.filter_map(|(kind, waiter)| wait(service, kind, waiter));
    let calls = service.operations.iter().map(|operation| builder_of(service, operation));
    quote! {
        /// Calls the operations of the service; calls are awaited.
        pub type Client = ServiceClient<::contingent_runtime::client::Async>;

        /// The same for programs without async: calls return when they are done.
        pub mod blocking {
            /// Calls the operations of the service, and waits for the replies.
            pub type Client = super::ServiceClient<::contingent_runtime::client::Blocking>;
        }

        const SERVICE: ::contingent_runtime::client::Service =
            ::contingent_runtime::client::Service { name: super::NAME, version: super::VERSION, host: #host };

        /// Calls the operations of the service: as [`Client`] async, as [`blocking::Client`] not. Clones share their
        /// connections and credentials.
        #[derive(Clone, Debug)]
        pub struct ServiceClient<M> {
            inner: ::contingent_runtime::client::Client<M>,
        }

        impl<M: ::contingent_runtime::client::Mode> From<::contingent_runtime::client::Client<M>> for ServiceClient<M> {
            fn from(inner: ::contingent_runtime::client::Client<M>) -> Self {
                Self { inner }
            }
        }

        impl<M: ::contingent_runtime::client::Mode> ServiceClient<M> {
            /// A client that takes region, host and credentials from the environment and where it leads to.
            ///
            /// # Errors
            /// No host is known for the region, or there is no transport.
            pub fn #from_env() -> Result<Self, ::contingent_runtime::Error> {
                Self::#builder().from_env().build()
            }

            /// A client in the making.
            pub fn #builder() -> ::contingent_runtime::client::Builder<M, Self> {
                ::contingent_runtime::client::Builder::new(SERVICE)
            }

            #edition

            /// Where it calls.
            pub fn #endpoint(&self) -> &::contingent_runtime::client::Endpoint {
                self.inner.endpoint()
            }

            /// A call with a request that is there already.
            pub fn #call<R: ::contingent_runtime::call::Request>(
                &self,
                request: R,
            ) -> ::contingent_runtime::call::Call<R, M> {
                self.inner.call(request)
            }

            /// Calls an operation by its name, whether or not there is a method for it, with pairs as they travel. No
            /// rules are checked.
            ///
            /// # Errors
            /// Something went wrong on the way, or in the service.
            #[must_use = "nothing is sent before this is awaited"]
            pub fn #call_raw(
                &self,
                action: impl Into<String>,
                pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
            ) -> M::Out<'static, Result<::contingent_runtime::Value, ::contingent_runtime::Error>> {
                self.inner.call_raw(action, pairs)
            }

            #(#methods)*
            #(#waits)*
        }

        pub mod calls {
            //! Calls in the making, with a setter for each parameter that may be given.
            #![allow(
                clippy::should_implement_trait,
                clippy::wrong_self_convention,
                reason = "the names of the parameters are the service's"
            )]
            #(#calls)*
        }
    }
}

/// `super::create_restore_task`
fn module(operation: &Operation) -> TokenStream {
    let module = ident(&operation.module);
    quote!(super::#module)
}

/// A path as links have it: a raw name stands without its `r#`, which would be a fragment.
fn link_to(path: &TokenStream) -> String {
    path.to_string().replace(' ', "").replace("r#", "")
}

fn call_type(operation: &Operation) -> Ident {
    of(operation, "Call")
}

/// The method that begins a call, with what every request needs as arguments.
fn method(operation: &Operation) -> TokenStream {
    let (name, call, path, request) =
        (ident(&operation.module), call_type(operation), module(operation), of(operation, "Request"));
    let fields = request::fields(operation);
    let (positional, new, last) = match &operation.variants {
        Some(wanted) => {
            let (of, field) = (ident(&wanted.type_name), ident(&wanted.field));
            (variants::others(operation, wanted), variants::constructor_name(wanted), Some((field, quote!(#path::#of))))
        }
        None => (fields.into_iter().filter(|field| field.required).collect(), ident("new"), None),
    };
    let mut arguments: Vec<TokenStream> = positional.iter().map(|field| argument(field, &path)).collect();
    let mut passed: Vec<&Ident> = positional.iter().map(|field| &field.name).collect();
    if let Some((field, of)) = &last {
        arguments.push(quote!(#field: #of));
        passed.push(field);
    }
    let about = doc::outer(&doc::paragraphs([
        describe::meaning(&operation.summary),
        format!("[`{request}`]({path}::{request}) says more about each parameter.", path = link_to(&path)),
    ]));
    let many = (arguments.len() > 6)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "every request needs them")]));
    quote! {
        #about
        #many
        pub fn #name(&self #(, #arguments)*) -> calls::#call<M> {
            calls::#call { call: self.inner.call(#path::#request::#new(#(#passed),*)) }
        }
    }
}

fn argument(field: &Field<'_>, path: &TokenStream) -> TokenStream {
    let (name, taken) = (&field.name, field.shape.argument_from(path));
    quote!(#name: #taken)
}

/// The type of a call in the making, with a setter for each optional parameter.
fn builder_of(service: &Service, operation: &Operation) -> TokenStream {
    let (name, path, request) = (call_type(operation), module(operation), of(operation, "Request"));
    let path = quote!(super::#path);
    let link = link_to(&path);
    let taken = || operation.parameters.iter().map(|parameter| parameter.field.as_str());
    let [facts, look_up, allow, extra, send, unchecked, pages] =
        ["facts", "with_facts_from_service", "allow_rule", "extra", "send", "send_unchecked", "pages"]
            .map(|name| free(name, taken()));
    let fields = request::fields(operation);
    let setters = fields.iter().filter(|field| !field.required).map(|field| {
        let setter = &field.name;
        let value = ident(if matches!(field.shape, Shape::List(_) | Shape::Map(_)) { "values" } else { "value" });
        let taken = field.shape.argument_from(&path);
        let wire = doc::code(field.wire);
        let target = format!("{link}::{request}::{}", setter.to_string().trim_start_matches("r#"));
        let about = doc::outer(&format!("Gives {wire}; see [its meaning and rules]({target})."));
        quote! {
            #about
            pub fn #setter(mut self, #value: #taken) -> Self {
                self.call = self.call.map(|request| request.#setter(#value));
                self
            }
        }
    });
    let facts = (!operation.facts.is_empty()).then(|| {
        let known = of(operation, "Facts");
        quote! {
            /// Tells what the service knows and the request does not carry, so that the rules about it are decided.
            pub fn #facts(mut self, facts: #path::#known) -> Self {
                self.call = self.call.facts(&facts.to_facts());
                self
            }
        }
    });
    let look_up = (!call::lookups(service, operation).is_empty()).then(|| {
        quote! {
            /// Asks the service for facts that are not told, before the request is checked.
            pub fn #look_up(mut self) -> Self {
                self.call = self.call.with_facts_from_service();
                self
            }
        }
    });
    let pages = call::is_paged(operation).then(|| {
        quote! {
            /// All pages of the list, beginning with the one that the request names.
            pub fn #pages(self) -> ::contingent_runtime::call::Pages<#path::#request, M> {
                self.call.pages()
            }
        }
    });
    let response = call::response(operation, &path);
    let about = doc::outer(&format!("A call of {} in the making.", doc::code(&operation.name)));
    quote! {
        #about
        #[derive(Debug)]
        #[must_use = "nothing is sent before `send`"]
        pub struct #name<M> {
            pub(super) call: ::contingent_runtime::call::Call<#path::#request, M>,
        }

        impl<M: ::contingent_runtime::client::Mode> #name<M> {
            #(#setters)*
            #facts
            #look_up

            /// Sends although this rule is broken; the ids are constants beside the request.
            pub fn #allow(mut self, id: impl Into<String>) -> Self {
                self.call = self.call.allow_rule(id);
                self
            }

            /// Sends a parameter that the spec does not have.
            pub fn #extra(mut self, name: impl Into<String>, value: impl Into<::contingent_runtime::Value>) -> Self {
                self.call = self.call.map(|request| request.#extra(name, value));
                self
            }

            #pages

            /// Checks the request, sends it, and reads the reply.
            ///
            /// # Errors
            /// The request breaks rules, and nothing was sent; or something went wrong on the way, or in the service.
            #[must_use = "nothing is sent before this is awaited"]
            pub fn #send(self) -> M::Out<'static, Result<#response, ::contingent_runtime::Error>> {
                self.call.send()
            }

            /// Sends the request whatever the rules say.
            ///
            /// # Errors
            /// Something went wrong on the way, or in the service.
            #[must_use = "nothing is sent before this is awaited"]
            pub fn #unchecked(self) -> M::Out<'static, Result<#response, ::contingent_runtime::Error>> {
                self.call.send_unchecked()
            }
        }
    }
}

/// How often a state is looked at, in seconds.
const INTERVAL: u64 = 5;

/// What there is to wait for, as a constant of the runtime; none if no operation shows the state.
pub(super) fn waiter(service: &Service, kind: &Resource, waiter: &Waiter) -> Option<TokenStream> {
    let state = kind.def.state.as_ref()?;
    let reader = service.reader(&kind.def.name, state)?;
    let find = call::find(service, &reader, &kind.def.name, &quote!(super))?;
    let (until, fail, seconds) = (&waiter.until, &waiter.fail, INTERVAL);
    Some(quote! {
        ::contingent_runtime::call::Waiter {
            find: #find,
            state: #state,
            until: &[#(#until),*],
            fail: &[#(#fail),*],
            interval: ::std::time::Duration::from_secs(#seconds),
            timeout: ::std::time::Duration::ZERO,
        }
    })
}

/// The method that waits for a state; none if no operation shows the state.
fn wait(service: &Service, kind: &Resource, waiter: &Waiter) -> Option<TokenStream> {
    let found = self::waiter(service, kind, waiter)?;
    let reader = service.reader(&kind.def.name, kind.def.state.as_ref()?)?;
    let path = module(reader.operation);
    let thing = reader.list.map_or_else(|| call::response(reader.operation, &path), |list| call::item(list, &path));
    let wanted = format!("wait_for_{}_{}", kind.def.name.to_snake_case(), waiter.name.to_snake_case());
    let name = free(&wanted, service.operations.iter().map(|operation| operation.module.as_str()));
    let about = doc::outer(&doc::paragraphs([
        format!("Waits for a {} by its id, and returns it as it is then.", doc::code(&kind.def.name)),
        describe::meaning(&waiter.doc),
        format!("It is looked at every {INTERVAL} seconds."),
    ]));
    let errors = doc::outer("# Errors\nIt comes there no more, the time is over, or it cannot be read.");

    Some(quote! {
        #about
        #[doc = ""]
        #errors
        #[must_use = "nothing is sent before this is awaited"]
        pub fn #name(
            &self,
            id: impl Into<String>,
            timeout: ::std::time::Duration,
        ) -> M::Out<'static, Result<#thing, ::contingent_runtime::Error>> {
            const WAITER: ::contingent_runtime::call::Waiter = #found;
            self.inner.wait(WAITER.timeout(timeout), id)
        }
    })
}
