//! New ids: random texts that match a pattern.

use sha2::{Digest, Sha256};

/// The part of [patterns](contingent_rules::Pattern) that new ids are made from: characters, classes such as
/// `[a-z0-9]`, `\d`, and counts such as `{10}` or `{8,10}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdPattern {
    parts: Vec<Part>,
}

/// One of the characters, so many times.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    characters: Vec<char>,
    least: u64,
    most: u64,
}

/// The longest id.
const LONGEST: u64 = 256;

impl IdPattern {
    /// Reads a pattern.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let characters = match c {
                '[' => class(&mut chars)?,
                '\\' => escape(&mut chars)?,
                '.' | '*' | '+' | '?' | '(' | ')' | '|' | '^' | '$' | '{' | '}' | ']' => {
                    return Err(format!("no id is made from `{c}`: use characters, classes and counts"));
                }
                c => vec![c],
            };
            let (least, most) = if chars.next_if_eq(&'{').is_some() { counts(&mut chars)? } else { (1, 1) };
            parts.push(Part { characters, least, most });
        }
        let longest = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.most));
        match longest {
            0 => Err("an id has at least one character".into()),
            1..=LONGEST => Ok(Self { parts }),
            _ => Err(format!("an id has at most {LONGEST} characters")),
        }
    }

    /// A text that matches.
    pub(crate) fn make(&self, random: &mut Random) -> String {
        let mut id = String::new();
        for part in &self.parts {
            let more = random.below(part.most.saturating_sub(part.least).saturating_add(1));
            for _ in 0..part.least + more {
                let index = random.below(part.characters.len() as u64);
                id.extend(usize::try_from(index).ok().and_then(|index| part.characters.get(index)));
            }
        }
        id
    }
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn escape(chars: &mut Chars<'_>) -> Result<Vec<char>, String> {
    match chars.next() {
        Some('d') => Ok(('0'..='9').collect()),
        Some(c) if c.is_ascii_punctuation() => Ok(vec![c]),
        Some(c) => Err(format!("no id is made from `\\{c}`")),
        None => Err("it ends with a lone `\\`".into()),
    }
}

fn class(chars: &mut Chars<'_>) -> Result<Vec<char>, String> {
    if chars.peek() == Some(&'^') {
        return Err("no id is made from a class that begins with `^`: list the characters".into());
    }
    let mut characters = Vec::new();
    loop {
        let found = match chars.next() {
            Some(']') if !characters.is_empty() => break,
            Some(']') => return Err("a class has at least one character".into()),
            Some('\\') => escape(chars)?,
            Some(c) => vec![c],
            None => return Err("a class is not closed".into()),
        };
        let mut rest = chars.clone();
        match (found.as_slice(), rest.next(), rest.next()) {
            ([first], Some('-'), Some(last)) if last != ']' => {
                let range: Vec<char> = (*first..=last).collect();
                if last == '\\' || range.is_empty() || range.len() > 256 {
                    return Err(format!("no id is made from the range `{first}-{last}`"));
                }
                characters.extend(range);
                *chars = rest;
            }
            _ => characters.extend(found),
        }
    }
    // Each once, so that none is more likely than another.
    characters.sort_unstable();
    characters.dedup();
    Ok(characters)
}

fn counts(chars: &mut Chars<'_>) -> Result<(u64, u64), String> {
    let body: String = chars.by_ref().take_while(|c| *c != '}').collect();
    let (least, most) = body.split_once(',').unwrap_or((&body, &body));
    match (least.parse(), most.parse()) {
        (Ok(least), Ok(most)) if least <= most => Ok((least, most)),
        _ => Err(format!("no id is made from `{{{body}}}`: write a count such as `{{10}}` or `{{8,10}}`")),
    }
}

/// Numbers that nobody can guess who does not know the seed.
#[derive(Clone)]
pub(crate) struct Random {
    seed: [u8; 32],
    count: u64,
}

impl Random {
    /// One with a seed from the system.
    pub(crate) fn new() -> Self {
        Self { seed: secret_bytes(), count: 0 }
    }

    /// A number less than `limit`, or 0.
    fn below(&mut self, limit: u64) -> u64 {
        self.count = self.count.wrapping_add(1);
        let hash: [u8; 32] =
            Sha256::new().chain_update(self.seed).chain_update(self.count.to_le_bytes()).finalize().into();
        let number = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        number.checked_rem(limit).unwrap_or(0)
    }
}

/// Bytes that nobody can guess.
pub(crate) fn secret_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    if getrandom::fill(&mut bytes).is_err() {
        // The keys of the standard hasher come from the system in another way.
        for chunk in bytes.chunks_mut(8) {
            let number = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0_u8);
            chunk.copy_from_slice(&number.to_le_bytes());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use contingent_rules::Pattern;

    use super::*;

    #[test]
    fn ids_match_their_pattern_and_differ() {
        let mut random = Random::new();
        for text in ["bk[a-z0-9]{10}", r"\d{12}", "[A-F_x-]{4,20}z", r"a\.b[\d]{9}", "é[a-c-]{12}", r"[\]\-a]{30}"] {
            let (ids, pattern) = (IdPattern::new(text).unwrap(), Pattern::new(text).unwrap());
            let made: Vec<String> = (0..200).map(|_| ids.make(&mut random)).collect();
            assert!(made.iter().all(|id| pattern.matches(id)), "{text} {made:?}");
            let distinct: std::collections::HashSet<_> = made.iter().collect();
            assert!(distinct.len() > 150, "{text} {}", distinct.len());
        }
    }

    #[test]
    fn every_length_and_character_occurs() {
        let (ids, mut random) = (IdPattern::new("[abc]{0,2}x").unwrap(), Random::new());
        let made: std::collections::HashSet<String> = (0..2000).map(|_| ids.make(&mut random)).collect();
        assert_eq!(made.len(), 1 + 3 + 9, "{made:?}");
    }

    #[test]
    fn what_no_id_is_made_from_is_an_error() {
        for text in [
            "",
            "a*",
            "a+",
            "a?",
            "(a)",
            "a|b",
            ".",
            "^a",
            "a$",
            "[^a]",
            "[]",
            "[a",
            r"\w",
            r"\",
            "a{3,}",
            "a{2,1}",
            "a{x}",
            "[z-a]",
            "a{257}",
            "a{0}",
            "a{99999999999999999999}",
            r"[a-\d]",
            "}",
            "]",
        ] {
            assert!(IdPattern::new(text).is_err(), "{text}");
        }
    }
}
