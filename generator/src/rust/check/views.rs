//! What each rule does without a chosen edition and in each of them, as code that depends on `edition`.

use contingent_rules::{Checker, Form, Mode};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::ident::ident;
use super::Compiled;
use super::logic::Bool;
use crate::model::Operation;

/// The modes of the rules, first without an edition, then in each of those that are declared.
pub(super) struct Views {
    modes: Vec<Vec<Mode>>,
    /// The variants of the declared editions.
    editions: Vec<Ident>,
}

impl Views {
    pub(super) fn of(operation: &Operation) -> Self {
        let modes = |edition: Option<&str>| {
            let checker = Checker::new(&operation.check, edition);
            let modes = checker.modes().zip(&operation.check.rules).map(|(mode, rule)| match (mode, &rule.form) {
                // An ignored parameter is worth a warning and nothing more.
                (Mode::Error, Form::Ignored(_)) => Mode::Warning,
                (mode, _) => mode,
            });
            modes.collect()
        };
        let names = &operation.check.editions;
        Views {
            modes: std::iter::once(None).chain(names.iter().map(|name| Some(name.as_str()))).map(modes).collect(),
            editions: names.iter().map(|name| ident(&crate::resolve::edition_variant(name))).collect(),
        }
    }

    /// Whether the rule has this mode, in the order of the views.
    fn has(&self, rule: usize, mode: Mode) -> Vec<bool> {
        self.modes.iter().map(|modes| modes.get(rule) == Some(&mode)).collect()
    }

    /// Whether the chosen view is one of these.
    fn is_one_of(&self, views: &[bool]) -> Bool {
        let (none, editions) = views.split_first().map_or((false, views), |(none, editions)| (*none, editions));
        let named = self.editions.iter().zip(editions).filter(|(_, listed)| **listed).map(|(name, _)| name);
        let arms = named.map(|name| quote!(Some(super::super::Edition::#name)));
        match (none, editions.iter().all(|listed| *listed), editions.contains(&true)) {
            (true, true, _) => Bool::Constant(true),
            (false, _, false) => Bool::Constant(false),
            (true, false, false) => Bool::Atom(quote!(edition.is_none())),
            (false, true, true) => Bool::Atom(quote!(edition.is_some())),
            (true, false, true) => Bool::Atom(quote!(matches!(edition, None #(| #arms)*))),
            (false, false, true) => Bool::Atom(quote!(matches!(edition, #(#arms)|*))),
        }
    }

    /// Keeps the rules that exist in the edition, and as undecided only those whose outcome matters.
    pub(super) fn masks(&self, words: usize) -> Option<TokenStream> {
        let only = |modes: &[Mode], kept: fn(Mode) -> bool| {
            let mut mask = vec![0_u64; words];
            for (index, _) in modes.iter().enumerate().filter(|(_, mode)| kept(**mode)) {
                mask[index / 64] |= 1 << (index % 64);
            }
            let words = mask.iter().map(|word| format!("{word:#b}").parse::<TokenStream>().unwrap_or_default());
            quote!([#(#words),*])
        };
        if self.modes.iter().flatten().all(|mode| *mode == Mode::Error) {
            return None;
        }
        let masks = self.modes.iter().map(|modes| {
            let exist = only(modes, |mode| mode != Mode::Off);
            let enforced = only(modes, |mode| mode == Mode::Error);
            quote!((#exist, #enforced))
        });
        let masks: Vec<TokenStream> = masks.collect();
        let masks = match masks.as_slice() {
            [only] => only.clone(),
            [none, each @ ..] => {
                let editions = &self.editions;
                quote!(match edition { None => #none, #(Some(super::super::Edition::#editions) => #each,)* })
            }
            [] => return None,
        };
        Some(quote! {
            let (exist, enforced) = #masks;
            found.only(exist, enforced);
        })
    }
}

/// What must hold for a request about which there is nothing to say.
#[derive(Default)]
pub(super) struct Clauses {
    /// Where they are not asked for, and the calls.
    groups: Vec<(Vec<bool>, Bool)>,
    /// Whether only the evaluator can judge some rule.
    evaluator: bool,
}

impl Clauses {
    pub(super) fn add(&mut self, views: &Views, index: usize, name: &Ident, compiled: &Compiled) {
        let call = match compiled {
            Compiled::Evaluator => {
                self.evaluator = true;
                return;
            }
            Compiled::Known(_) => quote!(#name(request)),
            Compiled::Facts(_) => {
                // A warning needs a rule that is surely broken.
                let lenient = views.is_one_of(&views.has(index, Mode::Warning)).code();
                quote!(#name(request, facts, #lenient))
            }
        };
        let call = Bool::Atom(call);
        let off = views.has(index, Mode::Off);
        match self.groups.iter_mut().find(|(known, _)| *known == off) {
            Some((_, calls)) => *calls = std::mem::replace(calls, Bool::Constant(true)).and(call),
            None => self.groups.push((off, call)),
        }
    }

    /// The body of a function whose arguments have these names.
    pub(super) fn code(self, views: &Views, arguments: &[TokenStream]) -> TokenStream {
        if self.evaluator {
            return quote!(let _ = (request, #(#arguments,)*); false);
        }
        let groups = self.groups.into_iter().map(|(off, calls)| views.is_one_of(&off).or(calls));
        groups.fold(Bool::Atom(quote!(sound(request #(, #arguments)*))), Bool::and).code()
    }
}
