//! The schema of a value by itself: its type and bounds, as the built-in checks see them.

use super::edition::{Presence, View, is_json_text};
use super::json::{count, entry, object, texts};
use super::logic::{Absence, NEVER, all, any, not};
use super::{number, pattern};
use contingent_rules::{Decimal, Kind, Parameter, Relation, Value};

/// The keywords of a schema, and the built-in checks that they cannot say, with the reason.
#[derive(Default)]
pub(super) struct Own {
    pub(super) entries: Vec<(String, Value)>,
    pub(super) unsaid: Vec<(&'static str, &'static str)>,
}

impl Own {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.entries.push(entry(key, value));
    }

    /// One more thing that must hold.
    fn also(&mut self, schema: Value) {
        match self.entries.iter_mut().find(|(key, _)| key == "allOf") {
            Some((_, Value::List(parts))) => parts.push(schema),
            Some(_) | None => self.put("allOf", Value::List(vec![schema])),
        }
    }

    pub(super) fn schema(self) -> Value {
        if self.entries.is_empty() { Value::Bool(true) } else { Value::Object(self.entries) }
    }
}

const PATTERN: &str = "a negated class such as `\\S` inside a class has no counterpart that all dialects read alike";
const ENTRIES: &str = "entries that are null do not count, and JSON Schema can only count all entries";
const LITERAL: &str = "the bound is too long to be spelled out for numbers that are given as text";

/// What makes a scalar's value right in itself: its length too, or only what rules must be able to read.
/// Containers have no more than their type here.
pub(super) fn own(view: View<'_>, absence: Absence, parameter: &Parameter, with_length: bool) -> Own {
    let mut own = Own::default();
    match &parameter.kind {
        Kind::String => text(&mut own, parameter, with_length),
        Kind::Integer | Kind::Long | Kind::TimestampMs | Kind::Number => numeric(&mut own, parameter),
        Kind::Boolean => {
            let fits = |text: &&str| {
                (parameter.one_of.is_empty() || parameter.one_of.iter().any(|it| it == text))
                    && parameter.constant.as_deref().is_none_or(|it| it == *text)
            };
            let words: Vec<&str> = ["true", "false"].into_iter().filter(fits).collect();
            own.entries.extend(enumerated(words.into_iter().flat_map(boolean).collect()));
        }
        Kind::Enum { open, .. } => {
            let values = view.values(parameter);
            let listed = |text: &&str| values.contains(text) || *open;
            if *open && parameter.one_of.is_empty() && parameter.constant.is_none() {
                own.put("type", "string");
                own.put("x-extensible-enum", texts(&values));
            } else {
                let chosen = chosen(parameter).unwrap_or_else(|| values.clone());
                let chosen: Vec<&str> = chosen.into_iter().filter(listed).collect();
                own.put("type", "string");
                own.put("enum", texts(chosen));
            }
            if *open && with_length {
                unlisted_length(&mut own, parameter, &values);
            }
        }
        Kind::List(_) => {
            own.put("type", "array");
            lengths(&mut own, absence, parameter, with_length);
        }
        Kind::JsonList(_) => {
            own.put("type", texts(["array", "string"]));
            lengths(&mut own, absence, parameter, with_length);
        }
        Kind::Object(_) | Kind::Map(_) => {
            own.put("type", "object");
            entries(&mut own, parameter, with_length);
        }
        Kind::JsonObject(_) => {
            own.put("type", texts(["object", "string"]));
            entries(&mut own, parameter, with_length);
        }
        Kind::Json => {
            if with_length && (parameter.min_length.is_some() || parameter.max_length.is_some()) {
                own.unsaid.push(("length", "what is counted depends on the kind of JSON that is given"));
            }
        }
    }
    if is_json_text(parameter) || parameter.kind == Kind::Json {
        own.put("contentMediaType", "application/json");
    }
    own
}

/// The texts that `one_of` and `const` leave; `None` if there are neither.
fn chosen(parameter: &Parameter) -> Option<Vec<&str>> {
    let listed = || parameter.one_of.iter().map(String::as_str);
    match (&parameter.constant, parameter.one_of.is_empty()) {
        (None, true) => None,
        (None, false) => Some(listed().collect()),
        (Some(only), true) => Some(vec![only]),
        (Some(only), false) => Some(listed().filter(|text| text == only).collect()),
    }
}

fn text(own: &mut Own, parameter: &Parameter, with_length: bool) {
    own.put("type", "string");
    if let Some(values) = chosen(parameter) {
        own.put("enum", texts(values));
    }
    if with_length {
        own.entries.extend(parameter.min_length.map(|least| entry("minLength", count(least))));
        own.entries.extend(parameter.max_length.map(|most| entry("maxLength", count(most))));
    }
    match parameter.pattern.as_deref().map(pattern::ecmascript) {
        None => {}
        Some(Some(pattern)) => own.put("pattern", pattern),
        Some(None) => own.unsaid.push(("pattern", PATTERN)),
    }
}

/// The length of an enum's value is looked at if it is unlisted.
fn unlisted_length(own: &mut Own, parameter: &Parameter, values: &[&str]) {
    let mut length = Vec::new();
    length.extend(parameter.min_length.map(|least| entry("minLength", count(least))));
    length.extend(parameter.max_length.map(|most| entry("maxLength", count(most))));
    if !length.is_empty() {
        own.also(any([object([("enum", texts(values))]), Value::Object(length)]));
    }
}

