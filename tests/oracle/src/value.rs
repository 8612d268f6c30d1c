//! Scalars: exact decimals, the types of parameters, and how a text or a JSON value becomes one of them.

use serde_json::Value as Json;

/// A decimal is an integer count of 10^-18: exact, and room for sums of a few numbers of 64 bits.
const SCALE: u32 = 18;

/// What a parameter's value is compared as.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    Text(String),
    Number(i128),
    Bool(bool),
}

/// The types of the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    String,
    Integer,
    Long,
    Number,
    Boolean,
    Enum,
    Timestamp,
    List,
    Object,
    Map,
    Json,
}

impl Kind {
    pub(crate) fn from_name(name: &str) -> Result<Kind, String> {
        Ok(match name {
            "string" => Kind::String,
            "integer" => Kind::Integer,
            "long" => Kind::Long,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "enum" => Kind::Enum,
            "timestamp_ms" => Kind::Timestamp,
            "list" => Kind::List,
            "object" => Kind::Object,
            "map" => Kind::Map,
            "json" => Kind::Json,
            other => return Err(format!("no type {other}")),
        })
    }

    pub(crate) fn is_numeric(self) -> bool {
        matches!(self, Kind::Integer | Kind::Long | Kind::Number | Kind::Timestamp)
    }

    pub(crate) fn is_text(self) -> bool {
        matches!(self, Kind::String | Kind::Enum)
    }

    pub(crate) fn is_container(self) -> bool {
        matches!(self, Kind::List | Kind::Object | Kind::Map | Kind::Json)
    }
}

/// Reads `-12.5`, and the exponents that JSON allows; `None` when it is no number or is beyond the judge's reach.
pub(crate) fn decimal(text: &str) -> Option<i128> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.trim_start_matches('+').parse::<i16>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if whole.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut number: i128 = digits.parse().ok()?;
    let shift = i64::from(SCALE) + i64::from(exponent) - fraction.len() as i64;
    for _ in 0..shift.unsigned_abs() {
        if number == 0 {
            break;
        } else if shift > 0 {
            number = number.checked_mul(10)?;
        } else if number % 10 == 0 {
            number /= 10;
        } else {
            return None;
        }
    }
    Some(if negative { -number } else { number })
}

/// The shortest text of a decimal.
pub(crate) fn decimal_text(number: i128) -> String {
    let one = 10_i128.pow(SCALE);
    let sign = if number < 0 { "-" } else { "" };
    let (whole, fraction) = (number.abs() / one, number.abs() % one);
    let text = format!("{sign}{whole}.{fraction:0width$}", width = SCALE as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An integer of so many bits, as a decimal.
fn whole(text: &str, kind: Kind) -> Option<i128> {
    let number = decimal(text)?;
    let one = 10_i128.pow(SCALE);
    let (least, greatest) = match kind {
        Kind::Integer => (i128::from(i32::MIN), i128::from(i32::MAX)),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    (number % one == 0 && (least..=greatest).contains(&(number / one))).then_some(number)
}

/// The text form of a number: `-?[0-9]+`, with a fraction where the type has one.
fn is_number_text(text: &str, fraction_allowed: bool) -> bool {
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => fraction_allowed && digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// A scalar written in a spec, typed by the parameter it belongs to.
pub(crate) fn from_text(text: &str, kind: Kind) -> Result<Scalar, String> {
    from_json(&Json::String(text.to_owned()), kind)?.ok_or_else(|| format!("{text} is no {kind:?}"))
}

/// A scalar of a request; `Ok(None)` is a type violation, `Err` a number that the judge cannot hold.
pub(crate) fn from_json(json: &Json, kind: Kind) -> Result<Option<Scalar>, String> {
    Ok(match (kind, json) {
        (Kind::String | Kind::Enum, Json::String(text)) => Some(Scalar::Text(text.clone())),
        (Kind::Boolean, Json::Bool(truth)) => Some(Scalar::Bool(*truth)),
        (Kind::Boolean, Json::String(text)) => match text.as_str() {
            "true" => Some(Scalar::Bool(true)),
            "false" => Some(Scalar::Bool(false)),
            _ => None,
        },
        // A number out of the judge's reach is certainly no whole number of 64 bits.
        (Kind::Integer | Kind::Long | Kind::Timestamp, Json::Number(number)) => {
            whole(&number.to_string(), kind).map(Scalar::Number)
        }
        (Kind::Integer | Kind::Long | Kind::Timestamp, Json::String(text)) if is_number_text(text, false) => {
            whole(text, kind).map(Scalar::Number)
        }
        (Kind::Number, Json::Number(number)) => Some(reachable(&number.to_string())?),
        (Kind::Number, Json::String(text)) if is_number_text(text, true) => Some(reachable(text)?),
        _ => None,
    })
}

fn reachable(text: &str) -> Result<Scalar, String> {
    decimal(text).map(Scalar::Number).ok_or_else(|| format!("the judge cannot hold the number {text}"))
}
