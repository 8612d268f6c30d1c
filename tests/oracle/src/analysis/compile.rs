//! Rules over the axes, with two truth values: everything about a representative request is known.

use super::space::{Space, Value};
use crate::compare::{as_test, compare, parameters};
use crate::cond::{Comparison, Cond, Form, Group, Op, Path, Term, Test};
use crate::spec::Rule;
use crate::value::Scalar;

/// A condition.
pub(crate) enum Node {
    Always(bool),
    Given(usize),
    /// What the test says of each point.
    Is(usize, Vec<bool>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Count(Group, Vec<Node>),
    /// Everything on the left of the sign; all operands are given.
    Sum(Vec<(bool, usize)>, i128, Op),
    Same(usize, usize, Op),
}

/// A rule: when it applies, and what must hold then.
pub(crate) struct Compiled {
    pub(crate) applies: Node,
    pub(crate) form: Node,
    /// The last axis it looks at; it can be judged when that one is chosen.
    pub(crate) last: Option<usize>,
    pub(crate) slots: Vec<usize>,
}

pub(crate) fn compile(space: &Space, rule: &Rule) -> Compiled {
    let when = rule.when.iter().map(|cond| cond_of(space, cond));
    let unless = rule.unless.iter().map(|cond| not(cond_of(space, cond)));
    let applies = Node::All(when.chain(unless).collect());
    let form = form_of(space, &rule.form);
    let mut slots = Vec::new();
    collect(&applies, &mut slots);
    collect(&form, &mut slots);
    Compiled { applies, form, last: slots.iter().max().copied(), slots }
}

fn not(node: Node) -> Node {
    Node::Not(Box::new(node))
}

fn form_of(space: &Space, form: &Form) -> Node {
    match form {
        Form::Require(parts) => Node::All(
            parts
                .iter()
                .map(|(path, test)| match test {
                    Some(test) => is(space, path, test),
                    None => given(space, path),
                })
                .collect(),
        ),
        Form::Allow(parts) => Node::All(
            parts.iter().map(|(path, test)| Node::Any(vec![not(given(space, path)), is(space, path, test)])).collect(),
        ),
        Form::Forbid(members) => Node::All(members.iter().map(|member| not(cond_of(space, member))).collect()),
        Form::Group(group, members) => Node::Count(*group, conds(space, members)),
        Form::Compare(comparison) => {
            let (all_given, holds) = comparison_of(space, comparison);
            Node::Any(vec![not(all_given), holds])
        }
        Form::Ensure(cond) => cond_of(space, cond),
        Form::Ignored(_) | Form::Default => Node::Always(true),
    }
}

fn conds(space: &Space, conds: &[Cond]) -> Vec<Node> {
    conds.iter().map(|cond| cond_of(space, cond)).collect()
}

fn cond_of(space: &Space, cond: &Cond) -> Node {
    match cond {
        Cond::Given(path) => given(space, path),
        Cond::Values(tests) => Node::All(tests.iter().map(|(path, test)| is(space, path, test)).collect()),
        Cond::All(parts) => Node::All(conds(space, parts)),
        Cond::Any(parts) => Node::Any(conds(space, parts)),
        Cond::Not(part) => not(cond_of(space, part)),
        Cond::Absent(paths) => Node::All(paths.iter().map(|path| not(given(space, path))).collect()),
        Cond::Group(group, members) => Node::Count(*group, conds(space, members)),
        Cond::Compare(comparison) => {
            let (all_given, holds) = comparison_of(space, comparison);
            Node::All(vec![all_given, holds])
        }
    }
}

fn given(space: &Space, path: &Path) -> Node {
    space.slot(path).map_or(Node::Always(false), Node::Given)
}

fn is(space: &Space, path: &Path, test: &Test) -> Node {
    match space.slot(path) {
        None => Node::Always(false),
        Some(slot) => Node::Is(slot, space.slots[slot].points.iter().map(|point| passes(test, &point.value)).collect()),
    }
}

fn passes(test: &Test, value: &Value) -> bool {
    match (test, value) {
        (Test::Every(parts), value) => parts.iter().all(|part| passes(part, value)),
        (Test::OneOf(wanted), Value::Scalar(value)) => wanted.contains(value),
        (Test::OneOf(_), _) => false,
        (Test::Is(op, wanted), Value::Scalar(value)) => compare(value, *op, wanted),
        // A text that nothing mentions differs from all that is mentioned.
        (Test::Is(op, _), _) => *op == Op::Ne,
        (Test::Matches(regex), Value::Scalar(Scalar::Text(text))) => regex.is_match(text),
        (Test::Matches(regex), Value::Other(_, matching)) => matching.iter().any(|pattern| pattern == regex.as_str()),
        (Test::Matches(_), _) => false,
    }
}

/// Whether all operands are given, and whether it holds when they are.
fn comparison_of(space: &Space, comparison: &Comparison) -> (Node, Node) {
    if let Some((path, test)) = as_test(comparison) {
        return (given(space, path), is(space, path, &test));
    }
    let all_given = Node::All(parameters(comparison).map(|path| given(space, path)).collect());
    let holds = match (comparison.left.as_slice(), comparison.right.as_slice()) {
        ([(false, Term::Parameter(left))], [(false, Term::Parameter(right))]) if !left.def.kind.is_numeric() => {
            match (space.slot(left), space.slot(right)) {
                (Some(left), Some(right)) => Node::Same(left, right, comparison.op),
                _ => Node::Always(false),
            }
        }
        (left, right) => {
            let left = left.iter().map(|(minus, term)| (*minus, term));
            let right = right.iter().map(|(minus, term)| (!*minus, term));
            let mut constant = 0;
            let mut terms = Some(Vec::new());
            for (minus, term) in left.chain(right) {
                match term {
                    Term::Number(number) => constant += if minus { -number } else { *number },
                    Term::Parameter(path) => match (&mut terms, space.slot(path)) {
                        (Some(terms), Some(slot)) => terms.push((minus, slot)),
                        _ => terms = None,
                    },
                }
            }
            terms.map_or(Node::Always(false), |terms| Node::Sum(terms, constant, comparison.op))
        }
    };
    (all_given, holds)
}

fn collect(node: &Node, slots: &mut Vec<usize>) {
    match node {
        Node::Always(_) => {}
        Node::Given(slot) | Node::Is(slot, _) => slots.push(*slot),
        Node::All(parts) | Node::Any(parts) | Node::Count(_, parts) => {
            parts.iter().for_each(|part| collect(part, slots));
        }
        Node::Not(part) => collect(part, slots),
        Node::Sum(terms, ..) => slots.extend(terms.iter().map(|(_, slot)| *slot)),
        Node::Same(left, right, _) => slots.extend([*left, *right]),
    }
}

impl Node {
    /// What it says of a request: of each axis the number of the chosen point.
    pub(crate) fn holds(&self, space: &Space, request: &[Option<usize>]) -> bool {
        match self {
            Node::Always(truth) => *truth,
            Node::Given(slot) => request[*slot].is_some(),
            Node::Is(slot, answers) => request[*slot].is_some_and(|point| answers[point]),
            Node::All(parts) => parts.iter().all(|part| part.holds(space, request)),
            Node::Any(parts) => parts.iter().any(|part| part.holds(space, request)),
            Node::Not(part) => !part.holds(space, request),
            Node::Count(group, members) => {
                let count = members.iter().filter(|member| member.holds(space, request)).count();
                match group {
                    Group::ExactlyOne => count == 1,
                    Group::AtMostOne => count <= 1,
                    Group::AtLeastOne => count >= 1,
                    Group::AllOrNone => count == 0 || count == members.len(),
                }
            }
            Node::Sum(terms, constant, op) => {
                let mut sum = *constant;
                for (minus, slot) in terms {
                    match request[*slot].map(|point| &space.slots[*slot].points[point].value) {
                        Some(Value::Scalar(Scalar::Number(number))) => sum += if *minus { -number } else { *number },
                        _ => return false,
                    }
                }
                compare(&Scalar::Number(sum), *op, &Scalar::Number(0))
            }
            Node::Same(left, right, op) => {
                let value = |slot: usize| request[slot].map(|point| &space.slots[slot].points[point].value);
                match (value(*left), value(*right)) {
                    (Some(left), Some(right)) => (left == right) == (*op == Op::Eq),
                    _ => false,
                }
            }
        }
    }
}
