//! Values without their names: "physical backups for MySQL databases", "the database is Oracle".

use super::lexicon::{Mention, Written};
use super::parser::{Between, Parser};
use super::statement::Cond;
use super::token::Kind;

/// How many words may be unknown in a phrase with a value.
const UNKNOWN: usize = 2;

/// Words that may stand around a value without meaning more.
const AROUND: [&str; 39] = [
    "a",
    "an",
    "the",
    "of",
    "for",
    "to",
    "in",
    "over",
    "on",
    "is",
    "are",
    "that",
    "which",
    "with",
    "through",
    "by",
    "from",
    "databases",
    "database",
    "instance",
    "instances",
    "type",
    "types",
    "mode",
    "engine",
    "engines",
    "edition",
    "performed",
    "used",
    "your",
    "connected",
    "created",
    "deployed",
    "run",
    "runs",
    "backed",
    "up",
    "its",
    "being",
];

/// Words that turn a phrase into something else.
const TURNS: [&str; 24] = [
    "not",
    "no",
    "only",
    "if",
    "when",
    "unless",
    "except",
    "other",
    "than",
    "without",
    "never",
    "neither",
    "specified",
    "specify",
    "you",
    "must",
    "can",
    "cannot",
    "required",
    "default",
    "same",
    "different",
    "but",
    "id",
];

/// A phrase up to a comma, a connector or the end: all the values in it hold together.
pub(super) fn values(parser: &Parser<'_>, at: usize, between: &Between) -> Option<(Cond, usize)> {
    let (mut parts, mut next, mut unknown) = (Vec::new(), at, 0);
    while let Some(token) = parser.at(next) {
        if let Some((name, values, behind)) = bare(parser, next, between) {
            parts.push(Cond::Is(name, values));
            next = behind;
            continue;
        }
        let word = token.text.to_lowercase();
        if token.kind == Kind::Mark || matches!(word.as_str(), "and" | "or" | "this") {
            break;
        }
        if token.kind != Kind::Word || TURNS.contains(&word.as_str()) {
            return None;
        }
        if !AROUND.contains(&word.as_str()) && !parser.lexicon.is_vocabulary(&word) {
            unknown += 1;
        }
        next += 1;
    }
    let distinct = |parts: &[Cond]| {
        let names: Vec<usize> =
            parts.iter().filter_map(|it| if let Cond::Is(name, _) = it { Some(name.name) } else { None }).collect();
        names.iter().enumerate().all(|(index, name)| !names.iter().take(index).any(|it| it == name))
    };
    if unknown > UNKNOWN || !distinct(&parts) {
        return None;
    }
    super::parser::joined(parts, Cond::All).map(|cond| (cond, next))
}

/// A list of values of one name that is not written.
pub(super) fn bare(parser: &Parser<'_>, at: usize, between: &Between) -> Option<(Mention, Vec<Written>, usize)> {
    let found = parser.lexicon.bare_value_at(parser.tokens, at)?;
    let among: Vec<Mention> =
        found.among.iter().map(|(name, _)| Mention { name: *name, written: Some(String::new()) }).collect();
    let (mention, values, next) = parser.values_of(at, &among, between)?;
    let value = values.first()?.value.clone();
    let name = parser.lexicon.named(mention.name)?.name.clone();
    Some((Mention { name: mention.name, written: Some(format!("{value} without a name")) }, values, next))
        .filter(|_| !name.is_empty())
}
