//! A request that is not finished: whether it can be completed, and with what.

use batsat::Lit;
use contingent_rules::{Checker, Cond, Fact, Facts, Finding, Kind, Operation, Rule, Value, Verdict, View, sentence};

use super::explain::minimal;
use super::formula::Id;
use super::search::Search;
use super::solver::Answer;
use super::universe::{Purpose, Role, Side, Universe};
use super::witness::{Witness, witness};

/// Combinations of facts beyond which not all are looked at.
const MAX_COMBINATIONS: usize = 4_096;

/// What can become of a request.
#[derive(Clone, Debug)]
pub struct Completion {
    /// Valid if for every value of the unknown facts some completion breaks nothing, invalid if none does for any.
    pub verdict: Verdict,
    /// Parameters that are not given, and that every completion has; empty if there is no completion.
    pub needed: Vec<String>,
    /// The smallest completion, with values for the facts that it needs; none if there is none.
    pub smallest: Option<Witness>,
}

/// Looks for completions of a request: what is given stays, everything else may be chosen, except that a given list
/// gets no more items.
pub fn complete(operation: &Operation, edition: Option<&str>, request: &Value, facts: &Facts) -> Completion {
    let checker = Checker::new(operation, edition);
    let mut verdict = checker.check(request, facts);
    keep_built_in(&mut verdict, operation);
    let nothing = |verdict| Completion { verdict, needed: Vec::new(), smallest: None };
    if verdict.is_invalid() {
        return nothing(verdict);
    }
    let request = checker.unfolded(request);
    let facts = readable(operation, facts);
    let view = edition.map_or(View::Any, |name| View::One(name.to_owned()));
    let purpose = Purpose { request: Some(&request), facts: Some(&facts), strict: true, ..Purpose::default() };
    let mut partial = Partial::new(operation, Universe::new(vec![Side::for_requests(operation, view)], purpose));
    match partial.ask(&[]) {
        Answer::No if partial.search.universe.bounded => {
            verdict.undecided.push(partial.not_decided());
            return nothing(verdict);
        }
        Answer::No => {
            verdict.violations = partial.conflict(&[]).iter().filter_map(|rule| partial.violation(*rule)).collect();
            if verdict.violations.is_empty() {
                verdict
                    .violations
                    .push(finding("request", "no completion has a value for everything that is required"));
            }
            return nothing(verdict);
        }
        Answer::Unknown => {
            verdict.undecided.push(partial.not_decided());
            return nothing(verdict);
        }
        Answer::Yes => {}
    }
    let smallest = partial.smallest();
    let needed = partial.needed();
    partial.for_all_facts(&mut verdict);
    Completion { verdict, needed, smallest }
}

/// Leaves what is wrong with given values by themselves.
fn keep_built_in(verdict: &mut Verdict, operation: &Operation) {
    let is_rule = |finding: &Finding| operation.rules.iter().any(|rule| rule.id == finding.rule);
    verdict.violations.retain(|it| !is_rule(it) && !it.rule.ends_with(".required"));
    verdict.warnings.retain(|it| !is_rule(it) && !it.rule.ends_with(".required"));
    verdict.undecided.clear();
}

/// The facts whose values can be read; the others are unknown.
fn readable(operation: &Operation, facts: &Facts) -> Facts {
    let mut known = Facts::new();
    for Fact { name, kind, .. } in &operation.facts {
        let Some(value) = facts.get(name) else { continue };
        let fits = match (kind, value) {
            (Kind::Boolean, Value::Bool(_)) => true,
            (Kind::Boolean, Value::Text(text)) => text == "true" || text == "false",
            (_, Value::Text(_)) => true,
            (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_)) => false,
        };
        if fits {
            known.set(name, value.clone());
        }
    }
    known
}

fn finding(rule: &str, message: &str) -> Finding {
    let mut finding = Finding::default();
    rule.clone_into(&mut finding.rule);
    message.clone_into(&mut finding.message);
    finding
}

struct Partial<'a> {
    operation: &'a Operation,
    search: Search<'a>,
    selectors: Vec<Lit>,
}

impl<'a> Partial<'a> {
    fn new(operation: &'a Operation, universe: Universe<'a>) -> Self {
        let mut search = Search::new(universe);
        let mut selectors = Vec::new();
        for rule in search.universe.rules.iter().flatten() {
            let selector = search.solver.fresh();
            search.solver.assert(&search.universe, rule.holds, Some(selector));
            selectors.push(selector);
        }
        Partial { operation, search, selectors }
    }

    /// Whether some completion breaks nothing.
    fn ask(&mut self, assumptions: &[Lit]) -> Answer {
        let assumptions: Vec<Lit> = self.selectors.iter().chain(assumptions).copied().collect();
        self.search.solver.ask(&self.search.universe, 0, &assumptions)
    }

    /// Rules that leave no completion, none of which can be left out.
    fn conflict(&mut self, assumptions: &[Lit]) -> Vec<usize> {
        let rules = (0..self.selectors.len()).collect();
        let kept = minimal(&mut self.search.solver, &self.search.universe, &self.selectors, rules, assumptions);
        let rules = self.search.universe.rules.first().map(Vec::as_slice).unwrap_or_default();
        kept.iter().filter_map(|at| rules.get(*at)).map(|rule| rule.rule).collect()
    }

