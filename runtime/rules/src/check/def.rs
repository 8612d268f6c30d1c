//! Definitions made ready for checking in one edition: bounds as numbers, patterns compiled,
//! what the edition does not have marked as missing.

use crate::{Decimal, EnumValue, Kind, Parameter, Pattern, Value};

/// Which editions a check or an analysis looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// No edition is chosen: everything exists, what is not common only warns.
    Any,
    /// One edition: nothing else exists.
    One(String),
    /// What is common to all editions, and nothing else.
    Common,
}

/// How a thing with an `edition` stands in a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It exists.
    Here,
    /// It exists in the named editions only, and none is chosen.
    Partly(Vec<String>),
    /// It does not exist.
    Missing,
}

impl View {
    /// How something that belongs to `editions` stands, in a service that declares `declared`.
    pub fn presence(&self, editions: &[String], declared: &[String]) -> Presence {
        let names_all = !declared.is_empty() && declared.iter().all(|name| editions.contains(name));
        if editions.is_empty() || names_all {
            return Presence::Here;
        }
        match self {
            View::Any => Presence::Partly(editions.to_vec()),
            View::One(chosen) if editions.contains(chosen) => Presence::Here,
            View::One(_) | View::Common => Presence::Missing,
        }
    }
}

/// A parameter, field or item.
pub(crate) struct Def {
    pub(crate) name: String,
    pub(crate) presence: Presence,
    pub(crate) kind: DefKind,
    /// Whether a text stands for a structure.
    pub(crate) json_text: bool,
    /// Whether this or something inside it has `json_text`.
    pub(crate) holds_json: bool,
    pub(crate) required: bool,
    pub(crate) constant: Option<Value>,
    pub(crate) one_of: Vec<Literal>,
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<Pattern>,
    /// Whether every value of the type will do.
    pub(crate) any_value: bool,
    pub(crate) secret: bool,
    pub(crate) source: String,
}

pub(crate) enum DefKind {
    Text,
    Integer,
    Long,
    Number,
    Boolean,
    Enum {
        values: Vec<EnumDef>,
        open: bool,
    },
    List(Option<Box<Def>>),
    Object(Vec<Def>),
    Map(Option<Box<Def>>),
    /// JSON without a described structure.
    Anything,
}

pub(crate) struct EnumDef {
    pub(crate) text: String,
    pub(crate) presence: Presence,
}

/// A value from the spec, typed by the parameter it belongs to.
#[derive(Clone, PartialEq)]
pub(crate) enum Literal {
    Text(String),
    Number(Decimal),
}

