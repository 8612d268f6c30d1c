//! What Chinese sentences say of several names: one of them, not both, all together.

use super::super::outcome::{ONE_OF, Outcome, TOGETHER, doubtful, free};
use super::super::parser::Parser;
use super::super::statement::Form;
use super::outcome::VERBS;
use super::{counted, names, one};

/// What a group demands of its members, behind them.
fn group_end(parser: &Parser<'_>, at: usize) -> Option<(&'static str, usize, Option<&'static str>)> {
    let at = parser.skip_chars(counted(parser, at), &["中", "之间"]);
    let at = parser.skip_chars(at, &["是", "为", "两者", "二者", "中", "，"]);
    if let Some(next) = parser.any_chars(at, &["互斥", "互相排斥"]) {
        return Some(("at_most_one", parser.skip_chars(next, &["关系", "的", "参数"]), None));
    }
    let verb = |at| parser.any_chars(at, &VERBS);
    if let Some(next) = parser
        .any_chars(at, &["不能同时", "不可同时", "不允许同时", "不可以同时", "不支持同时", "无法同时", "不得同时"])
    {
        if let Some(next) = parser.any_chars(next, &["为空", "不填", "不传"]) {
            return Some(("at_least_one", next, None));
        }
        return Some(("at_most_one", verb(next).or_else(|| parser.any_chars(next, &["使用", "存在", "为真"]))?, None));
    }
    if let Some(next) =
        parser.any_chars(at, &["必须同时", "需要同时", "需同时", "要同时", "同时", "必须一起", "需要一起", "一起"])
    {
        return Some(("all_or_none", verb(next)?, Some(TOGETHER)));
    }
    if let Some(next) = parser
        .any_chars(at, &["二选一", "两者选一", "任选其一", "必选其一", "必填其一", "必传其一", "选择其一", "选其一"])
    {
        return Some(("exactly_one", next, Some(ONE_OF)));
    }
    let (key, from) = if let Some(next) =
        parser.any_chars(at, &["必须至少", "需要至少", "至少需要", "至少需", "至少必须", "至少要", "至少"])
    {
        ("at_least_one", next)
    } else if let Some(next) = parser.any_chars(at, &["只能", "最多"]) {
        ("at_most_one", next)
    } else {
        ("exactly_one", parser.any_chars(at, &["必须且只能", "有且只能", "必须", "需要", "需"])?)
    };
    let next = parser.skip_chars(verb(from)?, &["其中的", "其中", "其"]);
    let next = parser.any_chars(next, &["一个参数", "任意一个", "一个", "之一", "一项", "一"])?;
    let sharp = parser.any_chars(at, &["必须且只能", "有且只能"]).is_some();
    Some((key, next, (key == "exactly_one" && !sharp).then_some(ONE_OF)))
}

/// A和B互斥
pub(super) fn groups(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let (names, next) = names(parser, at).filter(|it| it.0.len() > 1)?;
    let (key, next, doubt) = group_end(parser, next)?;
    doubtful(Form::Group(key, names), next, doubt)
}

/// 与B互斥, 不能与B同时指定
pub(super) fn with_other(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let own = one(parser, at).filter(|it| {
        parser
            .any_chars(
                it.1,
                &[
                    "与",
                    "和",
                    "不能与",
                    "不能和",
                    "不可与",
                    "必须与",
                    "必须和",
                    "需要与",
                    "需要和",
                    "需与",
                    "需和",
                    "须与",
                    "须和",
                    "要和",
                    "要与",
                    "不支持与",
                    "不允许与",
                ],
            )
            .is_some()
    });
    let (first, from) = own.or_else(|| parser.subject(None).map(|it| (it, at)))?;
    let refused = parser.any_chars(from, &["不能", "不可", "不支持", "不允许"]);
    let must = parser.any_chars(from, &["必须", "需要", "须", "需", "要", "应"]);
    let from = parser.any_chars(refused.or(must).unwrap_or(from), &["与", "和"])?;
    let (mut members, next) = names(parser, from)?;
    if members.contains(&first) || members.len() > 1 {
        return None;
    }
    members.insert(0, first);
    if refused.is_some() {
        let next = parser.any_chars(next, &["同时"])?;
        let next = parser.any_chars(next, &VERBS).or_else(|| parser.any_chars(next, &["使用", "存在"]))?;
        return free(Form::Group("at_most_one", members), next);
    }
    let (key, next, doubt) = group_end(parser, next)?;
    doubtful(Form::Group(key, members), next, doubt)
}