    fn violation(&self, rule: usize) -> Option<Finding> {
        let rule = self.operation.rules.get(rule)?;
        let mut finding = self.about(rule);
        finding.message = format!("no completion satisfies this together with what is given: {}", self.sentence(rule));
        Some(finding)
    }

    fn about(&self, rule: &Rule) -> Finding {
        let mut finding = finding(&rule.id, "");
        for reference in rule.subjects() {
            if !finding.parameters.contains(&reference.text) {
                finding.parameters.push(reference.text.clone());
            }
        }
        let unless = rule.unless.as_ref().map(|cond| Cond::Not(Box::new(cond.clone())));
        let because = rule.when.iter().chain(&unless).map(|cond| sentence::condition(cond, &self.operation.facts));
        finding.reason = because.collect::<Vec<_>>().join(" and ");
        finding.source.clone_from(&rule.source);
        finding
    }

    fn sentence(&self, rule: &Rule) -> String {
        let own = rule.message.trim_end_matches('.');
        if own.is_empty() { sentence::rule(rule, &self.operation.facts) } else { own.to_owned() }
    }

    fn not_decided(&self) -> Finding {
        finding("request", "not decided: the search took more steps than it may")
    }

    fn smallest(&mut self) -> Option<Witness> {
        let wanted: Vec<Id> = self.search.universe.rules.iter().flatten().map(|rule| rule.holds).collect();
        let choice = self.search.smallest(&wanted)?;
        witness(&self.search.universe, 0, &choice, &mut |_| 0)
    }

    /// What every completion has.
    fn needed(&mut self) -> Vec<String> {
        let open = |place: &super::universe::Place<'_>| {
            let constant = place.def().is_some_and(|def| def.constant.is_some());
            place.role == Role::Top && place.fixed.is_none() && !constant
        };
        let places: Vec<(String, Id)> = self
            .search
            .universe
            .places
            .iter()
            .filter(|place| open(place))
            .map(|place| (place.name.to_string(), place.given))
            .collect();
        let mut needed = Vec::new();
        for (name, given) in places {
            let absent = self.search.solver.literal(&self.search.universe, !given);
            if self.ask(&[absent]) == Answer::No {
                needed.push(name);
            }
        }
        needed
    }

    /// Whether there is a completion for every value of the facts that are unknown; if not, the rules that are in the
    /// way are undecided.
    fn for_all_facts(&mut self, verdict: &mut Verdict) {
        let mentioned: Vec<&str> = self
            .search
            .universe
            .rules
            .iter()
            .flatten()
            .filter_map(|rule| self.operation.rules.get(rule.rule))
            .flat_map(Rule::facts)
            .collect();
        let mut axes: Vec<Vec<Id>> = Vec::new();
        for place in &self.search.universe.places {
            let name = place.name.strip_prefix('$').unwrap_or_default();
            if place.role == Role::Fact && place.fixed.is_none() && mentioned.contains(&name) {
                axes.push(place.cells.iter().map(|cell| cell.id).collect());
            }
        }
        let combinations = axes.iter().try_fold(1_usize, |all, axis| all.checked_mul(axis.len()));
        let Some(count) = combinations.filter(|count| *count <= MAX_COMBINATIONS) else {
            verdict.undecided.push(self.not_decided());
            return;
        };
        for combination in 0..count {
            let mut rest = combination;
            let mut known = Vec::with_capacity(axes.len());
            for axis in &axes {
                if let Some(id) = axis.get(rest % axis.len().max(1)) {
                    known.push(self.search.solver.literal(&self.search.universe, *id));
                }
                rest /= axis.len().max(1);
            }
            match self.ask(&known) {
                Answer::Yes => {}
                Answer::Unknown => return verdict.undecided.push(self.not_decided()),
                Answer::No => {
                    let rules = self.conflict(&known);
                    return verdict.undecided.extend(self.depending(&rules));
                }
            }
        }
    }

    /// Undecided findings of rules that leave no completion for some facts.
    fn depending(&self, rules: &[usize]) -> Vec<Finding> {
        let rules: Vec<&Rule> = rules.iter().filter_map(|rule| self.operation.rules.get(*rule)).collect();
        let unknown = |name: &&str| {
            let place = self.search.universe.places.iter().find(|it| it.name.strip_prefix('$') == Some(*name));
            place.is_some_and(|place| place.fixed.is_none())
        };
        let mut needs: Vec<String> = Vec::new();
        for name in rules.iter().flat_map(|rule| rule.facts()).filter(unknown).map(|name| format!("${name}")) {
            if !needs.contains(&name) {
                needs.push(name);
            }
        }
        let undecided = |rule: &&Rule| {
            let mut finding = self.about(rule);
            let (rule, on) = (self.sentence(rule), sentence::join(&needs, "and"));
            finding.message = format!("not decided whether the request can be completed: {rule}; it depends on {on}");
            finding.needs.clone_from(&needs);
            finding
        };
        rules.iter().map(undecided).collect()
    }
}
