//! Rules as English sentences: the same words in a violation, a doc comment and a table.

use crate::{
    Comparison, Cond, Count, Demand, Fact, Form, Kind, Operand, Operator, Reference, Relation, Rule, Subject, Term,
    Test,
};

/// The whole rule, without a final dot: "Region is required when Place is Here or There".
pub fn rule(rule: &Rule, facts: &[Fact]) -> String {
    let mut text = form(&rule.form, facts);
    if let Some(when) = &rule.when {
        text.push_str(" when ");
        text.push_str(&condition(when, facts));
    }
    if let Some(unless) = &rule.unless {
        text.push_str(" unless ");
        text.push_str(&condition(unless, facts));
    }
    text
}

/// When a rule applies: "when Place is Here unless Port is given"; empty if it always does.
pub fn applies(rule: &Rule, facts: &[Fact]) -> String {
    let when = rule.when.as_ref().map(|cond| format!("when {}", condition(cond, facts)));
    let unless = rule.unless.as_ref().map(|cond| format!("unless {}", condition(cond, facts)));
    when.into_iter().chain(unless).collect::<Vec<_>>().join(" ")
}

/// What a rule demands, without when: "Region is required".
pub fn form(form: &Form, facts: &[Fact]) -> String {
    match form {
        Form::Require(demands) => {
            let bare: Vec<String> =
                demands.iter().filter(|d| d.test.is_none()).map(|d| subject(&d.of, facts)).collect();
            let mut parts = Vec::new();
            if !bare.is_empty() {
                let verb = if bare.len() == 1 { "is" } else { "are" };
                parts.push(format!("{} {verb} required", join(&bare, "and")));
            }
            for demand in demands {
                if let Some(test) = &demand.test {
                    parts.push(format!("{} is required and must be {}", subject(&demand.of, facts), wanted(test)));
                }
            }
            join(&parts, "and")
        }
        Form::Allow(demands) => {
            let allow = |demand: &Demand| {
                let test = demand.test.as_ref().map_or_else(|| "anything".to_owned(), wanted);
                match &demand.of {
                    Subject::Parameter(reference) => format!("{} must be {test} if it is given", reference.text),
                    Subject::Fact(_) => format!("{} must be {test}", subject(&demand.of, facts)),
                }
            };
            join(&demands.iter().map(allow).collect::<Vec<_>>(), "and")
        }
        Form::Forbid(members) => match bare(members) {
            Some(names) if names.len() == 1 => format!("{} must not be given", names[0]),
            Some(names) => format!("none of {} may be given", join(&names, "and")),
            None => {
                let part = |cond: &Cond| match cond {
                    Cond::Given(reference) => format!("{} must not be given", reference.text),
                    Cond::Test(of, Test::OneOf(values)) => {
                        format!("{} must not be {}", subject(of, facts), join(values, "or"))
                    }
                    Cond::Test(..)
                    | Cond::SomeItem(..)
                    | Cond::All(_)
                    | Cond::Any(_)
                    | Cond::Not(_)
                    | Cond::Absent(_)
                    | Cond::Count(..)
                    | Cond::Compare(_) => format!("it must not be that {}", condition(cond, facts)),
                };
                join(&members.iter().map(part).collect::<Vec<_>>(), "and")
            }
        },
        Form::Count(count, members) => {
            if let Some(names) = bare(members) {
                let names = join(&names, "and");
                return match count {
                    Count::ExactlyOne => format!("exactly one of {names} must be given"),
                    Count::AtMostOne => format!("at most one of {names} may be given"),
                    Count::AtLeastOne => format!("at least one of {names} must be given"),
                    Count::AllOrNone => format!("{names} must be given together or not at all"),
                };
            }
            format!("{}: {}", counted(*count, "must hold"), listed(members, facts))
        }
        Form::Compare(comparison) => {
            let (left, relation, right) = compared(comparison, facts);
            format!("{left} must be {relation} {right}")
        }
        Form::Ensure(cond) => format!("it must be that {}", condition(cond, facts)),
        Form::Ignored(references) => {
            let verb = if references.len() == 1 { "has" } else { "have" };
            format!("{} {verb} no effect", join(&texts(references), "and"))
        }
        Form::Default(values) => {
            let default =
                |(reference, value): &(Reference, String)| format!("{} is {value} if it is not given", reference.text);
            join(&values.iter().map(default).collect::<Vec<_>>(), "and")
        }
    }
}

