//! The page of one operation: everything a template sees of it.

use contingent_rules::{Form, Kind, Rule, Severity, sentence};

use super::escape::{anchor, blocks, capital, code, line, link, piece, plain};
use super::parameters::{self, Side};
use super::scope::{Scope, rule_anchor};
use super::view::Section;
use super::{differences, examples, index, matrix, needs, shown, view};
use crate::model::{self, Operation, RuleText, Service};
use crate::reason::Shown;

/// Makes the view of an operation.
pub(super) fn page(service: &Service, operation: &Operation, shown: &[Shown]) -> view::Page {
    let scope = Scope::new(service, operation);
    let table = matrix::matrix(&scope);
    let examples = examples::examples(&scope);
    let rules = rules(&scope);
    let facts = facts(&scope);
    let editions: Vec<view::Editions> = differences::editions(&scope).into_iter().collect();
    let mut page = view::Page {
        title: code(&operation.name),
        back: back(service),
        summary: line(&operation.summary),
        doc: Some(blocks(&operation.doc)).filter(|doc| !doc.is_empty()).into_iter().collect(),
        remarks: remarks(&scope),
        contents: Vec::new(),
        needs: needs::needs(&scope, table.is_some()),
        requirements: table.into_iter().collect(),
        groups: parameters::groups(&scope),
        values: parameters::values(&scope, &operation.parameters, Side::Request),
        fields: parameters::fields(&scope, &operation.parameters, Side::Request),
        rules: Section::of(rules),
        editions,
        facts: Section::of(facts),
        examples: Section::of(examples),
        shown: Section::of(shown::rows(&scope, shown)),
        reply: operation.response.iter().map(|response| reply(&scope, response)).collect(),
        errors: Section::of(index::error_rows(service, &operation.errors)),
        more_errors: more_errors(service, operation),
    };
    page.contents = contents(&page);
    page
}

/// The name of a service for people.
pub(super) fn title(service: &Service) -> &str {
    match (service.title.as_str(), service.name.as_str()) {
        ("", "") => "Documentation",
        ("", name) => name,
        (title, _) => title,
    }
}

fn back(service: &Service) -> String {
    // An operation file on its own has no service.
    if service.name.is_empty() && service.title.is_empty() {
        return link("How to read this page", "README.md");
    }
    format!("An operation of {}.", link(&plain(title(service)), "README.md"))
}

fn more_errors(service: &Service, operation: &Operation) -> Vec<String> {
    let line = match (operation.errors.is_empty(), service.errors.is_empty()) {
        (_, false) => "Every operation can also answer the [common errors](README.md#common-errors).",
        (true, true) => "No error is documented.",
        (false, true) => return Vec::new(),
    };
    vec![line.to_owned()]
}

fn contents(page: &view::Page) -> Vec<view::Entry> {
    let sections = [
        (true, "what-you-must-send", "What you must send"),
        (true, "parameters", "Parameters"),
        (!page.rules.is_empty(), "rules", "Rules"),
        (!page.editions.is_empty(), "editions", "Editions"),
        (!page.facts.is_empty(), "facts", "Facts"),
        (!page.examples.is_empty(), "examples", "Examples"),
        (!page.shown.is_empty(), "each-rule-kept-and-broken", "Each rule, kept and broken"),
        (!page.reply.is_empty(), "reply", "Reply"),
        (true, "errors", "Errors"),
    ];
    let shown: Vec<_> = sections.into_iter().filter(|(exists, ..)| *exists).collect();
    let last = shown.len().saturating_sub(1);
    let entry = |(index, (_, anchor, name)): (usize, &(bool, &str, &str))| view::Entry {
        anchor: (*anchor).to_owned(),
        name: (*name).to_owned(),
        separators: (index < last).then(|| " ·".to_owned()).into_iter().collect(),
    };
    shown.iter().enumerate().map(entry).collect()
}

fn remarks(scope: &Scope<'_>) -> Vec<String> {
    let operation = scope.operation;
    let mut remarks = Vec::new();
    if let Some(route) = &operation.route {
        remarks.push(format!("It is sent as {}.", code(&format!("{} {}", route.method, route.path))));
    }
    if operation.readonly {
        remarks.push("This operation changes nothing: it may be repeated freely.".into());
    }
    if let Some(token) = operation.idempotency_token.and_then(|index| operation.parameters.get(index)) {
        let name = scope.parameter_link(&token.def.name);
        remarks.push(format!("A request may be repeated safely with the same {name}: it has no second effect."));
    }
    remarks
}

