//! What the analysis finds wrong with the rules, as diagnostics at the places in the YAML.

use std::collections::BTreeMap;

use contingent_rules::{Rule, sentence};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, code};
use crate::reason::{Analysis, problems};
use crate::{Spec, model, spec};

/// Analyses every operation of a model, in what all editions share and in each edition.
pub fn report(spec: &Spec, service: &model::Service, out: &mut Diagnostics) {
    for operation in &service.operations {
        let Some(file) = spec.operations.iter().find(|it| it.operation == operation.name) else { continue };
        let mut found: BTreeMap<Finding, Vec<Option<String>>> = BTreeMap::new();
        let views = views(&operation.check);
        for view in &views {
            for finding in findings(&problems(operation, view.as_deref())) {
                found.entry(finding).or_default().push(view.clone());
            }
        }
        let place = Place { operation, file };
        for (finding, found_in) in found {
            // An expectation is of the rules as a whole: it has come true if it did somewhere.
            if finding.code == code::UNMET_EXPECTATION && found_in.len() < views.len() {
                continue;
            }
            out.push(place.diagnostic(&finding, &found_in, views.len()));
        }
    }
}

/// What is common, and each edition that anything belongs to.
fn views(operation: &contingent_rules::Operation) -> Vec<Option<String>> {
    let mut names = operation.editions.clone();
    if names.is_empty() {
        let parameters = operation.parameters.iter().flat_map(|it| &it.editions);
        for name in parameters.chain(operation.rules.iter().flat_map(|it| &it.editions)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    std::iter::once(None).chain(names.into_iter().map(Some)).collect()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    code: Code,
    /// A parameter, `$Fact` or rule.
    subject: String,
    value: Option<String>,
    rules: Vec<String>,
}

fn findings(analysis: &Analysis) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |code, subject: &str, value: Option<&str>, rules: &[String]| {
        let (subject, value) = (subject.to_owned(), value.map(str::to_owned));
        found.push(Finding { code, subject, value, rules: rules.to_vec() });
    };
    for it in &analysis.contradictions {
        let subject = it.parameters.first().map_or("", String::as_str);
        match (&it.value, analysis.consistent) {
            (_, false) => add(code::CONTRADICTION, it.rules.first().map_or("", String::as_str), None, &it.rules),
            (None, true) => add(code::DEAD_PARAMETER, subject, None, &it.rules),
            (Some(value), true) => add(code::DEAD_VALUE, subject, Some(value), &it.rules),
        }
    }
    analysis.false_optional.iter().for_each(|name| add(code::FALSE_OPTIONAL, name, None, &[]));
    analysis.redundant_rules.iter().for_each(|it| add(code::REDUNDANT_RULE, &it.rule, None, &it.implied_by));
    analysis.never_fires.iter().for_each(|id| add(code::NEVER_FIRES, id, None, &[]));
    analysis.unmet.iter().for_each(|it| add(code::UNMET_EXPECTATION, &it.rule, Some(it.finding), &[]));
    found
}

struct Place<'a> {
    operation: &'a model::Operation,
    file: &'a spec::Operation,
}

