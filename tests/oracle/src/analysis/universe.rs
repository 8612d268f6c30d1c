//! What exists in one edition, or in what is common to all, and which rules count there.

use crate::check::Check;
use crate::cond::{Comparison, Cond, Form, Op, Path, Step, Test};
use crate::spec::{Def, Editions, Operation, Rule};
use crate::value::{Kind, Scalar};
use crate::{Service, demands_missing};
use serde_yaml::Value as Yaml;

/// What is common to all editions is looked at as one more edition, whose name no spec can have.
const COMMON: &str = "\u{1}common";
/// The edition of what is not common.
const ELSEWHERE: &str = "\u{1}elsewhere";

/// An operation in one edition.
pub(crate) struct Universe {
    pub(crate) operation: Operation,
    pub(crate) edition: String,
    service: Option<Service>,
}

impl Universe {
    pub(crate) fn read(spec_yaml: &str, service: Option<&Service>, edition: Option<&str>) -> Result<Universe, String> {
        if let (Some(edition), Some(service)) = (edition, service)
            && !service.editions.iter().any(|declared| declared == edition)
        {
            return Err(format!("no edition {edition}"));
        }
        let mut yaml: Yaml = serde_yaml::from_str(spec_yaml).map_err(|error| error.to_string())?;
        if edition.is_none() {
            for part in ["parameters", "facts"] {
                if let Some(definitions) = yaml.get_mut(part) {
                    settle(definitions, service);
                }
            }
            if let Some(Yaml::Sequence(rules)) = yaml.get_mut("rules") {
                rules.iter_mut().for_each(|rule| settle_here(rule, service));
            }
        }
        let text = serde_yaml::to_string(&yaml).map_err(|error| error.to_string())?;
        Ok(Universe {
            operation: Operation::read(if edition.is_none() { &text } else { spec_yaml })?,
            edition: edition.unwrap_or(COMMON).to_owned(),
            service: service.cloned(),
        })
    }

    pub(crate) fn exists(&self, editions: &Editions) -> bool {
        editions.as_ref().is_none_or(|names| names.contains(&self.edition))
    }

    /// The error rules that count, in the order of the file.
    pub(crate) fn active(&self) -> Vec<&Rule> {
        let check = Check {
            edition: Some(&self.edition),
            service: self.service.as_ref(),
            violations: Vec::new(),
            warnings: Vec::new(),
        };
        let counts = |rule: &&Rule| {
            self.exists(&rule.editions)
                && !rule.warning
                && !matches!(rule.form, Form::Ignored(_) | Form::Default)
                && !paths(rule).iter().any(|path| path.steps.contains(&Step::Items))
                && !demands_missing(rule, &self.operation, &check, &self.edition)
        };
        self.operation.rules.iter().filter(counts).collect()
    }

    /// Whether a rule names a parameter or a listed value that this universe does not have. A value that no edition
    /// lists is not missing, it is wrong.
    pub(crate) fn names_missing(&self, rule: &Rule) -> bool {
        let value_missing = |path: &Path, wanted: &Scalar| {
            path.def.kind == Kind::Enum
                && path
                    .def
                    .values
                    .iter()
                    .any(|(value, editions)| Scalar::Text(value.clone()) == *wanted && !self.exists(editions))
        };
        leaves(rule).iter().any(|leaf| match leaf {
            Leaf::Test(path, test) => literals(test).iter().any(|(_, wanted)| value_missing(path, wanted)),
            Leaf::Given(_) | Leaf::Compare(_) => false,
        }) || paths(rule).iter().any(|path| !path.is_fact() && !self.has(path))
    }

    fn has(&self, path: &Path) -> bool {
        let mut defs: &[(String, Def)] = &self.operation.parameters;
        path.steps.iter().all(|step| match step {
            Step::Items => true,
            Step::Name(name) => match defs.iter().find(|(known, _)| known == name) {
                Some((_, def)) => {
                    defs = def.fields.as_deref().unwrap_or_default();
                    self.exists(&def.editions)
                }
                None => false,
            },
        })
    }
}

