//! Parameters, fields of objects and of replies, items: which are new or gone, and what else is different about them.

use super::pass::{At, Pass, View};
use super::words::{self, rust, short};
use super::{Category, bounds, kinds, order};
use crate::model::{Parameter, Position};
use crate::rust::{is_argument, type_of};

/// The parameters of a request, or the fields of a reply.
pub(super) fn top(pass: &mut Pass<'_>, old: &[Parameter], new: &[Parameter]) {
    all(pass, &At::top(), old, new);
}

/// What stands side by side; whether a type of it is another one.
fn all(pass: &mut Pass<'_>, at: &At, old: &[Parameter], new: &[Parameter]) -> bool {
    let find = |all: &[Parameter], name: &str| all.iter().position(|it| it.def.name == name);
    for before in old {
        match find(new, &before.def.name).and_then(|index| new.get(index)) {
            Some(after) => pair(pass, &at.field(&before.def.name), before, after),
            None => gone(pass, &at.field(&before.def.name), before),
        }
    }
    for after in new.iter().filter(|after| find(old, &after.def.name).is_none()) {
        if at.wire && pass.new.has(&after.def.editions) {
            added(pass, &at.field(&after.def.name), after, "");
        } else if pass.whole && !pass.reply && is_argument(after) {
            pass.rust(&at.field(&after.def.name), "new, and an argument of `new` in Rust");
        }
    }
    sequence(pass, at, old, new);
    false
}

/// What is gone altogether.
fn gone(pass: &mut Pass<'_>, at: &At, old: &Parameter) {
    if at.wire && pass.old.has(&old.def.editions) {
        pass.about(Category::Breaking, at, "removed");
    } else if pass.reply || old.def.constant.is_none() {
        pass.rust(at, "no Rust field any more");
    }
}

/// What is new in the editions that are looked at.
fn added(pass: &mut Pass<'_>, at: &At, new: &Parameter, place: &str) {
    let secret = at.secret || new.def.secret;
    let (category, what) = match (&new.def.constant, new.def.required) {
        (_, _) if pass.reply => (Category::Compatible, "new".to_owned()),
        (Some(_), _) if secret => (Category::Compatible, "new, with a constant that is not shown".to_owned()),
        (Some(value), _) => (Category::Compatible, format!("new, always {}", short(value))),
        (None, true) => (Category::Breaking, "new and required".to_owned()),
        (None, false) => (Category::Compatible, "new and optional".to_owned()),
    };
    pass.about(category, at, &format!("{what}{place}"));
}

/// What both sides have, perhaps in other editions.
fn pair(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter) {
    let here = |view: &View<'_>, it: &Parameter| view.has(&it.def.editions);
    let (was, is) = (at.wire && here(&pass.old, old), at.wire && here(&pass.new, new));
    let moved = order::is_other_set(&old.def.editions, &new.def.editions);
    match (was, is) {
        (true, false) if moved && pass.whole => {
            let what = format!("removed, it is in {} only", words::editions(&new.def.editions));
            pass.about(Category::Breaking, at, &what);
        }
        (true, false) => pass.about(Category::Breaking, at, "removed"),
        (false, true) if moved && pass.whole => {
            let place = format!(", it was in {} only", words::editions(&old.def.editions));
            added(pass, at, new, &place);
        }
        (false, true) => added(pass, at, new, ""),
        (true, true) | (false, false) => {
            let what = order::editions(&old.def.editions, &new.def.editions).filter(|_| !pass.is_chosen());
            what.into_iter().for_each(|what| pass.docs(at, what));
        }
    }
    let at = At { wire: was && is, ..at.clone() };
    presence(pass, &at, old, new);
    if pass.whole && old.field != new.field && (pass.reply || constants(old, new) == (false, false)) {
        pass.rust(&at, &format!("Rust field {}, was {}", rust(&new.field), rust(&old.field)));
    }
    if old.flag != new.flag {
        pass.rust(&at, &format!("flag --{} on a command line, was --{}", short(&new.flag), short(&old.flag)));
    }
    if old.position != new.position {
        let what = format!("{}, was {}", place(new.position), place(old.position));
        if at.wire {
            pass.about(Category::Breaking, &at, &what);
        }
    }
    if old.wrapper != new.wrapper && at.wire {
        let name = |wrapper: &Option<String>| wrapper.as_deref().map_or_else(|| "nothing".to_owned(), short);
        let what = format!("items are wrapped in {}, was {}", name(&new.wrapper), name(&old.wrapper));
        pass.about(Category::Breaking, &at, &what);
    }
    // What is around may be secret on both sides, and then the types show it.
    let types = (type_of(old, at.secret), type_of(new, at.secret));
    let has_field = pass.reply || constants(old, new) == (false, false);
    let differs = has_field && types.0 != types.1;
    if !value(pass, &at, old, new, differs) && differs {
        pass.rust(&at, &format!("Rust type {}, was {}", rust(&types.1), rust(&types.0)));
    }
}

fn constants(old: &Parameter, new: &Parameter) -> (bool, bool) {
    (old.def.constant.is_some(), new.def.constant.is_some())
}

