//! What a condition or a form says of a request, connective by connective.

use crate::check::{Check, Node, absent};
use crate::compare::{as_test, compare, operands, parameters, side};
use crate::cond::{Comparison, Cond, Form, Group, Op, Path, Step, Test};
use crate::kleene::{Outcome, T, all, any, count, known, not, unknown};
use crate::value::{Kind, Scalar};

/// What conditions are judged against.
pub(crate) struct Eval<'a> {
    pub(crate) check: &'a Check<'a>,
    pub(crate) root: &'a Node,
    /// Folding asks what a form can come to at all, so a list is looked at as if it had one item.
    pub(crate) folding: bool,
}

/// What is asked at the end of one name's way.
#[derive(Clone, Copy)]
struct Question<'a> {
    path: &'a Path,
    /// `None` asks only whether something is given.
    test: Option<&'a Test>,
}

/// A form's outcome, and what its parts come to, with the place or name of each.
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    parts: Vec<(T, String)>,
}

impl Judged {
    fn new(outcome: Outcome, names: Vec<String>) -> Judged {
        let parts = names.into_iter().map(|name| (outcome.truth, name)).collect();
        Judged { outcome, parts }
    }

    /// The parts that made the outcome what it is: of a violation those that fail, each once.
    pub(crate) fn blamed(&self) -> Vec<String> {
        let mut blamed = Vec::new();
        for (truth, name) in &self.parts {
            if *truth == self.outcome.truth && !blamed.contains(name) {
                blamed.push(name.clone());
            }
        }
        blamed
    }
}

