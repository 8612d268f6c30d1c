//! Regular expressions for the texts of numbers that stand in a relation to a literal.
//!
//! A request may carry a number as text (`-?[0-9]+`, and a fraction where decimals are allowed). JSON Schema
//! compares numbers only, so for texts the comparison is spelled out, digit by digit, and exactly.

use contingent_rules::{Decimal, Relation};

/// Literals with more characters than this are not spelled out.
const MAX_LITERAL: usize = 60;

/// The texts of all numbers.
pub(super) fn any(decimals: bool) -> String {
    anchored(&format!("-?[0-9]+{}", fraction(decimals)))
}

/// The texts of the numbers that stand in a relation to a literal; `None` if it is too long to be spelled out.
/// `Ne` has no expression of its own: it is the others.
pub(super) fn related(relation: Relation, literal: &Decimal, decimals: bool) -> Option<String> {
    Some(anchored(&bare(relation, literal, decimals)?))
}

/// The texts of the numbers that equal one of the literals.
pub(super) fn one_of(literals: &[Decimal], decimals: bool) -> Option<String> {
    let each: Option<Vec<_>> = literals.iter().map(|literal| bare(Relation::Eq, literal, decimals)).collect();
    Some(anchored(&either(each?)))
}

fn anchored(expression: &str) -> String {
    format!("^(?:{expression})$")
}

fn bare(relation: Relation, literal: &Decimal, decimals: bool) -> Option<String> {
    let text = literal.to_string();
    if text.len() > MAX_LITERAL || text.contains(['e', 'E']) {
        return None;
    }
    let (negative, size) = text.strip_prefix('-').map_or((false, text.as_str()), |size| (true, size));
    let (whole, rest) = size.split_once('.').unwrap_or((size, ""));
    let size = Size { whole: whole.trim_start_matches('0'), rest: rest.trim_end_matches('0'), decimals };
    let zero = size.whole.is_empty() && size.rest.is_empty();
    let plain = format!("[0-9]+{}", fraction(decimals));
    let minus = |expression: Vec<String>| -> Vec<String> {
        if expression.is_empty() { Vec::new() } else { vec![format!("-(?:{})", either(expression))] }
    };
    let parts = match relation {
        Relation::Eq if zero => vec![format!("-?(?:{})", either(size.equal()))],
        Relation::Eq if negative => minus(size.equal()),
        Relation::Eq => size.equal(),
        Relation::Ne => return None,
        Relation::Ge if negative || zero => joined(vec![plain], minus(size.at_most())),
        Relation::Ge => size.at_least(),
        Relation::Gt if negative => joined(vec![plain], minus(size.less())),
        Relation::Gt => size.greater(),
        Relation::Le if negative => minus(size.at_least()),
        Relation::Le => joined(size.at_most(), vec![format!("-{plain}")]),
        Relation::Lt if negative || zero => minus(size.greater()),
        Relation::Lt => joined(size.less(), vec![format!("-{plain}")]),
    };
    // There may be no such text, as no integer is 1.5: nothing begins after a digit.
    Some(if parts.is_empty() { "[0-9]^".to_owned() } else { either(parts) })
}

fn joined(mut one: Vec<String>, other: Vec<String>) -> Vec<String> {
    one.extend(other);
    one
}

fn either(parts: Vec<String>) -> String {
    parts.join("|")
}

fn fraction(decimals: bool) -> &'static str {
    if decimals { "(?:\\.[0-9]+)?" } else { "" }
}

/// A number without its sign: digits without leading zeros, and those of the fraction without trailing ones.
struct Size<'a> {
    whole: &'a str,
    rest: &'a str,
    decimals: bool,
}

