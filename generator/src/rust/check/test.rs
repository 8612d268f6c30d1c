//! Tests of values, as Rust expressions.

use std::collections::BTreeSet;

use contingent_rules::{Decimal, EnumValue, Kind, Operator, Pattern, Test};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::ident::ident;
use super::super::shape::{Shape, shape};
use super::logic::Bool;
use super::place::{Reached, Value};
use crate::model::EnumText;

/// The patterns of a file: each is compiled once, at its first use.
#[derive(Default)]
pub(super) struct Patterns {
    texts: Vec<String>,
}

impl Patterns {
    /// The static that holds a pattern.
    pub(super) fn name(&mut self, text: &str) -> Ident {
        let index = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        ident(&format!("PATTERN_{index}"))
    }

    pub(super) fn statics(&self) -> TokenStream {
        let each = self.texts.iter().enumerate().map(|(index, text)| {
            let name = ident(&format!("PATTERN_{index}"));
            quote! {
                static #name: ::contingent_runtime::LazyPattern = ::contingent_runtime::LazyPattern::new(#text);
            }
        });
        quote!(#(#each)*)
    }
}

/// Something with a type and a value: a parameter, a field, an item or a fact.
pub(super) struct Typed<'a> {
    pub(super) kind: &'a Kind,
    /// The listed values, where the type is not an enum.
    pub(super) one_of: &'a [String],
    pub(super) shape: Shape<'a>,
    pub(super) values: &'a [EnumText],
    pub(super) value: Value,
}

impl<'a> Typed<'a> {
    pub(super) fn of(reached: &Reached<'a>) -> Self {
        let parameter = reached.parameter;
        Typed {
            kind: &parameter.def.kind,
            one_of: &parameter.def.one_of,
            shape: shape(parameter, reached.secret),
            values: &parameter.values,
            value: reached.value.clone(),
        }
    }

    /// Whether the value passes. It is taken for sound: an enum has one of its listed values.
    pub(super) fn passes(&self, test: &Test, patterns: &mut Patterns) -> Bool {
        match test {
            Test::OneOf(values) => self.one_of(values),
            Test::Each(operators) => {
                let each = operators.iter().map(|(operator, value)| self.operator(*operator, value, patterns));
                each.fold(Bool::Constant(true), Bool::and)
            }
        }
    }

    /// What a test of a fact is while the fact is unknown, if that is known: a test of nothing that is listed.
    pub(super) fn decided(&self, test: &Test) -> Option<bool> {
        self.decided_by(test, &|literal| self.is_value(literal, |_| true))
    }

    /// Whether that is so in some edition alone, because it has none of the values.
    pub(super) fn is_decided_somewhere(&self, test: &Test) -> bool {
        let Kind::Enum { values, .. } = self.kind else { return false };
        let editions = values.iter().flat_map(|value| &value.editions);
        let in_edition = |name: &String| {
            let exists = |value: &EnumValue| value.editions.is_empty() || value.editions.contains(name);
            self.decided_by(test, &|literal| self.is_value(literal, exists))
        };
        // Of an edition that no value names, nothing but the values of all editions exists.
        let of_all = |value: &EnumValue| value.editions.is_empty();
        let elsewhere = self.decided_by(test, &|literal| self.is_value(literal, of_all));
        let all = self.decided(test);
        elsewhere != all || editions.map(in_edition).any(|decided| decided != all)
    }

    fn decided_by(&self, test: &Test, is_value: &dyn Fn(&str) -> bool) -> Option<bool> {
        let operators = match test {
            Test::OneOf(literals) => return if literals.iter().any(|it| is_value(it)) { None } else { Some(false) },
            Test::Each(operators) => operators,
        };
        let each = operators.iter().map(|(operator, literal)| match operator {
            Operator::Eq if !is_value(literal) => Some(false),
            Operator::Ne if !is_value(literal) => Some(true),
            _ => None,
        });
        let each: Vec<Option<bool>> = each.collect();
        // One that fails is enough; else one that is open leaves all of them open.
        if each.contains(&Some(false)) { Some(false) } else { (!each.contains(&None)).then_some(true) }
    }

