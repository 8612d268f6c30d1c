//! What a definition accepts: listed values, texts, a range of numbers.

use contingent_rules::{Decimal, Kind, Parameter, Presence, Value};

use super::super::number::{Bound, Interval, rational, width};
use super::Def;

pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::List(_) | Value::Object(_) => String::new(),
    }
}

pub(super) fn number_of(value: &Value) -> Option<num_rational::BigRational> {
    match value {
        Value::Number(number) => rational(&number.to_string()),
        Value::Text(text) => text.parse::<Decimal>().ok().and_then(|_| rational(text)),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => None,
    }
}

/// The values that a definition lists.
pub(super) fn values<'a>(def: &Def<'a>) -> Vec<&'a str> {
    if let Some(constant) = def.constant {
        return vec![constant];
    }
    let one_of: &'a [String] =
        def.parameter.map(|parameter: &'a Parameter| parameter.one_of.as_slice()).unwrap_or_default();
    match def.kind {
        Kind::Boolean if one_of.is_empty() => vec!["true", "false"],
        Kind::Enum { values, .. } => values.iter().map(|value| value.value.as_str()).collect(),
        Kind::Boolean
        | Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => one_of.iter().map(String::as_str).collect(),
    }
}

pub(super) fn value_presence(side: &super::Side<'_>, def: &Def<'_>, text: &str) -> Presence {
    let listed = def.kind.values().iter().find(|value| value.value == text && def.constant.is_none());
    listed.map_or(Presence::Here, |value| side.presence(&value.editions))
}

/// Whether it accepts texts that are not listed.
pub(super) fn is_free(def: &Def<'_>) -> bool {
    if def.constant.is_some() {
        return false;
    }
    match def.kind {
        Kind::Enum { open, .. } => *open,
        Kind::String => def.parameter.is_none_or(|parameter| parameter.one_of.is_empty()),
        Kind::Boolean
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => false,
    }
}

/// The numbers that a definition accepts.
pub(crate) fn range(def: &Def<'_>) -> Interval {
    let bound = |text: &Option<String>| text.as_deref().and_then(rational).map(|value| Bound { value, closed: true });
    let Some(parameter) = def.parameter else { return width(def.kind) };
    width(def.kind).meet(&Interval { low: bound(&parameter.min), high: bound(&parameter.max) })
}

/// The numbers that a parameter accepts, whole where its type is.
#[cfg(feature = "questions")]
pub(crate) fn range_of(parameter: &Parameter) -> Interval {
    let range = range(&Def { kind: &parameter.kind, parameter: Some(parameter), required: false, constant: None });
    if crate::reason::number::is_integer(&parameter.kind) == Some(true) { range.whole() } else { range }
}

pub(super) fn hull(a: &Interval, b: &Interval) -> Interval {
    let outer = |a: &Option<Bound>, b: &Option<Bound>, high: bool| match (a, b) {
        (Some(a), Some(b)) => {
            let order = if high { a.value.cmp(&b.value) } else { b.value.cmp(&a.value) };
            Some(match order {
                std::cmp::Ordering::Greater => a.clone(),
                std::cmp::Ordering::Less => b.clone(),
                std::cmp::Ordering::Equal => Bound { value: a.value.clone(), closed: a.closed || b.closed },
            })
        }
        (None, _) | (_, None) => None,
    };
    Interval { low: outer(&a.low, &b.low, false), high: outer(&a.high, &b.high, true) }
}
