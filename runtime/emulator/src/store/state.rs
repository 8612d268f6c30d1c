//! Everything that a service keeps, in memory, and what changed in it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use contingent_rules::Value;

use super::tokens::Tokens;
use super::{Item, Token};
use crate::engine::{Engine, Random, secret_bytes};

/// How many things a service keeps.
pub(crate) const MOST: usize = 1_000_000;
/// How many bytes they take in all.
pub(crate) const MOST_BYTES: usize = 512 << 20;

/// Everything that a service keeps: things of each kind, and idempotency tokens.
///
/// It keeps at most a million things in about half a gigabyte, and refuses more. Of tokens it remembers those of the
/// last 24 hours of the service's time, at most 100,000, and replies of 64 megabytes: the oldest go first.
pub struct State {
    tables: Vec<Table>,
    tokens: Tokens,
    head: Head,
    pub(crate) random: Random,
    bytes: usize,
    /// Whether anybody wants to know what changes.
    recorded: bool,
    changes: Changes,
}

/// The things of one kind.
#[derive(Default)]
struct Table {
    /// By number, in the order in which they were made.
    items: BTreeMap<u64, Arc<Item>>,
    numbers: HashMap<String, u64>,
}

/// What there is once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// What hashes of tokens begin with, so that nobody finds a secret by trying.
    pub(crate) salt: [u8; 32],
    /// The time of the first call.
    pub(crate) began: Option<i64>,
}

/// What changed, for [`Store::commit`](super::Store::commit).
#[derive(Default)]
pub struct Changes {
    /// In this order.
    pub(crate) all: Vec<Change>,
}

/// One change.
pub(crate) enum Change {
    /// Nothing is kept any more.
    Clear,
    Head(Head),
    /// The kind, the number, and what is there now.
    Item(usize, u64, Option<Arc<Item>>),
    Token(u64, Option<Arc<Token>>),
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Changes({})", self.all.len())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "State({} kept)", self.kept())
    }
}

impl State {
    /// What is there from the beginning. It does not record what changes; that of a [`Store`](super::Store) does, if
    /// anything is to be written.
    pub fn new(engine: &Engine) -> State {
        let mut state = Self::empty(engine, Head { salt: secret_bytes(), began: None });
        state.add_presets(engine);
        state
    }

    /// Makes it as it was in the beginning.
    pub fn reset(&mut self, engine: &Engine) {
        let head = Head { began: None, ..self.head.clone() };
        let state = State { recorded: self.recorded, ..Self::empty(engine, head) };
        let State { changes, .. } = std::mem::replace(self, state);
        self.changes = changes;
        self.record(|| Change::Clear);
        let head = self.head.clone();
        self.record(|| Change::Head(head));
        self.add_presets(engine);
    }

    /// What changed since they were taken last.
    pub fn take_changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// How many things are kept.
    pub fn kept(&self) -> usize {
        self.tables.iter().map(|table| table.items.len()).sum()
    }

    pub(crate) fn empty(engine: &Engine, head: Head) -> State {
        State {
            tables: engine.presets().map(|_| Table::default()).collect(),
            tokens: Tokens::default(),
            head,
            random: Random::new(),
            bytes: 0,
            recorded: false,
            changes: Changes::default(),
        }
    }

    fn add_presets(&mut self, engine: &Engine) {
        for (kind, items) in engine.presets().enumerate() {
            for item in items {
                self.add(kind, Arc::clone(item));
            }
        }
    }

    /// Records changes from now on; what is there already is the first of them if `all`.
    pub(super) fn record_from_now(&mut self, all: bool) {
        self.recorded = true;
        if !all {
            return;
        }
        let changes = &mut self.changes.all;
        changes.push(Change::Head(self.head.clone()));
        for (kind, table) in self.tables.iter().enumerate() {
            changes
                .extend(table.items.iter().map(|(number, item)| Change::Item(kind, *number, Some(Arc::clone(item)))));
        }
    }

