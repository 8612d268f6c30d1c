//! Tests of a value with literals, and comparisons that are such tests.

use super::condition::{Claim, Of, Reader, Start, Why};
use super::definition::{boolean, equal, has_decimals, sound};
use super::edition::{Presence, View};
use super::json::object;
use super::logic::{NEVER, Say, all, any, not};
use super::{number, pattern};
use contingent_rules::{
    Checker, Comparison, Cond, Decimal, EnumValue, Facts, Form, Kind, Mode, Operand, Operation, Operator, Parameter,
    Pattern, Reference, Relation, Rule, Severity, Step, Subject, Term, Test, Truth, Value,
};

/// One test of a value.
enum One {
    /// It comes out the same for every value, even for one that cannot be read.
    Always(Truth),
    /// Nobody can tell: the type has nothing to compare.
    Unknown,
    /// The values that pass.
    Passing(Value),
}

/// A test of the given value that is the instance.
pub(super) fn tested(reader: &Reader<'_>, def: Option<&Parameter>, test: &Test, lenient: bool) -> Result<Say, Why> {
    let parts = ones(reader.view, def, test)?.into_iter().map(|one| match one {
        One::Always(truth) => Ok(Say::constant(truth)),
        One::Unknown => Ok(Say::constant(Truth::Unknown)),
        One::Passing(schema) if !lenient => Ok(Say::exact(schema)),
        One::Passing(schema) => {
            // Nothing refuses a wrong value here, and a wrong value leaves the rule undecided.
            let sound = def.map_or(Some(NEVER), |def| sound(reader.view, reader.absence, def));
            let sound = sound.ok_or("it tests a value of which cannot be said whether it is right in itself")?;
            Ok(Say { surely: all([sound.clone(), schema.clone()]), possibly: any([not(sound), schema]) })
        }
    });
    Ok(Say::and(&parts.collect::<Result<Vec<_>, Why>>()?))
}

/// A test of a value that nobody knows.
pub(super) fn hidden_test(reader: &Reader<'_>, def: Option<&Parameter>, test: &Test) -> Truth {
    let ones = ones(reader.view, def, test).unwrap_or_default();
    ones.iter().fold(if ones.is_empty() { Truth::Unknown } else { Truth::Yes }, |truth, one| {
        truth.and(match one {
            One::Always(truth) => *truth,
            One::Unknown | One::Passing(_) => Truth::Unknown,
        })
    })
}

/// A test of a constant, which has its value when it is left out: the evaluator itself says.
pub(super) fn constant_truth(view: View<'_>, parameter: &Parameter, test: &Test) -> Truth {
    let place = Reference { text: parameter.name.clone(), steps: vec![Step::Field(parameter.name.clone())] };
    let rule = Rule {
        id: "constant".to_owned(),
        form: Form::Ensure(Cond::Test(Subject::Parameter(place), test.clone())),
        when: None,
        unless: None,
        editions: Vec::new(),
        severity: Severity::Error,
        source: String::new(),
        message: String::new(),
    };
    let operation = Operation {
        parameters: vec![Parameter { editions: Vec::new(), ..parameter.clone() }],
        rules: vec![rule],
        facts: Vec::new(),
        ..view.operation.clone()
    };
    let checker = Checker::new(&operation, view.edition);
    if checker.modes().any(|mode| mode == Mode::Off) {
        return Truth::No;
    }
    let verdict = checker.check(&Value::Object(Vec::new()), &Facts::new());
    if verdict.violations.iter().chain(&verdict.warnings).any(|it| it.rule == "constant") {
        Truth::No
    } else if verdict.undecided.is_empty() {
        Truth::Yes
    } else {
        Truth::Unknown
    }
}

fn ones(view: View<'_>, def: Option<&Parameter>, test: &Test) -> Result<Vec<One>, Why> {
    let Some(def) = def else { return Ok(vec![One::Always(Truth::No)]) };
    match test {
        Test::OneOf(values) => Ok(vec![one_of(view, def, values, true)?]),
        Test::Each(operators) => {
            operators.iter().map(|(operator, value)| operator_test(view, def, *operator, value)).collect()
        }
    }
}

fn operator_test(view: View<'_>, def: &Parameter, operator: Operator, value: &str) -> Result<One, Why> {
    let (relation, keyword) = match operator {
        Operator::Eq => return one_of(view, def, std::slice::from_ref(&value.to_owned()), true),
        Operator::Ne => return one_of(view, def, std::slice::from_ref(&value.to_owned()), false),
        Operator::Matches => return matches(view, def, value),
        Operator::Gt => (Relation::Gt, "exclusiveMinimum"),
        Operator::Ge => (Relation::Ge, "minimum"),
        Operator::Lt => (Relation::Lt, "exclusiveMaximum"),
        Operator::Le => (Relation::Le, "maximum"),
    };
    let Ok(literal) = value.parse::<Decimal>() else { return Ok(One::Always(Truth::No)) };
    if !is_numeric(&def.kind) {
        return Ok(One::Unknown);
    }
    let shape = number::related(relation, &literal, has_decimals(&def.kind)).ok_or_else(too_long)?;
    Ok(One::Passing(object([(keyword, Value::from(&literal)), ("pattern", shape.into())])))
}

fn too_long() -> Why {
    "its number is too long to be spelled out for numbers that are given as text".to_owned()
}

