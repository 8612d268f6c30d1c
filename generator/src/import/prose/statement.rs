//! What a sentence states, and how that is written as a rule.

use super::Confidence;
use super::lexicon::{Lexicon, Mention, Written};
use crate::import::yaml::{Yaml, inline};

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cond {
    Given(Mention),
    Absent(Mention),
    /// The name has one of the values.
    Is(Mention, Vec<Written>),
    /// The name has another value.
    IsNot(Mention, Vec<Written>),
    Compare(Mention, &'static str, Operand),
    All(Vec<Cond>),
    Any(Vec<Cond>),
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Name(Mention),
    Number(String),
}

/// What is demanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Require(Vec<Mention>),
    RequireValue(Mention, Vec<Written>),
    Forbid(Vec<Mention>),
    /// One of the group forms, by its key.
    Group(&'static str, Vec<Mention>),
    Between(Mention, String, String),
    AtMost(Mention, &'static str, String),
    OneOf(Mention, Vec<Written>),
    Compare(Mention, &'static str, Mention),
    Ignored(Vec<Mention>),
    Default(Mention, Written),
    /// Nothing is demanded; what "otherwise" means hangs on it.
    Optional(Vec<Mention>),
}

/// A form under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) form: Form,
    pub(super) when: Option<Cond>,
    pub(super) unless: Option<Cond>,
    /// Other readings of the phrase.
    pub(super) doubts: Vec<&'static str>,
}

/// A statement as a rule.
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) rule: String,
    pub(super) confidence: Confidence,
    pub(super) notes: Vec<String>,
}

impl Statement {
    /// The rule; none if nothing is demanded, or what is demanded is what the condition says anyway.
    pub(super) fn rule(&self, lexicon: &Lexicon<'_>) -> Option<Rule> {
        let about = self.form.mentions();
        let conditions: Vec<&Mention> =
            [&self.when, &self.unless].into_iter().flatten().flat_map(Cond::mentions).collect();
        let circular = conditions.iter().any(|it| about.iter().any(|about| about.name == it.name));
        let compared = matches!(self.when, Some(Cond::Compare(..)));
        let demanded = |it: &&Mention| lexicon.named(it.name).is_some_and(|it| it.required);
        let plain = self.when.is_none() && self.unless.is_none();
        let said = plain && matches!(&self.form, Form::Require(names) if names.iter().all(|it| demanded(&it)));
        // Facts are known, and are never in a request.
        let fact = |it: &&Mention| lexicon.named(it.name).is_none_or(|it| it.name.starts_with('$'));
        if self.is_of_items(&about, &conditions, lexicon)
            || (circular && !compared)
            || said
            || about.is_empty()
            || about.iter().any(fact)
        {
            return None;
        }
        let (key, value) = self.form.yaml(lexicon)?;
        let mut entries = vec![(key.to_owned(), value)];
        match (&self.when, &self.unless) {
            // "Unless it is absent" is a detour.
            (None, Some(Cond::Absent(name))) => {
                entries.push(("when".to_owned(), Cond::Given(name.clone()).yaml(lexicon)?))
            }
            (when, unless) => {
                entries.extend(when.iter().filter_map(|it| Some(("when".to_owned(), it.yaml(lexicon)?))));
                entries.extend(unless.iter().filter_map(|it| Some(("unless".to_owned(), it.yaml(lexicon)?))));
            }
        }
        let mut notes: Vec<String> = self.doubts.iter().map(|it| (*it).to_owned()).collect();
        let mut confidence = if notes.is_empty() { Confidence::Exact } else { Confidence::Doubtful };
        let read = about.iter().copied().chain(conditions.iter().copied());
        let named = read.filter_map(|it| Some((it.written.clone()?, lexicon.named(it.name)?.name.clone())));
        let values = [&self.when, &self.unless].into_iter().flatten().flat_map(Cond::values).chain(self.form.values());
        let valued = values.filter_map(|it| Some((it.written.clone()?, it.value.clone())));
        for (written, meant) in named.chain(valued) {
            confidence = confidence.min(Confidence::Inferred);
            let note = if written.is_empty() {
                format!("That it is a value of `{meant}` is read from the value alone.")
            } else {
                format!("\"{written}\" is read as `{meant}`.")
            };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let rule = inline(&Yaml::Map(entries));
        Some(Rule { id: id(key, &about, lexicon), rule, confidence, notes })
    }
}

impl Statement {
    /// Whether it relates fields of one and the same item: a rule would relate those of any.
    fn is_of_items(&self, about: &[&Mention], conditions: &[&Mention], lexicon: &Lexicon<'_>) -> bool {
        let item = |it: &&&Mention| lexicon.named(it.name).is_some_and(|it| it.name.contains("[]"));
        let grouped = matches!(self.form, Form::Group(..)) && about.iter().any(|it| item(&it));
        grouped || (about.iter().any(|it| item(&it)) && conditions.iter().any(|it| item(&it)))
    }
}

impl Form {
    fn mentions(&self) -> Vec<&Mention> {
        match self {
            Self::Require(names) | Self::Forbid(names) | Self::Ignored(names) => names.iter().collect(),
            Self::Group(_, names) => names.iter().collect(),
            Self::RequireValue(name, _) | Self::Between(name, ..) | Self::AtMost(name, ..) => vec![name],
            Self::OneOf(name, _) | Self::Default(name, _) => vec![name],
            Self::Compare(left, _, right) => vec![left, right],
            Self::Optional(_) => Vec::new(),
        }
    }