fn rules(scope: &Scope<'_>) -> Vec<view::RuleRow> {
    let rules = scope.operation.check.rules.iter().enumerate();
    rules.map(|(index, rule)| rule_row(scope, rule, scope.operation.rules.get(index))).collect()
}

fn rule_row(scope: &Scope<'_>, rule: &Rule, text: Option<&RuleText>) -> view::RuleRow {
    let edition = scope.edition(&rule.editions);
    let severity = match (rule.severity, &rule.form) {
        (_, Form::Ignored(_) | Form::Default(_)) => "",
        (Severity::Error, _) => "",
        (Severity::Warning, _) => "Only a warning.",
    };
    let mut notes: Vec<String> = Vec::new();
    notes.extend(edition.as_ref().map(|mark| capital(&format!("{mark} only."))));
    notes.extend(Some(severity.to_owned()).filter(|it| !it.is_empty()));
    notes.extend(Some(&rule.message).filter(|it| !it.is_empty()).map(|it| format!("Message: “{}”", piece(it))));
    notes.extend(text.map(|text| line(&text.doc)).filter(|it| !it.is_empty()));
    view::RuleRow {
        anchor: rule_anchor(&rule.id),
        id: code(&rule.id),
        sentence: scope.sentence(rule),
        source: scope.source(&rule.source),
        edition: edition.unwrap_or_else(|| "all".into()),
        severity: match rule.severity {
            Severity::Error => "error".into(),
            Severity::Warning => "warning".into(),
        },
        notes,
    }
}

fn facts(scope: &Scope<'_>) -> Vec<view::Fact> {
    scope.operation.facts.iter().map(|fact| show_fact(scope, fact)).collect()
}

fn show_fact(scope: &Scope<'_>, fact: &model::Fact) -> view::Fact {
    let name = &fact.def.name;
    let mut lines = Vec::new();
    if let Some(from) = &fact.from {
        let by = scope.position(&from.by).map_or_else(|| code(&from.by), |_| scope.parameter_link(&from.by));
        lines.push(format!(
            "How to find out: it is the field {} of the {} that {by} names.",
            code(&from.field),
            code(&from.resource)
        ));
    }
    lines.push(match &fact.def.kind {
        Kind::Boolean => "It is `true` or `false`.".into(),
        Kind::Enum { .. } => "It is one of the values below.".into(),
        // A fact is an enum, a boolean or a text.
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => "It is a text.".into(),
    });
    let rules = scope.operation.check.rules.iter().enumerate();
    let about: Vec<String> = rules
        .filter(|(_, rule)| rule.facts().contains(&name.as_str()))
        .map(|(index, _)| scope.rule_link(index))
        .collect();
    if !about.is_empty() {
        lines.push(format!("It decides about {}.", sentence::join(&about, "and")));
    }
    if !fact.source.is_empty() {
        lines.push(format!("Source: {}.", scope.source(&fact.source)));
    }
    let at = format!("fact-values-{}", anchor(name));
    let values = parameters::enum_values(scope, &at, code(name), &fact.def.kind, &fact.values);
    view::Fact {
        anchor: format!("fact-{}", anchor(name)),
        name: code(name),
        says: if fact.def.says.is_empty() { plain(name) } else { capital(&plain(&fact.def.says)) },
        doc: line(&fact.doc),
        lines,
        values: values.into_iter().collect(),
    }
}

fn reply(scope: &Scope<'_>, response: &model::Response) -> view::Reply {
    let facts = &response.check.facts;
    let outcome = |id: &str, words: &str| {
        let rule = response.check.rules.iter().find(|rule| rule.id == id)?;
        let cond = match &rule.form {
            Form::Ensure(cond) => cond,
            Form::Forbid(members) => members.first()?,
            Form::Require(_)
            | Form::Count(..)
            | Form::Allow(_)
            | Form::Compare(_)
            | Form::Ignored(_)
            | Form::Default(_) => return None,
        };
        Some(format!("{words} {}.", piece(&sentence::condition(cond, facts))))
    };
    let remarks = [outcome("success", "The call succeeded when"), outcome("failure", "The call failed when")];
    view::Reply {
        remarks: remarks.into_iter().flatten().collect(),
        rows: parameters::reply_rows(scope, &response.fields),
        fields: parameters::fields(scope, &response.fields, Side::Reply),
        values: parameters::values(scope, &response.fields, Side::Reply),
    }
}
