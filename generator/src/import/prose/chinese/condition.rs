//! Conditions in Chinese.

use super::super::lexicon::{Mention, Written};
use super::super::parser::{Parser, joined};
use super::super::phrase;
use super::super::statement::{Cond, Operand};
use super::super::token::Kind;
use super::{OR, names, noun, one};

/// How many characters a thing may have that is tested without a name.
const THING: usize = 10;

/// A condition up to the mark that closes it.
pub(super) fn condition(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let (first, mut next) = conjunction(parser, at)?;
    let mut any = vec![first];
    while let Some(from) = parser.any_chars(next, &["，或者", "，或", ",或者", "或者", "或"]) {
        let from = parser.skip_chars(from, &["当", "如果", "若"]);
        let Some((cond, behind)) = conjunction(parser, from) else { break };
        any.push(cond);
        next = behind;
    }
    joined(any, Cond::Any).map(|cond| (cond, next))
}

fn conjunction(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let (first, mut next) = test(parser, at)?;
    let mut all = vec![first];
    while let Some(from) =
        parser.any_chars(next, &["，并且", "，且", "，同时", "并且", "而且", "且", "同时", "和", "及", "、"])
    {
        let Some((cond, behind)) = test(parser, from) else { break };
        all.push(cond);
        next = behind;
    }
    joined(all, Cond::All).map(|cond| (cond, next))
}

fn test(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    value_test(parser, at)
        .or_else(|| given(parser, at))
        .or_else(|| given_behind(parser, at))
        .or_else(|| flag(parser, at))
        .or_else(|| comparison(parser, at))
        .or_else(|| thing_is(parser, at))
        .or_else(|| explained(parser, at))
        .or_else(|| bare(parser, at))
}

const IS: [&str; 19] = [
    "参数设置为",
    "被设置为",
    "设置为",
    "设置成",
    "设为",
    "配置为",
    "指定为",
    "取值为",
    "取值是",
    "取值",
    "填写为",
    "选为",
    "等于",
    "选择为",
    "选择",
    "传入",
    "为",
    "是",
    "=",
];
const IS_NOT: [&str; 6] = ["不为", "不是", "不等于", "取值不为", "设置不为", "非"];

/// X为V
fn value_test(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let at = parser.skip_chars(at, &["将", "把"]);
    let found = noun(parser, at)?;
    let behind = parser.skip_chars(found.next, &["，", "："]);
    if let Some(from) = parser.any_chars(found.next, &IS_NOT) {
        let (name, values, next) = parser.values_of(from, &found.among, &OR)?;
        return Some((Cond::IsNot(name, values), next));
    }
    let from = parser.any_chars(behind, &IS)?;
    let (name, values, next) = parser.values_of(from, &found.among, &OR)?;
    Some((Cond::Is(name, values), next))
}

/// 指定了X, 不指定X
fn given(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let not = parser.any_chars(at, &["没有", "不", "未"]);
    let verbs = ["指定", "设置", "传入", "填写", "配置", "使用", "填", "传"];
    let from = parser.any_chars(not.unwrap_or(at), &verbs)?;
    let from = parser.skip_chars(from, &["了"]);
    let (names, next) = names(parser, from)?;
    // 设置X为V is a test of the value.
    if let Some(from) = parser.any_chars(next, &["为", "成"]).filter(|_| not.is_none()) {
        let (name, values, next) = parser.values_of(from, &names, &OR)?;
        return Some((Cond::Is(name, values), next));
    }
    let either = parser.tokens.get(from..next).unwrap_or_default().iter().any(|it| it.text == "或");
    if either && not.is_none() {
        return joined(names.into_iter().map(Cond::Given).collect(), Cond::Any).map(|cond| (cond, next));
    }
    presence(names, not.is_some()).map(|cond| (cond, next))
}

/// X为空, X不为空, X未指定
fn given_behind(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let (names, next) = names(parser, at)?;
    let absent = [
        "为空",
        "留空",
        "不传入",
        "不传",
        "未传入",
        "未传",
        "未指定",
        "不指定",
        "未设置",
        "不设置",
        "未填写",
        "不填写",
        "不填",
        "未填",
        "不存在",
        "未配置",
    ];
    if let Some(next) = parser.any_chars(next, &absent) {
        return presence(names, true).map(|cond| (cond, next));
    }
    let next = parser.any_chars(next, &["不为空", "非空", "已指定", "已设置", "存在", "有值", "被指定", "被设置"])?;
    presence(names, false).map(|cond| (cond, next))
}

