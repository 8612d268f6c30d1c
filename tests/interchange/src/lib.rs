//! What the tests of this package share: the two judges of a request, and requests that are wrong in many ways.

use contingent::export::{self, Unsaid};
use contingent::model::Operation;
use contingent_agreement::random::Random;
use contingent_rules::{Checker, Facts, Kind, Parameter, Value};
use jsonschema::Validator;

/// An operation in one edition, by its exported schema and by the evaluator.
pub struct Judges<'o> {
    operation: &'o Operation,
    checker: Checker,
    validator: Validator,
    /// The schema of each rule by its id, and of each property by its name: a request breaks many things at once, and
    /// each must be found by itself.
    rules: Vec<(String, Validator)>,
    properties: Vec<(String, Validator)>,
    /// What the schema does not say.
    pub unsaid: Vec<Unsaid>,
    /// The text of the schema.
    pub text: String,
}

/// What both say of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing is wrong that can be said.
    Right,
    /// Something is wrong that can be said.
    Wrong,
    /// Only what cannot be said is wrong, and the schema happens to refuse the request or not.
    Beyond,
    /// No JSON library keeps such numbers.
    Unreadable,
}

impl<'o> Judges<'o> {
    /// Exports the operation and reads the schema, which its meta-schema must accept.
    pub fn new(operation: &'o Operation, edition: Option<&str>) -> Self {
        let mut export = export::json_schema(operation, edition);
        let schema = serde_json::from_str(&export.text).expect("an export is JSON");
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{error}\n{}", export.text);
        }
        let build = |schema: &serde_json::Value| {
            let options = jsonschema::draft202012::options().should_validate_formats(false);
            options.build(schema).unwrap_or_else(|error| panic!("{error}\n{}", export.text))
        };
        let validator = build(&schema);
        let rules = schema["allOf"].as_array().into_iter().flatten();
        let rules =
            rules.map(|rule| (rule["x-rule-id"].as_str().unwrap_or_default().to_owned(), build(rule))).collect();
        let properties = schema["properties"].as_object().into_iter().flatten();
        let properties = properties.map(|(name, schema)| (name.clone(), build(schema))).collect();
        let unsaid = export.unsaid.pop().map(|(_, unsaid)| unsaid).unwrap_or_default();
        let checker = Checker::new(&operation.check, edition);
        Judges { operation, checker, validator, rules, properties, unsaid, text: export.text }
    }

    /// Asks both, and tells if they disagree.
    pub fn ask(&self, request: &str) -> Result<Answer, String> {
        let value = Value::parse(request).expect("a request is JSON");
        let Some(json) = exact(&value) else { return Ok(Answer::Unreadable) };
        let accepted = self.validator.is_valid(&json);
        let verdict = self.checker.check(&value, &Facts::new());
        let parameters = &self.operation.check.parameters;
        let texts = parameters.iter().any(|it| value.get(&it.name).is_some_and(|value| holds_text(it, value)));
        let is_said = |id: &str| !self.unsaid.iter().any(|it| it.rule == id && (!it.partly || texts));
        let broken: Vec<&str> = verdict.violations.iter().map(|it| it.rule.as_str()).collect();
        let said = broken.iter().any(|id| is_said(id));
        let is_rule = |id: &str| self.operation.check.rules.iter().any(|rule| rule.id == id);
        // Where a value is wrong in itself the rules lean on its property.
        if broken.iter().all(|id| is_rule(id)) {
            for (id, rule) in self.rules.iter().filter(|(id, _)| is_said(id)) {
                if rule.is_valid(&json) == broken.contains(&id.as_str()) {
                    return Err(format!(
                        "the evaluator and the schema disagree on the rule {id}; broken are {broken:?}"
                    ));
                }
            }
        }
        for (name, property) in &self.properties {
            let Some(value) = json.get(name) else { continue };
            let about = |id: &str| id.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']));
            let of_value: Vec<&str> = broken.iter().filter(|id| !is_rule(id) && about(id)).copied().collect();
            let said = of_value.iter().any(|id| is_said(id));
            if property.is_valid(value) == said || (of_value.is_empty() && !property.is_valid(value)) {
                // What is not said is refused by chance at most.
                if said || of_value.is_empty() {
                    return Err(format!("the evaluator and the schema disagree on {name}: broken are {of_value:?}"));
                }
            }
        }
        match (accepted, said, broken.is_empty()) {
            (true, false, true) => Ok(Answer::Right),
            (false, true, _) => Ok(Answer::Wrong),
            (_, false, false) => Ok(Answer::Beyond),
            (true, true, _) => Err(format!("the schema accepts what breaks {broken:?}")),
            (false, false, true) => {
                let errors: Vec<String> =
                    self.validator.iter_errors(&json).map(|error| error.schema_path().to_string()).collect();
                Err(format!("nothing is wrong, and the schema refuses by {errors:?}"))
            }
        }
    }
}

/// Whether a text stands for a structure somewhere.
fn holds_text(parameter: &Parameter, value: &Value) -> bool {
    match (&parameter.kind, value) {
        (Kind::JsonList(_) | Kind::JsonObject(_), Value::Text(_)) => true,
        (Kind::List(Some(item)) | Kind::JsonList(item), Value::List(items)) => {
            items.iter().any(|value| holds_text(item, value))
        }
        (Kind::Map(Some(item)), Value::Object(entries)) => entries.iter().any(|(_, value)| holds_text(item, value)),
        (Kind::Object(fields) | Kind::JsonObject(fields), Value::Object(_)) => {
            fields.iter().any(|field| value.get(&field.name).is_some_and(|value| holds_text(field, value)))
        }
        (_, _) => false,
    }
}

/// The value for jsonschema; `None` if one of its numbers would be rounded.
fn exact(value: &Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(text) => {
            let number: serde_json::Number = serde_json::from_str(text).ok()?;
            let exact = text.parse::<contingent_rules::Decimal>().ok()?;
            (number.to_string().parse() == Ok(exact)).then(|| number.into())?
        }
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(exact).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| Some((name.clone(), exact(value)?)));
            serde_json::Value::Object(entries.collect::<Option<_>>()?)
        }
    })
}

const WRONG: [&str; 16] = [
    "null",
    "\"\"",
    "true",
    "\"false\"",
    "5",
    "\"5\"",
    "\"007\"",
    "-1.5",
    "\"-1.50\"",
    "\"zz\"",
    "[]",
    "{}",
    "[null]",
    "[{}]",
    "{\"a\":null}",
    "\"[{}]\"",
];

/// The request with some values changed: numbers and booleans as texts, or something else altogether.
pub fn spoiled(random: &mut Random, value: &Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.iter().map(|item| replaced(random, item)).collect()),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(name, value)| (name.clone(), replaced(random, value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => value.clone(),
    }
}

fn replaced(random: &mut Random, value: &Value) -> Value {
    if random.chance(4) {
        return random.pick(&WRONG).and_then(|text| Value::parse(text).ok()).unwrap_or(Value::Null);
    }
    match value {
        Value::Bool(_) | Value::Number(_) if random.chance(25) => Value::Text(value.to_string()),
        Value::Number(text) if random.chance(10) => Value::Text(format!("00{text}")),
        value => spoiled(random, value),
    }
}
