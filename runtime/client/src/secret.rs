//! A text that must not be shown: passwords and keys.

use std::fmt;

/// A text that never reaches `Debug`, an error or a log; only [`Secret::expose`] gives it out.
///
/// There is no `Display`, so that it cannot be formatted by accident.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself. Whoever calls this decides where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    /// Always the same text: even the length says something.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_text_nor_length() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), format!("{:?}", Secret::default()));
        assert_eq!(format!("{:#?}", Some(Secret::from("hunter2"))), "Some(\n    Secret(..),\n)");
        assert_eq!(Secret::from("hunter2".to_owned()).expose(), "hunter2");
    }
}
