//! Exact decimal numbers: what `number` parameters, bounds and comparisons are computed with.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// An exact decimal number of any length; never a binary fraction.
///
/// Two texts of the same number are equal: `5`, `5.0` and `0.5e1`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    negative: bool,
    /// Digits 0 to 9 without leading or trailing zeros; empty means zero.
    digits: Vec<u8>,
    /// The number is `0.d1d2d3… × 10^exponent`.
    exponent: i32,
}

/// Numbers beyond this many digits before or after the point are refused, so that
/// no request can make a sum arbitrarily expensive.
pub const MAX_DIGITS: i32 = 10_000;

/// A text that is not a number, or one with more than [`MAX_DIGITS`] digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a decimal number of at most {MAX_DIGITS} digits")
    }
}

impl std::error::Error for NotANumber {}

impl FromStr for Decimal {
    type Err = NotANumber;

    /// Reads `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`, the numbers of JSON and leading zeros.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, parse_power(power)?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(NotANumber),
            None => (mantissa, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(NotANumber);
        }
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let point = i64::try_from(whole.len()).map_err(|_| NotANumber)?;
        Self::normal(negative, &digits, point.saturating_add(power))
    }
}

fn parse_power(text: &str) -> Result<i64, NotANumber> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotANumber);
    }
    // A power too long for i64 is out of range whatever the mantissa, except for zero.
    let size = digits.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    Ok(if text.starts_with('-') { -size } else { size })
}

impl Decimal {
    fn normal(negative: bool, digits: &[u8], exponent: i64) -> Result<Self, NotANumber> {
        let Some(first) = digits.iter().position(|d| *d != 0) else {
            return Ok(Self { negative: false, digits: Vec::new(), exponent: 0 });
        };
        let last = digits.iter().rposition(|d| *d != 0).unwrap_or(first);
        let kept = &digits[first..=last];
        let exponent = exponent - i64::try_from(first).unwrap_or(i64::MAX);
        let lowest = exponent - i64::try_from(kept.len()).unwrap_or(i64::MAX);
        let limit = i64::from(MAX_DIGITS);
        if exponent > limit || lowest < -limit {
            return Err(NotANumber);
        }
        let exponent = i32::try_from(exponent).map_err(|_| NotANumber)?;
        Ok(Self { negative, digits: kept.to_vec(), exponent })
    }

    /// Whether the number has no fraction.
    pub fn is_integer(&self) -> bool {
        i64::from(self.exponent) >= self.digits.len() as i64
    }

    /// The number as a 64-bit integer; `None` if it has a fraction or does not fit.
    pub fn to_i64(&self) -> Option<i64> {
        if !self.is_integer() || self.exponent > 19 {
            return None;
        }
        let places = usize::try_from(self.exponent.max(0)).ok()?;
        let digits = self.digits.iter().copied().chain(std::iter::repeat(0));
        let size = digits.take(places).fold(0_i128, |sum, digit| sum * 10 + i128::from(digit));
        i64::try_from(if self.negative { -size } else { size }).ok()
    }

    /// The greatest integer that is not greater; `None` if it does not fit in 64 bits.
    pub fn floor(&self) -> Option<i64> {
        if self.is_integer() {
            return self.to_i64();
        }
        let places = usize::try_from(self.exponent.max(0)).ok()?;
        let digits = self.digits.get(..places).unwrap_or(&self.digits).to_vec();
        let whole = Self::normal(self.negative, &digits, i64::from(self.exponent.max(0))).ok()?.to_i64()?;
        if self.negative { whole.checked_sub(1) } else { Some(whole) }
    }

    /// How the number compares with a literal of a spec. A text that is no number counts as zero.
    pub fn cmp_text(&self, literal: &str) -> Ordering {
        self.cmp(&literal.parse().unwrap_or_else(|_| Self::from(0)))
    }

    /// The exact sum.
    pub fn plus(&self, other: &Self) -> Self {
        if self.negative == other.negative {
            return aligned(self.negative, self, other, |a, b| a + b);
        }
        match self.cmp_size(other) {
            Ordering::Equal => Self::from(0),
            Ordering::Greater => aligned(self.negative, self, other, |a, b| a - b),
            Ordering::Less => aligned(other.negative, other, self, |a, b| a - b),
        }
    }

    /// The number with the other sign.
    pub fn negated(&self) -> Self {
        Self { negative: !self.negative && !self.digits.is_empty(), ..self.clone() }
    }

