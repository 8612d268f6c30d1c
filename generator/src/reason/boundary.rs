//! Requests on which a rule turns: each part of its condition and of what it demands decides, once for each value that
//! the part can tell apart. Whoever breaks a part of the rule gets one of them wrong.

use contingent_rules::{Checker, Cond, Finding, Form, Operation, Rule, Severity, Value, Verdict, View};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::formula::Id;
use super::number::{Bound, Interval, decimal};
use super::search::{Choice, Search};
use super::shown::{Shown, shown};
use super::universe::{Content, Leaf, Place, Purpose, Role, Side, Universe};
use super::witness::{Witness, witness};
use crate::model;

/// A request, and the rules that it shows something of.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Ids of rules.
    pub rules: Vec<String>,
    /// The request and its facts.
    pub witness: Witness,
}

/// For every rule of every edition: the smallest request that it accepts and applies to, the smallest that breaks it, and
/// those on which one of its parts decides. Equal requests are one case.
pub fn cases(operation: &model::Operation) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let all: Vec<usize> = (0..operation.check.rules.len()).collect();
    add_cases(&mut cases, &operation.check, &all);
    for index in all {
        // What only warns refuses nothing. As a violation it turns on the same requests.
        if let Some(enforced) = enforced(&operation.check, index) {
            add_cases(&mut cases, &enforced, &[index]);
        }
    }
    cases
}

/// The operation with a rule that only warns, or says what has no effect, as one that refuses the same requests.
fn enforced(operation: &Operation, index: usize) -> Option<Operation> {
    let rule = operation.rules.get(index)?;
    let form = match &rule.form {
        Form::Ignored(all) => Form::Forbid(all.iter().cloned().map(Cond::Given).collect()),
        // What the service assumes is neither kept nor broken by a request.
        Form::Default(_) => return None,
        Form::Require(_) | Form::Forbid(_) | Form::Count(..) | Form::Allow(_) | Form::Compare(_) | Form::Ensure(_) => {
            if rule.severity == Severity::Error {
                return None;
            }
            rule.form.clone()
        }
    };
    let mut operation = operation.clone();
    if let Some(rule) = operation.rules.get_mut(index) {
        rule.severity = Severity::Error;
        rule.form = form;
    }
    Some(operation)
}

/// Adds the cases of some rules, as far as they refuse anything.
fn add_cases(cases: &mut Vec<Case>, operation: &Operation, wanted: &[usize]) {
    let editions = operation.editions.iter().map(|name| View::One(name.clone()));
    for view in std::iter::once(View::Any).chain(editions) {
        let side = Side::for_requests(operation, view);
        let active = side.rules.clone();
        let mut universe = Universe::new(vec![side], Purpose { strict: true, ..Purpose::default() });
        let mut turning = |index: &usize| match operation.rules.get(*index) {
            Some(rule) if wanted.contains(index) => turns(&mut universe, *index, rule),
            Some(_) | None => Vec::new(),
        };
        let turning: Vec<Vec<Turn>> = active.iter().map(&mut turning).collect();
        let holds: Vec<(Id, Option<Id>)> =
            universe.rules.iter().flatten().map(|rule| (rule.holds, rule.applies)).collect();
        let mut search = Search::new(universe);
        for (at, index) in active.iter().enumerate().filter(|(_, index)| wanted.contains(index)) {
            let Some(rule) = operation.rules.get(*index) else { continue };
            let others: Vec<Id> =
                holds.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (holds, _))| *holds).collect();
            let Some((own, applies)) = holds.get(at).copied() else { continue };
            let accepted: Vec<Id> = [own].into_iter().chain(applies).collect();
            let plain = [accepted, vec![!own]].into_iter().map(|wanted| (wanted, 1));
            let turning = turning.get(at).into_iter().flatten().map(|turn| (vec![turn.id], turn.values));
            for (wanted, values) in plain.chain(turning) {
                let among: Vec<Id> = others.iter().copied().chain(wanted.iter().copied()).collect();
                let Some(choice) = search.smallest(&among).or_else(|| search.smallest(&wanted)) else { continue };
                for value in 0..values {
                    let mut pick = |count: usize| value % count.max(1);
                    if let Some(found) = witness(&search.universe, 0, &choice, &mut pick) {
                        add(cases, &rule.id, found);
                    }
                }
                // The ends of an interval are where a bound that is off by one shows.
                for high in [false, true] {
                    let mut ends = choice.clone();
                    if to_ends(&search.universe, &mut ends, high)
                        && let Some(found) = witness(&search.universe, 0, &ends, &mut |_| 0)
                    {
                        add(cases, &rule.id, found);
                    }
                }
            }
        }
    }
}

fn add(cases: &mut Vec<Case>, rule: &str, witness: Witness) {
    match cases.iter_mut().find(|case| case.witness == witness) {
        Some(case) if case.rules.iter().any(|known| known == rule) => {}
        Some(case) => case.rules.push(rule.to_owned()),
        None => cases.push(Case { rules: vec![rule.to_owned()], witness }),
    }
}

/// What is looked for.
struct Turn {
    id: Id,
    /// How many values it stands for; each is a request of its own.
    values: usize,
}

