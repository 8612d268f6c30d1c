//! Rules and conditions, as Rust expressions in two values: surely and possibly.

use std::collections::BTreeSet;

use contingent_rules::{
    Comparison, Cond, Count, Demand, Form, Kind, Operand, Parameter as Definition, Relation, Rule, Subject, Term,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::logic::Bool;
use super::place::{Ask, OperandValue, Reached, Start, Value, ask, operand};
use super::test::{Patterns, Typed};
use super::{Compiled, speaks};
use crate::model::{Fact, Operation};
use crate::rust::ident::ident;
use crate::rust::shape::Shape;

/// Compiles the conditions of one operation.
pub(super) struct Compiler<'m, 'p> {
    operation: &'m Operation,
    patterns: &'p mut Patterns,
    /// Facts of which a test is decided in some edition although the fact is unknown.
    decided: &'p mut BTreeSet<String>,
    /// Whether something was met that only the evaluator can judge.
    gave_up: bool,
}

impl<'m, 'p> Compiler<'m, 'p> {
    pub(super) fn new(operation: &'m Operation, patterns: &'p mut Patterns, decided: &'p mut BTreeSet<String>) -> Self {
        Compiler { operation, patterns, decided, gave_up: false }
    }

    /// Whether the rule holds; `None` for one that nothing can break.
    pub(super) fn rule(&mut self, rule: &Rule) -> Option<Compiled> {
        if !speaks(&rule.form) {
            return None;
        }
        let yes = || Bool::Constant(true);
        let when = rule.when.as_ref().map_or_else(yes, |cond| self.request_cond(cond));
        let unless = rule.unless.as_ref().map_or_else(|| yes().not(), |cond| self.request_cond(cond));
        let form = self.form(&rule.form);
        let holds = when.and(unless.not()).not().or(form);
        Some(match holds {
            _ if self.gave_up => Compiled::Evaluator,
            holds if holds.is_open() => Compiled::Facts(holds.code()),
            holds => Compiled::Known(holds.code()),
        })
    }

    fn form(&mut self, form: &Form) -> Bool {
        let yes = || Bool::Constant(true);
        match form {
            Form::Require(demands) => {
                demands.iter().fold(yes(), |all, demand| all.and(self.demand(demand, Ask::EveryGiven)))
            }
            Form::Allow(demands) => {
                demands.iter().fold(yes(), |all, demand| all.and(self.demand(demand, Ask::EveryIfGiven)))
            }
            Form::Forbid(members) => members.iter().fold(yes(), |all, member| all.and(self.request_cond(member).not())),
            Form::Count(count, members) => self.count(*count, members),
            Form::Compare(comparison) => self.compare(comparison, true),
            Form::Ensure(cond) => self.request_cond(cond),
            // Not broken, but worth a warning: where it applies and one of them is given.
            Form::Ignored(references) => references
                .iter()
                .fold(yes(), |all, reference| all.and(self.request_cond(&Cond::Given(reference.clone())).not())),
            Form::Default(_) => yes(),
        }
    }

    fn demand(&mut self, demand: &Demand, how: Ask) -> Bool {
        match &demand.of {
            Subject::Fact(name) => match &demand.test {
                Some(test) => self.fact(name, test),
                None => Bool::Constant(true),
            },
            Subject::Parameter(reference) => {
                let start = Start::Request(self.operation);
                let mut leaf = |reached: &Reached<'m>| match &demand.test {
                    None => Bool::Constant(true),
                    Some(test) => leaf(reached, test, self.patterns),
                };
                let code = ask(&start, reference, how, &mut leaf);
                code.unwrap_or(Bool::Constant(how == Ask::EveryIfGiven))
            }
        }
    }

    fn request_cond(&mut self, cond: &Cond) -> Bool {
        let operation = self.operation;
        self.cond(cond, &|| Start::Request(operation))
    }

    fn cond(&mut self, cond: &Cond, start: &dyn Fn() -> Start<'m>) -> Bool {
        match cond {
            Cond::Given(reference) => {
                let code = ask(&start(), reference, Ask::Some, &mut |_| Bool::Constant(true));
                code.unwrap_or(Bool::Constant(false))
            }
            Cond::Test(Subject::Fact(name), test) => self.fact(name, test),
            Cond::Test(Subject::Parameter(reference), test) => {
                let code = ask(&start(), reference, Ask::Some, &mut |reached| leaf(reached, test, self.patterns));
                code.unwrap_or(Bool::Constant(false))
            }
            Cond::SomeItem(list, conds) => {
                let mut inner = |reached: &Reached<'m>| {
                    let each = conds.iter().map(|cond| match self.cond(cond, &|| Start::Item(reached.clone())) {
                        // Conditions on an item name no facts.
                        open if open.is_open() => Bool::Constant(false),
                        known => known,
                    });
                    each.fold(Bool::Constant(true), Bool::and)
                };
                let code = ask(&start(), list, Ask::Some, &mut inner);
                code.unwrap_or(Bool::Constant(false))
            }
            Cond::All(conds) => conds.iter().fold(Bool::Constant(true), |all, cond| all.and(self.cond(cond, start))),
            Cond::Any(conds) => conds.iter().fold(Bool::Constant(false), |any, cond| any.or(self.cond(cond, start))),
            Cond::Not(inner) => self.cond(inner, start).not(),
            Cond::Absent(references) => references.iter().fold(Bool::Constant(true), |all, reference| {
                all.and(self.cond(&Cond::Given(reference.clone()), start).not())
            }),
            Cond::Count(count, members) => self.count(*count, members),
            Cond::Compare(comparison) => self.compare(comparison, false),
        }
    }

    fn fact(&mut self, name: &str, test: &contingent_rules::Test) -> Bool {
        let Some(fact) = self.operation.facts.iter().find(|fact| fact.def.name == name) else {
            return Bool::Constant(false);
        };
        let typed = Typed { value: Value::Reference(ident("fact")), ..typed_fact(fact) };
        let field = ident(&fact.field);
        if typed.is_decided_somewhere(test) {
            self.decided.insert(name.to_owned());
        }
        // Whatever is listed may pass; but only a test of nothing that is listed is known without knowing the value.
        match (typed.decided(test), typed.passes(test, self.patterns)) {
            (Some(known), _) => Bool::Constant(known),
            (None, Bool::Constant(known)) => Bool::Fact(quote!(&facts.#field), quote!(|_| #known)),
            (None, passes) => {
                let passes = passes.code();
                Bool::Fact(quote!(&facts.#field), quote!(|fact| #passes))
            }
        }
    }

    fn count(&mut self, count: Count, members: &[Cond]) -> Bool {
        let parts: Vec<Bool> = members.iter().map(|member| self.request_cond(member)).collect();
        if parts.iter().any(Bool::is_open) {
            return Bool::Count(
                ident(match count {
                    Count::ExactlyOne => "ExactlyOne",
                    Count::AtMostOne => "AtMostOne",
                    Count::AtLeastOne => "AtLeastOne",
                    Count::AllOrNone => "AllOrNone",
                }),
                parts,
            );
        }
        let all = Literal::usize_unsuffixed(members.len());
        let known = parts.iter().map(Bool::code);
        let sum = quote!(#(usize::from(#known))+*);
        match count {
            Count::ExactlyOne => Bool::compare(quote!(#sum == 1)),
            Count::AtMostOne => Bool::compare(quote!(#sum <= 1)),
            Count::AtLeastOne => Bool::compare(quote!(#sum >= 1)),
            Count::AllOrNone => Bool::Atom(quote!(matches!(#sum, 0 | #all))),
        }
    }

    /// The comparison; `missing` is what it is when an operand is absent.
    fn compare(&mut self, comparison: &Comparison, missing: bool) -> Bool {
        match comparison {
            Comparison::Numbers(left, relation, right) => self.numbers(left, *relation, right, missing),
            Comparison::Texts(left, equal, right) => self.texts(left, *equal, right, missing),
        }
    }

    fn numbers(&mut self, left: &[Term], relation: Relation, right: &[Term], missing: bool) -> Bool {
        let mut names = Vec::new();
        let mut options = Vec::new();
        let mut gave_up = false;
        let mut sum = |terms: &[Term]| {
            let mut total = quote!(::contingent_runtime::Decimal::from(0));
            for (index, term) in terms.iter().enumerate() {
                let amount = match &term.operand {
                    Operand::Number(text) => number(text),
                    Operand::Parameter(reference) => match operand(self.operation, reference) {
                        None => return None,
                        Some(OperandValue::Other) => {
                            gave_up = true;
                            return None;
                        }
                        Some(OperandValue::Constant(constant)) => number(constant),
                        Some(OperandValue::Option(reached, option)) => {
                            let name = ident(&format!("n{}", names.len()));
                            options.push(option);
                            names.push(name.clone());
                            match crate::rust::shape::shape(reached.parameter, reached.secret) {
                                Shape::Number => quote!(#name.clone()),
                                Shape::Time => quote!(::contingent_runtime::Decimal::from(#name.0)),
                                // A text that the evaluator has to read: what is found here does not count.
                                Shape::Secret => quote!(::contingent_runtime::decimal(#name.expose())),
                                _ => quote!(::contingent_runtime::Decimal::from(*#name)),
                            }
                        }
                    },
                };
                let amount = if term.minus { quote!(#amount.negated()) } else { amount };
                total = if index == 0 { amount } else { quote!(#total.plus(&#amount)) };
            }
            Some(total)
        };
        let (left, right) = (sum(left), sum(right));
        self.gave_up |= gave_up;
        let (Some(left), Some(right)) = (left, right) else { return Bool::Constant(missing) };
        let sign = match relation {
            Relation::Lt => quote!(<),
            Relation::Le => quote!(<=),
            Relation::Gt => quote!(>),
            Relation::Ge => quote!(>=),
            Relation::Eq => quote!(==),
            Relation::Ne => quote!(!=),
        };
        if options.is_empty() {
            return Bool::Loose(quote!(#left #sign #right));
        }
        Bool::Match(quote! {
            match (#(#options,)*) {
                (#(Some(#names),)*) => #left #sign #right,
                _ => #missing,
            }
        })
    }

    fn texts(&mut self, left: &Subject, equal: bool, right: &Subject, missing: bool) -> Bool {
        let (Some(left), Some(right)) = (self.side(left), self.side(right)) else {
            return Bool::Constant(missing);
        };
        let sign = if equal { quote!(==) } else { quote!(!=) };
        let (l, r) = (&left.option, &right.option);
        match (left.fact, right.fact) {
            (false, false) if missing => {
                Bool::Atom(quote!(#l.is_none_or(|left| #r.is_none_or(|right| left #sign right))))
            }
            (false, false) => Bool::Atom(quote!(#l.is_some_and(|left| #r.is_some_and(|right| left #sign right)))),
            (true, true) => Bool::Fact(quote!(&#l.zip(#r)), quote!(|(left, right)| left #sign right)),
            // A parameter that is absent decides the comparison, whatever the fact is.
            (true, false) | (false, true) => {
                let (fact, parameter) = if left.fact { (l, r) } else { (r, l) };
                let passes = quote!(|fact| #parameter.is_some_and(|value| value #sign *fact));
                let compared = Bool::Fact(quote!(&#fact), passes);
                let given = Bool::Atom(quote!(#parameter.is_some()));
                if missing { compared.or(given.not()) } else { compared.and(given) }
            }
        }
    }

    fn side(&mut self, subject: &Subject) -> Option<Side> {
        match subject {
            Subject::Fact(name) => {
                let fact = self.operation.facts.iter().find(|fact| fact.def.name == *name)?;
                let field = ident(&fact.field);
                let text = Typed { value: Value::Reference(ident("value")), ..typed_fact(fact) }.text();
                Some(Side { option: quote!(facts.#field.as_ref().map(|value| #text)), fact: true })
            }
            Subject::Parameter(reference) => Some(match operand(self.operation, reference)? {
                OperandValue::Option(reached, option) => {
                    let text = Typed::of(&reached).text();
                    Side { option: quote!(#option.map(|value| #text)), fact: false }
                }
                OperandValue::Constant(constant) => Side { option: quote!(Some(#constant)), fact: false },
                OperandValue::Other => {
                    self.gave_up = true;
                    return None;
                }
            }),
        }
    }
}

/// An operand of a comparison of texts: `Option<&str>`.
struct Side {
    option: TokenStream,
    fact: bool,
}

fn typed_fact(fact: &Fact) -> Typed<'_> {
    Typed {
        kind: &fact.def.kind,
        one_of: &[],
        shape: match (&fact.def.kind, &fact.type_name) {
            (Kind::Enum { .. }, Some(name)) => Shape::Named(name),
            (Kind::Boolean, _) => Shape::Boolean,
            (_, _) => Shape::Text,
        },
        values: &fact.values,
        value: Value::Nowhere,
    }
}

/// Whether what a reference reached passes a test.
fn leaf(reached: &Reached<'_>, test: &contingent_rules::Test, patterns: &mut Patterns) -> Bool {
    match &reached.parameter.def.constant {
        Some(constant) => Bool::Constant(constant_passes(&reached.parameter.def, constant, test)),
        None => Typed::of(reached).passes(test, patterns),
    }
}

/// A test of a constant is decided here, by the evaluator.
fn constant_passes(definition: &Definition, constant: &str, test: &contingent_rules::Test) -> bool {
    let reference = contingent_rules::Reference {
        text: definition.name.clone(),
        steps: vec![contingent_rules::Step::Field(definition.name.clone())],
    };
    let rule = Rule {
        id: "constant".into(),
        form: Form::Ensure(Cond::Test(Subject::Parameter(reference), test.clone())),
        when: None,
        unless: None,
        editions: Vec::new(),
        severity: contingent_rules::Severity::Error,
        source: String::new(),
        message: String::new(),
    };
    let operation = contingent_rules::Operation {
        parameters: vec![Definition { editions: Vec::new(), ..definition.clone() }],
        rules: vec![rule],
        ..contingent_rules::Operation::default()
    };
    let request = contingent_rules::Value::Object(vec![(definition.name.clone(), constant.into())]);
    let checker = contingent_rules::Checker::new(&operation, None);
    !checker.check(&request, &contingent_rules::Facts::new()).is_invalid()
}

fn number(text: &str) -> TokenStream {
    match text.parse::<i64>() {
        Ok(number) => {
            let number = super::test::integer(number);
            quote!(::contingent_runtime::Decimal::from(#number))
        }
        Err(_) => quote!(::contingent_runtime::decimal(#text)),
    }
}
