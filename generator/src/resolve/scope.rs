//! What a name in a rule stands for: parameters, fields, items and facts.

use std::collections::HashMap;

use contingent_rules::{Fact, Kind, Parameter, Reference, Step, nearest};

/// The words that cannot stand for a parameter unless they are in back-ticks.
pub(super) const KEYWORDS: [&str; 9] =
    ["all", "any", "not", "absent", "exactly_one", "at_most_one", "at_least_one", "all_or_none", "compare"];

/// What the names belong to.
#[derive(Clone, Copy)]
enum Of {
    Request,
    Reply,
}

/// The names of one operation, or of its reply.
pub(super) struct Scope<'a> {
    of: Of,
    parameters: HashMap<&'a str, &'a Parameter>,
    facts: HashMap<&'a str, &'a Fact>,
    /// The names in the order of the file.
    ordered: (&'a [Parameter], &'a [Fact]),
    /// Names whose definition is broken: rules about them say nothing.
    left_out: &'a [String],
}

/// What a name stands for.
pub(super) enum Found<'a> {
    Place(Reference, &'a Parameter),
    Fact(&'a Fact),
    /// Its definition has errors of its own.
    LeftOut,
}

/// Why a name stands for nothing.
pub(super) struct NotFound {
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// A keyword without back-ticks.
    pub(super) keyword: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(parameters: &'a [Parameter], facts: &'a [Fact], left_out: &'a [String]) -> Self {
        Scope {
            of: Of::Request,
            parameters: parameters.iter().map(|parameter| (parameter.name.as_str(), parameter)).collect(),
            facts: facts.iter().map(|fact| (fact.name.as_str(), fact)).collect(),
            ordered: (parameters, facts),
            left_out,
        }
    }

    /// The fields of a reply.
    pub(super) fn of_reply(fields: &'a [Parameter], left_out: &'a [String]) -> Self {
        Scope { of: Of::Reply, ..Scope::new(fields, &[], left_out) }
    }

    /// Resolves a name or path as a rule writes it.
    pub(super) fn find(&self, text: &str) -> Result<Found<'a>, NotFound> {
        if let Some(name) = fact_name(text) {
            if let Some(fact) = self.facts.get(name) {
                return Ok(Found::Fact(fact));
            }
            let written = format!("${name}");
            if self.left_out.contains(&written) {
                return Ok(Found::LeftOut);
            }
            if !self.parameters.contains_key(written.as_str()) {
                let near = nearest(name, self.fact_names());
                return Err(NotFound {
                    message: format!("the operation has no fact `{text}`"),
                    help: match near {
                        _ if self.parameters.contains_key(name) => {
                            Some(format!("`{name}` is a parameter: write `{name}`"))
                        }
                        Some(near) => Some(format!("a fact with a similar name exists: `${near}`")),
                        None => among("facts", "$", self.fact_names()),
                    },
                    keyword: false,
                });
            }
        }
        if KEYWORDS.contains(&text) {
            return Err(NotFound {
                message: format!("`{text}` is a word of the language, not a name"),
                help: Some(format!("write \"`{text}`\" if a parameter has this name")),
                keyword: true,
            });
        }
        let mut steps = Vec::new();
        let mut fault = None;
        match self.parameter(text, &mut steps, &mut fault) {
            Some(parameter) => Ok(Found::Place(Reference { text: text.replace('`', ""), steps }, parameter)),
            None if self.begins_left_out(text) => Ok(Found::LeftOut),
            None => Err(fault.unwrap_or_else(|| self.unknown(text))),
        }
    }

    fn unknown(&self, text: &str) -> NotFound {
        let bare = text.trim_matches('`');
        let near = nearest(bare, self.names());
        let fact = self.facts.contains_key(bare);
        NotFound {
            message: match self.of {
                Of::Request => format!("the operation has no parameter `{bare}`"),
                Of::Reply => format!("the reply has no field `{bare}`"),
            },
            help: match (near, self.of) {
                _ if fact => Some(format!("`{bare}` is a fact: write `${bare}`")),
                _ if matches!(bare, "given" | "present") => {
                    Some("to ask whether something is given, write its name alone: `when: Name`".to_owned())
                }
                (Some(near), Of::Request) => Some(format!("a parameter with a similar name exists: `{near}`")),
                (Some(near), Of::Reply) => Some(format!("a field with a similar name exists: `{near}`")),
                (None, Of::Request) => among("parameters", "", self.names()),
                (None, Of::Reply) => among("fields", "", self.names()),
            },
            keyword: false,
        }
    }

    /// The names in the order of the file: of two that are equally near the first is suggested.
    fn names(&self) -> impl ExactSizeIterator<Item = &'a str> {
        self.ordered.0.iter().map(|parameter| parameter.name.as_str())
    }

    fn fact_names(&self) -> impl ExactSizeIterator<Item = &'a str> {
        self.ordered.1.iter().map(|fact| fact.name.as_str())
    }

    fn begins_left_out(&self, text: &str) -> bool {
        let text = text.trim_start_matches('`');
        self.left_out.iter().any(|name| {
            text.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '`']))
        })
    }

    fn parameter(&self, text: &str, steps: &mut Vec<Step>, fault: &mut Option<NotFound>) -> Option<&'a Parameter> {
        follow(text, &|name| self.parameters.get(name).copied(), steps, fault)
    }
}

