//! Rules as lines of IDL, the language of inter-parameter dependencies, for tools that read `x-dependencies`.
//!
//! In IDL `p` means that p is given, `p=='a'` that it is given and equal; a relation holds without an operand where it
//! stands alone, and demands all of them inside a predicate.

use super::condition::{Why, fact};
use super::edition::{Presence, View};
use contingent_rules::{
    Comparison, Cond, Count, Demand, Form, Kind, Operand, Operator, Parameter, Reference, Relation, Rule, Step,
    Subject, Term, Test,
};

/// The line of a rule, or why there is none.
pub(super) fn line(view: View<'_>, rule: &Rule) -> Result<String, Why> {
    let idl = Idl { view };
    let mut conditions = Vec::new();
    if let Some(when) = &rule.when {
        conditions.push(idl.condition(when)?);
    }
    if let Some(unless) = &rule.unless {
        conditions.push(format!("NOT ({})", idl.condition(unless)?));
    }
    let (more, demand) = match &rule.form {
        Form::Require(demands) => {
            let each = demands.iter().map(|demand| idl.demand(demand).map(|(given, test)| test.unwrap_or(given)));
            (None, each.collect::<Result<Vec<_>, _>>()?.join(" AND "))
        }
        Form::Allow(demands) => match demands.as_slice() {
            [only] => {
                let (given, test) = idl.demand(only)?;
                (Some(given.clone()), test.unwrap_or(given))
            }
            demands => {
                let each = demands.iter().map(|demand| {
                    let (given, test) = idl.demand(demand)?;
                    let test = test.unwrap_or_else(|| given.clone());
                    Ok::<_, Why>(format!("(NOT {given} OR {test})"))
                });
                (None, each.collect::<Result<Vec<_>, _>>()?.join(" AND "))
            }
        },
        Form::Forbid(members) => {
            let members = idl.conditions(members)?;
            if conditions.is_empty()
                && let [only] = members.as_slice()
            {
                return Ok(format!("IF {only} THEN NOT ({only});"));
            }
            (None, members.iter().map(|it| format!("NOT ({it})")).collect::<Vec<_>>().join(" AND "))
        }
        Form::Count(count, members) => {
            let group = idl.count(*count, members)?;
            if conditions.is_empty() {
                return Ok(format!("{group};"));
            }
            (None, group)
        }
        Form::Compare(comparison) => {
            let (relation, operands) = idl.comparison(comparison)?;
            if conditions.is_empty() {
                return Ok(format!("{relation};"));
            }
            (Some(operands.join(" AND ")), relation)
        }
        Form::Ensure(cond) => (None, idl.condition(cond)?),
        Form::Ignored(_) | Form::Default(_) => return Err("it demands nothing".to_owned()),
    };
    conditions.extend(more);
    Ok(match conditions.as_slice() {
        // IDL has no line that only states a predicate.
        [] => format!("IF NOT ({demand}) THEN {demand};"),
        [only] => format!("IF {only} THEN {demand};"),
        all => {
            format!("IF {} THEN {demand};", all.iter().map(|it| format!("({it})")).collect::<Vec<_>>().join(" AND "))
        }
    })
}

struct Idl<'a> {
    view: View<'a>,
}

