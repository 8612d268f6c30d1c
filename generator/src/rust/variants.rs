//! `variants.rs`: an enum with one struct for each value of a discriminator, so that the compiler knows what is mandatory.

use contingent_rules::{EnumValue, Form, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::fields::{self, Field};
use super::ident::{ident, of};
use super::shape::shape;
use super::{describe, doc};
use crate::model::{Case, CaseField, Operation, Parameter, Variants};

/// The file.
pub(super) fn render(operation: &Operation, variants: &Variants) -> TokenStream {
    let name = ident(&variants.type_name);
    let cases = || variants.cases.iter();
    let texts = cases().map(|case| doc::outer(&value_doc(operation, variants, case)));
    let (names, types) = (cases().map(|case| ident(&case.variant)), cases().map(|case| ident(&case.type_name)));
    let structs = cases().map(|case| one(operation, variants, case));
    let filled = cases().map(|case| fill(operation, variants, case));
    let request = of(operation, "Request");
    let others: Vec<Field<'_>> = others(operation, variants);
    let arguments = others.iter().map(|field| {
        let (name, own) = (&field.name, field.shape.rust());
        quote!(#name: #own)
    });
    let by = operation.parameters.get(variants.by).map_or("", |parameter| parameter.def.name.as_str());
    let about = doc::outer(&format!(
        "What depends on {}: for each of its values the parameters that are mandatory with it, and those that may be given.",
        doc::code(by)
    ));
    quote! {
        //! For each value of one parameter what is mandatory, so that the compiler asks for it.
        #about
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#texts #names(#types),)*
        }

        impl #name {
            /// The flat request.
            pub(super) fn into_request(self #(, #arguments)*) -> super::#request {
                match self {
                    #(#filled)*
                }
            }
        }

        #(#structs)*
    }
}

/// The types that the file defines.
pub(super) fn types(operation: &Operation, variants: &Variants) -> Vec<Ident> {
    let required =
        |case: &Case| has_required(&case_fields(operation, variants, case)).then(|| ident(&case.required_name));
    let cases = variants.cases.iter().flat_map(|case| std::iter::once(ident(&case.type_name)).chain(required(case)));
    std::iter::once(ident(&variants.type_name)).chain(cases).collect()
}

/// Whether so much is mandatory that it has a struct of its own, in which the compiler misses the forgotten one.
fn has_required(fields: &[Field<'_>]) -> bool {
    fields.iter().filter(|field| field.required).count() > 1
}

/// `with_destination`: the constructor of the flat request.
pub(super) fn constructor(operation: &Operation, variants: &Variants) -> TokenStream {
    let (name, field) = (ident(&variants.type_name), ident(&variants.field));
    let with = constructor_name(variants);
    let others = others(operation, variants);
    let arguments = others.iter().map(|field| {
        let (name, taken) = (&field.name, field.shape.argument(&field.name).0);
        quote!(#name: #taken,)
    });
    let values = others.iter().map(|field| field.shape.argument(&field.name).1);
    let about = doc::outer(&format!(
        "A request that has what is mandatory with its {}: it cannot break a rule that depends on that alone.",
        doc::code(operation.parameters.get(variants.by).map_or("", |parameter| parameter.def.name.as_str()))
    ));
    quote! {
        #about
        pub fn #with(#(#arguments)* #field: super::#name) -> Self {
            #field.into_request(#(#values),*)
        }
    }
}

/// `with_destination`
pub(super) fn constructor_name(variants: &Variants) -> Ident {
    ident(&format!("with_{}", variants.field.trim_start_matches("r#")))
}

/// The required parameters that no variant holds.
pub(super) fn others<'a>(operation: &'a Operation, variants: &Variants) -> Vec<Field<'a>> {
    let own = |index: &usize| *index != variants.by && !is_inside(variants, *index);
    let parameters = operation.parameters.iter().enumerate().filter(|(index, _)| own(index));
    let fields = parameters.filter_map(|(_, parameter)| fields::field(parameter, false, String::new()));
    fields.filter(|field| field.required).collect()
}