/// A condition as a clause: "Place is Here and Port is given".
pub fn condition(cond: &Cond, facts: &[Fact]) -> String {
    match cond {
        Cond::Given(reference) => format!("{} is given", reference.text),
        Cond::Test(of, test) => match statement(of, test, facts) {
            Some(statement) => statement,
            None => format!("{} {}", subject(of, facts), passes(test)),
        },
        Cond::SomeItem(list, conds) => {
            format!("some item of {} has {}", list.text.trim_end_matches("[]"), clauses(conds, "and", facts))
        }
        Cond::All(conds) => clauses(conds, "and", facts),
        Cond::Any(conds) => clauses(conds, "or", facts),
        Cond::Not(inner) => match &**inner {
            Cond::Given(reference) => format!("{} is not given", reference.text),
            Cond::Test(of @ Subject::Fact(_), Test::OneOf(values)) => {
                format!("{} is not {}", subject(of, facts), join(values, "or"))
            }
            Cond::Test(of @ Subject::Parameter(_), Test::OneOf(values)) => {
                format!("{} is absent or not {}", subject(of, facts), join(values, "or"))
            }
            Cond::Test(..)
            | Cond::SomeItem(..)
            | Cond::All(_)
            | Cond::Any(_)
            | Cond::Not(_)
            | Cond::Absent(_)
            | Cond::Count(..)
            | Cond::Compare(_) => format!("it is not so that {}", nested(inner, facts)),
        },
        Cond::Absent(references) => match references.as_slice() {
            [only] => format!("{} is not given", only.text),
            several => format!("none of {} is given", join(&texts(several), "and")),
        },
        Cond::Count(count, members) => match bare(members) {
            Some(names) => {
                let names = join(&names, "and");
                match count {
                    Count::ExactlyOne => format!("exactly one of {names} is given"),
                    Count::AtMostOne => format!("at most one of {names} is given"),
                    Count::AtLeastOne => format!("at least one of {names} is given"),
                    Count::AllOrNone => format!("all or none of {names} are given"),
                }
            }
            None => {
                let verb = if *count == Count::AllOrNone { "hold" } else { "holds" };
                format!("{}: {}", counted(*count, verb), listed(members, facts))
            }
        },
        Cond::Compare(comparison) => {
            let (left, relation, right) = compared(comparison, facts);
            format!("{left} is {relation} {right}")
        }
    }
}

/// Texts as a list in a sentence: "a, b and c".
pub fn join<S: AsRef<str>>(parts: &[S], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., end] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", most.join(", "), end.as_ref())
        }
    }
}

/// How a test reads after "must be": "A or B", "at least 3 and at most 5".
pub fn wanted(test: &Test) -> String {
    match test {
        Test::OneOf(values) => join(values, "or"),
        Test::Each(operators) => {
            let phrase = |(operator, value): &(Operator, String)| match operator {
                Operator::Eq => value.clone(),
                Operator::Ne => format!("anything but {value}"),
                Operator::Gt => format!("greater than {value}"),
                Operator::Ge => format!("at least {value}"),
                Operator::Lt => format!("less than {value}"),
                Operator::Le => format!("at most {value}"),
                Operator::Matches => format!("a match of `{value}`"),
            };
            join(&operators.iter().map(phrase).collect::<Vec<_>>(), "and")
        }
    }
}

/// A parameter by its path, a fact by what it says of itself.
pub fn subject(subject: &Subject, facts: &[Fact]) -> String {
    match subject {
        Subject::Parameter(reference) => reference.text.clone(),
        Subject::Fact(name) => match facts.iter().find(|fact| fact.name == *name) {
            Some(fact) if !fact.says.is_empty() => fact.says.clone(),
            Some(_) | None => format!("${name}"),
        },
    }
}

