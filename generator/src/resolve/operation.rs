//! One operation: its parameters, facts, rules and everything that refers to them.

use std::collections::{HashMap, HashSet};

use contingent_rules::{Fact, Operation, Parameter, nearest};

use super::text::{self, Names};
use super::{Reader, Shared, behaviour, edition, example, naming, response, route, scope, variants};
use crate::diagnostic::{Command, Diagnostic, Diagnostics, Severity, Span, code};
use crate::{model, spec};

/// The operation of a file; `None` if it has errors that every command fails for.
pub(super) fn resolve(
    operation: &spec::Operation,
    shared: &Shared<'_>,
    out: &mut Diagnostics,
) -> Option<model::Operation> {
    let mut found = Diagnostics::new();
    let resolved = build(operation, shared, &mut found);
    let failed = operation.failed || found.iter().any(|problem| problem.severity(Command::Other) == Severity::Error);
    out.extend(found);
    resolved.filter(|_| !failed)
}

fn build(operation: &spec::Operation, shared: &Shared<'_>, out: &mut Diagnostics) -> Option<model::Operation> {
    let Shared { editions, empty_is_absent, resources } = *shared;
    let file = operation.source.path.as_str();
    if let Some(declared) = editions {
        edition::check_declared(file, &operation.node, declared, out);
    }
    let (parameters, facts, left_out) = definitions(operation, out);
    let known: Vec<Parameter> = parameters.iter().map(|(_, parameter)| parameter.clone()).collect();
    let known_facts: Vec<Fact> = facts.iter().map(|(_, fact)| fact.clone()).collect();
    let rules: Vec<_> = {
        let scope = scope::Scope::new(&known, &known_facts, &left_out);
        let given = known.iter().filter(|parameter| parameter.required || parameter.constant.is_some());
        let always_given = given.map(|parameter| parameter.name.as_str()).collect();
        let mut reader = Reader { file, scope, always_given, rule: None, out };
        operation.rules.iter().filter_map(|rule| reader.rule(rule).map(|resolved| (rule, resolved))).collect()
    };
    let check = Operation {
        name: operation.operation.clone(),
        editions: editions.map(<[String]>::to_vec).unwrap_or_default(),
        empty_is_absent,
        parameters: known,
        facts: known_facts,
        rules: rules.iter().map(|(_, rule)| rule.clone()).collect(),
    };
    edition::check_demands(operation, &check, out);
    let index: HashMap<&str, usize> =
        check.parameters.iter().enumerate().map(|(index, parameter)| (parameter.name.as_str(), index)).collect();
    let find = |name: &str, span: Span, out: &mut Diagnostics| {
        let found = index.get(name).copied();
        if found.is_none() && !left_out.iter().any(|left_out| left_out == name) {
            let near = nearest(name, check.parameters.iter().map(|parameter| parameter.name.as_str()));
            let mut diagnostic =
                Diagnostic::new(code::UNKNOWN_NAME, file, span, format!("the operation has no parameter `{name}`"));
            diagnostic.help = match near {
                Some(near) => Some(format!("a parameter with a similar name exists: `{near}`")),
                None => {
                    scope::among("parameters", "", check.parameters.iter().map(|parameter| parameter.name.as_str()))
                }
            };
            out.push(diagnostic);
        }
        found
    };
    let token = operation.idempotency_token.as_ref();
    let idempotency_token = token.and_then(|name| find(name, operation.node.value_span("idempotency_token"), out));
    let groups = groups(operation, check.parameters.len(), out, &find);

    let type_name = naming::type_name(&operation.operation);
    let mut names = Names::new(file, out);
    for suffix in ["Request", "Facts", "Response"] {
        names.claim_type(&format!("{type_name}{suffix}"), "", operation.node.value_span("operation"));
    }
    let parameters_model = names.parameters(&parameters, &type_name);
    let facts_model = names.facts(&facts, &parameters_model, &type_name);
    let constants: Vec<String> = rules.iter().map(|(rule, _)| naming::constant(&rule.id)).collect();
    names.rules_differ(
        constants.iter().zip(&rules).map(|(name, (rule, _))| (name.as_str(), rule.node.value_span("id"))),
    );
    let variants = match &operation.variants {
        Some(wanted) => variants::resolve(operation, wanted, &check, &parameters_model, &mut names),
        None => None,
    };
    let response = operation.response.as_ref().map(|response| response::resolve(operation, response, &mut names));
    let behaviour =
        resources.and_then(|resources| behaviour::resolve(operation, &check, response.as_ref(), resources, out));
    let examples = example::resolve(operation, &check, out);
    Some(model::Operation {
        module: naming::module(&operation.operation),
        command: naming::command(&operation.operation),
        name: operation.operation.clone(),
        type_name,
        summary: operation.summary.clone().unwrap_or_default(),
        doc: operation.doc.clone().unwrap_or_default(),
        route: route::resolve(operation, &parameters_model, out),
        readonly: operation.readonly.is_some_and(|flag| flag.0),
        idempotency_token,
        parameters: parameters_model,
        facts: facts_model,
        rules: rules.iter().zip(constants).map(|((rule, _), constant)| rule_text(rule, constant)).collect(),
        groups,
        variants,
        response,
        behaviour,
        errors: operation.errors.iter().map(text::error).collect(),
        examples,
        check,
    })
}