    fn cmp_size(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

/// `larger ± smaller` digit by digit; for a difference `larger` must not be the smaller one.
fn aligned(negative: bool, larger: &Decimal, smaller: &Decimal, op: fn(i8, i8) -> i8) -> Decimal {
    let low = |n: &Decimal| n.exponent - n.digits.len() as i32;
    let (top, bottom) = (larger.exponent.max(smaller.exponent), low(larger).min(low(smaller)));
    // One place more than the longer operand takes the last carry.
    let places = usize::try_from(top - bottom).unwrap_or(0) + 1;
    let digit = |n: &Decimal, place: i32| {
        let index = n.exponent - 1 - place;
        usize::try_from(index).ok().and_then(|i| n.digits.get(i)).map_or(0, |d| *d as i8)
    };
    let mut digits = vec![0_u8; places];
    let mut carry = 0_i8;
    for (offset, slot) in digits.iter_mut().rev().enumerate() {
        let place = bottom + offset as i32;
        let sum = op(digit(larger, place), digit(smaller, place)) + carry;
        carry = sum.div_euclid(10);
        *slot = sum.rem_euclid(10) as u8;
    }
    Decimal::normal(negative, &digits, i64::from(top) + 1).unwrap_or_else(|_| larger.clone())
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.cmp_size(other),
            (true, true) => other.cmp_size(self),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        let text = number.unsigned_abs().to_string();
        let digits: Vec<u8> = text.bytes().map(|b| b - b'0').collect();
        let exponent = digits.len() as i64;
        // At most 19 digits, which is within every limit.
        Self::normal(number < 0, &digits, exponent).unwrap_or(Self { negative: false, digits: Vec::new(), exponent: 0 })
    }
}

impl From<i32> for Decimal {
    fn from(number: i32) -> Self {
        Self::from(i64::from(number))
    }
}

impl fmt::Display for Decimal {
    /// Plain notation, `-?[0-9]+(\.[0-9]+)?`, never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        let point = self.exponent.max(0) as usize;
        if self.exponent <= 0 {
            f.write_str("0")?;
        }
        for index in 0..point {
            write!(f, "{}", self.digits.get(index).copied().unwrap_or(0))?;
        }
        if self.is_integer() {
            return Ok(());
        }
        f.write_str(".")?;
        for _ in self.exponent..0 {
            f.write_str("0")?;
        }
        self.digits.iter().skip(point).try_for_each(|digit| write!(f, "{digit}"))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn texts_of_one_number_are_equal() {
        for text in ["5", "5.0", "05", "0.5e1", "50e-1", "5.000e+0"] {
            assert_eq!(n(text), n("5"), "{text}");
        }
        assert_eq!(n("-0"), n("0"));
        assert_eq!(n("0e99999999999999999999"), n("0"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "+5", ".5", "5.", "1e", "1e+", "0x10", "1_000", "1e99999", " 5", "٣"] {
            assert_eq!(text.parse::<Decimal>(), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn order_is_exact() {
        let sorted = ["-10", "-9.5", "-0.1", "0", "0.09", "0.1", "1", "9.99", "10", "10.01", "1e3"];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(n(a).cmp(&n(b)), i.cmp(&j), "{a} {b}");
            }
        }
        assert!(n("9007199254740993") > n("9007199254740992"));
    }

    #[test]
    fn sums_are_exact() {
        let cases = [
            ("0.1", "0.2", "0.3"),
            ("-5", "5", "0"),
            ("1", "-0.001", "0.999"),
            ("999", "1", "1000"),
            ("-1", "0.5", "-0.5"),
            ("1e20", "1", "100000000000000000001"),
            ("9223372036854775807", "9223372036854775807", "18446744073709551614"),
        ];
        for (a, b, sum) in cases {
            assert_eq!(n(a).plus(&n(b)), n(sum), "{a} + {b}");
            assert_eq!(n(b).plus(&n(a)), n(sum), "{b} + {a}");
        }
    }

    #[test]
    fn text_and_integers_survive_a_round_trip() {
        for text in ["0", "5", "-5", "0.05", "-12.5", "120", "9223372036854775807"] {
            assert_eq!(n(text).to_string(), text);
        }
        assert_eq!(n("-9223372036854775808").to_i64(), Some(i64::MIN));
        assert_eq!(n("9223372036854775808").to_i64(), None);
        assert_eq!(n("5.5").to_i64(), None);
        for (text, floor) in [("5.5", 5), ("-5.5", -6), ("0.1", 0), ("-0.1", -1), ("7", 7), ("0.001", 0)] {
            assert_eq!(n(text).floor(), Some(floor), "{text}");
        }
        assert_eq!(Decimal::from(i64::MIN).to_i64(), Some(i64::MIN));
        assert_eq!(n("1e9999").to_i64(), None);
    }
}
