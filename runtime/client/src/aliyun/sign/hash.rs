//! Where canonical texts go: into a text for people, or straight into a hash.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::percent::ROOM;

/// Takes the pieces of a canonical text. They are whole texts or ASCII.
pub(super) trait Sink {
    fn put(&mut self, bytes: &[u8]);
    /// Gives room to write into; `fill` says how much of it counts.
    fn write(&mut self, fill: impl FnOnce(&mut [u8; ROOM]) -> usize);
}

impl Sink for String {
    fn write(&mut self, fill: impl FnOnce(&mut [u8; ROOM]) -> usize) {
        let mut room = [0; ROOM];
        let end = fill(&mut room);
        self.put(room.get(..end).unwrap_or_default());
    }

    fn put(&mut self, bytes: &[u8]) {
        match str::from_utf8(bytes) {
            Ok(text) => self.push_str(text),
            Err(_) => self.push_str(&String::from_utf8_lossy(bytes)),
        }
    }
}

/// A hash behind a buffer: hashes are fast on long inputs and slow on many short ones.
pub(super) struct Buffered<H> {
    hash: H,
    buffer: [u8; BUFFER],
    end: usize,
}

const BUFFER: usize = 1024;

/// What a [`Buffered`] feeds.
pub(super) trait Feed {
    fn feed(&mut self, bytes: &[u8]);
}

impl Feed for Sha256 {
    fn feed(&mut self, bytes: &[u8]) {
        Digest::update(self, bytes);
    }
}

impl Feed for Hmac<Sha1> {
    fn feed(&mut self, bytes: &[u8]) {
        Mac::update(self, bytes);
    }
}

impl<H: Feed> Buffered<H> {
    #[inline]
    pub(super) fn new(hash: H) -> Self {
        Self { hash, buffer: [0; BUFFER], end: 0 }
    }

    #[inline]
    pub(super) fn finish(mut self) -> H {
        self.flush();
        self.hash
    }

    #[cold]
    fn flush(&mut self) {
        self.hash.feed(self.buffer.get(..self.end).unwrap_or_default());
        self.end = 0;
    }
}

impl<H: Feed> Sink for Buffered<H> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if bytes.len() > BUFFER - self.end {
            self.flush();
        }
        match self.buffer.get_mut(self.end..self.end + bytes.len()) {
            Some(place) => {
                place.copy_from_slice(bytes);
                self.end += bytes.len();
            }
            None => self.hash.feed(bytes),
        }
    }

    #[inline]
    fn write(&mut self, fill: impl FnOnce(&mut [u8; ROOM]) -> usize) {
        if ROOM > BUFFER - self.end {
            self.flush();
        }
        if let Some(room) = self.buffer.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut) {
            self.end += fill(room);
        }
    }
}

/// HMAC-SHA1, ready for the message. The key is the parts, one after the other.
pub(super) fn hmac_sha1(key: [&str; 2]) -> Hmac<Sha1> {
    let mut block = [0; 64];
    let [first, second] = key;
    let length = first.len() + second.len();
    match block.get_mut(..length) {
        Some(place) => place.iter_mut().zip(first.bytes().chain(second.bytes())).for_each(|(to, from)| *to = from),
        // HMAC hashes a key that is longer than a block.
        None => {
            let hashed = Sha1::new().chain_update(first).chain_update(second).finalize();
            block.iter_mut().zip(hashed).for_each(|(to, from)| *to = from);
        }
    }
    Hmac::new(&block.into())
}

/// HMAC-SHA256, ready for the message.
pub(super) fn hmac_sha256(key: &str) -> Hmac<Sha256> {
    let mut block = [0; 64];
    match block.get_mut(..key.len()) {
        Some(place) => place.copy_from_slice(key.as_bytes()),
        None => block.iter_mut().zip(Sha256::digest(key)).for_each(|(to, from)| *to = from),
    }
    Hmac::new(&block.into())
}

/// Lower-case hex of a SHA-256.
pub(super) fn hex(hash: [u8; 32]) -> [u8; 64] {
    // Computed rather than looked up: the compiler makes many digits at a time of it.
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let (high, low) = (hash.map(|byte| digit(byte >> 4)), hash.map(|byte| digit(byte & 15)));
    let mut text = [0; 64];
    for (pair, (high, low)) in text.as_chunks_mut::<2>().0.iter_mut().zip(high.into_iter().zip(low)) {
        *pair = [high, low];
    }
    text
}

/// The hex digits as a text.
pub(super) fn hex_text(hash: [u8; 32]) -> String {
    let mut text = String::with_capacity(64);
    text.put(&hex(hash));
    text
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub(super) fn same(a: &str, b: &str) -> bool {
    let difference = a.bytes().zip(b.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    std::hint::black_box(difference) == 0 && a.len() == b.len()
}

/// The places of items in the byte order of their names; equal names keep their order.
///
/// Items that are in order already, as most are, need no memory: `room` is for the others.
pub(super) fn order<'r, T>(items: &[T], room: &'r mut Vec<(u64, usize)>, name: impl Fn(&T) -> &str) -> Places<'r> {
    if items.is_sorted_by(|a, b| name(a) <= name(b)) {
        return Places::AsTheyAre;
    }
    room.extend(items.iter().enumerate().map(|(place, item)| (beginning(name(item)), place)));
    let rest = |place: usize| items.get(place).map(&name);
    room.sort_unstable_by(|(a, i), (b, k)| a.cmp(b).then_with(|| rest(*i).cmp(&rest(*k))).then(i.cmp(k)));
    Places::Sorted(room)
}

/// The first eight bytes as a number that compares as they do: it decides most comparisons.
fn beginning(name: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(bytes)
}

/// In which order items are taken.
#[derive(Clone, Copy)]
pub(super) enum Places<'r> {
    AsTheyAre,
    Sorted(&'r [(u64, usize)]),
}

impl Places<'_> {
    /// Hands on each item and its number.
    #[inline]
    pub(super) fn each<T>(self, items: &[T], mut take: impl FnMut(usize, &T)) {
        match self {
            Places::AsTheyAre => items.iter().enumerate().for_each(|(number, item)| take(number, item)),
            Places::Sorted(places) => {
                let sorted = places.iter().filter_map(|(_, place)| items.get(*place));
                sorted.enumerate().for_each(|(number, item)| take(number, item));
            }
        }
    }
}