/// Whether every variant has the parameter, so that a request always gets it from there.
fn is_inside(variants: &Variants, parameter: usize) -> bool {
    variants.cases.iter().all(|case| case.mandatory.iter().any(|field| field.parameter == parameter))
}

/// The arm that makes a flat request of a variant.
fn fill(operation: &Operation, variants: &Variants, case: &Case) -> TokenStream {
    let (variant, request) = (ident(&case.variant), of(operation, "Request"));
    let held = |index: usize| case.mandatory.iter().find(|field| field.parameter == index);
    let value = value(operation, variants, case);
    let arguments =
        operation.parameters.iter().enumerate().filter(|(_, parameter)| fields::is_positional(parameter)).map(
            |(index, parameter)| match held(index).filter(|_| is_inside(variants, index)) {
                _ if index == variants.by => value.clone(),
                Some(field) => {
                    let field = ident(&field.field);
                    quote!(given.#field)
                }
                None => {
                    let name = ident(&parameter.field);
                    quote!(#name)
                }
            },
        );
    let base = quote!(super::#request::new(#(#arguments),*));
    let mandatory = case.mandatory.iter().map(|field| (field, true));
    let members = mandatory.chain(case.optional.iter().map(|field| (field, false)));
    let assigned: Vec<TokenStream> = members
        .filter_map(|(field, mandatory)| {
            let parameter = member(operation, variants, field).filter(|parameter| !fields::is_positional(parameter))?;
            let (target, source) = (ident(&parameter.field), ident(&field.field));
            Some(if mandatory { quote!(#target: Some(given.#source),) } else { quote!(#target: given.#source,) })
        })
        .collect();
    match (case_fields(operation, variants, case).is_empty(), assigned.is_empty()) {
        (true, _) => quote!(Self::#variant(_) => #base,),
        (false, true) => quote!(Self::#variant(given) => #base,),
        (false, false) => quote!(Self::#variant(given) => super::#request { #(#assigned)* ..#base },),
    }
}

/// The value of the discriminator.
fn value(operation: &Operation, variants: &Variants, case: &Case) -> TokenStream {
    let Some(parameter) = operation.parameters.get(variants.by) else { return quote!("") };
    if let (Some(name), Some(text)) = (&parameter.type_name, parameter.values.get(case.value)) {
        let (name, variant) = (ident(name), ident(&text.variant));
        return quote!(super::#name::#variant);
    }
    let text = listed(parameter, case).map_or("", |value| value.value.as_str());
    quote!(#text)
}

/// The value among those of the discriminator.
fn listed<'a>(parameter: &'a Parameter, case: &Case) -> Option<&'a EnumValue> {
    let Kind::Enum { values, .. } = &parameter.def.kind else { return None };
    values.get(case.value)
}

/// What the value means, and where it exists.
fn value_doc(operation: &Operation, variants: &Variants, case: &Case) -> String {
    let Some(parameter) = operation.parameters.get(variants.by) else { return String::new() };
    let meaning = parameter.values.get(case.value).map_or(String::new(), |text| doc::escaped(&text.doc));
    let notes = listed(parameter, case).map(|value| {
        let is = format!("{} is {}.", doc::code(&parameter.def.name), doc::code(&value.value));
        describe::only_in(&value.editions).map_or(is.clone(), |text| format!("{is} Only in {text}."))
    });
    doc::paragraphs([meaning, notes.unwrap_or_default()])
}

fn case_fields<'a>(operation: &'a Operation, variants: &Variants, case: &Case) -> Vec<Field<'a>> {
    let mandatory = case.mandatory.iter().map(|field| (field, true));
    let all = mandatory.chain(case.optional.iter().map(|field| (field, false)));
    let field = |(field, required): (&CaseField, bool)| {
        let parameter = member(operation, variants, field)?;
        Some(Field {
            name: ident(&field.field),
            wire: &parameter.def.name,
            shape: shape(parameter, false),
            required,
            doc: field_doc(operation, parameter),
        })
    };
    all.filter_map(field).collect()
}

/// The parameter of a field, unless it has none in a variant: the discriminator, and constants.
fn member<'a>(operation: &'a Operation, variants: &Variants, field: &CaseField) -> Option<&'a Parameter> {
    let parameter = operation.parameters.get(field.parameter)?;
    (field.parameter != variants.by && parameter.def.constant.is_none()).then_some(parameter)
}

/// Short, because the field of the flat request says the rest.
fn field_doc(operation: &Operation, parameter: &Parameter) -> String {
    let (field, request) = (doc::code(parameter.field.trim_start_matches("r#")), of(operation, "Request"));
    let rest = format!("The field {field} of [`{request}`](super::{request}) has its rules.");
    doc::paragraphs([describe::meaning(&parameter.doc), rest])
}

/// The struct of a value, and that of its mandatory parameters.
fn one(operation: &Operation, variants: &Variants, case: &Case) -> TokenStream {
    let name = ident(&case.type_name);
    let fields = case_fields(operation, variants, case);
    let about = doc::outer(&case_doc(operation, variants, case));
    let (declarations, setters) = (fields::declarations(&fields), fields::setters(&fields));
    let default = fields::derive_default(&fields);
    let (new, required) = if !has_required(&fields) {
        (fields::constructor(&fields, None, "With what is mandatory.", "Nothing is mandatory."), None)
    } else {
        let required = ident(&case.required_name);
        let about = doc::outer(&format!("What is mandatory in a [`{name}`]."));
        let mandatory = || fields.iter().filter(|field| field.required);
        let (docs, names) = (mandatory().map(|field| doc::outer(&field.doc)), mandatory().map(|field| &field.name));
        let types = mandatory().map(|field| field.shape.rust());
        let values = fields.iter().map(|field| {
            let name = &field.name;
            if field.required { quote!(#name: required.#name,) } else { quote!(#name: None,) }
        });
        let new = quote! {
            /// With what is mandatory.
            pub fn new(required: #required) -> Self {
                Self { #(#values)* }
            }
        };
        let required = quote! {
            #about
            #[derive(Clone, Debug, PartialEq)]
            pub struct #required {
                #(#docs pub #names: #types,)*
            }
        };
        (new, Some(required))
    };
    quote! {
        #about
        #[derive(Clone, Debug #default, PartialEq)]
        #[must_use]
        #[non_exhaustive]
        pub struct #name {
            #declarations
        }

        impl #name {
            #new
            #setters
        }

        #required
    }
}

/// The value, why each mandatory parameter is mandatory, and what is left out.
fn case_doc(operation: &Operation, variants: &Variants, case: &Case) -> String {
    let reasons = doc::list(case.mandatory.iter().filter_map(|field| reason(operation, field)));
    let mandatory = if reasons.is_empty() { String::new() } else { format!("Mandatory:\n\n{reasons}") };
    let left_out: Vec<String> =
        case.left_out.iter().filter_map(|index| Some(doc::code(&operation.parameters.get(*index)?.def.name))).collect();
    let left_out = if left_out.is_empty() {
        String::new()
    } else {
        format!("Left out, because no valid request has them or they have no effect: {}.", left_out.join(", "))
    };
    doc::paragraphs([value_doc(operation, variants, case), mandatory, left_out])
}

fn reason(operation: &Operation, field: &CaseField) -> Option<String> {
    let parameter = operation.parameters.get(field.parameter)?;
    let name = doc::code(field.field.trim_start_matches("r#"));
    if parameter.def.required {
        return Some(format!("{name}: always required."));
    }
    let rules = operation.rules_about(field.parameter).into_iter().filter_map(|index| operation.check.rules.get(index));
    let (requiring, others): (Vec<_>, Vec<_>) = rules.partition(|rule| matches!(rule.form, Form::Require(_)));
    let told = if requiring.is_empty() { others } else { requiring };
    let sentences: Vec<String> = told.into_iter().map(|rule| describe::rule_line(operation, rule)).collect();
    Some(if sentences.is_empty() { format!("{name}.") } else { format!("{name}, because of {}", sentences.join(" ")) })
}
