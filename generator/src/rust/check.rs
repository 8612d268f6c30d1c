//! `check.rs`: the compiled form of the rules. For now it leaves every request to the evaluator.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::of;
use super::known::Known;
use crate::model::Operation;

/// The file.
pub(super) fn render(operation: &Operation) -> TokenStream {
    let request = of(operation, "Request");
    let known = Known::of(operation, &quote!(super::));
    let (arguments, passed) = (&known.arguments, &known.passed);
    quote! {
        //! Which rules a request breaks.
        pub(super) fn judge(request: &super::#request #(, #arguments)*) -> ::contingent_runtime::Judgement<1> {
            let _ = (request #(, #passed)*);
            ::contingent_runtime::Judgement { sound: false, broken: [0], undecided: [0] }
        }
    }
}