/// For each part of a rule, and each value that it tells apart: the part decides, with this value.
fn turns<'a>(universe: &mut Universe<'a>, index: usize, rule: &'a Rule) -> Vec<Turn> {
    let leaves = universe.leaves(0, index, rule);
    let mut turns = Vec::new();
    for (at, leaf) in leaves.into_iter().enumerate() {
        let yes = universe.with_leaf(0, index, rule, (at, true));
        let no = universe.with_leaf(0, index, rule, (at, false));
        let (only_yes, only_no) = (universe.arena.all([yes, !no]), universe.arena.all([no, !yes]));
        let decides = universe.arena.any([only_yes, only_no]);
        if decides == Id::FALSE {
            continue;
        }
        let options: Vec<(Id, usize)> = match leaf {
            Leaf::Place(place) => {
                let place = universe.places.get(place);
                let cells = place.into_iter().flat_map(|place| &place.cells);
                let absent = place.map_or(Id::FALSE, |place| !place.given);
                std::iter::once((absent, 1)).chain(cells.map(|cell| (cell.id, cell.content.shapes()))).collect()
            }
            Leaf::Numbers(less, most) => vec![(less, 1), (universe.arena.all([most, !less]), 1), (!most, 1)],
            Leaf::Texts(same) => vec![(same, 1), (!same, 1)],
            Leaf::Group(parts) => parts.into_iter().map(|part| (part, 1)).collect(),
        };
        for (option, values) in options {
            let id = universe.arena.all([decides, option]);
            if id != Id::FALSE && !turns.iter().any(|turn: &Turn| turn.id == id) {
                turns.push(Turn { id, values });
            }
        }
    }
    turns
}

/// Moves numbers that are in an interval to one of its ends; whether there is one to move.
fn to_ends(universe: &Universe<'_>, choice: &mut Choice, high: bool) -> bool {
    let mut moved = false;
    for (at, place) in universe.places.iter().enumerate() {
        // What is compared with other places has its number from the comparison.
        if !is_number(place) || choice.numbers.iter().any(|(known, _)| *known == at) {
            continue;
        }
        let cell = place.cells.iter().find(|cell| choice.holds(cell.id));
        let Some(Content::Number(interval)) = cell.map(|cell| &cell.content) else { continue };
        let end = if high { &interval.high } else { &interval.low };
        let near = end.as_ref().and_then(|end| near(interval, end, high)).filter(|it| *it != interval.sample());
        if let Some(value) = near.filter(|it| decimal(it).is_some()) {
            choice.numbers.push((at, value));
            moved = true;
        }
    }
    moved
}

/// The end of an interval, or a number close to it.
fn near(interval: &Interval, end: &Bound, high: bool) -> Option<BigRational> {
    if end.closed {
        return Some(end.value.clone());
    }
    let halves = (1..8_u32).map(|power| BigRational::new(1.into(), BigInt::from(2).pow(power)));
    let mut inside = halves.map(|step| if high { &end.value - step } else { &end.value + step });
    inside.find(|value| interval.contains(value))
}

fn is_number(place: &Place<'_>) -> bool {
    place.role != Role::Fact && place.cells.iter().any(|cell| matches!(cell.content, Content::Number(_)))
}

/// The cases of an operation as JSON, one in a line, each with what the check says in every edition.
pub fn cases_json(operation: &model::Operation) -> String {
    json(operation, cases(operation))
}

/// The same, and for each rule what shows it.
pub(crate) fn cases_shown(operation: &model::Operation) -> (String, Vec<Shown>) {
    let cases = cases(operation);
    let shown = shown(operation, &cases);
    (json(operation, cases), shown)
}

fn json(operation: &model::Operation, cases: Vec<Case>) -> String {
    let editions: Vec<Option<&str>> =
        std::iter::once(None).chain(operation.check.editions.iter().map(|name| Some(name.as_str()))).collect();
    let checkers: Vec<(Option<&str>, Checker)> =
        editions.iter().map(|edition| (*edition, Checker::new(&operation.check, *edition))).collect();
    let text = |text: &str| Value::Text(text.to_owned());
    let mut lines = Vec::new();
    for Case { rules, witness } in cases {
        let facts = witness.known_facts();
        let said = checkers.iter().map(|(edition, checker)| {
            let verdict = checker.check(&witness.request, &facts);
            (edition.unwrap_or_default().to_owned(), verdict)
        });
        let said: Vec<(String, Verdict)> = said.collect();
        let of = |findings: fn(&Verdict) -> &[Finding]| {
            let ids = |verdict| findings(verdict).iter().map(|finding| text(&finding.rule)).collect();
            Value::Object(said.iter().map(|(edition, it)| (edition.clone(), Value::List(ids(it)))).collect())
        };
        let case = Value::Object(vec![
            ("shows".to_owned(), Value::List(rules.iter().map(|rule| text(rule)).collect())),
            ("request".to_owned(), witness.request.clone()),
            ("facts".to_owned(), Value::Object(witness.facts.clone())),
            ("violations".to_owned(), of(|verdict| &verdict.violations)),
            ("warnings".to_owned(), of(|verdict| &verdict.warnings)),
        ]);
        lines.push(format!("  {case}"));
    }
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}
