//! Tables and variants of small random rule sets, against every request there is.

use std::collections::BTreeSet;

use contingent_rules::{Checker, Facts, Form, Kind, Operation, Value};

use super::{By, Cell, Derived, Status, derive, table};
use crate::diagnostic::{Command, Diagnostics};
use crate::spec::SourceFile;

const HEAD: &str = "operation: Op
summary: Does it.
doc: Does it.
parameters:
  E: { type: enum, required: true, doc: E., values: { a: {doc: a.}, b: {doc: b.}, c: {doc: c.} } }
  B: { type: enum, doc: B., values: { x: {doc: x.}, y: {doc: y.} } }
  N: { type: integer, min: 1, max: 2, doc: N. }
  A: { type: string, doc: A. }
  D: { type: string, doc: D. }
  O: { type: object, doc: O., fields: { F: { type: string, doc: F. }, G: { type: boolean, required: true, doc: G. } } }
facts:
  K: { type: enum, says: the kind, doc: K., values: { p: {doc: p.}, q: {doc: q.} } }
rules:
";

/// The values of each parameter: no rule can tell any others from these.
fn domains() -> Vec<(&'static str, Vec<Option<Value>>)> {
    let texts = |texts: &[&str]| -> Vec<Option<Value>> {
        [None].into_iter().chain(texts.iter().map(|text| Some((*text).into()))).collect()
    };
    let object = |entries: &[(&str, Value)]| -> Option<Value> {
        Some(Value::Object(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()))
    };
    let flag = |truth| ("G", Value::Bool(truth));
    let objects = vec![
        None,
        object(&[flag(true)]),
        object(&[flag(false)]),
        object(&[flag(true), ("F", "f".into())]),
        object(&[flag(false), ("F", "f".into())]),
    ];
    vec![
        ("E", texts(&["a", "b", "c"]).split_off(1)),
        ("B", texts(&["x", "y"])),
        ("N", texts(&["1", "2"])),
        ("A", texts(&["s", "t", "u", "v"])),
        ("D", texts(&["s", "t", "u", "v"])),
        ("O", objects),
    ]
}

/// splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn test(&mut self) -> String {
        self.pick(&[
            "{E: a}",
            "{E: [b, c]}",
            "{B: x}",
            "{N: {ge: 2}}",
            "{A: s}",
            "{$K: p}",
            "{O.G: true}",
            "{D: {ne: s}}",
        ])
        .to_owned()
    }

    fn name(&mut self) -> &'static str {
        self.pick(&["B", "N", "A", "D", "O"])
    }

    fn cond(&mut self) -> String {
        match self.below(7) {
            0 => self.name().to_owned(),
            1 => format!("{{absent: {}}}", self.name()),
            2 => format!("{{all: [{}, {}]}}", self.test(), self.name()),
            3 => format!("{{any: [{}, {}]}}", self.test(), self.test()),
            4 => "O.F".to_owned(),
            _ => self.test(),
        }
    }

    fn rule(&mut self, index: usize) -> String {
        let (name, test) = (self.name(), self.test());
        let other = self.pick(&["O.F", "{E: b}", "{$K: q}", "{A: [s, t]}"]);
        let group = self.pick(&["exactly_one", "at_most_one", "at_least_one", "all_or_none"]);
        let form = match self.below(12) {
            0..=2 => format!("require: {name}"),
            3 => self.pick(&["require: {B: y}", "require: {N: {le: 1}}", "require: O.F", "require: {A: t}"]).to_owned(),
            4 | 5 => format!("forbid: {name}"),
            6 => format!("forbid: [{test}, {other}]"),
            7 => format!("{group}: [{name}, {other}]"),
            8 => format!("{group}: [{name}, {test}]"),
            9 => self.pick(&["allow: {B: x}", "allow: {N: {ne: 2}}", "allow: {D: [s, t]}"]).to_owned(),
            10 => self.pick(&["compare: A != D", "compare: A == D"]).to_owned(),
            _ => format!("ignored: {name}"),
        };
        let condition = match self.below(5) {
            0 => String::new(),
            1 => format!(", unless: {}", self.cond()),
            _ => format!(", when: {}", self.cond()),
        };
        format!("  - {{ id: r{index}, {form}{condition}, source: s }}\n")
    }
}

fn read(text: &str) -> Operation {
    let mut found = Diagnostics::new();
    let file = SourceFile { path: "op.yaml".into(), bytes: text.into() };
    let spec = crate::load(&[file], &mut found);
    let service = crate::resolve::resolve(&spec, &mut found);
    let message = found.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("\n");
    assert!(!found.has_errors(Command::Other), "{message}\n{text}");
    service.operations[0].check.clone()
}

