//! `command.rs` of a service: its operations and waits as a command line needs them, as data.
//!
//! It is a root file like `client.rs`: whoever takes it in decides whether there is a command line at all.

use contingent_rules::guide::{Entry, Group, Guide};
use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{free, of};
use super::{call, client, definition, doc};
use crate::model::{Fact, Operation, Parameter, Service};

/// The name of the file: no module of an operation has it.
pub(super) fn stem(service: &Service) -> String {
    free("command", service.operations.iter().map(|operation| operation.module.as_str())).to_string()
}

/// The file.
pub(super) fn render(service: &Service) -> TokenStream {
    let host = if super::root::has_hosts(service) { quote!(super::endpoint) } else { quote!(|_| None) };
    let editions = service.editions.iter().map(|edition| &edition.name);
    let operations = service.operations.iter().map(command);
    let waits = service.resources.iter().flat_map(|kind| kind.waiters.iter().map(move |waiter| (kind, waiter)));
    let waits = waits.filter_map(|(kind, waiter)| {
        let (name, resource, about) = (&waiter.flag, &kind.def.name, &waiter.doc);
        let waiter = client::waiter(service, kind, waiter)?;
        Some(quote! {
            ::contingent_runtime::command::Wait { name: #name, doc: #about, resource: #resource, waiter: #waiter }
        })
    });
    let about = doc::outer("The operations of the service as commands, and what can be waited for.");
    quote! {
        #about
        pub static COMMANDS: ::contingent_runtime::command::Commands = ::contingent_runtime::command::Commands {
            service: ::contingent_runtime::client::Service {
                name: super::NAME,
                version: super::VERSION,
                host: #host,
            },
            editions: &[#(#editions),*],
            operations: &[#(#operations),*],
            waits: &[#(#waits),*],
        };
    }
}

fn command(operation: &Operation) -> TokenStream {
    let (name, summary, request) = (&operation.command, &operation.summary, of(operation, "Request"));
    let guide = definition::raw(&guide(operation).to_json());
    let paging = if call::is_paged(operation) {
        quote!(Some(<super::#request as ::contingent_runtime::call::Paged>::paging))
    } else {
        quote!(None)
    };
    quote! {
        ::contingent_runtime::command::Command {
            name: #name,
            summary: #summary,
            descriptor: <super::#request as ::contingent_runtime::call::Request>::descriptor,
            guide: #guide,
            paging: #paging,
        }
    }
}

/// What people need to know of an operation.
fn guide(operation: &Operation) -> Guide {
    let wire = |index: &usize| operation.parameters.get(*index).map(|parameter| parameter.def.name.clone());
    let groups = operation.groups.iter().map(|group| Group {
        title: group.title.clone(),
        parameters: group.parameters.iter().filter_map(wire).collect(),
    });
    Guide {
        doc: operation.doc.clone(),
        groups: groups.collect(),
        parameters: operation.parameters.iter().enumerate().map(|(at, it)| aliased(operation, at, it)).collect(),
        facts: operation.facts.iter().map(fact).collect(),
    }
}

/// The discriminator of variants has the name of those as well.
fn aliased(operation: &Operation, at: usize, parameter: &Parameter) -> Entry {
    let variants = operation.variants.as_ref().filter(|variants| variants.by == at);
    let taken = |flag: &String| operation.parameters.iter().any(|parameter| parameter.flag == *flag);
    Entry { alias: variants.map(|it| it.flag.clone()).filter(|flag| !taken(flag)), ..entry(parameter) }
}

fn entry(parameter: &Parameter) -> Entry {
    Entry {
        name: parameter.def.name.clone(),
        flag: parameter.flag.clone(),
        alias: None,
        doc: parameter.doc.clone(),
        default: parameter.default.clone(),
        example: parameter.example.clone(),
        unit: parameter.unit.clone(),
        values: parameter.values.iter().map(|value| value.doc.clone()).collect(),
        fields: parameter.fields.iter().map(entry).collect(),
        item: parameter.item.as_deref().map(|item| Box::new(entry(item))),
    }
}

fn fact(fact: &Fact) -> Entry {
    Entry {
        name: fact.def.name.clone(),
        flag: fact.flag.clone(),
        doc: fact.doc.clone(),
        values: fact.values.iter().map(|value| value.doc.clone()).collect(),
        ..Entry::default()
    }
}
