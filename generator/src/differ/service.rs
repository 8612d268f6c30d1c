//! Two services: what is around the operations, and the operations, paired by their names on the wire.

use super::pass::{Pass, View};
use super::words::{self, rust, short};
use super::{Category, Change, RuleEffect, between, operation, sorted};
use crate::model::{Endpoints, Operation, Service};

/// What is different between two services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceChanges {
    /// What is not inside of an operation that both have.
    pub service: Vec<Change>,
    /// The operations that both have and that differ, by their names, in the order of the new service.
    pub operations: Vec<(String, Vec<Change>)>,
}

/// What is different between two services, whichever edition is chosen. Nothing is known of the effect of rules.
pub fn service_changes(old: &Service, new: &Service) -> ServiceChanges {
    service_changes_with(old, new, &|_, _| RuleEffect::Unknown)
}

/// The same, for a caller who knows the effect of a rule, by the operation and the id of the rule.
pub fn service_changes_with(old: &Service, new: &Service, effect: &dyn Fn(&str, &str) -> RuleEffect) -> ServiceChanges {
    let names = |service: &Service| service.editions.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    let (before, after) = (names(old), names(new));
    let mut pass = Pass {
        old: View { edition: None, declared: &before },
        new: View { edition: None, declared: &after },
        reply: false,
        whole: true,
        found: Vec::new(),
    };
    around(&mut pass, old, new);
    pass.found.extend(operation::editions(&before, &after));
    for is in &new.editions {
        let Some(was) = old.editions.iter().find(|was| was.name == is.name) else { continue };
        let name = words::editions(std::slice::from_ref(&is.name));
        if was.variant != is.variant {
            let what = format!("{name}: Rust variant {}, was {}", rust(&is.variant), rust(&was.variant));
            pass.say(Category::RustBreaking, what);
        }
        if was.doc != is.doc {
            pass.say(Category::Docs, format!("{name}: described in other words"));
        }
    }
    endpoints(&mut pass, &old.endpoints, &new.endpoints);
    let views = (View { edition: None, declared: &before }, View { edition: None, declared: &after });
    operation::errors(&mut pass, &views, &old.errors, &new.errors);
    let operations = operations(&mut pass, old, new, effect);
    ServiceChanges { service: sorted(pass.found), operations }
}

fn around(pass: &mut Pass<'_>, old: &Service, new: &Service) {
    for (what, before, after, category) in [
        ("called", &old.name, &new.name, Category::Breaking),
        ("version", &old.version, &new.version, Category::Breaking),
        ("titled", &old.title, &new.title, Category::Docs),
    ] {
        if before != after {
            pass.say(category, format!("{what} {}, was {}", short(after), short(before)));
        }
    }
    if old.doc != new.doc {
        pass.say(Category::Docs, "the service is described in other words");
    }
    if old.docs != new.docs {
        pass.say(Category::Docs, "other documents, or other addresses of them");
    }
}

fn endpoints(pass: &mut Pass<'_>, old: &Endpoints, new: &Endpoints) {
    let is_empty = |it: &Endpoints| it.default.is_none() && it.pattern.is_none() && it.regions.is_empty();
    if !is_empty(old) && is_empty(new) {
        pass.say(Category::Breaking, "endpoints: no host is known any more, and Rust has no `endpoint`");
        return;
    }
    host(pass, "without a region", old.default.as_deref(), new.default.as_deref(), None);
    host(pass, "of any other region", old.pattern.as_deref(), new.pattern.as_deref(), None);
    let find = |endpoints: &'_ Endpoints, region: &str| endpoints.regions.iter().position(|(name, _)| name == region);
    for (region, before) in &old.regions {
        let after = find(new, region).and_then(|index| new.regions.get(index)).map(|(_, host)| host.as_str());
        host(pass, &format!("of {}", short(region)), Some(before), after, new.pattern.as_deref());
    }
    for (region, after) in new.regions.iter().filter(|(region, _)| find(old, region).is_none()) {
        host(pass, &format!("of {}", short(region)), None, Some(after), None);
    }
}

/// A host; `instead` is what stands for one that is not listed any more.
fn host(pass: &mut Pass<'_>, of: &str, old: Option<&str>, new: Option<&str>, instead: Option<&str>) {
    match (old, new, instead) {
        (None, None, _) => {}
        (Some(old), Some(new), _) if old == new => {}
        (Some(old), Some(new), _) => {
            pass.say(Category::Compatible, format!("host {of}: {}, was {}", short(new), short(old)));
        }
        (None, Some(new), _) => pass.say(Category::Compatible, format!("host {of}: {}, was unknown", short(new))),
        (Some(old), None, Some(instead)) => {
            pass.say(Category::Compatible, format!("host {of}: {}, was {}", short(instead), short(old)));
        }
        (Some(old), None, None) => pass.say(Category::Breaking, format!("host {of}: unknown, was {}", short(old))),
    }
}

fn operations(
    pass: &mut Pass<'_>,
    old: &Service,
    new: &Service,
    effect: &dyn Fn(&str, &str) -> RuleEffect,
) -> Vec<(String, Vec<Change>)> {
    let has = |service: &Service, name: &str| service.operations.iter().any(|it| it.name == name);
    let mut renamed: Vec<&str> = Vec::new();
    for gone in old.operations.iter().filter(|it| !has(new, &it.name)) {
        let fresh = |it: &&Operation| !has(old, &it.name) && !renamed.contains(&it.name.as_str());
        match new.operations.iter().filter(fresh).find(|it| is_same(it, gone)) {
            Some(other) => {
                renamed.push(&other.name);
                let what = format!("operation {}: the new name of {}", short(&other.name), short(&gone.name));
                pass.say(Category::Breaking, what);
            }
            None => pass.say(Category::Breaking, format!("operation {}: removed", short(&gone.name))),
        }
    }
    let mut found = Vec::new();
    for after in &new.operations {
        let name = after.name.as_str();
        match old.operations.iter().find(|it| it.name == after.name) {
            Some(before) => {
                let changes = sorted(between(before, None, after, None, &|rule| effect(name, rule)));
                if !changes.is_empty() {
                    found.push((after.name.clone(), changes));
                }
            }
            None if renamed.contains(&name) => {}
            None => pass.say(Category::Compatible, format!("operation {}: new", short(name))),
        }
    }
    found
}

/// Whether two operations take the same requests, whatever their names; a constant may repeat the name.
fn is_same(a: &Operation, b: &Operation) -> bool {
    let named = |operation: &Operation| {
        let mut check = operation.check.clone();
        check.name.clear();
        for parameter in &mut check.parameters {
            if parameter.constant.as_ref() == Some(&operation.name) {
                parameter.constant = Some(String::new());
            }
        }
        check
    };
    named(a) == named(b) && a.parameters.iter().any(|parameter| parameter.def.constant.is_none())
}
