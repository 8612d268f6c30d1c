//! Reading one value by its definition: what it holds, and everything that is wrong with it.

use crate::check::def::{Def, DefKind, Literal, Presence};
use crate::{Decimal, Value};

/// What a readable value holds: a tag and one word, so that it travels in registers.
#[derive(Clone, Copy)]
pub(crate) enum Content<'a> {
    /// Nothing can be said of the value: it is in violation, or a fact that nobody told.
    Unknown,
    Text(&'a String),
    /// The index of a listed enum value.
    Listed(usize),
    /// A text outside the list.
    Unlisted(&'a String),
    False,
    True,
    Int(i64),
    /// The text of a decimal number.
    Number(&'a String),
    /// A list, object or map of the right shape, or JSON of any.
    Container(&'a Value),
}

/// What is wrong with a value, or worth a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Required,
    Type,
    Value,
    Const,
    Range,
    Length,
    Pattern,
    /// An unlisted value of an open enum.
    OpenValue,
    /// A value of only some editions.
    ValueEdition,
    /// A parameter of only some editions.
    Edition,
}

impl Fault {
    /// The last part of the id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Fault::Required => "required",
            Fault::Type => "type",
            Fault::Value | Fault::OpenValue => "value",
            Fault::Const => "const",
            Fault::Range => "range",
            Fault::Length => "length",
            Fault::Pattern => "pattern",
            Fault::ValueEdition | Fault::Edition => "edition",
        }
    }

    /// Whether it is a warning wherever it occurs.
    pub(crate) fn only_warns(self) -> bool {
        match self {
            Fault::OpenValue | Fault::ValueEdition | Fault::Edition => true,
            Fault::Required
            | Fault::Type
            | Fault::Value
            | Fault::Const
            | Fault::Range
            | Fault::Length
            | Fault::Pattern => false,
        }
    }

    /// Whether rules can still read the value.
    fn hides_value(self) -> bool {
        match self {
            Fault::Type | Fault::Value | Fault::Const | Fault::Range | Fault::Pattern => true,
            Fault::Required | Fault::Length | Fault::OpenValue | Fault::ValueEdition | Fault::Edition => false,
        }
    }
}

/// Whether a value means the same as leaving it out.
pub(crate) fn is_absent(value: &Value, empty_is_absent: bool) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => empty_is_absent && text.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => false,
    }
}

/// The content of a value; what is wrong with the value itself, not with what lies inside it,
/// goes to `faults`.
#[inline]
pub(crate) fn read<'a>(
    def: &Def,
    value: &'a Value,
    empty_is_absent: bool,
    faults: &mut dyn FnMut(Fault),
) -> Content<'a> {
    match read_type(def, value) {
        Some(content) if def.any_value => content,
        Some(content) => check_value(def, value, content, empty_is_absent, faults),
        None => {
            faults(Fault::Type);
            Content::Unknown
        }
    }
}

/// The content, unless it is not among the values that the definition allows.
fn check_value<'a>(
    def: &Def,
    value: &'a Value,
    content: Content<'a>,
    empty_is_absent: bool,
    faults: &mut dyn FnMut(Fault),
) -> Content<'a> {
    let mut hidden = false;
    let mut fault = |fault: Fault| {
        hidden |= fault.hides_value();
        faults(fault);
    };
    check_listed(def, &content, &mut fault);
    if let Some(constant) = &def.constant
        && !std::ptr::eq(value, constant)
        && !same_value(def, &content, constant)
    {
        fault(Fault::Const);
    }
    if (def.min.is_some() || def.max.is_some())
        && let Some(number) = number_of(&content)
        && (def.min.as_ref().is_some_and(|min| number < *min) || def.max.as_ref().is_some_and(|max| number > *max))
    {
        fault(Fault::Range);
    }
    if def.min_length.is_some() || def.max_length.is_some() {
        let length = length_of(&content, empty_is_absent);
        if length.is_some_and(|n| {
            def.min_length.is_some_and(|least| n < least) || def.max_length.is_some_and(|most| n > most)
        }) {
            fault(Fault::Length);
        }
    }
    if let (Some(pattern), Content::Text(text)) = (&def.pattern, &content)
        && !pattern.matches(text)
    {
        fault(Fault::Pattern);
    }
    if hidden { Content::Unknown } else { content }
}

