//! Numbers of JSON, as exact decimals.

use contingent_rules::Decimal;

/// How far an exponent may move the point.
const SHIFT: i64 = 40;

/// The decimal of a number as JSON and YAML write it, exponents included.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        None => return text.strip_prefix('+').unwrap_or(text).parse().ok(),
        Some((digits, exponent)) => (digits, exponent.strip_prefix('+').unwrap_or(exponent).parse::<i64>().ok()?),
    };
    if !(-SHIFT..=SHIFT).contains(&exponent) {
        return None;
    }
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.chars().chain(fraction.chars()).all(|it| it.is_ascii_digit()) {
        return None;
    }
    let zeros = "0".repeat(usize::try_from(exponent.unsigned_abs()).ok()?);
    let moved = if exponent >= 0 {
        let all = format!("{fraction}{zeros}");
        let (front, back) = all.split_at(usize::try_from(exponent).ok()?);
        format!("{whole}{front}.{back}0")
    } else {
        let all = format!("{zeros}{whole}");
        let (front, back) = all.split_at(all.len() - zeros.len());
        format!("{front}.{back}{fraction}")
    };
    format!("{sign}{moved}").parse().ok()
}

/// The least whole number that is not below.
pub(super) fn ceiling(number: &Decimal) -> Option<i64> {
    number.negated().floor().and_then(i64::checked_neg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_move_the_point() {
        let cases = [
            ("1e3", "1000"),
            ("1.5E+2", "150"),
            ("25e-1", "2.5"),
            ("-1.25e-3", "-0.00125"),
            ("7", "7"),
            ("0.10", "0.1"),
        ];
        for (text, expected) in cases {
            assert_eq!(decimal(text), expected.parse().ok(), "{text}");
        }
        for text in ["1e999999999", "e5", "", "x", "1ex", ".5e1"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal("2.1").and_then(|it| ceiling(&it)), Some(3));
        assert_eq!(decimal("-2.1").and_then(|it| ceiling(&it)), Some(-2));
    }
}