    fn values(&self) -> Vec<&Written> {
        match self {
            Self::RequireValue(_, values) | Self::OneOf(_, values) => values.iter().collect(),
            Self::Default(_, value) => vec![value],
            _ => Vec::new(),
        }
    }

    fn yaml(&self, lexicon: &Lexicon<'_>) -> Option<(&'static str, Yaml)> {
        let one = |names: &[Mention]| match names {
            [name] => Some(Yaml::text(written(name, lexicon)?)),
            names => Some(Yaml::texts(names.iter().map(|it| written(it, lexicon)).collect::<Option<Vec<_>>>()?)),
        };
        let pair = |name: &Mention, value| Some(Yaml::pair(written(name, lexicon)?, value));
        Some(match self {
            Self::Require(names) => ("require", one(names)?),
            Self::Forbid(names) => ("forbid", one(names)?),
            Self::Ignored(names) => ("ignored", one(names)?),
            Self::Group(key, names) => {
                let names = names.iter().map(|it| written(it, lexicon)).collect::<Option<Vec<_>>>()?;
                if names.len() < 2 {
                    return None;
                }
                (*key, Yaml::texts(names))
            }
            Self::RequireValue(name, values) => ("require", pair(name, scalars(values))?),
            Self::OneOf(name, values) => {
                let values = Yaml::texts(values.iter().map(|it| it.value.clone()));
                ("allow", pair(name, values)?)
            }
            Self::Between(name, low, high) => {
                let bounds = vec![("ge".to_owned(), Yaml::text(low)), ("le".to_owned(), Yaml::text(high))];
                ("allow", pair(name, Yaml::Map(bounds))?)
            }
            Self::AtMost(name, operator, bound) => {
                ("allow", pair(name, Yaml::pair(word(operator), Yaml::text(bound)))?)
            }
            Self::Compare(left, operator, right) => {
                ("compare", Yaml::text(comparison(left, operator, right, lexicon)?))
            }
            Self::Default(name, value) => ("default", pair(name, Yaml::text(&value.value))?),
            Self::Optional(_) => return None,
        })
    }
}

impl Cond {
    fn mentions(&self) -> Vec<&Mention> {
        match self {
            Self::Given(name) | Self::Absent(name) | Self::Is(name, _) | Self::IsNot(name, _) => vec![name],
            Self::Compare(left, _, Operand::Name(right)) => vec![left, right],
            Self::Compare(left, _, Operand::Number(_)) => vec![left],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::mentions).collect(),
        }
    }

    fn values(&self) -> Vec<&Written> {
        match self {
            Self::Is(_, values) | Self::IsNot(_, values) => values.iter().collect(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::values).collect(),
            Self::Given(_) | Self::Absent(_) | Self::Compare(..) => Vec::new(),
        }
    }

