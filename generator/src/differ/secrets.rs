//! Values of secrets in rules: a sentence about one does not repeat them.

use std::collections::BTreeSet;

use contingent_rules::{Comparison, Cond, Demand, Form, Operation, Parameter, Rule, Subject, Test};

/// The paths of secrets, and of what lies inside of them.
pub(super) fn paths(operation: &Operation) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    operation.parameters.iter().for_each(|parameter| collect(parameter, &parameter.name, false, &mut found));
    found
}

fn collect(parameter: &Parameter, path: &str, secret: bool, found: &mut BTreeSet<String>) {
    let secret = secret || parameter.secret;
    if secret {
        found.insert(path.to_owned());
    }
    for field in parameter.kind.fields() {
        collect(field, &format!("{path}.{}", field.name), secret, found);
    }
    if let Some(item) = parameter.kind.item() {
        collect(item, &format!("{path}[]"), secret, found);
    }
}

/// The rule with all values of secrets hidden.
pub(super) fn masked(rule: &Rule, secrets: &BTreeSet<String>) -> Rule {
    if secrets.is_empty() {
        return rule.clone();
    }
    let mask = Mask { secrets, list: None };
    Rule {
        form: mask.form(&rule.form),
        when: rule.when.as_ref().map(|cond| mask.cond(cond)),
        unless: rule.unless.as_ref().map(|cond| mask.cond(cond)),
        ..rule.clone()
    }
}

struct Mask<'a> {
    secrets: &'a BTreeSet<String>,
    /// The items that a condition is about, where its references begin.
    list: Option<String>,
}

/// What stands for a value.
const HIDDEN: &str = "…";

impl Mask<'_> {
    fn form(&self, form: &Form) -> Form {
        let demands = |demands: &[Demand]| -> Vec<Demand> {
            let demand =
                |it: &Demand| Demand { of: it.of.clone(), test: it.test.as_ref().map(|test| self.test(&it.of, test)) };
            demands.iter().map(demand).collect()
        };
        match form {
            Form::Require(all) => Form::Require(demands(all)),
            Form::Allow(all) => Form::Allow(demands(all)),
            Form::Forbid(conds) => Form::Forbid(self.conds(conds)),
            Form::Count(count, conds) => Form::Count(*count, self.conds(conds)),
            Form::Compare(comparison) => Form::Compare(comparison.clone()),
            Form::Ensure(cond) => Form::Ensure(self.cond(cond)),
            Form::Ignored(references) => Form::Ignored(references.clone()),
            Form::Default(values) => {
                let value = |(reference, value): &(contingent_rules::Reference, String)| {
                    let hidden = self.is_secret(&reference.text);
                    (reference.clone(), if hidden { HIDDEN.to_owned() } else { value.clone() })
                };
                Form::Default(values.iter().map(value).collect())
            }
        }
    }

    fn conds(&self, conds: &[Cond]) -> Vec<Cond> {
        conds.iter().map(|cond| self.cond(cond)).collect()
    }

    fn cond(&self, cond: &Cond) -> Cond {
        match cond {
            Cond::Test(subject, test) => Cond::Test(subject.clone(), self.test(subject, test)),
            Cond::SomeItem(list, conds) => {
                let inner = Mask { secrets: self.secrets, list: Some(list.text.clone()) };
                Cond::SomeItem(list.clone(), inner.conds(conds))
            }
            Cond::All(conds) => Cond::All(self.conds(conds)),
            Cond::Any(conds) => Cond::Any(self.conds(conds)),
            Cond::Not(cond) => Cond::Not(Box::new(self.cond(cond))),
            Cond::Count(count, conds) => Cond::Count(*count, self.conds(conds)),
            Cond::Given(reference) => Cond::Given(reference.clone()),
            Cond::Absent(references) => Cond::Absent(references.clone()),
            Cond::Compare(comparison) => Cond::Compare(Comparison::clone(comparison)),
        }
    }

    fn test(&self, subject: &Subject, test: &Test) -> Test {
        let hidden = match subject {
            Subject::Parameter(reference) => self.is_secret(&reference.text),
            Subject::Fact(_) => false,
        };
        match test {
            Test::OneOf(values) if hidden => Test::OneOf(values.iter().map(|_| HIDDEN.to_owned()).collect()),
            Test::Each(all) if hidden => Test::Each(all.iter().map(|(it, _)| (*it, HIDDEN.to_owned())).collect()),
            Test::OneOf(_) | Test::Each(_) => test.clone(),
        }
    }

    fn is_secret(&self, text: &str) -> bool {
        let list = self.list.as_deref().map(|list| list.trim_end_matches("[]"));
        self.secrets.contains(text) || list.is_some_and(|list| self.secrets.contains(&format!("{list}[].{text}")))
    }
}
