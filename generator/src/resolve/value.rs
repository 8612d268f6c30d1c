//! Values of the spec: whether the type they belong to can have them.

use contingent_rules::{Decimal, Fact, Kind, Parameter, nearest};

use super::Reader;
use crate::diagnostic::code;
use crate::spec::{Node, NodeKind};

/// What a value belongs to.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    name: &'a str,
    dollar: &'static str,
    kind: &'a Kind,
    one_of: &'a [String],
}

impl<'a> Owner<'a> {
    pub(super) fn parameter(parameter: &'a Parameter) -> Self {
        let name = if parameter.name.is_empty() { "an item" } else { &parameter.name };
        Owner { name, dollar: "", kind: &parameter.kind, one_of: &parameter.one_of }
    }

    pub(super) fn fact(fact: &'a Fact) -> Self {
        Owner { name: &fact.name, dollar: "$", kind: &fact.kind, one_of: &[] }
    }

    pub(super) fn name(&self) -> String {
        format!("{}{}", self.dollar, self.name)
    }

    pub(super) fn kind(&self) -> &'a Kind {
        self.kind
    }

    pub(super) fn is_number(&self) -> bool {
        is_number(self.kind)
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::String | Kind::Enum { .. })
    }

    pub(super) fn is_container(&self) -> bool {
        match self.kind {
            Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
                true
            }
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Enum { .. } => false,
        }
    }

    pub(super) fn type_name(&self) -> &'static str {
        type_name(self.kind)
    }

    /// Why the type cannot have the value; `None` if it can.
    pub(super) fn refuses(&self, text: &str) -> Option<&'static str> {
        let integer = |low: i64, high: i64| {
            let number = text.parse::<Decimal>().ok().and_then(|number| number.to_i64());
            number.is_some_and(|number| (low..=high).contains(&number))
        };
        let (fits, wanted) = match self.kind {
            Kind::Integer => (integer(i32::MIN.into(), i32::MAX.into()), "an integer of 32 bits"),
            Kind::Long | Kind::TimestampMs => (integer(i64::MIN, i64::MAX), "an integer of 64 bits"),
            Kind::Number => (text.parse::<Decimal>().is_ok(), "a decimal number"),
            Kind::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
            Kind::String
            | Kind::Enum { .. }
            | Kind::List(_)
            | Kind::Object(_)
            | Kind::Map(_)
            | Kind::Json
            | Kind::JsonList(_)
            | Kind::JsonObject(_) => (true, ""),
        };
        (!fits).then_some(wanted)
    }

    /// Whether the list of values, if there is one, has the value.
    pub(super) fn lists(&self, text: &str) -> bool {
        match self.kind {
            Kind::Enum { values, open } => *open || values.iter().any(|value| value.value == text),
            kind if !self.one_of.is_empty() && is_number(kind) => {
                let number = text.parse::<Decimal>().ok();
                self.one_of.iter().any(|listed| listed.parse().ok() == number)
            }
            _ => self.one_of.is_empty() || self.one_of.iter().any(|listed| listed == text),
        }
    }

    /// The listed values.
    pub(super) fn listed(&self) -> Vec<&'a str> {
        match self.kind {
            Kind::Enum { values, .. } => values.iter().map(|value| value.value.as_str()).collect(),
            _ => self.one_of.iter().map(String::as_str).collect(),
        }
    }
}

/// What a value is for, and so what follows if its parameter does not list it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A test for equality.
    Equal,
    /// A test for another value.
    Different,
    /// A limit, which need not be listed itself.
    Bound,
    /// A conditional default.
    Default,
}

/// A value of a rule; one that its parameter does not list is reported and kept.
pub(super) fn literal(reader: &mut Reader<'_>, owner: &Owner<'_>, node: &Node, used: Use) -> Option<String> {
    let text = match &node.kind {
        NodeKind::Scalar(scalar) if !node.is_null() => &scalar.text,
        NodeKind::Scalar(_) => {
            let message = format!("nothing is not a value of `{}`", owner.name());
            let help = format!("write `{{absent: {}}}` for a parameter that is not given", owner.name());
            reader.error(code::NULL_VALUE, node.span, message).help(help);
            return None;
        }
        NodeKind::List(_) | NodeKind::Map(_) => {
            let message = format!("a single value of `{}` is wanted here, found {}", owner.name(), node.describe());
            reader.error(code::BAD_CONDITION, node.span, message).help("write one value, or a list of values alone");
            return None;
        }
    };
    if let Some(wanted) = owner.refuses(text) {
        let message = format!("`{text}` is not a value that `{}` can have", owner.name());
        reader.error(code::IMPOSSIBLE_VALUE, node.span, message).help(format!("write {wanted}"));
        return None;
    }
    check_listed(reader, owner, text, node, used);
    Some(text.clone())
}

/// Reports a value that its parameter does not list.
pub(super) fn check_listed(reader: &mut Reader<'_>, owner: &Owner<'_>, text: &str, node: &Node, used: Use) {
    if used != Use::Bound && !owner.lists(text) {
        let listed = owner.listed();
        let help = match nearest(text, listed.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if listed.len() > 20 => {
                format!("the values are {} and {} more", listed[..20].join(", "), listed.len() - 20)
            }
            None => format!("the values are {}", listed.join(", ")),
        };
        let so = match used {
            Use::Equal => ", so this test never holds",
            Use::Different => ", so this test holds for every value",
            Use::Bound | Use::Default => "",
        };
        let message = format!("`{text}` is not a value of `{}`{so}", owner.name());
        reader.error(code::UNLISTED_VALUE, node.span, message).help(help);
    }
}

/// Whether values of the type are numbers.
pub(super) fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs)
}

/// The type as it is written in a spec.
pub(super) fn type_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Long => "long",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::TimestampMs => "timestamp_ms",
        Kind::Enum { .. } => "enum",
        Kind::List(_) => "list",
        Kind::Object(_) => "object",
        Kind::Map(_) => "map",
        Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => "json",
    }
}
