//! What a second source adds to an operation, and where the two differ.

use super::source::{Operation, Parameter, Place};
use crate::diagnostic::{Diagnostic, Diagnostics, Related, code};

/// Adds what a second source says of an operation.
pub(super) fn operation(known: &mut Operation, more: Operation, out: &mut Diagnostics) {
    known.title = known.title.take().or(more.title);
    known.summary = known.summary.take().or(more.summary);
    known.doc = known.doc.take().or(more.doc);
    known.deprecated |= more.deprecated;
    known.method = known.method.take().or(more.method);
    known.path = known.path.take().or(more.path);
    known.protocol = known.protocol.take().or(more.protocol);
    let owner = known.name.clone();
    parameters(&mut known.parameters, more.parameters, &owner, out);
    parameters(&mut known.reply, more.reply, &owner, out);
    for error in more.errors {
        if !known.errors.iter().any(|it| it.code == error.code) {
            known.errors.push(error);
        }
    }
}

fn parameters(known: &mut Vec<Parameter>, more: Vec<Parameter>, owner: &str, out: &mut Diagnostics) {
    for it in more {
        match known.iter_mut().find(|other| other.name == it.name) {
            Some(other) => parameter(other, it, owner, out),
            None => known.push(it),
        }
    }
}

fn parameter(known: &mut Parameter, more: Parameter, owner: &str, out: &mut Diagnostics) {
    let mut differ = |what: &str, first: (String, &Place), second: (String, &Place)| {
        let message =
            format!("`{}` of {owner}: {what} is {} in this source, and {} in another", known.name, second.0, first.0);
        let mut it = Diagnostic::new(code::IMPORTED_OTHERWISE, &second.1.file, second.1.span, message)
            .help("the spec has what the first source says");
        let (file, span) = (first.1.file.to_string(), first.1.span);
        it.related.push(Related { file, span, label: "the first source".to_owned() });
        out.push(it);
    };
    if let (Some((a, at)), Some((b, other))) = (&known.required, &more.required)
        && a != b
    {
        differ("`required`", (a.to_string(), at), (b.to_string(), other));
    }
    if let (Some(a), Some(b)) = (&known.kind, &more.kind)
        && !a.text.eq_ignore_ascii_case(&b.text)
    {
        differ("the type", (a.text.clone(), &a.place), (b.text.clone(), &b.place));
    }
    known.kind = known.kind.take().or(more.kind);
    known.sharper = known.sharper.take().or(more.sharper);
    known.items = known.items.take().or(more.items);
    known.position = known.position.take().or(more.position);
    known.required = known.required.take().or(more.required);
    known.deprecated |= more.deprecated;
    for doc in more.docs {
        if !known.docs.iter().any(|it| it.text == doc.text) {
            known.docs.push(doc);
        }
    }
    known.example = known.example.take().or(more.example);
    parameters(&mut known.parts, more.parts, owner, out);
}
