//! `check.rs`: the rules compiled to straight-line Rust, one function each.
//!
//! The fast path looks at a request in which every value by itself is as it should be: then a rule
//! depends on the request and on facts that may be unknown, and on nothing else unknown. Any other
//! request is left to the evaluator, which also finds all the words.
//!
//! `holds` answers for the request that nothing is wrong with, and stops at the first thing that is.
//! Only then `judge` finds all of them.

mod cond;
mod logic;
mod place;
mod sound;
mod test;
mod views;

use std::collections::BTreeSet;

use contingent_rules::{Form, Rule, sentence};
use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use self::cond::Compiler;
use self::views::Views;
use super::doc;
use super::ident::{ident, of};
use super::known::Known;
use crate::model::Operation;

/// The file.
pub(super) fn render(operation: &Operation) -> TokenStream {
    let request = of(operation, "Request");
    let known = Known::of(operation, &quote!(super::));
    let (arguments, passed) = (&known.arguments, &known.passed);
    let words = operation.check.rules.len().div_ceil(64).max(1);
    let views = Views::of(operation);
    let mut patterns = test::Patterns::default();
    let mut decided = BTreeSet::new();
    let mut functions = Vec::new();
    let mut calls = Vec::new();
    let mut clauses = views::Clauses::default();
    for (index, (rule, text)) in operation.check.rules.iter().zip(&operation.rules).enumerate() {
        let name = ident(&format!("rule_{}", text.constant.to_lowercase()));
        let Some(compiled) = Compiler::new(operation, &mut patterns, &mut decided).rule(rule) else { continue };
        calls.push(call(index, &name, &compiled));
        clauses.add(&views, index, &name, &compiled);
        functions.extend(function(operation, rule, &name, compiled));
    }
    let sound = sound::render(operation, &known, &mut patterns, &decided);
    let modes = views.masks(words);
    let patterns = patterns.statics();
    let count = Literal::usize_unsuffixed(words);
    let imports = match calls.iter().any(|call| call.to_string().contains("rule_with_facts")) {
        true => quote!(
            use ::contingent_runtime::{Judgement, fact};
        ),
        false => quote!(
            use ::contingent_runtime::Judgement;
        ),
    };
    let holds = clauses.code(&views, passed);
    let body = if calls.is_empty() {
        quote!(Judgement::new(sound(request #(, #passed)*)))
    } else {
        quote! {
            let mut found = Judgement::new(sound(request #(, #passed)*));
            #(#calls)*
            #modes
            found
        }
    };
    quote! {
        //! Which rules a request breaks, and which depend on facts that are not known.
        #![allow(
            clippy::match_like_matches_macro,
            clippy::nonminimal_bool,
            clippy::option_as_ref_deref,
            clippy::redundant_as_str,
            reason = "each rule is compiled as it stands in the spec, connective by connective"
        )]

        #imports

        /// Whether there is nothing to say: every value by itself is as it should be, and every rule surely holds.
        pub(super) fn holds(request: &super::#request #(, #arguments)*) -> bool {
            #holds
        }

        /// Judges every rule, if every value by itself is as it should be.
        pub(super) fn judge(request: &super::#request #(, #arguments)*) -> Judgement<#count> {
            #body
        }
        #(#functions)*
        #sound
        #patterns
    }
}

/// A rule as code.
enum Compiled {
    /// Whether it holds: `bool`.
    Known(TokenStream),
    /// The same, with an argument `lenient` that tells whether what is unknown counts in its favour.
    Facts(TokenStream),
    /// Only the evaluator can tell.
    Evaluator,
}

fn call(index: usize, name: &Ident, compiled: &Compiled) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    match compiled {
        Compiled::Evaluator => quote!(found.sound = false;),
        Compiled::Known(_) => quote!(found.rule(#index, #name(request));),
        Compiled::Facts(_) => {
            quote!(found.rule_with_facts(#index, #name(request, facts, true), #name(request, facts, false));)
        }
    }
}

fn function(operation: &Operation, rule: &Rule, name: &Ident, compiled: Compiled) -> Option<TokenStream> {
    let text =
        format!("Rule {}: {}.", doc::code(&rule.id), doc::sentence(&sentence::rule(rule, &operation.check.facts)));
    let about = doc::outer(&text);
    let request = of(operation, "Request");
    // A rule may hold of every request, or be about facts alone.
    let argument = |body: &TokenStream| ident(if mentions(body, "request") { "request" } else { "_request" });
    Some(match compiled {
        Compiled::Evaluator => return None,
        Compiled::Known(body) => {
            let argument = argument(&body);
            quote! {
                #about
                fn #name(#argument: &super::#request) -> bool { #body }
            }
        }
        Compiled::Facts(body) => {
            let (argument, facts) = (argument(&body), of(operation, "Facts"));
            quote! {
                #about
                fn #name(#argument: &super::#request, facts: &super::#facts, lenient: bool) -> bool { #body }
            }
        }
    })
}

/// Whether a name occurs in some code.
fn mentions(code: &TokenStream, name: &str) -> bool {
    code.clone().into_iter().any(|tree| match tree {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(word) => word == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether the form says something that a request can break or that is worth a warning.
fn speaks(form: &Form) -> bool {
    match form {
        Form::Default(_) => false,
        Form::Require(_)
        | Form::Forbid(_)
        | Form::Count(..)
        | Form::Allow(_)
        | Form::Compare(_)
        | Form::Ensure(_)
        | Form::Ignored(_) => true,
    }
}
