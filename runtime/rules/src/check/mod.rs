//! The one evaluator: `check(request, facts)` in one edition.

mod compile;
mod def;
mod explain;
mod inspect;
mod judge;
mod quiet;
mod read;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use self::compile::{F, Names, Ready};
use self::def::Def;
pub use self::def::{Presence, View};
use self::inspect::{Report, Trail};
use self::judge::{Node, Scene};
use self::read::{Content, is_absent, unfold};
use crate::{Facts, Finding, Operation, Parameter, Rule, Severity, Truth, Value, Verdict, nearest};

/// An operation made ready for checking requests in one edition, or in none.
pub struct Checker {
    operation: Operation,
    parameters: Vec<Def>,
    names: FxHashMap<String, usize>,
    /// The parameters that a request must have.
    required: Vec<usize>,
    /// The parameters that have a value when they are not given.
    constant: Vec<usize>,
    facts: Vec<Def>,
    rules: Vec<Prepared>,
}

/// So many parameters and facts, together, are looked at without asking for memory.
const FEW: usize = 48;

struct Prepared {
    mode: Mode,
    ready: Ready,
    /// The rule in words, written at its first finding.
    sentence: OnceLock<String>,
}

/// What a rule does in the edition of a [`Checker`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A broken rule is a violation; one that depends on something unknown is undecided.
    Error,
    /// A broken rule is a warning; it is never undecided.
    Warning,
    /// The rule does not exist in the edition, or demands what the edition does not have.
    Off,
}

impl Checker {
    /// Prepares an operation for an edition. With `None`, what all editions share is enforced
    /// and the rest warns.
    pub fn new(operation: &Operation, edition: Option<&str>) -> Self {
        let view = edition.map_or(View::Any, |name| View::One(name.to_owned()));
        let (parameters, facts) = definitions(operation, &view);
        let names = parameters
            .iter()
            .enumerate()
            .filter(|(_, def)| def.exists())
            .map(|(index, def)| (def.name.clone(), index))
            .collect();
        let modes = modes_of(operation, &view, &parameters, &facts);
        let names_of = Names { parameters: &parameters, facts: &facts };
        let rules = operation.rules.iter().zip(modes);
        let prepared = |(rule, mode)| Prepared { mode, ready: names_of.rule(rule), sentence: OnceLock::new() };
        let rules = rules.map(prepared).collect();
        let indices = |of: fn(&Def) -> bool| {
            parameters.iter().enumerate().filter(|(_, def)| of(def)).map(|(index, _)| index).collect()
        };
        let required = indices(|def| def.required && def.constant.is_none() && def.exists());
        let constant = indices(|def| def.constant.is_some());
        Checker { operation: operation.clone(), parameters, names, required, constant, facts, rules }
    }

    /// The operation it was made from.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// What each rule does in this edition, in the order of the rules.
    pub fn modes(&self) -> impl Iterator<Item = Mode> {
        self.rules.iter().map(|rule| rule.mode)
    }

    /// The request with what JSON texts say in the place of those texts.
    pub fn unfolded(&self, request: &Value) -> Value {
        let Value::Object(entries) = request else { return request.clone() };
        let entry = |(name, value): &(String, Value)| {
            let def = self.names.get(name.as_str()).and_then(|index| self.parameters.get(*index));
            let unfolded = def.and_then(|def| unfold(def, value));
            (name.clone(), unfolded.unwrap_or_else(|| value.clone()))
        };
        Value::Object(entries.iter().map(entry).collect())
    }

    /// Checks a request, a JSON object by wire names: everything is found at once.
    pub fn check(&self, request: &Value, facts: &Facts) -> Verdict {
        self.run(request, facts, |_, scene, rule| {
            // What is given is quickly seen, and then it does not matter whether it was demanded.
            if matches!(rule.form, F::Require(_)) && scene.form(&rule.form) == Truth::Yes {
                return Truth::Yes;
            }
            let applies = scene.applies(rule);
            if applies == Truth::No {
                return Truth::Yes;
            }
            (!applies).or(scene.form(&rule.form))
        })
    }