/// Whether it must be there.
fn presence(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter) {
    if pass.reply {
        let plain = |it: &Parameter| it.def.required && it.def.editions.is_empty();
        let rust = pass.whole && plain(old) != plain(new) && !type_of(new, false).starts_with("Vec<");
        match (old.def.required, new.def.required) {
            (true, false) if at.wire => pass.about(Category::Breaking, at, "may be missing, was always there"),
            (false, true) if at.wire && rust => {
                pass.about(Category::RustBreaking, at, "always there, and no `Option` in Rust any more");
            }
            (false, true) if at.wire => pass.about(Category::Compatible, at, "always there, could be missing"),
            _ if rust => pass.rust(at, if plain(new) { "no `Option` in Rust any more" } else { "an `Option` in Rust" }),
            (true | false, true | false) => {}
        }
        return;
    }
    let moved = is_argument(old) != is_argument(new);
    match (constants(old, new), old.def.required, new.def.required) {
        ((true, true), before, after) => {
            if before != after {
                let word = if after { "required" } else { "optional" };
                pass.docs(at, &format!("{word} by its description; the constant is sent in any case"));
            }
        }
        // The constant that comes or goes is told among the bounds.
        ((true, false) | (false, true), before, after) => {
            if before != after {
                let word = if after { "required" } else { "optional" };
                pass.docs(at, &format!("{word}, which says nothing beside a constant"));
            }
        }
        ((false, false), false, true) if at.wire => pass.about(Category::Breaking, at, "required, was optional"),
        ((false, false), true, false) if at.wire => {
            let category = if pass.whole && moved { Category::RustBreaking } else { Category::Compatible };
            pass.about(category, at, "optional, was required");
        }
        ((false, false), _, _) if moved => {
            let what =
                if is_argument(new) { "an argument of `new` in Rust" } else { "an `Option` with a setter in Rust" };
            pass.rust(at, what);
        }
        ((false, false), true | false, true | false) => {}
    }
}

/// What a value is, and what is said about it; whether another type was told of.
fn value(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter, rust_differs: bool) -> bool {
    let mut told = false;
    if old.def.secret != new.def.secret {
        let what = if new.def.secret { "secret, was shown" } else { "shown, was secret" };
        if pass.whole {
            pass.rust(at, &format!("{what}: in Rust it is another type"));
            told = true;
        }
    }
    let around = At { secret: at.secret || (old.def.secret && new.def.secret), ..at.clone() };
    let at = at.of(old, new);
    told |= kinds::compare(pass, &at, old, new, rust_differs);
    let listed = |it: &'_ Parameter| kinds::values(&it.def.kind).len();
    if listed(old) + listed(new) > 0 {
        let (old, new) = (kinds::Listed::of(old), kinds::Listed::of(new));
        kinds::enums(pass, &at, &old, &new, true);
    }
    bounds::compare(pass, &at, old, new);
    words_about(pass, &at, old, new);
    if !old.fields.is_empty() && !new.fields.is_empty() {
        all(pass, &around, &old.fields, &new.fields);
    }
    if let (Some(before), Some(after)) = (&old.item, &new.item) {
        told |= value(pass, &around.items(), before, after, rust_differs);
    }
    told
}

/// Defaults, and what only people read. Nothing of a secret is repeated.
fn words_about(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter) {
    // A default that is a value of another edition is none here.
    let default = |it: &'_ Parameter, view: &View<'_>| {
        it.default.clone().filter(|value| !at.wire || view.has(it.value_editions(value)))
    };
    match (default(old, &pass.old), default(new, &pass.new)) {
        (Some(before), Some(after)) if before != after => {
            let what = if at.secret {
                "if it is not given the service assumes another value".to_owned()
            } else {
                format!("if it is not given the service assumes {}, was {}", short(&after), short(&before))
            };
            if at.wire {
                pass.about(Category::Compatible, at, &what);
            } else {
                pass.docs(at, &what);
            }
        }
        (None, Some(_)) if at.secret => pass.docs(at, "a default is documented"),
        (None, Some(after)) => pass.docs(at, &format!("the default {} is documented", short(&after))),
        (Some(_), None) if at.secret => pass.docs(at, "no default is documented any more"),
        (Some(before), None) => pass.docs(at, &format!("the default {} is not documented any more", short(&before))),
        (Some(_), Some(_)) | (None, None) => {}
    }
    if old.unit != new.unit {
        let unit = |unit: &Option<String>| unit.as_deref().map_or_else(|| "none".to_owned(), short);
        pass.docs(at, &format!("unit {}, was {}", unit(&new.unit), unit(&old.unit)));
    }
    let differs = [
        (old.doc != new.doc, "described in other words"),
        (old.example != new.example, "another example"),
        (old.def.source != new.def.source, "another source"),
        (old.refers_to != new.refers_to, "another operation lists its values"),
        (!old.undocumented && new.undocumented, "undocumented, was documented"),
        (old.undocumented && !new.undocumented, "documented, was undocumented"),
    ];
    differs.iter().filter(|(differs, _)| *differs).for_each(|(_, what)| pass.docs(at, what));
}

fn place(position: Position) -> &'static str {
    match position {
        Position::Query => "sent with the pairs of the request",
        Position::Body => "sent in the body",
        Position::Header => "sent in a header",
        Position::Path => "sent in the path",
        Position::Host => "sent in the host name",
    }
}

/// The order: of the arguments of `new`, or else of the description.
fn sequence(pass: &mut Pass<'_>, at: &At, old: &[Parameter], new: &[Parameter]) {
    if !pass.whole {
        return;
    }
    let subject = match (at.path.as_str(), pass.reply) {
        ("", true) => "the fields of the reply".to_owned(),
        ("", false) => "the parameters".to_owned(),
        (path, _) => format!("the fields of {path}"),
    };
    let names = |all: &[Parameter], arguments: bool| -> Vec<String> {
        let chosen = all.iter().filter(|it| !arguments || is_argument(it));
        chosen.map(|it| it.def.name.clone()).collect()
    };
    let (before, after) = (names(old, true), names(new, true));
    if !pass.reply && order::differs(&before, &after) {
        let what = format!("{subject}: `new` takes {} in this order", words::list(&after, "and"));
        pass.say(Category::RustBreaking, what);
    } else if order::differs(&names(old, false), &names(new, false)) {
        pass.say(Category::Docs, format!("{subject} are in another order"));
    }
}
