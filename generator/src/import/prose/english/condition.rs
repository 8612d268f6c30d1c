//! Conditions in English.

use super::super::lexicon::Mention;
use super::super::parser::{Parser, joined};
use super::super::phrase;
use super::super::statement::{Cond, Operand};
use super::{OR, names, noun, one};

/// Verbs that put a value somewhere.
const SET: [&str; 8] =
    ["set", "configure", "specify", "have set", "want to set", "need to set", "choose to set", "use"];

/// What says that something is given.
const GIVEN: [&str; 15] = [
    "is specified",
    "are specified",
    "is set",
    "are set",
    "is configured",
    "are configured",
    "is provided",
    "are provided",
    "is passed",
    "is given",
    "has been specified",
    "is not empty",
    "is not left empty",
    "is present",
    "exists",
];

/// What says that something is not given.
const ABSENT: [&str; 17] = [
    "is left empty",
    "are left empty",
    "is left unspecified",
    "is not specified",
    "are not specified",
    "is not set",
    "is not configured",
    "is not provided",
    "is not passed",
    "is not given",
    "is unspecified",
    "is empty",
    "are empty",
    "is omitted",
    "is absent",
    "is not present",
    "does not exist",
];

/// A condition; `bare` if it may be a value without a verb: "for MySQL databases".
pub(super) fn condition(parser: &Parser<'_>, at: usize, bare: bool) -> Option<(Cond, usize)> {
    let (first, mut next) = conjunction(parser, at, bare)?;
    let mut any = vec![first];
    loop {
        let from = if parser.is(next, ",") { next + 1 } else { next };
        let Some(from) = parser.words(from, "or") else { break };
        let from = parser.skip_words(from, &["only if", "only when", "if", "when", "for", "that"]);
        let Some((cond, behind)) = conjunction(parser, from, bare || is_noun(&any)) else { break };
        any.push(cond);
        next = behind;
    }
    joined(any, Cond::Any).map(|cond| (cond, next))
}

/// "If the database is A or a B": what follows the "or" has no verb of its own.
fn is_noun(any: &[Cond]) -> bool {
    any.iter().all(|it| match it {
        Cond::Is(name, _) => name.written.is_some(),
        Cond::All(parts) => parts.iter().all(|it| matches!(it, Cond::Is(name, _) if name.written.is_some())),
        _ => false,
    })
}

fn conjunction(parser: &Parser<'_>, at: usize, bare: bool) -> Option<(Cond, usize)> {
    let (first, mut next) = test(parser, at, bare)?;
    let mut all = vec![first];
    loop {
        let from = if parser.is(next, ",") { next + 1 } else { next };
        let Some(from) = parser.any_words(from, &["and also", "and"]) else { break };
        let from = parser.skip_words(from, &["if", "when"]);
        let Some((cond, behind)) = test(parser, from, bare) else { break };
        all.push(cond);
        next = behind;
    }
    joined(flat(all), Cond::All).map(|cond| (cond, next))
}

fn flat(parts: Vec<Cond>) -> Vec<Cond> {
    parts.into_iter().flat_map(|it| if let Cond::All(parts) = it { parts } else { vec![it] }).collect()
}

fn test(parser: &Parser<'_>, at: usize, bare: bool) -> Option<(Cond, usize)> {
    clause(parser, at)
        .or_else(|| by_you(parser, at))
        .or_else(|| value_test(parser, at))
        .or_else(|| presence(parser, at))
        .or_else(|| comparison(parser, at))
        .or_else(|| thing_is(parser, at))
        .or_else(|| phrase::values(parser, at, &OR).filter(|(_, next)| bare || acts(parser, at, *next)))
}

/// "Physical backups are performed": without a name, but with a verb.
fn acts(parser: &Parser<'_>, at: usize, next: usize) -> bool {
    let verbs = ["performed", "used", "created", "selected", "executed", "chosen", "run"];
    parser.tokens.get(at..next).unwrap_or_default().iter().any(|it| verbs.contains(&it.text))
}

