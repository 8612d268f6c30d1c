//! What the analysis finds wrong with the rules, as diagnostics at the places in the YAML.

use std::collections::BTreeMap;

use contingent_rules::{Presence, Rule, View, sentence};

use crate::diagnostic::{Class, Code, Command, Diagnostic, Diagnostics, Severity, Span, code};
use crate::reason::{Analysis, Expected, problems};
use crate::{Spec, model, spec};

/// Analyses every operation of a model, in what all editions share and in each edition.
pub fn report(spec: &Spec, service: &model::Service, out: &mut Diagnostics) {
    for operation in &service.operations {
        let Some(file) = spec.operations.iter().find(|it| it.operation == operation.name) else { continue };
        let mut found: BTreeMap<Finding, Found> = BTreeMap::new();
        let mut came_true: Vec<Expected> = Vec::new();
        let views = views(&operation.check);
        for view in &views {
            let analysis = problems(operation, view.as_deref());
            for (finding, rules) in findings(&analysis) {
                found.entry(finding).or_insert_with(|| Found { rules, views: Vec::new() }).views.push(view.clone());
            }
            came_true.extend(analysis.expected);
        }
        let place = Place { operation, file };
        for (finding, found) in found {
            // An expectation is of the rules as a whole: it has come true if it did somewhere.
            let is_met = |it: &Expected| it.rule == finding.subject && Some(it.finding) == finding.value.as_deref();
            if finding.code == code::UNMET_EXPECTATION && came_true.iter().any(is_met) {
                continue;
            }
            // A rule that is not what its author meant leads to nothing worth saying.
            if found.rules.iter().chain([&finding.subject]).any(|id| place.is_mistaken(id, out)) {
                continue;
            }
            // What only some editions demand cannot be said by `required`.
            let everywhere = || place.wherever_it_exists(&finding.subject, &found.views, &views);
            if finding.code == code::FALSE_OPTIONAL && !everywhere() {
                continue;
            }
            out.push(place.diagnostic(&finding, &found.rules, &among(&found.views, views.len())));
        }
    }
}

