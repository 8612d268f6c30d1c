//! The grammar of Chinese sentences: a condition, mostly closed by 时, before what is demanded.

mod condition;
mod group;
mod outcome;

use super::lexicon::{Found, Mention};
use super::outcome::{Bound, Outcome, WITHOUT_ONLY};
use super::parser::{Between, Parser};
use super::statement::{Cond, Form, Statement};
use super::token::Kind;

/// What stands between the values of a list, and between names.
const OR: Between = Between { marks: &["、", "/", ","], last: &["或者", "或", "和", "以及", "及", "与"] };

/// Words of a part of a sentence which changes what the rest says: such a part is never passed over.
const HAZARDS: [&str; 18] = [
    "如果", "若", "当", "必须", "必传", "必填", "必选", "否则", "其他", "其它", "除非", "仅", "只有", "不能", "不可",
    "互斥", "除了", "无效",
];

/// Words that make a part in front a circumstance of what follows: it is no mere label.
const CIRCUMSTANCES: [&str; 6] = ["时", "为", "则", "情况", "场景", "后"];

/// The same, at the start of the part.
const BEGINS: [&str; 5] = ["在", "对", "使用", "通过", "如"];

/// Words that hold one of those and mean something else.
const HARMLESS: [&str; 4] = ["时间", "时长", "时区", "对象"];

/// What a condition does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intro {
    When,
    Only,
    Unless,
}

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
        let begins = out.last() == Some(&index) && parser.any_chars(index, &BEGINS).is_some();
        let inside = parser.any_chars(index, &HAZARDS).or_else(|| parser.any_chars(index, &CIRCUMSTANCES)).is_some();
        if (begins || inside) && parser.any_chars(index, &HARMLESS).is_none() {
            break;
        }
        if matches!(token.text, "，" | "," | "：" | ":" | "-" | "*" | ";" | "；" | ">" | "。") {
            out.push(index + 1);
        }
    }
    out
}

fn sentence(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    let at = parser.skip_chars(at, &["说明：", "说明", "注意：", "另外，", "此外，"]);
    otherwise(parser, at, parser.before)
        .or_else(|| condition_first(parser, at))
        .or_else(|| used_for(parser, at))
        .or_else(|| outcome_first(parser, at))
}

/// 当C时，该参数必传。
fn condition_first(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    let (intro, cond, next) = conditional(parser, at)?;
    for outcome in outcome::outcomes(parser, next) {
        // 才 makes an "only" of the condition before it.
        let intro = if outcome.only && intro == Intro::When { Intro::Only } else { intro };
        let made = assemble(&outcome, Some((intro, cond.clone())));
        if let Some(all) = rest(parser, outcome.next, made) {
            return Some(all);
        }
    }
    None
}

/// 仅适用于C
fn used_for(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    let at = parser.skip_chars(at, &["该参数", "此参数", "本参数"]);
    let from = parser.any_chars(at, &["仅适用于", "只适用于", "仅用于", "只用于", "仅应用于"])?;
    let (cond, next) = condition::condition(parser, from)?;
    let next = parser.skip_chars(next, &["的场景", "的情况", "场景", "时"]);
    let form = Form::Ignored(vec![parser.subject(None)?]);
    rest(parser, next, vec![Statement { form, when: None, unless: Some(cond), doubts: Vec::new() }])
}

/// A condition with what opens and what closes it.
fn conditional(parser: &Parser<'_>, at: usize) -> Option<(Intro, Cond, usize)> {
    let own = parser
        .any_chars(at, &["该参数", "此参数", "本参数", "该字段", "该值"])
        .filter(|next| parser.any_chars(*next, &["仅", "只", "在", "当"]).is_some());
    let at = own.unwrap_or(at);
    let openings: [(&str, Intro); 25] = [
        ("只针对", Intro::Only),
        ("仅针对", Intro::Only),
        ("只能在", Intro::Only),
        ("只在", Intro::Only),
        ("只对", Intro::Only),
        ("如果是", Intro::When),
        ("在当", Intro::When),
        ("仅当", Intro::Only),
        ("只有当", Intro::Only),
        ("只有在", Intro::Only),
        ("只有", Intro::Only),
        ("仅在", Intro::Only),
        ("仅对", Intro::Only),
        ("仅", Intro::Only),
        ("除非", Intro::Unless),
        ("除了", Intro::Unless),
        ("除", Intro::Unless),
        ("如果您", Intro::When),
        ("如果", Intro::When),
        ("假如", Intro::When),
        ("若", Intro::When),
        ("当", Intro::When),
        ("在", Intro::When),
        ("对于", Intro::When),
        ("对", Intro::When),
    ];
    let opening = openings.iter().find_map(|(chars, intro)| parser.chars(at, chars).map(|next| (*intro, next)));
    let (intro, from) = opening.unwrap_or((Intro::When, at));
    let (cond, next) = condition::condition(parser, from)?;
    let next = parser.skip_chars(next, &["数据库", "实例", "类型"]);
    let closes =
        parser.any_chars(next, &["的情况下", "情况下", "的场景下", "的时候", "时", "的话", "之外", "以外", "外"]);
    let comma = |at| parser.any_chars(at, &["，则", "，那么", "，", ",", "则"]);
    let next = match closes {
        Some(next) => comma(next).unwrap_or(next),
        // Without an end mark only an opening tells that it is a condition.
        None if opening.is_some() => comma(next).or_else(|| (intro == Intro::Only).then_some(next))?,
        None => comma(next).filter(|next| parser.any_chars(*next, &["该参数", "此参数", "本参数"]).is_some())?,
    };
    Some((intro, cond, next))
}

