//! The requests on which rules turn: the generated check says of each what is written down, and whoever breaks a part of
//! a rule gets one of them wrong.

use contingent::model;
use contingent_agreement::mutate::{Mutant, mutants, parameter};
use contingent_agreement::spec;
use contingent_runtime::rules::{Form, Kind, Operation, Operator, Parameter, Rule, Test};
use contingent_runtime::{Checker, Decimal, Facts, Value};
use std::path::Path;

mod toy {
    include!(concat!(env!("OUT_DIR"), "/toy.rs"));
}

mod dbs {
    include!(concat!(env!("OUT_DIR"), "/dbs.rs"));
}

/// A request of a file of cases.
struct Case {
    request: Value,
    facts: Value,
    /// The ids of violations, and of warnings after them, by edition; the empty name stands for none chosen.
    findings: Vec<(String, Vec<String>)>,
}

fn cases(json: &str) -> Vec<Case> {
    let Ok(Value::List(cases)) = Value::parse(json) else { panic!("a list of cases: {json}") };
    let field = |case: &Value, name: &str| case.get(name).cloned().unwrap_or_else(|| panic!("no {name}: {case}"));
    let texts = |value: &Value| match value {
        Value::List(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => panic!("a list of ids: {value}"),
    };
    let by_edition = |case: &Value, name: &str| match field(case, name) {
        Value::Object(entries) => entries.into_iter().map(|(edition, ids)| (edition, texts(&ids))).collect(),
        other => panic!("{name} by edition: {other}"),
    };
    let case = |case: &Value| {
        let mut findings: Vec<(String, Vec<String>)> = by_edition(case, "violations");
        for ((edition, ids), (of, more)) in findings.iter_mut().zip(by_edition(case, "warnings")) {
            assert_eq!(*edition, of);
            ids.extend(more);
        }
        Case { request: field(case, "request"), facts: field(case, "facts"), findings }
    };
    cases.iter().map(case).collect()
}

fn written(operation: &model::Operation, folder: &Path) -> String {
    let file = folder.join(operation.module.trim_start_matches("r#")).with_extension("json");
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn ids(verdict: &contingent_runtime::Verdict) -> Vec<String> {
    verdict.violations.iter().chain(&verdict.warnings).map(|finding| finding.rule.clone()).collect()
}

#[test]
fn the_generated_check_says_of_each_case_what_is_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated/dbs/cases");
    let (toys, real) = (spec::folder("../toy/spec"), spec::folder("../../spec/dbs"));
    let toy_texts =
        toy::RUNS.iter().map(|(name, run)| (contingent::reason::cases_json(spec::operation(&toys, name)), *run, name));
    let real_texts = dbs::RUNS.iter().map(|(name, run)| (written(spec::operation(&real, name), &folder), *run, name));
    let (mut compared, mut untyped, mut broken) = (0, 0, 0);
    for (text, run, name) in toy_texts.chain(real_texts) {
        for case in cases(&text) {
            for (edition, expected) in &case.findings {
                let edition = (!edition.is_empty()).then_some(edition.as_str());
                // A value of another edition, or of an open list, may have no typed form.
                let Ok(typed) = run(&case.request, &case.facts, edition) else {
                    untyped += 1;
                    continue;
                };
                assert_eq!(ids(&typed.checked), *expected, "{name} {edition:?} {} {}", case.request, case.facts);
                compared += 1;
                broken += expected.len();
            }
        }
    }
    println!("{compared} checks, {broken} findings, {untyped} without a typed form");
    assert!(compared > 500 && broken > 300 && untyped * 10 < compared, "{compared} {broken} {untyped}");
}

#[test]
fn a_rule_that_is_a_little_wrong_gets_a_case_wrong() {
    let mut services = vec![spec::folder("../../spec/dbs"), spec::folder("../toy/spec")];
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/rules");
    for entry in std::fs::read_dir(&rules).expect("the folder of rule forms") {
        services.push(spec::folder(&format!("../../spec/rules/{}", entry.expect("an entry").file_name().display())));
    }
    let (mut killed, mut equal) = (0, Vec::new());
    for operation in services.iter().flat_map(|service| &service.operations) {
        let cases = cases(&contingent::reason::cases_json(operation));
        let shown: Vec<String> = contingent::reason::cases(operation).into_iter().flat_map(|case| case.rules).collect();
        let facts: Vec<Facts> = cases.iter().map(|case| Facts::from_json(&case.facts).expect("facts")).collect();
        for (index, rule) in operation.check.rules.iter().enumerate() {
            if !shown.contains(&rule.id) {
                // What the service assumes, or what belongs to an edition that nobody declares, is never found.
                let silent = matches!(rule.form, Form::Default(_)) || !rule.editions.is_empty();
                assert!(silent, "{} rule {}", operation.name, rule.id);
                continue;
            }
            let breaks = |case: &Case| case.findings.iter().any(|(_, ids)| ids.contains(&rule.id));
            let verdicts: Vec<bool> = cases.iter().map(breaks).collect();
            // A rule that the spec itself calls redundant, or never firing, may be one that nothing can break.
            let breakable = operation.rules[index].expect.is_empty();
            assert!(verdicts.contains(&false), "{} rule {}", operation.name, rule.id);
            assert!(!breakable || verdicts.contains(&true), "{} rule {}", operation.name, rule.id);
            for mutant in mutants(&operation.check, rule) {
                let place = format!("{} rule {}: {}", operation.name, rule.id, mutant.what);
                if is_killed(&operation.check, index, &mutant, &cases, &facts) {
                    killed += 1;
                } else if let Some(point) = difference(&operation.check, rule, &mutant.rule) {
                    panic!("{place}: no case shows it, but they differ on {point}");
                } else {
                    equal.push(place);
                }
            }
        }
    }
    println!("{killed} killed, {} equivalent:\n{}", equal.len(), equal.join("\n"));
    assert!(killed > 400 && equal.len() * 5 < killed, "{killed} {}", equal.len());
}

fn is_killed(operation: &Operation, index: usize, mutant: &Mutant, cases: &[Case], facts: &[Facts]) -> bool {
    let mut wrong = operation.clone();
    wrong.rules[index] = mutant.rule.clone();
    spec::editions(operation).into_iter().any(|edition| {
        let checker = Checker::new(&wrong, edition);
        cases.iter().zip(facts).any(|(case, facts)| {
            let expected = case.findings.iter().find(|(name, _)| name == edition.unwrap_or_default());
            expected.is_some_and(|(_, expected)| ids(&checker.check(&case.request, facts)) != *expected)
        })
    })
}

/// A request on which two rules say different things; all there are, up to texts and numbers that neither names.
fn difference(operation: &Operation, a: &Rule, b: &Rule) -> Option<String> {
    let alone = |rule: &Rule| Operation { rules: vec![rule.clone()], ..operation.clone() };
    let (first, second) = (alone(a), alone(b));
    let literals: Vec<String> = literals(a).into_iter().chain(literals(b)).collect();
    let mut axes: Vec<(String, Vec<Option<Value>>)> = Vec::new();
    for reference in [a, b].iter().flat_map(|rule| rule.subjects().into_iter().chain(rule.conditions())) {
        let Some(top) = reference.top() else { continue };
        let Some(definition) = operation.parameters.iter().find(|it| it.name == top) else { continue };
        if !axes.iter().any(|(name, _)| name == top) {
            let given = values(definition, &literals, reference.steps.len() > 1).into_iter().map(Some);
            let absent = (!definition.required && definition.constant.is_none()).then_some(None);
            axes.push((top.to_owned(), absent.into_iter().chain(given).collect()));
        }
        assert!(parameter(operation, reference).is_some(), "{}", reference.text);
    }
    for name in [a, b].iter().flat_map(|rule| rule.facts()) {
        let fact = operation.facts.iter().find(|fact| fact.name == name)?;
        let key = format!("${name}");
        if !axes.iter().any(|(known, _)| *known == key) {
            axes.push((key, scalars(&fact.kind, &literals).into_iter().map(Some).collect()));
        }
    }
    let points: usize = axes.iter().map(|(_, values)| values.len()).product();
    assert!(points < 3_000_000, "{points} points for {}", a.id);
    for edition in spec::editions(operation) {
        let (first, second) = (Checker::new(&first, edition), Checker::new(&second, edition));
        for point in 0..points {
            let mut rest = point;
            let (mut request, mut facts) = (Vec::new(), Facts::new());
            for (name, values) in &axes {
                let value = &values[rest % values.len()];
                rest /= values.len();
                match (name.strip_prefix('$'), value) {
                    (_, None) => {}
                    (Some(fact), Some(value)) => facts.set(fact, value.clone()),
                    (None, Some(value)) => request.push((name.clone(), value.clone())),
                }
            }
            let request = Value::Object(request);
            let broken = |checker: &Checker| ids(&checker.check(&request, &facts)).contains(&a.id);
            if broken(&first) != broken(&second) {
                return Some(format!("{request} in {edition:?}"));
            }
        }
    }
    None
}

/// Values of a parameter that a rule may tell apart.
fn values(definition: &Parameter, literals: &[String], inside: bool) -> Vec<Value> {
    if !inside {
        return if scalars(&definition.kind, literals).is_empty() {
            vec![structure(definition, &[])]
        } else {
            within(definition, scalars(&definition.kind, literals))
        };
    }
    // Objects and lists whose fields rules name: each field absent, and with each of its values.
    let objects = |fields: &[Parameter]| {
        let mut all: Vec<Vec<(String, Value)>> = vec![Vec::new()];
        for field in fields.iter().take(4) {
            let choices = values(field, literals, !field.kind.fields().is_empty());
            let more = all.iter().flat_map(|entries| {
                choices.iter().map(|value| {
                    let mut entries = entries.clone();
                    entries.push((field.name.clone(), value.clone()));
                    entries
                })
            });
            let more: Vec<_> = more.collect();
            if field.required {
                all = more;
            } else {
                all.extend(more);
            }
        }
        all.into_iter().map(Value::Object).collect::<Vec<_>>()
    };
    match (&definition.kind, definition.kind.item()) {
        (Kind::List(_) | Kind::JsonList(_), Some(item)) => {
            let items =
                if item.kind.fields().is_empty() { values(item, literals, false) } else { objects(item.kind.fields()) };
            let one = items.iter().map(|item| Value::List(vec![item.clone()]));
            let two = items.windows(2).map(|pair| Value::List(pair.to_vec()));
            std::iter::once(Value::List(Vec::new())).chain(one).chain(two).collect()
        }
        _ => objects(definition.kind.fields()),
    }
}

fn structure(definition: &Parameter, entries: &[(String, Value)]) -> Value {
    match &definition.kind {
        Kind::List(_) | Kind::JsonList(_) => Value::List(Vec::new()),
        _ => Value::Object(entries.to_vec()),
    }
}

fn within(definition: &Parameter, mut values: Vec<Value>) -> Vec<Value> {
    let bound = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Decimal>().ok());
    let (min, max) = (bound(&definition.min), bound(&definition.max));
    values.extend([&min, &max].into_iter().flatten().map(|it| Value::Number(it.to_string())));
    if !definition.one_of.is_empty() {
        let listed = |value: &Value| definition.one_of.iter().any(|text| value.to_string().trim_matches('"') == text);
        values.retain(listed);
    }
    if let Some(constant) = &definition.constant {
        return vec![
            values.into_iter().find(|it| it.to_string() == *constant).unwrap_or(Value::Text(constant.clone())),
        ];
    }
    values.retain(|value| match value {
        Value::Number(number) => {
            let number = number.parse::<Decimal>().expect("a number");
            min.as_ref().is_none_or(|min| number >= *min) && max.as_ref().is_none_or(|max| number <= *max)
        }
        _ => true,
    });
    values
}

