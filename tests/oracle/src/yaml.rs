//! The few questions the judge asks a YAML tree.
//!
//! The tree loses how a scalar was written (`5.10` is 5.1), so a fraction without quotes is refused, never guessed.

use serde_yaml::Value as Yaml;

/// The text of a scalar.
pub(crate) fn text(yaml: &Yaml) -> Result<String, String> {
    match yaml {
        Yaml::String(text) => Ok(text.clone()),
        Yaml::Bool(truth) => Ok(truth.to_string()),
        Yaml::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        Yaml::Number(number) => Err(format!("the judge needs quotes around {number}")),
        other => Err(format!("no scalar: {other:?}")),
    }
}

/// The entries of a map, in order; those of a key that is not there are none.
pub(crate) fn entries(yaml: Option<&Yaml>) -> Result<Vec<(String, &Yaml)>, String> {
    match yaml {
        None => Ok(Vec::new()),
        Some(Yaml::Mapping(map)) => map.iter().map(|(key, value)| Ok((text(key)?, value))).collect(),
        Some(other) => Err(format!("no map: {other:?}")),
    }
}

/// One or several: a list's items, or the thing itself.
pub(crate) fn one_or_more(yaml: &Yaml) -> Vec<&Yaml> {
    match yaml {
        Yaml::Sequence(items) => items.iter().collect(),
        one => vec![one],
    }
}

pub(crate) fn texts(yaml: &Yaml) -> Result<Vec<String>, String> {
    one_or_more(yaml).into_iter().map(text).collect()
}

pub(crate) fn flag(yaml: Option<&Yaml>) -> Result<bool, String> {
    match yaml {
        None => Ok(false),
        Some(yaml) => yaml.as_bool().ok_or_else(|| format!("neither true nor false: {yaml:?}")),
    }
}

pub(crate) fn length(yaml: Option<&Yaml>) -> Result<Option<usize>, String> {
    match yaml {
        None => Ok(None),
        Some(yaml) => text(yaml)?.parse().map(Some).map_err(|_| format!("no length: {yaml:?}")),
    }
}