/// Replaces the editions of everything below by one that says whether it is common to all.
fn settle(yaml: &mut Yaml, service: Option<&Service>) {
    settle_here(yaml, service);
    if let Yaml::Mapping(map) = yaml {
        map.iter_mut().for_each(|(_, below)| settle(below, service));
    }
}

fn settle_here(yaml: &mut Yaml, service: Option<&Service>) {
    // A parameter or value of the name `edition` is a map, an edition is a name or a list of names.
    let Some(edition) = yaml.get_mut("edition").filter(|edition| !edition.is_mapping()) else {
        return;
    };
    let names = crate::yaml::texts(edition).unwrap_or_default();
    // Of a file on its own no list of editions names them all.
    let common = service.is_some_and(|service| service.editions.iter().all(|declared| names.contains(declared)));
    *edition = Yaml::from(if common { COMMON } else { ELSEWHERE });
}

/// What a rule asks, without how it is put together.
pub(crate) enum Leaf<'a> {
    Given(&'a Path),
    Test(&'a Path, &'a Test),
    Compare(&'a Comparison),
}

pub(crate) fn leaves(rule: &Rule) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    match &rule.form {
        Form::Require(parts) => found.extend(parts.iter().map(|(path, test)| match test {
            Some(test) => Leaf::Test(path, test),
            None => Leaf::Given(path),
        })),
        Form::Allow(parts) => found.extend(parts.iter().map(|(path, test)| Leaf::Test(path, test))),
        Form::Forbid(members) | Form::Group(_, members) => members.iter().for_each(|member| below(member, &mut found)),
        Form::Compare(comparison) => found.push(Leaf::Compare(comparison)),
        Form::Ensure(cond) => below(cond, &mut found),
        Form::Ignored(paths) => found.extend(paths.iter().map(Leaf::Given)),
        Form::Default => {}
    }
    rule.when.iter().chain(&rule.unless).for_each(|cond| below(cond, &mut found));
    found
}

fn below<'a>(cond: &'a Cond, found: &mut Vec<Leaf<'a>>) {
    match cond {
        Cond::Given(path) => found.push(Leaf::Given(path)),
        Cond::Values(tests) => found.extend(tests.iter().map(|(path, test)| Leaf::Test(path, test))),
        Cond::All(parts) | Cond::Any(parts) | Cond::Group(_, parts) => {
            parts.iter().for_each(|part| below(part, found));
        }
        Cond::Not(part) => below(part, found),
        Cond::Absent(paths) => found.extend(paths.iter().map(Leaf::Given)),
        Cond::Compare(comparison) => found.push(Leaf::Compare(comparison)),
    }
}

pub(crate) fn paths(rule: &Rule) -> Vec<&Path> {
    leaves(rule)
        .into_iter()
        .flat_map(|leaf| match leaf {
            Leaf::Given(path) | Leaf::Test(path, _) => vec![path],
            Leaf::Compare(comparison) => crate::compare::parameters(comparison).collect(),
        })
        .collect()
}

/// The literals of a test, with how they are compared.
pub(crate) fn literals(test: &Test) -> Vec<(Op, Scalar)> {
    match test {
        Test::OneOf(wanted) => wanted.iter().map(|wanted| (Op::Eq, wanted.clone())).collect(),
        Test::Is(op, wanted) => vec![(*op, wanted.clone())],
        Test::Matches(_) => Vec::new(),
        Test::Every(parts) => parts.iter().flat_map(literals).collect(),
    }
}

/// The patterns of a test, by their texts.
pub(crate) fn patterns(test: &Test) -> Vec<String> {
    match test {
        Test::Matches(regex) => vec![regex.as_str().to_owned()],
        Test::Every(parts) => parts.iter().flat_map(patterns).collect(),
        Test::OneOf(_) | Test::Is(..) => Vec::new(),
    }
}
