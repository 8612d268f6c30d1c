//! Values that nobody wrote down: a text that matches some patterns and not others, an object with what it needs.

use contingent_rules::{Decimal, Kind, Parameter, Pattern, Value};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::number::{Interval, decimal};
use super::universe::{Side, range_of};

/// What a text must be.
#[derive(Default)]
pub(super) struct Wanted<'a> {
    pub(super) matching: Vec<&'a str>,
    pub(super) not_matching: Vec<&'a str>,
    pub(super) not_these: Vec<&'a str>,
    pub(super) shortest: u64,
    pub(super) longest: Option<u64>,
}

impl<'a> Wanted<'a> {
    /// Adds what a definition demands.
    pub(super) fn of(&mut self, parameter: &'a Parameter) {
        self.matching.extend(parameter.pattern.as_deref());
        self.shortest = self.shortest.max(parameter.min_length.unwrap_or(0));
        self.longest = match (self.longest, parameter.max_length) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    fn accepts(&self, text: &str) -> bool {
        let matches = |pattern: &&str| Pattern::new(pattern).is_ok_and(|it| it.matches(text));
        let length = text.chars().count() as u64;
        !text.is_empty()
            && length >= self.shortest
            && self.longest.is_none_or(|longest| length <= longest)
            && self.matching.iter().all(matches)
            && !self.not_matching.iter().any(matches)
            && !self.not_these.contains(&text)
    }
}

/// A text as wanted; none if no simple one is found.
pub(super) fn text(wanted: &Wanted<'_>) -> Option<String> {
    let length = usize::try_from(wanted.shortest).ok()?.max(1);
    if length > 10_000 {
        return None;
    }
    let plain = ["x", "y", "z", "0", "A", "-", "some text"].into_iter().map(|it| it.repeat(length.div_ceil(it.len())));
    let patterned = wanted.matching.iter().flat_map(|pattern| texts_of(pattern, length));
    let refused = wanted.not_matching.iter().flat_map(|pattern| texts_of(pattern, length)).flat_map(|text| {
        // Something beside what must not match is often enough.
        ["-", "?", "z", "0", " "].map(|more| format!("{text}{more}"))
    });
    let numbered = (0..40).map(|number| format!("{number:0>length$}"));
    let mut candidates = patterned.chain(plain).chain(refused).chain(numbered);
    candidates.find(|text| wanted.accepts(text))
}

/// Texts that a pattern matches, of several lengths and with several letters.
fn texts_of(pattern: &str, length: usize) -> Vec<String> {
    let Ok(hir) = regex_syntax::Parser::new().parse(pattern) else { return Vec::new() };
    let mut texts = Vec::new();
    for more in [0, 1, 2, length, length.saturating_sub(2)] {
        for letter in 0..4 {
            let mut text = String::new();
            write(&hir, more.min(2_000), letter, &mut text);
            texts.push(text);
        }
    }
    texts
}

/// Writes one text of an expression: `more` says how far optional parts are repeated, `letter` which of them is taken.
fn write(hir: &Hir, more: usize, letter: usize, text: &mut String) {
    // A pattern with nested repetitions must not write a book.
    if text.len() > 20_000 {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(character(class, letter)),
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most = repetition.max.map_or(usize::MAX, |most| most as usize);
            for _ in 0..least.max(more).min(most) {
                write(&repetition.sub, more, letter, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, letter, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, more, letter, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.get(letter % parts.len().max(1)) {
                write(part, more, letter, text);
            }
        }
    }
}

/// A character of a class, letters and digits first.
fn character(class: &Class, letter: usize) -> Option<char> {
    let has = |wanted: char| match class {
        Class::Unicode(class) => class.iter().any(|range| range.start() <= wanted && wanted <= range.end()),
        Class::Bytes(class) => {
            class.iter().any(|range| char::from(range.start()) <= wanted && wanted <= char::from(range.end()))
        }
    };
    let usual: Vec<char> =
        ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(' '..='~').filter(|it| has(*it)).take(letter + 1).collect();
    usual.last().copied().or_else(|| match class {
        Class::Unicode(class) => class.iter().next().map(|range| range.start()),
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    })
}

/// A value as the request has it.
pub(super) fn typed(kind: &Kind, text: &str) -> Value {
    match kind {
        Kind::Boolean => Value::Bool(text == "true"),
        Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs => {
            text.parse::<Decimal>().map_or_else(|_| Value::Text(text.to_owned()), |it| Value::Number(it.to_string()))
        }
        Kind::String
        | Kind::Enum { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => Value::Text(text.to_owned()),
    }
}

/// The smallest value that a definition accepts on its own; none if none is found.
pub(super) fn value(parameter: &Parameter, side: &Side<'_>, depth: usize) -> Option<Value> {
    // Definitions nest at most as deep as the YAML does.
    if depth > contingent_rules::MAX_DEPTH {
        return None;
    }
    if let Some(text) = parameter.constant.as_deref().or(parameter.one_of.first().map(String::as_str)) {
        return Some(typed(&parameter.kind, text));
    }
    match &parameter.kind {
        Kind::String => {
            let mut wanted = Wanted::default();
            wanted.of(parameter);
            text(&wanted).map(Value::Text)
        }
        Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs => number(&range_of(parameter)),
        Kind::Boolean => Some(Value::Bool(true)),
        Kind::Enum { values, .. } => {
            let listed = values.iter().find(|value| side.exists(&value.editions));
            listed.map(|value| Value::Text(value.value.clone()))
        }
        Kind::List(item) => list(item.as_deref(), parameter, side, depth),
        Kind::JsonList(item) => list(Some(item), parameter, side, depth),
        Kind::Object(fields) | Kind::JsonObject(fields) => object(fields, side, depth),
        Kind::Map(item) => {
            let least = parameter.min_length.unwrap_or(0).min(1_000);
            let entry = |at: u64| Some((format!("key{at}"), item_value(item.as_deref(), side, depth)?));
            (0..least).map(entry).collect::<Option<_>>().map(Value::Object)
        }
        Kind::Json => Some(Value::Object(Vec::new())),
    }
}

fn list(item: Option<&Parameter>, parameter: &Parameter, side: &Side<'_>, depth: usize) -> Option<Value> {
    let least = parameter.min_length.unwrap_or(0).min(1_000);
    (0..least).map(|_| item_value(item, side, depth)).collect::<Option<_>>().map(Value::List)
}

fn item_value(item: Option<&Parameter>, side: &Side<'_>, depth: usize) -> Option<Value> {
    item.map_or(Some(Value::Text("x".to_owned())), |item| value(item, side, depth + 1))
}

fn object(fields: &[Parameter], side: &Side<'_>, depth: usize) -> Option<Value> {
    let required = fields.iter().filter(|field| field.required && side.exists(&field.editions));
    let entry = |field: &Parameter| Some((field.name.clone(), value(field, side, depth + 1)?));
    required.map(entry).collect::<Option<_>>().map(Value::Object)
}

/// The number of an interval that is nearest to zero or to its end.
pub(super) fn number(interval: &Interval) -> Option<Value> {
    if interval.is_empty() {
        return None;
    }
    decimal(&interval.sample()).map(Value::Number)
}