/// What there is instead of an unknown name: the first few.
pub(super) fn among<'n>(what: &str, sign: &str, names: impl ExactSizeIterator<Item = &'n str>) -> Option<String> {
    const SHOWN: usize = 8;
    let count = names.len();
    let shown: Vec<String> = names.take(SHOWN).map(|name| format!("`{sign}{name}`")).collect();
    let more = count.saturating_sub(SHOWN);
    match (count, more) {
        (0, _) => Some(format!("there are no {what}; add it, or leave it out here")),
        (_, 0) => Some(format!("the {what} are {}", shown.join(", "))),
        (_, _) => Some(format!("the {what} are {} and {more} more", shown.join(", "))),
    }
}

/// The name of a fact: `$Name`, with back-ticks around either part where the name needs them.
fn fact_name(text: &str) -> Option<&str> {
    let quoted = |text: &'_ str| text.len() > 1 && text.starts_with('`') && text.ends_with('`');
    if quoted(text) {
        return text.get(1..text.len() - 1)?.strip_prefix('$');
    }
    let name = text.strip_prefix('$')?;
    if quoted(name) { name.get(1..name.len() - 1) } else { Some(name) }
}

/// Follows a path from one level of names: the whole text as a name wins, then its longest beginning.
fn follow<'a>(
    text: &str,
    level: &dyn Fn(&str) -> Option<&'a Parameter>,
    steps: &mut Vec<Step>,
    fault: &mut Option<NotFound>,
) -> Option<&'a Parameter> {
    let mut step_into = |name: &str, rest: &str, steps: &mut Vec<Step>| {
        let parameter = level(name)?;
        let before = steps.len();
        steps.push(Step::Field(name.to_owned()));
        let found = inside(parameter, name, rest, steps, fault);
        if found.is_none() {
            steps.truncate(before);
        }
        found
    };
    if let Some(quoted) = text.strip_prefix('`') {
        return quoted
            .match_indices('`')
            .find_map(|(end, _)| step_into(quoted.get(..end)?, quoted.get(end + 1..)?, steps));
    }
    if let Some(found) = step_into(text, "", steps) {
        return Some(found);
    }
    let ends: Vec<usize> = text.match_indices(['.', '[']).map(|(index, _)| index).collect();
    ends.into_iter().rev().find_map(|end| step_into(text.get(..end)?, text.get(end..)?, steps))
}

fn inside<'a>(
    parameter: &'a Parameter,
    name: &str,
    rest: &str,
    steps: &mut Vec<Step>,
    fault: &mut Option<NotFound>,
) -> Option<&'a Parameter> {
    if rest.is_empty() {
        return Some(parameter);
    }
    let mut refuse = |message: String, help: Option<String>| {
        fault.get_or_insert(NotFound { message, help, keyword: false });
    };
    if let Some(rest) = rest.strip_prefix("[]") {
        let item = match &parameter.kind {
            Kind::List(Some(item)) | Kind::JsonList(item) => item,
            Kind::List(None) => {
                refuse(format!("the items of `{name}` are not described"), Some("give the list `items`".into()));
                return None;
            }
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Enum { .. }
            | Kind::Object(_)
            | Kind::Map(_)
            | Kind::Json
            | Kind::JsonObject(_) => {
                refuse(format!("`{name}` is not a list"), Some(format!("write `{name}` without `[]`")));
                return None;
            }
        };
        steps.push(Step::Items);
        return inside(item, name, rest, steps, fault);
    }
    let Some(rest) = rest.strip_prefix('.') else {
        refuse(
            format!("after `{name}` only `.field` or `[]` can follow"),
            Some("a name with dots or brackets in it is written as a whole".into()),
        );
        return None;
    };
    let fields = match &parameter.kind {
        Kind::Object(fields) | Kind::JsonObject(fields) => fields,
        Kind::List(_) | Kind::JsonList(_) => {
            refuse(format!("`{name}` is a list"), Some(format!("write `{name}[].{rest}` for the field of its items")));
            return None;
        }
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Map(_)
        | Kind::Json => {
            refuse(format!("`{name}` has no fields"), Some(format!("write `{name}` alone")));
            return None;
        }
    };
    let found = follow(rest, &|name| fields.iter().find(|field| field.name == name), steps, fault);
    if found.is_none() {
        let near = nearest(rest, fields.iter().map(|field| field.name.as_str()));
        fault.get_or_insert(NotFound {
            message: format!("`{name}` has no field `{rest}`"),
            help: match near {
                Some(near) => Some(format!("a field with a similar name exists: `{near}`")),
                None => among("fields", "", fields.iter().map(|field| field.name.as_str())),
            },
            keyword: false,
        });
    }
    found
}
