//! From typed fields to the [`Value`] of a request.

use std::collections::BTreeMap;

use contingent_rules::{Decimal, Value};

use crate::{EpochMillis, Secret};

/// What can stand in a request.
pub trait ToValue {
    /// The value as the checks and the encoders see it.
    fn to_value(&self) -> Value;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::from(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl ToValue for Secret {
    /// The text itself: the service needs it, and a [`Value`] shows nothing in `Debug`.
    fn to_value(&self) -> Value {
        Value::from(self.expose())
    }
}

impl ToValue for i32 {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for Decimal {
    fn to_value(&self) -> Value {
        Value::from(self)
    }
}

impl ToValue for EpochMillis {
    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue> ToValue for [T] {
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(ToValue::to_value).collect())
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Value {
        self.as_slice().to_value()
    }
}

impl<T: ToValue> ToValue for BTreeMap<String, T> {
    fn to_value(&self) -> Value {
        Value::Object(self.iter().map(|(name, value)| (name.clone(), value.to_value())).collect())
    }
}

/// Collects the given fields of a request or an object, in the order of the calls.
///
/// The names must be distinct, as those of a struct are.
#[derive(Debug, Default)]
pub struct Entries(Vec<(String, Value)>);

impl Entries {
    /// Nothing given.
    pub fn new() -> Self {
        Self::default()
    }

    /// A field that is always given.
    #[must_use]
    pub fn put<T: ToValue + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.0.push((name.to_owned(), value.to_value()));
        self
    }

    /// A field that is given if it is `Some`.
    #[must_use]
    pub fn put_some<T: ToValue>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    /// Names that the spec does not have; one that is there already is replaced.
    #[must_use]
    pub fn put_extra(mut self, extra: &[(String, Value)]) -> Self {
        for (name, value) in extra {
            match self.0.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(value),
                None => self.0.push((name.clone(), value.clone())),
            }
        }
        self
    }

    /// The object: the given names only.
    #[must_use]
    pub fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_the_given_names_in_order() {
        let labels = BTreeMap::from([("b".to_owned(), 2_i64), ("a".to_owned(), i64::MAX)]);
        let value = Entries::new()
            .put("Name", "nightly")
            .put_some("Gone", &None::<i32>)
            .put_some("Password", &Some(Secret::from("hunter2")))
            .put("Labels", &labels)
            .put("Flags", &vec![true, false])
            .put("At", &EpochMillis(-1))
            .put("Share", &Decimal::from(5))
            .put("Empty", &Vec::<String>::new())
            .finish();
        assert_eq!(
            value.to_string(),
            r#"{"Name":"nightly","Password":"hunter2","Labels":{"a":9223372036854775807,"b":2},"Flags":[true,false],"At":-1,"Share":5,"Empty":[]}"#
        );
    }
}
