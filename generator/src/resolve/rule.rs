//! Rules: one form each, from the YAML to the rules' own form.

use contingent_rules::{Cond, Demand, Form, Reference, Rule, Severity};

use super::Reader;
use super::cond::Target;
use super::value::{Use, literal};
use crate::diagnostic::code;
use crate::spec::{self, Entry, FormKind, Node, NodeKind};

impl<'a> Reader<'a> {
    /// A rule; `None` if it has errors, which are reported.
    pub(super) fn rule(&mut self, rule: &spec::Rule) -> Option<Rule> {
        self.rule = Some(rule.id.clone());
        // Each part is read, so that all errors are reported.
        let form = self.form(&rule.form);
        let when = rule.when.as_ref().map(|node| self.cond(node));
        let unless = rule.unless.as_ref().map(|node| self.cond(node));
        self.rule = None;
        Some(Rule {
            id: rule.id.clone(),
            form: form?,
            when: when.map_or(Some(None), |cond| cond.map(Some))?,
            unless: unless.map_or(Some(None), |cond| cond.map(Some))?,
            editions: rule.edition.0.clone(),
            severity: match rule.severity {
                Some(spec::RuleSeverity::Warning) => Severity::Warning,
                Some(spec::RuleSeverity::Error) | None => Severity::Error,
            },
            source: rule.source.clone().unwrap_or_default(),
            message: rule.message.clone().unwrap_or_default(),
        })
    }

    fn form(&mut self, form: &spec::Form) -> Option<Form> {
        use contingent_rules::Count::{AllOrNone, AtLeastOne, AtMostOne, ExactlyOne};
        let node = &form.value;
        if node.is_null() {
            self.error(code::NULL_VALUE, form.key_span, "the form of the rule says nothing")
                .help("name what the rule is about");
            return None;
        }
        match form.kind {
            FormKind::Require => self.require(node),
            FormKind::Forbid => match &node.kind {
                NodeKind::List(nodes) => self.members(nodes, node.span),
                NodeKind::Scalar(_) | NodeKind::Map(_) => self.cond(node).map(|cond| vec![cond]),
            }
            .map(Form::Forbid),
            FormKind::ExactlyOne => self.group(node).map(|members| Form::Count(ExactlyOne, members)),
            FormKind::AtMostOne => self.group(node).map(|members| Form::Count(AtMostOne, members)),
            FormKind::AtLeastOne => self.group(node).map(|members| Form::Count(AtLeastOne, members)),
            FormKind::AllOrNone => self.group(node).map(|members| Form::Count(AllOrNone, members)),
            FormKind::Allow => {
                self.map_of(node, "`allow` wants a map from parameters to values", Self::demand).map(Form::Allow)
            }
            FormKind::Compare => self.comparison_form(node),
            FormKind::Ensure => self.cond(node).map(Form::Ensure),
            FormKind::Ignored => self.references(node).map(Form::Ignored),
            FormKind::Default => self
                .map_of(node, "`default` wants a map from parameters to values", Self::default_value)
                .map(Form::Default),
        }
    }

    fn require(&mut self, node: &Node) -> Option<Form> {
        if let NodeKind::Map(_) = &node.kind {
            return self.map_of(node, "", Self::demand).map(Form::Require);
        }
        let bare = |reference: Reference| Demand { of: contingent_rules::Subject::Parameter(reference), test: None };
        let references = self.references(node)?;
        Some(Form::Require(references.into_iter().map(bare).collect()))
    }

    fn map_of<T>(&mut self, node: &Node, wants: &str, read: fn(&mut Self, &Entry) -> Option<T>) -> Option<Vec<T>> {
        let NodeKind::Map(entries) = &node.kind else {
            self.error(code::BAD_CONDITION, node.span, format!("{wants}, found {}", node.describe()))
                .help("write `{Name: value}` or `{Name: [value, value]}`");
            return None;
        };
        if entries.is_empty() {
            self.error(code::EMPTY, node.span, "the map is empty").help("write `{Name: value}`");
            return None;
        }
        let parts: Vec<Option<T>> = entries.iter().map(|entry| read(self, entry)).collect();
        parts.into_iter().collect()
    }

    fn demand(&mut self, entry: &Entry) -> Option<Demand> {
        let target = self.target(&entry.key, entry.key_span)?;
        let test = self.test(&target, &entry.value)?;
        Some(Demand { of: target.subject(), test: Some(test) })
    }

    fn default_value(&mut self, entry: &Entry) -> Option<(Reference, String)> {
        match self.target(&entry.key, entry.key_span)? {
            Target::Place(reference, parameter) => {
                let owner = super::value::Owner::parameter(parameter);
                if owner.is_container() {
                    let Some(text) = entry.value.text() else {
                        let message =
                            format!("the default of `{}` is a text, found {}", reference.text, entry.value.describe());
                        self.error(code::BAD_CONDITION, entry.value.span, message).help("write it as JSON, in quotes");
                        return None;
                    };
                    return Some((reference, text.to_owned()));
                }
                Some((reference, literal(self, &owner, &entry.value, Use::Default)?))
            }
            Target::Fact(fact) => {
                let message = format!("`${}` is a fact and has no default", fact.name);
                self.error(code::FACT_ALONE, entry.key_span, message).help("name a parameter");
                None
            }
        }
    }

    fn comparison_form(&mut self, node: &Node) -> Option<Form> {
        Some(match self.comparison(node)? {
            super::compare::Read::Test(of, test) => Form::Allow(vec![Demand { of, test: Some(test) }]),
            super::compare::Read::Comparison(comparison) => Form::Compare(comparison),
        })
    }

    pub(super) fn comparison_cond(&mut self, node: &Node) -> Option<Cond> {
        Some(match self.comparison(node)? {
            super::compare::Read::Test(of, test) => Cond::Test(of, test),
            super::compare::Read::Comparison(comparison) => Cond::Compare(comparison),
        })
    }
}