type Defined<'o> = (Vec<(&'o spec::Parameter, Parameter)>, Vec<(&'o spec::Fact, Fact)>, Vec<String>);

/// The sound parameters and facts, and the names of the others.
fn definitions<'o>(operation: &'o spec::Operation, out: &mut Diagnostics) -> Defined<'o> {
    let mut left_out = operation.left_out.clone();
    let mut reader = Reader {
        file: &operation.source.path,
        scope: scope::Scope::new(&[], &[], &[]),
        always_given: HashSet::new(),
        rule: None,
        out,
    };
    let mut parameters = Vec::with_capacity(operation.parameters.len());
    for spec in &operation.parameters {
        match reader.parameter(spec) {
            Some(parameter) => parameters.push((spec, parameter)),
            None => left_out.push(spec.name.text.clone()),
        }
    }
    let mut facts = Vec::with_capacity(operation.facts.len());
    for spec in &operation.facts {
        match reader.fact(spec) {
            Some(fact) => facts.push((spec, fact)),
            None => left_out.push(format!("${}", spec.name.text)),
        }
    }
    (parameters, facts, left_out)
}

fn groups(
    operation: &spec::Operation,
    parameters: usize,
    out: &mut Diagnostics,
    find: &dyn Fn(&str, Span, &mut Diagnostics) -> Option<usize>,
) -> Vec<model::Group> {
    let mut placed = vec![None; parameters];
    let mut groups = Vec::new();
    for group in &operation.groups {
        let mut members = Vec::new();
        let nodes = group.node.get("parameters").map(spec::Node::one_or_many).unwrap_or_default();
        for node in nodes {
            let Some(index) = node.text().and_then(|name| find(name, node.span, out)) else { continue };
            match placed.get(index).copied().flatten() {
                Some(first) => out.push(
                    Diagnostic::new(
                        code::TWO_GROUPS,
                        &operation.source.path,
                        node.span,
                        "the parameter is in two groups",
                    )
                    .related(first, "named here first")
                    .help("leave it in one of them"),
                ),
                None => {
                    if let Some(slot) = placed.get_mut(index) {
                        *slot = Some(node.span);
                    }
                    members.push(index);
                }
            }
        }
        let title = group.title.clone().unwrap_or_else(|| group.name.text.clone());
        groups.push(model::Group { title, parameters: members });
    }
    let rest: Vec<usize> = (0..parameters).filter(|index| placed.get(*index).is_some_and(Option::is_none)).collect();
    if !rest.is_empty() {
        groups.push(model::Group { title: String::new(), parameters: rest });
    }
    groups
}

fn rule_text(rule: &spec::Rule, constant: String) -> model::RuleText {
    let expectation = |expectation: &spec::Expectation| match expectation {
        spec::Expectation::Redundant => model::Expectation::Redundant,
        spec::Expectation::NeverFires => model::Expectation::NeverFires,
    };
    model::RuleText {
        doc: rule.doc.clone().unwrap_or_default(),
        constant,
        expect: rule.expect.0.iter().map(expectation).collect(),
    }
}
