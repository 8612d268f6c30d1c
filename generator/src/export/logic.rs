//! Schemas joined by and, or and not, and statements in the three values of a check.

use super::json::{object, texts};
use contingent_rules::{Count, Truth, Value};

/// What no value satisfies.
pub(super) const NEVER: Value = Value::Bool(false);
/// What every value satisfies.
pub(super) const ALWAYS: Value = Value::Bool(true);

/// All of the schemas hold. Keywords that do not meet are put together in one schema.
pub(super) fn all(parts: impl IntoIterator<Item = Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for part in parts {
        match part {
            Value::Bool(true) => {}
            Value::Bool(false) => return NEVER,
            part if kept.contains(&part) => {}
            part => match kept.last_mut().map(|last| merged(last, &part)) {
                Some(Some(both)) => {
                    kept.pop();
                    kept.push(both);
                }
                Some(None) | None => kept.push(part),
            },
        }
    }
    single_or(kept, ALWAYS, "allOf")
}

/// Some of the schemas holds.
pub(super) fn any(parts: impl IntoIterator<Item = Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for part in parts {
        match part {
            Value::Bool(false) => {}
            Value::Bool(true) => return ALWAYS,
            part if kept.contains(&part) => {}
            part => kept.push(part),
        }
    }
    single_or(kept, NEVER, "anyOf")
}

/// The schema does not hold.
pub(super) fn not(schema: Value) -> Value {
    match schema {
        Value::Bool(holds) => Value::Bool(!holds),
        Value::Object(mut entries) if entries.len() == 1 && entries.iter().all(|(key, _)| key == "not") => {
            entries.pop().map_or(NEVER, |(_, inner)| inner)
        }
        schema => object([("not", schema)]),
    }
}

fn single_or(mut kept: Vec<Value>, none: Value, keyword: &str) -> Value {
    match kept.len() {
        0 => none,
        1 => kept.pop().unwrap_or(none),
        _ => object([(keyword, Value::List(kept))]),
    }
}

/// One schema that says what both say, if their keywords do not meet.
fn merged(one: &Value, other: &Value) -> Option<Value> {
    let (Value::Object(one), Value::Object(other)) = (one, other) else { return None };
    let mut both = one.clone();
    for (key, value) in other {
        let Some((_, present)) = both.iter_mut().find(|(name, _)| name == key) else {
            both.push((key.clone(), value.clone()));
            continue;
        };
        match (key.as_str(), present, value) {
            (_, present, value) if present == value => {}
            ("required", Value::List(present), Value::List(names)) => {
                let new: Vec<Value> = names.iter().filter(|name| !present.contains(name)).cloned().collect();
                present.extend(new);
            }
            ("properties", Value::Object(present), Value::Object(more)) => {
                if more.iter().any(|(name, _)| present.iter().any(|(known, _)| known == name)) {
                    return None;
                }
                present.extend(more.iter().cloned());
            }
            (_, _, _) => return None,
        }
    }
    Some(Value::Object(both))
}

/// A statement about an instance: the schema of those of which it surely holds, and of those of which it may hold.
/// They differ only where a check would not know.
#[derive(Clone, PartialEq)]
pub(super) struct Say {
    pub(super) surely: Value,
    pub(super) possibly: Value,
}

impl Say {
    /// A statement that is never unknown.
    pub(super) fn exact(schema: Value) -> Self {
        Say { surely: schema.clone(), possibly: schema }
    }

    /// The same of every instance.
    pub(super) fn constant(truth: Truth) -> Self {
        Say { surely: Value::Bool(truth == Truth::Yes), possibly: Value::Bool(truth != Truth::No) }
    }

    /// Both schemas changed alike.
    pub(super) fn map(self, change: impl Fn(Value) -> Value) -> Self {
        Say { surely: change(self.surely), possibly: change(self.possibly) }
    }

    /// All of them.
    pub(super) fn and(parts: &[Say]) -> Self {
        Say { surely: all(surely(parts)), possibly: all(possibly(parts)) }
    }

    /// Some of them.
    pub(super) fn or(parts: &[Say]) -> Self {
        Say { surely: any(surely(parts)), possibly: any(possibly(parts)) }
    }

