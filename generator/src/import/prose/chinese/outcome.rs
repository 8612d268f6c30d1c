//! What Chinese sentences demand.

use super::super::lexicon::Mention;
use super::super::outcome::{ANY, Bound, Outcome, SET_TO, TOGETHER, doubtful, made, opposite, others_than_subject};
use super::super::parser::Parser;
use super::super::statement::Form;
use super::condition::operator;
use super::group::{groups, with_other};
use super::{OR, names, one};

/// All that may be read here, the likeliest first.
pub(super) fn outcomes(parser: &Parser<'_>, at: usize) -> Vec<Outcome> {
    [groups, with_other, demand, of_subject].into_iter().filter_map(|read| read(parser, at)).collect()
}

/// All parameters but the one whose description it is.
const OTHERS: [&str; 7] =
    ["其他请求参数", "其它请求参数", "其他所有参数", "其他参数", "其它参数", "其余参数", "其他入参"];

/// Verbs that give a parameter.
pub(super) const VERBS: [&str; 12] =
    ["指定", "设置", "传入", "填写", "配置", "提供", "选择", "填入", "输入", "传", "填", "选"];

/// 必须指定X, 需要将X设置为V
fn demand(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    if let Some(from) = parser.any_chars(at, &["无需", "不需要", "不必", "可以不", "可不"]) {
        let (names, next) = names(parser, parser.any_chars(from, &VERBS)?)?;
        return made(Form::Optional(names), Bound::Free, next);
    }
    if let Some(from) = parser.any_chars(at, &["则会忽略", "将会忽略", "将忽略", "会忽略", "则忽略", "忽略"])
    {
        let others = parser.any_chars(from, &OTHERS).and_then(|next| Some((others_than_subject(parser)?, next)));
        let (names, next) = others.or_else(|| names(parser, from))?;
        return made(Form::Ignored(names), Bound::Conditional, next);
    }
    if let Some(from) = parser.any_chars(at, &["不能", "不可以", "不可", "不允许", "不支持", "无法"]) {
        let (names, next) = names(parser, parser.any_chars(from, &VERBS)?)?;
        return made(Form::Forbid(names), Bound::Conditional, next);
    }
    let must = ["则必须", "还必须", "必须", "则需要", "还需要", "需要", "还需", "则需", "需", "须", "请"];
    let advice = parser.is(at, "请");
    let from = parser.any_chars(at, &must)?;
    let together = parser.any_chars(from, &["同时"]).filter(|_| !advice);
    let from = together.unwrap_or(from);
    if let Some(from) = parser.any_chars(from, &["将", "把"]) {
        let (name, next) = one(parser, from)?;
        let next = parser.any_chars(next, &["设置为", "设为", "配置为", "指定为"])?;
        let (name, values, next) = parser.values_of(next, &[name], &OR)?;
        let doubts = if advice { vec![SET_TO] } else { Vec::new() };
        let forms = vec![(Form::RequireValue(name, values), Bound::Conditional)];
        return Some(Outcome { forms, next, only: false, doubts });
    }
    if advice {
        return None;
    }
    let from = parser.any_chars(from, &VERBS)?;
    let (names, next) = names(parser, from)?;
    if names.len() > 1 && parser.tokens.get(from..next).unwrap_or_default().iter().any(|it| it.text == "或") {
        return doubtful(Form::Group("at_least_one", names), next, Some(ANY));
    }
    match (together, names.len()) {
        (Some(_), 2..) => doubtful(Form::Group("all_or_none", names), next, Some(TOGETHER)),
        _ => made(Form::Require(names), Bound::Free, next),
    }
}

/// What is said of a name, or of the subject without naming it.
fn of_subject(parser: &Parser<'_>, at: usize) -> Option<Outcome> {
    let at = parser.skip_chars(at, &["则", "那么"]);
    let others = parser.any_chars(at, &OTHERS);
    let own = || parser.subject(None).map(|it| (vec![it], at));
    let (names, from) = match others {
        Some(next) => (others_than_subject(parser)?, next),
        None => names(parser, at).or_else(own)?,
    };
    let from = parser.skip_chars(from, &["均", "都", "则", "将", "也"]);
    if names.len() > 1 && parser.tokens.get(at..from).unwrap_or_default().iter().any(|it| it.text == "或") {
        return None;
    }
    required(parser, &names, from)
        .or_else(|| effect(parser, &names, from))
        .or_else(|| permission(parser, &names, from))
        .or_else(|| value(parser, &names, from))
}

