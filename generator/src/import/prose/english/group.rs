//! What English sentences say of several names: one of them, not both, all together.

use super::super::outcome::{ONE_OF, Outcome, TOGETHER, doubtful, free};
use super::super::parser::Parser;
use super::super::statement::Form;
use super::{names, one};

/// "Exactly one of X and Y must be specified", "you must specify at least one of X and Y".
pub(super) fn groups(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let lead = [
        "you must specify",
        "you must set",
        "you must configure",
        "you must provide",
        "you need to specify",
        "you can specify",
        "you can set",
        "you can only specify",
        "specify",
        "set",
        "select",
        "configure",
        "provide",
        "you must select",
        "must specify",
        "you can configure",
    ];
    let you = parser.any_words(at, &lead);
    let can = parser.any_words(at, &["you can"]).is_some();
    let from = you.unwrap_or(at);
    let of = |phrases: &[&str]| parser.any_words(from, phrases);
    let (key, from, doubt) = if let Some(from) =
        of(&["at least one of the following parameters", "at least one of the", "at least one of", "one or more of"])
    {
        ("at_least_one", from, None)
    } else if let Some(from) = of(&["at most one of", "no more than one of"]) {
        ("at_most_one", from, None)
    } else if let Some(from) = of(&["exactly one of", "one and only one of"]) {
        ("exactly_one", from, None)
    } else if let Some(from) = of(&["only one of the", "only one of"]) {
        if can || you.is_none() { ("at_most_one", from, None) } else { ("exactly_one", from, None) }
    } else if let Some(from) = of(&["one of the following parameters", "one of the", "one of", "either of", "either"]) {
        ("exactly_one", from, Some(ONE_OF))
    } else {
        return None;
    };
    if can && key != "at_most_one" {
        return None;
    }
    let from = if parser.is(from, ":") { from + 1 } else { from };
    let (names, next) = names(parser, from).filter(|it| it.0.len() > 1)?;
    let passive = [
        "must be specified",
        "must be set",
        "must be provided",
        "must be configured",
        "is required",
        "are required",
        "can be specified",
        "can be set",
        "needs to be specified",
        "must be passed",
        "must be given",
        "must be non-empty",
        "can be used",
        "can be configured",
    ];
    let behind = parser.any_words(next, &passive);
    if you.is_none() && behind.is_none() {
        return None;
    }
    let next = behind.unwrap_or(next);
    let next = parser.skip_words(next, &["at the same time"]);
    doubtful(Form::Group(key, names), next, doubt)
}

/// "Mutually exclusive with X", "X and Y cannot be specified at the same time".
pub(super) fn exclusive(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let with = [
        "mutually exclusive with",
        "is mutually exclusive with",
        "are mutually exclusive with",
        "conflicts with",
        "cannot be specified together with",
        "cannot be used together with",
        "cannot be used with",
        "cannot be set together with",
        "cannot be specified with",
        "cannot be specified at the same time as",
        "is incompatible with",
        "is exclusive with",
        "is exclusive of",
        "cannot be set with",
        "cannot be set at the same time as",
        "cannot be used at the same time as",
        "cannot be specified in combination with",
        "cannot be used in combination with",
        "cannot coexist with",
    ];
    let own = one(parser, at).filter(|it| parser.any_words(it.1, &with).is_some());
    let (first, from) = own.or_else(|| parser.subject(None).map(|it| (it, at)))?;
    if let Some(from) = parser.any_words(from, &with) {
        let (mut names, next) = names(parser, from)?;
        if names.contains(&first) || names.len() > 1 {
            return None;
        }
        names.insert(0, first);
        return free(Form::Group("at_most_one", names), next);
    }
    let with = [
        "must be specified together with",
        "must be specified at the same time as",
        "must be used together with",
        "must be set together with",
        "must be set at the same time as",
        "must be passed in together with",
        "must be specified with",
        "must be used with",
        "needs to be specified together with",
        "should be specified together with",
    ];
    if let Some(from) = parser.any_words(from, &with) {
        let (mut names, next) = names(parser, from)?;
        if names.contains(&first) {
            return None;
        }
        names.insert(0, first);
        return doubtful(Form::Group("all_or_none", names), next, Some(TOGETHER));
    }
    let (names, next) = names(parser, at).filter(|it| it.0.len() > 1)?;
    let not_both = [
        "are mutually exclusive",
        "cannot be specified at the same time",
        "cannot be set at the same time",
        "cannot be both specified",
        "cannot both be specified",
        "cannot be used at the same time",
        "cannot be used together",
        "cannot be specified together",
        "must not be specified at the same time",
        "cannot be specified in the same request",
        "cannot be configured at the same time",
        "cannot both be set",
        "cannot be empty at the same time",
        "cannot both be empty",
        "cannot all be empty",
        "cannot be left empty at the same time",
    ];
    if let Some(next) = parser.any_words(next, &not_both) {
        let empty = parser.tokens.get(at..next).unwrap_or_default().iter().any(|it| it.text == "empty");
        return free(Form::Group(if empty { "at_least_one" } else { "at_most_one" }, names), next);
    }
    let together = [
        "must be specified at the same time",
        "must be set at the same time",
        "must be specified together",
        "must be set together",
        "must be configured at the same time",
        "must be used together",
        "must be passed in at the same time",
        "need to be specified at the same time",
        "must be both specified or both left empty",
    ];
    let next = parser.any_words(next, &together)?;
    doubtful(Form::Group("all_or_none", names), next, Some(TOGETHER))
}
