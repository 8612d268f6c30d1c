//! Sums of numbers that are compared: whether some numbers stand in all of the wanted relations.
//!
//! Variables are eliminated one by one (Fourier and Motzkin); rows of integers are rounded, and where that does not
//! decide, the question is split at a value.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::number::{Bound, Interval, is_decimal};

/// `sum of coefficient × place  <=  bound`, or `<`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Linear {
    /// By place, each once, no coefficient zero.
    pub(super) terms: Vec<(usize, BigRational)>,
    pub(super) bound: BigRational,
    pub(super) strict: bool,
}

/// What is known of some rows.
pub(super) enum Solution {
    /// A value for each place that the rows name.
    Found(Vec<(usize, BigRational)>),
    None,
    /// Too many rows or splits.
    Unknown,
}

/// Rows beyond which the answer is unknown.
const MAX_ROWS: usize = 600;

/// Splits beyond which the answer is unknown.
const MAX_SPLITS: usize = 40;

impl Linear {
    pub(super) fn negated(&self) -> Self {
        Linear {
            terms: self.terms.iter().map(|(place, factor)| (*place, -factor)).collect(),
            bound: -&self.bound,
            strict: !self.strict,
        }
    }

    /// The same relation with coefficients without a common factor, and for integers with a whole bound.
    pub(super) fn normal(mut self, is_integer: impl Fn(usize) -> bool) -> Self {
        let Some((_, first)) = self.terms.first() else { return self };
        let whole = self.terms.iter().all(|(place, _)| is_integer(*place));
        let factor = if whole { common_factor(&self.terms) } else { absolute(first) };
        for (_, coefficient) in &mut self.terms {
            *coefficient /= &factor;
        }
        self.bound /= &factor;
        if whole {
            let floor = self.bound.floor();
            let one = BigRational::from_integer(1.into());
            self.bound = if self.strict && floor == self.bound { floor - one } else { floor };
            self.strict = false;
        }
        self
    }

    fn factor(&self, place: usize) -> Option<&BigRational> {
        self.terms.iter().find(|(at, _)| *at == place).map(|(_, factor)| factor)
    }
}

fn absolute(number: &BigRational) -> BigRational {
    let zero = BigRational::from_integer(0.into());
    if *number < zero { -number } else { number.clone() }
}

/// The number that divides all coefficients to integers without a common factor.
fn common_factor(terms: &[(usize, BigRational)]) -> BigRational {
    let gcd = |mut a: BigInt, mut b: BigInt| {
        let zero = BigInt::from(0);
        while b != zero {
            (a, b) = (b.clone(), a % b);
        }
        if a < zero { -a } else { a }
    };
    let numerator = terms.iter().fold(BigInt::from(0), |all, (_, factor)| gcd(all, factor.numer().clone()));
    let denominator = terms.iter().fold(BigInt::from(1), |all, (_, factor)| {
        let other = factor.denom();
        &all / gcd(all.clone(), other.clone()) * other
    });
    BigRational::new(numerator, denominator)
}

/// Numbers that satisfy all rows.
pub(super) fn solve(rows: &[Linear], is_integer: &dyn Fn(usize) -> bool) -> Solution {
    let mut splits = 0;
    solve_within(rows.to_vec(), is_integer, &mut splits)
}

