//! What English sentences demand.

use super::super::lexicon::Mention;
use super::super::parser::Parser;
use super::super::statement::Form;
use super::condition::operator;
use super::{OR, names, one};

/// What a form needs of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// Nothing: it holds with and without one.
    Free,
    /// It says something only under a condition.
    Conditional,
    /// It holds unless the condition does: "valid only if".
    Only,
    /// The same, and only with an "only": "you can specify it only if".
    Inverse,
}

/// What is demanded, and where the phrase ends.
pub(super) struct Outcome {
    pub(super) forms: Vec<(Form, Bound)>,
    pub(super) next: usize,
    pub(super) doubts: Vec<&'static str>,
    /// Whether the phrase itself has an "only".
    pub(super) only: bool,
}

const ONE_OF: &str = "\"One of\" may also mean at least one.";
const TOGETHER: &str = "\"At the same time\" may also mean that all of them are required.";
const ANY: &str = "\"A or B\" may also mean exactly one.";
const SET_TO: &str = "It may be advice and no demand.";

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

fn free(form: Form, next: usize) -> Option<Outcome> {
    Some(Outcome { forms: vec![(form, Bound::Free)], next, doubts: Vec::new(), only: false })
}

fn doubtful(form: Form, next: usize, doubt: &'static str) -> Option<Outcome> {
    Some(Outcome { forms: vec![(form, Bound::Free)], next, doubts: vec![doubt], only: false })
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
        return doubtful(Form::Group("at_least_one", names), next, ANY);
    }
    if let Some(next) = parser.any_words(next, &["at the same time", "together"]).filter(|_| names.len() > 1) {
        return doubtful(Form::Group("all_or_none", names), next, TOGETHER);
    }
    free(Form::Require(names), next)
}

/// "Exactly one of X and Y must be specified", "you must specify at least one of X and Y".
fn groups(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
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
    match doubt {
        Some(doubt) => doubtful(Form::Group(key, names), next, doubt),
        None => free(Form::Group(key, names), next),
    }
}

/// "Mutually exclusive with X", "X and Y cannot be specified at the same time".
fn exclusive(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
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
        return doubtful(Form::Group("all_or_none", names), next, TOGETHER);
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
    doubtful(Form::Group("all_or_none", names), next, TOGETHER)
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
        return doubtful(Form::Group("at_least_one", names), next, ANY);
    }
    required(parser, &names, next)
        .or_else(|| effect(parser, &names, next))
        .or_else(|| permission(parser, &names, next))
        .or_else(|| value(parser, &names, next))
}

/// "The valid values of X are 1 to 9", "the default value of X is v".
fn valid_values(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
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

/// All parameters but the subject.
fn others_than_subject(parser: &Parser<'_>) -> Option<Vec<Mention>> {
    let subject = parser.lexicon.subject?;
    let plain = |name: &str| !name.starts_with('$') && !name.contains('.');
    let names = parser.lexicon.scope.names.iter().enumerate();
    Some(
        names
            .filter(|(index, it)| *index != subject && plain(&it.name))
            .map(|(name, _)| Mention { name, written: None })
            .collect(),
    )
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

fn value(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
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
            "can only be",
            "must be",
            "should be set to",
            "is fixed to",
            "is fixed as",
        ],
    ) && let Some((name, values, next)) = parser.values_of(next, std::slice::from_ref(name), &OR)
    {
        let only = parser.any_words(at, &["can only"]).is_some() || values.len() > 1;
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

fn opposite(operator: &str) -> &'static str {
    match operator {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "==" => "!=",
        _ => "==",
    }
}