    /// The contrary.
    #[must_use]
    pub(super) fn negated(self) -> Self {
        Say { surely: not(self.possibly), possibly: not(self.surely) }
    }

    /// A number of them: as a check counts, by how many surely and possibly hold.
    pub(super) fn count(count: Count, parts: &[Say]) -> Self {
        let exact = parts.iter().all(|part| part.surely == part.possibly);
        match count {
            Count::AtLeastOne => Say::or(parts),
            Count::AtMostOne => Say { surely: at_most_one(possibly(parts)), possibly: at_most_one(surely(parts)) },
            Count::ExactlyOne if exact => Say::exact(exactly_one(surely(parts))),
            Count::ExactlyOne => Say {
                surely: all([any(surely(parts)), at_most_one(possibly(parts))]),
                possibly: all([any(possibly(parts)), at_most_one(surely(parts))]),
            },
            Count::AllOrNone if parts.len() < 2 => Say::constant(Truth::Yes),
            Count::AllOrNone => Say {
                surely: any([all(surely(parts)), not(any(possibly(parts)))]),
                possibly: any([all(possibly(parts)), not(any(surely(parts)))]),
            },
        }
    }
}

fn surely(parts: &[Say]) -> Vec<Value> {
    parts.iter().map(|part| part.surely.clone()).collect()
}

fn possibly(parts: &[Say]) -> Vec<Value> {
    parts.iter().map(|part| part.possibly.clone()).collect()
}

/// `oneOf` counts for us: equal schemas count as often as they stand there.
fn exactly_one(parts: Vec<Value>) -> Value {
    single_or(parts, NEVER, "oneOf")
}

fn at_most_one(parts: Vec<Value>) -> Value {
    match parts.as_slice() {
        [] | [_] => ALWAYS,
        [one, other] if one == other => not(one.clone()),
        [one, other] => not(all([one.clone(), other.clone()])),
        _ => {
            let none = not(any(parts.clone()));
            exactly_one(parts.into_iter().chain([none]).collect())
        }
    }
}

/// How many values a schema is made of.
pub(super) fn size(schema: &Value) -> usize {
    match schema {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => 1,
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(entries) => 1 + entries.iter().map(|(_, value)| size(value)).sum::<usize>(),
    }
}

/// What counts as absent, and what as given.
#[derive(Clone, Copy)]
pub(super) struct Absence {
    pub(super) empty_is_absent: bool,
}

impl Absence {
    /// The values that are the same as leaving the name out.
    pub(super) fn schema(self) -> Value {
        if self.empty_is_absent {
            object([("enum", Value::List(vec![Value::Null, "".into()]))])
        } else {
            object([("type", "null".into())])
        }
    }

    fn is_absent(self, value: &Value) -> bool {
        *value == Value::Null || (self.empty_is_absent && *value == Value::from(""))
    }

    /// Given, and as the schema says.
    pub(super) fn given(self, schema: Value) -> Value {
        if self.excludes(&schema) { schema } else { all([not(self.schema()), schema]) }
    }

    /// Whether a schema holds of nothing that is absent.
    fn excludes(self, schema: &Value) -> bool {
        let Value::Object(entries) = schema else { return *schema == NEVER };
        entries.iter().any(|(key, value)| match (key.as_str(), value) {
            ("enum", Value::List(values)) => !values.iter().any(|value| self.is_absent(value)),
            ("const", value) => !self.is_absent(value),
            ("type", Value::Text(kind)) => kind == "object" || kind == "array",
            (_, _) => false,
        })
    }

    /// A statement about a property, from one about its value and the truth where it is absent.
    pub(super) fn property(self, name: &str, absent: Truth, given: Say) -> Say {
        let place = |holds: bool, schema: Value| match (holds, &schema) {
            (false, Value::Bool(false)) => NEVER,
            (true, Value::Bool(true)) => ALWAYS,
            (false, _) => object([("properties", object([(name, self.given(schema))])), ("required", texts([name]))]),
            (true, _) => object([("properties", object([(name, any([self.schema(), schema]))]))]),
        };
        Say { surely: place(absent == Truth::Yes, given.surely), possibly: place(absent != Truth::No, given.possibly) }
    }
}
