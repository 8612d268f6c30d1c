//! What a person needs to know of an operation beside its rules, as plain data: explanations, headings, and the names that
//! a command line has for parameters.
//!
//! The generator makes it from a spec and embeds it, as JSON, in the crate it generates.

use serde::{Deserialize, Serialize};

/// The explanations of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// What it does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Parameters under headings; every parameter is in exactly one group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The parameters, in the order of the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Entry>,
    /// The facts, in the order of the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Entry>,
}

/// Parameters under a heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The heading; empty for the parameters that no group names.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The names of the parameters on the wire.
    pub parameters: Vec<String>,
}

/// A parameter, field, item or fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name on the wire, of a fact without `$`; empty for an item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The flag on a command line, without dashes.
    pub flag: String,
    /// A shorter flag for the same, where the spec gives the parameter a second name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// What the service assumes when it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// A value as it may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What each value of an enum means, in the order of the values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The fields of an object.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Entry>,
    /// The items of a list or map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Box<Entry>>,
}

impl Guide {
    /// Reads what [`Guide::to_json`] wrote.
    ///
    /// # Errors
    /// The text is no such JSON.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The explanations as JSON in the order of the spec, a line for each parameter.
    pub fn to_json(&self) -> String {
        const DOWN_TO_A_PARAMETER: usize = 2;
        crate::lines::to_lines(self, DOWN_TO_A_PARAMETER)
    }
}
