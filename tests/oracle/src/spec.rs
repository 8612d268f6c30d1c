//! An operation as its file says it: parameters, facts, rules.

use crate::cond::{Cond, Form, Path, Step};
use crate::value::{Kind, Scalar, from_text};
use crate::yaml::{entries, flag, length, text, texts};
use regex_lite::Regex;
use serde_yaml::Value as Yaml;

/// The editions something belongs to; `None` is all of them.
pub(crate) type Editions = Option<Vec<String>>;

/// A parameter, field, item or fact.
#[derive(Clone, Debug)]
pub(crate) struct Def {
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) constant: Option<Scalar>,
    pub(crate) min: Option<i128>,
    pub(crate) max: Option<i128>,
    pub(crate) one_of: Option<Vec<Scalar>>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) pattern: Option<Regex>,
    pub(crate) values: Vec<(String, Editions)>,
    pub(crate) open: bool,
    pub(crate) items: Option<Box<Def>>,
    pub(crate) fields: Option<Vec<(String, Def)>>,
    pub(crate) editions: Editions,
}

/// One rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) form: Form,
    pub(crate) when: Option<Cond>,
    pub(crate) unless: Option<Cond>,
    pub(crate) editions: Editions,
    pub(crate) warning: bool,
    /// What the analysis is known to find.
    pub(crate) expect: Vec<String>,
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) parameters: Vec<(String, Def)>,
    pub(crate) facts: Vec<(String, Def)>,
    pub(crate) rules: Vec<Rule>,
}

impl Operation {
    pub(crate) fn read(yaml_text: &str) -> Result<Operation, String> {
        let yaml: Yaml = serde_yaml::from_str(yaml_text).map_err(|error| error.to_string())?;
        let mut operation = Operation {
            parameters: definitions(yaml.get("parameters"))?,
            facts: definitions(yaml.get("facts"))?,
            rules: Vec::new(),
        };
        if let Some(rules) = yaml.get("rules") {
            let rules = rules.as_sequence().ok_or("rules is no list")?;
            operation.rules =
                rules.iter().map(|rule| rule_of(rule, &operation)).collect::<Result<Vec<Rule>, String>>()?;
        }
        Ok(operation)
    }

    /// What a name in a rule means. The whole name wins over every reading of its dots and brackets.
    pub(crate) fn path(&self, written: &str) -> Result<Path, String> {
        let name = written.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(written);
        let wrong = || format!("no parameter or fact {name}");
        if let Some(fact) = name.strip_prefix('$') {
            let (_, def) = self.facts.iter().find(|(known, _)| known == fact).ok_or_else(wrong)?;
            return Ok(Path {
                text: name.to_owned(),
                steps: vec![Step::Name(name.to_owned())],
                def: Box::new(def.clone()),
            });
        }
        let (steps, def) = steps_in(&self.parameters, name).ok_or_else(wrong)?;
        Ok(Path { text: name.to_owned(), steps, def: Box::new(def) })
    }

    /// Every edition the file speaks of.
    pub(crate) fn mentioned_editions(&self) -> Vec<String> {
        fn collect(def: &Def, into: &mut Vec<String>) {
            into.extend(def.editions.iter().flatten().cloned());
            into.extend(def.values.iter().flat_map(|(_, editions)| editions.iter().flatten().cloned()));
            def.items.iter().for_each(|items| collect(items, into));
            def.fields.iter().flatten().for_each(|(_, field)| collect(field, into));
        }
        let mut names = Vec::new();
        self.parameters.iter().chain(&self.facts).for_each(|(_, def)| collect(def, &mut names));
        self.rules.iter().for_each(|rule| names.extend(rule.editions.iter().flatten().cloned()));
        names.sort();
        names.dedup();
        names
    }
}

