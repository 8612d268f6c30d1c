//! The rules of an operation as a MiniZinc model, and the questions about them, each a process of its own: how the
//! reference reasoner for dependencies between parameters asks.

use crate::Failure;
use crate::command::output;
use contingent_rules::{Cond, Count, Demand, Form, Kind, Operation, Operator, Reference, Rule, Step, Subject, Test};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What both reasoners can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Whether any request is valid.
    pub consistent: bool,
    /// Parameters that no valid request has.
    pub dead: Vec<String>,
    /// Optional parameters that every valid request has.
    pub false_optional: Vec<String>,
}

/// Whether the rules of an operation are sound, and how many processes it took to find out.
///
/// # Errors
/// The rules have something that is not written here, or MiniZinc fails.
pub fn ask(operation: &Operation, edition: &str, folder: &Path) -> Result<(Answers, usize), Failure> {
    let model = Model { operation, edition };
    let text = model.text()?;
    let mut processes = 0;
    let mut possible = |question: &str| {
        processes += 1;
        satisfiable(&format!("{text}{question}"), folder)
    };
    let mut answers = Answers { consistent: possible("")?, ..Answers::default() };
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if !answers.consistent || parameter.required || !model.exists(&parameter.editions) {
            continue;
        }
        if !possible(&format!("constraint p{index};\n"))? {
            answers.dead.push(parameter.name.clone());
        } else if !possible(&format!("constraint not p{index};\n"))? {
            answers.false_optional.push(parameter.name.clone());
        }
    }
    Ok((answers, processes))
}

fn satisfiable(model: &str, folder: &Path) -> Result<bool, Failure> {
    let path = folder.join("model.mzn");
    fs::write(&path, model).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let answer = output(Command::new("minizinc").args(["--solver", "gecode"]).arg(&path))?;
    let answer = String::from_utf8_lossy(&answer);
    // An error must not read as "no": that is a defect of others.
    match (answer.contains("----------"), answer.contains("=====UNSATISFIABLE=====")) {
        (true, false) => Ok(true),
        (false, true) => Ok(false),
        _ => Err(format!("MiniZinc says neither yes nor no: {answer}")),
    }
}

struct Model<'a> {
    operation: &'a Operation,
    edition: &'a str,
}

