//! Values of a request as they were written: JSON with every digit of its numbers.

use std::fmt;

/// A JSON value whose numbers keep their text and whose objects keep their order.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`, which means the same as leaving the name out.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as its text: `5`, `5.0` and `1e3` stay apart.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object: its names are distinct and in the order of the text.
    Object(Vec<(String, Value)>),
}

/// How deep arrays and objects may lie in each other.
pub const MAX_DEPTH: usize = 128;

/// Why a text is not a JSON value: one sentence, with line and column where they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}

impl Value {
    /// Reads one JSON text.
    ///
    /// # Errors
    /// A syntax error, a name given twice in one object, or nesting beyond [`MAX_DEPTH`].
    pub fn parse(json: &str) -> Result<Self, JsonError> {
        crate::json::parse(json).map_err(|message| JsonError { message })
    }

    /// The value of a name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => None,
        }
    }
}

impl fmt::Display for Value {
    /// One line of JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(flag) => write!(f, "{flag}"),
            Value::Number(text) => f.write_str(text),
            Value::Text(text) => write_text(f, text),
            Value::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Value::Object(entries) => {
                f.write_str("{")?;
                for (index, (name, value)) in entries.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    write_text(f, name)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

impl fmt::Debug for Value {
    /// The kind alone: a value may be a secret, and nothing here knows which.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Null => "Null",
            Value::Bool(_) => "Bool(..)",
            Value::Number(_) => "Number(..)",
            Value::Text(_) => "Text(..)",
            Value::List(_) => "List(..)",
            Value::Object(_) => "Object(..)",
        })
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Number(number.to_string())
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Value::Number(number.to_string())
    }
}

impl From<&crate::Decimal> for Value {
    fn from(number: &crate::Decimal) -> Self {
        Value::Number(number.to_string())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_order_survive() {
        let text = r#"{"b":9007199254740993,"a":[0.30,1e400,-0],"é\n":"\"x","n":null,"t":true}"#;
        assert_eq!(Value::parse(text).unwrap().to_string(), text);
    }

    #[test]
    fn a_name_given_twice_is_an_error() {
        let error = Value::parse(r#"{"a":1,"b":{"c":1,"c":2}}"#).unwrap_err();
        assert!(error.to_string().contains("\"c\" is given twice"), "{error}");
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", Value::from("hunter2")), "Text(..)");
    }
}