/// A boolean fact that says "whether it is so" as a statement: "it is so".
fn statement(subject: &Subject, test: &Test, facts: &[Fact]) -> Option<String> {
    let (Subject::Fact(name), Test::OneOf(values)) = (subject, test) else { return None };
    let fact = facts.iter().find(|fact| fact.name == *name && matches!(fact.kind, Kind::Boolean))?;
    let clause = fact.says.strip_prefix("whether ")?;
    match values.as_slice() {
        [only] if only == "true" => Some(clause.to_owned()),
        [only] if only == "false" => Some(format!("it is not so that {clause}")),
        _ => None,
    }
}

fn passes(test: &Test) -> String {
    match test {
        Test::OneOf(_) => format!("is {}", wanted(test)),
        Test::Each(operators) => {
            let phrase = |(operator, value): &(Operator, String)| match operator {
                Operator::Ne => format!("is given and not {value}"),
                Operator::Matches => format!("matches `{value}`"),
                Operator::Eq | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
                    format!("is {}", wanted(&Test::Each(vec![(*operator, value.clone())])))
                }
            };
            join(&operators.iter().map(phrase).collect::<Vec<_>>(), "and")
        }
    }
}

fn clauses(conds: &[Cond], word: &str, facts: &[Fact]) -> String {
    match conds {
        [only] => condition(only, facts),
        several => {
            let parts: Vec<String> = several.iter().map(|cond| nested(cond, facts)).collect();
            parts.join(&format!(" {word} "))
        }
    }
}

/// A condition inside another one, in parentheses where words would run together.
fn nested(cond: &Cond, facts: &[Fact]) -> String {
    let text = condition(cond, facts);
    match cond {
        Cond::All(inner) | Cond::Any(inner) if inner.len() > 1 => format!("({text})"),
        Cond::Count(_, members) if bare(members).is_none() => format!("({text})"),
        Cond::Given(_)
        | Cond::Test(..)
        | Cond::SomeItem(..)
        | Cond::All(_)
        | Cond::Any(_)
        | Cond::Not(_)
        | Cond::Absent(_)
        | Cond::Count(..)
        | Cond::Compare(_) => text,
    }
}

fn counted(count: Count, verb: &str) -> String {
    match count {
        Count::ExactlyOne => format!("exactly one of these {verb}"),
        Count::AtMostOne => format!("at most one of these {verb}"),
        Count::AtLeastOne => format!("at least one of these {verb}"),
        Count::AllOrNone => format!("either all of these {verb} or none"),
    }
}

fn listed(members: &[Cond], facts: &[Fact]) -> String {
    let parts: Vec<String> = members.iter().map(|cond| condition(cond, facts)).collect();
    parts.join("; ")
}

/// The names, if every member only asks whether a parameter is given.
fn bare(members: &[Cond]) -> Option<Vec<String>> {
    members
        .iter()
        .map(|member| match member {
            Cond::Given(reference) => Some(reference.text.clone()),
            Cond::Test(..)
            | Cond::SomeItem(..)
            | Cond::All(_)
            | Cond::Any(_)
            | Cond::Not(_)
            | Cond::Absent(_)
            | Cond::Count(..)
            | Cond::Compare(_) => None,
        })
        .collect()
}

fn compared(comparison: &Comparison, facts: &[Fact]) -> (String, &'static str, String) {
    match comparison {
        Comparison::Numbers(left, relation, right) => {
            let words = match relation {
                Relation::Lt => "less than",
                Relation::Le => "at most",
                Relation::Gt => "greater than",
                Relation::Ge => "at least",
                Relation::Eq => "equal to",
                Relation::Ne => "different from",
            };
            (sum(left), words, sum(right))
        }
        Comparison::Texts(left, equal, right) => {
            (subject(left, facts), if *equal { "equal to" } else { "different from" }, subject(right, facts))
        }
    }
}

