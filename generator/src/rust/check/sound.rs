//! Whether every value of a request by itself is as it should be, so that rules can be judged by
//! the fast path.

use std::collections::BTreeSet;

use contingent_rules::{Decimal, EnumValue, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::fields::is_positional;
use super::super::ident::{ident, of};
use super::super::known::Known;
use super::super::shape::{Shape, shape};
use super::logic::Bool;
use super::mentions;
use super::place::{Reached, Value, variable};
use super::test::{Patterns, Typed};
use crate::model::{EnumText, Fact, Operation, Parameter};

/// The function `sound`, with the same arguments as `judge`. `decided` are the facts that need not be known in some
/// edition to decide a test of them, because that edition has no value that passes.
pub(super) fn render(
    operation: &Operation,
    known: &Known,
    patterns: &mut Patterns,
    decided: &BTreeSet<String>,
) -> TokenStream {
    let mut sound = Sound { operation, patterns, editions: Vec::new() };
    let mut all = sound.constants(&operation.parameters);
    // What exists only in some editions is asked about together: mostly none of it is given.
    let mut absent: Vec<(Bool, Bool)> = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.def.constant.is_none()) {
        let Owned { exists, none, fine } = sound.owned(parameter, &quote!(request), false, 0);
        all = all.and(fine);
        match absent.iter_mut().find(|(known, _)| known.code().to_string() == exists.code().to_string()) {
            Some((_, absent)) => *absent = std::mem::replace(absent, Bool::Constant(true)).and(none),
            None => absent.push((exists, none)),
        }
    }
    all = absent.into_iter().fold(all, |all, (exists, none)| all.and(exists.or(none)));
    for fact in &operation.facts {
        all = all.and(sound.fact(fact, decided.contains(&fact.def.name)));
    }
    let (request, arguments) = (of(operation, "Request"), &known.arguments);
    let code = all.code();
    sound.editions.retain(|(name, _)| mentions(&code, &name.to_string()));
    let editions = sound
        .editions
        .iter()
        .map(|(name, variants)| quote!(let #name = matches!(edition, #(Some(super::super::Edition::#variants))|*);));
    let unused = unused(&code, operation, sound.editions.is_empty());
    let editions = quote!(#(#editions)*);
    quote! {
        /// Whether every value by itself is as it should be.
        #[inline(always)]
        fn sound(request: &super::#request #(, #arguments)*) -> bool {
            #unused
            #editions
            #code
        }
    }
}

/// Says of arguments that nothing depends on them.
fn unused(code: &TokenStream, operation: &Operation, no_editions: bool) -> TokenStream {
    let word = |name: &str| mentions(code, name);
    let request = (!word("request")).then(|| quote!(request,));
    let facts = (!operation.facts.is_empty() && !word("facts")).then(|| quote!(facts,));
    let edition = (!operation.check.editions.is_empty() && no_editions && !word("edition")).then(|| quote!(edition,));
    if request.is_none() && facts.is_none() && edition.is_none() {
        return TokenStream::new();
    }
    quote!(let _ = (#request #facts #edition);)
}

struct Sound<'m, 'p> {
    operation: &'m Operation,
    patterns: &'p mut Patterns,
    /// Sets of editions that something belongs to: the variable that tells whether one is chosen, and its variants.
    editions: Vec<(Ident, Vec<Ident>)>,
}

/// What is asked of a parameter or field: to exist in the edition or not to be given, and beside that to be fine.
struct Owned {
    exists: Bool,
    none: Bool,
    fine: Bool,
}

impl Sound<'_, '_> {
    /// Whether a constant of only some editions counts as given is for the evaluator to say.
    fn constants(&mut self, parameters: &[Parameter]) -> Bool {
        let mut constants = parameters.iter().filter(|parameter| parameter.def.constant.is_some());
        Bool::Constant(constants.all(|parameter| matches!(self.exists(&parameter.def.editions), Bool::Constant(true))))
    }

    /// A parameter or field of `owner` that is no constant.
    fn owned(&mut self, parameter: &Parameter, owner: &TokenStream, secret: bool, depth: usize) -> Owned {
        let field = ident(&parameter.field);
        if is_positional(parameter) {
            let fine = self.value(parameter, Value::Place(quote!(#owner.#field)), secret, depth);
            return Owned { exists: Bool::Constant(true), none: Bool::Constant(false), fine };
        }
        let name = variable(depth);
        let inner = self.value(parameter, Value::Reference(name.clone()), secret, depth + 1);
        let exists = self.exists(&parameter.def.editions);
        let none = Bool::Atom(quote!(#owner.#field.is_none()));
        let code = inner.code();
        let fine_if_given = match inner {
            Bool::Constant(true) => Bool::Constant(true),
            Bool::Constant(false) => none.clone(),
            _ => Bool::Atom(quote!(#owner.#field.as_ref().is_none_or(|#name| #code))),
        };
        let given_if_required = if parameter.def.required {
            self.chosen().and(exists.clone().not()).or(none.clone().not())
        } else {
            Bool::Constant(true)
        };
        Owned { exists, none, fine: fine_if_given.and(given_if_required) }
    }

    fn value(&mut self, parameter: &Parameter, value: Value, secret: bool, depth: usize) -> Bool {
        let def = &parameter.def;
        let reached = Reached { parameter, value: value.clone(), secret };
        let typed = Typed::of(&reached);
        let subject = value.subject();
        let own = match (&def.kind, shape(parameter, secret)) {
            // The text of a number or boolean has to be read first.
            (kind, Shape::Secret) if !matches!(kind, Kind::String | Kind::Enum { .. }) => return Bool::Constant(false),
            (Kind::Enum { values, .. }, Shape::Named(name)) => self.variants(values, &parameter.values, name, &subject),
            (Kind::Enum { .. }, _) => return Bool::Constant(false),
            (Kind::Json, _) => Bool::Atom(quote!(
                matches!(#subject, ::contingent_runtime::Value::Null | ::contingent_runtime::Value::Text(_))
            ))
            .not(),
            (Kind::Object(fields) | Kind::JsonObject(fields), Shape::Anything) if fields.is_empty() => {
                Bool::Atom(quote!(matches!(#subject, ::contingent_runtime::Value::Object(_))))
            }
            (_, Shape::Anything) => Bool::Atom(quote!(matches!(#subject, ::contingent_runtime::Value::Null))).not(),
            (Kind::String, _) if self.operation.check.empty_is_absent => {
                let text = typed.text();
                Bool::Atom(quote!(#text.is_empty())).not()
            }
            (_, _) => Bool::Constant(true),
        };
        let own = own
            .and(constant(&typed, def))
            .and(one_of(&typed))
            .and(range(&typed, def))
            .and(length(&typed, def))
            .and(self.pattern(&typed, def));
        let inside = self.inside(parameter, &value.owner(), secret || def.secret, depth);
        own.and(inside)
    }

    fn inside(&mut self, parameter: &Parameter, value: &TokenStream, secret: bool, depth: usize) -> Bool {
        let fields = parameter.fields.iter().filter(|field| field.def.constant.is_none());
        let fields = fields.fold(self.constants(&parameter.fields), |all, field| {
            let Owned { exists, none, fine } = self.owned(field, value, secret, depth);
            all.and(exists.or(none)).and(fine)
        });
        let name = variable(depth);
        let item = match &parameter.item {
            Some(item) => self.value(item, Value::Reference(name.clone()), secret, depth + 1),
            // Untyped items can be anything but absent.
            None if matches!(parameter.def.kind, Kind::List(None) | Kind::Map(None)) => {
                Bool::Atom(quote!(matches!(#name, ::contingent_runtime::Value::Null))).not()
            }
            None => Bool::Constant(true),
        };
        let items = match item {
            Bool::Constant(true) => Bool::Constant(true),
            Bool::Constant(false) => Bool::Atom(quote!(#value.is_empty())),
            item => {
                let item = item.code();
                match &parameter.def.kind {
                    Kind::Map(_) => Bool::Atom(quote!(#value.values().all(|#name| #item))),
                    _ => Bool::Atom(quote!(#value.iter().all(|#name| #item))),
                }
            }
        };
        fields.and(items)
    }

    /// Whether an enum has a listed value of the edition.
    fn variants(&mut self, values: &[EnumValue], texts: &[EnumText], name: &str, value: &TokenStream) -> Bool {
        let name = ident(name);
        let unlisted = quote!(super::#name::Unknown(_));
        let arms: Vec<TokenStream> = values
            .iter()
            .zip(texts)
            .filter_map(|(value, text)| match self.exists(&value.editions) {
                Bool::Constant(true) => None,
                exists => {
                    let (variant, exists) = (ident(&text.variant), exists.code());
                    Some(quote!(super::#name::#variant => #exists,))
                }
            })
            .collect();
        if arms.is_empty() {
            return Bool::Atom(quote!(matches!(#value, #unlisted))).not();
        }
        let others = (arms.len() < values.len()).then(|| quote!(_ => true));
        Bool::Match(quote!(match #value { #unlisted => false, #(#arms)* #others }))
    }

    /// Whether a fact is unknown or has a listed value; if `decided`, whether every edition can tell it apart when it is
    /// unknown.
    fn fact(&mut self, fact: &Fact, decided: bool) -> Bool {
        let (Kind::Enum { values, .. }, Some(name)) = (&fact.def.kind, &fact.type_name) else {
            return Bool::Constant(true);
        };
        let listed = self.variants(values, &fact.values, name, &quote!(fact)).code();
        let field = ident(&fact.field);
        if !decided {
            return Bool::Atom(quote!(facts.#field.as_ref().is_none_or(|fact| #listed)));
        }
        let has_all = values.iter().fold(Bool::Constant(true), |all, value| all.and(self.exists(&value.editions)));
        let unknown = self.chosen().not().or(has_all).code();
        Bool::Atom(quote!(facts.#field.as_ref().map_or(#unknown, |fact| #listed)))
    }

    /// Whether what belongs to some editions belongs to the chosen one; with none chosen it is
    /// worth a warning.
    fn exists(&mut self, editions: &[String]) -> Bool {
        let declared = &self.operation.check.editions;
        if editions.is_empty() || !declared.is_empty() && declared.iter().all(|name| editions.contains(name)) {
            return Bool::Constant(true);
        }
        let named: Vec<&String> = declared.iter().filter(|name| editions.contains(name)).collect();
        if named.is_empty() {
            return Bool::Constant(false);
        }
        let variants: Vec<Ident> = named.iter().map(|name| ident(&crate::resolve::edition_variant(name))).collect();
        let known = self.editions.iter().find(|(_, known)| *known == variants).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let words: Vec<String> = variants.iter().map(|variant| variant.to_string().to_lowercase()).collect();
            let name = ident(&format!("in_{}", words.join("_or_")));
            self.editions.push((name.clone(), variants));
            name
        });
        Bool::Atom(quote!(#name))
    }

    /// Whether an edition is chosen: with none, what only some demand is worth a warning.
    fn chosen(&self) -> Bool {
        if self.operation.check.editions.is_empty() {
            Bool::Constant(false)
        } else {
            Bool::Atom(quote!(edition.is_some()))
        }
    }

    fn pattern(&mut self, typed: &Typed<'_>, def: &contingent_rules::Parameter) -> Bool {
        match &def.pattern {
            Some(pattern) => {
                let (name, text) = (self.patterns.name(pattern), typed.text());
                Bool::Atom(quote!(#name.matches(#text)))
            }
            None => Bool::Constant(true),
        }
    }
}

/// An item has a value even where it can have only one; a parameter or field with a constant has no place in Rust.
fn constant(typed: &Typed<'_>, def: &contingent_rules::Parameter) -> Bool {
    match &def.constant {
        Some(constant) => {
            typed.passes(&contingent_rules::Test::OneOf(vec![constant.clone()]), &mut Patterns::default())
        }
        None => Bool::Constant(true),
    }
}

fn one_of(typed: &Typed<'_>) -> Bool {
    if typed.one_of.is_empty() {
        return Bool::Constant(true);
    }
    typed.passes(&contingent_rules::Test::OneOf(typed.one_of.to_vec()), &mut Patterns::default())
}

fn range(typed: &Typed<'_>, def: &contingent_rules::Parameter) -> Bool {
    use contingent_rules::Operator::{Ge, Le};
    let bounds = [(Ge, &def.min), (Le, &def.max)];
    let bounds: Vec<_> = bounds.into_iter().filter_map(|(operator, bound)| Some((operator, bound.clone()?))).collect();
    if bounds.is_empty() || bounds.iter().any(|(_, bound)| bound.parse::<Decimal>().is_err()) {
        return Bool::Constant(true);
    }
    typed.passes(&contingent_rules::Test::Each(bounds), &mut Patterns::default())
}

fn length(typed: &Typed<'_>, def: &contingent_rules::Parameter) -> Bool {
    let value = typed.value.owner();
    let length = match typed.shape {
        Shape::Text | Shape::Secret => {
            let text = typed.text();
            quote!(#text.chars().count())
        }
        _ => quote!(#value.len()),
    };
    let bound = |number: u64| {
        let literal = proc_macro2::Literal::u64_unsuffixed(number);
        quote!(#literal)
    };
    match (def.min_length.filter(|least| *least > 0).map(bound), def.max_length.map(bound)) {
        (None, None) => Bool::Constant(true),
        (Some(least), None) => Bool::compare(quote!(#length >= #least)),
        (None, Some(most)) => Bool::compare(quote!(#length <= #most)),
        (Some(least), Some(most)) => Bool::Atom(quote!((#least..=#most).contains(&(#length)))),
    }
}