    /// Whether a literal is a value of the type, with those values of an enum that exist.
    fn is_value(&self, literal: &str, exists: impl Fn(&EnumValue) -> bool) -> bool {
        match self.kind {
            Kind::Enum { values, open } => *open || values.iter().any(|value| value.value == literal && exists(value)),
            Kind::Boolean => matches!(literal, "true" | "false"),
            _ => true,
        }
    }

    fn operator(&self, operator: Operator, literal: &str, patterns: &mut Patterns) -> Bool {
        let relation = match operator {
            Operator::Eq => return self.one_of(std::slice::from_ref(&literal.to_owned())),
            Operator::Ne => return self.one_of(std::slice::from_ref(&literal.to_owned())).not(),
            Operator::Matches => return self.matches(literal, patterns),
            Operator::Gt => quote!(>),
            Operator::Ge => quote!(>=),
            Operator::Lt => quote!(<),
            Operator::Le => quote!(<=),
        };
        let value = self.value.place();
        Bool::compare(match (&self.shape, bound(operator, literal)) {
            (Shape::Integer, Some(bound)) => {
                let bound = integer(bound);
                quote!(i64::from(#value) #relation #bound)
            }
            (Shape::Long, Some(bound)) => {
                let bound = integer(bound);
                quote!(#value #relation #bound)
            }
            (Shape::Time, Some(bound)) => {
                let (value, bound) = (self.value.owner(), integer(bound));
                quote!(#value.0 #relation #bound)
            }
            (Shape::Number, _) => {
                let order = ident(match operator {
                    Operator::Gt => "is_gt",
                    Operator::Ge => "is_ge",
                    Operator::Lt => "is_lt",
                    Operator::Eq | Operator::Ne | Operator::Le | Operator::Matches => "is_le",
                });
                let value = self.value.owner();
                return Bool::Atom(quote!(#value.cmp_text(#literal).#order()));
            }
            // Beyond the range of the type the bound decides alone; other types have no order.
            (_, _) => return Bool::Constant(beyond(operator, literal)),
        })
    }

    fn one_of(&self, literals: &[String]) -> Bool {
        let value = self.value.place();
        let number = |text: &str| text.parse::<Decimal>().ok();
        match (self.kind, &self.shape) {
            (Kind::Enum { values, .. }, Shape::Named(name)) => {
                let wanted = |index: &usize| values.get(*index).is_some_and(|value| literals.contains(&value.value));
                let wanted: Vec<usize> = (0..values.len()).filter(wanted).collect();
                self.variants(name, &wanted)
            }
            (Kind::Boolean, Shape::Boolean) => {
                let has = |word: &str| literals.iter().any(|literal| literal == word);
                match (has("true"), has("false")) {
                    (true, true) => Bool::Constant(true),
                    (false, false) => Bool::Constant(false),
                    (true, false) => Bool::Atom(value),
                    (false, true) => Bool::Atom(value).not(),
                }
            }
            (Kind::Integer | Kind::Long | Kind::TimestampMs, Shape::Integer | Shape::Long | Shape::Time) => {
                let listed = |n: &Decimal| {
                    self.one_of.is_empty() || self.one_of.iter().any(|text| number(text).as_ref() == Some(n))
                };
                let numbers = literals.iter().filter_map(|text| number(text)).filter(listed).filter_map(|n| n.to_i64());
                let fits = |n: &i64| self.shape != Shape::Integer || i32::try_from(*n).is_ok();
                // A set: a pattern that says the same twice is a warning of the compiler.
                let numbers: BTreeSet<i64> = numbers.filter(fits).collect();
                let numbers: Vec<TokenStream> = numbers.into_iter().map(integer).collect();
                let owner = self.value.owner();
                let value = if self.shape == Shape::Time { quote!(#owner.0) } else { value };
                if numbers.is_empty() {
                    Bool::Constant(false)
                } else {
                    Bool::Atom(quote!(matches!(#value, #(#numbers)|*)))
                }
            }
            (Kind::Number, Shape::Number) => {
                let listed = |n: &Decimal| {
                    self.one_of.is_empty() || self.one_of.iter().any(|text| number(text).as_ref() == Some(n))
                };
                let literals = literals.iter().filter(|text| number(text).as_ref().is_some_and(listed));
                let value = self.value.owner();
                let each = literals.map(|text| Bool::Atom(quote!(#value.cmp_text(#text).is_eq())));
                each.fold(Bool::Constant(false), Bool::or)
            }
            (_, Shape::Text | Shape::Secret) => {
                let listed = |text: &&String| self.one_of.is_empty() || self.one_of.contains(text);
                let literals: BTreeSet<&String> = literals.iter().filter(listed).collect();
                let literals: Vec<&String> = literals.into_iter().collect();
                let text = self.text();
                match literals.as_slice() {
                    [] => Bool::Constant(false),
                    [only] => Bool::compare(quote!(#text == #only)),
                    several => Bool::Atom(quote!(matches!(#text, #(#several)|*))),
                }
            }
            (_, _) => Bool::Constant(false),
        }
    }

    fn matches(&self, pattern: &str, patterns: &mut Patterns) -> Bool {
        if let (Kind::Enum { values, .. }, Shape::Named(name)) = (self.kind, &self.shape) {
            // The values are known now, so the pattern is not needed later.
            let Ok(pattern) = Pattern::new(pattern) else { return Bool::Constant(false) };
            let wanted = |index: &usize| values.get(*index).is_some_and(|value| pattern.matches(&value.value));
            let wanted: Vec<usize> = (0..values.len()).filter(wanted).collect();
            return self.variants(name, &wanted);
        }
        let (name, text) = (patterns.name(pattern), self.text());
        Bool::Atom(quote!(#name.matches(#text)))
    }

    fn variants(&self, name: &str, wanted: &[usize]) -> Bool {
        if wanted.is_empty() || wanted.len() == self.values.len() {
            return Bool::Constant(!wanted.is_empty());
        }
        let (value, name) = (self.value.subject(), ident(name));
        let variants = wanted.iter().filter_map(|index| self.values.get(*index)).map(|text| ident(&text.variant));
        Bool::Atom(quote!(matches!(#value, #(super::#name::#variants)|*)))
    }

    /// An expression of type `&str`.
    pub(super) fn text(&self) -> TokenStream {
        let value = self.value.owner();
        match &self.shape {
            Shape::Secret => quote!(#value.expose()),
            Shape::Boolean => {
                let value = self.value.place();
                quote!(["false", "true"][usize::from(#value)])
            }
            Shape::Text
            | Shape::Named(_)
            | Shape::Integer
            | Shape::Long
            | Shape::Number
            | Shape::Time
            | Shape::Anything
            | Shape::List(_)
            | Shape::Map(_) => quote!(#value.as_str()),
        }
    }
}

/// The bound as an integer of the same meaning for integers; `None` if it is beyond 64 bits.
fn bound(operator: Operator, literal: &str) -> Option<i64> {
    let number: Decimal = literal.parse().ok()?;
    let floor = number.floor()?;
    let whole = number.is_integer();
    match operator {
        // x >= 4.5 means x > 4, x < 4.5 means x <= 4: the caller keeps the relation.
        Operator::Ge | Operator::Lt if !whole => floor.checked_add(1),
        Operator::Gt | Operator::Le | Operator::Ge | Operator::Lt | Operator::Eq | Operator::Ne | Operator::Matches => {
            Some(floor)
        }
    }
}

/// Whether every integer of 64 bits passes a bound beyond them.
fn beyond(operator: Operator, literal: &str) -> bool {
    let negative = literal.starts_with('-');
    match operator {
        Operator::Gt | Operator::Ge => negative,
        Operator::Lt | Operator::Le => !negative,
        Operator::Eq | Operator::Ne | Operator::Matches => false,
    }
}

/// An integer as an expression and as a pattern.
pub(super) fn integer(number: i64) -> TokenStream {
    if number == i64::MIN {
        return quote!(i64::MIN);
    }
    let size = proc_macro2::Literal::i64_unsuffixed(number.abs());
    if number < 0 { quote!(-#size) } else { quote!(#size) }
}
