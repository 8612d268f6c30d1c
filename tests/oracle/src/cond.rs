//! The forms of rules and of conditions, as a tree.

use crate::spec::{Def, Operation, whole_text};
use crate::value::{Kind, Scalar, decimal, from_text};
use crate::yaml::{entries, one_or_more, text};
use regex_lite::Regex;
use serde_yaml::Value as Yaml;

/// One step from a container to what is in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Name(String),
    Items,
}

/// A name of a rule, found in the operation.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) text: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) def: Box<Def>,
}

impl Path {
    pub(crate) fn is_fact(&self) -> bool {
        self.text.starts_with('$')
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Op {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// What a given value must be.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    OneOf(Vec<Scalar>),
    Is(Op, Scalar),
    Matches(Regex),
    Every(Vec<Test>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Group {
    ExactlyOne,
    AtMostOne,
    AtLeastOne,
    AllOrNone,
}

/// `left op right`; each side is numbers and parameters with a sign.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) left: Vec<(bool, Term)>,
    pub(crate) op: Op,
    pub(crate) right: Vec<(bool, Term)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Term {
    Number(i128),
    Parameter(Path),
}

#[derive(Clone, Debug)]
pub(crate) enum Cond {
    Given(Path),
    Values(Vec<(Path, Test)>),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Not(Box<Cond>),
    Absent(Vec<Path>),
    Group(Group, Vec<Cond>),
    Compare(Comparison),
}

#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// The test is missing where any value will do.
    Require(Vec<(Path, Option<Test>)>),
    Forbid(Vec<Cond>),
    Group(Group, Vec<Cond>),
    Allow(Vec<(Path, Test)>),
    Compare(Comparison),
    Ensure(Cond),
    Ignored(Vec<Path>),
    Default,
}

fn group(keyword: &str) -> Option<Group> {
    Some(match keyword {
        "exactly_one" => Group::ExactlyOne,
        "at_most_one" => Group::AtMostOne,
        "at_least_one" => Group::AtLeastOne,
        "all_or_none" => Group::AllOrNone,
        _ => return None,
    })
}

const FORMS: [&str; 11] = [
    "require",
    "forbid",
    "exactly_one",
    "at_most_one",
    "at_least_one",
    "all_or_none",
    "allow",
    "compare",
    "ensure",
    "ignored",
    "default",
];

impl Form {
    pub(crate) fn read(rule: &Yaml, operation: &Operation) -> Result<Form, String> {
        let forms: Vec<&str> = FORMS.into_iter().filter(|form| rule.get(form).is_some()).collect();
        let &[form] = forms.as_slice() else {
            return Err(format!("not exactly one form: {forms:?}"));
        };
        let body = rule.get(form).unwrap_or(&Yaml::Null);
        if let Some(group) = group(form) {
            return Ok(Form::Group(group, conds(body, operation)?));
        }
        Ok(match form {
            "require" if body.is_mapping() => {
                let tests = tests(body, operation)?;
                Form::Require(tests.into_iter().map(|(path, test)| (path, Some(test))).collect())
            }
            "require" => Form::Require(paths(body, operation)?.into_iter().map(|path| (path, None)).collect()),
            "forbid" => Form::Forbid(conds(body, operation)?),
            "allow" => Form::Allow(tests(body, operation)?),
            "compare" => Form::Compare(comparison(&text(body)?, operation)?),
            "ensure" => Form::Ensure(Cond::read(body, operation)?),
            "ignored" => Form::Ignored(paths(body, operation)?),
            _ => Form::Default,
        })
    }
}

impl Cond {
    pub(crate) fn read(yaml: &Yaml, operation: &Operation) -> Result<Cond, String> {
        if !yaml.is_mapping() {
            let path = operation.path(&text(yaml)?)?;
            return if path.is_fact() { Err("a fact alone".to_owned()) } else { Ok(Cond::Given(path)) };
        }
        let map = entries(Some(yaml))?;
        if let [(keyword, body)] = map.as_slice() {
            if let Some(group) = group(keyword) {
                return Ok(Cond::Group(group, conds(body, operation)?));
            }
            match keyword.as_str() {
                "all" => return Ok(Cond::All(conds(body, operation)?)),
                "any" => return Ok(Cond::Any(conds(body, operation)?)),
                "not" => return Ok(Cond::Not(Box::new(Cond::read(body, operation)?))),
                "absent" => return Ok(Cond::Absent(paths(body, operation)?)),
                "compare" => return Ok(Cond::Compare(comparison(&text(body)?, operation)?)),
                _ => {}
            }
        }
        let reserved = |name: &str| group(name).is_some() || ["all", "any", "not", "absent", "compare"].contains(&name);
        match map.iter().find(|(name, _)| reserved(name)) {
            Some((keyword, _)) => Err(format!("the keyword {keyword} beside other keys")),
            None => Ok(Cond::Values(tests(yaml, operation)?)),
        }
    }
}

fn conds(yaml: &Yaml, operation: &Operation) -> Result<Vec<Cond>, String> {
    some(one_or_more(yaml).into_iter().map(|cond| Cond::read(cond, operation)).collect::<Result<_, _>>()?)
}

fn paths(yaml: &Yaml, operation: &Operation) -> Result<Vec<Path>, String> {
    let names = one_or_more(yaml).into_iter().map(|name| operation.path(&text(name)?));
    let paths: Vec<Path> = some(names.collect::<Result<_, String>>()?)?;
    match paths.iter().find(|path| path.is_fact()) {
        Some(fact) => Err(format!("only the value of {} can be tested", fact.text)),
        None => Ok(paths),
    }
}

fn some<X>(list: Vec<X>) -> Result<Vec<X>, String> {
    if list.is_empty() { Err("an empty list or map".to_owned()) } else { Ok(list) }
}

fn tests(yaml: &Yaml, operation: &Operation) -> Result<Vec<(Path, Test)>, String> {
    let tests = entries(Some(yaml))?.into_iter().map(|(name, body)| {
        let path = operation.path(&name)?;
        let test = test(body, path.def.kind).map_err(|problem| format!("{name}: {problem}"))?;
        Ok((path, test))
    });
    some(tests.collect::<Result<_, String>>()?)
}

fn test(yaml: &Yaml, kind: Kind) -> Result<Test, String> {
    if !yaml.is_mapping() {
        let values = some(one_or_more(yaml))?;
        let values = values.into_iter().map(|value| from_text(&text(value)?, kind));
        return Ok(Test::OneOf(values.collect::<Result<_, String>>()?));
    }
    let parts = entries(Some(yaml))?.into_iter().map(|(name, value)| {
        let value = text(value)?;
        if name == "matches" {
            return if kind.is_text() {
                whole_text(&value).map(Test::Matches)
            } else {
                Err("matches on no text".into())
            };
        }
        let op = match name.as_str() {
            "eq" => Op::Eq,
            "ne" => Op::Ne,
            "gt" => Op::Gt,
            "ge" => Op::Ge,
            "lt" => Op::Lt,
            "le" => Op::Le,
            other => return Err(format!("no operator {other}")),
        };
        if !matches!(op, Op::Eq | Op::Ne) && !kind.is_numeric() {
            return Err(format!("{name} on what is no number"));
        }
        Ok(Test::Is(op, from_text(&value, kind)?))
    });
    Ok(Test::Every(some(parts.collect::<Result<_, String>>()?)?))
}

/// Reads `A + 1 <= B`. Blanks and the operator characters end a name, back-ticks protect one.
fn comparison(written: &str, operation: &Operation) -> Result<Comparison, String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = written.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '`' {
            rest[1..].find('`').ok_or("an open back-tick")? + 2
        } else if "+-*/".contains(first) {
            1
        } else if "<>=!".contains(first) {
            if rest[1..].starts_with('=') { 2 } else { 1 }
        } else {
            rest.find(|c: char| c.is_whitespace() || "+-*/<>=!".contains(c)).unwrap_or(rest.len())
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    let operators = ["<", "<=", ">", ">=", "==", "!="];
    let middle = tokens.iter().position(|token| operators.contains(&token.as_str())).ok_or("no comparison sign")?;
    let op = [Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Eq, Op::Ne]
        [operators.iter().position(|operator| *operator == tokens[middle]).unwrap_or(0)];
    Ok(Comparison { left: sum(&tokens[..middle], operation)?, op, right: sum(&tokens[middle + 1..], operation)? })
}

fn sum(tokens: &[String], operation: &Operation) -> Result<Vec<(bool, Term)>, String> {
    let mut terms = Vec::new();
    let mut minus = false;
    let mut operand_next = true;
    for token in tokens {
        match (operand_next, token.as_str()) {
            // The first sign is an operator, a second one belongs to a number.
            (true, "-") => minus = !minus,
            (false, "-" | "+") => (minus, operand_next) = (token == "-", true),
            (true, operand) if !operand.starts_with(['+', '*', '/', '<', '>', '=', '!']) => {
                terms.push((minus, term(operand, operation)?));
                (minus, operand_next) = (false, false);
            }
            _ => return Err(format!("{token} is out of place")),
        }
    }
    if operand_next { Err("an operand is missing".to_owned()) } else { Ok(terms) }
}

fn term(operand: &str, operation: &Operation) -> Result<Term, String> {
    match decimal(operand) {
        Some(number) => Ok(Term::Number(number)),
        None => {
            let path = operation.path(operand)?;
            if path.steps.contains(&Step::Items) || path.def.kind.is_container() {
                return Err(format!("{operand} cannot be compared"));
            }
            Ok(Term::Parameter(path))
        }
    }
}
