//! `facts.rs`: what the service knows and the request does not carry.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{self, Field};
use super::ident::{ident, of};
use super::shape::Shape;
use super::{describe, doc};
use crate::model::{Fact, Operation};
use contingent_rules::Kind;

/// The file.
pub(super) fn render(operation: &Operation) -> TokenStream {
    let fields: Vec<Field<'_>> = operation.facts.iter().map(|fact| field(operation, fact)).collect();
    let name = of(operation, "Facts");
    let (declarations, setters) = (fields::declarations(&fields), fields::setters(&fields));
    let known = fields.iter().map(|field| {
        let (name, wire) = (&field.name, field.wire);
        quote! {
            if let Some(value) = &self.#name {
                facts.set(#wire, ::contingent_runtime::ToValue::to_value(value));
            }
        }
    });
    let new = fields::constructor(&fields, None, "", "Nothing is known.");
    let about = doc::outer(&format!(
        "What is known beside a request of {}; what is `None` is unknown.",
        doc::code(&operation.name)
    ));
    quote! {
        //! What the service knows and the request does not carry.
        #about
        #[derive(Clone, Debug, Default, PartialEq)]
        #[must_use]
        #[non_exhaustive]
        pub struct #name {
            #declarations
        }

        impl #name {
            #new
            #setters

            /// The known facts by their names in rules.
            pub fn to_facts(&self) -> ::contingent_runtime::Facts {
                let mut facts = ::contingent_runtime::Facts::new();
                #(#known)*
                facts
            }
        }
    }
}

fn field<'a>(operation: &Operation, fact: &'a Fact) -> Field<'a> {
    Field {
        name: ident(&fact.field),
        wire: &fact.def.name,
        // A fact is an enum, a boolean or a text.
        shape: match &fact.type_name {
            Some(name) => Shape::Named(name),
            None if fact.def.kind == Kind::Boolean => Shape::Boolean,
            None => Shape::Text,
        },
        required: false,
        doc: describe_fact(operation, fact),
    }
}

fn describe_fact(operation: &Operation, fact: &Fact) -> String {
    let mut notes = vec![format!("Called {} in rules.", doc::code(&format!("${}", fact.def.name)))];
    notes.extend(fact.from.as_ref().map(|origin| {
        format!(
            "The field {} of the {} that {} names.",
            doc::code(&origin.field),
            doc::code(&origin.resource),
            doc::code(&origin.by)
        )
    }));
    if !fact.source.is_empty() {
        notes.push(format!("Source: {}.", doc::code(&fact.source)));
    }
    let tests = |index: &usize| {
        operation.check.rules.get(*index).is_some_and(|rule| rule.facts().contains(&fact.def.name.as_str()))
    };
    let rules: Vec<usize> = (0..operation.check.rules.len()).filter(tests).collect();
    doc::paragraphs([describe::meaning(&fact.doc), notes.join(" "), describe::rule_list(operation, &rules)])
}
