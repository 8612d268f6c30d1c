//! Operations that nobody has written: random parameters, facts and rules, the same for the same seed.

use crate::random::Random;
use crate::{Failure, copies};
use contingent::model::Operation;
use contingent::spec::SourceFile;
use contingent_rules::{Checker, Facts, Kind, Value};
use std::fmt::Write as _;

/// How much an operation has of everything.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Parameters, enums among them.
    pub parameters: u64,
    /// Enums with up to twelve values.
    pub enums: u64,
    /// Facts with up to six values.
    pub facts: u64,
    /// Rules of all the usual forms.
    pub rules: u64,
}

/// An operation of that size, with at least one valid request: a service whose rules contradict each other has no
/// other.
///
/// # Errors
/// It has a mistake, which is one of this program.
pub fn operation(seed: u64, size: Size) -> Result<Operation, Failure> {
    let random = &mut Random::new(seed);
    // More rules than are needed: those that the request breaks are left out.
    let text = spec(random, Size { rules: 2 * size.rules + 10, ..size });
    let file = SourceFile { path: "operation.yaml".to_owned(), bytes: text.into_bytes() };
    let mut operation = copies::model(&[file])?.operations.pop().ok_or("the file has no operation")?;
    let (request, facts) = request(random, &operation);
    let verdict = Checker::new(&operation.check, None).check(&request, &facts);
    let mut left = size.rules;
    for index in (0..operation.check.rules.len()).rev() {
        let broken = verdict.violations.iter().any(|it| it.rule == operation.check.rules[index].id);
        if broken || left == 0 {
            operation.check.rules.remove(index);
            operation.rules.remove(index);
        } else {
            left -= 1;
        }
    }
    Ok(operation)
}

/// A request with about half of the parameters, and facts.
fn request(random: &mut Random, operation: &Operation) -> (Value, Facts) {
    let mut value = |kind: &Kind| match kind {
        Kind::Enum { values, .. } => Value::Text(random.of(values).value.clone()),
        Kind::Boolean => Value::Bool(true),
        Kind::String => Value::Text("text".to_owned()),
        _ => Value::Number("1".to_owned()),
    };
    let mut given = Vec::new();
    for parameter in &operation.check.parameters {
        given.push((parameter.name.clone(), value(&parameter.kind)));
    }
    let mut facts = Facts::new();
    for fact in &operation.check.facts {
        facts.set(&fact.name, value(&fact.kind));
    }
    let required = |name: &str| operation.check.parameters.iter().any(|it| it.name == *name && it.required);
    given.retain(|(name, _)| required(name) || random.one_in(2));
    (Value::Object(given), facts)
}

/// A name with the values that it can have; none if they do not matter.
struct Name {
    name: String,
    values: Vec<String>,
}

/// The text of an operation file.
pub fn spec(random: &mut Random, size: Size) -> String {
    let mut text = String::from("operation: Invented\nsummary: s\ndoc: d\nparameters:\n");
    let mut plain = Vec::new();
    let mut valued = Vec::new();
    for index in 0..size.parameters {
        let required = random.one_in(8);
        if index < size.enums {
            let name = Name { name: format!("E{index}"), values: values(random, 12) };
            // Writing to a String never fails.
            let _ = writeln!(text, "  {}: {{type: enum, required: {required}, doc: d, {}}}", name.name, listed(&name));
            valued.push(name);
        } else {
            let kind = random.of(&["string", "string", "string", "integer", "boolean", "long"]);
            let name = format!("P{index}");
            let _ = writeln!(text, "  {name}: {{type: {kind}, required: {required}, doc: d}}");
            plain.push(name);
        }
    }
    text.push_str(if size.facts > 0 { "facts:\n" } else { "" });
    for index in 0..size.facts {
        let fact = Name { name: format!("$F{index}"), values: values(random, 6) };
        let _ = writeln!(text, "  F{index}: {{type: enum, says: f, doc: d, {}}}", listed(&fact));
        valued.push(fact);
    }
    text.push_str("rules:\n");
    for index in 0..size.rules {
        let _ = writeln!(text, "  - {{id: r{index}, {}, source: s}}", rule(random, &plain, &valued));
    }
    text
}

fn values(random: &mut Random, most: u64) -> Vec<String> {
    (0..2 + random.below(most - 1)).map(|index| format!("v{index}")).collect()
}

fn listed(name: &Name) -> String {
    let values: Vec<String> = name.values.iter().map(|value| format!("{value}: {{doc: d}}")).collect();
    format!("values: {{{}}}", values.join(", "))
}

fn rule(random: &mut Random, plain: &[String], valued: &[Name]) -> String {
    let one = random.of(plain).clone();
    let mut group = |few: u64| {
        let count = usize::try_from(2 + random.below(few)).unwrap_or(2);
        random.some(plain, count).into_iter().cloned().collect::<Vec<_>>().join(", ")
    };
    let group = group(3);
    let form = match random.below(20) {
        0..9 => format!("require: {one}"),
        9..13 => format!("forbid: {one}"),
        13..15 => return format!("at_most_one: [{group}]"),
        15 => format!("exactly_one: [{group}]"),
        16 => format!("at_least_one: [{group}]"),
        17 => return format!("all_or_none: [{group}]"),
        _ => {
            let of = random.of(valued);
            format!("allow: {{{}: [{}]}}", of.name, several(random, of))
        }
    };
    let word = if random.one_in(6) { "unless" } else { "when" };
    format!("{form}, {word}: {}", cond(random, plain, valued))
}

/// About a third of the values.
fn several(random: &mut Random, of: &Name) -> String {
    let count = of.values.len().div_ceil(3);
    random.some(&of.values, count).into_iter().cloned().collect::<Vec<_>>().join(", ")
}

fn cond(random: &mut Random, plain: &[String], valued: &[Name]) -> String {
    let first = test(random, plain, valued);
    match random.below(4) {
        0 => format!("{{all: [{first}, {}]}}", test(random, plain, valued)),
        1 => format!("{{any: [{first}, {}]}}", test(random, plain, valued)),
        _ => first,
    }
}

fn test(random: &mut Random, plain: &[String], valued: &[Name]) -> String {
    if random.one_in(4) {
        return random.of(plain).clone();
    }
    let of = random.of(valued);
    format!("{{{}: [{}]}}", of.name, several(random, of))
}
