//! Whether every value of a request by itself is as it should be, so that rules can be judged by
//! the fast path.

use contingent_rules::{Decimal, EnumValue, Kind};
use proc_macro2::TokenStream;
use quote::quote;

use super::super::fields::is_positional;
use super::super::ident::ident;
use super::super::shape::{Shape, shape};
use super::place::Reached;
use super::test::{Bool, Patterns, Typed};
use crate::model::{Fact, Operation, Parameter};

/// One expression of type `bool`.
pub(super) fn render(operation: &Operation, patterns: &mut Patterns) -> TokenStream {
    let mut sound = Sound { operation, patterns };
    let parameters = operation.parameters.iter().map(|parameter| sound.owned(parameter, &quote!(request), false, 0)).collect::<Vec<_>>();
    let facts = operation.facts.iter().map(|fact| sound.fact(fact)).collect::<Vec<_>>();
    let parts: Vec<TokenStream> = parameters
        .into_iter()
        .chain(facts)
        .filter_map(|part| match part {
            Bool::Constant(true) => None,
            part => Some(part.code()),
        })
        .collect();
    if parts.is_empty() { quote!(true) } else { quote!(#(#parts)&&*) }
}

struct Sound<'m, 'p> {
    operation: &'m Operation,
    patterns: &'p mut Patterns,
}

impl Sound<'_, '_> {
    /// A parameter or field of `owner`.
    fn owned(&mut self, parameter: &Parameter, owner: &TokenStream, secret: bool, depth: usize) -> Bool {
        if parameter.def.constant.is_some() {
            return Bool::Constant(true);
        }
        let field = ident(&parameter.field);
        if is_positional(parameter) {
            return self.value(parameter, quote!((&#owner.#field)), secret, depth);
        }
        let name = ident(&format!("value_{depth}"));
        let inner = self.value(parameter, quote!(#name), secret, depth + 1);
        let given = match self.exists(&parameter.def.editions) {
            Bool::Constant(true) => inner,
            exists => exists.and(inner),
        };
        let absent = if parameter.def.required { self.exists(&parameter.def.editions).not().and(self.chosen()) } else { Bool::Constant(true) };
        match (given, absent) {
            (Bool::Constant(true), Bool::Constant(true)) => Bool::Constant(true),
            (Bool::Constant(false), Bool::Constant(true)) => Bool::Code(quote!(#owner.#field.is_none())),
            (given, Bool::Constant(true)) => {
                let given = given.code();
                Bool::Code(quote!(#owner.#field.as_ref().is_none_or(|#name| #given)))
            }
            (given, absent) => {
                let (given, absent) = (given.code(), absent.code());
                Bool::Code(quote!(#owner.#field.as_ref().map_or(#absent, |#name| #given)))
            }
        }
    }

    /// A value of type `&T`.
    fn value(&mut self, parameter: &Parameter, value: TokenStream, secret: bool, depth: usize) -> Bool {
        let def = &parameter.def;
        let reached = Reached { parameter, value: value.clone(), secret };
        let typed = Typed::of(&reached);
        let own = match (&def.kind, shape(parameter, secret)) {
            // The text of a number or boolean has to be read first.
            (kind, Shape::Secret) if !matches!(kind, Kind::String | Kind::Enum { .. }) => return Bool::Constant(false),
            (Kind::Enum { values, open }, Shape::Named(name)) => self.listed(values, *open, name, parameter, &value),
            (Kind::Enum { .. }, _) => return Bool::Constant(false),
            (Kind::Json, _) => Bool::Code(quote!(!matches!(#value, ::contingent_runtime::Value::Null | ::contingent_runtime::Value::Text(_)))),
            (Kind::Object(fields) | Kind::JsonObject(fields), Shape::Anything) if fields.is_empty() => {
                Bool::Code(quote!(matches!(#value, ::contingent_runtime::Value::Object(_))))
            }
            (_, Shape::Anything) => Bool::Code(quote!(!matches!(#value, ::contingent_runtime::Value::Null))),
            (Kind::String, _) if self.operation.check.empty_is_absent => {
                let text = typed.text();
                Bool::Code(quote!(!#text.is_empty()))
            }
            (_, _) => Bool::Constant(true),
        };
        let own = own.and(one_of(&typed)).and(range(&typed, def)).and(length(&typed, def)).and(self.pattern(&typed, def));
        let inside = self.inside(parameter, &value, secret || def.secret, depth);
        own.and(inside)
    }

    fn inside(&mut self, parameter: &Parameter, value: &TokenStream, secret: bool, depth: usize) -> Bool {
        let fields = parameter.fields.iter().map(|field| self.owned(field, value, secret, depth)).collect::<Vec<_>>();
        let fields = fields.into_iter().fold(Bool::Constant(true), Bool::and);
        let name = ident(&format!("value_{depth}"));
        let item = match &parameter.item {
            Some(item) => self.value(item, quote!(#name), secret, depth + 1),
            // Untyped items can be anything but absent.
            None if matches!(parameter.def.kind, Kind::List(None) | Kind::Map(None)) => {
                Bool::Code(quote!(!matches!(#name, ::contingent_runtime::Value::Null)))
            }
            None => Bool::Constant(true),
        };
        let items = match item {
            Bool::Constant(true) => Bool::Constant(true),
            item => {
                let item = item.code();
                match &parameter.def.kind {
                    Kind::Map(_) => Bool::Code(quote!(#value.values().all(|#name| #item))),
                    _ => Bool::Code(quote!(#value.iter().all(|#name| #item))),
                }
            }
        };
        fields.and(items)
    }

    /// Whether an enum has a listed value of the edition.
    fn listed(&mut self, values: &[EnumValue], _open: bool, name: &str, parameter: &Parameter, value: &TokenStream) -> Bool {
        let texts = parameter.values.iter().map(|text| text.variant.as_str());
        self.variants(values, texts, name, value)
    }

    fn variants<'t>(&mut self, values: &[EnumValue], texts: impl Iterator<Item = &'t str>, name: &str, value: &TokenStream) -> Bool {
        let name = ident(name);
        let arms: Vec<TokenStream> = values
            .iter()
            .zip(texts)
            .filter(|(value, _)| !matches!(self.exists(&value.editions), Bool::Constant(true)))
            .map(|(value, text)| {
                let (variant, exists) = (ident(text), self.exists(&value.editions).code());
                quote!(super::#name::#variant => #exists,)
            })
            .collect();
        if arms.is_empty() {
            return Bool::Code(quote!(!matches!(#value, super::#name::Unknown(_))));
        }
        Bool::Code(quote!((match #value { super::#name::Unknown(_) => false, #(#arms)* _ => true })))
    }

    fn fact(&mut self, fact: &Fact) -> Bool {
        let (Kind::Enum { values, .. }, Some(name)) = (&fact.def.kind, &fact.type_name) else {
            return Bool::Constant(true);
        };
        let listed = self.variants(values, fact.values.iter().map(|text| text.variant.as_str()), name, &quote!(fact)).code();
        let field = ident(&fact.field);
        Bool::Code(quote!(facts.#field.as_ref().is_none_or(|fact| #listed)))
    }

    /// Whether what belongs to some editions belongs to the chosen one; with none chosen it is
    /// worth a warning.
    fn exists(&self, editions: &[String]) -> Bool {
        let declared = &self.operation.check.editions;
        if editions.is_empty() || !declared.is_empty() && declared.iter().all(|name| editions.contains(name)) {
            return Bool::Constant(true);
        }
        let named: Vec<_> = declared
            .iter()
            .filter(|name| editions.contains(name))
            .map(|name| ident(&crate::resolve::edition_variant(name)))
            .collect();
        if named.is_empty() {
            return Bool::Constant(false);
        }
        Bool::Code(quote!(matches!(edition, #(Some(super::super::Edition::#named))|*)))
    }

    fn chosen(&self) -> Bool {
        if self.operation.check.editions.is_empty() { Bool::Constant(false) } else { Bool::Code(quote!(edition.is_some())) }
    }

    fn pattern(&mut self, typed: &Typed<'_>, def: &contingent_rules::Parameter) -> Bool {
        match &def.pattern {
            Some(pattern) => {
                let (name, text) = (self.patterns.name(pattern), typed.text());
                Bool::Code(quote!(#name.matches(#text)))
            }
            None => Bool::Constant(true),
        }
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
    let value = &typed.value;
    let length = match typed.shape {
        Shape::Text | Shape::Secret => {
            let text = typed.text();
            quote!(#text.chars().count() as u64)
        }
        _ => quote!(#value.len() as u64),
    };
    let bound = |number: u64| {
        let literal = proc_macro2::Literal::u64_unsuffixed(number);
        quote!(#literal)
    };
    match (def.min_length.filter(|least| *least > 0).map(bound), def.max_length.map(bound)) {
        (None, None) => Bool::Constant(true),
        (Some(least), None) => Bool::Code(quote!(#length >= #least)),
        (None, Some(most)) => Bool::Code(quote!(#length <= #most)),
        (Some(least), Some(most)) => Bool::Code(quote!((#least..=#most).contains(&(#length)))),
    }
}
