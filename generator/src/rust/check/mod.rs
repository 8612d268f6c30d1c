//! `check.rs`: the rules compiled to straight-line Rust, one function each.
//!
//! The fast path looks at a request in which every value by itself is as it should be: then a rule
//! depends on the request and on facts that may be unknown, and on nothing else unknown. Any other
//! request is left to the evaluator, which also finds all the words.

mod cond;
mod logic;
mod place;
mod sound;
mod test;

use contingent_rules::{Checker, Form, Mode, Rule, sentence};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use self::cond::Compiler;
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
    let mut patterns = test::Patterns::default();
    let sound = sound::render(operation, &known, &mut patterns);
    let mut functions = Vec::new();
    let mut calls = Vec::new();
    for (index, (rule, text)) in operation.check.rules.iter().zip(&operation.rules).enumerate() {
        let name = ident(&format!("rule_{}", text.constant.to_lowercase()));
        let Some(compiled) = Compiler::new(operation, &mut patterns).rule(rule) else { continue };
        calls.push(call(index, &name, &compiled));
        functions.extend(function(operation, rule, &name, compiled));
    }
    let modes = modes(operation, words);
    let patterns = patterns.statics();
    let count = Literal::usize_unsuffixed(words);
    let imports = match calls.iter().any(|call| call.to_string().contains("rule_with_facts")) {
        true => quote! {
            use ::contingent_runtime::rules::Truth;
            use ::contingent_runtime::{Judgement, fact};
        },
        false => quote!(use ::contingent_runtime::Judgement;),
    };
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

        #imports

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
    /// How far it is known to hold: `Truth`.
    Facts(TokenStream),
    /// Only the evaluator can tell.
    Evaluator,
}

fn call(index: usize, name: &Ident, compiled: &Compiled) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    match compiled {
        Compiled::Evaluator => quote!(found.sound = false;),
        Compiled::Known(_) => quote!(found.rule(#index, #name(request));),
        Compiled::Facts(_) => quote!(found.rule_with_facts(#index, #name(request, facts));),
    }
}

fn function(operation: &Operation, rule: &Rule, name: &Ident, compiled: Compiled) -> Option<TokenStream> {
    let text = format!("Rule {}: {}.", doc::code(&rule.id), doc::plain(&sentence::rule(rule, &operation.check.facts)));
    let about = doc::outer(&text);
    let request = of(operation, "Request");
    Some(match compiled {
        Compiled::Evaluator => return None,
        Compiled::Known(body) => quote! {
            #about
            fn #name(request: &super::#request) -> bool { #body }
        },
        Compiled::Facts(body) => {
            let facts = of(operation, "Facts");
            quote! {
                #about
                fn #name(request: &super::#request, facts: &super::#facts) -> Truth { #body }
            }
        }
    })
}

/// Keeps the rules that exist in the edition, and as undecided only those whose outcome matters.
fn modes(operation: &Operation, words: usize) -> Option<TokenStream> {
    let masks = |edition: Option<&str>| {
        let checker = Checker::new(&operation.check, edition);
        let mut masks = (vec![0_u64; words], vec![0_u64; words]);
        for (index, (mode, rule)) in checker.modes().zip(&operation.check.rules).enumerate() {
            // An ignored parameter is worth a warning and nothing more.
            let mode = match (mode, &rule.form) {
                (Mode::Error, Form::Ignored(_)) => Mode::Warning,
                (mode, _) => mode,
            };
            let bit = 1_u64 << (index % 64);
            match mode {
                Mode::Error => {
                    masks.0[index / 64] |= bit;
                    masks.1[index / 64] |= bit;
                }
                Mode::Warning => masks.0[index / 64] |= bit,
                Mode::Off => {}
            }
        }
        masks
    };
    let all = |(exist, enforced): &(Vec<u64>, Vec<u64>)| {
        let full = |index: usize| {
            let rules = operation.check.rules.len();
            if rules >= (index + 1) * 64 { u64::MAX } else { (1_u64 << (rules % 64)) - 1 }
        };
        [exist, enforced].into_iter().all(|mask| mask.iter().enumerate().all(|(index, word)| *word == full(index)))
    };
    let none = masks(None);
    let arm = |(exist, enforced): &(Vec<u64>, Vec<u64>)| {
        let bits = |mask: &Vec<u64>| {
            let words = mask.iter().map(|word| format!("{word:#b}").parse::<TokenStream>().unwrap_or_default());
            quote!([#(#words),*])
        };
        let (exist, enforced) = (bits(exist), bits(enforced));
        quote!((#exist, #enforced))
    };
    let editions = &operation.check.editions;
    let each: Vec<_> = editions.iter().map(|name| masks(Some(name))).collect();
    if all(&none) && each.iter().all(all) {
        return None;
    }
    let first = arm(&none);
    let masks = if editions.is_empty() {
        first
    } else {
        let arms = editions.iter().zip(&each).map(|(name, masks)| {
            let (variant, masks) = (ident(&crate::resolve::edition_variant(name)), arm(masks));
            quote!(Some(super::super::Edition::#variant) => #masks,)
        });
        quote!(match edition { None => #first, #(#arms)* })
    };
    Some(quote! {
        let (exist, enforced) = #masks;
        found.only(exist, enforced);
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
