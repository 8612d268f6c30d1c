//! Random operations for the analysis: tiny universes, and findings of every kind in them.
//!
//! Whole numbers have few values, at most two decimals are compared with each other, and texts know two patterns, so that
//! enumeration is exact and short.

use super::analysis_rules::rules;
use super::{Random, quoted};
use crate::value::Kind;
use crate::{Service, analysis};
use serde_json::{Map, Value as Json, json};

/// An operation in parts, so that it can be made smaller.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// One line each.
    pub parameters: Vec<String>,
    /// One line each.
    pub facts: Vec<String>,
    /// One line each.
    pub rules: Vec<String>,
    /// The text of `service.yaml`, if there is one.
    pub service: Option<String>,
    /// The edition chosen.
    pub edition: Option<String>,
    /// An unfinished request and what is known of the facts.
    pub request: (Json, Json),
}

impl Case {
    /// The text of the operation file.
    pub fn spec(&self) -> String {
        let part = |name: &str, lines: &[String]| match lines {
            [] => String::new(),
            lines => format!("{name}:\n{}", lines.concat()),
        };
        format!(
            "operation: Op\nsummary: s\ndoc: x\n{}{}{}",
            part("parameters", &self.parameters),
            part("facts", &self.facts),
            part("rules", &self.rules)
        )
    }

    /// What `service.yaml` says, as the judge reads it.
    pub fn service(&self) -> Result<Option<Service>, String> {
        self.service.as_deref().map(Service::read).transpose()
    }

    /// All cases with one rule, parameter or fact less.
    pub fn smaller(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for index in 0..self.rules.len() {
            let mut case = self.clone();
            case.rules.remove(index);
            cases.push(case);
        }
        for index in 0..self.parameters.len() {
            let mut case = self.clone();
            case.parameters.remove(index);
            cases.push(case);
        }
        for index in 0..self.facts.len() {
            let mut case = self.clone();
            case.facts.remove(index);
            cases.push(case);
        }
        if self.edition.is_some() {
            cases.push(Case { edition: None, ..self.clone() });
        }
        cases
    }
}

/// A name that rules can use.
#[derive(Clone)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Literals for tests, in quotes.
    pub(super) values: Vec<String>,
}

/// The case of a seed; those that are too large to enumerate are left out for the next.
pub fn case(seed: u64) -> Case {
    let mut random = Random(seed);
    loop {
        let case = attempt(&mut random);
        let service = case.service().unwrap_or_default();
        let size = analysis::size(&case.spec(), service.as_ref(), case.edition.as_deref());
        if size.is_ok_and(|size| size <= 6_000) {
            return case;
        }
    }
}

/// The same operation, a little changed: rules gone, values gone, a parameter more or required.
pub fn changed(seed: u64, case: &Case) -> Case {
    let mut random = Random(seed ^ 0xD1FF);
    let mut other = case.clone();
    if other.parameters.is_empty() {
        return other;
    }
    for _ in 0..random.between(1, 3) {
        match random.below(5) {
            0 if !other.rules.is_empty() => {
                let index = random.below(other.rules.len());
                other.rules.remove(index);
            }
            1 => other
                .parameters
                .push(format!("  New: {{type: boolean, doc: x{}}}\n", random.pick(&["", ", required: true"]))),
            2 => {
                other.rules.push(format!("  - {{id: more, forbid: {}, source: s}}\n", first_name(&other, &mut random)))
            }
            3 => {
                other.rules.push(format!("  - {{id: more, require: {}, source: s}}\n", first_name(&other, &mut random)))
            }
            _ => {
                let index = random.below(other.parameters.len());
                let line = &other.parameters[index];
                other.parameters[index] = if line.contains("required") || line.contains("const") {
                    line.replace(", required: true", "")
                } else {
                    line.replace(", doc: x, source: s", ", doc: x, source: s, required: true")
                };
            }
        }
        other.rules.dedup_by(|a, b| a.contains("id: more") && b.contains("id: more"));
        other.parameters.dedup();
    }
    while other.rules.iter().filter(|rule| rule.contains("id: more")).count() > 1 {
        other.rules.pop();
    }
    while other.parameters.iter().filter(|line| line.starts_with("  New:")).count() > 1 {
        other.parameters.pop();
    }
    other
}

fn first_name(case: &Case, random: &mut Random) -> String {
    let line = random.pick(&case.parameters);
    line.trim_start().split("\": ").next().map_or("New".to_owned(), |name| {
        let name = name.trim_start_matches('"').split(": {").next().unwrap_or(name).to_owned();
        quoted(&name)
    })
}

