//! Names that spell out a structure: `Tag.1.Key` is a field of the items of a list `Tag`.

use super::source::{Parameter, Word};
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// Puts parameters with a place of a list in their names into that list, which is made where it is missing.
pub(super) fn gathered(parameters: Vec<Parameter>, out: &mut Diagnostics) -> Vec<Parameter> {
    let mut gathered: Vec<Parameter> = Vec::new();
    let plain: Vec<String> =
        parameters.iter().filter(|it| parts(&it.name).is_none()).map(|it| it.name.clone()).collect();
    let (mut first, mut nested) = (Vec::new(), Vec::new());
    for it in parameters {
        match parts(&it.name) {
            // The list itself may be described behind its parts.
            Some((list, _)) if plain.iter().any(|name| name == list) => nested.push(it),
            Some(_) | None => first.push(it),
        }
    }
    for it in first.into_iter().chain(nested) {
        let Some((list, rest)) = parts(&it.name).map(|(list, rest)| (list.to_owned(), rest.to_owned())) else {
            gathered.push(it);
            continue;
        };
        let known = gathered.iter().position(|other| other.name == list);
        let index = known.unwrap_or_else(|| {
            gathered.push(made(&list, &it));
            gathered.len() - 1
        });
        match gathered.get_mut(index) {
            Some(list) if is_list(list) => put(list, it, rest, out),
            // What has the name of the list is none: the name stays as it is written.
            Some(_) | None => gathered.push(it),
        }
    }
    for it in &mut gathered {
        it.parts = self::gathered(std::mem::take(&mut it.parts), out);
    }
    gathered
}

/// The list, and the name in its items: `("Tag", "Key")`; `("Id", "")` for `Id.N`.
fn parts(name: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for part in name.split('.') {
        let end = at + part.len();
        let is_place =
            part.eq_ignore_ascii_case("n") || (!part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
        if at > 1 && is_place {
            let list = name.get(..at - 1)?;
            let rest = name.get(end..)?.trim_start_matches('.');
            return Some((list, rest));
        }
        at = end + 1;
    }
    None
}

fn is_list(it: &Parameter) -> bool {
    it.kind.as_ref().is_some_and(|kind| ["repeatlist", "list", "array"].contains(&kind.text.to_lowercase().as_str()))
}

fn made(list: &str, part: &Parameter) -> Parameter {
    Parameter {
        name: list.to_owned(),
        place: part.place.clone(),
        kind: Some(Word { text: "RepeatList".to_owned(), place: part.place.clone() }),
        position: part.position.clone(),
        ..Parameter::default()
    }
}

fn put(list: &mut Parameter, part: Parameter, rest: String, out: &mut Diagnostics) {
    let message = if rest.is_empty() {
        format!("`{}` is imported as the items of the list `{}`", part.name, list.name)
    } else {
        format!("`{}` is imported as `{rest}` in the items of the list `{}`", part.name, list.name)
    };
    let help = "on the wire it is the same: the items of a list are numbered from 1";
    out.push(Diagnostic::new(code::IMPORTED_OTHERWISE, &part.place.file, part.place.span, message).help(help));
    // Whoever must give a part of the first item must give the list.
    if part.required.as_ref().is_some_and(|(it, _)| *it) {
        list.required = part.required.clone();
    }
    if rest.is_empty() {
        list.items = part.kind;
        list.docs.extend(part.docs);
    } else if !list.parts.iter().any(|it| it.name == rest) {
        list.parts.push(Parameter { name: rest, ..part });
    }
}