fn read_type<'a>(def: &Def, value: &'a Value) -> Option<Content<'a>> {
    match (&def.kind, value) {
        (DefKind::Text, Value::Text(text)) => Some(Content::Text(text)),
        (DefKind::Enum { values, .. }, Value::Text(text)) => {
            let index = values.iter().position(|value| value.presence != Presence::Missing && value.text == *text);
            Some(index.map_or(Content::Unlisted(text), Content::Listed))
        }
        (DefKind::Integer, value) => integer(value).filter(|number| i32::try_from(*number).is_ok()).map(Content::Int),
        (DefKind::Long, value) => integer(value).map(Content::Int),
        (DefKind::Number, Value::Number(text)) => text.parse::<Decimal>().is_ok().then_some(Content::Number(text)),
        (DefKind::Number, Value::Text(text)) if !text.contains(['e', 'E']) => {
            text.parse::<Decimal>().is_ok().then_some(Content::Number(text))
        }
        (DefKind::Boolean, Value::Bool(flag)) => Some(if *flag { Content::True } else { Content::False }),
        (DefKind::Boolean, Value::Text(text)) => match text.as_str() {
            "true" => Some(Content::True),
            "false" => Some(Content::False),
            _ => None,
        },
        (DefKind::List(_), Value::List(_)) | (DefKind::Object(_) | DefKind::Map(_), Value::Object(_)) => {
            Some(Content::Container(value))
        }
        (DefKind::Anything, Value::Text(text)) => Value::parse(text).is_ok().then_some(Content::Container(value)),
        (DefKind::Anything, _) => Some(Content::Container(value)),
        (
            DefKind::Text
            | DefKind::Enum { .. }
            | DefKind::Number
            | DefKind::Boolean
            | DefKind::List(_)
            | DefKind::Object(_)
            | DefKind::Map(_),
            _,
        ) => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        // Most numbers are plain integers; the exact reading of `5.0` and `1e3` is slower.
        Value::Number(text) => text.parse().ok().or_else(|| text.parse::<Decimal>().ok()?.to_i64()),
        Value::Text(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| text.parse().ok()).flatten()
        }
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => None,
    }
}

fn check_listed(def: &Def, content: &Content<'_>, fault: &mut dyn FnMut(Fault)) {
    if let DefKind::Enum { values, open } = &def.kind {
        match content {
            Content::Listed(index) => {
                if values.get(*index).is_some_and(|value| value.presence != Presence::Here) {
                    fault(Fault::ValueEdition);
                }
            }
            Content::Unlisted(_) => fault(if *open { Fault::OpenValue } else { Fault::Value }),
            Content::Unknown
            | Content::Text(_)
            | Content::False
            | Content::True
            | Content::Int(_)
            | Content::Number(_)
            | Content::Container(_) => {}
        }
    }
    if !def.one_of.is_empty() && !def.one_of.iter().any(|literal| equals(def, content, literal)) {
        fault(Fault::Value);
    }
}

fn same_value(def: &Def, content: &Content<'_>, constant: &Value) -> bool {
    let literal = constant.as_str().and_then(|text| def.kind.literal(text));
    literal.is_some_and(|literal| equals(def, content, &literal))
}

/// Whether a value is the same as a literal of the spec.
pub(crate) fn equals(def: &Def, content: &Content<'_>, literal: &Literal) -> bool {
    match literal {
        Literal::Text(text) => text_of(def, content) == Some(text.as_str()),
        Literal::Number(number) => match content {
            Content::Int(value) => number.to_i64() == Some(*value),
            Content::Number(text) => text.parse().is_ok_and(|value: Decimal| value == *number),
            Content::Unknown
            | Content::Text(_)
            | Content::Listed(_)
            | Content::Unlisted(_)
            | Content::False
            | Content::True
            | Content::Container(_) => false,
        },
    }
}

