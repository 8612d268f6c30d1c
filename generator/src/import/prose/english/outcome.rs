//! What English sentences demand.

use super::super::lexicon::Mention;
use super::super::outcome::{ANY, Bound, Outcome, SET_TO, TOGETHER, doubtful, free, others_than_subject};
use super::super::parser::Parser;
use super::super::statement::Form;
use super::group::{exclusive, groups};
use super::value::{valid_values, value};
use super::{OR, names, one};

/// All that may be read here, the likeliest first.
pub(super) fn outcomes(parser: &Parser<'_>, at: usize) -> Vec<Outcome> {
    [groups, by_you, exclusive, of_subject].into_iter().filter_map(|read| read(parser, at)).collect()
}

/// Units and small words behind an outcome.
pub(super) fn tail(parser: &Parser<'_>, outcome: &Outcome) -> Option<usize> {
    let next = parser.skip_words(outcome.next, &["in this case", "as well", "too", "by default", "at the same time"]);
    let units = [
        "seconds",
        "minutes",
        "hours",
        "days",
        "months",
        "years",
        "characters",
        "milliseconds",
        "kb",
        "mb",
        "gb",
        "second",
        "day",
    ];
    Some(parser.skip_words(next, &units))
}

/// "You must specify X", "specify at least one of X and Y", "you cannot specify both".
fn by_you(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let verbs = ["specify", "set", "configure", "provide", "pass", "enter", "use", "include", "fill in", "pass in"];
    let verb = |at| parser.any_words(at, &verbs);
    if let Some(from) = parser.any_words(
        at,
        &["you do not need to", "you don't need to", "you can choose not to", "no need to", "you need not"],
    ) {
        let (names, next) = names(parser, verb(from)?)?;
        return free(Form::Optional(names), next);
    }
    if let Some(from) =
        parser.any_words(at, &["you cannot", "you can not", "you must not", "do not", "you are not allowed to"])
    {
        let from = verb(from)?;
        let (names, next) = names(parser, from)?;
        if parser.has_or(from, next) {
            return None;
        }
        let next = parser.skip_words(next, &["at the same time", "together", "in the same request"]);
        return free(if names.len() > 1 { Form::Group("at_most_one", names) } else { Form::Forbid(names) }, next);
    }
    if let Some(from) = parser.any_words(at, &["you can only", "you can", "you may"]) {
        let only = parser.words(at, "you can only").is_some();
        let (names, next) = names(parser, verb(from)?)?;
        let bound = if only { Bound::Only } else { Bound::Inverse };
        return Some(Outcome { forms: vec![(Form::Forbid(names), bound)], next, doubts: Vec::new(), only: false });
    }
    let must = parser.any_words(
        at,
        &[
            "you must also",
            "you must",
            "you also need to",
            "you need to",
            "you are required to",
            "you have to",
            "you should",
            "make sure to",
            "you also must",
        ],
    );
    let from = verb(parser.skip_words(must.unwrap_or(at), &["also"]))?;
    if let Some((name, next)) = one(parser, from)
        && let Some(next) = parser.any_words(next, &["to", "as"])
    {
        let (name, values, next) = parser.values_of(next, &[name], &OR)?;
        let form = Form::RequireValue(name, values);
        return match must {
            Some(_) => Some(Outcome { forms: vec![(form, Bound::Conditional)], next, doubts: Vec::new(), only: false }),
            None => Some(Outcome { forms: vec![(form, Bound::Conditional)], next, doubts: vec![SET_TO], only: false }),
        };
    }
    must?;
    let (names, next) = names(parser, from)?;
    if names.len() > 1 && parser.has_or(from, next) {
        return doubtful(Form::Group("at_least_one", names), next, Some(ANY));
    }
    if let Some(next) = parser.any_words(next, &["at the same time", "together"]).filter(|_| names.len() > 1) {
        return doubtful(Form::Group("all_or_none", names), next, Some(TOGETHER));
    }
    free(Form::Require(names), next)
}

/// What is said of one or more names.
fn of_subject(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    if let Some(next) = parser.any_words(at, &["required", "mandatory"]) {
        return free(Form::Require(vec![parser.subject(None)?]), next);
    }
    if let Some(found) = alone(parser, at).or_else(|| valid_values(parser, at)) {
        return Some(found);
    }
    let others = parser.any_words(
        at,
        &[
            "other parameters",
            "all other parameters",
            "all the other parameters",
            "the other parameters",
            "other request parameters",
            "all other request parameters",
            "the rest of the parameters",
        ],
    );
    let (names, next) = match others {
        Some(next) => (others_than_subject(parser)?, next),
        None => names(parser, at)?,
    };
    if names.len() > 1 && parser.has_or(at, next) {
        let next = parser.any_words(next, &["is required", "must be specified", "must be set", "must be provided"])?;
        return doubtful(Form::Group("at_least_one", names), next, Some(ANY));
    }
    required(parser, &names, next)
        .or_else(|| effect(parser, &names, next))
        .or_else(|| permission(parser, &names, next))
        .or_else(|| value(parser, &names, next))
}