fn required(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let optional = [
        "非必须",
        "非必填",
        "非必选",
        "非必传",
        "不是必须",
        "不是必填",
        "可选",
        "为可选",
        "可不填",
        "可不传",
        "可以不传",
        "不必传",
        "无需传入",
        "无需填写",
        "无需设置",
        "无需指定",
        "可以为空",
        "可为空",
        "选填",
        "不需要",
    ];
    if let Some(next) = parser.any_chars(at, &optional) {
        return made(Form::Optional(names.to_vec()), Bound::Free, parser.skip_chars(next, &["参数", "项", "的"]));
    }
    let only = parser.any_chars(at, &["才"]);
    let must = [
        "为必填",
        "为必选",
        "为必传",
        "为必须",
        "是必填",
        "是必选",
        "是必传",
        "是必须",
        "必须传入",
        "必须指定",
        "必须设置",
        "必须填写",
        "必须配置",
        "必须提供",
        "必须传",
        "必须填",
        "必须存在",
        "必传",
        "必选",
        "必填",
        "必须",
        "不能为空",
        "不可为空",
        "不允许为空",
        "需要传入",
        "需要指定",
        "需要设置",
        "需要填写",
        "需传入",
        "需要配置",
        "需指定",
        "需设置",
        "需填写",
    ];
    let next = parser.any_chars(only.unwrap_or(at), &must)?;
    let next = parser.skip_chars(next, &["参数", "项", "的", "字段"]);
    let more = parser.any_chars(next, &["且生效", "且有效", "并生效", "，且仅此时有效"]);
    let mut forms = vec![(Form::Require(names.to_vec()), Bound::Free)];
    if more.is_some() {
        forms.push((Form::Ignored(names.to_vec()), Bound::Only));
    }
    Some(Outcome { forms, next: more.unwrap_or(next), only: false, doubts: Vec::new() })
}

fn effect(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let form = || Form::Ignored(names.to_vec());
    let ignored = [
        "无效",
        "不生效",
        "会被忽略",
        "将被忽略",
        "被忽略",
        "忽略",
        "不起作用",
        "不会生效",
        "没有意义",
        "无意义",
        "失效",
    ];
    if let Some(next) = parser.any_chars(at, &ignored) {
        return made(form(), Bound::Conditional, next);
    }
    let only = parser.any_chars(at, &["才会", "才能", "才", "会"]);
    let next = parser.any_chars(only.unwrap_or(at), &["有效", "生效", "起作用", "有意义", "可用"])?;
    let only = parser.is(at, "才");
    Some(Outcome { forms: vec![(form(), Bound::Only)], next, doubts: Vec::new(), only })
}

fn permission(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let form = || Form::Forbid(names.to_vec());
    if let Some(from) = parser.any_chars(at, &["不能", "不可以", "不可", "不允许", "不支持", "无法"]) {
        return made(form(), Bound::Conditional, parser.any_chars(from, &VERBS)?);
    }
    if let Some(next) = parser.any_chars(at, &["必须为空", "必须留空"]) {
        return made(form(), Bound::Conditional, next);
    }
    let only = parser.any_chars(at, &["才可以", "才能", "才允许", "才支持", "才可"]);
    let from = only.or_else(|| parser.any_chars(at, &["可以", "允许", "支持", "可"]))?;
    let next = parser.any_chars(from, &VERBS)?;
    // 只有C时才可以设置为V is about the value.
    if parser.any_chars(next, &["为", "成"]).is_some() {
        return None;
    }
    Some(Outcome {
        forms: vec![(form(), Bound::Inverse)],
        next: parser.skip_chars(next, &["该参数", "此参数"]),
        only: only.is_some(),
        doubts: Vec::new(),
    })
}