fn scalars(kind: &Kind, literals: &[String]) -> Vec<Value> {
    let number = |text: &str| text.parse::<Decimal>().ok();
    match kind {
        Kind::Boolean => vec![Value::Bool(true), Value::Bool(false)],
        Kind::Enum { values, open } => {
            let listed = values.iter().map(|it| it.value.clone());
            listed.chain(open.then(|| "another".to_owned())).map(Value::Text).collect()
        }
        Kind::String => {
            let known = literals.iter().cloned().chain(["x".to_owned(), "y".to_owned()]);
            known.map(Value::Text).collect()
        }
        Kind::Integer | Kind::Long | Kind::TimestampMs | Kind::Number => {
            let near = literals.iter().map(String::as_str).chain(["1"]).filter_map(number).flat_map(|it| {
                let halves: &[&str] =
                    if *kind == Kind::Number { &["-1", "-0.5", "0", "0.5", "1"] } else { &["-1", "0", "1"] };
                halves.iter().filter_map(move |step| Some(it.plus(&step.parse().ok()?))).collect::<Vec<_>>()
            });
            let mut all: Vec<Decimal> = near.filter(|it| *kind == Kind::Number || it.is_integer()).collect();
            all.sort();
            all.dedup();
            all.into_iter().map(|it| Value::Number(it.to_string())).collect()
        }
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
            Vec::new()
        }
    }
}

