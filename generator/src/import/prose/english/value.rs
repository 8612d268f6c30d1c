//! What English sentences demand of values: ranges, lists, defaults, order.

use super::super::lexicon::Mention;
use super::super::outcome::{Bound, Outcome, free, opposite};
use super::super::parser::Parser;
use super::super::statement::Form;
use super::condition::operator;
use super::{OR, one};

pub(super) fn value(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let [name] = names else { return None };
    let conditional =
        |form, next| Some(Outcome { forms: vec![(form, Bound::Conditional)], next, doubts: Vec::new(), only: false });
    range(parser, name, at)
        .and_then(|(form, next)| conditional(form, next))
        .or_else(|| value_or_order(parser, name, at))
}

/// "Ranges from a to b".
fn range(parser: &Parser<'_>, name: &Mention, at: usize) -> Option<(Form, usize)> {
    if let Some(next) = parser.any_words(
        at,
        &[
            "ranges from",
            "range from",
            "must be in the range of",
            "must be in the range from",
            "must be between",
            "is in the range of",
            "must range from",
            "can range from",
            "can be set to a value from",
            "is from",
            "must be from",
            "must be an integer from",
            "must be an integer in the range of",
            "is in the range from",
            "must be an integer between",
            "must be in the range",
            "is in the range",
            "can be",
        ],
    ) {
        let (low, next) = parser.number(next)?;
        let next = parser.any_words(next, &["to", "and", "through", "-", "~"])?;
        let (high, next) = parser.number(next)?;
        return Some((Form::Between(name.clone(), low, high), next));
    }
    None
}

fn value_or_order(parser: &Parser<'_>, name: &Mention, at: usize) -> Option<Outcome> {
    let conditional =
        |form, next| Some(Outcome { forms: vec![(form, Bound::Conditional)], next, doubts: Vec::new(), only: false });
    if let Some(next) = parser.any_words(at, &["defaults to", "is set by default to"]) {
        let (name, mut values, next) = parser.values_of(next, std::slice::from_ref(name), &OR)?;
        return conditional(Form::Default(name, values.pop().filter(|_| values.is_empty())?), next);
    }
    if let Some(next) = parser.any_words(at, &["is set to", "is"])
        && let Some((name, mut values, next)) = parser.values_of(next, std::slice::from_ref(name), &OR)
    {
        let next = parser.words(next, "by default")?;
        return conditional(Form::Default(name, values.pop().filter(|_| values.is_empty())?), next);
    }
    if let Some(next) = parser.any_words(
        at,
        &[
            "must be set to",
            "can only be set to",
            "can be set only to",
            "supports only the value",
            "supports only",
            "can only be",
            "must be",
            "should be set to",
            "is fixed to",
            "is fixed as",
        ],
    ) && let Some((name, values, next)) = parser.values_of(next, std::slice::from_ref(name), &OR)
    {
        let only = (at..next).any(|at| parser.is(at, "only")) || values.len() > 1;
        let form = if only { Form::OneOf(name, values) } else { Form::RequireValue(name, values) };
        return conditional(form, next);
    }
    let from = parser.any_words(
        at,
        &["must be", "should be", "cannot be", "must", "cannot", "should", "is", "needs to be", "can be"],
    )?;
    let negated = parser.words(at, "cannot").is_some();
    let exceeds = parser.words(from, "exceed").map(|next| (">", next));
    let (operator, from) = exceeds.or_else(|| operator(parser, from))?;
    let operator = if negated { opposite(operator) } else { operator };
    // "Is less than" tells how things are; "must be" demands.
    if parser.words(at, "is").is_some() {
        return None;
    }
    if let Some((number, next)) = parser.number(from) {
        return conditional(Form::AtMost(name.clone(), operator, number), next);
    }
    let (other, next) = one(parser, from)?;
    if other.name == name.name {
        return None;
    }
    free(Form::Compare(name.clone(), operator, other), next)
}

/// "The valid values of X are 1 to 9", "the default value of X is v".
pub(super) fn valid_values(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let at = parser.skip_words(at, &["the"]);
    let valid = parser.any_words(at, &["valid values", "value range", "valid value range", "range of valid values"]);
    let from = valid.or_else(|| parser.any_words(at, &["default value", "default"]))?;
    let (name, next) = match parser.any_words(from, &["of", "for"]) {
        Some(from) => one(parser, from)?,
        None => (parser.subject(None)?, from),
    };
    let next =
        if parser.is(next, ":") { next + 1 } else { parser.any_words(next, &["are from", "is from", "are", "is"])? };
    let form = if valid.is_none() {
        let (name, mut values, next) = parser.values_of(next, &[name], &OR)?;
        (Form::Default(name, values.pop().filter(|_| values.is_empty())?), next)
    } else if let Some((low, next)) = parser.number(next) {
        let (high, next) = parser.number(parser.any_words(next, &["to", "-", "~"])?)?;
        (Form::Between(name, low, high), next)
    } else {
        let (name, values, next) = parser.values_of(next, &[name], &OR)?;
        (Form::OneOf(name, values), next)
    };
    Some(Outcome { forms: vec![(form.0, Bound::Conditional)], next: form.1, doubts: Vec::new(), only: false })
}
