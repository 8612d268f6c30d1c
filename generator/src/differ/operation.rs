//! An operation as a whole: its names, what it is said to be, its errors and examples, and the editions.

use super::pass::{Pass, View};
use super::words::{self, rust, short};
use super::{Category, Change, order};
use crate::model::{ErrorCode, Example, Operation};

/// What comes before the parameters.
pub(super) fn compare(pass: &mut Pass<'_>, old: &Operation, new: &Operation) {
    if old.check.empty_is_absent != new.check.empty_is_absent {
        let what = if new.check.empty_is_absent { "counts as absent" } else { "counts as given" };
        pass.say(Category::Breaking, format!("an empty text {what}"));
    }
    if !pass.whole {
        return;
    }
    if old.name != new.name {
        pass.say(Category::Breaking, format!("called {} on the wire, was {}", short(&new.name), short(&old.name)));
    } else if old.check.name != new.check.name {
        let names = (short(&new.check.name), short(&old.check.name));
        pass.say(Category::Breaking, format!("checked as {}, was {}", names.0, names.1));
    }
    if old.type_name != new.type_name {
        let names = (rust(&new.type_name), rust(&old.type_name));
        pass.say(Category::RustBreaking, format!("Rust types begin with {}, was {}", names.0, names.1));
    }
    if old.module != new.module {
        pass.say(Category::RustBreaking, format!("Rust module {}, was {}", rust(&new.module), rust(&old.module)));
    }
    if old.route != new.route {
        let shown = |it: &Operation| {
            it.route
                .as_ref()
                .map_or_else(|| "no address of its own".to_owned(), |it| short(&format!("{} {}", it.method, it.path)))
        };
        pass.say(Category::Breaking, format!("sent to {}, was {}", shown(new), shown(old)));
    }
    if old.readonly != new.readonly {
        let what = if new.readonly { "changes nothing" } else { "may change something" };
        pass.say(Category::Compatible, format!("said to be a call that {what}"));
    }
    let token = |operation: &Operation| {
        let parameter = operation.idempotency_token.and_then(|index| operation.parameters.get(index));
        parameter.map(|parameter| parameter.def.name.clone())
    };
    if token(old) != token(new) {
        let name = |token: Option<String>| token.map_or_else(|| "nothing".to_owned(), |name| short(&name));
        let what = format!("a repetition is made harmless by {}, was {}", name(token(new)), name(token(old)));
        pass.say(Category::Compatible, what);
    }
    for (differs, what) in [
        (old.summary != new.summary, "the summary has other words"),
        (old.doc != new.doc, "the operation is described in other words"),
    ] {
        if differs {
            pass.say(Category::Docs, what);
        }
    }
    groups(pass, old, new);
}

/// What comes after the reply.
pub(super) fn around(pass: &mut Pass<'_>, old: &Operation, new: &Operation) {
    let views = (View { ..pass.old }, View { ..pass.new });
    errors(pass, &views, &old.errors, &new.errors);
    if pass.whole {
        examples(pass, &old.examples, &new.examples);
    }
}

fn groups(pass: &mut Pass<'_>, old: &Operation, new: &Operation) {
    let groups = |operation: &Operation| -> Vec<(String, Vec<String>)> {
        let name = |index: &usize| operation.parameters.get(*index).map(|it| it.def.name.clone()).unwrap_or_default();
        operation.groups.iter().map(|it| (it.title.clone(), it.parameters.iter().map(name).collect())).collect()
    };
    // The parameters that no group names have a group of their own, whatever the spec says.
    let both: Vec<&str> = old.parameters.iter().map(|it| it.def.name.as_str()).collect();
    let both: Vec<&str> =
        both.into_iter().filter(|name| new.parameters.iter().any(|it| it.def.name == *name)).collect();
    let known = |groups: Vec<(String, Vec<String>)>| -> Vec<(String, Vec<String>)> {
        let keep = |names: Vec<String>| -> Vec<String> {
            let mut kept: Vec<String> = names.into_iter().filter(|name| both.contains(&name.as_str())).collect();
            kept.sort();
            kept
        };
        groups.into_iter().map(|(title, names)| (title, keep(names))).filter(|(_, names)| !names.is_empty()).collect()
    };
    if known(groups(old)) != known(groups(new)) {
        pass.say(Category::Docs, "the parameters are grouped in another way");
    }
}