fn matches(view: View<'_>, def: &Parameter, text: &str) -> Result<One, Why> {
    let Ok(compiled) = Pattern::new(text) else { return Ok(One::Always(Truth::No)) };
    Ok(match &def.kind {
        Kind::Enum { open: false, .. } => {
            listed(view.values(def).into_iter().filter(|value| compiled.matches(value)).map(Value::from).collect())
        }
        Kind::Boolean => {
            listed(["true", "false"].into_iter().filter(|word| compiled.matches(word)).flat_map(boolean).collect())
        }
        Kind::String | Kind::Enum { open: true, .. } => {
            let anchored = pattern::ecmascript(text)
                .ok_or("its pattern has a negated class inside a class, which dialects read differently")?;
            One::Passing(object([("pattern", anchored.into())]))
        }
        Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::TimestampMs
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => One::Unknown,
    })
}

/// The values that are among those listed.
fn listed(values: Vec<Value>) -> One {
    match values.as_slice() {
        [] => One::Passing(NEVER),
        [only] => One::Passing(object([("const", only.clone())])),
        _ => One::Passing(object([("enum", Value::List(values))])),
    }
}

fn one_of(view: View<'_>, def: &Parameter, literals: &[String], wanted: bool) -> Result<One, Why> {
    let is_listed = |text: &&String| def.one_of.is_empty() || def.one_of.contains(text);
    let passing = match &def.kind {
        Kind::Enum { values, open } => {
            let exists = |value: &EnumValue| view.presence(&value.editions) != Presence::Missing;
            let can_be = |text: &&String| *open || values.iter().any(|value| value.value == **text && exists(value));
            let texts: Vec<_> = literals.iter().filter(can_be).collect();
            (!texts.is_empty()).then(|| listed(texts.into_iter().map(|it| it.as_str().into()).collect()))
        }
        Kind::String => {
            let texts: Vec<_> = literals.iter().filter(is_listed).collect();
            (!texts.is_empty()).then(|| listed(texts.into_iter().map(|it| it.as_str().into()).collect()))
        }
        Kind::Boolean => {
            let texts: Vec<_> = literals.iter().filter(is_listed).collect();
            (!texts.is_empty()).then(|| listed(texts.into_iter().flat_map(|it| boolean(it)).collect()))
        }
        Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs => {
            let number = |text: &String| text.parse::<Decimal>().ok();
            let allowed: Vec<Decimal> = def.one_of.iter().filter_map(number).collect();
            let numbers: Vec<Decimal> =
                literals.iter().filter_map(number).filter(|it| allowed.is_empty() || allowed.contains(it)).collect();
            if numbers.is_empty() {
                None
            } else {
                Some(One::Passing(equal(&numbers, has_decimals(&def.kind)).ok_or_else(too_long)?))
            }
        }
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => None,
    };
    Ok(match (passing, wanted) {
        (None, wanted) => One::Always(if wanted { Truth::No } else { Truth::Yes }),
        (Some(One::Passing(schema)), false) => One::Passing(not(schema)),
        (Some(one), _) => one,
    })
}

fn is_numeric(kind: &Kind) -> bool {
    match kind {
        Kind::Integer | Kind::Long | Kind::Number | Kind::TimestampMs => true,
        Kind::String
        | Kind::Boolean
        | Kind::Enum { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => false,
    }
}

const TWO: &str = "it compares parameters with each other, and JSON Schema compares with literals only";

impl Reader<'_> {
    /// A comparison: with one parameter it is a test with a literal. `missing` is its truth without an operand.
    pub(super) fn comparison(&self, comparison: &Comparison, start: Start<'_>, missing: Truth) -> Result<Say, Why> {
        match comparison {
            Comparison::Texts(left, _, right) => Err([left, right]
                .into_iter()
                .find_map(|subject| match subject {
                    Subject::Fact(name) => Some(super::condition::fact(name)),
                    Subject::Parameter(_) => None,
                })
                .unwrap_or_else(|| TWO.to_owned())),
            Comparison::Numbers(left, relation, right) => {
                let (reference, test) = single(left, *relation, right).ok_or(TWO)?;
                if reference.steps.contains(&Step::Items) {
                    return Err("it compares what is in a list".to_owned());
                }
                let claim =
                    if missing == Truth::Yes { Claim::Allowed(Some(&test)) } else { Claim::Required(Some(&test)) };
                self.place(reference, start, claim, Of::Every)
            }
        }
    }
}

/// The one parameter of a comparison, and the test that it is.
fn single<'t>(left: &'t [Term], relation: Relation, right: &'t [Term]) -> Option<(&'t Reference, Test)> {
    let mut found: Option<(&Reference, bool)> = None;
    let mut rest = Decimal::from(0);
    let terms = left.iter().map(|term| (term, term.minus)).chain(right.iter().map(|term| (term, !term.minus)));
    for (term, minus) in terms {
        match &term.operand {
            Operand::Number(text) => {
                let number: Decimal = text.parse().ok()?;
                rest = rest.plus(&if minus { number.negated() } else { number });
            }
            Operand::Parameter(reference) if found.is_none() => found = Some((reference, minus)),
            Operand::Parameter(_) => return None,
        }
    }
    // ±P + rest ⋛ 0
    let (reference, minus) = found?;
    let literal = if minus { rest } else { rest.negated() };
    let operator = match (relation, minus) {
        (Relation::Eq, _) => Operator::Eq,
        (Relation::Ne, _) => Operator::Ne,
        (Relation::Lt, false) | (Relation::Gt, true) => Operator::Lt,
        (Relation::Le, false) | (Relation::Ge, true) => Operator::Le,
        (Relation::Gt, false) | (Relation::Lt, true) => Operator::Gt,
        (Relation::Ge, false) | (Relation::Le, true) => Operator::Ge,
    };
    Some((reference, Test::Each(vec![(operator, literal.to_string())])))
}