impl Idl<'_> {
    fn conditions(&self, conds: &[Cond]) -> Result<Vec<String>, Why> {
        conds.iter().map(|cond| self.condition(cond)).collect()
    }

    fn condition(&self, cond: &Cond) -> Result<String, Why> {
        match cond {
            Cond::Given(reference) => Ok(self.name(reference)?.0),
            Cond::Test(Subject::Parameter(reference), test) => self.test(reference, test),
            Cond::Test(Subject::Fact(name), _) => Err(fact(name)),
            Cond::SomeItem(..) => Err("IDL has no items of lists".to_owned()),
            Cond::All(conds) => Ok(format!("({})", self.conditions(conds)?.join(" AND "))),
            Cond::Any(conds) => Ok(format!("({})", self.conditions(conds)?.join(" OR "))),
            Cond::Not(cond) => Ok(format!("NOT ({})", self.condition(cond)?)),
            Cond::Absent(references) => {
                let names: Result<Vec<_>, _> = references.iter().map(|it| self.name(it)).collect();
                let absent: Vec<_> = names?.into_iter().map(|(name, _)| format!("NOT {name}")).collect();
                Ok(format!("({})", absent.join(" AND ")))
            }
            Cond::Count(count, members) => self.count(*count, members),
            Cond::Compare(comparison) => Ok(self.comparison(comparison)?.0),
        }
    }

    fn count(&self, count: Count, members: &[Cond]) -> Result<String, Why> {
        let word = match count {
            Count::ExactlyOne => "OnlyOne",
            Count::AtMostOne => "ZeroOrOne",
            Count::AtLeastOne => "Or",
            Count::AllOrNone => "AllOrNone",
        };
        if members.len() < 2 {
            return Err("IDL counts two members or more".to_owned());
        }
        Ok(format!("{word}({})", self.conditions(members)?.join(", ")))
    }

    /// That a parameter is given, and its test.
    fn demand(&self, demand: &Demand) -> Result<(String, Option<String>), Why> {
        match &demand.of {
            Subject::Fact(name) => Err(fact(name)),
            Subject::Parameter(reference) => {
                let test = demand.test.as_ref().map(|test| self.test(reference, test)).transpose()?;
                Ok((self.name(reference)?.0, test))
            }
        }
    }

    /// A parameter that IDL can name.
    fn name(&self, reference: &Reference) -> Result<(String, &Parameter), Why> {
        let [Step::Field(name)] = reference.steps.as_slice() else {
            return Err("IDL has no names inside of parameters".to_owned());
        };
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && !["IF", "THEN", "NOT", "AND", "OR", "LIKE", "Or", "OnlyOne", "AllOrNone", "ZeroOrOne", "true", "false"]
                .contains(&name.as_str());
        let parameter = self.view.operation.parameters.iter().find(|it| it.name == *name);
        match parameter {
            None => Err("a name is unknown".to_owned()),
            Some(_) if !plain => Err("IDL cannot write one of the names".to_owned()),
            Some(it) if self.view.presence(&it.editions) != Presence::Here => {
                Err("it is about a parameter that not all editions have".to_owned())
            }
            Some(it) if it.constant.is_some() => Err("a constant counts as given, which IDL does not know".to_owned()),
            Some(it) => Ok((name.clone(), it)),
        }
    }

    fn test(&self, reference: &Reference, test: &Test) -> Result<String, Why> {
        let (name, parameter) = self.name(reference)?;
        match test {
            Test::OneOf(values) => self.equal(&name, parameter, values),
            Test::Each(operators) => {
                let each: Result<Vec<_>, Why> = operators
                    .iter()
                    .map(|(operator, value)| {
                        let relation = match operator {
                            Operator::Eq => return self.equal(&name, parameter, std::slice::from_ref(value)),
                            Operator::Ne => {
                                let equal = self.equal(&name, parameter, std::slice::from_ref(value))?;
                                return Ok(format!("({name} AND NOT {equal})"));
                            }
                            Operator::Matches => {
                                return Err(
                                    "a regular expression is no wildcard, which is all that LIKE has".to_owned()
                                );
                            }
                            Operator::Gt => ">",
                            Operator::Ge => ">=",
                            Operator::Lt => "<",
                            Operator::Le => "<=",
                        };
                        Ok(format!("{name}{relation}{value}"))
                    })
                    .collect();
                let each = each?;
                Ok(if let [only] = each.as_slice() { only.clone() } else { format!("({})", each.join(" AND ")) })
            }
        }
    }

    fn equal(&self, name: &str, parameter: &Parameter, values: &[String]) -> Result<String, Why> {
        let literal = |value: &String| match &parameter.kind {
            Kind::String => quoted(value),
            Kind::Enum { open, .. } if *open || self.view.values(parameter).contains(&value.as_str()) => quoted(value),
            Kind::Enum { .. } => Err("it names a value that the parameter does not have".to_owned()),
            Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs | Kind::Boolean => Ok(value.clone()),
            Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
                Err("it compares what is no plain value".to_owned())
            }
        };
        let literals: Result<Vec<_>, Why> = values.iter().map(literal).collect();
        let literals = literals?;
        Ok(match &parameter.kind {
            // Alternatives are for texts; a number or a boolean is compared by itself.
            Kind::String | Kind::Enum { .. } => format!("{name}=={}", literals.join("|")),
            Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::TimestampMs
            | Kind::Boolean
            | Kind::List(_)
            | Kind::Object(_)
            | Kind::Map(_)
            | Kind::Json
            | Kind::JsonList(_)
            | Kind::JsonObject(_) => {
                let each: Vec<_> = literals.iter().map(|it| format!("{name}=={it}")).collect();
                if let [only] = each.as_slice() { only.clone() } else { format!("({})", each.join(" OR ")) }
            }
        })
    }

    /// A comparison, and its operands.
    fn comparison(&self, comparison: &Comparison) -> Result<(String, Vec<String>), Why> {
        match comparison {
            Comparison::Texts(Subject::Parameter(left), equal, Subject::Parameter(right)) => {
                let (left, right) = (self.name(left)?.0, self.name(right)?.0);
                let relation = if *equal { "==" } else { "!=" };
                Ok((format!("{left}{relation}{right}"), vec![left, right]))
            }
            Comparison::Texts(Subject::Fact(name), _, _) | Comparison::Texts(_, _, Subject::Fact(name)) => {
                Err(fact(name))
            }
            Comparison::Numbers(left, relation, right) => self.numbers(left, *relation, right),
        }
    }

    /// `a<=b`, or a sum compared with a number: IDL has one of them on the right.
    fn numbers(&self, left: &[Term], relation: Relation, right: &[Term]) -> Result<(String, Vec<String>), Why> {
        let mut terms = Vec::new();
        let mut number = contingent_rules::Decimal::from(0);
        let moved = left.iter().map(|it| (it, it.minus)).chain(right.iter().map(|it| (it, !it.minus)));
        for (term, minus) in moved {
            match &term.operand {
                Operand::Parameter(reference) => terms.push((minus, self.name(reference)?.0)),
                Operand::Number(text) => {
                    let literal: contingent_rules::Decimal = text.parse().map_err(|_| "a number is none".to_owned())?;
                    number = number.plus(&if minus { literal } else { literal.negated() });
                }
            }
        }
        let names: Vec<String> = terms.iter().map(|(_, name)| name.clone()).collect();
        let flip = terms.iter().all(|(minus, _)| *minus);
        if flip {
            terms.iter_mut().for_each(|(minus, _)| *minus = false);
            number = number.negated();
        }
        // The first one has no sign in IDL.
        terms.sort_by_key(|(minus, _)| *minus);
        let sign = symbol(relation, flip);
        let line = match terms.as_slice() {
            [(false, one), (true, other)] if number == contingent_rules::Decimal::from(0) => {
                format!("{one}{sign}{other}")
            }
            terms => {
                let sum = terms.iter().enumerate().map(|(index, (minus, name))| match (index, minus) {
                    (0, _) => name.clone(),
                    (_, true) => format!("-{name}"),
                    (_, false) => format!("+{name}"),
                });
                format!("{}{sign}{number}", sum.collect::<String>())
            }
        };
        Ok((line, names))
    }
}

fn symbol(relation: Relation, flipped: bool) -> &'static str {
    match (relation, flipped) {
        (Relation::Lt, false) | (Relation::Gt, true) => "<",
        (Relation::Le, false) | (Relation::Ge, true) => "<=",
        (Relation::Gt, false) | (Relation::Lt, true) => ">",
        (Relation::Ge, false) | (Relation::Le, true) => ">=",
        (Relation::Eq, _) => "==",
        (Relation::Ne, _) => "!=",
    }
}

fn quoted(value: &str) -> Result<String, Why> {
    if value.contains(['\'', '\\']) || value.chars().any(char::is_control) {
        return Err("IDL cannot write one of the values".to_owned());
    }
    Ok(format!("'{value}'"))
}