    fn record(&mut self, change: impl FnOnce() -> Change) {
        if self.recorded {
            self.changes.all.push(change());
        }
    }

    /// The time of the first call; this one is it if there was none.
    pub(crate) fn begin(&mut self, now: i64) {
        if self.head.began.is_none() {
            self.head.began = Some(now);
            let head = self.head.clone();
            self.record(|| Change::Head(head));
        }
    }

    pub(crate) fn began(&self) -> Option<i64> {
        self.head.began
    }

    pub(crate) fn salt(&self) -> &[u8; 32] {
        &self.head.salt
    }

    /// The things of a kind, in the order in which they were made.
    pub(crate) fn items(&self, kind: usize) -> impl Iterator<Item = &Arc<Item>> {
        self.tables.get(kind).into_iter().flat_map(|table| table.items.values())
    }

    /// The things of a kind with their numbers, in the order in which they were made.
    pub(crate) fn numbered(&self, kind: usize) -> impl Iterator<Item = (u64, &Arc<Item>)> {
        self.tables.get(kind).into_iter().flat_map(|table| table.items.iter().map(|(number, item)| (*number, item)))
    }

    /// The thing of a kind with an id, and its number.
    pub(crate) fn find(&self, kind: usize, id: &str) -> Option<(u64, &Arc<Item>)> {
        let table = self.tables.get(kind)?;
        let number = *table.numbers.get(id)?;
        Some((number, table.items.get(&number)?))
    }

    /// Whether there is room for something instead of something else.
    pub(crate) fn has_room(&self, item: &Item, before: Option<&Item>) -> bool {
        let (count, freed) = before.map_or((1, 0), |before| (0, before.size()));
        self.kept() + count <= MOST && self.bytes.saturating_sub(freed) + item.size() <= MOST_BYTES
    }

    /// Adds a new thing; its number.
    pub(crate) fn add(&mut self, kind: usize, item: Arc<Item>) -> u64 {
        let last = self.tables.get(kind).and_then(|table| table.items.last_key_value());
        let number = last.map_or(0, |(number, _)| number.saturating_add(1));
        self.put(kind, number, item);
        number
    }

    /// Puts a thing at its number, with the id that the one there had, if there was one.
    pub(crate) fn put(&mut self, kind: usize, number: u64, item: Arc<Item>) {
        let Some(table) = self.tables.get_mut(kind) else { return };
        self.bytes += item.size();
        table.numbers.insert(item.id.clone(), number);
        if let Some(before) = table.items.insert(number, Arc::clone(&item)) {
            self.bytes = self.bytes.saturating_sub(before.size());
        }
        self.record(|| Change::Item(kind, number, Some(item)));
    }

    /// Removes a thing.
    pub(crate) fn remove(&mut self, kind: usize, number: u64) {
        let Some(table) = self.tables.get_mut(kind) else { return };
        let Some(item) = table.items.remove(&number) else { return };
        table.numbers.remove(&item.id);
        self.bytes = self.bytes.saturating_sub(item.size());
        self.record(|| Change::Item(kind, number, None));
    }

    /// What was answered to a token with a key: the fingerprint of the request and the reply.
    pub(crate) fn answered(&self, key: &[u8; 32], now: i64) -> Option<(&[u8; 32], &Value)> {
        self.tokens.find(key, now).map(|token| (&token.fingerprint, &token.reply))
    }

    /// Remembers a token.
    pub(crate) fn remember(&mut self, token: Token) {
        let token = Arc::new(token);
        let (number, dropped) = self.tokens.add(Arc::clone(&token));
        for number in dropped {
            self.record(|| Change::Token(number, None));
        }
        self.record(|| Change::Token(number, Some(token)));
    }

    /// Puts a token where it was.
    pub(super) fn put_token(&mut self, number: u64, token: Token) {
        self.tokens.put(number, Arc::new(token));
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    #[cfg(test)]
    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}
