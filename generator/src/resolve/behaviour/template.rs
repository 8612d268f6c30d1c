//! Values made of texts and of what is in braces: `'{BackupPlan.DatabaseType}'`, `'{$now}'`, `finished`.

use contingent_rules::service::{Assignment, Piece, Resource};

use super::among;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::spec;

/// What can stand in braces beside [`BUILT_IN`].
pub(super) struct Known<'k> {
    /// The parameters of the operation.
    pub(super) parameters: &'k [contingent_rules::Parameter],
    /// The kinds of which one is at hand.
    pub(super) resources: &'k [&'k Resource],
}

/// What can always stand in braces.
const BUILT_IN: [(&str, Piece); 2] = [("$now", Piece::Now), ("$request_id", Piece::RequestId)];

/// Fields and their values; whether there are such fields is for the caller to say.
pub(super) fn assignments(
    file: &str,
    pairs: &[(spec::Name, spec::Name)],
    known: &Known<'_>,
    out: &mut Diagnostics,
) -> Vec<Assignment> {
    let read = |(field, value): &(spec::Name, spec::Name)| {
        let value = pieces(file, &value.text, value.span, known, out)?;
        Some(Assignment { field: field.text.clone(), value })
    };
    pairs.iter().filter_map(read).collect()
}

fn pieces(file: &str, text: &str, span: Span, known: &Known<'_>, out: &mut Diagnostics) -> Option<Vec<Piece>> {
    let mut wrong = |message: String, help: String| {
        out.push(Diagnostic::new(code::BAD_TEMPLATE, file, span, message).help(help));
    };
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(place) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(place);
        plain.push_str(before);
        if let Some(behind) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            plain.push_str(from.get(..1).unwrap_or_default());
            rest = behind;
            continue;
        }
        let Some((name, behind)) = from.strip_prefix('{').and_then(|inner| inner.split_once('}')) else {
            wrong(format!("a brace in `{text}` has no partner"), "write `{{` or `}}` for a brace itself".to_owned());
            return None;
        };
        let Some(piece) = named(name, known) else {
            let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
            names.extend(known.parameters.iter().map(|parameter| parameter.name.clone()));
            names.extend(known.resources.iter().flat_map(|it| kept(it).map(|field| format!("{}.{field}", it.name))));
            wrong(
                format!("`{{{name}}}` is nothing that is known here"),
                among("names", name, names.iter().map(String::as_str)),
            );
            return None;
        };
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(piece);
        rest = behind;
    }
    plain.push_str(rest);
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Some(pieces)
}

fn named(name: &str, known: &Known<'_>) -> Option<Piece> {
    if let Some((_, piece)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
        return Some(piece.clone());
    }
    if known.parameters.iter().any(|parameter| parameter.name == name) {
        return Some(Piece::Parameter(name.to_owned()));
    }
    let (kind, field) = name.split_once('.')?;
    let resource = known.resources.iter().find(|resource| resource.name == kind)?;
    kept(resource).any(|it| it == field).then(|| Piece::Field(kind.to_owned(), field.to_owned()))
}

/// The names of all fields of a kind.
pub(super) fn kept(resource: &Resource) -> impl Iterator<Item = &str> + Clone {
    let fields = resource.fields.iter().map(|field| field.name.as_str());
    std::iter::once(resource.id.as_str()).chain(resource.state.as_deref()).chain(fields)
}
