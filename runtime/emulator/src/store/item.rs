//! One thing that a service keeps, and how it is written.

use contingent_rules::Value;

/// One thing of a kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// By which it is named.
    pub(crate) id: String,
    /// In the order of the fields of its kind.
    pub(crate) fields: Vec<Option<Value>>,
    /// Without states there is none.
    pub(crate) state: Option<InState>,
    /// Fields that its kind had when they were written and has no longer.
    pub(crate) rest: Vec<(String, Value)>,
}

/// The state that something was put into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InState {
    /// The state.
    pub(crate) name: String,
    /// When, in milliseconds since 1970; without it, at the first call.
    pub(crate) since: Option<i64>,
}

impl Item {
    /// Roughly the bytes of memory it takes.
    pub(crate) fn size(&self) -> usize {
        let fields = self.fields.iter().flatten().chain(self.rest.iter().map(|(_, value)| value));
        fields.map(size).sum::<usize>() + self.id.len() + 256
    }

    /// As JSON; each value is a text of its own, so that none is nested deeper than it was.
    pub(crate) fn to_json(&self, names: &[String]) -> String {
        let named = names.iter().zip(&self.fields).filter_map(|(name, value)| Some((name.clone(), value.as_ref()?)));
        let rest = self.rest.iter().map(|(name, value)| (name.clone(), value));
        let fields = named.chain(rest).map(|(name, value)| (name, Value::Text(value.to_string())));
        let mut entries = vec![("id".into(), Value::from(self.id.as_str()))];
        entries.push(("fields".into(), Value::Object(fields.collect())));
        if let Some(state) = &self.state {
            entries.push(("state".into(), Value::from(state.name.as_str())));
            entries.extend(state.since.map(|since| ("since".into(), Value::from(since))));
        }
        Value::Object(entries).to_string()
    }

    /// What [`Item::to_json`] wrote, for a kind whose fields have these names now.
    pub(crate) fn from_json(json: &str, names: &[String]) -> Option<Self> {
        let value = Value::parse(json).ok()?;
        let Some(Value::Object(written)) = value.get("fields") else { return None };
        let mut item = Item {
            id: value.get("id")?.as_str()?.to_owned(),
            fields: vec![None; names.len()],
            state: None,
            rest: Vec::new(),
        };
        for (name, text) in written {
            let value = Value::parse(text.as_str()?).ok()?;
            let place = names.iter().position(|known| known == name).and_then(|index| item.fields.get_mut(index));
            match place {
                Some(place) => *place = Some(value),
                None => item.rest.push((name.clone(), value)),
            }
        }
        if let Some(state) = value.get("state") {
            let since = match value.get("since") {
                Some(since) => Some(integer(since)?),
                None => None,
            };
            item.state = Some(InState { name: state.as_str()?.to_owned(), since });
        }
        Some(item)
    }
}

/// A whole number.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => None,
    }
}

/// Roughly the bytes of memory that a value takes.
pub(super) fn size(value: &Value) -> usize {
    let inside = match value {
        Value::Null | Value::Bool(_) => 0,
        Value::Number(text) | Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(size).sum(),
        Value::Object(entries) => entries.iter().map(|(name, value)| name.len() + 24 + size(value)).sum(),
    };
    inside + size_of::<Value>()
}