/// A boolean that is called by a whole clause: "the automatic download feature is enabled".
fn clause(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let from = parser.skip_words(at, &["the", "a", "an"]);
    let found = parser.name(from)?;
    let is_flag = |it: &&Mention| parser.lexicon.named(it.name).is_some_and(|it| it.kind == crate::spec::Type::Boolean);
    let mention = found.among.iter().find(is_flag)?;
    let named = parser.lexicon.named(mention.name)?;
    let flag = |value: &str| {
        let value = super::super::lexicon::Written { value: value.to_owned(), written: None };
        Cond::Is(mention.clone(), vec![value])
    };
    let behind = parser.skip_words(found.next, &["parameter", "feature"]);
    if let Some(next) = parser.any_words(behind, &["is enabled", "is turned on", "is true"]) {
        return Some((flag("true"), next));
    }
    if let Some(next) = parser.any_words(behind, &["is disabled", "is not enabled", "is turned off", "is false"]) {
        return Some((flag("false"), next));
    }
    // What was read is the clause itself.
    let whole = mention.written.as_ref().is_some_and(|written| {
        written.split(' ').count() > 2
            && named
                .says
                .iter()
                .any(|it| it.starts_with("whether") && it.to_lowercase().contains(&written.to_lowercase()))
    });
    whole.then(|| (flag("true"), found.next))
}

/// "You set X to V", "you specify X", "you do not specify X".
fn by_you(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let from = parser.words(at, "you")?;
    if let Some(from) = parser.any_words(
        from,
        &[
            "do not specify",
            "do not set",
            "do not configure",
            "leave",
            "did not specify",
            "do not use",
            "do not provide",
            "did not set",
            "have not specified",
        ],
    ) {
        let (names, next) = names(parser, from)?;
        let next = parser.skip_words(next, &["empty", "unspecified"]);
        return joined(names.into_iter().map(Cond::Absent).collect(), Cond::All).map(|cond| (cond, next));
    }
    let from = parser.skip_words(from, &["want to", "need to", "also", "have", "already", "choose to"]);
    let verb = parser.any_words(from, &SET);
    if let Some(found) = verb.and_then(|from| noun(parser, from))
        && let Some(next) = parser.any_words(found.next, &["to", "as"])
        && let Some((name, values, next)) = parser.values_of(parser.skip_words(next, &["the value"]), &found.among, &OR)
    {
        return set_too(parser, Cond::Is(name, values), next);
    }
    let from = verb.or_else(|| parser.any_words(from, &["provide", "pass", "enter", "specified"]))?;
    if let Some((name, next)) = given_values(parser, from) {
        return Some((name, next));
    }
    let (names, next) = names(parser, from)?;
    // "To" begins a value that is not one of the name.
    if parser.words(next, "to").is_some() || parser.words(next, "as").is_some() {
        return None;
    }
    let join = if parser.has_or(from, next) { Cond::Any } else { Cond::All };
    joined(names.into_iter().map(Cond::Given).collect(), join).map(|cond| (cond, next))
}

/// "You set X to V and Y to W": the second has no verb of its own.
fn set_too(parser: &Parser<'_>, first: Cond, at: usize) -> Option<(Cond, usize)> {
    let (mut all, mut next) = (vec![first], at);
    let more = |next| {
        let found = noun(parser, parser.words(next, "and")?)?;
        parser.values_of(parser.words(found.next, "to")?, &found.among, &OR)
    };
    while let Some((name, values, behind)) = more(next) {
        all.push(Cond::Is(name, values));
        next = behind;
    }
    joined(all, Cond::All).map(|cond| (cond, next))
}

/// "You specify V for X."
fn given_values(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    for name in parser.lexicon.subject.iter().map(|it| Mention { name: *it, written: None }) {
        if let Some((name, values, next)) = parser.values_of(at, std::slice::from_ref(&name), &OR)
            && let Some(next) = parser.any_words(next, &["for this parameter"])
        {
            return Some((Cond::Is(name, values), next));
        }
    }
    None
}

/// "X is set to V", "the value of X is not V".
fn value_test(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let found = noun(parser, at)?;
    let not = [
        "is not set to",
        "is not equal to",
        "does not equal",
        "is neither",
        "is not",
        "are not",
        "is set to a value other than",
        "is other than",
        "!=",
    ];
    if let Some(from) = parser.any_words(found.next, &not) {
        let (name, values, next) = parser.values_of(parser.skip_words(from, &["the value"]), &found.among, &OR)?;
        return Some((Cond::IsNot(name, values), next));
    }
    let is = [
        "is set to be",
        "are set to",
        "is set to",
        "is set as",
        "is specified as",
        "is configured as",
        "is configured to",
        "has been set to",
        "is equal to",
        "equals",
        "equal to",
        "has the value",
        "has a value of",
        "takes the value",
        "takes a value of",
        "contains",
        "includes",
        "is either",
        "is one of",
        "is of type",
        "is",
        "are",
        "set to",
        "=",
        ":",
    ];
    let from = match parser
        .is(found.next, "=")
        .then(|| if parser.is(found.next + 1, "=") { found.next + 2 } else { found.next + 1 })
    {
        Some(from) => from,
        None => parser.any_words(found.next, &is)?,
    };
    let from = parser.skip_words(
        from,
        &["either", "a value of", "the value", "any of", "one of", "one of the following values:", "a", "an"],
    );
    let (name, values, next) = parser.values_of(from, &found.among, &OR)?;
    Some((Cond::Is(name, values), next))
}