impl Def {
    pub(crate) fn new(parameter: &Parameter, view: &View, declared: &[String]) -> Self {
        let nested = |inner: &Parameter| Def::new(inner, view, declared);
        let item = |inner: &Option<Box<Parameter>>| inner.as_deref().map(|inner| Box::new(nested(inner)));
        let fields = |fields: &[Parameter]| fields.iter().map(nested).collect::<Vec<_>>();
        let (kind, json_text) = match &parameter.kind {
            Kind::String => (DefKind::Text, false),
            Kind::Integer => (DefKind::Integer, false),
            Kind::Long | Kind::TimestampMs => (DefKind::Long, false),
            Kind::Number => (DefKind::Number, false),
            Kind::Boolean => (DefKind::Boolean, false),
            Kind::Enum { values, open } => {
                let value = |value: &EnumValue| EnumDef {
                    text: value.value.clone(),
                    presence: view.presence(&value.editions, declared),
                };
                (DefKind::Enum { values: values.iter().map(value).collect(), open: *open }, false)
            }
            Kind::List(inner) => (DefKind::List(item(inner)), false),
            Kind::Object(inner) => (DefKind::Object(fields(inner)), false),
            Kind::Map(inner) => (DefKind::Map(item(inner)), false),
            Kind::Json => (DefKind::Anything, false),
            Kind::JsonList(inner) => (DefKind::List(Some(Box::new(nested(inner)))), true),
            Kind::JsonObject(inner) => (DefKind::Object(fields(inner)), true),
        };
        let holds_json = json_text
            || match &kind {
                DefKind::List(inner) | DefKind::Map(inner) => inner.as_ref().is_some_and(|def| def.holds_json),
                DefKind::Object(fields) => fields.iter().any(|def| def.holds_json),
                DefKind::Text
                | DefKind::Integer
                | DefKind::Long
                | DefKind::Number
                | DefKind::Boolean
                | DefKind::Enum { .. }
                | DefKind::Anything => false,
            };
        let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
        let literal = |text: &String| kind.literal(text);
        Def {
            name: parameter.name.clone(),
            presence: view.presence(&parameter.editions, declared),
            json_text,
            holds_json,
            required: parameter.required,
            constant: parameter.constant.as_ref().map(|text| Value::Text(text.clone())),
            one_of: parameter.one_of.iter().filter_map(literal).collect(),
            min: number(&parameter.min),
            max: number(&parameter.max),
            min_length: parameter.min_length,
            max_length: parameter.max_length,
            pattern: parameter.pattern.as_ref().and_then(|text| Pattern::new(text).ok()),
            any_value: !matches!(kind, DefKind::Enum { .. })
                && parameter.constant.is_none()
                && parameter.one_of.is_empty()
                && [&parameter.min, &parameter.max, &parameter.pattern].into_iter().all(Option::is_none)
                && parameter.min_length.is_none()
                && parameter.max_length.is_none(),
            secret: parameter.secret,
            source: parameter.source.clone(),
            kind,
        }
    }

    /// Whether a request can have it.
    pub(crate) fn exists(&self) -> bool {
        self.presence != Presence::Missing
    }

    /// Whether it and everything inside it exists.
    pub(crate) fn is_whole(&self) -> bool {
        let values = match &self.kind {
            DefKind::Enum { values, .. } => values.as_slice(),
            DefKind::Text
            | DefKind::Integer
            | DefKind::Long
            | DefKind::Number
            | DefKind::Boolean
            | DefKind::List(_)
            | DefKind::Object(_)
            | DefKind::Map(_)
            | DefKind::Anything => &[],
        };
        self.exists()
            && values.iter().all(|value| value.presence != Presence::Missing)
            && self.fields().iter().chain(self.item()).all(Def::is_whole)
    }

    /// The fields, if it is an object that describes them.
    pub(crate) fn fields(&self) -> &[Def] {
        match &self.kind {
            DefKind::Object(fields) => fields,
            DefKind::Text
            | DefKind::Integer
            | DefKind::Long
            | DefKind::Number
            | DefKind::Boolean
            | DefKind::Enum { .. }
            | DefKind::List(_)
            | DefKind::Map(_)
            | DefKind::Anything => &[],
        }
    }

    /// The definition of the items of a list or the values of a map.
    pub(crate) fn item(&self) -> Option<&Def> {
        match &self.kind {
            DefKind::List(inner) | DefKind::Map(inner) => inner.as_deref(),
            DefKind::Text
            | DefKind::Integer
            | DefKind::Long
            | DefKind::Number
            | DefKind::Boolean
            | DefKind::Enum { .. }
            | DefKind::Object(_)
            | DefKind::Anything => None,
        }
    }
}

impl DefKind {
    /// A value of the spec as this type compares it; `None` for what the type cannot have.
    pub(crate) fn literal(&self, text: &str) -> Option<Literal> {
        match self {
            DefKind::Integer | DefKind::Long | DefKind::Number => text.parse().ok().map(Literal::Number),
            DefKind::Text | DefKind::Boolean | DefKind::Enum { .. } => Some(Literal::Text(text.to_owned())),
            DefKind::List(_) | DefKind::Object(_) | DefKind::Map(_) | DefKind::Anything => None,
        }
    }
}