impl Eval<'_> {
    pub(crate) fn form(&self, form: &Form) -> Judged {
        match form {
            Form::Require(requirements) => self
                .parts(requirements.iter().map(|(path, test)| (path, test.as_ref())), |question, node| {
                    self.answer(question, node)
                }),
            Form::Allow(limits) => {
                self.parts(limits.iter().map(|(path, test)| (path, Some(test))), |question, node| {
                    let given = self.answer(Question { test: None, ..question }, node);
                    any(vec![not(given), self.answer(question, node)])
                })
            }
            Form::Forbid(members) => {
                let kept: Vec<Outcome> = members.iter().map(|member| not(self.cond(member))).collect();
                let parts = members.iter().zip(&kept).flat_map(|(member, kept)| {
                    names(member).into_iter().map(|name| (kept.truth, name)).collect::<Vec<_>>()
                });
                Judged { parts: parts.collect(), outcome: all(kept) }
            }
            Form::Group(group, members) => {
                Judged::new(self.group(*group, members), members.iter().flat_map(names).collect())
            }
            Form::Compare(comparison) => {
                let (all_given, holds) = self.comparison(comparison);
                Judged::new(any(vec![not(all_given), holds]), operands(comparison))
            }
            Form::Ensure(cond) => Judged::new(self.cond(cond), names(cond)),
            // Both say something to readers and nothing about a request.
            Form::Ignored(_) | Form::Default => Judged::new(known(true), Vec::new()),
        }
    }

    pub(crate) fn cond(&self, cond: &Cond) -> Outcome {
        match cond {
            Cond::Given(path) => self.given(path),
            Cond::Values(tests) => {
                let questions = tests.iter().map(|(path, test)| Question { path, test: Some(test) });
                self.somewhere(
                    self.root,
                    &questions.map(|question| (&question.path.steps[..], question)).collect::<Vec<_>>(),
                )
            }
            Cond::All(parts) => all(parts.iter().map(|part| self.cond(part)).collect()),
            Cond::Any(parts) => any(parts.iter().map(|part| self.cond(part)).collect()),
            Cond::Not(part) => not(self.cond(part)),
            Cond::Absent(paths) => all(paths.iter().map(|path| not(self.given(path))).collect()),
            Cond::Group(group, members) => self.group(*group, members),
            Cond::Compare(comparison) => {
                let (all_given, holds) = self.comparison(comparison);
                all(vec![all_given, holds])
            }
        }
    }

    pub(crate) fn given(&self, path: &Path) -> Outcome {
        self.somewhere(self.root, &[(&path.steps, Question { path, test: None })])
    }

    fn group(&self, group: Group, members: &[Cond]) -> Outcome {
        let predicate: fn(usize, usize) -> bool = match group {
            Group::ExactlyOne => |true_ones, _| true_ones == 1,
            Group::AtMostOne => |true_ones, _| true_ones <= 1,
            Group::AtLeastOne => |true_ones, _| true_ones >= 1,
            Group::AllOrNone => |true_ones, members| true_ones == 0 || true_ones == members,
        };
        count(members.iter().map(|member| self.cond(member)).collect(), predicate)
    }

    /// All questions hold, those about one list on the same item of it.
    fn somewhere(&self, node: &Node, questions: &[(&[Step], Question)]) -> Outcome {
        let mut parts = Vec::new();
        let mut firsts: Vec<&Step> = Vec::new();
        for (steps, question) in questions {
            match steps.first() {
                None => parts.push(self.answer(*question, node)),
                Some(step) if !firsts.contains(&step) => firsts.push(step),
                Some(_) => {}
            }
        }
        for first in firsts {
            let rest: Vec<(&[Step], Question)> = questions
                .iter()
                .filter(|(steps, _)| steps.first() == Some(first))
                .map(|(steps, question)| (&steps[1..], *question))
                .collect();
            parts.push(match first {
                Step::Name(name) => self.somewhere(&field(node, name), &rest),
                Step::Items => any(node.items.iter().map(|item| self.somewhere(item, &rest)).collect()),
            });
        }
        all(parts)
    }

    /// Each part of `require` and `allow`, on every item where the name goes through a list.
    fn parts<'p>(
        &self,
        parts: impl Iterator<Item = (&'p Path, Option<&'p Test>)>,
        ask: impl Fn(Question, &Node) -> Outcome,
    ) -> Judged {
        let mut judged = Judged::new(known(true), Vec::new());
        for (path, test) in parts {
            let question = Question { path, test };
            let outcome = self.everywhere(self.root, &path.steps, question, &ask, &mut judged.parts);
            judged.outcome = all(vec![judged.outcome, outcome]);
        }
        judged
    }

    fn everywhere(
        &self,
        node: &Node,
        steps: &[Step],
        question: Question,
        ask: &impl Fn(Question, &Node) -> Outcome,
        parts: &mut Vec<(T, String)>,
    ) -> Outcome {
        match steps.split_first() {
            None => {
                let outcome = ask(question, node);
                parts.push((outcome.truth, node.place.clone()));
                outcome
            }
            Some((Step::Name(name), rest)) => self.everywhere(&field(node, name), rest, question, ask, parts),
            Some((Step::Items, rest)) => {
                let items = node.items.iter().map(|item| self.everywhere(item, rest, question, ask, parts));
                let every = all(items.collect());
                // A list that could not be read may have no items at all.
                let maybe_none = !node.items_known && !self.folding;
                if maybe_none && every.truth == T::False { unknown(&question.path.text) } else { every }
            }
        }
    }

    fn answer(&self, question: Question, node: &Node) -> Outcome {
        let given = match node.given {
            T::Unknown => unknown(&question.path.text),
            sure => known(sure == T::True),
        };
        match question.test {
            Some(test) if node.given != T::False => all(vec![given, self.test(test, question.path, node)]),
            _ => given,
        }
    }

    /// A test of a value that is given, or may be.
    fn test(&self, test: &Test, path: &Path, node: &Node) -> Outcome {
        let with_value = |holds: &dyn Fn(&Scalar) -> bool| match &node.value {
            None => unknown(&path.text),
            Some(value) => known(holds(value)),
        };
        match test {
            Test::Every(parts) => all(parts.iter().map(|part| self.test(part, path, node)).collect()),
            Test::OneOf(wanted) => {
                any(wanted.iter().map(|wanted| self.test(&Test::Is(Op::Eq, wanted.clone()), path, node)).collect())
            }
            // Whatever the value is, it does not equal what cannot be.
            Test::Is(Op::Eq, wanted) if !self.can_equal(path, wanted) => known(false),
            Test::Is(Op::Ne, wanted) if !self.can_equal(path, wanted) => known(true),
            Test::Is(op, wanted) => with_value(&|value| compare(value, *op, wanted)),
            Test::Matches(regex) => with_value(&|value| match value {
                Scalar::Text(text) => regex.is_match(text),
                Scalar::Number(_) | Scalar::Bool(_) => false,
            }),
        }
    }

    /// Whether a value is one that its parameter may have: listed, unless the list is open.
    fn can_equal(&self, path: &Path, wanted: &Scalar) -> bool {
        let def = &path.def;
        let listed = def
            .values
            .iter()
            .any(|(value, editions)| *wanted == Scalar::Text(value.clone()) && self.check.exists(editions));
        let in_enum = def.kind != Kind::Enum || def.open || listed;
        in_enum && def.one_of.as_ref().is_none_or(|list| list.contains(wanted))
    }

    /// Whether all operands are given, and whether the comparison holds if they are.
    fn comparison(&self, comparison: &Comparison) -> (Outcome, Outcome) {
        let paths: Vec<&Path> = parameters(comparison).collect();
        let all_given = all(paths.iter().map(|path| self.given(path)).collect());
        // With one parameter it is a test with a literal.
        if let Some((path, test)) = as_test(comparison) {
            return (all_given, self.test(&test, path, &self.node(path)));
        }
        let unknown_ones: Vec<Outcome> =
            paths.iter().filter(|path| self.node(path).value.is_none()).map(|path| unknown(&path.text)).collect();
        if !unknown_ones.is_empty() {
            return (all_given, all(unknown_ones));
        }
        let value = |path: &Path| self.node(path).value;
        let holds = match (side(&comparison.left, &value), side(&comparison.right, &value)) {
            (Some(left), Some(right)) => compare(&left, comparison.op, &right),
            _ => false,
        };
        (all_given, known(holds))
    }

    fn node(&self, path: &Path) -> Node {
        path.steps.iter().fold(self.root.clone(), |node, step| match step {
            Step::Name(name) => field(&node, name),
            Step::Items => node,
        })
    }
}

/// A field; of what is absent, or unknown to the edition, all fields are absent.
fn field(node: &Node, name: &str) -> Node {
    let place = if node.place.is_empty() { name.to_owned() } else { format!("{}.{name}", node.place) };
    node.fields.get(name).cloned().unwrap_or_else(|| absent(&place))
}

/// The parameters that a condition names; facts are none.
fn names(cond: &Cond) -> Vec<String> {
    match cond {
        Cond::Given(path) => vec![path.text.clone()],
        Cond::Values(tests) => {
            tests.iter().filter(|(path, _)| !path.is_fact()).map(|(path, _)| path.text.clone()).collect()
        }
        Cond::All(parts) | Cond::Any(parts) | Cond::Group(_, parts) => parts.iter().flat_map(names).collect(),
        Cond::Not(part) => names(part),
        Cond::Absent(paths) => paths.iter().map(|path| path.text.clone()).collect(),
        Cond::Compare(comparison) => operands(comparison),
    }
}