/// What is demanded, and maybe when: 该参数必传，仅当C时有效 is two sentences in one and not read here.
fn outcome_first(parser: &Parser<'_>, at: usize) -> Option<Vec<Statement>> {
    outcome::outcomes(parser, at).into_iter().find_map(|outcome| rest(parser, outcome.next, assemble(&outcome, None)))
}

/// The statements of an outcome under a condition.
fn assemble(outcome: &Outcome, cond: Option<(Intro, Cond)>) -> Vec<Statement> {
    let make = |(form, bound): &(Form, Bound)| {
        let mut statement = Statement { form: form.clone(), when: None, unless: None, doubts: outcome.doubts.clone() };
        match (bound, cond.clone()) {
            (Bound::Free, None) => {}
            (_, None) => return None,
            (Bound::Free | Bound::Conditional, Some((Intro::Unless, cond))) => statement.unless = Some(cond),
            (Bound::Free | Bound::Conditional, Some((_, cond))) => statement.when = Some(cond),
            (Bound::Only, Some((Intro::Unless, cond))) => statement.when = Some(cond),
            (Bound::Only, Some((intro, cond))) => {
                if intro == Intro::When && outcome.forms.len() == 1 {
                    statement.doubts.push(WITHOUT_ONLY);
                }
                statement.unless = Some(cond);
            }
            (Bound::Inverse, Some((Intro::Only, cond))) => statement.unless = Some(cond),
            (Bound::Inverse, Some(_)) => return None,
        }
        Some(statement)
    };
    outcome.forms.iter().filter_map(make).collect()
}

/// The rest of the sentence: nothing, an "otherwise", or words that change nothing.
fn rest(parser: &Parser<'_>, at: usize, mut made: Vec<Statement>) -> Option<Vec<Statement>> {
    if made.is_empty() {
        return None;
    }
    let from = parser.skip_chars(at, &["，", ",", "；", ";", "。"]);
    if let Some(more) = otherwise(parser, from, &made) {
        made.extend(more);
        return Some(made);
    }
    let parted = from > at || parser.is_end(at) || parser.is(at, "（") || parser.is(at, "(");
    let hazard = (at..parser.tokens.len()).any(|at| parser.any_chars(at, &HAZARDS).is_some());
    let idle = parser
        .any_chars(
            from,
            &[
                "否则可选",
                "否则为可选",
                "其他场景可选",
                "其他情况可选",
                "其他情况下可选",
                "其他场景非必",
                "即",
                "若未填写则默认",
                "若不填写则默认",
                "不填写则默认",
                "不填则默认",
                "未填写则默认",
            ],
        )
        .is_some();
    (idle || (parted && !hazard)).then_some(made)
}

/// 其他场景均必传, behind what says when it is optional.
fn otherwise(parser: &Parser<'_>, at: usize, before: &[Statement]) -> Option<Vec<Statement>> {
    let other = [
        "其他场景下",
        "其他场景",
        "其他情况下",
        "其他情况",
        "其它场景",
        "其它情况下",
        "其它情况",
        "其余场景",
        "其余情况",
        "否则",
    ];
    let next = parser.any_chars(at, &other)?;
    let next = parser.skip_chars(next, &["，", ","]);
    let next = parser.skip_chars(next, &["下", "均", "都", "则"]);
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

/// A name, or words for the subject.
fn noun(parser: &Parser<'_>, at: usize) -> Option<Found<Mention>> {
    let at = parser.skip_chars(at, &["参数", "字段"]);
    let own = [
        "该参数的值",
        "此参数的值",
        "该参数",
        "此参数",
        "本参数",
        "这个参数",
        "该字段",
        "此字段",
        "该选项",
        "此选项",
        "该值",
        "此值",
        "其值",
        "该项",
    ];
    if let Some(next) = parser.any_chars(at, &own) {
        return Some(Found { among: vec![parser.subject(None)?], next });
    }
    let mut found = parser.name(at)?;
    found.next = parser.skip_chars(found.next, &["参数", "字段"]);
    found.next = parser.gloss(found.next).unwrap_or(found.next);
    found.next = parser.skip_chars(found.next, &["的参数", "参数"]);
    if parser.any_chars(found.next, &["取值范围", "的取值范围"]).is_none() {
        found.next = parser.skip_chars(found.next, &["的取值", "的值", "值"]);
    }
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

/// Names with 、 or 和 between them.
fn names(parser: &Parser<'_>, at: usize) -> Option<(Vec<Mention>, usize)> {
    let at = parser.skip_chars(at, &["以下参数：", "如下参数：", "以下参数", "如下参数"]);
    let (first, mut next) = one(parser, at)?;
    let mut out = vec![first];
    while let Some((name, behind)) = parser.separator(next, &OR).and_then(|at| one(parser, at)) {
        if !out.contains(&name) {
            out.push(name);
        }
        next = behind;
    }
    Some((out, counted(parser, next)))
}

/// 五个参数, behind names that were listed.
fn counted(parser: &Parser<'_>, at: usize) -> usize {
    let at = parser.skip_chars(at, &["这"]);
    match parser.any_chars(at, &["两", "二", "三", "四", "五", "六", "七", "八"]) {
        Some(next) => parser.any_chars(next, &["个参数", "个字段", "者"]).unwrap_or(at),
        None => parser.skip_chars(at, &["等参数", "参数", "字段"]),
    }
}
