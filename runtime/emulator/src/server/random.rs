//! Numbers and ids at random.

use std::fmt::Write;

/// A number at random; without a source of chance always the same.
pub(crate) fn number() -> u64 {
    getrandom::u64().unwrap_or_default()
}

/// A new id of a request, in the form of a UUID in capitals.
pub(crate) fn request_id() -> String {
    let (high, low) = (number(), number());
    // The bits that say "version 4, variant 1", which is what ids at random are.
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | 1 << 63;
    let mut id = String::with_capacity(36);
    // Writing to a text cannot fail.
    let _ = write!(
        id,
        "{:08X}-{:04X}-{:04X}-{:04X}-{:012X}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    );
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_that_differ() {
        let (one, two) = (request_id(), request_id());
        assert_ne!(one, two);
        for id in [one, two] {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert!(id.bytes().all(|b| b == b'-' || b.is_ascii_digit() || b.is_ascii_uppercase()), "{id}");
            assert!(id.as_bytes()[14] == b'4' && b"89AB".contains(&id.as_bytes()[19]), "{id}");
        }
    }
}
