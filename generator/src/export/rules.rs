//! Rules as schemas: each one says of what requests it is not broken.

use super::condition::{Claim, Of, Reader, Start, Why, fact};
use super::json::{entry, object, texts};
use super::logic::{ALWAYS, Say, not};
use contingent_rules::{Checker, Demand, Form, Mode, Rule, Subject, Truth, Value, sentence};

/// What an export does not say of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsaid {
    /// The id of the rule or built-in check.
    pub rule: String,
    /// Why it cannot be said.
    pub why: String,
    /// The rule in words; empty for a built-in check.
    pub sentence: String,
    /// Whether it is said of everything but JSON that is given as text.
    pub partly: bool,
}

impl Unsaid {
    pub(super) fn to_json(&self) -> Value {
        let mut entries = vec![entry("rule", self.rule.as_str()), entry("why", self.why.as_str())];
        if !self.sentence.is_empty() {
            entries.push(entry("sentence", self.sentence.as_str()));
        }
        if self.partly {
            entries.push(entry("partly", true));
        }
        Value::Object(entries)
    }
}

/// The rules of an operation in one edition.
#[derive(Default)]
pub(super) struct Said {
    /// The schemas of those that are enforced and can be said.
    pub(super) schemas: Vec<Value>,
    /// Those that are enforced and cannot be said.
    pub(super) unsaid: Vec<Unsaid>,
    /// Those that enforce nothing: warnings, `ignored` and `default`.
    pub(super) notes: Vec<Value>,
}

const TEXT: &str = "what is inside of JSON that is given as text cannot be looked into";

/// Reads all rules.
pub(super) fn read(reader: &Reader<'_>) -> Said {
    let operation = reader.view.operation;
    let checker = Checker::new(operation, reader.view.edition);
    let mut said = Said::default();
    for (rule, mode) in operation.rules.iter().zip(checker.modes()) {
        let words = sentence::rule(rule, &operation.facts);
        let kind = match (&rule.form, mode) {
            (_, Mode::Off) => continue,
            (Form::Ignored(_), _) => Some("ignored"),
            (Form::Default(_), _) => Some("default"),
            (
                Form::Require(_)
                | Form::Forbid(_)
                | Form::Count(..)
                | Form::Allow(_)
                | Form::Compare(_)
                | Form::Ensure(_),
                Mode::Warning,
            ) => Some("warning"),
            (
                Form::Require(_)
                | Form::Forbid(_)
                | Form::Count(..)
                | Form::Allow(_)
                | Form::Compare(_)
                | Form::Ensure(_),
                Mode::Error,
            ) => None,
        };
        if let Some(kind) = kind {
            let mut note = vec![entry("rule", rule.id.as_str()), entry("kind", kind), entry("sentence", words)];
            if !rule.editions.is_empty() {
                note.push(entry("editions", texts(&rule.editions)));
            }
            said.notes.push(Value::Object(note));
            continue;
        }
        reader.met_text.set(false);
        let unsaid = |why: Why, partly| Unsaid { rule: rule.id.clone(), why, sentence: words.clone(), partly };
        match schema(reader, rule) {
            Ok(schema) => {
                if reader.met_text.get() {
                    said.unsaid.push(unsaid(TEXT.to_owned(), true));
                }
                said.schemas.push(described(rule, &words, schema));
            }
            Err(why) => said.unsaid.push(unsaid(why, false)),
        }
    }
    said
}

fn described(rule: &Rule, words: &str, schema: Value) -> Value {
    let mut entries = vec![entry("$comment", rule.id.as_str()), entry("description", words)];
    entries.push(entry("x-rule-id", rule.id.as_str()));
    if !rule.source.is_empty() {
        entries.push(entry("x-source", rule.source.as_str()));
    }
    match schema {
        Value::Object(schema) => entries.extend(schema),
        Value::Bool(true) => {}
        never => entries.push(entry("not", not(never))),
    }
    Value::Object(entries)
}

/// What is true of every request that does not surely break the rule.
fn schema(reader: &Reader<'_>, rule: &Rule) -> Result<Value, Why> {
    let when = rule.when.as_ref().map(|cond| reader.condition(cond, Start::Request)).transpose()?;
    let unless = rule.unless.as_ref().map(|cond| reader.condition(cond, Start::Request)).transpose()?;
    let form = form(reader, &rule.form)?.possibly;
    let applies = match (when, unless) {
        (None, None) => return Ok(form),
        (Some(when), None) => when.surely,
        (None, Some(unless)) => not(unless.possibly),
        (Some(when), Some(unless)) => Say::and(&[when, unless.negated()]).surely,
    };
    Ok(match (applies, form) {
        (Value::Bool(false), _) | (_, Value::Bool(true)) => ALWAYS,
        (Value::Bool(true), form) => form,
        (applies, form) => match (negated(&applies), form) {
            // What holds unless something is the case reads best with `else`.
            (Some(applies), form) => object([("if", applies), ("else", form)]),
            (None, form) => object([("if", applies), ("then", form)]),
        },
    })
}

/// What a schema negates, if that is all it does.
fn negated(schema: &Value) -> Option<Value> {
    match schema {
        Value::Object(entries) if entries.len() == 1 => schema.get("not").cloned(),
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => None,
    }
}

fn form(reader: &Reader<'_>, form: &Form) -> Result<Say, Why> {
    match form {
        Form::Require(demands) => demanded(reader, demands, |demand| Claim::Required(demand.test.as_ref())),
        Form::Allow(demands) => demanded(reader, demands, |demand| Claim::Allowed(demand.test.as_ref())),
        Form::Forbid(members) => {
            let members = reader.conditions(members, Start::Request)?;
            Ok(Say::or(&members).negated())
        }
        Form::Count(count, members) => reader.count(*count, members, Start::Request),
        Form::Compare(comparison) => reader.comparison(comparison, Start::Request, Truth::Yes),
        Form::Ensure(cond) => reader.condition(cond, Start::Request),
        Form::Ignored(_) | Form::Default(_) => Ok(Say::constant(Truth::Yes)),
    }
}

fn demanded<'d>(
    reader: &Reader<'_>,
    demands: &'d [Demand],
    claim: impl Fn(&'d Demand) -> Claim<'d>,
) -> Result<Say, Why> {
    let one = |demand: &'d Demand| match &demand.of {
        Subject::Parameter(reference) => reader.place(reference, Start::Request, claim(demand), Of::Every),
        Subject::Fact(name) => Err(fact(name)),
    };
    Ok(Say::and(&demands.iter().map(one).collect::<Result<Vec<_>, _>>()?))
}