fn steps_in(defs: &[(String, Def)], name: &str) -> Option<(Vec<Step>, Def)> {
    if let Some((_, def)) = defs.iter().find(|(known, _)| known == name) {
        return Some((vec![Step::Name(name.to_owned())], def.clone()));
    }
    // The longest known beginning wins, for the same reason as the whole name.
    let mut beginnings: Vec<&(String, Def)> =
        defs.iter().filter(|(known, _)| name.starts_with(known.as_str())).collect();
    beginnings.sort_by_key(|(known, _)| std::cmp::Reverse(known.len()));
    beginnings.into_iter().find_map(|(known, def)| {
        let (mut steps, def) = steps_below(def, &name[known.len()..])?;
        steps.insert(0, Step::Name(known.clone()));
        Some((steps, def))
    })
}

fn steps_below(def: &Def, rest: &str) -> Option<(Vec<Step>, Def)> {
    if rest.is_empty() {
        Some((Vec::new(), def.clone()))
    } else if let Some(rest) = rest.strip_prefix("[]") {
        let (mut steps, def) = steps_below(def.items.as_ref()?, rest)?;
        steps.insert(0, Step::Items);
        Some((steps, def))
    } else {
        steps_in(def.fields.as_ref()?, rest.strip_prefix('.')?)
    }
}

fn definitions(yaml: Option<&Yaml>) -> Result<Vec<(String, Def)>, String> {
    entries(yaml)?.into_iter().map(|(name, yaml)| Ok((name, definition(yaml)?))).collect()
}

fn definition(yaml: &Yaml) -> Result<Def, String> {
    let kind = Kind::from_name(&text(yaml.get("type").ok_or("a definition without type")?)?)?;
    let scalar = |key: &str| yaml.get(key).map(|value| from_text(&text(value)?, kind)).transpose();
    let number = |key: &str| {
        scalar(key).and_then(|bound| match bound {
            None => Ok(None),
            Some(Scalar::Number(number)) => Ok(Some(number)),
            Some(_) => Err(format!("{key} of what is no number")),
        })
    };
    let one_of = yaml.get("one_of").map(texts).transpose()?;
    let pattern = yaml.get("pattern").map(text).transpose()?;
    Ok(Def {
        kind,
        required: flag(yaml.get("required"))?,
        constant: scalar("const")?,
        min: number("min")?,
        max: number("max")?,
        one_of: one_of.map(|all| all.iter().map(|one| from_text(one, kind)).collect()).transpose()?,
        min_length: length(yaml.get("min_length"))?,
        max_length: length(yaml.get("max_length"))?,
        pattern: pattern.map(|pattern| whole_text(&pattern)).transpose()?,
        values: entries(yaml.get("values"))?
            .into_iter()
            .map(|(value, about)| Ok((value, editions_of(about)?)))
            .collect::<Result<_, String>>()?,
        open: flag(yaml.get("open"))?,
        items: yaml.get("items").map(|items| definition(items).map(Box::new)).transpose()?,
        fields: yaml.get("fields").map(|fields| definitions(Some(fields))).transpose()?,
        editions: editions_of(yaml)?,
    })
}

/// Patterns must match the whole text.
pub(crate) fn whole_text(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!("^(?:{pattern})$")).map_err(|error| format!("{pattern}: {error}"))
}

fn editions_of(yaml: &Yaml) -> Result<Editions, String> {
    yaml.get("edition").map(texts).transpose()
}

fn rule_of(yaml: &Yaml, operation: &Operation) -> Result<Rule, String> {
    let id = text(yaml.get("id").ok_or("a rule without id")?)?;
    let read = || {
        Ok::<Rule, String>(Rule {
            id: id.clone(),
            form: Form::read(yaml, operation)?,
            when: yaml.get("when").map(|cond| Cond::read(cond, operation)).transpose()?,
            unless: yaml.get("unless").map(|cond| Cond::read(cond, operation)).transpose()?,
            editions: editions_of(yaml)?,
            warning: match yaml.get("severity").map(text).transpose()?.as_deref() {
                None | Some("error") => false,
                Some("warning") => true,
                Some(other) => return Err(format!("no severity {other}")),
            },
            expect: yaml.get("expect").map(texts).transpose()?.unwrap_or_default(),
        })
    };
    read().map_err(|problem| format!("rule {id}: {problem}"))
}