/// Errors that the service can answer. Nothing of them is checked, and callers meet others too.
pub(super) fn errors(pass: &mut Pass<'_>, views: &(View<'_>, View<'_>), old: &[ErrorCode], new: &[ErrorCode]) {
    let find = |all: &'_ [ErrorCode], code: &str| all.iter().position(|it| it.code == code);
    for before in old {
        let code = short(&before.code);
        let after = find(new, &before.code).and_then(|index| new.get(index));
        let was = views.0.has(&before.editions);
        let is = after.is_some_and(|after| views.1.has(&after.editions));
        match (was, is, after) {
            (true, false, _) => pass.say(Category::Compatible, format!("error {code}: removed")),
            (false, true, _) => pass.say(Category::Compatible, format!("error {code}: new")),
            (true, true, Some(after)) => error(pass, before, after),
            (true | false, true | false, _) => {}
        }
        let moved = after.and_then(|after| order::editions(&before.editions, &after.editions));
        if let Some(what) = moved.filter(|_| was == is && pass.whole && !pass.is_chosen()) {
            pass.say(Category::Docs, format!("error {code}: {what}"));
        }
    }
    for after in new.iter().filter(|it| find(old, &it.code).is_none() && views.1.has(&it.editions)) {
        pass.say(Category::Compatible, format!("error {}: new", short(&after.code)));
    }
}

fn error(pass: &mut Pass<'_>, old: &ErrorCode, new: &ErrorCode) {
    let code = short(&new.code);
    if old.status != new.status {
        let status = |status: Option<u64>| status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
        let what = format!("error {code}: HTTP status {}, was {}", status(new.status), status(old.status));
        pass.say(Category::Compatible, what);
    }
    if old.retryable != new.retryable {
        let what = if new.retryable { "a repetition can help" } else { "a repetition does not help" };
        pass.say(Category::Compatible, format!("error {code}: {what}"));
    }
    if !pass.whole {
        return;
    }
    for (differs, what) in
        [(old.message != new.message, "another message"), (old.doc != new.doc, "described in other words")]
    {
        if differs {
            pass.say(Category::Docs, format!("error {code}: {what}"));
        }
    }
}

fn examples(pass: &mut Pass<'_>, old: &[Example], new: &[Example]) {
    let find = |all: &'_ [Example], name: &str| all.iter().position(|it| it.name == name);
    for before in old {
        let what = match find(new, &before.name).and_then(|index| new.get(index)) {
            None => "removed",
            Some(after) if !is_same(before, after) => "another one",
            Some(_) => continue,
        };
        pass.say(Category::Docs, format!("example {}: {what}", short(&before.name)));
    }
    for after in new.iter().filter(|it| find(old, &it.name).is_none()) {
        pass.say(Category::Docs, format!("example {}: new", short(&after.name)));
    }
}

fn is_same(a: &Example, b: &Example) -> bool {
    a.doc == b.doc
        && a.editions == b.editions
        && a.request == b.request
        && a.facts == b.facts
        && a.violations == b.violations
        && a.json == b.json
        && a.xml == b.xml
}

/// The editions that are declared.
pub(super) fn editions(old: &[String], new: &[String]) -> Vec<Change> {
    let mut found = Vec::new();
    let mut say = |category, what: String| found.push(Change { category, what });
    for gone in old.iter().filter(|name| !new.contains(name)) {
        say(Category::RustBreaking, format!("{}: removed", words::editions(std::slice::from_ref(gone))));
    }
    for added in new.iter().filter(|name| !old.contains(name)) {
        say(Category::Compatible, format!("{}: new", words::editions(std::slice::from_ref(added))));
    }
    if old.is_empty() != new.is_empty() {
        let what = if new.is_empty() { "take no edition any more" } else { "take an edition" };
        say(Category::RustBreaking, format!("the checks in Rust {what}"));
    }
    if order::differs(old, new) {
        say(Category::Docs, "the editions are in another order".to_owned());
    }
    found
}
