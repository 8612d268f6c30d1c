//! Random requests and facts for an operation: the right types with values at the edges of its rules.

use contingent_runtime::rules::{Fact, Kind, Operation, Parameter, Pattern};
use contingent_runtime::{Decimal, Value};
use std::collections::BTreeSet;

use crate::random::Random;

/// Texts of many forms; some fit any pattern of the specs here.
const TEXTS: [&str; 12] =
    ["B-12", "B", "b", "a", "abc", "tap-1", "tap-13", "Because", "Ünd so", "none", "", "B-123456789012345"];

/// Makes requests for one operation.
pub struct Maker<'o> {
    operation: &'o Operation,
    /// What the rules compare with, and a little beside it.
    texts: Vec<String>,
    numbers: Vec<Decimal>,
}

impl<'o> Maker<'o> {
    /// For this operation.
    pub fn new(operation: &'o Operation) -> Self {
        let mut strings = BTreeSet::new();
        let json = Value::parse(&operation.to_json()).unwrap_or(Value::Null);
        collect(json.get("rules").unwrap_or(&Value::Null), &mut strings);
        collect_bounds(&operation.parameters, &mut strings);
        let mut numbers: Vec<Decimal> =
            ["0", "1", "2", "0.25", "1.5", "9007199254740993", "1714521600000"].map(parse).to_vec();
        for number in strings.iter().filter_map(|text| text.parse::<Decimal>().ok()) {
            let one = Decimal::from(1);
            numbers.extend([number.plus(&one), number.plus(&one.negated()), number]);
        }
        let texts = TEXTS.iter().map(|text| (*text).to_owned()).chain(strings).collect();
        Self { operation, texts, numbers }
    }

    /// A request: half of them have nothing wrong with a value by itself.
    pub fn request(&self, random: &mut Random) -> Value {
        let often = [25, 50, 80][random.below(3)];
        let wrong = if random.chance(50) { 0 } else { 8 };
        self.object(random, &self.operation.parameters, often, wrong)
    }

    /// Facts, some of them unknown.
    pub fn facts(&self, random: &mut Random) -> Value {
        let mut entries = Vec::new();
        for fact in &self.operation.facts {
            if random.chance(70) {
                entries.push((fact.name.clone(), self.fact(random, fact)));
            }
        }
        Value::Object(entries)
    }

    fn fact(&self, random: &mut Random, fact: &Fact) -> Value {
        match &fact.kind {
            Kind::Boolean => Value::Bool(random.chance(50)),
            Kind::Enum { values, .. } if random.chance(90) => {
                random.pick(values).map_or(Value::Null, |value| Value::from(value.value.as_str()))
            }
            _ => random.pick(&self.texts).map_or(Value::Null, |text| Value::from(text.as_str())),
        }
    }

    fn object(&self, random: &mut Random, fields: &[Parameter], often: usize, wrong: usize) -> Value {
        let mut entries = Vec::new();
        for field in fields {
            if field.constant.is_some() && random.chance(90) {
                continue;
            }
            if field.required || random.chance(often) {
                entries.push((field.name.clone(), self.value(random, field, wrong)));
            }
        }
        Value::Object(entries)
    }

    fn value(&self, random: &mut Random, parameter: &Parameter, wrong: usize) -> Value {
        let is_wrong = random.chance(wrong);
        match &parameter.kind {
            Kind::Boolean => Value::Bool(random.chance(50)),
            Kind::Integer | Kind::Long | Kind::TimestampMs | Kind::Number => self.numeric(random, parameter, is_wrong),
            Kind::Enum { values, .. } if !is_wrong => {
                random.pick(values).map_or(Value::Null, |value| Value::from(value.value.as_str()))
            }
            Kind::String | Kind::Enum { .. } => self.text(random, parameter, is_wrong),
            Kind::List(Some(item)) | Kind::JsonList(item) => Value::List(
                (0..self.length(random, parameter, is_wrong)).map(|_| self.value(random, item, wrong)).collect(),
            ),
            Kind::Map(Some(item)) => {
                let names = ["k", "a.b", "peat", "größe"].iter().take(self.length(random, parameter, is_wrong).min(4));
                Value::Object(names.map(|name| ((*name).to_owned(), self.value(random, item, wrong))).collect())
            }
            Kind::Object(fields) | Kind::JsonObject(fields) if !fields.is_empty() => {
                self.object(random, fields, 60, wrong)
            }
            Kind::List(None) => {
                Value::List((0..self.length(random, parameter, is_wrong)).map(|_| anything(random)).collect())
            }
            Kind::Object(_) | Kind::JsonObject(_) | Kind::Map(None) => {
                Value::Object(vec![("any".to_owned(), anything(random))])
            }
            Kind::Json => anything(random),
        }
    }