fn attempt(random: &mut Random) -> Case {
    let with_editions = random.chance(30);
    let service = (with_editions && random.chance(85))
        .then(|| "service: S\nversion: \"1\"\ntitle: t\nstyle: rpc\ndoc: d\neditions: [{A: a}, {B: b}]\n".to_owned());
    let edition = with_editions.then(|| random.pick(&[None, Some("A"), Some("B")])).flatten().map(str::to_owned);
    let mut names: Vec<Name> = Vec::new();
    let mut parameters = Vec::new();
    let mut request = Map::new();
    let odd = ["b.b", "something[one]", "images[]", "Tag.1.Key", "Accept-Language", "x y"];
    for letter in ["P", "Q", "R", "S", "T"].into_iter().take(random.between(2, 5)) {
        let name = if random.chance(15) { random.pick(&odd) } else { letter };
        if names.iter().any(|known| known.text == name) {
            continue;
        }
        let (definition, value) = definition(random, name, with_editions, name == letter, &mut names);
        if random.chance(35) {
            let wrong = random.chance(3) && !value.is_object() && !value.is_array();
            request.insert(name.to_owned(), if wrong { json!([0]) } else { value });
        }
        parameters.push(format!("  {}: {}\n", quoted(name), finished(random, &definition, with_editions)));
    }
    let mut facts = Vec::new();
    let mut known = Map::new();
    let mut fact_names = Vec::new();
    for letter in ["F", "G"].into_iter().take(random.pick(&[0, 1, 1, 2])) {
        let (kind, definition, values) = match random.below(5) {
            0 => (Kind::Boolean, "type: boolean".to_owned(), texts(&["true", "false"])),
            1 => (Kind::String, "type: string".to_owned(), texts(&["a", "b"])),
            _ => (Kind::Enum, enum_type(random, with_editions, false), texts(&["a", "b", "c"])),
        };
        facts.push(format!("  {letter}: {{{definition}, says: y, doc: x}}\n"));
        if random.chance(25) {
            known.insert(letter.to_owned(), json!(values[0].trim_matches('"')));
        }
        fact_names.push(Name { text: format!("${letter}"), kind, values });
    }
    let rules = rules(random, names, fact_names, with_editions);
    Case { parameters, facts, rules, service, edition, request: (Json::Object(request), Json::Object(known)) }
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| quoted(value)).collect()
}

fn finished(random: &mut Random, definition: &str, with_editions: bool) -> String {
    let edition = with_editions && random.chance(20) && !definition.contains("const");
    let edition = if edition { format!(", edition: {}", random.pick(&["A", "B", "[A, B]"])) } else { String::new() };
    let required = if random.chance(12) { ", required: true" } else { "" };
    format!("{{{definition}, doc: x, source: s{required}{edition}}}")
}

fn enum_type(random: &mut Random, with_editions: bool, may_be_open: bool) -> String {
    let open = if may_be_open && random.chance(20) { ", open: true" } else { "" };
    let edition = if with_editions && random.chance(35) {
        format!(", edition: {}", random.pick(&["A", "B"]))
    } else {
        String::new()
    };
    let third = if random.chance(60) { format!(", \"c\": {{doc: x{edition}}}") } else { String::new() };
    format!("type: enum{open}, values: {{\"a\": {{doc: x}}, \"b\": {{doc: x}}{third}}}")
}

/// A definition, and a value of it; the names it adds are pushed.
fn definition(
    random: &mut Random,
    text: &str,
    with_editions: bool,
    may_nest: bool,
    names: &mut Vec<Name>,
) -> (String, Json) {
    let decimals = names.iter().filter(|name| name.kind == Kind::Number).count();
    let (kind, definition, values, value): (Kind, String, &[&str], Json) = match random.below(20) {
        0..=2 => (Kind::String, "type: string".to_owned(), &["a", "b", "ab"], json!("ab")),
        3 => (Kind::String, "type: string, one_of: [\"a\", \"b\"]".to_owned(), &["a", "b", "zed"], json!("a")),
        4 => (Kind::String, "type: string, const: \"a\"".to_owned(), &["a", "b"], json!("a")),
        5..=8 => (Kind::Enum, enum_type(random, with_editions, true), &["a", "b", "b", "a", "zed"], json!("b")),
        9 => (Kind::Boolean, "type: boolean".to_owned(), &["true", "false"], json!(true)),
        10 | 11 => {
            let bounds = random.pick(&["", "", ", min: \"0\", max: \"3\"", ", min: \"1\", max: \"4\"", ", min: \"2\""]);
            (Kind::Integer, format!("type: integer{bounds}"), &["1", "2", "3", "0"], json!(2))
        }
        12 => (Kind::Integer, "type: long, one_of: [\"1\", \"3\"]".to_owned(), &["1", "3", "3", "2"], json!(3)),
        13 => (Kind::Integer, "type: integer, const: \"2\"".to_owned(), &["1", "2"], json!(2)),
        14 if decimals < 2 => {
            (Kind::Number, "type: number, min: \"0\", max: \"1.5\"".to_owned(), &["0.5", "1", "1.5"], json!(0.5))
        }
        15 if decimals < 2 => {
            (Kind::Number, "type: number, one_of: [\"0.5\", \"2\"]".to_owned(), &["0.5", "2", "1"], json!(2))
        }
        16 => (Kind::List, "type: list, items: {type: string}".to_owned(), &[], json!([])),
        17 | 18 if may_nest => {
            names.push(Name { text: text.to_owned(), kind: Kind::Object, values: Vec::new() });
            let mut fields = Vec::new();
            let mut value = Map::new();
            for field in ["a", "d"].into_iter().take(random.between(1, 2)) {
                let deeper = may_nest && field == "a" && random.chance(30);
                let (below, given) = self::definition(random, &format!("{text}.{field}"), with_editions, deeper, names);
                fields.push(format!("{field}: {}", finished(random, &below, with_editions)));
                if random.chance(50) {
                    value.insert(field.to_owned(), given);
                }
            }
            return (format!("type: object, fields: {{{}}}", fields.join(", ")), Json::Object(value));
        }
        _ => (Kind::Boolean, "type: boolean".to_owned(), &["true", "false"], json!(false)),
    };
    names.push(Name { text: text.to_owned(), kind, values: texts(values) });
    (definition, value)
}