fn sum(terms: &[Term]) -> String {
    let mut text = String::new();
    for (index, term) in terms.iter().enumerate() {
        text.push_str(match (index, term.minus) {
            (0, false) => "",
            (0, true) => "-",
            (_, false) => " + ",
            (_, true) => " - ",
        });
        match &term.operand {
            Operand::Number(number) => text.push_str(number),
            Operand::Parameter(reference) => text.push_str(&reference.text),
        }
    }
    text
}

fn texts(references: &[Reference]) -> Vec<String> {
    references.iter().map(|reference| reference.text.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    fn given(name: &str) -> Cond {
        Cond::Given(reference(name))
    }

    fn reference(name: &str) -> Reference {
        Reference { text: name.into(), steps: vec![crate::Step::Field(name.into())] }
    }

    fn is(name: &str, values: &[&str]) -> Cond {
        let test = Test::OneOf(values.iter().map(|value| (*value).to_owned()).collect());
        match name.strip_prefix('$') {
            Some(fact) => Cond::Test(Subject::Fact(fact.into()), test),
            None => Cond::Test(Subject::Parameter(reference(name)), test),
        }
    }

    fn require(names: &[&str]) -> Form {
        let bare = |name: &&str| Demand { of: Subject::Parameter(reference(name)), test: None };
        Form::Require(names.iter().map(bare).collect())
    }

    fn says(form: Form, when: Option<Cond>, unless: Option<Cond>) -> String {
        let facts = [
            Fact { name: "Type".into(), kind: Kind::String, says: "the type of the plan".into() },
            Fact { name: "Hot".into(), kind: Kind::Boolean, says: "whether the plan is hot".into() },
            Fact { name: "Bare".into(), kind: Kind::String, says: String::new() },
        ];
        let (editions, source, message) = (Vec::new(), String::new(), String::new());
        let id = "r".into();
        rule(&Rule { id, form, when, unless, editions, severity: Severity::Error, source, message }, &facts)
    }

    #[test]
    fn requirements_read_as_sentences() {
        assert_eq!(
            says(require(&["Region"]), Some(is("Place", &["RDS", "ECS", "Agent"])), None),
            "Region is required when Place is RDS, ECS or Agent"
        );
        assert_eq!(
            says(require(&["User", "Password"]), None, Some(is("$Type", &["Redis"]))),
            "User and Password are required unless the type of the plan is Redis"
        );
        assert_eq!(says(require(&["A"]), Some(is("$Bare", &["x"])), None), "A is required when $Bare is x");
        assert_eq!(
            says(require(&["A"]), Some(Cond::All(vec![is("$Hot", &["true"]), given("B")])), None),
            "A is required when the plan is hot and B is given"
        );
        assert_eq!(
            says(require(&["A"]), Some(is("$Hot", &["false"])), None),
            "A is required when it is not so that the plan is hot"
        );
    }

    #[test]
    fn groups_read_as_sentences() {
        let bare = vec![given("Time"), given("Set")];
        for (count, sentence) in [
            (Count::ExactlyOne, "exactly one of Time and Set must be given"),
            (Count::AtMostOne, "at most one of Time and Set may be given"),
            (Count::AtLeastOne, "at least one of Time and Set must be given"),
            (Count::AllOrNone, "Time and Set must be given together or not at all"),
        ] {
            assert_eq!(says(Form::Count(count, bare.clone()), None, None), sentence);
        }
        let mixed = vec![is("Lamp", &["true"]), given("Hours")];
        assert_eq!(
            says(Form::Count(Count::AllOrNone, mixed.clone()), None, None),
            "either all of these must hold or none: Lamp is true; Hours is given"
        );
        assert_eq!(
            says(require(&["A"]), Some(Cond::Count(Count::AtMostOne, mixed)), None),
            "A is required when at most one of these holds: Lamp is true; Hours is given"
        );
    }

    #[test]
    fn or_inside_and_is_kept_apart() {
        let either = Cond::Any(vec![given("B"), given("C")]);
        assert_eq!(
            says(require(&["A"]), Some(Cond::All(vec![either, Cond::Absent(vec![reference("D")])])), None),
            "A is required when (B is given or C is given) and D is not given"
        );
    }
}