/// The literals of a rule, wherever they stand in its JSON.
fn literals(rule: &Rule) -> Vec<String> {
    use contingent_runtime::rules::{Comparison, Cond, Form, Operand};
    fn test(it: &Test, found: &mut Vec<String>) {
        match it {
            Test::OneOf(values) => found.extend(values.iter().cloned()),
            Test::Each(all) => {
                found.extend(all.iter().filter(|(it, _)| *it != Operator::Matches).map(|(_, it)| it.clone()))
            }
        }
    }
    fn comparison(it: &Comparison, found: &mut Vec<String>) {
        if let Comparison::Numbers(left, _, right) = it {
            let numbers = left.iter().chain(right).filter_map(|term| match &term.operand {
                Operand::Number(text) => Some(text.clone()),
                Operand::Parameter(_) => None,
            });
            found.extend(numbers);
        }
    }
    fn cond(it: &Cond, found: &mut Vec<String>) {
        match it {
            Cond::Test(_, it) => test(it, found),
            Cond::SomeItem(_, all) | Cond::All(all) | Cond::Any(all) | Cond::Count(_, all) => {
                all.iter().for_each(|it| cond(it, found));
            }
            Cond::Not(it) => cond(it, found),
            Cond::Compare(it) => comparison(it, found),
            Cond::Given(_) | Cond::Absent(_) => {}
        }
    }
    let mut found = Vec::new();
    rule.when.iter().chain(&rule.unless).for_each(|it| cond(it, &mut found));
    match &rule.form {
        Form::Require(all) | Form::Allow(all) => {
            all.iter().filter_map(|it| it.test.as_ref()).for_each(|it| test(it, &mut found))
        }
        Form::Forbid(all) | Form::Count(_, all) => all.iter().for_each(|it| cond(it, &mut found)),
        Form::Compare(it) => comparison(it, &mut found),
        Form::Ensure(it) => cond(it, &mut found),
        Form::Ignored(_) | Form::Default(_) => {}
    }
    found
}
