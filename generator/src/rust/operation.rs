//! `mod.rs` of an operation: what it is, its types, its rules by name, and the checks beside another client.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{ident, of};
use super::known::Known;
use super::values::Type;
use super::{describe, doc, variants};
use crate::model::Operation;

/// The file.
pub(super) fn render(operation: &Operation, types: &[Type<'_>]) -> TokenStream {
    let about = doc::inner(&about(operation));
    let request = of(operation, "Request");
    let facts = (!operation.facts.is_empty()).then(|| of(operation, "Facts"));
    let response = operation.response.is_some().then(|| of(operation, "Response"));
    let mut values: Vec<_> = types.iter().map(|defined| ident(defined.name)).collect();
    values.sort();
    let variants = operation.variants.as_ref().map(|wanted| {
        let mut names = variants::types(operation, wanted);
        names.sort();
        names
    });
    let module = |name: &str, here: bool| {
        let name = ident(name);
        here.then(|| quote!(mod #name;))
    };
    let modules = [
        module("call", true),
        module("check", true),
        module("definition", true),
        module("facts", facts.is_some()),
        module("request", true),
        module("response", response.is_some()),
        module("values", !values.is_empty()),
        module("variants", variants.is_some()),
    ];
    let modules = modules.iter().flatten();
    let facts = facts.map(|name| quote!(pub use self::facts::#name;));
    let response = response.map(|name| quote!(pub use self::response::#name;));
    let values = (!values.is_empty()).then(|| quote!(pub use self::values::{#(#values),*};));
    let variants = variants.map(|names| quote!(pub use self::variants::{#(#names),*};));
    let (checks, rules) = (checks(operation), rules(operation));
    quote! {
        #about
        #![allow(
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::wrong_self_convention,
            reason = "the names and the number of the parameters are the service's"
        )]
        #(#modules)*
        #facts
        pub use self::request::#request;
        #response
        #values
        #variants
        #checks
        #rules
    }
}

fn about(operation: &Operation) -> String {
    let request = of(operation, "Request");
    let mut ways = vec![format!("[`{request}`] has every parameter.")];
    ways.extend(operation.variants.as_ref().map(|variants| {
        let by = operation.parameters.get(variants.by).map_or("", |parameter| parameter.def.name.as_str());
        format!("[`{}`] asks for what {} makes mandatory.", ident(&variants.type_name), doc::code(by))
    }));
    ways.extend(
        (!operation.facts.is_empty())
            .then(|| format!("[`{}`] tells a check what is known beside the request.", of(operation, "Facts"))),
    );
    ways.extend(operation.response.as_ref().map(|_| format!("[`{}`] is the reply.", of(operation, "Response"))));
    let errors = doc::list(operation.errors.iter().map(describe::error));
    doc::paragraphs([
        describe::meaning(&operation.summary),
        doc::escaped(&operation.doc),
        operation.route.as_ref().map_or_else(String::new, |it| {
            format!("It is sent as {}.", doc::code(&format!("{} {}", it.method, it.path)))
        }),
        if operation.readonly { "It changes nothing.".to_owned() } else { String::new() },
        ways.join(" "),
        if errors.is_empty() { errors } else { format!("Errors beside those of every operation:\n\n{errors}") },
    ])
}

/// The checks for a request that another client makes.
fn checks(operation: &Operation) -> TokenStream {
    let known = Known::of(operation, &TokenStream::new());
    let (arguments, facts, edition) = (&known.arguments, &known.facts, &known.edition);
    quote! {
        /// Checks the pairs of a request that was made by hand or by another client.
        pub fn check_pairs(pairs: &[(&str, &str)] #(, #arguments)*) -> ::contingent_runtime::Verdict {
            definition::DEFINITION.check_pairs(pairs, #facts, #edition)
        }

        /// Checks a request that is a JSON object by the names on the wire.
        pub fn check_json(request: &::contingent_runtime::Value #(, #arguments)*) -> ::contingent_runtime::Verdict {
            definition::DEFINITION.check(request, #facts, #edition)
        }
    }
}

/// A constant for each rule, so that a rule that is gone does not compile.
fn rules(operation: &Operation) -> Option<TokenStream> {
    let each = operation.check.rules.iter().zip(&operation.rules).map(|(rule, text)| {
        let (constant, id) = (ident(&text.constant), &rule.id);
        let message =
            if rule.message.is_empty() { String::new() } else { format!("Says: {}", doc::plain(&rule.message)) };
        let about =
            doc::outer(&doc::paragraphs([describe::rule_line(operation, rule), doc::escaped(&text.doc), message]));
        quote!(#about pub const #constant: &str = #id;)
    });
    (!operation.rules.is_empty()).then(|| {
        quote! {
            /// The ids of the rules: what a finding names, and what can be allowed.
            pub mod rules {
                #(#each)*
            }
        }
    })
}