fn solve_within(rows: Vec<Linear>, is_integer: &dyn Fn(usize) -> bool, splits: &mut usize) -> Solution {
    let original = rows.clone();
    let mut rows: Vec<Linear> = rows.into_iter().map(|row| row.normal(is_integer)).collect();
    let mut places: BTreeSet<usize> = rows.iter().flat_map(|row| row.terms.iter().map(|(place, _)| *place)).collect();
    let mut eliminated: Vec<(usize, Vec<Linear>)> = Vec::new();
    loop {
        if rows.iter().any(contradictory) {
            return Solution::None;
        }
        // Fractions first: what remains has integers only, and can be rounded.
        let cost = |place: &usize| {
            let signs = rows.iter().filter_map(|row| row.factor(*place)).map(is_positive);
            let (upper, lower) = signs.fold((0, 0), |(up, low), sign| if sign { (up + 1, low) } else { (up, low + 1) });
            (is_integer(*place), upper * lower)
        };
        let Some(place) = places.iter().copied().min_by_key(cost) else { break };
        places.remove(&place);
        let (with, without): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.factor(place).is_some());
        rows = without;
        let (upper, lower): (Vec<_>, Vec<_>) = with.iter().partition(|row| row.factor(place).is_some_and(is_positive));
        if upper.len() * lower.len() > 4 * MAX_ROWS {
            return Solution::Unknown;
        }
        for up in &upper {
            for low in &lower {
                let row = combine(up, low, place).normal(is_integer);
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        if rows.len() > MAX_ROWS {
            return Solution::Unknown;
        }
        eliminated.push((place, with));
    }
    let mut values: Vec<(usize, BigRational)> = Vec::new();
    for (place, rows) in eliminated.iter().rev() {
        let interval = within(*place, rows, &values);
        let exact = if is_integer(*place) { interval.whole() } else { interval.clone() };
        if exact.is_empty() {
            return split(original, *place, &interval, is_integer, splits);
        }
        let value = exact.sample();
        // Another choice of the other numbers may have a decimal text; that is not looked for.
        if !is_decimal(&value) {
            return Solution::Unknown;
        }
        values.push((*place, value));
    }
    Solution::Found(values)
}

/// Tries the integers below and above an interval without one.
fn split(
    rows: Vec<Linear>,
    place: usize,
    interval: &Interval,
    is_integer: &dyn Fn(usize) -> bool,
    splits: &mut usize,
) -> Solution {
    *splits += 1;
    let Some(low) = &interval.low else { return Solution::Unknown };
    if *splits > MAX_SPLITS {
        return Solution::Unknown;
    }
    let one = BigRational::from_integer(1.into());
    let below = Linear { terms: vec![(place, one.clone())], bound: low.value.floor(), strict: false };
    let above = below.negated();
    let mut unknown = false;
    for side in [below, above] {
        let mut rows = rows.clone();
        rows.push(side);
        match solve_within(rows, is_integer, splits) {
            Solution::Found(values) => return Solution::Found(values),
            Solution::None => {}
            Solution::Unknown => unknown = true,
        }
    }
    if unknown { Solution::Unknown } else { Solution::None }
}

fn is_positive(number: &BigRational) -> bool {
    *number > BigRational::from_integer(0.into())
}

fn contradictory(row: &Linear) -> bool {
    let zero = BigRational::from_integer(0.into());
    row.terms.is_empty() && (row.bound < zero || (row.strict && row.bound == zero))
}

/// What an upper and a lower row say together of all places but one.
fn combine(upper: &Linear, lower: &Linear, place: usize) -> Linear {
    let zero = BigRational::from_integer(0.into());
    let up = upper.factor(place).cloned().unwrap_or_else(|| zero.clone());
    let low = -lower.factor(place).cloned().unwrap_or_else(|| zero.clone());
    let mut terms: Vec<(usize, BigRational)> = Vec::new();
    let scaled = upper.terms.iter().map(|(at, factor)| (*at, factor * &low));
    for (at, factor) in scaled.chain(lower.terms.iter().map(|(at, factor)| (*at, factor * &up))) {
        match terms.iter_mut().find(|(known, _)| *known == at) {
            Some((_, sum)) => *sum += factor,
            None => terms.push((at, factor)),
        }
    }
    terms.retain(|(at, factor)| *at != place && *factor != zero);
    terms.sort_by_key(|(at, _)| *at);
    let bound = &upper.bound * &low + &lower.bound * &up;
    Linear { terms, bound, strict: upper.strict || lower.strict }
}

/// Where a place can be, once the others in its rows have their values.
fn within(place: usize, rows: &[Linear], values: &[(usize, BigRational)]) -> Interval {
    let mut interval = Interval { low: None, high: None };
    for row in rows {
        let mut bound = row.bound.clone();
        for (at, factor) in &row.terms {
            if let Some((_, value)) = values.iter().find(|(known, _)| known == at) {
                bound -= factor * value;
            }
        }
        let Some(factor) = row.factor(place) else { continue };
        let bound = Some(Bound { value: bound / factor, closed: !row.strict });
        let side =
            if is_positive(factor) { Interval { low: None, high: bound } } else { Interval { low: bound, high: None } };
        interval = interval.meet(&side);
    }
    interval
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(terms: &[(usize, i64)], bound: i64, strict: bool) -> Linear {
        let terms = terms.iter().map(|(at, factor)| (*at, BigRational::from_integer((*factor).into()))).collect();
        Linear { terms, bound: BigRational::from_integer(bound.into()), strict }
    }

    fn found(rows: &[Linear], integer: bool) -> bool {
        match solve(rows, &|_| integer) {
            Solution::Found(_) => true,
            Solution::None => false,
            Solution::Unknown => panic!("few rows are always decided"),
        }
    }

    #[test]
    fn a_cycle_of_less_than_is_impossible() {
        let cycle =
            [row(&[(0, 1), (1, -1)], 0, true), row(&[(1, 1), (2, -1)], 0, true), row(&[(0, -1), (2, 1)], 0, true)];
        assert!(!found(&cycle, false));
        assert!(found(&cycle[..2], false));
    }

    #[test]
    fn between_neighbours_there_are_fractions_and_no_integers() {
        let rows = [row(&[(0, 1)], 6, true), row(&[(0, -1)], -5, true)];
        assert!(found(&rows, false));
        assert!(!found(&rows, true));
    }

    #[test]
    fn half_of_an_odd_sum_is_no_integer() {
        // a + b == 1 and a == b.
        let rows = [
            row(&[(0, 1), (1, 1)], 1, false),
            row(&[(0, -1), (1, -1)], -1, false),
            row(&[(0, 1), (1, -1)], 0, false),
            row(&[(0, -1), (1, 1)], 0, false),
        ];
        assert!(found(&rows, false));
        assert!(!found(&rows, true));
    }

    #[test]
    fn values_satisfy_every_row() {
        let rows = [row(&[(0, 2), (1, 3)], 12, false), row(&[(0, -1)], -2, false), row(&[(1, -3), (0, -1)], -5, false)];
        let Solution::Found(values) = solve(&rows, &|_| true) else { panic!("x = 2, y = 1 would do") };
        for row in &rows {
            let sum: BigRational = row
                .terms
                .iter()
                .map(|(at, factor)| factor * &values.iter().find(|(known, _)| known == at).expect("a value for each").1)
                .sum();
            assert!(sum <= row.bound, "{row:?} {values:?}");
        }
    }
}