    /// The verdict for a request of which a compiled check already found out which rules are
    /// broken and which are undecided: bit `i` of word `i / 64` stands for rule `i`.
    pub fn explain(&self, request: &Value, facts: &Facts, broken: &[u64], undecided: &[u64]) -> Verdict {
        let has = |bits: &[u64], index: usize| bits.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1);
        self.run(request, facts, |index, scene, rule| match &rule.form {
            // Ignored parameters are named one by one, so they are looked at again.
            F::Ignored(_) => scene.applies(rule),
            _ if has(broken, index) => Truth::No,
            _ if has(undecided, index) => Truth::Unknown,
            _ => Truth::Yes,
        })
    }

    fn run(&self, request: &Value, facts: &Facts, judge: impl Fn(usize, &Scene<'_>, &Ready) -> Truth) -> Verdict {
        let mut verdict = Verdict::default();
        let Value::Object(entries) = request else {
            verdict.violations.push(Finding {
                rule: "request.type".into(),
                message: "a request is a JSON object from parameter names to values".into(),
                ..Finding::default()
            });
            return verdict;
        };
        // A few nodes need no memory of their own.
        let (mut few, mut many) = ([Node::absent(None); FEW], Vec::new());
        let nodes = match few.get_mut(..self.parameters.len() + self.facts.len()) {
            Some(few) => few,
            None => {
                many.resize(self.parameters.len() + self.facts.len(), Node::absent(None));
                &mut many
            }
        };
        if self.read_quietly(entries, facts, nodes) {
            let (parameters, facts) = nodes.split_at(self.parameters.len());
            self.judge_rules(parameters, facts, judge, &mut verdict);
            return verdict;
        }
        let mut values: Vec<Option<&Value>> = vec![None; self.parameters.len()];
        let mut unknown = Vec::new();
        for (name, value) in entries {
            match self.names.get(name.as_str()) {
                Some(index) => values[*index] = Some(value),
                None if is_absent(value, self.operation.empty_is_absent) => {}
                None => unknown.push(name.as_str()),
            }
        }
        let pairs = self.parameters.iter().zip(&values);
        let unfolded: Vec<Option<Value>> =
            pairs.map(|(def, value)| value.and_then(|value| unfold(def, value))).collect();
        for (value, unfolded) in values.iter_mut().zip(&unfolded) {
            *value = unfolded.as_ref().or(*value);
        }
        let mut report = Report::new(&mut verdict, self.operation.empty_is_absent);
        let parameters = self.nodes(&values, &mut report);
        self.report_unknown(&unknown, &mut report);
        let facts = self.fact_nodes(facts, &mut report);
        self.judge_rules(&parameters, &facts, judge, &mut verdict);
        verdict
    }

    fn judge_rules<'a>(
        &self,
        parameters: &[Node<'a>],
        facts: &[Node<'a>],
        judge: impl Fn(usize, &Scene<'_>, &Ready) -> Truth,
        verdict: &mut Verdict,
    ) {
        let scene = Scene { parameters, facts, empty_is_absent: self.operation.empty_is_absent, folding: false };
        for (index, (rule, data)) in self.rules.iter().zip(&self.operation.rules).enumerate() {
            if rule.mode == Mode::Off {
                continue;
            }
            let truth = judge(index, &scene, &rule.ready);
            // Ignored parameters are never wrong and may be worth a warning all the same.
            if truth != Truth::Yes || matches!(rule.ready.form, F::Ignored(_)) {
                self.report_rule(rule, data, truth, &scene, verdict);
            }
        }
    }

    fn nodes<'a>(&'a self, values: &[Option<&'a Value>], report: &mut Report<'_>) -> Vec<Node<'a>> {
        let empty_is_absent = self.operation.empty_is_absent;
        let node = |(def, value): (&'a Def, &Option<&'a Value>)| {
            let value = value.filter(|value| !is_absent(value, empty_is_absent));
            let trail = Trail::Name(&def.name, None);
            match value {
                None => {
                    report.absent(def, &trail, false);
                    Node::new(def, None, empty_is_absent)
                }
                Some(value) => {
                    let content = report.value(def, value, &trail, false);
                    Node { def: Some(def), given: Truth::Yes, content }
                }
            }
        };
        self.parameters.iter().zip(values).map(node).collect()
    }

    fn report_unknown(&self, names: &[&str], report: &mut Report<'_>) {
        for name in names {
            let known = self.parameters.iter().filter(|def| def.exists()).map(|def| def.name.as_str());
            report.unknown(name, known, &Trail::Name(name, None));
        }
    }

    fn fact_nodes<'a>(&'a self, facts: &'a Facts, report: &mut Report<'_>) -> Vec<Node<'a>> {
        let mut nodes = vec![Node::absent(None); self.facts.len()];
        self.read_facts(facts, &mut nodes, report);
        nodes
    }

    fn read_facts<'a>(&'a self, facts: &'a Facts, nodes: &mut [Node<'a>], report: &mut Report<'_>) {
        for name in facts.names() {
            if !self.facts.iter().any(|fact| fact.name == name) {
                let near = nearest(name, self.facts.iter().map(|fact| fact.name.as_str()));
                report.unknown_fact(name, near);
            }
        }
        for (node, def) in nodes.iter_mut().zip(&self.facts) {
            let content = match facts.get(&def.name) {
                None => Content::Unknown,
                Some(value) => report.fact(def, value),
            };
            *node = Node { def: Some(def), given: Truth::Yes, content };
        }
    }

    fn report_rule(&self, rule: &Prepared, data: &Rule, truth: Truth, scene: &Scene<'_>, verdict: &mut Verdict) {
        let explain = explain::Explain {
            operation: &self.operation,
            parameters: &self.parameters,
            scene,
            data,
            ready: &rule.ready,
            sentence: &rule.sentence,
        };
        if let F::Ignored(places) = &rule.ready.form {
            if scene.applies(&rule.ready) == Truth::Yes {
                verdict.warnings.extend(explain.ignored(places));
            }
            return;
        }
        match (truth, rule.mode) {
            (Truth::Yes, _) | (Truth::Unknown, Mode::Warning | Mode::Off) | (_, Mode::Off) => {}
            (Truth::Unknown, Mode::Error) => verdict.undecided.push(explain.undecided()),
            (Truth::No, Mode::Error) => verdict.violations.push(explain.broken()),
            (Truth::No, Mode::Warning) => verdict.warnings.push(explain.broken()),
        }
    }
}