fn presence(names: Vec<Mention>, absent: bool) -> Option<Cond> {
    joined(names.into_iter().map(if absent { Cond::Absent } else { Cond::Given }).collect(), Cond::All)
}

/// 开启X
fn flag(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let off = parser.any_chars(at, &["未开启", "不开启", "关闭", "未启用", "不启用", "没有开启"]);
    let from = off.or_else(|| parser.any_chars(at, &["开启了", "开启", "启用了", "启用", "打开"]))?;
    let (name, next) = one(parser, from)?;
    let boolean = parser.lexicon.named(name.name).is_some_and(|it| it.kind == crate::spec::Type::Boolean);
    let value = Written { value: if off.is_some() { "false" } else { "true" }.to_owned(), written: None };
    boolean.then(|| (Cond::Is(name, vec![value]), next))
}

/// X小于Y
fn comparison(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let (left, next) = one(parser, at)?;
    let (operator, from) = operator(parser, next)?;
    if let Some((number, next)) = parser.number(from) {
        return Some((Cond::Compare(left, operator, Operand::Number(number)), next));
    }
    let (right, next) = one(parser, from)?;
    Some((Cond::Compare(left, operator, Operand::Name(right)), next))
}

pub(super) fn operator(parser: &Parser<'_>, at: usize) -> Option<(&'static str, usize)> {
    let table: [(&'static str, &[&str]); 6] = [
        ("<=", &["小于或等于", "小于等于", "不大于", "不超过", "不晚于", "不高于", "早于或等于", "早于等于", "不多于"]),
        (">=", &["大于或等于", "大于等于", "不小于", "不低于", "不早于", "不少于", "晚于或等于", "晚于等于"]),
        ("<", &["小于", "低于", "早于", "短于", "少于"]),
        (">", &["大于", "高于", "晚于", "长于", "超过", "多于"]),
        ("!=", &["不等于", "不同于"]),
        ("==", &["等于"]),
    ];
    table.iter().find_map(|(operator, chars)| parser.any_chars(at, chars).map(|next| (*operator, next)))
}

/// 备份计划为MySQL: the value alone tells which name is meant.
fn thing_is(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let mut next = at;
    let verb = loop {
        if let Some(verb) = parser.any_chars(next, &["为", "是"]).filter(|_| next > at) {
            break verb;
        }
        let turns = parser.any_chars(next, &["不", "未", "非", "没", "或", "且", "时", "当", "若", "该参数"]).is_some();
        if turns || next - at >= THING || parser.at(next)?.kind != Kind::Han {
            return None;
        }
        next += 1;
    };
    let (name, values, next) = phrase::bare(parser, verb, &OR)?;
    Some((Cond::Is(name, values), next))
}

/// Words that nobody knows, explained in brackets: 不使用服务器组（不指定GroupId参数）
fn explained(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let mut next = at;
    while !parser.is(next, "（") && !parser.is(next, "(") {
        let token = parser.at(next)?;
        if token.kind != Kind::Han || next - at > 2 * THING || parser.any_chars(next, &["且", "或", "时"]).is_some()
        {
            return None;
        }
        next += 1;
    }
    let (cond, next) =
        value_test(parser, next + 1).or_else(|| given(parser, next + 1)).or_else(|| given_behind(parser, next + 1))?;
    let next = parser.any_chars(next, &["时", "的情况下"]).unwrap_or(next);
    parser.any_chars(next, &["）", ")"]).map(|next| (cond, next))
}

/// MySQL数据库: a value and a word for what it is a value of.
fn bare(parser: &Parser<'_>, at: usize) -> Option<(Cond, usize)> {
    let (name, values, mut next) = phrase::bare(parser, at, &OR)?;
    let nouns = ["数据库", "实例", "类型", "备份", "引擎", "模式", "的"];
    while let Some(behind) = parser.any_chars(next, &nouns) {
        next = behind;
    }
    let mut parts = vec![Cond::Is(name, values)];
    if let Some((Cond::Is(other, values), behind)) = bare(parser, next) {
        if parts.iter().any(|it| matches!(it, Cond::Is(name, _) if name.name == other.name)) {
            return None;
        }
        parts.push(Cond::Is(other, values));
        next = behind;
    }
    joined(parts, Cond::All).map(|cond| (cond, next))
}