/// In which of the views something was found, as the beginning of a sentence; empty if in all of them.
fn among(found_in: &[Option<String>], views: usize) -> String {
    let editions: Vec<&str> = found_in.iter().flatten().map(String::as_str).collect();
    match editions.as_slice() {
        _ if found_in.len() == views => String::new(),
        [] => "in what all editions share, ".to_owned(),
        [one] => format!("in edition {one}, "),
        several => format!("in editions {}, ", several.join(" and ")),
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
    /// A value of the parameter, or what was expected of the rule.
    value: Option<String>,
}

/// Where the same was found, with the rules that lead to it in the first of these views.
struct Found {
    rules: Vec<String>,
    views: Vec<Option<String>>,
}

fn findings(analysis: &Analysis) -> Vec<(Finding, Vec<String>)> {
    let mut found = Vec::new();
    let mut add = |code, subject: &str, value: Option<&str>, rules: &[String]| {
        let (subject, value) = (subject.to_owned(), value.map(str::to_owned));
        found.push((Finding { code, subject, value }, rules.to_vec()));
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
    /// What is shown of a finding; `among` says in which editions it is one.
    fn diagnostic(&self, finding: &Finding, rules: &[String], among: &str) -> Diagnostic {
        let Finding { code, subject, value } = finding;
        let value = value.as_deref().unwrap_or_default();
        let among = if *code == code::UNMET_EXPECTATION { "" } else { among };
        let about_rule = [code::REDUNDANT_RULE, code::NEVER_FIRES, code::UNMET_EXPECTATION].contains(code);
        let because = if rules.is_empty() {
            "its definition rules that out".to_owned()
        } else {
            rules.iter().map(|id| self.said(id)).collect::<Vec<_>>().join("; ")
        };
        let (message, help) = if *code == code::CONTRADICTION && rules.is_empty() {
            let message = "no request is valid: something that must be given has no value that its definition accepts";
            (message.to_owned(), "look at `min`, `max`, `one_of` and `values` of what is required")
        } else if *code == code::CONTRADICTION {
            (format!("no request is valid: {because}"), "change one of these rules, or say when it applies")
        } else if *code == code::DEAD_PARAMETER && among.is_empty() {
            (format!("`{subject}` can never be given: {because}"), "change one of these rules, or remove the parameter")
        } else if *code == code::DEAD_PARAMETER {
            let help = "change one of these rules, or give the parameter the `edition` that has it";
            (format!("`{subject}` can never be given: {because}"), help)
        } else if *code == code::DEAD_VALUE {
            let message = format!("`{subject}` can never be `{value}`: {because}");
            let help = "change one of these rules, or give the value the `edition` that has it";
            (message, if among.is_empty() { "change one of these rules, or remove the value" } else { help })
        } else if *code == code::FALSE_OPTIONAL {
            let where_it_is = self.outer(subject).map_or_else(String::new, |outer| format!(" that has `{outer}`"));
            (format!("`{subject}` is given in every valid request{where_it_is}"), "mark it as `required: true`")
        } else if *code == code::REDUNDANT_RULE {
            let by = match rules {
                [] => "the definitions of the parameters already say it".to_owned(),
                _ => format!("it follows from {}", self.named(rules)),
            };
            let help = "remove it, or keep it with `expect: redundant`";
            (format!("rule `{subject}` says nothing new: {by}"), help)
        } else if *code == code::NEVER_FIRES {
            let message =
                format!("rule `{subject}` never applies: no request that is otherwise valid fits its condition");
            (message, "change the condition, or keep the rule with `expect: never_fires`")
        } else {
            let otherwise = if value == "redundant" { "be redundant, and it is not" } else { "never fire, and it can" };
            (
                format!("rule `{subject}` expects to {otherwise}"),
                "look at the rules around it, or take that out of `expect`",
            )
        };
        let key = if *code == code::UNMET_EXPECTATION { "expect" } else { "id" };
        let span = if about_rule || *code == code::CONTRADICTION {
            self.rule(subject).map_or(self.file.node.span, |rule| rule.node.value_span(key))
        } else {
            self.parameter(subject, value)
        };
        let mut diagnostic =
            Diagnostic::new(*code, &self.file.source.path, span, format!("{among}{message}")).help(help);
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

    /// Whether `check` has found an error inside of a rule.
    fn is_mistaken(&self, id: &str, found: &Diagnostics) -> bool {
        let Some(rule) = self.rule(id).map(|rule| rule.node.span) else { return false };
        let inside = |span: Span| rule.start <= span.start && span.start < rule.end;
        let ours = |it: &&Diagnostic| it.file == self.file.source.path && it.span.is_some_and(inside);
        let before = |it: &&Diagnostic| it.code.class() != Class::Finding;
        found.iter().filter(before).filter(ours).any(|it| it.severity(Command::Check) == Severity::Error)
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
        self.path(name).last().map_or(self.file.node.span, |it| within(&it.values, value).unwrap_or(it.name.span))
    }

    /// The definitions from the parameter to the field that a name leads to.
    fn path(&self, name: &str) -> Vec<&spec::Parameter> {
        let mut path = Vec::new();
        let mut fields = &self.file.parameters;
        let mut rest = name;
        loop {
            // The whole name wins over any reading of its dots.
            let begins = |it: &&spec::Parameter| {
                rest.strip_prefix(it.name.text.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let Some(next) = fields.iter().filter(begins).max_by_key(|it| it.name.text.len()) else { return path };
            path.push(next);
            rest = rest.get(next.name.text.len()..).unwrap_or_default().trim_start_matches('.');
            fields = &next.fields;
        }
    }

    /// The object that a field is in.
    fn outer(&self, name: &str) -> Option<String> {
        let path = self.path(name);
        let (_, outer) = path.split_last()?;
        let names: Vec<&str> = outer.iter().map(|it| it.name.text.as_str()).collect();
        (!names.is_empty()).then(|| names.join("."))
    }

    /// Whether something was found wherever a parameter exists.
    fn wherever_it_exists(&self, name: &str, found_in: &[Option<String>], views: &[Option<String>]) -> bool {
        let path = self.path(name);
        let exists = |view: &Option<String>| {
            path.iter().all(|it| {
                let view = view.clone().map_or(View::Common, View::One);
                view.presence(&it.edition.0, &self.operation.check.editions) != Presence::Missing
            })
        };
        views.iter().filter(|view| exists(view)).all(|view| found_in.contains(view))
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
