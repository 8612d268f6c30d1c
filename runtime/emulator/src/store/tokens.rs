//! Replies that are given again to the same idempotency token.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use contingent_rules::Value;

use super::item::{integer, size};

/// How long a token is remembered, in milliseconds of the service's time: a day.
const REMEMBERED: i64 = 24 * 60 * 60 * 1000;
/// How many are remembered; the oldest are dropped.
pub(crate) const MOST: usize = 100_000;
/// How many bytes their replies take in all.
const MOST_BYTES: usize = 64 << 20;

/// One token and what was answered to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    /// A hash of the account, the operation and the token.
    pub(crate) key: [u8; 32],
    /// A hash of the other parameters.
    pub(crate) fingerprint: [u8; 32],
    /// When it was answered, in milliseconds since 1970.
    pub(crate) at: i64,
    /// The reply.
    pub(crate) reply: Value,
}

/// The tokens, in the order in which they came.
#[derive(Default)]
pub(crate) struct Tokens {
    all: BTreeMap<u64, Arc<Token>>,
    numbers: HashMap<[u8; 32], u64>,
    bytes: usize,
}

impl Tokens {
    /// The token with a key, if it is still remembered.
    pub(crate) fn find(&self, key: &[u8; 32], now: i64) -> Option<&Token> {
        let token = self.all.get(self.numbers.get(key)?)?;
        (!token.is_over(now)).then_some(token)
    }

    /// Remembers a token. Returns its number, and the numbers of those that are dropped.
    pub(crate) fn add(&mut self, token: Arc<Token>) -> (u64, Vec<u64>) {
        let now = token.at;
        let mut dropped: Vec<u64> = self.numbers.get(&token.key).copied().into_iter().collect();
        dropped.iter().for_each(|number| self.remove(*number));
        let number = self.all.last_key_value().map_or(0, |(number, _)| number.saturating_add(1));
        self.put(number, token);
        while let Some((first, token)) = self.all.first_key_value() {
            let full = self.all.len() > MOST || self.bytes > MOST_BYTES;
            if *first == number || !(full || token.is_over(now)) {
                break;
            }
            let first = *first;
            self.remove(first);
            dropped.push(first);
        }
        (number, dropped)
    }

    /// Puts a token where it was.
    pub(crate) fn put(&mut self, number: u64, token: Arc<Token>) {
        self.bytes += size(&token.reply);
        self.numbers.insert(token.key, number);
        self.all.insert(number, token);
    }

    fn remove(&mut self, number: u64) {
        if let Some(token) = self.all.remove(&number) {
            self.bytes = self.bytes.saturating_sub(size(&token.reply));
            self.numbers.remove(&token.key);
        }
    }

    #[cfg(test)]
    pub(crate) fn all(&self) -> impl Iterator<Item = (&u64, &Arc<Token>)> {
        self.all.iter()
    }
}

impl Token {
    fn is_over(&self, now: i64) -> bool {
        now.saturating_sub(self.at) >= REMEMBERED
    }

    /// As JSON; the reply is a text of its own.
    pub(crate) fn to_json(&self) -> String {
        let entries = [
            ("key", Value::Text(hex(&self.key))),
            ("fingerprint", Value::Text(hex(&self.fingerprint))),
            ("at", Value::from(self.at)),
            ("reply", Value::Text(self.reply.to_string())),
        ];
        Value::Object(entries.map(|(name, value)| (name.to_owned(), value)).into()).to_string()
    }

    /// What [`Token::to_json`] wrote.
    pub(crate) fn from_json(json: &str) -> Option<Self> {
        let value = Value::parse(json).ok()?;
        Some(Token {
            key: from_hex(value.get("key")?.as_str()?)?,
            fingerprint: from_hex(value.get("fingerprint")?.as_str()?)?,
            at: integer(value.get("at")?)?,
            reply: Value::parse(value.get("reply")?.as_str()?).ok()?,
        })
    }
}

/// Bytes as a text.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What [`hex`] wrote.
pub(super) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(n: usize, at: i64, reply: &str) -> Arc<Token> {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&n.to_le_bytes());
        Arc::new(Token { key, fingerprint: [n as u8; 32], at, reply: reply.into() })
    }

    #[test]
    fn a_token_survives_its_json() {
        let token = token(300, -5, "\"é\n");
        assert_eq!(Token::from_json(&token.to_json()).as_ref(), Some(&*token));
        assert!(Token::from_json("{}").is_none());
        assert!(from_hex(&"é".repeat(32)).is_none());
    }

    #[test]
    fn the_oldest_are_dropped() {
        let mut tokens = Tokens::default();
        for n in 0..MOST + 10 {
            let (number, dropped) = tokens.add(token(n, 0, ""));
            assert_eq!(number, n as u64);
            assert_eq!(dropped, n.checked_sub(MOST).map(|n| n as u64).into_iter().collect::<Vec<_>>());
        }
        assert!(tokens.find(&token(9, 0, "").key, 0).is_none());
        assert!(tokens.find(&token(10, 0, "").key, 0).is_some());
        assert_eq!((tokens.all.len(), tokens.numbers.len()), (MOST, MOST));
    }

    #[test]
    fn large_replies_leave_room_for_each_other() {
        let mut tokens = Tokens::default();
        let large = "x".repeat(MOST_BYTES / 3);
        for n in 0..4 {
            tokens.add(token(n, 0, &large));
        }
        assert_eq!(tokens.all.len(), 2);
        tokens.add(token(9, 0, &"x".repeat(MOST_BYTES * 2)));
        assert_eq!(tokens.all.len(), 1);
    }

    #[test]
    fn a_day_later_a_token_is_new() {
        let mut tokens = Tokens::default();
        tokens.add(token(1, 1000, "a"));
        let key = token(1, 0, "").key;
        assert!(tokens.find(&key, i64::MIN).is_some());
        assert!(tokens.find(&key, 1000 + REMEMBERED - 1).is_some());
        assert!(tokens.find(&key, 1000 + REMEMBERED).is_none());
        assert_eq!(tokens.add(token(1, 1000 + REMEMBERED, "b")).1, [0]);
        assert_eq!(tokens.find(&key, 1000 + REMEMBERED).map(|token| token.reply.clone()), Some("b".into()));
        assert_eq!(tokens.add(token(2, 1000 + 2 * REMEMBERED, "c")).1, [0]);
        assert_eq!(tokens.all.len(), 1);
    }
}
