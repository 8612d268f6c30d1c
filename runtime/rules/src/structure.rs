//! What can be asked of the data of an operation: its parts, and its JSON.

use crate::{EnumValue, Fact, Kind, Operation, Parameter, Relation};

impl Relation {
    /// Whether two things that compare like this stand in the relation.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Relation::Lt => order.is_lt(),
            Relation::Le => order.is_le(),
            Relation::Gt => order.is_gt(),
            Relation::Ge => order.is_ge(),
            Relation::Eq => order.is_eq(),
            Relation::Ne => order.is_ne(),
        }
    }
}

impl Fact {
    /// The fact as if it were a parameter: its values are read and tested alike.
    pub(crate) fn as_parameter(&self) -> Parameter {
        Parameter {
            name: self.name.clone(),
            kind: self.kind.clone(),
            required: false,
            constant: None,
            one_of: Vec::new(),
            min: None,
            max: None,
            min_length: None,
            max_length: None,
            pattern: None,
            secret: false,
            editions: Vec::new(),
            source: String::new(),
        }
    }
}

impl Operation {
    /// Reads the JSON that the generator wrote.
    ///
    /// # Errors
    /// The text is not such JSON.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// Whether all editions have the same parameters, values and facts.
    pub(crate) fn is_whole(&self) -> bool {
        self.parameters.iter().all(Parameter::is_whole) && self.facts.iter().all(|fact| fact.kind.is_whole())
    }

    /// The JSON that [`Operation::from_json`] reads, over several lines.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists always serialize.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Parameter {
    fn is_whole(&self) -> bool {
        self.editions.is_empty() && self.kind.is_whole()
    }

    /// The definition of a field.
    pub fn field(&self, name: &str) -> Option<&Parameter> {
        self.kind.fields().iter().find(|field| field.name == name)
    }
}

impl Kind {
    fn is_whole(&self) -> bool {
        self.values().iter().all(|value| value.editions.is_empty())
            && self.fields().iter().chain(self.item()).all(Parameter::is_whole)
    }

    /// The values of an enum.
    pub fn values(&self) -> &[EnumValue] {
        match self {
            Kind::Enum { values, .. } => values,
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
            | Kind::JsonObject(_) => &[],
        }
    }

    /// The fields of an object, or of an object that travels as JSON text.
    pub fn fields(&self) -> &[Parameter] {
        match self {
            Kind::Object(fields) | Kind::JsonObject(fields) => fields,
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Enum { .. }
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Json
            | Kind::JsonList(_) => &[],
        }
    }

    /// The definition of the items of a list, or of the values of a map.
    pub fn item(&self) -> Option<&Parameter> {
        match self {
            Kind::List(item) | Kind::Map(item) => item.as_deref(),
            Kind::JsonList(item) => Some(item),
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Enum { .. }
            | Kind::Object(_)
            | Kind::Json
            | Kind::JsonObject(_) => None,
        }
    }
}