    fn yaml(&self, lexicon: &Lexicon<'_>) -> Option<Yaml> {
        let list = |parts: &[Self]| parts.iter().map(|it| it.yaml(lexicon)).collect::<Option<Vec<_>>>();
        Some(match self {
            Self::Given(name) => Yaml::text(written(name, lexicon)?),
            Self::Absent(name) => Yaml::pair("absent", Yaml::text(written(name, lexicon)?)),
            Self::Is(name, values) => Yaml::pair(written(name, lexicon)?, scalars(values)),
            Self::IsNot(name, values) => {
                let name = written(name, lexicon)?;
                let not = |it: &Written| Yaml::pair(name.clone(), Yaml::pair("ne", Yaml::text(&it.value)));
                match values.as_slice() {
                    [value] => not(value),
                    values => Yaml::pair("all", Yaml::List(values.iter().map(not).collect())),
                }
            }
            Self::Compare(name, operator, Operand::Number(number)) => {
                Yaml::pair(written(name, lexicon)?, Yaml::pair(word(operator), Yaml::text(number)))
            }
            Self::Compare(left, operator, Operand::Name(right)) => {
                Yaml::pair("compare", Yaml::text(comparison(left, operator, right, lexicon)?))
            }
            Self::All(parts) => {
                let parts = list(parts)?;
                merged(&parts).map_or_else(|| Yaml::pair("all", Yaml::List(parts)), Yaml::Map)
            }
            Self::Any(parts) => Yaml::pair("any", Yaml::List(list(parts)?)),
        })
    }
}

/// Tests of different names as one map.
fn merged(parts: &[Yaml]) -> Option<Vec<(String, Yaml)>> {
    let mut out: Vec<(String, Yaml)> = Vec::new();
    for part in parts {
        let Yaml::Map(entries) = part else { return None };
        for (key, value) in entries {
            if matches!(key.as_str(), "absent" | "compare" | "all" | "any") || out.iter().any(|it| it.0 == *key) {
                return None;
            }
            out.push((key.clone(), value.clone()));
        }
    }
    Some(out)
}

fn scalars(values: &[Written]) -> Yaml {
    match values {
        [value] => Yaml::text(&value.value),
        values => Yaml::texts(values.iter().map(|it| it.value.clone())),
    }
}

fn word(operator: &str) -> &'static str {
    match operator {
        "<" => "lt",
        "<=" => "le",
        ">" => "gt",
        ">=" => "ge",
        "!=" => "ne",
        _ => "eq",
    }
}

/// A name as a rule writes it: a word of the language is in back-ticks.
fn written(mention: &Mention, lexicon: &Lexicon<'_>) -> Option<String> {
    let name = &lexicon.named(mention.name)?.name;
    Some(if is_keyword(name) { format!("`{name}`") } else { name.clone() })
}

fn is_keyword(name: &str) -> bool {
    ["all", "any", "not", "absent", "exactly_one", "at_most_one", "at_least_one", "all_or_none", "compare"]
        .contains(&name)
}

fn comparison(left: &Mention, operator: &str, right: &Mention, lexicon: &Lexicon<'_>) -> Option<String> {
    let name = |mention: &Mention| {
        let name = &lexicon.named(mention.name)?.name;
        let odd = is_keyword(name) || name.contains(|c: char| c.is_whitespace() || "+-*/<>=!".contains(c));
        Some(if odd { format!("`{name}`") } else { name.clone() })
    };
    // Rules do not compare the items of a list.
    let (left, right) = (name(left)?, name(right)?);
    (!left.contains("[]") && !right.contains("[]")).then(|| format!("{left} {operator} {right}"))
}

fn id(key: &str, about: &[&Mention], lexicon: &Lexicon<'_>) -> String {
    let mut out = key.replace('_', "-");
    for named in about.iter().take(3).filter_map(|it| lexicon.named(it.name)) {
        let plain = named.name.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
        let kebab = heck::ToKebabCase::to_kebab_case(plain.as_str());
        if !kebab.is_empty() {
            out.push('-');
            out.push_str(&kebab);
        }
    }
    out
}
