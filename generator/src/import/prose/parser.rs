//! What both grammars do with the tokens of a sentence: literal words, names, lists of values.

use super::lexicon::{Found, Lexicon, Mention, Written};
use super::statement::{Cond, Statement};
use super::token::{Kind, Token};

/// A sentence that is being read. All functions take the place to read at, and give the place behind what they read.
pub(super) struct Parser<'p> {
    pub(super) tokens: &'p [Token<'p>],
    pub(super) lexicon: &'p Lexicon<'p>,
    /// What the sentence before states.
    pub(super) before: &'p [Statement],
}

/// The words between the items of a list.
pub(super) struct Between {
    pub(super) marks: &'static [&'static str],
    pub(super) last: &'static [&'static str],
}

impl<'p> Parser<'p> {
    pub(super) fn new(tokens: &'p [Token<'p>], lexicon: &'p Lexicon<'p>, before: &'p [Statement]) -> Self {
        Self { tokens, lexicon, before }
    }

    pub(super) fn at(&self, at: usize) -> Option<&'p Token<'p>> {
        self.tokens.get(at)
    }

    pub(super) fn is(&self, at: usize, text: &str) -> bool {
        self.at(at).is_some_and(|it| it.text == text)
    }

    /// English words, whatever their case.
    pub(super) fn words(&self, at: usize, words: &str) -> Option<usize> {
        let mut next = at;
        for word in words.split(' ') {
            next = self.at(next).filter(|it| it.text.eq_ignore_ascii_case(word)).map(|_| next + 1)?;
        }
        Some(next)
    }

    /// Chinese characters, each a token.
    pub(super) fn chars(&self, at: usize, chars: &str) -> Option<usize> {
        let mut next = at;
        let mut buffer = [0; 4];
        for c in chars.chars() {
            let c: &str = c.encode_utf8(&mut buffer);
            next = self.at(next).filter(|it| it.text == c).map(|_| next + 1)?;
        }
        Some(next)
    }

    /// The first of some English phrases that stands here.
    pub(super) fn any_words(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|it| self.words(at, it))
    }

    /// The first of some Chinese phrases that stands here.
    pub(super) fn any_chars(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|it| self.chars(at, it))
    }

    pub(super) fn skip_words(&self, at: usize, phrases: &[&str]) -> usize {
        self.any_words(at, phrases).unwrap_or(at)
    }

    pub(super) fn skip_chars(&self, at: usize, phrases: &[&str]) -> usize {
        self.any_chars(at, phrases).unwrap_or(at)
    }

    /// The parameter whose description is read.
    pub(super) fn subject(&self, written: Option<&str>) -> Option<Mention> {
        let name = self.lexicon.subject?;
        Some(Mention { name, written: written.map(str::to_owned) })
    }

    pub(super) fn name(&self, at: usize) -> Option<Found<Mention>> {
        self.lexicon.name_at(self.tokens, at)
    }

    /// A list of values of the first of some names that has them: parameters before facts, and no choice otherwise.
    pub(super) fn values_of(
        &self,
        at: usize,
        among: &[Mention],
        between: &Between,
    ) -> Option<(Mention, Vec<Written>, usize)> {
        let mut found: Vec<(Mention, Vec<Written>, usize)> = among
            .iter()
            .filter_map(|it| self.values(at, it.name, between).map(|(values, next)| (it.clone(), values, next)))
            .collect();
        if found.len() > 1 {
            found.retain(|it| !self.is_fact(it.0.name));
        }
        let next = found.first()?.2;
        if found.len() > 1 {
            return None;
        }
        found.pop().map(|(name, values, _)| (name, values, next))
    }

    pub(super) fn is_fact(&self, name: usize) -> bool {
        self.lexicon.named(name).is_some_and(|it| it.name.starts_with('$'))
    }

    fn values(&self, at: usize, name: usize, between: &Between) -> Option<(Vec<Written>, usize)> {
        let (first, mut next) = self.value(at, name)?;
        let mut values = vec![first];
        while let Some((value, behind)) = self.separator(next, between).and_then(|at| self.value(at, name)) {
            if !values.iter().any(|it| it.value == value.value) {
                values.push(value);
            }
            next = behind;
        }
        Some((values, next))
    }

    /// Brackets with an explanation that names nothing: where they end.
    pub(super) fn gloss(&self, at: usize) -> Option<usize> {
        if !self.is(at, "（") && !self.is(at, "(") {
            return None;
        }
        let close = (at + 1..at + 14).find(|at| self.is(*at, "）") || self.is(*at, ")"))?;
        let turns = |at: usize| {
            self.any_words(at, &["if", "when", "not", "only", "unless", "except"]).is_some()
                || self.any_chars(at, &["不", "仅", "如", "时"]).is_some()
                || self.name(at).is_some()
        };
        (!(at + 1..close).any(turns)).then_some(close + 1)
    }

    /// Whether an "or" stands there.
    pub(super) fn has_or(&self, from: usize, to: usize) -> bool {
        self.tokens.get(from..to).unwrap_or_default().iter().any(|it| it.text.eq_ignore_ascii_case("or"))
    }

    /// A value, maybe in quotation marks.
    fn value(&self, at: usize, name: usize) -> Option<(Written, usize)> {
        let quoted = self.at(at).is_some_and(|it| matches!(it.text, "\"" | "“" | "'" | "‘" | "「"));
        let (value, next) = self.lexicon.value_at(self.tokens, at + usize::from(quoted), name)?;
        let closes = quoted && self.at(next).is_some_and(|it| matches!(it.text, "\"" | "”" | "'" | "’" | "」"));
        let next = next + usize::from(closes);
        Some((value, self.gloss(next).unwrap_or(next)))
    }

    /// A comma, an "or", or both.
    pub(super) fn separator(&self, at: usize, between: &Between) -> Option<usize> {
        let mark = self.at(at).filter(|it| between.marks.contains(&it.text)).map(|_| at + 1);
        let from = mark.unwrap_or(at);
        let last = between.last.iter().find_map(|it| self.words(from, it).or_else(|| self.chars(from, it)));
        last.or(mark)
    }

    pub(super) fn number(&self, at: usize) -> Option<(String, usize)> {
        self.at(at).filter(|it| it.kind == Kind::Number).map(|it| (it.text.to_owned(), at + 1))
    }

    /// Whether the sentence is over here, but for marks that close something.
    pub(super) fn is_end(&self, at: usize) -> bool {
        let closing = |it: &Token<'_>| {
            it.kind == Kind::Mark && !matches!(it.text, "(" | "（" | "," | "，" | ";" | "；" | ":" | "：")
        };
        self.tokens.get(at..).unwrap_or_default().iter().all(closing)
    }
}

/// Several conditions as one.
pub(super) fn joined(mut parts: Vec<Cond>, join: fn(Vec<Cond>) -> Cond) -> Option<Cond> {
    if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
}