impl Model<'_> {
    fn exists(&self, editions: &[String]) -> bool {
        editions.is_empty() || editions.iter().any(|it| it == self.edition)
    }

    /// Whether each parameter is given is a `bool`, the value of an enum and of a fact a number from 1 on.
    fn text(&self) -> Result<String, Failure> {
        let mut text = String::new();
        // Writing to a String never fails.
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            let _ = writeln!(text, "var bool: p{index}; % {}", parameter.name);
            if parameter.required {
                let _ = writeln!(text, "constraint p{index};");
            }
            if !self.exists(&parameter.editions) {
                let _ = writeln!(text, "constraint not p{index};");
            }
            let values = self.values(&parameter.kind);
            if !values.is_empty() {
                let _ = writeln!(text, "var 0..{}: v{index};\nconstraint p{index} <-> v{index} > 0;", values.len());
            }
        }
        for (index, fact) in self.operation.facts.iter().enumerate() {
            let _ = writeln!(text, "var 1..{}: f{index}; % {}", self.values(&fact.kind).len(), fact.name);
        }
        for rule in self.operation.rules.iter().filter(|rule| self.exists(&rule.editions)) {
            let _ = writeln!(text, "constraint {}; % {}", self.rule(rule)?, rule.id);
        }
        text.push_str("solve satisfy;\noutput [\"\"];\n");
        Ok(text)
    }

    fn values<'k>(&self, kind: &'k Kind) -> Vec<&'k str> {
        match kind {
            Kind::Boolean => vec!["true", "false"],
            Kind::Enum { values, .. } => {
                values.iter().filter(|value| self.exists(&value.editions)).map(|value| value.value.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn rule(&self, rule: &Rule) -> Result<String, Failure> {
        let form = match &rule.form {
            Form::Require(demands) => join(" /\\ ", demands.iter().map(|it| self.demand(it, false)))?,
            Form::Allow(demands) => join(" /\\ ", demands.iter().map(|it| self.demand(it, true)))?,
            Form::Forbid(conds) => format!("not ({})", join(" \\/ ", conds.iter().map(|it| self.cond(it)))?),
            Form::Count(count, conds) => self.count(*count, conds)?,
            Form::Ensure(cond) => self.cond(cond)?,
            Form::Compare(_) => return Err(format!("rule {}: comparisons are not written", rule.id)),
            Form::Ignored(_) | Form::Default(_) => "true".to_owned(),
        };
        let when = rule.when.as_ref().map_or(Ok("true".to_owned()), |it| self.cond(it))?;
        let unless = rule.unless.as_ref().map_or(Ok("false".to_owned()), |it| self.cond(it))?;
        Ok(format!("({when} /\\ not {unless}) -> ({form})"))
    }

    fn demand(&self, Demand { of, test }: &Demand, allowed: bool) -> Result<String, Failure> {
        let passes = match (test, of) {
            (Some(test), _) => self.test(of, test)?,
            (None, Subject::Parameter(reference)) => self.given(reference)?,
            (None, Subject::Fact(_)) => "true".to_owned(),
        };
        match of {
            Subject::Parameter(reference) if allowed => Ok(format!("({} -> {passes})", self.given(reference)?)),
            Subject::Parameter(_) | Subject::Fact(_) => Ok(passes),
        }
    }

    fn cond(&self, cond: &Cond) -> Result<String, Failure> {
        Ok(match cond {
            Cond::Given(reference) => self.given(reference)?,
            Cond::Test(subject, test) => self.test(subject, test)?,
            Cond::All(conds) => format!("({})", join(" /\\ ", conds.iter().map(|it| self.cond(it)))?),
            Cond::Any(conds) => format!("({})", join(" \\/ ", conds.iter().map(|it| self.cond(it)))?),
            Cond::Not(cond) => format!("(not {})", self.cond(cond)?),
            Cond::Absent(references) => {
                format!("(not ({}))", join(" \\/ ", references.iter().map(|it| self.given(it)))?)
            }
            Cond::Count(count, conds) => self.count(*count, conds)?,
            Cond::SomeItem(..) | Cond::Compare(_) => return Err("lists and comparisons are not written".to_owned()),
        })
    }

    fn count(&self, count: Count, conds: &[Cond]) -> Result<String, Failure> {
        let sum = join(" + ", conds.iter().map(|it| Ok(format!("bool2int({})", self.cond(it)?))))?;
        Ok(match count {
            Count::ExactlyOne => format!("({sum} = 1)"),
            Count::AtMostOne => format!("({sum} <= 1)"),
            Count::AtLeastOne => format!("({sum} >= 1)"),
            Count::AllOrNone => format!("(({sum}) in {{0, {}}})", conds.len()),
        })
    }

    fn place(&self, reference: &Reference) -> Result<usize, Failure> {
        let [Step::Field(name)] = reference.steps.as_slice() else {
            return Err(format!("{}: what is inside parameters is not written", reference.text));
        };
        let place = self.operation.parameters.iter().position(|it| it.name == *name);
        place.ok_or_else(|| format!("{name}: no such parameter"))
    }

    fn given(&self, reference: &Reference) -> Result<String, Failure> {
        self.place(reference).map(|index| format!("p{index}"))
    }

    fn test(&self, subject: &Subject, test: &Test) -> Result<String, Failure> {
        let (variable, kind) = match subject {
            Subject::Parameter(reference) => {
                let index = self.place(reference)?;
                (format!("v{index}"), &self.operation.parameters[index].kind)
            }
            Subject::Fact(name) => {
                let index = self.operation.facts.iter().position(|it| it.name == *name);
                let index = index.ok_or_else(|| format!("${name}: no such fact"))?;
                (format!("f{index}"), &self.operation.facts[index].kind)
            }
        };
        let values = self.values(kind);
        if values.is_empty() {
            return Err(format!("{variable}: tests of its value are not written"));
        }
        let number = |value: &String| values.iter().position(|it| it == value).map(|it| it + 1);
        Ok(match test {
            Test::OneOf(tested) => {
                let numbers: Vec<String> = tested.iter().filter_map(number).map(|it| it.to_string()).collect();
                format!("({variable} in {{{}}})", numbers.join(", "))
            }
            Test::Each(operators) => {
                let each = operators.iter().map(|(operator, value)| match (operator, number(value).unwrap_or(0)) {
                    (Operator::Eq, 0) => Ok("false".to_owned()),
                    (Operator::Eq, number) => Ok(format!("{variable} = {number}")),
                    (Operator::Ne, number) => Ok(format!("({variable} > 0 /\\ {variable} != {number})")),
                    _ => Err(format!("{variable}: this operator is not written")),
                });
                format!("({})", join(" /\\ ", each)?)
            }
        })
    }
}

fn join(between: &str, parts: impl Iterator<Item = Result<String, Failure>>) -> Result<String, Failure> {
    Ok(parts.collect::<Result<Vec<_>, _>>()?.join(between))
}
