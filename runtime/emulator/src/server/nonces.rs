//! Which nonces were used: a request that is sent again, by whomever, is refused.

use std::collections::hash_map::RandomState;
use std::collections::{HashSet, VecDeque};
use std::hash::BuildHasher;

/// Nonces for as long as a request with them could be good.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    /// Nobody outside can find two nonces with the same hash, because it begins at random.
    hasher: RandomState,
    used: HashSet<u64>,
    /// In the order in which they were used.
    order: VecDeque<(i64, u64)>,
}

/// So many are remembered; when more are used in the time, the oldest is forgotten first.
const MOST: usize = 1 << 20;

/// For so many milliseconds: a request may be dated a quarter of an hour ahead, and is good for another one after that.
const KEPT: i64 = 31 * 60 * 1000;

impl Nonces {
    /// Whether a nonce was used with a key. It does not become used by the question.
    pub(crate) fn is_used(&mut self, key: &str, nonce: &str, now: i64) -> bool {
        self.forget(now);
        self.used.contains(&self.hash(key, nonce))
    }

    /// Marks a nonce as used; `false` if it was before.
    pub(crate) fn add(&mut self, key: &str, nonce: &str, now: i64) -> bool {
        self.forget(now);
        let hash = self.hash(key, nonce);
        let is_new = self.used.insert(hash);
        if is_new {
            self.order.push_back((now, hash));
        }
        is_new
    }

    fn hash(&self, key: &str, nonce: &str) -> u64 {
        self.hasher.hash_one((key, nonce))
    }

    fn forget(&mut self, now: i64) {
        while let Some((at, hash)) = self.order.front() {
            if now.saturating_sub(*at) <= KEPT && self.order.len() <= MOST {
                break;
            }
            self.used.remove(hash);
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_used_once_for_each_key() {
        let mut nonces = Nonces::default();
        assert!(!nonces.is_used("key", "a", 0) && !nonces.is_used("key", "a", 0));
        assert!(nonces.add("key", "a", 0));
        assert!(nonces.is_used("key", "a", KEPT) && !nonces.add("key", "a", KEPT));
        assert!(nonces.add("other", "a", 0) && nonces.add("key", "A", 0) && nonces.add("ke", "ya", 0));
        assert!(nonces.add("key", "a", KEPT + 1));
    }

    #[test]
    fn memory_is_bounded() {
        let mut nonces = Nonces::default();
        for number in 0..MOST + 100 {
            assert!(nonces.add("key", &number.to_string(), 0));
        }
        assert!(nonces.used.len() <= MOST + 1 && nonces.order.len() <= MOST + 1);
        assert!(nonces.is_used("key", &MOST.to_string(), 0) && !nonces.is_used("key", "5", 0));
    }
}
