//! Facts: what the service knows and the request does not carry.

use super::pass::{At, Pass};
use super::words::{rust, short};
use super::{Category, kinds, order};
use crate::model::Fact;

/// Facts that are new, gone or others. They belong to all editions; their values need not.
pub(super) fn compare(pass: &mut Pass<'_>, old: &[Fact], new: &[Fact]) {
    let find = |all: &'_ [Fact], name: &str| all.iter().position(|it| it.def.name == name);
    for before in old {
        let at = At::top().field(&format!("${}", before.def.name));
        match find(new, &before.def.name).and_then(|index| new.get(index)) {
            Some(after) => pair(pass, &at, before, after),
            None => pass.rust(&at, "removed; no rule asks for it"),
        }
    }
    for after in new.iter().filter(|after| find(old, &after.def.name).is_none()) {
        if pass.whole {
            let at = At::top().field(&format!("${}", after.def.name));
            pass.about(Category::Compatible, &at, "new; rules about it are undecided as long as it is unknown");
        }
    }
    if pass.whole && old.is_empty() != new.is_empty() {
        let what = if new.is_empty() { "take no facts any more" } else { "take the facts" };
        pass.say(Category::RustBreaking, format!("the checks in Rust {what}"));
    }
    let names = |all: &[Fact]| all.iter().map(|fact| fact.def.name.clone()).collect::<Vec<_>>();
    if pass.whole && order::differs(&names(old), &names(new)) {
        pass.say(Category::Docs, "the facts are in another order");
    }
}

fn pair(pass: &mut Pass<'_>, at: &At, old: &Fact, new: &Fact) {
    let family = std::mem::discriminant(&old.def.kind) != std::mem::discriminant(&new.def.kind);
    if family {
        pass.rust(at, "another type");
    } else if old.type_name != new.type_name {
        let name = |fact: &Fact| rust(fact.type_name.as_deref().unwrap_or("String"));
        pass.rust(at, &format!("Rust type {}, was {}", name(new), name(old)));
    }
    if old.field != new.field {
        pass.rust(at, &format!("Rust field {}, was {}", rust(&new.field), rust(&old.field)));
    }
    // An unlisted value is a warning.
    kinds::enums(pass, at, &listed(old), &listed(new), false);
    if old.def.says != new.def.says {
        pass.docs(at, &format!("called \"{}\", was \"{}\"", short(&new.def.says), short(&old.def.says)));
    }
    let from = |fact: &Fact| fact.from.as_ref().map(|it| (it.resource.clone(), it.by.clone(), it.field.clone()));
    let differs = [
        (old.doc != new.doc, "described in other words"),
        (old.source != new.source, "another source"),
        (from(old) != from(new), "the service keeps it in another place"),
    ];
    differs.iter().filter(|(differs, _)| *differs).for_each(|(_, what)| pass.docs(at, what));
}

fn listed(fact: &Fact) -> kinds::Listed<'_> {
    kinds::Listed { kind: &fact.def.kind, texts: &fact.values }
}