/// Every request with one value of the fact: which rules it breaks and which say that something has no effect.
struct World {
    choices: Vec<Vec<usize>>,
    broken: Vec<BTreeSet<usize>>,
    idle: Vec<BTreeSet<usize>>,
    /// Rules that say of a parameter that it has no effect.
    ignores: BTreeSet<(usize, usize)>,
}

impl World {
    fn new(operation: &Operation, fact: &str) -> Self {
        let checker = Checker::new(operation, None);
        let mut facts = Facts::new();
        facts.set("K", fact.into());
        let domains = domains();
        let rules = operation.rules.iter().enumerate().filter(|(_, rule)| matches!(rule.form, Form::Ignored(_)));
        let about = |rule: &contingent_rules::Rule| {
            let name = rule.subjects().first().and_then(|it| it.top()).map(str::to_owned);
            domains.iter().position(|(known, _)| Some(*known) == name.as_deref()).expect("a parameter")
        };
        let ignores = rules.map(|(index, rule)| (index, about(rule))).collect();
        let mut world = World { choices: Vec::new(), broken: Vec::new(), idle: Vec::new(), ignores };
        let count: usize = domains.iter().map(|(_, values)| values.len()).product();
        for index in 0..count {
            let (mut rest, mut choice, mut request) = (index, Vec::new(), Vec::new());
            for (name, values) in domains.iter().rev() {
                let at = rest % values.len();
                rest /= values.len();
                choice.insert(0, at);
                request.extend(values[at].clone().map(|value| ((*name).to_owned(), value)));
            }
            let verdict = checker.check(&Value::Object(request), &facts);
            assert!(verdict.undecided.is_empty());
            let indices = |findings: &[contingent_rules::Finding]| -> BTreeSet<usize> {
                let place = |id: &str| operation.rules.iter().position(|rule| rule.id == id).expect("a rule");
                findings.iter().map(|finding| place(&finding.rule)).collect()
            };
            world.choices.push(choice);
            world.broken.push(indices(&verdict.violations));
            world.idle.push(indices(&verdict.warnings));
        }
        world
    }

    fn valid(&self, value: usize) -> Vec<usize> {
        (0..self.choices.len()).filter(|at| self.broken[*at].is_empty() && self.choices[*at][0] == value).collect()
    }

    fn at(&self, choice: &[usize]) -> usize {
        domains().iter().zip(choice).fold(0, |at, ((_, values), chosen)| at * values.len() + chosen)
    }

    fn status(&self, valid: &[usize], parameter: usize) -> Status {
        let given: Vec<usize> = valid.iter().copied().filter(|at| self.choices[*at][parameter] > 0).collect();
        match (valid.len(), given.len()) {
            (0, _) => return Status::Impossible,
            (_, 0) => return Status::Forbidden,
            (all, given) if all == given => return Status::Required,
            _ => {}
        }
        let mut see = BTreeSet::new();
        for at in valid {
            let with = |value: usize| {
                let mut choice = self.choices[*at].clone();
                choice[parameter] = value;
                &self.broken[self.at(&choice)]
            };
            let count = domains()[parameter].1.len();
            if self.choices[*at][parameter] > 0 {
                see.extend(with(0));
            } else if (1..count).all(|value| !with(value).is_empty()) {
                see.extend((1..count).flat_map(with));
            }
        }
        let mut idle: BTreeSet<usize> = given.iter().flat_map(|at| self.idle[*at].iter().copied()).collect();
        idle.retain(|rule| self.ignores.contains(&(*rule, parameter)));
        if idle.iter().any(|rule| given.iter().all(|at| self.idle[*at].contains(rule))) {
            return Status::NoEffect;
        }
        see.extend(idle);
        if see.is_empty() { Status::Optional } else { Status::See(see.into_iter().collect()) }
    }
}

/// The statuses of a cell for both values of the fact.
fn statuses(cell: &Cell) -> [&Status; 2] {
    match cell.statuses.as_slice() {
        [only] => [only, only],
        [one, other] => [one, other],
        more => panic!("{more:?}"),
    }
}

