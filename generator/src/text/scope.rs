//! What every part of a page needs: the operation, its editions, and words that all parts share.

use std::collections::HashMap;

use contingent_rules::{Reference, Rule, Step, sentence};

use super::escape::{anchor, capital, code, link, piece, plain};
use crate::model;

/// What a page is about.
pub(super) struct Scope<'m> {
    pub(super) service: &'m model::Service,
    pub(super) operation: &'m model::Operation,
    /// The editions that the service declares, or else those that the operation names.
    pub(super) editions: Vec<String>,
    /// The rules whose form names a parameter, or something inside it.
    named: HashMap<&'m str, Vec<usize>>,
    positions: HashMap<&'m str, usize>,
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
        let check = &operation.check;
        let positions = check.parameters.iter().enumerate().map(|(index, it)| (it.name.as_str(), index)).collect();
        let named = by_top(&check.rules, |rule| rule.subjects());
        Scope { service, operation, editions, named, positions }
    }

    /// The rules whose form names a parameter or something inside it, in order.
    pub(super) fn rules_naming(&self, parameter: &str) -> impl Iterator<Item = (usize, &'m Rule)> {
        let all = &self.operation.check.rules;
        let indices = self.named.get(parameter).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|index| all.get(*index).map(|rule| (*index, rule)))
    }

    /// Where a parameter stands in the operation.
    pub(super) fn position(&self, parameter: &str) -> Option<usize> {
        self.positions.get(parameter).copied()
    }

    /// The editions to look at one by one; a service without editions is looked at once.
    pub(super) fn views(&self) -> Vec<Option<&str>> {
        if self.editions.is_empty() {
            vec![None]
        } else {
            self.editions.iter().map(|name| Some(name.as_str())).collect()
        }
    }

    /// "edition `a`", or nothing for what belongs to all editions.
    pub(super) fn edition(&self, editions: &[String]) -> Option<String> {
        mark(editions, &self.service.editions)
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

/// The rules by the parameters where their references begin.
fn by_top<'m>(rules: &'m [Rule], references: impl Fn(&'m Rule) -> Vec<&'m Reference>) -> HashMap<&'m str, Vec<usize>> {
    let mut found: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, rule) in rules.iter().enumerate() {
        for top in references(rule).into_iter().filter_map(Reference::top) {
            let rules = found.entry(top).or_default();
            if rules.last() != Some(&index) {
                rules.push(index);
            }
        }
    }
    found
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

/// Whether a path is about what is given at the top, or in objects, but not in items of a list.
pub(super) fn outside_lists(reference: &Reference) -> bool {
    reference.steps.iter().all(|step| matches!(step, Step::Field(_)))
}

/// How long the steps are that follow a name: `.Field`, `[]`.
fn path(text: &str) -> usize {
    let mut rest = text;
    loop {
        let field = rest.strip_prefix('.').filter(|it| it.starts_with(char::is_alphanumeric));
        let after = field.map(|it| it.trim_start_matches(|it: char| it.is_alphanumeric() || it == '_'));
        match after.or_else(|| rest.strip_prefix("[]")) {
            Some(after) => rest = after,
            None => return text.len() - rest.len(),
        }
    }
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
                && text[at..]
                    .strip_prefix(**name)
                    .is_some_and(|rest| !name.ends_with(joins) || !rest.starts_with(joins))
        });
        match found {
            Some(name) => {
                out.push_str(&piece(&text[start..at]));
                // Inside an item a rule names the list, and its sentence the fields.
                let end = at + name.len() + path(&text[at + name.len()..]);
                out.push_str(&code(&text[at..end]));
                at = end;
                start = at;
            }
            None => at += character.len_utf8(),
        }
    }
    out.push_str(&piece(&text[start..]));
    out
}