impl Place<'_> {
    fn diagnostic(&self, finding: &Finding, found_in: &[Option<String>], views: usize) -> Diagnostic {
        let Finding { code, subject, value, rules } = finding;
        let value = value.as_deref().unwrap_or_default();
        let edition = if found_in.len() == views || found_in.contains(&None) {
            String::new()
        } else {
            format!("in edition {}, ", found_in.iter().flatten().cloned().collect::<Vec<_>>().join(" and "))
        };
        let about_rule = [code::REDUNDANT_RULE, code::NEVER_FIRES, code::UNMET_EXPECTATION].contains(code);
        let because = if rules.is_empty() {
            "its definition rules that out".to_owned()
        } else {
            rules.iter().map(|id| self.said(id)).collect::<Vec<_>>().join("; ")
        };
        let (message, help) = if *code == code::CONTRADICTION {
            let because =
                if rules.is_empty() { "a parameter that must be given has no value".to_owned() } else { because };
            (format!("no request is valid: {because}"), "change one of these rules, or say when it applies")
        } else if *code == code::DEAD_PARAMETER {
            (format!("`{subject}` can never be given: {because}"), "change one of these rules, or remove the parameter")
        } else if *code == code::DEAD_VALUE {
            let message = format!("`{subject}` can never be {value}: {because}");
            (message, "change one of these rules, or remove the value")
        } else if *code == code::FALSE_OPTIONAL {
            (format!("`{subject}` is given in every valid request"), "mark it as `required: true`")
        } else if *code == code::REDUNDANT_RULE {
            let by = match rules.as_slice() {
                [] => "the definitions already say what it says".to_owned(),
                _ => format!("it follows from {}", self.named(rules)),
            };
            (format!("rule `{subject}` says nothing new: {by}"), "remove it, or write `expect: redundant`")
        } else if *code == code::NEVER_FIRES {
            let message = format!("the condition of rule `{subject}` never holds in a request that is otherwise valid");
            (message, "change the condition, or write `expect: never_fires`")
        } else {
            let message = format!("rule `{subject}` is not {} as it expects", value.replace('_', " "));
            (message, "look at the rules around it, or take `expect` away")
        };
        let span = if about_rule || *code == code::CONTRADICTION {
            self.rule(subject).map_or(self.file.node.span, |rule| rule.node.value_span("id"))
        } else {
            self.parameter(subject, value)
        };
        let mut diagnostic =
            Diagnostic::new(*code, &self.file.source.path, span, format!("{edition}{message}")).help(help);
        for id in rules.iter().filter(|id| *id != subject) {
            if let Some(rule) = self.rule(id) {
                diagnostic = diagnostic.related(rule.node.value_span("id"), self.sentence(id));
            }
        }
        diagnostic
    }

    fn rule(&self, id: &str) -> Option<&spec::Rule> {
        self.file.rules.iter().find(|rule| rule.id == id)
    }

    fn resolved(&self, id: &str) -> Option<&Rule> {
        self.operation.check.rules.iter().find(|rule| rule.id == id)
    }

    fn sentence(&self, id: &str) -> String {
        let check = &self.operation.check;
        self.resolved(id).map(|rule| sentence::rule(rule, &check.facts)).unwrap_or_default()
    }

    /// A rule with its place and its sentence.
    fn said(&self, id: &str) -> String {
        let place = self.rule(id).map(|rule| rule.node.value_span("id").start);
        let place = place.map_or_else(String::new, |at| format!(" at {}:{}", at.line, at.column));
        format!("rule `{id}`{place} says that {}", lower(&self.sentence(id)))
    }

    fn named(&self, ids: &[String]) -> String {
        let name = |id: &String| match self.rule(id).map(|rule| rule.node.value_span("id").start) {
            Some(at) => format!("rule `{id}` at {}:{}", at.line, at.column),
            None => format!("rule `{id}`"),
        };
        ids.iter().map(name).collect::<Vec<_>>().join(" and ")
    }

    /// Where a parameter, a field or a fact stands; of a value, where that does.
    fn parameter(&self, name: &str, value: &str) -> Span {
        if let Some(fact) = name.strip_prefix('$') {
            let fact = self.file.facts.iter().find(|it| it.name.text == fact);
            return fact.map_or(self.file.node.span, |it| within(&it.values, value).unwrap_or(it.name.span));
        }
        let mut fields = &self.file.parameters;
        let mut rest = name;
        let mut found = None;
        loop {
            // The whole name wins over any reading of its dots.
            let begins = |it: &&spec::Parameter| {
                rest.strip_prefix(it.name.text.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let Some(next) = fields.iter().filter(begins).max_by_key(|it| it.name.text.len()) else { break };
            found = Some(next);
            rest = rest.get(next.name.text.len()..).unwrap_or_default().trim_start_matches('.');
            fields = &next.fields;
        }
        found.map_or(self.file.node.span, |it| within(&it.values, value).unwrap_or(it.name.span))
    }
}

fn within(values: &[spec::EnumValue], value: &str) -> Option<Span> {
    values.iter().find(|it| it.name.text == value).map(|it| it.name.span)
}

/// A sentence as the end of another one.
fn lower(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let word = sentence.split(' ').next().unwrap_or_default();
    // A word that begins every sentence of its kind; anything else may be a name.
    match word {
        "Exactly" | "At" | "All" | "None" | "Either" | "If" | "Only" => {
            let mut letters = sentence.chars();
            letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
        }
        _ => sentence.to_owned(),
    }
}
