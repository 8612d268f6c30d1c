//! What must hold, in the forms of rules that a person would choose.

use super::cond::Cond;
use crate::import::yaml::Yaml;

/// What must hold, as forms of rules: one for each kind of demand.
pub(super) fn forms(cond: Cond) -> Vec<(String, Yaml)> {
    let (mut given, mut tests, mut forbidden, mut others) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let parts = match cond {
        Cond::All(all) => all,
        other => vec![other],
    };
    for part in parts {
        match part {
            Cond::Given(name) if !given.contains(&name) => given.push(name),
            Cond::Given(_) => {}
            // Of the items of a list `require` would want every one.
            Cond::OneOf(ref name, _) | Cond::Op(ref name, ..) if !name.ends_with("[]") => tests.push(part),
            Cond::Absent(name) => forbidden.push(Cond::Given(name)),
            Cond::Not(inner) => match *inner {
                Cond::Group("at_least_one", members) => forbidden.extend(members),
                other => forbidden.push(other),
            },
            Cond::Any(any) => match any.as_slice() {
                [Cond::Absent(name), Cond::Op(other, "ne", value)] if name == other => {
                    forbidden.push(Cond::OneOf(name.clone(), vec![value.clone()]));
                }
                _ if distinct(&any) => others.push(("at_least_one".to_owned(), Cond::list(&any))),
                _ => others.push(("ensure".to_owned(), Cond::Any(any).yaml())),
            },
            Cond::Group(word, members) => others.push((word.to_owned(), Cond::list(&members))),
            other => others.push(("ensure".to_owned(), other.yaml())),
        }
    }
    let mut forms = Vec::new();
    match given.as_slice() {
        [] => {}
        [only] => forms.push(("require".to_owned(), Yaml::text(only))),
        several => forms.push(("require".to_owned(), Yaml::texts(several))),
    }
    match Cond::tests(&tests) {
        Some(map) if !tests.is_empty() => forms.push(("require".to_owned(), map)),
        Some(_) => {}
        None => forms.extend(tests.iter().map(|test| ("require".to_owned(), test.yaml()))),
    }
    match forbidden.as_slice() {
        [] => {}
        [only] => forms.push(("forbid".to_owned(), only.yaml())),
        several => forms.push(("forbid".to_owned(), Cond::list(several))),
    }
    forms.extend(others);
    forms
}

/// Whether no two members are the same.
pub(super) fn distinct(members: &[Cond]) -> bool {
    members.iter().enumerate().all(|(index, member)| !members.iter().take(index).any(|other| other == member))
}
