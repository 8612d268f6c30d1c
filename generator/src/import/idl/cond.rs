//! Conditions of our language, and how they are written.

use crate::import::yaml::Yaml;

/// A condition. Names are as rules write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cond {
    Given(String),
    OneOf(String, Vec<String>),
    /// One operator and its value.
    Op(String, &'static str, String),
    /// The text of a comparison.
    Compare(String),
    Not(Box<Cond>),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Absent(String),
    /// The word of a group, and its members.
    Group(&'static str, Vec<Cond>),
}

impl Cond {
    /// What the condition says about one parameter: the key and the value of a map.
    pub(super) fn test(&self) -> Option<(&str, Yaml)> {
        match self {
            Self::OneOf(name, values) => Some((name, values_of(values))),
            Self::Op(name, operator, value) => Some((name, Yaml::pair(*operator, Yaml::text(value)))),
            Self::Given(_)
            | Self::Compare(_)
            | Self::Not(_)
            | Self::All(_)
            | Self::Any(_)
            | Self::Absent(_)
            | Self::Group(..) => None,
        }
    }

    /// Several tests of different parameters as one map.
    pub(super) fn tests(all: &[Cond]) -> Option<Yaml> {
        let mut entries: Vec<(String, Yaml)> = Vec::new();
        for cond in all {
            let (name, value) = cond.test()?;
            if entries.iter().any(|(other, _)| other == name) {
                return None;
            }
            entries.push((name.to_owned(), value));
        }
        Some(Yaml::Map(entries))
    }

    /// Written as a condition.
    pub(super) fn yaml(&self) -> Yaml {
        match self {
            Self::Given(name) => Yaml::text(name),
            Self::OneOf(name, values) => Yaml::pair(name, values_of(values)),
            Self::Op(name, operator, value) => Yaml::pair(name, Yaml::pair(*operator, Yaml::text(value))),
            Self::Compare(text) => Yaml::pair("compare", Yaml::text(text)),
            Self::Not(inner) => Yaml::pair("not", inner.yaml()),
            Self::All(all) => Self::tests(all).unwrap_or_else(|| Yaml::pair("all", Self::list(all))),
            Self::Any(any) => Yaml::pair("any", Self::list(any)),
            Self::Absent(name) => Yaml::pair("absent", Yaml::text(name)),
            Self::Group(word, members) => Yaml::pair(*word, Self::list(members)),
        }
    }

    /// Written as a list of members.
    pub(super) fn list(members: &[Cond]) -> Yaml {
        Yaml::List(members.iter().map(Self::yaml).collect())
    }

    /// The opposite.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Given(name) => Self::Absent(name),
            Self::Absent(name) => Self::Given(name),
            Self::OneOf(name, values) => match values.as_slice() {
                [only] => {
                    let other = Self::Op(name.clone(), "ne", only.clone());
                    Self::Any(vec![Self::Absent(name), other])
                }
                _ => Self::Not(Box::new(Self::OneOf(name, values))),
            },
            Self::Op(name, operator, value) => match opposite(operator) {
                Some(opposite) => Self::Any(vec![Self::Absent(name.clone()), Self::Op(name, opposite, value)]),
                None => Self::Not(Box::new(Self::Op(name, operator, value))),
            },
            Self::Not(inner) => *inner,
            Self::Any(any) => Self::All(any.into_iter().map(Self::negated).collect()),
            Self::All(all) => Self::Any(all.into_iter().map(Self::negated).collect()),
            Self::Compare(_) | Self::Group(..) => Self::Not(Box::new(self)),
        }
    }
}

fn values_of(values: &[String]) -> Yaml {
    match values {
        [only] => Yaml::text(only),
        several => Yaml::texts(several),
    }
}

fn opposite(operator: &str) -> Option<&'static str> {
    match operator {
        "ne" => Some("eq"),
        "lt" => Some("ge"),
        "le" => Some("gt"),
        "gt" => Some("le"),
        "ge" => Some("lt"),
        _ => None,
    }
}
