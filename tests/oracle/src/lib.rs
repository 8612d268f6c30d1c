//! A slow, obvious reading of the spec language: the judge of the real evaluator.
//!
//! Written from the contract alone. It checks no specs: of a legal one it says what a request comes to, of another it
//! says something or returns an error. Fractions in a spec need quotes (see `yaml`), and numbers have at most eighteen
//! digits after the point.

pub mod analysis;
mod check;
mod compare;
mod cond;
mod eval;
mod facts;
mod kleene;
pub mod random;
pub mod seed;
mod spec;
mod value;
mod yaml;

use check::{Check, Node, absent};
use cond::Form;
use eval::Eval;
use kleene::{T, all, any, not};
use serde_json::Value as Json;
use spec::{Operation, Rule};

/// What `service.yaml` says that a check depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// The declared editions, in order.
    pub editions: Vec<String>,
    /// Whether an empty string counts as absent.
    pub empty_is_absent: bool,
}

impl Service {
    /// Reads a `service.yaml`.
    pub fn read(service_yaml: &str) -> Result<Service, String> {
        let yaml: serde_yaml::Value = serde_yaml::from_str(service_yaml).map_err(|error| error.to_string())?;
        let editions = match yaml.get("editions") {
            // `[name: doc]` is a list of maps with one key each; names alone are read too.
            Some(serde_yaml::Value::Sequence(list)) => list
                .iter()
                .map(|item| match yaml::entries(Some(item)) {
                    Ok(entries) => Ok(entries.into_iter().map(|(name, _)| name).collect()),
                    Err(_) => yaml::text(item).map(|name| vec![name]),
                })
                .collect::<Result<Vec<Vec<String>>, String>>()?
                .concat(),
            other => yaml::entries(other)?.into_iter().map(|(name, _)| name).collect(),
        };
        Ok(Service { editions, empty_is_absent: yaml::flag(yaml.get("empty_is_absent"))? })
    }
}

/// The answer to a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// `valid`, `invalid` or `undecided`.
    pub verdict: &'static str,
    /// What is broken: the built-in checks first, then the rules.
    pub violations: Vec<Finding>,
    /// What is doubtful and changes no verdict.
    pub warnings: Vec<Finding>,
    /// Rules that cannot be judged.
    pub undecided: Vec<Finding>,
}

/// One broken, doubtful or undecided rule or built-in check.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The id of the rule or of the built-in check.
    pub rule: String,
    /// The places or names it is about.
    pub parameters: Vec<String>,
    /// Of an undecided rule: the names whose unknown value made it so.
    pub needs: Vec<String>,
}

/// Judges a request. `Err` says what the judge cannot read: the spec, the edition, the shape of the request.
pub fn judge(
    spec_yaml: &str,
    service: Option<&Service>,
    request: &Json,
    facts: &Json,
    edition: Option<&str>,
) -> Result<Verdict, String> {
    Spec::read(spec_yaml)?.judge(service, request, facts, edition)
}

/// An operation that has been read, for many requests.
pub struct Spec(Operation);

impl Spec {
    /// Reads an operation file.
    pub fn read(spec_yaml: &str) -> Result<Spec, String> {
        Operation::read(spec_yaml).map(Spec)
    }

    /// Judges a request, as the function of the same name.
    pub fn judge(
        &self,
        service: Option<&Service>,
        request: &Json,
        facts: &Json,
        edition: Option<&str>,
    ) -> Result<Verdict, String> {
        let Spec(operation) = self;
        if let (Some(edition), Some(service)) = (edition, service)
            && !service.editions.iter().any(|declared| declared == edition)
        {
            return Err(format!("no edition {edition}"));
        }
        let mut check = Check { edition, service, violations: Vec::new(), warnings: Vec::new() };
        let root = check.root(operation, request, facts)?;
        let mut violations = std::mem::take(&mut check.violations);
        let mut warnings = std::mem::take(&mut check.warnings);
        let mut undecided = Vec::new();
        let eval = Eval { check: &check, root: &root, folding: false };
        for rule in &operation.rules {
            let Some(soft) = strength(rule, operation, &check) else {
                continue;
            };
            let when = rule.when.iter().map(|cond| eval.cond(cond));
            let unless = rule.unless.iter().map(|cond| not(eval.cond(cond)));
            let applies = all(when.chain(unless).collect());
            if let Form::Ignored(paths) = &rule.form {
                let given = paths.iter().filter(|path| eval.given(path).truth == T::True);
                let parameters: Vec<String> = given.map(|path| path.text.clone()).collect();
                if applies.truth == T::True && !parameters.is_empty() {
                    warnings.push(Finding { rule: rule.id.clone(), parameters, needs: Vec::new() });
                }
                continue;
            }
            let form = eval.form(&rule.form);
            let outcome = any(vec![not(applies), form.outcome.clone()]);
            let finding = Finding { rule: rule.id.clone(), parameters: form.blamed(), needs: outcome.needs };
            match outcome.truth {
                T::False if soft => warnings.push(finding),
                T::False => violations.push(finding),
                T::Unknown if !soft => undecided.push(finding),
                T::Unknown | T::True => {}
            }
        }
        let verdict = match (violations.is_empty(), undecided.is_empty()) {
            (false, _) => "invalid",
            (true, false) => "undecided",
            (true, true) => "valid",
        };
        Ok(Verdict { verdict, violations, warnings, undecided })
    }
}

/// `None`: the rule is not there. Else whether it only warns.
fn strength(rule: &Rule, operation: &Operation, check: &Check) -> Option<bool> {
    let belongs_to =
        |edition: &str| rule.editions.as_ref().is_none_or(|names| names.iter().any(|name| name == edition));
    if let Some(chosen) = check.edition {
        let there = belongs_to(chosen) && !demands_missing(rule, operation, check, chosen);
        return there.then_some(rule.warning);
    }
    let editions = match check.service {
        Some(service) => service.editions.clone(),
        // Of a file on its own any name is accepted, so there is always one more edition that it does not speak of.
        None => [operation.mentioned_editions(), vec!["an edition that no one mentions".to_owned()]].concat(),
    };
    let left_out_somewhere =
        editions.iter().any(|edition| belongs_to(edition) && demands_missing(rule, operation, check, edition));
    Some(rule.warning || check.is_partial(&rule.editions) || left_out_somewhere)
}

/// Whether a rule cannot hold in an edition because of what that edition does not have.
fn demands_missing(rule: &Rule, operation: &Operation, check: &Check, edition: &str) -> bool {
    let fold = |edition: Option<&str>| {
        let check = Check { edition, service: check.service, violations: Vec::new(), warnings: Vec::new() };
        let mut root = Node { given: T::True, ..absent("") };
        for (name, def) in &operation.parameters {
            root.fields.insert(name.clone(), check.hidden(def, name));
        }
        for (name, _) in &operation.facts {
            root.fields.insert(format!("${name}"), Node { given: T::True, ..absent(name) });
        }
        Eval { check: &check, root: &root, folding: true }.form(&rule.form).outcome.truth
    };
    // A form that holds in no edition demands nothing that one of them lacks.
    fold(Some(edition)) == T::False && fold(None) != T::False
}