/// What a list has in items, and a text in none: only those that are given count.
fn lengths(own: &mut Own, absence: Absence, parameter: &Parameter, with_length: bool) {
    if with_length && (parameter.min_length.is_some() || parameter.max_length.is_some()) {
        own.put("contains", not(absence.schema()));
        own.put("minContains", count(parameter.min_length.unwrap_or(0)));
        own.entries.extend(parameter.max_length.map(|most| entry("maxContains", count(most))));
    }
}

fn entries(own: &mut Own, parameter: &Parameter, with_length: bool) {
    if with_length && (parameter.min_length.is_some() || parameter.max_length.is_some()) {
        own.unsaid.push(("length", ENTRIES));
    }
}

fn numeric(own: &mut Own, parameter: &Parameter) {
    let decimals = has_decimals(&parameter.kind);
    own.put("type", texts([if decimals { "number" } else { "integer" }, "string"]));
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Decimal>().ok());
    let (type_least, type_most) = width(&parameter.kind);
    let least = [bound(&parameter.min), type_least].into_iter().flatten().max();
    let most = [bound(&parameter.max), type_most].into_iter().flatten().min();
    if let Some(listed) = chosen(parameter) {
        let listed = listed.iter().filter_map(|text| text.parse::<Decimal>().ok());
        let inside = |it: &Decimal| {
            least.as_ref().is_none_or(|least| it >= least) && most.as_ref().is_none_or(|most| it <= most)
        };
        match equal(&listed.filter(inside).collect::<Vec<_>>(), decimals) {
            Some(schema) => own.also(schema),
            None => own.unsaid.push(("value", LITERAL)),
        }
        return;
    }
    let mut shapes = Vec::new();
    for (keyword, relation, bound) in [("minimum", Relation::Ge, least), ("maximum", Relation::Le, most)] {
        let Some(bound) = bound else { continue };
        match number::related(relation, &bound, decimals) {
            Some(shape) => {
                own.put(keyword, &bound);
                shapes.push(shape);
            }
            None => own.unsaid.push(("range", LITERAL)),
        }
    }
    if shapes.is_empty() {
        shapes.push(number::any(decimals));
    }
    let mut shapes = shapes.into_iter();
    own.entries.extend(shapes.next().map(|shape| entry("pattern", shape)));
    shapes.for_each(|shape| own.also(object([("pattern", shape.into())])));
}

fn width(kind: &Kind) -> (Option<Decimal>, Option<Decimal>) {
    let between = |least: i64, most: i64| (Some(Decimal::from(least)), Some(Decimal::from(most)));
    match kind {
        Kind::Integer => between(i64::from(i32::MIN), i64::from(i32::MAX)),
        Kind::Long | Kind::TimestampMs => between(i64::MIN, i64::MAX),
        Kind::String
        | Kind::Number
        | Kind::Boolean
        | Kind::Enum { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => (None, None),
    }
}

/// Whether the numbers of a type have fractions.
pub(super) fn has_decimals(kind: &Kind) -> bool {
    *kind == Kind::Number
}

/// A number, or the text of one, that equals one of the literals; `None` if a literal is too long.
pub(super) fn equal(literals: &[Decimal], decimals: bool) -> Option<Value> {
    if literals.is_empty() {
        return Some(NEVER);
    }
    let numbers = literals.iter().map(Value::from).collect();
    let texts = object([("type", "string".into()), ("pattern", number::one_of(literals, decimals)?.into())]);
    Some(any([object([("enum", Value::List(numbers))]), texts]))
}

/// The forms of a boolean word in a request.
pub(super) fn boolean(word: &str) -> Vec<Value> {
    match word {
        "true" | "false" => vec![Value::Bool(word == "true"), word.into()],
        _ => Vec::new(),
    }
}

fn enumerated(values: Vec<Value>) -> Vec<(String, Value)> {
    vec![("enum".to_owned(), Value::List(values))]
}

/// The ids of the built-in checks that a definition has, and those inside it: what cannot be said of a text.
pub(super) fn checks(view: View<'_>, parameter: &Parameter, id: &str, found: &mut Vec<String>) {
    if view.presence(&parameter.editions) != Presence::Here {
        return;
    }
    let closed = match &parameter.kind {
        Kind::Enum { open, .. } => !open,
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => false,
    };
    let length = parameter.min_length.is_some() || parameter.max_length.is_some();
    for (has, check) in [
        (parameter.required && parameter.constant.is_none() && !parameter.name.is_empty(), "required"),
        (true, "type"),
        (closed || !parameter.one_of.is_empty(), "value"),
        (parameter.constant.is_some(), "const"),
        (parameter.min.is_some() || parameter.max.is_some(), "range"),
        (length, "length"),
        (parameter.pattern.is_some(), "pattern"),
    ] {
        if has {
            found.push(format!("{id}.{check}"));
        }
    }
    inner_checks(view, parameter, id, found);
}

/// The ids of the built-in checks of what lies inside a container.
pub(super) fn inner_checks(view: View<'_>, parameter: &Parameter, id: &str, found: &mut Vec<String>) {
    for field in parameter.kind.fields() {
        checks(view, field, &format!("{id}.{}", field.name), found);
    }
    if let Some(item) = parameter.kind.item() {
        checks(view, item, &format!("{id}[]"), found);
    }
}

/// Whether a value is readable for rules: `None` if that cannot be said.
pub(super) fn sound(view: View<'_>, absence: Absence, parameter: &Parameter) -> Option<Value> {
    let own = own(view, absence, parameter, false);
    if own.unsaid.is_empty() { Some(all([own.schema()])) } else { None }
}
