//! `request.rs`: the flat request with every parameter.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::fields::{self, Field};
use super::ident::{free, of};
use super::known::Known;
use super::variants;
use super::{describe, doc};
use crate::model::Operation;

/// The fields of the request, in the order of the parameters.
pub(super) fn fields(operation: &Operation) -> Vec<Field<'_>> {
    let field = |(index, parameter)| {
        fields::field(parameter, false, describe::parameter(operation, parameter, false, &operation.rules_about(index)))
    };
    operation.parameters.iter().enumerate().filter_map(field).collect()
}

/// The file.
pub(super) fn render(operation: &Operation) -> TokenStream {
    let fields = fields(operation);
    let name = of(operation, "Request");
    let taken = || operation.parameters.iter().map(|parameter| parameter.field.as_str());
    let extra = free("extra", taken());
    let (declarations, setters) = (fields::declarations(&fields), fields::setters(&fields));
    let default = fields::derive_default(&fields);
    let new = fields::constructor(&fields, Some(&extra), "With the required parameters.", "Without any parameter.");
    let with = operation.variants.as_ref().map(|variants| variants::constructor(operation, variants));
    let value = fields::value(&fields, &quote!(.put_extra(&self.#extra).finish()));
    let check = check(operation, &extra);
    let summary = doc::outer(&doc::paragraphs([
        format!("A request of {}.", doc::code(&operation.name)),
        doc::escaped(&operation.summary),
    ]));
    let [to_value, to_pairs] = ["to_value", "to_pairs"].map(|name| free(name, taken()));
    quote! {
        //! The request with every parameter of the operation.
        #summary
        #[derive(Clone, Debug #default, PartialEq)]
        #[must_use = "a request does nothing until it is sent"]
        #[non_exhaustive]
        pub struct #name {
            #declarations
            pub(super) #extra: Vec<(String, ::contingent_runtime::Value)>,
        }

        impl #name {
            #new
            #with
            #setters

            /// Sends a parameter that the spec does not have. Of several with one name the last one counts; it also
            /// replaces a parameter that the spec has.
            pub fn #extra(mut self, name: impl Into<String>, value: impl Into<::contingent_runtime::Value>) -> Self {
                self.#extra.push((name.into(), value.into()));
                self
            }

            /// The given parameters by their names on the wire.
            pub fn #to_value(&self) -> ::contingent_runtime::Value {
                #value
            }

            /// The pairs that are sent, with the constants.
            pub fn #to_pairs(&self) -> Vec<(String, String)> {
                ::contingent_runtime::to_pairs(super::definition::DEFINITION.operation(), &self.#to_value())
            }

            #check
        }
    }
}

/// `check`: the compiled form as long as nothing is wrong, the evaluator for the words.
fn check(operation: &Operation, extra: &Ident) -> TokenStream {
    let taken = || operation.parameters.iter().map(|parameter| parameter.field.as_str());
    let [check, explain, to_value] = ["check", "explain", "to_value"].map(|name| free(name, taken()));
    let known = Known::of(operation, &quote!(super::));
    let (arguments, passed) = (&known.arguments, &known.passed);
    let (facts, edition) = (&known.facts, &known.edition);
    quote! {
        /// Checks the request: what the service is documented to refuse, what is worth knowing, and what could not be
        /// decided.
        ///
        /// Nothing is sent, and nothing is allocated unless there is something to say. A rule that the service does not
        /// have any more is allowed by its id: `verdict.allowing(&["the-rule"])`.
        #[inline]
        pub fn #check(&self #(, #arguments)*) -> ::contingent_runtime::Verdict {
            if self.#extra.is_empty() && super::check::holds(self #(, #passed)*) {
                return ::contingent_runtime::Verdict::default();
            }
            self.#explain(#(#passed),*)
        }

        #[cold]
        fn #explain(&self #(, #arguments)*) -> ::contingent_runtime::Verdict {
            let definition = &super::definition::DEFINITION;
            if !self.#extra.is_empty() {
                return definition.check(&self.#to_value(), #facts, #edition);
            }
            let judgement = super::check::judge(self #(, #passed)*);
            definition.explain(&self.#to_value(), #facts, #edition, &judgement)
        }
    }
}
