//! What the compiled check of a request finds, before anything is put into words.

use std::sync::OnceLock;

use contingent_rules::{Count, Decimal, Pattern, Truth};

/// Which rules a request breaks and which depend on unknown facts: bit `i % 64` of word `i / 64`
/// stands for rule `i`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement<const WORDS: usize> {
    /// Whether every value by itself is as it should be. If not, the rest says nothing and the
    /// evaluator has to look.
    pub sound: bool,
    /// The rules that are surely broken.
    pub broken: [u64; WORDS],
    /// The rules that are neither surely broken nor surely kept.
    pub undecided: [u64; WORDS],
}

impl<const WORDS: usize> Judgement<WORDS> {
    /// Nothing is broken yet.
    #[inline]
    pub fn new(sound: bool) -> Self {
        Self { sound, broken: [0; WORDS], undecided: [0; WORDS] }
    }

    /// Notes a rule that depends on nothing unknown.
    #[inline]
    pub fn rule(&mut self, index: usize, holds: bool) {
        self.broken[index / 64] |= u64::from(!holds) << (index % 64);
    }

    /// Notes a rule that depends on facts: whether it holds if all that is unknown is as it would
    /// have to be, and whether it holds whatever that is.
    #[inline]
    pub fn rule_with_facts(&mut self, index: usize, possibly: bool, surely: bool) {
        self.broken[index / 64] |= u64::from(!possibly) << (index % 64);
        self.undecided[index / 64] |= u64::from(possibly && !surely) << (index % 64);
    }

    /// Keeps, bit by bit, the rules that exist in an edition, and as undecided those that it
    /// enforces.
    #[inline]
    pub fn only(&mut self, exist: [u64; WORDS], enforced: [u64; WORDS]) {
        for word in 0..WORDS {
            self.broken[word] &= exist[word];
            self.undecided[word] &= enforced[word];
        }
    }
}

/// Whether a fact passes a test; `unknown` if nobody told it.
#[inline]
pub fn fact<T>(known: &Option<T>, unknown: bool, passes: impl FnOnce(&T) -> bool) -> bool {
    known.as_ref().map_or(unknown, passes)
}

/// Whether the right number of members holds, of each of which it is told whether it surely and
/// whether it possibly holds; `unknown` if that does not decide it.
pub fn count(count: Count, unknown: bool, members: &[(bool, bool)]) -> bool {
    let surely = members.iter().filter(|(surely, _)| *surely).count();
    let possibly = members.iter().filter(|(_, possibly)| *possibly).count();
    match count.judge(members.len(), surely, possibly) {
        Truth::Yes => true,
        Truth::Unknown => unknown,
        Truth::No => false,
    }
}

/// A pattern that is compiled at its first use.
pub struct LazyPattern {
    text: &'static str,
    pattern: OnceLock<Option<Pattern>>,
}

impl LazyPattern {
    /// Embeds a pattern that the generator has checked.
    pub const fn new(text: &'static str) -> Self {
        Self { text, pattern: OnceLock::new() }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        let pattern = self.pattern.get_or_init(|| Pattern::new(self.text).ok());
        pattern.as_ref().is_some_and(|pattern| pattern.matches(text))
    }
}

/// A number of a spec. A text that is no number counts as zero; the generator writes none.
pub fn decimal(literal: &str) -> Decimal {
    literal.parse().unwrap_or_else(|_| Decimal::from(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_of_the_rules() {
        let mut found = Judgement::<2>::new(true);
        found.rule(0, true);
        assert_eq!(found, Judgement::new(true));
        found.rule(3, false);
        found.rule_with_facts(64, true, false);
        found.rule_with_facts(65, false, false);
        found.rule_with_facts(66, true, true);
        assert_eq!((found.broken, found.undecided), ([0b1000, 0b10], [0, 0b1]));
        found.only([0, u64::MAX], [0, 0]);
        assert_eq!((found.broken, found.undecided), ([0, 0b10], [0, 0]));
    }

    #[test]
    fn what_is_unknown_counts_as_told() {
        assert!(fact(&Some(1), false, |value| *value == 1));
        assert!(!fact(&Some(2), true, |value| *value == 1));
        for unknown in [false, true] {
            assert_eq!(fact(&None, unknown, |value: &i32| *value == 1), unknown);
            assert!(count(Count::AtMostOne, unknown, &[(true, true), (false, false)]));
            assert!(!count(Count::AtMostOne, unknown, &[(true, true), (true, true)]));
            assert_eq!(count(Count::AtMostOne, unknown, &[(true, true), (false, true)]), unknown);
        }
    }

    #[test]
    fn patterns_match_whole_texts() {
        static PATTERN: LazyPattern = LazyPattern::new("a+");
        assert!(PATTERN.matches("aa") && !PATTERN.matches("ab"));
    }
}
