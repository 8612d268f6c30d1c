//! Comparisons of values, sums and names, once it is known what is given.

use crate::cond::{Comparison, Op, Path, Term, Test};
use crate::value::Scalar;

/// One side's value, from the values of its parameters.
pub(crate) fn side(terms: &[(bool, Term)], value: &dyn Fn(&Path) -> Option<Scalar>) -> Option<Scalar> {
    if let [(false, Term::Parameter(path))] = terms {
        return value(path);
    }
    let mut sum: i128 = 0;
    for (minus, term) in terms {
        let number = match term {
            Term::Number(number) => *number,
            Term::Parameter(path) => match value(path) {
                Some(Scalar::Number(number)) => number,
                _ => return None,
            },
        };
        sum = if *minus { sum.checked_sub(number)? } else { sum.checked_add(number)? };
    }
    Some(Scalar::Number(sum))
}

pub(crate) fn compare(left: &Scalar, op: Op, right: &Scalar) -> bool {
    match (op, left, right) {
        (Op::Eq, _, _) => left == right,
        (Op::Ne, _, _) => left != right,
        (Op::Gt, Scalar::Number(left), Scalar::Number(right)) => left > right,
        (Op::Ge, Scalar::Number(left), Scalar::Number(right)) => left >= right,
        (Op::Lt, Scalar::Number(left), Scalar::Number(right)) => left < right,
        (Op::Le, Scalar::Number(left), Scalar::Number(right)) => left <= right,
        _ => false,
    }
}

/// `P + 2 <= 5` as a test of P, when P is the only parameter and stands there once.
pub(crate) fn as_test(comparison: &Comparison) -> Option<(&Path, Test)> {
    let left = comparison.left.iter().map(|(minus, term)| (*minus, term));
    let right = comparison.right.iter().map(|(minus, term)| (!*minus, term));
    // Everything on the left: sign * P + constant op 0.
    let mut constant: i128 = 0;
    let mut parameter = None;
    for (minus, term) in left.chain(right) {
        match term {
            Term::Number(number) => {
                constant = constant.checked_add(if minus { -number } else { *number })?;
            }
            Term::Parameter(path) if parameter.is_none() => parameter = Some((minus, path)),
            Term::Parameter(_) => return None,
        }
    }
    let (minus, path) = parameter?;
    let op = match (minus, comparison.op) {
        (true, Op::Lt) => Op::Gt,
        (true, Op::Le) => Op::Ge,
        (true, Op::Gt) => Op::Lt,
        (true, Op::Ge) => Op::Le,
        (_, op) => op,
    };
    Some((path, Test::Is(op, Scalar::Number(if minus { constant } else { -constant }))))
}

pub(crate) fn parameters(comparison: &Comparison) -> impl Iterator<Item = &Path> {
    comparison.left.iter().chain(&comparison.right).filter_map(|(_, term)| match term {
        Term::Parameter(path) => Some(path),
        Term::Number(_) => None,
    })
}

pub(crate) fn operands(comparison: &Comparison) -> Vec<String> {
    parameters(comparison).map(|path| path.text.clone()).collect()
}
