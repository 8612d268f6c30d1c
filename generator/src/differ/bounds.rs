//! What a value must be beside its type: constants, lists, ranges, lengths, patterns.

use contingent_rules::{Decimal, Kind};

use super::pass::{At, Pass};
use super::words::{list, short};
use crate::model::Parameter;

/// Tells of all bounds of a parameter, field or item.
pub(super) fn compare(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter) {
    constant(pass, at, old, new);
    one_of(pass, at, &old.def.one_of, &new.def.one_of);
    let unit = new.unit.as_deref().map(|unit| format!(" {}", short(unit))).unwrap_or_default();
    for (word, old, new, upper) in
        [("at least", &old.def.min, &new.def.min, false), ("at most", &old.def.max, &new.def.max, true)]
    {
        let parsed = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Decimal>().ok());
        let order = parsed(old).zip(parsed(new)).map(|(old, new)| new.cmp(&old));
        if old != new && order.is_some_and(std::cmp::Ordering::is_eq) {
            let texts = (new.as_deref().unwrap_or_default(), old.as_deref().unwrap_or_default());
            pass.docs(at, &format!("{word} {}, written {} before", short(texts.0), short(texts.1)));
            continue;
        }
        let limit = Limit { word, unit: &unit, upper, grows: order.map(std::cmp::Ordering::is_gt) };
        limit.tell(pass, at, old.as_deref(), new.as_deref());
    }
    let unit = format!(" {}", counted(&new.def.kind));
    for (word, old, new, upper) in [
        ("at least", old.def.min_length, new.def.min_length, false),
        ("at most", old.def.max_length, new.def.max_length, true),
    ] {
        let limit = Limit { word, unit: &unit, upper, grows: old.zip(new).map(|(old, new)| new > old) };
        let text = |length: Option<u64>| length.map(|length| length.to_string());
        limit.tell(pass, at, text(old).as_deref(), text(new).as_deref());
    }
    pattern(pass, at, old.def.pattern.as_deref(), new.def.pattern.as_deref());
}

/// A bound of numbers or lengths.
struct Limit<'a> {
    word: &'a str,
    unit: &'a str,
    upper: bool,
    /// Whether the new one is greater; unknown for what is no number.
    grows: Option<bool>,
}

impl Limit<'_> {
    fn tell(&self, pass: &mut Pass<'_>, at: &At, old: Option<&str>, new: Option<&str>) {
        let (word, unit) = (self.word, self.unit);
        match (old, new) {
            (None, None) => {}
            (None, Some(new)) => pass.narrower(at, &format!("{word} {}{unit}, had no such limit", short(new))),
            (Some(old), None) => pass.wider(at, &format!("no longer {word} {}{unit}", short(old))),
            (Some(old), Some(new)) if old == new => {}
            (Some(old), Some(new)) => {
                let what = format!("{word} {}{unit}, was {}", short(new), short(old));
                match self.grows {
                    Some(grows) if grows == self.upper => pass.wider(at, &what),
                    Some(_) | None => pass.narrower(at, &what),
                }
            }
        }
    }
}

fn counted(kind: &Kind) -> &'static str {
    match kind {
        Kind::List(_) | Kind::JsonList(_) | Kind::Json => "items",
        Kind::Map(_) => "entries",
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Object(_)
        | Kind::JsonObject(_) => "characters",
    }
}

fn constant(pass: &mut Pass<'_>, at: &At, old: &Parameter, new: &Parameter) {
    let hidden = |text: &str| if at.secret { "a value that is not shown".to_owned() } else { short(text) };
    match (&old.def.constant, &new.def.constant) {
        (None, None) => return,
        (Some(before), Some(after)) if before == after => return,
        (Some(_), Some(_)) if at.secret => pass.narrower(at, "always another value, which is not shown"),
        (Some(before), Some(after)) => pass.narrower(at, &format!("always {}, was {}", hidden(after), hidden(before))),
        (None, Some(after)) => pass.narrower(at, &format!("always {}, was free", hidden(after))),
        (Some(before), None) if new.def.required => {
            pass.narrower(at, &format!("required, was always {}", hidden(before)));
        }
        (Some(before), None) => pass.wider(at, &format!("free, was always {}", hidden(before))),
    }
    // Without a view of the wire the field comes or goes nevertheless.
    if !at.wire && !pass.reply {
        match (&old.def.constant, &new.def.constant) {
            (None, Some(_)) => pass.rust(at, "no Rust field any more: it is a constant"),
            (Some(_), None) if crate::rust::is_argument(new) => pass.rust(at, "an argument of `new` in Rust"),
            (Some(_), None | Some(_)) | (None, None) => {}
        }
    }
}

fn one_of(pass: &mut Pass<'_>, at: &At, old: &[String], new: &[String]) {
    if old == new {
        return;
    }
    let shown = |values: &[String], none: &str| match (values.is_empty(), at.secret) {
        (true, _) => none.to_owned(),
        (false, true) => format!("one of {} values that are not shown", values.len()),
        (false, false) => format!("one of {}", list(values, "or")),
    };
    let lacks = |all: &[String], some: &[String]| !all.is_empty() && some.iter().any(|value| !all.contains(value));
    let narrower = !new.is_empty() && (old.is_empty() || lacks(new, old));
    let wider = !old.is_empty() && (new.is_empty() || lacks(old, new));
    let what = format!("{}, was {}", shown(new, "any value of its type"), shown(old, "any value of its type"));
    match (narrower, wider) {
        (true, _) => pass.narrower(at, &what),
        (false, true) => pass.wider(at, &what),
        (false, false) => pass.docs(at, "the values are listed in another way"),
    }
}

fn pattern(pass: &mut Pass<'_>, at: &At, old: Option<&str>, new: Option<&str>) {
    match (old, new) {
        (None, None) => {}
        (Some(old), Some(new)) if old == new => {}
        (Some(old), Some(new)) => {
            pass.narrower(at, &format!("must match `{}`, was `{}`: the two cannot be compared", short(new), short(old)))
        }
        (None, Some(new)) => pass.narrower(at, &format!("must match `{}`, had no pattern", short(new))),
        (Some(old), None) => pass.wider(at, &format!("need not match `{}` any more", short(old))),
    }
}
