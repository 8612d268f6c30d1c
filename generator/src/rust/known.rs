//! What whoever checks may know beside the request, as arguments of generated functions.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::of;
use crate::model::Operation;

/// The facts and the edition. What the operation and the service do not have is no argument.
pub(super) struct Known {
    /// `facts: &FooFacts`, `edition: Option<Edition>`
    pub(super) arguments: Vec<TokenStream>,
    /// Their names.
    pub(super) passed: Vec<TokenStream>,
    /// The facts as the runtime takes them.
    pub(super) facts: TokenStream,
    /// The edition as the runtime takes it.
    pub(super) edition: TokenStream,
}

impl Known {
    /// For a place from which `path` leads to the module of the operation.
    pub(super) fn of(operation: &Operation, path: &TokenStream) -> Self {
        let mut known = Self {
            arguments: Vec::new(),
            passed: Vec::new(),
            facts: quote!(&::contingent_runtime::Facts::new()),
            edition: quote!(None),
        };
        if !operation.facts.is_empty() {
            let name = of(operation, "Facts");
            known.arguments.push(quote!(facts: &#path #name));
            known.passed.push(quote!(facts));
            known.facts = quote!(&facts.to_facts());
        }
        if !operation.check.editions.is_empty() {
            known.arguments.push(quote!(edition: Option<#path super::Edition>));
            known.passed.push(quote!(edition));
            known.edition = quote!(edition.map(#path super::Edition::as_str));
        }
        known
    }
}
