//! The grammar of English sentences: a condition before or behind what is demanded.

mod condition;
mod group;
mod outcome;
mod value;

use super::lexicon::{Found, Mention};
use super::outcome::{Bound, Outcome, WITHOUT_ONLY};
use super::parser::{Between, Parser};
use super::statement::{Cond, Form, Statement};
use super::token::{Kind, Token};

/// What stands between the values of a list, and between names.
const OR: Between = Between { marks: &[",", "/", "、"], last: &["or", "and", "and/or"] };

/// How a condition begins, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intro {
    When,
    Only,
    Unless,
}

const INTROS: [(&str, Intro); 27] = [
    ("only if", Intro::Only),
    ("only when", Intro::Only),
    ("only for", Intro::Only),
    ("only in", Intro::Only),
    ("only to", Intro::Only),
    ("only on", Intro::Only),
    ("only where", Intro::Only),
    ("if and only if", Intro::Only),
    ("except that", Intro::Unless),
    ("except when", Intro::Unless),
    ("except if", Intro::Unless),
    ("except for", Intro::Unless),
    ("except in", Intro::Unless),
    ("unless", Intro::Unless),
    ("even if", Intro::Unless),
    ("in the case that", Intro::When),
    ("in the case of", Intro::When),
    ("in case of", Intro::When),
    ("in case", Intro::When),
    ("on condition that", Intro::When),
    ("provided that", Intro::When),
    ("as long as", Intro::When),
    ("if", Intro::When),
    ("when", Intro::When),
    ("where", Intro::When),
    ("in", Intro::When),
    ("for", Intro::When),
];

/// Words behind a comma that begin an aside, and no further condition.
const ASIDES: [&str; 5] = ["which", "such as", "for example", "in which case", "that is"];

/// Words that a part of a sentence has which changes what the rest says: such a part is never passed over.
const HAZARDS: [&str; 19] = [
    "if",
    "when",
    "unless",
    "only",
    "except",
    "otherwise",
    "not",
    "cannot",
    "must",
    "required",
    "optional",
    "or",
    "either",
    "neither",
    "mutually",
    "whether",
    "other",
    "others",
    "while",
];

/// Words that make a part in front a circumstance of what follows: it is no mere label.
const CIRCUMSTANCES: [&str; 20] = [
    "for", "in", "on", "with", "without", "by", "after", "before", "during", "once", "while", "until", "to", "using",
    "under", "from", "as", "since", "at", "this",
];

/// What the sentence states; nothing if a part of it is not understood.
pub(super) fn statements(parser: &Parser<'_>) -> Vec<Statement> {
    let first = starts(parser).into_iter().find_map(|at| sentence(parser, at).map(|made| (at, made)));
    let Some((at, mut made)) = first else { return Vec::new() };
    // Behind a label an unconditional demand is about what the label names: an item, a case, a value.
    let label = parser.tokens.get(..at).unwrap_or_default().iter().any(|it| it.kind != Kind::Mark);
    let whole = |it: &Statement| matches!(it.form, Form::Group(..) | Form::Compare(..));
    made.retain(|it| !label || it.when.is_some() || it.unless.is_some() || whole(it));
    made
}

/// Where a statement may begin: at the start, and behind a label that says nothing about conditions.
fn starts(parser: &Parser<'_>) -> Vec<usize> {
    let mut out = vec![0];
    for (index, token) in parser.tokens.iter().enumerate() {
        let one_of = |words: &[&str]| words.iter().any(|it| token.text.eq_ignore_ascii_case(it));
        if one_of(&HAZARDS) || one_of(&CIRCUMSTANCES) || parser.lexicon.bare_value_at(parser.tokens, index).is_some() {
            break;
        }
        if matches!(token.text, "," | ":" | "：" | "-" | "*" | "." | ";" | ">") {
            out.push(index + 1);
        }
    }
    out
}

fn sentence(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    let at = parser.skip_words(at, &["note", "notice", "important", "however", "in addition", "also", "then"]);
    let at = if parser.at(at).is_some_and(|it| matches!(it.text, "," | ":")) && at > 0 { at + 1 } else { at };
    otherwise(parser, at, parser.before).or_else(|| condition_first(parser, at)).or_else(|| outcome_first(parser, at))
}