/// "X is specified", "X and Y are left empty".
fn presence(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let either = parser.any_words(at, &["either", "any of", "one of"]).is_some();
    let at = parser.skip_words(at, &["any of", "one of"]);
    let (names, next) = names(parser, at)?;
    let join = if either || (names.len() > 1 && parser.has_or(at, next)) { Cond::Any } else { Cond::All };
    let make = |of: fn(Mention) -> Cond| joined(names.iter().cloned().map(of).collect(), join);
    if let Some(behind) = parser.any_words(next, &ABSENT) {
        return make(Cond::Absent).map(|it| (it, behind));
    }
    let behind = parser.any_words(next, &GIVEN)?;
    // "Is set to" something is a test of the value.
    if parser.any_words(behind, &["to", "as", "by", "for", "in"]).is_some() {
        return None;
    }
    make(Cond::Given).map(|it| (it, behind))
}

/// "X is less than Y", "X is greater than 5".
fn comparison(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let (left, next) = one(parser, at)?;
    let from = parser.any_words(next, &["is", "are"])?;
    let (operator, from) = operator(parser, from)?;
    if let Some((number, next)) = parser.number(from) {
        return Some((Cond::Compare(left, operator, Operand::Number(number)), next));
    }
    let from = parser.skip_words(from, &["that of", "the value of"]);
    let (right, next) = one(parser, from)?;
    Some((Cond::Compare(left, operator, Operand::Name(right)), next))
}

/// "Less than", "not greater than", "later than or equal to".
pub(super) fn operator(parser: &Parser<'_>, at: usize) -> Option<(&'static str, usize)> {
    let table: [(&'static str, &[&str]); 6] = [
        (
            "<=",
            &[
                "less than or equal to",
                "smaller than or equal to",
                "lower than or equal to",
                "no greater than",
                "no larger than",
                "no more than",
                "no later than",
                "not greater than",
                "not larger than",
                "not more than",
                "not later than",
                "no longer than",
                "at most",
                "earlier than or equal to",
                "equal to or less than",
                "no higher than",
                "not exceed",
            ],
        ),
        (
            ">=",
            &[
                "greater than or equal to",
                "larger than or equal to",
                "later than or equal to",
                "no less than",
                "no smaller than",
                "no earlier than",
                "not less than",
                "not smaller than",
                "not earlier than",
                "at least",
                "equal to or greater than",
                "no shorter than",
                "no lower than",
            ],
        ),
        ("<", &["less than", "smaller than", "lower than", "shorter than", "earlier than", "below"]),
        (">", &["greater than", "larger than", "longer than", "later than", "more than", "higher than", "above"]),
        ("!=", &["different from", "not equal to", "not the same as"]),
        ("==", &["equal to", "the same as", "identical to"]),
    ];
    table.iter().find_map(|(operator, words)| parser.any_words(at, words).map(|next| (*operator, next)))
}

/// "The database is Oracle", "the source database is a MySQL database": the value alone tells which name is meant.
fn thing_is(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let mut next = parser.any_words(at, &["the", "a", "an", "your"]).unwrap_or(at);
    let begin = next;
    let verb = loop {
        let token = parser.at(next)?;
        if let Some(verb) = parser.any_words(next, &["is set to", "is", "are", "uses"]).filter(|_| next > begin) {
            break verb;
        }
        let word = token.text.to_lowercase();
        let turns = ["not", "you", "no", "and", "or", "if", "when", "specified", "this", "id", "value"];
        if token.kind != super::Kind::Word || turns.contains(&word.as_str()) || next - begin > 7 {
            return None;
        }
        next += 1;
    };
    let verb = parser.skip_words(verb, &["for", "of"]);
    phrase::values(parser, verb, &OR)
}
