//! Exact numbers, and the intervals that the literals of rules cut them into.

use contingent_rules::{Decimal, Kind, Relation};
use num_bigint::BigInt;
use num_rational::BigRational;

/// An interval without a gap; a missing bound is infinite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
}

/// Where an interval ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) value: BigRational,
    /// Whether the end itself belongs to the interval.
    pub(super) closed: bool,
}

/// A place between numbers: just before or just after one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    pub(super) value: BigRational,
    pub(super) after: bool,
}

/// A number of a spec or a request.
pub(super) fn rational(text: &str) -> Option<BigRational> {
    let text = text.parse::<Decimal>().ok()?.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let scale = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
    Some(BigRational::new(digits, scale))
}

/// The number as a decimal text, if it has one.
#[cfg(feature = "questions")]
pub(super) fn decimal(number: &BigRational) -> Option<String> {
    if number.is_integer() {
        return Some(number.to_integer().to_string());
    }
    let ten = BigRational::from_integer(BigInt::from(10));
    let mut scaled = number.clone();
    for places in 1..40_usize {
        scaled *= &ten;
        if scaled.is_integer() {
            let digits = scaled.to_integer().to_string();
            let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
            let digits = format!("{digits:0>width$}", width = places + 1);
            let (whole, fraction) = digits.split_at_checked(digits.len() - places)?;
            return Some(format!("{sign}{whole}.{fraction}"));
        }
    }
    None
}

/// Whether numbers of this kind have no fraction; `None` if it has no numbers.
pub(super) fn is_integer(kind: &Kind) -> Option<bool> {
    match kind {
        Kind::Integer | Kind::Long | Kind::TimestampMs => Some(true),
        Kind::Number => Some(false),
        Kind::String
        | Kind::Boolean
        | Kind::Enum { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Map(_)
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => None,
    }
}

/// The numbers that a type can have.
pub(super) fn width(kind: &Kind) -> Interval {
    let (low, high) = match (kind, is_integer(kind)) {
        (Kind::Integer, _) => (i64::from(i32::MIN), i64::from(i32::MAX)),
        (_, Some(true)) => (i64::MIN, i64::MAX),
        (_, Some(false) | None) => return Interval { low: None, high: None },
    };
    let bound = |value: i64| Some(Bound { value: BigRational::from_integer(value.into()), closed: true });
    Interval { low: bound(low), high: bound(high) }
}

impl Interval {
    pub(super) fn point(value: BigRational) -> Self {
        let bound = Some(Bound { value, closed: true });
        Interval { low: bound.clone(), high: bound }
    }

    /// The common part.
    pub(super) fn meet(&self, other: &Interval) -> Interval {
        let tighter = |a: &Option<Bound>, b: &Option<Bound>, high: bool| match (a, b) {
            (Some(a), Some(b)) => {
                let order = if high { b.value.cmp(&a.value) } else { a.value.cmp(&b.value) };
                Some(match order {
                    std::cmp::Ordering::Greater => a.clone(),
                    std::cmp::Ordering::Less => b.clone(),
                    std::cmp::Ordering::Equal => Bound { value: a.value.clone(), closed: a.closed && b.closed },
                })
            }
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        };
        Interval { low: tighter(&self.low, &other.low, false), high: tighter(&self.high, &other.high, true) }
    }

    /// The same integers with whole, closed ends.
    pub(super) fn whole(&self) -> Interval {
        let one = || BigRational::from_integer(1.into());
        let low = self.low.as_ref().map(|low| {
            let value = low.value.ceil();
            let value = if !low.closed && value == low.value { value + one() } else { value };
            Bound { value, closed: true }
        });
        let high = self.high.as_ref().map(|high| {
            let value = high.value.floor();
            let value = if !high.closed && value == high.value { value - one() } else { value };
            Bound { value, closed: true }
        });
        Interval { low, high }
    }

    pub(super) fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => {
                low.value > high.value || (low.value == high.value && !(low.closed && high.closed))
            }
            (None, _) | (_, None) => false,
        }
    }

    /// Some number in it, as round as possible; a whole one if its ends are whole.
    pub(super) fn sample(&self) -> BigRational {
        let one = || BigRational::from_integer(1.into());
        let zero = BigRational::from_integer(0.into());
        let (low, high) = match (&self.low, &self.high) {
            (None, None) => return zero,
            (Some(low), None) if low.value < zero => return zero,
            (Some(low), None) if low.closed => return low.value.clone(),
            (Some(low), None) => return low.value.floor() + one(),
            (None, Some(high)) if high.value > zero => return zero,
            (None, Some(high)) if high.closed => return high.value.clone(),
            (None, Some(high)) => return high.value.ceil() - one(),
            (Some(low), Some(high)) => (low, high),
        };
        if self.contains(&zero) {
            return zero;
        }
        if low.closed {
            return low.value.clone();
        }
        let round = low.value.floor() + one();
        if self.contains(&round) {
            return round;
        }
        if high.closed { high.value.clone() } else { (&low.value + &high.value) / BigRational::from_integer(2.into()) }
    }

    pub(super) fn contains(&self, value: &BigRational) -> bool {
        let above = self.low.as_ref().is_none_or(|low| low.value < *value || (low.closed && low.value == *value));
        let below = self.high.as_ref().is_none_or(|high| high.value > *value || (high.closed && high.value == *value));
        above && below
    }
}

/// The parts of a range between the cuts that are not empty.
pub(super) fn pieces(range: &Interval, cuts: &[Cut], integer: bool) -> Vec<Interval> {
    let mut cuts = cuts.to_vec();
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut low = None;
    for cut in cuts {
        let high = Some(Bound { value: cut.value.clone(), closed: cut.after });
        pieces.push(Interval { low: low.take(), high });
        low = Some(Bound { value: cut.value, closed: !cut.after });
    }
    pieces.push(Interval { low, high: None });
    let met = pieces.iter().map(|piece| piece.meet(range)).map(|piece| if integer { piece.whole() } else { piece });
    // A single number that no decimal text can say is no value.
    let sayable = |piece: &Interval| match (&piece.low, &piece.high) {
        (Some(low), Some(high)) => low.value != high.value || is_decimal(&low.value),
        (None, _) | (_, None) => true,
    };
    met.filter(|piece| !piece.is_empty() && sayable(piece)).collect()
}

/// Whether a number has a finite decimal text.
pub(super) fn is_decimal(number: &BigRational) -> bool {
    let mut rest = number.denom().clone();
    for factor in [2, 5] {
        let factor = BigInt::from(factor);
        while (&rest % &factor) == BigInt::from(0) {
            rest /= &factor;
        }
    }
    rest == BigInt::from(1)
}

/// Where a test with a literal cuts.
pub(super) fn cuts(relation: Relation, value: &BigRational, into: &mut Vec<Cut>) {
    let mut cut = |after| into.push(Cut { value: value.clone(), after });
    match relation {
        Relation::Gt | Relation::Le => cut(true),
        Relation::Ge | Relation::Lt => cut(false),
        Relation::Eq | Relation::Ne => {
            cut(false);
            cut(true);
        }
    }
}