/// "If C, this parameter is required."
fn condition_first(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    let (intro, next) = intro(parser, at)?;
    let bare =
        matches!(parser.at(at), Some(it) if it.text.eq_ignore_ascii_case("for") || it.text.eq_ignore_ascii_case("in"));
    let (cond, next) = condition::condition(parser, next, bare)?;
    let next = if parser.is(next, ",") { next + 1 } else { next };
    let next = parser.skip_words(next, &["then", "and"]);
    for outcome in outcome::outcomes(parser, next) {
        let Some(next) = outcome::tail(parser, &outcome) else { continue };
        let made = assemble(&outcome, Some((intro, cond.clone())));
        if let Some(all) = rest(parser, next, false, made) {
            return Some(all);
        }
    }
    None
}

/// "This parameter is required if C."
fn outcome_first(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    for outcome in outcome::outcomes(parser, at) {
        let next = if parser.is(outcome.next, ",") { outcome.next + 1 } else { outcome.next };
        let conditional = intro(parser, next).and_then(|(intro, next)| {
            let bare = parser.at(next - 1).is_some_and(|it| !matches!(it.text, "if" | "when" | "where"));
            let (cond, next) = condition::condition(parser, next, bare)?;
            rest(parser, next, true, assemble(&outcome, Some((intro, cond))))
        });
        let found = conditional.or_else(|| {
            let next = outcome::tail(parser, &outcome)?;
            rest(parser, next, false, assemble(&outcome, None))
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

fn intro(parser: &Parser<'_>, at: usize) -> Option<(Intro, usize)> {
    let at = parser.skip_words(at, &["and"]);
    INTROS.iter().find_map(|(words, intro)| parser.words(at, words).map(|next| (*intro, next)))
}

/// The statements of an outcome under a condition.
fn assemble(outcome: &Outcome, cond: Option<(Intro, Cond)>) -> Vec<Statement> {
    let make = |(form, bound): &(Form, Bound)| {
        let mut statement = Statement { form: form.clone(), when: None, unless: None, doubts: outcome.doubts.clone() };
        match (bound, &cond) {
            (Bound::Free, None) => {}
            // Without a condition it would be a statement about nothing.
            (Bound::Conditional | Bound::Only | Bound::Inverse, None) => return None,
            // A group of names says what it says; under a condition it says it there.
            (Bound::Free | Bound::Conditional, Some((Intro::When, cond))) => statement.when = Some(cond.clone()),
            (Bound::Free, Some((Intro::Only, cond))) => {
                if matches!(form, Form::Require(_)) {
                    statement.when = Some(cond.clone());
                } else {
                    return None;
                }
            }
            (Bound::Free | Bound::Conditional, Some((Intro::Unless, cond))) => statement.unless = Some(cond.clone()),
            (Bound::Conditional, Some((Intro::Only, cond))) => statement.when = Some(cond.clone()),
            // "Valid if C" is without effect unless C; "valid unless C" is without effect when C.
            (Bound::Only, Some((Intro::When, cond))) => {
                if !outcome.only && outcome.forms.len() == 1 {
                    statement.doubts.push(WITHOUT_ONLY);
                }
                statement.unless = Some(cond.clone());
            }
            (Bound::Only, Some((Intro::Only, cond))) => statement.unless = Some(cond.clone()),
            (Bound::Only, Some((Intro::Unless, cond))) => statement.when = Some(cond.clone()),
            // "You can specify it only if C" refuses it otherwise; without "only" it refuses nothing.
            (Bound::Inverse, Some((Intro::Only, cond))) => statement.unless = Some(cond.clone()),
            (Bound::Inverse, Some((Intro::Unless, cond))) => statement.when = Some(cond.clone()),
            (Bound::Inverse, Some((Intro::When, _))) => return None,
        }
        Some(statement)
    };
    outcome.forms.iter().filter_map(make).collect()
}

/// The rest of the sentence: nothing, an "otherwise", or words that change nothing.
///
/// Behind a condition (`open`) a comma or an "and" may go on with it.
fn rest(parser: &Parser<'_>, at: usize, open: bool, mut made: Vec<Statement>) -> Option<Vec<Statement>> {
    if made.is_empty() {
        return None;
    }
    let from = if parser.at(at).is_some_and(|it| matches!(it.text, "," | ";" | ".")) { at + 1 } else { at };
    if let Some(more) = otherwise(parser, from, &made) {
        made.extend(more);
        return Some(made);
    }
    // "Otherwise" with what nobody demands says nothing more.
    let without =
        parser.any_words(from, &["otherwise", "and optional otherwise", "or optional otherwise", "in other cases"]);
    let rest = parser.tokens.get(without.unwrap_or(at)..).unwrap_or_default();
    let hazard = rest.iter().any(|it| HAZARDS.iter().any(|word| it.text.eq_ignore_ascii_case(word)));
    let goes_on = |it: &Token<'_>| it.text == "and" || (it.text == "," && parser.any_words(at + 1, &ASIDES).is_none());
    let parted = rest.first().is_none_or(|it| {
        if open { it.kind == Kind::Mark && !goes_on(it) } else { it.kind == Kind::Mark || it.text == "and" }
    });
    let idle = without.is_some() && !rest.iter().any(|it| matches!(it.text, "must" | "required" | "mandatory"));
    (parser.is_end(at) || idle || (parted && !hazard)).then_some(made)
}

/// "Otherwise, this parameter is required", behind what says when it is optional.
fn otherwise(parser: &Parser<'_>, at: usize, before: &[Statement]) -> Option<Vec<Statement>> {
    let other = [
        "otherwise",
        "in other cases",
        "in all other cases",
        "for all other cases",
        "for all other scenarios",
        "in all other scenarios",
        "in other scenarios",
        "for other cases",
        "for other scenarios",
    ];
    let next = parser.any_words(parser.skip_words(at, &["and", "but"]), &other)?;
    let next = if parser.is(next, ",") { next + 1 } else { next };
    let outcome = outcome::outcomes(parser, next).into_iter().find(|it| parser.is_end(it.next))?;
    let first = before.iter().find(|it| it.when.is_some() != it.unless.is_some())?;
    let made: Vec<Statement> = outcome
        .forms
        .iter()
        .filter(|(form, bound)| *bound == Bound::Free || matches!(form, Form::Ignored(_)))
        .map(|(form, _)| Statement {
            form: form.clone(),
            when: first.unless.clone(),
            unless: first.when.clone(),
            doubts: outcome.doubts.clone(),
        })
        .collect();
    (!made.is_empty()).then_some(made)
}

/// A name, or words for the subject: "this parameter", "the value of X", "it".
fn noun(parser: &Parser<'_>, at: usize) -> Option<Found<Mention>> {
    let at =
        parser.skip_words(at, &["the specified value of", "the value of", "the values of", "the value specified by"]);
    let own = [
        "this request parameter",
        "this parameter",
        "the parameter",
        "this field",
        "the value",
        "these parameters",
        "this property",
        "this option",
        "it",
    ];
    if let Some(next) = parser.any_words(at, &own) {
        // "The parameter X" is X.
        let named = parser.words(at, "the parameter").and_then(|_| parser.name(next));
        return named.or_else(|| Some(Found { among: vec![parser.subject(None)?], next }));
    }
    // "The timeout period specified by X" is X.
    let by = (at + 1..at + 6).find_map(|it| parser.words(it, "specified by"));
    let at = by.filter(|_| parser.words(at, "the").is_some()).unwrap_or(at);
    let from = parser.skip_words(at, &["the", "a", "an", "each", "your"]);
    let from = parser.skip_words(from, &["request parameter", "parameter", "parameters", "field", "value"]);
    let mut found = parser.name(from)?;
    found.next = parser.skip_words(
        found.next,
        &["request parameter", "parameter", "parameters", "field", "fields", "property", "attribute"],
    );
    found.next = parser.skip_words(found.next, &["value"]);
    Some(found)
}

/// One name: of several that are called the same, the parameter.
fn one(parser: &Parser<'_>, at: usize) -> Option<(Mention, usize)> {
    let mut found = noun(parser, at)?;
    if found.among.len() > 1 {
        found.among.retain(|it| !parser.is_fact(it.name));
    }
    (found.among.len() == 1).then(|| found.among.pop().map(|it| (it, found.next))).flatten()
}

/// Names with commas, "and" and "or" between them.
fn names(parser: &Parser<'_>, at: usize) -> Option<(Vec<Mention>, usize)> {
    let at = parser.skip_words(
        at,
        &["both the", "both", "either the", "either", "the following parameters:", "the following parameters"],
    );
    let at = if parser.is(at, ":") { at + 1 } else { at };
    let (first, mut next) = one(parser, at)?;
    let mut out = vec![first];
    while let Some((name, behind)) = parser.separator(next, &OR).and_then(|at| one(parser, at)) {
        if !out.contains(&name) {
            out.push(name);
        }
        next = behind;
    }
    Some((out, parser.skip_words(next, &["parameters", "parameter", "fields"])))
}