    fn length(&self, random: &mut Random, parameter: &Parameter, is_wrong: bool) -> usize {
        let least = if is_wrong { 0 } else { parameter.min_length.unwrap_or(0).min(3) as usize };
        let most = if is_wrong { 4 } else { parameter.max_length.unwrap_or(3).min(3) as usize };
        least + random.below(most.saturating_sub(least) + 1)
    }

    fn numeric(&self, random: &mut Random, parameter: &Parameter, is_wrong: bool) -> Value {
        let whole = parameter.kind != Kind::Number;
        let bound = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Decimal>().ok());
        let (least, most) = (bound(&parameter.min), bound(&parameter.max));
        let listed = |number: &Decimal| {
            parameter.one_of.is_empty() || parameter.one_of.iter().any(|text| parse(text) == *number)
        };
        let fits = |number: &Decimal| {
            let inside =
                least.as_ref().is_none_or(|least| number >= least) && most.as_ref().is_none_or(|most| number <= most);
            (number.is_integer() || !whole) && (is_wrong || inside && listed(number))
        };
        let typed = |number: &Decimal| match parameter.kind {
            Kind::Integer => number.to_i64().is_none_or(|number| i32::try_from(number).is_ok()),
            _ => true,
        };
        let fitting: Vec<&Decimal> = self.numbers.iter().filter(|number| fits(number) && typed(number)).collect();
        random.pick(&fitting).map_or(Value::from(1), |number| Value::from(*number))
    }

    fn text(&self, random: &mut Random, parameter: &Parameter, is_wrong: bool) -> Value {
        let pattern = parameter.pattern.as_deref().and_then(|pattern| Pattern::new(pattern).ok());
        let fits = |text: &&String| {
            let length = text.chars().count() as u64;
            is_wrong
                || pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
                    && (parameter.one_of.is_empty() || parameter.one_of.contains(text))
                    && length >= parameter.min_length.unwrap_or(0)
                    && length <= parameter.max_length.unwrap_or(u64::MAX)
        };
        let fitting: Vec<&String> = self.texts.iter().filter(fits).collect();
        random.pick(&fitting).map_or(Value::from("a"), |text| Value::from(text.as_str()))
    }
}

fn anything(random: &mut Random) -> Value {
    let texts = ["1", "\"text\"", "true", "[\"x\"]", "{\"y\":\"z\"}", "[1,{\"a\":[]}]", "{}", "\"\"", "null"];
    random.pick(&texts).and_then(|text| Value::parse(text).ok()).unwrap_or(Value::Null)
}

fn parse(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|_| Decimal::from(0))
}

/// Every text in a JSON value that could be a value of a request.
fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) => drop(found.insert(text.clone())),
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(entries) => entries.iter().for_each(|(_, value)| collect(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn collect_bounds(parameters: &[Parameter], found: &mut BTreeSet<String>) {
    for parameter in parameters {
        found.extend([&parameter.min, &parameter.max].into_iter().flatten().cloned());
        found.extend(parameter.one_of.iter().cloned());
        match &parameter.kind {
            Kind::List(Some(item)) | Kind::Map(Some(item)) | Kind::JsonList(item) => {
                collect_bounds(std::slice::from_ref(item), found);
            }
            Kind::Object(fields) | Kind::JsonObject(fields) => collect_bounds(fields, found),
            _ => {}
        }
    }
}