fn value(parser: &Parser<'_>, names: &[Mention], at: usize) -> Option<Outcome> {
    let [name] = names else { return None };
    if let Some((low, high, next)) = range(parser, at) {
        return made(Form::Between(name.clone(), low, high), Bound::Conditional, unit(parser, next));
    }
    let default = [
        "会默认被设置为",
        "默认被设置为",
        "默认设置为",
        "会默认为",
        "的默认值为",
        "默认值为",
        "默认值是",
        "默认为",
        "默认取值为",
    ];
    if let Some(next) = parser.any_chars(at, &default) {
        let (name, mut values, next) = parser.values_of(next, std::slice::from_ref(name), &OR)?;
        let form = Form::Default(name, values.pop().filter(|_| values.is_empty())?);
        return made(form, Bound::Conditional, unit(parser, next));
    }
    let must = [
        "仅支持取值为",
        "仅支持取值",
        "只支持取值",
        "取值只能为",
        "取值仅支持",
        "只能取值为",
        "仅支持设置为",
        "只能选择",
        "必须设置为",
        "必须设为",
        "必须指定为",
        "必须为",
        "必须是",
        "只能设置为",
        "只能为",
        "只能是",
        "需要设置为",
        "需设置为",
        "固定为",
        "只能取",
    ];
    if let Some(next) = parser.any_chars(at, &must)
        && let Some((name, values, next)) = parser.values_of(next, std::slice::from_ref(name), &OR)
    {
        let only = ["只", "仅"].iter().any(|word| (at..next).any(|at| parser.is(at, word))) || values.len() > 1;
        let form = if only { Form::OneOf(name, values) } else { Form::RequireValue(name, values) };
        return made(form, Bound::Conditional, unit(parser, next));
    }
    let must = parser.any_chars(at, &["需要", "必须", "应该", "应", "需", "须", "不能", "不得", "不可", "不可以"]);
    let negated = parser.any_chars(at, &["不能", "不得", "不可"]).is_some();
    let (operator, from) = operator(parser, must?)?;
    let operator = if negated { opposite(operator) } else { operator };
    if let Some((number, next)) = parser.number(from) {
        return made(Form::AtMost(name.clone(), operator, number), Bound::Conditional, unit(parser, next));
    }
    let (other, next) = described(parser, from)?;
    (other.name != name.name).then_some(())?;
    made(Form::Compare(name.clone(), operator, other), Bound::Free, next)
}

/// 取值为1~9
fn range(parser: &Parser<'_>, at: usize) -> Option<(String, String, usize)> {
    let at = parser.skip_chars(at, &["的"]);
    let next = parser.any_chars(at, &["取值范围", "取值", "可选值", "范围"])?;
    let next = parser.skip_chars(next, &["为", "是"]);
    let next = parser.skip_chars(next, &["：", ":", "[", "【"]);
    let (low, next) = parser.number(next)?;
    let next = parser.any_chars(next, &["~", "～", "-", "到", "至", "—", ",", "，"])?;
    let (high, next) = parser.number(next)?;
    Some((low, high, parser.skip_chars(next, &["]", "】"])))
}

/// A name, or words for it with the name in brackets: 保留时间（KeepDays参数）
fn described(parser: &Parser<'_>, at: usize) -> Option<(Mention, usize)> {
    if let Some((name, next)) = one(parser, at) {
        let bracketed = parser.any_chars(next, &["（", "("]).and_then(|from| one(parser, from));
        return match bracketed {
            Some((inner, behind)) if inner.name == name.name => Some((name, parser.any_chars(behind, &["）", ")"])?)),
            _ => Some((name, next)),
        };
    }
    let open = (at..at + 16).find(|at| parser.is(*at, "（") || parser.is(*at, "("))?;
    let words = parser.tokens.get(at..open)?;
    if words.iter().any(|it| it.kind != super::super::token::Kind::Han) {
        return None;
    }
    let (name, next) = one(parser, open + 1)?;
    parser.any_chars(next, &["）", ")"]).map(|next| (name, next))
}

fn unit(parser: &Parser<'_>, at: usize) -> usize {
    parser.skip_chars(at, &["秒", "分钟", "小时", "天", "个月", "月", "年", "毫秒", "个"])
}