/// The text of a string, enum value or boolean.
pub(crate) fn text_of<'a>(def: &'a Def, content: &Content<'a>) -> Option<&'a str> {
    match content {
        Content::Text(text) | Content::Unlisted(text) => Some(text),
        Content::False => Some("false"),
        Content::True => Some("true"),
        Content::Listed(index) => match &def.kind {
            DefKind::Enum { values, .. } => values.get(*index).map(|value| value.text.as_str()),
            DefKind::Text
            | DefKind::Integer
            | DefKind::Long
            | DefKind::Number
            | DefKind::Boolean
            | DefKind::List(_)
            | DefKind::Object(_)
            | DefKind::Map(_)
            | DefKind::Anything => None,
        },
        Content::Unknown | Content::Int(_) | Content::Number(_) | Content::Container(_) => None,
    }
}

/// The number of an integer or decimal.
pub(crate) fn number_of(content: &Content<'_>) -> Option<Decimal> {
    match content {
        Content::Int(number) => Some(Decimal::from(*number)),
        Content::Number(text) => text.parse().ok(),
        Content::Unknown
        | Content::Text(_)
        | Content::Listed(_)
        | Content::Unlisted(_)
        | Content::False
        | Content::True
        | Content::Container(_) => None,
    }
}

fn length_of(content: &Content<'_>, empty_is_absent: bool) -> Option<u64> {
    let given = |value: &Value| !is_absent(value, empty_is_absent);
    let count = match content {
        Content::Text(text) | Content::Unlisted(text) => text.chars().count(),
        Content::Container(Value::List(items)) => items.iter().filter(|item| given(item)).count(),
        Content::Container(Value::Object(entries)) => entries.iter().filter(|(_, value)| given(value)).count(),
        Content::Container(_)
        | Content::Unknown
        | Content::Listed(_)
        | Content::False
        | Content::True
        | Content::Int(_)
        | Content::Number(_) => return None,
    };
    u64::try_from(count).ok()
}

/// Whether there are texts in the value that stand for a structure.
pub(crate) fn has_json_text(def: &Def, value: &Value) -> bool {
    def.holds_json
        && match value {
            Value::Text(_) => def.json_text,
            Value::List(items) => def.item().is_some_and(|def| items.iter().any(|item| has_json_text(def, item))),
            Value::Object(entries) => entries.iter().any(|(name, value)| {
                let inner = def.item().or_else(|| def.fields().iter().find(|field| field.name == *name));
                inner.is_some_and(|def| has_json_text(def, value))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
}

/// A copy of the value in which JSON texts are replaced by what they say, if there are any.
pub(crate) fn unfold(def: &Def, value: &Value) -> Option<Value> {
    if !has_json_text(def, value) {
        return None;
    }
    if def.json_text
        && let Value::Text(text) = value
    {
        let parsed = Value::parse(text).ok()?;
        // A text in the text is a text, not JSON once more.
        let inner = match &parsed {
            Value::List(_) | Value::Object(_) => unfold(def, &parsed),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
        };
        return Some(inner.unwrap_or(parsed));
    }
    match value {
        Value::List(items) => {
            let item = def.item()?;
            Some(Value::List(items.iter().map(|value| unfold(item, value).unwrap_or_else(|| value.clone())).collect()))
        }
        Value::Object(entries) => {
            let copy = |(name, value): &(String, Value)| {
                let inner = def.item().or_else(|| def.fields().iter().find(|field| field.name == *name));
                let unfolded = inner.and_then(|inner| unfold(inner, value));
                (name.clone(), unfolded.unwrap_or_else(|| value.clone()))
            };
            Some(Value::Object(entries.iter().map(copy).collect()))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}