impl Size<'_> {
    fn equal(&self) -> Vec<String> {
        let end = match (self.rest, self.decimals) {
            ("", true) => "(?:\\.0+)?".to_owned(),
            ("", false) => String::new(),
            (rest, true) => format!("\\.{rest}0*"),
            (_, false) => return Vec::new(),
        };
        vec![self.same_whole() + &end]
    }

    fn at_least(&self) -> Vec<String> {
        joined(self.greater(), self.equal())
    }

    fn at_most(&self) -> Vec<String> {
        joined(self.less(), self.equal())
    }

    fn greater(&self) -> Vec<String> {
        let n = self.whole.len();
        let mut whole = vec![if n == 0 { "[1-9][0-9]*".to_owned() } else { format!("[1-9][0-9]{{{n},}}") }];
        whole.extend(
            digits(self.whole)
                .filter(|(_, digit, _)| *digit < 9)
                .map(|(before, digit, after)| format!("{before}{}{}", class(digit + 1, 9), any_digits(after))),
        );
        let mut parts = vec![format!("0*(?:{}){}", either(whole), fraction(self.decimals))];
        if self.decimals {
            let mut rest: Vec<String> = digits(self.rest)
                .filter(|(_, digit, _)| *digit < 9)
                .map(|(before, digit, _)| format!("{before}{}[0-9]*", class(digit + 1, 9)))
                .collect();
            rest.push(format!("{}0*[1-9][0-9]*", self.rest));
            parts.push(format!("{}\\.(?:{})", self.same_whole(), either(rest)));
        }
        parts
    }

    fn less(&self) -> Vec<String> {
        let mut parts = Vec::new();
        let n = self.whole.len();
        let mut whole = if n > 1 { vec![format!("[0-9]{{1,{}}}", n - 1)] } else { Vec::new() };
        whole.extend(
            digits(self.whole)
                .filter(|(_, digit, _)| *digit > 0)
                .map(|(before, digit, after)| format!("{before}{}{}", class(0, digit - 1), any_digits(after))),
        );
        if !whole.is_empty() {
            parts.push(format!("0*(?:{}){}", either(whole), fraction(self.decimals)));
        }
        if !self.rest.is_empty() {
            parts.push(self.same_whole());
            if self.decimals {
                let mut rest: Vec<String> = (1..self.rest.len()).map(|end| self.rest[..end].to_owned()).collect();
                rest.extend(
                    digits(self.rest)
                        .filter(|(_, digit, _)| *digit > 0)
                        .map(|(before, digit, _)| format!("{before}{}[0-9]*", class(0, digit - 1))),
                );
                parts.push(format!("{}\\.(?:{})", self.same_whole(), either(rest)));
            }
        }
        parts
    }

    fn same_whole(&self) -> String {
        if self.whole.is_empty() { "0+".to_owned() } else { format!("0*{}", self.whole) }
    }
}

/// Each digit with what stands before it and how many come after.
fn digits(text: &str) -> impl Iterator<Item = (&str, u8, usize)> {
    text.bytes().enumerate().map(|(index, byte)| (&text[..index], byte.wrapping_sub(b'0'), text.len() - index - 1))
}

fn class(from: u8, to: u8) -> String {
    if from == to { from.to_string() } else { format!("[{from}-{to}]") }
}

fn any_digits(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "[0-9]".to_owned(),
        _ => format!("[0-9]{{{count}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contingent_rules::Pattern;

    const LITERALS: [&str; 15] =
        ["0", "1", "5", "9", "10", "19", "100", "-1", "-10", "0.1", "1.5", "-1.05", "2.25", "120.09", "0.009"];

    #[test]
    fn every_text_is_judged_as_its_number() {
        let mut texts: Vec<String> = (-130..=130).map(|number: i32| number.to_string()).collect();
        for literal in LITERALS {
            for tail in ["", "0", "1", "9", ".0", ".05", ".1"] {
                texts.push(format!("{literal}{tail}"));
            }
        }
        texts.extend(["-0", "007", "-007", "0.0", "-0.00", "00.009", "1.49", "1.4", "1.51", "0.00"].map(str::to_owned));
        let relations = [Relation::Lt, Relation::Le, Relation::Gt, Relation::Ge, Relation::Eq];
        for literal in LITERALS.map(|text| text.parse::<Decimal>().unwrap()) {
            for (relation, decimals) in relations.into_iter().flat_map(|it| [(it, true), (it, false)]) {
                let pattern = related(relation, &literal, decimals).unwrap();
                let compiled = Pattern::new(&pattern).unwrap();
                let shape = Pattern::new(&any(decimals)).unwrap();
                for text in &texts {
                    let number = text.parse::<Decimal>().ok().filter(|_| shape.matches(text));
                    let expected = number.is_some_and(|number| relation.holds(number.cmp(&literal)));
                    assert_eq!(compiled.matches(text), expected, "{text} {relation:?} {literal} by {pattern}");
                }
            }
        }
    }

    #[test]
    fn a_literal_of_endless_length_is_not_spelled_out() {
        assert_eq!(related(Relation::Ge, &"1e100".parse().unwrap(), false), None);
    }
}