/// What each rule does in a view, in the order of the rules.
pub fn modes(operation: &Operation, view: &View) -> Vec<Mode> {
    if operation.is_whole() {
        return operation.rules.iter().map(|rule| plain_mode(operation, view, rule)).collect();
    }
    let (parameters, facts) = definitions(operation, view);
    modes_of(operation, view, &parameters, &facts)
}

fn modes_of(operation: &Operation, view: &View, parameters: &[Def], facts: &[Def]) -> Vec<Mode> {
    let others = Others::new(operation, view);
    let mode = |rule: &Rule| match plain_mode(operation, view, rule) {
        Mode::Off => Mode::Off,
        Mode::Error | Mode::Warning if others.lacks_what(rule, parameters, facts) => Mode::Off,
        Mode::Error if others.some_edition_lacks(rule) => Mode::Warning,
        mode => mode,
    };
    operation.rules.iter().map(mode).collect()
}

/// What a rule does if its view has all that it names.
fn plain_mode(operation: &Operation, view: &View, rule: &Rule) -> Mode {
    match (view.presence(&rule.editions, &operation.editions), rule.severity) {
        (Presence::Missing, _) => Mode::Off,
        (Presence::Partly(_), _) | (Presence::Here, Severity::Warning) => Mode::Warning,
        (Presence::Here, Severity::Error) => Mode::Error,
    }
}

/// Parameters and facts.
type Definitions = (Vec<Def>, Vec<Def>);

/// The operation as other editions have it, for rules that demand what one of them lacks.
struct Others {
    /// Everything that any edition has.
    universe: Definitions,
    /// Without an edition: what each of the declared ones has. A file on its own declares none, so there
    /// may be one with nothing but the common part.
    editions: Vec<Definitions>,
    /// Whether every edition has everything, so that none can lack what a rule demands.
    same: bool,
}

impl Others {
    fn new(operation: &Operation, view: &View) -> Self {
        let editions = match (view, operation.editions.as_slice()) {
            (View::One(_) | View::Common, _) => Vec::new(),
            (View::Any, []) => vec![definitions(operation, &View::Common)],
            (View::Any, names) => names.iter().map(|name| definitions(operation, &View::One(name.clone()))).collect(),
        };
        let common = definitions(operation, &View::Common);
        let same = common.0.iter().chain(&common.1).all(Def::is_whole);
        Others { universe: definitions(operation, &View::Any), editions, same }
    }

    /// Whether a rule demands what these definitions lack: it could hold in the universe, and not with them.
    fn lacks_what(&self, rule: &Rule, parameters: &[Def], facts: &[Def]) -> bool {
        let can_hold = |parameters: &[Def], facts: &[Def]| {
            can_hold(&Names { parameters, facts }.rule(rule).form, parameters, facts)
        };
        !self.same && !can_hold(parameters, facts) && can_hold(&self.universe.0, &self.universe.1)
    }

    /// What some edition does not have cannot be demanded in all of them.
    fn some_edition_lacks(&self, rule: &Rule) -> bool {
        self.editions.iter().any(|(parameters, facts)| self.lacks_what(rule, parameters, facts))
    }
}

fn definitions(operation: &Operation, view: &View) -> Definitions {
    let def = |parameter: &Parameter| Def::new(parameter, view, &operation.editions);
    let parameters = operation.parameters.iter().map(def).collect();
    let facts = operation.facts.iter().map(|fact| def(&fact.as_parameter())).collect();
    (parameters, facts)
}

/// Whether a form can hold when everything that exists may be given or not, with any value.
fn can_hold(form: &F, parameters: &[Def], facts: &[Def]) -> bool {
    let open = |def| Node { given: Truth::Yes, ..Node::hidden(Some(def)) };
    let parameters: Vec<_> = parameters
        .iter()
        .map(|def| if def.exists() { Node::hidden(Some(def)) } else { Node::absent(Some(def)) })
        .collect();
    let facts: Vec<_> = facts.iter().map(open).collect();
    let scene = Scene { parameters: &parameters, facts: &facts, empty_is_absent: false, folding: true };
    scene.form(form) != Truth::No
}