#[test]
fn tables_and_variants_are_what_all_requests_say() {
    let random = &mut Random(7);
    let mut seen = BTreeSet::new();
    for _ in 0..24 {
        let count = 1 + random.below(5);
        let rules: String = (0..count).map(|index| random.rule(index)).collect();
        let operation = read(&format!("{HEAD}{rules}"));
        let worlds = ["p", "q"].map(|fact| World::new(&operation, fact));
        let table = table(&operation, None, Some(By::Parameter(0)));
        let Kind::Enum { values, .. } = &operation.parameters[0].kind else { panic!("E is an enum") };
        let derived = derive(&operation, 0, values, &[1, 2, 3, 4, 5]);
        for (value, derived) in derived.iter().enumerate() {
            let valid = [0, 1].map(|fact: usize| worlds[fact].valid(value));
            for row in &table.rows {
                let cell = statuses(&row.cells[value]);
                for fact in [0, 1] {
                    let expected = worlds[fact].status(&valid[fact], row.parameter);
                    assert_eq!(cell[fact], &expected, "{} under {value}, {fact} of\n{rules}", row.parameter);
                    seen.insert(matches!(expected, Status::See(_)));
                }
                let all = [0, 1].into_iter().flat_map(|fact| valid[fact].iter().map(move |at| (fact, *at)));
                let given: Vec<bool> = all.map(|(fact, at)| worlds[fact].choices[at][row.parameter] > 0).collect();
                let ignored = worlds[0].ignores.iter().any(|(_, parameter)| *parameter == row.parameter);
                let expected = match (given.contains(&true), given.contains(&false)) {
                    (true, false) => Derived::Mandatory,
                    (false, true) => Derived::LeftOut,
                    _ if ignored => continue,
                    _ => Derived::Optional,
                };
                assert_eq!(derived[row.parameter - 1], expected, "{} under {value} of\n{rules}", row.parameter);
            }
        }
    }
    assert_eq!(seen.len(), 2, "some cells see a rule and some do not");
}

#[test]
fn a_value_with_no_valid_request() {
    let rules = "  - { id: no, forbid: {E: a}, source: s }\n  - { id: idle, ignored: N, when: {E: a}, source: s }\n  \
                 - { id: need, require: B, source: s }\n";
    let operation = read(&format!("{HEAD}{rules}"));
    let Kind::Enum { values, .. } = &operation.parameters[0].kind else { panic!("E is an enum") };
    let derived = derive(&operation, 0, values, &[1, 2, 3]);
    // Nothing is known of what the value demands; what does nothing is left out all the same.
    assert_eq!(derived[0], [Derived::Optional, Derived::LeftOut, Derived::Optional]);
    assert_eq!(derived[1], [Derived::Mandatory, Derived::Optional, Derived::Optional]);
    let table = table(&operation, None, Some(By::Parameter(0)));
    assert!(table.rows.iter().all(|row| row.cells[0].uniform() == Some(&Status::Impossible)));
}

#[test]
fn rules_together_and_every_fact_decide() {
    // Neither rule alone makes N mandatory; together they do, whatever the fact is.
    let rules = "  - { id: one, require: N, when: {E: a, $K: p}, source: s }\n  \
                 - { id: other, require: A, when: {E: a, $K: q}, source: s }\n  \
                 - { id: then, require: N, when: A, source: s }\n  \
                 - { id: idle, ignored: D, when: {any: [N, {E: b}]}, source: s }\n";
    let operation = read(&format!("{HEAD}{rules}"));
    let Kind::Enum { values, .. } = &operation.parameters[0].kind else { panic!("E is an enum") };
    let derived = derive(&operation, 0, values, &[2, 3, 4]);
    assert_eq!(derived[0], [Derived::Mandatory, Derived::Optional, Derived::LeftOut]);
    assert_eq!(derived[1], [Derived::Optional, Derived::Optional, Derived::LeftOut]);
    assert_eq!(derived[2], [Derived::Optional; 3]);
}

#[test]
fn a_file_on_its_own_has_the_editions_that_it_names() {
    let text = "operation: Op\nsummary: Does it.\ndoc: Does it.\nparameters:\n  \
                E: { type: enum, required: true, doc: E., values: { a: {doc: a.}, b: {doc: b., edition: new} } }\n  \
                N: { type: integer, doc: N. }\n  M: { type: integer, edition: new, doc: M. }\nrules:\n  \
                - { id: n, require: N, edition: new, source: s }\n  \
                - { id: m, require: M, edition: new, when: {E: b}, source: s }\n";
    let operation = read(text);
    let Kind::Enum { values, .. } = &operation.parameters[0].kind else { panic!("E is an enum") };
    let derived = derive(&operation, 0, values, &[1, 2]);
    assert_eq!(derived, [[Derived::Optional, Derived::Optional], [Derived::Mandatory, Derived::Mandatory]]);
}
