//! Which parameters a rule speaks about.

use crate::{Comparison, Cond, Form, Operand, Reference, Rule, Step, Subject};

impl Rule {
    /// What the form demands something of: the parameters that a broken rule concerns. Inside an
    /// item the list stands for its fields.
    pub fn subjects(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        form_references(&self.form, &mut |reference, list| found.push(list.unwrap_or(reference)));
        found
    }

    /// The facts that the form, `when` or `unless` test, without `$`, each once.
    pub fn facts(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut add = |name| {
            if !found.contains(&name) {
                found.push(name);
            }
        };
        for cond in self.when.iter().chain(&self.unless) {
            cond_facts(cond, &mut add);
        }
        match &self.form {
            Form::Require(demands) | Form::Allow(demands) => {
                demands.iter().for_each(|demand| subject_facts(&demand.of, &mut add));
            }
            Form::Forbid(conds) | Form::Count(_, conds) => conds.iter().for_each(|cond| cond_facts(cond, &mut add)),
            Form::Compare(comparison) => comparison_facts(comparison, &mut add),
            Form::Ensure(cond) => cond_facts(cond, &mut add),
            Form::Ignored(_) | Form::Default(_) => {}
        }
        found
    }

    /// The parameters that `when` and `unless` test.
    pub fn conditions(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        for cond in self.when.iter().chain(&self.unless) {
            cond_references(cond, None, &mut |reference, list| found.push(list.unwrap_or(reference)));
        }
        found
    }
}

impl Reference {
    /// The parameter where the path begins; `None` for a path that begins at an item.
    pub fn top(&self) -> Option<&str> {
        match self.steps.first() {
            Some(Step::Field(name)) => Some(name),
            Some(Step::Items) | None => None,
        }
    }
}

/// The whole paths that a form names, as they read for people.
pub(crate) fn form_texts(form: &Form) -> Vec<String> {
    let mut texts = Vec::new();
    form_references(form, &mut |reference, _| texts.push(reference.text.clone()));
    texts
}

/// The whole paths that a condition names.
pub(crate) fn cond_texts(cond: &Cond) -> Vec<String> {
    let mut texts = Vec::new();
    cond_references(cond, None, &mut |reference, _| texts.push(reference.text.clone()));
    texts
}

/// The whole paths that a comparison names.
pub(crate) fn comparison_texts(comparison: &Comparison) -> Vec<String> {
    let mut texts = Vec::new();
    comparison_references(comparison, None, &mut |reference, _| texts.push(reference.text.clone()));
    texts
}

/// Takes a reference and, inside an item, the list.
type Visit<'v, 'r> = dyn FnMut(&'r Reference, Option<&'r Reference>) + 'v;

fn form_references<'r>(form: &'r Form, visit: &mut Visit<'_, 'r>) {
    match form {
        Form::Require(demands) | Form::Allow(demands) => {
            demands.iter().for_each(|demand| subject_references(&demand.of, None, visit));
        }
        Form::Forbid(conds) | Form::Count(_, conds) => conds.iter().for_each(|cond| cond_references(cond, None, visit)),
        Form::Compare(comparison) => comparison_references(comparison, None, visit),
        Form::Ensure(cond) => cond_references(cond, None, visit),
        Form::Ignored(references) => references.iter().for_each(|reference| visit(reference, None)),
        Form::Default(values) => values.iter().for_each(|(reference, _)| visit(reference, None)),
    }
}

fn cond_references<'r>(cond: &'r Cond, list: Option<&'r Reference>, visit: &mut Visit<'_, 'r>) {
    match cond {
        Cond::Given(reference) => visit(reference, list),
        Cond::Test(subject, _) => subject_references(subject, list, visit),
        Cond::SomeItem(items, conds) => {
            conds.iter().for_each(|cond| cond_references(cond, list.or(Some(items)), visit));
        }
        Cond::All(conds) | Cond::Any(conds) | Cond::Count(_, conds) => {
            conds.iter().for_each(|cond| cond_references(cond, list, visit));
        }
        Cond::Not(cond) => cond_references(cond, list, visit),
        Cond::Absent(references) => references.iter().for_each(|reference| visit(reference, list)),
        Cond::Compare(comparison) => comparison_references(comparison, list, visit),
    }
}

fn comparison_references<'r>(comparison: &'r Comparison, list: Option<&'r Reference>, visit: &mut Visit<'_, 'r>) {
    match comparison {
        Comparison::Numbers(left, _, right) => {
            for term in left.iter().chain(right) {
                match &term.operand {
                    Operand::Parameter(reference) => visit(reference, list),
                    Operand::Number(_) => {}
                }
            }
        }
        Comparison::Texts(left, _, right) => {
            subject_references(left, list, visit);
            subject_references(right, list, visit);
        }
    }
}

fn subject_references<'r>(subject: &'r Subject, list: Option<&'r Reference>, visit: &mut Visit<'_, 'r>) {
    match subject {
        Subject::Parameter(reference) => visit(reference, list),
        Subject::Fact(_) => {}
    }
}

fn cond_facts<'r>(cond: &'r Cond, add: &mut dyn FnMut(&'r str)) {
    match cond {
        Cond::Test(subject, _) => subject_facts(subject, add),
        Cond::SomeItem(_, conds) | Cond::All(conds) | Cond::Any(conds) | Cond::Count(_, conds) => {
            conds.iter().for_each(|cond| cond_facts(cond, add));
        }
        Cond::Not(cond) => cond_facts(cond, add),
        Cond::Compare(comparison) => comparison_facts(comparison, add),
        Cond::Given(_) | Cond::Absent(_) => {}
    }
}

fn comparison_facts<'r>(comparison: &'r Comparison, add: &mut dyn FnMut(&'r str)) {
    match comparison {
        Comparison::Texts(left, _, right) => {
            subject_facts(left, add);
            subject_facts(right, add);
        }
        Comparison::Numbers(..) => {}
    }
}

fn subject_facts<'r>(subject: &'r Subject, add: &mut dyn FnMut(&'r str)) {
    match subject {
        Subject::Fact(name) => add(name),
        Subject::Parameter(_) => {}
    }
}
