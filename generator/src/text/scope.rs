//! What every part of a page needs: the operation, its editions, and words that all parts share.

use contingent_rules::{Mode, Reference, Rule, Step, sentence};

use super::escape::{anchor, capital, code, link, piece, plain};
use crate::model;

/// What a page is about.
pub(super) struct Scope<'m> {
    pub(super) service: &'m model::Service,
    pub(super) operation: &'m model::Operation,
    /// The editions that the service declares, or else those that the operation names.
    pub(super) editions: Vec<String>,
}

impl<'m> Scope<'m> {
    pub(super) fn new(service: &'m model::Service, operation: &'m model::Operation) -> Self {
        let mut editions: Vec<String> = service.editions.iter().map(|edition| edition.name.clone()).collect();
        if editions.is_empty() {
            let parameters = operation.check.parameters.iter().flat_map(|parameter| &parameter.editions);
            for name in parameters.chain(operation.check.rules.iter().flat_map(|rule| &rule.editions)) {
                if !editions.contains(name) {
                    editions.push(name.clone());
                }
            }
        }
        Scope { service, operation, editions }
    }

    /// The editions to look at one by one; a service without editions is looked at once.
    pub(super) fn views(&self) -> Vec<Option<&str>> {
        if self.editions.is_empty() { vec![None] } else { self.editions.iter().map(|name| Some(name.as_str())).collect() }
    }

    /// "edition `a`", or nothing for what belongs to all editions.
    pub(super) fn edition(&self, editions: &[String]) -> Option<String> {
        mark(editions, &self.service.editions)
    }

    /// Whether something is part of an edition.
    pub(super) fn exists(&self, editions: &[String], view: Option<&str>) -> bool {
        editions.is_empty() || view.is_none_or(|view| editions.iter().any(|edition| edition == view))
    }

    /// A whole rule as a sentence with its final dot.
    pub(super) fn sentence(&self, rule: &Rule) -> String {
        let text = sentence::rule(rule, &self.operation.check.facts);
        format!("{}.", capital(&named(&text, rule)))
    }

    /// When a rule applies; empty if it always does.
    pub(super) fn applies(&self, rule: &Rule) -> String {
        named(&sentence::applies(rule, &self.operation.check.facts), rule)
    }

    /// A link to a rule by its index.
    pub(super) fn rule_link(&self, index: usize) -> String {
        let id = self.operation.check.rules.get(index).map_or("", |rule| rule.id.as_str());
        format!("[{}](#{})", plain(id), rule_anchor(id))
    }

    /// A source, its document linked if the service has its address.
    pub(super) fn source(&self, source: &str) -> String {
        let (document, place) = source.split_once('#').unwrap_or((source, ""));
        let text = plain(source);
        match self.service.docs.iter().find(|(title, _)| title == document) {
            Some((title, address)) if place.is_empty() => link(&plain(title), address),
            Some((title, address)) => format!("{}: {}", link(&plain(title), address), plain(place)),
            None => text,
        }
    }

    /// An operation by its name, linked if it has a page.
    pub(super) fn operation_link(&self, name: &str) -> String {
        match self.service.operations.iter().find(|operation| operation.name == name) {
            Some(operation) => link(&code(name), &format!("{}.md", operation.module)),
            None => code(name),
        }
    }

    /// A link to a parameter of the request.
    pub(super) fn parameter_link(&self, name: &str) -> String {
        format!("[{}](#parameter-{})", code(name), anchor(name))
    }
}

/// "edition `a`" unless it is all of those declared.
pub(super) fn mark(editions: &[String], declared: &[model::Edition]) -> Option<String> {
    let all = !declared.is_empty() && declared.iter().all(|edition| editions.contains(&edition.name));
    if editions.is_empty() || all {
        return None;
    }
    let names: Vec<String> = editions.iter().map(|name| code(name)).collect();
    let word = if names.len() == 1 { "edition" } else { "editions" };
    Some(format!("{word} {}", sentence::join(&names, "and")))
}

/// The anchor of a rule.
pub(super) fn rule_anchor(id: &str) -> String {
    format!("rule-{}", anchor(id))
}

/// Whether a rule counts in an edition: a warning demands nothing.
pub(super) fn counts(mode: Mode) -> bool {
    match mode {
        Mode::Error => true,
        Mode::Warning | Mode::Off => false,
    }
}

/// Whether a path is about what is given at the top, or in objects, but not in items of a list.
pub(super) fn outside_lists(reference: &Reference) -> bool {
    reference.steps.iter().all(|step| matches!(step, Step::Field(_)))
}

/// A generated sentence, with the names of the rule's parameters as code.
fn named(text: &str, rule: &Rule) -> String {
    let references = rule.subjects().into_iter().chain(rule.conditions());
    // A name that is a plain word would be found in the words of the sentence too; at its start it can only be the name.
    let word = |name: &str| name.chars().all(|it| it.is_ascii_lowercase());
    let mut names: Vec<&str> = references.map(|it| it.text.as_str()).filter(|name| !name.is_empty()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let joins = |it: char| it.is_alphanumeric() || it == '_';
    let mut out = String::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        // A regular expression stands in back-ticks.
        if let Some(end) = text[at..].strip_prefix('`').and_then(|rest| rest.find('`')) {
            out.push_str(&piece(&text[start..at]));
            out.push_str(&code(&text[at + 1..=at + end]));
            at += end + 2;
            start = at;
            continue;
        }
        let free = !text[..at].ends_with(joins);
        let found = names.iter().find(|name| {
            (at == 0 || !word(name))
                && free
                && text[at..].strip_prefix(**name).is_some_and(|rest| !name.ends_with(joins) || !rest.starts_with(joins))
        });
        match found {
            Some(name) => {
                out.push_str(&piece(&text[start..at]));
                out.push_str(&code(name));
                at += name.len();
                start = at;
            }
            None => at += character.len_utf8(),
        }
    }
    out.push_str(&piece(&text[start..]));
    out
}
