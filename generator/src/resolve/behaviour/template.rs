//! Values made of texts and of what is in braces: `'{Plan.Kind}'`, `'{Size|small}'`, `'{$now + 1000 * Days}'`, `finished`.

use contingent_rules::service::{Addend, Assignment, Piece, Resource};

use super::among;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::spec;

/// What can stand in braces beside [`BUILT_IN`].
pub(super) struct Known<'k> {
    /// The parameters of the operation.
    pub(super) parameters: &'k [contingent_rules::Parameter],
    /// The kinds of which one is at hand.
    pub(super) resources: &'k [&'k Resource],
    /// Whether it is about a row of things, each of which has a number.
    pub(super) is_row: bool,
}

/// What can always stand in braces.
const BUILT_IN: [(&str, Piece); 2] = [("$now", Piece::Now), ("$request_id", Piece::RequestId)];

/// The place in a row, which stands in braces only where there is one.
const NUMBER: &str = "$number";

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
        let piece = match expression(name, known) {
            Ok(piece) => piece,
            Err(unknown) => {
                wrong(format!("`{{{name}}}` is nothing that is known here"), unknown.help(known));
                return None;
            }
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

/// What stands in braces, alone; reports what is unknown.
pub(super) fn value(file: &str, text: &str, span: Span, known: &Known<'_>, out: &mut Diagnostics) -> Option<Piece> {
    let read = expression(text, known);
    if let Err(unknown) = &read {
        let message = format!("`{text}` is nothing that is known here");
        out.push(Diagnostic::new(code::BAD_TEMPLATE, file, span, message).help(unknown.help(known)));
    }
    read.ok()
}

/// A part of what stands in braces that is nothing.
enum Unknown<'t> {
    Name(&'t str),
    Number,
}

impl Unknown<'_> {
    fn help(&self, known: &Known<'_>) -> String {
        let Self::Name(name) = self else {
            return "in a sum stand names and whole numbers, and a number comes first: `{$now + 1000 * Days - 5}`"
                .to_owned();
        };
        let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        names.extend(known.is_row.then(|| NUMBER.to_owned()));
        names.extend(known.parameters.iter().map(|parameter| parameter.name.clone()));
        names.extend(known.resources.iter().flat_map(|it| kept(it).map(|field| format!("{}.{field}", it.name))));
        among("names", name, names.iter().map(String::as_str))
    }
}

/// What stands in braces, or the part of it that is unknown.
fn expression<'t>(text: &'t str, known: &Known<'_>) -> Result<Piece, Unknown<'t>> {
    const SIGNS: [(&str, i64); 2] = [(" + ", 1), (" - ", -1)];
    let (mut addends, mut sign, mut rest) = (Vec::new(), 1, text);
    loop {
        let found = SIGNS.iter().filter_map(|(mark, next)| Some((rest.find(mark)?, mark, *next))).min();
        let (part, next) = match found {
            Some((at, mark, next)) => {
                let (part, behind) = rest.split_at(at);
                rest = behind.strip_prefix(mark).unwrap_or_default();
                (part, Some(next))
            }
            None => (rest, None),
        };
        if addends.is_empty() && next.is_none() && !part.contains(" * ") {
            return operand(part, known);
        }
        addends.push(addend(part.trim(), sign, known)?);
        match next {
            Some(next) => sign = next,
            None => return Ok(Piece::Sum(addends)),
        }
    }
}

fn addend<'t>(text: &'t str, sign: i64, known: &Known<'_>) -> Result<Addend, Unknown<'t>> {
    let number = |text: &str| text.parse::<i64>().ok().and_then(|it| it.checked_mul(sign)).ok_or(Unknown::Number);
    match text.split_once(" * ") {
        Some((times, of)) => Ok(Addend { times: number(times.trim())?, of: Some(operand(of.trim(), known)?) }),
        None if text.chars().all(|c| c.is_ascii_digit()) => Ok(Addend { times: number(text)?, of: None }),
        None => Ok(Addend { times: sign, of: Some(operand(text, known)?) }),
    }
}

/// A name, and behind a bar what it is if it is absent.
fn operand<'t>(text: &'t str, known: &Known<'_>) -> Result<Piece, Unknown<'t>> {
    if let Some(piece) = named(text, known) {
        return Ok(piece);
    }
    let (name, instead) = text.split_once('|').ok_or(Unknown::Name(text))?;
    let piece = named(name, known).ok_or(Unknown::Name(name))?;
    Ok(Piece::Or(Box::new(piece), instead.to_owned()))
}

fn named(name: &str, known: &Known<'_>) -> Option<Piece> {
    if let Some((_, piece)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
        return Some(piece.clone());
    }
    if known.is_row && name == NUMBER {
        return Some(Piece::Number);
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