/// Sentences without a subject: "Takes effect only if", "Valid only when".
fn alone(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let subject = vec![parser.subject(None)?];
    let next = parser.any_words(at, &["takes effect", "valid", "effective", "applicable", "applies", "used"])?;
    parser.words(next, "only")?;
    Some(Outcome { forms: vec![(Form::Ignored(subject), Bound::Only)], next, doubts: Vec::new(), only: false })
}

fn required(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let optional = [
        "is optional",
        "are optional",
        "is not required",
        "are not required",
        "can be left empty",
        "does not need to be specified",
        "is not needed",
        "can be omitted",
        "is not mandatory",
        "need not be specified",
    ];
    if let Some(next) = parser.any_words(at, &optional) {
        return free(Form::Optional(names.to_vec()), next);
    }
    let both = [
        "is required and takes effect",
        "is required and valid",
        "is required and effective",
        "is valid and required",
        "takes effect and is required",
        "is required and is valid",
        "is required and only takes effect",
        "is required and used",
    ];
    if let Some(next) = parser.any_words(at, &both) {
        let forms =
            vec![(Form::Require(names.to_vec()), Bound::Conditional), (Form::Ignored(names.to_vec()), Bound::Only)];
        return Some(Outcome { forms, next, doubts: Vec::new(), only: false });
    }
    let must = [
        "is required",
        "are required",
        "is mandatory",
        "are mandatory",
        "must be specified",
        "must be set",
        "must be provided",
        "must be configured",
        "must be passed",
        "must be given",
        "must also be specified",
        "must also be set",
        "needs to be specified",
        "need to be specified",
        "must not be empty",
        "cannot be empty",
        "cannot be left empty",
        "must not be left empty",
        "becomes required",
        "must be included",
        "cannot be omitted",
        "is also required",
        "must be passed in",
        "must be filled in",
        "is needed",
    ];
    let next = parser.any_words(at, &must)?;
    // "Must be set to V" is about the value; "required to be V" too.
    if parser.any_words(next, &["to", "as", "by", "in", "within", "from"]).is_some()
        && parser.words(next, "in the case").is_none()
    {
        return None;
    }
    free(Form::Require(names.to_vec()), next)
}

fn effect(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let ignored = [
        "is ignored",
        "are ignored",
        "will be ignored",
        "does not take effect",
        "do not take effect",
        "is invalid",
        "are invalid",
        "becomes invalid",
        "become invalid",
        "is disregarded",
        "are disregarded",
        "will be invalid",
        "is not used",
        "has no effect",
        "have no effect",
        "is not effective",
        "is automatically ignored",
        "does not need to be set and is ignored",
        "will not take effect",
    ];
    if let Some(next) = parser.any_words(at, &ignored) {
        return Some(Outcome {
            forms: vec![(Form::Ignored(names.to_vec()), Bound::Conditional)],
            next,
            doubts: Vec::new(),
            only: false,
        });
    }
    let only = [
        "takes effect",
        "take effect",
        "is valid",
        "are valid",
        "is effective",
        "is used",
        "are used",
        "is applicable",
        "applies",
        "apply",
        "is available",
        "is supported",
        "is meaningful",
        "works",
        "only takes effect",
        "only take effect",
        "is only valid",
        "is only effective",
        "is only used",
        "is only applicable",
        "only applies",
        "is only available",
        "is only supported",
    ];
    let next = parser.any_words(at, &only)?;
    let only = parser.words(next, "only").is_some()
        || parser.tokens.get(at..next).unwrap_or_default().iter().any(|it| it.text == "only");
    let effective =
        parser.any_words(at, &["takes effect", "take effect", "is valid", "are valid", "is effective"]).is_some();
    (only || effective).then(|| Outcome {
        forms: vec![(Form::Ignored(names.to_vec()), Bound::Only)],
        next,
        doubts: Vec::new(),
        only,
    })
}

fn permission(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let form = || Form::Forbid(names.to_vec());
    let refused = [
        "cannot be specified",
        "cannot be set",
        "must not be specified",
        "must be left empty",
        "must be empty",
        "cannot be configured",
        "is not supported",
        "are not supported",
        "is not allowed",
        "must not be set",
        "must be left unspecified",
        "cannot be passed",
        "cannot be used",
        "must be null",
    ];
    if let Some(next) = parser.any_words(at, &refused) {
        if parser.any_words(next, &["to", "together", "with", "at the same time"]).is_some() {
            return None;
        }
        return Some(Outcome { forms: vec![(form(), Bound::Conditional)], next, doubts: Vec::new(), only: false });
    }
    let only = [
        "can only be set",
        "can only be specified",
        "can only be configured",
        "can only be used",
        "can be only set",
        "is only allowed",
        "may only be set",
    ];
    if let Some(next) = parser.any_words(at, &only) {
        return Some(Outcome { forms: vec![(form(), Bound::Only)], next, doubts: Vec::new(), only: false });
    }
    let next = parser.any_words(
        at,
        &["can be set", "can be specified", "can be configured", "may be specified", "is allowed", "may be set"],
    )?;
    parser.words(next, "only")?;
    Some(Outcome { forms: vec![(form(), Bound::Inverse)], next, doubts: Vec::new(), only: false })
}
