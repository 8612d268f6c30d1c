//! Names of the generated code: two that would be the same are kept apart.

use super::definition::{Definition, Kind};
use crate::resolve::naming;
use std::collections::HashSet;

/// Gives a name of its own to everything that would share one.
pub(in crate::import) fn keep_apart(parameters: &mut [Definition], operation: &str) {
    keep_all_apart(parameters, &mut [], operation);
}

/// The same for an operation whose reply is known, too: both have their types in one module.
pub(in crate::import) fn keep_all_apart(parameters: &mut [Definition], reply: &mut [Definition], operation: &str) {
    // Every operation has these types.
    let stem = naming::type_name(operation);
    let own = ["Request", "Facts", "Response"].map(|it| naming::type_name(&format!("{stem}{it}")));
    let mut types = HashSet::from(own);
    siblings(parameters, operation, &mut types);
    siblings(reply, "Response", &mut types);
}

fn siblings(definitions: &mut [Definition], parent: &str, types: &mut HashSet<String>) {
    let (mut fields, mut flags) = (HashSet::new(), HashSet::new());
    for it in definitions {
        let base = it.name.clone();
        it.rust = free(&base, |name| fields.insert(naming::field(name)));
        let named = it.rust.clone().unwrap_or(base);
        // The flag follows the name on the wire, not the one in Rust.
        it.cli = free(&it.name, |name| flags.insert(naming::flag(name)));
        let wire = it.name.clone();
        one(it, &named, parent, types);
        if it.rust.is_some() && it.cli.is_none() && it.rust.as_deref() != Some(wire.as_str()) {
            it.cli = Some(naming::flag(&wire));
        }
    }
}

fn one(it: &mut Definition, named: &str, parent: &str, types: &mut HashSet<String>) {
    let mut variants = HashSet::new();
    for (value, _, rust) in &mut it.shape.values {
        *rust = free(value, |name| variants.insert(naming::variant(name)));
    }
    let mut below = parent.to_owned();
    if matches!(it.shape.kind, Kind::Enum | Kind::Object) {
        let names = [naming::type_name(named), naming::type_name(&format!("{parent} {named}"))];
        below = match names.iter().find(|name| !types.contains(*name)) {
            Some(name) => name.clone(),
            None => {
                let own = free(named, |name| !types.contains(&naming::type_name(name)));
                let own = own.unwrap_or_else(|| named.to_owned());
                it.rust = Some(own.clone());
                naming::type_name(&own)
            }
        };
        types.insert(below.clone());
    }
    siblings(&mut it.shape.fields, &below, types);
    if let Some(item) = &mut it.shape.items {
        one(item, &naming::singular(named), parent, types);
    }
}

/// A name that can be taken, with a number behind it if it has to be; `None` for the name as it is.
fn free(name: &str, mut take: impl FnMut(&str) -> bool) -> Option<String> {
    if take(name) {
        return None;
    }
    let stem = naming::field(name);
    let stem = stem.strip_prefix("r#").unwrap_or(&stem);
    (2..).map(|count| format!("{stem}_{count}")).find(|name| take(name))
}
